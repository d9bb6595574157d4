//! A record as a person fills it in: the form as it is asked now, with answers, notes and photos.

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::households::unread;
use super::{Who, Workspace, follow_up};
use crate::Error;
use crate::document::{RecordDocument, conflicts, keys};
use crate::domain::checklist::{
    AskedItem, Checklist, Missing, Progress, Score, Source, followed_up_case,
};
use crate::domain::{DocumentKind, StreamId};
use crate::error::Result;
use crate::ids::{BlobHash, DocumentId};
use crate::rulepack::{ItemKind, Label, Severity};

/// A record as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordView {
    /// The record.
    pub document: DocumentId,
    /// Its stream.
    pub stream: StreamId,
    /// The form's id.
    pub form: String,
    /// What the form is called.
    pub label: Label,
    /// The duty and slot it fulfils.
    pub duty: Option<String>,
    /// The slot of that duty.
    pub slot: Option<String>,
    /// The estate's calendar day it belongs to.
    pub day: NaiveDate,
    /// The household or decoration project it is about.
    pub about: Option<DocumentId>,
    /// When it was begun, by the device's clock.
    pub start: Option<DateTime<FixedOffset>>,
    /// When it was finished.
    pub end: Option<DateTime<FixedOffset>>,
    /// Whether it rains.
    pub rain: bool,
    /// Device clock minus server clock in seconds, where it was known to be off.
    pub skew: i64,
    /// The reason that excuses the slot, and the words with it.
    pub excuse: Option<(String, String)>,
    /// Who began it.
    pub author: Who,
    /// The groups that have something to ask.
    pub groups: Vec<GroupView>,
    /// How much is filled in.
    pub progress: Progress,
    /// What the answers weigh.
    pub score: Score,
    /// The items that keep it from being finished.
    pub missing: Vec<String>,
    /// Items where two devices wrote different things while apart.
    pub conflicts: Vec<String>,
}

/// A group that is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupView {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub label: Label,
    /// Its items.
    pub items: Vec<ItemView>,
}

/// An item that is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemView {
    /// Its id.
    pub id: String,
    /// What is asked; for a follow-up, the case's title.
    pub label: Label,
    /// What to look for.
    pub hint: Option<Label>,
    /// How it is answered.
    pub kind: ItemKind,
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
    pub missing: Option<Missing>,
    /// The note.
    pub note: Option<String>,
    /// Photos.
    pub photos: Vec<PhotoView>,
    /// The case that it follows up.
    pub case: Option<DocumentId>,
}

/// A photo on an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhotoView {
    /// Its address, to ask for its bytes.
    pub hash: BlobHash,
    /// Media type.
    pub media_type: String,
}

impl Workspace {
    /// A record as it stands.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NeedsUpdate`], [`Error::RulePack`] when its form is not here.
    pub fn record(&self, record: DocumentId) -> Result<RecordView> {
        let (header, doc) = self.store().document(record)?;
        self.expect_kind(&header, DocumentKind::Record)?;
        let read = RecordDocument::read(&doc).map_err(|error| unread(record, &error))?;
        let pack = self.pack_version(read.pack_version)?;
        let form = pack.form(&read.form);
        let form = form.ok_or_else(|| Error::RulePack(format!("no form {}", read.form)))?;
        let context = self.context_of(&read, follow_up::cases_for(self, record)?)?;
        let checklist = Checklist::new(form, &context);
        let groups = checklist
            .groups
            .iter()
            .map(|group| {
                let items = group
                    .items
                    .iter()
                    .map(|item| self.item_view(&read, item))
                    .collect::<Result<_>>();
                Ok(GroupView {
                    id: group.group.id.clone(),
                    label: group.group.label.clone(),
                    items: items?,
                })
            })
            .collect::<Result<_>>()?;
        let contested = conflicts(header.kind, &doc).into_iter();
        Ok(RecordView {
            document: record,
            stream: header.stream,
            label: form.label.clone(),
            author: self.who(doc.first_actor())?,
            groups,
            progress: checklist.progress(),
            score: checklist.score(),
            missing: checklist.missing().map(|(item, _)| item.id.clone()).collect(),
            conflicts: contested
                .filter_map(|conflict| conflict.key.strip_prefix(keys::ANSWER).map(str::to_owned))
                .collect(),
            form: read.form,
            duty: read.duty,
            slot: read.slot,
            day: read.day,
            about: read.about,
            start: read.start,
            end: read.end,
            rain: read.rain,
            skew: read.skew,
            excuse: read.excuse.map(|excuse| (excuse.reason, excuse.note)),
        })
    }

    fn item_view(&self, record: &RecordDocument, asked: &AskedItem<'_>) -> Result<ItemView> {
        let photos = record.photos.iter().filter(|photo| photo.item == asked.id);
        let kind = asked.kind().clone();
        let case: Option<DocumentId> =
            followed_up_case(&asked.id).and_then(|case| case.parse().ok());
        let followed = match case {
            Some(case) => self.store().case(case)?,
            None => None,
        };
        let (label, hint, required, photo_on_problem, severity, department) = match asked.source {
            Source::Form(item) => (
                item.label.clone(),
                item.hint.clone(),
                item.required,
                item.photo_on_problem,
                item.severity,
                item.department.clone(),
            ),
            Source::FollowUp => {
                let title = followed.map_or_else(|| asked.id.clone(), |case| case.title);
                let label = Label { zh: title.clone(), en: title };
                (label, None, true, false, Severity::Normal, None)
            }
        };
        Ok(ItemView {
            id: asked.id.clone(),
            label,
            hint,
            required,
            photo_on_problem,
            severity,
            department,
            answer: asked.answer.clone(),
            answer_label: asked.answer.as_deref().and_then(|said| answer_label(&kind, said)),
            problem: asked.problem,
            missing: asked.missing,
            note: record.notes.get(&asked.id).cloned(),
            photos: photos
                .map(|photo| PhotoView { hash: photo.hash, media_type: photo.media_type.clone() })
                .collect(),
            case,
            kind,
        })
    }
}

/// What an answer of a list is called.
pub(super) fn answer_label(kind: &ItemKind, said: &str) -> Option<Label> {
    match kind {
        ItemKind::Check => crate::report::texts::check_label(said),
        ItemKind::Choice(choices) => {
            choices.iter().find(|choice| choice.id == said).map(|choice| choice.label.clone())
        }
        _ => None,
    }
}
