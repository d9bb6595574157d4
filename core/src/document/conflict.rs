//! A conflict is data: where two devices wrote one register while apart, both values stay until
//! somebody chooses.

use super::flat::{Flat, Value};
use super::keys;
use super::views::{AnswerAt, Excuse, FieldValue};
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
                    meaning: said(kind, &key, &value),
                    value,
                    actor,
                    change,
                })
                .collect();
            let first = candidates.first()?;
            let differ = candidates.iter().any(|other| other.meaning != first.meaning);
            let matters = !whichever_stands(kind, &key);
            (differ && matters).then_some(Conflict { key, candidates })
        })
        .collect()
}

/// Registers of which any value will do: two people finish one record, and it is finished; two
/// devices learn how far the clock of one record was off.
fn whichever_stands(kind: DocumentKind, key: &str) -> bool {
    kind == DocumentKind::Record && (key == keys::END || key == keys::SKEW)
        || key.starts_with(keys::PHOTO)
}

/// What a register's value says, without when and how it was learnt.
pub(crate) fn said(kind: DocumentKind, key: &str, value: &Value) -> String {
    let text = match value {
        Value::Text(text) => text.as_str(),
        Value::Int(number) => return number.to_string(),
        Value::Bool(value) => return value.to_string(),
    };
    let part = match kind {
        DocumentKind::Record if key.starts_with(keys::ANSWER) => {
            AnswerAt::parse(text).map(|answer| answer.value)
        }
        DocumentKind::Record if key == keys::EXCUSE => Excuse::parse(text).map(|excuse| {
            if excuse.note.is_empty() {
                excuse.reason
            } else {
                format!("{}: {}", excuse.reason, excuse.note)
            }
        }),
        DocumentKind::Record | DocumentKind::Case if key.starts_with(keys::PHOTO) => {
            AnswerAt::parse(text).map(|photo| photo.value)
        }
        DocumentKind::Worklog if key.starts_with(keys::ENTRY) => {
            text.split_once('|').map(|(_, entry)| entry.to_owned())
        }
        DocumentKind::Household if key.starts_with(keys::FIELD) => {
            FieldValue::parse(text).map(|field| field.value)
        }
        _ => None,
    };
    part.unwrap_or_else(|| text.to_owned())
}
