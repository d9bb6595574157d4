//! Projections: what documents say, as rows to search and count. Written in the transaction that
//! stores the change; rebuilt from the documents whenever this code changes.

mod kinds;

use rusqlite::{Connection, params};

use super::write;
use crate::Result;
use crate::document::{Flat, ReadError, conflicts};
use crate::domain::Header;
use crate::ids::{ActorId, DocumentId};

const TABLES: [&str; 8] = [
    "record",
    "household",
    "household_field",
    "case_file",
    "decoration",
    "log_entry",
    "conflict",
    "photo",
];

/// Writes a document's rows anew. `false`: a newer version wrote it, or it does not read as its
/// kind; it is kept and has no rows.
pub(super) fn project(connection: &Connection, header: &Header, doc: &Flat) -> Result<bool> {
    for table in TABLES {
        let sql = format!("DELETE FROM {table} WHERE document = ?1");
        connection.prepare_cached(&sql)?.execute([header.document])?;
    }
    match kinds::write(connection, header, doc)? {
        Ok(()) => {}
        Err(ReadError::NeedsUpdate { .. } | ReadError::Register { .. }) => return Ok(false),
    }
    let sql = "INSERT INTO conflict (document, key) VALUES (?1, ?2)";
    for conflict in conflicts(header.kind, doc) {
        connection.prepare_cached(sql)?.execute(params![header.document, conflict.key])?;
    }
    Ok(true)
}

/// Writes the rows of every document anew.
pub(super) fn rebuild(connection: &Connection, actor: ActorId) -> Result<()> {
    let mut statement = connection.prepare("SELECT id FROM document")?;
    let documents = statement
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<Vec<DocumentId>>>()?;
    for document in documents {
        let header = match write::header(connection, document) {
            Ok(Some(header)) => header,
            // A kind that this version still does not know stays as it is.
            Ok(None) | Err(crate::Error::NeedsUpdate { .. }) => continue,
            Err(error) => return Err(error),
        };
        let loaded = match write::load(connection, document, actor) {
            // One damaged document must not keep the others from being opened.
            Err(crate::Error::Corrupt(detail)) => {
                tracing::error!(%document, detail, "a document does not load");
                let sql = "UPDATE document SET readable = 0 WHERE id = ?1";
                connection.prepare_cached(sql)?.execute(params![document])?;
                None
            }
            loaded => loaded?,
        };
        if let Some(doc) = loaded {
            let readable = project(connection, &header, &doc)?;
            let sql = "UPDATE document SET readable = ?2 WHERE id = ?1";
            connection.prepare_cached(sql)?.execute(params![document, readable])?;
        }
    }
    Ok(())
}

/// A text as the search compares it: upper case, letters and digits only, those of full width as
/// the usual ones. So `粤A·123 45` is found by `粤a１２３45`, and `138-0013-8000` by `8000`.
pub(crate) fn search_term(text: &str) -> String {
    text.chars()
        .map(usual_width)
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .collect()
}

/// The usual form of a letter or digit of full width (全角), as Chinese keyboards also write them.
fn usual_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// A unit's label with its numbers padded, so that `2-301` comes before `10-101`.
fn sort_key(unit: &str) -> String {
    let mut key = String::new();
    let mut digits = String::new();
    for c in unit.chars().chain(std::iter::once('\u{0}')) {
        if c.is_ascii_digit() {
            digits.push(c);
        } else {
            if !digits.is_empty() {
                key.push_str(&format!("{digits:0>6}"));
                digits.clear();
            }
            if c != '\u{0}' {
                key.push(c);
            }
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_sort_by_their_numbers() {
        let mut units = ["10-101", "2-1203", "2-301", "A座-12", "A座-2"];
        units.sort_by_key(|unit| sort_key(unit));
        assert_eq!(units, ["2-301", "2-1203", "10-101", "A座-2", "A座-12"]);
    }

    #[test]
    fn the_search_ignores_case_spaces_and_marks() {
        let cases = [
            ("粤A·123 45", "粤A12345"),
            ("粤ａ１２３４５", "粤A12345"),
            ("138-0013 8000", "13800138000"),
            ("１３８００１３－８０００", "13800138000"),
            ("王　五", "王五"),
        ];
        for (text, term) in cases {
            assert_eq!(search_term(text), term);
        }
    }
}
