//! How ids and hashes stand in the database: as blobs.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use uuid::Uuid;

use crate::domain::StreamId;
use crate::ids::{
    ActorId, BlobHash, ChangeHash, DeviceId, DocumentId, Epoch, InstallationId, PersonId,
};

macro_rules! uuid_sql {
    ($($name:ident),*) => {$(
        impl ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(ToSqlOutput::Borrowed(ValueRef::Blob(self.as_bytes())))
            }
        }

        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                Uuid::from_slice(value.as_blob()?).map(Self).map_err(FromSqlError::other)
            }
        }
    )*};
}

macro_rules! hash_sql {
    ($($name:ident),*) => {$(
        impl ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(ToSqlOutput::Borrowed(ValueRef::Blob(&self.0)))
            }
        }

        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                let bytes = value.as_blob()?;
                bytes.try_into().map(Self).map_err(FromSqlError::other)
            }
        }
    )*};
}

uuid_sql!(ActorId, DeviceId, DocumentId, Epoch, InstallationId, PersonId);
hash_sql!(BlobHash, ChangeHash);

impl ToSql for StreamId {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.to_string()))
    }
}

impl FromSql for StreamId {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str()?.parse().map_err(FromSqlError::other)
    }
}

/// Hashes one behind the other, as `document.heads` keeps them.
pub(super) fn heads_to_blob(heads: &[ChangeHash]) -> Vec<u8> {
    heads.iter().flat_map(|hash| hash.0).collect()
}

/// The reverse of [`heads_to_blob`].
pub(super) fn heads_from_blob(blob: &[u8]) -> Vec<ChangeHash> {
    blob.as_chunks::<32>().0.iter().map(|hash| ChangeHash(*hash)).collect()
}
