//! `sync`: what is unsent comes up, what is new goes down, in one round.

use xunlou_core::domain::StreamId;
use xunlou_core::domain::access::Principal;
use xunlou_core::sync::wire::{
    DocumentVerdict, PushDocument, Refusal, RefusalCode, SyncRequest, SyncResponse,
};

use super::pull::{self, Wanted};
use super::{Api, ApiError, admit, check_protocol};
use crate::access::streams;
use crate::log::{LogState, QuarantinedChange};

impl Api {
    pub(super) fn sync(
        &self,
        principal: &Principal,
        request: SyncRequest,
    ) -> Result<SyncResponse, ApiError> {
        check_protocol(request.protocol)?;
        let before = self.log.read(principal.estate, |log| log.state().map_err(ApiError::from))?;
        let mut answer = self.empty_answer(&request, before);
        answer.grants = streams(principal);
        answer.areas = principal.areas.iter().copied().collect();
        if belongs_elsewhere(&request, before) {
            answer.reconcile = true;
            return Ok(answer);
        }
        answer.verdicts = self.push(principal, request.push)?;
        let wanted = Wanted {
            grants: &answer.grants,
            cursors: &request.cursors,
            // What the device has just pushed lies above this, so that it is not sent back.
            start: before.head,
            actor: request.actor,
            fetch: &request.fetch,
            pages: request.pull,
            identities_after: request.identities_after,
            page_bytes: self.limits.page_bytes,
        };
        let page = self.log.read(principal.estate, |log| pull::page(log, principal, &wanted))?;
        self.metrics.sent(page.documents.len());
        answer.identities = page.identities;
        answer.documents = page.documents;
        answer.cursors = page.cursors;
        answer.remaining = page.remaining;
        Ok(answer)
    }

    /// What a revoked device still brings is kept aside, batch after batch, and it learns nothing
    /// but the verdicts: of its grants only the empty shell of the estate's stream is left. When it
    /// has nothing more to bring, it is told that it is revoked.
    pub(super) fn last_push(
        &self,
        principal: &Principal,
        request: SyncRequest,
    ) -> Result<SyncResponse, ApiError> {
        check_protocol(request.protocol)?;
        if request.push.is_empty() {
            return Err(ApiError::revoked());
        }
        let state = self.log.read(principal.estate, |log| log.state().map_err(ApiError::from))?;
        let mut answer = self.empty_answer(&request, state);
        answer.grants = vec![StreamId::Estate];
        answer.cursors =
            request.cursors.iter().filter(|one| one.stream == StreamId::Estate).copied().collect();
        self.check_push(&request.push)?;
        let (verdicts, aside): (Vec<_>, Vec<_>) =
            request.push.into_iter().map(refuse_revoked).unzip();
        self.log.write(principal.estate, |log| {
            self.set_aside(log, principal, aside.iter().flatten())
        })?;
        answer.verdicts = verdicts;
        Ok(answer)
    }

    fn empty_answer(&self, request: &SyncRequest, state: LogState) -> SyncResponse {
        SyncResponse {
            protocol: xunlou_core::sync::wire::PROTOCOL,
            request: request.request,
            epoch: state.epoch,
            server_time: self.now(),
            reconcile: false,
            verdicts: Vec::new(),
            grants: Vec::new(),
            areas: Vec::new(),
            identities: Vec::new(),
            documents: Vec::new(),
            cursors: Vec::new(),
            remaining: 0,
        }
    }
}

/// Whether the device's cursors are of another log than this: of another epoch, or ahead of it.
fn belongs_elsewhere(request: &SyncRequest, state: LogState) -> bool {
    let ahead = request.cursors.iter().any(|cursor| cursor.position > state.head)
        || request.identities_after > state.last_actor;
    match request.epoch {
        Some(epoch) => epoch != state.epoch || ahead,
        None => request.cursors.iter().any(|cursor| cursor.position > 0),
    }
}

fn refuse_revoked(pushed: PushDocument) -> (DocumentVerdict, Vec<QuarantinedChange>) {
    let detail = "the device was revoked";
    let aside: Vec<QuarantinedChange> = pushed
        .changes
        .into_iter()
        .map(|bytes| QuarantinedChange {
            header: pushed.header.clone(),
            hash: admit::hash_of(&bytes),
            code: RefusalCode::Revoked,
            detail: detail.to_owned(),
            bytes: bytes.into_vec(),
        })
        .collect();
    let refused = aside
        .iter()
        .map(|change| Refusal { hash: change.hash, code: change.code, detail: detail.to_owned() })
        .collect();
    let verdict = DocumentVerdict {
        document: pushed.header.document,
        accepted: Vec::new(),
        waiting: Vec::new(),
        refused,
    };
    (verdict, aside)
}
