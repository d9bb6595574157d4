//! A device of a story: a real core workspace with a database file of its own.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use uuid::Uuid;
use xunlou_core::env::{Environment, SystemRandom};
use xunlou_core::ids::InstallationId;
use xunlou_core::store::OpenOptions;
use xunlou_core::sync::{CancelToken, EnrolmentLink, Progress, SyncOutcome};
use xunlou_core::workspace::Workspace;

use crate::clock::StoryClock;

/// A phone or a tablet in somebody's hand.
pub struct Device {
    /// What it calls itself.
    pub label: String,
    /// The core on it.
    pub workspace: Workspace,
}

impl Device {
    /// Enrols a device with a link, in a directory of its own.
    ///
    /// # Errors
    /// What enrolment says.
    pub fn enrol(
        directory: &Path,
        label: &str,
        link: &str,
        clock: &Arc<StoryClock>,
    ) -> anyhow::Result<Self> {
        std::fs::create_dir_all(directory)?;
        let link: EnrolmentLink = link.parse()?;
        let clock: Arc<StoryClock> = Arc::clone(clock);
        let env = Environment { clock, random: Arc::new(SystemRandom) };
        let options = OpenOptions {
            path: directory.join("xunlou.sqlite3"),
            key: None,
            installation: InstallationId(Uuid::new_v4()),
            generation: 0,
        };
        let opened = Workspace::enrol(options, env, &link, label)
            .with_context(|| format!("enrolling {label}"))?;
        Ok(Self { label: label.to_owned(), workspace: opened.workspace })
    }

    /// Syncs over HTTP.
    ///
    /// # Errors
    /// What the sync says.
    pub fn sync(&self, progress: &dyn Fn(Progress)) -> anyhow::Result<SyncOutcome> {
        let transport = self.workspace.transport()?;
        self.workspace
            .sync(&transport, &CancelToken::default(), progress)
            .with_context(|| format!("syncing {}", self.label))
    }
}
