//! Photos' bytes.

use crate::convert::mirror;
use crate::error::Result;
use crate::{DocumentId, PhotoHash, Workspace};

mirror! {
    /// A photo on an item or a case.
    pub struct PhotoView from xunlou_core::workspace::PhotoView {
        /// Its address, to ask for its bytes.
        pub hash: PhotoHash,
        /// Media type.
        pub media_type: String,
    }
}

/// A photo.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, uniffi::Record)]
pub struct Photo {
    /// Media type.
    pub media_type: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl From<(String, Vec<u8>)> for Photo {
    fn from((media_type, bytes): (String, Vec<u8>)) -> Self {
        Self { media_type, bytes }
    }
}

#[uniffi::export]
impl Workspace {
    /// A photo, if its bytes are on this device.
    ///
    /// # Errors
    /// The storage errors.
    pub fn photo(&self, hash: PhotoHash) -> Result<Option<Photo>> {
        Ok(self.core()?.photo(hash.0)?.map(Photo::from))
    }

    /// A photo that `document` shows, from the server where it is not on this device. Waits for the
    /// network, for a bounded time.
    ///
    /// # Errors
    /// `NotFound` for a document that does not show it; the errors
    /// of a sync.
    pub fn fetch_photo(&self, document: DocumentId, hash: PhotoHash) -> Result<Photo> {
        let core = self.core()?;
        let transport = core.transport()?;
        Ok(core.fetch_photo(&transport, document.0, hash.0)?.into())
    }
}
