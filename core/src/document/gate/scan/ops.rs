//! The operations of a change or a document, row by row: each column is measured first, then all
//! are walked in step and each row is checked by itself.

use super::columns::Columns;
use super::reader::Reader;
use super::runs::{Booleans, Deltas, Runs};
use super::values::Values;
use crate::document::gate::error::{Reason, Unsafe};
use crate::document::gate::limits::Limits;

/// Columns of the operations in a change.
pub(super) const IN_CHANGE: [u32; 14] = [
    OBJECT_ACTOR,
    OBJECT_COUNTER,
    KEY_ACTOR,
    KEY_COUNTER,
    KEY_TEXT,
    INSERT,
    ACTION,
    VALUE_META,
    VALUE,
    PRED_COUNT,
    PRED_ACTOR,
    PRED_COUNTER,
    EXPAND,
    MARK_NAME,
];

/// Columns of the operations in a document.
pub(super) const IN_DOCUMENT: [u32; 16] = [
    OBJECT_ACTOR,
    OBJECT_COUNTER,
    KEY_ACTOR,
    KEY_COUNTER,
    KEY_TEXT,
    ID_ACTOR,
    ID_COUNTER,
    INSERT,
    ACTION,
    VALUE_META,
    VALUE,
    SUCC_COUNT,
    SUCC_ACTOR,
    SUCC_COUNTER,
    EXPAND,
    MARK_NAME,
];

const OBJECT_ACTOR: u32 = 0x01;
const OBJECT_COUNTER: u32 = 0x02;
const KEY_ACTOR: u32 = 0x11;
const KEY_COUNTER: u32 = 0x13;
const KEY_TEXT: u32 = 0x15;
const ID_ACTOR: u32 = 0x21;
const ID_COUNTER: u32 = 0x23;
const INSERT: u32 = 0x34;
const ACTION: u32 = 0x42;
const VALUE_META: u32 = 0x56;
const VALUE: u32 = 0x57;
const PRED_COUNT: u32 = 0x70;
const PRED_ACTOR: u32 = 0x71;
const PRED_COUNTER: u32 = 0x73;
const SUCC_COUNT: u32 = 0x80;
const SUCC_ACTOR: u32 = 0x81;
const SUCC_COUNTER: u32 = 0x83;
const EXPAND: u32 = 0x94;
const MARK_NAME: u32 = 0xa5;

const MAKE_MAP: u64 = 0;
const MAKE_LIST: u64 = 2;
const DELETE: u64 = 3;
const MAKE_TEXT: u64 = 4;
const INCREMENT: u64 = 5;
const MAKE_TABLE: u64 = 6;
const MARK: u64 = 7;

/// An operation's id: its counter, then the index of its actor in the chunk's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct OpId {
    pub(super) counter: u32,
    pub(super) actor: u32,
}

/// Where in its object an operation writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key<'a> {
    Map(&'a str),
    Head,
    Element(OpId),
}

/// An operation, without its value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<'a> {
    /// `None` in a change, where it follows from the position.
    pub(super) id: OpId,
    pub(super) object: Option<OpId>,
    pub(super) key: Key<'a>,
    pub(super) insert: bool,
}

/// Whose operations are walked.
pub(super) enum Within {
    /// A change: ids follow from the first one; references go to what is overwritten.
    Change {
        /// The counter of the first operation.
        start_op: u32,
    },
    /// A document: ids are a column; references go to what overwrites.
    Document,
}

/// Checks all operations and shows each to `seen` with its references. Gives their number.
pub(super) fn walk<'a>(
    columns: &'a Columns<'_>,
    within: &Within,
    actors: u64,
    limits: &Limits,
    mut seen: impl FnMut(u64, &Row<'a>, &[OpId]) -> Result<(), Unsafe>,
) -> Result<u64, Unsafe> {
    let mut ops = Ops::measure(columns, within, actors, limits)?;
    let mut references = Vec::new();
    let mut marks = 0;
    for row in 0..ops.count {
        let op = ops.next_row(row, within, &mut references, &mut marks, limits)?;
        seen(row, &op, &references)?;
    }
    ops.values.finish()?;
    Ok(ops.count)
}

struct Ops<'a> {
    count: u64,
    actors: u64,
    id_actor: Runs<'a, u64>,
    id_counter: Deltas<'a>,
    object_actor: Runs<'a, u64>,
    object_counter: Runs<'a, u64>,
    key_actor: Runs<'a, u64>,
    key_counter: Deltas<'a>,
    key_text: Runs<'a, &'a str>,
    insert: Booleans<'a>,
    action: Runs<'a, u64>,
    values: Values<'a>,
    references: Runs<'a, u64>,
    reference_actor: Runs<'a, u64>,
    reference_counter: Deltas<'a>,
    expand: Booleans<'a>,
    mark_name: Runs<'a, &'a str>,
}

impl<'a> Ops<'a> {
    /// Adds up every column's runs: all must have as many rows as there are actions.
    fn measure(
        columns: &'a Columns<'_>,
        within: &Within,
        actors: u64,
        limits: &Limits,
    ) -> Result<Self, Unsafe> {
        let unsigned = |spec, part| Runs::<u64>::new(columns.get(spec), part, Reader::unsigned);
        let (most, references) = match within {
            Within::Change { .. } => (limits.change_ops, [PRED_COUNT, PRED_ACTOR, PRED_COUNTER]),
            Within::Document => (limits.document_ops, [SUCC_COUNT, SUCC_ACTOR, SUCC_COUNTER]),
        };
        let limit = limits.ops_for(columns.len(), most);
        let action = unsigned(ACTION, "column of actions");
        let count = action.measure("operations", limit, |_, _| {})?;
        let ops = Self {
            count,
            actors,
            id_actor: unsigned(ID_ACTOR, "column of ids (actor)"),
            id_counter: Deltas::new(columns.get(ID_COUNTER), "column of ids (counter)"),
            object_actor: unsigned(OBJECT_ACTOR, "column of objects (actor)"),
            object_counter: unsigned(OBJECT_COUNTER, "column of objects (counter)"),
            key_actor: unsigned(KEY_ACTOR, "column of keys (actor)"),
            key_counter: Deltas::new(columns.get(KEY_COUNTER), "column of keys (counter)"),
            key_text: Runs::new(columns.get(KEY_TEXT), "column of keys (text)", any_text),
            insert: Booleans::new(columns.get(INSERT), "column of inserts"),
            action,
            values: Values::new(
                columns.get(VALUE_META),
                columns.get(VALUE),
                ["column of value types", "column of values"],
            ),
            references: unsigned(references[0], "column of references (count)"),
            reference_actor: unsigned(references[1], "column of references (actor)"),
            reference_counter: Deltas::new(
                columns.get(references[2]),
                "column of references (counter)",
            ),
            expand: Booleans::new(columns.get(EXPAND), "column of expands"),
            mark_name: Runs::new(columns.get(MARK_NAME), "column of marks", any_text),
        };
        ops.check_rows(within, limit)?;
        ops.check_texts(limits, limit)?;
        Ok(ops)
    }

    fn check_rows(&self, within: &Within, limit: u64) -> Result<(), Unsafe> {
        let exact = |found: u64, expected: u64| {
            if found == expected { Ok(()) } else { Err(Reason::Rows { found, expected }) }
        };
        // A required column has a value in every row; nulls are found when it is walked.
        fn required<T: Copy + PartialEq>(
            runs: &Runs<'_, T>,
            expected: u64,
            limit: u64,
        ) -> Result<(), Unsafe> {
            let found = runs.measure("rows", limit, |_, _| {})?;
            if found == expected {
                Ok(())
            } else {
                Err(runs.fail(Reason::Rows { found, expected }))
            }
        }
        fn optional<T: Copy + PartialEq>(
            runs: &Runs<'_, T>,
            expected: u64,
            limit: u64,
        ) -> Result<(), Unsafe> {
            if runs.is_absent() { Ok(()) } else { required(runs, expected, limit) }
        }
        if let Within::Document = within {
            required(&self.id_actor, self.count, limit)?;
            required(self.id_counter.runs(), self.count, limit)?;
        }
        optional(&self.object_actor, self.count, limit)?;
        optional(&self.object_counter, self.count, limit)?;
        optional(&self.key_actor, self.count, limit)?;
        optional(self.key_counter.runs(), self.count, limit)?;
        required(self.values.meta(), self.count, limit)?;
        let mut references = 0_u64;
        let found = self.references.measure("rows", limit, |count, value| {
            references = references.saturating_add(count.saturating_mul(value.unwrap_or(0)));
        })?;
        exact(found, self.count).map_err(|reason| self.references.fail(reason))?;
        if references > limit {
            let reason = Reason::OverLimit { what: "references between operations", limit };
            return Err(self.references.fail(reason));
        }
        required(&self.reference_actor, references, limit)?;
        required(self.reference_counter.runs(), references, limit)?;
        let found = self.insert.measure("rows", limit)?;
        exact(found, self.count).map_err(|reason| self.insert.fail(reason))?;
        if !self.expand.is_absent() {
            let found = self.expand.measure("rows", limit)?;
            exact(found, self.count).map_err(|reason| self.expand.fail(reason))?;
        }
        Ok(())
    }

    fn check_texts(&self, limits: &Limits, limit: u64) -> Result<(), Unsafe> {
        let mut expanded = 0_u64;
        for (column, what) in
            [(&self.key_text, "bytes in a key"), (&self.mark_name, "bytes in a mark's name")]
        {
            if column.is_absent() {
                continue;
            }
            let mut longest = 0;
            let found = column.measure("rows", limit, |count, text| {
                let length = text.map_or(0, str::len);
                longest = longest.max(length);
                expanded = expanded.saturating_add(count.saturating_mul(length as u64));
            })?;
            if found != self.count {
                return Err(column.fail(Reason::Rows { found, expected: self.count }));
            }
            if longest > limits.key_bytes {
                let limit = limits.key_bytes as u64;
                return Err(column.fail(Reason::OverLimit { what, limit }));
            }
            if expanded > limits.expanded_bytes {
                let limit = limits.expanded_bytes;
                let what = "bytes of keys when written out";
                return Err(column.fail(Reason::OverLimit { what, limit }));
            }
        }
        Ok(())
    }

    fn next_row(
        &mut self,
        row: u64,
        within: &Within,
        references: &mut Vec<OpId>,
        marks: &mut u64,
        limits: &Limits,
    ) -> Result<Row<'a>, Unsafe> {
        let id = match *within {
            Within::Change { start_op } => {
                // The caller has made sure that the last counter fits.
                OpId { counter: start_op.saturating_add(row as u32), actor: 0 }
            }
            Within::Document => {
                let actor = self.id_actor.next_value(row)?;
                let counter = self.id_counter.next_value(row)?;
                self.op_id(row, actor, counter.into())?
            }
        };
        let object = self.next_object(row, id)?;
        let key = self.next_key(row, id)?;
        let insert = self.insert.next_row()?;
        let action = self.action.next_value(row)?;
        let in_document = matches!(within, Within::Document);
        if action > MARK || (in_document && action == DELETE) {
            return Err(self.action.fail(Reason::Action { row, action }));
        }
        let value = self.values.next_value(row)?;
        let expand = self.expand.next_row()?;
        let name = self.mark_name.next_row()?;
        let makes = matches!(action, MAKE_MAP | MAKE_LIST | MAKE_TEXT | MAKE_TABLE);
        let wrong = if !limits.nested && (makes || object.is_some()) {
            Some("an object inside the document, which is to be one flat map")
        } else if insert && matches!(key, Key::Map(_)) {
            Some("an insert under a map's key")
        } else if object.is_none() && !matches!(key, Key::Map(_)) {
            Some("a list's key in the root map")
        } else if action == INCREMENT && !value.is_integer() {
            Some("an increment by something else than an integer")
        } else if action != MARK && (expand || name.is_some()) {
            Some("a mark's attributes on an operation that is none")
        } else {
            None
        };
        if let Some(what) = wrong {
            return Err(self.action.fail(Reason::Row { row, what }));
        }
        if action == MARK {
            *marks += 1;
            if *marks > limits.marks {
                let limit = limits.marks;
                return Err(self.action.fail(Reason::OverLimit { what: "marks", limit }));
            }
        }
        references.clear();
        for _ in 0..self.references.next_value(row)? {
            let actor = self.reference_actor.next_value(row)?;
            let counter = self.reference_counter.next_value(row)?;
            let other = self.op_id(row, actor, counter.into())?;
            let forward = if in_document { other <= id } else { other.counter >= id.counter };
            if forward {
                return Err(self.references.fail(Reason::Forward { row }));
            }
            references.push(other);
        }
        Ok(Row { id, object, key, insert })
    }

    fn next_object(&mut self, row: u64, id: OpId) -> Result<Option<OpId>, Unsafe> {
        match (self.object_actor.next_row()?, self.object_counter.next_row()?) {
            (None, None) => Ok(None),
            (Some(actor), Some(counter)) => {
                let object = self.op_id(row, actor, counter)?;
                if object.counter >= id.counter {
                    return Err(self.object_counter.fail(Reason::Forward { row }));
                }
                Ok(Some(object))
            }
            _ => {
                let what = "an object with only half an id";
                Err(self.object_counter.fail(Reason::Row { row, what }))
            }
        }
    }

    fn next_key(&mut self, row: u64, id: OpId) -> Result<Key<'a>, Unsafe> {
        let actor = self.key_actor.next_row()?;
        let counter = self.key_counter.next_u32()?;
        let text = self.key_text.next_row()?;
        match (actor, counter, text) {
            (None, None, Some(text)) => Ok(Key::Map(text)),
            (None, Some(0), None) => Ok(Key::Head),
            (Some(actor), Some(counter), None) => {
                let element = self.op_id(row, actor, counter.into())?;
                if element.counter >= id.counter {
                    return Err(self.key_actor.fail(Reason::Forward { row }));
                }
                Ok(Key::Element(element))
            }
            _ => {
                let what = "neither one map key nor one list element";
                Err(self.key_text.fail(Reason::Row { row, what }))
            }
        }
    }

    fn op_id(&self, row: u64, actor: u64, counter: u64) -> Result<OpId, Unsafe> {
        let fail = |reason| Err(self.action.fail(reason));
        if actor >= self.actors {
            return fail(Reason::Index { row, what: "actor", index: actor, count: self.actors });
        }
        match (u32::try_from(counter), u32::try_from(actor)) {
            (Ok(counter), Ok(actor)) if counter > 0 => Ok(OpId { counter, actor }),
            _ => fail(Reason::Number),
        }
    }
}

/// A text whose length is checked afterwards; it is not copied.
fn any_text<'a>(reader: &mut Reader<'a>) -> Result<&'a str, Unsafe> {
    reader.text("bytes in a text", usize::MAX)
}
