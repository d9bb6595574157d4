//! Which actor a database writes as, and what becomes of changes that two copies numbered alike.

use std::collections::BTreeSet;

use super::*;
use crate::document::{conflicts, history};
use crate::ids::{ActorId, Epoch};
use crate::sync::Replica;
use crate::sync::replica::{OutboxPosition, Page};
use crate::sync::wire::{
    DocumentHeads, DocumentVerdict, PageDocument, Refusal, RefusalCode, WireHeader,
};

fn epoch() -> Epoch {
    Epoch(Uuid::from_u128(1))
}

fn outbox(store: &Store) -> Vec<(ChangeHash, Vec<u8>)> {
    let batch = replica(store).outbox(OutboxPosition::default(), usize::MAX).unwrap();
    let changes = batch.documents.into_iter().flat_map(|document| document.changes);
    changes.map(|change| (change.hash, change.bytes)).collect()
}

/// What the server says of everything that is unsent.
fn verdict(store: &Store, document: DocumentId, refused: Option<RefusalCode>) {
    let hashes: Vec<ChangeHash> = outbox(store).into_iter().map(|(hash, _)| hash).collect();
    let refusals = |code| {
        let refuse = |hash| Refusal { hash, code, detail: String::new() };
        hashes.iter().copied().map(refuse).collect()
    };
    let verdict = match refused {
        None => DocumentVerdict { document, accepted: hashes, waiting: vec![], refused: vec![] },
        Some(code) => {
            DocumentVerdict { document, accepted: vec![], waiting: vec![], refused: refusals(code) }
        }
    };
    replica(store).settle(epoch(), &[verdict]).unwrap();
}

/// Brings changes of a colleague.
fn bring(store: &Store, document: DocumentId, changes: &[Vec<u8>]) {
    let header = WireHeader { document, kind: "record".to_owned(), stream: area() };
    let changes = changes.iter().cloned().map(Into::into).collect();
    let page = Page {
        documents: vec![PageDocument { header, snapshot: None, changes }],
        identities: vec![],
        grants: vec![area()],
        areas: vec![],
        log: None,
    };
    assert_eq!(replica(store).apply(&page).unwrap().set_aside, 0);
}

#[test]
fn a_database_keeps_its_actor_from_one_opening_to_the_next() {
    let device = Device::new(1);
    let actor = device.open().actor().unwrap();
    assert_eq!(device.open().actor().unwrap(), actor);
    assert_eq!(device.generation.get(), 2);
}

#[test]
fn a_database_that_was_restored_or_copied_writes_as_a_new_actor() {
    let device = Device::new(1);
    let first = device.open().actor().unwrap();
    let backup = bytes(&device.path());
    device.open();
    // An older generation, under the same installation.
    for (path, bytes) in &backup {
        std::fs::write(path, bytes).unwrap();
    }
    let restored = device.try_open().unwrap();
    assert!(restored.restored);
    let second = restored.store.actor().unwrap();
    assert_ne!(second, first);
    drop(restored);
    // Another installation.
    let device = Device { installation: InstallationId(Uuid::from_u128(99)), ..device };
    let copied = device.try_open().unwrap();
    assert!(copied.restored);
    assert!(![first, second].contains(&copied.store.actor().unwrap()));
}

#[test]
fn a_new_actor_is_the_same_person_on_the_same_device() {
    let device = Device::new(1);
    let store = device.open();
    let before = store.identity(store.actor().unwrap()).unwrap();
    assert!(before.is_some());
    let actor = store.rotate_actor().unwrap();
    assert_eq!(store.actor().unwrap(), actor);
    assert_eq!(store.identity(actor).unwrap(), before);
    let record = begin(&store);
    let author = store.record(record).unwrap().unwrap().author;
    assert_eq!(author, Some(PersonId(Uuid::from_u128(1))));
}

#[test]
fn changes_that_collide_are_written_again_by_a_new_actor_and_every_edit_is_kept() {
    for code in [RefusalCode::BadSequence, RefusalCode::ForeignActor] {
        let device = Device::new(1);
        let store = device.open();
        let record = begin(&store);
        verdict(&store, record, None);
        let old = store.actor().unwrap();
        answer(&store, record, "shafts", "ok").unwrap();
        answer(&store, record, "exits", "ok").unwrap();
        answer(&store, record, "shafts", "problem").unwrap();
        let unsent: BTreeSet<ChangeHash> =
            outbox(&store).into_iter().map(|(hash, _)| hash).collect();

        verdict(&store, record, Some(code));

        let again = outbox(&store);
        assert_eq!(again.len(), 3);
        assert!(again.iter().all(|(hash, _)| !unsent.contains(hash)));
        assert_eq!(store.waiting().unwrap().refused, 0, "nothing went into quarantine");
        assert_eq!(said(&store, record, "shafts").as_deref(), Some("problem"));
        assert_eq!(said(&store, record, "exits").as_deref(), Some("ok"));
        let (_, doc) = store.document(record).unwrap();
        assert_eq!(doc.heads(), held(&store, record).heads());
        let written = history(&doc);
        let actors: Vec<_> = written.iter().map(|change| change.actor).collect();
        let new = Some(store.actor().unwrap());
        assert_eq!(actors, [Some(old), new, new, new]);
        assert_eq!(written[1].at, 60, "at the time it was made");
        assert_eq!(replica(&store).state().unwrap().log.unwrap().cursors, []);
    }
}

#[test]
fn a_document_made_here_that_collides_has_the_same_author_afterwards() {
    let device = Device::new(1);
    let store = device.open();
    let record = begin(&store);
    answer(&store, record, "shafts", "ok").unwrap();
    verdict(&store, record, Some(RefusalCode::ForeignActor));
    assert_eq!(outbox(&store).len(), 2);
    let row = store.record(record).unwrap().unwrap();
    assert_eq!(row.author, Some(PersonId(Uuid::from_u128(1))));
    assert_eq!(row.answers["shafts"], "ok");
}

#[test]
fn writing_again_does_not_settle_a_conflict_that_nobody_has_seen() {
    let device = Device::new(1);
    let store = device.open();
    let record = begin(&store);
    let created = outbox(&store);
    verdict(&store, record, None);
    // A colleague answers while this device is offline, and so does it.
    let mut colleague = Flat::new(ActorId(Uuid::from_u128(77)));
    colleague.apply([created[0].1.as_slice()]).unwrap();
    let theirs = colleague.commit(&[AnswerAt::edit("shafts", "ok", 30)], 30_000).unwrap().unwrap();
    answer(&store, record, "shafts", "problem").unwrap();
    bring(&store, record, &[theirs.bytes]);
    answer(&store, record, "exits", "ok").unwrap();
    let open = || conflicts(DocumentKind::Record, &held(&store, record));
    assert_eq!(open().len(), 1);

    verdict(&store, record, Some(RefusalCode::BadSequence));

    let found = open();
    assert_eq!(found.len(), 1);
    let said: BTreeSet<_> = found[0].candidates.iter().map(|c| c.meaning.as_str()).collect();
    assert_eq!(said, BTreeSet::from(["ok", "problem"]));
    assert_eq!(store.open_conflicts().unwrap().len(), 1);
    assert_eq!(store.document(record).unwrap().1.heads(), held(&store, record).heads());
}

#[test]
fn a_choice_of_what_shows_already_is_written_again_as_a_choice() {
    let device = Device::new(1);
    let store = device.open();
    let record = begin(&store);
    let created = outbox(&store);
    answer(&store, record, "shafts", "ok").unwrap();
    verdict(&store, record, None);
    for number in [0x01, 0xff] {
        let mut colleague = Flat::new(ActorId(Uuid::from_u128(number << 120)));
        colleague.apply([created[0].1.as_slice()]).unwrap();
        let edits = [AnswerAt::edit("shafts", "problem", i64::try_from(number).unwrap())];
        let theirs = colleague.commit(&edits, 30_000).unwrap().unwrap();
        bring(&store, record, &[theirs.bytes]);
    }
    let shown = held(&store, record).get("a/shafts").unwrap();
    let choice = Edit { key: "a/shafts".to_owned(), value: Some(shown.clone()) };
    store.write(|tx| tx.edit(record, &[choice], 0)).unwrap();
    verdict(&store, record, Some(RefusalCode::BadSequence));
    let doc = held(&store, record);
    assert_eq!((doc.get("a/shafts"), doc.contested_keys()), (Some(shown), vec![]));
    assert_eq!(history(&doc).pop().unwrap().edits[0].replaced, 3);
}

#[test]
fn what_was_refused_beside_a_collision_is_written_again_too() {
    let device = Device::new(1);
    let store = device.open();
    let record = begin(&store);
    verdict(&store, record, None);
    answer(&store, record, "shafts", "ok").unwrap();
    answer(&store, record, "exits", "ok").unwrap();
    let hashes: Vec<ChangeHash> = outbox(&store).into_iter().map(|(hash, _)| hash).collect();
    let refuse = |hash, code| Refusal { hash, code, detail: String::new() };
    let verdict = DocumentVerdict {
        document: record,
        accepted: vec![],
        waiting: vec![],
        refused: vec![
            refuse(hashes[0], RefusalCode::BadSequence),
            refuse(hashes[1], RefusalCode::Unsafe),
        ],
    };
    replica(&store).settle(epoch(), &[verdict]).unwrap();
    assert_eq!(outbox(&store).len(), 2);
    assert_eq!(said(&store, record, "exits").as_deref(), Some("ok"));
}

#[test]
fn what_is_refused_for_good_stays_here_visible_and_exportable() {
    let device = Device::new(1);
    let store = device.open();
    let record = begin(&store);
    verdict(&store, record, None);
    answer(&store, record, "shafts", "problem").unwrap();
    let change = outbox(&store).pop().unwrap();
    verdict(&store, record, Some(RefusalCode::NotPermitted));
    assert_eq!(outbox(&store), []);
    let refused = store.quarantine().unwrap();
    assert_eq!(refused.len(), 1);
    assert_eq!((refused[0].hash, &refused[0].bytes), (change.0, &change.1));
    assert_eq!((refused[0].code.as_str(), refused[0].outgoing), ("not_permitted", true));
    assert_eq!(said(&store, record, "shafts").as_deref(), Some("problem"));
    // Not even when the stream is no longer granted.
    assert_eq!(replica(&store).drop_streams(&[StreamId::Estate]).unwrap(), 0);
    assert_eq!(store.quarantine().unwrap().len(), 1);
}

#[test]
fn a_server_that_lost_changes_gets_back_those_of_all_the_devices_actors() {
    let device = Device::new(1);
    let store = device.open();
    let record = begin(&store);
    let after_create = held(&store, record).heads();
    answer(&store, record, "shafts", "ok").unwrap();
    verdict(&store, record, None);
    // A snapshot swallows what was acknowledged.
    store.write(|tx| tx.compact(record)).unwrap();
    store.rotate_actor().unwrap();
    answer(&store, record, "exits", "ok").unwrap();
    assert_eq!(outbox(&store).len(), 1);

    let theirs = DocumentHeads { document: record, heads: after_create };
    assert_eq!(replica(&store).resend(&[theirs], &[area()]).unwrap(), 2);
    let unsent = outbox(&store);
    let mut server = Flat::new(ActorId(Uuid::nil()));
    let (_, doc) = store.document(record).unwrap();
    let created = doc.changes_since(&[]).remove(0);
    server.apply([created.raw_bytes()]).unwrap();
    server.apply(unsent.iter().map(|(_, bytes)| bytes.as_slice())).unwrap();
    assert_eq!(server.heads(), doc.heads());
}

#[test]
fn unsent_work_stays_unsent_whatever_the_server_says_it_has() {
    let device = Device::new(1);
    let store = device.open();
    let record = begin(&store);
    // An actor whose identity was never learnt.
    {
        let slot = store.writer_slot();
        slot.as_ref().unwrap().connection.execute("DELETE FROM identity", []).unwrap();
    }
    store.rotate_actor().unwrap();
    answer(&store, record, "shafts", "ok").unwrap();
    let before = outbox(&store);
    let nothing = DocumentHeads { document: record, heads: vec![] };
    assert_eq!(replica(&store).resend(&[nothing], &[area()]).unwrap(), 2);
    assert_eq!(outbox(&store), before);
}
