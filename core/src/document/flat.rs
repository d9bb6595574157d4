//! A document as a flat map of registers: reading, editing, applying, saving.

use automerge::transaction::{CommitOptions, Transactable};
use automerge::{Automerge, ROOT, ReadDoc, ScalarValue};

use crate::ids::{ActorId, ChangeHash};

/// What a register holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// Text; never merged letter by letter.
    Text(String),
    /// A whole number.
    Int(i64),
    /// Yes or no.
    Bool(bool),
}

impl Value {
    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Int(_) | Self::Bool(_) => None,
        }
    }

    /// The number, if it is one.
    pub fn as_int(&self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(*number),
            Self::Text(_) | Self::Bool(_) => None,
        }
    }

    /// The truth value, if it is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            Self::Text(_) | Self::Int(_) => None,
        }
    }

    pub(super) fn from_scalar(scalar: &ScalarValue) -> Option<Self> {
        match scalar {
            ScalarValue::Str(text) => Some(Self::Text(text.to_string())),
            ScalarValue::Int(number) => Some(Self::Int(*number)),
            ScalarValue::Uint(number) => i64::try_from(*number).ok().map(Self::Int),
            ScalarValue::Boolean(value) => Some(Self::Bool(*value)),
            _ => None,
        }
    }

    fn to_scalar(&self) -> ScalarValue {
        match self {
            Self::Text(text) => ScalarValue::Str(text.as_str().into()),
            Self::Int(number) => ScalarValue::Int(*number),
            Self::Bool(value) => ScalarValue::Boolean(*value),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

/// Automerge refused. The texts hold no values of registers.
#[derive(Debug, thiserror::Error)]
pub enum FlatError {
    /// The bytes are no document, or changes of another one.
    #[error("the document cannot be read: {0}")]
    Load(String),
    /// A change does not fit.
    #[error("the change cannot be applied: {0}")]
    Apply(String),
    /// An edit was refused.
    #[error("the edit cannot be made: {0}")]
    Edit(String),
}

/// A change that was made here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalChange {
    /// Its address.
    pub hash: ChangeHash,
    /// The actor that wrote it.
    pub actor: ActorId,
    /// Its number among the actor's changes of this document, from 1.
    pub seq: u64,
    /// The Automerge change, not deflated.
    pub bytes: Vec<u8>,
}

/// One register's new value, or none to delete it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Which register.
    pub key: String,
    /// Its value; `None` deletes.
    pub value: Option<Value>,
}

impl Edit {
    /// Sets a register.
    pub fn put(key: impl Into<String>, value: impl Into<Value>) -> Self {
        Self { key: key.into(), value: Some(value.into()) }
    }

    /// Deletes a register.
    pub fn delete(key: impl Into<String>) -> Self {
        Self { key: key.into(), value: None }
    }
}

/// A document in memory.
#[derive(Clone, Debug)]
pub struct Flat {
    doc: Automerge,
}

impl Flat {
    /// An empty document that will be written by `actor`.
    pub fn new(actor: ActorId) -> Self {
        Self { doc: Automerge::new().with_actor(actor.to_automerge()) }
    }

    /// Reads a saved document.
    ///
    /// # Errors
    /// [`FlatError::Load`] when the bytes are not a saved document.
    pub fn load(bytes: &[u8], actor: ActorId) -> Result<Self, FlatError> {
        let doc = Automerge::load(bytes).map_err(|error| FlatError::Load(error.to_string()))?;
        Ok(Self { doc: doc.with_actor(actor.to_automerge()) })
    }

    /// Takes over a document that the gate has read.
    pub fn from_automerge(doc: Automerge, actor: ActorId) -> Self {
        Self { doc: doc.with_actor(actor.to_automerge()) }
    }

    /// The document itself, for the gate.
    pub fn automerge(&self) -> &Automerge {
        &self.doc
    }

    /// Saves it without compression: pages and the database compress better as a whole.
    pub fn save(&self) -> Vec<u8> {
        self.doc.save_nocompress()
    }

    /// The hashes of its newest changes, sorted.
    pub fn heads(&self) -> Vec<ChangeHash> {
        let mut heads: Vec<_> = self.doc.get_heads().into_iter().map(ChangeHash::from).collect();
        heads.sort_unstable();
        heads
    }

    /// The actor of its first change: its author's.
    pub fn first_actor(&self) -> Option<ActorId> {
        let first = self.doc.get_changes_meta(&[]).into_iter().next()?;
        ActorId::from_automerge(&first.actor)
    }

    /// When a change was made, by the writing device's clock, in seconds since 1970 UTC.
    pub fn time_of(&self, hash: &ChangeHash) -> Option<i64> {
        self.doc.get_change_meta_by_hash(&(*hash).into()).map(|change| change.timestamp)
    }

    /// Whether the change is in it.
    pub fn has(&self, hash: &ChangeHash) -> bool {
        self.doc.get_change_meta_by_hash(&(*hash).into()).is_some()
    }

    /// The winning value of a register: the same on every replica.
    pub fn get(&self, key: &str) -> Option<Value> {
        let (value, _) = self.doc.get(ROOT, key).ok()??;
        value.as_scalar().and_then(Value::from_scalar)
    }

    /// The winning text of a register.
    pub fn text(&self, key: &str) -> Option<String> {
        match self.get(key)? {
            Value::Text(text) => Some(text),
            Value::Int(_) | Value::Bool(_) => None,
        }
    }

    /// All registers whose key begins with `prefix`, by key, without the prefix.
    pub fn with_prefix<'a>(
        &'a self,
        prefix: &'a str,
    ) -> impl Iterator<Item = (String, Value)> + 'a {
        self.doc
            .map_range(ROOT, prefix.to_owned()..)
            .map_while(move |item| {
                let rest = item.key.strip_prefix(prefix)?.to_owned();
                Some((rest, scalar_of(&item.value)))
            })
            .filter_map(|(key, value)| value.map(|value| (key, value)))
    }

    /// The keys of registers that hold more than one value.
    pub fn contested_keys(&self) -> Vec<String> {
        self.doc
            .map_range::<_, std::ops::RangeFull>(ROOT, ..)
            .filter(|item| item.conflict)
            .map(|item| item.key.into_owned())
            .collect()
    }

    /// Every value of a register with the actor that wrote it, the winner last.
    pub fn all(&self, key: &str) -> Vec<(Value, Option<ActorId>, Option<ChangeHash>)> {
        let values = self.doc.get_all(ROOT, key).unwrap_or_default();
        values
            .into_iter()
            .filter_map(|(value, id)| {
                let value = value.as_scalar().and_then(Value::from_scalar)?;
                let actor = match &id {
                    automerge::ObjId::Id(_, actor, _) => ActorId::from_automerge(actor),
                    automerge::ObjId::Root => None,
                };
                let hash = self.doc.hash_for_opid(&id).map(ChangeHash::from);
                Some((value, actor, hash))
            })
            .collect()
    }

    /// Makes one change of these edits. Edits that would write what is there already, uncontested,
    /// are left out; `None` when nothing is left.
    ///
    /// `at` is the device's wall time in milliseconds since 1970 UTC; Automerge keeps seconds.
    ///
    /// # Errors
    /// [`FlatError::Edit`]; the document is then as it was.
    pub fn commit(&mut self, edits: &[Edit], at: i64) -> Result<Option<LocalChange>, FlatError> {
        let refused = |error: automerge::AutomergeError| FlatError::Edit(error.to_string());
        let needed: Vec<&Edit> = edits.iter().filter(|edit| self.changes(edit)).collect();
        if needed.is_empty() {
            return Ok(None);
        }
        let mut transaction = self.doc.transaction();
        for edit in needed {
            let key = edit.key.as_str();
            let done = match &edit.value {
                Some(value) => {
                    // Writing what shows already, Automerge would only delete the other values: the
                    // choice would have no author, and lose against another one made elsewhere.
                    let winner = transaction.get(ROOT, key).ok().flatten();
                    let value = value.to_scalar();
                    let chosen = winner.is_some_and(|(shown, _)| shown.as_scalar() == Some(&value));
                    let cleared = if chosen { transaction.delete(ROOT, key) } else { Ok(()) };
                    cleared.and_then(|()| transaction.put(ROOT, key, value))
                }
                None => transaction.delete(ROOT, key),
            };
            if let Err(error) = done {
                transaction.rollback();
                return Err(refused(error));
            }
        }
        let options = CommitOptions::default().with_time(at.div_euclid(1000));
        transaction.commit_with(options);
        let change = self.doc.get_last_local_change();
        let change = change.ok_or_else(|| FlatError::Edit("no change was made".to_owned()))?;
        Ok(Some(LocalChange {
            hash: change.hash().into(),
            actor: ActorId::from_automerge(change.actor_id())
                .ok_or_else(|| FlatError::Edit("the actor is not one of ours".to_owned()))?,
            seq: change.seq(),
            bytes: change.raw_bytes().to_vec(),
        }))
    }

    fn changes(&self, edit: &Edit) -> bool {
        let values = self.all(&edit.key);
        match &edit.value {
            Some(new) => !(values.len() == 1 && values[0].0 == *new),
            None => !values.is_empty(),
        }
    }

    /// Applies changes that the gate has let in, or that were written here.
    ///
    /// # Errors
    /// [`FlatError::Apply`] when one is damaged or does not fit.
    pub fn apply<'a>(
        &mut self,
        changes: impl IntoIterator<Item = &'a [u8]>,
    ) -> Result<(), FlatError> {
        let changes = changes
            .into_iter()
            .map(|bytes| automerge::Change::from_bytes(bytes.to_vec()))
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| FlatError::Apply(error.to_string()))?;
        self.doc.apply_changes(changes).map_err(|error| FlatError::Apply(error.to_string()))
    }

    /// All changes that are not among the ancestors of `heads`, in causal order. Heads that this
    /// document does not know are passed over.
    pub fn changes_since(&self, heads: &[ChangeHash]) -> Vec<automerge::Change> {
        let known: Vec<automerge::ChangeHash> =
            heads.iter().filter(|hash| self.has(hash)).map(|hash| (*hash).into()).collect();
        self.doc.get_changes(&known)
    }
}

fn scalar_of(value: &automerge::ValueRef<'_>) -> Option<Value> {
    match value {
        automerge::ValueRef::Scalar(scalar) => {
            let scalar: ScalarValue = scalar.clone().into();
            Value::from_scalar(&scalar)
        }
        automerge::ValueRef::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn actor(n: u128) -> ActorId {
        ActorId(Uuid::from_u128(n))
    }

    #[test]
    fn what_is_written_is_read_back_after_a_save() {
        let mut doc = Flat::new(actor(1));
        doc.commit(
            &[Edit::put("form", "patrol"), Edit::put("v", 1), Edit::put("rain", true)],
            5_000,
        )
        .unwrap();
        let doc = Flat::load(&doc.save(), actor(2)).unwrap();
        assert_eq!(doc.get("form"), Some("patrol".into()));
        assert_eq!(doc.get("v"), Some(1.into()));
        assert_eq!(doc.get("rain"), Some(true.into()));
        assert_eq!(doc.get("nothing"), None);
    }

    #[test]
    fn a_prefix_selects_its_registers_alone() {
        let mut doc = Flat::new(actor(1));
        let edits = ["a", "a/x", "a/y", "a0", "b/z"].map(|key| Edit::put(key, key));
        doc.commit(&edits, 0).unwrap();
        let keys: Vec<_> = doc.with_prefix("a/").map(|(key, _)| key).collect();
        assert_eq!(keys, ["x", "y"]);
    }

    #[test]
    fn writing_the_same_again_makes_no_change() {
        let mut doc = Flat::new(actor(1));
        assert!(doc.commit(&[Edit::put("k", "v")], 0).unwrap().is_some());
        assert!(doc.commit(&[Edit::put("k", "v"), Edit::delete("none")], 0).unwrap().is_none());
    }

    #[test]
    fn concurrent_writes_keep_both_values_and_a_later_write_settles_them() {
        let mut one = Flat::new(actor(1));
        let first = one.commit(&[Edit::put("v", 1)], 0).unwrap().unwrap();
        let mut two = Flat::new(actor(2));
        two.apply([first.bytes.as_slice()]).unwrap();
        let here = one.commit(&[Edit::put("k", "here")], 0).unwrap().unwrap();
        let there = two.commit(&[Edit::put("k", "there")], 0).unwrap().unwrap();
        one.apply([there.bytes.as_slice()]).unwrap();
        two.apply([here.bytes.as_slice()]).unwrap();
        assert_eq!(one.contested_keys(), ["k"]);
        assert_eq!(one.all("k").len(), 2);
        assert_eq!(one.get("k"), two.get("k"));
        one.commit(&[Edit::put("k", "here")], 0).unwrap().unwrap();
        assert!(one.contested_keys().is_empty());
    }
}
