//! (d) What the gate takes for one answer from outside.

use uuid::Uuid;
use xunlou_core::document::gate::{Base, Limits, admit};
use xunlou_core::document::{AnswerAt, Flat, read_check};
use xunlou_core::domain::DocumentKind;
use xunlou_core::ids::ActorId;

use crate::estate::record;
use crate::format::answers;
use crate::{median, quantile, times, us};

pub(crate) fn report() {
    let mut doc = Flat::new(ActorId(Uuid::from_u128(7)));
    let day = chrono::NaiveDate::from_ymd_opt(2026, 3, 18).unwrap();
    doc.commit(&record(day, "morning").create(), 0).unwrap();
    for (item, said, seconds) in answers() {
        doc.commit(&[AnswerAt::edit(&item, &said, seconds)], seconds * 1000).unwrap();
    }
    let mut other = Flat::load(&doc.save(), ActorId(Uuid::from_u128(8))).unwrap();
    let edits = [AnswerAt::edit("shafts", "problem", 1_999)];
    let change = other.commit(&edits, 1_999_000).unwrap().unwrap().bytes;
    let snapshot = doc.save();
    let read = |doc: &automerge::Automerge| read_check(DocumentKind::Record, doc);
    println!(
        "## One answer from outside through the gate, on a record of {} answers\n",
        answers().len()
    );
    println!("| | median | p95 |");
    println!("|---|---|---|");
    let loaded = times(
        400,
        || vec![change.clone()],
        |changes| admit(Base::Loaded(doc.automerge()), changes, &Limits::default(), &read).unwrap(),
    );
    let stored = times(
        400,
        || vec![change.clone()],
        |changes| admit(Base::Snapshot(&snapshot), changes, &Limits::default(), &read).unwrap(),
    );
    let first = admit(Base::Snapshot(&snapshot), vec![change.clone()], &Limits::default(), &read);
    assert_eq!(first.unwrap().accepted.len(), 1);
    for (name, times) in [("record in memory", loaded), ("record as a snapshot", stored)] {
        println!("| {name} | {} | {} |", us(median(&times)), us(quantile(&times, 0.95)));
    }
    println!();
}
