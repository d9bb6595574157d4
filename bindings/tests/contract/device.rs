//! A phone of the story: what it keeps outside of the database, its clock, and what it hears.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset, TimeDelta};
use serde_json::{Value, json};
use uuid::Uuid;
use xunlou::{
    CallbackError, ChangeListener, Changes, ClockReading, DeviceClock, Subscription, SyncListener,
    SyncProgress, Workspace, WorkspaceConfig,
};

use crate::matching::{Variables, matches};

const PATIENCE: Duration = Duration::from_secs(10);
const SILENCE: Duration = Duration::from_millis(500);

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The story's time, and so many seconds ahead of it.
pub(crate) struct Clock {
    story: Arc<Mutex<DateTime<FixedOffset>>>,
    ahead: Mutex<i64>,
    started: Instant,
}

impl Clock {
    pub(crate) fn set_ahead(&self, seconds: i64) {
        *lock(&self.ahead) = seconds;
    }
}

impl DeviceClock for Clock {
    fn read(&self) -> Result<ClockReading, CallbackError> {
        let failed = |error: serde_json::Error| CallbackError::Failed { reason: error.to_string() };
        let at = *lock(&self.story) + TimeDelta::seconds(*lock(&self.ahead));
        let monotonic = i64::try_from(self.started.elapsed().as_millis()).unwrap_or(i64::MAX);
        serde_json::from_value(json!({
            "at": at.timestamp_millis(),
            "offset_seconds": at.offset().local_minus_utc(),
            "monotonic_ms": monotonic,
        }))
        .map_err(failed)
    }
}

/// What listeners have heard and nobody has asked about.
#[derive(Default)]
pub(crate) struct Memory {
    heard: Mutex<Heard>,
    arrived: Condvar,
}

#[derive(Default)]
struct Heard {
    documents: BTreeMap<String, Value>,
    sync: bool,
    anything: bool,
}

impl Heard {
    fn as_value(&self) -> Value {
        let documents: Vec<&Value> = self.documents.values().collect();
        json!({ "documents": documents, "sync": self.sync })
    }
}

impl Memory {
    fn remember(&self, changes: &Changes) {
        let mut heard = lock(&self.heard);
        for document in &changes.documents {
            let value = json!(document);
            heard.documents.insert(value["document"].to_string(), value);
        }
        heard.sync |= changes.sync;
        heard.anything = true;
        self.arrived.notify_all();
    }

    /// Waits until what was heard matches, and forgets it; returns what was heard. `null`: that
    /// nothing was.
    pub(crate) fn wait_for(&self, pattern: &Value, variables: &Variables) -> Value {
        let heard = lock(&self.heard);
        let waited = if pattern.is_null() {
            self.arrived.wait_timeout_while(heard, SILENCE, |heard| !heard.anything)
        } else {
            let other = |heard: &mut Heard| !matches(pattern, &heard.as_value(), variables);
            self.arrived.wait_timeout_while(heard, PATIENCE, other)
        };
        let (mut heard, _) = waited.unwrap_or_else(PoisonError::into_inner);
        let heard = std::mem::take(&mut *heard);
        if heard.anything { heard.as_value() } else { Value::Null }
    }
}

/// How a listener behaves.
#[derive(Clone, Copy)]
pub(crate) enum Manner {
    Remembers,
    Throws,
    Hangs,
    CallsBack,
}

/// A listener of a device.
pub(crate) struct Listener {
    pub(crate) manner: Manner,
    pub(crate) workspace: Arc<Workspace>,
    pub(crate) memory: Arc<Memory>,
    pub(crate) over: Arc<Over>,
}

impl ChangeListener for Listener {
    fn changed(&self, changes: Changes) -> Result<(), CallbackError> {
        let failed = |reason: String| CallbackError::Failed { reason };
        match self.manner {
            Manner::Throws => return Err(failed("this listener always fails".to_owned())),
            Manner::Hangs => {
                self.over.wait();
                return Ok(());
            }
            Manner::CallsBack => {
                self.workspace.sync_status().map_err(|error| failed(error.to_string()))?;
            }
            Manner::Remembers => {}
        }
        self.memory.remember(&changes);
        Ok(())
    }
}

/// The end of the scenario, for those who wait for it.
#[derive(Default)]
pub(crate) struct Over(Mutex<bool>, Condvar);

impl Over {
    fn wait(&self) {
        drop(self.1.wait_while(lock(&self.0), |over| !*over));
    }

    fn come(&self) {
        *lock(&self.0) = true;
        self.1.notify_all();
    }
}

/// Keeps every step that it is told.
#[derive(Default)]
pub(crate) struct Steps {
    heard: Mutex<Vec<Value>>,
    arrived: Condvar,
}

impl Steps {
    /// Waits until the steps match; returns them.
    pub(crate) fn wait_for(&self, pattern: &Value, variables: &Variables) -> Value {
        let other = |steps: &mut Vec<Value>| !matches(pattern, &json!(steps), variables);
        let waited = self.arrived.wait_timeout_while(lock(&self.heard), PATIENCE, other);
        let (steps, _) = waited.unwrap_or_else(PoisonError::into_inner);
        json!(*steps)
    }
}

impl SyncListener for Steps {
    fn progressed(&self, progress: SyncProgress) -> Result<(), CallbackError> {
        lock(&self.heard).push(json!(progress));
        self.arrived.notify_all();
        Ok(())
    }
}

/// A device.
pub(crate) struct Device {
    pub(crate) database: String,
    pub(crate) key: [u8; 32],
    pub(crate) installation: Uuid,
    pub(crate) generation: i64,
    pub(crate) clock: Arc<Clock>,
    pub(crate) memory: Arc<Memory>,
    pub(crate) over: Arc<Over>,
    pub(crate) subscriptions: Vec<Arc<Subscription>>,
    pub(crate) workspace: Option<Arc<Workspace>>,
}

impl Device {
    pub(crate) fn new(
        directory: &Path,
        story: &Arc<Mutex<DateTime<FixedOffset>>>,
    ) -> anyhow::Result<Self> {
        std::fs::create_dir_all(directory)?;
        let mut key = [0; 32];
        let (first, second) = key.split_at_mut(16);
        first.copy_from_slice(Uuid::new_v4().as_bytes());
        second.copy_from_slice(Uuid::new_v4().as_bytes());
        let clock =
            Clock { story: Arc::clone(story), ahead: Mutex::new(0), started: Instant::now() };
        Ok(Self {
            database: directory.join("xunlou.sqlite3").display().to_string(),
            key,
            installation: Uuid::new_v4(),
            generation: 0,
            clock: Arc::new(clock),
            memory: Arc::default(),
            over: Arc::default(),
            subscriptions: Vec::new(),
            workspace: None,
        })
    }

    pub(crate) fn config(&self) -> anyhow::Result<WorkspaceConfig> {
        let clock: Arc<dyn DeviceClock> = Arc::<Clock>::clone(&self.clock);
        Ok(WorkspaceConfig {
            database: self.database.clone(),
            installation: serde_json::from_value(json!(self.installation))?,
            generation: self.generation,
            clock: Some(clock),
        })
    }

    /// From now on the device works with this workspace.
    pub(crate) fn take(&mut self, workspace: Workspace) {
        self.generation = workspace.opening().generation;
        self.workspace = Some(Arc::new(workspace));
    }

    /// Closes the workspace, if one is open.
    pub(crate) fn leave(&self) {
        if let Some(workspace) = &self.workspace {
            workspace.close();
        }
    }
}

impl Drop for Device {
    fn drop(&mut self) {
        self.over.come();
        self.leave();
    }
}
