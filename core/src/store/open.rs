//! Opening the database: the key, the pragmas, the schema, and whose incarnation it is.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension, TransactionBehavior};
use zeroize::Zeroizing;

use super::cache::DocumentCache;
use super::project;
use super::schema::{Migration, SchemaError, migrate};
use crate::env::Environment;
use crate::ids::{ActorId, InstallationId};
use crate::{Error, Result};

const MIGRATIONS: &[Migration] = &[include_str!("../../sql/001_initial.sql")];
/// Grows when projections are computed differently; an older database then rebuilds them.
const PROJECTION_VERSION: u32 = 1;
const READERS: usize = 3;

/// The database's key: 32 random bytes that the shell keeps in the Keystore or Keychain.
#[cfg_attr(not(feature = "sqlcipher"), expect(dead_code, reason = "only SQLCipher reads it"))]
pub struct DatabaseKey(Zeroizing<[u8; 32]>);

impl DatabaseKey {
    /// Takes the key; the copy here is wiped when dropped.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }
}

/// How to open a database.
pub struct OpenOptions {
    /// The database file; created if it is not there.
    pub path: PathBuf,
    /// The key, for a build with SQLCipher.
    pub key: Option<DatabaseKey>,
    /// The installation, which the shell keeps outside the database and out of backups.
    pub installation: InstallationId,
    /// The generation that [`Opened::generation`] gave at the last opening; 0 at the first.
    pub generation: u64,
}

/// A database that was opened.
pub struct Opened {
    /// The store.
    pub store: Store,
    /// What the shell must keep beside the installation id for the next opening.
    pub generation: u64,
    /// The database was restored or copied from elsewhere: it writes as a new actor.
    pub restored: bool,
}

/// The database.
pub struct Store {
    path: PathBuf,
    key: Option<DatabaseKey>,
    env: Environment,
    writer: Mutex<Option<Writer>>,
    readers: Mutex<Vec<Connection>>,
    /// Whether the database is suspended. Held for reading while a reader works, so that suspending
    /// waits for it. Taken after `writer` where both are.
    suspended: RwLock<bool>,
}

/// The one connection that writes, with the documents it holds in memory.
pub(super) struct Writer {
    pub(super) connection: Connection,
    pub(super) cache: DocumentCache,
    pub(super) actor: ActorId,
}

impl Store {
    /// Opens the database, creating it if it is not there.
    ///
    /// # Errors
    /// [`Error::WrongKey`], [`Error::NewerDatabase`], [`Error::Corrupt`], [`Error::StorageFull`] or
    /// [`Error::Storage`]. The file is left as it was by all of them.
    pub fn open(options: OpenOptions, env: Environment) -> Result<Opened> {
        let OpenOptions { path, key, installation, generation } = options;
        let mut connection = connect(&path, key.as_ref())?;
        migrate(&mut connection, MIGRATIONS).map_err(schema_error)?;
        let ours = incarnation(&mut connection, installation, generation, &env);
        let (actor, restored) = match ours {
            Err(Error::StorageFull) => {
                make_room(&connection);
                incarnation(&mut connection, installation, generation, &env)?
            }
            ours => ours?,
        };
        rebuild_if_outdated(&mut connection, actor)?;
        let writer = Writer { connection, cache: DocumentCache::default(), actor };
        let next = generation.wrapping_add(1);
        let store = Self {
            path,
            key,
            env,
            writer: Mutex::new(Some(writer)),
            readers: Mutex::new(Vec::new()),
            suspended: RwLock::new(false),
        };
        Ok(Opened { store, generation: next, restored })
    }

    /// Clock and randomness.
    pub(crate) fn env(&self) -> &Environment {
        &self.env
    }

    /// Releases every file and lock: iOS ends an app that is suspended while it holds one. Waits for
    /// calls that are under way; later ones fail with [`Error::Suspended`].
    pub fn suspend(&self) {
        let mut slot = self.writer_slot();
        *self.suspended.write().unwrap_or_else(PoisonError::into_inner) = true;
        self.reader_pool().clear();
        if let Some(writer) = slot.take() {
            make_room(&writer.connection);
        }
    }

    /// Opens the files again after [`suspend`](Self::suspend). Harmless when it is open.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn resume(&self) -> Result<()> {
        let mut slot = self.writer_slot();
        if slot.is_none() {
            let connection = connect(&self.path, self.key.as_ref())?;
            let actor = meta(&connection, "actor")?
                .ok_or_else(|| Error::Corrupt("the actor is missing".to_owned()))?;
            *slot = Some(Writer { connection, cache: DocumentCache::default(), actor });
        }
        *self.suspended.write().unwrap_or_else(PoisonError::into_inner) = false;
        Ok(())
    }

    /// Runs `work` on a connection that cannot write.
    ///
    /// # Errors
    /// Those of `work`, and [`Error::Suspended`].
    pub fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let suspended = self.suspended.read().unwrap_or_else(PoisonError::into_inner);
        if *suspended {
            return Err(Error::Suspended);
        }
        let pooled = self.reader_pool().pop();
        let connection = match pooled {
            Some(connection) => connection,
            None => {
                let connection = connect(&self.path, self.key.as_ref())?;
                connection.pragma_update(None, "query_only", true)?;
                connection
            }
        };
        // One transaction, so that several statements see one state.
        connection.execute_batch("BEGIN")?;
        let result = work(&connection);
        // SQLite ends a transaction itself after some errors; such a connection is not used again.
        if connection.execute_batch("ROLLBACK").is_ok() {
            let mut pool = self.reader_pool();
            if pool.len() < READERS {
                pool.push(connection);
            }
        }
        result
    }

    pub(super) fn writer_slot(&self) -> MutexGuard<'_, Option<Writer>> {
        self.writer.lock().unwrap_or_else(|poisoned| {
            // A panic in the middle of a transaction rolls it back, and the connection stays sound;
            // the documents in memory may be ahead of the database.
            let mut slot = poisoned.into_inner();
            if let Some(writer) = slot.as_mut() {
                writer.cache = DocumentCache::default();
            }
            self.writer.clear_poison();
            slot
        })
    }

    fn reader_pool(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.readers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn schema_error(error: SchemaError) -> Error {
    match error {
        SchemaError::Newer { found, supported } => Error::NewerDatabase { found, supported },
        SchemaError::Sqlite(error) => error.into(),
    }
}

/// Opens a connection: key first, then the pragmas that make writes durable.
pub(super) fn connect(path: &Path, key: Option<&DatabaseKey>) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    if let Some(key) = key {
        unlock(&connection, key)?;
    }
    connection.busy_timeout(Duration::from_secs(10))?;
    // The first read of the file tells whether the key fits.
    let mode: String = connection
        .pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))
        .map_err(|error| unopened(error, key))?;
    if mode != "wal" {
        return Err(Error::Storage(format!("journal mode is {mode}, WAL is needed")));
    }
    connection.pragma_update(None, "synchronous", "FULL")?;
    if cfg!(target_vendor = "apple") {
        connection.pragma_update(None, "fullfsync", true)?;
        connection.pragma_update(None, "checkpoint_fullfsync", true)?;
    }
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "secure_delete", true)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// Moves the log into the database and gives its space back: on a full disk, that of megabytes of
/// changes that were made long ago. What fails here is tried again when SQLite next does it itself.
pub(super) fn make_room(connection: &Connection) {
    if let Err(error) = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())) {
        tracing::warn!(%error, "the log was not moved into the database");
    }
}

/// Why the first read of a file failed.
pub(super) fn unopened(error: rusqlite::Error, key: Option<&DatabaseKey>) -> Error {
    match (Error::from(error), key) {
        (Error::WrongKey, None) => Error::Corrupt(
            "the file is no database, or an encrypted one without its key".to_owned(),
        ),
        (error, _) => error,
    }
}

#[cfg(feature = "sqlcipher")]
pub(super) fn unlock(connection: &Connection, key: &DatabaseKey) -> Result<()> {
    let digits = Zeroizing::new(hex::encode(key.0.as_slice()));
    let pragma = Zeroizing::new(format!("x'{}'", digits.as_str()));
    // What goes wrong is said by the errors of the calls.
    connection.pragma_update(None, "cipher_log_level", "NONE")?;
    connection.pragma_update(None, "key", pragma.as_str())?;
    Ok(())
}

#[cfg(not(feature = "sqlcipher"))]
pub(super) fn unlock(_: &Connection, _: &DatabaseKey) -> Result<()> {
    Err(Error::NoEncryption)
}

/// Which actor this database writes as. One that meets another installation, or a generation other
/// than the one it left, was restored or copied: the same actor would then number two different
/// changes alike, which Automerge refuses for ever.
fn incarnation(
    connection: &mut Connection,
    installation: InstallationId,
    generation: u64,
    env: &Environment,
) -> Result<(ActorId, bool)> {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let known: Option<ActorId> = meta(&tx, "actor")?;
    let same = meta(&tx, "installation")? == Some(installation)
        && meta::<i64>(&tx, "generation")? == Some(generation.cast_signed());
    let restored = known.is_some() && !same;
    let actor = match known {
        Some(actor) if same => actor,
        _ => env.new_random_id(),
    };
    set_meta(&tx, "actor", actor)?;
    set_meta(&tx, "installation", installation)?;
    set_meta(&tx, "generation", generation.wrapping_add(1).cast_signed())?;
    tx.commit()?;
    Ok((actor, restored))
}

fn rebuild_if_outdated(connection: &mut Connection, actor: ActorId) -> Result<()> {
    let found: Option<u32> = meta(connection, "projections")?;
    if found != Some(PROJECTION_VERSION) {
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        project::rebuild(&tx, actor)?;
        set_meta(&tx, "projections", PROJECTION_VERSION)?;
        tx.commit()?;
    }
    Ok(())
}

/// Reads a value of the `meta` table.
pub(super) fn meta<T: rusqlite::types::FromSql>(
    connection: &Connection,
    key: &str,
) -> Result<Option<T>> {
    let mut statement = connection.prepare_cached("SELECT value FROM meta WHERE key = ?1")?;
    Ok(statement.query_row([key], |row| row.get(0)).optional()?)
}

/// Writes a value of the `meta` table.
pub(super) fn set_meta(
    connection: &Connection,
    key: &str,
    value: impl rusqlite::ToSql,
) -> Result<()> {
    let sql = "INSERT INTO meta (key, value) VALUES (?1, ?2)
               ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    connection.prepare_cached(sql)?.execute(rusqlite::params![key, value])?;
    Ok(())
}
