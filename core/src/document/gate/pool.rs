//! All that the files under inspection hold: which of it belongs together, and what the gate says
//! to each change among it.

use std::collections::{HashMap, HashSet};

use automerge::Automerge;

use super::admit::{Base, Read, Scanned, admit_scanned};
use super::error::{GateError, RefusalReason, Trial};
use super::guard::{failed, guarded};
use super::limits::Limits;
use super::scan::ScannedChange;
use crate::ids::ChangeHash;

/// All that the files hold and that is sound by itself.
#[derive(Default)]
pub(super) struct Pool {
    documents: Vec<Automerge>,
    /// In which document a change is.
    home: HashMap<ChangeHash, usize>,
    /// Documents that share a change are one group: each points to another of its group.
    groups: Groups,
    pub(super) changes: Vec<ScannedChange>,
}

impl Pool {
    pub(super) fn add_document(&mut self, document: Automerge) -> Result<(), Trial> {
        let hashes: Vec<ChangeHash> = guarded("listing the changes", || {
            Ok(document.get_changes_meta(&[]).into_iter().map(|meta| meta.hash.into()).collect())
        })?;
        let index = self.groups.add();
        for hash in hashes {
            let home = *self.home.entry(hash).or_insert(index);
            self.groups.join(home, index);
        }
        self.documents.push(document);
        Ok(())
    }

    /// The verdict on each change: `None` when it is taken.
    pub(super) fn judge(
        mut self,
        limits: &Limits,
        read: &Read<'_>,
    ) -> HashMap<ChangeHash, Option<RefusalReason>> {
        // Changes join the groups of what they rest on.
        let documents = self.documents.len();
        let given: HashMap<ChangeHash, usize> =
            self.changes.iter().map(|change| (change.hash, self.groups.add())).collect();
        for change in &self.changes {
            let Some(&index) = given.get(&change.hash) else { continue };
            for hash in change.deps.iter().chain([&change.hash]) {
                for other in [self.home.get(hash), given.get(hash)].into_iter().flatten() {
                    self.groups.join(*other, index);
                }
            }
        }
        let mut grouped = HashMap::<usize, (Vec<Automerge>, Vec<ScannedChange>)>::new();
        for (index, document) in self.documents.into_iter().enumerate() {
            grouped.entry(self.groups.root(index)).or_default().0.push(document);
        }
        let mut distinct = HashSet::new();
        for change in self.changes {
            let index = given.get(&change.hash).copied().unwrap_or(documents);
            if distinct.insert(change.hash) {
                grouped.entry(self.groups.root(index)).or_default().1.push(change);
            }
        }
        let known: HashSet<ChangeHash> = self.home.into_keys().chain(given.into_keys()).collect();
        let mut verdicts = HashMap::new();
        for (documents, changes) in grouped.into_values() {
            judge_group(documents, changes, &known, limits, read, &mut verdicts);
        }
        verdicts
    }
}

/// Judges changes against the documents of their group: against all of them merged, or where they
/// do not merge, against each that is left over.
fn judge_group(
    documents: Vec<Automerge>,
    mut changes: Vec<ScannedChange>,
    known: &HashSet<ChangeHash>,
    limits: &Limits,
    read: &Read<'_>,
    verdicts: &mut HashMap<ChangeHash, Option<RefusalReason>>,
) {
    for base in merged(documents) {
        if changes.is_empty() {
            return;
        }
        let scanned = Scanned { changes: changes.clone(), ..Scanned::default() };
        let admission = admit_scanned(Base::Loaded(&base), scanned, limits, read);
        let Ok(admission) = admission.inspect_err(|error| {
            // The base was loaded a moment ago; should it fail now, say so of each change.
            let GateError::Base(trial) = error;
            verdicts.extend(changes.iter().map(|c| (c.hash, Some(trial.clone().into()))));
        }) else {
            continue;
        };
        for hash in admission.accepted.iter().map(|one| one.hash).chain(admission.already) {
            verdicts.insert(hash, None);
        }
        verdicts.extend(admission.refused.into_iter().map(|(hash, why)| (hash, Some(why))));
        let waiting: HashSet<_> = admission.waiting.into_iter().collect();
        for change in changes.iter().filter(|change| waiting.contains(&change.hash)) {
            let missing = change.deps.iter().filter(|dep| !known.contains(dep)).count();
            let total = change.deps.len();
            let why = match missing {
                0 => waiting_for(change, &waiting),
                _ => RefusalReason::MissingDependencies { missing, total },
            };
            verdicts.insert(change.hash, Some(why));
        }
        changes.retain(|change| verdicts.get(&change.hash).is_none_or(Option::is_some));
    }
}

/// All that a waiting change rests on was given, but something that this rests on was not.
fn waiting_for(change: &ScannedChange, waiting: &HashSet<ChangeHash>) -> RefusalReason {
    match change.deps.iter().find(|dep| waiting.contains(dep)) {
        Some(dep) => RefusalReason::DependsOnRefused(*dep),
        None => RefusalReason::NotJudged,
    }
}

/// Documents merged into as few as possible; at least an empty one.
fn merged(documents: Vec<Automerge>) -> Vec<Automerge> {
    let mut bases = Vec::<Automerge>::new();
    for document in documents {
        let merged = bases.iter_mut().any(|base| {
            let outcome = guarded("merging the documents", || {
                let mut copy = base.clone();
                copy.apply_changes(copy.get_changes_added(&document))
                    .map_err(|error| failed("merging the documents", error))?;
                Ok(copy)
            });
            outcome.map(|copy| *base = copy).is_ok()
        });
        if !merged {
            bases.push(document);
        }
    }
    if bases.is_empty() {
        bases.push(Automerge::new());
    }
    bases
}

/// Which indexes belong together.
#[derive(Default)]
struct Groups(Vec<usize>);

impl Groups {
    fn add(&mut self) -> usize {
        self.0.push(self.0.len());
        self.0.len() - 1
    }

    fn root(&mut self, index: usize) -> usize {
        let mut root = index;
        while self.0[root] != root {
            self.0[root] = self.0[self.0[root]];
            root = self.0[root];
        }
        root
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b);
    }
}
