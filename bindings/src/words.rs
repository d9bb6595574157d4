//! What shells say: the catalogue, zh-CN first and English beside it, and the words for what the core
//! derives. Both apps read it here, so that both say the same.

use xunlou_core::report::texts;

use crate::{
    CaseKind, CaseState, CaseStep, Expiry, FieldSource, Label, Language, Role, Severity, SlotState,
};

/// What fills a gap of a text.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum GapValue {
    /// A number, which may decide between singular and plural.
    Number {
        /// The number.
        number: i64,
    },
    /// A text.
    Text {
        /// The text.
        text: String,
    },
}

/// A gap of a text, by its name.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, uniffi::Record)]
pub struct Gap {
    /// The gap's name.
    pub name: String,
    /// What fills it.
    pub value: GapValue,
}

/// A text of the catalogue with its gaps filled; the key itself where there is no such text.
#[uniffi::export]
pub fn say(language: Language, key: String, gaps: Vec<Gap>) -> String {
    let gaps: Vec<_> = gaps
        .iter()
        .map(|gap| {
            let value = match &gap.value {
                GapValue::Number { number } => (*number).into(),
                GapValue::Text { text } => text.as_str().into(),
            };
            (gap.name.as_str(), value)
        })
        .collect();
    texts::find(language.into(), &key, &gaps).unwrap_or(key)
}

/// What became of a slot.
#[uniffi::export]
pub fn slot_state_label(state: SlotState) -> Label {
    texts::slot_state(&state.into()).into()
}

/// How far a case has come.
#[uniffi::export]
pub fn case_state_label(state: CaseState) -> Label {
    texts::case_state(state.into()).into()
}

/// What a kind of case is called.
#[uniffi::export]
pub fn case_kind_label(kind: CaseKind) -> Label {
    texts::case_kind(kind.into()).into()
}

/// What a step in the life of a case is called.
#[uniffi::export]
pub fn case_step_label(step: CaseStep) -> Label {
    texts::case_step(step.into()).into()
}

/// How bad a problem is.
#[uniffi::export]
pub fn severity_label(severity: Severity) -> Label {
    texts::severity(severity.into()).into()
}

/// What a role is called.
#[uniffi::export]
pub fn role_label(role: Role) -> Label {
    texts::role(role.into()).into()
}

/// How papers stand: valid, about to expire, expired.
#[uniffi::export]
pub fn expiry_label(expiry: Expiry) -> Label {
    texts::expiry(&expiry.into()).into()
}

/// Where the value of a field comes from.
#[uniffi::export]
pub fn field_source_label(source: FieldSource) -> Label {
    texts::source(source.into()).into()
}

/// The version of the core, for diagnostics.
#[uniffi::export]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
