//! A model of a server and of devices' stores, in memory, for the tests of sync. A change here is a
//! few bytes that name their dependencies; nothing of Automerge is needed to lose or repeat one.

mod faults;
mod replica;
mod server;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;
use sha2::{Digest, Sha256};
use uuid::Uuid;

pub(super) use self::faults::{Fault, Faulty};
pub(super) use self::replica::FakeReplica;
pub(super) use self::server::FakeServer;
use crate::domain::StreamId;
use crate::env::{Clock, Environment, Random};
use crate::ids::{ActorId, AreaId, ChangeHash, DeviceId, DocumentId};
use crate::sync::wire::WireHeader;

/// A change of the model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Change {
    pub(super) document: DocumentId,
    pub(super) actor: ActorId,
    pub(super) deps: Vec<ChangeHash>,
    pub(super) text: String,
}

impl Change {
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        ciborium::into_writer(self, &mut bytes).unwrap();
        bytes
    }

    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        ciborium::from_reader(bytes).ok()
    }
}

/// The changes of one document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Changes(pub(super) BTreeMap<ChangeHash, Change>);

impl Changes {
    pub(super) fn heads(&self) -> Vec<ChangeHash> {
        let deps: BTreeSet<_> = self.0.values().flat_map(|change| &change.deps).collect();
        self.0.keys().filter(|hash| !deps.contains(hash)).copied().collect()
    }

    pub(super) fn ready(&self, change: &Change) -> bool {
        change.deps.iter().all(|dep| self.0.contains_key(dep))
    }

    /// All changes that these heads include, so far as they are known here.
    pub(super) fn ancestors(&self, heads: &[ChangeHash]) -> BTreeSet<ChangeHash> {
        let mut seen = BTreeSet::new();
        let mut open = heads.to_vec();
        while let Some(hash) = open.pop() {
            if let Some(change) = self.0.get(&hash)
                && seen.insert(hash)
            {
                open.extend(&change.deps);
            }
        }
        seen
    }

    /// The document whole, dependencies first.
    pub(super) fn snapshot(&self) -> ByteBuf {
        let mut list: Vec<ByteBuf> = Vec::new();
        let mut done = BTreeSet::new();
        while done.len() < self.0.len() {
            for (hash, change) in &self.0 {
                if change.deps.iter().all(|dep| done.contains(dep)) && done.insert(*hash) {
                    list.push(ByteBuf::from(change.bytes()));
                }
            }
        }
        let mut bytes = Vec::new();
        ciborium::into_writer(&list, &mut bytes).unwrap();
        ByteBuf::from(bytes)
    }

    pub(super) fn open_snapshot(bytes: &[u8]) -> Vec<ByteBuf> {
        ciborium::from_reader(bytes).unwrap()
    }
}

pub(super) fn hash_of(bytes: &[u8]) -> ChangeHash {
    ChangeHash(Sha256::digest(bytes).into())
}

pub(super) fn document(number: u128) -> DocumentId {
    DocumentId(Uuid::from_u128(number))
}

pub(super) fn device(number: u128) -> DeviceId {
    DeviceId(Uuid::from_u128(number))
}

pub(super) fn area(number: u128) -> StreamId {
    StreamId::Area(AreaId(Uuid::from_u128(number)))
}

pub(super) fn header(document: DocumentId, stream: StreamId) -> WireHeader {
    WireHeader { document, kind: "record".into(), stream }
}

/// A clock that stands still and a source of numbers that repeats itself.
pub(super) struct Steady(Mutex<u64>);

impl Clock for Steady {
    fn now(&self) -> DateTime<FixedOffset> {
        DateTime::from_timestamp_millis(FakeServer::NOW).unwrap().fixed_offset()
    }

    fn monotonic(&self) -> Duration {
        Duration::ZERO
    }
}

impl Random for Steady {
    fn fill(&self, bytes: &mut [u8]) {
        let mut count = self.0.lock().unwrap();
        for part in bytes.chunks_mut(32) {
            *count += 1;
            let digest: [u8; 32] = Sha256::digest(count.to_le_bytes()).into();
            part.copy_from_slice(&digest[..part.len()]);
        }
    }
}

/// Each has other random numbers, so that no two syncs of a test share the ids of their requests.
pub(super) fn environment() -> Environment {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let seed = COUNT.fetch_add(1 << 32, Ordering::Relaxed);
    let steady = std::sync::Arc::new(Steady(Mutex::new(seed)));
    Environment { clock: steady.clone(), random: steady }
}
