//! A person's free entries of one day (管家工作日志).

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::{bad, check_version, each, parsed, write_time};
use crate::document::flat::{Edit, Flat, Value};
use crate::document::{ReadError, keys};

/// A work log as the domain reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorklogDocument {
    /// The estate's calendar day.
    pub day: NaiveDate,
    /// Its entries by id, in order of time.
    pub entries: Vec<(String, WorkEntry)>,
}

/// A free entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkEntry {
    /// When it was written, by the device's clock.
    pub at: DateTime<FixedOffset>,
    /// What was written.
    pub text: String,
}

impl WorkEntry {
    fn parse(_: &str, value: &Value) -> Option<Self> {
        let (at, text) = value.as_text()?.split_once('|')?;
        Some(Self { at: DateTime::parse_from_rfc3339(at).ok()?, text: text.to_owned() })
    }

    /// Writes the register of the entry `id`.
    pub fn edit(&self, id: &str) -> Edit {
        Edit::put(format!("{}{id}", keys::ENTRY), format!("{}|{}", write_time(&self.at), self.text))
    }
}

impl WorklogDocument {
    /// Reads a work log.
    ///
    /// # Errors
    /// [`ReadError`] names the register that does not hold what it should.
    pub fn read(doc: &Flat) -> Result<Self, ReadError> {
        check_version(doc)?;
        let mut entries = each(doc, keys::ENTRY, WorkEntry::parse, "an entry, `<time>|<text>`")
            .collect::<Result<Vec<_>, _>>()?;
        entries.sort_by(|(id, a), (other, b)| (a.at, id).cmp(&(b.at, other)));
        let day = parsed(doc, keys::DAY, "a date")?;
        Ok(Self { day: day.ok_or_else(|| bad(keys::DAY, "a date"))?, entries })
    }

    /// The registers of a new work log.
    pub fn create(day: NaiveDate) -> Vec<Edit> {
        vec![Edit::put(keys::VERSION, keys::CURRENT_VERSION), Edit::put(keys::DAY, day.to_string())]
    }
}
