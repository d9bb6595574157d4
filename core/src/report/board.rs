//! Today's board of an estate: who patrolled, who is late, what was missed, what is open.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use crate::domain::Role;
use crate::domain::case::CaseState;
use crate::domain::coverage::Coverage;
use crate::domain::duty::{SlotState, SlotTimes};
use crate::domain::expiry::Expiry;
use crate::ids::{AreaId, DocumentId, PersonId};
use crate::rulepack::{Label, Severity};

/// The board of one day. All of it is derived afresh from what has arrived.
#[derive(Clone, Debug, PartialEq)]
pub struct Board {
    /// The estate's name.
    pub estate: String,
    /// The estate's calendar day.
    pub day: NaiveDate,
    /// The estate's time zone, which all times are shown in.
    pub zone: Tz,
    /// When the board was made.
    pub at: DateTime<Utc>,
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

/// How far a quota is met in an area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaCoverage {
    /// The quota's id in the pack.
    pub quota: String,
    /// What it is called.
    pub label: Label,
    /// The figures.
    pub coverage: Coverage,
}

/// An area.
#[derive(Clone, Debug, PartialEq)]
pub struct BoardArea {
    /// The area.
    pub area: AreaId,
    /// Its name.
    pub name: String,
    /// How many households it has.
    pub households: u64,
    /// Visit coverage by quota (H1, H2).
    pub coverage: Vec<AreaCoverage>,
}

/// A person of the staff.
#[derive(Clone, Debug, PartialEq)]
pub struct BoardPerson {
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
#[derive(Clone, Debug, PartialEq)]
pub struct BoardDuty {
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
    pub problems: u64,
    /// The record that counts.
    pub record: Option<DocumentId>,
    /// Who did it, where that was somebody else.
    pub done_by: Option<String>,
}

/// A decoration project.
#[derive(Clone, Debug, PartialEq)]
pub struct BoardSite {
    /// The project.
    pub document: DocumentId,
    /// The unit.
    pub unit: String,
    /// Who does the work.
    pub contractor: String,
    /// How the permit stands.
    pub permit: Option<Expiry>,
    /// Passes that expired, and that are about to.
    pub passes_expired: u64,
    /// Passes that are about to expire.
    pub passes_expiring: u64,
}

/// A case that is not closed.
#[derive(Clone, Debug, PartialEq)]
pub struct BoardCase {
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
    pub reported: DateTime<Utc>,
    /// How far it has come.
    pub state: CaseState,
    /// The next step's deadline.
    pub due: Option<DateTime<Utc>>,
    /// Whether a step is overdue.
    pub overdue: bool,
}

/// A conflict that nobody has settled.
#[derive(Clone, Debug, PartialEq)]
pub struct BoardConflict {
    /// The document.
    pub document: DocumentId,
    /// The register.
    pub key: String,
    /// What it is called.
    pub label: Label,
    /// The values: what it says, and who wrote it on which device.
    pub candidates: Vec<(Label, String)>,
}
