//! Listeners, and what they heard.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::bail;
use serde_json::{Value, json};
use xunlou::{CallbackError, ChangeListener, Changes, SyncListener, SyncProgress, Workspace};

use crate::matching::{expect, matches};
use crate::values::Variables;

const PATIENCE: Duration = Duration::from_secs(10);
const SILENCE: Duration = Duration::from_millis(500);

/// What others add to, and what can be waited for.
#[derive(Default)]
pub(crate) struct Watched<T>(Mutex<T>, Condvar);

impl<T> Watched<T> {
    fn lock(&self) -> MutexGuard<'_, T> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut T)) {
        change(&mut self.lock());
        self.1.notify_all();
    }

    /// Waits while it is so, for so long at most.
    fn wait_while(&self, most: Duration, so: impl FnMut(&mut T) -> bool) -> MutexGuard<'_, T> {
        let waited = self.1.wait_timeout_while(self.lock(), most, so);
        waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

/// What the listeners of a device have heard since a scenario last asked, joined.
#[derive(Default)]
pub(crate) struct Memory(Watched<Heard>);

#[derive(Default)]
struct Heard {
    documents: BTreeMap<String, Value>,
    sync: bool,
    anything: bool,
}

impl Heard {
    /// Silence is null and nothing else: no pattern may take it for something heard.
    fn said(&self) -> Value {
        let documents: Vec<&Value> = self.documents.values().collect();
        if self.anything {
            json!({ "documents": documents, "sync": self.sync })
        } else {
            Value::Null
        }
    }
}

impl Memory {
    fn remember(&self, changes: &Changes) {
        self.0.change(|heard| {
            for document in &changes.documents {
                let value = json!(document);
                heard.documents.insert(value["document"].to_string(), value);
            }
            heard.sync |= changes.sync;
            heard.anything = true;
        });
    }

    /// Waits for what matches, and forgets it; for null, waits for nothing to come.
    pub(crate) fn expect(&self, pattern: &Value, variables: &Variables) -> anyhow::Result<()> {
        let mut heard = if pattern.is_null() {
            self.0.wait_while(SILENCE, |heard| !heard.anything)
        } else {
            // A pattern that is none ends the waiting, and is told below.
            self.0.wait_while(PATIENCE, |heard| {
                matches!(matches(pattern, &heard.said(), variables), Ok(false))
            })
        };
        expect(pattern, &heard.said(), variables, "heard")?;
        *heard = Heard::default();
        Ok(())
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

impl Manner {
    /// By its name in scenarios.
    pub(crate) fn of(name: &Value) -> anyhow::Result<Self> {
        Ok(match name.as_str() {
            None if name.is_null() => Self::Remembers,
            Some("throws") => Self::Throws,
            Some("hangs") => Self::Hangs,
            Some("calls_back") => Self::CallsBack,
            _ => bail!("{name} is no kind of listener"),
        })
    }
}

/// A listener that remembers, or one that behaves badly.
pub(crate) struct Listener {
    pub(crate) manner: Manner,
    pub(crate) workspace: Arc<Workspace>,
    pub(crate) memory: Arc<Memory>,
    pub(crate) over: Arc<Over>,
}

impl ChangeListener for Listener {
    fn changed(&self, changes: Changes) -> Result<(), CallbackError> {
        match self.manner {
            Manner::Throws => {
                return Err(CallbackError::Failed { reason: "as the scenario asks".to_owned() });
            }
            Manner::Hangs => {
                self.over.wait();
                return Ok(());
            }
            Manner::CallsBack => {
                let status = self.workspace.sync_status();
                status.map_err(|error| CallbackError::Failed { reason: error.to_string() })?;
            }
            Manner::Remembers => {}
        }
        self.memory.remember(&changes);
        Ok(())
    }
}

/// The end of the scenario, for those who hang until then.
#[derive(Default)]
pub(crate) struct Over(Watched<bool>);

impl Over {
    fn wait(&self) {
        drop(self.0.wait_while(Duration::MAX, |over| !*over));
    }

    /// Lets them go on.
    pub(crate) fn come(&self) {
        self.0.change(|over| *over = true);
    }
}

/// Keeps every step of a sync that it is told.
#[derive(Default)]
pub(crate) struct Progress(Watched<Vec<Value>>);

impl Progress {
    /// Waits until the steps match.
    pub(crate) fn expect(&self, pattern: &Value, variables: &Variables) -> anyhow::Result<()> {
        let steps = self.0.wait_while(PATIENCE, |steps| {
            matches!(matches(pattern, &json!(steps), variables), Ok(false))
        });
        expect(pattern, &json!(*steps), variables, "progress")
    }
}

impl SyncListener for Progress {
    fn progressed(&self, progress: SyncProgress) -> Result<(), CallbackError> {
        self.0.change(|steps| steps.push(json!(progress)));
        Ok(())
    }
}
