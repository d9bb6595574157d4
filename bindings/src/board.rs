//! Today's board of the estate (看板), of what this device may read: all of it for the office.

use xunlou_core::report;

use crate::convert::{Carry, mirror};
use crate::error::Result;
use crate::{
    AreaCoverage, AreaId, CaseState, Day, DocumentId, Expiry, Label, PersonId, Role, Severity,
    SlotState, SlotTimes, Timestamp, Workspace,
};

mirror! {
    /// The board of one day. All of it is derived afresh from what has arrived.
    pub struct Board from report::Board {
        /// The estate's name.
        pub estate: String,
        /// The estate's calendar day.
        pub day: Day,
        /// The estate's time zone, by its name in the tz database.
        pub zone: String,
        /// When the board was made.
        pub at: Timestamp,
        /// The areas in their order, with visit coverage.
        pub areas: Vec<BoardArea>,
        /// The staff that patrols: butlers first, by area.
        pub people: Vec<BoardPerson>,
        /// Decoration projects under way.
        pub sites: Vec<BoardSite>,
        /// Cases that are not closed, the first due first.
        pub cases: Vec<BoardCase>,
        /// Conflicts that nobody has settled.
        pub conflicts: Vec<BoardConflict>,
    }

    /// An area.
    pub struct BoardArea from report::BoardArea {
        /// The area.
        pub area: AreaId,
        /// Its name.
        pub name: String,
        /// How many households it has.
        pub households: i64,
        /// Visit coverage by quota (H1, H2).
        pub coverage: Vec<AreaCoverage>,
    }

    /// A person of the staff.
    pub struct BoardPerson from report::BoardPerson {
        /// The person.
        pub person: PersonId,
        /// The person's name.
        pub name: String,
        /// The person's role.
        pub role: Role,
        /// The areas that the person answers for, by name.
        pub areas: Vec<String>,
        /// The day's duties.
        pub duties: Vec<BoardDuty>,
    }

    /// One slot of a duty.
    pub struct BoardDuty from report::BoardDuty {
        /// What the duty is called.
        pub label: Label,
        /// What the slot is called.
        pub slot: Label,
        /// What it is about.
        pub subject: String,
        /// When it falls due.
        pub times: SlotTimes,
        /// What became of it.
        pub state: SlotState,
        /// The words of the reason code, where it was excused.
        pub excuse: Option<Label>,
        /// How many items of it are problems.
        pub problems: i64,
        /// The record that counts.
        pub record: Option<DocumentId>,
        /// Who did it, where that was somebody else.
        pub done_by: Option<String>,
    }

    /// A decoration project.
    pub struct BoardSite from report::BoardSite {
        /// The project.
        pub document: DocumentId,
        /// The unit.
        pub unit: String,
        /// Who does the work.
        pub contractor: String,
        /// How the permit stands.
        pub permit: Option<Expiry>,
        /// Passes that expired.
        pub passes_expired: i64,
        /// Passes that are about to expire.
        pub passes_expiring: i64,
    }

    /// A case that is not closed.
    pub struct BoardCase from report::BoardCase {
        /// The case.
        pub document: DocumentId,
        /// One line that names it.
        pub title: String,
        /// The unit or area.
        pub place: String,
        /// How bad it is.
        pub severity: Severity,
        /// The department that has it.
        pub department: Option<Label>,
        /// Who reported it.
        pub by: Option<String>,
        /// When it was reported.
        pub reported: Timestamp,
        /// How far it has come.
        pub state: CaseState,
        /// The next step's deadline.
        pub due: Option<Timestamp>,
        /// Whether a step is overdue.
        pub overdue: bool,
    }

    /// A conflict that nobody has settled.
    pub struct BoardConflict from report::BoardConflict {
        /// The document.
        pub document: DocumentId,
        /// The register.
        pub key: String,
        /// What it is called.
        pub label: Label,
        /// The values.
        pub candidates: Vec<BoardCandidate>,
    }
}

/// One of the values of a conflict.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, uniffi::Record)]
pub struct BoardCandidate {
    /// What it says.
    pub said: Label,
    /// Who wrote it, on which device.
    pub by: String,
}

impl Carry<BoardCandidate> for (xunlou_core::rulepack::Label, String) {
    fn carry(self) -> BoardCandidate {
        let (said, by) = self;
        BoardCandidate { said: said.into(), by }
    }
}

#[uniffi::export]
impl Workspace {
    /// The board of a day.
    ///
    /// # Errors
    /// `RulePack` and `NotFound`
    /// before the first sync.
    pub fn board(&self, day: Day) -> Result<Board> {
        Ok(self.core()?.board(day.0)?.into())
    }
}
