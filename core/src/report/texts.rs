//! The catalogue of what the core says: zh-CN first, English beside it. A test fails on a text that
//! one of them lacks.

use std::borrow::Cow;
use std::collections::HashMap;

use chrono::{DateTime, TimeZone};
use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader, langid, static_loader};

use crate::document::Source;
use crate::domain::case::{CaseKind, CaseState};
use crate::domain::duty::SlotState;
use crate::domain::expiry::Expiry;
use crate::domain::{DocumentKind, Role};
use crate::rulepack::{CaseStep, Label, Severity};

static_loader! {
    static CATALOGUE = {
        locales: "./locales",
        fallback_language: "zh-CN",
        // The marks that Unicode has for mixed directions show up as boxes in some terminals.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

/// A language of the product.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// zh-CN.
    #[default]
    Chinese,
    /// English.
    English,
}

static CHINESE: LanguageIdentifier = langid!("zh-CN");
static ENGLISH: LanguageIdentifier = langid!("en");

impl Language {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Chinese, Self::English];

    /// The language with this tag, such as `zh-CN` or `en`.
    pub fn parse(tag: &str) -> Option<Self> {
        match tag.split(['-', '_']).next() {
            Some("zh") => Some(Self::Chinese),
            Some("en") => Some(Self::English),
            _ => None,
        }
    }

    /// The language's side of a label.
    pub fn of(self, label: &Label) -> &str {
        match self {
            Self::Chinese => &label.zh,
            Self::English => &label.en,
        }
    }

    fn id(self) -> &'static LanguageIdentifier {
        match self {
            Self::Chinese => &CHINESE,
            Self::English => &ENGLISH,
        }
    }
}

/// A text of the catalogue with its gaps filled, if there is such a text.
pub fn find(language: Language, key: &str, gaps: &[(&str, FluentValue<'_>)]) -> Option<String> {
    CATALOGUE.try_lookup_with_args(language.id(), key, &by_name(gaps))
}

fn by_name<'g>(gaps: &[(&str, FluentValue<'g>)]) -> HashMap<Cow<'static, str>, FluentValue<'g>> {
    gaps.iter().map(|(name, value)| (Cow::Owned((*name).to_owned()), value.clone())).collect()
}

/// A text of the catalogue.
pub fn text(language: Language, key: &str) -> String {
    CATALOGUE.lookup(language.id(), key)
}

/// A text of the catalogue with its gaps filled.
pub fn text_with(language: Language, key: &str, gaps: &[(&str, FluentValue<'_>)]) -> String {
    CATALOGUE.lookup_with_args(language.id(), key, &by_name(gaps))
}

/// A text of the catalogue in both languages.
pub fn label(key: &str) -> Label {
    in_both(|language| text(language, key))
}

/// What is said in each of the languages, as a label.
pub fn in_both(said: impl Fn(Language) -> String) -> Label {
    Label { zh: said(Language::Chinese), en: said(Language::English) }
}

/// What an answer of a check is called.
pub fn check_label(answer: &str) -> Option<Label> {
    matches!(answer, "ok" | "problem" | "na").then(|| label(&format!("check-{answer}")))
}

/// What a role is called.
pub fn role(role: Role) -> Label {
    label(&format!("role-{}", role.as_str().replace('_', "-")))
}

/// What became of a slot.
pub fn slot_state(state: &SlotState) -> Label {
    label(slot_state_key(state))
}

/// How far a case has come.
pub fn case_state(state: CaseState) -> Label {
    label(&case_state_key(state))
}

/// What a kind of case is called.
pub fn case_kind(kind: CaseKind) -> Label {
    label(&format!("case-kind-{}", kind.as_str().replace('_', "-")))
}

/// What a step in the life of a case is called.
pub fn case_step(step: CaseStep) -> Label {
    label(match step {
        CaseStep::Dispatched => "step-dispatched",
        CaseStep::Planned => "step-planned",
        CaseStep::Checked => "step-checked",
        CaseStep::Handled => "step-handled",
        CaseStep::Replied => "step-replied",
        CaseStep::CalledBack => "step-called-back",
        CaseStep::Closed => "step-closed",
    })
}

/// How bad a problem is.
pub fn severity(severity: Severity) -> Label {
    label(&format!("severity-{}", severity.as_str()))
}

/// Where the value of a field comes from.
pub fn source(source: Source) -> Label {
    label(&format!("source-{}", source.as_str()))
}

/// How papers stand: valid, about to expire, expired.
pub fn expiry(expiry: &Expiry) -> Label {
    let (key, days) = match expiry {
        Expiry::Valid => ("expiry-valid", 0),
        Expiry::Expiring { days_left } => ("expiry-expiring", *days_left),
        Expiry::Expired { days_ago } => ("expiry-expired", *days_ago),
    };
    in_both(|language| text_with(language, key, &[("days", days.into())]))
}

/// What a register of a document is called that the rule pack does not name: when a record was begun,
/// until when a permit is valid.
pub fn register(kind: DocumentKind, key: &str) -> Option<Label> {
    let register = key.split('/').next().unwrap_or(key);
    let key = format!("register-{}-{register}", kind.as_str()).replace('_', "-");
    let said = |language| find(language, &key, &[]);
    Some(Label { zh: said(Language::Chinese)?, en: said(Language::English)? })
}

/// The key of what became of a slot, for words and for colours.
pub fn slot_state_key(state: &SlotState) -> &'static str {
    match state {
        SlotState::Upcoming => "slot-upcoming",
        SlotState::Due => "slot-due",
        SlotState::Late => "slot-late",
        SlotState::InProgress { late: false } => "slot-in-progress",
        SlotState::InProgress { late: true } => "slot-in-progress-late",
        SlotState::Done { late: true, .. } => "slot-done-late",
        SlotState::Done { overran: true, .. } => "slot-done-overran",
        SlotState::Done { cut_short: true, .. } => "slot-done-cut-short",
        SlotState::Done { .. } => "slot-done",
        SlotState::Missed => "slot-missed",
        SlotState::Excused { .. } => "slot-excused",
    }
}

/// The key of how far a case has come.
pub fn case_state_key(state: CaseState) -> String {
    format!("case-{}", state.as_str().replace('_', "-"))
}

/// A time of day in a time zone, `HH:MM`.
pub fn time_of_day<Z: TimeZone>(at: &DateTime<Z>, zone: chrono_tz::Tz) -> String {
    at.with_timezone(&zone).format("%H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::document::keys;

    /// The texts of a catalogue by key, each with the gaps that it has.
    fn gaps(file: &str) -> BTreeMap<&str, BTreeSet<&str>> {
        let mut texts = BTreeMap::<&str, BTreeSet<&str>>::new();
        let mut key = "";
        for line in file.lines().filter(|line| !line.starts_with('#')) {
            if line.starts_with(|c: char| c.is_ascii_lowercase()) {
                key = line.split_once(" =").unwrap().0;
            }
            let word = |c: char| c.is_ascii_alphanumeric() || "_-".contains(c);
            let named =
                line.split('$').skip(1).map(|rest| rest.split(|c| !word(c)).next().unwrap());
            texts.entry(key).or_default().extend(named);
        }
        texts
    }

    #[test]
    fn both_languages_have_every_text_with_the_same_gaps() {
        for (chinese, english) in [
            (
                include_str!("../../locales/zh-CN/core.ftl"),
                include_str!("../../locales/en/core.ftl"),
            ),
            (
                include_str!("../../locales/zh-CN/shell.ftl"),
                include_str!("../../locales/en/shell.ftl"),
            ),
        ] {
            let (chinese, english) = (gaps(chinese), gaps(english));
            assert_eq!(chinese, english);
            for (key, gaps) in chinese.into_iter().filter(|(key, _)| !key.is_empty()) {
                let filled: Vec<_> = gaps.into_iter().map(|gap| (gap, 1.into())).collect();
                for language in Language::ALL {
                    assert!(find(language, key, &filled).is_some(), "{key}");
                }
            }
        }
    }

    #[test]
    fn every_kind_step_severity_and_source_has_words() {
        let steps = [
            CaseStep::Dispatched,
            CaseStep::Planned,
            CaseStep::Checked,
            CaseStep::Handled,
            CaseStep::Replied,
            CaseStep::CalledBack,
            CaseStep::Closed,
        ];
        let labels = CaseKind::ALL.map(case_kind).into_iter();
        let labels = labels.chain(steps.map(case_step)).chain(Severity::ALL.map(severity));
        for label in labels.chain(Source::ALL.map(source)).chain(Role::ALL.map(role)) {
            let unknown = label.en.starts_with("Unknown localization");
            assert!(!unknown && label.zh != label.en, "{label:?}");
        }
    }

    #[test]
    fn every_register_of_every_document_has_words() {
        use DocumentKind::{Case, Decoration, Directory, Household, Record, Rulepack, Worklog};
        let registers: [(DocumentKind, &[&str]); 7] = [
            (
                Record,
                &[
                    keys::FORM,
                    keys::DUTY,
                    keys::SLOT,
                    keys::DAY,
                    keys::ABOUT,
                    keys::START,
                    keys::END,
                    keys::RAIN,
                    keys::SKEW,
                    keys::EXCUSE,
                ],
            ),
            (Household, &[keys::UNIT, keys::FLOOR]),
            (
                Case,
                &[
                    keys::CASE_KIND,
                    keys::TITLE,
                    keys::DETAIL,
                    keys::DEPARTMENT,
                    keys::SEVERITY,
                    keys::ABOUT,
                    keys::FOUND,
                    keys::REPORTED,
                    keys::AGREED,
                    keys::FACT,
                    keys::PHOTO,
                ],
            ),
            (
                Decoration,
                &[
                    keys::ABOUT,
                    keys::TITLE,
                    keys::FROM,
                    keys::UNTIL,
                    keys::PERMIT,
                    keys::PERMIT_UNTIL,
                    keys::PASS,
                ],
            ),
            (Worklog, &[keys::DAY, keys::ENTRY]),
            (Directory, &[keys::NAME, keys::BUILDING, keys::AREA, keys::STAFF]),
            (Rulepack, &[keys::PACK]),
        ];
        for (kind, keys) in registers {
            for key in keys {
                assert!(register(kind, key).is_some(), "{kind:?} {key}");
            }
        }
    }

    #[test]
    fn a_gap_is_filled_without_marks() {
        let said = text_with(
            Language::Chinese,
            "log-title",
            &[("person", "王一".into()), ("day", "2026-03-18".into())],
        );
        assert_eq!(said, "王一 2026-03-18 工作日志");
    }
}
