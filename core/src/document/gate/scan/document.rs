//! A whole document: the columns of its changes, then those of its operations. Changes and
//! operations must account for each other, so that nothing hides in a document that no change
//! wrote.

use super::account::{Account, FlatOrder};
use super::chunk::{Chunk, ChunkKind};
use super::columns::{Columns, directory};
use super::document_changes::Changes;
use super::ops::{self, Within, walk};
use super::reader::Reader;
use crate::document::gate::error::{Reason, Unsafe};
use crate::document::gate::limits::Limits;
use crate::ids::ChangeHash;

pub(super) const ACTOR: u32 = 0x01;
pub(super) const SEQ: u32 = 0x03;
pub(super) const MAX_OP: u32 = 0x13;
pub(super) const TIME: u32 = 0x23;
pub(super) const MESSAGE: u32 = 0x35;
pub(super) const DEPS_COUNT: u32 = 0x40;
pub(super) const DEPS: u32 = 0x43;
pub(super) const EXTRA_META: u32 = 0x56;
pub(super) const EXTRA: u32 = 0x57;
const OF_CHANGES: [u32; 9] =
    [ACTOR, SEQ, MAX_OP, TIME, MESSAGE, DEPS_COUNT, DEPS, EXTRA_META, EXTRA];

/// A document whose structure is sound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScannedDocument {
    /// The hashes of its newest changes, sorted. Automerge compares them when it loads.
    pub heads: Vec<ChangeHash>,
    /// How many actors it names.
    pub actors: u64,
    /// How many changes it holds.
    pub changes: u64,
    /// How many operations it keeps; deletions are not kept as such.
    pub ops: u64,
    /// Its bytes once inflated.
    pub inflated_len: usize,
    /// Whether it is one flat map whose rows lie in Automerge's order: what our documents are.
    pub flat: bool,
}

/// Checks that `bytes` are one document chunk that Automerge can read safely.
///
/// # Errors
/// [`Unsafe`] says what is wrong, and where.
pub fn scan_document(bytes: &[u8], limits: &Limits) -> Result<ScannedDocument, Unsafe> {
    scan(&Chunk::only(bytes)?, limits)
}

pub(in crate::document::gate) fn scan(
    chunk: &Chunk<'_>,
    limits: &Limits,
) -> Result<ScannedDocument, Unsafe> {
    if chunk.bytes.len() > limits.document_bytes {
        let limit = limits.document_bytes as u64;
        let reason = Reason::OverLimit { what: "bytes in a document", limit };
        return Err(Unsafe::new(reason, "chunk", 0));
    }
    if chunk.kind != ChunkKind::Document {
        let reason = Reason::ChunkType { found: 1, expected: "a document" };
        return Err(Unsafe::new(reason, "chunk header", 8));
    }
    chunk.check_document()?;
    let layout = Layout::read(chunk, limits)?;
    let mut changes = Changes::read(&layout, limits)?;
    let mut order = FlatOrder::default();
    let mut account = Account::default();
    let ops = walk(
        &layout.ops,
        &Within::Document,
        layout.actors.len() as u64,
        limits,
        |row, op, succ| {
            order.see(op, succ);
            account.see(row, op, succ, &mut changes)
        },
    )?;
    changes.check_complete(limits)?;
    let inflated_len = layout.changes.len() + layout.ops.len();
    Ok(ScannedDocument {
        actors: layout.actors.len() as u64,
        changes: changes.len() as u64,
        ops,
        inflated_len,
        flat: order.flat(),
        heads: layout.heads,
    })
}

/// A document chunk taken apart, not yet checked row by row.
pub(in crate::document::gate) struct Layout<'a> {
    pub(super) actors: Vec<&'a [u8]>,
    heads: Vec<ChangeHash>,
    pub(super) changes: Columns<'a>,
    ops: Columns<'a>,
}

impl<'a> Layout<'a> {
    pub(in crate::document::gate) fn read(
        chunk: &Chunk<'a>,
        limits: &Limits,
    ) -> Result<Self, Unsafe> {
        let mut reader = Reader::new(chunk.body, "document: actors");
        let actors = actors(&mut reader, limits)?;
        reader.enter("document: heads");
        let heads = super::hashes(&mut reader, "heads", limits.document_changes as usize)?;
        if !heads.is_sorted() {
            return Err(reader.fail(Reason::Order("heads")));
        }
        reader.enter("document: columns of changes");
        let of_changes = directory(&mut reader, &OF_CHANGES, true)?;
        reader.enter("document: columns of operations");
        let of_ops = directory(&mut reader, &ops::IN_DOCUMENT, true)?;
        let mut budget = limits.document_bytes;
        reader.enter("document: changes");
        let changes = Columns::read(&mut reader, &of_changes, &mut budget)?;
        reader.enter("document: operations");
        let ops = Columns::read(&mut reader, &of_ops, &mut budget)?;
        reader.enter("document: head indexes");
        // Older versions leave the indexes out altogether.
        if !reader.is_empty() {
            for _ in &heads {
                reader.unsigned_u32()?;
            }
        }
        match reader.left() {
            0 => Ok(Self { actors, heads, changes, ops }),
            count => Err(reader.fail(Reason::TrailingBytes { count })),
        }
    }

    /// Whether both keep the same operations in the same order.
    pub(in crate::document::gate) fn same_ops(&self, other: &Layout<'_>) -> bool {
        self.actors == other.actors && self.ops.same(&other.ops)
    }
}

fn actors<'a>(reader: &mut Reader<'a>, limits: &Limits) -> Result<Vec<&'a [u8]>, Unsafe> {
    let count = reader.unsigned()?;
    if count > limits.document_actors as u64 {
        return Err(reader.over("actors in a document", limits.document_actors as u64));
    }
    let mut actors = Vec::<&[u8]>::new();
    for _ in 0..count {
        let actor = super::actor(reader, limits)?;
        if actors.last().is_some_and(|&last| last >= actor) {
            return Err(reader.fail(Reason::Order("actors")));
        }
        actors.push(actor);
    }
    Ok(actors)
}
