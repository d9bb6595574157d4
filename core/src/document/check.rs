//! Whether a document reads as what its envelope says. The gate asks this of every change from
//! outside, after applying it to a copy.

use automerge::{Automerge, ROOT, ReadDoc};

use super::flat::{Edit, Flat, Value};
use super::keys;
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
/// Most values that a register holds until somebody chooses. Each device adds at most one.
const MAX_VALUES: usize = 256;
/// The actor of what is only read.
const NOBODY: ActorId = ActorId(uuid::Uuid::nil());

/// Reads the document as `kind`, every value of every register: one that loses against another now
/// shows once that other is deleted.
///
/// A document with a newer layout is taken as it is, as long as it is flat: an older server must
/// not refuse what a newer phone writes.
///
/// # Errors
/// What does not fit: names the register, never its value.
pub fn read_check(kind: DocumentKind, doc: &Automerge) -> Result<(), String> {
    let mut strange = None;
    let mut contested = Vec::new();
    for item in doc.map_range::<_, std::ops::RangeFull>(ROOT, ..) {
        let key = item.key.as_ref();
        if key.len() > MAX_KEY {
            return Err(format!("a key has {} bytes, more than {MAX_KEY}", key.len()));
        }
        let values = doc.get_all(ROOT, key).map_err(|error| error.to_string())?;
        if values.len() > MAX_VALUES {
            let count = values.len();
            return Err(format!("register `{key}` holds {count} values, more than {MAX_VALUES}"));
        }
        for (value, _) in &values {
            let Some(scalar) = value.as_scalar() else {
                return Err(format!("register `{key}` holds an object"));
            };
            if scalar.as_str().is_some_and(|text| text.len() > MAX_TEXT) {
                return Err(format!("register `{key}` holds more than {MAX_TEXT} bytes"));
            }
            if Value::from_scalar(scalar).is_none() {
                strange.get_or_insert_with(|| key.to_owned());
            }
        }
        if values.len() > 1 {
            contested.push(key.to_owned());
        }
    }
    let flat = Flat::from_automerge(doc.clone(), NOBODY);
    match read_as(kind, &flat) {
        Ok(()) => {}
        Err(ReadError::NeedsUpdate { .. }) => return Ok(()),
        Err(error) => return Err(error.to_string()),
    }
    if let Some(key) = strange {
        return Err(format!(
            "register `{key}` holds neither a text, a whole number nor a yes or no"
        ));
    }
    losers(kind, &flat, &contested)
}

/// Reads the values that do not show now: with the registers that have no prefix, which are few,
/// and of the others only those that have such values.
fn losers(kind: DocumentKind, doc: &Flat, contested: &[String]) -> Result<(), String> {
    let values: Vec<_> = contested.iter().map(|key| (key, doc.all(key))).collect();
    let widest = values.iter().map(|(_, values)| values.len()).max().unwrap_or(0);
    let known = keys::PLAIN.iter().filter_map(|key| Some(Edit::put(*key, doc.get(key)?)));
    let known: Vec<Edit> = known.collect();
    for layer in 0..widest.saturating_sub(1) {
        let mut edits = known.clone();
        for (key, values) in &values {
            // The last one shows, and was read.
            if layer + 1 < values.len() {
                edits.push(Edit::put(key.as_str(), values[layer].0.clone()));
            }
        }
        let mut shown = Flat::new(NOBODY);
        shown.commit(&edits, 0).map_err(|error| error.to_string())?;
        match read_as(kind, &shown) {
            Ok(()) | Err(ReadError::NeedsUpdate { .. }) => {}
            Err(error) => return Err(error.to_string()),
        }
    }
    Ok(())
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
