//! Whether a document reads as what its envelope says. The gate asks this of every change from
//! outside, after applying it to a copy.

use automerge::{Automerge, ROOT, ReadDoc};

use super::flat::Flat;
use super::views::{
    CaseDocument, DecorationDocument, DirectoryDocument, HouseholdDocument, PackDocument,
    ReadError, RecordDocument, WorklogDocument,
};
use crate::domain::DocumentKind;
use crate::ids::ActorId;

/// Most bytes of a key.
const MAX_KEY: usize = 200;
/// Most bytes of a text.
const MAX_TEXT: usize = 512 << 10;

/// Reads the document as `kind`, every value of every register.
///
/// A document with a newer layout is taken as it is, as long as it is flat: an older server must
/// not refuse what a newer phone writes.
///
/// # Errors
/// What does not fit: names the register, never its value.
pub fn read_check(kind: DocumentKind, doc: &Automerge) -> Result<(), String> {
    for item in doc.map_range::<_, std::ops::RangeFull>(ROOT, ..) {
        if item.key.len() > MAX_KEY {
            return Err(format!("a key has {} bytes, more than {MAX_KEY}", item.key.len()));
        }
        let values = doc.get_all(ROOT, item.key.as_ref()).map_err(|error| error.to_string())?;
        for (value, _) in values {
            let Some(scalar) = value.as_scalar() else {
                return Err(format!("register `{}` holds an object", item.key));
            };
            if scalar.as_str().is_some_and(|text| text.len() > MAX_TEXT) {
                return Err(format!("register `{}` holds more than {MAX_TEXT} bytes", item.key));
            }
        }
    }
    let flat = Flat::from_automerge(doc.clone(), ActorId(uuid::Uuid::nil()));
    match read_as(kind, &flat) {
        Ok(()) | Err(ReadError::NeedsUpdate { .. }) => Ok(()),
        Err(error) => Err(error.to_string()),
    }
}

/// Reads a document as `kind` and forgets what it read.
pub(crate) fn read_as(kind: DocumentKind, doc: &Flat) -> Result<(), ReadError> {
    match kind {
        DocumentKind::Rulepack => PackDocument::read(doc).map(drop),
        DocumentKind::Directory => DirectoryDocument::read(doc).map(drop),
        DocumentKind::Household => HouseholdDocument::read(doc).map(drop),
        DocumentKind::Record => RecordDocument::read(doc).map(drop),
        DocumentKind::Decoration => DecorationDocument::read(doc).map(drop),
        DocumentKind::Case => CaseDocument::read(doc).map(drop),
        DocumentKind::Worklog => WorklogDocument::read(doc).map(drop),
    }
}
