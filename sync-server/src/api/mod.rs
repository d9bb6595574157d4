//! The calls: bytes in, bytes out, the same for HTTP and for the office's replica in this process.
//! No HTTP, no SQL and no Automerge here; each call has its module.

mod admit;
mod blob;
mod enrol;
mod judge;
mod page;
mod pull;
mod push;
mod reconcile;
mod sync;

use std::sync::Arc;
use std::time::Instant;

use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::broadcast;
use xunlou_core::domain::access::Principal;
use xunlou_core::env::Environment;
use xunlou_core::ids::EstateId;
use xunlou_core::sync::wire::{self, CodecError, Endpoint, ErrorBody, ErrorCode};

use crate::access::{Access, CodeRefusal, TokenRefusal};
use crate::blobs::{BlobError, Blobs};
use crate::database::StoreError;
use crate::log::Log;
use crate::metrics::Metrics;

/// Why a call was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct ApiError {
    /// What a device acts on.
    pub code: ErrorCode,
    /// What exactly, in English, without personal data.
    pub detail: String,
}

/// The limits of the calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of documents in a page.
    pub page_bytes: usize,
    /// Bytes of changes in one push.
    pub push_bytes: usize,
    /// Documents in one push.
    pub push_documents: usize,
    /// Bytes of one photo.
    pub photo_bytes: u64,
    /// Bytes of refused changes that are kept for one device.
    pub quarantine_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            page_bytes: wire::PAGE_BYTES,
            push_bytes: 8 << 20,
            push_documents: 5_000,
            photo_bytes: 16 << 20,
            quarantine_bytes: 64 << 20,
        }
    }
}

/// An estate's log has grown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Committed {
    /// Which estate.
    pub estate: EstateId,
    /// Its newest position.
    pub head: u64,
}

/// Every call of the protocol. Calls block; run them where blocking is allowed.
#[derive(Clone)]
pub struct Api {
    pub(crate) log: Log,
    pub(crate) access: Access,
    pub(crate) blobs: Arc<Blobs>,
    pub(crate) environment: Environment,
    pub(crate) limits: Limits,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) committed: broadcast::Sender<Committed>,
}

impl Api {
    /// Answers a call from outside. `bearer` is the device's token, which every call but
    /// [`Endpoint::Enrol`] needs.
    ///
    /// # Errors
    /// [`ApiError`] says what to tell the caller.
    pub fn handle(
        &self,
        bearer: Option<&str>,
        endpoint: Endpoint,
        body: &[u8],
    ) -> Result<Vec<u8>, ApiError> {
        let began = Instant::now();
        let answer = self.authenticated(bearer, endpoint, body);
        let code = answer.as_ref().err().map(|error| error.code);
        self.metrics.called(endpoint, code, began.elapsed());
        answer
    }

    /// Answers a call of somebody who is known already: the office's replica in this process.
    ///
    /// # Errors
    /// [`ApiError`] says what to tell the caller.
    pub fn handle_as(
        &self,
        principal: &Principal,
        endpoint: Endpoint,
        body: &[u8],
    ) -> Result<Vec<u8>, ApiError> {
        match endpoint {
            Endpoint::Enrol => Err(ApiError::new(ErrorCode::BadRequest, "already enrolled")),
            Endpoint::Sync => self.sync(principal, read(body)?).and_then(|answer| write(&answer)),
            Endpoint::Reconcile => {
                self.reconcile(principal, &read(body)?).and_then(|answer| write(&answer))
            }
            Endpoint::BlobStatus => {
                self.blob_status(principal, &read(body)?).and_then(|answer| write(&answer))
            }
            Endpoint::BlobPut => {
                self.blob_put(principal, read(body)?).and_then(|answer| write(&answer))
            }
            Endpoint::BlobGet => {
                self.blob_get(principal, &read(body)?).and_then(|answer| write(&answer))
            }
        }
    }

    /// Tells of every commit, for pages that update live.
    pub fn commits(&self) -> broadcast::Receiver<Committed> {
        self.committed.subscribe()
    }

    /// The server's clock, in milliseconds since 1970 UTC.
    pub fn now(&self) -> i64 {
        self.environment.clock.now().timestamp_millis()
    }

    fn authenticated(
        &self,
        bearer: Option<&str>,
        endpoint: Endpoint,
        body: &[u8],
    ) -> Result<Vec<u8>, ApiError> {
        if endpoint == Endpoint::Enrol {
            return self.enrol(read(body)?).and_then(|answer| write(&answer));
        }
        let unknown = || ApiError::new(ErrorCode::TokenUnknown, "no token, or none of this server");
        let token = bearer.ok_or_else(unknown)?;
        match self.access.by_token(token, self.now())? {
            Ok(principal) => self.handle_as(&principal, endpoint, body),
            Err(TokenRefusal::Unknown) => Err(unknown()),
            Err(TokenRefusal::Expired) => Err(ApiError::new(
                ErrorCode::TokenExpired,
                "the token is past its lifetime: enrol again, nothing on the device is lost",
            )),
            Err(TokenRefusal::Revoked(principal)) if endpoint == Endpoint::Sync => {
                self.last_push(&principal, read(body)?).and_then(|answer| write(&answer))
            }
            Err(TokenRefusal::Revoked(_)) => Err(ApiError::revoked()),
        }
    }
}

impl ApiError {
    /// A refusal.
    pub fn new(code: ErrorCode, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into() }
    }

    fn revoked() -> Self {
        Self::new(ErrorCode::Revoked, "the device was revoked")
    }

    /// The same for what is forbidden and what is unknown.
    fn not_found() -> Self {
        Self::new(ErrorCode::NotFound, "there is no such thing for this device")
    }

    fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(ErrorCode::BadRequest, detail)
    }

    /// The body that tells a device of it.
    pub fn body(&self) -> Vec<u8> {
        wire::encode(&ErrorBody { code: self.code, detail: self.detail.clone() })
            .unwrap_or_default()
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the database failed");
        Self::new(ErrorCode::Internal, "the server failed; its log says how")
    }
}

impl From<BlobError> for ApiError {
    fn from(error: BlobError) -> Self {
        tracing::error!(%error, "the photo store failed");
        Self::new(ErrorCode::Internal, "the server failed; its log says how")
    }
}

impl From<CodecError> for ApiError {
    fn from(error: CodecError) -> Self {
        let code = match error {
            CodecError::TooLarge { .. } => ErrorCode::TooLarge,
            _ => ErrorCode::BadRequest,
        };
        Self::new(code, error.to_string())
    }
}

impl From<CodeRefusal> for ApiError {
    fn from(refusal: CodeRefusal) -> Self {
        let (code, detail) = match refusal {
            CodeRefusal::Unknown => {
                (ErrorCode::CodeUnknown, "this code is unknown: check it, or ask for another")
            }
            CodeRefusal::Expired => {
                (ErrorCode::CodeExpired, "this code has expired: ask for another")
            }
            CodeRefusal::Used => (ErrorCode::CodeUsed, "this code was used: ask for another"),
            CodeRefusal::TooManyTries => {
                (ErrorCode::TooManyTries, "this code was tried too often: ask for another")
            }
        };
        Self::new(code, detail)
    }
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, ApiError> {
    Ok(wire::decode(body)?)
}

fn write<T: Serialize>(answer: &T) -> Result<Vec<u8>, ApiError> {
    wire::encode(answer).map_err(|error| {
        tracing::error!(%error, "an answer cannot be written");
        ApiError::new(ErrorCode::Internal, "the server failed; its log says how")
    })
}

/// Refuses the versions of the protocol that this server does not speak.
fn check_protocol(protocol: u16) -> Result<(), ApiError> {
    if protocol == wire::PROTOCOL {
        return Ok(());
    }
    Err(ApiError::new(
        ErrorCode::UnsupportedProtocol,
        format!("this server speaks protocol {}, not {protocol}", wire::PROTOCOL),
    ))
}
