//! Syncing, with progress and cancel, and what there is to say about it.

use std::sync::mpsc;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::Builder;

use xunlou_core::sync as core_sync;

use crate::convert::{Carry, mirror};
use crate::error::Result;
use crate::{CallbackError, ChangeHash, DocumentId, PhotoFailure, Timestamp, Workspace};

mirror! {
    /// What a sync is busy with.
    pub enum SyncPhase from core_sync::Phase {
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
    pub struct SyncProgress from core_sync::Progress {
        /// What it is busy with.
        pub phase: SyncPhase,
        /// How much of the phase is done.
        pub done: i64,
        /// How much there is, where that is known.
        pub total: Option<i64>,
    }

    /// What a sync did. All numbers are of this sync alone.
    pub struct SyncReport from core_sync::SyncOutcome {
        /// Requests sent, those for photos too.
        pub requests: i64,
        /// Bytes of their bodies.
        pub bytes_up: i64,
        /// Bytes of the answers' bodies.
        pub bytes_down: i64,
        /// Changes sent; one that was tried twice counts twice.
        pub pushed: i64,
        /// Changes that are now safe on the server.
        pub accepted: i64,
        /// Changes that the server cannot take yet. They stay unsent.
        pub waiting: i64,
        /// Changes that the server refused. They are listed by `refused`.
        pub refused: i64,
        /// Documents that came down and were new or changed.
        pub pulled_documents: i64,
        /// Documents that came down and could not be taken.
        pub set_aside: i64,
        /// Documents purged because they are no longer granted.
        pub purged_documents: i64,
        /// Whether documents were compared with the server's, because its log was another one.
        pub reconciled: bool,
        /// Changes that the server had lost and that went back into the outbox.
        pub resent: i64,
        /// Photos that are now whole on the server.
        pub photos_sent: i64,
        /// Photos that could not be sent.
        pub photos_failed: Vec<PhotoFailure>,
        /// Milliseconds to add to the device's clock to get the server's.
        pub clock_offset_ms: i64,
        /// A warning: the device's clock is off by more than the rules allow.
        pub clock_off: bool,
    }

    /// What waits to be sent.
    pub struct Waiting from xunlou_core::store::Waiting {
        /// Documents with changes that the server has not acknowledged.
        pub documents: i64,
        /// Those changes.
        pub changes: i64,
        /// Photos that the server does not have yet.
        pub photos: i64,
        /// Changes that the server refused; they stay here.
        pub refused: i64,
    }

    /// What there is to say about sync.
    pub struct SyncStatus from xunlou_core::workspace::SyncStatus {
        /// What waits to be sent, and what was refused.
        pub waiting: Waiting,
        /// When the last sync succeeded, by the server's clock.
        pub last_success: Option<Timestamp>,
        /// Device clock minus server clock in seconds, as learnt at the last sync; 0 once the clock
        /// was put right.
        pub clock_off_seconds: i64,
        /// Documents that a newer version wrote; they are kept and synced.
        pub need_update: i64,
    }
}

/// A change that was refused, by the server or by this device.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, uniffi::Record)]
pub struct RefusedChange {
    /// The change.
    pub hash: ChangeHash,
    /// The document it belongs to.
    pub document: DocumentId,
    /// The document's kind, by its name in the database.
    pub kind: String,
    /// Whether it was going out (refused by the server) or coming in (refused here).
    pub outgoing: bool,
    /// Why, as a code.
    pub code: String,
    /// What exactly, in English.
    pub detail: String,
    /// The change itself, for export.
    pub bytes: Vec<u8>,
    /// When it was refused.
    pub at: Timestamp,
}

impl From<xunlou_core::store::QuarantinedChange> for RefusedChange {
    fn from(core: xunlou_core::store::QuarantinedChange) -> Self {
        let xunlou_core::store::QuarantinedChange {
            hash,
            document,
            kind,
            outgoing,
            code,
            detail,
            bytes,
            at_ms,
        } = core;
        Self {
            hash: hash.into(),
            document: document.into(),
            kind,
            outgoing,
            code,
            detail,
            bytes,
            at: at_ms.carry(),
        }
    }
}

/// Cancels a sync from another thread.
#[derive(Default, uniffi::Object)]
pub struct CancelToken(core_sync::CancelToken);

#[uniffi::export]
impl CancelToken {
    /// A token that nobody cancelled yet. It serves one sync, or several that end together.
    #[uniffi::constructor]
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks the sync to stop. It does so after the step or the request it is at.
    pub fn cancel(&self) {
        self.0.cancel();
    }

    /// Whether somebody asked.
    pub fn is_cancelled(&self) -> bool {
        self.0.is_cancelled()
    }
}

/// Hears how far a sync has come, on a thread of its own.
#[uniffi::export(foreign)]
pub trait SyncListener: Send + Sync {
    /// The sync has come this far. Steps that came while an earlier call was busy are left out. A
    /// last call may come shortly after the sync has returned. A listener that fails or takes long
    /// holds up nobody.
    ///
    /// # Errors
    /// `CallbackError`, which is ignored.
    fn progressed(&self, progress: SyncProgress) -> Result<(), CallbackError>;
}

#[uniffi::export]
impl Workspace {
    /// Sends what is unsent and takes in what is new. Waits for the network. May be cancelled
    /// between any two steps, and goes on from there the next time.
    ///
    /// # Errors
    /// `Offline`, `Certificate`,
    /// `NotOurServer`,
    /// `BadAnswer`, `Refused` (a
    /// revoked device, an expired token), `Cancelled`; the storage
    /// errors. Nothing is lost by any of them.
    #[uniffi::method(default(listener = None, cancel = None))]
    pub fn sync(
        &self,
        listener: Option<Arc<dyn SyncListener>>,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<SyncReport> {
        let core = self.core()?;
        let transport = core.transport()?;
        let relay = listener.and_then(Relay::start);
        let tell = |progress: core_sync::Progress| {
            if let Some(relay) = &relay {
                relay.tell(progress.into());
            }
        };
        let cancel = cancel.map(|token| token.0.clone()).unwrap_or_default();
        Ok(core.sync(&transport, &cancel, &tell)?.into())
    }

    /// What there is to say about sync.
    ///
    /// # Errors
    /// The storage errors.
    pub fn sync_status(&self) -> Result<SyncStatus> {
        Ok(self.core()?.sync_status()?.into())
    }

    /// What was refused, newest first, with the changes themselves for export.
    ///
    /// # Errors
    /// The storage errors.
    pub fn refused(&self) -> Result<Vec<RefusedChange>> {
        Ok(self.core()?.refused()?.into_iter().map(RefusedChange::from).collect())
    }
}

/// Hands progress to a listener on a thread of its own, the newest step alone.
struct Relay {
    newest: Arc<Mutex<Option<SyncProgress>>>,
    wake: mpsc::SyncSender<()>,
}

impl Relay {
    /// `None` if the system gives no thread: the sync goes on unheard.
    fn start(listener: Arc<dyn SyncListener>) -> Option<Self> {
        let newest = Arc::new(Mutex::new(None::<SyncProgress>));
        // One wake that waits is enough: it takes whatever is newest by then.
        let (wake, woken) = mpsc::sync_channel(1);
        let inbox = Arc::clone(&newest);
        let deliver = move || {
            while woken.recv().is_ok() {
                let step = inbox.lock().unwrap_or_else(PoisonError::into_inner).take();
                let Some(step) = step else { continue };
                if listener.progressed(step).is_err() {
                    // What it says is the shell's own text, which may name people.
                    tracing::warn!("a sync listener failed");
                }
            }
        };
        Builder::new().name("xunlou-progress".to_owned()).spawn(deliver).ok()?;
        Some(Self { newest, wake })
    }

    fn tell(&self, progress: SyncProgress) {
        *self.newest.lock().unwrap_or_else(PoisonError::into_inner) = Some(progress);
        // Full: a wake is waiting already. Closed: the listener's thread has died.
        let _ = self.wake.try_send(());
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;

    /// Hears one step, and does not return until the test ends.
    struct Hangs {
        heard: mpsc::Sender<i64>,
        over: Mutex<mpsc::Receiver<()>>,
    }

    impl SyncListener for Hangs {
        fn progressed(&self, progress: SyncProgress) -> Result<(), CallbackError> {
            let _ = self.heard.send(progress.done);
            let _ = self.over.lock().unwrap().recv();
            Ok(())
        }
    }

    /// Hears every step, and fails each time.
    struct Throws(mpsc::Sender<i64>);

    impl SyncListener for Throws {
        fn progressed(&self, progress: SyncProgress) -> Result<(), CallbackError> {
            let _ = self.0.send(progress.done);
            Err(CallbackError::Failed { reason: "it always fails".to_owned() })
        }
    }

    fn step(done: i64) -> SyncProgress {
        SyncProgress { phase: SyncPhase::Pulling, done, total: None }
    }

    #[test]
    fn a_listener_that_hangs_holds_up_nobody_and_then_hears_the_newest_step_alone() {
        let (heard, hears) = mpsc::channel();
        let (end, over) = mpsc::channel();
        let relay = Relay::start(Arc::new(Hangs { heard, over: Mutex::new(over) })).unwrap();
        relay.tell(step(0));
        assert_eq!(hears.recv().unwrap(), 0);
        let began = Instant::now();
        (1..=1_000).for_each(|done| relay.tell(step(done)));
        // Not a measurement: telling would wait for ever.
        assert!(began.elapsed() < Duration::from_secs(60));
        end.send(()).unwrap();
        assert_eq!(hears.recv().unwrap(), 1_000);
        drop((end, relay));
        assert!(hears.recv().is_err(), "its thread ends with the sync");
    }

    #[test]
    fn a_listener_that_fails_is_told_the_next_step_all_the_same() {
        let (heard, hears) = mpsc::channel();
        let relay = Relay::start(Arc::new(Throws(heard))).unwrap();
        for done in [1, 2] {
            relay.tell(step(done));
            assert_eq!(hears.recv().unwrap(), done);
        }
    }
}
