//! Typed views of documents. Each kind reads itself from a flat map and says how it is written;
//! what a newer version added is ignored here and survives.

mod case;
mod decoration;
mod directory;
mod household;
mod record;
mod worklog;

pub use case::CaseDocument;
pub use decoration::{DecorationDocument, WorkerPass};
pub use directory::{
    DirectoryArea, DirectoryBuilding, DirectoryDocument, DirectoryPerson, PackDocument,
};
pub use household::{FieldValue, HouseholdDocument, Source};
pub use record::{AnswerAt, Excuse, PhotoAt, RecordDocument};
pub use worklog::{WorkEntry, WorklogDocument};

use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, FixedOffset, SecondsFormat};

use super::flat::{Flat, Value};
use super::keys;
use crate::ids::BlobHash;

/// Why a document does not read as its kind. Names the register, never its value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// A newer version wrote it.
    #[error("layout {found} is newer than {}", keys::CURRENT_VERSION)]
    NeedsUpdate {
        /// The layout it has.
        found: i64,
    },
    /// A register is missing or does not hold what it should.
    #[error("register `{key}`: expected {expected}")]
    Register {
        /// Which register.
        key: String,
        /// What it should hold.
        expected: &'static str,
    },
}

pub(super) fn bad(key: impl Into<String>, expected: &'static str) -> ReadError {
    ReadError::Register { key: key.into(), expected }
}

/// Refuses a layout that this version does not know.
pub(super) fn check_version(doc: &Flat) -> Result<(), ReadError> {
    match doc.get(keys::VERSION) {
        Some(Value::Int(keys::CURRENT_VERSION)) => Ok(()),
        Some(Value::Int(found)) if found > keys::CURRENT_VERSION => {
            Err(ReadError::NeedsUpdate { found })
        }
        _ => Err(bad(keys::VERSION, "the layout's version, an integer")),
    }
}

pub(super) fn text(doc: &Flat, key: &str) -> Result<String, ReadError> {
    optional_text(doc, key)?.ok_or_else(|| bad(key, "a text"))
}

pub(super) fn optional_text(doc: &Flat, key: &str) -> Result<Option<String>, ReadError> {
    match doc.get(key) {
        None => Ok(None),
        Some(Value::Text(text)) => Ok(Some(text)),
        Some(_) => Err(bad(key, "a text")),
    }
}

/// A register that holds yes or no; no where it is absent.
pub(super) fn flag(doc: &Flat, key: &str) -> Result<bool, ReadError> {
    match doc.get(key) {
        None => Ok(false),
        Some(Value::Bool(value)) => Ok(value),
        Some(_) => Err(bad(key, "yes or no")),
    }
}

pub(super) fn optional_number(doc: &Flat, key: &str) -> Result<Option<i64>, ReadError> {
    match doc.get(key) {
        None => Ok(None),
        Some(Value::Int(number)) => Ok(Some(number)),
        Some(_) => Err(bad(key, "a whole number")),
    }
}

pub(super) fn parsed<T: FromStr>(
    doc: &Flat,
    key: &str,
    expected: &'static str,
) -> Result<Option<T>, ReadError> {
    match optional_text(doc, key)? {
        None => Ok(None),
        Some(text) => text.parse().map(Some).map_err(|_| bad(key, expected)),
    }
}

pub(super) fn time(doc: &Flat, key: &str) -> Result<Option<DateTime<FixedOffset>>, ReadError> {
    optional_text(doc, key)?.map(|text| parse_time(&text, key)).transpose()
}

pub(super) fn parse_time(text: &str, key: &str) -> Result<DateTime<FixedOffset>, ReadError> {
    DateTime::parse_from_rfc3339(text).map_err(|_| bad(key, "a time in RFC 3339"))
}

pub(super) fn write_time(time: &DateTime<FixedOffset>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Secs, true)
}

pub(super) fn each<'a, T>(
    doc: &'a Flat,
    prefix: &'static str,
    read: impl Fn(&str, &Value) -> Option<T> + 'a,
    expected: &'static str,
) -> impl Iterator<Item = Result<(String, T), ReadError>> + 'a {
    doc.with_prefix(prefix).map(move |(rest, value)| match read(&rest, &value) {
        Some(read) => Ok((rest, read)),
        None => Err(bad(format!("{prefix}{rest}"), expected)),
    })
}

/// A photo's address as it stands in a key: 43 characters of base64url.
pub(super) fn write_hash(hash: &BlobHash) -> String {
    URL_SAFE_NO_PAD.encode(hash.0)
}

pub(super) fn parse_hash(text: &str) -> Option<BlobHash> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    Some(BlobHash(bytes.try_into().ok()?))
}
