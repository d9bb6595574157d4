//! The log: every change in commit order, the newest state of each document, whose actor is whose,
//! and what was refused. It knows nothing of people's rights and nothing of Automerge.
//!
//! All SQL of the log is in this module, behind [`LogReader`] and [`LogWriter`], which is what
//! another database would have to offer.

mod quarantine;
mod read;
mod write;

use std::sync::Arc;

use rusqlite::Transaction;
use xunlou_core::domain::{DocumentKind, Header};
use xunlou_core::ids::{ActorId, ChangeHash, DeviceId, DocumentId, Epoch, EstateId, PersonId};

use crate::database::{Database, Result, StoreError};

pub use quarantine::{Quarantined, QuarantinedChange};

/// The log of every estate of one server.
#[derive(Clone)]
pub struct Log {
    database: Arc<Database>,
}

/// Where an estate's log stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogState {
    /// The log's epoch.
    pub epoch: Epoch,
    /// The position of the newest change; 0 when there is none.
    pub head: u64,
    /// The number of the newest row in the list of actors.
    pub last_actor: u64,
}

/// What the log knows of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredDocument {
    /// The envelope it was created with.
    pub header: Header,
    /// The person of its first change.
    pub author: PersonId,
    /// The position of its first change.
    pub first_position: u64,
    /// The position of its newest change.
    pub last_position: u64,
    /// The hashes of its newest changes, sorted.
    pub heads: Vec<ChangeHash>,
}

/// A change on its way into the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewChange {
    /// Its hash.
    pub hash: ChangeHash,
    /// Who wrote it.
    pub actor: ActorId,
    /// The change.
    pub bytes: Vec<u8>,
}

/// The new state of a document, as the gate verified it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewState {
    /// The envelope.
    pub header: Header,
    /// The hashes of its newest changes.
    pub heads: Vec<ChangeHash>,
    /// The document, uncompressed.
    pub snapshot: Vec<u8>,
}

/// A change as a page meets it.
pub struct DeltaRow<'r> {
    /// Its position.
    pub position: u64,
    /// Its document.
    pub document: DocumentId,
    /// What that document holds.
    pub kind: DocumentKind,
    /// Where that document's changes begin.
    pub first_position: u64,
    /// Who wrote it.
    pub actor: ActorId,
    /// Its size.
    pub length: usize,
    row: &'r rusqlite::Row<'r>,
}

/// One consistent state of an estate's log.
pub struct LogReader<'t> {
    transaction: &'t Transaction<'t>,
    estate: EstateId,
}

/// One write transaction on an estate's log.
pub struct LogWriter<'t> {
    reader: LogReader<'t>,
}

impl<'t> std::ops::Deref for LogWriter<'t> {
    type Target = LogReader<'t>;

    fn deref(&self) -> &LogReader<'t> {
        &self.reader
    }
}

impl Log {
    /// The log kept in this database.
    pub fn new(database: Arc<Database>) -> Self {
        Self { database }
    }

    /// Runs `work` on one consistent state.
    ///
    /// # Errors
    /// What `work` returns, or what the database says.
    pub fn read<T, E: From<StoreError>>(
        &self,
        estate: EstateId,
        work: impl FnOnce(&LogReader<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.database.read(|transaction| work(&LogReader { transaction, estate }))
    }

    /// Runs `work` in one transaction, committed when it returns `Ok`.
    ///
    /// # Errors
    /// What `work` returns, after a rollback, or what the database says.
    pub fn write<T, E: From<StoreError>>(
        &self,
        estate: EstateId,
        work: impl FnOnce(&LogWriter<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.database
            .write(|transaction| work(&LogWriter { reader: LogReader { transaction, estate } }))
    }
}

/// A log position as SQLite keeps numbers. Positions beyond its range are beyond any log.
fn to_sql(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn from_sql(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

/// The device that an actor is bound to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binding {
    /// Nobody has pushed as this actor.
    Free,
    /// This device.
    Device(DeviceId),
}
