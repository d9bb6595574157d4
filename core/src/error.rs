//! The one error that leaves the core. Each variant is something that a caller acts on
//! differently; texts are English and carry no personal data. Shells word them from the code.

use crate::ids::DocumentId;

/// The result of every use case.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong, and what can be done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
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
        what: &'static str,
        /// Its id.
        id: String,
    },
    /// The person may not do this.
    #[error("this person may not {operation}")]
    NotPermitted {
        /// What was tried.
        operation: &'static str,
    },
    /// The record is not in a state for this.
    #[error("the record {record} is {state}: {reason}")]
    WrongState {
        /// Which record.
        record: DocumentId,
        /// Its state.
        state: &'static str,
        /// What is expected.
        reason: String,
    },
    /// The record cannot be finished yet.
    #[error("the record is not complete: {} items are missing", missing.len())]
    Incomplete {
        /// The items without an answer, or without the photo they need.
        missing: Vec<String>,
    },
    /// The rule pack is broken, or lacks what is asked for.
    #[error("rule pack: {0}")]
    RulePack(String),
    /// The document was written by a newer version.
    #[error("the document {document} needs a newer version of the app")]
    NeedsUpdate {
        /// Which document.
        document: DocumentId,
    },
    /// The key does not open the database. Nothing was changed or deleted.
    #[error("the key does not open this database; it was left as it is")]
    WrongKey,
    /// A key was given, but this build cannot encrypt.
    #[error("this build has no encryption (feature `sqlcipher`)")]
    NoEncryption,
    /// The database was written by a newer version. It was left as it is; unsent work can be exported.
    #[error(
        "the database has schema {found}, this version knows up to {supported}: update the app"
    )]
    NewerDatabase {
        /// The database's schema.
        found: u32,
        /// The newest this version knows.
        supported: u32,
    },
    /// The database file is damaged.
    #[error("the database is damaged: {0}")]
    Corrupt(String),
    /// No space is left. Nothing of the last call was kept; all before it is safe.
    #[error("no space is left on the device; the last entry was not saved, all before it was")]
    StorageFull,
    /// The storage failed in another way.
    #[error("storage: {0}")]
    Storage(String),
    /// The workspace is suspended or closed.
    #[error("the workspace is suspended")]
    Suspended,
    /// Sync or enrolment failed. What is unsent stays safe and is sent next time.
    #[error(transparent)]
    Sync(#[from] crate::sync::SyncError),
}

impl Error {
    /// An argument that does not fit.
    pub fn invalid(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::InvalidInput { field: field.into(), reason: reason.into() }
    }

    /// Something that is not there.
    pub fn not_found(what: &'static str, id: impl ToString) -> Self {
        Self::NotFound { what, id: id.to_string() }
    }
}
