//! How a workspace is opened.

use std::path::PathBuf;
use std::sync::Arc;

use xunlou_core::store::OpenOptions;

use crate::{DatabaseKey, DeviceClock, InstallationId};

/// How to open a workspace. The key is an argument of its own, so that it can be wiped.
#[derive(Clone, uniffi::Record)]
pub struct WorkspaceConfig {
    /// The database file, in a directory that the app alone reads. Created at enrolment.
    pub database: String,
    /// What the shell made at the app's first start, and keeps outside the database and out of
    /// backups: a database that meets another one was restored or copied, and writes as a new actor.
    pub installation: InstallationId,
    /// What `Opening::generation` said the last time; 0 at the first.
    pub generation: i64,
    /// The shell's clock; the system's, if absent.
    #[uniffi(default = None)]
    pub clock: Option<Arc<dyn DeviceClock>>,
}

impl WorkspaceConfig {
    pub(crate) fn options(&self, key: DatabaseKey) -> OpenOptions {
        OpenOptions {
            path: PathBuf::from(&self.database),
            key: Some(key.0),
            installation: self.installation.0,
            generation: self.generation.cast_unsigned(),
        }
    }
}
