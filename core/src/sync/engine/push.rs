//! What was sent of the outbox, and what the server says became of it.

use std::collections::{BTreeMap, BTreeSet};

use serde_bytes::ByteBuf;
use sha2::{Digest, Sha256};

use crate::ids::{ChangeHash, DocumentId};
use crate::sync::SyncError;
use crate::sync::replica::{OutboxBatch, OutboxPosition};
use crate::sync::wire::{DocumentVerdict, PushDocument};

/// Goes through the outbox once, and a second time if changes that waited may have been unblocked.
#[derive(Debug, Default)]
pub(super) struct Pushing {
    /// Where the next batch begins.
    pub(super) position: OutboxPosition,
    /// Whether unsent changes follow there.
    pub(super) more: bool,
    /// What the request in flight carries: the names a verdict may use, and the change they mean.
    in_flight: BTreeMap<DocumentId, BTreeMap<ChangeHash, ChangeHash>>,
    waiting: BTreeSet<ChangeHash>,
    unblocked: bool,
    retried: bool,
}

/// The verdicts of one answer, in numbers.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Verdicts {
    pub(super) settle: Vec<DocumentVerdict>,
    pub(super) accepted: u64,
    pub(super) refused: u64,
}

impl Pushing {
    /// Begins at the start of the outbox.
    pub(super) fn restart(&mut self) {
        *self = Self { more: true, ..Self::default() };
    }

    /// Takes the next batch into the request that is about to be sent.
    pub(super) fn take(&mut self, batch: OutboxBatch) -> Vec<PushDocument> {
        self.position = batch.position;
        self.more = batch.more;
        self.in_flight.clear();
        let mut push = Vec::with_capacity(batch.documents.len());
        for document in batch.documents {
            let names = self.in_flight.entry(document.header.document).or_default();
            let mut changes = Vec::with_capacity(document.changes.len());
            for change in document.changes {
                names.insert(change.hash, change.hash);
                // The name that a verdict uses for bytes which the server cannot read as a change.
                let raw = ChangeHash(Sha256::digest(&change.bytes).into());
                names.entry(raw).or_insert(change.hash);
                changes.push(ByteBuf::from(change.bytes));
            }
            push.push(PushDocument { header: document.header, changes });
        }
        push
    }

    /// Checks an answer's verdicts against what was sent. Only what they name is settled: the rest
    /// stays unsent, like what waits.
    pub(super) fn settle(&mut self, verdicts: Vec<DocumentVerdict>) -> Result<Verdicts, SyncError> {
        let mut open: BTreeMap<DocumentId, BTreeSet<ChangeHash>> = self
            .in_flight
            .iter()
            .map(|(document, names)| (*document, names.values().copied().collect()))
            .collect();
        let mut result = Verdicts::default();
        let mut accepted = BTreeSet::new();
        let mut waiting = BTreeSet::new();
        for mut verdict in verdicts {
            let document = verdict.document;
            let mut name = |hash: &mut ChangeHash| {
                *hash = self.sent(document, *hash).ok_or_else(|| {
                    SyncError::BadAnswer(format!("a verdict on {document} names an unsent change"))
                })?;
                if open.get_mut(&document).is_some_and(|open| open.remove(hash)) {
                    Ok(())
                } else {
                    let text = format!("two verdicts on one change of {document}");
                    Err(SyncError::BadAnswer(text))
                }
            };
            verdict.accepted.iter_mut().try_for_each(&mut name)?;
            verdict.waiting.iter_mut().try_for_each(&mut name)?;
            verdict.refused.iter_mut().try_for_each(|refusal| name(&mut refusal.hash))?;
            result.accepted += verdict.accepted.len() as u64;
            if !verdict.refused.iter().any(|refusal| refusal.code.is_collision()) {
                result.refused += verdict.refused.len() as u64;
            }
            accepted.extend(verdict.accepted.iter().copied());
            waiting.extend(verdict.waiting.iter().copied());
            for refusal in &verdict.refused {
                self.waiting.remove(&refusal.hash);
            }
            result.settle.push(verdict);
        }
        self.unblocked |= !self.waiting.is_empty() && !accepted.is_empty();
        for hash in &accepted {
            self.waiting.remove(hash);
        }
        self.waiting.extend(waiting);
        self.waiting.extend(open.into_values().flatten());
        self.in_flight.clear();
        Ok(result)
    }

    /// Whether another batch is to be read; decides on the one second pass.
    pub(super) fn goes_on(&mut self) -> bool {
        if !self.more && self.unblocked && !self.retried && !self.waiting.is_empty() {
            self.retried = true;
            self.position = OutboxPosition::default();
            self.more = true;
        }
        self.more
    }

    /// How many changes wait.
    pub(super) fn waiting(&self) -> u64 {
        self.waiting.len() as u64
    }

    fn sent(&self, document: DocumentId, name: ChangeHash) -> Option<ChangeHash> {
        self.in_flight.get(&document)?.get(&name).copied()
    }
}
