//! The trial: what the scanner passed is given to Automerge, on a copy and under guard, and must
//! come back the same.

use automerge::{Automerge, Change, ExpandedChange};

use super::admit::{Read, heads};
use super::error::Trial;
use super::guard::{failed, guarded};
use super::limits::Limits;
use super::scan::ScannedChange;
use crate::ids::ChangeHash;

/// A document after a trial that went well.
pub(super) struct Outcome {
    /// Loaded from `snapshot`.
    pub(super) document: Automerge,
    /// As `save_nocompress` wrote it.
    pub(super) snapshot: Vec<u8>,
    /// Sorted.
    pub(super) heads: Vec<ChangeHash>,
}

/// Decodes a change, and makes sure that Automerge reads all of it: written again from its
/// operations, it must have the same hash.
pub(super) fn decode(scanned: &ScannedChange) -> Result<Change, Trial> {
    guarded("reading the change", || {
        let change = Change::try_from(scanned.bytes.as_slice())
            .map_err(|error| failed("reading the change", error))?;
        let again = Change::from(ExpandedChange::from(&change));
        let same = again.hash() == change.hash()
            && ChangeHash::from(change.hash()) == scanned.hash
            && change.len() as u64 == scanned.ops;
        if same { Ok(change) } else { Err(Trial::Unfaithful) }
    })
}

/// Applies changes to a copy of `base`, saves it, loads it and reads it.
pub(super) fn apply(
    base: &Automerge,
    changes: Vec<Change>,
    limits: &Limits,
    read: &Read<'_>,
) -> Result<Outcome, Trial> {
    let hashes: Vec<_> = changes.iter().map(Change::hash).collect();
    let copy = guarded("applying the changes", || {
        let mut copy = base.clone();
        copy.apply_changes(changes).map_err(|error| failed("applying the changes", error))?;
        if hashes.iter().all(|hash| copy.get_change_meta_by_hash(hash).is_some()) {
            Ok(copy)
        } else {
            Err(failed("applying the changes", "not all of them were applied"))
        }
    })?;
    let expected = heads(&copy);
    let snapshot = guarded("saving the document", || Ok(copy.save_nocompress()))?;
    if snapshot.len() > limits.document_bytes {
        return Err(Trial::TooLarge { limit: limits.document_bytes });
    }
    let document = guarded("loading the document", || {
        Automerge::load(&snapshot).map_err(|error| failed("loading the document", error))
    })?;
    let heads = heads(&document);
    if heads != expected {
        return Err(Trial::NotDurable);
    }
    guarded("reading the document", || read(&document).map_err(Trial::Read))?;
    Ok(Outcome { document, snapshot, heads })
}
