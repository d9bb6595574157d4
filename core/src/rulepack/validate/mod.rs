//! What a pack must hold beyond its shape: ids, references, times, fractions, texts. Every problem
//! is collected, so that whoever writes a pack mends it in one go. Never changes a pack.

mod fields;
mod forms;
mod schedule;

use std::collections::BTreeSet;
use std::fmt::Display;

use super::error::PackProblem;
use super::model::{Choice, Label, OCCUPANCY, RulePack};

/// Most characters of the ids that are stored with records.
const MAX_ID: usize = 24;

/// Everything that is wrong with a pack; empty if nothing is.
pub(super) fn validate(pack: &RulePack) -> Vec<PackProblem> {
    let mut check = Check { pack, problems: Vec::new() };
    check.id("id", &pack.id);
    check.expect(pack.version >= 1, "version", || "expected a number from 1".to_owned());
    check.label("label", &pack.label);
    check.device();
    check.forms();
    check.duties();
    check.quotas();
    check.deadlines();
    check.household_fields();
    for (id, label) in &pack.departments {
        check.id(format_args!("departments.{id}"), id);
        check.label(format_args!("departments.{id}"), label);
    }
    for (id, label) in &pack.excuses {
        check.id(format_args!("excuses.{id}"), id);
        check.label(format_args!("excuses.{id}"), label);
    }
    check.problems
}

struct Check<'a> {
    pack: &'a RulePack,
    problems: Vec<PackProblem>,
}

impl Check<'_> {
    fn problem(&mut self, path: impl Display, message: impl Into<String>) {
        self.problems.push(PackProblem { path: path.to_string(), message: message.into() });
    }

    fn expect(&mut self, holds: bool, path: impl Display, message: impl FnOnce() -> String) {
        if !holds {
            self.problem(path, message());
        }
    }

    fn id(&mut self, path: impl Display, id: &str) {
        let well_formed = id.len() <= MAX_ID
            && id.starts_with(|c: char| c.is_ascii_lowercase())
            && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        self.expect(well_formed, path, || {
            format!(
                "`{id}` is no id: expected at most {MAX_ID} characters of a-z, 0-9 and `_`, \
                 beginning with a letter"
            )
        });
    }

    fn label(&mut self, path: impl Display, label: &Label) {
        for (language, text) in [("zh", &label.zh), ("en", &label.en)] {
            self.expect(!text.trim().is_empty(), format_args!("{path}.{language}"), || {
                "is blank: expected a text in each language".to_owned()
            });
        }
    }

    /// An entry of a table: its key is its id.
    fn named(&mut self, path: &str, id: &str, label: &Label) {
        self.id(path, id);
        self.label(format_args!("{path}.label"), label);
    }

    fn rules(&mut self, path: &str, rules: &[String]) {
        for (index, rule) in rules.iter().enumerate() {
            self.expect(is_rule_id(rule), format_args!("{path}.rules[{index}]"), || {
                format!("`{rule}` is no rule id: expected a capital letter, or one with a number, such as `P14`")
            });
        }
    }

    /// Whether each of `ids` is the first of its name, and well-formed.
    fn ids<'i>(&mut self, path: &str, list: &str, ids: impl Iterator<Item = &'i str>) {
        let mut seen = BTreeSet::new();
        for (index, id) in ids.enumerate() {
            let path = format!("{path}.{list}[{index}].id");
            self.id(&path, id);
            self.expect(seen.insert(id), &path, || {
                format!("`{id}` is used before: expected another id")
            });
        }
    }

    fn choices(&mut self, path: &str, list: &str, choices: &[Choice]) {
        self.expect(choices.len() >= 2, format_args!("{path}.{list}"), || {
            "expected at least two choices".to_owned()
        });
        self.ids(path, list, choices.iter().map(|choice| choice.id.as_str()));
        for (index, choice) in choices.iter().enumerate() {
            self.label(format_args!("{path}.{list}[{index}].label"), &choice.label);
        }
    }

    fn department(&mut self, path: impl Display, id: &str) {
        let pack = self.pack;
        self.expect(pack.departments.contains_key(id), path, || {
            format!("no department `{id}`: expected {}", one_of(pack.departments.keys()))
        });
    }

    fn occupancies(&mut self, path: &str, occupancies: &[String]) {
        let pack = self.pack;
        let known: Vec<_> = pack
            .household_fields
            .get(OCCUPANCY)
            .map(|field| field.choices.iter().map(|choice| &choice.id).collect())
            .unwrap_or_default();
        for (index, occupancy) in occupancies.iter().enumerate() {
            self.expect(known.contains(&occupancy), format_args!("{path}[{index}]"), || {
                format!(
                    "no occupancy `{occupancy}`: expected one of the choices of \
                     household_fields.{OCCUPANCY}: {}",
                    one_of(known.iter())
                )
            });
        }
    }

    fn device(&mut self) {
        let device = &self.pack.device;
        let limits = [
            ("max_clock_skew_seconds", device.max_clock_skew_seconds, 1, 86_400),
            ("keep_days", device.keep_days, 1, 3_660),
            ("max_photos_per_item", device.max_photos_per_item, 1, 100),
            ("max_photo_bytes", device.max_photo_bytes, 10_000, 50_000_000),
            ("expiry_notice_days", device.expiry_notice_days, 0, 366),
        ];
        for (name, value, least, most) in limits {
            self.expect((least..=most).contains(&value), format_args!("device.{name}"), || {
                format!("is {value}: expected {least} to {most}")
            });
        }
    }
}

/// A capital letter, or one with a number and perhaps a small letter: `D`, `P14`, `C5b`.
fn is_rule_id(rule: &str) -> bool {
    let Some(rest) = rule.strip_prefix(|c: char| c.is_ascii_uppercase()) else { return false };
    let number = rest.strip_suffix(|c: char| c.is_ascii_lowercase()).unwrap_or(rest);
    rest.is_empty() || (!number.is_empty() && number.chars().all(|c| c.is_ascii_digit()))
}

/// The names that would have been right.
fn one_of(names: impl Iterator<Item = impl Display>) -> String {
    let names: Vec<_> = names.map(|name| format!("`{name}`")).collect();
    match names.as_slice() {
        [] => "nothing, since the pack has none".to_owned(),
        names => names.join(", "),
    }
}
