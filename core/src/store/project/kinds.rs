//! The rows of each kind of document.

use rusqlite::{Connection, params};

use super::{search_term, sort_key};
use crate::Result;
use crate::document::{
    CaseDocument, DecorationDocument, DirectoryDocument, Flat, HouseholdDocument, PackDocument,
    PhotoAt, ReadError, RecordDocument, WorklogDocument,
};
use crate::domain::case::{CaseState, case_state};
use crate::domain::{DocumentKind, Header};

/// Writes the rows; the inner error says that the document does not read.
pub(super) fn write(
    connection: &Connection,
    header: &Header,
    doc: &Flat,
) -> Result<Result<(), ReadError>> {
    macro_rules! read {
        ($type:ty) => {
            match <$type>::read(doc) {
                Ok(read) => read,
                Err(error) => return Ok(Err(error)),
            }
        };
    }
    match header.kind {
        DocumentKind::Rulepack => drop(read!(PackDocument)),
        DocumentKind::Directory => drop(read!(DirectoryDocument)),
        DocumentKind::Household => household(connection, header, &read!(HouseholdDocument))?,
        DocumentKind::Record => record(connection, header, &read!(RecordDocument))?,
        DocumentKind::Decoration => decoration(connection, header, &read!(DecorationDocument))?,
        DocumentKind::Case => case(connection, header, &read!(CaseDocument))?,
        DocumentKind::Worklog => worklog(connection, header, &read!(WorklogDocument))?,
    }
    Ok(Ok(()))
}

fn record(connection: &Connection, header: &Header, record: &RecordDocument) -> Result<()> {
    let sql = "INSERT INTO record (document, stream, form, pack_version, duty, slot, day, about,
                   started_ms, finished_ms, excuse, skew, answers)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";
    let answers = serde_json::to_string(&record.answer_values())
        .map_err(|error| crate::Error::Storage(format!("answers: {error}")))?;
    connection.prepare_cached(sql)?.execute(params![
        header.document,
        header.stream,
        record.form,
        record.pack_version,
        record.duty,
        record.slot,
        record.day.to_string(),
        record.about,
        record.started_utc().map(|at| at.timestamp_millis()),
        record.finished_utc().map(|at| at.timestamp_millis()),
        record.excuse.as_ref().map(|excuse| excuse.reason.as_str()),
        record.skew,
        answers,
    ])?;
    photos(connection, header, &record.photos)
}

fn household(connection: &Connection, header: &Header, file: &HouseholdDocument) -> Result<()> {
    let sql = "INSERT INTO household (document, stream, unit, floor, sort_key, occupancy)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    connection.prepare_cached(sql)?.execute(params![
        header.document,
        header.stream,
        file.unit,
        file.floor,
        sort_key(&file.unit),
        file.values("occupancy").next(),
    ])?;
    let sql = "INSERT INTO household_field (document, field, value, term) VALUES (?1, ?2, ?3, ?4)";
    for (field, value) in &file.fields {
        let term = search_term(&value.value);
        connection.prepare_cached(sql)?.execute(params![
            header.document,
            field,
            value.value,
            term
        ])?;
    }
    Ok(())
}

fn case(connection: &Connection, header: &Header, case: &CaseDocument) -> Result<()> {
    let sql =
        "INSERT INTO case_file (document, stream, kind, title, detail, severity, department, about,
                   found_record, found_item, reported_ms, agreed_ms, facts, closed)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
    let facts = case.fact_list();
    let closed = case_state(case.kind, &facts) == CaseState::Closed;
    let facts = serde_json::to_string(&facts)
        .map_err(|error| crate::Error::Storage(format!("facts: {error}")))?;
    let (record, item) = match &case.found {
        Some((record, item)) => (Some(*record), Some(item.as_str())),
        None => (None, None),
    };
    connection.prepare_cached(sql)?.execute(params![
        header.document,
        header.stream,
        case.kind.as_str(),
        case.title,
        case.detail,
        case.severity.as_str(),
        case.department,
        case.about,
        record,
        item,
        case.reported.timestamp_millis(),
        case.agreed.map(|at| at.timestamp_millis()),
        facts,
        closed,
    ])?;
    photos(connection, header, &case.photos)
}

fn decoration(connection: &Connection, header: &Header, site: &DecorationDocument) -> Result<()> {
    let sql = "INSERT INTO decoration (document, stream, household, contractor, from_day,
                   until_day, permit, permit_until, passes)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    let passes: Vec<_> =
        site.passes.iter().map(|(id, pass)| (id, &pass.holder, pass.until)).collect();
    let passes = serde_json::to_string(&passes)
        .map_err(|error| crate::Error::Storage(format!("passes: {error}")))?;
    connection.prepare_cached(sql)?.execute(params![
        header.document,
        header.stream,
        site.household,
        site.contractor,
        site.from.to_string(),
        site.until.map(|day| day.to_string()),
        site.permit,
        site.permit_until.map(|day| day.to_string()),
        passes,
    ])?;
    Ok(())
}

fn worklog(connection: &Connection, header: &Header, log: &WorklogDocument) -> Result<()> {
    let sql = "INSERT INTO log_entry (document, entry, stream, day, at_ms, text)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    for (id, entry) in &log.entries {
        connection.prepare_cached(sql)?.execute(params![
            header.document,
            id,
            header.stream,
            log.day.to_string(),
            entry.at.timestamp_millis(),
            entry.text,
        ])?;
    }
    Ok(())
}

fn photos(connection: &Connection, header: &Header, photos: &[PhotoAt]) -> Result<()> {
    let sql = "INSERT INTO photo (document, item, hash) VALUES (?1, ?2, ?3)";
    for photo in photos {
        connection.prepare_cached(sql)?.execute(params![
            header.document,
            photo.item,
            photo.hash
        ])?;
    }
    Ok(())
}
