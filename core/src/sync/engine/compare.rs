//! The rounds of a comparison by heads: what differs, what is missing, and where the log stands.

use std::collections::BTreeSet;

use crate::domain::StreamId;
use crate::ids::{DocumentId, RequestId};
use crate::sync::SyncError;
use crate::sync::outcome::{Phase, Progress};
use crate::sync::replica::LogPosition;
use crate::sync::wire::{
    DocumentHeads, Endpoint, PROTOCOL, RECONCILE_DOCUMENTS, ReconcileRequest, ReconcileResponse,
};

use super::check::{self, bad};
use super::step::Effect;
use super::{Effects, Engine, Sent};

/// A comparison under way.
#[derive(Debug, Default)]
pub(super) struct Comparison {
    after: Option<DocumentId>,
    sent: Option<ReconcileRequest>,
    /// Where the log stood before the first round: what comes later is pulled from there.
    pub(super) log: Option<LogPosition>,
    /// What to get whole.
    pub(super) fetch: BTreeSet<DocumentId>,
    /// How many documents were compared.
    pub(super) compared: u64,
}

impl Engine {
    pub(super) fn start_compare(&mut self) -> Vec<Effect> {
        self.outcome.reconciled = true;
        self.compare = Comparison::default();
        vec![self.comparing(), Effect::ReadHeads { after: None, limit: RECONCILE_DOCUMENTS }]
    }

    /// The server's log is another one, or shorter than what this device has read.
    pub(super) fn asked_to_compare(&mut self) -> Effects {
        if self.outcome.reconciled {
            return bad("it asks to compare a second time");
        }
        let mut effects = self.start_compare();
        effects.insert(0, Effect::RecheckPhotos);
        Ok(effects)
    }

    pub(super) fn send_compare(&mut self, documents: Vec<DocumentHeads>) -> Effects {
        let id = self.request_id();
        let request = self.compare.request(documents, id);
        self.sent = Some(Sent::Compare);
        Ok(vec![self.post(Endpoint::Reconcile, &request)?])
    }

    pub(super) fn compared(&mut self, answer: ReconcileResponse) -> Effects {
        let round = self.compare.answer(answer)?;
        let mut effects = vec![self.comparing()];
        if !round.differing.is_empty() {
            effects.push(Effect::Resend { differing: round.differing, granted: round.granted });
        }
        if round.next.is_some() {
            effects.push(Effect::ReadHeads { after: round.next, limit: RECONCILE_DOCUMENTS });
            return Ok(effects);
        }
        // From here on as usual, in the log that the server has now.
        let comparison = std::mem::take(&mut self.compare);
        self.log = comparison.log;
        self.fetch.extend(comparison.fetch);
        self.push.restart();
        effects.push(self.read_outbox());
        Ok(effects)
    }

    fn comparing(&self) -> Effect {
        let done = self.compare.compared;
        Effect::Progress(Progress { phase: Phase::Comparing, done, total: None })
    }
}

/// What a round brought.
#[derive(Debug)]
pub(super) struct Round {
    pub(super) differing: Vec<DocumentHeads>,
    pub(super) granted: Vec<StreamId>,
    /// Where the next round begins; `None` when this was the last.
    pub(super) next: Option<DocumentId>,
}

impl Comparison {
    /// The request that compares these documents, which follow those compared so far.
    pub(super) fn request(
        &mut self,
        documents: Vec<DocumentHeads>,
        request: RequestId,
    ) -> ReconcileRequest {
        let full = documents.len() >= RECONCILE_DOCUMENTS;
        let until = documents.last().filter(|_| full).map(|heads| heads.document);
        let after = self.after;
        let request = ReconcileRequest { protocol: PROTOCOL, request, documents, after, until };
        self.sent = Some(request.clone());
        request
    }

    /// Takes the answer.
    pub(super) fn answer(&mut self, answer: ReconcileResponse) -> Result<Round, SyncError> {
        let Some(sent) = self.sent.take() else { return bad("no comparison was asked for") };
        check::matches(sent.request, answer.protocol, answer.request)?;
        check::round(&sent, &answer)?;
        if self.log.as_ref().is_some_and(|log| log.epoch != answer.epoch) {
            return bad("the log became another one during the comparison");
        }
        let granted = answer.cursors.iter().map(|cursor| cursor.stream).collect();
        self.log.get_or_insert(LogPosition {
            epoch: answer.epoch,
            cursors: answer.cursors,
            // Another log counts its actors anew; those that are known stay known.
            identities_after: 0,
        });
        self.compared += sent.documents.len() as u64;
        self.fetch.extend(answer.missing);
        // Where the server has nothing there is nothing to get.
        let there = answer.differing.iter().filter(|heads| !heads.heads.is_empty());
        self.fetch.extend(there.map(|heads| heads.document));
        self.after = sent.until;
        Ok(Round { differing: answer.differing, granted, next: sent.until })
    }
}
