//! How much a change or a document from outside may cost. Numbers only; what is measured against
//! them is in [`scan`](super::scan) and [`admit`](super::admit).

use std::ops::RangeInclusive;

/// Upper bounds for what comes from outside.
///
/// [`Limits::default`] fits the documents of this product: small records, each one flat map. For
/// Automerge files of any other origin there is [`Limits::for_files`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one change as it arrives, deflated or not.
    pub change_bytes: usize,
    /// Bytes of one change once inflated.
    pub inflated_bytes: usize,
    /// Operations in one change. Its predecessors together are bounded by the same number.
    pub change_ops: u64,
    /// Dependencies of one change.
    pub deps: usize,
    /// Actors named in one change, its author included.
    pub change_actors: usize,
    /// How long an actor id may be. Ours have exactly 16 bytes.
    pub actor_bytes: RangeInclusive<usize>,
    /// Bytes of a map key or the name of a mark.
    pub key_bytes: usize,
    /// Bytes of a change's message.
    pub message_bytes: usize,
    /// Bytes of all keys, names and messages together once repetitions are written out.
    pub expanded_bytes: u64,
    /// Operations that a chunk may hold without a byte of its own behind each: run-length
    /// encoding makes millions out of a hundred bytes. Beyond this number a chunk holds at most
    /// [`ops_per_byte`](Self::ops_per_byte) operations a byte.
    pub unbacked_ops: u64,
    /// See [`unbacked_ops`](Self::unbacked_ops).
    pub ops_per_byte: u64,
    /// Whether operations may make objects and write into them. Ours are one flat map.
    pub nested: bool,
    /// Begins and ends of marks (rich text) in one chunk. Automerge's time grows with the square
    /// of the marks open at one place.
    pub marks: u64,
    /// Changes in one document.
    pub document_changes: u64,
    /// Operations in one document.
    pub document_ops: u64,
    /// Bytes of one document as it arrives, and once inflated.
    pub document_bytes: usize,
    /// Actors in one document.
    pub document_actors: usize,
    /// How a change's first operation id must follow its dependencies.
    pub start_op: StartOp,
    /// Operations in all changes of one call together; what comes after waits for the next call.
    /// A change that the scanner refuses counts as `unbacked_ops`.
    pub batch_ops: u64,
    /// Trials that one call makes before it leaves the rest of a bad batch waiting. A batch
    /// without a bad change takes one trial.
    pub trials: usize,
    /// Operations in the documents of all trials of one call together.
    pub trial_ops: u64,
    /// Bytes that [`read_bounded`](super::read_bounded) reads of one file.
    pub max_file_bytes: usize,
}

/// The rule for the first operation id of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartOp {
    /// One more than the highest operation of the dependencies. What our devices write.
    Exact,
    /// At least that, and at most one more than the highest operation of the whole document.
    /// Automerge writes this in a transaction at older heads ("isolation").
    WithinDocument,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            change_bytes: 256 << 10,
            inflated_bytes: 1 << 20,
            change_ops: 65_536,
            deps: 256,
            change_actors: 256,
            actor_bytes: 16..=16,
            key_bytes: 4 << 10,
            message_bytes: 4 << 10,
            expanded_bytes: 16 << 20,
            unbacked_ops: 1_024,
            ops_per_byte: 4,
            nested: false,
            marks: 0,
            document_changes: 50_000,
            document_ops: 1_000_000,
            document_bytes: 16 << 20,
            document_actors: 4_096,
            start_op: StartOp::Exact,
            batch_ops: 1_000_000,
            trials: 256,
            trial_ops: 4_000_000,
            max_file_bytes: 16 << 20,
        }
    }
}

impl Limits {
    /// Limits for looking at files from anywhere, as `xunlou-server inspect` does: Automerge
    /// documents of any schema, with actors of any usual length and larger changes.
    pub fn for_files() -> Self {
        Self {
            change_bytes: 16 << 20,
            inflated_bytes: 32 << 20,
            change_ops: 1_000_000,
            deps: 4_096,
            change_actors: 4_096,
            actor_bytes: 0..=256,
            key_bytes: 64 << 10,
            message_bytes: 64 << 10,
            expanded_bytes: 64 << 20,
            unbacked_ops: 65_536,
            nested: true,
            marks: 8_192,
            document_bytes: 64 << 20,
            start_op: StartOp::WithinDocument,
            batch_ops: 4_000_000,
            max_file_bytes: 64 << 20,
            ..Self::default()
        }
    }

    /// The most operations that a chunk of `bytes` may hold, if `most` is the limit otherwise.
    pub(super) fn ops_for(&self, bytes: usize, most: u64) -> u64 {
        let backed = (bytes as u64).saturating_mul(self.ops_per_byte);
        most.min(backed.max(self.unbacked_ops))
    }
}
