//! Whose workspace it is, what was granted, and the estate's directory.

use std::collections::BTreeSet;

use xunlou_core::document::{DirectoryArea, DirectoryBuilding, DirectoryDocument, DirectoryPerson};

use crate::convert::{Carry, mirror};
use crate::error::Result;
use crate::{AreaId, BuildingId, Day, DeviceId, EstateId, PersonId, Timestamp, Workspace};

mirror! {
    /// A person's role in the estate.
    pub enum Role from xunlou_core::domain::Role {
        /// 区域客服管家: first responsible person for an area of buildings.
        Butler,
        /// 大区物业助理: at the office; patrols too, merges, signs and dispatches.
        Assistant,
        /// 副经理: quality.
        DeputyManager,
        /// 客户服务经理: leads the centre.
        Manager,
    }

    /// Who wrote something, as far as known here.
    pub struct Who from xunlou_core::workspace::Who {
        /// The person.
        pub person: Option<PersonId>,
        /// The person's name.
        pub name: Option<String>,
        /// The device's label.
        pub device: Option<String>,
    }
}

/// The person and device, as the enrolment gave them.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, uniffi::Record)]
pub struct Me {
    /// The estate.
    pub estate: EstateId,
    /// The estate's name.
    pub estate_name: String,
    /// The person.
    pub person: PersonId,
    /// The person's name.
    pub person_name: String,
    /// The person's role.
    pub role: Role,
    /// The device.
    pub device: DeviceId,
    /// What the device calls itself.
    pub device_label: String,
}

impl From<&xunlou_core::workspace::Me> for Me {
    fn from(core: &xunlou_core::workspace::Me) -> Self {
        // What was granted at enrolment is old news: see `Grants`.
        let xunlou_core::workspace::Me {
            estate,
            estate_name,
            person,
            person_name,
            role,
            device,
            device_label,
            areas: _,
            buildings: _,
            health: _,
            former_devices: _,
        } = core;
        Self {
            estate: (*estate).into(),
            estate_name: estate_name.clone(),
            person: (*person).into(),
            person_name: person_name.clone(),
            role: (*role).into(),
            device: (*device).into(),
            device_label: device_label.clone(),
        }
    }
}

/// What the last sync granted.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, uniffi::Record)]
pub struct Grants {
    /// The person's role.
    pub role: Role,
    /// The areas.
    pub areas: Vec<AreaId>,
    /// Their buildings.
    pub buildings: Vec<BuildingId>,
    /// Whether health files are granted.
    pub health: bool,
}

impl From<xunlou_core::domain::access::Principal> for Grants {
    fn from(core: xunlou_core::domain::access::Principal) -> Self {
        let xunlou_core::domain::access::Principal {
            estate: _,
            person: _,
            device: _,
            role,
            areas,
            buildings,
            health,
        } = core;
        Self { role: role.into(), areas: areas.carry(), buildings: buildings.carry(), health }
    }
}

/// A building (楼栋).
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, uniffi::Record)]
pub struct BuildingEntry {
    /// The building.
    pub building: BuildingId,
    /// Its name.
    pub name: String,
}

/// An area (责任区域).
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, uniffi::Record)]
pub struct AreaEntry {
    /// The area.
    pub area: AreaId,
    /// Its name.
    pub name: String,
    /// Its buildings.
    pub buildings: Vec<BuildingId>,
}

/// A person of the staff.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, uniffi::Record)]
pub struct StaffEntry {
    /// The person.
    pub person: PersonId,
    /// The person's name.
    pub name: String,
    /// The person's role.
    pub role: Role,
    /// The areas the person answers for.
    pub areas: Vec<AreaId>,
}

/// The estate's directory. Lists are in their order.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, uniffi::Record)]
pub struct Directory {
    /// The estate's name.
    pub name: String,
    /// Buildings.
    pub buildings: Vec<BuildingEntry>,
    /// Areas.
    pub areas: Vec<AreaEntry>,
    /// Staff.
    pub people: Vec<StaffEntry>,
}

impl From<&DirectoryDocument> for Directory {
    fn from(core: &DirectoryDocument) -> Self {
        let DirectoryDocument { name, buildings, areas, people } = core;
        let building = |(id, entry): &(_, DirectoryBuilding)| {
            let DirectoryBuilding { name, order: _ } = entry;
            BuildingEntry { building: BuildingId(*id), name: name.clone() }
        };
        let area = |(id, entry): &(_, DirectoryArea)| {
            let DirectoryArea { name, order: _, buildings } = entry;
            AreaEntry {
                area: AreaId(*id),
                name: name.clone(),
                buildings: buildings.clone().carry(),
            }
        };
        let person = |(id, entry): &(_, DirectoryPerson)| {
            let DirectoryPerson { name, role, areas } = entry;
            StaffEntry {
                person: PersonId(*id),
                name: name.clone(),
                role: (*role).into(),
                areas: areas.clone().carry(),
            }
        };
        Self {
            name: name.clone(),
            buildings: buildings.iter().map(building).collect(),
            areas: areas.iter().map(area).collect(),
            people: people.iter().map(person).collect(),
        }
    }
}

impl From<Directory> for DirectoryDocument {
    fn from(ours: Directory) -> Self {
        let Directory { name, buildings, areas, people } = ours;
        let building = |(order, entry): (u32, BuildingEntry)| {
            let BuildingEntry { building, name } = entry;
            (building.0, DirectoryBuilding { name, order })
        };
        let area = |(order, entry): (u32, AreaEntry)| {
            let AreaEntry { area, name, buildings } = entry;
            (area.0, DirectoryArea { name, order, buildings: buildings.carry() })
        };
        let person = |entry: StaffEntry| {
            let StaffEntry { person, name, role, areas } = entry;
            let areas: BTreeSet<_> = areas.carry();
            (person.0, DirectoryPerson { name, role: role.into(), areas })
        };
        Self {
            name,
            // The place in the list is the order.
            buildings: (0..).zip(buildings).map(building).collect(),
            areas: (0..).zip(areas).map(area).collect(),
            people: people.into_iter().map(person).collect(),
        }
    }
}

#[uniffi::export]
impl Workspace {
    /// Whose workspace it is.
    ///
    /// # Errors
    /// `Closed`.
    pub fn me(&self) -> Result<Me> {
        Ok(self.core()?.me().as_ref().into())
    }

    /// What the last sync granted.
    ///
    /// # Errors
    /// `Closed`.
    pub fn grants(&self) -> Result<Grants> {
        Ok(self.core()?.principal().into())
    }

    /// Enrols this device again with a new code, for instance when its token has expired. All that
    /// is on the device stays, and what is unsent is sent at the next sync.
    ///
    /// # Errors
    /// As `enrol`; `InvalidInput` when the code is another person's.
    pub fn enrol_again(&self, link: String) -> Result<()> {
        Ok(self.core()?.enrol_again(&link.parse()?)?)
    }

    /// Now, by the server's clock as far as that is known.
    ///
    /// # Errors
    /// `Closed`.
    pub fn now(&self) -> Result<Timestamp> {
        Ok(self.core()?.true_now().carry())
    }

    /// Today's date in the estate.
    ///
    /// # Errors
    /// `RulePack` before the first sync.
    pub fn today_date(&self) -> Result<Day> {
        Ok(self.core()?.today_date()?.into())
    }

    /// The estate's directory.
    ///
    /// # Errors
    /// `NotFound` before the first sync.
    pub fn directory(&self) -> Result<Directory> {
        Ok(self.core()?.directory()?.as_ref().into())
    }

    /// Writes the estate's directory: changes what differs.
    ///
    /// # Errors
    /// `NotPermitted` for anyone but a manager.
    pub fn set_directory(&self, directory: Directory) -> Result<()> {
        Ok(self.core()?.set_directory(&directory.into())?)
    }

    /// The name of a person of the staff, if the directory is here.
    ///
    /// # Errors
    /// `Closed`.
    pub fn person_name(&self, person: PersonId) -> Result<Option<String>> {
        Ok(self.core()?.person_name(person.0))
    }

    /// The name of an area; empty if the directory is not here.
    ///
    /// # Errors
    /// `Closed`.
    pub fn area_name(&self, area: AreaId) -> Result<String> {
        Ok(self.core()?.area_name(area.0))
    }
}
