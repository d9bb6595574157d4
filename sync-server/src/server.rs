//! The server as a library: opens a data directory, answers calls in this process, serves HTTP.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{TimeDelta, Utc};
use tokio::sync::{broadcast, watch};
use xunlou_core::env::Environment;

use crate::access::{Access, Lifetimes};
use crate::api::{Api, Limits};
use crate::blobs::Blobs;
use crate::clock::rehearsed;
use crate::config::Config;
use crate::database::{self, Database, StoreError};
use crate::log::Log;
use crate::metrics::Metrics;

/// Commits that a slow listener may fall behind before it has to look afresh.
const COMMITS_KEPT: usize = 256;
/// Pieces of photos that nobody went on sending are removed after this.
const PIECES_KEPT: TimeDelta = TimeDelta::days(7);

/// One server over one data directory.
pub struct Server {
    pub(crate) config: Config,
    pub(crate) database: Arc<Database>,
    pub(crate) api: Api,
    pub(crate) stopping: watch::Sender<bool>,
}

/// Why a data directory does not open.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The directory cannot be made or read.
    #[error("{path}: {source}")]
    Directory {
        /// Which.
        path: PathBuf,
        /// What happened.
        source: std::io::Error,
    },
    /// The database does not open.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Server {
    /// Opens the data directory, which is made if it is not there.
    ///
    /// # Errors
    /// [`OpenError`] says what stands in the way; nothing was changed.
    pub fn open(config: Config, environment: Environment) -> Result<Self, OpenError> {
        let environment = rehearsed(environment, config.rehearsal_start);
        let photos = photos_directory(&config);
        private_directory(&config.data)?;
        private_directory(&photos)?;
        let path = config.data.join(database::FILE_NAME);
        let database = Arc::new(Database::open(&path, &environment)?);
        let blobs = Blobs::in_directory(&photos, Arc::clone(&database))
            .map_err(|source| OpenError::Directory { path: photos, source })?;
        let api = Api {
            log: Log::new(Arc::clone(&database)),
            access: Access::new(Arc::clone(&database), lifetimes(&config)),
            blobs: Arc::new(blobs),
            environment,
            limits: limits(&config),
            metrics: Arc::new(Metrics::default()),
            committed: broadcast::Sender::new(COMMITS_KEPT),
        };
        Ok(Self { config, database, api, stopping: watch::Sender::new(false) })
    }

    /// The calls, for use in this process.
    pub fn api(&self) -> &Api {
        &self.api
    }

    /// The people and devices.
    pub fn access(&self) -> &Access {
        &self.api.access
    }

    /// The log.
    pub fn log(&self) -> &Log {
        &self.api.log
    }

    /// The photos.
    pub fn blobs(&self) -> &Blobs {
        &self.api.blobs
    }

    /// Where the photos are.
    pub fn photos_directory(&self) -> PathBuf {
        photos_directory(&self.config)
    }

    /// The settings.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The clock and randomness.
    pub fn environment(&self) -> &Environment {
        &self.api.environment
    }

    /// Turns true when the server stops, for answers that would otherwise never end.
    pub fn stopping(&self) -> watch::Receiver<bool> {
        self.stopping.subscribe()
    }

    /// Writes a consistent copy of the database, marked as a backup.
    ///
    /// # Errors
    /// The target exists or cannot be written.
    pub fn backup(&self, target: &Path) -> Result<(), StoreError> {
        self.database.backup(target, self.api.now())
    }

    /// Removes what a broken-off upload or creation left. Says how many objects went.
    pub fn tidy(&self) -> usize {
        // Compared with the times of files, so by the true clock even in a rehearsal.
        match self.api.blobs.sweep(Utc::now(), PIECES_KEPT) {
            Ok(removed) => removed,
            Err(error) => {
                tracing::warn!(%error, "left-over photos were not removed; tried again later");
                0
            }
        }
    }
}

fn photos_directory(config: &Config) -> PathBuf {
    config.data.join("photos")
}

fn lifetimes(config: &Config) -> Lifetimes {
    let hours = |count: u32| i64::from(count) * 3_600_000;
    Lifetimes {
        code: i64::from(config.lifetimes.code_minutes) * 60_000,
        code_tries: config.lifetimes.code_tries,
        token: hours(config.lifetimes.token_days) * 24,
        session: hours(config.lifetimes.session_hours),
    }
}

fn limits(config: &Config) -> Limits {
    Limits {
        page_bytes: config.limits.page_bytes,
        push_bytes: config.limits.push_bytes,
        push_documents: config.limits.push_documents,
        photo_bytes: config.limits.photo_bytes,
        quarantine_bytes: config.limits.quarantine_bytes,
    }
}

/// Makes a directory that only its owner can look into.
fn private_directory(path: &Path) -> Result<(), OpenError> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|source| OpenError::Directory { path: path.to_owned(), source })
}
