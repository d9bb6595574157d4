//! A conflict is data: where two devices wrote one register while apart, both values stay until
//! somebody chooses.

use super::flat::{Flat, Value};
use super::keys;
use super::views::{AnswerAt, FieldValue};
use crate::domain::DocumentKind;
use crate::ids::{ActorId, ChangeHash};

/// A register with values that say different things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Which register.
    pub key: String,
    /// Its values; the last is the one that shows until somebody chooses.
    pub candidates: Vec<Candidate>,
}

/// One of the values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The register's value as it is stored.
    pub value: Value,
    /// What it says, for a person: the answer or the field's value without its time and source.
    pub meaning: String,
    /// Who wrote it.
    pub actor: Option<ActorId>,
    /// In which change.
    pub change: Option<ChangeHash>,
}

/// The open conflicts of a document. Values that say the same and differ only in the second they
/// were written are no conflict.
pub fn conflicts(kind: DocumentKind, doc: &Flat) -> Vec<Conflict> {
    doc.contested_keys()
        .into_iter()
        .filter_map(|key| {
            let candidates: Vec<Candidate> = doc
                .all(&key)
                .into_iter()
                .map(|(value, actor, change)| Candidate {
                    meaning: meaning(kind, &key, &value),
                    value,
                    actor,
                    change,
                })
                .collect();
            let first = candidates.first()?;
            let differ = candidates.iter().any(|other| other.meaning != first.meaning);
            differ.then_some(Conflict { key, candidates })
        })
        .collect()
}

/// What a register's value says, without when and how it was learnt.
pub(crate) fn meaning(kind: DocumentKind, key: &str, value: &Value) -> String {
    let text = match value {
        Value::Text(text) => text.as_str(),
        Value::Int(number) => return number.to_string(),
        Value::Bool(value) => return value.to_string(),
    };
    let said = match kind {
        DocumentKind::Record if key.starts_with(keys::ANSWER) => {
            AnswerAt::parse(text).map(|answer| answer.value)
        }
        DocumentKind::Record if key.starts_with(keys::PHOTO) => Some(String::new()),
        // Two people finish one record: it is finished, whichever minute stands.
        DocumentKind::Record if key == keys::END || key == keys::SKEW => Some(String::new()),
        DocumentKind::Household if key.starts_with(keys::FIELD) => {
            FieldValue::parse(text).map(|field| field.value)
        }
        _ => None,
    };
    said.unwrap_or_else(|| text.to_owned())
}
