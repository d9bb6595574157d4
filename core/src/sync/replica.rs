//! What the sync engine needs of a device's store. The store keeps its own locks and transactions;
//! the network is never called from inside one.

use crate::Result;
use crate::domain::StreamId;
use crate::ids::{ActorId, AreaId, BlobHash, ChangeHash, DocumentId, Epoch};

use super::wire::{
    DocumentHeads, DocumentVerdict, Identity, PageDocument, StreamCursor, WireHeader,
};

/// A device's documents, outbox and photos, as sync sees them.
///
/// Every method is one transaction, durable when it returns: a sync that is cut off between any two
/// calls leaves a state from which the next one goes on.
pub trait Replica {
    /// Who writes here, and how far this device has read.
    fn state(&self) -> Result<ReplicaState>;

    /// How many changes the server has not acknowledged: those in the outbox, without the refused.
    fn unsent_count(&self) -> Result<u64>;

    /// The unsent changes after `after`, oldest first, at most `max_bytes` of them, but at least one
    /// if there is any. The changes of one document keep their causal order. What was refused is not
    /// in the outbox; what waits stays in it, before the position of the batch that sent it.
    fn outbox(&self, after: OutboxPosition, max_bytes: usize) -> Result<OutboxBatch>;

    /// Clears what the server has committed from the outbox, puts what it refused into quarantine,
    /// and leaves what waits. Verdicts name only changes of the batch that was sent.
    ///
    /// If no log is known yet, `epoch` is stored with no cursors, in the same transaction: a device
    /// that relies on an acknowledgement must notice when that log is gone.
    fn settle(&self, epoch: Epoch, verdicts: &[DocumentVerdict]) -> Result<()>;

    /// Stores a page: documents, who wrote them, grants, and the log position that then holds. A
    /// snapshot of a document that is here already is merged into it, and never replaces it. One
    /// document that is not taken is set aside and does not block the others. Applying a page again
    /// changes nothing.
    fn apply(&self, page: &Page) -> Result<Applied>;

    /// The heads of the documents with ids greater than `after`, ascending, at most `limit`. All
    /// documents count, unsent ones too.
    fn heads_page(&self, after: Option<DocumentId>, limit: usize) -> Result<Vec<DocumentHeads>>;

    /// Puts those changes of this device's own (of any of its actors) back into the outbox that the
    /// server lacks: all that are not ancestors of the server's heads. Where a head is not known
    /// here, or there are none, that may be every own change; sending one again is harmless. Documents
    /// outside the `granted` streams are left alone. Returns how many changes were put back.
    fn resend(&self, differing: &[DocumentHeads], granted: &[StreamId]) -> Result<u64>;

    /// Counts every photo of this device's own as unsent again: the server's log is another one, and
    /// its photos may be gone too. The server is asked about each before it is sent.
    fn recheck_blobs(&self) -> Result<()>;

    /// Purges the documents of every stream that is not `granted`, except those with changes that
    /// are unsent or in quarantine. Returns how many documents went.
    fn drop_streams(&self, granted: &[StreamId]) -> Result<u64>;

    /// Notes what must be added to the device's clock to get the server's, in milliseconds.
    fn clock_offset(&self, offset_ms: i64) -> Result<()>;

    /// The photos that the server does not have yet, oldest first; one that several documents show,
    /// once for each.
    fn pending_blobs(&self) -> Result<Vec<PendingBlob>>;

    /// The bytes of a photo from `offset`, at most `len` of them.
    fn blob_chunk(&self, hash: BlobHash, offset: u64, len: usize) -> Result<Vec<u8>>;

    /// Notes that the server has the whole photo for this document.
    fn blob_sent(&self, hash: BlobHash, document: DocumentId) -> Result<()>;
}

/// Who writes on this device, and how far it has read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplicaState {
    /// The actor of this database.
    pub actor: ActorId,
    /// How far the log was read; `None` before the first answer.
    pub log: Option<LogPosition>,
}

/// How far a log was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogPosition {
    /// Which log.
    pub epoch: Epoch,
    /// How far in each stream. The list replaces the stored one: a stream that is no longer in it
    /// starts from zero when it is granted again.
    pub cursors: Vec<StreamCursor>,
    /// How far in the list of actors. Goes back to 0 with another epoch, while the actors that are
    /// known stay known.
    pub identities_after: u64,
}

/// A place in the outbox. The default is before its first change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct OutboxPosition(pub u64);

/// The next unsent changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutboxBatch {
    /// The changes, by document; each document once.
    pub documents: Vec<OutboxDocument>,
    /// After the last change of the batch; where it began if it is empty.
    pub position: OutboxPosition,
    /// Whether more unsent changes follow.
    pub more: bool,
}

/// Unsent changes of one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxDocument {
    /// The envelope.
    pub header: WireHeader,
    /// The changes, in causal order.
    pub changes: Vec<OutboxChange>,
}

/// One unsent change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxChange {
    /// Its address.
    pub hash: ChangeHash,
    /// A single Automerge change, the same bytes at every try.
    pub bytes: Vec<u8>,
}

/// What came down with one answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// New and changed documents.
    pub documents: Vec<PageDocument>,
    /// New rows of the list of actors. An actor that is known already is updated.
    pub identities: Vec<Identity>,
    /// Every stream that the person may read now.
    pub grants: Vec<StreamId>,
    /// The areas granted to the person.
    pub areas: Vec<AreaId>,
    /// The position to store with the page. `None` while documents are still to be fetched that this
    /// position would skip.
    pub log: Option<LogPosition>,
}

/// What a page changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// Documents that are new or changed here.
    pub documents: u64,
    /// Documents that could not be taken and were set aside.
    pub set_aside: u64,
}

/// A photo that the server does not have yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingBlob {
    /// Its address.
    pub hash: BlobHash,
    /// A document that refers to it.
    pub document: DocumentId,
    /// Media type, for example `image/jpeg`.
    pub media_type: String,
    /// Its bytes.
    pub total: u64,
}
