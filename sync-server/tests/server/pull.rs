//! What comes down: newest first, in pages, nothing twice, nothing missed.

use xunlou_core::domain::{DocumentKind, StreamId};
use xunlou_core::ids::DocumentId;
use xunlou_core::sync::wire::ErrorCode;

use crate::world::{BUILDING_1, Device, NORTH, SOUTH, World};

/// Records of a device, one a push, oldest first.
fn records(device: &mut Device, count: usize) -> Vec<DocumentId> {
    let made = (0..count).map(|_| {
        let record = device.record();
        device.put(record, "n/long", &"word ".repeat(50));
        device.round();
        record
    });
    made.collect()
}

#[test]
fn a_new_device_gets_everything_newest_first_in_pages_that_keep_the_limit() {
    let world = World::with(&[("XUNLOU_LIMITS__PAGE_BYTES", "3000")]);
    let mut lin = world.device("lin");
    let made = records(&mut lin, 20);
    let mut zhao = world.device("zhao");
    let pages = zhao.sync();
    assert!(pages.len() > 3, "{}", pages.len());
    for page in &pages {
        let bytes: usize =
            page.documents.iter().map(|one| one.snapshot.as_ref().unwrap().len()).sum();
        assert!(bytes <= 3000);
    }
    let newest_first: Vec<DocumentId> = made.iter().rev().copied().collect();
    assert_eq!(zhao.arrived, newest_first);
    let counts: Vec<u64> = pages.iter().map(|page| page.remaining).collect();
    assert!(counts.is_sorted_by(|left, right| left > right), "{counts:?}");
    assert!(zhao.cursors.iter().all(|cursor| cursor.floor == 0));
}

#[test]
fn rules_and_directory_come_before_the_newest_record() {
    let world = World::with(&[("XUNLOU_LIMITS__PAGE_BYTES", "400")]);
    let mut guo = world.device("guo");
    let pack = guo.create(DocumentKind::Rulepack, StreamId::Estate);
    let directory = guo.create(DocumentKind::Directory, StreamId::Estate);
    guo.sync();
    records(&mut world.device("lin"), 5);
    let mut zhao = world.device("zhao");
    zhao.sync();
    assert_eq!(zhao.arrived[..2], [directory, pack]);
    assert_eq!(zhao.arrived.len(), 7);
}

#[test]
fn streams_are_merged_by_age() {
    let world = World::with(&[("XUNLOU_LIMITS__PAGE_BYTES", "500")]);
    let mut chen = world.device("chen");
    let streams = [StreamId::Area(NORTH), StreamId::Building(BUILDING_1), StreamId::Area(SOUTH)];
    let made: Vec<DocumentId> = (0..200)
        .map(|number| {
            let document = chen.create(DocumentKind::Case, streams[number % 3]);
            chen.round();
            document
        })
        .collect();
    let mut guo = world.device("guo");
    guo.sync();
    assert_eq!(guo.arrived, made.into_iter().rev().collect::<Vec<_>>());
}

#[test]
fn nothing_new_is_one_empty_page() {
    let world = World::new();
    let mut lin = world.device("lin");
    records(&mut lin, 3);
    let answers = lin.sync();
    assert_eq!(answers.len(), 1);
    assert!(answers[0].documents.is_empty() && answers[0].identities.is_empty());
}

#[test]
fn what_a_device_wrote_itself_does_not_come_back() {
    let world = World::new();
    let mut lin = world.device("lin");
    // Not even in the first contact of all, nor after a colleague added to it.
    let record = lin.record();
    assert!(lin.round().documents.is_empty());
    let mut zhao = world.device("zhao");
    zhao.sync();
    zhao.put(record, "a/y", "ok@1");
    zhao.round();
    let other = lin.record();
    lin.put(record, "a/x", "ok@2");
    let page = lin.round();
    assert_eq!(page.documents.len(), 1);
    assert_eq!(page.documents[0].changes.len(), 1);
    assert!(page.documents[0].snapshot.is_none());
    assert_eq!(lin.get(record, "a/y").as_deref(), Some("ok@1"));
    zhao.sync();
    assert_eq!(zhao.heads(record), lin.heads(record));
    assert_eq!(zhao.heads(other), lin.heads(other));
}

#[test]
fn a_document_that_is_new_comes_whole_and_a_known_one_as_changes() {
    let world = World::new();
    let (mut lin, mut zhao) = (world.device("lin"), world.device("zhao"));
    let old = lin.record();
    lin.sync();
    zhao.sync();
    lin.put(old, "a/x", "ok@1");
    lin.put(old, "a/x", "ok@2");
    let new = lin.record();
    lin.put(new, "a/x", "ok@3");
    lin.sync();
    let page = zhao.round();
    let shape: Vec<_> = page
        .documents
        .iter()
        .map(|one| (one.header.document, one.snapshot.is_some(), one.changes.len()))
        .collect();
    assert_eq!(shape, [(old, false, 2), (new, true, 0)]);
}

#[test]
fn edits_made_during_a_bootstrap_arrive_exactly_with_it() {
    let world = World::with(&[("XUNLOU_LIMITS__PAGE_BYTES", "900")]);
    let mut lin = world.device("lin");
    let made = records(&mut lin, 12);
    let mut zhao = world.device("zhao");
    for turn in 0..6 {
        assert!(zhao.round().remaining > 0, "the bootstrap ended before the edits");
        // One that has come, one that has yet to come, and a new one.
        for record in [made[11], made[0]] {
            lin.put(record, "a/turn", &turn.to_string());
        }
        lin.record();
        lin.round();
    }
    zhao.sync();
    assert_eq!(zhao.documents.len(), lin.documents.len());
    for document in lin.documents.keys() {
        assert_eq!(zhao.heads(*document), lin.heads(*document));
    }
}

#[test]
fn a_long_absence_comes_back_in_pages_without_a_gap() {
    let world = World::with(&[("XUNLOU_LIMITS__PAGE_BYTES", "700")]);
    let (mut lin, mut zhao) = (world.device("lin"), world.device("zhao"));
    let made = records(&mut lin, 4);
    zhao.sync();
    for turn in 0..10 {
        for record in &made {
            lin.put(*record, "a/x", &format!("{turn} {}", "word ".repeat(10)));
        }
        let new = lin.record();
        lin.round();
        lin.put(new, "a/later", "ok@1");
    }
    lin.sync();
    let pages = zhao.sync();
    assert!(pages.len() > 5);
    for document in lin.documents.keys() {
        assert_eq!(zhao.heads(*document), lin.heads(*document));
    }
}

#[test]
fn a_document_larger_than_a_page_travels_alone() {
    let world = World::with(&[("XUNLOU_LIMITS__PAGE_BYTES", "200")]);
    let mut lin = world.device("lin");
    let made = records(&mut lin, 3);
    let mut zhao = world.device("zhao");
    let pages = zhao.sync();
    assert_eq!(pages.iter().map(|page| page.documents.len()).collect::<Vec<_>>(), [1, 1, 1]);
    lin.put(made[0], "n/long", &"longer ".repeat(90));
    lin.sync();
    assert_eq!(zhao.sync().len(), 1);
    assert_eq!(zhao.heads(made[0]), lin.heads(made[0]));
}

#[test]
fn a_device_gets_the_streams_of_its_grants_and_no_others() {
    let world = World::new();
    let mut chen = world.device("chen");
    let streams = [StreamId::Office, StreamId::Area(NORTH), StreamId::Area(SOUTH)];
    let [office, north, south] = streams.map(|stream| chen.create(DocumentKind::Record, stream));
    chen.sync();
    let mut seen = ["lin", "wu", "guo"].map(|login| {
        let mut device = world.device(login);
        let grants = device.sync().remove(0).grants;
        (device.arrived, grants.contains(&StreamId::Office))
    });
    seen[2].0.sort_unstable();
    let mut all = vec![office, north, south];
    all.sort_unstable();
    assert_eq!(seen, [(vec![north], false), (vec![south], false), (all, true)]);
}

#[test]
fn wanted_documents_come_whole_and_forbidden_ones_are_passed_over() {
    let world = World::new();
    let (mut lin, mut wu) = (world.device("lin"), world.device("wu"));
    let mine = records(&mut lin, 2);
    let theirs = wu.create(DocumentKind::Record, StreamId::Area(SOUTH));
    wu.sync();
    lin.sync();
    let mut request = lin.request();
    request.fetch = vec![mine[0], theirs, DocumentId(uuid::Uuid::nil())];
    let answer = lin.call(&request).unwrap();
    assert_eq!(answer.documents.len(), 1);
    assert_eq!(answer.documents[0].header.document, mine[0]);
    assert!(answer.documents[0].snapshot.is_some());
    assert_eq!(answer.remaining, 0);
}

#[test]
fn wanted_documents_that_do_not_fit_are_counted_as_remaining() {
    let world = World::with(&[("XUNLOU_LIMITS__PAGE_BYTES", "900")]);
    let mut lin = world.device("lin");
    let mut wanted = records(&mut lin, 6);
    lin.sync();
    let mut rounds = 0;
    while !wanted.is_empty() {
        let mut request = lin.request();
        request.fetch = wanted.clone();
        let answer = lin.call(&request).unwrap();
        wanted.retain(|id| !answer.documents.iter().any(|one| one.header.document == *id));
        assert_eq!(answer.remaining, wanted.len() as u64);
        rounds += 1;
    }
    assert!(rounds > 1);
}

#[test]
fn a_request_that_only_pushes_gets_no_page_and_loses_none() {
    let world = World::new();
    let (mut lin, mut zhao) = (world.device("lin"), world.device("zhao"));
    let record = lin.record();
    lin.sync();
    zhao.record();
    let mut request = zhao.request();
    request.pull = false;
    let answer = zhao.call(&request).unwrap();
    assert!(answer.documents.is_empty());
    assert_eq!(answer.verdicts[0].accepted.len(), 1);
    zhao.apply(&answer);
    zhao.sync();
    assert_eq!(zhao.arrived, [record]);
}

#[test]
fn another_protocol_and_a_damaged_body_are_told_apart() {
    let world = World::new();
    let lin = world.device("lin");
    let mut request = lin.request();
    request.protocol = 7;
    assert_eq!(lin.call(&request).unwrap_err().code, ErrorCode::UnsupportedProtocol);
    let handle = |body: &[u8]| {
        let endpoint = xunlou_core::sync::wire::Endpoint::Sync;
        lin.api.handle(Some(&lin.token), endpoint, body).unwrap_err().code
    };
    assert_eq!(handle(b"<html>"), ErrorCode::BadRequest);
    assert_eq!(handle(&xunlou_core::sync::wire::encode(&"text").unwrap()), ErrorCode::BadRequest);
}
