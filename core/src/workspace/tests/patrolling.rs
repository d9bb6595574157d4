//! One patrol, from the first tap to the last.

use super::*;
use crate::domain::checklist::Missing;
use crate::ids::{BlobHash, DocumentId};
use crate::workspace::{NewRecord, RecordAbout};

fn items(device: &Device<'_>, record: DocumentId, group: &str) -> Vec<String> {
    let view = device.record(record).unwrap();
    let group = view.groups.into_iter().find(|found| found.id == group);
    group.map(|group| group.items.into_iter().map(|item| item.id).collect()).unwrap_or_default()
}

#[test]
fn p6_the_rain_items_are_asked_only_when_it_rains() {
    let estate = Estate::new();
    let alice = estate.device("alice");
    let patrol = alice.patrol("morning");
    assert_eq!(items(&alice, patrol, "rain"), [""; 0]);
    let reason = refused(alice.answer(patrol, "rain_roof", "ok"));
    assert_eq!(reason, "item: `rain_roof` is not asked in this record now");
    alice.answer_the_rest(patrol);
    alice.set_rain(patrol, true).unwrap();
    assert_eq!(items(&alice, patrol, "rain"), ["rain_roof", "rain_lobby", "rain_signs"]);
    let missing = missing(alice.finish(patrol));
    assert_eq!(missing, ["rain_roof", "rain_lobby", "rain_signs"]);
    alice.answer(patrol, "rain_roof", "ok").unwrap();
    alice.set_rain(patrol, false).unwrap();
    alice.finish(patrol).unwrap();
    let wet = alice.patrol_in_rain("afternoon", true);
    assert_eq!(items(&alice, wet, "rain").len(), 3);
}

#[test]
fn a_whole_group_is_answered_in_one_transaction_all_or_none() {
    let estate = Estate::new();
    let alice = estate.device("alice");
    let patrol = alice.patrol("morning");
    let before = alice.sync_status().unwrap().waiting.changes;
    let group = items(&alice, patrol, "cleanliness");
    let ok: Vec<(&str, &str)> = group.iter().map(|item| (item.as_str(), "ok")).collect();
    alice.answer_all(patrol, &ok).unwrap();
    assert_eq!(alice.sync_status().unwrap().waiting.changes, before + 1, "one change");
    assert_eq!(alice.record(patrol).unwrap().progress.answered, group.len());

    let reason = refused(alice.answer_all(patrol, &[("exits", "ok"), ("shafts", "perhaps")]));
    assert_eq!(reason, "answer to shafts: expected one of ok, problem, na");
    assert_eq!(alice.said(patrol, "exits"), None);
    assert_eq!(alice.sync_status().unwrap().waiting.changes, before + 1);
}

#[test]
fn the_same_answer_again_changes_nothing() {
    let estate = Estate::new();
    let alice = estate.device("alice");
    let patrol = alice.patrol("morning");
    alice.answer(patrol, "shafts", "ok").unwrap();
    let before = alice.history(patrol).unwrap().len();
    estate.at("10:45");
    alice.answer(patrol, "shafts", "ok").unwrap();
    assert_eq!(alice.history(patrol).unwrap().len(), before);
}

#[test]
fn what_was_tapped_wrongly_is_taken_back() {
    let estate = Estate::new();
    let alice = estate.device("alice");
    let patrol = alice.patrol("morning");
    alice.answer_all(patrol, &[("shafts", "problem"), ("exits", "ok")]).unwrap();
    alice.set_note(patrol, "shafts", " 三楼 ").unwrap();
    alice.clear_answers(patrol, &["shafts", "never_asked"]).unwrap();
    alice.set_note(patrol, "shafts", "").unwrap();
    assert_eq!(alice.said(patrol, "shafts"), None);
    assert_eq!(alice.said(patrol, "exits").as_deref(), Some("ok"));
    let history = alice.history(patrol).unwrap();
    let taken_back =
        history.iter().flat_map(|entry| &entry.edits).filter(|edit| edit.value.is_none());
    assert_eq!(taken_back.count(), 2, "the answer and the note, and both stay in the history");
}

#[test]
fn p8_a_problem_at_a_fire_door_needs_a_photo() {
    let estate = Estate::new();
    let alice = estate.device("alice");
    let patrol = alice.patrol("morning");
    alice.answer_the_rest(patrol);
    alice.answer(patrol, "fire_doors", "problem").unwrap();
    assert_eq!(missing(alice.finish(patrol)), ["fire_doors"]);
    let view = alice.record(patrol).unwrap();
    let door =
        view.groups.iter().flat_map(|group| &group.items).find(|item| item.id == "fire_doors");
    assert_eq!(door.unwrap().missing, Some(Missing::Photo));
    let hash = alice.attach_photo(patrol, "fire_doors", "image/jpeg", JPEG).unwrap();
    assert_eq!(alice.photo(hash).unwrap(), Some(("image/jpeg".to_owned(), JPEG.to_vec())));
    assert_eq!(alice.sync_status().unwrap().waiting.photos, 1);
    alice.remove_photo(patrol, "fire_doors", hash).unwrap();
    assert_eq!(missing(alice.finish(patrol)), ["fire_doors"]);
    assert_eq!(alice.sync_status().unwrap().waiting.photos, 0, "one taken off is not sent");
    alice.attach_photo(patrol, "fire_doors", "image/jpeg", JPEG).unwrap();
    alice.finish(patrol).unwrap();
}

#[test]
fn photos_are_bounded() {
    let estate = Estate::new();
    let alice = estate.device("alice");
    let patrol = alice.patrol("morning");
    let attach =
        |media_type: &str, bytes: &[u8]| alice.attach_photo(patrol, "exits", media_type, bytes);
    assert!(
        refused(attach("text/html", JPEG)).starts_with("media type: expected one of image/jpeg")
    );
    assert_eq!(refused(attach("image/jpeg", b"")), "photo: it has 0 bytes: expected 1 to 2097152");
    assert!(refused(attach("image/jpeg", &[0; 2_097_153])).starts_with("photo: it has 2097153"));
    for number in 0..9u8 {
        attach("image/jpeg", &[number]).unwrap();
    }
    let reason = refused(attach("image/jpeg", &[9]));
    assert_eq!(reason, "photo: the item has 9 photos, the most that it may have");
    assert_eq!(alice.photo(BlobHash::of(&[9])).unwrap(), None, "nothing of it was kept");
}

#[test]
fn an_unfinished_patrol_names_what_it_lacks_and_a_finished_one_is_closed() {
    let estate = Estate::new();
    let alice = estate.device("alice");
    let patrol = alice.patrol("morning");
    let asked = alice.record(patrol).unwrap().progress.asked;
    assert_eq!(missing(alice.finish(patrol)).len(), asked);
    alice.answer_the_rest(patrol);
    alice.clear_answers(patrol, &["lifts"]).unwrap();
    assert_eq!(missing(alice.finish(patrol)), ["lifts"]);
    alice.answer(patrol, "lifts", "na").unwrap();
    alice.finish(patrol).unwrap();
    let refusals = [
        alice.answer(patrol, "lifts", "ok"),
        alice.set_note(patrol, "lifts", "late"),
        alice.set_rain(patrol, true),
        alice.attach_photo(patrol, "lifts", "image/jpeg", JPEG).map(drop),
        alice.finish(patrol),
    ];
    for refusal in refusals {
        assert!(matches!(refusal, Err(Error::WrongState { state: "finished", .. })), "{refusal:?}");
    }
}

#[test]
fn beginning_again_goes_on_with_the_patrol_that_is_open_also_after_a_restart() {
    let estate = Estate::new();
    let alice = estate.device("alice");
    estate.at("10:30");
    let patrol = alice.patrol("morning");
    alice.answer(patrol, "shafts", "ok").unwrap();
    let alice = alice.restart();
    assert_eq!(alice.patrol("morning"), patrol);
    assert_eq!(alice.said(patrol, "shafts").as_deref(), Some("ok"));
    alice.answer_the_rest(patrol);
    alice.finish(patrol).unwrap();
    assert_ne!(alice.patrol("morning"), patrol);
    assert_ne!(alice.patrol("afternoon"), patrol);
}

#[test]
fn the_first_answer_after_a_restart_waits_for_nobody() {
    // A visit's first answer reads the rule pack within its transaction.
    let estate = Estate::new();
    let alice = estate.device("alice");
    let home = alice.create_household(estate.unit("1-101", &[])).unwrap();
    let visit = alice.begin("home_visit", home);
    let alice = alice.restart();
    let (done, is_done) = std::sync::mpsc::channel();
    std::thread::scope(|scope| {
        let alice = &alice;
        scope.spawn(move || {
            alice.answer(visit, "met", "owner").unwrap();
            done.send(()).unwrap();
        });
        is_done.recv_timeout(std::time::Duration::from_secs(10)).unwrap();
    });
}

#[test]
fn a_record_is_begun_only_with_what_fits() {
    let estate = Estate::new();
    let alice = estate.device("alice");
    let begin = |form: &str, duty: Option<(&str, &str)>, about| {
        let duty = duty.map(|(duty, slot)| (duty.to_owned(), slot.to_owned()));
        alice.start_record(&NewRecord { form: form.to_owned(), duty, about, rain: false })
    };
    let east = RecordAbout::Area(estate.east);
    assert_eq!(refused(begin("tea", None, east)), "form: it is no form of the rule pack");
    let wrong_duty = begin("butler_patrol", Some(("morning_greeting", "morning")), east);
    assert_eq!(refused(wrong_duty), "duty: it is done with the form morning_greeting");
    let wrong_slot = begin("butler_patrol", Some(("butler_patrol", "night")), east);
    assert_eq!(refused(wrong_slot), "slot: expected one of morning, afternoon");
    assert!(refused(begin("butler_patrol", None, RecordAbout::Estate)).starts_with("about: "));
    let not_a_butlers = begin("assistant_patrol", None, RecordAbout::Estate);
    assert!(matches!(not_a_butlers, Err(Error::NotPermitted { .. })));
    let elsewhere = begin("butler_patrol", None, RecordAbout::Area(estate.west));
    assert!(matches!(elsewhere, Err(Error::NotPermitted { .. })));
    let nobody = begin("home_visit", None, RecordAbout::Document(alice.patrol("morning")));
    assert!(matches!(nobody, Err(Error::NotFound { what: "household", .. })));
}

#[test]
fn nothing_can_be_begun_before_the_first_sync() {
    let estate = Estate::new();
    let alice = estate.fresh("alice", "新手机");
    assert!(matches!(alice.today(), Err(Error::RulePack(_))));
    assert!(matches!(alice.directory().map(drop), Err(Error::NotFound { what: "directory", .. })));
    alice.sync();
    assert_eq!(alice.today().unwrap().len(), 4);
}
