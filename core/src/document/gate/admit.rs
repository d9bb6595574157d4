//! Changes from outside against the document they belong to: first what their headers say, in
//! causal order; then the trial with Automerge. One bad change never blocks another that does not
//! rest on it.

use std::collections::{HashMap, HashSet};

use automerge::{ActorId, Automerge};

use super::error::{GateError, RefusalReason, Trial};
use super::guard::{failed, guarded};
use super::history::{Header, History};
use super::limits::Limits;
use super::scan::{ScannedChange, address, scan_change};
use super::trial::{self, Outcome};
use crate::ids::ChangeHash;

/// Reads a document as what it should be; the error says why it does not read.
pub type Read<'a> = dyn Fn(&Automerge) -> Result<(), String> + 'a;

/// What is there of the document already. It passed the gate before, and is trusted.
pub enum Base<'a> {
    /// Nothing yet.
    None,
    /// A stored snapshot.
    Snapshot(&'a [u8]),
    /// The document in memory, without changes that wait for others.
    Loaded(&'a Automerge),
}

/// What became of the changes. Each change given is in exactly one of the lists, by its hash.
pub struct Admission {
    /// Taken, in an order in which each rests only on the base and on those before it.
    pub accepted: Vec<Accepted>,
    /// Part of the base before.
    pub already: Vec<ChangeHash>,
    /// Not judged: they rest on changes that are not here yet, or the batch held so many bad
    /// changes that these are to be sent again without them.
    pub waiting: Vec<ChangeHash>,
    /// Not taken, and why.
    pub refused: Vec<(ChangeHash, RefusalReason)>,
    /// The document with what was accepted, as `save_nocompress` writes it.
    pub snapshot: Vec<u8>,
    /// The hashes of its newest changes, sorted.
    pub heads: Vec<ChangeHash>,
    /// The same document, loaded from `snapshot`.
    pub document: Automerge,
}

/// A change that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// Its hash.
    pub hash: ChangeHash,
    /// The actor that wrote it.
    pub actor: Vec<u8>,
    /// The actor's how manieth change it is.
    pub seq: u64,
    /// The change as an uncompressed chunk: the form to store, whatever form it came in.
    pub bytes: Vec<u8>,
}

/// Judges changes from outside that belong to the document `base`, in any order.
///
/// # Errors
/// [`GateError`] only where `base` itself does not load; then nothing was judged.
pub fn admit(
    base: Base<'_>,
    changes: Vec<Vec<u8>>,
    limits: &Limits,
    read: &Read<'_>,
) -> Result<Admission, GateError> {
    let mut refused = Vec::new();
    let mut scanned = Vec::with_capacity(changes.len());
    for bytes in changes {
        match scan_change(&bytes, limits) {
            Ok(change) => scanned.push(change),
            Err(reason) => refused.push((address(&bytes, limits), reason.into())),
        }
    }
    admit_scanned(base, scanned, refused, limits, read)
}

/// Like [`admit`], for changes that [`scan_change`] passed with the same limits. `refused` are
/// changes that the caller refused already: what rests on them is refused too.
///
/// # Errors
/// As [`admit`].
pub fn admit_scanned(
    base: Base<'_>,
    changes: Vec<ScannedChange>,
    refused: Vec<(ChangeHash, RefusalReason)>,
    limits: &Limits,
    read: &Read<'_>,
) -> Result<Admission, GateError> {
    let document = load_base(base).map_err(GateError::Base)?;
    let mut history = History::of(&document);
    let mut sorting = Sorting::new(refused);
    let candidates = sorting.sort(changes, &mut history, limits);
    let heads = heads(&document);
    let mut run = Run { document, snapshot: None, heads, sorting, trials: 0, trial_ops: 0 };
    run.settle(candidates, &history, limits, read)?;
    let snapshot = match run.snapshot {
        Some(snapshot) => snapshot,
        None => guarded("saving the base", || Ok(run.document.save_nocompress()))
            .map_err(GateError::Base)?,
    };
    Ok(Admission {
        accepted: run.sorting.accepted,
        already: run.sorting.already,
        waiting: run.sorting.waiting,
        refused: run.sorting.refused,
        snapshot,
        heads: run.heads,
        document: run.document,
    })
}

/// The document's heads, sorted.
pub(super) fn heads(document: &Automerge) -> Vec<ChangeHash> {
    let mut heads: Vec<_> = document.get_heads().into_iter().map(ChangeHash::from).collect();
    heads.sort_unstable();
    heads
}

fn load_base(base: Base<'_>) -> Result<Automerge, Trial> {
    match base {
        Base::None => Ok(Automerge::new()),
        Base::Snapshot(bytes) => guarded("loading the base", || {
            Automerge::load(bytes).map_err(|error| failed("loading the base", error))
        }),
        Base::Loaded(document) => guarded("copying the base", || Ok(document.clone())),
    }
}

/// A change that fits by its header, and Automerge's own view of it.
struct Candidate {
    scanned: ScannedChange,
    change: automerge::Change,
}

/// The lists of the answer while they grow.
struct Sorting {
    accepted: Vec<Accepted>,
    already: Vec<ChangeHash>,
    waiting: Vec<ChangeHash>,
    refused: Vec<(ChangeHash, RefusalReason)>,
    bad: HashSet<ChangeHash>,
}

impl Sorting {
    fn new(refused: Vec<(ChangeHash, RefusalReason)>) -> Self {
        let bad = refused.iter().map(|(hash, _)| *hash).collect();
        Self { accepted: vec![], already: vec![], waiting: vec![], refused, bad }
    }

    fn refuse(&mut self, hash: ChangeHash, reason: RefusalReason) {
        self.bad.insert(hash);
        self.refused.push((hash, reason));
    }

    /// The changes that fit `history` by their headers, in causal order; `history` then has them.
    /// The others go to their lists.
    fn sort(
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
    ready: std::collections::VecDeque<usize>,
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

/// The trials of one call.
struct Run {
    document: Automerge,
    snapshot: Option<Vec<u8>>,
    heads: Vec<ChangeHash>,
    sorting: Sorting,
    trials: usize,
    trial_ops: u64,
}

impl Run {
    /// Tries all candidates at once; where that fails, halves the batch until the bad ones are
    /// found. A batch with `b` bad ones among `n` takes about `b * log2(n)` trials.
    fn settle(
        &mut self,
        candidates: Vec<Candidate>,
        history: &History,
        limits: &Limits,
        read: &Read<'_>,
    ) -> Result<(), GateError> {
        let mut batches = vec![candidates];
        while let Some(batch) = batches.pop() {
            let mut batch = self.without_orphans(batch);
            if batch.is_empty() {
                continue;
            }
            // Every trial costs as much as the whole document.
            self.trials += 1;
            self.trial_ops = self.trial_ops.saturating_add(history.ops());
            if self.trials > 1 && (self.trials > limits.trials || self.trial_ops > limits.trial_ops)
            {
                self.sorting.waiting.extend(batch.iter().map(|one| one.scanned.hash));
                continue;
            }
            let changes = batch.iter().map(|one| one.change.clone()).collect();
            match trial::apply(&self.document, changes, limits, read) {
                Ok(outcome) => self.keep(outcome, batch),
                Err(reason) if batch.len() == 1 => {
                    self.sorting.refuse(batch[0].scanned.hash, reason.into());
                }
                Err(_) => {
                    let later = batch.split_off(batch.len() / 2);
                    batches.push(later);
                    batches.push(batch);
                }
            }
        }
        Ok(())
    }

    /// Refuses what rests on a change refused since.
    fn without_orphans(&mut self, batch: Vec<Candidate>) -> Vec<Candidate> {
        if self.sorting.bad.is_empty() && self.sorting.waiting.is_empty() {
            return batch;
        }
        let waiting: HashSet<_> = self.sorting.waiting.iter().copied().collect();
        let mut kept = Vec::with_capacity(batch.len());
        for one in batch {
            let deps = &one.scanned.deps;
            if let Some(dep) = deps.iter().find(|dep| self.sorting.bad.contains(dep)) {
                let reason = RefusalReason::DependsOnRefused(*dep);
                self.sorting.refuse(one.scanned.hash, reason);
            } else if deps.iter().any(|dep| waiting.contains(dep)) {
                self.sorting.waiting.push(one.scanned.hash);
            } else {
                kept.push(one);
            }
        }
        kept
    }

    fn keep(&mut self, outcome: Outcome, batch: Vec<Candidate>) {
        let actor: ActorId = self.document.get_actor().clone();
        self.document = outcome.document;
        self.document.set_actor(actor);
        self.snapshot = Some(outcome.snapshot);
        self.heads = outcome.heads;
        self.sorting.accepted.extend(batch.into_iter().map(|one| Accepted {
            hash: one.scanned.hash,
            actor: one.scanned.actor,
            seq: one.scanned.seq,
            bytes: one.scanned.bytes,
        }));
    }
}
