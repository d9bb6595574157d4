//! Changes from outside against the document they belong to: first what their headers say, in
//! causal order; then the trial with Automerge. One bad change never blocks another that does not
//! rest on it.

use std::collections::HashSet;

use automerge::{ActorId, Automerge};

use super::error::{GateError, RefusalReason, Trial};
use super::guard::{failed, guarded};
use super::history::History;
use super::limits::Limits;
use super::scan::{ScannedChange, address, scan_change};
use super::sorting::{Candidate, Sorting};
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
    admit_scanned(base, scan_batch(changes, limits), limits, read)
}

/// Changes that the scanner has seen, before they are held against a document.
#[derive(Clone, Debug, Default)]
pub struct Scanned {
    /// Sound by themselves.
    pub changes: Vec<ScannedChange>,
    /// Not sound. A caller may move changes here for reasons of its own, for example those whose
    /// actor is not the sender's: what rests on them is then refused too.
    pub refused: Vec<(ChangeHash, RefusalReason)>,
    /// Not looked at, since those before them were too much work.
    pub waiting: Vec<ChangeHash>,
}

/// Scans changes from outside. The first half of [`admit`], for callers that look at the headers
/// before the changes are held against the document.
pub fn scan_batch(changes: Vec<Vec<u8>>, limits: &Limits) -> Scanned {
    let mut scanned = Scanned::default();
    let mut ops = 0_u64;
    for bytes in changes {
        if ops > limits.batch_ops {
            scanned.waiting.push(address(&bytes, limits));
            continue;
        }
        match scan_change(&bytes, limits) {
            Ok(change) => {
                ops = ops.saturating_add(change.ops);
                scanned.changes.push(change);
            }
            Err(reason) => {
                ops = ops.saturating_add(limits.unbacked_ops);
                scanned.refused.push((address(&bytes, limits), reason.into()));
            }
        }
    }
    scanned
}

/// The second half of [`admit`], for changes scanned with the same limits.
///
/// # Errors
/// As [`admit`].
pub fn admit_scanned(
    base: Base<'_>,
    scanned: Scanned,
    limits: &Limits,
    read: &Read<'_>,
) -> Result<Admission, GateError> {
    let document = load_base(base).map_err(GateError::Base)?;
    let mut history =
        guarded("listing the base", || Ok(History::of(&document))).map_err(GateError::Base)?;
    let mut sorting = Sorting::new(scanned.refused, scanned.waiting);
    let candidates = sorting.sort(scanned.changes, &mut history, limits);
    let heads = heads(&document);
    let mut run = Run { document, snapshot: None, heads, sorting, trials: 0, trial_ops: 0 };
    run.settle(candidates, &history, limits, read);
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
    ) {
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
