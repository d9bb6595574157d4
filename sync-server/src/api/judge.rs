//! What becomes of one pushed document: rights, envelope, actors, then the change gate. Reads the
//! log and writes nothing.

use std::collections::HashMap;

use xunlou_core::domain::Header;
use xunlou_core::domain::access::{Operation, Principal, authorize};
use xunlou_core::ids::ChangeHash;
use xunlou_core::sync::wire::{DocumentVerdict, PushDocument, Refusal, RefusalCode};

use super::ApiError;
use super::admit::{self, Refused};
use crate::access::granted;
use crate::log::{Binding, LogReader, NewChange, NewState, QuarantinedChange, StoredDocument};

/// A verdict, and what has to be written before it may be told.
pub(super) struct Judged {
    /// The last position of the stored document that it was judged against.
    pub(super) base: Option<u64>,
    /// New changes, in causal order.
    pub(super) accepted: Vec<NewChange>,
    /// The document with them; `None` if there are none.
    pub(super) state: Option<NewState>,
    /// Refused changes.
    pub(super) aside: Vec<QuarantinedChange>,
    /// What to tell the device.
    pub(super) verdict: DocumentVerdict,
}

impl Judged {
    /// Whether there is anything to write.
    pub(super) fn writes(&self) -> bool {
        self.state.is_some() || !self.aside.is_empty()
    }

    fn refuse(&mut self, pushed: &PushDocument, bytes: &[u8], refused: Refused) {
        self.verdict.refused.push(Refusal {
            hash: refused.hash,
            code: refused.code,
            detail: refused.detail.clone(),
        });
        self.aside.push(QuarantinedChange {
            header: pushed.header.clone(),
            hash: refused.hash,
            code: refused.code,
            detail: refused.detail,
            bytes: bytes.to_vec(),
        });
    }

    fn refuse_all(mut self, pushed: &PushDocument, code: RefusalCode, detail: &str) -> Self {
        for bytes in &pushed.changes {
            let hash = admit::hash_of(bytes);
            self.refuse(pushed, bytes, Refused { hash, code, detail: detail.to_owned() });
        }
        self
    }
}

/// Judges one pushed document.
pub(super) fn judge(
    log: &LogReader<'_>,
    principal: &Principal,
    pushed: &PushDocument,
) -> Result<Judged, ApiError> {
    let document = pushed.header.document;
    let stored = log.document(document)?;
    let judged = Judged {
        base: stored.as_ref().map(|stored| stored.last_position),
        accepted: Vec::new(),
        state: None,
        aside: Vec::new(),
        verdict: DocumentVerdict {
            document,
            accepted: Vec::new(),
            waiting: Vec::new(),
            refused: Vec::new(),
        },
    };
    let Some(header) = pushed.header.known() else {
        let detail = "this server does not know documents of that kind: update it";
        return Ok(judged.refuse_all(pushed, RefusalCode::BadContent, detail));
    };
    if !permitted(principal, &header, stored.as_ref()) {
        let detail = "the document is not there or not for this device to write";
        return Ok(judged.refuse_all(pushed, RefusalCode::NotPermitted, detail));
    }
    if stored.is_some_and(|stored| stored.header != header) {
        let detail = "the document was created with another kind or in another stream";
        return Ok(judged.refuse_all(pushed, RefusalCode::WrongEnvelope, detail));
    }
    judge_changes(log, principal, pushed, header, judged)
}

/// Whether the principal may write the document. One that exists is judged by the envelope it was
/// created with, whatever the push says.
fn permitted(principal: &Principal, header: &Header, stored: Option<&StoredDocument>) -> bool {
    let (header, author) = match stored {
        Some(stored) => (&stored.header, Some(stored.author)),
        None => (header, None),
    };
    granted(principal, header.stream)
        && authorize(principal, Operation::Write, header, author).is_ok()
}

fn judge_changes(
    log: &LogReader<'_>,
    principal: &Principal,
    pushed: &PushDocument,
    header: Header,
    mut judged: Judged,
) -> Result<Judged, ApiError> {
    let mut candidates = Vec::new();
    let mut bytes_of: HashMap<ChangeHash, &[u8]> = HashMap::new();
    let mut ops: u64 = 0;
    for bytes in &pushed.changes {
        if ops > admit::most_ops() {
            judged.verdict.waiting.push(admit::hash_of(bytes));
            continue;
        }
        let scanned = match admit::scan(bytes) {
            Ok(scanned) => scanned,
            Err(refused) => {
                judged.refuse(pushed, bytes, refused);
                continue;
            }
        };
        let hash = scanned.hash();
        ops = ops.saturating_add(scanned.ops());
        bytes_of.insert(hash, bytes);
        if log.has_change(header.document, hash)? {
            judged.verdict.accepted.push(hash);
            continue;
        }
        match log.binding(scanned.actor)? {
            Binding::Device(device) if device != principal.device => {
                let detail = "the change was written as another device".to_owned();
                let refused = Refused { hash, code: RefusalCode::ForeignActor, detail };
                judged.refuse(pushed, bytes, refused);
            }
            _ => candidates.push(scanned),
        }
    }
    if candidates.is_empty() {
        return Ok(judged);
    }
    let hashes: Vec<ChangeHash> = candidates.iter().map(admit::Scanned::hash).collect();
    let refused: Vec<ChangeHash> =
        judged.verdict.refused.iter().map(|refusal| refusal.hash).collect();
    let base = log.snapshot(header.document)?;
    match admit::admit(header.kind, base.as_deref(), candidates, &refused) {
        Ok(admission) => Ok(apply(pushed, header, admission, &bytes_of, judged)),
        Err(error) => {
            // The stored document does not load: the server's fault, and no reason to lose a change.
            tracing::error!(document = %header.document, %error, "a stored document does not load");
            judged.verdict.waiting.extend(hashes);
            Ok(judged)
        }
    }
}

fn apply(
    pushed: &PushDocument,
    header: Header,
    admission: admit::Admission,
    bytes_of: &HashMap<ChangeHash, &[u8]>,
    mut judged: Judged,
) -> Judged {
    judged.verdict.accepted.extend(admission.already);
    judged.verdict.accepted.extend(admission.accepted.iter().map(|change| change.hash));
    judged.verdict.waiting.extend(admission.waiting);
    for refused in admission.refused {
        let bytes = bytes_of.get(&refused.hash).copied().unwrap_or_default();
        judged.refuse(pushed, bytes, refused);
    }
    if !admission.accepted.is_empty() {
        let (heads, snapshot) = (admission.heads, admission.snapshot);
        judged.state = Some(NewState { header, heads, snapshot });
        judged.accepted = admission.accepted;
    }
    judged
}
