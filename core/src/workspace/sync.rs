//! Syncing, and what there is to say about it: what waits, what was refused, when it last worked.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{Workspace, lock, me};
use crate::Error;
use crate::error::Result;
use crate::ids::{BlobHash, DocumentId};
use crate::store::{QuarantinedChange, StoreReplica, Waiting};
use crate::sync::wire::ErrorCode;
use crate::sync::{
    CancelToken, Progress, SyncError, SyncOptions, SyncOutcome, Transport, fetch_blob, sync as run,
};

/// How often a sync goes on because there is unsent work again at its end.
const MORE_ROUNDS: usize = 2;

/// What there is to say about sync.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyncStatus {
    /// What waits to be sent, and what was refused.
    pub waiting: Waiting,
    /// When the last sync succeeded, by the server's clock.
    pub last_success: Option<DateTime<Utc>>,
    /// Device clock minus server clock in seconds, as learnt at the last sync; 0 once the clock was
    /// put right.
    pub clock_off_seconds: i64,
    /// Documents that a newer version wrote; they are kept and synced.
    pub need_update: u64,
}

/// Where the database keeps it.
const LAST_SYNC: &str = "last_sync";
/// After so many days a sync also compares every document with the server's, by its hashes.
const COMPARE_AFTER: TimeDelta = TimeDelta::days(7);

/// Kept beside the documents.
#[derive(Serialize, Deserialize)]
struct LastSync {
    at: DateTime<Utc>,
    /// When every document was compared with the server's.
    compared: DateTime<Utc>,
    /// Changes that waited for others: the server lacks something that nobody is sending.
    waiting: u64,
}

impl LastSync {
    /// Whether the next sync should compare every document.
    fn compare_next(&self, now: DateTime<Utc>) -> bool {
        self.waiting > 0 || now.signed_duration_since(self.compared) > COMPARE_AFTER
    }
}

impl Workspace {
    /// Sends what is unsent and takes in what is new. May be cancelled between any two steps, and
    /// goes on from there the next time.
    ///
    /// # Errors
    /// [`Error::Sync`] with the reason; the storage errors. Nothing is lost by any of them.
    pub fn sync(
        &self,
        transport: &dyn Transport,
        cancel: &CancelToken,
        progress: &dyn Fn(Progress),
    ) -> Result<SyncOutcome> {
        let limit_ms = self.clock_limit_ms();
        let replica = StoreReplica {
            store: self.store(),
            changed: &|changed| self.announce(changed),
            clock: &|tx, offset_ms| self.note_clock(tx, offset_ms, limit_ms),
            granted: &|tx, streams, areas| me::keep_grants(tx, streams, areas),
        };
        let last = self.store().value::<LastSync>(LAST_SYNC)?;
        let verify = last.as_ref().is_some_and(|last| last.compare_next(self.true_now()));
        let options = SyncOptions { clock_limit_ms: limit_ms, verify, ..SyncOptions::default() };
        let sync = || run(&replica, transport, options.clone(), &self.env, cancel, progress);
        let mut result = sync();
        for _ in 0..MORE_ROUNDS {
            let Ok(outcome) = &mut result else { break };
            // What the sync itself wrote, of a clock or an actor, and what was tapped meanwhile.
            if self.store().waiting()?.changes <= outcome.waiting {
                break;
            }
            match sync() {
                Ok(more) => add(outcome, more),
                Err(error) => result = Err(error),
            }
        }
        *lock(&self.principal) = me::principal(self.store(), &self.me())?;
        let outcome = result?;
        let at = self.true_now();
        let compared = last.filter(|_| !verify).map_or(at, |last| last.compared);
        let last = LastSync { at, compared, waiting: outcome.waiting };
        self.write(|tx| {
            tx.sync_changed();
            tx.set_value(LAST_SYNC, &last)
        })?;
        Ok(outcome)
    }

    /// What there is to say about sync.
    ///
    /// # Errors
    /// The storage errors.
    pub fn sync_status(&self) -> Result<SyncStatus> {
        Ok(SyncStatus {
            waiting: self.store().waiting()?,
            last_success: self.store().value::<LastSync>(LAST_SYNC)?.map(|last| last.at),
            clock_off_seconds: -self.clock_offset_ms() / 1000,
            need_update: self.store().unreadable_count()?,
        })
    }

    /// What was refused, newest first, with the changes themselves for export.
    ///
    /// # Errors
    /// The storage errors.
    pub fn refused(&self) -> Result<Vec<QuarantinedChange>> {
        self.store().quarantine()
    }

    /// A photo's media type and bytes, if they are on this device.
    ///
    /// # Errors
    /// The storage errors.
    pub fn photo(&self, hash: BlobHash) -> Result<Option<(String, Vec<u8>)>> {
        self.store().photo(hash)
    }

    /// A photo's media type and bytes, from the server where they are not on this device.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a document that does not show it; [`Error::Sync`].
    pub fn fetch_photo(
        &self,
        transport: &dyn Transport,
        document: DocumentId,
        hash: BlobHash,
    ) -> Result<(String, Vec<u8>)> {
        if let Some(held) = self.store().photo(hash)? {
            return Ok(held);
        }
        let fetched = fetch_blob(transport, hash, document).map_err(|error| match error {
            // What is forbidden and what is not there are answered alike.
            SyncError::Refused { code: ErrorCode::NotFound, .. } => Error::not_found("photo", hash),
            error => error.into(),
        });
        let (media_type, bytes) = fetched?;
        self.store().keep_fetched_photo(hash, &media_type, &bytes)?;
        Ok((media_type, bytes))
    }
}

/// Adds what another round of the same sync did.
fn add(outcome: &mut SyncOutcome, more: SyncOutcome) {
    let SyncOutcome {
        requests,
        bytes_up,
        bytes_down,
        pushed,
        accepted,
        waiting,
        refused,
        pulled_documents,
        set_aside,
        purged_documents,
        reconciled,
        resent,
        photos_sent,
        photos_failed,
        clock_offset_ms,
        clock_off,
    } = more;
    outcome.requests += requests;
    outcome.bytes_up += bytes_up;
    outcome.bytes_down += bytes_down;
    outcome.pushed += pushed;
    outcome.accepted += accepted;
    outcome.waiting = waiting;
    outcome.refused += refused;
    outcome.pulled_documents += pulled_documents;
    outcome.set_aside += set_aside;
    outcome.purged_documents += purged_documents;
    outcome.reconciled |= reconciled;
    outcome.resent += resent;
    outcome.photos_sent += photos_sent;
    outcome.photos_failed = photos_failed;
    outcome.clock_offset_ms = clock_offset_ms;
    outcome.clock_off = clock_off;
}
