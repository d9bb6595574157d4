//! The directory of columns in a chunk, and their bytes.

use std::borrow::Cow;
use std::io::Read;

use super::reader::Reader;
use crate::document::gate::error::{Reason, Unsafe};

/// More columns than any chunk has.
const MOST_COLUMNS: u64 = 32;
/// The bit of a column's specification that says that its bytes are deflated.
const DEFLATED: u32 = 0b1000;

/// A column's entry in the directory: what it is, and how many bytes it has.
pub(super) struct Entry {
    pub(super) spec: u32,
    pub(super) deflated: bool,
    pub(super) length: u64,
}

/// Reads the directory: columns among `known`, each once, in order, none empty.
pub(super) fn directory(
    reader: &mut Reader<'_>,
    known: &[u32],
    deflated_too: bool,
) -> Result<Vec<Entry>, Unsafe> {
    let count = reader.unsigned()?;
    if count > MOST_COLUMNS {
        return Err(reader.over("columns", MOST_COLUMNS));
    }
    let mut entries = Vec::<Entry>::new();
    for _ in 0..count {
        let raw = reader.unsigned_u32()?;
        let spec = raw & !DEFLATED;
        let deflated = raw & DEFLATED != 0;
        if !known.contains(&spec) {
            return Err(reader.fail(Reason::UnknownColumn(raw.into())));
        }
        if deflated && !deflated_too {
            return Err(reader.fail(Reason::DeflatedColumn));
        }
        if entries.last().is_some_and(|last| last.spec >= spec) {
            return Err(reader.fail(Reason::Order("columns")));
        }
        let length = reader.unsigned()?;
        if length == 0 {
            return Err(reader.fail(Reason::NotCanonical("an empty column")));
        }
        entries.push(Entry { spec, deflated, length });
    }
    Ok(entries)
}

/// The bytes of a chunk's columns, inflated.
pub(super) struct Columns<'a>(Vec<(u32, Cow<'a, [u8]>)>);

impl<'a> Columns<'a> {
    /// Takes the columns' bytes from `reader`. All that inflates counts against `budget`.
    pub(super) fn read(
        reader: &mut Reader<'a>,
        entries: &[Entry],
        budget: &mut usize,
    ) -> Result<Self, Unsafe> {
        let mut columns = Vec::with_capacity(entries.len());
        for entry in entries {
            let bytes = reader.take(entry.length)?;
            let bytes = if entry.deflated {
                let inflated = inflate(bytes, *budget).map_err(|reason| reader.fail(reason))?;
                Cow::Owned(inflated)
            } else {
                Cow::Borrowed(bytes)
            };
            *budget = budget
                .checked_sub(bytes.len())
                .ok_or_else(|| reader.over("bytes once inflated", *budget as u64))?;
            columns.push((entry.spec, bytes));
        }
        Ok(Self(columns))
    }

    /// The bytes of a column; none when it is absent.
    pub(super) fn get(&self, spec: u32) -> &[u8] {
        self.0.iter().find(|column| column.0 == spec).map_or(&[], |column| &column.1)
    }

    /// All bytes, column after column.
    pub(super) fn len(&self) -> usize {
        self.0.iter().map(|column| column.1.len()).sum()
    }

    /// Whether both hold the same columns with the same bytes.
    pub(super) fn same(&self, other: &Columns<'_>) -> bool {
        self.0 == other.0
    }
}

/// Inflates all of `deflated`, to at most `limit` bytes.
pub(super) fn inflate(deflated: &[u8], limit: usize) -> Result<Vec<u8>, Reason> {
    let mut decoder = flate2::bufread::DeflateDecoder::new(deflated);
    let mut inflated = Vec::new();
    (&mut decoder)
        .take(limit as u64 + 1)
        .read_to_end(&mut inflated)
        .map_err(|_| Reason::Deflate)?;
    if inflated.len() > limit {
        return Err(Reason::OverLimit { what: "bytes once inflated", limit: limit as u64 });
    }
    // Bytes after the end of the deflated stream would make two encodings of one change.
    if decoder.total_in() != deflated.len() as u64 {
        return Err(Reason::Deflate);
    }
    Ok(inflated)
}
