//! Whose workspace it is, as kept in the database.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::domain::access::Principal;
use crate::domain::{Role, StreamId};
use crate::error::Result;
use crate::ids::{AreaId, BuildingId, DeviceId, EstateId, PersonId};
use crate::store::{Store, WriteTx};
use crate::sync::wire::EnrolResponse;

/// The person and device, as the enrolment gave them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// The areas granted at enrolment; later syncs bring news.
    pub areas: BTreeSet<AreaId>,
    /// Their buildings.
    pub buildings: BTreeSet<BuildingId>,
    /// Whether health files are granted.
    pub health: bool,
    /// What the device was known as before it was enrolled again.
    #[serde(default)]
    pub former_devices: BTreeSet<DeviceId>,
}

impl Me {
    /// Whether this is or was the device's id.
    pub fn is_own(&self, device: DeviceId) -> bool {
        self.device == device || self.former_devices.contains(&device)
    }

    /// The same after the device was enrolled again.
    pub(super) fn enrolled_again(&self, enrolled: &EnrolResponse) -> Self {
        let mut former_devices = self.former_devices.clone();
        former_devices.insert(self.device);
        former_devices.remove(&enrolled.device);
        Self { former_devices, ..Self::from_enrolment(enrolled, &self.device_label) }
    }

    /// From the answer to an enrolment.
    pub fn from_enrolment(enrolled: &EnrolResponse, device_label: &str) -> Self {
        Self {
            estate: enrolled.estate,
            estate_name: enrolled.estate_name.clone(),
            person: enrolled.person,
            person_name: enrolled.person_name.clone(),
            role: enrolled.role,
            device: enrolled.device,
            device_label: device_label.to_owned(),
            areas: enrolled.areas.iter().copied().collect(),
            buildings: enrolled.buildings.iter().copied().collect(),
            health: enrolled.health,
            former_devices: BTreeSet::new(),
        }
    }
}

/// What the last sync granted.
#[derive(Serialize, Deserialize)]
struct Grants {
    areas: BTreeSet<AreaId>,
    buildings: BTreeSet<BuildingId>,
    health: bool,
}

/// Where the database keeps it.
pub(super) const KEY: &str = "me";

pub(super) fn load(store: &Store) -> Result<Option<Me>> {
    store.value(KEY)
}

pub(super) fn save(store: &Store, me: &Me) -> Result<()> {
    store.write(|tx| tx.set_value(KEY, me)).map(drop)
}

/// The principal of the last sync, or of the enrolment.
pub(super) fn principal(store: &Store, me: &Me) -> Result<Principal> {
    let granted = store.value::<Grants>("grants")?.unwrap_or_else(|| Grants {
        areas: me.areas.clone(),
        buildings: me.buildings.clone(),
        health: me.health,
    });
    Ok(Principal {
        estate: me.estate,
        person: me.person,
        device: me.device,
        role: me.role,
        areas: granted.areas,
        buildings: granted.buildings,
        health: granted.health,
    })
}

/// Keeps what a sync granted.
pub(super) fn keep_grants(tx: &WriteTx<'_>, streams: &[StreamId], areas: &[AreaId]) -> Result<()> {
    let mut grants = Grants {
        areas: areas.iter().copied().collect(),
        buildings: BTreeSet::new(),
        health: false,
    };
    for stream in streams {
        match stream {
            StreamId::Building(building) => drop(grants.buildings.insert(*building)),
            StreamId::Health(_) => grants.health = true,
            StreamId::Estate | StreamId::Office | StreamId::Area(_) => {}
        }
    }
    tx.set_value("grants", &grants)
}
