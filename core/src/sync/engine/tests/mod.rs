//! The engine's steps: what it is told, and what it then wants done.

mod compare;
mod photos;
mod records;

use std::time::Duration;

use proptest::prelude::*;
use serde_bytes::ByteBuf;
use sha2::{Digest, Sha256};

use super::*;
use crate::domain::StreamId;
use crate::ids::{BlobHash, ChangeHash, DeviceId, Epoch, PersonId};
use crate::sync::replica::{
    Applied, OutboxBatch, OutboxChange, OutboxDocument, OutboxPosition, PendingBlob,
};
use crate::sync::wire::*;

const AREA: u128 = 50;

fn uuid(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn document(number: u128) -> DocumentId {
    DocumentId(uuid(number))
}

fn area() -> StreamId {
    StreamId::Area(crate::ids::AreaId(uuid(AREA)))
}

fn cursor(stream: StreamId, position: u64, floor: u64) -> StreamCursor {
    StreamCursor { stream, position, floor }
}

fn header(number: u128) -> WireHeader {
    WireHeader { document: document(number), kind: "record".into(), stream: StreamId::Estate }
}

/// How far the device has read: both streams to 10, the area's older documents not yet.
fn log() -> LogPosition {
    LogPosition {
        epoch: Epoch(uuid(9)),
        cursors: vec![cursor(StreamId::Estate, 10, 0), cursor(area(), 10, 7)],
        identities_after: 4,
    }
}

fn engine(options: SyncOptions) -> Engine {
    let state = ReplicaState { actor: ActorId(uuid(3)), log: Some(log()) };
    Engine::new(state, 1, options, RequestId(uuid(1000)))
}

fn batch(number: u128, more: bool) -> OutboxBatch {
    let bytes = vec![number as u8; 8];
    let change = OutboxChange { hash: ChangeHash([number as u8; 32]), bytes };
    let document = OutboxDocument { header: header(number), changes: vec![change] };
    OutboxBatch { documents: vec![document], position: OutboxPosition(number as u64), more }
}

/// An engine that has sent its first request, with the change of document 1 in it.
fn sent(more: bool) -> (Engine, SyncRequest) {
    let mut engine = engine(SyncOptions::default());
    engine.start();
    let effects = engine.handle(Event::Outbox(batch(1, more)), 1_000);
    (engine, request(&effects))
}

fn request(effects: &[Effect]) -> SyncRequest {
    let body = effects.iter().find_map(|effect| match effect {
        Effect::Send { endpoint: Endpoint::Sync, body } => Some(body),
        _ => None,
    });
    decode(body.expect("a sync request")).unwrap()
}

fn verdict(accepted: &[u8], waiting: &[u8], refused: &[u8]) -> DocumentVerdict {
    let hash = |n: &u8| ChangeHash([*n; 32]);
    let refusal =
        |n: &u8| Refusal { hash: hash(n), code: RefusalCode::Unsafe, detail: String::new() };
    DocumentVerdict {
        document: document(1),
        accepted: accepted.iter().map(hash).collect(),
        waiting: waiting.iter().map(hash).collect(),
        refused: refused.iter().map(refusal).collect(),
    }
}

/// The answer to that: all is accepted, one document came, and the area is done.
fn good(request: &SyncRequest) -> SyncResponse {
    SyncResponse {
        protocol: PROTOCOL,
        request: request.request,
        epoch: Epoch(uuid(9)),
        server_time: 6_000,
        reconcile: false,
        verdicts: vec![verdict(&[1], &[], &[])],
        grants: vec![StreamId::Estate, area()],
        areas: Vec::new(),
        identities: vec![identity(5), identity(8)],
        documents: vec![PageDocument {
            header: header(2),
            snapshot: Some(ByteBuf::from(vec![1])),
            changes: Vec::new(),
        }],
        cursors: vec![cursor(StreamId::Estate, 12, 0), cursor(area(), 10, 0)],
        remaining: 0,
    }
}

fn identity(row: u64) -> Identity {
    Identity {
        row,
        actor: ActorId(uuid(u128::from(row))),
        device: DeviceId(uuid(1)),
        label: String::new(),
        person: PersonId(uuid(1)),
    }
}

fn answer<T: Serialize>(answer: &T) -> Event {
    Event::Answer { body: encode(answer).unwrap(), elapsed: Duration::from_millis(2_000) }
}

fn names(effects: &[Effect]) -> Vec<&'static str> {
    let name = |effect: &Effect| match effect {
        Effect::Send { endpoint: Endpoint::Sync, .. } => "send",
        Effect::Send { endpoint: Endpoint::Reconcile, .. } => "send compare",
        Effect::Send { .. } => "send photo",
        Effect::ReadOutbox { .. } => "outbox",
        Effect::Settle { .. } => "settle",
        Effect::Apply(_) => "apply",
        Effect::ReadHeads { .. } => "heads",
        Effect::Resend { .. } => "resend",
        Effect::RecheckPhotos => "recheck photos",
        Effect::NoteClock(_) => "clock",
        Effect::DropStreams(_) => "drop",
        Effect::ReadPhotos => "photos",
        Effect::ReadPiece { .. } => "piece",
        Effect::PhotoSent(..) => "photo sent",
        Effect::Progress(_) => "progress",
        Effect::Done(Ok(_)) => "done",
        Effect::Done(Err(_)) => "failed",
    };
    effects.iter().map(name).filter(|name| *name != "progress").collect()
}

fn page(effects: &[Effect]) -> &Page {
    let page = effects.iter().find_map(|effect| match effect {
        Effect::Apply(page) => Some(page),
        _ => None,
    });
    page.expect("a page")
}

fn failure(effects: &[Effect]) -> String {
    assert_eq!(names(effects), ["failed"], "nothing is settled, applied or sent any more");
    match effects.last() {
        Some(Effect::Done(Err(error))) => error.to_string(),
        _ => unreachable!(),
    }
}

fn heads(number: u128) -> DocumentHeads {
    DocumentHeads { document: document(number), heads: vec![ChangeHash([number as u8; 32])] }
}

proptest! {
    #[test]
    fn no_order_of_events_panics(order in prop::collection::vec(0..8_u8, 0..40)) {
        let mut engine = engine(SyncOptions::default());
        let mut effects = engine.start();
        for kind in order {
            let last = effects.iter().find_map(|effect| match effect {
                Effect::Send { endpoint: Endpoint::Sync, body } => Some(decode::<SyncRequest>(body)),
                _ => None,
            });
            let event = match (kind, last) {
                (0, Some(Ok(request))) => answer(&good(&request)),
                (1, Some(Ok(request))) => answer(&SyncResponse { reconcile: true, ..good(&request) }),
                (2, _) => Event::Outbox(batch(1, false)),
                (3, _) => Event::Heads(vec![heads(1)]),
                (4, _) => Event::Applied(Applied::default()),
                (5, _) => Event::Photos(Vec::new()),
                (6, _) => Event::Piece(Ok(vec![1])),
                _ => Event::Dropped(1),
            };
            effects = engine.handle(event, 0);
        }
    }
}
