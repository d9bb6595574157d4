//! Changes that were not taken: kept with the reason, so that nothing a person wrote is lost.

use rusqlite::params;
use xunlou_core::ids::{ChangeHash, DeviceId, DocumentId};
use xunlou_core::sync::wire::{RefusalCode, WireHeader};

use super::{LogReader, LogWriter, from_sql, to_sql};
use crate::database::{Flat, Result, uuid};

/// A change on its way into quarantine.
#[derive(Clone, Debug)]
pub struct QuarantinedChange {
    /// The envelope it came with.
    pub header: WireHeader,
    /// Its hash, or the hash of its bytes.
    pub hash: ChangeHash,
    /// Why it was refused.
    pub code: RefusalCode,
    /// What exactly.
    pub detail: String,
    /// What came.
    pub bytes: Vec<u8>,
}

/// A row of the quarantine, without the bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quarantined {
    /// Its number within the estate.
    pub id: u64,
    /// When it came, in milliseconds since 1970 UTC.
    pub received_at: i64,
    /// From which device.
    pub device: DeviceId,
    /// To which document.
    pub document: DocumentId,
    /// The kind its envelope named.
    pub kind: String,
    /// The stream its envelope named.
    pub stream: String,
    /// Its hash, in hex.
    pub hash: String,
    /// Why it was refused.
    pub code: String,
    /// What exactly.
    pub detail: String,
    /// Its size in bytes.
    pub length: u64,
}

impl LogWriter<'_> {
    /// Keeps a refused change. The same one from the same device adds nothing.
    ///
    /// # Errors
    /// The database fails.
    pub fn quarantine(&self, device: DeviceId, change: &QuarantinedChange, now: i64) -> Result<()> {
        self.transaction
            .prepare_cached(
                "INSERT INTO quarantine (estate, id, received_at, device, document, kind, stream,
                                         hash, code, detail, bytes)
                 VALUES (?1, (SELECT coalesce(max(id), 0) + 1 FROM quarantine WHERE estate = ?1),
                         ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
                 ON CONFLICT (estate, device, document, hash) DO NOTHING",
            )?
            .execute(params![
                self.estate.flat(),
                now,
                device.flat(),
                change.header.document.flat(),
                change.header.kind.chars().take(40).collect::<String>(),
                change.header.stream.to_string(),
                change.hash.flat(),
                code_name(change.code),
                change.detail,
                change.bytes
            ])?;
        Ok(())
    }
}

impl LogReader<'_> {
    /// Bytes of this device's refused changes.
    ///
    /// # Errors
    /// The database fails.
    pub fn quarantined_size(&self, device: DeviceId) -> Result<u64> {
        Ok(self
            .transaction
            .prepare_cached(
                "SELECT coalesce(sum(length(bytes)), 0) FROM quarantine
                 WHERE estate = ?1 AND device = ?2",
            )?
            .query_row([self.estate.flat(), device.flat()], |row| row.get(0).map(from_sql))?)
    }

    /// Up to `limit` refused changes after number `after`.
    ///
    /// # Errors
    /// The database fails.
    pub fn quarantined(&self, after: u64, limit: usize) -> Result<Vec<Quarantined>> {
        let mut statement = self.transaction.prepare_cached(
            "SELECT id, received_at, device, document, kind, stream, hex(hash), code, detail,
                    length(bytes)
             FROM quarantine WHERE estate = ?1 AND id > ?2 ORDER BY id LIMIT ?3",
        )?;
        let rows = statement.query_map(
            params![self.estate.flat(), to_sql(after), to_sql(limit as u64)],
            |row| {
                Ok(Quarantined {
                    id: from_sql(row.get(0)?),
                    received_at: row.get(1)?,
                    device: uuid(row, 2)?,
                    document: uuid(row, 3)?,
                    kind: row.get(4)?,
                    stream: row.get(5)?,
                    hash: row.get::<_, String>(6)?.to_lowercase(),
                    code: row.get(7)?,
                    detail: row.get(8)?,
                    length: from_sql(row.get(9)?),
                })
            },
        )?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The bytes of a refused change.
    ///
    /// # Errors
    /// The database fails, or there is no such row.
    pub fn quarantined_bytes(&self, id: u64) -> Result<Vec<u8>> {
        Ok(self
            .transaction
            .prepare_cached("SELECT bytes FROM quarantine WHERE estate = ?1 AND id = ?2")?
            .query_row(params![self.estate.flat(), to_sql(id)], |row| row.get(0))?)
    }
}

/// The code as it stands in the database and in lists.
fn code_name(code: RefusalCode) -> &'static str {
    match code {
        RefusalCode::NotPermitted => "not_permitted",
        RefusalCode::ForeignActor => "foreign_actor",
        RefusalCode::BadSequence => "bad_sequence",
        RefusalCode::Unsafe => "unsafe",
        RefusalCode::BadContent => "bad_content",
        RefusalCode::WrongEnvelope => "wrong_envelope",
        RefusalCode::Revoked => "revoked",
        RefusalCode::Other => "other",
    }
}
