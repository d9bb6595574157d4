//! Filling in records: patrols, inspections, visits.

use xunlou_core::domain::checklist;
use xunlou_core::workspace as core;

use crate::convert::{Carry, mirror};
use crate::error::Result;
use crate::{
    AnswerKind, AreaId, Day, DocumentId, Label, PhotoHash, PhotoView, Severity, Timestamp, Who,
    Workspace,
};

/// What a record or a case is about.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum RecordAbout {
    /// An area.
    Area {
        /// The area.
        area: AreaId,
    },
    /// The whole estate, by the office.
    Estate,
    /// A household or a decoration project.
    Document {
        /// Its document.
        document: DocumentId,
    },
}

impl From<RecordAbout> for core::RecordAbout {
    fn from(ours: RecordAbout) -> Self {
        match ours {
            RecordAbout::Area { area } => Self::Area(area.0),
            RecordAbout::Estate => Self::Estate,
            RecordAbout::Document { document } => Self::Document(document.0),
        }
    }
}

impl Carry<core::RecordAbout> for RecordAbout {
    fn carry(self) -> core::RecordAbout {
        self.into()
    }
}

/// The duty and the slot that a record fulfils.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, uniffi::Record)]
pub struct DutySlot {
    /// The duty's id.
    pub duty: String,
    /// The slot's id.
    pub slot: String,
}

impl Carry<(String, String)> for DutySlot {
    fn carry(self) -> (String, String) {
        (self.duty, self.slot)
    }
}

mirror! {
    /// A record to begin.
    pub struct NewRecord into core::NewRecord {
        /// The form's id.
        pub form: String,
        /// The duty and slot that it fulfils, if any.
        pub duty: Option<DutySlot>,
        /// What it is about.
        pub about: RecordAbout,
        /// Whether it rains now (P6 下雨天).
        pub rain: bool,
    }

    /// An excuse for a slot that is missed or late (P14 特殊情况除外).
    pub struct NewExcuse into core::NewExcuse {
        /// The duty's id.
        pub duty: String,
        /// The slot's id.
        pub slot: String,
        /// The day of the slot.
        pub day: Day,
        /// What the duty is about.
        pub about: RecordAbout,
        /// Reason code of the rules.
        pub reason: String,
        /// In the person's words.
        pub note: String,
    }

    /// What keeps a record from being finished.
    pub enum MissingPart from checklist::Missing {
        /// An answer that fits; for a photo or a signature, the picture.
        Answer,
        /// A photo of the problem.
        Photo,
    }

    /// How much of a record is filled in.
    pub struct FormProgress from checklist::Progress {
        /// Items with an answer.
        pub answered: i64,
        /// Items that are asked.
        pub asked: i64,
    }

    /// What the judged items weigh. Not answered and not applicable are not judged.
    pub struct Score from checklist::Score {
        /// The weight of those without a problem.
        pub earned: i64,
        /// The weight of all.
        pub possible: i64,
    }

    /// A record as it stands.
    pub struct RecordView from core::RecordView {
        /// The record.
        pub document: DocumentId,
        /// Its stream, as text: `area/<id>`, `building/<id>`, `office`.
        pub stream: String,
        /// The form's id.
        pub form: String,
        /// What the form is called.
        pub label: Label,
        /// The duty it fulfils.
        pub duty: Option<String>,
        /// The slot of that duty.
        pub slot: Option<String>,
        /// The estate's calendar day it belongs to.
        pub day: Day,
        /// The household or decoration project it is about.
        pub about: Option<DocumentId>,
        /// When it was begun, by the device's clock; `None` for an excuse alone.
        pub start: Option<Timestamp>,
        /// When it was finished.
        pub end: Option<Timestamp>,
        /// Whether it rains.
        pub rain: bool,
        /// Device clock minus server clock in seconds, where it was known to be off.
        pub skew: i64,
        /// The reason that excuses the slot.
        pub excuse: Option<ExcuseView>,
        /// Who began it.
        pub author: Who,
        /// The groups that have something to ask, in the order they are walked.
        pub groups: Vec<GroupView>,
        /// How much is filled in.
        pub progress: FormProgress,
        /// What the answers weigh.
        pub score: Score,
        /// The items that keep it from being finished, by id.
        pub missing: Vec<String>,
        /// Items where two devices wrote different things while apart, by id.
        pub conflicts: Vec<String>,
    }

    /// A group that is asked.
    pub struct GroupView from core::GroupView {
        /// Its id.
        pub id: String,
        /// What it is called.
        pub label: Label,
        /// Its items.
        pub items: Vec<ItemView>,
    }
}

/// The reason that excuses a slot.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, uniffi::Record)]
pub struct ExcuseView {
    /// Reason code of the rules.
    pub reason: String,
    /// The words with it.
    pub note: String,
}

impl Carry<ExcuseView> for (String, String) {
    fn carry(self) -> ExcuseView {
        let (reason, note) = self;
        ExcuseView { reason, note }
    }
}

impl Carry<String> for xunlou_core::domain::StreamId {
    fn carry(self) -> String {
        self.to_string()
    }
}

/// An item that is asked.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, uniffi::Record)]
pub struct ItemView {
    /// Its id.
    pub id: String,
    /// What is asked; for a follow-up, the case's title.
    pub label: Label,
    /// What to look for.
    pub hint: Option<Label>,
    /// How it is answered.
    pub kind: AnswerKind,
    /// Whether the record cannot be finished without it.
    pub required: bool,
    /// Whether a problem needs a photo.
    pub photo_on_problem: bool,
    /// How bad a problem here is.
    pub severity: Severity,
    /// The department that usually puts it right.
    pub department: Option<String>,
    /// The answer.
    pub answer: Option<String>,
    /// What the answer is called, for a check or a choice.
    pub answer_label: Option<Label>,
    /// Whether the answer is a problem.
    pub problem: bool,
    /// What keeps the record from being finished here.
    pub missing: Option<MissingPart>,
    /// The note.
    pub note: Option<String>,
    /// Photos.
    pub photos: Vec<PhotoView>,
    /// The case that it follows up (P1).
    pub follows_up: Option<DocumentId>,
}

impl From<core::ItemView> for ItemView {
    fn from(core: core::ItemView) -> Self {
        let core::ItemView {
            id,
            label,
            hint,
            kind,
            required,
            photo_on_problem,
            severity,
            department,
            answer,
            answer_label,
            problem,
            missing,
            note,
            photos,
            // A keyword in Swift.
            case,
        } = core;
        Self {
            id,
            label: label.into(),
            hint: hint.carry(),
            kind: kind.into(),
            required,
            photo_on_problem,
            severity: severity.into(),
            department,
            answer,
            answer_label: answer_label.carry(),
            problem,
            missing: missing.carry(),
            note,
            photos: photos.carry(),
            follows_up: case.carry(),
        }
    }
}

impl Carry<ItemView> for core::ItemView {
    fn carry(self) -> ItemView {
        self.into()
    }
}

/// An item with its answer.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, uniffi::Record)]
pub struct ItemAnswer {
    /// The item's id.
    pub item: String,
    /// The answer, as `AnswerKind` says.
    pub value: String,
}

#[uniffi::export]
impl Workspace {
    /// Begins a record. Beginning one that this person has begun already for the same slot and
    /// subject today, and not finished, goes on with that one.
    ///
    /// # Errors
    /// `InvalidInput` for a form, duty or subject that do not
    /// fit each other; `NotPermitted`;
    /// `NotFound`.
    pub fn start_record(&self, new: NewRecord) -> Result<DocumentId> {
        Ok(self.core()?.start_record(&new.into())?.into())
    }

    /// A record as it stands.
    ///
    /// # Errors
    /// `NotFound`, `NeedsUpdate`,
    /// `RulePack` when its form is not here.
    pub fn record(&self, record: DocumentId) -> Result<RecordView> {
        Ok(self.core()?.record(record.0)?.into())
    }

    /// Answers an item. The answer is durable when this returns.
    ///
    /// An answer to a follow-up is also noted on its case; one to a question of the customer file
    /// (H3) also goes there, with the visit as its source.
    ///
    /// # Errors
    /// `InvalidInput` for an item that is not asked or an answer
    /// that does not fit; `WrongState` once the record is
    /// finished; `NotPermitted`.
    pub fn answer(&self, record: DocumentId, item: String, value: String) -> Result<()> {
        Ok(self.core()?.answer(record.0, &item, &value)?)
    }

    /// Answers several items in one transaction, all or none: a whole group 正常 in one tap. What is
    /// answered so already stays as it is, with its time.
    ///
    /// # Errors
    /// As `answer`.
    pub fn answer_all(&self, record: DocumentId, answers: Vec<ItemAnswer>) -> Result<()> {
        let answers: Vec<(&str, &str)> =
            answers.iter().map(|answer| (answer.item.as_str(), answer.value.as_str())).collect();
        Ok(self.core()?.answer_all(record.0, &answers)?)
    }

    /// Takes answers back. What they brought to a case or a customer file stays there.
    ///
    /// # Errors
    /// As `answer`.
    pub fn clear_answers(&self, record: DocumentId, items: Vec<String>) -> Result<()> {
        let items: Vec<&str> = items.iter().map(String::as_str).collect();
        Ok(self.core()?.clear_answers(record.0, &items)?)
    }

    /// Sets the note of an item; an empty one removes it.
    ///
    /// # Errors
    /// As `answer`.
    pub fn set_note(&self, record: DocumentId, item: String, note: String) -> Result<()> {
        Ok(self.core()?.set_note(record.0, &item, &note)?)
    }

    /// Says whether it rains: the rain items are asked only then (P6).
    ///
    /// # Errors
    /// As `answer`.
    pub fn set_rain(&self, record: DocumentId, rain: bool) -> Result<()> {
        Ok(self.core()?.set_rain(record.0, rain)?)
    }

    /// Attaches a photo to an item: JPEG, PNG, WebP or HEIC, of at most
    /// `DeviceRules::max_photo_bytes`. It commits with its mark, and is sent
    /// after the records.
    ///
    /// # Errors
    /// `InvalidInput` for a photo that is too large, of a
    /// strange type, or one too many; else as `answer`.
    pub fn attach_photo(
        &self,
        record: DocumentId,
        item: String,
        media_type: String,
        bytes: Vec<u8>,
    ) -> Result<PhotoHash> {
        Ok(self.core()?.attach_photo(record.0, &item, &media_type, &bytes)?.into())
    }

    /// Takes a photo off an item.
    ///
    /// # Errors
    /// As `answer`.
    pub fn remove_photo(&self, record: DocumentId, item: String, hash: PhotoHash) -> Result<()> {
        Ok(self.core()?.remove_photo(record.0, &item, hash.0)?)
    }

    /// Finishes a record.
    ///
    /// # Errors
    /// `Incomplete` names the items that are missing an answer or
    /// a photo; else as `answer`.
    pub fn finish(&self, record: DocumentId) -> Result<()> {
        Ok(self.core()?.finish(record.0)?)
    }

    /// Excuses a slot: on its record if there is one, or with a record that holds only the excuse.
    ///
    /// # Errors
    /// `InvalidInput` for a reason or slot that the rules do not
    /// have.
    pub fn excuse(&self, new: NewExcuse) -> Result<DocumentId> {
        Ok(self.core()?.excuse(&new.into())?.into())
    }
}
