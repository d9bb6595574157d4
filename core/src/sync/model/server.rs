//! A server in memory: a log of changes, who may read which stream, photos in pieces.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard};

use serde_bytes::ByteBuf;
use uuid::Uuid;

use super::{Change, Changes, hash_of};
use crate::domain::StreamId;
use crate::ids::{ActorId, BlobHash, ChangeHash, DeviceId, DocumentId, Epoch, PersonId};
use crate::sync::SyncError;
use crate::sync::wire::{
    BLOB_CHUNK, BlobChunk, BlobGetRequest, BlobPutRequest, BlobStatus, BlobStatusRequest,
    DocumentHeads, DocumentVerdict, Endpoint, ErrorCode, Identity, PROTOCOL, PageDocument,
    PushDocument, ReconcileRequest, ReconcileResponse, Refusal, RefusalCode, StreamCursor,
    SyncRequest, SyncResponse, WireHeader, decode, encode,
};

/// A text that this server refuses.
pub(in crate::sync) const BAD: &str = "bad";

pub(in crate::sync) struct FakeServer {
    pub(in crate::sync) state: Mutex<State>,
}

#[derive(Clone)]
pub(in crate::sync) struct State {
    pub(in crate::sync) epoch: u128,
    pub(in crate::sync) log: Vec<Row>,
    pub(in crate::sync) actors: Vec<(ActorId, DeviceId)>,
    pub(in crate::sync) grants: BTreeMap<DeviceId, Vec<StreamId>>,
    pub(in crate::sync) blobs: BTreeMap<BlobHash, Vec<u8>>,
    pub(in crate::sync) blob_sizes: BTreeMap<BlobHash, u64>,
    /// Documents or changes in one page.
    pub(in crate::sync) page: usize,
    pub(in crate::sync) requests: u64,
}

#[derive(Clone)]
pub(in crate::sync) struct Row {
    pub(in crate::sync) header: WireHeader,
    pub(in crate::sync) hash: ChangeHash,
    pub(in crate::sync) change: Change,
}

type Answer = Result<Vec<u8>, SyncError>;

impl FakeServer {
    /// The server's clock.
    pub(in crate::sync) const NOW: i64 = 1_750_000_000_000;

    pub(in crate::sync) fn new(grants: &[(DeviceId, &[StreamId])]) -> Self {
        let grants = grants.iter().map(|(device, list)| (*device, list.to_vec())).collect();
        let state = State {
            epoch: 1,
            log: Vec::new(),
            actors: Vec::new(),
            grants,
            blobs: BTreeMap::new(),
            blob_sizes: BTreeMap::new(),
            page: 3,
            requests: 0,
        };
        Self { state: Mutex::new(state) }
    }

    pub(in crate::sync) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// Goes back to an older state, as after a restore from a backup.
    pub(in crate::sync) fn restore(&self, backup: State) {
        let mut state = self.state();
        let (epoch, requests) = (state.epoch + 1, state.requests);
        *state = State { epoch, requests, grants: state.grants.clone(), ..backup };
    }

    pub(in crate::sync) fn handle(
        &self,
        device: DeviceId,
        endpoint: Endpoint,
        body: &[u8],
    ) -> Answer {
        let mut state = self.state();
        state.requests += 1;
        match endpoint {
            Endpoint::Sync => answer(&state.sync(device, decode(body).unwrap())),
            Endpoint::Reconcile => answer(&state.reconcile(device, &decode(body).unwrap())),
            Endpoint::BlobStatus => {
                let request: BlobStatusRequest = decode(body).unwrap();
                state.may_see(device, request.document)?;
                answer(&state.blob_status(request.hash))
            }
            Endpoint::BlobPut => {
                let request: BlobPutRequest = decode(body).unwrap();
                state.may_see(device, request.document)?;
                answer(&state.blob_put(&request))
            }
            Endpoint::BlobGet => {
                let request: BlobGetRequest = decode(body).unwrap();
                state.may_see(device, request.document)?;
                let photo = &state.blobs[&request.hash];
                let piece = photo.iter().skip(request.offset as usize).take(BLOB_CHUNK);
                answer(&BlobChunk {
                    hash: request.hash,
                    offset: request.offset,
                    total: photo.len() as u64,
                    media_type: "image/jpeg".into(),
                    bytes: ByteBuf::from(piece.copied().collect::<Vec<_>>()),
                })
            }
            Endpoint::Enrol => refused(ErrorCode::CodeUnknown),
        }
    }
}

impl State {
    pub(in crate::sync) fn document(&self, id: DocumentId) -> Changes {
        let rows = self.log.iter().filter(|row| row.header.document == id);
        Changes(rows.map(|row| (row.hash, row.change.clone())).collect())
    }

    fn granted(&self, device: DeviceId, stream: StreamId) -> bool {
        self.grants[&device].contains(&stream)
    }

    fn head(&self) -> u64 {
        self.log.len() as u64
    }

    fn epoch(&self) -> Epoch {
        Epoch(Uuid::from_u128(self.epoch))
    }

    fn sync(&mut self, device: DeviceId, request: SyncRequest) -> SyncResponse {
        let mut answer = SyncResponse {
            protocol: PROTOCOL,
            request: request.request,
            epoch: self.epoch(),
            server_time: FakeServer::NOW,
            reconcile: false,
            verdicts: Vec::new(),
            grants: self.grants[&device].clone(),
            areas: Vec::new(),
            identities: Vec::new(),
            documents: Vec::new(),
            cursors: Vec::new(),
            remaining: 0,
        };
        let ahead = request.cursors.iter().any(|cursor| cursor.position > self.head());
        if request.epoch.is_some_and(|epoch| epoch != self.epoch()) || ahead {
            answer.reconcile = true;
            return answer;
        }
        for document in &request.push {
            let verdict = self.push(device, document);
            answer.verdicts.push(verdict);
        }
        let rows = self.actors.iter().enumerate().map(|(row, actor)| (row as u64 + 1, actor));
        let rows = rows.filter(|(row, _)| *row > request.identities_after);
        answer.identities = rows
            .map(|(row, (actor, device))| Identity {
                row,
                actor: *actor,
                device: *device,
                label: String::new(),
                person: PersonId(device.0),
            })
            .collect();
        self.pull(device, &request, &mut answer);
        answer
    }

    fn push(&mut self, device: DeviceId, push: &PushDocument) -> DocumentVerdict {
        let document = push.header.document;
        let mut verdict =
            DocumentVerdict { document, accepted: vec![], waiting: vec![], refused: vec![] };
        let refuse = |verdict: &mut DocumentVerdict, hash, code| {
            verdict.refused.push(Refusal { hash, code, detail: String::new() });
        };
        for bytes in &push.changes {
            let hash = hash_of(bytes);
            let change = Change::read(bytes).unwrap();
            let changes = self.document(document);
            let owner = self.actors.iter().find(|(actor, _)| *actor == change.actor);
            if !self.granted(device, push.header.stream) {
                refuse(&mut verdict, hash, RefusalCode::NotPermitted);
            } else if owner.is_some_and(|(_, owner)| *owner != device) {
                refuse(&mut verdict, hash, RefusalCode::ForeignActor);
            } else if change.text == BAD {
                refuse(&mut verdict, hash, RefusalCode::Unsafe);
            } else if changes.0.contains_key(&hash) {
                verdict.accepted.push(hash);
            } else if !changes.ready(&change) {
                verdict.waiting.push(hash);
            } else {
                if owner.is_none() {
                    self.actors.push((change.actor, device));
                }
                self.log.push(Row { header: push.header.clone(), hash, change });
                verdict.accepted.push(hash);
            }
        }
        verdict
    }

    fn pull(&self, device: DeviceId, request: &SyncRequest, answer: &mut SyncResponse) {
        let mut room = self.page;
        for id in &request.fetch {
            let rows = self.log.iter().find(|row| row.header.document == *id);
            if let Some(row) = rows.filter(|row| self.granted(device, row.header.stream))
                && room > 0
            {
                room -= 1;
                answer.documents.push(self.whole(&row.header));
            }
        }
        for stream in &self.grants[&device] {
            let mut cursor =
                request.cursors.iter().find(|cursor| cursor.stream == *stream).copied().unwrap_or(
                    StreamCursor { stream: *stream, position: self.head(), floor: u64::MAX },
                );
            let mut first: BTreeMap<DocumentId, u64> = BTreeMap::new();
            for (position, row) in (1..).zip(&self.log) {
                if row.header.stream == *stream {
                    first.entry(row.header.document).or_insert(position);
                }
            }
            let news = (1..).zip(&self.log).filter(|(position, row)| {
                row.header.stream == *stream
                    && *position > cursor.position
                    // What has yet to come whole brings these changes with it.
                    && (first[&row.header.document] >= cursor.floor
                        || first[&row.header.document] > cursor.position
                        || cursor.floor == 0)
                    && row.change.actor != request.actor
            });
            let news: Vec<_> = news.collect();
            let sent = news.len().min(room);
            for (position, row) in &news[..sent] {
                // A document that begins here comes whole, and its later rows once more.
                if first[&row.header.document] == *position {
                    answer.documents.push(self.whole(&row.header));
                } else {
                    answer.documents.push(PageDocument {
                        header: row.header.clone(),
                        snapshot: None,
                        changes: vec![ByteBuf::from(row.change.bytes())],
                    });
                }
            }
            room -= sent;
            answer.remaining += (news.len() - sent) as u64;
            cursor.position = if sent == news.len() {
                self.head()
            } else {
                news[..sent].last().map_or(cursor.position, |(position, _)| *position)
            };
            if cursor.floor > 0 {
                let below = first.values().filter(|first| **first < cursor.floor);
                // Those that came after the bootstrap began are not below: they came as news.
                let mut below: Vec<u64> = below.copied().collect();
                below.sort_unstable_by(|a, b| b.cmp(a));
                let sent = below.len().min(room);
                for position in &below[..sent] {
                    let row = &self.log[*position as usize - 1];
                    answer.documents.push(self.whole(&row.header));
                    cursor.floor = *position;
                }
                room -= sent;
                answer.remaining += (below.len() - sent) as u64;
                if sent == below.len() {
                    cursor.floor = 0;
                }
            }
            answer.cursors.push(cursor);
        }
    }

    fn whole(&self, header: &WireHeader) -> PageDocument {
        let snapshot = Some(self.document(header.document).snapshot());
        PageDocument { header: header.clone(), snapshot, changes: Vec::new() }
    }

    fn reconcile(&self, device: DeviceId, request: &ReconcileRequest) -> ReconcileResponse {
        let mut named = BTreeSet::new();
        let mut differing = Vec::new();
        for theirs in &request.documents {
            named.insert(theirs.document);
            let row = self.log.iter().find(|row| row.header.document == theirs.document);
            let readable = row.is_some_and(|row| self.granted(device, row.header.stream));
            let heads = if readable { self.document(theirs.document).heads() } else { Vec::new() };
            if heads != theirs.heads {
                differing.push(DocumentHeads { document: theirs.document, heads });
            }
        }
        let rows = self.log.iter().filter(|row| self.granted(device, row.header.stream));
        let missing: BTreeSet<DocumentId> = rows
            .map(|row| row.header.document)
            .filter(|id| !named.contains(id))
            .filter(|id| request.after.is_none_or(|after| *id > after))
            .filter(|id| request.until.is_none_or(|until| *id <= until))
            .collect();
        let position = self.head();
        let streams = self.grants[&device].iter();
        ReconcileResponse {
            protocol: PROTOCOL,
            request: request.request,
            epoch: self.epoch(),
            differing,
            missing: missing.into_iter().collect(),
            cursors: streams.map(|s| StreamCursor { stream: *s, position, floor: 0 }).collect(),
        }
    }

    fn may_see(&self, device: DeviceId, document: DocumentId) -> Result<(), SyncError> {
        let row = self.log.iter().find(|row| row.header.document == document);
        match row {
            Some(row) if self.granted(device, row.header.stream) => Ok(()),
            _ => refused(ErrorCode::NotFound).map(|_| ()),
        }
    }

    fn blob_status(&self, hash: BlobHash) -> BlobStatus {
        let received = self.blobs.get(&hash).map_or(0, Vec::len) as u64;
        let complete = self.blob_sizes.get(&hash) == Some(&received);
        BlobStatus { hash, received, complete }
    }

    fn blob_put(&mut self, request: &BlobPutRequest) -> BlobStatus {
        self.blob_sizes.insert(request.hash, request.total);
        let photo = self.blobs.entry(request.hash).or_default();
        if photo.len() as u64 == request.offset {
            photo.extend_from_slice(&request.bytes);
        }
        if photo.len() as u64 == request.total && BlobHash::of(photo) != request.hash {
            photo.clear();
        }
        self.blob_status(request.hash)
    }
}

fn answer<T: serde::Serialize>(value: &T) -> Answer {
    Ok(encode(value).unwrap())
}

fn refused(code: ErrorCode) -> Answer {
    Err(SyncError::Refused { code, detail: "no".into() })
}
