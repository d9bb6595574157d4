//! What a document's changes are, by their headers: the facts that a new change must follow from.

use std::collections::{HashMap, HashSet};

use automerge::Automerge;

use super::error::RefusalReason;
use super::limits::{Limits, StartOp};
use crate::ids::ChangeHash;

/// What the header of a change says.
pub(super) struct Header<'a> {
    pub(super) hash: ChangeHash,
    pub(super) actor: &'a [u8],
    pub(super) others: &'a [Vec<u8>],
    pub(super) seq: u64,
    pub(super) start_op: u64,
    pub(super) ops: u64,
    pub(super) deps: &'a [ChangeHash],
}

/// The changes of a document.
pub(super) struct History {
    changes: HashMap<ChangeHash, Known>,
    actors: HashMap<Vec<u8>, Last>,
    max_op: u64,
    ops: u64,
    /// Ancestors that may still be visited.
    visits: u64,
}

/// Ancestors visited for all changes of one call: far more than any honest batch needs.
const VISITS: u64 = 2_000_000;

struct Known {
    max_op: u64,
    deps: Vec<ChangeHash>,
}

/// An actor's newest change.
#[derive(Clone, Copy)]
struct Last {
    hash: ChangeHash,
    seq: u64,
    max_op: u64,
}

impl History {
    /// The changes of a document in memory.
    pub(super) fn of(document: &Automerge) -> Self {
        let mut this = Self {
            changes: HashMap::new(),
            actors: HashMap::new(),
            max_op: 0,
            ops: 0,
            visits: VISITS,
        };
        for change in document.get_changes_meta(&[]) {
            let deps: Vec<_> = change.deps.iter().map(|dep| ChangeHash::from(*dep)).collect();
            this.add(&Header {
                hash: change.hash.into(),
                actor: change.actor.to_bytes(),
                others: &[],
                seq: change.seq,
                start_op: change.start_op,
                ops: (change.max_op + 1).saturating_sub(change.start_op),
                deps: &deps,
            });
        }
        this
    }

    pub(super) fn has(&self, hash: &ChangeHash) -> bool {
        self.changes.contains_key(hash)
    }

    pub(super) fn ops(&self) -> u64 {
        self.ops
    }

    /// Whether a change whose dependencies are all known follows from them.
    pub(super) fn fit(
        &mut self,
        change: &Header<'_>,
        limits: &Limits,
    ) -> Result<(), RefusalReason> {
        let last = self.actors.get(change.actor).copied();
        let expected = last.map_or(0, |last| last.seq) + 1;
        if change.seq < expected {
            return Err(RefusalReason::SequenceReused { found: change.seq });
        }
        if change.seq > expected {
            return Err(RefusalReason::SequenceGap { found: change.seq, expected });
        }
        if let Some(last) = last {
            self.check_rests_on(change.deps, last)?;
        }
        if !change.others.iter().all(|other| self.actors.contains_key(other)) {
            return Err(RefusalReason::UnknownActor);
        }
        let after_deps = change
            .deps
            .iter()
            .filter_map(|dep| self.changes.get(dep))
            .map(|dep| dep.max_op)
            .max()
            .unwrap_or(0);
        let found = change.start_op;
        let expected = after_deps + 1;
        let fits = match limits.start_op {
            StartOp::Exact => found == expected,
            StartOp::WithinDocument => (expected..=self.max_op + 1).contains(&found),
        };
        // Implied for what rests on its actor's last change, unless that document was not exact.
        if !fits || last.is_some_and(|last| found <= last.max_op) {
            return Err(RefusalReason::StartOp { found, expected });
        }
        self.room_for(change, limits)
    }

    /// Adds a change that fits.
    pub(super) fn add(&mut self, change: &Header<'_>) {
        let max_op = (change.start_op + change.ops).saturating_sub(1);
        let last = Last { hash: change.hash, seq: change.seq, max_op };
        self.actors.insert(change.actor.to_vec(), last);
        self.changes.insert(change.hash, Known { max_op, deps: change.deps.to_vec() });
        self.max_op = self.max_op.max(max_op);
        self.ops += change.ops;
    }

    /// The actor's last change must be among the ancestors. Nearly always it is among the
    /// dependencies themselves.
    fn check_rests_on(&mut self, deps: &[ChangeHash], last: Last) -> Result<(), RefusalReason> {
        let mut seen: HashSet<_> = deps.iter().copied().collect();
        let mut open = deps.to_vec();
        while let Some(hash) = open.pop() {
            if hash == last.hash {
                return Ok(());
            }
            self.visits = self.visits.checked_sub(1).ok_or(RefusalReason::NotJudged)?;
            // What ends before the actor's last change does not rest on it.
            if let Some(known) = self.changes.get(&hash).filter(|one| one.max_op >= last.max_op) {
                open.extend(known.deps.iter().copied().filter(|dep| seen.insert(*dep)));
            }
        }
        Err(RefusalReason::Detached)
    }

    fn room_for(&self, change: &Header<'_>, limits: &Limits) -> Result<(), RefusalReason> {
        let new_actor = u64::from(!self.actors.contains_key(change.actor));
        for (what, total, limit) in [
            ("changes", self.changes.len() as u64 + 1, limits.document_changes),
            ("operations", self.ops + change.ops, limits.document_ops),
            ("actors", self.actors.len() as u64 + new_actor, limits.document_actors as u64),
        ] {
            if total > limit {
                return Err(RefusalReason::DocumentFull { what, limit });
            }
        }
        Ok(())
    }
}
