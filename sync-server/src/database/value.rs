//! How ids stand in columns.

use rusqlite::Row;
use uuid::Uuid;
use xunlou_core::ids::{
    ActorId, AreaId, BlobHash, BuildingId, ChangeHash, DeviceId, DocumentId, Epoch, EstateId,
    InstallationId, PersonId,
};

/// What stands in a column as plain bytes.
pub(crate) trait Flat {
    /// The bytes.
    fn flat(&self) -> &[u8];
}

macro_rules! flat {
    ($($id:ty),*) => {$(
        impl Flat for $id {
            fn flat(&self) -> &[u8] {
                self.as_bytes()
            }
        }
    )*};
}

flat!(ActorId, AreaId, BuildingId, DeviceId, DocumentId, Epoch, EstateId, InstallationId, PersonId);

impl Flat for ChangeHash {
    fn flat(&self) -> &[u8] {
        &self.0
    }
}

impl Flat for BlobHash {
    fn flat(&self) -> &[u8] {
        &self.0
    }
}

/// Reads an id.
pub(crate) fn uuid<T: From<Uuid>>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    Ok(Uuid::from_bytes(row.get::<_, [u8; 16]>(column)?).into())
}

/// Reads a column's bytes without copying them.
pub(crate) fn blob<'r>(row: &'r Row<'_>, column: usize) -> rusqlite::Result<&'r [u8]> {
    Ok(row.get_ref(column)?.as_blob()?)
}
