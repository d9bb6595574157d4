//! A server in memory that keeps real changes: a log, who may read what, photos. It judges a change
//! only by its actor, its number and what it rests on; the gate has tests of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard};

use serde_bytes::ByteBuf;
use uuid::Uuid;

use super::FakeClock;
use crate::document::gate::{Limits, ScannedChange, scan_change};
use crate::domain::StreamId;
use crate::env::Clock;
use crate::ids::{ActorId, AreaId, BlobHash, ChangeHash, DeviceId, DocumentId, Epoch, PersonId};
use crate::sync::wire::{
    BLOB_CHUNK, BlobChunk, BlobGetRequest, BlobPutRequest, BlobStatus, BlobStatusRequest,
    DocumentHeads, DocumentVerdict, Endpoint, ErrorCode, Identity, PROTOCOL, PageDocument,
    PushDocument, ReconcileRequest, ReconcileResponse, Refusal, RefusalCode, StreamCursor,
    SyncRequest, SyncResponse, WireHeader, decode, encode,
};
use crate::sync::{SyncError, Transport};

/// The server.
pub(crate) struct Depot {
    clock: Arc<FakeClock>,
    state: Mutex<State>,
}

/// What the server holds.
#[derive(Clone, Default)]
pub(crate) struct State {
    epoch: u128,
    log: Vec<Row>,
    identities: Vec<Identity>,
    accounts: BTreeMap<DeviceId, Account>,
    blobs: BTreeMap<BlobHash, Blob>,
    /// Documents that the server takes no change of.
    refused: BTreeSet<DocumentId>,
}

/// A device as the server knows it.
#[derive(Clone)]
pub(crate) struct Account {
    pub(crate) person: PersonId,
    pub(crate) label: String,
    pub(crate) grants: Vec<StreamId>,
    pub(crate) areas: Vec<AreaId>,
}

#[derive(Clone)]
struct Row {
    header: WireHeader,
    change: ScannedChange,
    bytes: Vec<u8>,
}

#[derive(Clone, Default)]
struct Blob {
    media_type: String,
    total: u64,
    bytes: Vec<u8>,
}

impl Depot {
    pub(crate) fn new(clock: &Arc<FakeClock>) -> Self {
        let state = State { epoch: 1, ..State::default() };
        Self { clock: clock.clone(), state: Mutex::new(state) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    pub(crate) fn enrol(&self, device: DeviceId, account: Account) {
        self.state().accounts.insert(device, account);
    }

    /// Takes no change of this document any more.
    pub(crate) fn refuse(&self, document: DocumentId) {
        self.state().refused.insert(document);
    }

    /// How many changes it keeps.
    pub(crate) fn changes(&self) -> usize {
        self.state().log.len()
    }

    pub(crate) fn backup(&self) -> State {
        self.state().clone()
    }

    /// Goes back to an older state: another run of the log.
    pub(crate) fn restore(&self, backup: State) {
        let epoch = self.state().epoch + 1;
        *self.state() = State { epoch, ..backup };
    }

    fn handle(&self, device: DeviceId, endpoint: Endpoint, body: &[u8]) -> Answer {
        let now_ms = self.clock.now().timestamp_millis();
        let mut state = self.state();
        match endpoint {
            Endpoint::Sync => answer(&state.sync(device, decode(body).unwrap(), now_ms)),
            Endpoint::Reconcile => answer(&state.reconcile(device, &decode(body).unwrap())),
            Endpoint::BlobStatus => {
                let request: BlobStatusRequest = decode(body).unwrap();
                answer(&state.blob_status(request.hash))
            }
            Endpoint::BlobPut => {
                let request: BlobPutRequest = decode(body).unwrap();
                let blob = state.blobs.entry(request.hash).or_default();
                (blob.media_type, blob.total) = (request.media_type, request.total);
                blob.bytes.extend_from_slice(&request.bytes);
                answer(&state.blob_status(request.hash))
            }
            Endpoint::BlobGet => {
                let request: BlobGetRequest = decode(body).unwrap();
                let Some(blob) = state.blobs.get(&request.hash) else {
                    return refused(ErrorCode::NotFound);
                };
                let rest = &blob.bytes[usize::try_from(request.offset).unwrap()..];
                answer(&BlobChunk {
                    hash: request.hash,
                    offset: request.offset,
                    total: blob.total,
                    media_type: blob.media_type.clone(),
                    bytes: ByteBuf::from(rest[..rest.len().min(BLOB_CHUNK)].to_vec()),
                })
            }
            Endpoint::Enrol => refused(ErrorCode::CodeUnknown),
        }
    }
}

impl State {
    fn epoch(&self) -> Epoch {
        Epoch(Uuid::from_u128(self.epoch))
    }

    fn sync(&mut self, device: DeviceId, request: SyncRequest, now_ms: i64) -> SyncResponse {
        let account = self.accounts[&device].clone();
        let mut answer = SyncResponse {
            protocol: PROTOCOL,
            request: request.request,
            epoch: self.epoch(),
            server_time: now_ms,
            reconcile: request.epoch.is_some_and(|epoch| epoch != self.epoch()),
            verdicts: Vec::new(),
            grants: account.grants.clone(),
            areas: account.areas.clone(),
            identities: Vec::new(),
            documents: Vec::new(),
            cursors: Vec::new(),
            remaining: 0,
        };
        if answer.reconcile {
            return answer;
        }
        for document in &request.push {
            let verdict = self.push(device, &account, document);
            answer.verdicts.push(verdict);
        }
        let news = self.identities.iter().filter(|known| known.row > request.identities_after);
        answer.identities = news.cloned().collect();
        for document in &request.fetch {
            answer.documents.extend(self.whole(*document, &account));
        }
        for stream in &account.grants {
            let cursor = request.cursors.iter().find(|cursor| cursor.stream == *stream);
            let after = cursor.map_or(0, |cursor| cursor.position);
            self.pull(*stream, after, request.actor, &mut answer.documents);
            let position = self.log.len() as u64;
            answer.cursors.push(StreamCursor { stream: *stream, position, floor: 0 });
        }
        answer
    }

    fn push(
        &mut self,
        device: DeviceId,
        account: &Account,
        push: &PushDocument,
    ) -> DocumentVerdict {
        let document = push.header.document;
        let mut verdict =
            DocumentVerdict { document, accepted: vec![], waiting: vec![], refused: vec![] };
        for bytes in &push.changes {
            let change = scan_change(bytes, &Limits::default()).unwrap();
            let hash = change.hash;
            let owner = self.owner(&change.actor);
            let mine = self.log.iter().filter(|row| row.header.document == document);
            let known: Vec<&ScannedChange> = mine.map(|row| &row.change).collect();
            let has = |hash: &ChangeHash| known.iter().any(|known| known.hash == *hash);
            let reused =
                known.iter().any(|known| known.actor == change.actor && known.seq == change.seq);
            let refusal = if !account.grants.contains(&push.header.stream) {
                Some(RefusalCode::NotPermitted)
            } else if self.refused.contains(&document) {
                Some(RefusalCode::BadContent)
            } else if owner.is_some_and(|owner| owner != device) {
                Some(RefusalCode::ForeignActor)
            } else if reused && !has(&hash) {
                Some(RefusalCode::BadSequence)
            } else {
                None
            };
            if let Some(code) = refusal {
                verdict.refused.push(Refusal { hash, code, detail: String::new() });
            } else if has(&hash) {
                verdict.accepted.push(hash);
            } else if !change.deps.iter().all(has) {
                verdict.waiting.push(hash);
            } else {
                self.bind(&change.actor, device, account);
                let (header, bytes) = (push.header.clone(), bytes.to_vec());
                self.log.push(Row { header, change, bytes });
                verdict.accepted.push(hash);
            }
        }
        verdict
    }

    fn owner(&self, actor: &[u8]) -> Option<DeviceId> {
        let known = self.identities.iter().find(|known| known.actor.as_bytes() == actor);
        known.map(|known| known.device)
    }

    fn bind(&mut self, actor: &[u8], device: DeviceId, account: &Account) {
        if self.owner(actor).is_none() {
            self.identities.push(Identity {
                row: self.identities.len() as u64 + 1,
                actor: ActorId(Uuid::from_slice(actor).unwrap()),
                device,
                label: account.label.clone(),
                person: account.person,
            });
        }
    }

    fn pull(&self, stream: StreamId, after: u64, but: ActorId, page: &mut Vec<PageDocument>) {
        let mut places: BTreeMap<DocumentId, usize> = BTreeMap::new();
        for row in self.log.iter().skip(usize::try_from(after).unwrap()) {
            if row.header.stream != stream || row.change.actor == but.as_bytes() {
                continue;
            }
            let place = *places.entry(row.header.document).or_insert_with(|| {
                let header = row.header.clone();
                page.push(PageDocument { header, snapshot: None, changes: vec![] });
                page.len() - 1
            });
            page[place].changes.push(ByteBuf::from(row.bytes.clone()));
        }
    }

    fn whole(&self, document: DocumentId, account: &Account) -> Option<PageDocument> {
        let mut doc = crate::document::Flat::new(ActorId(Uuid::nil()));
        let mut header = None;
        for row in self.log.iter().filter(|row| row.header.document == document) {
            doc.apply([row.bytes.as_slice()]).unwrap();
            header = Some(row.header.clone());
        }
        let header = header.filter(|header| account.grants.contains(&header.stream))?;
        let snapshot = Some(ByteBuf::from(doc.save()));
        Some(PageDocument { header, snapshot, changes: vec![] })
    }

    fn heads(&self, document: DocumentId) -> Vec<ChangeHash> {
        let rows = self.log.iter().filter(|row| row.header.document == document);
        let changes: Vec<&ScannedChange> = rows.map(|row| &row.change).collect();
        let rested: BTreeSet<ChangeHash> =
            changes.iter().flat_map(|change| change.deps.iter().copied()).collect();
        let all: BTreeSet<ChangeHash> = changes.iter().map(|change| change.hash).collect();
        all.difference(&rested).copied().collect()
    }

    fn reconcile(&self, device: DeviceId, request: &ReconcileRequest) -> ReconcileResponse {
        let grants = &self.accounts[&device].grants;
        let named: BTreeSet<DocumentId> =
            request.documents.iter().map(|theirs| theirs.document).collect();
        let differing = request.documents.iter().filter_map(|theirs| {
            let heads = self.heads(theirs.document);
            (heads != theirs.heads).then_some(DocumentHeads { document: theirs.document, heads })
        });
        let rows = self.log.iter().filter(|row| grants.contains(&row.header.stream));
        let missing: BTreeSet<DocumentId> = rows
            .map(|row| row.header.document)
            .filter(|id| !named.contains(id))
            .filter(|id| request.after.is_none_or(|after| *id > after))
            .filter(|id| request.until.is_none_or(|until| *id <= until))
            .collect();
        let position = self.log.len() as u64;
        let cursor = |stream: &StreamId| StreamCursor { stream: *stream, position, floor: 0 };
        ReconcileResponse {
            protocol: PROTOCOL,
            request: request.request,
            epoch: self.epoch(),
            differing: differing.collect(),
            missing: missing.into_iter().collect(),
            cursors: grants.iter().map(cursor).collect(),
        }
    }

    fn blob_status(&self, hash: BlobHash) -> BlobStatus {
        let blob = self.blobs.get(&hash).cloned().unwrap_or_default();
        let received = blob.bytes.len() as u64;
        BlobStatus { hash, received, complete: received > 0 && received == blob.total }
    }
}

/// One device's way to the server.
pub(crate) struct Line<'a> {
    pub(crate) depot: &'a Depot,
    pub(crate) device: DeviceId,
}

impl Transport for Line<'_> {
    fn exchange(&self, endpoint: Endpoint, body: Vec<u8>) -> Answer {
        self.depot.handle(self.device, endpoint, &body)
    }
}

type Answer = Result<Vec<u8>, SyncError>;

fn answer<T: serde::Serialize>(value: &T) -> Answer {
    Ok(encode(value).unwrap())
}

fn refused(code: ErrorCode) -> Answer {
    Err(SyncError::Refused { code, detail: "no".into() })
}
