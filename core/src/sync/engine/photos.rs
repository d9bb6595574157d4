//! Sends the photos one after the other, piece by piece, from where the server says it stopped.

use std::collections::VecDeque;

use serde_bytes::ByteBuf;

use crate::ids::{BlobHash, DocumentId};
use crate::sync::SyncError;
use crate::sync::outcome::{Phase, PhotoFailure, Progress};
use crate::sync::replica::PendingBlob;
use crate::sync::wire::{
    BLOB_CHUNK, BlobPutRequest, BlobStatus, BlobStatusRequest, Endpoint, ErrorCode,
};

use super::check::bad;
use super::step::Effect;
use super::{Effects, Engine, Sent};

/// The photos still to send.
#[derive(Debug, Default)]
pub(super) struct Photos {
    queue: VecDeque<PendingBlob>,
    current: Option<Current>,
    done: u64,
    total: u64,
}

#[derive(Debug)]
struct Current {
    blob: PendingBlob,
    /// Where the piece in flight begins; `None` while the status is asked for.
    offset: Option<u64>,
    /// How often a piece was sent.
    puts: u64,
}

/// What comes next.
#[derive(Debug)]
pub(super) enum Step {
    Status(BlobStatusRequest),
    Read { hash: BlobHash, offset: u64, len: usize },
    Put(BlobPutRequest),
    Sent(BlobHash, DocumentId),
    End,
}

impl Engine {
    pub(super) fn next_photo(&mut self) -> Effects {
        let step = self.photos.next();
        self.photo(step)
    }

    pub(super) fn photo(&mut self, step: Step) -> Effects {
        let mut effects = match step {
            Step::Status(request) => {
                self.sent = Some(Sent::Photo);
                vec![self.post(Endpoint::BlobStatus, &request)?]
            }
            Step::Put(request) => {
                self.sent = Some(Sent::Photo);
                vec![self.post(Endpoint::BlobPut, &request)?]
            }
            Step::Read { hash, offset, len } => vec![Effect::ReadPiece { hash, offset, len }],
            Step::Sent(hash, document) => {
                self.outcome.photos_sent += 1;
                vec![Effect::PhotoSent(hash, document)]
            }
            Step::End => return Ok(self.finish()),
        };
        effects.insert(0, Effect::Progress(self.photos.progress()));
        if let Some(Effect::PhotoSent(..)) = effects.last() {
            effects.extend(self.next_photo()?);
        }
        Ok(effects)
    }

    /// Goes on to the next photo, unless the error would meet that one too.
    pub(super) fn photo_failed(&mut self, error: SyncError) -> Effects {
        self.sent = None;
        if !only_this_one(&error) {
            return Err(error);
        }
        if let Some(hash) = self.photos.leave() {
            self.outcome.photos_failed.push(PhotoFailure { hash, error });
        }
        self.next_photo()
    }
}

impl Photos {
    pub(super) fn new(blobs: Vec<PendingBlob>) -> Self {
        let total = blobs.iter().map(|blob| blob.total).sum();
        Self { queue: blobs.into(), current: None, done: 0, total }
    }

    /// Begins the next photo.
    pub(super) fn next(&mut self) -> Step {
        let Some(blob) = self.queue.pop_front() else { return Step::End };
        let request = BlobStatusRequest { hash: blob.hash, document: blob.document };
        self.current = Some(Current { blob, offset: None, puts: 0 });
        Step::Status(request)
    }

    /// Takes the answer to a status or a piece.
    pub(super) fn status(&mut self, status: BlobStatus) -> Result<Step, SyncError> {
        let Some(current) = &mut self.current else { return bad("no photo is being sent") };
        let total = current.blob.total;
        if status.hash != current.blob.hash {
            return bad("it is about another photo");
        }
        if status.complete {
            let (hash, document) = (current.blob.hash, current.blob.document);
            self.leave();
            return Ok(Step::Sent(hash, document));
        }
        if status.received > total {
            return bad(format!("{} of {total} bytes of a photo", status.received));
        }
        let offset = match current.offset {
            // Every byte is there, but not the photo: from the beginning, once.
            None if status.received == total => 0,
            None => status.received,
            Some(_) if status.received == total => {
                return bad("all bytes of a photo are there, but it is not complete");
            }
            Some(offset) if status.received <= offset => return bad("a photo does not get on"),
            Some(_) => status.received,
        };
        // A server that takes a few bytes at a time must not keep the device for ever.
        if current.puts > 2 * (total / BLOB_CHUNK as u64) + 8 {
            return bad("a photo takes too many pieces");
        }
        current.offset = Some(offset);
        let len = usize::try_from(total - offset).unwrap_or(BLOB_CHUNK).min(BLOB_CHUNK);
        Ok(Step::Read { hash: current.blob.hash, offset, len })
    }

    /// Takes the piece that was read.
    pub(super) fn piece(&mut self, bytes: Vec<u8>) -> Result<Step, SyncError> {
        let Some(Current { blob, offset: Some(offset), puts }) = &mut self.current else {
            return bad("no photo is being sent");
        };
        let expected = (blob.total - *offset).min(BLOB_CHUNK as u64);
        if bytes.len() as u64 != expected {
            let text = format!("a photo has {} bytes where {expected} were expected", bytes.len());
            return Err(SyncError::Storage(text));
        }
        *puts += 1;
        Ok(Step::Put(BlobPutRequest {
            hash: blob.hash,
            document: blob.document,
            media_type: blob.media_type.clone(),
            total: blob.total,
            offset: *offset,
            bytes: ByteBuf::from(bytes),
        }))
    }

    /// Leaves the current photo, sent or not; tells which it was.
    pub(super) fn leave(&mut self) -> Option<BlobHash> {
        let current = self.current.take()?;
        self.done += current.blob.total;
        Some(current.blob.hash)
    }

    pub(super) fn progress(&self) -> Progress {
        let part = self.current.as_ref().and_then(|current| current.offset).unwrap_or(0);
        Progress { phase: Phase::Photos, done: self.done + part, total: Some(self.total) }
    }
}

/// Whether an error concerns one photo only, so that the others may still get through.
pub(super) fn only_this_one(error: &SyncError) -> bool {
    match error {
        SyncError::BadAnswer(_) | SyncError::Storage(_) => true,
        SyncError::Refused { code, .. } => matches!(
            code,
            ErrorCode::NotFound
                | ErrorCode::TooLarge
                | ErrorCode::BadRequest
                | ErrorCode::Internal
                | ErrorCode::Other
        ),
        _ => false,
    }
}
