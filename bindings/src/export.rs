//! Saving unsent work out of a database that this version cannot open for use.

use std::path::Path;

use crate::convert::{Carry, mirror};
use crate::error::Result;
use crate::{ChangeHash, DatabaseKey, DocumentId};

mirror! {
    /// An unsent change, as any version can read it.
    pub struct ExportedChange from xunlou_core::store::ExportedChange {
        /// The document.
        pub document: DocumentId,
        /// Its kind.
        pub kind: String,
        /// Its stream, as stored: a newer version may know other ones.
        pub stream: String,
        /// The change's address.
        pub hash: ChangeHash,
        /// The change.
        pub bytes: Vec<u8>,
    }
}

/// Reads the unsent changes of a database of any version, without changing it.
///
/// # Errors
/// `XunlouError::WrongKey` and the other storage errors.
#[uniffi::export]
pub fn export_unsent(database: String, key: DatabaseKey) -> Result<Vec<ExportedChange>> {
    Ok(xunlou_core::store::export_unsent(Path::new(&database), Some(&key.0))?.carry())
}
