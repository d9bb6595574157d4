//! Values of scenarios: what stands for something else, and what is at a path.

use std::collections::BTreeMap;

use anyhow::{Context, bail};
use chrono::DateTime;
use serde_json::{Value, json};

/// What was saved, by name.
pub(crate) type Variables = BTreeMap<String, Value>;

/// A value with all filled in that stands for something else.
pub(crate) fn filled(value: &Value, variables: &Variables) -> anyhow::Result<Value> {
    Ok(match value {
        Value::String(name) if name.starts_with('$') => variable(name, variables)?.clone(),
        Value::Array(entries) => {
            entries.iter().map(|entry| filled(entry, variables)).collect::<anyhow::Result<_>>()?
        }
        Value::Object(fields) if fields.keys().any(|key| key.starts_with('$')) => {
            written_out(value)?
        }
        Value::Object(fields) => {
            let field = |(key, value): (&String, &Value)| {
                anyhow::Ok((key.clone(), filled(value, variables)?))
            };
            Value::Object(fields.iter().map(field).collect::<anyhow::Result<_>>()?)
        }
        _ => value.clone(),
    })
}

fn written_out(value: &Value) -> anyhow::Result<Value> {
    let keys = value.as_object().map_or(0, serde_json::Map::len);
    if let (Some(text), 1) = (value["$time"].as_str(), keys) {
        return Ok(json!(milliseconds(text)?));
    }
    match (value["$repeat"].as_str(), value["times"].as_u64(), keys) {
        (Some(text), Some(times), 2) => Ok(json!(text.repeat(times.try_into()?))),
        _ => bail!("{value} is no value"),
    }
}

/// What was saved by this name, which begins with `$`.
pub(crate) fn variable<'v>(name: &str, variables: &'v Variables) -> anyhow::Result<&'v Value> {
    let saved = name.strip_prefix('$').and_then(|name| variables.get(name));
    saved.with_context(|| format!("`{name}` was not saved"))
}

/// Milliseconds since 1970 UTC of a time with its zone.
pub(crate) fn milliseconds(text: &str) -> anyhow::Result<i64> {
    let at = DateTime::parse_from_rfc3339(text);
    Ok(at.with_context(|| format!("`{text}` is no time"))?.timestamp_millis())
}

/// What is at a path of fields and places; `.` is the whole.
pub(crate) fn at<'v>(value: &'v Value, path: &str) -> anyhow::Result<&'v Value> {
    let parts = path.split('.').filter(|part| !part.is_empty());
    let mut here = Some(value);
    for part in parts {
        here = here.and_then(|value| match value {
            Value::Array(entries) => entries.get(part.parse::<usize>().ok()?),
            _ => value.get(part),
        });
    }
    here.with_context(|| format!("there is no `{path}` to save"))
}

/// The text at this key.
pub(crate) fn text<'v>(value: &'v Value, key: &str) -> anyhow::Result<&'v str> {
    value[key].as_str().with_context(|| format!("`{key}` is no text"))
}
