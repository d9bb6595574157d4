//! Why bytes from outside are not let in, in words for an operator. No content of a document is
//! ever part of these texts.

use crate::ids::ChangeHash;

/// Bytes that Automerge must not see: what is wrong, in which part, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{part}, byte {offset}: {reason}")]
pub struct Unsafe {
    /// What is wrong.
    pub reason: Reason,
    /// The part of the chunk, for example a column.
    pub part: &'static str,
    /// Byte offset within the part; for the header, within the chunk.
    pub offset: usize,
}

impl Unsafe {
    pub(super) fn new(reason: Reason, part: &'static str, offset: usize) -> Self {
        Self { reason, part, offset }
    }
}

/// What is wrong with bytes that Automerge must not see.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// Does not begin as an Automerge chunk does.
    #[error("this is not an Automerge chunk (the magic bytes are missing)")]
    NotAutomerge,
    /// The checksum is not that of the content.
    #[error("the checksum does not match the content: damaged or altered")]
    Checksum,
    /// Another chunk type than expected here.
    #[error("chunk type {found} is not accepted here; expected {expected}")]
    ChunkType {
        /// The type byte.
        found: u8,
        /// What is accepted.
        expected: &'static str,
    },
    /// The input ends too early.
    #[error("the input ends here, cut short")]
    Truncated,
    /// A length points beyond the end of the input.
    #[error("a length of {claimed} bytes is claimed where {left} are left")]
    LengthBeyondEnd {
        /// The length that the input claims.
        claimed: u64,
        /// What is there.
        left: usize,
    },
    /// Something follows after the end.
    #[error("{count} bytes follow after the end")]
    TrailingBytes {
        /// How many.
        count: usize,
    },
    /// More of something than allowed.
    #[error("more {what} than the limit of {limit}")]
    OverLimit {
        /// Of what.
        what: &'static str,
        /// The limit.
        limit: u64,
    },
    /// A number that is not encoded in the shortest way, or does not fit.
    #[error("a number is not a shortest LEB128 that fits its range")]
    Number,
    /// Text that is not UTF-8.
    #[error("text that is not UTF-8")]
    NotUtf8,
    /// Deflated data that does not inflate, or has bytes after its end.
    #[error("the deflated data is damaged")]
    Deflate,
    /// Length of an actor id.
    #[error("an actor id of {found} bytes; expected {min} to {max}")]
    ActorLength {
        /// Its length.
        found: u64,
        /// The least.
        min: usize,
        /// The most.
        max: usize,
    },
    /// A list is not in the one order in which Automerge writes it.
    #[error("{0} are not in order or not distinct")]
    Order(&'static str),
    /// A column that this version of Automerge does not write.
    #[error("unknown column {0}")]
    UnknownColumn(u64),
    /// A deflated column where none may be.
    #[error("a deflated column inside a change")]
    DeflatedColumn,
    /// Encoded in another way than Automerge does, which would change its hash.
    #[error("not encoded as Automerge does: {0}")]
    NotCanonical(&'static str),
    /// A column is shorter or longer than the others.
    #[error("the column has {found} rows; expected {expected}")]
    Rows {
        /// Rows in this column.
        found: u64,
        /// Rows in the others.
        expected: u64,
    },
    /// A null where none may be.
    #[error("row {row} has no value")]
    Null {
        /// Which row.
        row: u64,
    },
    /// An index that points to no actor or no change.
    #[error("row {row} points to {what} {index} of {count}")]
    Index {
        /// Which row.
        row: u64,
        /// To what.
        what: &'static str,
        /// The index.
        index: u64,
        /// How many there are.
        count: u64,
    },
    /// An operation kind that does not exist, or cannot be here.
    #[error("row {row} has the unknown action {action}")]
    Action {
        /// Which row.
        row: u64,
        /// Its action.
        action: u64,
    },
    /// An operation whose parts contradict each other.
    #[error("row {row}: {what}")]
    Row {
        /// Which row.
        row: u64,
        /// What is wrong with it.
        what: &'static str,
    },
    /// The value of an operation is not of its declared type or length.
    #[error("row {row}: the value is not what its type and length say")]
    Value {
        /// Which row.
        row: u64,
    },
    /// An operation refers to one that is not older.
    #[error("row {row} refers to an operation that is not older than itself")]
    Forward {
        /// Which row.
        row: u64,
    },
    /// In a document: a sequence number is missing or out of place.
    #[error("row {row}: sequence number {found}; expected {expected}")]
    Sequence {
        /// Which row.
        row: u64,
        /// The number there.
        found: u64,
        /// The number that follows the actor's last.
        expected: u64,
    },
    /// In a document: the operations and the changes do not account for each other.
    #[error("operations that belong to no change, or changes whose operations are missing")]
    Unaccounted,
    /// Automerge failed on it, or gave back something else.
    #[error("{0}")]
    Trial(Trial),
}

/// How the trial with Automerge ended. Texts that Automerge gives are cut short.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Trial {
    /// Automerge panicked. Nothing was kept of it.
    #[error("Automerge panics on it ({0})")]
    Panicked(&'static str),
    /// Automerge gave an error.
    #[error("Automerge refuses it ({step}): {error}")]
    Failed {
        /// At which step.
        step: &'static str,
        /// Automerge's words.
        error: String,
    },
    /// Written again, it is another change.
    #[error("it holds something that Automerge would swallow: written again, its hash differs")]
    Unfaithful,
    /// The document does not read as what it should be.
    #[error("the document would not read: {0}")]
    Read(String),
    /// The document would be too large.
    #[error("the document would have more bytes than the limit of {limit}")]
    TooLarge {
        /// The limit.
        limit: usize,
    },
    /// Saved and loaded again, the document is another one.
    #[error("the document would not survive being saved and loaded")]
    NotDurable,
}

/// Why a change was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RefusalReason {
    /// Its bytes are damaged, too large or hostile.
    #[error(transparent)]
    Unsafe(#[from] Unsafe),
    /// The actor's changes before this one are missing.
    #[error("sequence number {found}; the next of this actor is {expected}")]
    SequenceGap {
        /// The change's number.
        found: u64,
        /// The number that would follow.
        expected: u64,
    },
    /// The actor used this sequence number for another change.
    #[error("sequence number {found} of this actor was used for another change")]
    SequenceReused {
        /// The change's number.
        found: u64,
    },
    /// The change does not rest on its author's own last one.
    #[error("the change does not depend on the change before it of the same actor")]
    Detached,
    /// It refers to operations of an actor that wrote none.
    #[error("it refers to operations of an actor that has no change in the document")]
    UnknownActor,
    /// The first operation id does not follow from the dependencies.
    #[error("the first operation is {found}; after its dependencies it must be {expected}")]
    StartOp {
        /// The id in the change.
        found: u64,
        /// The id that follows.
        expected: u64,
    },
    /// Dependencies are nowhere to be found.
    #[error(
        "{missing} of its {total} dependencies are missing; give the document that it belongs to \
         along with it"
    )]
    MissingDependencies {
        /// How many are missing.
        missing: usize,
        /// How many there are.
        total: usize,
    },
    /// Too many changes beside it are bad for all to be told apart.
    #[error("not judged: too many changes beside it are bad; give it without them")]
    NotJudged,
    /// It rests on a change that was refused.
    #[error("it depends on the change {0}, which was refused")]
    DependsOnRefused(ChangeHash),
    /// The document would grow beyond its limits.
    #[error("the document would have more {what} than the limit of {limit}")]
    DocumentFull {
        /// More of what.
        what: &'static str,
        /// The limit.
        limit: u64,
    },
    /// Automerge failed on it, or gave back something else.
    #[error(transparent)]
    Trial(#[from] Trial),
}

/// The kinds of [`RefusalReason`] that callers act on differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalKind {
    /// The actor's sequence is broken: the device should rotate its actor and author again.
    Sequence,
    /// The bytes are damaged, too large or hostile.
    Unsafe,
    /// The document would no longer read as what it is.
    Content,
}

impl RefusalReason {
    /// What kind of refusal it is.
    pub fn kind(&self) -> RefusalKind {
        match self {
            Self::SequenceGap { .. } | Self::SequenceReused { .. } | Self::Detached => {
                RefusalKind::Sequence
            }
            Self::Trial(Trial::Read(_)) => RefusalKind::Content,
            _ => RefusalKind::Unsafe,
        }
    }
}

/// The gate could not judge at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GateError {
    /// What is stored of the document does not load. The changes are not to blame: keep them.
    #[error("the stored snapshot of the document does not load: {0}")]
    Base(Trial),
}
