//! What the check lets through, and what it says of the rest: the register, never its value.

use automerge::transaction::Transactable;
use automerge::{Automerge, ObjType, ROOT, ScalarValue};

use super::roundtrip::record;
use super::{Phone, meet};
use crate::document::*;
use crate::domain::DocumentKind;

const SECRET: &str = "王五13800138000";

/// A record with one register more, as Automerge writes it without our layer.
fn record_with(write: impl FnOnce(&mut automerge::transaction::Transaction<'_>)) -> Automerge {
    let mut phone = Phone::new(1);
    phone.writes(&record().create());
    let mut doc = phone.doc.automerge().clone();
    let mut tx = doc.transaction();
    write(&mut tx);
    tx.commit();
    doc
}

fn check(doc: &Automerge) -> String {
    read_check(DocumentKind::Record, doc).unwrap_err()
}

#[test]
fn objects_of_every_sort_are_refused() {
    for sort in [ObjType::Map, ObjType::List, ObjType::Text, ObjType::Table] {
        let doc = record_with(|tx| drop(tx.put_object(ROOT, SECRET, sort).unwrap()));
        assert!(check(&doc).ends_with("holds an object"), "{sort:?}");
    }
    let hidden = record_with(|tx| {
        let list = tx.put_object(ROOT, "a/shafts", ObjType::List).unwrap();
        tx.insert(&list, 0, SECRET).unwrap();
    });
    assert_eq!(check(&hidden), "register `a/shafts` holds an object");
}

#[test]
fn other_scalars_than_ours_are_refused() {
    let scalars = [
        ScalarValue::Null,
        ScalarValue::F64(1.5),
        ScalarValue::Bytes(vec![1]),
        ScalarValue::counter(1),
        ScalarValue::Timestamp(1),
        ScalarValue::Uint(u64::MAX),
    ];
    for scalar in scalars {
        let doc = record_with(|tx| tx.put(ROOT, "weather", scalar.clone()).unwrap());
        let expected = "register `weather` holds neither a text, a whole number nor a yes or no";
        assert_eq!(check(&doc), expected, "{scalar:?}");
    }
}

#[test]
fn a_register_that_does_not_hold_what_it_should_is_named_without_its_value() {
    let table = [
        ("form", SECRET.into(), "`<form>@<pack version>`"),
        ("form", 5.into(), "a text"),
        ("day", SECRET.into(), "a date"),
        ("about", SECRET.into(), "a document's id"),
        ("start", SECRET.into(), "a time in RFC 3339"),
        ("end", true.into(), "a text"),
        ("rain", SECRET.into(), "yes or no"),
        ("skew", SECRET.into(), "a whole number"),
        ("excuse", SECRET.into(), "`<reason>@<time>|<note>`"),
        ("a/shafts", SECRET.into(), "an answer, `<value>@<seconds>`"),
        ("a/shafts", 1.into(), "an answer, `<value>@<seconds>`"),
        ("n/shafts", true.into(), "a text"),
        ("p/shafts/short", "image/jpeg@1".into(), "a photo, `<media type>@<seconds>`"),
    ];
    for (key, value, expected) in table {
        let mut phone = Phone::new(1);
        phone.writes(&record().create());
        phone.writes(&[Edit { key: key.to_owned(), value: Some(value) }]);
        let refused = check(phone.doc.automerge());
        assert_eq!(refused, format!("register `{key}`: expected {expected}"));
    }
}

#[test]
fn each_kind_lacks_something_without_its_registers() {
    let table = [
        (DocumentKind::Rulepack, "toml"),
        (DocumentKind::Directory, "name"),
        (DocumentKind::Household, "unit"),
        (DocumentKind::Record, "form"),
        (DocumentKind::Decoration, "about"),
        (DocumentKind::Case, "kind"),
        (DocumentKind::Worklog, "day"),
    ];
    let mut phone = Phone::new(1);
    phone.writes(&[Edit::put("v", 1)]);
    for (kind, register) in table {
        let refused = read_check(kind, phone.doc.automerge()).unwrap_err();
        assert!(refused.starts_with(&format!("register `{register}`: expected ")), "{refused}");
    }
}

#[test]
fn sizes_are_bounded() {
    let long_key = record_with(|tx| tx.put(ROOT, "k".repeat(201), 1).unwrap());
    assert_eq!(check(&long_key), "a key has 201 bytes, more than 200");
    let long_text = record_with(|tx| tx.put(ROOT, "n/shafts", "长".repeat(200_000)).unwrap());
    assert_eq!(check(&long_text), "register `n/shafts` holds more than 524288 bytes");
}

#[test]
fn a_value_that_loses_is_read_too() {
    // Both phones number their change alike, so the higher actor wins.
    let mut low = Phone::new(1);
    low.writes(&record().create());
    let mut high = Phone::with_all_of(2, &low);
    low.writes(&[Edit::put("a/shafts", SECRET)]);
    high.writes(&[AnswerAt::edit("shafts", "ok", 60)]);
    meet(&mut low, &mut high);
    assert!(RecordDocument::read(&high.doc).is_ok(), "the bad one does not show");
    let expected = "register `a/shafts`: expected an answer, `<value>@<seconds>`";
    assert_eq!(check(high.doc.automerge()), expected);

    let mut low = Phone::new(1);
    low.writes(&record().create());
    let mut high = Phone::with_all_of(2, &low);
    low.writes(&[Edit::put("day", SECRET)]);
    high.writes(&[Edit::put("day", "2026-03-19")]);
    meet(&mut low, &mut high);
    assert_eq!(check(high.doc.automerge()), "register `day`: expected a date");
}

#[test]
fn an_ordinary_conflict_passes() {
    let mut one = Phone::new(1);
    one.writes(&record().create());
    let mut others: Vec<Phone> = (2..12).map(|n| Phone::with_all_of(n, &one)).collect();
    for (seconds, other) in (60..).zip(&mut others) {
        other.writes(&[
            AnswerAt::edit("shafts", "ok", seconds),
            Edit::put("rain", seconds % 2 == 0),
        ]);
    }
    for other in &others {
        one.takes_from(other);
    }
    assert_eq!(one.doc.all("a/shafts").len(), 10);
    assert_eq!(read_check(DocumentKind::Record, one.doc.automerge()), Ok(()));
}
