//! Pushing and pulling.

use super::*;

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
        ([0x28, 0xb5, 0x2f, 0xfd].repeat(MAX_BODY / 4 + 1), "larger than"),
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
