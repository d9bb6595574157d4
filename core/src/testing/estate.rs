//! 听涛苑: an invented estate of two areas with its people, and the devices they carry.

use std::collections::BTreeSet;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, TimeZone};
use tempfile::TempDir;
use uuid::Uuid;

use super::depot::{Account, Line};
use super::{Depot, FakeClock, environment};
use crate::document::{DirectoryArea, DirectoryBuilding, DirectoryDocument, DirectoryPerson};
use crate::domain::{Role, StreamId};
use crate::env::Environment;
use crate::ids::{AreaId, BuildingId, DeviceId, DocumentId, EstateId, InstallationId, PersonId};
use crate::rulepack::RulePack;
use crate::store::OpenOptions;
use crate::sync::{CancelToken, SyncOutcome};
use crate::workspace::{Me, NewHousehold, NewRecord, OpenedWorkspace, RecordAbout, Workspace};

/// The day of most stories, a Wednesday.
pub(crate) fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 18).unwrap()
}

/// A time of that day, `HH:MM`, or of another one, `YYYY-MM-DD HH:MM`; in Beijing time.
pub(crate) fn beijing(time: &str) -> DateTime<FixedOffset> {
    let (day, time) = match time.split_once(' ') {
        Some((day, time)) => (day.parse().unwrap(), time),
        None => (day(), time),
    };
    let time = NaiveTime::parse_from_str(time, "%H:%M").unwrap();
    let zone = FixedOffset::east_opt(8 * 3600).unwrap();
    zone.from_local_datetime(&day.and_time(time)).unwrap()
}

/// The smallest thing that passes for a photo here.
pub(crate) const JPEG: &[u8] = b"\xff\xd8\xff\xe0 not much of a photo \xff\xd9";

/// The estate: two areas of one building each.
pub(crate) struct Estate {
    /// The true time, which the server's clock and everybody's phone show.
    pub(crate) clock: Arc<FakeClock>,
    pub(crate) depot: Depot,
    pub(crate) east: AreaId,
    pub(crate) west: AreaId,
    pub(crate) east_building: BuildingId,
    pub(crate) west_building: BuildingId,
    directory: TempDir,
}

struct Person {
    who: &'static str,
    number: u128,
    name: &'static str,
    role: Role,
    east: bool,
    west: bool,
}

const fn person(
    who: &'static str,
    number: u128,
    name: &'static str,
    role: Role,
    (east, west): (bool, bool),
) -> Person {
    Person { who, number, name, role, east, west }
}

const PEOPLE: [Person; 5] = [
    person("manager", 1, "周经理", Role::Manager, (false, false)),
    person("assistant", 2, "李助理", Role::Assistant, (false, false)),
    person("alice", 3, "艾丽", Role::Butler, (true, false)),
    person("bob", 4, "鲍勃", Role::Butler, (true, false)),
    person("carol", 5, "卡萝", Role::Butler, (false, true)),
];

impl Estate {
    /// The estate at eight in the morning, set up by the manager and known to the server.
    pub(crate) fn new() -> Self {
        let clock = FakeClock::at(beijing("08:00"));
        let estate = Self {
            depot: Depot::new(&clock),
            clock,
            east: AreaId(Uuid::from_u128(0xa1)),
            west: AreaId(Uuid::from_u128(0xa2)),
            east_building: BuildingId(Uuid::from_u128(0xb1)),
            west_building: BuildingId(Uuid::from_u128(0xb2)),
            directory: tempfile::tempdir().unwrap(),
        };
        let manager = estate.fresh("manager", "经理电脑");
        manager.set_directory(&estate.directory()).unwrap();
        manager.publish_pack(&RulePack::default_pack().unwrap()).unwrap();
        manager.sync();
        estate
    }

    /// Moves the time of everybody whose clock is right.
    pub(crate) fn at(&self, time: &str) {
        self.clock.set(beijing(time));
    }

    /// A device of this person, with all that the server has for it.
    pub(crate) fn device(&self, who: &str) -> Device<'_> {
        let device = self.fresh(who, &format!("{who} 的手机"));
        device.sync();
        device
    }

    /// A device that was enrolled and has not synced yet.
    pub(crate) fn fresh(&self, who: &str, label: &str) -> Device<'_> {
        self.with_clock(who, label, &self.clock)
    }

    /// The same with a clock of its own.
    pub(crate) fn with_clock(&self, who: &str, label: &str, clock: &Arc<FakeClock>) -> Device<'_> {
        let person = PEOPLE.iter().find(|person| person.who == who).unwrap();
        let number = std::fs::read_dir(self.directory.path()).unwrap().count() as u64;
        let device = DeviceId(Uuid::from_u128(0xd000 + u128::from(number)));
        let areas: BTreeSet<AreaId> = self.areas_of(person);
        let (grants, buildings) = self.grants_of(person);
        self.depot.enrol(
            device,
            Account {
                person: PersonId(Uuid::from_u128(person.number)),
                label: label.to_owned(),
                grants,
                areas: areas.iter().copied().collect(),
            },
        );
        let me = Me {
            estate: EstateId(Uuid::from_u128(0xe)),
            estate_name: "听涛苑".to_owned(),
            person: PersonId(Uuid::from_u128(person.number)),
            person_name: person.name.to_owned(),
            role: person.role,
            device,
            device_label: label.to_owned(),
            areas,
            buildings,
            health: false,
            former_devices: BTreeSet::new(),
        };
        let path = self.directory.path().join(format!("{number}")).join("xunlou.db");
        std::fs::create_dir(path.parent().unwrap()).unwrap();
        let installation = InstallationId(Uuid::from_u128(0x1000 + u128::from(number)));
        let env = environment(clock, number);
        let options = OpenOptions { path: path.clone(), key: None, installation, generation: 0 };
        let opened = Workspace::create(options, env.clone(), me).unwrap();
        Device {
            workspace: opened.workspace,
            estate: self,
            path,
            installation,
            generation: opened.generation,
            env,
        }
    }

    fn areas_of(&self, person: &Person) -> BTreeSet<AreaId> {
        let areas = [(person.east, self.east), (person.west, self.west)];
        areas.into_iter().filter(|(granted, _)| *granted).map(|(_, area)| area).collect()
    }

    fn grants_of(&self, person: &Person) -> (Vec<StreamId>, BTreeSet<BuildingId>) {
        let whole = person.role.sees_whole_estate();
        let mut grants = vec![StreamId::Estate];
        let mut buildings = BTreeSet::new();
        if whole {
            grants.push(StreamId::Office);
        }
        let areas = [
            (person.east, self.east, self.east_building),
            (person.west, self.west, self.west_building),
        ];
        for (own, area, building) in areas {
            if own || whole {
                grants.extend([StreamId::Area(area), StreamId::Building(building)]);
                buildings.insert(building);
            }
        }
        (grants, buildings)
    }

    fn directory(&self) -> DirectoryDocument {
        let building = |name: &str, order| DirectoryBuilding { name: name.to_owned(), order };
        let area = |name: &str, order, building| DirectoryArea {
            name: name.to_owned(),
            order,
            buildings: BTreeSet::from([building]),
        };
        let people = PEOPLE.iter().map(|person| {
            let entry = DirectoryPerson {
                name: person.name.to_owned(),
                role: person.role,
                areas: self.areas_of(person),
            };
            (PersonId(Uuid::from_u128(person.number)), entry)
        });
        DirectoryDocument {
            name: "听涛苑".to_owned(),
            buildings: vec![
                (self.east_building, building("1栋", 1)),
                (self.west_building, building("2栋", 2)),
            ],
            areas: vec![
                (self.east, area("东区", 1, self.east_building)),
                (self.west, area("西区", 2, self.west_building)),
            ],
            people: people.collect(),
        }
    }

    /// A unit of the east building.
    pub(crate) fn unit(&self, unit: &str, fields: &[(&str, &str)]) -> NewHousehold {
        NewHousehold {
            building: self.east_building,
            unit: unit.to_owned(),
            floor: None,
            fields: fields.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect(),
        }
    }
}

/// A person's device.
pub(crate) struct Device<'e> {
    pub(crate) workspace: Workspace,
    pub(crate) estate: &'e Estate,
    pub(crate) path: PathBuf,
    pub(crate) installation: InstallationId,
    pub(crate) generation: u64,
    env: Environment,
}

impl Deref for Device<'_> {
    type Target = Workspace;

    fn deref(&self) -> &Workspace {
        &self.workspace
    }
}

impl<'e> Device<'e> {
    /// Syncs, which must work.
    pub(crate) fn sync(&self) -> SyncOutcome {
        self.try_sync().unwrap()
    }

    pub(crate) fn try_sync(&self) -> crate::Result<SyncOutcome> {
        self.workspace.sync(&self.line(), &CancelToken::default(), &|_| {})
    }

    pub(crate) fn line(&self) -> Line<'_> {
        Line { depot: &self.estate.depot, device: self.me().device }
    }

    /// The app is ended and started again.
    pub(crate) fn restart(self) -> Self {
        let Self { workspace, estate, path, installation, generation, env } = self;
        drop(workspace);
        let opened = open(&path, installation, generation, env.clone());
        assert!(!opened.restored);
        let OpenedWorkspace { workspace, generation, .. } = opened;
        Self { workspace, estate, path, installation, generation, env }
    }

    /// The same person's database, copied to a new phone of its own.
    pub(crate) fn copy(&self, to: &str) -> Device<'e> {
        let path = self.path.with_file_name(to);
        self.store().write(|_| Ok(())).unwrap();
        let wal = |path: &Path| PathBuf::from(format!("{}-wal", path.display()));
        std::fs::copy(&self.path, &path).unwrap();
        if wal(&self.path).exists() {
            std::fs::copy(wal(&self.path), wal(&path)).unwrap();
        }
        let installation = InstallationId(Uuid::from_u128(0xc0de));
        let env = environment(&self.estate.clock, 0xc0de);
        let opened = open(&path, installation, 0, env.clone());
        assert!(opened.restored);
        let OpenedWorkspace { workspace, generation, .. } = opened;
        Device { workspace, estate: self.estate, path, installation, generation, env }
    }

    /// Begins the butler's patrol of the east.
    pub(crate) fn patrol(&self, slot: &str) -> DocumentId {
        self.patrol_in_rain(slot, false)
    }

    pub(crate) fn patrol_in_rain(&self, slot: &str, rain: bool) -> DocumentId {
        self.start_record(&NewRecord {
            form: "butler_patrol".to_owned(),
            duty: Some(("butler_patrol".to_owned(), slot.to_owned())),
            about: RecordAbout::Area(self.estate.east),
            rain,
        })
        .unwrap()
    }

    /// Begins a record about a household or decoration project.
    pub(crate) fn begin(&self, form: &str, about: DocumentId) -> DocumentId {
        let duty = (form == "decoration_inspection").then(|| (form.to_owned(), "day".to_owned()));
        let about = RecordAbout::Document(about);
        self.start_record(&NewRecord { form: form.to_owned(), duty, about, rain: false }).unwrap()
    }

    /// Answers whatever is still asked with 正常, or with the first answer that there is.
    pub(crate) fn answer_the_rest(&self, record: DocumentId) {
        use crate::rulepack::ItemKind;
        let view = self.record(record).unwrap();
        let open = view.groups.iter().flat_map(|group| &group.items);
        let answers: Vec<(String, String)> = open
            .filter(|item| item.answer.is_none() && item.required)
            .map(|item| {
                let answer = match &item.kind {
                    ItemKind::Check => "ok".to_owned(),
                    ItemKind::Choice(choices) => choices[0].id.clone(),
                    ItemKind::Number { min, .. } => min.to_string(),
                    _ => "2026-03-18".to_owned(),
                };
                (item.id.clone(), answer)
            })
            .collect();
        let answers: Vec<(&str, &str)> =
            answers.iter().map(|(item, answer)| (item.as_str(), answer.as_str())).collect();
        self.answer_all(record, &answers).unwrap();
    }

    /// The answer to an item as this device shows it.
    pub(crate) fn said(&self, record: DocumentId, item: &str) -> Option<String> {
        let view = self.record(record).unwrap();
        let items = view.groups.into_iter().flat_map(|group| group.items);
        items.filter(|asked| asked.id == item).find_map(|asked| asked.answer)
    }
}

fn open(
    path: &Path,
    installation: InstallationId,
    generation: u64,
    env: Environment,
) -> OpenedWorkspace {
    let path = path.to_owned();
    Workspace::open(OpenOptions { path, key: None, installation, generation }, env).unwrap()
}
