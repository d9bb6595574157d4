//! How long the gate takes, and what the worst input that passes the scanner costs. Ignored: run
//! with `cargo test --release -p xunlou-core --lib gate::tests::bench -- --ignored --nocapture`.
#![allow(clippy::print_stdout)]

use std::time::{Duration, Instant};

use automerge::transaction::Transactable;
use automerge::{Automerge, ObjType, ROOT, ReadDoc};

use super::fixtures::{actor, admit_any, any_schema, any_shape, last_change, put, record};
use super::forge::{Forged, KEY_TEXT};
use crate::document::gate::scan::{write_signed, write_unsigned};
use crate::document::gate::{Base, Limits, admit_snapshot, inspect, scan_change, scan_document};

fn time(what: &str, rounds: u32, mut call: impl FnMut()) -> Duration {
    call();
    let started = Instant::now();
    for _ in 0..rounds {
        call();
    }
    let each = started.elapsed() / rounds;
    println!("{each:>12.2?}  {what}");
    each
}

#[test]
#[ignore = "measures"]
fn time_of_the_hot_path() {
    let limits = Limits::default();
    let base = record(60);
    let saved = base.save_nocompress();
    let mut next = base.clone();
    put(&mut next, "a/电梯.60", "ok@99");
    let change = last_change(&next);
    println!("record: {} bytes, change: {} bytes", saved.len(), change.len());
    time("scan a change", 2000, || drop(scan_change(&change, &limits).unwrap()));
    time("admit a change on a stored snapshot", 2000, || {
        let admission = admit_any(Base::Snapshot(&saved), vec![change.clone()], &limits);
        assert_eq!(admission.accepted.len(), 1);
    });
    time("admit a change on a loaded document", 2000, || {
        let admission = admit_any(Base::Loaded(&base), vec![change.clone()], &limits);
        assert_eq!(admission.accepted.len(), 1);
    });
    let all = super::fixtures::changes(&base);
    time("admit all 61 changes of a new record", 500, || {
        assert_eq!(admit_any(Base::None, all.clone(), &limits).accepted.len(), 61);
    });
    time("scan a snapshot", 2000, || drop(scan_document(&saved, &limits).unwrap()));
    time("admit a snapshot", 2000, || drop(admit_snapshot(&saved, &limits, &any_schema).unwrap()));
    time("(Automerge: load)", 2000, || drop(Automerge::load(&saved).unwrap()));
    time("(Automerge: save)", 2000, || drop(base.save_nocompress()));
    time("(Automerge: clone)", 2000, || drop(base.clone()));
    time("(Automerge: list of changes)", 2000, || assert_eq!(base.get_changes_meta(&[]).len(), 61));
}

#[test]
#[ignore = "measures"]
fn time_of_the_worst_that_passes() {
    for limits in [any_shape(), Limits::for_files()] {
        println!("--- limit of {} operations a change", limits.change_ops);
        // As many values of one key as may be, in a hundred bytes.
        let bomb = Forged::bomb(65_536).bytes();
        time("65536 values of one key, new document", 1, || {
            drop(admit_any(Base::None, vec![bomb.clone()], &limits).heads);
        });
        // Texts of one letter, marks, inserts at the front: as Automerge writes them.
        let mut document = Automerge::new().with_actor(actor(1));
        let mut transaction = document.transaction();
        let text = transaction.put_object(ROOT, "t", ObjType::Text).unwrap();
        for _ in 0..20_000 {
            transaction.insert(&text, 0, "x").unwrap();
        }
        transaction.commit();
        let change = last_change(&document);
        time("20000 inserts at the front", 1, || {
            drop(admit_any(Base::None, vec![change.clone()], &limits).heads);
        });
        let most = (limits.marks as usize / 2 - 1).min(2_000);
        let mut transaction = document.transaction();
        for n in 0..most {
            let mark =
                automerge::marks::Mark::new(format!("m{n}"), true, n % 9_000, 19_000 - n % 9_000);
            transaction.mark(&text, mark, automerge::marks::ExpandMark::None).unwrap();
        }
        transaction.commit();
        let saved = document.save();
        let change = last_change(&document);
        println!("{most} marks open at one place, {} and {} bytes", saved.len(), change.len());
        let once = |what: &str, call: &mut dyn FnMut()| {
            let started = Instant::now();
            call();
            println!("{:>12.2?}  {what}", started.elapsed());
        };
        once("(Automerge: load)", &mut || drop(Automerge::load(&saved).unwrap()));
        once("(Automerge: changes)", &mut || drop(document.get_changes(&[])));
        once("(Automerge: apply)", &mut || {
            Automerge::new().apply_changes(document.get_changes(&[])).unwrap();
        });
        once("(Automerge: text)", &mut || drop(document.text(&text).unwrap()));
        once("(Automerge: list_range)", &mut || {
            assert!(document.list_range(&text, ..).count() >= 20_000);
        });
        once("as a file", &mut || {
            let files = [("marks".to_owned(), saved.clone())];
            println!("{}", inspect(&files, &limits)[0].to_string().len());
        });
        let mut key = Vec::new();
        write_signed(&mut key, 4_000);
        write_unsigned(&mut key, 4_000);
        key.extend([b'k'; 4_000]);
        let long = Forged::bomb(4_000).with(KEY_TEXT, key).bytes();
        time("one long key 4000 times", 1, || {
            drop(admit_any(Base::None, vec![long.clone()], &limits).heads);
        });
    }
}

#[test]
#[ignore = "measures"]
fn time_of_a_large_document() {
    let limits = Limits::for_files();
    let mut document = Automerge::new().with_actor(actor(1));
    let mut transaction = document.transaction();
    let text = transaction.put_object(ROOT, "t", ObjType::Text).unwrap();
    transaction.splice_text(&text, 0, 0, &"巡楼 patrol ".repeat(90_000)).unwrap();
    transaction.commit();
    let saved = document.save();
    println!("{} bytes", saved.len());
    time("scan a text of 900000 characters", 1, || drop(scan_document(&saved, &limits).unwrap()));
    time("inspect a text of 900000 characters", 1, || {
        let files = [("text".to_owned(), saved.clone())];
        println!("{}", inspect(&files, &limits)[0]);
    });
}
