//! Bringing changes from outside into causal order, and sorting out those that do not fit the
//! document by what their headers say.

use std::collections::{HashMap, HashSet, VecDeque};

use super::admit::Accepted;
use super::error::RefusalReason;
use super::history::{Header, History};
use super::limits::Limits;
use super::scan::ScannedChange;
use super::trial;
use crate::ids::ChangeHash;

/// A change that fits by its header, and Automerge's own view of it.
pub(super) struct Candidate {
    pub(super) scanned: ScannedChange,
    pub(super) change: automerge::Change,
}

/// The lists of the answer while they grow.
pub(super) struct Sorting {
    pub(super) accepted: Vec<Accepted>,
    pub(super) already: Vec<ChangeHash>,
    pub(super) waiting: Vec<ChangeHash>,
    pub(super) refused: Vec<(ChangeHash, RefusalReason)>,
    pub(super) bad: HashSet<ChangeHash>,
}

impl Sorting {
    pub(super) fn new(refused: Vec<(ChangeHash, RefusalReason)>, waiting: Vec<ChangeHash>) -> Self {
        let bad = refused.iter().map(|(hash, _)| *hash).collect();
        Self { accepted: vec![], already: vec![], waiting, refused, bad }
    }

    pub(super) fn refuse(&mut self, hash: ChangeHash, reason: RefusalReason) {
        self.bad.insert(hash);
        self.refused.push((hash, reason));
    }

    /// The changes that fit `history` by their headers, in causal order; `history` then has them.
    /// The others go to their lists.
    pub(super) fn sort(
        &mut self,
        changes: Vec<ScannedChange>,
        history: &mut History,
        limits: &Limits,
    ) -> Vec<Candidate> {
        let mut distinct = HashSet::new();
        let mut given = Vec::new();
        for change in changes {
            if history.has(&change.hash) {
                if distinct.insert(change.hash) {
                    self.already.push(change.hash);
                }
            } else if distinct.insert(change.hash) {
                given.push(Some(change));
            }
        }
        let mut candidates = Vec::new();
        let mut ready = Dependents::new(&given, history);
        // What rests on a change refused before is judged, and refused in its turn.
        for hash in &self.bad {
            ready.done(hash);
        }
        while let Some(index) = ready.next() {
            let Some(scanned) = given.get_mut(index).and_then(Option::take) else { continue };
            let hash = scanned.hash;
            match self.fit(scanned, history, limits) {
                Ok(candidate) => candidates.push(candidate),
                Err(RefusalReason::NotJudged) => {
                    self.waiting.push(hash);
                    continue;
                }
                Err(reason) => self.refuse(hash, reason),
            }
            ready.done(&hash);
        }
        // What is left rests on changes that are not here, and perhaps on a refused one besides.
        for change in given.into_iter().flatten() {
            match change.deps.iter().find(|dep| self.bad.contains(dep)) {
                Some(dep) => self.refuse(change.hash, RefusalReason::DependsOnRefused(*dep)),
                None => self.waiting.push(change.hash),
            }
        }
        candidates
    }

    fn fit(
        &self,
        scanned: ScannedChange,
        history: &mut History,
        limits: &Limits,
    ) -> Result<Candidate, RefusalReason> {
        if let Some(dep) = scanned.deps.iter().find(|dep| self.bad.contains(dep)) {
            return Err(RefusalReason::DependsOnRefused(*dep));
        }
        let header = Header {
            hash: scanned.hash,
            actor: &scanned.actor,
            others: &scanned.others,
            seq: scanned.seq,
            start_op: scanned.start_op,
            ops: scanned.ops,
            deps: &scanned.deps,
        };
        history.fit(&header, limits)?;
        let change = trial::decode(&scanned)?;
        history.add(&header);
        Ok(Candidate { scanned, change })
    }
}

/// Which of the given changes are ready, because all that they rest on was judged.
struct Dependents {
    ready: VecDeque<usize>,
    missing: Vec<usize>,
    waiting_for: HashMap<ChangeHash, Vec<usize>>,
}

impl Dependents {
    fn new(given: &[Option<ScannedChange>], history: &History) -> Self {
        let mut this =
            Self { ready: Default::default(), missing: vec![], waiting_for: HashMap::new() };
        for (index, change) in given.iter().enumerate() {
            let mut missing = 0;
            for dep in change.iter().flat_map(|change| &change.deps) {
                if !history.has(dep) {
                    missing += 1;
                    this.waiting_for.entry(*dep).or_default().push(index);
                }
            }
            this.missing.push(missing);
            if missing == 0 {
                this.ready.push_back(index);
            }
        }
        this
    }

    fn next(&mut self) -> Option<usize> {
        self.ready.pop_front()
    }

    fn done(&mut self, hash: &ChangeHash) {
        for index in self.waiting_for.remove(hash).unwrap_or_default() {
            if let Some(missing) = self.missing.get_mut(index) {
                *missing -= 1;
                if *missing == 0 {
                    self.ready.push_back(index);
                }
            }
        }
    }
}
