use std::sync::LazyLock;

use proptest::prelude::*;
use uuid::Uuid;

use super::CaseKind as K;
use super::*;
use crate::rulepack::{CaseStep as S, RulePack};

static PACK: LazyLock<RulePack> = LazyLock::new(|| RulePack::default_pack().unwrap());
const SHANGHAI: Tz = chrono_tz::Asia::Shanghai;

fn at(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_str(&format!("2026-{text} +0800"), "%Y-%m-%d %H:%M %z").unwrap()
}

fn fact(step: CaseStep, time: &str) -> CaseFact {
    CaseFact {
        step,
        at: at(time),
        by: PersonId(Uuid::nil()),
        note: String::new(),
        department: None,
        satisfaction: None,
    }
}

#[test]
fn a_case_is_as_far_as_its_facts_say() {
    type Row = (K, &'static [(S, &'static str)], CaseState);
    #[rustfmt::skip]
    let table: [Row; 14] = [
        (K::Finding, &[], CaseState::Open),
        (K::Finding, &[(S::Checked, "03-09 16:00")], CaseState::Open),
        (K::Finding, &[(S::Dispatched, "03-09 12:00")], CaseState::Dispatched),
        (K::Finding, &[(S::Planned, "03-09 13:00"), (S::Dispatched, "03-09 12:00")], CaseState::Planned),
        (K::Finding, &[(S::Planned, "03-09 13:00")], CaseState::Planned),
        (K::Finding, &[(S::Handled, "03-09 14:00")], CaseState::Handled),
        // K1, K2: residents are called back, nobody is for a finding
        (K::Complaint, &[(S::Handled, "03-09 14:00")], CaseState::AwaitingCallback),
        (K::Repair, &[(S::Replied, "03-09 14:30"), (S::Handled, "03-09 14:00")], CaseState::AwaitingCallback),
        (K::Repair, &[(S::Handled, "03-09 14:00"), (S::CalledBack, "03-09 15:00")], CaseState::Handled),
        (K::Repair, &[(S::CalledBack, "03-09 15:00")], CaseState::Open),
        (K::Complaint, &[(S::Closed, "03-09 18:00")], CaseState::Closed),
        // P1: still there in the afternoon
        (K::Finding, &[(S::Handled, "03-09 14:00"), (S::Checked, "03-09 16:00")], CaseState::Open),
        (K::Finding, &[(S::Dispatched, "03-09 12:00"), (S::Closed, "03-09 14:00"), (S::Checked, "03-09 14:00")], CaseState::Dispatched),
        (K::Finding, &[(S::Handled, "03-09 14:00"), (S::Checked, "03-09 16:00"), (S::Handled, "03-10 09:00")], CaseState::Handled),
    ];
    for (kind, facts, expected) in table {
        let facts: Vec<_> = facts.iter().map(|(step, time)| fact(*step, time)).collect();
        assert_eq!(case_state(kind, &facts), expected, "{kind:?} {facts:?}");
        assert_eq!(
            expected.is_unsolved(),
            matches!(expected.as_str(), "open" | "dispatched" | "planned")
        );
    }
}

/// The due steps of the default pack: deadline, due in the estate's time, state at `now`.
fn due(kind: K, agreed: Option<&str>, facts: &[(S, &str)], now: &str) -> Vec<String> {
    let facts: Vec<_> = facts.iter().map(|(step, time)| fact(*step, time)).collect();
    let report = Report { kind, at: at("03-06 23:30"), agreed: agreed.map(at) };
    due_steps(&report, &PACK.deadlines, SHANGHAI, &facts)
        .iter()
        .map(|step| {
            let due = step.due.with_timezone(&SHANGHAI).format("%m-%d %H:%M");
            let state = match step.done_at {
                Some(_) if step.done_late() => "done late",
                Some(_) => "done",
                None if step.overdue(at(now).to_utc()) => "overdue",
                None => "open",
            };
            format!("{} by {due}: {state}", step.deadline)
        })
        .collect()
}

#[test]
fn deadlines_run_to_the_end_of_their_last_day() {
    type Row = (
        K,
        Option<&'static str>,
        &'static [(S, &'static str)],
        &'static str,
        &'static [&'static str],
    );
    #[rustfmt::skip]
    let table: [Row; 11] = [
        // C7: three calendar days, from Friday evening to the end of Monday
        (K::Finding, None, &[], "03-09 23:59", &["plan by 03-10 00:00: open"]),
        (K::Finding, None, &[], "03-10 00:00", &["plan by 03-10 00:00: overdue"]),
        (K::Finding, None, &[(S::Planned, "03-09 23:59")], "03-20 00:00", &["plan by 03-10 00:00: done"]),
        (K::Finding, None, &[(S::Planned, "03-10 00:00")], "03-20 00:00", &["plan by 03-10 00:00: done late"]),
        // what was put right needs no plan, unless it is still there
        (K::Finding, None, &[(S::Handled, "03-07 09:00")], "03-20 00:00", &["plan by 03-10 00:00: done"]),
        (K::Finding, None, &[(S::Handled, "03-07 09:00"), (S::Checked, "03-07 16:00")], "03-20 00:00", &["plan by 03-10 00:00: overdue"]),
        (K::Finding, None, &[(S::Dispatched, "03-07 09:00")], "03-20 00:00", &["plan by 03-10 00:00: overdue"]),
        // I7: the agreed time, or the pack's day
        (K::Feedback, None, &[], "03-07 12:00", &["reply by 03-08 00:00: open"]),
        (K::Feedback, Some("03-07 18:00"), &[(S::Replied, "03-07 18:01")], "03-07 18:01", &["reply by 03-07 18:00: done late"]),
        // K1, K2: called back once it is put right
        (K::Complaint, None, &[(S::Replied, "03-07 09:00"), (S::Handled, "03-08 10:00")], "03-10 00:00", &["reply by 03-08 00:00: done", "callback by 03-10 00:00: overdue", "plan by 03-10 00:00: done"]),
        (K::Complaint, None, &[(S::Handled, "03-07 10:00"), (S::CalledBack, "03-07 11:00")], "03-10 00:00", &["reply by 03-08 00:00: done", "callback by 03-09 00:00: done", "plan by 03-10 00:00: done"]),
    ];
    for (kind, agreed, facts, now, expected) in table {
        assert_eq!(due(kind, agreed, facts, now), expected, "{kind:?} {facts:?} at {now}");
    }
}

#[test]
fn a_finding_asks_for_no_answer_whatever_the_pack_says() {
    let mut deadlines = PACK.deadlines.clone();
    for deadline in deadlines.values_mut() {
        deadline.kinds = vec![K::Finding];
    }
    let report = Report { kind: K::Finding, at: at("03-09 09:00"), agreed: None };
    let steps = due_steps(&report, &deadlines, SHANGHAI, &[fact(S::Handled, "03-09 10:00")]);
    assert_eq!(steps.iter().map(|step| step.step).collect::<Vec<_>>(), [S::Planned]);
}

#[test]
fn days_are_calendar_days_or_working_days() {
    let table = [
        // C7, both ways; 2026-03-06 is a Friday
        ("2026-03-06", 3, DayCount::Calendar, "2026-03-09"),
        ("2026-03-06", 3, DayCount::Working, "2026-03-11"),
        ("2026-03-02", 3, DayCount::Working, "2026-03-05"),
        ("2026-03-03", 3, DayCount::Working, "2026-03-06"),
        ("2026-03-04", 3, DayCount::Working, "2026-03-09"),
        ("2026-03-07", 3, DayCount::Working, "2026-03-11"),
        ("2026-03-08", 3, DayCount::Working, "2026-03-11"),
        ("2026-03-08", 1, DayCount::Working, "2026-03-09"),
        ("2026-03-08", 0, DayCount::Working, "2026-03-09"),
        ("2026-03-06", 0, DayCount::Working, "2026-03-06"),
        ("2026-03-06", 0, DayCount::Calendar, "2026-03-06"),
        ("2026-03-06", 10, DayCount::Working, "2026-03-20"),
    ];
    for (start, days, counting, expected) in table {
        let last = last_day(start.parse().unwrap(), days, counting);
        assert_eq!(last.to_string(), expected, "{days} {counting:?} from {start}");
    }
    for counting in [DayCount::Calendar, DayCount::Working] {
        last_day(NaiveDate::MAX, u32::MAX, counting);
    }
}

#[test]
fn the_latest_dispatch_names_the_department() {
    let to = |department: &str, time| CaseFact {
        department: Some(department.to_owned()),
        ..fact(S::Dispatched, time)
    };
    let facts = [
        to("engineering", "03-09 15:00"),
        to("cleaning", "03-09 12:00"),
        fact(S::Dispatched, "03-09 16:00"),
    ];
    assert_eq!(department_of(&facts), Some("engineering"));
    assert_eq!(department_of(&[]), None);
}

#[test]
fn a_fact_is_written_short_and_reads_back() {
    let short = fact(S::CalledBack, "03-09 15:00");
    let text = serde_json::to_string(&short).unwrap();
    assert_eq!(
        text,
        r#"{"step":"called_back","at":"2026-03-09T15:00:00+08:00","by":"00000000-0000-0000-0000-000000000000"}"#
    );
    assert_eq!(serde_json::from_str::<CaseFact>(&text).unwrap(), short);
    let full = CaseFact {
        note: "好".to_owned(),
        department: Some("cleaning".to_owned()),
        satisfaction: Satisfaction::try_from(5).ok(),
        ..short
    };
    let text = serde_json::to_string(&full).unwrap();
    assert_eq!(serde_json::from_str::<CaseFact>(&text).unwrap(), full);
    for points in ["0", "6"] {
        let text = text.replace(r#""satisfaction":5"#, &format!(r#""satisfaction":{points}"#));
        let error = serde_json::from_str::<CaseFact>(&text).unwrap_err().to_string();
        assert!(error.contains("expected 1 to 5"), "{error}");
    }
}

#[test]
fn kinds_have_the_names_that_they_are_written_with() {
    for kind in K::ALL {
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        assert_eq!(K::parse(kind.as_str()), Some(kind));
    }
    assert_eq!(K::parse("rumour"), None);
}

fn any_fact() -> impl Strategy<Value = CaseFact> {
    let step = prop::sample::select(vec![
        S::Dispatched,
        S::Planned,
        S::Checked,
        S::Handled,
        S::Replied,
        S::CalledBack,
        S::Closed,
    ]);
    let department = prop::option::of(prop::sample::select(vec!["cleaning", "greening"]));
    (step, 0u32..6, department).prop_map(|(step, hour, department)| CaseFact {
        department: department.map(str::to_owned),
        ..fact(step, &format!("03-09 {:02}:00", 9 + hour))
    })
}

proptest! {
    #[test]
    fn order_and_repetition_of_facts_change_nothing(
        (facts, shuffled) in prop::collection::vec(any_fact(), 0..8).prop_flat_map(|facts| {
            let mut twice = facts.clone();
            twice.extend(facts.iter().take(3).cloned());
            (Just(facts), Just(twice).prop_shuffle())
        }),
        kind in prop::sample::select(K::ALL.to_vec()),
    ) {
        prop_assert_eq!(case_state(kind, &facts), case_state(kind, &shuffled));
        prop_assert_eq!(department_of(&facts), department_of(&shuffled));
        let report = Report { kind, at: at("03-09 08:00"), agreed: None };
        prop_assert_eq!(
            due_steps(&report, &PACK.deadlines, SHANGHAI, &facts),
            due_steps(&report, &PACK.deadlines, SHANGHAI, &shuffled)
        );
    }
}
