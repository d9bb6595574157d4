//! Two devices write one register while apart.

use super::roundtrip::record;
use super::{Phone, meet};
use crate::document::*;
use crate::domain::DocumentKind;
use crate::ids::BlobHash;

fn alice_and_bob() -> (Phone, Phone) {
    let mut alice = Phone::new(1);
    alice.writes(&record().create());
    let bob = Phone::with_all_of(2, &alice);
    (alice, bob)
}

fn open(phone: &Phone) -> Vec<Conflict> {
    conflicts(DocumentKind::Record, &phone.doc)
}

#[test]
fn the_same_answer_a_minute_apart_is_no_conflict() {
    let (mut alice, mut bob) = alice_and_bob();
    alice.writes(&[AnswerAt::edit("shafts", "ok", 60)]);
    bob.writes(&[AnswerAt::edit("shafts", "ok", 120)]);
    meet(&mut alice, &mut bob);
    assert_eq!(alice.doc.contested_keys(), ["a/shafts"]);
    assert_eq!((open(&alice), open(&bob)), (vec![], vec![]));
}

#[test]
fn different_answers_are_one_conflict_and_both_see_the_same() {
    let (mut alice, mut bob) = alice_and_bob();
    let ok = alice.writes(&[AnswerAt::edit("shafts", "ok", 60), AnswerAt::edit("exits", "ok", 61)]);
    let problem = bob.writes(&[AnswerAt::edit("shafts", "problem", 60)]);
    meet(&mut alice, &mut bob);
    let found = open(&alice);
    assert_eq!(found, open(&bob));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].key, "a/shafts");
    let said: Vec<_> = found[0].candidates.iter().map(|c| c.meaning.as_str()).collect();
    assert_eq!(said, ["ok", "problem"]);
    let changes: Vec<_> = found[0].candidates.iter().filter_map(|c| c.change).collect();
    assert_eq!(changes, [ok.hash, problem.hash]);
    let shown = RecordDocument::read(&alice.doc).unwrap().answers["shafts"].value.clone();
    assert_eq!(shown, "problem", "the last candidate shows until somebody chooses");
}

#[test]
fn choosing_settles_it_on_both_sides_and_the_history_says_who_chose() {
    let (mut alice, mut bob) = alice_and_bob();
    alice.writes(&[AnswerAt::edit("shafts", "ok", 60)]);
    bob.writes(&[AnswerAt::edit("shafts", "problem", 60)]);
    meet(&mut alice, &mut bob);
    let kept = open(&alice)[0].candidates[0].value.clone();
    let choice = alice.writes(&[Edit { key: "a/shafts".to_owned(), value: Some(kept) }]);
    meet(&mut alice, &mut bob);
    assert_eq!((open(&alice), open(&bob)), (vec![], vec![]));
    let last = history(&bob.doc).pop().unwrap();
    assert_eq!((last.hash, last.actor), (choice.hash, Some(choice.actor)));
    assert_eq!(last.edits[0].replaced, 2, "it replaced both values");
    assert_eq!(last.edits[0].value, Some("ok@60".into()));
}

#[test]
fn to_choose_what_shows_already_is_a_choice_like_any_other() {
    let (mut alice, mut bob) = alice_and_bob();
    alice.writes(&[AnswerAt::edit("shafts", "ok", 60)]);
    bob.writes(&[AnswerAt::edit("shafts", "problem", 60)]);
    meet(&mut alice, &mut bob);
    let found = open(&alice).remove(0);
    let (loser, winner) = (found.candidates[0].value.clone(), found.candidates[1].value.clone());
    let take = |value: Value| Edit { key: "a/shafts".to_owned(), value: Some(value) };
    let choice = alice.writes(&[take(winner.clone())]);
    // Bob chooses the other one while apart.
    bob.writes(&[take(loser)]);
    let last = history(&alice.doc).pop().unwrap();
    assert_eq!((last.hash, last.edits.len()), (choice.hash, 1));
    assert_eq!((&last.edits[0].value, last.edits[0].replaced), (&Some(winner), 2));
    assert_eq!(open(&alice), []);
    meet(&mut alice, &mut bob);
    assert_eq!(open(&alice).len(), 1, "neither choice is lost");
    // The change is one that another actor can write again.
    let change = alice.doc.changes_since(&[]).into_iter().find(|c| c.hash().0 == choice.hash.0);
    assert_eq!(edits_of(&change.unwrap()), [take("problem@60".into())]);
}

#[test]
fn two_choices_made_apart_are_a_conflict_again() {
    let (mut alice, mut bob) = alice_and_bob();
    alice.writes(&[AnswerAt::edit("shafts", "ok", 60)]);
    bob.writes(&[AnswerAt::edit("shafts", "problem", 60)]);
    meet(&mut alice, &mut bob);
    alice.writes(&[AnswerAt::edit("shafts", "ok", 90)]);
    bob.writes(&[AnswerAt::edit("shafts", "problem", 90)]);
    meet(&mut alice, &mut bob);
    assert_eq!(open(&bob).len(), 1);
    bob.writes(&[AnswerAt::edit("shafts", "problem", 95)]);
    meet(&mut alice, &mut bob);
    assert_eq!(open(&alice), []);
}

#[test]
fn what_is_said_the_same_way_by_two_devices_is_no_conflict() {
    let excuse = |time: &str| {
        let at = time.parse().unwrap();
        Excuse { reason: "weather".to_owned(), at, note: "暴雨".to_owned() }.edit()
    };
    let photo = |media_type: &str| {
        PhotoAt {
            item: "shafts".to_owned(),
            hash: BlobHash([1; 32]),
            media_type: media_type.to_owned(),
            seconds: 9,
        }
        .edit()
    };
    let table = [
        (
            Edit::put("end", "2026-03-18T10:58:00+08:00"),
            Edit::put("end", "2026-03-18T10:59:00+08:00"),
        ),
        (Edit::put("skew", 90), Edit::put("skew", 91)),
        (excuse("2026-03-18T11:00:00+08:00"), excuse("2026-03-18T11:00:05+08:00")),
        (photo("image/jpeg"), photo("image/png")),
    ];
    for (one, other) in table {
        let (mut alice, mut bob) = alice_and_bob();
        alice.writes(std::slice::from_ref(&one));
        bob.writes(&[other]);
        meet(&mut alice, &mut bob);
        assert_eq!(alice.doc.contested_keys(), [one.key.as_str()]);
        assert_eq!(open(&alice), [], "{}", one.key);
    }
}

#[test]
fn an_answer_given_again_survives_that_it_was_taken_back_elsewhere() {
    let (mut alice, mut bob) = alice_and_bob();
    alice.writes(&[AnswerAt::edit("shafts", "ok", 60)]);
    bob.takes_from(&alice);
    alice.writes(&[Edit::delete("a/shafts")]);
    bob.writes(&[AnswerAt::edit("shafts", "problem", 90)]);
    meet(&mut alice, &mut bob);
    assert_eq!(alice.doc.get("a/shafts"), Some("problem@90".into()));
    assert_eq!(open(&alice), []);
}

#[test]
fn a_field_of_a_household_compares_by_its_value_not_by_its_source() {
    let field = |value: &str, source| {
        let at = "2026-03-18T10:00:00+08:00".parse().unwrap();
        FieldValue { value: value.to_owned(), source, at }.edit("phone")
    };
    let found = |one: Edit, other: Edit| {
        let mut alice = Phone::new(1);
        alice.writes(&[Edit::put("v", 1), Edit::put("unit", "1-101")]);
        let mut bob = Phone::with_all_of(2, &alice);
        alice.writes(&[one]);
        bob.writes(&[other]);
        meet(&mut alice, &mut bob);
        conflicts(DocumentKind::Household, &alice.doc).len()
    };
    assert_eq!(found(field("138", Source::Visit), field("138", Source::Phone)), 0);
    assert_eq!(found(field("138", Source::Visit), field("139", Source::Visit)), 1);
}
