//! Clocks that are wrong: what was done keeps its true time, and nothing is lost.

use std::sync::Arc;

use chrono::TimeDelta;

use super::*;
use crate::domain::case::CaseKind;
use crate::domain::duty::SlotState;
use crate::ids::DocumentId;
use crate::rulepack::Severity;
use crate::testing::FakeClock;
use crate::workspace::{NewCase, RecordAbout};

const TEN_YEARS: TimeDelta = TimeDelta::days(3_653);

/// Alice with a phone whose clock is off, which has synced once when it was right.
fn alice_with_a_clock(estate: &Estate) -> (Device<'_>, Arc<FakeClock>) {
    let clock = FakeClock::at(beijing("08:00"));
    let alice = estate.with_clock("alice", "旧手机", &clock);
    alice.sync();
    (alice, clock)
}

/// Both clocks move on to `time`, the phone's off by `off`.
fn at(estate: &Estate, clock: &FakeClock, time: &str, off: TimeDelta) {
    estate.at(time);
    clock.set(beijing(time) + off);
}

fn morning(device: &Device<'_>) -> SlotState {
    let due = device.my_day(day()).unwrap();
    due.into_iter().find(|due| due.duty == "butler_patrol").unwrap().state
}

fn on_time(state: &SlotState) -> bool {
    matches!(state, SlotState::Done { early: false, late: false, .. })
}

fn report(device: &Device<'_>, found: DocumentId) -> DocumentId {
    device
        .report_case(&NewCase {
            kind: CaseKind::Finding,
            title: "溢水".to_owned(),
            detail: String::new(),
            department: Some("engineering".to_owned()),
            severity: Severity::Normal,
            found: Some((found, "shafts".to_owned())),
            about: None,
            agreed: None,
        })
        .unwrap()
}

#[test]
fn work_done_with_a_clock_ten_years_off_is_marked_moved_to_its_day_and_kept() {
    for off in [TEN_YEARS, -TEN_YEARS] {
        let estate = Estate::new();
        let (alice, clock) = alice_with_a_clock(&estate);
        at(&estate, &clock, "10:30", off);
        let patrol = alice.patrol("morning");
        alice.answer_the_rest(patrol);
        let case = report(&alice, patrol);
        alice.add_log_entry("钥匙交前台").unwrap();
        at(&estate, &clock, "10:50", off);
        alice.finish(patrol).unwrap();
        let answered = alice.record(patrol).unwrap().progress.answered;
        assert_ne!(alice.record(patrol).unwrap().day, day(), "nobody knows it yet");

        at(&estate, &clock, "11:00", off);
        let outcome = alice.sync();
        assert!(outcome.clock_off, "the shell can warn");
        assert_eq!(alice.sync_status().unwrap().clock_off_seconds, off.num_seconds());
        let view = alice.record(patrol).unwrap();
        assert_eq!((view.day, view.skew), (day(), off.num_seconds()));
        assert_eq!(view.progress.answered, answered);
        assert!(on_time(&morning(&alice)), "{off}: {:?}", morning(&alice));
        let status = alice.sync_status().unwrap();
        assert_eq!((status.waiting.changes, status.waiting.refused), (0, 0));
        assert_eq!(status.last_success, Some(beijing("11:00").to_utc()));

        let office = estate.device("assistant");
        assert!(on_time(&office.board(day()).unwrap().people[0].duties[1].state));
        let case = office.case(case).unwrap();
        assert_eq!(case.reported_ms, beijing("10:30").timestamp_millis());
        assert_eq!(case.facts[0].at, beijing("10:30"));
        let log = alice.day_log(day()).unwrap();
        assert_eq!(log.entries[0].at, beijing("10:30"));
    }
}

#[test]
fn p1_a_clock_twenty_minutes_off_makes_nobody_late_or_on_time() {
    let minutes = TimeDelta::minutes;
    // P1: on time until 10:45.
    for (begun, off, on_time_at_last) in
        [("10:40", minutes(20), true), ("10:50", minutes(-20), false)]
    {
        let estate = Estate::new();
        let (alice, clock) = alice_with_a_clock(&estate);
        at(&estate, &clock, begun, off);
        let patrol = alice.patrol("morning");
        alice.answer_the_rest(patrol);
        alice.finish(patrol).unwrap();
        assert_eq!(on_time(&morning(&alice)), !on_time_at_last, "nobody knows it yet");
        at(&estate, &clock, "11:40", off);
        alice.sync();
        assert_eq!(alice.record(patrol).unwrap().skew, off.num_seconds());
        assert_eq!(on_time(&morning(&alice)), on_time_at_last);
        // Syncing again moves nothing.
        alice.add_log_entry("早会").unwrap();
        alice.sync();
        assert_eq!(alice.record(patrol).unwrap().skew, off.num_seconds());
    }
}

#[test]
fn once_the_clock_is_known_to_be_off_the_day_is_right_at_once() {
    for off in [TEN_YEARS, -TEN_YEARS] {
        let estate = Estate::new();
        let (alice, clock) = alice_with_a_clock(&estate);
        at(&estate, &clock, "08:05", off);
        alice.sync();
        at(&estate, &clock, "10:30", off);
        assert_eq!(alice.today_date().unwrap(), day());
        let alice = alice.restart();
        assert_eq!(alice.true_now(), beijing("10:30"));
        let patrol = alice.patrol("morning");
        assert_eq!(alice.record(patrol).unwrap().skew, off.num_seconds());
        alice.answer_the_rest(patrol);
        let case = report(&alice, patrol);
        assert_eq!(alice.case(case).unwrap().reported_ms, beijing("10:30").timestamp_millis());
        at(&estate, &clock, "10:50", off);
        alice.finish(patrol).unwrap();
        assert!(on_time(&morning(&alice)));
        // The afternoon's patrol follows it up, by times that fit together.
        at(&estate, &clock, "15:00", off);
        let afternoon = alice.patrol("afternoon");
        let item = format!("fu_{case}");
        alice.answer(afternoon, &item, "ok").unwrap();
        alice.sync();
        assert!(on_time(&morning(&alice)));
        assert_eq!(alice.case(case).unwrap().facts[1].at, beijing("15:00"));
    }
}

#[test]
fn a_clock_that_is_put_right_moves_nothing_that_was_timed_well() {
    for off in [TEN_YEARS, -TEN_YEARS] {
        let estate = Estate::new();
        let (alice, clock) = alice_with_a_clock(&estate);
        at(&estate, &clock, "08:05", off);
        alice.sync();
        // Put right by hand, before the next sync.
        at(&estate, &clock, "10:30", TimeDelta::zero());
        assert_eq!(alice.today_date().unwrap(), day());
        let patrol = alice.patrol("morning");
        alice.answer_the_rest(patrol);
        alice.finish(patrol).unwrap();
        alice.sync();
        assert_eq!(alice.record(patrol).unwrap().skew, 0);
        assert!(on_time(&morning(&alice)));
        assert_eq!(alice.sync_status().unwrap().clock_off_seconds, 0);
    }
}

#[test]
fn what_was_begun_before_the_clock_went_wrong_keeps_its_time() {
    for off in [TEN_YEARS, -TEN_YEARS] {
        let estate = Estate::new();
        let (alice, clock) = alice_with_a_clock(&estate);
        at(&estate, &clock, "10:30", TimeDelta::zero());
        let patrol = alice.patrol("morning");
        alice.answer_the_rest(patrol);
        alice.finish(patrol).unwrap();
        at(&estate, &clock, "12:00", off);
        alice.sync();
        assert_eq!(alice.record(patrol).unwrap().skew, 0);
        assert!(on_time(&morning(&alice)));
    }
}

#[test]
fn a_colleague_whose_clock_is_off_does_not_move_the_patrol_of_another() {
    for off in [TEN_YEARS, -TEN_YEARS, TimeDelta::minutes(-20), TimeDelta::minutes(20)] {
        let estate = Estate::new();
        let alice = estate.device("alice");
        let clock = FakeClock::at(beijing("08:00"));
        let bob = estate.with_clock("bob", "旧手机", &clock);
        bob.sync();
        at(&estate, &clock, "10:30", off);
        let patrol = alice.patrol("morning");
        alice.sync();
        at(&estate, &clock, "10:31", TimeDelta::zero());
        bob.sync();
        at(&estate, &clock, "10:40", off);
        bob.answer(patrol, "shafts", "ok").unwrap();
        bob.sync();
        bob.answer_the_rest(patrol);
        at(&estate, &clock, "10:50", off);
        bob.finish(patrol).unwrap();
        bob.sync();
        alice.sync();
        let view = alice.record(patrol).unwrap();
        assert_eq!((view.skew, view.day), (0, day()), "{off}");
        assert_eq!(view.end, Some(beijing("10:50")), "Bob's phone knew how far it was off");
        assert!(on_time(&morning(&alice)));
    }
}

#[test]
fn p1_lateness_goes_by_when_it_was_done_not_by_when_it_arrived() {
    let estate = Estate::new();
    let alice = estate.device("alice");
    estate.at("10:30");
    let patrol = alice.patrol("morning");
    alice.answer_the_rest(patrol);
    estate.at("10:50");
    alice.finish(patrol).unwrap();
    // Two days in a basement without a network.
    estate.at("2026-03-20 09:00");
    alice.sync();
    let office = estate.device("assistant");
    let board = office.board(day()).unwrap();
    assert!(on_time(&board.people[0].duties[1].state));
}

#[test]
fn a_public_report_needs_no_record() {
    let estate = Estate::new();
    let (alice, clock) = alice_with_a_clock(&estate);
    at(&estate, &clock, "10:30", TEN_YEARS);
    let case = alice
        .report_case(&NewCase {
            kind: CaseKind::Finding,
            title: "路灯".to_owned(),
            detail: String::new(),
            department: None,
            severity: Severity::Normal,
            found: None,
            about: Some(RecordAbout::Area(estate.east)),
            agreed: None,
        })
        .unwrap();
    alice.sync();
    // C7 counts from the true day.
    let due = alice.case(case).unwrap().due[0].due;
    assert_eq!(due, beijing("2026-03-22 00:00").to_utc());
}
