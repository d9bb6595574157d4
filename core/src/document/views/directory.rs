//! The estate's directory and its rule packs.

use std::collections::BTreeSet;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{ReadError, bad, check_version, each, text};
use crate::document::flat::{Edit, Flat, Value};
use crate::document::keys;
use crate::domain::Role;
use crate::ids::{AreaId, BuildingId, PersonId};

/// A building (楼栋).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryBuilding {
    /// Its name.
    pub name: String,
    /// Its place in lists.
    pub order: u32,
}

/// An area (责任区域).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryArea {
    /// Its name.
    pub name: String,
    /// Its place in lists.
    pub order: u32,
    /// Its buildings.
    pub buildings: BTreeSet<BuildingId>,
}

/// A person of the staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryPerson {
    /// The person's name.
    pub name: String,
    /// The person's role.
    pub role: Role,
    /// The areas the person answers for.
    pub areas: BTreeSet<AreaId>,
}

/// The directory as the domain reads it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DirectoryDocument {
    /// The estate's name.
    pub name: String,
    /// Buildings, in their order.
    pub buildings: Vec<(BuildingId, DirectoryBuilding)>,
    /// Areas, in their order.
    pub areas: Vec<(AreaId, DirectoryArea)>,
    /// Staff.
    pub people: Vec<(PersonId, DirectoryPerson)>,
}

fn entry<I: FromStr, T: for<'a> Deserialize<'a>>(rest: &str, value: &Value) -> Option<(I, T)> {
    Some((rest.parse().ok()?, serde_json::from_str(value.as_text()?).ok()?))
}

fn entries<I: FromStr, T: for<'a> Deserialize<'a>>(
    doc: &Flat,
    prefix: &'static str,
) -> Result<Vec<(I, T)>, ReadError> {
    each(doc, prefix, entry::<I, T>, "an entry of the directory, JSON")
        .map(|entry| entry.map(|(_, entry)| entry))
        .collect()
}

fn put(prefix: &str, id: impl ToString, value: &impl Serialize) -> Result<Edit, ReadError> {
    let key = format!("{prefix}{}", id.to_string());
    let json = serde_json::to_string(value).map_err(|_| bad(key.as_str(), "JSON"))?;
    Ok(Edit::put(key, json))
}

impl DirectoryDocument {
    /// Reads the directory.
    ///
    /// # Errors
    /// [`ReadError`] names the register that does not hold what it should.
    pub fn read(doc: &Flat) -> Result<Self, ReadError> {
        check_version(doc)?;
        let mut directory = Self {
            name: text(doc, keys::NAME)?,
            buildings: entries(doc, keys::BUILDING)?,
            areas: entries(doc, keys::AREA)?,
            people: entries(doc, keys::STAFF)?,
        };
        directory.buildings.sort_by_key(|(id, building)| (building.order, *id));
        directory.areas.sort_by_key(|(id, area): &(AreaId, DirectoryArea)| (area.order, *id));
        Ok(directory)
    }

    /// The registers of the directory, new or as it should be now.
    ///
    /// # Errors
    /// [`ReadError`] if an entry cannot be written, which none of ours is.
    pub fn edits(&self) -> Result<Vec<Edit>, ReadError> {
        let mut edits = vec![
            Edit::put(keys::VERSION, keys::CURRENT_VERSION),
            Edit::put(keys::NAME, self.name.as_str()),
        ];
        for (id, building) in &self.buildings {
            edits.push(put(keys::BUILDING, id, building)?);
        }
        for (id, area) in &self.areas {
            edits.push(put(keys::AREA, id, area)?);
        }
        for (id, person) in &self.people {
            edits.push(put(keys::STAFF, id, person)?);
        }
        Ok(edits)
    }

    /// A person of the staff.
    pub fn person(&self, id: PersonId) -> Option<&DirectoryPerson> {
        self.people.iter().find(|(person, _)| *person == id).map(|(_, person)| person)
    }

    /// An area.
    pub fn area(&self, id: AreaId) -> Option<&DirectoryArea> {
        self.areas.iter().find(|(area, _)| *area == id).map(|(_, area)| area)
    }

    /// The area that a building belongs to.
    pub fn area_of(&self, building: BuildingId) -> Option<AreaId> {
        self.areas.iter().find(|(_, area)| area.buildings.contains(&building)).map(|(id, _)| *id)
    }
}

/// One version of the estate's rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackDocument {
    /// The pack as TOML.
    pub toml: String,
}

impl PackDocument {
    /// Reads it. Whether the pack itself is sound is for `rulepack` to say.
    ///
    /// # Errors
    /// [`ReadError`] names the register that does not hold what it should.
    pub fn read(doc: &Flat) -> Result<Self, ReadError> {
        check_version(doc)?;
        Ok(Self { toml: text(doc, keys::PACK)? })
    }

    /// The registers of a new version.
    pub fn create(&self) -> Vec<Edit> {
        vec![
            Edit::put(keys::VERSION, keys::CURRENT_VERSION),
            Edit::put(keys::PACK, self.toml.as_str()),
        ]
    }
}
