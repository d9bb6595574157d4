//! The day's work log (工作日志): free entries, and the day assembled from everything that was done.

use xunlou_core::report;

use crate::convert::{Carry, mirror};
use crate::error::Result;
use crate::{CaseState, Day, DocumentId, Label, SlotState, SlotTimes, Timestamp, Workspace};

mirror! {
    /// A language of the product.
    pub enum Language from report::texts::Language {
        /// zh-CN.
        Chinese,
        /// English.
        English,
    }

    /// A slot of a duty.
    pub struct LogDuty from report::LogDuty {
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
        /// What was found.
        pub problems: Vec<ProblemLine>,
    }

    /// An inspection or a visit.
    pub struct LogRecord from report::LogRecord {
        /// What the form is called.
        pub label: Label,
        /// The unit.
        pub subject: String,
        /// Whether it is finished.
        pub finished: bool,
        /// What was found.
        pub problems: Vec<ProblemLine>,
    }

    /// A case that was reported.
    pub struct LogCase from report::LogCase {
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
    pub struct LogEntry from report::LogEntry {
        /// The work log it is in.
        pub document: DocumentId,
        /// Its id there.
        pub entry: String,
        /// When it was written.
        pub at: Timestamp,
        /// What was written.
        pub text: String,
    }

    /// A person's day.
    pub struct DayLog from report::DayLog {
        /// The estate's name.
        pub estate: String,
        /// Whose day it is.
        pub person: String,
        /// The estate's time zone, by its name in the tz database.
        pub zone: String,
        /// The estate's calendar day.
        pub day: Day,
        /// Duties with what became of them, in the order of the day.
        pub duties: Vec<LogDuty>,
        /// Inspections and visits.
        pub records: Vec<LogRecord>,
        /// Cases that the person reported.
        pub cases: Vec<LogCase>,
        /// Free entries.
        pub entries: Vec<LogEntry>,
    }
}

impl Carry<String> for chrono_tz::Tz {
    fn carry(self) -> String {
        self.name().to_owned()
    }
}

/// Something that was found: the item, and the note on it.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, uniffi::Record)]
pub struct ProblemLine {
    /// The item.
    pub label: Label,
    /// The note; may be empty.
    pub note: String,
}

impl Carry<ProblemLine> for (xunlou_core::rulepack::Label, String) {
    fn carry(self) -> ProblemLine {
        let (label, note) = self;
        ProblemLine { label: label.into(), note }
    }
}

#[uniffi::export]
impl Workspace {
    /// Adds a free entry to today's work log.
    ///
    /// # Errors
    /// `InvalidInput`,
    /// `NotPermitted`.
    pub fn add_log_entry(&self, text: String) -> Result<()> {
        Ok(self.core()?.add_log_entry(&text)?)
    }

    /// Takes back a free entry of a work log.
    ///
    /// # Errors
    /// `NotFound`,
    /// `NotPermitted`.
    pub fn remove_log_entry(&self, document: DocumentId, entry: String) -> Result<()> {
        Ok(self.core()?.remove_log_entry(document.0, &entry)?)
    }

    /// This person's day, assembled: duties with what became of them, inspections, visits, cases,
    /// free entries.
    ///
    /// # Errors
    /// `RulePack` and `NotFound`
    /// before the first sync.
    pub fn day_log(&self, day: Day) -> Result<DayLog> {
        Ok(self.core()?.day_log(day.0)?.into())
    }

    /// The same as a text to share.
    ///
    /// # Errors
    /// As `day_log`.
    pub fn day_log_text(&self, day: Day, language: Language) -> Result<String> {
        Ok(self.core()?.day_log(day.0)?.to_text(language.into()))
    }
}
