//! Rows about whole photos, and to which documents they belong.

use rusqlite::{OptionalExtension, params};
use xunlou_core::ids::{BlobHash, DocumentId, EstateId};

use super::{Blobs, Upload};
use crate::database::{Flat, Result, uuid};

/// A whole photo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredBlob {
    /// Its media type.
    pub media_type: String,
    /// Its size in bytes.
    pub total: u64,
}

impl Blobs {
    /// The photo, if all of it is here, whatever document it belongs to.
    ///
    /// # Errors
    /// The database fails.
    pub fn stored(&self, estate: EstateId, hash: BlobHash) -> Result<Option<StoredBlob>> {
        self.database.read(|transaction| {
            Ok(transaction
                .prepare_cached(
                    "SELECT media_type, total FROM blob WHERE estate = ?1 AND hash = ?2",
                )?
                .query_row([estate.flat(), hash.flat()], stored)
                .optional()?)
        })
    }

    /// The photo, if all of it is here and it belongs to the document.
    ///
    /// # Errors
    /// The database fails.
    pub fn of_document(
        &self,
        estate: EstateId,
        document: DocumentId,
        hash: BlobHash,
    ) -> Result<Option<StoredBlob>> {
        self.database.read(|transaction| {
            Ok(transaction
                .prepare_cached(
                    "SELECT b.media_type, b.total FROM blob b
                     JOIN blob_document d ON d.estate = b.estate AND d.hash = b.hash
                     WHERE b.estate = ?1 AND b.hash = ?2 AND d.document = ?3",
                )?
                .query_row([estate.flat(), hash.flat(), document.flat()], stored)
                .optional()?)
        })
    }

    /// The documents that a photo belongs to.
    ///
    /// # Errors
    /// The database fails.
    pub fn documents(&self, estate: EstateId, hash: BlobHash) -> Result<Vec<DocumentId>> {
        self.database.read(|transaction| {
            let mut statement = transaction.prepare_cached(
                "SELECT document FROM blob_document WHERE estate = ?1 AND hash = ?2",
            )?;
            let rows = statement.query_map([estate.flat(), hash.flat()], |row| uuid(row, 0))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Records that a photo is here, whole, and belongs to the document.
    ///
    /// # Errors
    /// The database fails.
    pub fn record(
        &self,
        upload: Upload,
        document: DocumentId,
        blob: &StoredBlob,
        now: i64,
    ) -> Result<()> {
        self.database.write(|transaction| {
            transaction.execute(
                "INSERT INTO blob (estate, hash, media_type, total, received_at)
                 VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (estate, hash) DO NOTHING",
                params![
                    upload.estate.flat(),
                    upload.hash.flat(),
                    blob.media_type,
                    i64::try_from(blob.total).unwrap_or(i64::MAX),
                    now
                ],
            )?;
            transaction.execute(
                "INSERT INTO blob_document (estate, document, hash, device)
                 VALUES (?1, ?2, ?3, ?4) ON CONFLICT (estate, document, hash) DO NOTHING",
                [upload.estate.flat(), document.flat(), upload.hash.flat(), upload.device.flat()],
            )?;
            Ok(())
        })
    }
}

fn stored(row: &rusqlite::Row<'_>) -> rusqlite::Result<StoredBlob> {
    Ok(StoredBlob {
        media_type: row.get(0)?,
        total: u64::try_from(row.get::<_, i64>(1)?).unwrap_or(0),
    })
}
