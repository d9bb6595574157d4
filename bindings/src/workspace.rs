//! The workspace's life: enrolled once, opened, suspended and resumed with the app, closed.

use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use xunlou_core::workspace::OpenedWorkspace;

use crate::clock::environment;
use crate::error::Result;
use crate::{DatabaseKey, WorkspaceConfig, XunlouError};

/// One person's work on one device. Every call that changes something is durable when it returns;
/// only `sync`, enrolment and `fetch_photo` use the
/// network. All calls may be made from any thread, and block: not from the main thread.
#[derive(uniffi::Object)]
pub struct Workspace {
    core: RwLock<Option<Arc<xunlou_core::workspace::Workspace>>>,
    opening: Opening,
}

/// What came of opening.
#[derive(Clone, Copy, Debug, serde::Serialize, serde::Deserialize, uniffi::Record)]
pub struct Opening {
    /// What the shell must keep beside the installation id, and give at the next opening.
    pub generation: i64,
    /// The database was restored or copied from elsewhere; it writes as a new actor from now on.
    pub restored: bool,
}

#[uniffi::export]
impl Workspace {
    /// Enrols this device with the link of a one-time code, and creates its workspace. Nothing is
    /// created unless the server took the code. `device_label` is what colleagues see the device as.
    ///
    /// # Errors
    /// `InvalidInput` for a link that is not ours;
    /// `Refused` for a code that is unknown, expired or used;
    /// `Offline`, `Certificate`,
    /// `NotOurServer`, `ClockOff`; the storage
    /// errors.
    #[uniffi::constructor]
    pub fn enrol(
        config: WorkspaceConfig,
        key: DatabaseKey,
        link: String,
        device_label: String,
    ) -> Result<Self> {
        let link = link.parse()?;
        let options = config.options(key);
        let env = environment(config.clock);
        xunlou_core::workspace::Workspace::enrol(options, env, &link, &device_label)
            .map(Self::opened)
            .map_err(XunlouError::from)
    }

    /// Opens the workspace again.
    ///
    /// # Errors
    /// `NotFound` if the device was not enrolled yet; `WrongKey`,
    /// `NewerDatabase`, `Corrupt` and the other storage errors. The
    /// file is left as it was by all of them.
    #[uniffi::constructor]
    pub fn open(config: WorkspaceConfig, key: DatabaseKey) -> Result<Self> {
        let options = config.options(key);
        let env = environment(config.clock);
        xunlou_core::workspace::Workspace::open(options, env)
            .map(Self::opened)
            .map_err(XunlouError::from)
    }

    /// What came of opening: keep the generation.
    pub fn opening(&self) -> Opening {
        self.opening
    }

    /// Releases every file and lock, before the system suspends the app. Waits for calls that are
    /// under way; later ones fail with `Suspended`.
    ///
    /// # Errors
    /// `Closed`.
    pub fn suspend(&self) -> Result<()> {
        self.core()?.suspend();
        Ok(())
    }

    /// Goes on after `suspend`. Harmless when it is open.
    ///
    /// # Errors
    /// `Closed`; those of `open`.
    pub fn resume(&self) -> Result<()> {
        // Held to the end, so that nothing is opened again after `shut_down`.
        let core = self.core.read().unwrap_or_else(PoisonError::into_inner);
        Ok(core.as_ref().ok_or(XunlouError::Closed)?.resume()?)
    }

    /// Closes the workspace for good: waits for what is being read or written and releases every
    /// file. A sync that is under way is cut short, with nothing lost. Later calls fail with
    /// `Closed`; closing twice is harmless. (`close` is how Kotlin lets go of any object.)
    pub fn shut_down(&self) {
        let mut slot = self.core.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(core) = slot.take() {
            core.suspend();
        }
    }
}

impl Workspace {
    fn opened(opened: OpenedWorkspace) -> Self {
        let OpenedWorkspace { workspace, generation, restored } = opened;
        Self {
            core: RwLock::new(Some(Arc::new(workspace))),
            opening: Opening { generation: generation.cast_signed(), restored },
        }
    }

    /// The core's workspace. A call that has it goes on while another closes.
    pub(crate) fn core(&self) -> Result<Arc<xunlou_core::workspace::Workspace>> {
        let core = self.core.read().unwrap_or_else(PoisonError::into_inner);
        core.clone().ok_or(XunlouError::Closed)
    }
}

/// Whether there is a database at this place. Whether a key opens it, `open` says.
#[uniffi::export]
pub fn workspace_exists(database: String) -> bool {
    Path::new(&database).is_file()
}
