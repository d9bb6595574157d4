//! The day's work log (工作日志): free entries, and the day assembled from everything that was done.

use chrono::NaiveDate;

use super::{DutySubject, Workspace, lock, today::DayOf};
use crate::Error;
use crate::document::{WorkEntry, WorklogDocument, keys};
use crate::domain::{DocumentKind, Header, StreamId};
use crate::error::Result;
use crate::ids::{AreaId, DocumentId, PersonId};
use crate::report::{DayLog, LogCase, LogDuty, LogEntry, LogRecord};

/// Most characters of an entry.
const MAX_ENTRY: usize = 2_000;

impl Workspace {
    /// Adds a free entry to today's work log.
    ///
    /// # Errors
    /// [`Error::InvalidInput`], [`Error::NotPermitted`].
    pub fn add_log_entry(&self, text: &str) -> Result<()> {
        let text = text.trim();
        if text.is_empty() || text.chars().count() > MAX_ENTRY {
            let reason = format!("expected 1 to {MAX_ENTRY} characters");
            return Err(Error::invalid("text", reason));
        }
        let day = self.today_date()?;
        let id: uuid::Uuid = self.env.new_id();
        let entry = WorkEntry { at: self.fact_time(), text: text.to_owned() };
        let edit = entry.edit(&id.simple().to_string());
        let _once = lock(&self.beginning);
        if let Some(document) = self.my_worklog(day)? {
            return self.write(|tx| tx.edit(document, &[edit], self.now_ms()).map(drop));
        }
        let header = Header {
            document: self.env.new_id(),
            kind: DocumentKind::Worklog,
            stream: self.worklog_stream()?,
        };
        self.may_write(&header, None)?;
        let mut edits = WorklogDocument::create(day);
        edits.push(edit);
        self.write(|tx| tx.create(header, &edits, self.now_ms()))
    }

    /// Takes back a free entry of today's work log.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::NotPermitted`].
    pub fn remove_log_entry(&self, document: DocumentId, entry: &str) -> Result<()> {
        self.write(|tx| {
            let header = tx.header(document)?;
            self.expect_kind(&header, DocumentKind::Worklog)?;
            let author = tx.document(document)?.first_actor();
            let author = author.map(|actor| self.store().identity(actor)).transpose()?.flatten();
            self.may_write(&header, author.map(|row| row.person))?;
            let edit = crate::document::Edit::delete(format!("{}{entry}", keys::ENTRY));
            tx.edit(document, &[edit], self.now_ms()).map(drop)
        })
    }

    /// This person's day, assembled: duties with what became of them, inspections, visits, cases,
    /// free entries.
    ///
    /// # Errors
    /// [`Error::RulePack`] and [`Error::NotFound`] before the first sync.
    pub fn day_log(&self, day: NaiveDate) -> Result<DayLog> {
        let areas = self.my_areas()?;
        let me = self.me();
        self.day_log_of(&DayOf { person: me.person, role: me.role, areas: &areas, day })
    }

    pub(crate) fn day_log_of(&self, whose: &DayOf<'_>) -> Result<DayLog> {
        let pack = self.pack()?;
        let duties = self.day_of(whose)?;
        let counted: Vec<DocumentId> = duties.iter().filter_map(|duty| duty.record).collect();
        let duties = duties
            .into_iter()
            .map(|duty| {
                Ok(LogDuty {
                    subject: self.subject_name(&duty.subject),
                    problems: self.problem_lines(duty.record)?,
                    label: duty.label,
                    slot: duty.slot_label,
                    times: duty.times,
                    state: duty.state,
                })
            })
            .collect::<Result<_>>()?;
        let records = self.store().records_between(whose.day, whose.day)?;
        let mut others = Vec::new();
        for row in records.into_iter().filter(|row| row.author == Some(whose.person)) {
            // What fulfils one of the person's own duties stands with them; help for others is here.
            let pack = self.pack_version(row.pack_version)?;
            let listed = counted.contains(&row.document) || row.started_ms.is_none();
            let Some(form) = pack.form(&row.form).filter(|_| !listed) else { continue };
            others.push(LogRecord {
                label: form.label.clone(),
                subject: self.about_name(row.about)?,
                finished: row.finished_ms.is_some(),
                problems: self.problem_lines(Some(row.document))?,
            });
        }
        let first = crate::domain::duty::start_of_day(whose.day, pack.time_zone);
        let next = whose.day.succ_opt().unwrap_or(whose.day);
        let end = crate::domain::duty::start_of_day(next, pack.time_zone);
        let cases = self
            .store()
            .cases_reported(first.timestamp_millis(), end.timestamp_millis())?
            .into_iter()
            .filter(|row| row.author == Some(whose.person))
            .map(|row| {
                let case = self.case_view(&pack, row)?;
                let department = case.department.as_deref();
                Ok(LogCase {
                    department: department.and_then(|id| pack.departments.get(id).cloned()),
                    title: case.title,
                    state: case.state,
                    overdue: case.overdue,
                })
            })
            .collect::<Result<_>>()?;
        let entries = self.store().log_entries(whose.day)?;
        let entries = entries
            .into_iter()
            .filter(|row| row.author == Some(whose.person))
            .map(|row| LogEntry {
                document: row.document,
                entry: row.entry,
                at: super::cases::utc(row.at_ms).with_timezone(&pack.time_zone).fixed_offset(),
                text: row.text,
            })
            .collect();
        Ok(DayLog {
            estate: self.me().estate_name.clone(),
            person: self.person_name(whose.person).unwrap_or_default(),
            zone: pack.time_zone,
            day: whose.day,
            duties,
            records: others,
            cases,
            entries,
        })
    }

    /// What a duty is to be done about, by name.
    pub(crate) fn subject_name(&self, subject: &DutySubject) -> String {
        match subject {
            DutySubject::Area(area) => self.area_name(*area),
            DutySubject::Estate => self.me().estate_name.clone(),
            DutySubject::Decoration { unit, .. } => unit.clone(),
        }
    }

    /// The name of an area, if the directory is here.
    pub fn area_name(&self, area: AreaId) -> String {
        let directory = self.directory().ok();
        let name = directory.and_then(|known| known.area(area).map(|area| area.name.clone()));
        name.unwrap_or_default()
    }

    fn about_name(&self, about: Option<DocumentId>) -> Result<String> {
        let Some(about) = about else { return Ok(String::new()) };
        if let Some(row) = self.store().household(about)? {
            return Ok(row.unit);
        }
        Ok(self.store().decoration(about)?.and_then(|row| row.unit).unwrap_or_default())
    }

    /// What was found in a record: the item with its note.
    fn problem_lines(
        &self,
        record: Option<DocumentId>,
    ) -> Result<Vec<(crate::rulepack::Label, String)>> {
        let Some(record) = record else { return Ok(Vec::new()) };
        let view = match self.record(record) {
            Ok(view) => view,
            // The form is of a pack that is not here: the rest of the day is to be read all the same.
            Err(Error::RulePack(_)) => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let items = view.groups.into_iter().flat_map(|group| group.items);
        Ok(items
            .filter(|item| item.problem)
            .map(|item| (item.label, item.note.unwrap_or_default()))
            .collect())
    }

    fn my_worklog(&self, day: NaiveDate) -> Result<Option<DocumentId>> {
        let me: PersonId = self.me().person;
        let entries = self.store().log_entries(day)?;
        Ok(entries.into_iter().find(|row| row.author == Some(me)).map(|row| row.document))
    }

    /// A butler's log lives in the first area of the butler's, the office's with the office.
    fn worklog_stream(&self) -> Result<StreamId> {
        if self.me().role.sees_whole_estate() {
            return Ok(StreamId::Office);
        }
        let first = self.my_areas()?.into_iter().next();
        first.map(StreamId::Area).ok_or(Error::NotPermitted { operation: "keep a work log" })
    }
}
