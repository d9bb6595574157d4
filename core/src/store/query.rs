//! Reading projections. Lists and counts never load a document.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::{Connection, Row, params};

use super::open::Store;
use super::sql::heads_from_blob;
use super::write;
use crate::Result;
use crate::document::Flat;
use crate::domain::case::CaseFact;
use crate::domain::{DocumentKind, Header, StreamId};
use crate::ids::{ActorId, ChangeHash, DeviceId, DocumentId, PersonId};

/// A record's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordRow {
    /// The record.
    pub document: DocumentId,
    /// Its stream.
    pub stream: StreamId,
    /// The form's id.
    pub form: String,
    /// Version of the pack that the form is from.
    pub pack_version: u32,
    /// The duty it fulfils.
    pub duty: Option<String>,
    /// The slot of that duty.
    pub slot: Option<String>,
    /// The estate's calendar day it belongs to.
    pub day: NaiveDate,
    /// What it is about.
    pub about: Option<DocumentId>,
    /// When it was begun, in milliseconds since 1970 UTC, corrected for a clock known to be off.
    pub started_ms: Option<i64>,
    /// When it was finished, likewise.
    pub finished_ms: Option<i64>,
    /// The reason that excuses the slot.
    pub excuse: Option<String>,
    /// Device clock minus server clock in seconds, where it was known to be off.
    pub skew: i64,
    /// Answers by item.
    pub answers: BTreeMap<String, String>,
    /// Who began it, as far as known here.
    pub author: Option<PersonId>,
}

/// A household's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HouseholdRow {
    /// The household.
    pub document: DocumentId,
    /// Its building's stream.
    pub stream: StreamId,
    /// The unit's label.
    pub unit: String,
    /// The floor.
    pub floor: Option<i64>,
    /// The unit's place in lists.
    pub sort_key: String,
    /// Who lives there: the pack's field `occupancy`.
    pub occupancy: Option<String>,
}

/// A field of a household's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HouseholdFieldRow {
    /// The household.
    pub document: DocumentId,
    /// The field's key: `<id>` or `<id>#<slot>`.
    pub field: String,
    /// Its value.
    pub value: String,
}

/// A case's row.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseRow {
    /// The case.
    pub document: DocumentId,
    /// Its stream.
    pub stream: StreamId,
    /// What sort of case, as stored.
    pub kind: String,
    /// One line that names it.
    pub title: String,
    /// More about it.
    pub detail: String,
    /// How bad, as stored.
    pub severity: String,
    /// The responsible department.
    pub department: Option<String>,
    /// The household it is about.
    pub about: Option<DocumentId>,
    /// The record it was found in.
    pub found_record: Option<DocumentId>,
    /// The item it was found at.
    pub found_item: Option<String>,
    /// When it was reported, in milliseconds since 1970 UTC.
    pub reported_ms: i64,
    /// By when a reply was promised, likewise.
    pub agreed_ms: Option<i64>,
    /// What happened to it since.
    pub facts: Vec<CaseFact>,
    /// Who reported it, as far as known here.
    pub author: Option<PersonId>,
}

/// A decoration project's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecorationRow {
    /// The project.
    pub document: DocumentId,
    /// Its building's stream.
    pub stream: StreamId,
    /// The household whose unit it is.
    pub household: DocumentId,
    /// The unit's label, if its file is here.
    pub unit: Option<String>,
    /// Who does the work.
    pub contractor: String,
    /// First day.
    pub from: NaiveDate,
    /// The day it ended.
    pub until: Option<NaiveDate>,
    /// Number of the permit.
    pub permit: Option<String>,
    /// Last day of the permit.
    pub permit_until: Option<NaiveDate>,
    /// Workers' passes: id, holder, last day.
    pub passes: Vec<(String, String, NaiveDate)>,
}

/// A free entry of a work log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogEntryRow {
    /// The work log.
    pub document: DocumentId,
    /// The entry's id.
    pub entry: String,
    /// When it was written, in milliseconds since 1970 UTC.
    pub at_ms: i64,
    /// What was written.
    pub text: String,
    /// Who wrote it.
    pub author: Option<PersonId>,
}

/// A register with values that say different things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConflictRow {
    /// The document and where it lives.
    pub header: Header,
    /// The register.
    pub key: String,
}

/// Whose actor it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentityRow {
    /// The device.
    pub device: DeviceId,
    /// The device's label.
    pub label: String,
    /// The person.
    pub person: PersonId,
}

/// The actor of documents that nobody writes to.
const READER: ActorId = ActorId(uuid::Uuid::nil());

const RECORD: &str = "SELECT r.document, r.stream, r.form, r.pack_version, r.duty, r.slot, r.day,
        r.about, r.started_ms, r.finished_ms, r.excuse, r.skew, r.answers, i.person
    FROM record r
    JOIN document d ON d.id = r.document
    LEFT JOIN identity i ON i.actor = d.author_actor";

const CASE: &str = "SELECT c.document, c.stream, c.kind, c.title, c.severity, c.department,
        c.about, c.found_record, c.found_item, c.reported_ms, c.agreed_ms, c.facts, i.person, c.detail
    FROM case_file c
    JOIN document d ON d.id = c.document
    LEFT JOIN identity i ON i.actor = d.author_actor";

const HOUSEHOLD: &str =
    "SELECT document, stream, unit, floor, sort_key, occupancy FROM household h";

const DECORATION: &str = "SELECT s.document, s.stream, s.household, h.unit, s.contractor,
        s.from_day, s.until_day, s.permit, s.permit_until, s.passes
    FROM decoration s
    LEFT JOIN household h ON h.document = s.household";

impl Store {
    /// A document as it was committed, read afresh. It is for reading: its actor is nobody's. Needs
    /// no writer, and so may be called within a transaction.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] and the storage errors.
    pub fn document(&self, document: DocumentId) -> Result<(Header, Flat)> {
        self.read(|connection| {
            let missing = || crate::Error::not_found("document", document);
            let header = write::header(connection, document)?.ok_or_else(missing)?;
            let doc = write::load(connection, document, READER)?.ok_or_else(missing)?;
            Ok((header, doc))
        })
    }

    /// The documents of a kind, by id.
    ///
    /// # Errors
    /// The storage errors.
    pub fn documents_of(&self, kind: DocumentKind) -> Result<Vec<DocumentId>> {
        let sql = "SELECT id FROM document WHERE kind = ?1 ORDER BY id";
        self.rows(sql, params![kind.as_str()], |row| row.get(0))
    }

    /// The exact version of a document: the hashes of its newest changes.
    ///
    /// # Errors
    /// The storage errors.
    pub fn heads(&self, document: DocumentId) -> Result<Vec<ChangeHash>> {
        let sql = "SELECT heads FROM document WHERE id = ?1";
        let blobs: Vec<Vec<u8>> = self.rows(sql, params![document], |row| row.get(0))?;
        Ok(blobs.first().map(|blob| heads_from_blob(blob)).unwrap_or_default())
    }

    /// How many documents a newer version wrote.
    ///
    /// # Errors
    /// The storage errors.
    pub fn unreadable_count(&self) -> Result<u64> {
        let sql = "SELECT count(*) FROM document WHERE readable = 0";
        let counts: Vec<i64> = self.rows(sql, [], |row| row.get(0))?;
        Ok(counts.first().copied().unwrap_or(0).unsigned_abs())
    }

    /// A record's row.
    ///
    /// # Errors
    /// The storage errors.
    pub fn record(&self, document: DocumentId) -> Result<Option<RecordRow>> {
        let sql = format!("{RECORD} WHERE r.document = ?1");
        Ok(self.rows(&sql, params![document], record_row)?.pop())
    }

    /// The records of the days from `first` to `last`, by day and start.
    ///
    /// # Errors
    /// The storage errors.
    pub fn records_between(&self, first: NaiveDate, last: NaiveDate) -> Result<Vec<RecordRow>> {
        let sql = format!(
            "{RECORD} WHERE r.day BETWEEN ?1 AND ?2 ORDER BY r.day, r.started_ms, r.document"
        );
        self.rows(&sql, params![first.to_string(), last.to_string()], record_row)
    }

    /// The newest finished record of this form about each subject: subject and day.
    ///
    /// # Errors
    /// The storage errors.
    pub fn finished_days(
        &self,
        form: &str,
        first: NaiveDate,
        last: NaiveDate,
    ) -> Result<Vec<(DocumentId, NaiveDate)>> {
        let sql = "SELECT about, day FROM record
                   WHERE form = ?1 AND day BETWEEN ?2 AND ?3
                       AND about IS NOT NULL AND finished_ms IS NOT NULL
                   ORDER BY day, document";
        self.rows(sql, params![form, first.to_string(), last.to_string()], |row| {
            Ok((row.get(0)?, day(row, 1)?))
        })
    }

    /// The records about a household or a decoration project, newest first.
    ///
    /// # Errors
    /// The storage errors.
    pub fn records_about(&self, about: DocumentId) -> Result<Vec<RecordRow>> {
        let sql = format!("{RECORD} WHERE r.about = ?1 ORDER BY r.day DESC, r.started_ms DESC");
        self.rows(&sql, params![about], record_row)
    }

    /// A household's row.
    ///
    /// # Errors
    /// The storage errors.
    pub fn household(&self, document: DocumentId) -> Result<Option<HouseholdRow>> {
        let sql = format!("{HOUSEHOLD} WHERE document = ?1");
        Ok(self.rows(&sql, params![document], household_row)?.pop())
    }

    /// The households of these streams, by unit.
    ///
    /// # Errors
    /// The storage errors.
    pub fn households(&self, streams: &[StreamId]) -> Result<Vec<HouseholdRow>> {
        let sql = format!("{HOUSEHOLD} WHERE stream = ?1 ORDER BY sort_key, document");
        let mut households = Vec::new();
        for stream in streams {
            households.extend(self.rows(&sql, params![stream], household_row)?);
        }
        households.sort_by(|a, b| (&a.sort_key, a.document).cmp(&(&b.sort_key, b.document)));
        Ok(households)
    }

    /// Households whose unit, or one of whose `fields`, contains `term`, by unit; the matching field
    /// with each, `None` where it was the unit.
    ///
    /// # Errors
    /// The storage errors.
    pub fn search_households(
        &self,
        term: &str,
        fields: &[&str],
        limit: usize,
    ) -> Result<Vec<(HouseholdRow, Option<HouseholdFieldRow>)>> {
        let wanted = |field: &str| {
            let id = field.split('#').next().unwrap_or(field);
            fields.contains(&id)
        };
        let sql = "SELECT document, field, value FROM household_field
                   WHERE instr(term, ?1) > 0 ORDER BY document, field";
        let mut matches: Vec<HouseholdFieldRow> =
            self.rows(sql, params![term], household_field_row)?;
        matches.retain(|row| wanted(&row.field));
        matches.dedup_by_key(|row| row.document);
        let sql = format!("{HOUSEHOLD} ORDER BY sort_key, document");
        let mut found = Vec::new();
        for household in self.rows(&sql, [], household_row)? {
            if found.len() >= limit {
                break;
            }
            if super::project::search_term(&household.unit).contains(term) {
                found.push((household, None));
            } else if let Ok(index) =
                matches.binary_search_by_key(&household.document, |row| row.document)
            {
                let field = matches[index].clone();
                found.push((household, Some(field)));
            }
        }
        Ok(found)
    }

    /// The fields of a household, by key.
    ///
    /// # Errors
    /// The storage errors.
    pub fn household_fields(&self, document: DocumentId) -> Result<Vec<HouseholdFieldRow>> {
        let sql = "SELECT document, field, value FROM household_field
                   WHERE document = ?1 ORDER BY field";
        self.rows(sql, params![document], household_field_row)
    }

    /// A case's row.
    ///
    /// # Errors
    /// The storage errors.
    pub fn case(&self, document: DocumentId) -> Result<Option<CaseRow>> {
        let sql = format!("{CASE} WHERE c.document = ?1");
        Ok(self.rows(&sql, params![document], case_row)?.pop())
    }

    /// The cases that are not closed, oldest first.
    ///
    /// # Errors
    /// The storage errors.
    pub fn open_cases(&self) -> Result<Vec<CaseRow>> {
        let sql = format!("{CASE} WHERE c.closed = 0 ORDER BY c.reported_ms, c.document");
        self.rows(&sql, [], case_row)
    }

    /// The cases reported from `first_ms` to before `end_ms`, oldest first.
    ///
    /// # Errors
    /// The storage errors.
    pub fn cases_reported(&self, first_ms: i64, end_ms: i64) -> Result<Vec<CaseRow>> {
        let sql = format!(
            "{CASE} WHERE c.reported_ms >= ?1 AND c.reported_ms < ?2
             ORDER BY c.reported_ms, c.document"
        );
        self.rows(&sql, params![first_ms, end_ms], case_row)
    }

    /// The decoration projects, newest first.
    ///
    /// # Errors
    /// The storage errors.
    pub fn decorations(&self) -> Result<Vec<DecorationRow>> {
        let sql = format!("{DECORATION} ORDER BY s.from_day DESC, s.document");
        self.rows(&sql, [], decoration_row)
    }

    /// A decoration project's row.
    ///
    /// # Errors
    /// The storage errors.
    pub fn decoration(&self, document: DocumentId) -> Result<Option<DecorationRow>> {
        let sql = format!("{DECORATION} WHERE s.document = ?1");
        Ok(self.rows(&sql, params![document], decoration_row)?.pop())
    }

    /// The free entries of a day, by time.
    ///
    /// # Errors
    /// The storage errors.
    pub fn log_entries(&self, day: NaiveDate) -> Result<Vec<LogEntryRow>> {
        let sql = "SELECT e.document, e.entry, e.at_ms, e.text, i.person
                   FROM log_entry e
                   JOIN document d ON d.id = e.document
                   LEFT JOIN identity i ON i.actor = d.author_actor
                   WHERE e.day = ?1 ORDER BY e.at_ms, e.entry";
        self.rows(sql, params![day.to_string()], |row| {
            Ok(LogEntryRow {
                document: row.get(0)?,
                entry: row.get(1)?,
                at_ms: row.get(2)?,
                text: row.get(3)?,
                author: row.get(4)?,
            })
        })
    }

    /// The open conflicts, by document and register.
    ///
    /// # Errors
    /// The storage errors.
    pub fn open_conflicts(&self) -> Result<Vec<ConflictRow>> {
        let sql = "SELECT d.id, d.kind, d.stream, c.key
                   FROM conflict c JOIN document d ON d.id = c.document
                   ORDER BY d.id, c.key";
        let rows = self.rows(sql, [], |row| {
            let kind: String = row.get(1)?;
            let (document, stream) = (row.get(0)?, row.get(2)?);
            let header = DocumentKind::parse(&kind).map(|kind| Header { document, kind, stream });
            Ok((header, row.get(3)?))
        })?;
        Ok(rows
            .into_iter()
            .filter_map(|(header, key)| Some(ConflictRow { header: header?, key }))
            .collect())
    }

    /// A value that the workspace keeps beside its documents, as JSON.
    ///
    /// # Errors
    /// The storage errors; [`crate::Error::Corrupt`] where it does not read.
    pub(crate) fn value<T: serde::de::DeserializeOwned>(&self, key: &str) -> Result<Option<T>> {
        let text: Option<String> = self.read(|connection| super::open::meta(connection, key))?;
        text.map(|text| {
            serde_json::from_str(&text)
                .map_err(|error| crate::Error::Corrupt(format!("{key}: {error}")))
        })
        .transpose()
    }

    /// The installation that this database was last opened by.
    ///
    /// # Errors
    /// The storage errors.
    pub(crate) fn installation(&self) -> Result<crate::ids::InstallationId> {
        self.read(|connection| {
            super::open::meta(connection, "installation")?
                .ok_or_else(|| crate::Error::Corrupt("the installation is missing".to_owned()))
        })
    }

    /// Whose actor it is, as far as known here.
    ///
    /// # Errors
    /// The storage errors.
    pub fn identity(&self, actor: ActorId) -> Result<Option<IdentityRow>> {
        let sql = "SELECT device, label, person FROM identity WHERE actor = ?1";
        let rows = self.rows(sql, params![actor], |row| {
            Ok(IdentityRow { device: row.get(0)?, label: row.get(1)?, person: row.get(2)? })
        })?;
        Ok(rows.into_iter().next())
    }

    fn rows<T, P: rusqlite::Params>(
        &self,
        sql: &str,
        params: P,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        self.read(|connection| collect(connection, sql, params, read))
    }
}

fn collect<T, P: rusqlite::Params>(
    connection: &Connection,
    sql: &str,
    params: P,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>> {
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(params, read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn parsed<T: std::str::FromStr>(row: &Row<'_>, index: usize) -> rusqlite::Result<Option<T>>
where
    T::Err: std::error::Error + Send + Sync + 'static,
{
    let text: Option<String> = row.get(index)?;
    text.map(|text| text.parse()).transpose().map_err(|error: T::Err| {
        rusqlite::Error::FromSqlConversionFailure(
            index,
            rusqlite::types::Type::Text,
            Box::new(error),
        )
    })
}

fn day(row: &Row<'_>, index: usize) -> rusqlite::Result<NaiveDate> {
    parsed(row, index)?.ok_or(rusqlite::Error::InvalidQuery)
}

fn json<T: serde::de::DeserializeOwned>(row: &Row<'_>, index: usize) -> rusqlite::Result<T> {
    let text: String = row.get(index)?;
    serde_json::from_str(&text).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(
            index,
            rusqlite::types::Type::Text,
            Box::new(error),
        )
    })
}

fn record_row(row: &Row<'_>) -> rusqlite::Result<RecordRow> {
    Ok(RecordRow {
        document: row.get(0)?,
        stream: row.get(1)?,
        form: row.get(2)?,
        pack_version: row.get(3)?,
        duty: row.get(4)?,
        slot: row.get(5)?,
        day: day(row, 6)?,
        about: row.get(7)?,
        started_ms: row.get(8)?,
        finished_ms: row.get(9)?,
        excuse: row.get(10)?,
        skew: row.get(11)?,
        answers: json(row, 12)?,
        author: row.get(13)?,
    })
}

fn household_row(row: &Row<'_>) -> rusqlite::Result<HouseholdRow> {
    Ok(HouseholdRow {
        document: row.get(0)?,
        stream: row.get(1)?,
        unit: row.get(2)?,
        floor: row.get(3)?,
        sort_key: row.get(4)?,
        occupancy: row.get(5)?,
    })
}

fn household_field_row(row: &Row<'_>) -> rusqlite::Result<HouseholdFieldRow> {
    Ok(HouseholdFieldRow { document: row.get(0)?, field: row.get(1)?, value: row.get(2)? })
}

fn case_row(row: &Row<'_>) -> rusqlite::Result<CaseRow> {
    Ok(CaseRow {
        document: row.get(0)?,
        stream: row.get(1)?,
        kind: row.get(2)?,
        title: row.get(3)?,
        severity: row.get(4)?,
        department: row.get(5)?,
        about: row.get(6)?,
        found_record: row.get(7)?,
        found_item: row.get(8)?,
        reported_ms: row.get(9)?,
        agreed_ms: row.get(10)?,
        facts: json(row, 11)?,
        author: row.get(12)?,
        detail: row.get(13)?,
    })
}

fn decoration_row(row: &Row<'_>) -> rusqlite::Result<DecorationRow> {
    Ok(DecorationRow {
        document: row.get(0)?,
        stream: row.get(1)?,
        household: row.get(2)?,
        unit: row.get(3)?,
        contractor: row.get(4)?,
        from: day(row, 5)?,
        until: parsed(row, 6)?,
        permit: row.get(7)?,
        permit_until: parsed(row, 8)?,
        passes: json(row, 9)?,
    })
}
