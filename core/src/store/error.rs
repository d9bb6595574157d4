//! From SQLite's errors to ours: what a caller would act on differently.

use rusqlite::ffi::ErrorCode;

use crate::Error;

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        storage_error(&error)
    }
}

/// What an SQLite error means to a caller. SQLite's own text is kept only where it holds no data.
pub fn storage_error(error: &rusqlite::Error) -> Error {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => Error::StorageFull,
        Some(ErrorCode::DatabaseCorrupt) => Error::Corrupt("SQLite reports damage".to_owned()),
        Some(ErrorCode::NotADatabase) => Error::WrongKey,
        Some(code) if code != ErrorCode::Unknown => Error::Storage(format!("SQLite: {code:?}")),
        _ => Error::Storage(error.to_string()),
    }
}

impl From<crate::document::FlatError> for Error {
    fn from(error: crate::document::FlatError) -> Self {
        Self::Corrupt(error.to_string())
    }
}
