//! Cases: findings, repairs, complaints and errands, from the report to the callback.

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};

use super::follow_up::fact_edit;
use super::records::check_photo;
use super::{RecordAbout, Who, Workspace};
use crate::Error;
use crate::document::{CaseDocument, PhotoAt, RecordDocument};
use crate::domain::case::{
    CaseFact, CaseKind, CaseState, DueStep, Report, Satisfaction, case_state, department_of,
    due_steps,
};
use crate::domain::{DocumentKind, Header, StreamId};
use crate::error::Result;
use crate::ids::{BlobHash, DocumentId};
use crate::rulepack::{CaseStep, RulePack, Severity};
use crate::store::{CaseRow, Photo};

/// Most characters of a title, and of a text.
const MAX_TITLE: usize = 120;
const MAX_TEXT: usize = 2_000;

/// A case to report.
#[derive(Clone, Debug, PartialEq)]
pub struct NewCase {
    /// What sort of case it is.
    pub kind: CaseKind,
    /// One line that names it.
    pub title: String,
    /// More about it.
    pub detail: String,
    /// The responsible department; with it, the case is dispatched at once (P8, P15).
    pub department: Option<String>,
    /// How bad it is.
    pub severity: Severity,
    /// The record and the item where it was found. Its photos go with the case.
    pub found: Option<(DocumentId, String)>,
    /// Where it is: an area's public ground, or a household. Where it was found decides, if absent.
    pub about: Option<RecordAbout>,
    /// By when a reply was promised (I7).
    pub agreed: Option<DateTime<FixedOffset>>,
}

/// A fact to add to a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFact {
    /// Which step was taken.
    pub step: CaseStep,
    /// What there is to say.
    pub note: String,
    /// To which department it was sent.
    pub department: Option<String>,
    /// How satisfied the resident was, 1 to 5 (I3).
    pub satisfaction: Option<u8>,
}

/// A case as a person reads it.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseView {
    /// The case.
    pub document: DocumentId,
    /// Its stream.
    pub stream: StreamId,
    /// What sort of case it is.
    pub kind: CaseKind,
    /// One line that names it.
    pub title: String,
    /// More about it.
    pub detail: String,
    /// By when a reply was promised, in milliseconds since 1970 UTC (I7).
    pub agreed_ms: Option<i64>,
    /// How bad it is.
    pub severity: Severity,
    /// The department that has it.
    pub department: Option<String>,
    /// The unit it is about, if any.
    pub unit: Option<String>,
    /// The record and item where it was found.
    pub found: Option<(DocumentId, String)>,
    /// When it was reported, in milliseconds since 1970 UTC.
    pub reported_ms: i64,
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
    /// Its photos; the bytes are here or at the server.
    pub photos: Vec<BlobHash>,
}

impl Workspace {
    /// Reports a case. A finding of a patrol is followed up by the afternoon's (P1).
    ///
    /// # Errors
    /// [`Error::InvalidInput`], [`Error::NotFound`], [`Error::NotPermitted`].
    pub fn report_case(&self, new: &NewCase) -> Result<DocumentId> {
        let pack = self.pack()?;
        let title = new.title.trim();
        check_text("title", title, MAX_TITLE)?;
        if title.is_empty() {
            return Err(Error::invalid(
                "title",
                "it is empty: expected a line that names the case",
            ));
        }
        check_text("detail", &new.detail, MAX_TEXT)?;
        check_department(&pack, new.department.as_deref())?;
        let (stream, about, photos) = self.place_of_case(new)?;
        let header = Header { document: self.env.new_id(), kind: DocumentKind::Case, stream };
        self.may_write(&header, None)?;
        let case = CaseDocument {
            kind: new.kind,
            title: title.to_owned(),
            detail: new.detail.trim().to_owned(),
            department: new.department.clone(),
            severity: new.severity,
            about,
            found: new.found.clone(),
            reported: self.fact_time(),
            agreed: new.agreed,
            facts: Vec::new(),
            photos,
        };
        let mut edits = case.create();
        if new.department.is_some() {
            let fact = self.fact(CaseStep::Dispatched, "", new.department.clone(), None);
            edits.push(fact_edit(self, &fact)?);
        }
        self.write(|tx| tx.create(header, &edits, self.now_ms()))?;
        Ok(header.document)
    }

    /// Adds a fact to a case: dispatched, planned, handled, replied, called back, closed.
    ///
    /// # Errors
    /// [`Error::InvalidInput`], [`Error::NotFound`], [`Error::NotPermitted`].
    pub fn add_fact(&self, case: DocumentId, new: &NewFact) -> Result<()> {
        let pack = self.pack()?;
        check_text("note", &new.note, MAX_TEXT)?;
        check_department(&pack, new.department.as_deref())?;
        if new.step == CaseStep::Dispatched && new.department.is_none() {
            return Err(Error::invalid("department", "a case is dispatched to a department"));
        }
        let satisfaction = new
            .satisfaction
            .map(Satisfaction::try_from)
            .transpose()
            .map_err(|error| Error::invalid("satisfaction", error.to_string()))?;
        let fact = self.fact(new.step, new.note.trim(), new.department.clone(), satisfaction);
        let edit = fact_edit(self, &fact)?;
        self.write(|tx| {
            let header = tx.header(case)?;
            self.expect_kind(&header, DocumentKind::Case)?;
            self.may_write(&header, None)?;
            tx.edit(case, &[edit], self.now_ms()).map(drop)
        })
    }

    /// Attaches a photo to a case.
    ///
    /// # Errors
    /// As [`attach_photo`](Self::attach_photo).
    pub fn attach_case_photo(
        &self,
        case: DocumentId,
        media_type: &str,
        bytes: &[u8],
    ) -> Result<BlobHash> {
        check_photo(media_type, bytes, self.pack()?.device.max_photo_bytes)?;
        let hash = BlobHash::of(bytes);
        let media = media_type.to_owned();
        let photo = PhotoAt { item: "case".to_owned(), hash, media_type: media, seconds: 0 };
        self.write(|tx| {
            let header = tx.header(case)?;
            self.expect_kind(&header, DocumentKind::Case)?;
            self.may_write(&header, None)?;
            tx.keep_photo(&Photo { hash, media_type, bytes, own: true })?;
            tx.edit(case, &[photo.edit()], self.now_ms())
        })?;
        Ok(hash)
    }

    /// The cases that are not closed, the first due first.
    ///
    /// # Errors
    /// [`Error::RulePack`] before the first sync.
    pub fn open_cases(&self) -> Result<Vec<CaseView>> {
        let pack = self.pack()?;
        let rows = self.store().open_cases()?;
        let mut cases =
            rows.into_iter().map(|row| self.case_view(&pack, row)).collect::<Result<Vec<_>>>()?;
        cases.sort_by_key(|case| {
            let next = case.due.iter().find(|step| step.done_at.is_none()).map(|step| step.due);
            (next.is_none(), next, case.reported_ms)
        });
        Ok(cases)
    }

    /// One case.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn case(&self, case: DocumentId) -> Result<CaseView> {
        let row = self.store().case(case)?.ok_or_else(|| Error::not_found("case", case))?;
        let pack = self.pack()?;
        self.case_view(&pack, row)
    }

    pub(crate) fn case_view(&self, pack: &RulePack, row: CaseRow) -> Result<CaseView> {
        let kind = CaseKind::parse(&row.kind).unwrap_or(CaseKind::Finding);
        let unit = match row.about {
            Some(household) => self.store().household(household)?.map(|row| row.unit),
            None => None,
        };
        let reported = utc(row.reported_ms);
        let report = Report {
            kind,
            at: reported.fixed_offset(),
            agreed: row.agreed_ms.map(|ms| utc(ms).fixed_offset()),
        };
        let due = due_steps(&report, &pack.deadlines, pack.time_zone, &row.facts);
        let state = case_state(kind, &row.facts);
        let now = self.true_now();
        Ok(CaseView {
            overdue: state != CaseState::Closed && due.iter().any(|step| step.overdue(now)),
            by: Who {
                person: row.author,
                name: row.author.and_then(|person| self.person_name(person)),
                device: None,
            },
            department: department_of(&row.facts).map(str::to_owned).or(row.department),
            severity: Severity::parse(&row.severity).unwrap_or_default(),
            found: row.found_record.zip(row.found_item),
            photos: self.store().photos_of(row.document)?,
            document: row.document,
            stream: row.stream,
            kind,
            detail: row.detail,
            agreed_ms: row.agreed_ms,
            title: row.title,
            unit,
            reported_ms: row.reported_ms,
            state,
            due,
            facts: row.facts,
        })
    }

    fn fact(
        &self,
        step: CaseStep,
        note: &str,
        department: Option<String>,
        satisfaction: Option<Satisfaction>,
    ) -> CaseFact {
        let (at, by) = (self.fact_time(), self.me().person);
        CaseFact { step, at, by, note: note.to_owned(), department, satisfaction }
    }

    /// The stream of a new case, the household it is about, and the photos of where it was found.
    fn place_of_case(&self, new: &NewCase) -> Result<(StreamId, Option<DocumentId>, Vec<PhotoAt>)> {
        let mut photos = Vec::new();
        let mut place = None;
        if let Some((record, item)) = &new.found {
            let (header, doc) = self.store().document(*record)?;
            self.expect_kind(&header, DocumentKind::Record)?;
            let read = RecordDocument::read(&doc)
                .map_err(|error| super::households::unread(*record, &error))?;
            photos = read.photos.into_iter().filter(|photo| photo.item == *item).collect();
            photos.iter_mut().for_each(|photo| photo.item = "case".to_owned());
            let household = match read.about {
                Some(about) => {
                    Some(self.store().decoration(about)?.map_or(about, |site| site.household))
                }
                None => None,
            };
            place = Some((header.stream, household));
        }
        match new.about {
            Some(RecordAbout::Area(area)) => place = Some((StreamId::Area(area), None)),
            Some(RecordAbout::Estate) => place = Some((StreamId::Office, None)),
            Some(RecordAbout::Document(household)) => {
                let missing = || Error::not_found("household", household);
                let row = self.store().household(household)?.ok_or_else(missing)?;
                place = Some((row.stream, Some(household)));
            }
            None => {}
        }
        let nowhere =
            || Error::invalid("about", "say where it is, or in which record it was found");
        let (stream, household) = place.ok_or_else(nowhere)?;
        Ok((stream, household, photos))
    }
}

impl CaseRow {
    /// How far the case has come by these facts; `None` for a kind that only a newer version knows.
    pub(crate) fn state(&self, facts: &[CaseFact]) -> Option<CaseState> {
        Some(case_state(CaseKind::parse(&self.kind)?, facts))
    }
}

pub(crate) fn utc(ms: i64) -> DateTime<Utc> {
    TimeDelta::try_milliseconds(ms)
        .and_then(|since| DateTime::UNIX_EPOCH.checked_add_signed(since))
        .unwrap_or(DateTime::UNIX_EPOCH)
}

fn check_text(field: &str, text: &str, max: usize) -> Result<()> {
    if text.chars().count() > max {
        return Err(Error::invalid(field, format!("it is longer than {max} characters")));
    }
    Ok(())
}

fn check_department(pack: &RulePack, department: Option<&str>) -> Result<()> {
    match department {
        Some(id) if !pack.departments.contains_key(id) => {
            let known: Vec<&str> = pack.departments.keys().map(String::as_str).collect();
            Err(Error::invalid("department", format!("expected one of {}", known.join(", "))))
        }
        _ => Ok(()),
    }
}
