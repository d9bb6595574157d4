//! The push: each document is judged against a state of the log, outside the write transaction;
//! then everything of the push is committed at once. What changed in between is judged again.

use xunlou_core::domain::access::Principal;
use xunlou_core::sync::wire::{DocumentVerdict, ErrorCode, PushDocument};

use super::judge::{Judged, judge};
use super::{Api, ApiError, Committed};
use crate::log::{Binding, LogReader, LogWriter, QuarantinedChange};

impl Api {
    /// Takes what a device pushes. The verdicts are given only once everything is committed.
    pub(super) fn push(
        &self,
        principal: &Principal,
        pushed: Vec<PushDocument>,
    ) -> Result<Vec<DocumentVerdict>, ApiError> {
        self.check_push(&pushed)?;
        if pushed.is_empty() {
            return Ok(Vec::new());
        }
        let mut judged: Vec<Judged> = self.log.read(principal.estate, |log| {
            pushed.iter().map(|document| judge(log, principal, document)).collect::<Result<_, _>>()
        })?;
        if judged.iter().any(Judged::writes) {
            self.commit(principal, &pushed, &mut judged)?;
        }
        for one in &judged {
            self.metrics.judged(&one.verdict);
        }
        Ok(judged.into_iter().map(|one| one.verdict).collect())
    }

    /// Refuses a push that is too large before anything of it is read.
    pub(super) fn check_push(&self, pushed: &[PushDocument]) -> Result<(), ApiError> {
        let bytes: usize = pushed.iter().flat_map(|one| &one.changes).map(|one| one.len()).sum();
        if pushed.len() > self.limits.push_documents || bytes > self.limits.push_bytes {
            return Err(ApiError::new(
                ErrorCode::TooLarge,
                format!(
                    "a push holds at most {} documents and {} bytes of changes",
                    self.limits.push_documents, self.limits.push_bytes
                ),
            ));
        }
        Ok(())
    }

    /// Keeps refused changes, as long as the device's share of the quarantine is not full.
    pub(super) fn set_aside<'c>(
        &self,
        log: &LogWriter<'_>,
        principal: &Principal,
        changes: impl Iterator<Item = &'c QuarantinedChange>,
    ) -> Result<(), ApiError> {
        let mut changes = changes.peekable();
        if changes.peek().is_none() {
            return Ok(());
        }
        let kept = log.quarantined_size(principal.device)?;
        let mut room = self.limits.quarantine_bytes.saturating_sub(kept);
        for change in changes {
            let size = change.bytes.len() as u64;
            if size <= room {
                room -= size;
                log.quarantine(principal.device, change, self.now())?;
            } else {
                tracing::warn!(device = %principal.device, "the device's quarantine is full");
            }
        }
        Ok(())
    }

    fn commit(
        &self,
        principal: &Principal,
        pushed: &[PushDocument],
        judged: &mut [Judged],
    ) -> Result<(), ApiError> {
        let now = self.now();
        let head = self.log.write(principal.estate, |log| {
            if !log.is_active(principal.device)? {
                return Err(ApiError::revoked());
            }
            let before = log.state()?.head;
            for (document, one) in pushed.iter().zip(judged.iter_mut()) {
                if outdated(log, principal, one)? {
                    *one = judge(log, principal, document)?;
                }
                for change in &one.accepted {
                    log.bind(change.actor, principal.device)?;
                }
                if let Some(state) = &one.state {
                    log.append(principal.person, principal.device, &one.accepted, state, now)?;
                }
            }
            self.set_aside(log, principal, judged.iter().flat_map(|one| &one.aside))?;
            let head = log.state()?.head;
            Ok((head > before).then_some(head))
        })?;
        if let Some(head) = head {
            // Nobody listening is no failure.
            let _ = self.committed.send(Committed { estate: principal.estate, head });
        }
        Ok(())
    }
}

/// Whether the log has moved on since the document was judged.
fn outdated(log: &LogReader<'_>, principal: &Principal, judged: &Judged) -> Result<bool, ApiError> {
    let stored = log.document(judged.verdict.document)?;
    if stored.map(|stored| stored.last_position) != judged.base {
        return Ok(true);
    }
    for change in &judged.accepted {
        let binding = log.binding(change.actor)?;
        if binding != Binding::Free && binding != Binding::Device(principal.device) {
            return Ok(true);
        }
    }
    Ok(false)
}
