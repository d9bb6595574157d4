//! Restored from a backup: devices find out, and heal the server.

use xunlou_core::ids::{DocumentId, RequestId};
use xunlou_core::sync::wire::{
    Endpoint, ErrorCode, PROTOCOL, ReconcileRequest, ReconcileResponse, decode, encode,
};

use crate::world::{Device, World};

fn reconcile(device: &Device) -> ReconcileResponse {
    let request = ReconcileRequest {
        protocol: PROTOCOL,
        request: RequestId(uuid::Uuid::from_u128(2)),
        documents: device
            .documents
            .keys()
            .map(|document| xunlou_core::sync::wire::DocumentHeads {
                document: *document,
                heads: device.heads(*document),
            })
            .collect(),
        after: None,
        until: None,
    };
    let body = encode(&request).unwrap();
    decode(&device.api.handle(Some(&device.token), Endpoint::Reconcile, &body).unwrap()).unwrap()
}

#[test]
fn a_restored_server_begins_a_new_epoch_and_is_healed_by_its_devices() {
    let mut world = World::new();
    let (mut lin, mut zhao) = (world.device("lin"), world.device("zhao"));
    let kept = lin.record();
    lin.sync();
    zhao.sync();
    let backup = world.directory.path().join("backup.sqlite3");
    world.server.backup(&backup).unwrap();
    let lost = lin.record();
    lin.put(kept, "a/x", "lost@1");
    lin.sync();
    world.restore(&backup);
    (lin.api, zhao.api) = (world.api().clone(), world.api().clone());

    // Nothing is pushed or read by cursors of another log.
    lin.put(kept, "a/y", "after@2");
    let answer = lin.call(&lin.request()).unwrap();
    assert!(answer.reconcile && answer.verdicts.is_empty() && answer.documents.is_empty());
    assert_ne!(Some(answer.epoch), lin.epoch);

    let compared = reconcile(&lin);
    let differing: Vec<DocumentId> = compared.differing.iter().map(|one| one.document).collect();
    assert_eq!(differing, [kept, lost]);
    assert_eq!(compared.differing[1].heads, []);
    assert_eq!(compared.missing, []);
    let heads = compared.differing[0].heads.iter().map(|hash| (*hash).into()).collect::<Vec<_>>();
    lin.outbox.clear();
    for (document, have) in [(kept, heads), (lost, Vec::new())] {
        let (header, automerge) = &lin.documents[&document];
        lin.outbox.push(xunlou_core::sync::wire::PushDocument {
            header: (*header).into(),
            changes: automerge
                .get_changes(&have)
                .iter()
                .map(|change| serde_bytes::ByteBuf::from(change.raw_bytes().to_vec()))
                .collect(),
        });
    }
    lin.epoch = Some(compared.epoch);
    lin.cursors = compared.cursors;
    assert!(lin.push().iter().all(|verdict| verdict.refused.is_empty()));

    // A device that did not reconcile yet is told to; one that did goes on as ever.
    assert!(zhao.call(&zhao.request()).unwrap().reconcile);
    let compared = reconcile(&zhao);
    assert_eq!(compared.missing, [lost]);
    let mut request = zhao.request();
    (request.epoch, request.cursors) = (Some(compared.epoch), compared.cursors);
    request.fetch = vec![kept, lost];
    let answer = zhao.call(&request).unwrap();
    zhao.apply(&answer);
    for document in [kept, lost] {
        assert_eq!(zhao.heads(document), lin.heads(document));
    }
    // The mark is gone: opening it once more is no new epoch.
    world.reopen();
    zhao.api = world.api().clone();
    assert!(!zhao.call(&zhao.request()).unwrap().reconcile);
}

#[test]
fn a_cursor_ahead_of_the_log_means_reconcile() {
    let world = World::new();
    let mut lin = world.device("lin");
    lin.record();
    lin.sync();
    let mut request = lin.request();
    request.cursors[0].position += 1;
    assert!(lin.call(&request).unwrap().reconcile);
    request = lin.request();
    request.identities_after += 1;
    assert!(lin.call(&request).unwrap().reconcile);
    request = lin.request();
    request.epoch = None;
    assert!(lin.call(&request).unwrap().reconcile);
    assert!(!lin.call(&lin.request()).unwrap().reconcile);
}

#[test]
fn reconciling_is_done_range_by_range() {
    let world = World::new();
    let (mut lin, mut wu) = (world.device("lin"), world.device("wu"));
    let mut made: Vec<DocumentId> = (0..4).map(|_| lin.record()).collect();
    lin.sync();
    wu.create(
        xunlou_core::domain::DocumentKind::Record,
        xunlou_core::domain::StreamId::Area(crate::world::SOUTH),
    );
    wu.sync();
    made.sort_unstable();
    let ask = |documents: &[DocumentId], after, until| {
        let request = ReconcileRequest {
            protocol: PROTOCOL,
            request: RequestId(uuid::Uuid::nil()),
            documents: documents
                .iter()
                .map(|document| xunlou_core::sync::wire::DocumentHeads {
                    document: *document,
                    heads: lin.heads(*document),
                })
                .collect(),
            after,
            until,
        };
        let body = encode(&request).unwrap();
        lin.api
            .handle(Some(&lin.token), Endpoint::Reconcile, &body)
            .map(|answer| decode::<ReconcileResponse>(&answer).unwrap())
            .map_err(|error| error.code)
    };
    let first = ask(&made[..1], None, Some(made[1])).unwrap();
    assert_eq!((first.differing.len(), first.missing.as_slice()), (0, &made[1..2]));
    let rest = ask(&[made[3]], Some(made[1]), None).unwrap();
    assert_eq!((rest.differing.len(), rest.missing.as_slice()), (0, &made[2..3]));
    assert_eq!(ask(&made, None, Some(made[1])).unwrap_err(), ErrorCode::BadRequest);
}

#[test]
fn a_backup_never_overwrites_and_leaves_nothing_when_it_fails() {
    let world = World::new();
    let target = world.directory.path().join("backup.sqlite3");
    std::fs::write(&target, "precious").unwrap();
    assert!(world.server.backup(&target).unwrap_err().to_string().contains("already"));
    assert_eq!(std::fs::read(&target).unwrap(), b"precious");
    let nowhere = world.directory.path().join("nowhere").join("backup.sqlite3");
    assert!(world.server.backup(&nowhere).is_err());
    let names: Vec<_> = std::fs::read_dir(world.directory.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(names.len(), 2, "{names:?}");
}
