//! Cases: findings, repairs, complaints and the like. A case is a set of facts, each written once;
//! its state and its deadlines are derived here, in whatever order the facts arrive.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::duty::{day_of, start_of_day};
use crate::ids::PersonId;
use crate::rulepack::{CaseStep, DayCount, Deadline};

/// What sort of case it is (rules.md, "Intake").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseKind {
    /// 巡查发现: what a patrol or an inspection found (P8, P15).
    Finding,
    /// 报修 (I3).
    Repair,
    /// 投诉 (I4).
    Complaint,
    /// 代办服务, free (I5).
    Errand,
    /// 有偿服务 (I6).
    PaidService,
    /// 信息反馈 (I7).
    Feedback,
    /// 收楼遗留: a defect found at handover (I8).
    HandoverDefect,
}

impl CaseKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Finding,
        Self::Repair,
        Self::Complaint,
        Self::Errand,
        Self::PaidService,
        Self::Feedback,
        Self::HandoverDefect,
    ];

    /// The kind's name in documents, packs and the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Finding => "finding",
            Self::Repair => "repair",
            Self::Complaint => "complaint",
            Self::Errand => "errand",
            Self::PaidService => "paid_service",
            Self::Feedback => "feedback",
            Self::HandoverDefect => "handover_defect",
        }
    }

    /// The kind with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// Whether a resident brought it and waits for an answer and a callback (I1, K1).
    pub fn reported_by_resident(self) -> bool {
        self != Self::Finding
    }
}

/// How satisfied a resident was at the callback, from 1 (not at all) to 5 (I3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Satisfaction(u8);

impl TryFrom<u8> for Satisfaction {
    type Error = NoSatisfaction;

    fn try_from(points: u8) -> Result<Self, Self::Error> {
        if (1..=5).contains(&points) { Ok(Self(points)) } else { Err(NoSatisfaction(points)) }
    }
}

impl From<Satisfaction> for u8 {
    fn from(satisfaction: Satisfaction) -> Self {
        satisfaction.0
    }
}

/// A number that is no satisfaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a satisfaction of {0}: expected 1 to 5")]
pub struct NoSatisfaction(u8);

/// One step that somebody took. Written once and never changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseFact {
    /// Which step.
    pub step: CaseStep,
    /// When it was taken, by the clock of who took it.
    pub at: DateTime<FixedOffset>,
    /// Who took it.
    pub by: PersonId,
    /// What there is to say.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// To which department it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// How satisfied the resident was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub satisfaction: Option<Satisfaction>,
}

/// How far a case has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseState {
    /// Reported, nothing more.
    Open,
    /// With a department.
    Dispatched,
    /// With a plan.
    Planned,
    /// Put right; to be closed.
    Handled,
    /// Put right, and the resident is still to be called back (K1, K2).
    AwaitingCallback,
    /// Closed.
    Closed,
}

impl CaseState {
    /// The state's name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Dispatched => "dispatched",
            Self::Planned => "planned",
            Self::Handled => "handled",
            Self::AwaitingCallback => "awaiting_callback",
            Self::Closed => "closed",
        }
    }

    /// Whether the trouble itself is still there: what the afternoon's patrol looks at again (P1).
    pub fn is_unsolved(self) -> bool {
        matches!(self, Self::Open | Self::Dispatched | Self::Planned)
    }
}

/// How far a case has come, by its facts in any order; a fact twice is one fact.
///
/// "Looked at again and still there" undoes what was handled, called back or closed up to then: a
/// case that two people judged differently while apart stays open, where it is seen.
pub fn case_state(kind: CaseKind, facts: &[CaseFact]) -> CaseState {
    let taken = |step| standing(facts, step).next().is_some();
    if taken(CaseStep::Closed) {
        CaseState::Closed
    } else if taken(CaseStep::Handled) {
        if kind.reported_by_resident() && !taken(CaseStep::CalledBack) {
            CaseState::AwaitingCallback
        } else {
            CaseState::Handled
        }
    } else if taken(CaseStep::Planned) {
        CaseState::Planned
    } else if taken(CaseStep::Dispatched) {
        CaseState::Dispatched
    } else {
        CaseState::Open
    }
}

/// The department that has the case: that of the latest dispatch.
pub fn department_of(facts: &[CaseFact]) -> Option<&str> {
    facts
        .iter()
        .filter(|fact| fact.step == CaseStep::Dispatched)
        .filter_map(|fact| Some((fact.at, fact.department.as_deref()?)))
        .max()
        .map(|(_, department)| department)
}

/// How a case began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Report {
    /// What sort of case it is.
    pub kind: CaseKind,
    /// When it was reported.
    pub at: DateTime<FixedOffset>,
    /// By when a reply was promised, if a time was agreed (I7 约定的时间内). It stands in for the
    /// days of a deadline for a reply.
    pub agreed: Option<DateTime<FixedOffset>>,
}

/// A step that a deadline asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueStep {
    /// The deadline's id in the pack.
    pub deadline: String,
    /// The step.
    pub step: CaseStep,
    /// From this instant on, the step is late.
    pub due: DateTime<Utc>,
    /// When it was taken, or made needless by a further one.
    pub done_at: Option<DateTime<Utc>>,
}

impl DueStep {
    /// Whether the step is still to be taken, and late.
    pub fn overdue(&self, now: DateTime<Utc>) -> bool {
        self.done_at.is_none() && now >= self.due
    }

    /// Whether the step was taken, but late.
    pub fn done_late(&self) -> bool {
        self.done_at.is_some_and(|done| done >= self.due)
    }
}

/// The steps that a case's deadlines ask for (C7, I7, K1), the first due first. A deadline whose
/// clock has not started is not among them.
pub fn due_steps(
    report: &Report,
    deadlines: &BTreeMap<String, Deadline>,
    zone: Tz,
    facts: &[CaseFact],
) -> Vec<DueStep> {
    let mut steps: Vec<_> = deadlines
        .iter()
        .filter(|(_, deadline)| deadline.kinds.contains(&report.kind))
        .filter(|(_, deadline)| {
            let answer = matches!(deadline.step, CaseStep::Replied | CaseStep::CalledBack);
            report.kind.reported_by_resident() || !answer
        })
        .filter_map(|(id, deadline)| {
            let start = match deadline.after {
                None => report.at.to_utc(),
                Some(step) => done_at(facts, step)?,
            };
            let due = match report.agreed {
                Some(agreed) if deadline.step == CaseStep::Replied => agreed.to_utc(),
                _ => {
                    let last = last_day(day_of(&start, zone), deadline.days, deadline.counting);
                    start_of_day(last.succ_opt().unwrap_or(last), zone)
                }
            };
            let done_at = done_at(facts, deadline.step);
            Some(DueStep { deadline: id.clone(), step: deadline.step, due, done_at })
        })
        .collect();
    steps.sort_by_key(|step| step.due);
    steps
}

/// When a step was first taken, or a further one that makes it needless: what is put right needs
/// no plan any more (C7 不能现场解决的), and a callback is a reply.
fn done_at(facts: &[CaseFact], step: CaseStep) -> Option<DateTime<Utc>> {
    use CaseStep as S;
    let enough: &[S] = match step {
        S::Dispatched => &[S::Dispatched, S::Planned, S::Handled, S::Closed],
        S::Planned => &[S::Planned, S::Handled, S::Closed],
        S::Handled => &[S::Handled, S::Closed],
        S::Replied => &[S::Replied, S::CalledBack],
        S::Checked | S::CalledBack | S::Closed => &[step],
    };
    enough.iter().flat_map(|step| standing(facts, *step)).map(|fact| fact.at.to_utc()).min()
}

/// The facts of a step that still hold.
fn standing(facts: &[CaseFact], step: CaseStep) -> impl Iterator<Item = &CaseFact> {
    let undone = match step {
        CaseStep::Handled | CaseStep::CalledBack | CaseStep::Closed => {
            facts.iter().filter(|fact| fact.step == CaseStep::Checked).map(|fact| fact.at).max()
        }
        CaseStep::Dispatched | CaseStep::Planned | CaseStep::Checked | CaseStep::Replied => None,
    };
    facts.iter().filter(move |fact| {
        fact.step == step && undone.is_none_or(|still_there| fact.at > still_there)
    })
}

/// The last day of a deadline of so many days that starts on `start`.
fn last_day(start: NaiveDate, days: u32, counting: DayCount) -> NaiveDate {
    let add = |day: NaiveDate, days: u64| day.checked_add_days(Days::new(days)).unwrap_or(day);
    match counting {
        DayCount::Calendar => add(start, days.into()),
        DayCount::Working => {
            let weekday = u64::from(start.weekday().num_days_from_monday());
            let weekend = weekday >= 5;
            if weekend && days == 0 {
                return add(start, 7 - weekday);
            }
            // Days after the Monday of the same week; from a weekend as from the Friday before.
            let working = weekday.min(4) + u64::from(days);
            let monday = start.checked_sub_days(Days::new(weekday)).unwrap_or(start);
            add(monday, working / 5 * 7 + working % 5)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::rulepack::RulePack;

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

    use CaseKind as K;
    use CaseStep as S;

    #[test]
    fn a_case_is_as_far_as_its_facts_say() {
        let table: [(K, &[(S, &str)], CaseState); 14] = [
            (K::Finding, &[], CaseState::Open),
            (K::Finding, &[(S::Checked, "03-09 16:00")], CaseState::Open),
            (K::Finding, &[(S::Dispatched, "03-09 12:00")], CaseState::Dispatched),
            (
                K::Finding,
                &[(S::Planned, "03-09 13:00"), (S::Dispatched, "03-09 12:00")],
                CaseState::Planned,
            ),
            (K::Finding, &[(S::Planned, "03-09 13:00")], CaseState::Planned),
            (K::Finding, &[(S::Handled, "03-09 14:00")], CaseState::Handled),
            // K1, K2: residents are called back, nobody is for a finding
            (K::Complaint, &[(S::Handled, "03-09 14:00")], CaseState::AwaitingCallback),
            (
                K::Repair,
                &[(S::Replied, "03-09 14:30"), (S::Handled, "03-09 14:00")],
                CaseState::AwaitingCallback,
            ),
            (
                K::Repair,
                &[(S::Handled, "03-09 14:00"), (S::CalledBack, "03-09 15:00")],
                CaseState::Handled,
            ),
            (K::Repair, &[(S::CalledBack, "03-09 15:00")], CaseState::Open),
            (K::Complaint, &[(S::Closed, "03-09 18:00")], CaseState::Closed),
            // P1: still there in the afternoon
            (
                K::Finding,
                &[(S::Handled, "03-09 14:00"), (S::Checked, "03-09 16:00")],
                CaseState::Open,
            ),
            (
                K::Finding,
                &[
                    (S::Dispatched, "03-09 12:00"),
                    (S::Closed, "03-09 14:00"),
                    (S::Checked, "03-09 14:00"),
                ],
                CaseState::Dispatched,
            ),
            (
                K::Finding,
                &[
                    (S::Handled, "03-09 14:00"),
                    (S::Checked, "03-09 16:00"),
                    (S::Handled, "03-10 09:00"),
                ],
                CaseState::Handled,
            ),
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
        let pack = RulePack::default_pack().unwrap();
        let facts: Vec<_> = facts.iter().map(|(step, time)| fact(*step, time)).collect();
        let report = Report { kind, at: at("03-06 23:30"), agreed: agreed.map(at) };
        due_steps(&report, &pack.deadlines, SHANGHAI, &facts)
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
        let table: [Row; 11] = [
            // C7: three calendar days, from Friday evening to the end of Monday
            (K::Finding, None, &[], "03-09 23:59", &["plan by 03-10 00:00: open"]),
            (K::Finding, None, &[], "03-10 00:00", &["plan by 03-10 00:00: overdue"]),
            (
                K::Finding,
                None,
                &[(S::Planned, "03-09 23:59")],
                "03-20 00:00",
                &["plan by 03-10 00:00: done"],
            ),
            (
                K::Finding,
                None,
                &[(S::Planned, "03-10 00:00")],
                "03-20 00:00",
                &["plan by 03-10 00:00: done late"],
            ),
            // what was put right needs no plan, unless it is still there
            (
                K::Finding,
                None,
                &[(S::Handled, "03-07 09:00")],
                "03-20 00:00",
                &["plan by 03-10 00:00: done"],
            ),
            (
                K::Finding,
                None,
                &[(S::Handled, "03-07 09:00"), (S::Checked, "03-07 16:00")],
                "03-20 00:00",
                &["plan by 03-10 00:00: overdue"],
            ),
            (
                K::Finding,
                None,
                &[(S::Dispatched, "03-07 09:00")],
                "03-20 00:00",
                &["plan by 03-10 00:00: overdue"],
            ),
            // I7: the agreed time, or the pack's day
            (K::Feedback, None, &[], "03-07 12:00", &["reply by 03-08 00:00: open"]),
            (
                K::Feedback,
                Some("03-07 18:00"),
                &[(S::Replied, "03-07 18:01")],
                "03-07 18:01",
                &["reply by 03-07 18:00: done late"],
            ),
            // K1, K2: called back once it is put right
            (
                K::Complaint,
                None,
                &[(S::Replied, "03-07 09:00"), (S::Handled, "03-08 10:00")],
                "03-10 00:00",
                &[
                    "reply by 03-08 00:00: done",
                    "callback by 03-10 00:00: overdue",
                    "plan by 03-10 00:00: done",
                ],
            ),
            (
                K::Complaint,
                None,
                &[(S::Handled, "03-07 10:00"), (S::CalledBack, "03-07 11:00")],
                "03-10 00:00",
                &[
                    "reply by 03-08 00:00: done",
                    "callback by 03-09 00:00: done",
                    "plan by 03-10 00:00: done",
                ],
            ),
        ];
        for (kind, agreed, facts, now, expected) in table {
            assert_eq!(due(kind, agreed, facts, now), expected, "{kind:?} {facts:?} at {now}");
        }
    }

    #[test]
    fn a_finding_asks_for_no_answer_whatever_the_pack_says() {
        let mut deadlines = RulePack::default_pack().unwrap().deadlines;
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
            let deadlines = RulePack::default_pack().unwrap().deadlines;
            let report = Report { kind, at: at("03-09 08:00"), agreed: None };
            prop_assert_eq!(
                due_steps(&report, &deadlines, SHANGHAI, &facts),
                due_steps(&report, &deadlines, SHANGHAI, &shuffled)
            );
        }
    }
}
