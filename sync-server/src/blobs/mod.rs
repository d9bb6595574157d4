//! Photos: content-addressed objects, which arrive in pieces and count only once all of them are
//! there and have the right hash. Which documents a photo belongs to stands in the database.
//!
//! Pieces are objects of their own, `staging/<estate>/<hash>/<device>/<offset>`: one device cannot
//! spoil what another sends. Whole photos are `blobs/<estate>/<hash>`. Nothing rests on
//! conditional writes, which not every store has.

mod index;
mod runner;

use std::path::Path as FilePath;
use std::sync::Arc;

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use futures_util::TryStreamExt;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload};
use xunlou_core::ids::{BlobHash, DeviceId, EstateId};

use crate::database::Database;
use runner::Runner;

pub use index::StoredBlob;

/// What can go wrong with the photo store.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BlobError {
    /// The store itself.
    #[error("photo store: {0}")]
    Store(#[from] object_store::Error),
    /// The store's worker is gone: the process is stopping.
    #[error("the photo store is stopping")]
    Stopping,
}

/// Where one device's pieces of one photo are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Upload {
    /// The estate.
    pub estate: EstateId,
    /// The photo.
    pub hash: BlobHash,
    /// Who sends it.
    pub device: DeviceId,
}

/// The photos of every estate of one server.
pub struct Blobs {
    store: Arc<dyn ObjectStore>,
    runner: Runner,
    database: Arc<Database>,
}

impl Blobs {
    /// Photos in a directory, durable before a call returns.
    ///
    /// # Errors
    /// The directory cannot be used.
    pub fn in_directory(
        directory: &FilePath,
        database: Arc<Database>,
    ) -> Result<Self, std::io::Error> {
        let store = LocalFileSystem::new_with_prefix(directory)
            .map_err(std::io::Error::other)?
            .with_fsync(true)
            .with_automatic_cleanup(true);
        Self::new(Arc::new(store), database)
    }

    /// Photos in any store.
    ///
    /// # Errors
    /// No thread can be started.
    pub fn new(
        store: Arc<dyn ObjectStore>,
        database: Arc<Database>,
    ) -> Result<Self, std::io::Error> {
        Ok(Self { store, runner: Runner::start()?, database })
    }

    /// Bytes of an upload that are here without a gap.
    ///
    /// # Errors
    /// The store fails.
    pub fn received(&self, upload: Upload) -> Result<u64, BlobError> {
        Ok(self.pieces(upload)?.last().map_or(0, |piece| piece.offset + piece.length))
    }

    /// Keeps a piece.
    ///
    /// # Errors
    /// The store fails.
    pub fn keep_piece(&self, upload: Upload, offset: u64, bytes: Bytes) -> Result<(), BlobError> {
        let path = staging(upload).join(offset.to_string());
        let store = Arc::clone(&self.store);
        self.runner
            .wait(async move { store.put(&path, PutPayload::from_bytes(bytes)).await })??;
        Ok(())
    }

    /// Puts the pieces of an upload together. `false`: they do not have the hash, and are gone.
    ///
    /// # Errors
    /// The store fails; what is here stays.
    pub fn compose(&self, upload: Upload) -> Result<bool, BlobError> {
        let pieces = self.pieces(upload)?;
        let store = Arc::clone(&self.store);
        let right = self.runner.wait(async move {
            let mut whole = Vec::new();
            for piece in pieces {
                whole.extend_from_slice(&store.get(&piece.path).await?.bytes().await?);
            }
            let right = BlobHash::of(&whole) == upload.hash;
            if right {
                store.put(&blob(upload.estate, upload.hash), PutPayload::from(whole)).await?;
            }
            Ok::<_, object_store::Error>(right)
        })??;
        if !right {
            self.discard(upload)?;
        }
        Ok(right)
    }

    /// Forgets the pieces of an upload.
    ///
    /// # Errors
    /// The store fails.
    pub fn discard(&self, upload: Upload) -> Result<(), BlobError> {
        let store = Arc::clone(&self.store);
        self.runner.wait(async move {
            let objects: Vec<_> = store.list(Some(&staging(upload))).try_collect().await?;
            for object in objects {
                delete(store.as_ref(), &object.location).await?;
            }
            Ok::<_, object_store::Error>(())
        })??;
        Ok(())
    }

    /// A part of a whole photo; empty beyond its end.
    ///
    /// # Errors
    /// The store fails, or has lost the photo.
    pub fn part(
        &self,
        estate: EstateId,
        hash: BlobHash,
        range: std::ops::Range<u64>,
    ) -> Result<Bytes, BlobError> {
        if range.is_empty() {
            return Ok(Bytes::new());
        }
        let store = Arc::clone(&self.store);
        let part = self
            .runner
            .wait(async move { store.get_range(&blob(estate, hash), range).await })??;
        Ok(part)
    }

    /// Removes what nobody will ask for again: pieces that were left more than `age` ago. Whole
    /// photos stay even where no row names them: after a restore, rows for them may come back.
    /// `now` is the store's own time. Says how many.
    ///
    /// # Errors
    /// The store or the database fails; what was removed before stays removed.
    pub fn sweep(&self, now: DateTime<Utc>, age: TimeDelta) -> Result<usize, SweepError> {
        let store = Arc::clone(&self.store);
        let objects: Vec<_> = self
            .runner
            .wait(
                async move { store.list(Some(&Path::from(STAGING))).try_collect::<Vec<_>>().await },
            )
            .and_then(|listed| Ok(listed?))?;
        let mut removed = 0;
        for object in objects {
            let old = now.signed_duration_since(object.last_modified) > age;
            if old {
                let store = Arc::clone(&self.store);
                self.runner
                    .wait(async move { delete(store.as_ref(), &object.location).await })
                    .and_then(|deleted| Ok(deleted?))?;
                removed += 1;
            }
        }
        Ok(removed)
    }

    /// The pieces of an upload from the beginning up to the first gap.
    fn pieces(&self, upload: Upload) -> Result<Vec<Piece>, BlobError> {
        let store = Arc::clone(&self.store);
        let listed: Vec<_> = self.runner.wait(async move {
            store.list(Some(&staging(upload))).try_collect::<Vec<_>>().await
        })??;
        let mut pieces: Vec<Piece> = listed
            .into_iter()
            .filter_map(|object| {
                let offset = object.location.filename()?.parse().ok()?;
                Some(Piece { offset, length: object.size, path: object.location })
            })
            .collect();
        pieces.sort_unstable_by_key(|piece| piece.offset);
        let mut end = 0;
        let whole = pieces
            .iter()
            .take_while(|piece| {
                let follows = piece.offset == end;
                end += if follows { piece.length } else { 0 };
                follows
            })
            .count();
        pieces.truncate(whole);
        Ok(pieces)
    }
}

/// Why a sweep stopped.
#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    /// The photo store.
    #[error(transparent)]
    Blob(#[from] BlobError),
    /// The database.
    #[error(transparent)]
    Store(#[from] crate::database::StoreError),
}

struct Piece {
    offset: u64,
    length: u64,
    path: Path,
}

/// Where pieces are kept until the photo is whole.
const STAGING: &str = "staging";

fn staging(upload: Upload) -> Path {
    let Upload { estate, hash, device } = upload;
    Path::from_iter([STAGING.to_owned(), estate.to_string(), hash.to_string(), device.to_string()])
}

fn blob(estate: EstateId, hash: BlobHash) -> Path {
    Path::from_iter(["blobs".to_owned(), estate.to_string(), hash.to_string()])
}

/// Removes an object; one that is gone already is as good.
async fn delete(store: &dyn ObjectStore, path: &Path) -> Result<(), object_store::Error> {
    match store.delete(path).await {
        Err(object_store::Error::NotFound { .. }) => Ok(()),
        other => other,
    }
}
