//! What waits to be sent, and what was refused.

use rusqlite::Connection;

use super::open::Store;
use crate::Result;
use crate::ids::{ChangeHash, DocumentId};

/// What waits to be sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Documents with changes that the server has not acknowledged.
    pub documents: u64,
    /// Those changes.
    pub changes: u64,
    /// Photos that the server does not have yet.
    pub photos: u64,
    /// Changes that the server refused; they stay here.
    pub refused: u64,
}

/// A change that was refused, by the server or by this device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuarantinedChange {
    /// The change.
    pub hash: ChangeHash,
    /// The document it belongs to.
    pub document: DocumentId,
    /// The document's kind.
    pub kind: String,
    /// Whether it was going out (refused by the server) or coming in (refused here).
    pub outgoing: bool,
    /// Why, as a code.
    pub code: String,
    /// What exactly.
    pub detail: String,
    /// The change itself, for export.
    pub bytes: Vec<u8>,
    /// When it was refused, in milliseconds since 1970 UTC.
    pub at_ms: i64,
}

impl Store {
    /// What waits to be sent.
    ///
    /// # Errors
    /// The storage errors.
    pub fn waiting(&self) -> Result<Waiting> {
        self.read(|connection| {
            Ok(Waiting {
                documents: count(connection, "SELECT count(DISTINCT document) FROM outbox")?,
                changes: count(connection, "SELECT count(*) FROM outbox")?,
                photos: count(
                    connection,
                    "SELECT count(*) FROM (
                         SELECT DISTINCT p.document, p.hash FROM photo p
                         JOIN blob b ON b.hash = p.hash AND b.own = 1
                         LEFT JOIN sent_photo s ON s.document = p.document AND s.hash = p.hash
                         WHERE s.hash IS NULL)",
                )?,
                refused: count(connection, "SELECT count(*) FROM quarantine WHERE outgoing = 1")?,
            })
        })
    }

    /// What was refused, newest first.
    ///
    /// # Errors
    /// The storage errors.
    pub fn quarantine(&self) -> Result<Vec<QuarantinedChange>> {
        self.read(|connection| {
            let sql = "SELECT hash, document, kind, outgoing, code, detail, bytes, at_ms
                       FROM quarantine ORDER BY at_ms DESC, hash";
            let mut statement = connection.prepare_cached(sql)?;
            let rows = statement.query_map([], |row| {
                Ok(QuarantinedChange {
                    hash: row.get(0)?,
                    document: row.get(1)?,
                    kind: row.get(2)?,
                    outgoing: row.get(3)?,
                    code: row.get(4)?,
                    detail: row.get(5)?,
                    bytes: row.get(6)?,
                    at_ms: row.get(7)?,
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }
}

fn count(connection: &Connection, sql: &str) -> Result<u64> {
    let count: i64 = connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
    Ok(count.unsigned_abs())
}
