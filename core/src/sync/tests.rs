//! Devices and a server that sync, told as stories.

mod agreement;

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::model::*;
use super::*;
use crate::Error;
use crate::domain::StreamId;
use crate::ids::BlobHash;
use crate::sync::wire::{BLOB_CHUNK, ErrorCode};

const ESTATE: StreamId = StreamId::Estate;

fn run(replica: &FakeReplica, transport: &dyn Transport) -> crate::Result<SyncOutcome> {
    run_with(replica, transport, SyncOptions::default())
}

fn run_with(
    replica: &FakeReplica,
    transport: &dyn Transport,
    options: SyncOptions,
) -> crate::Result<SyncOutcome> {
    sync(replica, transport, options, &environment(), &CancelToken::default(), &|_| ())
}

/// A device that has as many documents as said, and a server that has them too.
fn settled(documents: u128) -> (FakeServer, FakeReplica) {
    let server = FakeServer::new(&[(device(1), &[ESTATE]), (device(2), &[ESTATE])]);
    let replica = FakeReplica::new(1);
    for number in 1..=documents {
        replica.edit(document(number), ESTATE, "first");
    }
    run(&replica, &Faulty::new(&server, device(1), &[])).unwrap();
    (server, replica)
}

#[test]
fn when_nothing_changed_a_sync_is_exactly_one_request() {
    let (server, replica) = settled(20);
    let outcome = run(&replica, &Faulty::new(&server, device(1), &[])).unwrap();
    assert_eq!(outcome.requests, 1);
    assert_eq!((outcome.pushed, outcome.pulled_documents), (0, 0));
    assert!(outcome.bytes_up < 400 && outcome.bytes_down < 400, "{outcome:?}");
}

#[test]
fn when_little_changed_on_both_sides_a_sync_is_one_request() {
    let (server, alice) = settled(1);
    let bob = FakeReplica::new(2);
    run(&bob, &Faulty::new(&server, device(2), &[])).unwrap();
    bob.edit(document(1), ESTATE, "bob's");
    run(&bob, &Faulty::new(&server, device(2), &[])).unwrap();
    alice.edit(document(1), ESTATE, "alice's");
    let outcome = run(&alice, &Faulty::new(&server, device(1), &[])).unwrap();
    assert_eq!(outcome.requests, 1);
    assert_eq!((outcome.accepted, outcome.pulled_documents), (1, 1));
    assert_eq!(alice.data.borrow().documents[&document(1)].1.heads().len(), 2);
    // Who wrote it came along.
    assert_eq!(alice.data.borrow().identities.len(), 2);
}

#[test]
fn a_new_device_gets_everything_page_by_page_and_knows_how_much_there_is() {
    let (server, _) = settled(10);
    let bob = FakeReplica::new(2);
    let seen = RefCell::new(Vec::new());
    let transport = Faulty::new(&server, device(2), &[]);
    sync(
        &bob,
        &transport,
        SyncOptions::default(),
        &environment(),
        &CancelToken::default(),
        &|progress| seen.borrow_mut().push((progress.done, progress.total)),
    )
    .unwrap();
    assert_eq!(bob.data.borrow().documents.len(), 10);
    // Three documents a page, ten in all; the total is known from the first page on.
    let totals: Vec<_> = seen.borrow().iter().filter_map(|(_, total)| *total).take(4).collect();
    assert_eq!(totals, [10, 10, 10, 10]);
    assert_eq!(seen.borrow().iter().filter(|(done, _)| *done == 10).count(), 1);
}

#[test]
fn the_outbox_goes_up_in_bounded_batches() {
    let server = FakeServer::new(&[(device(1), &[ESTATE])]);
    let replica = FakeReplica::new(1);
    for number in 1..=9 {
        replica.edit(document(number), ESTATE, "x");
    }
    let options = SyncOptions { push_bytes: 250, ..SyncOptions::default() };
    let outcome = run_with(&replica, &Faulty::new(&server, device(1), &[]), options).unwrap();
    assert_eq!((outcome.pushed, outcome.accepted), (9, 9));
    assert!((3..9).contains(&outcome.requests), "{outcome:?}");
    assert_eq!(replica.data.borrow().outbox.len(), 0);
}

#[test]
fn a_refused_document_is_set_aside_and_blocks_no_other() {
    let server = FakeServer::new(&[(device(1), &[ESTATE])]);
    let replica = FakeReplica::new(1);
    let bad = replica.edit(document(1), ESTATE, "bad");
    let good = replica.edit(document(2), ESTATE, "good");
    let outcome = run(&replica, &Faulty::new(&server, device(1), &[])).unwrap();
    assert_eq!((outcome.refused, outcome.accepted, outcome.waiting), (1, 1, 0));
    let data = replica.data.borrow();
    assert_eq!(data.quarantine, BTreeSet::from([bad]));
    assert_eq!(data.acknowledged, BTreeSet::from([good]));
    // It is still there to be seen and exported.
    assert!(data.documents.contains_key(&document(1)));
}

#[test]
fn what_waits_is_tried_once_more_when_a_later_push_may_have_unblocked_it() {
    let server = FakeServer::new(&[(device(1), &[ESTATE])]);
    let replica = FakeReplica::new(1);
    replica.edit(document(1), ESTATE, "first");
    replica.edit(document(1), ESTATE, "second");
    {
        // The second lies before the first in the outbox, and each goes alone.
        let mut data = replica.data.borrow_mut();
        let (a, b) = (data.outbox[&1], data.outbox[&2]);
        data.outbox.insert(1, b);
        data.outbox.insert(2, a);
    }
    let options = SyncOptions { push_bytes: 1, ..SyncOptions::default() };
    let outcome = run_with(&replica, &Faulty::new(&server, device(1), &[]), options).unwrap();
    assert_eq!((outcome.requests, outcome.accepted, outcome.waiting), (3, 2, 0));
}

#[test]
fn what_cannot_be_taken_yet_waits_and_does_not_loop() {
    let (server, alice) = settled(1);
    let bob = FakeReplica::new(2);
    run(&bob, &Faulty::new(&server, device(2), &[])).unwrap();
    // The server forgot alice's change without a new epoch, and bob builds on it.
    server.state().log.clear();
    let head = server.state().clone();
    bob.edit(document(1), ESTATE, "on top");
    bob.data.borrow_mut().log = None;
    let outcome = run(&bob, &Faulty::new(&server, device(2), &[])).unwrap();
    assert_eq!((outcome.requests, outcome.accepted, outcome.waiting), (1, 0, 1));
    assert_eq!(bob.data.borrow().outbox.len(), 1);
    // When alice's device has healed the server, bob's change goes through.
    server.restore(head);
    assert_eq!(run(&alice, &Faulty::new(&server, device(1), &[])).unwrap().resent, 1);
    let outcome = run(&bob, &Faulty::new(&server, device(2), &[])).unwrap();
    assert_eq!((outcome.accepted, outcome.waiting), (1, 0));
}

#[test]
fn a_server_restored_from_a_backup_is_healed_and_misses_nothing() {
    let (server, alice) = settled(4);
    let backup = server.state().clone();
    let photo = alice.attach(document(2), b"a photo");
    for number in 3..=7 {
        alice.edit(document(number), ESTATE, "later");
    }
    run(&alice, &Faulty::new(&server, device(1), &[])).unwrap();
    let before = server.state().clone();
    server.restore(backup);
    // Meanwhile another device wrote into the restored log.
    let bob = FakeReplica::new(2);
    bob.edit(document(100), ESTATE, "bob's");
    run(&bob, &Faulty::new(&server, device(2), &[])).unwrap();

    let outcome = run(&alice, &Faulty::new(&server, device(1), &[])).unwrap();
    assert!(outcome.reconciled);
    assert_eq!((outcome.resent, outcome.accepted, outcome.pulled_documents), (5, 5, 1));
    assert_eq!(outcome.photos_sent, 1);
    for number in 1..=7 {
        assert_eq!(server.state().document(document(number)), before.document(document(number)));
    }
    assert_eq!(server.state().blobs[&photo], b"a photo");
    assert_eq!(run(&alice, &Faulty::new(&server, device(1), &[])).unwrap().requests, 1);
}

#[test]
fn a_device_cut_off_in_a_repair_still_gets_what_the_repair_found() {
    for calls in 0..20 {
        let (server, alice) = settled(1);
        let backup = server.state().clone();
        server.restore(backup);
        let bob = FakeReplica::new(2);
        for number in 10..20 {
            bob.edit(document(number), ESTATE, "bob's");
        }
        run(&bob, &Faulty::new(&server, device(2), &[])).unwrap();
        // Alice learns of the new log, and is killed somewhere between that and the end.
        alice.fuse.set(Some(calls));
        let _ = run(&alice, &Faulty::new(&server, device(1), &[]));
        alice.fuse.set(None);
        run(&alice, &Faulty::new(&server, device(1), &[])).unwrap();
        assert_eq!(alice.data.borrow().documents.len(), 11, "after {calls} calls");
    }
}

#[test]
fn a_device_can_make_sure_and_gets_what_it_lost() {
    let (server, replica) = settled(8);
    replica.data.borrow_mut().documents.remove(&document(3));
    assert_eq!(run(&replica, &Faulty::new(&server, device(1), &[])).unwrap().requests, 1);
    let options = SyncOptions { verify: true, ..SyncOptions::default() };
    let outcome = run_with(&replica, &Faulty::new(&server, device(1), &[]), options).unwrap();
    assert_eq!(outcome.pulled_documents, 1);
    assert!(replica.data.borrow().documents.contains_key(&document(3)));
}

#[test]
fn documents_can_be_asked_for_and_those_that_are_not_there_end_the_asking() {
    let (server, replica) = settled(8);
    for number in 1..=8 {
        replica.data.borrow_mut().documents.remove(&document(number));
    }
    let fetch = [1, 2, 3, 4, 5, 77, 78].map(document).to_vec();
    let options = SyncOptions { fetch, ..SyncOptions::default() };
    let outcome = run_with(&replica, &Faulty::new(&server, device(1), &[]), options).unwrap();
    // Three a page: two pages, and one more question for those that are not there.
    assert_eq!((outcome.pulled_documents, outcome.requests), (5, 3));
}

#[test]
fn a_lost_grant_is_purged_after_the_push_and_what_was_refused_stays() {
    let stream = area(1);
    let server = FakeServer::new(&[(device(1), &[ESTATE, stream])]);
    let replica = FakeReplica::new(1);
    replica.edit(document(1), ESTATE, "kept");
    replica.edit(document(2), stream, "purged");
    replica.edit(document(3), stream, "first");
    run(&replica, &Faulty::new(&server, device(1), &[])).unwrap();
    replica.edit(document(3), stream, "unsent when the grant went");
    server.state().grants.insert(device(1), vec![ESTATE]);
    let outcome = run(&replica, &Faulty::new(&server, device(1), &[])).unwrap();
    assert_eq!((outcome.refused, outcome.purged_documents), (1, 1));
    let ids: Vec<_> = replica.data.borrow().documents.keys().copied().collect();
    assert_eq!(ids, [document(1), document(3)]);
    // Granted again, it comes back from zero.
    server.state().grants.insert(device(1), vec![ESTATE, stream]);
    run(&replica, &Faulty::new(&server, device(1), &[])).unwrap();
    assert!(replica.data.borrow().documents.contains_key(&document(2)));
}

#[test]
fn a_photo_goes_on_where_it_was_cut_off() {
    let (server, replica) = settled(1);
    let bytes: Vec<u8> = (0..BLOB_CHUNK * 2 + 100).map(|n| (n % 251) as u8).collect();
    let photo = replica.attach(document(1), &bytes);
    // The record's request, the status and the first piece get through.
    let faults = [Fault::None, Fault::None, Fault::None, Fault::Request];
    let error = run(&replica, &Faulty::new(&server, device(1), &faults)).unwrap_err();
    assert!(matches!(error, Error::Sync(SyncError::Offline(_))));
    assert_eq!(server.state().blobs[&photo].len(), BLOB_CHUNK);
    let outcome = run(&replica, &Faulty::new(&server, device(1), &[])).unwrap();
    // Records, status, two pieces.
    assert_eq!((outcome.requests, outcome.photos_sent), (4, 1));
    assert_eq!(server.state().blobs[&photo], bytes);
    assert!(replica.pending_blobs().unwrap().is_empty());
    let transport = Faulty::new(&server, device(1), &[]);
    assert_eq!(fetch_blob(&transport, photo, document(1)).unwrap(), bytes);
}

#[test]
fn a_photo_that_fails_does_not_stop_the_others() {
    let (server, replica) = settled(1);
    let unknown = replica.attach(document(99), b"of a document that is not there");
    let damaged = replica.attach(document(1), b"damaged on the device");
    replica.data.borrow_mut().blobs[1].1.truncate(3);
    let good = replica.attach(document(1), b"good");
    let outcome = run(&replica, &Faulty::new(&server, device(1), &[])).unwrap();
    let failed: Vec<BlobHash> = outcome.photos_failed.iter().map(|failed| failed.hash).collect();
    assert_eq!(failed, [unknown, damaged]);
    assert!(matches!(
        outcome.photos_failed[0].error,
        SyncError::Refused { code: ErrorCode::NotFound, .. }
    ));
    assert!(matches!(outcome.photos_failed[1].error, SyncError::Storage(_)));
    assert_eq!((outcome.photos_sent, server.state().blobs[&good].as_slice()), (1, &b"good"[..]));
}

#[test]
fn a_photo_whose_bytes_are_not_its_own_is_not_shown() {
    let (server, replica) = settled(1);
    let photo = replica.attach(document(1), b"good");
    run(&replica, &Faulty::new(&server, device(1), &[])).unwrap();
    server.state().blobs.insert(photo, b"evil".to_vec());
    let error = fetch_blob(&Faulty::new(&server, device(1), &[]), photo, document(1)).unwrap_err();
    assert!(matches!(error, SyncError::BadAnswer(_)));
}

#[test]
fn cancelling_at_any_step_leaves_a_state_from_which_the_next_sync_goes_on() {
    for steps in 0..12 {
        let (server, alice) = settled(10);
        alice.edit(document(3), ESTATE, "more");
        alice.attach(document(3), b"photo");
        let bob = FakeReplica::new(2);
        run(&bob, &Faulty::new(&server, device(2), &[])).unwrap();
        let cancel = CancelToken::default();
        let left = RefCell::new(steps);
        let result = sync(
            &alice,
            &Faulty::new(&server, device(1), &[]),
            SyncOptions::default(),
            &environment(),
            &cancel,
            &|_| {
                let mut left = left.borrow_mut();
                if *left == 0 {
                    cancel.cancel();
                }
                *left -= 1;
            },
        );
        if cancel.is_cancelled() {
            assert!(matches!(result, Err(Error::Sync(SyncError::Cancelled))), "{steps}");
        }
        run(&alice, &Faulty::new(&server, device(1), &[])).unwrap();
        assert_eq!(alice.data.borrow().outbox.len(), 0);
        assert!(alice.pending_blobs().unwrap().is_empty());
        if steps > 9 {
            assert!(!cancel.is_cancelled(), "there are fewer steps than that");
        }
    }
}

#[test]
fn a_full_disk_is_said_as_such_and_the_page_comes_again() {
    let (server, _) = settled(10);
    let bob = FakeReplica::new(2);
    // State, unsent count, outbox, clock, first page; the second page fails.
    bob.fuse.set(Some(5));
    let error = run(&bob, &Faulty::new(&server, device(2), &[])).unwrap_err();
    assert!(matches!(error, Error::StorageFull), "{error}");
    assert!((1..10).contains(&bob.data.borrow().documents.len()));
    bob.fuse.set(None);
    run(&bob, &Faulty::new(&server, device(2), &[])).unwrap();
    assert_eq!(bob.data.borrow().documents.len(), 10);
}

#[test]
fn an_answer_that_is_not_the_servers_settles_nothing() {
    for fault in [Fault::Portal, Fault::Stale, Fault::Damaged, Fault::Answer] {
        let (server, replica) = settled(1);
        let transport = Faulty::new(&server, device(1), &[Fault::None, fault]);
        run(&replica, &transport).unwrap();
        replica.edit(document(1), ESTATE, "unsent");
        let error = run(&replica, &transport).unwrap_err();
        let expected = match fault {
            Fault::Portal => matches!(error, Error::Sync(SyncError::NotOurServer(_))),
            Fault::Answer => matches!(error, Error::Sync(SyncError::Offline(_))),
            _ => matches!(error, Error::Sync(SyncError::BadAnswer(_))),
        };
        assert!(expected, "{fault:?}: {error}");
        assert_eq!(replica.data.borrow().outbox.len(), 1, "{fault:?}");
        // The server has it all the same: sending it again is harmless.
        let outcome = run(&replica, &transport).unwrap();
        assert_eq!((outcome.accepted, server.state().log.len()), (1, 2), "{fault:?}");
    }
}
