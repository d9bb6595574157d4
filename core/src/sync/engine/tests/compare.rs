//! Comparing with another log.

use super::*;

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
