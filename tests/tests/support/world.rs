//! A small estate with a real server and real workspaces, and a memory of all that was written.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use chrono::DateTime;
use tempfile::TempDir;
use uuid::Uuid;
use xunlou_core::document::{DirectoryArea, DirectoryBuilding, DirectoryDocument, Source};
use xunlou_core::domain::case::CaseKind;
use xunlou_core::domain::{DocumentKind, Role};
use xunlou_core::env::{Environment, SystemRandom};
use xunlou_core::ids::{
    AreaId, BlobHash, BuildingId, ChangeHash, DocumentId, Epoch, EstateId, InstallationId, PersonId,
};
use xunlou_core::rulepack::{RulePack, Severity};
use xunlou_core::store::{OpenOptions, Waiting};
use xunlou_core::sync::{CancelToken, enrol};
use xunlou_core::workspace::{Me, NewCase, NewHousehold, NewRecord, RecordAbout, Workspace};
use xunlou_server::estate_plan::{EstatePlan, PlannedArea, PlannedBuilding, PlannedPerson};
use xunlou_server::{Config, Server};
use xunlou_tests::clock::StoryClock;

use super::line::{Late, Line, Running};

const AREA: AreaId = AreaId(Uuid::from_u128(0xa1));
const BUILDING: BuildingId = BuildingId(Uuid::from_u128(0xb1));
const FIELDS: [&str; 4] = ["employer", "hobbies", "nanny", "elderly"];
const ITEMS: [&str; 8] =
    ["exits", "fire_doors", "shafts", "lifts", "hydrants", "c_walls", "c_roads", "pub_green"];

/// A server, three devices, and what was written on them.
pub(crate) struct World {
    directory: TempDir,
    clock: Arc<StoryClock>,
    running: Running,
    settings: HashMap<String, String>,
    devices: Vec<Device>,
    households: Vec<DocumentId>,
    record: DocumentId,
    /// What was written: document, register, and a value that stands nowhere else.
    written: Vec<(DocumentId, String)>,
    photos: BTreeSet<(DocumentId, BlobHash)>,
    count: u32,
}

struct Device {
    path: PathBuf,
    installation: InstallationId,
    generation: u64,
    token: String,
    late: Late,
    workspace: Option<Workspace>,
}

impl Device {
    fn workspace(&self) -> &Workspace {
        self.workspace.as_ref().unwrap()
    }
}

impl World {
    /// An estate of three households; two butlers and an assistant on their devices, with one
    /// patrol under way that all of them have.
    pub(crate) fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let start = DateTime::parse_from_rfc3339("2026-03-18T10:30:00+08:00").unwrap();
        let clock = Arc::new(StoryClock::standing_at(start));
        let data = directory.path().join("server").display().to_string();
        let settings = HashMap::from([("XUNLOU_DATA".to_owned(), data)]);
        let server = open_server(&settings, &clock);
        let plan = plan();
        let epoch: Epoch = server.environment().new_random_id();
        server.access().enter_estate(&plan, epoch, server.api().now()).unwrap();
        server.access().open_estate(plan.estate).unwrap();
        let running = Arc::new(Mutex::new(server.api().clone()));
        let mut world = Self {
            directory,
            clock,
            running,
            settings,
            devices: Vec::new(),
            households: Vec::new(),
            record: DocumentId(Uuid::nil()),
            written: Vec::new(),
            photos: BTreeSet::new(),
            count: 0,
        };
        let manager = world.enrol(&server, &plan, "gu");
        world.households = set_up(manager.workspace(), &plan);
        world.devices.push(manager);
        world.sync(0);
        world.devices.clear();
        for login in ["lin", "zhou", "tang"] {
            let device = world.enrol(&server, &plan, login);
            world.devices.push(device);
            world.sync(world.devices.len() - 1);
        }
        world.record = world.devices[0]
            .workspace()
            .start_record(&NewRecord {
                form: "butler_patrol".to_owned(),
                duty: Some(("butler_patrol".to_owned(), "morning".to_owned())),
                about: RecordAbout::Area(AREA),
                rain: false,
            })
            .unwrap();
        (0..3).for_each(|device| world.sync(device));
        world
    }

    fn environment(&self) -> Environment {
        let clock: Arc<StoryClock> = Arc::clone(&self.clock);
        Environment { clock, random: Arc::new(SystemRandom) }
    }

    fn enrol(&self, server: &Server, plan: &EstatePlan, login: &str) -> Device {
        let person = plan.people.iter().find(|person| person.login == login).unwrap().id;
        let access = server.access();
        let code = access.new_code(plan.estate, person, &SystemRandom, server.api().now()).unwrap();
        let installation = InstallationId(Uuid::new_v4());
        let line = Line::good(&self.running, "");
        let key = ed25519_dalek::SigningKey::from_bytes(&rand_seed());
        let enrolled =
            enrol(&line, self.clock.as_ref(), login, installation, &code.text, &key).unwrap();
        let path = self.directory.path().join(format!("{login}.sqlite3"));
        let me = Me::from_enrolment(&enrolled.device, login);
        let options = OpenOptions { path: path.clone(), key: None, installation, generation: 0 };
        let opened = Workspace::create(options, self.environment(), me).unwrap();
        Device {
            path,
            installation,
            generation: opened.generation,
            token: enrolled.device.token,
            late: Late::default(),
            workspace: Some(opened.workspace),
        }
    }

    /// Writes a field of a household's file.
    pub(crate) fn edit_field(&mut self, device: usize, household: usize, field: usize) {
        let value = self.next("field");
        let household = self.households[household];
        let workspace = self.devices[device].workspace();
        workspace.edit_field(household, FIELDS[field], &value, Source::Phone).unwrap();
        self.written.push((household, value));
    }

    /// Answers an item of the patrol, and notes something on it.
    pub(crate) fn answer(&mut self, device: usize, item: usize) {
        let value = self.next("note");
        let workspace = self.devices[device].workspace();
        let answer = ["ok", "problem", "na"][self.count as usize % 3];
        workspace.answer(self.record, ITEMS[item], answer).unwrap();
        workspace.set_note(self.record, ITEMS[item], &value).unwrap();
        self.written.push((self.record, value));
    }

    /// Attaches a photo to the patrol.
    pub(crate) fn add_photo(&mut self, device: usize) {
        let bytes = self.next("photo").repeat(40_000);
        let item = ITEMS[self.count as usize % ITEMS.len()];
        let workspace = self.devices[device].workspace();
        match workspace.attach_photo(self.record, item, "image/jpeg", bytes.as_bytes()) {
            Ok(hash) => drop(self.photos.insert((self.record, hash))),
            // Nine are the most that an item takes.
            Err(error) => assert!(error.to_string().contains("photo"), "{error}"),
        }
    }

    /// Reports a case.
    pub(crate) fn report_case(&mut self, device: usize) {
        let title = self.next("case");
        let case = self.devices[device]
            .workspace()
            .report_case(&NewCase {
                kind: CaseKind::Finding,
                title: title.clone(),
                detail: String::new(),
                department: None,
                severity: Severity::Normal,
                found: None,
                about: Some(RecordAbout::Area(AREA)),
                agreed: None,
            })
            .unwrap();
        self.written.push((case, title));
    }

    /// A sync over a bad line. It may fail, in any way that leaves the device as it was or further.
    pub(crate) fn sync_badly(&mut self, device: usize, seed: u64) {
        let device = &self.devices[device];
        let line = Line::bad(&self.running, &device.token, seed, &device.late);
        let _ = device.workspace().sync(&line, &CancelToken::default(), &|_| {});
    }

    fn sync(&self, device: usize) {
        let device = &self.devices[device];
        let line = Line::good(&self.running, &device.token);
        device.workspace().sync(&line, &CancelToken::default(), &|_| {}).unwrap();
    }

    /// The app is killed and opened again.
    pub(crate) fn restart(&mut self, device: usize, forgotten: bool) {
        let environment = self.environment();
        let device = &mut self.devices[device];
        device.workspace = None;
        let opened = Workspace::open(device.options(), environment).unwrap();
        device.workspace = Some(opened.workspace);
        if !forgotten {
            device.generation = opened.generation;
        }
    }

    /// The server is started again on its data.
    pub(crate) fn restart_server(&mut self) {
        let server = open_server(&self.settings, &self.clock);
        *self.running.lock().unwrap() = server.api().clone();
    }

    /// A copy of a device's files, opened as the same installation. Returns its place.
    pub(crate) fn copy_device(&mut self, device: usize) -> usize {
        let environment = self.environment();
        self.devices[device].workspace().suspend();
        let original = &self.devices[device];
        let path = original.path.with_extension("copy");
        std::fs::copy(&original.path, &path).unwrap();
        original.workspace().resume().unwrap();
        let mut copy = Device {
            path,
            installation: original.installation,
            generation: original.generation,
            token: original.token.clone(),
            late: Late::default(),
            workspace: None,
        };
        let opened = Workspace::open(copy.options(), environment).unwrap();
        copy.generation = opened.generation;
        copy.workspace = Some(opened.workspace);
        self.devices.push(copy);
        self.devices.len() - 1
    }

    /// A backup of the server.
    pub(crate) fn backup(&self) -> PathBuf {
        let path = self.directory.path().join("backup.sqlite3");
        open_server(&self.settings, &self.clock).backup(&path).unwrap();
        path
    }

    /// The server is set up anew from a backup.
    pub(crate) fn restore(&mut self, backup: &Path) {
        let data = self.directory.path().join("restored");
        std::fs::create_dir_all(&data).unwrap();
        std::fs::copy(backup, data.join(xunlou_server::database::FILE_NAME)).unwrap();
        self.settings.insert("XUNLOU_DATA".to_owned(), data.display().to_string());
        self.restart_server();
    }

    /// Everybody syncs over a good line until nothing is left to send or to take.
    pub(crate) fn settle(&mut self) {
        for _ in 0..8 {
            (0..self.devices.len()).for_each(|device| self.sync(device));
            let quiet = self.devices.iter().all(|device| {
                device.workspace().sync_status().unwrap().waiting == Waiting::default()
            });
            if quiet && self.versions().windows(2).all(|pair| pair[0] == pair[1]) {
                return;
            }
        }
    }

    fn versions(&self) -> Vec<BTreeMap<DocumentId, Vec<ChangeHash>>> {
        self.devices.iter().map(|device| versions(device.workspace())).collect()
    }

    /// Every device has the same version of every document, shows the same conflicts, and has
    /// nothing left to send.
    pub(crate) fn assert_same_everywhere(&self) {
        for device in &self.devices {
            let workspace = device.workspace();
            assert_eq!(workspace.sync_status().unwrap().waiting, Waiting::default());
            assert_eq!(workspace.refused().unwrap(), []);
        }
        let versions = self.versions();
        assert!(versions.windows(2).all(|pair| pair[0] == pair[1]), "devices differ");
        let shown: Vec<_> = self
            .devices
            .iter()
            .map(|device| device.workspace().store().open_conflicts().unwrap())
            .collect();
        assert!(shown.windows(2).all(|pair| pair[0] == pair[1]), "conflicts differ");
    }

    /// Everything that was ever written is in the history on every device, and every photo is to
    /// be had.
    pub(crate) fn assert_nothing_lost(&self) {
        for device in &self.devices {
            let mut histories: HashMap<DocumentId, BTreeSet<String>> = HashMap::new();
            for (document, value) in &self.written {
                let said = histories.entry(*document).or_insert_with(|| {
                    let history = device.workspace().history(*document).unwrap();
                    let edits = history.into_iter().flat_map(|entry| entry.edits);
                    edits.filter_map(|edit| edit.value).collect()
                });
                assert!(said.contains(value), "{value} is lost");
            }
            let line = Line::good(&self.running, &device.token);
            for (document, hash) in &self.photos {
                device.workspace().fetch_photo(&line, *document, *hash).unwrap();
            }
        }
    }

    fn next(&mut self, what: &str) -> String {
        self.count += 1;
        self.clock.pass(20);
        format!("{what} {}", self.count)
    }
}

impl Device {
    fn options(&self) -> OpenOptions {
        OpenOptions {
            path: self.path.clone(),
            key: None,
            installation: self.installation,
            generation: self.generation,
        }
    }
}

fn versions(workspace: &Workspace) -> BTreeMap<DocumentId, Vec<ChangeHash>> {
    let store = workspace.store();
    DocumentKind::ALL
        .into_iter()
        .flat_map(|kind| store.documents_of(kind).unwrap())
        .map(|document| (document, store.heads(document).unwrap()))
        .collect()
}

fn rand_seed() -> [u8; 32] {
    let mut seed = [0; 32];
    seed[..16].copy_from_slice(Uuid::new_v4().as_bytes());
    seed
}

fn open_server(settings: &HashMap<String, String>, clock: &Arc<StoryClock>) -> Server {
    let config = Config::read(None, settings.clone()).unwrap();
    let clock: Arc<StoryClock> = Arc::clone(clock);
    Server::open(config, Environment { clock, random: Arc::new(SystemRandom) }).unwrap()
}

fn plan() -> EstatePlan {
    let person = |number: u128, login: &str, role, areas: &[AreaId]| PlannedPerson {
        id: PersonId(Uuid::from_u128(number)),
        login: login.to_owned(),
        name: login.to_owned(),
        role,
        areas: areas.to_vec(),
        health: false,
    };
    EstatePlan {
        estate: EstateId(Uuid::from_u128(0xe1)),
        name: "虚构小区".to_owned(),
        buildings: vec![PlannedBuilding { id: BUILDING, key: "1".into(), name: "1栋".into() }],
        areas: vec![PlannedArea {
            id: AREA,
            key: "east".into(),
            name: "东区".into(),
            buildings: vec![BUILDING],
        }],
        people: vec![
            person(1, "lin", Role::Butler, &[AREA]),
            person(2, "zhou", Role::Butler, &[AREA]),
            person(3, "tang", Role::Assistant, &[]),
            person(4, "gu", Role::Manager, &[]),
        ],
        departments: Vec::new(),
        households: Vec::new(),
        rulepack: None,
    }
}

/// The pack, the directory and three households, as the office's own replica writes them.
fn set_up(manager: &Workspace, plan: &EstatePlan) -> Vec<DocumentId> {
    manager.publish_pack(&RulePack::default_pack().unwrap()).unwrap();
    let buildings = [BUILDING].into_iter().collect();
    manager
        .set_directory(&DirectoryDocument {
            name: plan.name.clone(),
            buildings: vec![(BUILDING, DirectoryBuilding { name: "1栋".into(), order: 1 })],
            areas: vec![(AREA, DirectoryArea { name: "东区".into(), order: 1, buildings })],
            people: Vec::new(),
        })
        .unwrap();
    let households: Vec<NewHousehold> = (1..=3)
        .map(|number| NewHousehold {
            building: BUILDING,
            unit: format!("1-10{number}"),
            floor: Some(1),
            fields: Vec::new(),
        })
        .collect();
    manager.import_households(&households).unwrap()
}
