//! What is read from the log.

use std::ops::ControlFlow;

use rusqlite::{OptionalExtension, Row, params};
use xunlou_core::domain::{DocumentKind, Header, StreamId};
use xunlou_core::ids::{ActorId, ChangeHash, DeviceId, DocumentId};
use xunlou_core::sync::wire::Identity;

use super::{Binding, DeltaRow, LogReader, LogState, StoredDocument, from_sql, to_sql};
use crate::database::{Flat, Result, StoreError, blob, uuid};

impl LogReader<'_> {
    /// Where the log stands.
    ///
    /// # Errors
    /// There is no such estate, or the database fails.
    pub fn state(&self) -> Result<LogState> {
        self.transaction
            .prepare_cached("SELECT epoch, head, last_actor FROM estate WHERE estate = ?1")?
            .query_row([self.estate.flat()], |row| {
                Ok(LogState {
                    epoch: uuid(row, 0)?,
                    head: from_sql(row.get(1)?),
                    last_actor: from_sql(row.get(2)?),
                })
            })
            .optional()?
            .ok_or_else(|| StoreError::Damaged(format!("no estate {}", self.estate)))
    }

    /// The document, if there is one.
    ///
    /// # Errors
    /// The database fails.
    pub fn document(&self, document: DocumentId) -> Result<Option<StoredDocument>> {
        self.transaction
            .prepare_cached(
                "SELECT kind, stream, author, first_position, last_position, heads
                 FROM document WHERE estate = ?1 AND document = ?2",
            )?
            .query_row([self.estate.flat(), document.flat()], |row| {
                Ok(StoredDocument {
                    header: header(document, row, 0)?,
                    author: uuid(row, 2)?,
                    first_position: from_sql(row.get(3)?),
                    last_position: from_sql(row.get(4)?),
                    heads: heads(row, 5)?,
                })
            })
            .optional()
            .map_err(StoreError::from)
    }

    /// The document's newest verified state.
    ///
    /// # Errors
    /// The database fails.
    pub fn snapshot(&self, document: DocumentId) -> Result<Option<Vec<u8>>> {
        Ok(self
            .transaction
            .prepare_cached("SELECT bytes FROM snapshot WHERE estate = ?1 AND document = ?2")?
            .query_row([self.estate.flat(), document.flat()], |row| row.get(0))
            .optional()?)
    }

    /// Bytes of the document's newest verified state.
    ///
    /// # Errors
    /// The database fails.
    pub fn snapshot_length(&self, document: DocumentId) -> Result<usize> {
        Ok(self
            .transaction
            .prepare_cached(
                "SELECT length(bytes) FROM snapshot WHERE estate = ?1 AND document = ?2",
            )?
            .query_row([self.estate.flat(), document.flat()], |row| row.get::<_, i64>(0))
            .optional()?
            .map_or(0, |length| usize::try_from(length).unwrap_or(usize::MAX)))
    }

    /// Whether the log holds this change of the document.
    ///
    /// # Errors
    /// The database fails.
    pub fn has_change(&self, document: DocumentId, hash: ChangeHash) -> Result<bool> {
        Ok(self
            .transaction
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM change
                                WHERE estate = ?1 AND document = ?2 AND hash = ?3)",
            )?
            .query_row([self.estate.flat(), document.flat(), hash.flat()], |row| row.get(0))?)
    }

    /// Whether the actor wrote a change of the document.
    ///
    /// # Errors
    /// The database fails.
    pub fn wrote(&self, document: DocumentId, actor: ActorId) -> Result<bool> {
        Ok(self
            .transaction
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM change
                                WHERE estate = ?1 AND document = ?2 AND actor = ?3)",
            )?
            .query_row([self.estate.flat(), document.flat(), actor.flat()], |row| row.get(0))?)
    }

    /// Whether the device still belongs: a revoked one writes nothing more.
    ///
    /// # Errors
    /// The database fails.
    pub fn is_active(&self, device: DeviceId) -> Result<bool> {
        Ok(self
            .transaction
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM device
                                WHERE estate = ?1 AND device = ?2 AND revoked_at IS NULL)",
            )?
            .query_row([self.estate.flat(), device.flat()], |row| row.get(0))?)
    }

    /// Whose actor it is.
    ///
    /// # Errors
    /// The database fails.
    pub fn binding(&self, actor: ActorId) -> Result<Binding> {
        Ok(self
            .transaction
            .prepare_cached("SELECT device FROM actor WHERE estate = ?1 AND actor = ?2")?
            .query_row([self.estate.flat(), actor.flat()], |row| uuid(row, 0))
            .optional()?
            .map_or(Binding::Free, Binding::Device))
    }

    /// Up to `limit` rows of the list of actors after row `after`.
    ///
    /// # Errors
    /// The database fails.
    pub fn identities(&self, after: u64, limit: usize) -> Result<Vec<Identity>> {
        let mut statement = self.transaction.prepare_cached(
            "SELECT a.number, a.actor, a.device, d.label, d.person
             FROM actor a JOIN device d ON d.estate = a.estate AND d.device = a.device
             WHERE a.estate = ?1 AND a.number > ?2 ORDER BY a.number LIMIT ?3",
        )?;
        let rows = statement.query_map(
            params![self.estate.flat(), to_sql(after), to_sql(limit as u64)],
            |row| {
                Ok(Identity {
                    row: from_sql(row.get(0)?),
                    actor: uuid(row, 1)?,
                    device: uuid(row, 2)?,
                    label: row.get(3)?,
                    person: uuid(row, 4)?,
                })
            },
        )?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Shows `visit` the stream's changes after `position`, in log order, until it breaks.
    /// Says whether all were shown.
    ///
    /// # Errors
    /// What `visit` returns, or what the database says.
    pub fn deltas<E: From<StoreError>>(
        &self,
        stream: StreamId,
        position: u64,
        mut visit: impl FnMut(&DeltaRow<'_>) -> Result<ControlFlow<()>, E>,
    ) -> Result<bool, E> {
        let sql = |error: rusqlite::Error| E::from(StoreError::from(error));
        let mut statement = self
            .transaction
            .prepare_cached(
                "SELECT c.position, c.document, d.first_position, c.actor, d.kind, length(c.bytes),
                        c.bytes
                 FROM change c JOIN document d ON d.estate = c.estate AND d.document = c.document
                 WHERE c.estate = ?1 AND c.stream = ?2 AND c.position > ?3 ORDER BY c.position",
            )
            .map_err(sql)?;
        let mut rows = statement
            .query(params![self.estate.flat(), stream.to_string(), to_sql(position)])
            .map_err(sql)?;
        while let Some(row) = rows.next().map_err(sql)? {
            let delta = delta(row).map_err(sql)?;
            if visit(&delta)?.is_break() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// How many documents have changes after `position` by others than `actor`, among those whose
    /// first position is `floor` or above.
    ///
    /// # Errors
    /// The database fails.
    pub fn count_deltas(
        &self,
        stream: StreamId,
        position: u64,
        floor: u64,
        actor: ActorId,
    ) -> Result<u64> {
        Ok(self
            .transaction
            .prepare_cached(
                "SELECT count(DISTINCT c.document)
                 FROM change c JOIN document d ON d.estate = c.estate AND d.document = c.document
                 WHERE c.estate = ?1 AND c.stream = ?2 AND c.position > ?3
                   AND d.first_position >= ?4 AND c.actor <> ?5",
            )?
            .query_row(
                params![
                    self.estate.flat(),
                    stream.to_string(),
                    to_sql(position),
                    to_sql(floor),
                    actor.flat()
                ],
                |row| row.get(0).map(from_sql),
            )?)
    }

    /// Up to `limit` documents of the stream that begin below `floor`, newest first: the first
    /// position and the envelope of each.
    ///
    /// # Errors
    /// The database fails.
    pub fn below(&self, stream: StreamId, floor: u64, limit: usize) -> Result<Vec<(u64, Header)>> {
        let mut statement = self.transaction.prepare_cached(
            "SELECT kind, stream, document, first_position FROM document
             WHERE estate = ?1 AND stream = ?2 AND first_position < ?3
             ORDER BY first_position DESC LIMIT ?4",
        )?;
        let rows = statement.query_map(
            params![self.estate.flat(), stream.to_string(), to_sql(floor), to_sql(limit as u64)],
            |row| Ok((from_sql(row.get(3)?), header(uuid(row, 2)?, row, 0)?)),
        )?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many documents of the stream begin below `floor`.
    ///
    /// # Errors
    /// The database fails.
    pub fn count_below(&self, stream: StreamId, floor: u64) -> Result<u64> {
        Ok(self
            .transaction
            .prepare_cached(
                "SELECT count(*) FROM document
                 WHERE estate = ?1 AND stream = ?2 AND first_position < ?3",
            )?
            .query_row(params![self.estate.flat(), stream.to_string(), to_sql(floor)], |row| {
                row.get(0).map(from_sql)
            })?)
    }

    /// The ids of the stream's documents after `after` and up to `until`, ascending.
    ///
    /// # Errors
    /// The database fails.
    pub fn ids_between(
        &self,
        stream: StreamId,
        after: Option<DocumentId>,
        until: Option<DocumentId>,
    ) -> Result<Vec<DocumentId>> {
        let mut statement = self.transaction.prepare_cached(
            "SELECT document FROM document WHERE estate = ?1 AND stream = ?2
             AND (?3 IS NULL OR document > ?3) AND (?4 IS NULL OR document <= ?4)
             ORDER BY document",
        )?;
        let rows = statement.query_map(
            params![
                self.estate.flat(),
                stream.to_string(),
                after.as_ref().map(Flat::flat),
                until.as_ref().map(Flat::flat)
            ],
            |row| uuid(row, 0),
        )?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl DeltaRow<'_> {
    /// The change itself.
    ///
    /// # Errors
    /// The column holds something else.
    pub fn bytes(&self) -> Result<&[u8]> {
        Ok(blob(self.row, 6)?)
    }
}

fn delta<'r>(row: &'r Row<'r>) -> rusqlite::Result<DeltaRow<'r>> {
    Ok(DeltaRow {
        position: from_sql(row.get(0)?),
        document: uuid(row, 1)?,
        first_position: from_sql(row.get(2)?),
        actor: uuid(row, 3)?,
        kind: kind(row, 4)?,
        length: usize::try_from(row.get::<_, i64>(5)?).unwrap_or(usize::MAX),
        row,
    })
}

/// Reads the envelope from the columns `kind` and `stream`.
fn header(document: DocumentId, row: &Row<'_>, column: usize) -> rusqlite::Result<Header> {
    let stream: String = row.get(column + 1)?;
    let stream = stream.parse().map_err(|_| damaged(column + 1, format!("no stream: {stream}")))?;
    Ok(Header { document, kind: kind(row, column)?, stream })
}

fn kind(row: &Row<'_>, column: usize) -> rusqlite::Result<DocumentKind> {
    let name: String = row.get(column)?;
    DocumentKind::parse(&name)
        .ok_or_else(|| damaged(column, format!("no kind of document is called `{name}`")))
}

fn damaged(column: usize, what: String) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, what.into())
}

fn heads(row: &Row<'_>, column: usize) -> rusqlite::Result<Vec<ChangeHash>> {
    let (hashes, _) = blob(row, column)?.as_chunks::<32>();
    Ok(hashes.iter().copied().map(ChangeHash).collect())
}
