//! A phone of the story: what it keeps outside of the database, and its clock.

use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use anyhow::{Context, bail};
use chrono::{DateTime, FixedOffset, TimeDelta};
use serde_json::{Value, json};
use uuid::Uuid;
use xunlou::{
    CallbackError, ClockReading, DatabaseKey, DeviceClock, Subscription, Workspace, WorkspaceConfig,
};

use crate::hearing::{Memory, Over};

/// The story's time, which stands until a step sets it.
pub(crate) struct StoryClock {
    now: Mutex<DateTime<FixedOffset>>,
}

impl StoryClock {
    /// It stands there.
    pub(crate) fn at(now: DateTime<FixedOffset>) -> Self {
        Self { now: Mutex::new(now) }
    }

    /// Where it stands.
    pub(crate) fn now(&self) -> DateTime<FixedOffset> {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// It stands there from now on, in the zone in which it began.
    pub(crate) fn set(&self, to: DateTime<FixedOffset>) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        *now = to.with_timezone(now.offset());
    }
}

/// A device's clock: the story's, and so many seconds ahead of it.
struct Clock {
    story: Arc<StoryClock>,
    ahead_seconds: AtomicI64,
    started: Instant,
}

impl DeviceClock for Clock {
    fn read(&self) -> Result<ClockReading, CallbackError> {
        let ahead = TimeDelta::seconds(self.ahead_seconds.load(Ordering::SeqCst));
        let at = self.story.now() + ahead;
        // Times are made by serde alone outside of the library.
        let reading = json!({
            "at": at.timestamp_millis(),
            "offset_seconds": at.offset().local_minus_utc(),
            "monotonic_ms": i64::try_from(self.started.elapsed().as_millis()).unwrap_or(i64::MAX),
        });
        serde_json::from_value(reading)
            .map_err(|error| CallbackError::Failed { reason: error.to_string() })
    }
}

/// What is kept of a phone, and the workspace that is open on it.
pub(crate) struct Device {
    pub(crate) database: String,
    /// What was heard by the listeners that remember.
    pub(crate) memory: Arc<Memory>,
    pub(crate) over: Arc<Over>,
    /// Those that are not cancelled, the newest last.
    pub(crate) subscriptions: Vec<Arc<Subscription>>,
    workspace: Option<Arc<Workspace>>,
    key: [u8; 32],
    installation: Uuid,
    generation: i64,
    clock: Arc<Clock>,
}

impl Device {
    /// A new phone, with a directory of its own.
    pub(crate) fn new(directory: &Path, story: &Arc<StoryClock>) -> anyhow::Result<Self> {
        std::fs::create_dir_all(directory)?;
        let mut key = [0; 32];
        for half in key.chunks_exact_mut(16) {
            half.copy_from_slice(Uuid::new_v4().as_bytes());
        }
        Ok(Self {
            database: directory.join("xunlou.sqlite3").display().to_string(),
            memory: Arc::default(),
            over: Arc::default(),
            subscriptions: Vec::new(),
            workspace: None,
            key,
            installation: Uuid::new_v4(),
            generation: 0,
            clock: Arc::new(Clock {
                story: Arc::clone(story),
                ahead_seconds: AtomicI64::new(0),
                started: Instant::now(),
            }),
        })
    }

    /// The clock is so many seconds ahead of the story's from now on.
    pub(crate) fn go_ahead(&self, seconds: i64) {
        self.clock.ahead_seconds.store(seconds, Ordering::SeqCst);
    }

    /// The workspace that was opened last.
    pub(crate) fn workspace(&self) -> anyhow::Result<&Arc<Workspace>> {
        self.workspace.as_ref().context("this device has no workspace")
    }

    /// How to open it.
    pub(crate) fn config(&self) -> anyhow::Result<WorkspaceConfig> {
        let clock: Arc<dyn DeviceClock> = Arc::<Clock>::clone(&self.clock);
        Ok(WorkspaceConfig {
            database: self.database.clone(),
            installation: serde_json::from_value(json!(self.installation))?,
            generation: self.generation,
            clock: Some(clock),
        })
    }

    /// The key, or one that is not it.
    ///
    /// # Errors
    /// The `XunlouError` of one that is none.
    pub(crate) fn key(&self, kind: &Value) -> anyhow::Result<DatabaseKey> {
        let bytes = match kind.as_str() {
            None => self.key.to_vec(),
            Some("wrong") => self.key.map(|byte| !byte).to_vec(),
            Some("short") => self.key[1..].to_vec(),
            Some(_) => bail!("{kind} is no kind of key"),
        };
        Ok(DatabaseKey::take(bytes)?)
    }

    /// The app is installed anew.
    pub(crate) fn reinstall(&mut self) {
        self.installation = Uuid::new_v4();
    }

    /// From now on the device works with this workspace.
    pub(crate) fn take(&mut self, workspace: Workspace) {
        self.leave();
        self.generation = workspace.opening().generation;
        self.workspace = Some(Arc::new(workspace));
    }

    /// Closes the workspace, if there is one.
    pub(crate) fn leave(&mut self) {
        if let Some(workspace) = self.workspace.take() {
            workspace.shut_down();
        }
    }
}

/// The scenario is over: who hangs may return.
impl Drop for Device {
    fn drop(&mut self) {
        self.over.come();
        self.leave();
    }
}
