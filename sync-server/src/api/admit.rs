//! The server's side of the change gate: what `xunlou_core::document::gate` says of a document's
//! changes, as verdicts. No rights here and no storage.

use std::collections::HashSet;

use xunlou_core::document::gate::{
    self, Base, GateError, Limits, RefusalKind, RefusalReason, ScannedChange, address, scan_change,
};
use xunlou_core::document::read_check;
use xunlou_core::domain::DocumentKind;
use xunlou_core::ids::{ActorId, ChangeHash};
use xunlou_core::sync::wire::RefusalCode;

use crate::log::NewChange;

/// Most characters of a reason.
const MOST_DETAIL: usize = 300;

/// A change whose structure is sound.
pub(super) struct Scanned {
    pub(super) actor: ActorId,
    change: ScannedChange,
}

impl Scanned {
    pub(super) fn hash(&self) -> ChangeHash {
        self.change.hash
    }

    /// How many operations it holds.
    pub(super) fn ops(&self) -> u64 {
        self.change.ops
    }
}

/// Why a change was not taken.
pub(super) struct Refused {
    pub(super) hash: ChangeHash,
    pub(super) code: RefusalCode,
    pub(super) detail: String,
}

/// What becomes of a document's changes.
pub(super) struct Admission {
    pub(super) accepted: Vec<NewChange>,
    pub(super) already: Vec<ChangeHash>,
    pub(super) waiting: Vec<ChangeHash>,
    pub(super) refused: Vec<Refused>,
    pub(super) snapshot: Vec<u8>,
    pub(super) heads: Vec<ChangeHash>,
}

/// The hash by which these bytes are named to whoever sent them.
pub(super) fn hash_of(bytes: &[u8]) -> ChangeHash {
    address(bytes, &Limits::default())
}

/// Operations of one document that are judged in one push; the rest is to be sent again.
pub(super) fn most_ops() -> u64 {
    Limits::default().batch_ops
}

/// Checks a change's structure.
pub(super) fn scan(bytes: &[u8]) -> Result<Scanned, Refused> {
    let limits = Limits::default();
    let refused = |detail: String| Refused {
        hash: address(bytes, &limits),
        code: RefusalCode::Unsafe,
        detail: detail.chars().take(MOST_DETAIL).collect(),
    };
    let change = scan_change(bytes, &limits).map_err(|reason| refused(reason.to_string()))?;
    let actor = actor(&change.actor).ok_or_else(|| refused("the actor has not 16 bytes".into()))?;
    Ok(Scanned { actor, change })
}

/// Tries the changes on the document's newest state. What rests on a change that is `refused`
/// already is refused too.
///
/// # Errors
/// The stored state does not load; nothing was judged.
pub(super) fn admit(
    kind: DocumentKind,
    base: Option<&[u8]>,
    changes: Vec<Scanned>,
    refused: &[ChangeHash],
) -> Result<Admission, GateError> {
    let base = base.map_or(Base::None, Base::Snapshot);
    let changes = changes.into_iter().map(|scanned| scanned.change).collect();
    let before = refused.iter().map(|hash| (*hash, RefusalReason::NotJudged)).collect();
    let scanned = gate::Scanned { changes, refused: before, waiting: Vec::new() };
    let read = |document: &automerge::Automerge| read_check(kind, document);
    let judged = gate::admit_scanned(base, scanned, &Limits::default(), &read)?;
    let told: HashSet<ChangeHash> = refused.iter().copied().collect();
    let accepted = judged.accepted.into_iter().filter_map(|change| {
        let actor = actor(&change.actor)?;
        Some(NewChange { hash: change.hash, actor, bytes: change.bytes })
    });
    Ok(Admission {
        accepted: accepted.collect(),
        already: judged.already,
        waiting: judged.waiting,
        refused: judged
            .refused
            .into_iter()
            .filter(|(hash, _)| !told.contains(hash))
            .map(|(hash, reason)| Refused {
                hash,
                code: code(&reason),
                detail: reason.to_string().chars().take(MOST_DETAIL).collect(),
            })
            .collect(),
        snapshot: judged.snapshot,
        heads: judged.heads,
    })
}

fn actor(bytes: &[u8]) -> Option<ActorId> {
    ActorId::from_automerge(&automerge::ActorId::from(bytes))
}

fn code(reason: &RefusalReason) -> RefusalCode {
    match reason.kind() {
        RefusalKind::Sequence => RefusalCode::BadSequence,
        RefusalKind::Unsafe => RefusalCode::Unsafe,
        RefusalKind::Content => RefusalCode::BadContent,
    }
}
