//! The one error that crosses. Each variant is something that a shell acts on differently, with the
//! fields that a person needs; shells word it from the catalogue.

use xunlou_core::sync::SyncError;
use xunlou_core::sync::wire::ErrorCode;

use crate::convert::mirror;
use crate::{DocumentId, PhotoHash};

/// The result of every call that can fail.
pub type Result<T, E = XunlouError> = std::result::Result<T, E>;

/// What went wrong. `reason` and `detail` are English, for a log, and hold no personal data.
#[derive(Clone, Debug, thiserror::Error, serde::Serialize, serde::Deserialize, uniffi::Error)]
#[serde(rename_all = "snake_case")]
pub enum XunlouError {
    /// An argument does not fit.
    #[error("{field}: {reason}")]
    InvalidInput {
        /// Which argument.
        field: String,
        /// What is wrong, and what is expected.
        reason: String,
    },
    /// There is no such thing here, or it is not for this person.
    #[error("no {what} `{id}` on this device")]
    NotFound {
        /// What was looked for.
        what: String,
        /// Its id.
        id: String,
    },
    /// The person may not do this.
    #[error("this person may not {operation}")]
    NotPermitted {
        /// What was tried.
        operation: String,
    },
    /// The record is not in a state for this: it is finished.
    #[error("the record {} is {state}: {reason}", record.0)]
    WrongState {
        /// Which record.
        record: DocumentId,
        /// Its state.
        state: String,
        /// What is expected.
        reason: String,
    },
    /// The record cannot be finished yet.
    #[error("the record is not complete: {} items are missing", missing.len())]
    Incomplete {
        /// The items without an answer, or without the photo they need, by id.
        missing: Vec<String>,
    },
    /// The rules are not here yet, are broken, or lack what is asked for.
    #[error("rule pack: {reason}")]
    RulePack {
        /// What is wrong.
        reason: String,
    },
    /// The document was written by a newer version of the app.
    #[error("the document {} needs a newer version of the app", document.0)]
    NeedsUpdate {
        /// Which document.
        document: DocumentId,
    },
    /// The key does not open the database, which was left as it is.
    #[error("the key does not open this database; it was left as it is")]
    WrongKey,
    /// A key was given to a build that cannot encrypt. Builds for shells can.
    #[error("this build has no encryption")]
    NoEncryption,
    /// The database was written by a newer version, and was left as it is. Unsent work can be saved
    /// with `export_unsent`.
    #[error(
        "the database has schema {found}, this version knows up to {supported}: update the app"
    )]
    NewerDatabase {
        /// The database's schema.
        found: i64,
        /// The newest that this version knows.
        supported: i64,
    },
    /// The database is damaged, and was left as it is.
    #[error("the database is damaged: {reason}")]
    Corrupt {
        /// What does not read.
        reason: String,
    },
    /// No space is left: the last entry was not saved, all before it was.
    #[error("no space is left on the device; the last entry was not saved, all before it was")]
    StorageFull,
    /// The storage failed in another way.
    #[error("storage: {reason}")]
    Storage {
        /// How.
        reason: String,
    },
    /// The workspace is suspended: resume it first.
    #[error("the workspace is suspended")]
    Suspended,
    /// The workspace was closed: open it again.
    #[error("the workspace is closed")]
    Closed,
    /// No connection to the server. What is unsent stays safe, as after all errors of a sync.
    #[error("the server cannot be reached: {reason}")]
    Offline {
        /// Why, as far as known.
        reason: String,
    },
    /// The server's certificate is not the one of the enrolment, or is not trusted.
    #[error("the server's certificate is not trusted: {reason}")]
    Certificate {
        /// What does not fit.
        reason: String,
    },
    /// Something answered that is no server of ours: a sign-in page in between.
    #[error("the answer is not from a Xunlou server: {reason}")]
    NotOurServer {
        /// What came instead.
        reason: String,
    },
    /// The server's answer does not fit the request.
    #[error("the server's answer does not fit the request: {reason}")]
    BadAnswer {
        /// What does not fit.
        reason: String,
    },
    /// The server refused the call.
    #[error("the server refused: {detail}")]
    Refused {
        /// What to act on.
        code: RefusalCode,
        /// What exactly.
        detail: String,
    },
    /// The device's clock is so far off that the server cannot be trusted by it.
    #[error("the device's clock is off by {seconds} seconds")]
    ClockOff {
        /// Device time minus server time, in seconds.
        seconds: i64,
    },
    /// The caller cancelled. The next sync goes on from there.
    #[error("cancelled")]
    Cancelled,
}

mirror! {
    /// Why the server refused.
    pub enum RefusalCode from ErrorCode {
        /// The enrolment code is not one of this server's.
        CodeUnknown,
        /// The enrolment code is older than its lifetime: ask for a new one.
        CodeExpired,
        /// The enrolment code was used already.
        CodeUsed,
        /// Too many wrong tries: ask for a new code.
        TooManyTries,
        /// The server does not know this device: enrol again.
        TokenUnknown,
        /// The device's token is past its lifetime: enrol again; nothing on the device is lost.
        TokenExpired,
        /// The device was revoked. What is unsent stays here.
        Revoked,
        /// Not permitted, or not there.
        NotFound,
        /// App and server speak different versions.
        UnsupportedProtocol,
        /// The server could not read the request.
        BadRequest,
        /// The request is larger than the server takes.
        TooLarge,
        /// The server has too much to do: try again later.
        Busy,
        /// The server failed; its log says how.
        Internal,
        /// A reason that only a newer version knows.
        Other,
    }
}

impl XunlouError {
    /// An argument that does not fit.
    pub(crate) fn invalid(field: &str, reason: &str) -> Self {
        Self::InvalidInput { field: field.to_owned(), reason: reason.to_owned() }
    }
}

impl From<xunlou_core::Error> for XunlouError {
    fn from(error: xunlou_core::Error) -> Self {
        use xunlou_core::Error;
        match error {
            Error::InvalidInput { field, reason } => Self::InvalidInput { field, reason },
            Error::NotFound { what, id } => Self::NotFound { what: what.to_owned(), id },
            Error::NotPermitted { operation } => {
                Self::NotPermitted { operation: operation.to_owned() }
            }
            Error::WrongState { record, state, reason } => {
                Self::WrongState { record: record.into(), state: state.to_owned(), reason }
            }
            Error::Incomplete { missing } => Self::Incomplete { missing },
            Error::RulePack(reason) => Self::RulePack { reason },
            Error::NeedsUpdate { document } => Self::NeedsUpdate { document: document.into() },
            Error::WrongKey => Self::WrongKey,
            Error::NoEncryption => Self::NoEncryption,
            Error::NewerDatabase { found, supported } => {
                Self::NewerDatabase { found: found.into(), supported: supported.into() }
            }
            Error::Corrupt(reason) => Self::Corrupt { reason },
            Error::StorageFull => Self::StorageFull,
            Error::Storage(reason) => Self::Storage { reason },
            Error::Suspended => Self::Suspended,
            Error::Sync(error) => error.into(),
        }
    }
}

impl From<SyncError> for XunlouError {
    fn from(error: SyncError) -> Self {
        match error {
            SyncError::Offline(reason) => Self::Offline { reason },
            SyncError::Certificate(reason) => Self::Certificate { reason },
            SyncError::NotOurServer(reason) => Self::NotOurServer { reason },
            SyncError::BadAnswer(reason) => Self::BadAnswer { reason },
            SyncError::Refused { code, detail } => Self::Refused { code: code.into(), detail },
            SyncError::ClockOff { seconds } => Self::ClockOff { seconds },
            SyncError::Cancelled => Self::Cancelled,
            SyncError::Storage(reason) => Self::Storage { reason },
        }
    }
}

/// A photo that could not be sent; it is tried again at the next sync.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, uniffi::Record)]
pub struct PhotoFailure {
    /// Which photo.
    pub hash: PhotoHash,
    /// Why, in English, for a log.
    pub reason: String,
}

impl From<xunlou_core::sync::PhotoFailure> for PhotoFailure {
    fn from(core: xunlou_core::sync::PhotoFailure) -> Self {
        let xunlou_core::sync::PhotoFailure { hash, error } = core;
        Self { hash: hash.into(), reason: error.to_string() }
    }
}

impl crate::convert::Carry<PhotoFailure> for xunlou_core::sync::PhotoFailure {
    fn carry(self) -> PhotoFailure {
        self.into()
    }
}

/// What a shell's own callback answers when it fails. Nothing in the core depends on it.
#[derive(Clone, Debug, thiserror::Error, uniffi::Error)]
pub enum CallbackError {
    /// The callback failed.
    #[error("the callback failed: {reason}")]
    Failed {
        /// How.
        reason: String,
    },
}

impl From<uniffi::UnexpectedUniFFICallbackError> for CallbackError {
    fn from(error: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Failed { reason: error.reason }
    }
}
