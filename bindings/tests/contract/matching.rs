//! Whether a result matches a pattern of a scenario.

use anyhow::{Context, bail};
use serde_json::{Map, Value};

use crate::values::{Variables, milliseconds, variable};

/// Most characters of a value that are shown.
const MOST_SHOWN: usize = 2_000;

/// The first place where a value does not match, what was expected and what was there.
pub(crate) type Mismatch = String;

/// Fails where the value does not match.
pub(crate) fn expect(
    pattern: &Value,
    value: &Value,
    variables: &Variables,
    path: &str,
) -> anyhow::Result<()> {
    match mismatch(pattern, value, variables, path)? {
        Some(mismatch) => bail!(mismatch),
        None => Ok(()),
    }
}

/// Whether the value matches.
///
/// # Errors
/// When the pattern is none.
pub(crate) fn matches(
    pattern: &Value,
    value: &Value,
    variables: &Variables,
) -> anyhow::Result<bool> {
    Ok(mismatch(pattern, value, variables, "")?.is_none())
}

fn mismatch(
    pattern: &Value,
    value: &Value,
    variables: &Variables,
    path: &str,
) -> anyhow::Result<Option<Mismatch>> {
    let unless = |holds: bool| (!holds).then(|| said(path, pattern, value));
    match (pattern, value) {
        (Value::String(name), _) if name.starts_with('$') => {
            mismatch(variable(name, variables)?, value, variables, path)
        }
        (Value::Object(fields), _) if fields.keys().any(|key| key.starts_with('$')) => {
            special(fields, value, variables, path)
        }
        (Value::Object(fields), Value::Object(there)) => {
            let places = fields.iter().map(|(key, inner)| {
                let path = format!("{path}.{key}");
                match there.get(key) {
                    Some(entry) => mismatch(inner, entry, variables, &path),
                    None => Ok(Some(said(&path, inner, fields_of(there)))),
                }
            });
            first(places)
        }
        (Value::Array(entries), Value::Array(there)) if entries.len() == there.len() => {
            let pairs = entries.iter().zip(there).enumerate();
            first(pairs.map(|(place, (inner, entry))| {
                mismatch(inner, entry, variables, &format!("{path}[{place}]"))
            }))
        }
        (Value::Object(_) | Value::Array(_), _) => Ok(unless(false)),
        _ => Ok(unless(pattern == value)),
    }
}

fn first(
    places: impl Iterator<Item = anyhow::Result<Option<Mismatch>>>,
) -> anyhow::Result<Option<Mismatch>> {
    places.map(Result::transpose).find_map(|place| place).transpose()
}

fn special(
    fields: &Map<String, Value>,
    value: &Value,
    variables: &Variables,
    path: &str,
) -> anyhow::Result<Option<Mismatch>> {
    let mut fields = fields.iter();
    let (Some((name, detail)), None) = (fields.next(), fields.next()) else {
        bail!("a key with `$` stands alone, at {path}");
    };
    let text = || detail.as_str().with_context(|| format!("{name} takes a text"));
    let patterns = || detail.as_array().with_context(|| format!("{name} takes a list"));
    let any = |inner: &Value| -> anyhow::Result<bool> {
        for entry in value.as_array().into_iter().flatten() {
            if matches(inner, entry, variables)? {
                return Ok(true);
            }
        }
        Ok(false)
    };
    let holds = match name.as_str() {
        "$both" => {
            return first(patterns()?.iter().map(|inner| mismatch(inner, value, variables, path)));
        }
        "$has" => {
            let found: anyhow::Result<Vec<bool>> = patterns()?.iter().map(any).collect();
            value.is_array() && found?.into_iter().all(|found| found)
        }
        "$lacks" => value.is_array() && !any(detail)?,
        "$not" => !matches(detail, value, variables)?,
        "$size" => size(value).is_some_and(|size| Some(size) == detail.as_u64()),
        "$least" => value.as_i64().is_some_and(|number| Some(number) >= detail.as_i64()),
        "$contains" => {
            let part = text()?;
            value.as_str().is_some_and(|whole| whole.contains(part))
        }
        "$time" => value.as_i64() == Some(milliseconds(text()?)?),
        _ => bail!("`{name}` is no pattern, at {path}"),
    };
    Ok((!holds).then(|| said(path, format!("{{\"{name}\":{detail}}}"), value)))
}

/// Of a list, or of a text in Unicode scalar values.
fn size(value: &Value) -> Option<u64> {
    let size = match value {
        Value::String(text) => text.chars().count(),
        Value::Array(entries) => entries.len(),
        _ => return None,
    };
    u64::try_from(size).ok()
}

fn fields_of(there: &Map<String, Value>) -> String {
    format!("only the fields {:?}", there.keys().collect::<Vec<_>>())
}

fn said(path: &str, expected: impl ToString, got: impl ToString) -> Mismatch {
    format!("at {path}: expected {}, got {}", shown(expected), shown(got))
}

fn shown(value: impl ToString) -> String {
    let text = value.to_string();
    match text.char_indices().nth(MOST_SHOWN) {
        Some((end, _)) => format!("{}… ({} characters)", &text[..end], text.chars().count()),
        None => text,
    }
}
