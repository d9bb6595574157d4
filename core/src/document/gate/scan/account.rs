//! Changes and operations of a document must account for each other, so that nothing hides in a
//! document that no change wrote.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::document_changes::Changes;
use super::ops::{Key, OpId, Row};
use crate::document::gate::error::{Reason, Unsafe};

/// Brings operations and changes together. A deletion is in a document only as the successor of
/// what it deletes; all that it deletes lies under one key.
#[derive(Default)]
pub(super) struct Account<'a> {
    /// Where each operation writes, by number of the key, and whether it has a row of its own.
    seen: HashMap<OpId, (u64, bool)>,
    /// The number of the current key, and the key.
    number: u64,
    place: Option<(Option<OpId>, Key<'a>)>,
}

impl<'a> Account<'a> {
    pub(super) fn see(
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
pub(super) struct FlatOrder<'a> {
    broken: bool,
    last: Option<(&'a str, OpId)>,
}

impl<'a> FlatOrder<'a> {
    pub(super) fn see(&mut self, op: &Row<'a>, succ: &[OpId]) {
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

    pub(super) fn flat(&self) -> bool {
        !self.broken
    }
}
