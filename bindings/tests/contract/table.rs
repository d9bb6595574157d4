//! What the patterns match and what they do not, as a table.

use anyhow::ensure;
use serde_json::{Value, json};

use crate::matching::matches;
use crate::values::Variables;

/// Fails where a row does not hold.
pub(crate) fn check() -> anyhow::Result<()> {
    let variables =
        Variables::from([("id".to_owned(), json!("a-1")), ("list".to_owned(), json!([1, 2]))]);
    for [pattern, matching, other] in rows() {
        for value in matching.as_array().into_iter().flatten() {
            ensure!(matches(&pattern, value, &variables)?, "{pattern} should match {value}");
        }
        for value in other.as_array().into_iter().flatten() {
            ensure!(!matches(&pattern, value, &variables)?, "{pattern} should not match {value}");
        }
    }
    for pattern in wrong() {
        for pattern in [json!({ "$not": pattern }), pattern] {
            let judged = matches(&pattern, &json!(1), &variables);
            ensure!(judged.is_err(), "{pattern} should be an error");
        }
    }
    Ok(())
}

/// Pattern, what it matches, what it does not match.
fn rows() -> [[Value; 3]; 22] {
    let time = json!({ "$time": "2026-03-18T10:30:00+08:00" });
    let utc = json!({ "$time": "2026-03-18T02:30:00Z" });
    [
        [json!(1), json!([1]), json!([2, true, "1", null])],
        [json!(true), json!([true]), json!([1, false])],
        [json!(null), json!([null]), json!([0, "", [], {}])],
        [json!("due"), json!(["due"]), json!(["Due", {"due": {}}])],
        [json!("$id"), json!(["a-1"]), json!(["$id"])],
        [json!("$list"), json!([[1, 2]]), json!([[2, 1]])],
        [json!({}), json!([{}, {"a": 1}]), json!([null, []])],
        [json!({"a": 1}), json!([{"a": 1}, {"a": 1, "b": 2}]), json!([{}, {"b": 1}, 1])],
        [json!({"a": null}), json!([{"a": null}]), json!([{}, {"a": 0}])],
        [json!({"a": {"b": [1]}}), json!([{"a": {"b": [1]}}]), json!([{"a": {"b": [1, 2]}}])],
        [json!([1, {"a": 1}]), json!([[1, {"a": 1, "b": 1}]]), json!([[1], [{"a": 1}, 1]])],
        [json!([]), json!([[]]), json!([[1], {}])],
        [time, json!([1_773_801_000_000_i64]), json!([1_773_801_000_001_i64, null])],
        [utc, json!([1_773_801_000_000_i64]), json!([0])],
        [json!({"$has": [1, 2]}), json!([[2, 3, 1]]), json!([[1], 1])],
        [json!({"$lacks": 1}), json!([[2], []]), json!([[2, 1], 2])],
        [json!({"$size": 2}), json!([[1, 1], "巡楼", "😀😀"]), json!([[1], "巡", 2])],
        [json!({"$least": 2}), json!([2, 3]), json!([1, "3", true])],
        [json!({"$contains": "楼"}), json!(["巡楼"]), json!(["巡", ["楼"]])],
        [json!({"$not": null}), json!([0, ""]), json!([null])],
        [json!({"$not": {"a": 1}}), json!([{"a": 2}, 1]), json!([{"a": 1, "b": 1}])],
        [json!({"$both": [{"$least": 1}, {"$not": 3}]}), json!([1, 2]), json!([0, 3])],
    ]
}

/// What is no pattern, wherever it stands.
fn wrong() -> [Value; 4] {
    [
        json!({"$bogus": 1}),
        json!({"$size": 1, "$least": 1}),
        json!({"$size": 1, "a": 1}),
        json!("$unsaved"),
    ]
}
