//! A filled form (patrol, inspection, visit).

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta, Utc};

use super::{
    bad, check_version, each, flag, optional_number, parse_hash, parsed, text, time, write_hash,
    write_time,
};
use crate::document::flat::{Edit, Flat, Value};
use crate::document::{ReadError, keys};
use crate::ids::{BlobHash, DocumentId};

/// A record as the domain reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordDocument {
    /// The form's id.
    pub form: String,
    /// Version of the pack that the form is from.
    pub pack_version: u32,
    /// The duty it fulfils, if any.
    pub duty: Option<String>,
    /// The slot of that duty.
    pub slot: Option<String>,
    /// The estate's calendar day it belongs to.
    pub day: NaiveDate,
    /// The household or decoration project it is about.
    pub about: Option<DocumentId>,
    /// When it was begun, by the device's clock.
    pub start: Option<DateTime<FixedOffset>>,
    /// When it was finished, by the device's clock.
    pub end: Option<DateTime<FixedOffset>>,
    /// Whether it rained.
    pub rain: bool,
    /// Device clock minus server clock in seconds.
    pub skew: i64,
    /// Why the slot was missed or late.
    pub excuse: Option<Excuse>,
    /// Answers by item.
    pub answers: BTreeMap<String, AnswerAt>,
    /// Notes by item.
    pub notes: BTreeMap<String, String>,
    /// Photos, by item and then address.
    pub photos: Vec<PhotoAt>,
}

/// An answer and when it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerAt {
    /// The answer, as `domain::checklist` normalises it.
    pub value: String,
    /// Seconds since the record was begun.
    pub seconds: i64,
}

/// A photo on an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhotoAt {
    /// The item.
    pub item: String,
    /// The photo's address.
    pub hash: BlobHash,
    /// Its media type.
    pub media_type: String,
    /// Seconds since the record was begun.
    pub seconds: i64,
}

/// Why a slot was missed or late (P14 特殊情况除外).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excuse {
    /// Reason code of the pack.
    pub reason: String,
    /// When it was given, by the device's clock.
    pub at: DateTime<FixedOffset>,
    /// In the person's words.
    pub note: String,
}

impl AnswerAt {
    /// Reads a register.
    pub fn parse(register: &str) -> Option<Self> {
        let (value, seconds) = register.rsplit_once('@')?;
        Some(Self { value: value.to_owned(), seconds: seconds.parse().ok()? })
    }

    /// Writes the register of `item`.
    pub fn edit(item: &str, value: &str, seconds: i64) -> Edit {
        Edit::put(format!("{}{item}", keys::ANSWER), format!("{value}@{seconds}"))
    }
}

impl PhotoAt {
    fn parse(rest: &str, value: &Value) -> Option<Self> {
        let (item, hash) = rest.rsplit_once('/')?;
        let AnswerAt { value: media_type, seconds } = AnswerAt::parse(value.as_text()?)?;
        Some(Self { item: item.to_owned(), hash: parse_hash(hash)?, media_type, seconds })
    }

    /// The key of a photo's register.
    pub fn key(item: &str, hash: &BlobHash) -> String {
        format!("{}{item}/{}", keys::PHOTO, write_hash(hash))
    }

    /// Writes the photo's register.
    pub fn edit(&self) -> Edit {
        let value = format!("{}@{}", self.media_type, self.seconds);
        Edit::put(Self::key(&self.item, &self.hash), value)
    }

    /// All photos of a record or case.
    pub(crate) fn read_all(doc: &Flat) -> Result<Vec<Self>, ReadError> {
        each(doc, keys::PHOTO, Self::parse, "a photo, `<media type>@<seconds>`")
            .map(|photo| photo.map(|(_, photo)| photo))
            .collect()
    }
}

impl Excuse {
    /// Reads the register.
    pub fn parse(register: &str) -> Option<Self> {
        let (head, note) = register.split_once('|')?;
        let (reason, at) = head.split_once('@')?;
        Some(Self {
            reason: reason.to_owned(),
            at: DateTime::parse_from_rfc3339(at).ok()?,
            note: note.to_owned(),
        })
    }

    /// Writes the register.
    pub fn edit(&self) -> Edit {
        let Self { reason, at, note } = self;
        Edit::put(keys::EXCUSE, format!("{reason}@{}|{note}", write_time(at)))
    }
}

impl RecordDocument {
    /// Reads a record.
    ///
    /// # Errors
    /// [`ReadError`] names the register that does not hold what it should.
    pub fn read(doc: &Flat) -> Result<Self, ReadError> {
        check_version(doc)?;
        let form = text(doc, keys::FORM)?;
        let (form, version) = form
            .rsplit_once('@')
            .and_then(|(form, version)| Some((form.to_owned(), version.parse().ok()?)))
            .ok_or_else(|| bad(keys::FORM, "`<form>@<pack version>`"))?;
        let excuse = super::optional_text(doc, keys::EXCUSE)?;
        let excuse = excuse
            .map(|text| {
                Excuse::parse(&text).ok_or_else(|| bad(keys::EXCUSE, "`<reason>@<time>|<note>`"))
            })
            .transpose()?;
        let answer = |_: &str, value: &Value| AnswerAt::parse(value.as_text()?);
        let note = |_: &str, value: &Value| value.as_text().map(str::to_owned);
        Ok(Self {
            form,
            pack_version: version,
            duty: super::optional_text(doc, keys::DUTY)?,
            slot: super::optional_text(doc, keys::SLOT)?,
            day: parsed(doc, keys::DAY, "a date")?.ok_or_else(|| bad(keys::DAY, "a date"))?,
            about: parsed(doc, keys::ABOUT, "a document's id")?,
            start: time(doc, keys::START)?,
            end: time(doc, keys::END)?,
            rain: flag(doc, keys::RAIN)?,
            skew: optional_number(doc, keys::SKEW)?.unwrap_or(0),
            excuse,
            answers: each(doc, keys::ANSWER, answer, "an answer, `<value>@<seconds>`")
                .collect::<Result<_, _>>()?,
            notes: each(doc, keys::NOTE, note, "a text").collect::<Result<_, _>>()?,
            photos: PhotoAt::read_all(doc)?,
        })
    }

    /// The registers of a new record; answers, notes and photos come later.
    pub fn create(&self) -> Vec<Edit> {
        let mut edits = vec![
            Edit::put(keys::VERSION, keys::CURRENT_VERSION),
            Edit::put(keys::FORM, format!("{}@{}", self.form, self.pack_version)),
            Edit::put(keys::DAY, self.day.to_string()),
        ];
        edits.extend(self.duty.as_deref().map(|duty| Edit::put(keys::DUTY, duty)));
        edits.extend(self.slot.as_deref().map(|slot| Edit::put(keys::SLOT, slot)));
        edits.extend(self.about.map(|about| Edit::put(keys::ABOUT, about.to_string())));
        edits.extend(self.start.as_ref().map(|at| Edit::put(keys::START, write_time(at))));
        edits.extend(self.rain.then(|| Edit::put(keys::RAIN, true)));
        edits.extend((self.skew != 0).then(|| Edit::put(keys::SKEW, self.skew)));
        edits.extend(self.excuse.as_ref().map(Excuse::edit));
        edits
    }

    /// Finishes it.
    pub fn finish(at: &DateTime<FixedOffset>) -> Edit {
        Edit::put(keys::END, write_time(at))
    }

    /// When it was begun, by the server's clock as far as that was known.
    pub fn started_utc(&self) -> Option<DateTime<Utc>> {
        self.corrected(self.start)
    }

    /// When it was finished, likewise.
    pub fn finished_utc(&self) -> Option<DateTime<Utc>> {
        self.corrected(self.end)
    }

    fn corrected(&self, at: Option<DateTime<FixedOffset>>) -> Option<DateTime<Utc>> {
        let skew = TimeDelta::try_seconds(self.skew)?;
        at?.with_timezone(&Utc).checked_sub_signed(skew)
    }

    /// How many photos each item has.
    pub fn photo_counts(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for photo in &self.photos {
            *counts.entry(photo.item.clone()).or_default() += 1;
        }
        counts
    }

    /// The answers alone, as `domain::checklist` takes them.
    pub fn answer_values(&self) -> BTreeMap<String, String> {
        self.answers.iter().map(|(item, answer)| (item.clone(), answer.value.clone())).collect()
    }
}
