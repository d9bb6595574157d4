//! A scenario file, and whether its steps are such as `tests/contract/README.md` lists.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, ensure};
use chrono::{DateTime, FixedOffset};
use serde::Deserialize;
use serde_json::{Map, Value};

/// A scenario. Its steps stay JSON until they are done: only then its variables are known.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Scenario {
    #[serde(rename = "title")]
    _title: String,
    #[serde(rename = "story")]
    _story: String,
    pub(crate) starts: DateTime<FixedOffset>,
    pub(crate) households: u16,
    pub(crate) steps: Vec<Step>,
}

/// A step.
pub(crate) type Step = Map<String, Value>;

/// The keys that say what a step is, and what may go with each. Revoking names a `device` too.
const STEPS: [(&str, &[&str]); 5] = [
    ("server", &["person", "device", "seed", "save"]),
    (
        "call",
        &[
            "on",
            "with",
            "expect",
            "fails",
            "save",
            "repeat",
            "key",
            "installation",
            "listener",
            "cancelled",
            "progress",
        ],
    ),
    ("heard", &["on"]),
    ("clock", &[]),
    ("device", &["clock_off"]),
];

impl Scenario {
    /// Reads a file.
    ///
    /// # Errors
    /// When a key is missing or not known.
    pub(crate) fn read(file: &Path) -> anyhow::Result<Self> {
        let scenario: Self = serde_json::from_str(&std::fs::read_to_string(file)?)?;
        for (number, step) in (1..).zip(&scenario.steps) {
            check(step).with_context(|| format!("step {number}"))?;
        }
        Ok(scenario)
    }
}

fn check(step: &Step) -> anyhow::Result<()> {
    let verb = verb(step)?;
    let known = STEPS.iter().filter(|(known, _)| *known == verb).flat_map(|(_, keys)| *keys);
    let known: BTreeSet<&str> = known.copied().chain([verb]).collect();
    let unknown: Vec<_> = step.keys().filter(|key| !known.contains(key.as_str())).collect();
    ensure!(unknown.is_empty(), "`{verb}` does not go with {unknown:?}");
    Ok(())
}

/// The key that says what the step is.
pub(crate) fn verb(step: &Step) -> anyhow::Result<&'static str> {
    let verb = STEPS.iter().map(|(verb, _)| *verb).find(|verb| step.contains_key(*verb));
    verb.with_context(|| format!("expected one of {:?}", STEPS.map(|(verb, _)| verb)))
}

/// A step in a few words.
pub(crate) fn brief(step: &Step) -> String {
    let verb = verb(step).unwrap_or_default();
    let text = |key: &str| step.get(key).and_then(Value::as_str);
    let words = [text("on"), Some(verb), text(verb)];
    words.into_iter().flatten().collect::<Vec<_>>().join(" ")
}
