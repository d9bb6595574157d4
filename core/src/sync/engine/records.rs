//! Records: what is unsent goes up and what is new comes down, in the same requests.

use std::time::Duration;

use crate::ids::DocumentId;
use crate::sync::outcome::{Phase, Progress};
use crate::sync::replica::{Applied, OutboxBatch, Page};
use crate::sync::wire::{Endpoint, FETCH_DOCUMENTS, PROTOCOL, SyncRequest, SyncResponse};

use super::check::{self, bad};
use super::step::Effect;
use super::{Effects, Engine, Sent};

impl Engine {
    pub(super) fn read_outbox(&self) -> Effect {
        Effect::ReadOutbox { after: self.push.position, max_bytes: self.options.push_bytes }
    }

    /// Sends the next request, and only then applies the page that came with the last answer.
    pub(super) fn send_sync(&mut self, batch: OutboxBatch, now_ms: i64) -> Effects {
        self.sync_requests += 1;
        if self.sync_requests > self.options.max_requests {
            return bad(format!("no end after {} requests", self.options.max_requests));
        }
        let push = self.push.take(batch);
        self.outcome.pushed += push.iter().map(|doc| doc.changes.len() as u64).sum::<u64>();
        let request = self.request_id();
        let fetch: Vec<DocumentId> = self.fetch.iter().copied().take(FETCH_DOCUMENTS).collect();
        let log = self.log.as_ref();
        let body = SyncRequest {
            protocol: PROTOCOL,
            request,
            epoch: log.map(|log| log.epoch),
            actor: self.actor,
            device_time: now_ms,
            identities_after: log.map_or(0, |log| log.identities_after),
            cursors: log.map_or_else(Vec::new, |log| log.cursors.clone()),
            push,
            fetch: fetch.clone(),
            pull: true,
        };
        self.sent = Some(Sent::Sync { request, at_ms: now_ms, fetch });
        let mut effects = vec![self.post(Endpoint::Sync, &body)?];
        effects.extend(self.apply_page());
        Ok(effects)
    }

    pub(super) fn sync_answer(
        &mut self,
        answer: SyncResponse,
        asked: &[DocumentId],
        now_ms: i64,
    ) -> Effects {
        if answer.reconcile {
            return self.asked_to_compare();
        }
        // Everything is checked before anything is believed.
        let log = check::page(self.log.as_ref(), &answer)?;
        let fetched = self.strike_off(&answer, asked);
        if answer.remaining > 0 && !fetched && self.log.as_ref() == Some(&log) {
            return bad("documents remain, but the page brings none");
        }
        let verdicts = self.push.settle(answer.verdicts)?;

        self.outcome.accepted += verdicts.accepted;
        self.outcome.refused += verdicts.refused;
        self.outcome.waiting = self.push.waiting();
        self.remaining = answer.remaining;
        self.grants.clone_from(&answer.grants);
        self.log = Some(log);
        self.page = Some(Page {
            documents: answer.documents,
            identities: answer.identities,
            grants: answer.grants,
            areas: answer.areas,
            // A position that skips what is still to be fetched must not outlive this sync.
            log: self.log.clone().filter(|_| self.fetch.is_empty()),
        });

        let mut effects = Vec::new();
        if !verdicts.settle.is_empty() {
            let (done, unsent) = (self.outcome.pushed, self.unsent);
            let total = Some(unsent.max(done));
            effects.push(Effect::Settle { epoch: answer.epoch, verdicts: verdicts.settle });
            effects.push(Effect::Progress(Progress { phase: Phase::Pushing, done, total }));
        }
        if self.push.goes_on() {
            effects.push(self.read_outbox());
        } else if self.remaining > 0 || !self.fetch.is_empty() {
            let nothing = OutboxBatch { position: self.push.position, ..OutboxBatch::default() };
            effects.extend(self.send_sync(nothing, now_ms)?);
        } else {
            effects.extend(self.apply_page());
        }
        Ok(effects)
    }

    pub(super) fn applied(&mut self, applied: Applied, now_ms: i64) -> Effects {
        self.applying = false;
        self.outcome.pulled_documents += applied.documents;
        self.outcome.set_aside += applied.set_aside;
        let done = self.outcome.pulled_documents + self.outcome.set_aside;
        let total = Some(done + self.remaining);
        let mut effects = vec![Effect::Progress(Progress { phase: Phase::Pulling, done, total })];
        if let Some((body, elapsed)) = self.held.take() {
            effects.extend(self.answer(&body, elapsed, now_ms)?);
        } else if self.sent.is_none() {
            // Nothing more is asked for: this was the last page, and all was pushed before it.
            effects.push(Effect::DropStreams(self.grants.clone()));
            if self.options.photos {
                effects.push(Effect::ReadPhotos);
            } else {
                effects.extend(self.finish());
            }
        }
        Ok(effects)
    }

    pub(super) fn finish(&mut self) -> Vec<Effect> {
        let outcome = std::mem::take(&mut self.outcome);
        self.done(Ok(outcome))
    }

    /// Learns from the first answer how far the device's clock is from the server's.
    pub(super) fn clock(
        &mut self,
        server_ms: i64,
        sent_ms: i64,
        elapsed: Duration,
    ) -> Option<Effect> {
        if self.sync_requests > 1 {
            return None;
        }
        let half = i64::try_from(elapsed.as_millis() / 2).unwrap_or(0);
        let offset = server_ms.saturating_sub(sent_ms.saturating_add(half));
        self.outcome.clock_offset_ms = offset;
        self.outcome.clock_off = offset.unsigned_abs() > self.options.clock_limit_ms.unsigned_abs();
        Some(Effect::NoteClock(offset))
    }

    /// Strikes off what was fetched, and what cannot be: a document that is not there, or not for
    /// this person, never comes. Tells whether the list became shorter.
    fn strike_off(&mut self, answer: &SyncResponse, asked: &[DocumentId]) -> bool {
        let before = self.fetch.len();
        for document in answer.documents.iter().filter(|document| document.snapshot.is_some()) {
            self.fetch.remove(&document.header.document);
        }
        if self.fetch.len() == before && answer.remaining == 0 {
            for document in asked {
                self.fetch.remove(document);
            }
        }
        self.fetch.len() < before
    }

    fn apply_page(&mut self) -> Option<Effect> {
        let page = self.page.take()?;
        self.applying = true;
        Some(Effect::Apply(page))
    }
}
