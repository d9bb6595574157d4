//! Cases: findings, repairs, complaints and errands, from the report to the callback.

use xunlou_core::domain::case;
use xunlou_core::rulepack;
use xunlou_core::workspace as core;

use crate::convert::{Carry, mirror};
use crate::error::{Result, XunlouError};
use crate::{DocumentId, PersonId, PhotoHash, RecordAbout, Severity, Timestamp, Who, Workspace};

mirror! {
    /// What sort of case it is.
    pub enum CaseKind from case::CaseKind {
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

    /// A step in the life of a case.
    pub enum CaseStep from rulepack::CaseStep {
        /// Sent to a department as a work order (派工单).
        Dispatched,
        /// A plan was made (C7).
        Planned,
        /// Looked at again and still there.
        Checked,
        /// Put right.
        Handled,
        /// The resident was told (I7).
        Replied,
        /// The resident was called back, with satisfaction (K1, K2).
        CalledBack,
        /// Closed.
        Closed,
    }

    /// How far a case has come.
    pub enum CaseState from case::CaseState {
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

    /// A case to report.
    pub struct NewCase into core::NewCase {
        /// What sort of case it is.
        pub kind: CaseKind,
        /// One line that names it.
        pub title: String,
        /// More about it; may be empty.
        pub detail: String,
        /// The responsible department; with it, the case is dispatched at once (P8, P15).
        pub department: Option<String>,
        /// How bad it is.
        pub severity: Severity,
        /// The record and the item where it was found. Its photos go with the case.
        pub found: Option<FoundAt>,
        /// Where it is: an area's public ground, or a household. Where it was found decides, if
        /// absent.
        pub about: Option<RecordAbout>,
        /// By when a reply was promised (I7).
        pub agreed: Option<Timestamp>,
    }

    /// One step that somebody took.
    pub struct CaseFact from case::CaseFact {
        /// Which step.
        pub step: CaseStep,
        /// When it was taken, by the clock of who took it.
        pub at: Timestamp,
        /// Who took it.
        pub by: PersonId,
        /// What there is to say.
        pub note: String,
        /// To which department it was sent.
        pub department: Option<String>,
        /// How satisfied the resident was, 1 to 5 (I3).
        pub satisfaction: Option<i64>,
    }

    /// A deadline of a case (C7, I7, K1).
    pub struct DueStep from case::DueStep {
        /// The deadline's id in the rules.
        pub deadline: String,
        /// The step.
        pub step: CaseStep,
        /// From this instant on, the step is late.
        pub due: Timestamp,
        /// When it was taken, or made needless by a further one.
        pub done_at: Option<Timestamp>,
    }
}

impl Carry<i64> for case::Satisfaction {
    fn carry(self) -> i64 {
        u8::from(self).into()
    }
}

/// Where something was found.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, uniffi::Record)]
pub struct FoundAt {
    /// The record.
    pub record: DocumentId,
    /// The item's id.
    pub item: String,
}

impl Carry<FoundAt> for (xunlou_core::ids::DocumentId, String) {
    fn carry(self) -> FoundAt {
        let (record, item) = self;
        FoundAt { record: record.into(), item }
    }
}

impl Carry<(xunlou_core::ids::DocumentId, String)> for FoundAt {
    fn carry(self) -> (xunlou_core::ids::DocumentId, String) {
        (self.record.0, self.item)
    }
}

/// A fact to add to a case.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, uniffi::Record)]
pub struct NewFact {
    /// Which step was taken.
    pub step: CaseStep,
    /// What there is to say; may be empty.
    pub note: String,
    /// To which department it was sent.
    pub department: Option<String>,
    /// How satisfied the resident was, 1 to 5 (I3).
    pub satisfaction: Option<i64>,
}

impl TryFrom<NewFact> for core::NewFact {
    type Error = XunlouError;

    fn try_from(ours: NewFact) -> Result<Self> {
        let NewFact { step, note, department, satisfaction } = ours;
        let points = satisfaction.map(u8::try_from).transpose();
        let satisfaction =
            points.map_err(|_| XunlouError::invalid("satisfaction", "expected 1 to 5"))?;
        Ok(Self { step: step.into(), note, department, satisfaction })
    }
}

/// A case as a person reads it.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, uniffi::Record)]
pub struct CaseView {
    /// The case.
    pub document: DocumentId,
    /// Its stream, as text.
    pub stream: String,
    /// What sort of case it is.
    pub kind: CaseKind,
    /// One line that names it.
    pub title: String,
    /// More about it.
    pub detail: String,
    /// By when a reply was promised (I7).
    pub agreed: Option<Timestamp>,
    /// How bad it is.
    pub severity: Severity,
    /// The department that has it.
    pub department: Option<String>,
    /// The unit it is about, if any.
    pub unit: Option<String>,
    /// Where it was found.
    pub found: Option<FoundAt>,
    /// When it was reported.
    pub reported: Timestamp,
    /// Who reported it.
    pub by: Who,
    /// How far it has come: derived.
    pub state: CaseState,
    /// Its deadlines: derived (C7, I7, K1).
    pub due: Vec<DueStep>,
    /// Whether a step is overdue now.
    pub overdue: bool,
    /// What happened to it, in order of time.
    pub facts: Vec<CaseFact>,
    /// Its photos; `fetch_photo` has the bytes.
    pub photos: Vec<PhotoHash>,
}

impl From<core::CaseView> for CaseView {
    fn from(core: core::CaseView) -> Self {
        let core::CaseView {
            document,
            stream,
            kind,
            title,
            detail,
            agreed_ms,
            severity,
            department,
            unit,
            found,
            reported_ms,
            by,
            state,
            due,
            overdue,
            facts,
            photos,
        } = core;
        Self {
            document: document.into(),
            stream: stream.to_string(),
            kind: kind.into(),
            title,
            detail,
            agreed: agreed_ms.carry(),
            severity: severity.into(),
            department,
            unit,
            found: found.carry(),
            reported: reported_ms.carry(),
            by: by.into(),
            state: state.into(),
            due: due.carry(),
            overdue,
            facts: facts.carry(),
            photos: photos.carry(),
        }
    }
}

impl Carry<CaseView> for core::CaseView {
    fn carry(self) -> CaseView {
        self.into()
    }
}

#[uniffi::export]
impl Workspace {
    /// Reports a case. A finding of a patrol is followed up by the afternoon's (P1).
    ///
    /// # Errors
    /// `InvalidInput`, `NotFound`,
    /// `NotPermitted`.
    pub fn report_case(&self, new: NewCase) -> Result<DocumentId> {
        Ok(self.core()?.report_case(&new.into())?.into())
    }

    /// Adds a fact to a case: dispatched, planned, handled, replied, called back, closed.
    ///
    /// # Errors
    /// As `report_case`.
    pub fn add_fact(&self, case_document: DocumentId, new: NewFact) -> Result<()> {
        Ok(self.core()?.add_fact(case_document.0, &new.try_into()?)?)
    }

    /// Attaches a photo to a case.
    ///
    /// # Errors
    /// As `attach_photo`.
    pub fn attach_case_photo(
        &self,
        case_document: DocumentId,
        media_type: String,
        bytes: Vec<u8>,
    ) -> Result<PhotoHash> {
        Ok(self.core()?.attach_case_photo(case_document.0, &media_type, &bytes)?.into())
    }

    /// The cases that are not closed, the first due first.
    ///
    /// # Errors
    /// `RulePack` before the first sync.
    pub fn open_cases(&self) -> Result<Vec<CaseView>> {
        Ok(self.core()?.open_cases()?.carry())
    }

    /// One case, open or closed.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn case_view(&self, case_document: DocumentId) -> Result<CaseView> {
        Ok(self.core()?.case(case_document.0)?.into())
    }
}
