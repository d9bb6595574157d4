//! Gets a photo from the server, when somebody wants to see it.

use crate::ids::{BlobHash, DocumentId};

use super::SyncError;
use super::transport::{Transport, call};
use super::wire::{BlobChunk, BlobGetRequest, Endpoint, MAX_BLOB};

/// Gets the photo with this hash; `document` refers to it, which decides whether the device may.
///
/// # Errors
/// [`SyncError::Refused`] with `not_found` when it is not there yet, or not for this person;
/// [`SyncError::BadAnswer`] when the bytes are not those of the hash.
pub fn fetch_blob(
    transport: &dyn Transport,
    hash: BlobHash,
    document: DocumentId,
) -> Result<(String, Vec<u8>), SyncError> {
    let mut photo = Vec::new();
    loop {
        let offset = photo.len() as u64;
        let request = BlobGetRequest { hash, document, offset };
        let chunk: BlobChunk = call(transport, Endpoint::BlobGet, &request)?;
        let end = offset + chunk.bytes.len() as u64;
        if chunk.hash != hash || chunk.offset != offset {
            return bad("it is about another piece or photo".into());
        }
        if chunk.total > MAX_BLOB || end > chunk.total {
            return bad(format!("{end} of {} bytes of a photo", chunk.total));
        }
        photo.extend_from_slice(&chunk.bytes);
        if end == chunk.total {
            if BlobHash::of(&photo) != hash {
                return bad("a photo's bytes are not those of its hash".into());
            }
            return Ok((chunk.media_type, photo));
        }
        if chunk.bytes.is_empty() {
            return bad(format!("a photo ends after {end} of {} bytes", chunk.total));
        }
    }
}

fn bad<T>(text: String) -> Result<T, SyncError> {
    Err(SyncError::BadAnswer(text))
}
