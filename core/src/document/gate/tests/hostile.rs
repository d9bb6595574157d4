//! Each kind of hostile or damaged input is refused, with its own reason.

use std::io::Write as _;
use std::time::{Duration, Instant};

use automerge::ROOT;
use automerge::transaction::Transactable;

use super::fixtures::{actor, admit_any, any_schema, any_shape, changes, last_change, put, record};
use super::forge::*;
use crate::document::gate::scan::{frame, write_unsigned};
use crate::document::gate::{
    Admission, Base, Limits, Reason, RefusalReason, Trial, admit, admit_snapshot, scan_change,
    scan_document,
};

fn reason(bytes: &[u8]) -> Reason {
    scan_change(bytes, &Limits::default()).unwrap_err().reason
}

fn only_refusal(admission: &Admission) -> &RefusalReason {
    assert_eq!((admission.accepted.len(), admission.refused.len()), (0, 1));
    &admission.refused[0].1
}

fn refusal_alone(change: &Forged) -> RefusalReason {
    only_refusal(&admit_any(Base::None, vec![change.bytes()], &Limits::default())).clone()
}

fn deflate(body: &[u8]) -> Vec<u8> {
    let mut encoder =
        flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

/// A deflated change around these bytes, with the checksum of what they inflate to.
fn deflated(body: &[u8], deflated: &[u8]) -> Vec<u8> {
    let plain = frame(1, body);
    let mut bytes = plain[..8].to_vec();
    bytes.push(2);
    write_unsigned(&mut bytes, deflated.len() as u64);
    bytes.extend(deflated);
    bytes
}

#[test]
fn the_forged_change_itself_passes() {
    let change = Forged::default();
    let admission = admit_any(Base::None, vec![change.bytes()], &Limits::default());
    assert_eq!(admission.accepted.len(), 1);
    let packed = deflated(&change.body(), &deflate(&change.body()));
    assert_eq!(scan_change(&packed, &Limits::default()).unwrap().bytes, change.bytes());
}

#[test]
fn every_truncation_is_refused() {
    let bytes = last_change(&record(3));
    for length in 0..bytes.len() {
        assert!(scan_change(&bytes[..length], &Limits::default()).is_err());
    }
    let saved = record(3).save();
    for length in 0..saved.len() {
        assert!(scan_document(&saved[..length], &Limits::default()).is_err());
    }
}

#[test]
fn damage_anywhere_is_found_by_the_checksum() {
    let bytes = last_change(&record(3));
    for position in 10..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[position] ^= 0x10;
        assert_eq!(reason(&damaged), Reason::Checksum);
    }
}

#[test]
fn the_frame_must_be_that_of_a_change() {
    let change = Forged::default();
    assert_eq!(reason(b"PK\x03\x04 something else"), Reason::NotAutomerge);
    assert_eq!(reason(&[]), Reason::NotAutomerge);
    for kind in [3, 4, 255] {
        let bytes = frame(kind, &change.body());
        assert!(matches!(reason(&bytes), Reason::ChunkType { found, .. } if found == kind));
    }
    let document = record(1).save();
    assert!(matches!(reason(&document), Reason::ChunkType { found: 0, .. }));
    let mut two = change.bytes();
    two.extend(change.bytes());
    let count = change.bytes().len();
    assert_eq!(reason(&two), Reason::TrailingBytes { count });
}

#[test]
fn huge_declared_lengths_cost_nothing() {
    let huge = |value: u64| {
        let mut bytes = Vec::new();
        write_unsigned(&mut bytes, value);
        bytes
    };
    // Of the chunk itself.
    let mut bytes = Forged::default().bytes()[..9].to_vec();
    bytes.extend(huge(u64::MAX));
    assert!(matches!(reason(&bytes), Reason::LengthBeyondEnd { claimed: u64::MAX, .. }));
    // Of the first list in a change, and in a document.
    for count in [1 << 20, 1 << 40, u64::MAX] {
        assert_eq!(
            reason(&frame(1, &huge(count))),
            Reason::OverLimit { what: "dependencies", limit: 256 }
        );
        let document = scan_document(&frame(0, &huge(count)), &Limits::default());
        assert!(matches!(document.unwrap_err().reason, Reason::OverLimit { .. }));
    }
    // Of a value.
    let change = Forged::default().with(VALUE_META, literals(&[u64::MAX - 9]));
    assert!(matches!(reason(&change.bytes()), Reason::LengthBeyondEnd { .. }));
    // Of a key.
    let mut key = vec![0x7f];
    key.extend(huge(1 << 50));
    let change = Forged::default().with(KEY_TEXT, key);
    assert!(matches!(reason(&change.bytes()), Reason::LengthBeyondEnd { .. }));
    // A number that never ends.
    assert_eq!(reason(&frame(1, &[0xff; 40])), Reason::Number);
}

#[test]
fn a_hundred_bytes_that_mean_millions_of_operations_are_refused() {
    let started = Instant::now();
    for ops in [65_537, 3_000_000, 1 << 40, i64::MAX as u64] {
        let bytes = Forged::bomb(ops).bytes();
        assert!(bytes.len() < 130);
        for (limits, limit) in [(Limits::default(), 1_024), (Limits::for_files(), 65_536)] {
            let refused = scan_change(&bytes, &limits).unwrap_err();
            assert_eq!(refused.reason, Reason::OverLimit { what: "operations", limit });
        }
    }
    assert!(started.elapsed() < Duration::from_secs(1));
    // Of a size that is allowed, the same change passes.
    let admission = admit_any(Base::None, vec![Forged::bomb(100).bytes()], &Limits::default());
    assert_eq!(admission.accepted.len(), 1);
}

#[test]
fn a_bomb_in_any_other_column_is_refused() {
    let mut many = Vec::new();
    write_unsigned(&mut many, 1 << 41);
    let run = [&[0x80, 0x80, 0x80, 0x80, 0x80, 0x02][..], &[1]].concat();
    for spec in [KEY_TEXT, VALUE_META, PRED_COUNT, OBJECT_ACTOR, KEY_ACTOR, KEY_COUNTER] {
        let bytes = if spec == KEY_TEXT { [&run[..], b"k"].concat() } else { run.clone() };
        let refused = reason(&Forged::default().with(spec, bytes).bytes());
        assert!(matches!(refused, Reason::OverLimit { what: "rows", .. }), "{spec:#x} {refused:?}");
    }
    let refused = reason(&Forged::default().with(INSERT, many.clone()).bytes());
    assert!(matches!(refused, Reason::OverLimit { what: "rows", .. }));
    // One operation that overwrites billions.
    let refused = reason(&Forged::default().with(PRED_COUNT, literals(&[1 << 40])).bytes());
    assert!(matches!(refused, Reason::OverLimit { what: "references between operations", .. }));
    // Ten thousand operations that share one long key.
    let mut long = Vec::new();
    crate::document::gate::scan::write_signed(&mut long, 10_000);
    write_unsigned(&mut long, 3_000);
    long.extend([b'k'; 3_000]);
    let bomb = Forged::bomb(10_000).with(KEY_TEXT, long).bytes();
    let refused = reason(&bomb);
    assert!(matches!(refused, Reason::OverLimit { what: "bytes of keys when written out", .. }));
}

#[test]
fn many_bombs_in_one_batch_end_in_bounded_time() {
    // Each as large as may be; the limit of the batch ends it.
    let batch: Vec<_> = (0..4_000_u16)
        .map(|n| {
            let mut actor = vec![9; 16];
            actor[..2].copy_from_slice(&n.to_be_bytes());
            Forged { actor, ..Forged::bomb(1_024) }.bytes()
        })
        .collect();
    let started = Instant::now();
    let limits = Limits { batch_ops: 50_000, ..Limits::default() };
    let admission = admit_any(Base::None, batch, &limits);
    assert_eq!(admission.accepted.len(), 49);
    assert_eq!(admission.waiting.len(), 4_000 - 49);
    assert!(started.elapsed() < Duration::from_secs(10));
}

#[test]
fn a_deflate_bomb_is_refused_at_the_limit() {
    let zeros = vec![0; 30 << 20];
    let packed = deflate(&zeros);
    assert!(packed.len() < 256 << 10);
    let started = Instant::now();
    let limit = 1 << 20;
    assert_eq!(
        reason(&deflated(&zeros, &packed)),
        Reason::OverLimit { what: "bytes once inflated", limit }
    );
    assert!(started.elapsed() < Duration::from_secs(1));
    // In a column of a document.
    let mut body = vec![0, 0, 1];
    write_unsigned(&mut body, 0x35 | 8);
    write_unsigned(&mut body, packed.len() as u64);
    body.push(0);
    body.extend(&packed);
    let refused = scan_document(&frame(0, &body), &Limits::default()).unwrap_err().reason;
    assert!(matches!(refused, Reason::OverLimit { what: "bytes once inflated", .. }));
}

#[test]
fn deflated_data_must_be_whole_and_alone() {
    let body = Forged::default().body();
    let packed = deflate(&body);
    assert_eq!(reason(&deflated(&body, &[&packed[..], b"more"].concat())), Reason::Deflate);
    assert_eq!(reason(&deflated(&body, &packed[..packed.len() - 2])), Reason::Deflate);
    assert_eq!(reason(&deflated(&body, b"\xff\xff\xff\xff")), Reason::Deflate);
    assert_eq!(reason(&deflated(&body[..5], &packed)), Reason::Checksum);
}

#[test]
fn a_change_larger_than_the_limit_is_refused_before_it_is_read() {
    let change = Forged { extra: vec![0; 257 << 10], ..Forged::default() };
    let limit = 256 << 10;
    assert_eq!(reason(&change.bytes()), Reason::OverLimit { what: "bytes in a change", limit });
}

#[test]
fn each_field_of_the_header_is_checked() {
    let base = Forged::default();
    let refused = |edit: fn(&mut Forged)| {
        let mut change = base.clone();
        edit(&mut change);
        reason(&change.bytes())
    };
    assert!(matches!(refused(|c| c.actor = vec![1; 15]), Reason::ActorLength { found: 15, .. }));
    assert_eq!(refused(|c| c.seq = 0), Reason::Number);
    assert_eq!(refused(|c| c.start_op = 0), Reason::Number);
    assert_eq!(refused(|c| c.start_op = 1 << 32), Reason::Number);
    assert_eq!(refused(|c| c.message = vec![0xff, 0xfe]), Reason::NotUtf8);
    assert_eq!(refused(|c| c.deps = vec![[7; 32]; 2]), Reason::Order("dependencies"));
    assert!(matches!(refused(|c| c.deps = vec![[7; 32]; 257]), Reason::OverLimit { .. }));
    assert_eq!(refused(|c| c.others = vec![vec![1; 16]]), Reason::Order("actors"));
    assert_eq!(refused(|c| c.others = vec![vec![3; 16], vec![2; 16]]), Reason::Order("actors"));
    assert!(matches!(refused(|c| c.start_op = u64::from(u32::MAX)), Reason::OverLimit { .. }));
}

#[test]
fn each_column_is_checked() {
    let base = Forged::default;
    let refused = |change: Forged| scan_change(&change.bytes(), &any_shape()).unwrap_err().reason;
    assert_eq!(refused(base().with(0x99, [1])), Reason::UnknownColumn(0x99));
    assert_eq!(refused(base().with(ACTION | 8, [1])), Reason::DeflatedColumn);
    let mut twice = base();
    twice.columns.push((PRED_COUNT, literals(&[0])));
    assert_eq!(refused(twice), Reason::Order("columns"));
    let mut empty = base();
    empty.columns.insert(0, (OBJECT_ACTOR, vec![]));
    assert!(matches!(refused(empty), Reason::NotCanonical(_)));
    // Rows that do not agree.
    for spec in [INSERT, VALUE_META, PRED_COUNT, ACTION] {
        assert!(matches!(refused(base().with(spec, [])), Reason::Rows { .. }), "{spec:#x}");
    }
    let two = literals(&[0x16, 0x06]);
    assert_eq!(refused(base().with(VALUE_META, two)), Reason::Rows { found: 2, expected: 1 });
    // Nulls where there must be something.
    for spec in [VALUE_META, PRED_COUNT] {
        assert_eq!(refused(base().with(spec, [0, 1])), Reason::Null { row: 0 });
    }
    let row = |what| Reason::Row { row: 0, what };
    assert_eq!(refused(base().with(KEY_TEXT, [])), row("neither one map key nor one list element"));
    assert_eq!(
        refused(base().with(KEY_COUNTER, deltas(&[0]))),
        row("neither one map key nor one list element")
    );
    assert_eq!(
        refused(base().with(KEY_TEXT, []).with(KEY_COUNTER, deltas(&[0]))),
        row("a list's key in the root map")
    );
    assert_eq!(refused(base().with(INSERT, [0, 1])), row("an insert under a map's key"));
    assert_eq!(
        refused(base().with(OBJECT_COUNTER, literals(&[1]))),
        row("an object with only half an id")
    );
    assert_eq!(
        refused(base().with(ACTION, literals(&[5]))),
        row("an increment by something else than an integer")
    );
    assert_eq!(refused(base().with(ACTION, literals(&[8]))), Reason::Action { row: 0, action: 8 });
    assert_eq!(
        refused(base().with(KEY_TEXT, [0x7f, 2, 0xc3, 0x28])),
        Reason::NotUtf8,
        "a key that is not UTF-8"
    );
}

#[test]
fn values_must_be_what_they_say() {
    let with = |meta: u64, value: &[u8]| {
        let change = Forged::default().with(VALUE_META, literals(&[meta])).with(VALUE, value);
        scan_change(&change.bytes(), &Limits::default()).map(|_| ()).map_err(|e| e.reason)
    };
    assert_eq!(with(0x26, "é".as_bytes()), Ok(()));
    assert_eq!(with(0x26, &[0xc3, 0x28]), Err(Reason::Value { row: 0 }));
    assert_eq!(with(0x26, b"v"), Err(Reason::LengthBeyondEnd { claimed: 2, left: 1 }));
    assert_eq!(with(0x16, b"vw"), Err(Reason::TrailingBytes { count: 1 }));
    assert_eq!(with(0x13, &[5]), Ok(()));
    assert_eq!(with(0x23, &[0x85, 0]), Err(Reason::Value { row: 0 }));
    assert_eq!(with(0x14, &[0x7f]), Ok(()));
    assert_eq!(with(0x45, &[0; 4]), Err(Reason::Value { row: 0 }));
    // A null, or true, with bytes that Automerge would swallow.
    assert_eq!(with(0x10, &[1]), Err(Reason::Value { row: 0 }));
    assert_eq!(with(0x12, &[1]), Err(Reason::Value { row: 0 }));
}

#[test]
fn our_documents_are_one_flat_map() {
    for action in [0, 2, 4, 6] {
        let make = Forged::default().with(ACTION, literals(&[action]));
        let make = make.with(VALUE_META, literals(&[0])).with(VALUE, []);
        let what = "an object inside the document, which is to be one flat map";
        assert_eq!(reason(&make.bytes()), Reason::Row { row: 0, what });
        assert!(scan_change(&make.bytes(), &Limits::for_files()).is_ok());
    }
}

#[test]
fn references_must_lead_to_older_operations_of_known_actors() {
    let overwrite = |actor: u64, counter: i64| {
        let mut change = Forged::default()
            .with(PRED_COUNT, literals(&[1]))
            .with(PRED_ACTOR, literals(&[actor]))
            .with(PRED_COUNTER, deltas(&[counter]));
        change.start_op = 9;
        reason(&change.bytes())
    };
    assert_eq!(overwrite(1, 1), Reason::Index { row: 0, what: "actor", index: 1, count: 1 });
    assert_eq!(overwrite(0, 9), Reason::Forward { row: 0 });
    assert_eq!(overwrite(0, 1 << 40), Reason::Number);
    assert_eq!(overwrite(0, -1), Reason::Number);
    assert_eq!(overwrite(0, 0), Reason::Number);
    let mut change =
        Forged::default().with(OBJECT_ACTOR, literals(&[7])).with(OBJECT_COUNTER, literals(&[1]));
    change.start_op = 9;
    assert_eq!(
        reason(&change.bytes()),
        Reason::Index { row: 0, what: "actor", index: 7, count: 1 }
    );
}

#[test]
fn sequence_numbers_follow_each_other() {
    let base = record(2);
    let mut forged = Forged { actor: actor(1).to_bytes().to_vec(), ..Forged::default() };
    forged.deps = vec![base.get_heads()[0].0];
    forged.start_op = 4;
    let refuse = |seq| {
        let change = Forged { seq, ..forged.clone() };
        let saved = base.save_nocompress();
        let limits = Limits::default();
        admit_any(Base::Snapshot(&saved), vec![change.bytes()], &limits).refused.pop()
    };
    assert_eq!(refuse(4), None);
    let why = refuse(5).unwrap().1;
    assert_eq!(why, RefusalReason::SequenceGap { found: 5, expected: 4 });
    let why = refuse(3).unwrap().1;
    assert_eq!(why, RefusalReason::SequenceReused { found: 3 });
}

#[test]
fn a_sequence_number_used_twice_in_one_batch_is_refused_the_second_time() {
    let (mut one, mut two) = (record(2), record(2));
    put(&mut one, "x", "this");
    put(&mut two, "x", "that");
    let base = record(2).save_nocompress();
    let batch = vec![last_change(&one), last_change(&two)];
    let admission = admit_any(Base::Snapshot(&base), batch, &Limits::default());
    assert_eq!(admission.accepted.len(), 1);
    assert_eq!(admission.refused[0].1, RefusalReason::SequenceReused { found: 4 });
}

#[test]
fn a_change_beside_its_authors_own_last_one_is_refused() {
    // It rests on the first change only, as if the author had forgotten the second.
    let base = record(2);
    let first = base.get_changes(&[])[0].hash().0;
    let change = Forged {
        actor: actor(1).to_bytes().to_vec(),
        deps: vec![first],
        seq: 4,
        start_op: 2,
        ..Forged::default()
    };
    let admission = admit_any(Base::Loaded(&base), vec![change.bytes()], &Limits::default());
    assert_eq!(only_refusal(&admission), &RefusalReason::Detached);
}

#[test]
fn the_first_operation_must_follow_from_the_dependencies() {
    for start_op in [2, 1_000, u64::from(u32::MAX) - 1] {
        let why = refusal_alone(&Forged { start_op, ..Forged::default() });
        assert_eq!(why, RefusalReason::StartOp { found: start_op, expected: 1 });
    }
    let base = record(5);
    let heads = base.get_heads();
    for start_op in [1, 5, 6, 8, 100] {
        let change =
            Forged { actor: vec![9; 16], deps: vec![heads[0].0], start_op, ..Forged::default() };
        for limits in [Limits::default(), Limits::for_files()] {
            let admission = admit_any(Base::Loaded(&base), vec![change.bytes()], &limits);
            let why = RefusalReason::StartOp { found: start_op, expected: 7 };
            assert_eq!(only_refusal(&admission), &why);
        }
    }
}

#[test]
fn what_rests_on_unknown_changes_waits() {
    let document = record(4);
    let mut batch = changes(&document);
    let missing = batch.remove(1);
    let admission = admit_any(Base::None, batch.clone(), &Limits::default());
    assert_eq!((admission.accepted.len(), admission.waiting.len()), (1, 3));
    assert_eq!(admission.refused, []);
    // Once it is there, the others come in, and the first is known already.
    batch.push(missing);
    let admission = admit_any(Base::Snapshot(&admission.snapshot), batch, &Limits::default());
    assert_eq!((admission.accepted.len(), admission.already.len()), (4, 1));
    assert_eq!(admission.snapshot, document.save_nocompress());
}

#[test]
fn one_refused_change_does_not_block_what_does_not_rest_on_it() {
    let mut base = record(3);
    let mut bad = base.fork().with_actor(actor(7));
    put(&mut bad, "poison", "x");
    put(&mut bad, "after", "x");
    put(&mut base, "good", "1");
    put(&mut base, "good", "2");
    let mut batch = changes(&bad);
    batch.extend(changes(&base));
    let read = |document: &automerge::Automerge| {
        use automerge::ReadDoc;
        match document.get(ROOT, "poison") {
            Ok(None) => Ok(()),
            _ => Err("there is poison".to_owned()),
        }
    };
    let admission = admit(Base::None, batch, &Limits::default(), &read).unwrap();
    assert_eq!(admission.accepted.len(), 6);
    assert_eq!(admission.heads.len(), 1);
    let poison = admission.refused[0].0;
    let why: Vec<_> = admission.refused.iter().map(|(_, why)| why.clone()).collect();
    assert_eq!(
        why,
        [Trial::Read("there is poison".to_owned()).into(), RefusalReason::DependsOnRefused(poison)]
    );
    assert_eq!(admission.snapshot, base.save_nocompress());
}

#[test]
fn what_rests_on_a_change_with_unsafe_bytes_is_refused_with_it() {
    let mut batch = changes(&record(3));
    // The right hash, but more operations than this limit takes.
    let limits = Limits { key_bytes: 9, ..Limits::default() };
    batch.rotate_left(2);
    let admission = admit_any(Base::None, batch, &limits);
    assert_eq!((admission.accepted.len(), admission.waiting.len()), (1, 0));
    assert_eq!(admission.refused.len(), 3);
}

#[test]
fn a_document_does_not_grow_beyond_its_limits() {
    let batch = changes(&record(9));
    for limits in [
        Limits { document_changes: 4, ..Limits::default() },
        Limits { document_ops: 4, ..Limits::default() },
    ] {
        let admission = admit_any(Base::None, batch.clone(), &limits);
        assert_eq!(admission.accepted.len(), 4);
        assert!(matches!(admission.refused[0].1, RefusalReason::DocumentFull { limit: 4, .. }));
    }
    let limits = Limits { document_bytes: 300, ..Limits::default() };
    let admission = admit_any(Base::None, batch, &limits);
    assert!(!admission.accepted.is_empty() && admission.snapshot.len() <= 300);
    assert_eq!(admission.refused[0].1, Trial::TooLarge { limit: 300 }.into());
}

#[test]
fn a_change_that_overwrites_what_never_was_is_refused() {
    // Automerge would take it and forget the reference: saved, the document does not load.
    let base = record(5);
    let change = Forged {
        actor: vec![9; 16],
        deps: vec![base.get_heads()[0].0],
        start_op: 7,
        others: vec![actor(1).to_bytes().to_vec()],
        ..Forged::default()
            .with(PRED_COUNT, literals(&[1]))
            .with(PRED_ACTOR, literals(&[1]))
            .with(PRED_COUNTER, deltas(&[3]))
    };
    let admission = admit_any(Base::Loaded(&base), vec![change.bytes()], &Limits::default());
    assert!(matches!(only_refusal(&admission), RefusalReason::Trial(_)));
}

#[test]
fn a_change_that_refers_to_an_unknown_actor_is_refused() {
    // Automerge panics on it.
    let base = record(5);
    let change = Forged {
        actor: vec![9; 16],
        deps: vec![base.get_heads()[0].0],
        start_op: 7,
        others: vec![vec![8; 16]],
        ..Forged::default()
    };
    let admission = admit_any(Base::Loaded(&base), vec![change.bytes()], &Limits::default());
    assert_eq!(only_refusal(&admission), &RefusalReason::UnknownActor);
}

#[test]
fn a_change_to_an_object_that_does_not_exist_is_refused() {
    let mut change =
        Forged::default().with(OBJECT_ACTOR, literals(&[0])).with(OBJECT_COUNTER, literals(&[1]));
    change.seq = 2;
    let base = {
        let mut base = automerge::Automerge::new().with_actor(actor(1));
        put(&mut base, "not", "a map");
        base
    };
    change.deps = vec![base.get_heads()[0].0];
    change.start_op = 2;
    let admission = admit_any(Base::Loaded(&base), vec![change.bytes()], &any_shape());
    assert_eq!(only_refusal(&admission), &Trial::Panicked("applying the changes").into());
}

#[test]
fn a_batch_full_of_bad_changes_ends_in_bounded_time() {
    let base = record(3);
    let head = base.get_heads()[0].0;
    let batch: Vec<_> = (0..2_000_u16)
        .map(|n| {
            let mut actor = vec![9; 16];
            actor[..2].copy_from_slice(&n.to_be_bytes());
            let change = Forged { actor, deps: vec![head], start_op: 5, ..Forged::default() };
            change.with(KEY_TEXT, literal_texts(&["poison"])).bytes()
        })
        .collect();
    let read = |document: &automerge::Automerge| {
        use automerge::ReadDoc;
        document.get(ROOT, "poison").unwrap().map_or(Ok(()), |_| Err("poison".to_owned()))
    };
    let started = Instant::now();
    let admission = admit(Base::Loaded(&base), batch, &Limits::default(), &read).unwrap();
    assert!(admission.accepted.is_empty());
    assert_eq!(admission.refused.len() + admission.waiting.len(), 2_000);
    assert!(!admission.refused.is_empty() && !admission.waiting.is_empty());
    assert!(started.elapsed() < Duration::from_secs(20));
}

#[test]
fn a_stored_base_that_does_not_load_blames_no_change() {
    let batch = changes(&record(1));
    assert!(admit(Base::Snapshot(b"rubbish"), batch, &Limits::default(), &any_schema).is_err());
}

#[test]
fn a_document_that_does_not_read_is_refused() {
    let saved = record(3).save_nocompress();
    let refused =
        admit_snapshot(&saved, &Limits::default(), &|_| Err("not ours".to_owned())).unwrap_err();
    assert_eq!(refused.reason, Reason::Trial(Trial::Read("not ours".to_owned())));
}

#[test]
fn a_document_with_anything_after_it_is_refused_as_a_snapshot() {
    let mut saved = record(3).save_nocompress();
    saved.extend(last_change(&record(4)));
    let refused = scan_document(&saved, &Limits::default()).unwrap_err();
    assert!(matches!(refused.reason, Reason::TrailingBytes { .. }));
}

#[test]
fn a_transaction_at_older_heads_is_not_what_devices_write() {
    let mut document = record(5);
    let heads = [document.get_changes(&[])[1].hash()];
    let log = automerge::PatchLog::inactive();
    let mut transaction = document.transaction_at(log, &heads).unwrap();
    transaction.put(ROOT, "aside", 1).unwrap();
    transaction.commit();
    let limits = Limits { actor_bytes: 16..=40, ..Limits::default() };
    let refused = scan_document(&document.save(), &limits).unwrap_err();
    assert_eq!(refused.reason, Reason::Unaccounted);
    let admission = admit_any(Base::None, changes(&document), &limits);
    assert_eq!(admission.accepted.len(), 6);
    assert!(matches!(admission.refused[0].1, RefusalReason::StartOp { .. }));
}
