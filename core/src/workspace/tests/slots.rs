//! What is due over a day, and what became of it (P1, P2, P12, P14, D).

use super::*;
use crate::domain::duty::SlotState;
use crate::workspace::{NewExcuse, NewRecord, RecordAbout};

/// Each slot with a short word for its state, in the order of the day.
fn states(device: &Device<'_>) -> Vec<(String, &'static str)> {
    let due = device.today().unwrap();
    due.into_iter()
        .map(|due| {
            let state = match due.state {
                SlotState::Upcoming => "upcoming",
                SlotState::Due => "due",
                SlotState::Late => "late",
                SlotState::InProgress { late: false } => "in progress",
                SlotState::InProgress { late: true } => "in progress, late",
                SlotState::Done { late: true, excuse: None, .. } => "done late",
                SlotState::Done { late: true, excuse: Some(_), .. } => "done late, excused",
                SlotState::Done { overran: true, .. } => "done, overran",
                SlotState::Done { cut_short: true, .. } => "done, cut short",
                SlotState::Done { .. } => "done",
                SlotState::Missed => "missed",
                SlotState::Excused { .. } => "excused",
            };
            (format!("{} {}", due.duty, due.slot), state)
        })
        .collect()
}

fn state(device: &Device<'_>, duty: &str, slot: &str) -> &'static str {
    let wanted = format!("{duty} {slot}");
    states(device).into_iter().find(|(due, _)| *due == wanted).unwrap().1
}

fn excuse(device: &Device<'_>, duty: &str, slot: &str, about: RecordAbout) {
    device
        .excuse(&NewExcuse {
            duty: duty.to_owned(),
            slot: slot.to_owned(),
            day: day(),
            about,
            reason: "special".to_owned(),
            note: "消防演练".to_owned(),
        })
        .unwrap();
}

#[test]
fn p1_p2_a_butlers_day_goes_from_upcoming_to_missed_when_nothing_is_done() {
    let estate = Estate::new();
    let alice = estate.device("alice");
    let slots = [
        "morning_greeting morning",
        "butler_patrol morning",
        "butler_patrol afternoon",
        "evening_supervision evening",
    ];
    let table = [
        // P2 8:10–8:45; P1 starts 10:30 in 8:10–11:00, and 15:00–17:30; P2 18:10–19:00; ±15 minutes
        ("07:50", ["upcoming", "upcoming", "upcoming", "upcoming"]),
        ("08:00", ["due", "upcoming", "upcoming", "upcoming"]),
        ("08:30", ["late", "upcoming", "upcoming", "upcoming"]),
        ("10:15", ["missed", "due", "upcoming", "upcoming"]),
        ("10:50", ["missed", "late", "upcoming", "upcoming"]),
        ("11:16", ["missed", "missed", "upcoming", "upcoming"]),
        ("15:15", ["missed", "missed", "due", "upcoming"]),
        ("15:16", ["missed", "missed", "late", "upcoming"]),
        ("18:10", ["missed", "missed", "missed", "due"]),
        ("23:59", ["missed", "missed", "missed", "missed"]),
    ];
    for (time, expected) in table {
        estate.at(time);
        let found = states(&alice);
        let names: Vec<&str> = found.iter().map(|(due, _)| due.as_str()).collect();
        assert_eq!(names, slots);
        let found: Vec<&str> = found.iter().map(|(_, state)| *state).collect();
        assert_eq!(found, expected, "at {time}");
    }
    estate.at("2026-03-19 08:00");
    assert_eq!(states(&alice)[0].1, "due", "a new day begins");
}

#[test]
fn p1_a_patrol_counts_by_when_it_was_begun() {
    let estate = Estate::new();
    let alice = estate.device("alice");
    estate.at("10:40");
    let patrol = alice.patrol("morning");
    assert_eq!(state(&alice, "butler_patrol", "morning"), "in progress");
    estate.at("12:00");
    assert_eq!(state(&alice, "butler_patrol", "morning"), "in progress");
    alice.answer_the_rest(patrol);
    alice.finish(patrol).unwrap();
    assert_eq!(state(&alice, "butler_patrol", "morning"), "done");
    estate.at("16:00");
    let patrol = alice.patrol("afternoon");
    assert_eq!(state(&alice, "butler_patrol", "afternoon"), "in progress, late");
    alice.answer_the_rest(patrol);
    alice.finish(patrol).unwrap();
    assert_eq!(state(&alice, "butler_patrol", "afternoon"), "done late");
}

#[test]
fn p12_p14_the_assistants_afternoon_ends_on_time_or_is_excused() {
    let table = [
        // slot, begun, finished, excuse given, state
        ("morning", "09:15", "12:00", false, "done"),
        ("morning", "09:46", "11:00", false, "done late"),
        ("afternoon", "15:00", "17:15", false, "done"),
        ("afternoon", "15:00", "17:16", false, "done, overran"),
        ("afternoon", "15:00", "16:44", false, "done, cut short"),
        // 特殊情况除外
        ("afternoon", "15:30", "17:00", true, "done late, excused"),
        ("afternoon", "", "", true, "excused"),
        ("afternoon", "", "", false, "missed"),
    ];
    for (slot, begun, finished, excused, expected) in table {
        let estate = Estate::new();
        let assistant = estate.device("assistant");
        if !begun.is_empty() {
            estate.at(begun);
            let record = assistant
                .start_record(&NewRecord {
                    form: "assistant_patrol".to_owned(),
                    duty: Some(("assistant_patrol".to_owned(), slot.to_owned())),
                    about: RecordAbout::Estate,
                    rain: false,
                })
                .unwrap();
            assistant.answer_the_rest(record);
            estate.at(finished);
            assistant.finish(record).unwrap();
        }
        estate.at("18:00");
        if excused {
            excuse(&assistant, "assistant_patrol", slot, RecordAbout::Estate);
        }
        let found = state(&assistant, "assistant_patrol", slot);
        assert_eq!(found, expected, "{slot} {begun}–{finished}");
    }
}

#[test]
fn an_excuse_before_the_slot_covers_it_and_work_done_after_all_counts() {
    let estate = Estate::new();
    let alice = estate.device("alice");
    excuse(&alice, "butler_patrol", "morning", RecordAbout::Area(estate.east));
    estate.at("12:00");
    assert_eq!(state(&alice, "butler_patrol", "morning"), "excused");
    let patrol = alice.patrol("morning");
    alice.answer_the_rest(patrol);
    alice.finish(patrol).unwrap();
    assert_eq!(state(&alice, "butler_patrol", "morning"), "done late, excused");
    let due = alice.today().unwrap();
    let morning = due.iter().find(|due| due.duty == "butler_patrol").unwrap();
    assert_eq!(morning.record, Some(patrol), "the record that was walked, not the excuse");
}

#[test]
fn an_excuse_that_the_pack_does_not_have_is_refused_with_those_it_has() {
    let estate = Estate::new();
    let alice = estate.device("alice");
    let new = NewExcuse {
        duty: "butler_patrol".to_owned(),
        slot: "morning".to_owned(),
        day: day(),
        about: RecordAbout::Area(estate.east),
        reason: "tired".to_owned(),
        note: String::new(),
    };
    let reason = refused(alice.excuse(&new));
    assert!(reason.starts_with("reason: expected one of assigned, emergency"), "{reason}");
    let new = NewExcuse { reason: "leave".to_owned(), slot: "night".to_owned(), ..new };
    assert_eq!(refused(alice.excuse(&new)), "slot: expected one of morning, afternoon");
    let new = NewExcuse { slot: "morning".to_owned(), about: RecordAbout::Estate, ..new };
    assert!(refused(alice.excuse(&new)).starts_with("about: "));
    let new = NewExcuse { about: RecordAbout::Area(estate.west), ..new };
    assert!(matches!(alice.excuse(&new), Err(Error::NotPermitted { .. })));
}

#[test]
fn a_colleague_of_the_area_does_the_round_and_both_see_whose_it_was() {
    let estate = Estate::new();
    let (alice, bob, carol) =
        (estate.device("alice"), estate.device("bob"), estate.device("carol"));
    estate.at("10:30");
    let patrol = bob.patrol("morning");
    bob.answer_the_rest(patrol);
    bob.finish(patrol).unwrap();
    bob.sync();
    alice.sync();
    carol.sync();
    let due = alice.today().unwrap();
    let morning = due.iter().find(|due| due.duty == "butler_patrol").unwrap();
    assert_eq!(morning.record, Some(patrol));
    assert_eq!(morning.done_by, Some(bob.me().person));
    assert!(matches!(morning.state, SlotState::Done { late: false, .. }));
    assert_eq!(state(&carol, "butler_patrol", "morning"), "due", "the west is another area");
    assert!(carol.record(patrol).is_err(), "and Carol does not read the east");
}
