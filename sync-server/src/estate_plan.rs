//! A new estate, complete and with every id given, before anything of it is written. Files are
//! read into it by `estate_file`; rows are written from it by `access`, documents by the office.

use std::collections::BTreeMap;

use xunlou_core::domain::Role;
use xunlou_core::ids::{AreaId, BuildingId, DocumentId, EstateId, PersonId};

/// Everything a new estate begins with.
#[derive(Clone, Debug, PartialEq)]
pub struct EstatePlan {
    /// The estate.
    pub estate: EstateId,
    /// Its name.
    pub name: String,
    /// Its buildings.
    pub buildings: Vec<PlannedBuilding>,
    /// Its areas.
    pub areas: Vec<PlannedArea>,
    /// Its staff.
    pub people: Vec<PlannedPerson>,
    /// Departments and contractors beyond those of the rule pack.
    pub departments: Vec<PlannedDepartment>,
    /// Its households.
    pub households: Vec<PlannedHousehold>,
    /// The text of its rule pack; the default pack if absent.
    pub rulepack: Option<String>,
}

/// A building (楼栋).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedBuilding {
    /// Its id.
    pub id: BuildingId,
    /// What files call it.
    pub key: String,
    /// What people call it.
    pub name: String,
}

/// An area (责任区域).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedArea {
    /// Its id.
    pub id: AreaId,
    /// What files call it.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// Its buildings.
    pub buildings: Vec<BuildingId>,
}

/// A person of the staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedPerson {
    /// The person's id.
    pub id: PersonId,
    /// The name to sign in with.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// The person's role.
    pub role: Role,
    /// The areas the person answers for.
    pub areas: Vec<AreaId>,
    /// Whether health files are granted.
    pub health: bool,
}

/// A department or contractor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedDepartment {
    /// What files call it.
    pub key: String,
    /// What people call it.
    pub name: String,
}

/// A household (户).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedHousehold {
    /// Its document.
    pub document: DocumentId,
    /// Where it is.
    pub building: BuildingId,
    /// The unit's number.
    pub unit: String,
    /// The floor, if the file says so; those below ground are negative.
    pub floor: Option<i64>,
    /// The fields of the customer file by id; several values where the pack allows it.
    pub fields: BTreeMap<String, Vec<String>>,
}
