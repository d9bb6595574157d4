//! Photos: content-addressed rows in the same file, so that attaching one commits with its answer.

use rusqlite::{Connection, OptionalExtension, params};

use super::open::Store;
use crate::Result;
use crate::ids::{BlobHash, DocumentId};

/// A photo's bytes.
#[derive(Clone, Copy, Debug)]
pub struct Photo<'a> {
    /// The SHA-256 of the bytes.
    pub hash: BlobHash,
    /// Media type, for example `image/jpeg`.
    pub media_type: &'a str,
    /// The bytes.
    pub bytes: &'a [u8],
    /// Whether it was taken here, and is to be sent; else it came from the server.
    pub own: bool,
}

pub(super) fn insert(connection: &Connection, photo: &Photo<'_>) -> Result<()> {
    let Photo { hash, media_type, bytes, own } = photo;
    let sql = "INSERT INTO blob (hash, media_type, bytes, own) VALUES (?1, ?2, ?3, ?4)
               ON CONFLICT (hash) DO NOTHING";
    connection.prepare_cached(sql)?.execute(params![hash, media_type, bytes, own])?;
    Ok(())
}

impl Store {
    /// A photo's media type and bytes, if they are on this device.
    ///
    /// # Errors
    /// The storage errors.
    pub fn photo(&self, hash: BlobHash) -> Result<Option<(String, Vec<u8>)>> {
        self.read(|connection| {
            let sql = "SELECT media_type, bytes FROM blob WHERE hash = ?1";
            let mut statement = connection.prepare_cached(sql)?;
            Ok(statement.query_row([hash], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
        })
    }

    /// The photos that a document shows, each once.
    ///
    /// # Errors
    /// The storage errors.
    pub fn photos_of(&self, document: DocumentId) -> Result<Vec<BlobHash>> {
        self.read(|connection| {
            let sql = "SELECT DISTINCT hash FROM photo WHERE document = ?1 ORDER BY hash";
            let mut statement = connection.prepare_cached(sql)?;
            let rows = statement.query_map([document], |row| row.get(0))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }
}
