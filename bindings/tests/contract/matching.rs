//! Whether a result matches a pattern of a scenario.

use std::collections::BTreeMap;

use anyhow::{Context, bail, ensure};
use chrono::DateTime;
use serde_json::{Value, json};

/// Variables by name.
pub(crate) type Variables = BTreeMap<String, Value>;

/// Fails, with the place, unless `value` matches.
pub(crate) fn check(
    pattern: &Value,
    value: &Value,
    variables: &Variables,
    path: &str,
) -> anyhow::Result<()> {
    let other = || format!("at {path}: expected {pattern}, got {value}");
    match pattern {
        Value::String(name) if name.starts_with('$') => {
            check(variable(name, variables)?, value, variables, path)
        }
        Value::Object(fields) if fields.keys().any(|key| key.starts_with('$')) => {
            let mut fields = fields.iter();
            let (Some((name, detail)), None) = (fields.next(), fields.next()) else {
                bail!("{pattern}: expected one key");
            };
            special(name, detail, value, variables, path)
        }
        Value::Object(fields) => {
            let there = value.as_object().with_context(other)?;
            for (key, inner) in fields {
                let path = format!("{path}.{key}");
                let entry = there.get(key).with_context(|| {
                    format!("at {path}: expected {inner}, there is only {:?}", there.keys())
                })?;
                check(inner, entry, variables, &path)?;
            }
            Ok(())
        }
        Value::Array(entries) => {
            let there = value.as_array().with_context(other)?;
            ensure!(there.len() == entries.len(), other());
            for (place, (inner, entry)) in entries.iter().zip(there).enumerate() {
                check(inner, entry, variables, &format!("{path}[{place}]"))?;
            }
            Ok(())
        }
        _ => {
            ensure!(pattern == value, other());
            Ok(())
        }
    }
}

/// Whether the value matches.
pub(crate) fn matches(pattern: &Value, value: &Value, variables: &Variables) -> bool {
    check(pattern, value, variables, "").is_ok()
}

/// A saved variable, by its name with the `$`.
pub(crate) fn variable<'v>(name: &str, variables: &'v Variables) -> anyhow::Result<&'v Value> {
    variables.get(&name[1..]).with_context(|| format!("{name} was not saved"))
}

/// Milliseconds since 1970 UTC of a time with its zone.
pub(crate) fn milliseconds(text: &Value) -> anyhow::Result<i64> {
    let text = text.as_str().context("a time is a text")?;
    Ok(DateTime::parse_from_rfc3339(text).with_context(|| text.to_owned())?.timestamp_millis())
}

fn special(
    name: &str,
    detail: &Value,
    value: &Value,
    variables: &Variables,
    path: &str,
) -> anyhow::Result<()> {
    let list = || value.as_array().map(Vec::as_slice).unwrap_or_default();
    let patterns = || detail.as_array().with_context(|| format!("{name} takes a list"));
    let holds = match name {
        "$time" => value.as_i64() == Some(milliseconds(detail)?),
        "$has" => patterns()?
            .iter()
            .all(|inner| list().iter().any(|entry| matches(inner, entry, variables))),
        "$lacks" => {
            value.is_array() && !list().iter().any(|entry| matches(detail, entry, variables))
        }
        "$size" => {
            let size = match value {
                Value::String(text) => Some(text.chars().count()),
                Value::Array(entries) => Some(entries.len()),
                _ => None,
            };
            size.map(Value::from).as_ref() == Some(detail)
        }
        "$least" => value.as_i64().is_some_and(|number| Some(number) >= detail.as_i64()),
        "$contains" => {
            let part = detail.as_str().context("$contains takes a text")?;
            value.as_str().is_some_and(|text| text.contains(part))
        }
        "$not" => !matches(detail, value, variables),
        "$both" => {
            for inner in patterns()? {
                check(inner, value, variables, path)?;
            }
            true
        }
        _ => bail!("{name} is no pattern"),
    };
    ensure!(holds, "at {path}: expected {{{name}: {detail}}}, got {value}");
    Ok(())
}

/// What the patterns match and what they do not: pattern, matching, other.
pub(crate) fn table() -> anyhow::Result<()> {
    let variables = Variables::from([("id".to_owned(), json!("a-1"))]);
    let time = json!({"$time": "2026-03-18T10:30:00+08:00"});
    let rows = [
        (json!(1), json!([1]), json!([2, true, "1", null])),
        (json!(true), json!([true]), json!([1, false])),
        (json!(null), json!([null]), json!([0, ""])),
        (json!("due"), json!(["due"]), json!(["Due", {"due": {}}])),
        (json!("$id"), json!(["a-1"]), json!(["$id"])),
        (json!({"a": 1}), json!([{"a": 1}, {"a": 1, "b": 2}]), json!([{}, {"b": 1}, 1])),
        (json!([1, {"a": 1}]), json!([[1, {"a": 1, "b": 1}]]), json!([[1], [{"a": 1}, 1]])),
        (json!([]), json!([[]]), json!([[1], {}])),
        (time, json!([1_773_801_000_000_i64]), json!([1_773_801_000_001_i64, null])),
        (json!({"$has": [1, 2]}), json!([[2, 3, 1]]), json!([[1], 1])),
        (json!({"$lacks": 1}), json!([[2], []]), json!([[2, 1], 2])),
        (json!({"$size": 2}), json!([[1, 1], "巡楼"]), json!([[1], "巡", 2])),
        (json!({"$least": 2}), json!([2, 3]), json!([1, "3", true])),
        (json!({"$contains": "楼"}), json!(["巡楼"]), json!(["巡", ["楼"]])),
        (json!({"$not": null}), json!([0, ""]), json!([null])),
        (json!({"$both": [{"$least": 1}, {"$not": 3}]}), json!([1, 2]), json!([0, 3])),
    ];
    let entries = |list: &Value| list.as_array().cloned().unwrap_or_default();
    for (pattern, matching, other) in rows {
        for value in entries(&matching) {
            ensure!(matches(&pattern, &value, &variables), "{pattern} should match {value}");
        }
        for value in entries(&other) {
            ensure!(!matches(&pattern, &value, &variables), "{pattern} should not match {value}");
        }
    }
    Ok(())
}
