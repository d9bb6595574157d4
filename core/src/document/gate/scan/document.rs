//! A whole document: the columns of its changes, then those of its operations. Changes and
//! operations must account for each other, so that nothing hides in a document that no change
//! wrote.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::chunk::{Chunk, ChunkKind};
use super::columns::{Columns, directory};
use super::ops::{self, Key, OpId, Row, Within, walk};
use super::reader::Reader;
use super::runs::{Deltas, Runs};
use super::values::Values;
use crate::document::gate::error::{Reason, Unsafe};
use crate::document::gate::limits::{Limits, StartOp};
use crate::ids::ChangeHash;

const ACTOR: u32 = 0x01;
const SEQ: u32 = 0x03;
const MAX_OP: u32 = 0x13;
const TIME: u32 = 0x23;
const MESSAGE: u32 = 0x35;
const DEPS_COUNT: u32 = 0x40;
const DEPS: u32 = 0x43;
const EXTRA_META: u32 = 0x56;
const EXTRA: u32 = 0x57;
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
        changes: changes.all.len() as u64,
        ops,
        inflated_len,
        flat: order.flat(),
        heads: layout.heads,
    })
}

/// A document chunk taken apart, not yet checked row by row.
pub(in crate::document::gate) struct Layout<'a> {
    actors: Vec<&'a [u8]>,
    heads: Vec<ChangeHash>,
    changes: Columns<'a>,
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

/// One change of a document, and which of its operations were seen.
struct Change {
    /// The highest operation of its dependencies.
    floor: u32,
    max_op: u32,
    seen: u64,
    lowest: u32,
}

/// The changes of a document, and of each actor in order.
struct Changes {
    all: Vec<Change>,
    of_actor: Vec<Vec<usize>>,
}

impl Changes {
    fn read(layout: &Layout<'_>, limits: &Limits) -> Result<Self, Unsafe> {
        let columns = &layout.changes;
        let limit = limits.document_changes;
        let most_deps = limits.document_ops;
        let unsigned = |spec, part| Runs::<u64>::new(columns.get(spec), part, Reader::unsigned);
        let mut actor = unsigned(ACTOR, "changes' column of actors");
        let mut seq = Deltas::new(columns.get(SEQ), "changes' column of sequence numbers");
        let mut max_op = Deltas::new(columns.get(MAX_OP), "changes' column of operations");
        let mut time = Deltas::new(columns.get(TIME), "changes' column of times");
        let message = Runs::new(columns.get(MESSAGE), "changes' column of messages", message);
        let mut deps_count = unsigned(DEPS_COUNT, "changes' column of dependencies (count)");
        let mut deps = Deltas::new(columns.get(DEPS), "changes' column of dependencies");
        let mut extra = Values::new(
            columns.get(EXTRA_META),
            columns.get(EXTRA),
            ["changes' column of extra types", "changes' column of extra bytes"],
        );

        let count = actor.measure("changes", limit, |_, _| {})?;
        for runs in [seq.runs(), max_op.runs(), time.runs()] {
            rows(runs, count, limit, |_, _| {})?;
        }
        let mut dependencies = 0_u64;
        rows(&deps_count, count, limit, |count, value| {
            dependencies = dependencies.saturating_add(count.saturating_mul(value.unwrap_or(0)));
        })?;
        rows(deps.runs(), dependencies, most_deps, |_, _| {})?;
        rows(extra.meta(), count, limit, |_, _| {})?;
        check_messages(&message, count, limits)?;

        let actors = layout.actors.len();
        let mut changes = Self { all: Vec::new(), of_actor: vec![Vec::new(); actors] };
        for row in 0..count {
            let who = actor.next_value(row)?;
            let Some(own) = usize::try_from(who).ok().and_then(|i| changes.of_actor.get_mut(i))
            else {
                let count = actors as u64;
                return Err(actor.fail(Reason::Index { row, what: "actor", index: who, count }));
            };
            let found = u64::from(seq.next_value(row)?);
            let expected = own.len() as u64 + 1;
            if found != expected {
                return Err(seq.runs().fail(Reason::Sequence { row, found, expected }));
            }
            let mut floor = 0;
            for _ in 0..deps_count.next_value(row)? {
                let index = deps.next_value(row)?;
                let Some(dep) = changes.all.get(index as usize) else {
                    let reason =
                        Reason::Index { row, what: "change", index: index.into(), count: row };
                    return Err(deps.runs().fail(reason));
                };
                floor = floor.max(dep.max_op);
            }
            let last = own.last().map_or(0, |&i| changes.all[i].max_op);
            let max_op = {
                let value = max_op.next_value(row)?;
                if value < floor || value < last || u64::from(value) > limits.document_ops {
                    return Err(max_op.runs().fail(Reason::Number));
                }
                value
            };
            time.next_i64()?;
            if !extra.next_value(row)?.is_bytes() {
                return Err(extra.meta().fail(Reason::Value { row }));
            }
            own.push(changes.all.len());
            changes.all.push(Change { floor, max_op, seen: 0, lowest: u32::MAX });
        }
        extra.finish()?;
        Ok(changes)
    }

    /// Counts an operation to the change that wrote it.
    fn see(&mut self, id: OpId) -> Option<()> {
        let own = self.of_actor.get(id.actor as usize)?;
        let position = own.partition_point(|&i| self.all[i].max_op < id.counter);
        let change = self.all.get_mut(*own.get(position)?)?;
        change.seen += 1;
        change.lowest = change.lowest.min(id.counter);
        Some(())
    }

    /// Every change must have all its operations, without a gap, from where it may start.
    fn check_complete(&self, limits: &Limits) -> Result<(), Unsafe> {
        let complete = self.all.iter().all(|change| {
            if change.seen == 0 {
                return match limits.start_op {
                    StartOp::Exact => change.max_op == change.floor,
                    StartOp::WithinDocument => true,
                };
            }
            let span = u64::from(change.max_op - change.lowest) + 1;
            let start = match limits.start_op {
                StartOp::Exact => change.lowest == change.floor + 1,
                StartOp::WithinDocument => change.lowest > change.floor,
            };
            change.seen == span && start
        });
        if complete {
            Ok(())
        } else {
            Err(Unsafe::new(Reason::Unaccounted, "document: operations", 0))
        }
    }
}

fn message<'a>(reader: &mut Reader<'a>) -> Result<&'a str, Unsafe> {
    reader.text("bytes in a message", usize::MAX)
}

fn rows<T: Copy + PartialEq>(
    runs: &Runs<'_, T>,
    expected: u64,
    limit: u64,
    seen: impl FnMut(u64, Option<T>),
) -> Result<(), Unsafe> {
    let found = runs.measure("rows", limit, seen)?;
    if found == expected { Ok(()) } else { Err(runs.fail(Reason::Rows { found, expected })) }
}

fn check_messages(messages: &Runs<'_, &str>, count: u64, limits: &Limits) -> Result<(), Unsafe> {
    if messages.is_absent() {
        return Ok(());
    }
    let mut longest = 0;
    let mut expanded = 0_u64;
    rows(messages, count, limits.document_changes, |count, text| {
        let length = text.map_or(0, str::len);
        longest = longest.max(length);
        expanded = expanded.saturating_add(count.saturating_mul(length as u64));
    })?;
    if longest > limits.message_bytes || expanded > limits.expanded_bytes {
        let limit = limits.message_bytes as u64;
        return Err(messages.fail(Reason::OverLimit { what: "bytes in messages", limit }));
    }
    Ok(())
}

/// Brings operations and changes together. A deletion is in a document only as the successor of
/// what it deletes; all that it deletes lies under one key.
#[derive(Default)]
struct Account<'a> {
    /// Where each operation writes, by number of the key, and whether it has a row of its own.
    seen: HashMap<OpId, (u64, bool)>,
    /// The number of the current key, and the key.
    number: u64,
    place: Option<(Option<OpId>, Key<'a>)>,
}

impl<'a> Account<'a> {
    fn see(
        &mut self,
        row: u64,
        op: &Row<'a>,
        succ: &[OpId],
        changes: &mut Changes,
    ) -> Result<(), Unsafe> {
        let key = if op.insert { Key::Element(op.id) } else { op.key };
        let place = Some((op.object, key));
        if self.place != place {
            self.place = place;
            self.number += 1;
        }
        let sound = self.count(op.id, true, changes).is_some()
            && succ.iter().all(|&id| self.count(id, false, changes).is_some());
        if sound {
            Ok(())
        } else {
            let what = "an operation that no change accounts for";
            Err(Unsafe::new(Reason::Row { row, what }, "document: operations", 0))
        }
    }

    fn count(&mut self, id: OpId, own_row: bool, changes: &mut Changes) -> Option<()> {
        match self.seen.entry(id) {
            Entry::Vacant(vacant) => {
                vacant.insert((self.number, own_row));
                changes.see(id)
            }
            Entry::Occupied(mut occupied) => {
                let (number, has_row) = occupied.get_mut();
                // A row comes once, and after all that it succeeds.
                if *number != self.number || *has_row {
                    return None;
                }
                *has_row |= own_row;
                Some(())
            }
        }
    }
}

/// Whether the rows are those of one flat map, in Automerge's order: by key, then by id; the
/// successors of a row by id.
#[derive(Default)]
struct FlatOrder<'a> {
    broken: bool,
    last: Option<(&'a str, OpId)>,
}

impl<'a> FlatOrder<'a> {
    fn see(&mut self, op: &Row<'a>, succ: &[OpId]) {
        match op.key {
            Key::Map(key) if op.object.is_none() && !op.insert => {
                let here = (key, op.id);
                self.broken |= self.last.is_some_and(|last| last >= here);
                self.broken |= !succ.is_sorted_by(|a, b| a < b);
                self.last = Some(here);
            }
            _ => self.broken = true,
        }
    }

    fn flat(&self) -> bool {
        !self.broken
    }
}
