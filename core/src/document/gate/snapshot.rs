//! Whole documents from outside: what a phone pulls, and files under inspection.

use automerge::Automerge;

use super::admit::{Read, heads};
use super::error::Reason;
use super::error::{Trial, Unsafe};
use super::guard::{failed, guarded};
use super::limits::Limits;
use super::scan::{Chunk, Layout, ScannedDocument, scan_document};
use crate::ids::ChangeHash;

/// Judges a whole document: one chunk, as `save` or `save_nocompress` writes it. Gives the loaded
/// document and its heads, sorted.
///
/// # Errors
/// [`Unsafe`] says what is wrong, and where.
pub fn admit_snapshot(
    bytes: &[u8],
    limits: &Limits,
    read: &Read<'_>,
) -> Result<(Automerge, Vec<ChangeHash>), Unsafe> {
    let scanned = scan_document(bytes, limits)?;
    admit_scanned_snapshot(bytes, &scanned, limits, read)
        .map(|document| (document, scanned.heads))
        .map_err(|trial| Unsafe::new(Reason::Trial(trial), "document", 0))
}

/// The same for a document that the scanner passed with the same limits.
pub(super) fn admit_scanned_snapshot(
    bytes: &[u8],
    scanned: &ScannedDocument,
    limits: &Limits,
    read: &Read<'_>,
) -> Result<Automerge, Trial> {
    let document = guarded("loading the document", || {
        Automerge::load(bytes).map_err(|error| failed("loading the document", error))
    })?;
    if heads(&document) != scanned.heads {
        return Err(Trial::NotDurable);
    }
    let again = guarded("saving the document", || Ok(document.save_nocompress()))?;
    // What is saved byte for byte as it came loads as it just did.
    if again != bytes {
        let loaded = guarded("loading it again", || {
            Automerge::load(&again).map_err(|error| failed("loading it again", error))
        })?;
        if heads(&loaded) != scanned.heads {
            return Err(Trial::NotDurable);
        }
    }
    if !scanned.flat {
        rebuild(&document, &again, limits)?;
    }
    guarded("reading the document", || read(&document).map_err(Trial::Read))?;
    Ok(document)
}

/// A document's hashes say which operations it has, but not in which order its rows lie, which
/// decides what is read from lists. So the document is built anew from its changes, and must come
/// out the same. For flat maps the scanner has looked at the order already.
fn rebuild(document: &Automerge, saved: &[u8], limits: &Limits) -> Result<(), Trial> {
    let rebuilt = guarded("building the document anew", || {
        let mut rebuilt = Automerge::new();
        rebuilt
            .apply_changes(document.get_changes(&[]))
            .map_err(|error| failed("building the document anew", error))?;
        Ok(rebuilt.save_nocompress())
    })?;
    let same = |a: &[u8], b: &[u8]| -> Result<bool, Unsafe> {
        let (a, _) = Chunk::split(a)?;
        let (b, _) = Chunk::split(b)?;
        Ok(Layout::read(&a, limits)?.same_ops(&Layout::read(&b, limits)?))
    };
    match same(saved, &rebuilt) {
        Ok(true) => Ok(()),
        _ => Err(Trial::NotDurable),
    }
}
