//! The customer file (客户档案) of a unit.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::{check_version, each, optional_number, text, write_time};
use crate::document::flat::{Edit, Flat, Value};
use crate::document::{ReadError, keys};

/// Where a field's value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A home visit (家访).
    Visit,
    /// A telephone call.
    Phone,
    /// The resident at the office.
    Office,
    /// What a butler saw.
    Observed,
    /// The list that the estate was set up with.
    Import,
}

impl Source {
    /// Every source.
    pub const ALL: [Self; 5] =
        [Self::Visit, Self::Phone, Self::Office, Self::Observed, Self::Import];

    /// The source's name in documents.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Visit => "visit",
            Self::Phone => "phone",
            Self::Office => "office",
            Self::Observed => "observed",
            Self::Import => "import",
        }
    }

    /// The source with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.as_str() == name)
    }
}

/// A field's value, where it comes from and how old it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldValue {
    /// The value.
    pub value: String,
    /// Where it comes from.
    pub source: Source,
    /// When it was learnt, by the device's clock.
    pub at: DateTime<FixedOffset>,
}

impl FieldValue {
    /// Reads a register.
    pub fn parse(register: &str) -> Option<Self> {
        let (head, value) = register.split_once('|')?;
        let (source, at) = head.split_once('@')?;
        Some(Self {
            value: value.to_owned(),
            source: Source::parse(source)?,
            at: DateTime::parse_from_rfc3339(at).ok()?,
        })
    }

    /// Writes the register of `field`: a field's id, or `<id>#<slot>` for one of several.
    pub fn edit(&self, field: &str) -> Edit {
        let Self { value, source, at } = self;
        let register = format!("{}@{}|{value}", source.as_str(), write_time(at));
        Edit::put(format!("{}{field}", keys::FIELD), register)
    }
}

/// A customer file as the domain reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HouseholdDocument {
    /// The unit's label, such as `1-1203`.
    pub unit: String,
    /// The floor, where known.
    pub floor: Option<i64>,
    /// Fields by id; one of several as `<id>#<slot>`.
    pub fields: BTreeMap<String, FieldValue>,
}

impl HouseholdDocument {
    /// Reads a customer file.
    ///
    /// # Errors
    /// [`ReadError`] names the register that does not hold what it should.
    pub fn read(doc: &Flat) -> Result<Self, ReadError> {
        check_version(doc)?;
        let field = |_: &str, value: &Value| FieldValue::parse(value.as_text()?);
        Ok(Self {
            unit: text(doc, keys::UNIT)?,
            floor: optional_number(doc, keys::FLOOR)?,
            fields: each(doc, keys::FIELD, field, "a field, `<source>@<time>|<value>`")
                .collect::<Result<_, _>>()?,
        })
    }

    /// The registers of a new file.
    pub fn create(&self) -> Vec<Edit> {
        let mut edits = vec![
            Edit::put(keys::VERSION, keys::CURRENT_VERSION),
            Edit::put(keys::UNIT, self.unit.as_str()),
        ];
        edits.extend(self.floor.map(|floor| Edit::put(keys::FLOOR, floor)));
        edits.extend(self.fields.iter().map(|(field, value)| value.edit(field)));
        edits
    }

    /// The values of a field: one, or those of all its slots.
    pub fn values<'a>(&'a self, field: &'a str) -> impl Iterator<Item = &'a str> + 'a {
        self.fields
            .iter()
            .filter(move |(key, _)| key.split('#').next() == Some(field))
            .map(|(_, value)| value.value.as_str())
    }
}
