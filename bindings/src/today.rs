//! What is due today, and what became of it.

use xunlou_core::domain::duty;
use xunlou_core::workspace as core;

use crate::convert::{Carry, mirror};
use crate::error::Result;
use crate::{AreaId, Day, DocumentId, Label, PersonId, Timestamp, Workspace};

mirror! {
    /// When a slot falls due.
    pub struct SlotTimes from duty::SlotTimes {
        /// When the block opens.
        pub opens: Timestamp,
        /// When it should start, if it should start at a time.
        pub starts: Option<Timestamp>,
        /// From when starting is early but still in the block: `opens` less the tolerance.
        pub earliest: Timestamp,
        /// From when it is due.
        pub on_time_from: Timestamp,
        /// The last instant at which starting is on time.
        pub on_time_until: Timestamp,
        /// When the block closes.
        pub closes: Timestamp,
        /// `closes` less the tolerance: the earliest end of a slot that ends on time (P14).
        pub full_from: Timestamp,
        /// `closes` and the tolerance: not started by then is missed.
        pub missed_after: Timestamp,
    }

    /// One slot of a duty on one day.
    pub struct DutyToday from core::DutyToday {
        /// The duty's id.
        pub duty: String,
        /// What the duty is called.
        pub label: Label,
        /// The form's id.
        pub form: String,
        /// The slot's id.
        pub slot: String,
        /// What the slot is called.
        pub slot_label: Label,
        /// What it is to be done about.
        pub subject: DutySubject,
        /// When it falls due.
        pub times: SlotTimes,
        /// What became of it.
        pub state: SlotState,
        /// The record that counts, once there is one.
        pub record: Option<DocumentId>,
        /// How many items of it are problems.
        pub problems: i64,
        /// Who began that record.
        pub done_by: Option<PersonId>,
    }
}

/// What a duty is to be done about.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum DutySubject {
    /// An area.
    Area {
        /// The area.
        area: AreaId,
    },
    /// The whole estate.
    Estate,
    /// A decoration project.
    Decoration {
        /// The project.
        document: DocumentId,
        /// The unit's label.
        unit: String,
    },
}

impl From<core::DutySubject> for DutySubject {
    fn from(core: core::DutySubject) -> Self {
        match core {
            core::DutySubject::Area(area) => Self::Area { area: area.into() },
            core::DutySubject::Estate => Self::Estate,
            core::DutySubject::Decoration { document, unit } => {
                Self::Decoration { document: document.into(), unit }
            }
        }
    }
}

impl Carry<DutySubject> for core::DutySubject {
    fn carry(self) -> DutySubject {
        self.into()
    }
}

/// What became of a slot.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum SlotState {
    /// Not due yet.
    Upcoming,
    /// To be started now.
    Due,
    /// To be started at once: the time has passed, the block is still open.
    Late,
    /// Started, not finished.
    InProgress {
        /// Whether it was started late.
        late: bool,
    },
    /// Finished.
    Done {
        /// Whether it was started before the block and its tolerance.
        early: bool,
        /// Whether it was started late.
        late: bool,
        /// Whether it ended too late, where the end matters.
        overran: bool,
        /// Whether it ended too early, where the end matters.
        cut_short: bool,
        /// The reason code that covers it, if there is one.
        excuse: Option<String>,
    },
    /// Nothing was done, and the block is over.
    Missed,
    /// Nothing was done, and somebody said why.
    Excused {
        /// The reason code.
        reason: String,
    },
}

impl From<duty::SlotState> for SlotState {
    fn from(core: duty::SlotState) -> Self {
        use duty::SlotState as Core;
        match core {
            Core::Upcoming => Self::Upcoming,
            Core::Due => Self::Due,
            Core::Late => Self::Late,
            Core::InProgress { late } => Self::InProgress { late },
            Core::Done { early, late, overran, cut_short, excuse } => {
                Self::Done { early, late, overran, cut_short, excuse }
            }
            Core::Missed => Self::Missed,
            Core::Excused { reason } => Self::Excused { reason },
        }
    }
}

impl From<SlotState> for duty::SlotState {
    fn from(ours: SlotState) -> Self {
        match ours {
            SlotState::Upcoming => Self::Upcoming,
            SlotState::Due => Self::Due,
            SlotState::Late => Self::Late,
            SlotState::InProgress { late } => Self::InProgress { late },
            SlotState::Done { early, late, overran, cut_short, excuse } => {
                Self::Done { early, late, overran, cut_short, excuse }
            }
            SlotState::Missed => Self::Missed,
            SlotState::Excused { reason } => Self::Excused { reason },
        }
    }
}

impl Carry<SlotState> for duty::SlotState {
    fn carry(self) -> SlotState {
        self.into()
    }
}

#[uniffi::export]
impl Workspace {
    /// What is due today for the person of this workspace, in the order of the day.
    ///
    /// # Errors
    /// `RulePack` and `NotFound`
    /// before the first sync.
    pub fn today(&self) -> Result<Vec<DutyToday>> {
        Ok(self.core()?.today()?.carry())
    }

    /// The same for another day.
    ///
    /// # Errors
    /// As `today`.
    pub fn my_day(&self, day: Day) -> Result<Vec<DutyToday>> {
        Ok(self.core()?.my_day(day.0)?.carry())
    }
}
