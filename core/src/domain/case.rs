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
mod tests;
