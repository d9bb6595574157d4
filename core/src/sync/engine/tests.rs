use std::time::Duration;

use proptest::prelude::*;
use serde_bytes::ByteBuf;
use sha2::{Digest, Sha256};

use super::photos::{Photos, Step};
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
        Effect::PhotoSent(_) => "photo sent",
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

#[test]
fn one_round_trip_settles_applies_purges_and_ends() {
    let (mut engine, request) = sent(false);
    assert_eq!((request.cursors.clone(), request.identities_after), (log().cursors, 4));
    assert_eq!((request.push.len(), request.device_time, request.pull), (1, 1_000, true));

    let effects = engine.handle(answer(&good(&request)), 3_000);
    assert_eq!(names(&effects), ["clock", "settle", "apply"]);
    let log = page(&effects).log.clone().unwrap();
    assert_eq!((log.cursors, log.identities_after), (good(&request).cursors, 8));

    let effects = engine.handle(Event::Applied(Applied { documents: 1, set_aside: 0 }), 3_000);
    assert_eq!(names(&effects), ["drop", "photos"]);
    let effects = engine.handle(Event::Photos(Vec::new()), 3_000);
    let Some(Effect::Done(Ok(outcome))) = effects.last() else { panic!("{effects:?}") };
    assert_eq!((outcome.requests, outcome.accepted, outcome.pulled_documents), (1, 1, 1));
    // Sent at 1,000, answered 2,000 later, so the server's 6,000 was the device's 2,000.
    assert_eq!((outcome.clock_offset_ms, outcome.clock_off), (4_000, false));
    assert!(engine.handle(Event::Photos(Vec::new()), 0).is_empty(), "nothing follows the end");
}

#[test]
fn the_next_page_is_asked_for_before_the_one_at_hand_is_applied() {
    let (mut engine, request) = sent(false);
    let first = SyncResponse { remaining: 5, ..good(&request) };
    let effects = engine.handle(answer(&first), 0);
    assert_eq!(names(&effects), ["clock", "settle", "send", "apply"]);
    let second = self::request(&effects);
    assert_eq!((second.cursors.clone(), second.identities_after), (first.cursors, 8));
    assert!(second.push.is_empty() && second.request != request.request);

    // An answer that is faster than the store waits for it.
    let third = SyncResponse {
        verdicts: Vec::new(),
        identities: Vec::new(),
        cursors: vec![cursor(StreamId::Estate, 13, 0), cursor(area(), 10, 0)],
        ..good(&second)
    };
    assert!(engine.handle(answer(&third), 0).is_empty());
    let effects = engine.handle(Event::Applied(Applied::default()), 0);
    assert_eq!(names(&effects), ["apply"]);
    let effects = engine.handle(Event::Applied(Applied::default()), 0);
    assert_eq!(names(&effects), ["drop", "photos"]);
}

#[test]
fn the_next_batch_goes_up_with_the_request_for_the_next_page() {
    let (mut engine, request) = sent(true);
    let effects = engine.handle(answer(&SyncResponse { remaining: 5, ..good(&request) }), 0);
    assert_eq!(names(&effects), ["clock", "settle", "outbox"]);
    let after = OutboxPosition(1);
    assert!(effects.contains(&Effect::ReadOutbox { after, max_bytes: PUSH_BYTES }));
    let effects = engine.handle(Event::Outbox(batch(2, false)), 0);
    assert_eq!(names(&effects), ["send", "apply"]);
    let second = self::request(&effects);
    assert_eq!((second.push.len(), second.cursors), (1, good(&request).cursors));
}

#[test]
fn an_answer_that_does_not_fit_the_request_changes_nothing() {
    type Change = fn(&mut SyncResponse);
    let table: &[(&str, Change)] = &[
        ("protocol 2", |a| a.protocol = 2),
        ("names another request", |a| a.request = RequestId(uuid(1))),
        ("log is another one", |a| a.epoch = Epoch(uuid(1))),
        ("estate's own stream", |a| a.grants = vec![area()]),
        ("estate's own stream", |a| a.grants.clear()),
        ("of a stream not granted", |a| a.documents[0].header.stream = StreamId::Office),
        ("which is not granted", |a| a.cursors.push(cursor(StreamId::Office, 1, 0))),
        ("two cursors for estate", |a| a.cursors.push(cursor(StreamId::Estate, 13, 0))),
        ("no cursor for area", |a| a.cursors.truncate(1)),
        ("estate goes backwards", |a| a.cursors[0].position = 9),
        ("goes backwards", |a| a.cursors[1].floor = 8),
        ("does not ascend", |a| a.identities[0].row = 4),
        ("does not ascend", |a| a.identities[1].row = 5),
        ("names an unsent change", |a| a.verdicts = vec![verdict(&[1, 2], &[], &[])]),
        ("names an unsent change", |a| a.verdicts[0].document = document(7)),
        ("two verdicts on one change", |a| a.verdicts = vec![verdict(&[1], &[], &[1])]),
        ("two verdicts on one change", |a| a.verdicts = vec![verdict(&[1], &[1], &[])]),
        ("two verdicts on one change", |a| a.verdicts.push(verdict(&[1], &[], &[]))),
        ("the page brings none", |a| {
            a.remaining = 1;
            a.cursors = log().cursors;
            a.identities.clear();
        }),
    ];
    for (word, change) in table {
        let (mut engine, request) = sent(false);
        let mut bad = good(&request);
        change(&mut bad);
        let error = failure(&engine.handle(answer(&bad), 0));
        assert!(error.contains(word), "expected `{word}`: {error}");
    }
}

#[test]
fn an_answer_that_does_not_read_changes_nothing() {
    let (_, request) = sent(false);
    let body = encode(&good(&request)).unwrap();
    for (body, word) in [
        (b"<html>".to_vec(), "not from a Xunlou server"),
        (Vec::new(), "not from a Xunlou server"),
        (body[..body.len() - 3].to_vec(), "zstd"),
        (encode(&1).unwrap(), "fields"),
        (vec![0x28, 0xb5, 0x2f, 0xfd].repeat(MAX_BODY / 4 + 1), "larger than"),
    ] {
        let (mut engine, _) = sent(false);
        let event = Event::Answer { body, elapsed: Duration::ZERO };
        let error = failure(&engine.handle(event, 0));
        assert!(error.contains(word), "expected `{word}`: {error}");
    }
}

#[test]
fn what_an_answer_leaves_out_stays_unsent() {
    let (mut engine, request) = sent(false);
    let silent = SyncResponse { verdicts: Vec::new(), ..good(&request) };
    assert_eq!(names(&engine.handle(answer(&silent), 0)), ["clock", "apply"]);
    assert_eq!(engine.outcome.waiting, 1);
}

#[test]
fn a_refusal_of_bytes_that_are_no_change_settles_the_change_they_were_sent_as() {
    let (mut engine, request) = sent(false);
    let mut answered = good(&request);
    answered.verdicts = vec![verdict(&[], &[], &[0])];
    answered.verdicts[0].refused[0].hash = ChangeHash(Sha256::digest([1; 8]).into());
    let effects = engine.handle(answer(&answered), 0);
    let Some(Effect::Settle { verdicts, .. }) = effects.get(1) else { panic!("{effects:?}") };
    assert_eq!(verdicts[0].refused[0].hash, ChangeHash([1; 32]));
}

#[test]
fn a_stream_granted_anew_may_begin_anywhere_and_one_lost_goes_with_its_cursor() {
    let (mut engine, request) = sent(false);
    let other = StreamId::Office;
    let answered = SyncResponse {
        grants: vec![StreamId::Estate, other],
        cursors: vec![cursor(StreamId::Estate, 10, 0), cursor(other, 3, 2)],
        ..good(&request)
    };
    let effects = engine.handle(answer(&answered), 0);
    assert_eq!(page(&effects).log.as_ref().unwrap().cursors, answered.cursors);
    let effects = engine.handle(Event::Applied(Applied::default()), 0);
    assert!(effects.contains(&Effect::DropStreams(vec![StreamId::Estate, other])));
}

#[test]
fn a_server_that_never_ends_is_left() {
    let mut engine = engine(SyncOptions { max_requests: 5, ..SyncOptions::default() });
    engine.start();
    let mut effects = engine.handle(Event::Outbox(OutboxBatch::default()), 0);
    for round in 1..=5_u64 {
        let request = request(&effects);
        let endless = SyncResponse {
            verdicts: Vec::new(),
            identities: Vec::new(),
            cursors: vec![cursor(StreamId::Estate, 10 + round, 0), cursor(area(), 10, 0)],
            remaining: 1,
            ..good(&request)
        };
        effects = engine.handle(answer(&endless), 0);
        if round < 5 {
            engine.handle(Event::Applied(Applied::default()), 0);
        }
    }
    assert!(failure(&effects).contains("no end after 5 requests"));
}

#[test]
fn a_clock_that_is_off_is_a_warning() {
    for (server_time, off) in
        [(122_000, false), (122_001, true), (-118_000, false), (-118_001, true)]
    {
        let (mut engine, request) = sent(false);
        let answered = SyncResponse { server_time, ..good(&request) };
        let effects = engine.handle(answer(&answered), 0);
        assert_eq!(names(&effects), ["clock", "settle", "apply"]);
        assert_eq!(engine.outcome.clock_off, off, "{server_time}");
    }
}

#[test]
fn an_error_of_the_way_ends_the_sync_with_that_error() {
    let (mut engine, _) = sent(false);
    let effects = engine.handle(Event::Failed(SyncError::Cancelled), 0);
    assert_eq!(effects, [Effect::Done(Err(SyncError::Cancelled))]);
}

// The comparison.

fn heads(number: u128) -> DocumentHeads {
    DocumentHeads { document: document(number), heads: vec![ChangeHash([number as u8; 32])] }
}

fn compare(effects: &[Effect]) -> ReconcileRequest {
    let body = effects.iter().find_map(|effect| match effect {
        Effect::Send { endpoint: Endpoint::Reconcile, body } => Some(body),
        _ => None,
    });
    decode(body.expect("a comparison")).unwrap()
}

fn compared(request: &ReconcileRequest) -> ReconcileResponse {
    ReconcileResponse {
        protocol: PROTOCOL,
        request: request.request,
        epoch: Epoch(uuid(99)),
        differing: Vec::new(),
        missing: Vec::new(),
        cursors: vec![cursor(StreamId::Estate, 3, 0)],
    }
}

/// An engine that was asked to compare and has sent the first round, of documents 10 to 12.
fn comparing() -> (Engine, ReconcileRequest) {
    let (mut engine, request) = sent(false);
    let ask = SyncResponse { reconcile: true, verdicts: Vec::new(), ..good(&request) };
    let effects = engine.handle(answer(&ask), 0);
    assert_eq!(names(&effects), ["clock", "recheck photos", "heads"]);
    let effects = engine.handle(Event::Heads((10..13).map(heads).collect()), 0);
    (engine, compare(&effects))
}

#[test]
fn a_comparison_sends_again_fetches_and_takes_the_servers_log_only_when_all_is_here() {
    let (mut engine, round) = comparing();
    assert_eq!((round.after, round.until, round.documents.len()), (None, None, 3));
    let lacking = DocumentHeads { document: document(10), heads: Vec::new() };
    let answered = ReconcileResponse {
        differing: vec![lacking.clone(), heads(11)],
        missing: vec![document(20)],
        ..compared(&round)
    };
    let effects = engine.handle(answer(&answered), 0);
    assert_eq!(names(&effects), ["resend", "outbox"]);
    let resend =
        Effect::Resend { differing: vec![lacking, heads(11)], granted: vec![StreamId::Estate] };
    assert!(effects.contains(&resend));

    // What the server does not have cannot be fetched; the rest is.
    let effects = engine.handle(Event::Outbox(batch(1, false)), 0);
    let request = request(&effects);
    assert_eq!(request.fetch, [document(11), document(20)]);
    assert_eq!((request.epoch, request.identities_after), (Some(Epoch(uuid(99))), 0));
    let mut first = good(&request);
    first.epoch = Epoch(uuid(99));
    first.grants = vec![StreamId::Estate];
    first.cursors = vec![cursor(StreamId::Estate, 4, 0)];
    first.documents[0].header = header(11);
    let effects = engine.handle(answer(&first), 0);
    assert_eq!(page(&effects).log, None, "document 20 would be skipped after a restart");
    let request = self::request(&effects);
    assert_eq!(request.fetch, [document(20)]);
    engine.handle(Event::Applied(Applied::default()), 0);
    let mut second = SyncResponse { request: request.request, verdicts: Vec::new(), ..first };
    second.identities.clear();
    second.documents[0].header = header(20);
    let effects = engine.handle(answer(&second), 0);
    let log = page(&effects).log.clone().unwrap();
    assert_eq!((log.epoch, log.cursors), (Epoch(uuid(99)), second.cursors));
}

#[test]
fn a_comparison_goes_by_ascending_id_in_rounds_and_keeps_the_first_cursors() {
    let (mut engine, request) = sent(false);
    let ask = SyncResponse { reconcile: true, verdicts: Vec::new(), ..good(&request) };
    engine.handle(answer(&ask), 0);
    let last = RECONCILE_DOCUMENTS as u128;
    let round = compare(&engine.handle(Event::Heads((1..=last).map(heads).collect()), 0));
    assert_eq!((round.after, round.until), (None, Some(document(last))));
    let effects = engine.handle(answer(&compared(&round)), 0);
    let limit = RECONCILE_DOCUMENTS;
    assert!(effects.contains(&Effect::ReadHeads { after: Some(document(last)), limit }));
    let round = compare(&engine.handle(Event::Heads(Vec::new()), 0));
    assert_eq!((round.after, round.until), (Some(document(last)), None));
    let later =
        ReconcileResponse { cursors: vec![cursor(StreamId::Estate, 77, 0)], ..compared(&round) };
    assert_eq!(names(&engine.handle(answer(&later), 0)), ["outbox"]);
    let request = self::request(&engine.handle(Event::Outbox(OutboxBatch::default()), 0));
    assert_eq!(request.cursors, [cursor(StreamId::Estate, 3, 0)]);
}

#[test]
fn a_comparison_that_does_not_fit_is_refused() {
    type Change = fn(&mut ReconcileResponse);
    let table: &[(&str, Change)] = &[
        ("protocol", |a| a.protocol = 7),
        ("another request", |a| a.request = RequestId(uuid(1))),
        ("was not compared", |a| a.differing = vec![heads(9)]),
        ("is not missing", |a| a.missing = vec![document(11)]),
        ("estate's own stream", |a| a.cursors.clear()),
        ("two cursors", |a| a.cursors.push(cursor(StreamId::Estate, 9, 0))),
    ];
    for (word, change) in table {
        let (mut engine, round) = comparing();
        let mut bad = compared(&round);
        change(&mut bad);
        let error = failure(&engine.handle(answer(&bad), 0));
        assert!(error.contains(word), "expected `{word}`: {error}");
    }
}

#[test]
fn a_second_comparison_in_one_sync_is_refused() {
    let (mut engine, round) = comparing();
    engine.handle(answer(&compared(&round)), 0);
    let request = request(&engine.handle(Event::Outbox(OutboxBatch::default()), 0));
    let again = SyncResponse { reconcile: true, ..good(&request) };
    assert!(failure(&engine.handle(answer(&again), 0)).contains("a second time"));
}

// Photos.

fn photo(total: u64) -> Photos {
    let blob = PendingBlob {
        hash: BlobHash([1; 32]),
        document: document(1),
        media_type: "image/jpeg".into(),
        total,
    };
    let mut photos = Photos::new(vec![blob]);
    assert!(matches!(photos.next(), Step::Status(_)));
    photos
}

fn status(received: u64, complete: bool) -> BlobStatus {
    BlobStatus { received, complete }
}

#[test]
fn a_photo_is_read_from_where_the_server_stopped() {
    let chunk = BLOB_CHUNK as u64;
    for (total, received, offset, len) in [
        (10, 0, 0, 10),
        (10, 4, 4, 6),
        (chunk * 3, chunk, chunk, BLOB_CHUNK),
        (chunk + 1, chunk, chunk, 1),
        // All is there and yet not the photo: once from the beginning.
        (10, 10, 0, 10),
        (0, 0, 0, 0),
    ] {
        let step = photo(total).status(status(received, false)).unwrap();
        let Step::Read { offset: from, len: most, .. } = step else { panic!("{step:?}") };
        assert_eq!((from, most), (offset, len), "{received} of {total}");
    }
}

#[test]
fn a_server_that_does_not_get_on_with_a_photo_is_left() {
    let mut photos = photo(10);
    assert!(photos.status(status(11, false)).is_err());
    for stuck in [0, 3, 4, 10] {
        let mut photos = photo(10);
        photos.status(status(4, false)).unwrap();
        photos.piece(vec![0; 6]).unwrap();
        assert!(photos.status(status(stuck, false)).is_err(), "{stuck}");
    }
    // A byte at a time is progress, but for ever it would be.
    let mut photos = self::photo(1_000);
    let mut pieces = 0;
    while photos.status(status(pieces, false)).is_ok() {
        photos.piece(vec![0; 1_000 - pieces as usize]).unwrap();
        pieces += 1;
    }
    assert!(pieces < 20);
}

#[test]
fn an_error_that_every_photo_would_meet_ends_the_sync() {
    let refused = |code| SyncError::Refused { code, detail: String::new() };
    for (error, goes_on) in [
        (refused(ErrorCode::NotFound), true),
        (refused(ErrorCode::TooLarge), true),
        (refused(ErrorCode::TokenExpired), false),
        (refused(ErrorCode::Revoked), false),
        (refused(ErrorCode::Busy), false),
        (SyncError::Offline(String::new()), false),
        (SyncError::Certificate(String::new()), false),
        (SyncError::NotOurServer(String::new()), false),
    ] {
        let (mut engine, request) = sent(false);
        engine.handle(answer(&good(&request)), 0);
        engine.handle(Event::Applied(Applied::default()), 0);
        let blob = |n| PendingBlob {
            hash: BlobHash([n; 32]),
            document: document(1),
            media_type: String::new(),
            total: 1,
        };
        engine.handle(Event::Photos(vec![blob(1), blob(2)]), 0);
        let effects = engine.handle(Event::Failed(error.clone()), 0);
        let expected = if goes_on { "send photo" } else { "failed" };
        assert_eq!(names(&effects), [expected], "{error}");
    }
}

proptest! {
    /// Whatever is reported in whatever order, the engine says something sensible and ends.
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
