//! An estate to measure in: one area, its manager's workspace.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use uuid::Uuid;
use xunlou_core::document::{
    DirectoryArea, DirectoryBuilding, DirectoryDocument, DirectoryPerson, RecordDocument,
};
use xunlou_core::domain::{DocumentKind, Header, Role, StreamId};
use xunlou_core::env::Environment;
use xunlou_core::ids::{
    AreaId, BuildingId, DeviceId, DocumentId, EstateId, InstallationId, PersonId,
};
use xunlou_core::rulepack::RulePack;
use xunlou_core::store::OpenOptions;
use xunlou_core::workspace::{Me, OpenedWorkspace, Workspace};

pub(crate) const AREA: AreaId = AreaId(Uuid::from_u128(0xa1));
pub(crate) const BUILDING: BuildingId = BuildingId(Uuid::from_u128(0xb1));
const MANAGER: PersonId = PersonId(Uuid::from_u128(1));

/// Where databases go.
pub(crate) fn directory() -> TempDir {
    match std::env::var_os("XUNLOU_BENCH_DIR") {
        Some(path) => tempfile::tempdir_in(PathBuf::from(path)).unwrap(),
        None => tempfile::tempdir().unwrap(),
    }
}

pub(crate) fn options(directory: &Path, generation: u64) -> OpenOptions {
    let installation = InstallationId(Uuid::from_u128(1));
    OpenOptions { path: directory.join("xunlou.db"), key: None, installation, generation }
}

/// The manager's workspace with the directory and the default pack.
pub(crate) fn workspace(directory: &Path) -> OpenedWorkspace {
    let me = Me {
        estate: EstateId(Uuid::from_u128(0xe)),
        estate_name: "听涛苑".to_owned(),
        person: MANAGER,
        person_name: "周经理".to_owned(),
        role: Role::Manager,
        device: DeviceId(Uuid::from_u128(0xd)),
        device_label: "bench".to_owned(),
        areas: BTreeSet::from([AREA]),
        buildings: BTreeSet::from([BUILDING]),
        health: false,
        former_devices: BTreeSet::new(),
    };
    let opened = Workspace::create(options(directory, 0), Environment::system(), me).unwrap();
    let area =
        DirectoryArea {
            name: "东区".to_owned(), order: 1, buildings: BTreeSet::from([BUILDING])
        };
    let manager = DirectoryPerson {
        name: "周经理".to_owned(),
        role: Role::Manager,
        areas: BTreeSet::from([AREA]),
    };
    let directory = DirectoryDocument {
        name: "听涛苑".to_owned(),
        buildings: vec![(BUILDING, DirectoryBuilding { name: "1栋".to_owned(), order: 1 })],
        areas: vec![(AREA, area)],
        people: vec![(MANAGER, manager)],
    };
    opened.workspace.set_directory(&directory).unwrap();
    // So that the manager has duties to be shown.
    let mut pack = RulePack::default_pack().unwrap();
    pack.duties.values_mut().for_each(|duty| duty.role = Role::Manager);
    opened.workspace.publish_pack(&pack).unwrap();
    opened
}

/// The envelope of a new patrol.
pub(crate) fn header() -> Header {
    let document = DocumentId(Uuid::now_v7());
    Header { document, kind: DocumentKind::Record, stream: StreamId::Area(AREA) }
}

/// A patrol that was begun.
pub(crate) fn record(day: chrono::NaiveDate, slot: &str) -> RecordDocument {
    let start = day.and_hms_opt(2, 30, 0).map(|start| start.and_utc().fixed_offset());
    RecordDocument {
        form: "butler_patrol".to_owned(),
        pack_version: 1,
        duty: Some("butler_patrol".to_owned()),
        slot: Some(slot.to_owned()),
        day,
        about: None,
        start,
        end: None,
        rain: false,
        skew: 0,
        excuse: None,
        answers: BTreeMap::new(),
        notes: BTreeMap::new(),
        photos: Vec::new(),
    }
}
