//! The changes of a document, as its columns list them.

use super::document::{
    ACTOR, DEPS, DEPS_COUNT, EXTRA, EXTRA_META, Layout, MAX_OP, MESSAGE, SEQ, TIME,
};
use super::ops::OpId;
use super::reader::Reader;
use super::runs::{Deltas, Runs};
use super::values::Values;
use crate::document::gate::error::{Reason, Unsafe};
use crate::document::gate::limits::{Limits, StartOp};

/// One change of a document, and which of its operations were seen.
struct Change {
    /// The highest operation of its dependencies.
    floor: u32,
    max_op: u32,
    seen: u64,
    lowest: u32,
}

/// The changes of a document, and of each actor in order.
pub(super) struct Changes {
    all: Vec<Change>,
    of_actor: Vec<Vec<usize>>,
}

impl Changes {
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    pub(super) fn read(layout: &Layout<'_>, limits: &Limits) -> Result<Self, Unsafe> {
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
    pub(super) fn see(&mut self, id: OpId) -> Option<()> {
        let own = self.of_actor.get(id.actor as usize)?;
        let position = own.partition_point(|&i| self.all[i].max_op < id.counter);
        let change = self.all.get_mut(*own.get(position)?)?;
        change.seen += 1;
        change.lowest = change.lowest.min(id.counter);
        Some(())
    }

    /// Every change must have all its operations, without a gap, from where it may start.
    pub(super) fn check_complete(&self, limits: &Limits) -> Result<(), Unsafe> {
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
