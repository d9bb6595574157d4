//! What a patrol finds: cases, their deadlines, and the afternoon's follow-up (P1, P8, C7, I7, K1).

use chrono::TimeDelta;

use super::*;
use crate::domain::case::{CaseKind, CaseState};
use crate::ids::DocumentId;
use crate::rulepack::{CaseStep, Severity};
use crate::workspace::{NewCase, NewFact, RecordAbout};

fn finding(patrol: DocumentId, item: &str, title: &str) -> NewCase {
    NewCase {
        kind: CaseKind::Finding,
        title: title.to_owned(),
        detail: String::new(),
        department: Some("engineering".to_owned()),
        severity: Severity::Urgent,
        found: Some((patrol, item.to_owned())),
        about: None,
        agreed: None,
    }
}

fn step(step: CaseStep) -> NewFact {
    NewFact { step, note: String::new(), department: None, satisfaction: None }
}

fn follow_ups(device: &Device<'_>, record: DocumentId) -> Vec<(String, Option<DocumentId>)> {
    let view = device.record(record).unwrap();
    let group = view.groups.into_iter().find(|group| group.id == "follow_up");
    let items = group.map(|group| group.items).unwrap_or_default();
    items.into_iter().map(|item| (item.label.zh, item.case)).collect()
}

#[test]
fn p1_the_afternoon_follows_up_what_the_morning_found_and_its_answers_go_to_the_cases() {
    let estate = Estate::new();
    let alice = estate.device("alice");
    estate.at("10:30");
    let morning = alice.patrol("morning");
    alice.answer(morning, "shafts", "problem").unwrap();
    alice.attach_photo(morning, "shafts", "image/jpeg", JPEG).unwrap();
    let leak = alice.report_case(&finding(morning, "shafts", "三楼管井溢水")).unwrap();
    estate.at("10:40");
    let lamp = alice.report_case(&finding(morning, "corridor_light", "五楼灯不亮")).unwrap();
    let door = alice.report_case(&finding(morning, "fire_doors", "防火门未关")).unwrap();
    assert_eq!(follow_ups(&alice, morning), [], "a patrol does not follow up its own findings");
    // Put right before the afternoon: not asked again.
    estate.at("14:00");
    alice.add_fact(door, &step(CaseStep::Handled)).unwrap();

    estate.at("15:00");
    let afternoon = alice.patrol("afternoon");
    let asked = follow_ups(&alice, afternoon);
    let expected = [("三楼管井溢水".to_owned(), Some(leak)), ("五楼灯不亮".to_owned(), Some(lamp))];
    assert_eq!(asked, expected);
    alice.answer_the_rest(afternoon);
    alice.clear_answers(afternoon, &[&format!("fu_{leak}"), &format!("fu_{lamp}")]).unwrap();
    assert_eq!(missing(alice.finish(afternoon)).len(), 2, "each is to be answered");
    estate.at("15:30");
    alice.answer(afternoon, &format!("fu_{leak}"), "ok").unwrap();
    alice.answer(afternoon, &format!("fu_{lamp}"), "problem").unwrap();
    alice.finish(afternoon).unwrap();
    assert_eq!(follow_ups(&alice, afternoon), expected, "what was asked stays in the record");

    let leak = alice.case(leak).unwrap();
    assert_eq!(leak.state, CaseState::Handled);
    let lamp = alice.case(lamp).unwrap();
    assert_eq!(lamp.state, CaseState::Dispatched);
    let last = lamp.facts.last().unwrap();
    assert_eq!(
        (last.step, last.by, last.at),
        (CaseStep::Checked, alice.me().person, beijing("15:30"))
    );
}

#[test]
fn p1_what_was_handled_and_is_found_again_stays_open() {
    let estate = Estate::new();
    let alice = estate.device("alice");
    estate.at("10:30");
    let morning = alice.patrol("morning");
    let leak = alice.report_case(&finding(morning, "shafts", "溢水")).unwrap();
    estate.at("15:00");
    let afternoon = alice.patrol("afternoon");
    let item = format!("fu_{leak}");
    for (time, answer, state) in [
        ("15:05", "ok", CaseState::Handled),
        ("15:06", "ok", CaseState::Handled),
        ("15:10", "problem", CaseState::Dispatched),
    ] {
        estate.at(time);
        alice.answer(afternoon, &item, answer).unwrap();
        assert_eq!(alice.case(leak).unwrap().state, state, "at {time}");
    }
    let facts = alice.case(leak).unwrap().facts;
    assert_eq!(facts.len(), 3, "dispatched, handled, checked: a tap twice is one fact");
}

#[test]
fn p1_the_findings_of_a_colleague_and_of_the_areas_buildings_are_followed_up_too() {
    let estate = Estate::new();
    let (alice, bob, carol) =
        (estate.device("alice"), estate.device("bob"), estate.device("carol"));
    let home = bob.create_household(estate.unit("1-101", &[])).unwrap();
    estate.at("10:30");
    let report = |about, title: &str, device: &Device<'_>| {
        let new = finding(DocumentId(uuid::Uuid::nil()), "", title);
        device.report_case(&NewCase { found: None, about: Some(about), ..new }).unwrap();
        device.sync();
        estate.clock.advance(TimeDelta::minutes(1));
    };
    report(RecordAbout::Area(estate.east), "东区路灯", &bob);
    report(RecordAbout::Document(home), "101 门前堆物", &bob);
    report(RecordAbout::Area(estate.west), "西区路灯", &carol);
    alice.sync();
    estate.at("15:00");
    let afternoon = alice.patrol("afternoon");
    let titles: Vec<String> =
        follow_ups(&alice, afternoon).into_iter().map(|(title, _)| title).collect();
    assert_eq!(titles, ["东区路灯", "101 门前堆物"]);
}

#[test]
fn a_case_takes_along_the_photos_of_where_it_was_found() {
    let estate = Estate::new();
    let alice = estate.device("alice");
    let patrol = alice.patrol("morning");
    alice.answer(patrol, "shafts", "problem").unwrap();
    let hash = alice.attach_photo(patrol, "shafts", "image/jpeg", JPEG).unwrap();
    alice.attach_photo(patrol, "exits", "image/jpeg", b"another").unwrap();
    let case = alice.report_case(&finding(patrol, "shafts", "溢水")).unwrap();
    alice.sync();
    let office = estate.device("assistant");
    let (media_type, bytes) = office.fetch_photo(&office.line(), case, hash).unwrap();
    assert_eq!((media_type.as_str(), bytes.as_slice()), ("image/jpeg", JPEG));
    assert_eq!(office.case(case).unwrap().found, Some((patrol, "shafts".to_owned())));
}

#[test]
fn c7_what_is_not_solved_at_once_needs_a_plan_within_three_days() {
    let estate = Estate::new();
    let alice = estate.device("alice");
    estate.at("10:30");
    let patrol = alice.patrol("morning");
    let case = alice.report_case(&finding(patrol, "shafts", "溢水")).unwrap();
    let plan = |device: &Device<'_>| {
        let view = device.case(case).unwrap();
        let step = view.due.iter().find(|step| step.step == CaseStep::Planned).unwrap();
        (step.due, step.done_at, view.overdue)
    };
    let last_moment = beijing("2026-03-22 00:00").to_utc();
    assert_eq!(plan(&alice), (last_moment, None, false));
    estate.at("2026-03-21 23:59");
    assert!(!plan(&alice).2);
    estate.at("2026-03-22 00:00");
    assert!(plan(&alice).2, "the 18th and three calendar days");
    estate.at("2026-03-22 09:00");
    alice.add_fact(case, &step(CaseStep::Planned)).unwrap();
    let planned = Some(beijing("2026-03-22 09:00").to_utc());
    assert_eq!(plan(&alice), (last_moment, planned, false));
}

#[test]
fn i7_k1_a_complaint_is_replied_to_by_the_agreed_time_and_called_back() {
    let estate = Estate::new();
    let alice = estate.device("alice");
    let home = alice.create_household(estate.unit("1-101", &[])).unwrap();
    estate.at("10:30");
    let agreed = beijing("2026-03-18 17:00");
    let case = alice
        .report_case(&NewCase {
            kind: CaseKind::Complaint,
            found: None,
            about: Some(RecordAbout::Document(home)),
            agreed: Some(agreed),
            department: None,
            ..finding(home, "", "楼上噪音")
        })
        .unwrap();
    let view = alice.case(case).unwrap();
    assert_eq!((view.unit.as_deref(), view.state), (Some("1-101"), CaseState::Open));
    assert_eq!(view.due[0].step, CaseStep::Replied);
    assert_eq!(view.due[0].due, agreed.to_utc());
    estate.at("16:00");
    alice.add_fact(case, &step(CaseStep::Replied)).unwrap();
    alice.add_fact(case, &step(CaseStep::Handled)).unwrap();
    let view = alice.case(case).unwrap();
    assert_eq!(view.state, CaseState::AwaitingCallback);
    let callback = view.due.iter().find(|due| due.step == CaseStep::CalledBack).unwrap();
    assert_eq!(callback.due, beijing("2026-03-20 00:00").to_utc());
    assert!(!view.overdue);
    estate.clock.advance(TimeDelta::days(1));
    let callback = NewFact { satisfaction: Some(5), ..step(CaseStep::CalledBack) };
    alice.add_fact(case, &callback).unwrap();
    alice.add_fact(case, &step(CaseStep::Closed)).unwrap();
    assert_eq!(alice.case(case).unwrap().state, CaseState::Closed);
    assert_eq!(alice.open_cases().unwrap(), []);
}

#[test]
fn the_case_that_is_due_first_comes_first() {
    let estate = Estate::new();
    let alice = estate.device("alice");
    estate.at("2026-03-16 10:30");
    let patrol = alice.patrol("morning");
    let older = alice.report_case(&finding(patrol, "shafts", "前天的")).unwrap();
    estate.at("10:30");
    let today = alice.report_case(&finding(patrol, "exits", "今天的")).unwrap();
    let order = |device: &Device<'_>| -> Vec<DocumentId> {
        device.open_cases().unwrap().into_iter().map(|case| case.document).collect()
    };
    assert_eq!(order(&alice), [older, today]);
    alice.add_fact(older, &step(CaseStep::Planned)).unwrap();
    assert_eq!(order(&alice), [today, older], "nothing more is due of the planned one");
}

#[test]
fn a_case_says_what_does_not_fit() {
    let estate = Estate::new();
    let alice = estate.device("alice");
    let patrol = alice.patrol("morning");
    let new = finding(patrol, "shafts", "溢水");
    let report = |new: &NewCase| refused(alice.report_case(new));
    assert!(
        report(&NewCase { title: "  ".to_owned(), ..new.clone() })
            .starts_with("title: it is empty")
    );
    assert!(
        report(&NewCase { title: "长".repeat(121), ..new.clone() })
            .starts_with("title: it is longer")
    );
    let nowhere = NewCase { department: Some("navy".to_owned()), ..new.clone() };
    assert!(report(&nowhere).starts_with("department: expected one of cleaning, engineering"));
    assert!(report(&NewCase { found: None, ..new.clone() }).starts_with("about: say where it is"));
    let case = alice.report_case(&new).unwrap();
    let undirected = refused(alice.add_fact(case, &step(CaseStep::Dispatched)));
    assert_eq!(undirected, "department: a case is dispatched to a department");
    let six = NewFact { satisfaction: Some(6), ..step(CaseStep::CalledBack) };
    assert_eq!(
        refused(alice.add_fact(case, &six)),
        "satisfaction: a satisfaction of 6: expected 1 to 5"
    );
    let wrong_kind = alice.add_fact(patrol, &step(CaseStep::Closed));
    assert!(matches!(wrong_kind, Err(Error::NotFound { what: "case", .. })));
}
