//! A person's day (工作日志), assembled from what was done, as values and as a text to share.

use std::fmt::Write;

use chrono::{DateTime, FixedOffset, NaiveDate};
use chrono_tz::Tz;

use super::texts::{self, Language};
use crate::domain::case::CaseState;
use crate::domain::duty::{SlotState, SlotTimes};
use crate::ids::DocumentId;
use crate::rulepack::Label;

/// The day.
#[derive(Clone, Debug, PartialEq)]
pub struct DayLog {
    /// The estate's name.
    pub estate: String,
    /// Whose day it is.
    pub person: String,
    /// The estate's time zone, which all times are shown in.
    pub zone: Tz,
    /// The estate's calendar day.
    pub day: NaiveDate,
    /// Duties with what became of them, in the order of the day.
    pub duties: Vec<LogDuty>,
    /// Inspections and visits.
    pub records: Vec<LogRecord>,
    /// Cases that the person reported.
    pub cases: Vec<LogCase>,
    /// Free entries.
    pub entries: Vec<LogEntry>,
}

/// A slot of a duty.
#[derive(Clone, Debug, PartialEq)]
pub struct LogDuty {
    /// What the duty is called.
    pub label: Label,
    /// What the slot is called.
    pub slot: Label,
    /// What it was about.
    pub subject: String,
    /// When it fell due.
    pub times: SlotTimes,
    /// What became of it.
    pub state: SlotState,
    /// What was found: item and note.
    pub problems: Vec<(Label, String)>,
}

/// An inspection or a visit.
#[derive(Clone, Debug, PartialEq)]
pub struct LogRecord {
    /// What the form is called.
    pub label: Label,
    /// The unit.
    pub subject: String,
    /// Whether it is finished.
    pub finished: bool,
    /// What was found: item and note.
    pub problems: Vec<(Label, String)>,
}

/// A case.
#[derive(Clone, Debug, PartialEq)]
pub struct LogCase {
    /// One line that names it.
    pub title: String,
    /// The department that has it.
    pub department: Option<Label>,
    /// How far it has come.
    pub state: CaseState,
    /// Whether a step is overdue.
    pub overdue: bool,
}

/// A free entry.
#[derive(Clone, Debug, PartialEq)]
pub struct LogEntry {
    /// The work log it is in.
    pub document: DocumentId,
    /// Its id there.
    pub entry: String,
    /// When it was written.
    pub at: DateTime<FixedOffset>,
    /// What was written.
    pub text: String,
}

impl DayLog {
    /// The day as a text to share.
    pub fn to_text(&self, language: Language) -> String {
        let say = |key: &str| texts::text(language, key);
        let day = self.day.to_string();
        let gaps = [("person", self.person.as_str().into()), ("day", day.into())];
        let mut text =
            format!("{}\n{}\n", self.estate, texts::text_with(language, "log-title", &gaps));
        section(&mut text, &say("log-duties"), &say("log-none"), &self.duties, |text, duty| {
            let opens = texts::time_of_day(&duty.times.opens, self.zone);
            let closes = texts::time_of_day(&duty.times.closes, self.zone);
            let state = say(texts::slot_state_key(&duty.state));
            let (label, slot) = (language.of(&duty.label), language.of(&duty.slot));
            let _ = write!(text, "{opens}–{closes} {label} · {slot} · {}: {state}", duty.subject);
            problems(text, language, &duty.problems);
        });
        section(&mut text, &say("log-records"), &say("log-none"), &self.records, |text, record| {
            let state = say(if record.finished { "log-finished" } else { "log-unfinished" });
            let _ = write!(text, "{} · {}: {state}", language.of(&record.label), record.subject);
            problems(text, language, &record.problems);
        });
        section(&mut text, &say("log-cases"), &say("log-none"), &self.cases, |text, case| {
            let _ = write!(text, "{}: {}", case.title, say(&texts::case_state_key(case.state)));
            if let Some(department) = &case.department {
                let _ = write!(text, " → {}", language.of(department));
            }
            if case.overdue {
                let _ = write!(text, " ({})", say("case-overdue"));
            }
        });
        section(&mut text, &say("log-entries"), &say("log-none"), &self.entries, |text, entry| {
            let _ = write!(text, "{} {}", entry.at.format("%H:%M"), entry.text);
        });
        text
    }
}

fn section<T>(
    text: &mut String,
    heading: &str,
    none: &str,
    rows: &[T],
    write_row: impl Fn(&mut String, &T),
) {
    let _ = writeln!(text, "\n{heading}");
    if rows.is_empty() {
        let _ = writeln!(text, "{none}");
    }
    for row in rows {
        text.push_str("· ");
        write_row(text, row);
        text.push('\n');
    }
}

fn problems(text: &mut String, language: Language, problems: &[(Label, String)]) {
    if problems.is_empty() {
        return;
    }
    let count = problems.len() as u64;
    let _ = write!(
        text,
        " · {}",
        texts::text_with(language, "log-problems", &[("count", count.into())])
    );
    for (label, note) in problems {
        let _ = write!(text, "\n    - {}", language.of(label));
        if !note.is_empty() {
            let _ = write!(text, ": {note}");
        }
    }
}
