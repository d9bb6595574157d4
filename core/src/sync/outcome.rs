//! What a caller gives a sync and gets from it: options, progress, cancelling, the outcome.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::ids::{BlobHash, DocumentId};

use super::SyncError;
use super::wire::PUSH_BYTES;

/// How a sync is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyncOptions {
    /// Whether photos are sent, once the records are.
    pub photos: bool,
    /// Whether every document's heads are compared with the server's, although nothing asks for it.
    pub verify: bool,
    /// Documents that are wanted whole, for example a record that has left the device's window.
    pub fetch: Vec<DocumentId>,
    /// From how many milliseconds on the device's clock counts as off.
    pub clock_limit_ms: i64,
    /// Most bytes of changes in one request.
    pub push_bytes: usize,
    /// Most sync requests before the sync stops: what is left is for the next one.
    pub max_requests: u64,
}

impl Default for SyncOptions {
    fn default() -> Self {
        Self {
            photos: true,
            verify: false,
            fetch: Vec::new(),
            clock_limit_ms: 120_000,
            push_bytes: PUSH_BYTES,
            max_requests: 10_000,
        }
    }
}

/// What a sync did. All numbers are of this sync alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyncOutcome {
    /// Requests sent, those for photos too.
    pub requests: u64,
    /// Bytes of their bodies.
    pub bytes_up: u64,
    /// Bytes of the answers' bodies.
    pub bytes_down: u64,
    /// Changes sent; one that was tried twice counts twice.
    pub pushed: u64,
    /// Changes that are now safe on the server.
    pub accepted: u64,
    /// Changes that the server cannot take yet. They stay unsent.
    pub waiting: u64,
    /// Changes that the server refused. They are in quarantine.
    pub refused: u64,
    /// Documents that came down and were new or changed.
    pub pulled_documents: u64,
    /// Documents that came down and could not be taken.
    pub set_aside: u64,
    /// Documents purged because their stream is no longer granted.
    pub purged_documents: u64,
    /// Whether documents were compared with the server's, because its log was another one.
    pub reconciled: bool,
    /// Changes that the server had lost and that went back into the outbox.
    pub resent: u64,
    /// Photos that are now whole on the server.
    pub photos_sent: u64,
    /// Photos that could not be sent. They are tried again at the next sync.
    pub photos_failed: Vec<PhotoFailure>,
    /// What must be added to the device's clock to get the server's.
    pub clock_offset_ms: i64,
    /// A warning: the device's clock is off by more than the limit of the options.
    pub clock_off: bool,
}

/// A photo that could not be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhotoFailure {
    /// Which photo.
    pub hash: BlobHash,
    /// Why.
    pub error: SyncError,
}

/// What a sync is busy with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    /// Sends what is unsent; counted in changes.
    Pushing,
    /// Compares documents with the server's; counted in documents.
    Comparing,
    /// Gets what is new; counted in documents.
    Pulling,
    /// Sends photos; counted in bytes.
    Photos,
}

/// How far a sync has come. A phase may come again, and `total` may grow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What it is busy with.
    pub phase: Phase,
    /// How much of the phase is done.
    pub done: u64,
    /// How much there is, where that is known.
    pub total: Option<u64>,
}

/// Cancels a sync from another thread. Clones are the same token.
#[derive(Clone, Debug, Default)]
pub struct CancelToken(Arc<AtomicBool>);

impl CancelToken {
    /// Asks the sync to stop. It does so after the step or the request it is at.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether somebody asked.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
