//! Filling in records: patrols, inspections, visits. Every tap is one durable transaction.

use chrono::NaiveDate;

use super::households::{check_field, unread};
use super::{Workspace, follow_up, lock};
use crate::Error;
use crate::document::{AnswerAt, Edit, Excuse, FieldValue, PhotoAt, RecordDocument, Source, keys};
use crate::domain::checklist::{Checklist, check_answer, followed_up_case};
use crate::domain::{DocumentKind, Header, StreamId};
use crate::error::Result;
use crate::ids::{AreaId, BlobHash, DocumentId};
use crate::rulepack::{Form, ItemKind, RulePack, Subject};
use crate::store::{Photo, WriteTx};

/// Most characters of a note.
const MAX_NOTE: usize = 2_000;
/// Media types that a photo may have.
const PHOTO_TYPES: [&str; 4] = ["image/jpeg", "image/png", "image/webp", "image/heic"];

/// What a record is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordAbout {
    /// An area.
    Area(AreaId),
    /// The whole estate, by the office.
    Estate,
    /// A household or a decoration project.
    Document(DocumentId),
}

/// A record to begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRecord {
    /// The form's id.
    pub form: String,
    /// The duty and slot that it fulfils, if any.
    pub duty: Option<(String, String)>,
    /// What it is about.
    pub about: RecordAbout,
    /// Whether it rains now (P6 下雨天).
    pub rain: bool,
}

/// An excuse for a slot that is missed or late (P14 特殊情况除外).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewExcuse {
    /// The duty's id.
    pub duty: String,
    /// The slot's id.
    pub slot: String,
    /// The day of the slot.
    pub day: NaiveDate,
    /// What the duty is about.
    pub about: RecordAbout,
    /// Reason code of the pack.
    pub reason: String,
    /// In the person's words.
    pub note: String,
}

impl Workspace {
    /// Begins a record. Beginning one that this person has begun already for the same slot and
    /// subject today, and not finished, goes on with that one.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] for a form, duty or subject that do not fit each other;
    /// [`Error::NotPermitted`]; [`Error::NotFound`].
    pub fn start_record(&self, new: &NewRecord) -> Result<DocumentId> {
        let pack = self.pack()?;
        let form = pack.form(&new.form);
        let form = form.ok_or_else(|| Error::invalid("form", "it is no form of the rule pack"))?;
        if !form.roles.contains(&self.me().role) {
            return Err(Error::NotPermitted { operation: "fill in this form" });
        }
        if let Some((duty, slot)) = &new.duty {
            check_slot(&pack, duty, slot, &new.form)?;
        }
        let day = self.today_date()?;
        let _once = lock(&self.beginning);
        if let Some(open) = self.open_record(new, day)? {
            return Ok(open);
        }
        let (stream, about) = self.place_of(form, new.about)?;
        let header = Header { document: self.env.new_id(), kind: DocumentKind::Record, stream };
        self.may_write(&header, None)?;
        let record = RecordDocument {
            start: Some(self.now()),
            rain: new.rain,
            skew: self.known_skew(),
            ..blank(&new.form, &pack, new.duty.as_ref(), day, about)
        };
        self.write(|tx| tx.create(header, &record.create(), self.now_ms()))?;
        Ok(header.document)
    }

    /// Answers an item. The answer is durable when this returns.
    ///
    /// An answer to a follow-up is also noted on its case; one to a question of the customer file
    /// (H3) also goes there, with the visit as its source.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] for an item that is not asked or an answer that does not fit;
    /// [`Error::WrongState`] once the record is finished; [`Error::NotPermitted`].
    pub fn answer(&self, record: DocumentId, item: &str, value: &str) -> Result<()> {
        self.answer_all(record, &[(item, value)])
    }

    /// Answers several items in one transaction, all or none: a whole group 正常 in one tap. What is
    /// answered so already stays as it is, with its time.
    ///
    /// # Errors
    /// As [`answer`](Self::answer).
    pub fn answer_all(&self, record: DocumentId, answers: &[(&str, &str)]) -> Result<()> {
        self.change_record(record, |tx, open| {
            let mut edits = Vec::with_capacity(answers.len());
            for (item, value) in answers {
                let kind = open.kind_of(item)?;
                let value = check_answer(&kind, value).map_err(|error| {
                    Error::invalid(format!("answer to {item}"), error.to_string())
                })?;
                if open.stands(item, &value) {
                    continue;
                }
                edits.push(AnswerAt::edit(item, &value, open.seconds));
                self.carry(tx, open, item, &value)?;
                // What the next ones ask may hang on it.
                open.context.answers.insert((*item).to_owned(), value);
            }
            Ok(edits)
        })
    }

    /// Takes answers back. What they brought to a case or a customer file stays there.
    ///
    /// # Errors
    /// As [`answer`](Self::answer).
    pub fn clear_answers(&self, record: DocumentId, items: &[&str]) -> Result<()> {
        self.change_record(record, |_, _| {
            Ok(items.iter().map(|item| Edit::delete(format!("{}{item}", keys::ANSWER))).collect())
        })
    }

    /// Sets the note of an item; an empty one removes it.
    ///
    /// # Errors
    /// As [`answer`](Self::answer).
    pub fn set_note(&self, record: DocumentId, item: &str, note: &str) -> Result<()> {
        let note = note.trim();
        if note.chars().count() > MAX_NOTE {
            return Err(Error::invalid("note", format!("it is longer than {MAX_NOTE} characters")));
        }
        self.change_record(record, |_, open| {
            open.kind_of(item)?;
            let key = format!("{}{item}", keys::NOTE);
            Ok(vec![if note.is_empty() { Edit::delete(key) } else { Edit::put(key, note) }])
        })
    }

    /// Says whether it rains: the rain items are asked only then (P6).
    ///
    /// # Errors
    /// As [`answer`](Self::answer).
    pub fn set_rain(&self, record: DocumentId, rain: bool) -> Result<()> {
        self.change_record(record, |_, _| Ok(vec![Edit::put(keys::RAIN, rain)]))
    }

    /// Attaches a photo to an item. The photo commits with its mark, and is sent after the records.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] for a photo that is too large, of a strange type, or one too many;
    /// else as [`answer`](Self::answer).
    pub fn attach_photo(
        &self,
        record: DocumentId,
        item: &str,
        media_type: &str,
        bytes: &[u8],
    ) -> Result<BlobHash> {
        let limits = self.pack()?.device.clone();
        check_photo(media_type, bytes, limits.max_photo_bytes)?;
        let hash = BlobHash::of(bytes);
        self.change_record(record, |tx, open| {
            open.kind_of(item)?;
            let held = open.record.photo_counts().get(item).copied().unwrap_or(0);
            if held >= limits.max_photos_per_item as usize {
                let reason = format!("the item has {held} photos, the most that it may have");
                return Err(Error::invalid("photo", reason));
            }
            tx.keep_photo(&Photo { hash, media_type, bytes, own: true })?;
            let photo = PhotoAt {
                item: item.to_owned(),
                hash,
                media_type: media_type.to_owned(),
                seconds: open.seconds,
            };
            Ok(vec![photo.edit()])
        })?;
        Ok(hash)
    }

    /// Takes a photo off an item.
    ///
    /// # Errors
    /// As [`answer`](Self::answer).
    pub fn remove_photo(&self, record: DocumentId, item: &str, hash: BlobHash) -> Result<()> {
        self.change_record(record, |_, _| Ok(vec![Edit::delete(PhotoAt::key(item, &hash))]))
    }

    /// Finishes a record.
    ///
    /// # Errors
    /// [`Error::Incomplete`] names the items that are missing an answer or a photo; else as
    /// [`answer`](Self::answer).
    pub fn finish(&self, record: DocumentId) -> Result<()> {
        self.change_record(record, |tx, open| {
            let checklist = Checklist::new(open.form()?, &open.context);
            let missing: Vec<String> =
                checklist.missing().map(|(item, _)| item.id.clone()).collect();
            if !missing.is_empty() {
                return Err(Error::Incomplete { missing });
            }
            let end = RecordDocument::finish(&self.time_in(&open.record));
            tx.edit(record, &[end], self.now_ms())?;
            // It will be read more often than written from now on.
            tx.compact(record)?;
            Ok(Vec::new())
        })
    }

    /// Excuses a slot: on its record if there is one, or with a record that holds only the excuse.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] for a reason or slot that the pack does not have.
    pub fn excuse(&self, new: &NewExcuse) -> Result<DocumentId> {
        let pack = self.pack()?;
        if !pack.excuses.contains_key(&new.reason) {
            let known: Vec<&str> = pack.excuses.keys().map(String::as_str).collect();
            return Err(Error::invalid("reason", format!("expected one of {}", known.join(", "))));
        }
        let note = new.note.trim();
        if note.chars().count() > MAX_NOTE {
            return Err(Error::invalid("note", format!("it is longer than {MAX_NOTE} characters")));
        }
        let duty = pack.duty(&new.duty);
        let duty = duty.ok_or_else(|| Error::invalid("duty", "it is no duty of the rule pack"))?;
        check_slot(&pack, &new.duty, &new.slot, &duty.form)?;
        let form = pack.form(&duty.form);
        let form = form.ok_or_else(|| Error::RulePack(format!("no form {}", duty.form)))?;
        let (stream, about) = self.place_of(form, new.about)?;
        let excuse =
            Excuse { reason: new.reason.clone(), at: self.fact_time(), note: note.to_owned() };
        let _once = lock(&self.beginning);
        let existing = self.store().records_between(new.day, new.day)?.into_iter().find(|row| {
            row.duty.as_ref() == Some(&new.duty)
                && row.slot.as_ref() == Some(&new.slot)
                && (row.stream, row.about) == (stream, about)
                && (stream != StreamId::Office || row.author == Some(self.me().person))
        });
        let document = existing.as_ref().map_or_else(|| self.env.new_id(), |row| row.document);
        let header = Header { document, kind: DocumentKind::Record, stream };
        self.may_write(&header, None)?;
        if existing.is_some() {
            self.write(|tx| tx.edit(document, &[excuse.edit()], self.now_ms()))?;
            return Ok(document);
        }
        let slot = (new.duty.clone(), new.slot.clone());
        let record = RecordDocument {
            excuse: Some(excuse),
            ..blank(&duty.form, &pack, Some(&slot), new.day, about)
        };
        self.write(|tx| tx.create(header, &record.create(), self.now_ms()))?;
        Ok(header.document)
    }

    pub(crate) fn expect_kind(&self, header: &Header, kind: DocumentKind) -> Result<()> {
        if header.kind == kind {
            Ok(())
        } else {
            Err(Error::not_found(kind.as_str(), header.document))
        }
    }

    /// Where records of a form about something live.
    fn place_of(&self, form: &Form, about: RecordAbout) -> Result<(StreamId, Option<DocumentId>)> {
        let of = |document: DocumentId, stream: Option<StreamId>, what| {
            let stream = stream.ok_or_else(|| Error::not_found(what, document))?;
            Ok((stream, Some(document)))
        };
        match (form.subject, about) {
            (Subject::Area, RecordAbout::Area(area)) => Ok((StreamId::Area(area), None)),
            (Subject::Estate, RecordAbout::Estate) => Ok((StreamId::Office, None)),
            (Subject::Household, RecordAbout::Document(household)) => {
                let row = self.store().household(household)?;
                of(household, row.map(|row| row.stream), "household")
            }
            (Subject::Decoration, RecordAbout::Document(project)) => {
                let row = self.store().decoration(project)?;
                of(project, row.map(|row| row.stream), "decoration")
            }
            (subject, _) => Err(Error::invalid("about", format!("the form is about: {subject:?}"))),
        }
    }

    fn open_record(&self, new: &NewRecord, day: NaiveDate) -> Result<Option<DocumentId>> {
        let about = match new.about {
            RecordAbout::Document(document) => Some(document),
            RecordAbout::Area(_) | RecordAbout::Estate => None,
        };
        let area = match new.about {
            RecordAbout::Area(area) => Some(StreamId::Area(area)),
            RecordAbout::Estate | RecordAbout::Document(_) => None,
        };
        let rows = self.store().records_between(day, day)?;
        let open = rows.into_iter().find(|row| {
            row.form == new.form
                && row.about == about
                && area.is_none_or(|area| row.stream == area)
                && row.duty.as_ref() == new.duty.as_ref().map(|(duty, _)| duty)
                && row.slot.as_ref() == new.duty.as_ref().map(|(_, slot)| slot)
                && row.author == Some(self.me().person)
                && row.started_ms.is_some()
                && row.finished_ms.is_none()
        });
        Ok(open.map(|row| row.document))
    }

    /// One change of an open record: what it is now goes in, edits come out.
    fn change_record(
        &self,
        record: DocumentId,
        work: impl FnOnce(&mut WriteTx<'_>, &mut OpenRecord) -> Result<Vec<Edit>>,
    ) -> Result<()> {
        let follow_ups = follow_up::cases_for(self, record)?;
        self.write(|tx| {
            let header = tx.header(record)?;
            self.expect_kind(&header, DocumentKind::Record)?;
            self.may_write(&header, None)?;
            let document = tx.document(record)?;
            let read = RecordDocument::read(document).map_err(|error| unread(record, &error))?;
            if read.end.is_some() {
                let reason = "it cannot be changed any more".to_owned();
                return Err(Error::WrongState { record, state: "finished", reason });
            }
            let contested = document.contested_keys();
            let mut open = OpenRecord::new(self, read, contested, follow_ups)?;
            let edits = work(tx, &mut open)?;
            tx.edit(record, &edits, self.now_ms()).map(drop)
        })
    }

    /// Carries an answer to where else it belongs: the case it follows up, the customer file.
    fn carry(
        &self,
        tx: &mut WriteTx<'_>,
        open: &OpenRecord,
        item: &str,
        value: &str,
    ) -> Result<()> {
        if let Some(case) = followed_up_case(item) {
            let case = case.parse().map_err(|_| Error::not_found("case", case))?;
            return self.follow_up_fact(tx, case, value);
        }
        let updates = open.form()?.item(item).and_then(|item| item.updates.as_deref());
        if let (Some(field), Some(household)) = (updates, open.record.about) {
            check_field(&open.pack, field, value)?;
            let (value, at) = (value.to_owned(), self.fact_time());
            let value = FieldValue { value, source: Source::Visit, at };
            tx.edit(household, &[value.edit(field)], self.now_ms())?;
        }
        Ok(())
    }
}

/// An unfinished record as it is within a transaction.
pub(super) struct OpenRecord {
    pub(super) record: RecordDocument,
    pub(super) context: crate::domain::checklist::Context,
    contested: Vec<String>,
    pack: std::sync::Arc<RulePack>,
    seconds: i64,
}

impl OpenRecord {
    fn new(
        workspace: &Workspace,
        record: RecordDocument,
        contested: Vec<String>,
        follow_ups: Vec<String>,
    ) -> Result<Self> {
        let pack = workspace.pack_version(record.pack_version)?;
        let context = workspace.context_of(&record, follow_ups)?;
        let now = workspace.time_in(&record);
        let since = record.start.map_or(0, |start| (now - start).num_seconds());
        Ok(Self { record, context, contested, pack, seconds: since.max(0) })
    }

    fn form(&self) -> Result<&Form> {
        let form = self.pack.form(&self.record.form);
        form.ok_or_else(|| Error::RulePack(format!("no form {}", self.record.form)))
    }

    /// Whether an item is answered so already, and nobody says otherwise.
    fn stands(&self, item: &str, value: &str) -> bool {
        let key = format!("{}{item}", keys::ANSWER);
        self.context.answers.get(item).is_some_and(|said| said == value)
            && !self.contested.contains(&key)
    }

    /// How an item is answered, if it is asked now.
    fn kind_of(&self, item: &str) -> Result<ItemKind> {
        let checklist = Checklist::new(self.form()?, &self.context);
        let asked = checklist.item(item);
        let asked = asked.ok_or_else(|| {
            Error::invalid("item", format!("`{item}` is not asked in this record now"))
        })?;
        Ok(asked.kind().clone())
    }
}

impl Workspace {
    /// What a record knows of the world and of itself.
    pub(super) fn context_of(
        &self,
        record: &RecordDocument,
        follow_ups: Vec<String>,
    ) -> Result<crate::domain::checklist::Context> {
        let household = match record.about {
            Some(about) => match self.store().decoration(about)? {
                Some(project) => Some(project.household),
                None => Some(about),
            },
            None => None,
        };
        let occupancy = match household {
            Some(household) => self.store().household(household)?.and_then(|row| row.occupancy),
            None => None,
        };
        Ok(crate::domain::checklist::Context {
            rain: record.rain,
            occupancy,
            answers: record.answer_values(),
            photos: record.photo_counts(),
            follow_ups,
        })
    }
}

fn blank(
    form: &str,
    pack: &RulePack,
    duty: Option<&(String, String)>,
    day: NaiveDate,
    about: Option<DocumentId>,
) -> RecordDocument {
    RecordDocument {
        form: form.to_owned(),
        pack_version: pack.version,
        duty: duty.map(|(duty, _)| duty.clone()),
        slot: duty.map(|(_, slot)| slot.clone()),
        day,
        about,
        start: None,
        end: None,
        rain: false,
        skew: 0,
        excuse: None,
        answers: Default::default(),
        notes: Default::default(),
        photos: Vec::new(),
    }
}

fn check_slot(pack: &RulePack, duty: &str, slot: &str, form: &str) -> Result<()> {
    let known =
        pack.duty(duty).ok_or_else(|| Error::invalid("duty", "it is no duty of the pack"))?;
    if known.form != form {
        return Err(Error::invalid("duty", format!("it is done with the form {}", known.form)));
    }
    if known.slot(slot).is_none() {
        let slots: Vec<&str> = known.slots.iter().map(|slot| slot.id.as_str()).collect();
        return Err(Error::invalid("slot", format!("expected one of {}", slots.join(", "))));
    }
    Ok(())
}

/// Whether bytes may be attached as a photo.
pub(super) fn check_photo(media_type: &str, bytes: &[u8], max: u32) -> Result<()> {
    if !PHOTO_TYPES.contains(&media_type) {
        let reason = format!("expected one of {}", PHOTO_TYPES.join(", "));
        return Err(Error::invalid("media type", reason));
    }
    if bytes.is_empty() || bytes.len() > max as usize {
        let reason = format!("it has {} bytes: expected 1 to {max}", bytes.len());
        return Err(Error::invalid("photo", reason));
    }
    Ok(())
}
