//! `blob/*`: photos in pieces. Rights are those of the document that a photo belongs to; a photo
//! is shown only with a document for which some device sent all of its bytes.

use serde_bytes::ByteBuf;
use xunlou_core::domain::access::{Operation, Principal, authorize};
use xunlou_core::ids::{BlobHash, DocumentId};
use xunlou_core::sync::wire::{
    BLOB_CHUNK, BlobChunk, BlobGetRequest, BlobPutRequest, BlobStatus, BlobStatusRequest, ErrorCode,
};

use super::{Api, ApiError};
use crate::access::granted;
use crate::blobs::{StoredBlob, Upload};

/// Most characters of a media type.
const MOST_MEDIA_TYPE: usize = 60;

impl Api {
    pub(super) fn blob_status(
        &self,
        principal: &Principal,
        request: &BlobStatusRequest,
    ) -> Result<BlobStatus, ApiError> {
        self.allow(principal, Operation::Read, request.document)?;
        self.status(principal, request.document, request.hash)
    }

    pub(super) fn blob_put(
        &self,
        principal: &Principal,
        request: BlobPutRequest,
    ) -> Result<BlobStatus, ApiError> {
        self.check_piece(&request)?;
        self.allow(principal, Operation::Write, request.document)?;
        let before = self.status(principal, request.document, request.hash)?;
        // A piece sent again, or one after a gap: the device goes on from what is here.
        if before.complete || before.received != request.offset {
            return Ok(before);
        }
        let upload =
            Upload { estate: principal.estate, hash: request.hash, device: principal.device };
        let end = request.offset + request.bytes.len() as u64;
        self.blobs.keep_piece(upload, request.offset, request.bytes.into_vec().into())?;
        if end < request.total {
            return Ok(BlobStatus { hash: request.hash, received: end, complete: false });
        }
        if !self.blobs.compose(upload)? {
            return Err(ApiError::bad_request(
                "the photo's bytes do not have its hash; all pieces were dropped",
            ));
        }
        let blob = StoredBlob { media_type: request.media_type, total: request.total };
        self.blobs.record(upload, request.document, &blob, self.now())?;
        self.blobs.discard(upload)?;
        self.metrics.photo(request.total);
        Ok(BlobStatus { hash: request.hash, received: request.total, complete: true })
    }

    pub(super) fn blob_get(
        &self,
        principal: &Principal,
        request: &BlobGetRequest,
    ) -> Result<BlobChunk, ApiError> {
        self.allow(principal, Operation::Read, request.document)?;
        let BlobGetRequest { hash, document, offset } = *request;
        let blob = self
            .blobs
            .of_document(principal.estate, document, hash)?
            .ok_or_else(ApiError::not_found)?;
        let end = blob.total.min(offset.saturating_add(BLOB_CHUNK as u64));
        let bytes = self.blobs.part(principal.estate, hash, offset..end)?;
        Ok(BlobChunk {
            hash,
            offset,
            total: blob.total,
            media_type: blob.media_type,
            bytes: ByteBuf::from(Vec::from(bytes)),
        })
    }

    fn status(
        &self,
        principal: &Principal,
        document: DocumentId,
        hash: BlobHash,
    ) -> Result<BlobStatus, ApiError> {
        if let Some(blob) = self.blobs.of_document(principal.estate, document, hash)? {
            return Ok(BlobStatus { hash, received: blob.total, complete: true });
        }
        if let Some(blob) = self.shown_elsewhere(principal, document, hash)? {
            return Ok(BlobStatus { hash, received: blob.total, complete: true });
        }
        let upload = Upload { estate: principal.estate, hash, device: principal.device };
        Ok(BlobStatus { hash, received: self.blobs.received(upload)?, complete: false })
    }

    /// A photo that another document shows to this person already, as that of a finding does when a
    /// case is made of it: it is shown with this document too, and need not be sent again.
    fn shown_elsewhere(
        &self,
        principal: &Principal,
        document: DocumentId,
        hash: BlobHash,
    ) -> Result<Option<StoredBlob>, ApiError> {
        let Some(blob) = self.blobs.stored(principal.estate, hash)? else { return Ok(None) };
        if self.allow(principal, Operation::Write, document).is_err() {
            return Ok(None);
        }
        for other in self.blobs.documents(principal.estate, hash)? {
            if self.allow(principal, Operation::Read, other).is_ok() {
                let (estate, device) = (principal.estate, principal.device);
                let upload = Upload { estate, hash, device };
                self.blobs.record(upload, document, &blob, self.now())?;
                return Ok(Some(blob));
            }
        }
        Ok(None)
    }

    /// The same refusal for a document that is not there and one that is not for this device.
    fn allow(
        &self,
        principal: &Principal,
        operation: Operation,
        document: DocumentId,
    ) -> Result<(), ApiError> {
        let stored = self
            .log
            .read(principal.estate, |log| log.document(document).map_err(ApiError::from))?
            .ok_or_else(ApiError::not_found)?;
        let permitted = granted(principal, stored.header.stream)
            && authorize(principal, operation, &stored.header, Some(stored.author)).is_ok();
        if permitted { Ok(()) } else { Err(ApiError::not_found()) }
    }

    fn check_piece(&self, request: &BlobPutRequest) -> Result<(), ApiError> {
        let most = self.limits.photo_bytes;
        if request.total > most || request.bytes.len() > BLOB_CHUNK {
            return Err(ApiError::new(
                ErrorCode::TooLarge,
                format!("a photo has at most {most} bytes, a piece at most {BLOB_CHUNK}"),
            ));
        }
        let end = request.offset.checked_add(request.bytes.len() as u64);
        if request.bytes.is_empty() || end.is_none_or(|end| end > request.total) {
            return Err(ApiError::bad_request("the piece does not lie within the photo"));
        }
        if !is_picture(&request.media_type) {
            return Err(ApiError::bad_request("the media type is not that of a picture: image/…"));
        }
        Ok(())
    }
}

fn is_picture(media_type: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '+' | '-');
    media_type.len() <= MOST_MEDIA_TYPE
        && media_type
            .strip_prefix("image/")
            .is_some_and(|subtype| !subtype.is_empty() && subtype.chars().all(plain))
}
