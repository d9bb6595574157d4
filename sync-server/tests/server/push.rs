//! What is taken, what is refused, and that nothing is lost either way.

use serde_bytes::ByteBuf;
use xunlou_core::domain::{DocumentKind, StreamId};
use xunlou_core::sync::wire::{ErrorCode, PushDocument, RefusalCode};

use crate::world::{BUILDING_3, Device, NORTH, SOUTH, World};

fn codes(device: &mut Device) -> Vec<RefusalCode> {
    device.push().into_iter().flat_map(|one| one.refused).map(|refusal| refusal.code).collect()
}

#[test]
fn a_pushed_change_is_acknowledged_by_hash_and_reaches_a_colleague() {
    let world = World::new();
    let (mut lin, mut zhao) = (world.device("lin"), world.device("zhao"));
    let record = lin.record();
    let hash = lin.put(record, "a/doors", "ok@12");
    let verdicts = lin.push();
    assert_eq!(verdicts.len(), 2);
    assert_eq!(verdicts[1].accepted, [hash]);
    zhao.sync();
    assert_eq!(zhao.get(record, "a/doors").as_deref(), Some("ok@12"));
    assert_eq!(zhao.author_of(lin.actor), Some(lin.person));
}

#[test]
fn the_same_push_again_is_accepted_and_changes_nothing() {
    let world = World::new();
    let mut lin = world.device("lin");
    lin.record();
    let outbox = lin.outbox.clone();
    let first = lin.push();
    let state = world.server.log().read(world.plan.estate, |log| log.state()).unwrap();
    lin.outbox = outbox;
    assert_eq!(lin.push(), first);
    assert_eq!(world.server.log().read(world.plan.estate, |log| log.state()).unwrap(), state);
}

#[test]
fn a_document_pushed_twice_in_one_request_is_taken_whole() {
    let world = World::new();
    let mut lin = world.device("lin");
    let record = lin.record();
    for number in 0..5 {
        lin.put(record, "a/x", &number.to_string());
    }
    assert_eq!(lin.outbox.len(), 6);
    assert!(lin.push().iter().all(|verdict| verdict.accepted.len() == 1));
    let mut zhao = world.device("zhao");
    zhao.sync();
    assert_eq!(zhao.heads(record), lin.heads(record));
}

#[test]
fn a_change_that_waits_for_another_is_taken_once_that_has_come() {
    let world = World::new();
    let mut lin = world.device("lin");
    let record = lin.record();
    let later = lin.put(record, "a/x", "ok@1");
    let first = lin.outbox.remove(0);
    assert_eq!(lin.push()[0].waiting, [later]);
    let second = PushDocument {
        header: first.header.clone(),
        changes: lin.documents[&record]
            .1
            .get_changes(&[])
            .iter()
            .skip(1)
            .map(|change| ByteBuf::from(change.raw_bytes().to_vec()))
            .collect(),
    };
    lin.outbox = vec![first, second];
    assert!(lin.push().iter().all(|verdict| verdict.accepted.len() == 1));
}

#[test]
fn unknown_and_forbidden_documents_are_refused_alike() {
    let world = World::new();
    let (mut lin, mut wu) = (world.device("lin"), world.device("wu"));
    let theirs = wu.create(DocumentKind::Record, StreamId::Area(SOUTH));
    wu.sync();
    // One that exists, one in a stream of others, one in a stream that the estate has not.
    let (header, document) = wu.documents[&theirs].clone();
    lin.documents.insert(theirs, (header, document));
    lin.put(theirs, "a/x", "ok@1");
    lin.create(DocumentKind::Record, StreamId::Area(SOUTH));
    lin.create(DocumentKind::Household, StreamId::Building(BUILDING_3));
    let nowhere = xunlou_core::ids::AreaId(uuid::Uuid::from_u128(404));
    lin.create(DocumentKind::Record, StreamId::Area(nowhere));
    let refused: Vec<_> = lin.push().into_iter().flat_map(|verdict| verdict.refused).collect();
    assert_eq!(refused.len(), 4);
    for refusal in &refused {
        assert_eq!((refusal.code, &refusal.detail), (refused[0].code, &refused[0].detail));
        assert_eq!(refusal.code, RefusalCode::NotPermitted);
    }
}

#[test]
fn rights_follow_the_role_the_kind_and_the_author() {
    let world = World::new();
    let (estate, office, north) = (StreamId::Estate, StreamId::Office, StreamId::Area(NORTH));
    let cases = [
        ("lin", DocumentKind::Rulepack, estate, false),
        ("chen", DocumentKind::Directory, estate, false),
        ("guo", DocumentKind::Rulepack, estate, true),
        ("lin", DocumentKind::Record, office, false),
        ("chen", DocumentKind::Record, office, true),
        ("lin", DocumentKind::Worklog, north, true),
        ("guo", DocumentKind::Record, estate, false),
        ("guo", DocumentKind::Household, north, false),
        (
            "guo",
            DocumentKind::Record,
            StreamId::Area(xunlou_core::ids::AreaId(uuid::Uuid::nil())),
            false,
        ),
    ];
    for (login, kind, stream, allowed) in cases {
        let mut device = world.device(login);
        device.create(kind, stream);
        assert_eq!(codes(&mut device).is_empty(), allowed, "{login} {kind:?} {stream}");
    }
    let (mut lin, mut zhao) = (world.device("lin"), world.device("zhao"));
    let worklog = lin.create(DocumentKind::Worklog, north);
    lin.sync();
    zhao.sync();
    zhao.put(worklog, "entry", "not mine");
    assert_eq!(codes(&mut zhao), [RefusalCode::NotPermitted]);
}

#[test]
fn a_document_keeps_the_envelope_it_was_created_with() {
    let world = World::new();
    let mut lin = world.device("lin");
    let record = lin.record();
    lin.push();
    lin.put(record, "a/x", "ok@1");
    lin.outbox[0].header.kind = "case".to_owned();
    assert_eq!(codes(&mut lin), [RefusalCode::WrongEnvelope]);
    lin.put(record, "a/x", "ok@2");
    lin.outbox[0].header.kind = "hologram".to_owned();
    assert_eq!(codes(&mut lin), [RefusalCode::BadContent]);
}

#[test]
fn an_actor_belongs_to_the_device_that_pushed_as_it_first() {
    let world = World::new();
    let (mut lin, mut zhao) = (world.device("lin"), world.device("zhao"));
    let record = lin.record();
    lin.sync();
    zhao.sync();
    let own = zhao.actor;
    zhao.actor = lin.actor;
    zhao.put(record, "a/x", "forged@1");
    assert_eq!(codes(&mut zhao), [RefusalCode::ForeignActor]);
    // A device may go on as another actor, as after a restore.
    zhao.actor = own;
    let other = zhao.record();
    zhao.push();
    zhao.actor = xunlou_core::env::Environment::system().new_random_id();
    zhao.put(other, "a/x", "ok@2");
    assert_eq!(codes(&mut zhao), []);
    // What the log holds already is no forgery, whoever brings it.
    let copy = lin.documents[&record].1.get_changes(&[])[0].raw_bytes().to_vec();
    let header = lin.documents[&record].0.into();
    zhao.outbox = vec![PushDocument { header, changes: vec![ByteBuf::from(copy)] }];
    assert_eq!(codes(&mut zhao), []);
}

#[test]
fn the_gate_judges_sequence_and_content_of_what_rights_allow() {
    let world = World::new();
    let mut lin = world.device("lin");
    let record = lin.record();
    let before = lin.documents[&record].1.clone();
    lin.put(record, "a/x", "first@1");
    lin.push();
    // A clone of the database that went on under the same actor.
    lin.documents.get_mut(&record).unwrap().1 = before;
    lin.put(record, "a/x", "second@1");
    assert_eq!(codes(&mut lin), [RefusalCode::BadSequence]);
    // A record of this version's layout without what a record must have.
    let other = lin.record();
    let (_, automerge) = lin.documents.get_mut(&other).unwrap();
    *automerge = automerge::Automerge::new();
    lin.outbox.clear();
    lin.put_value(other, xunlou_core::document::keys::VERSION, 1);
    assert_eq!(codes(&mut lin), [RefusalCode::BadContent]);
}

#[test]
fn a_refused_change_blocks_no_other_and_is_kept_aside_once() {
    let world = World::new();
    let mut lin = world.device("lin");
    let record = lin.record();
    lin.outbox[0].changes.insert(0, ByteBuf::from(b"no change at all".to_vec()));
    let again = lin.outbox.clone();
    let verdicts = lin.push();
    assert_eq!(verdicts[0].accepted.len(), 1);
    assert_eq!(verdicts[0].refused[0].code, RefusalCode::Unsafe);
    lin.outbox = again;
    lin.push();
    let (listed, bytes) = world
        .server
        .log()
        .read(world.plan.estate, |log| {
            let listed = log.quarantined(0, 10)?;
            let bytes = log.quarantined_bytes(listed[0].id)?;
            Ok::<_, xunlou_server::database::StoreError>((listed, bytes))
        })
        .unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!((listed[0].device, listed[0].document), (lin.id, record));
    assert_eq!((listed[0].code.as_str(), bytes.as_slice()), ("unsafe", &b"no change at all"[..]));
}

#[test]
fn the_quarantine_of_one_device_does_not_grow_without_end() {
    let world = World::with(&[("XUNLOU_LIMITS__QUARANTINE_BYTES", "100")]);
    let mut lin = world.device("lin");
    lin.record();
    for number in 0..10u8 {
        lin.outbox[0].changes.push(ByteBuf::from(vec![number; 30]));
    }
    assert_eq!(codes(&mut lin).len(), 10);
    let kept = world.server.log().read(world.plan.estate, |log| log.quarantined(0, 100)).unwrap();
    assert_eq!(kept.len(), 3);
}

#[test]
fn a_push_beyond_the_limits_is_refused_as_a_whole() {
    let world = World::with(&[("XUNLOU_LIMITS__PUSH_BYTES", "1000")]);
    let mut lin = world.device("lin");
    let record = lin.record();
    lin.put(record, "n/x", &"long ".repeat(400));
    assert_eq!(lin.refusal(), ErrorCode::TooLarge);
    let state = world.server.log().read(world.plan.estate, |log| log.state()).unwrap();
    assert_eq!(state.head, 0);
}

#[test]
fn listeners_hear_of_a_commit_and_not_of_a_repeat() {
    let world = World::new();
    let mut lin = world.device("lin");
    let mut commits = world.api().commits();
    lin.record();
    let again = lin.outbox.clone();
    lin.push();
    let heard = commits.try_recv().unwrap();
    assert_eq!((heard.estate, heard.head), (world.plan.estate, 1));
    lin.outbox = again;
    lin.push();
    assert!(commits.try_recv().is_err());
}

#[test]
fn devices_that_push_at_once_lose_nothing() {
    let world = World::new();
    let mut first = world.device("lin");
    let record = first.record();
    first.sync();
    std::thread::scope(|scope| {
        for number in 0..4 {
            let mut device = world.device("zhao");
            device.sync();
            scope.spawn(move || {
                for turn in 0..10 {
                    device.put(record, &format!("a/{number}"), &turn.to_string());
                    device.put(record, "a/shared", &format!("{number} {turn}"));
                    assert!(device.push().iter().all(|verdict| verdict.accepted.len() == 1));
                }
            });
        }
    });
    first.sync();
    assert_eq!(first.documents[&record].1.get_changes(&[]).len(), 81);
    let stored = world.server.log().read(world.plan.estate, |log| log.document(record)).unwrap();
    assert_eq!(stored.unwrap().heads, first.heads(record));
}
