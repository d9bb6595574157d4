//! How bytes get to the server and back. Implementations know addresses, certificates and tokens;
//! what the bytes mean they do not know.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::SyncError;
use super::engine::read;
use super::wire::{self, Endpoint};

/// A way to the server, with the device's token if it has one.
pub trait Transport: Send + Sync {
    /// Posts a body, encoded by [`wire::encode`], to one of the server's calls and returns
    /// the body of its answer. Blocks, for a bounded time. May be called from several threads.
    ///
    /// # Errors
    /// [`SyncError::Refused`] with the code of the server's [`ErrorBody`](super::wire::ErrorBody);
    /// [`SyncError::Offline`], [`SyncError::Certificate`] or [`SyncError::NotOurServer`] when no
    /// answer of our server came. The server may have done what was asked all the same.
    fn exchange(&self, endpoint: Endpoint, body: Vec<u8>) -> Result<Vec<u8>, SyncError>;
}

/// One call outside a sync: encodes, posts, reads.
pub(super) fn call<Q: Serialize, A: DeserializeOwned>(
    transport: &dyn Transport,
    endpoint: Endpoint,
    request: &Q,
) -> Result<A, SyncError> {
    let body = wire::encode(request).map_err(|error| SyncError::Storage(error.to_string()))?;
    read(&transport.exchange(endpoint, body)?)
}
