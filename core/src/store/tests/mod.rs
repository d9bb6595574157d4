//! The database: what is durable, what opening refuses, what can be rebuilt.

mod durability;
mod identity;
mod incoming;
mod opening;
mod projections;
mod schema;

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tempfile::TempDir;
use uuid::Uuid;

use super::{Changed, OpenOptions, Opened, Store, StoreReplica};
use crate::Result;
use crate::document::{AnswerAt, Edit, Flat, RecordDocument, Value};
use crate::domain::{DocumentKind, Header, StreamId};
use crate::ids::{ActorId, AreaId, ChangeHash, DeviceId, DocumentId, InstallationId, PersonId};
use crate::testing::{FakeClock, beijing, day, environment};

/// A device's database file, and what the shell keeps beside it.
struct Device {
    directory: TempDir,
    clock: Arc<FakeClock>,
    installation: InstallationId,
    generation: Cell<u64>,
    number: u64,
}

impl Device {
    fn new(number: u64) -> Self {
        Self {
            directory: tempfile::tempdir().unwrap(),
            clock: FakeClock::at(beijing("08:00")),
            installation: InstallationId(Uuid::from_u128(number.into())),
            generation: Cell::new(0),
            number,
        }
    }

    fn path(&self) -> PathBuf {
        self.directory.path().join("xunlou.db")
    }

    fn options(&self) -> OpenOptions {
        OpenOptions {
            path: self.path(),
            key: None,
            installation: self.installation,
            generation: self.generation.get(),
        }
    }

    fn try_open(&self) -> Result<Opened> {
        // Two openings never draw the same numbers, however often a backup comes back.
        static OPENINGS: AtomicU64 = AtomicU64::new(0);
        let seed = OPENINGS.fetch_add(1, Ordering::Relaxed);
        Store::open(self.options(), environment(&self.clock, seed))
    }

    fn open(&self) -> Store {
        let Opened { store, generation, restored } = self.try_open().unwrap();
        assert!(!restored);
        self.generation.set(generation);
        let device = DeviceId(Uuid::from_u128(self.number.into()));
        let person = PersonId(Uuid::from_u128(self.number.into()));
        store.claim_actor(device, "手机", person).unwrap();
        store
    }
}

fn area() -> StreamId {
    StreamId::Area(AreaId(Uuid::from_u128(1)))
}

/// Begins a patrol.
fn begin(store: &Store) -> DocumentId {
    let header =
        Header { document: store.env().new_id(), kind: DocumentKind::Record, stream: area() };
    let edits = patrol(store).create();
    store.write(|tx| tx.create(header, &edits, 0)).unwrap();
    header.document
}

fn patrol(store: &Store) -> RecordDocument {
    RecordDocument {
        form: "butler_patrol".to_owned(),
        pack_version: 1,
        duty: None,
        slot: None,
        day: day(),
        about: None,
        start: Some(store.env().clock.now()),
        end: None,
        rain: false,
        skew: 0,
        excuse: None,
        answers: Default::default(),
        notes: Default::default(),
        photos: Vec::new(),
    }
}

/// Answers an item, durably.
fn answer(store: &Store, record: DocumentId, item: &str, value: &str) -> Result<bool> {
    let edits = [AnswerAt::edit(item, value, 60)];
    store.write(|tx| tx.edit(record, &edits, 60_000)).map(|(changed, _)| changed)
}

/// What the record says, read afresh, as the row and the document have it; they must agree.
fn said(store: &Store, record: DocumentId, item: &str) -> Option<String> {
    let (_, doc) = store.document(record).unwrap();
    let answers = RecordDocument::read(&doc).unwrap().answer_values();
    assert_eq!(store.record(record).unwrap().unwrap().answers, answers);
    answers.get(item).cloned()
}

/// The document as the writer holds it in memory.
fn held(store: &Store, document: DocumentId) -> Flat {
    store.write(|tx| tx.document(document).cloned()).unwrap().0
}

/// All that a document says: every value of every register, and of which version.
fn all_of(doc: &Flat) -> (Vec<ChangeHash>, Vec<(String, Vec<Value>)>) {
    let keys = doc.with_prefix("").map(|(key, _)| key);
    let values = |key: &str| doc.all(key).into_iter().map(|(value, ..)| value).collect();
    (doc.heads(), keys.map(|key| (key.clone(), values(&key))).collect())
}

/// The store as sync sees it, without a workspace around it.
fn replica(store: &Store) -> StoreReplica<'_> {
    StoreReplica {
        store,
        changed: &|_: Changed| {},
        clock: &|_, _| Ok(()),
        granted: &|_, _, _| Ok(()),
    }
}

/// Every byte of the database: the file, and the log beside it.
fn bytes(path: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files: Vec<_> = std::fs::read_dir(path.parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        // The index of the log is rebuilt from it.
        .filter(|path| !path.to_string_lossy().ends_with("-shm"))
        .map(|path| (path.clone(), std::fs::read(&path).unwrap()))
        .filter(|(_, bytes)| !bytes.is_empty())
        .collect();
    files.sort();
    files
}

/// An edit that no document of ours survives.
fn nonsense() -> Edit {
    Edit::put("day", "someday")
}

impl Store {
    /// Writes as this actor, as a copy does that was not noticed.
    pub(crate) fn become_actor(&self, actor: ActorId) -> Result<()> {
        let mut slot = self.writer_slot();
        let writer = slot.as_mut().unwrap();
        super::open::set_meta(&writer.connection, "actor", actor)?;
        writer.actor = actor;
        writer.cache = super::cache::DocumentCache::default();
        Ok(())
    }
}
