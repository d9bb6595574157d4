//! The history of a document: every change, who wrote it, and what it set. Automerge keeps it all;
//! this only reads it.

use automerge::{ExpandedChange, ScalarValue};

use super::flat::{Edit, Flat, Value};
use crate::ids::{ActorId, ChangeHash};

/// One change of a document's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryChange {
    /// Its address.
    pub hash: ChangeHash,
    /// Who wrote it.
    pub actor: Option<ActorId>,
    /// The writing device's wall time in seconds since 1970 UTC.
    pub at: i64,
    /// What it set, in the order it was written.
    pub edits: Vec<ChangedKey>,
}

/// A register that a change set or deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedKey {
    /// Which register.
    pub key: String,
    /// The value; `None`: deleted.
    pub value: Option<Value>,
    /// How many values it replaced: 0 for a new register, more than 1 where it settled a conflict.
    pub replaced: usize,
}

/// Every change in causal order, oldest first.
pub fn history(doc: &Flat) -> Vec<HistoryChange> {
    doc.changes_since(&[])
        .iter()
        .map(|change| HistoryChange {
            hash: change.hash().into(),
            actor: ActorId::from_automerge(change.actor_id()),
            at: change.timestamp(),
            edits: changed_keys(&change.decode()),
        })
        .collect()
}

/// What a change did, as edits that another actor can write again.
pub fn edits_of(change: &automerge::Change) -> Vec<Edit> {
    changed_keys(&change.decode())
        .into_iter()
        .map(|changed| Edit { key: changed.key, value: changed.value })
        .collect()
}

/// What a change did to each register in the end: one that it cleared and wrote, it wrote.
fn changed_keys(change: &ExpandedChange) -> Vec<ChangedKey> {
    let mut changed: Vec<ChangedKey> = Vec::with_capacity(change.operations.len());
    for op in &change.operations {
        let automerge::legacy::Key::Map(key) = &op.key else { continue };
        let scalar: Option<ScalarValue> = op.primitive_value();
        let value = scalar.as_ref().and_then(Value::from_scalar);
        let replaced = op.pred.len();
        match changed.iter_mut().find(|earlier| earlier.key == key.as_str()) {
            Some(earlier) => {
                earlier.replaced = earlier.replaced.max(replaced);
                earlier.value = value;
            }
            None => changed.push(ChangedKey { key: key.to_string(), value, replaced }),
        }
    }
    changed
}
