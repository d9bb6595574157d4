//! The server's SQLite file: connections, transactions, migrations, backups. Which rows mean what
//! is the business of `log`, `access` and `blobs`, each of which keeps its SQL to itself.

mod backup;
mod migrate;
mod value;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use xunlou_core::env::Environment;

pub(crate) use value::{Flat, blob, uuid};

/// The name of the database file in the data directory.
pub const FILE_NAME: &str = "xunlou-server.sqlite3";

/// How long a writer waits for another process, for example `enrol` beside a running server.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// Readers kept open when idle.
const IDLE_READERS: usize = 8;

/// What can go wrong with the server's storage. Texts hold no row's content.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The file was written by a newer version; it was left as it is.
    #[error(
        "{file} has schema {found}, this version knows up to {supported}: use the newer program"
    )]
    Newer {
        /// The file.
        file: String,
        /// Its schema.
        found: u32,
        /// The newest schema this version knows.
        supported: u32,
    },
    /// The file is not a server's database; it was left as it is.
    #[error("{file} is not a database of xunlou-server: {reason}")]
    Foreign {
        /// The file.
        file: String,
        /// How that was seen.
        reason: String,
    },
    /// A row does not read; somebody else wrote into the file.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// A file or directory.
    #[error("{path}: {source}")]
    Io {
        /// Which.
        path: String,
        /// What happened.
        source: std::io::Error,
    },
    /// SQLite itself.
    #[error("database: {0}")]
    Sqlite(#[from] rusqlite::Error),
}

/// The result of everything that touches the database.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

/// Residents' files are for the one who runs the server.
pub(crate) fn only_for_its_owner(path: &Path) -> Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let private = std::fs::Permissions::from_mode(0o600);
        std::fs::set_permissions(path, private)
            .map_err(|source| StoreError::Io { path: path.display().to_string(), source })?;
    }
    Ok(())
}

/// One writer and a few readers of one file. WAL, `synchronous=FULL`: what is committed survives
/// a power cut.
pub struct Database {
    path: PathBuf,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
}

impl Database {
    /// Opens or creates the file and brings its schema up to date. A file that is marked as a
    /// backup takes a new epoch for each estate, so that devices find out and heal the server.
    ///
    /// # Errors
    /// [`StoreError::Newer`] and [`StoreError::Foreign`] leave the file as it was.
    pub fn open(path: &Path, environment: &Environment) -> Result<Self> {
        let mut writer = connect(path, true)?;
        only_for_its_owner(path)?;
        migrate::migrate(&mut writer, path)?;
        let database = Self {
            path: path.to_owned(),
            writer: Mutex::new(writer),
            readers: Mutex::new(Vec::new()),
        };
        database.leave_backup(environment)?;
        Ok(database)
    }

    /// Runs `work` in one write transaction, committed when it returns `Ok`.
    ///
    /// # Errors
    /// What `work` returns, after a rollback, or what SQLite says.
    pub fn write<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let transaction = writer
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(StoreError::from)?;
        let value = work(&transaction)?;
        transaction.commit().map_err(StoreError::from)?;
        Ok(value)
    }

    /// Runs `work` on one consistent state of the database.
    ///
    /// # Errors
    /// What `work` returns, or what SQLite says.
    pub fn read<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let idle = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut reader = match idle {
            Some(reader) => reader,
            None => connect(&self.path, false)?,
        };
        let transaction = reader.transaction().map_err(StoreError::from)?;
        let value = work(&transaction)?;
        transaction.finish().map_err(StoreError::from)?;
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        if readers.len() < IDLE_READERS {
            readers.push(reader);
        }
        Ok(value)
    }

    /// Writes a row and so finds out whether the database can be written.
    ///
    /// # Errors
    /// What stands in the way.
    pub fn check_writable(&self, now: i64) -> Result<()> {
        self.write(|transaction| {
            transaction.execute(
                "INSERT INTO meta (name, value) VALUES ('checked_at', ?1)
                 ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                [now.to_string()],
            )?;
            Ok(())
        })
    }

    /// Moves everything from the write-ahead log into the file, as at a graceful stop.
    ///
    /// # Errors
    /// What SQLite says; nothing is lost by it.
    pub fn checkpoint(&self) -> Result<()> {
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }
}

fn connect(path: &Path, write: bool) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_READ_WRITE
        | if write { OpenFlags::SQLITE_OPEN_CREATE } else { OpenFlags::empty() };
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(64);
    if !write {
        connection.pragma_update(None, "query_only", true)?;
    }
    Ok(connection)
}
