//! Saving unsent work out of a database that this version cannot open for use: one that a newer
//! version wrote. Only reads, and only tables that every schema has.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::open::DatabaseKey;
use crate::Result;
use crate::ids::{ChangeHash, DocumentId};

/// An unsent change, as any version can read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportedChange {
    /// The document.
    pub document: DocumentId,
    /// Its kind.
    pub kind: String,
    /// Its stream, as stored: a newer version may know other ones.
    pub stream: String,
    /// The change's address.
    pub hash: ChangeHash,
    /// The Automerge change.
    pub bytes: Vec<u8>,
}

/// Reads the unsent changes of a database of any schema, without changing it.
///
/// # Errors
/// [`crate::Error::WrongKey`] and the other storage errors.
pub fn export_unsent(path: &Path, key: Option<&DatabaseKey>) -> Result<Vec<ExportedChange>> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    if let Some(key) = key {
        super::open::unlock(&connection, key)?;
    }
    connection.pragma_update(None, "query_only", true)?;
    let sql = "SELECT o.document, d.kind, d.stream, o.hash, c.bytes
               FROM outbox o
               JOIN document d ON d.id = o.document
               JOIN change c ON c.document = o.document AND c.hash = o.hash
               ORDER BY o.position";
    let mut statement =
        connection.prepare(sql).map_err(|error| super::open::unopened(error, key))?;
    let rows = statement.query_map([], |row| {
        Ok(ExportedChange {
            document: row.get(0)?,
            kind: row.get(1)?,
            stream: row.get(2)?,
            hash: row.get(3)?,
            bytes: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
