//! A structural scanner of Automerge's storage format, without Automerge. It reads what comes
//! from outside before Automerge does, allocates nothing in proportion to what the input merely
//! claims, and refuses all that Automerge itself would not write.

mod account;
mod change;
mod chunk;
mod columns;
mod document;
mod document_changes;
mod ops;
mod reader;
mod runs;
mod values;

pub use change::{ScannedChange, scan_change};
pub use chunk::ChunkKind;
pub use document::{ScannedDocument, scan_document};

pub(super) use change::scan as scan_change_chunk;
pub(super) use chunk::Chunk;
pub use chunk::address;
pub(super) use document::Layout;
pub(super) use document::scan as scan_document_chunk;

#[cfg(test)]
pub(super) use chunk::{frame, write_signed, write_unsigned};

use crate::ids::ChangeHash;
use reader::Reader;

use super::error::{Reason, Unsafe};
use super::limits::Limits;

/// An actor id of allowed length.
fn actor<'a>(reader: &mut Reader<'a>, limits: &Limits) -> Result<&'a [u8], Unsafe> {
    let length = reader.unsigned()?;
    let allowed = &limits.actor_bytes;
    if !usize::try_from(length).is_ok_and(|length| allowed.contains(&length)) {
        let (min, max) = (*allowed.start(), *allowed.end());
        return Err(reader.fail(Reason::ActorLength { found: length, min, max }));
    }
    reader.take(length)
}

/// A list of at most `limit` distinct hashes.
fn hashes(
    reader: &mut Reader<'_>,
    what: &'static str,
    limit: usize,
) -> Result<Vec<ChangeHash>, Unsafe> {
    let count = reader.unsigned()?;
    if count > limit as u64 {
        return Err(reader.over(what, limit as u64));
    }
    let mut hashes = Vec::new();
    for _ in 0..count {
        hashes.push(ChangeHash(reader.array()?));
    }
    let mut sorted = hashes.clone();
    sorted.sort_unstable();
    sorted.dedup();
    if sorted.len() < hashes.len() {
        return Err(reader.fail(Reason::Order(what)));
    }
    Ok(hashes)
}
