//! What the engine is told, and what it wants done.

use std::time::Duration;

use crate::domain::StreamId;
use crate::ids::{BlobHash, DocumentId, Epoch};
use crate::sync::SyncError;
use crate::sync::outcome::{Progress, SyncOutcome};
use crate::sync::replica::{Applied, OutboxBatch, OutboxPosition, Page, PendingBlob};
use crate::sync::wire::{DocumentHeads, DocumentVerdict, Endpoint};

/// What happened.
#[derive(Debug)]
pub enum Event {
    /// The request in flight was answered.
    Answer {
        /// The answer's body.
        body: Vec<u8>,
        /// How long it took, from sending the request to having the answer.
        elapsed: Duration,
    },
    /// The request in flight was not answered.
    Failed(SyncError),
    /// [`Effect::ReadOutbox`] is done.
    Outbox(OutboxBatch),
    /// [`Effect::ReadHeads`] is done.
    Heads(Vec<DocumentHeads>),
    /// [`Effect::Resend`] is done: so many changes went back into the outbox.
    Resent(u64),
    /// [`Effect::Apply`] is done.
    Applied(Applied),
    /// [`Effect::DropStreams`] is done: so many documents went.
    Dropped(u64),
    /// [`Effect::ReadPhotos`] is done.
    Photos(Vec<PendingBlob>),
    /// [`Effect::ReadPiece`] is done, or that photo cannot be read.
    Piece(Result<Vec<u8>, SyncError>),
}

/// What to do. Effects are done in order, except that the answer to a request is awaited only when
/// nothing else is left to do. A storage error ends the sync, except that of a photo's piece.
#[derive(Debug, PartialEq, Eq)]
pub enum Effect {
    /// Post this body; report [`Event::Answer`] or [`Event::Failed`].
    Send {
        /// Which call.
        endpoint: Endpoint,
        /// The encoded body.
        body: Vec<u8>,
    },
    /// Read unsent changes; report [`Event::Outbox`].
    ReadOutbox {
        /// Those after this.
        after: OutboxPosition,
        /// Most bytes.
        max_bytes: usize,
    },
    /// Settle these verdicts in the outbox.
    Settle {
        /// The log that holds what was accepted.
        epoch: Epoch,
        /// The verdicts.
        verdicts: Vec<DocumentVerdict>,
    },
    /// Apply this page; report [`Event::Applied`].
    Apply(Page),
    /// Read documents' heads; report [`Event::Heads`].
    ReadHeads {
        /// Those after this.
        after: Option<DocumentId>,
        /// Most documents.
        limit: usize,
    },
    /// Put back into the outbox what the server lacks; report [`Event::Resent`].
    Resend {
        /// The documents, with the server's heads.
        differing: Vec<DocumentHeads>,
        /// The streams that are granted.
        granted: Vec<StreamId>,
    },
    /// Count every photo as unsent.
    RecheckPhotos,
    /// Note the offset from the device's clock to the server's, in milliseconds.
    NoteClock(i64),
    /// Purge the streams that are not in this list; report [`Event::Dropped`].
    DropStreams(Vec<StreamId>),
    /// Read the list of unsent photos; report [`Event::Photos`].
    ReadPhotos,
    /// Read a piece of a photo; report [`Event::Piece`].
    ReadPiece {
        /// Which photo.
        hash: BlobHash,
        /// From where.
        offset: u64,
        /// Most bytes.
        len: usize,
    },
    /// Note that the server has the whole photo.
    PhotoSent(BlobHash, DocumentId),
    /// Show how far it is.
    Progress(Progress),
    /// The sync is over, well or badly; nothing follows.
    Done(Result<SyncOutcome, SyncError>),
}
