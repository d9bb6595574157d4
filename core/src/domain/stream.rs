//! Streams and document kinds: what access is granted on, and what is kept.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::ids::{AreaId, BuildingId, DocumentId};

/// A stream: the unit of access. A document lives in one stream for ever; moving a building to
/// another area changes grants and moves no document.
///
/// As text: `estate`, `office`, `area/<uuid>`, `building/<uuid>`, `health/<uuid of the building>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StreamId {
    /// What everyone of the estate reads: rule pack, directory, notices.
    Estate,
    /// What the office's own people write and butlers do not read: assistants' patrols.
    Office,
    /// Patrols, work logs and cases on public ground of an area.
    Area(AreaId),
    /// Customer files, visits, inspections and cases of a building.
    Building(BuildingId),
    /// Health files of a building; a grant of its own.
    Health(BuildingId),
}

impl fmt::Display for StreamId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Estate => f.write_str("estate"),
            Self::Office => f.write_str("office"),
            Self::Area(id) => write!(f, "area/{id}"),
            Self::Building(id) => write!(f, "building/{id}"),
            Self::Health(id) => write!(f, "health/{id}"),
        }
    }
}

/// A text that names no stream.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a stream: expected estate, office, area/<uuid>, building/<uuid> or health/<uuid>"
)]
pub struct NotAStream(String);

impl FromStr for StreamId {
    type Err = NotAStream;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = || NotAStream(text.chars().take(80).collect());
        match text.split_once('/') {
            None if text == "estate" => Ok(Self::Estate),
            None if text == "office" => Ok(Self::Office),
            Some(("area", id)) => id.parse().map(Self::Area).map_err(|_| unknown()),
            Some(("building", id)) => id.parse().map(Self::Building).map_err(|_| unknown()),
            Some(("health", id)) => id.parse().map(Self::Health).map_err(|_| unknown()),
            _ => Err(unknown()),
        }
    }
}

impl Serialize for StreamId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for StreamId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// What a document holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// One version of the estate's rules.
    Rulepack,
    /// The estate: buildings, areas, staff, departments.
    Directory,
    /// The customer file (客户档案) of a unit.
    Household,
    /// A filled form: patrol, inspection, visit.
    Record,
    /// A decoration project (装修): permit, passes.
    Decoration,
    /// A finding, repair, complaint or errand, until it is closed.
    Case,
    /// A person's free entries of one day (工作日志).
    Worklog,
}

impl DocumentKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Rulepack,
        Self::Directory,
        Self::Household,
        Self::Record,
        Self::Decoration,
        Self::Case,
        Self::Worklog,
    ];

    /// The kind's name on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rulepack => "rulepack",
            Self::Directory => "directory",
            Self::Household => "household",
            Self::Record => "record",
            Self::Decoration => "decoration",
            Self::Case => "case",
            Self::Worklog => "worklog",
        }
    }

    /// The kind with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// The envelope of a document: what the server must know of it. Never taken from inside Automerge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Header {
    /// Which document.
    pub document: DocumentId,
    /// What it holds.
    pub kind: DocumentKind,
    /// Where it lives.
    pub stream: StreamId,
}
