//! An estate with two areas, its people, and devices that are as simple as a device can be.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use automerge::transaction::Transactable;
use automerge::{Automerge, ROOT, ReadDoc};
use chrono::{DateTime, FixedOffset};
use ed25519_dalek::{Signer, SigningKey};
use serde_bytes::ByteBuf;
use tempfile::TempDir;
use xunlou_core::document::keys::{CURRENT_VERSION, VERSION};
use xunlou_core::domain::{DocumentKind, Header, Role, StreamId};
use xunlou_core::env::{Clock, Environment, Random, SystemRandom};
use xunlou_core::ids::{
    ActorId, AreaId, BuildingId, ChangeHash, DeviceId, DocumentId, Epoch, EstateId, InstallationId,
    PersonId, RequestId,
};
use xunlou_core::sync::wire::{
    DocumentVerdict, Endpoint, EnrolRequest, EnrolResponse, ErrorCode, PROTOCOL, PushDocument,
    StreamCursor, SyncRequest, SyncResponse, decode, encode, enrolment_message,
};
use xunlou_server::api::{Api, ApiError};
use xunlou_server::database::FILE_NAME;
use xunlou_server::estate_plan::{EstatePlan, PlannedArea, PlannedBuilding, PlannedPerson};
use xunlou_server::{Config, Server};

pub(crate) struct TestClock(AtomicI64);

impl TestClock {
    pub(crate) fn pass(&self, time: Duration) {
        self.0.fetch_add(i64::try_from(time.as_millis()).unwrap(), Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> DateTime<FixedOffset> {
        DateTime::from_timestamp_millis(self.0.load(Ordering::SeqCst)).unwrap().fixed_offset()
    }

    fn monotonic(&self) -> Duration {
        Duration::from_millis(self.0.load(Ordering::SeqCst).unsigned_abs())
    }
}

/// A server with one estate: areas north (buildings 1 and 2) and south (building 3); butlers `lin`
/// and `zhao` in the north, `wu` in the south; assistant `chen`, manager `guo`.
pub(crate) struct World {
    pub(crate) clock: Arc<TestClock>,
    pub(crate) server: Arc<Server>,
    pub(crate) plan: EstatePlan,
    pub(crate) directory: TempDir,
    variables: HashMap<String, String>,
}

pub(crate) const NORTH: AreaId = AreaId(uuid::Uuid::from_u128(0xa1));
pub(crate) const SOUTH: AreaId = AreaId(uuid::Uuid::from_u128(0xa2));
pub(crate) const BUILDING_1: BuildingId = BuildingId(uuid::Uuid::from_u128(0xb1));
pub(crate) const BUILDING_3: BuildingId = BuildingId(uuid::Uuid::from_u128(0xb3));

impl World {
    pub(crate) fn new() -> Self {
        Self::with(&[])
    }

    /// A world with these settings.
    pub(crate) fn with(settings: &[(&str, &str)]) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let clock = Arc::new(TestClock(AtomicI64::new(1_780_000_000_000)));
        let mut variables: HashMap<String, String> =
            settings.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        let data = directory.path().join("data").display().to_string();
        variables.insert("XUNLOU_DATA".to_owned(), data);
        let server = open(&variables, &clock);
        let plan = plan();
        let access = server.access();
        let epoch: Epoch = server.environment().new_random_id();
        access.enter_estate(&plan, epoch, server.api().now()).unwrap();
        access.open_estate(plan.estate).unwrap();
        Self { clock, server, plan, directory, variables }
    }

    /// Starts the server again on the same data.
    pub(crate) fn reopen(&mut self) {
        self.server = open(&self.variables, &self.clock);
    }

    /// Starts the server on another machine, with this backup as its database.
    pub(crate) fn restore(&mut self, backup: &Path) {
        let data = self.directory.path().join("restored");
        std::fs::create_dir(&data).unwrap();
        std::fs::copy(backup, data.join(FILE_NAME)).unwrap();
        self.variables.insert("XUNLOU_DATA".to_owned(), data.display().to_string());
        self.reopen();
    }

    pub(crate) fn api(&self) -> &Api {
        self.server.api()
    }

    pub(crate) fn person(&self, login: &str) -> PersonId {
        self.plan.people.iter().find(|person| person.login == login).unwrap().id
    }

    pub(crate) fn code(&self, login: &str) -> String {
        let (estate, person) = (self.plan.estate, self.person(login));
        self.server.access().new_code(estate, person, &SystemRandom, self.api().now()).unwrap().text
    }

    /// A new device of this person.
    pub(crate) fn device(&self, login: &str) -> Device {
        let enrolled = enrol(self.api(), &self.code(login)).unwrap();
        Device::new(self.api().clone(), enrolled)
    }
}

fn open(variables: &HashMap<String, String>, clock: &Arc<TestClock>) -> Arc<Server> {
    let config = Config::read(None, variables.clone()).unwrap();
    let clock: Arc<dyn Clock> = Arc::clone(clock) as Arc<dyn Clock>;
    let environment = Environment { clock, random: Arc::new(SystemRandom) };
    Arc::new(Server::open(config, environment).unwrap())
}

fn plan() -> EstatePlan {
    let building = |number: u128| PlannedBuilding {
        id: BuildingId(uuid::Uuid::from_u128(0xb0 + number)),
        key: format!("b{number}"),
        name: format!("{number}栋"),
    };
    let buildings: Vec<PlannedBuilding> = [1, 2, 3].map(building).into();
    let area = |id, key: &str, buildings: &[PlannedBuilding]| PlannedArea {
        id,
        key: key.to_owned(),
        name: key.to_owned(),
        buildings: buildings.iter().map(|building| building.id).collect(),
    };
    let person = |(login, role, areas): (&str, Role, &[AreaId])| PlannedPerson {
        id: Environment::system().new_id(),
        login: login.to_owned(),
        name: format!("小{login}"),
        role,
        areas: areas.to_vec(),
        health: role == Role::Manager,
    };
    let people: [(&str, Role, &[AreaId]); 5] = [
        ("lin", Role::Butler, &[NORTH]),
        ("zhao", Role::Butler, &[NORTH]),
        ("wu", Role::Butler, &[SOUTH]),
        ("chen", Role::Assistant, &[]),
        ("guo", Role::Manager, &[]),
    ];
    EstatePlan {
        estate: EstateId(uuid::Uuid::from_u128(0xe5)),
        name: "云栖花园".to_owned(),
        areas: vec![area(NORTH, "north", &buildings[..2]), area(SOUTH, "south", &buildings[2..])],
        buildings,
        people: people.map(person).into(),
        departments: Vec::new(),
        households: Vec::new(),
        rulepack: None,
    }
}

/// A body as a device with this key and installation sends it.
pub(crate) fn enrolment(
    code: &str,
    key: &SigningKey,
    installation: InstallationId,
) -> EnrolRequest {
    EnrolRequest {
        protocol: PROTOCOL,
        code: code.to_owned(),
        public_key: ByteBuf::from(key.verifying_key().to_bytes().to_vec()),
        proof: ByteBuf::from(key.sign(&enrolment_message(code, installation)).to_bytes().to_vec()),
        label: "测试手机".to_owned(),
        installation,
        device_time: 0,
    }
}

pub(crate) fn new_key() -> SigningKey {
    let mut seed = [0; 32];
    SystemRandom.fill(&mut seed);
    SigningKey::from_bytes(&seed)
}

pub(crate) fn enrol(api: &Api, code: &str) -> Result<EnrolResponse, ApiError> {
    let installation = Environment::system().new_random_id();
    let request = enrolment(code, &new_key(), installation);
    let answer = api.handle(None, Endpoint::Enrol, &encode(&request).unwrap())?;
    Ok(decode(&answer).unwrap())
}

/// A device: documents in memory, an outbox, cursors.
pub(crate) struct Device {
    pub(crate) api: Api,
    pub(crate) token: String,
    pub(crate) id: DeviceId,
    pub(crate) person: PersonId,
    pub(crate) actor: ActorId,
    pub(crate) epoch: Option<Epoch>,
    pub(crate) cursors: Vec<StreamCursor>,
    pub(crate) documents: BTreeMap<DocumentId, (Header, Automerge)>,
    pub(crate) outbox: Vec<PushDocument>,
    /// Documents in the order in which they first came.
    pub(crate) arrived: Vec<DocumentId>,
    identities: BTreeMap<ActorId, PersonId>,
    identities_after: u64,
}

impl Device {
    pub(crate) fn new(api: Api, enrolled: EnrolResponse) -> Self {
        Self {
            api,
            token: enrolled.token,
            id: enrolled.device,
            person: enrolled.person,
            actor: Environment::system().new_random_id(),
            epoch: None,
            cursors: Vec::new(),
            documents: BTreeMap::new(),
            outbox: Vec::new(),
            arrived: Vec::new(),
            identities: BTreeMap::new(),
            identities_after: 0,
        }
    }

    /// Starts a document with one change.
    pub(crate) fn create(&mut self, kind: DocumentKind, stream: StreamId) -> DocumentId {
        let document: DocumentId = Environment::system().new_id();
        let header = Header { document, kind, stream };
        self.documents.insert(document, (header, Automerge::new()));
        self.put(document, "k", "created");
        document
    }

    pub(crate) fn record(&mut self) -> DocumentId {
        self.create(DocumentKind::Record, StreamId::Area(NORTH))
    }

    /// Writes one value, as one change in the outbox.
    pub(crate) fn put(&mut self, document: DocumentId, key: &str, value: &str) -> ChangeHash {
        self.put_value(document, key, value)
    }

    /// Writes one value of any sort, as one change in the outbox.
    pub(crate) fn put_value(
        &mut self,
        document: DocumentId,
        key: &str,
        value: impl Into<automerge::ScalarValue>,
    ) -> ChangeHash {
        let (header, automerge) = self.documents.get_mut(&document).unwrap();
        let before = automerge.get_heads();
        automerge.set_actor(self.actor.to_automerge());
        let mut transaction = automerge.transaction();
        if before.is_empty() && key != VERSION {
            // Of a layout that the server does not know: taken as it is, as long as it is flat.
            transaction.put(ROOT, VERSION, CURRENT_VERSION + 1).unwrap();
        }
        transaction.put(ROOT, key, value).unwrap();
        transaction.commit();
        let changes = automerge.get_changes(&before);
        self.outbox.push(PushDocument {
            header: (*header).into(),
            changes: changes.iter().map(|one| ByteBuf::from(one.raw_bytes().to_vec())).collect(),
        });
        changes[0].hash().into()
    }

    pub(crate) fn get(&self, document: DocumentId, key: &str) -> Option<String> {
        let (_, automerge) = self.documents.get(&document)?;
        automerge.get(ROOT, key).unwrap().map(|(value, _)| value.into_string().unwrap())
    }

    pub(crate) fn request(&self) -> SyncRequest {
        SyncRequest {
            protocol: PROTOCOL,
            request: RequestId(uuid::Uuid::from_u128(1)),
            epoch: self.epoch,
            actor: self.actor,
            device_time: 0,
            identities_after: self.identities_after,
            cursors: self.cursors.clone(),
            push: self.outbox.clone(),
            fetch: Vec::new(),
            pull: true,
        }
    }

    pub(crate) fn call(&self, request: &SyncRequest) -> Result<SyncResponse, ApiError> {
        let body = encode(request).unwrap();
        let answer = self.api.handle(Some(&self.token), Endpoint::Sync, &body)?;
        Ok(decode(&answer).unwrap())
    }

    pub(crate) fn apply(&mut self, answer: &SyncResponse) {
        assert_eq!(answer.request, RequestId(uuid::Uuid::from_u128(1)));
        self.epoch = Some(answer.epoch);
        self.outbox.clear();
        for page in &answer.documents {
            let header = page.header.known().unwrap();
            if !self.documents.contains_key(&header.document) {
                self.arrived.push(header.document);
            }
            let (_, automerge) =
                self.documents.entry(header.document).or_insert((header, Automerge::new()));
            for chunk in page.snapshot.iter().chain(&page.changes) {
                automerge.load_incremental(chunk).unwrap();
            }
            assert!(automerge.get_missing_deps(&[]).is_empty(), "a change came before its deps");
        }
        for identity in &answer.identities {
            self.identities.insert(identity.actor, identity.person);
            self.identities_after = identity.row;
        }
        self.cursors = answer.cursors.clone();
    }

    /// One round.
    pub(crate) fn round(&mut self) -> SyncResponse {
        let answer = self.call(&self.request()).unwrap();
        assert!(!answer.reconcile);
        self.apply(&answer);
        answer
    }

    /// Rounds until nothing remains.
    pub(crate) fn sync(&mut self) -> Vec<SyncResponse> {
        let mut answers = vec![self.round()];
        while answers.last().unwrap().remaining > 0 {
            assert!(!answers.last().unwrap().documents.is_empty(), "a page made no progress");
            answers.push(self.round());
        }
        answers
    }

    pub(crate) fn push(&mut self) -> Vec<DocumentVerdict> {
        self.round().verdicts
    }

    pub(crate) fn author_of(&self, actor: ActorId) -> Option<PersonId> {
        self.identities.get(&actor).copied()
    }

    pub(crate) fn refusal(&self) -> ErrorCode {
        self.call(&self.request()).unwrap_err().code
    }

    pub(crate) fn heads(&self, document: DocumentId) -> Vec<ChangeHash> {
        let (_, automerge) = &self.documents[&document];
        automerge.get_heads().into_iter().map(ChangeHash::from).collect()
    }
}
