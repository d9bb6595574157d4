//! The server's side of the change gate: how its answer becomes a verdict.
//!
//! Stand-in: judges with plain Automerge what `xunlou_core::document::gate` will judge.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use automerge::{Automerge, Change, ReadDoc, ScalarValue, Value};
use sha2::{Digest, Sha256};
use xunlou_core::domain::DocumentKind;
use xunlou_core::ids::{ActorId, ChangeHash};
use xunlou_core::sync::wire::RefusalCode;

use crate::log::NewChange;

/// Most bytes of one change.
const MOST_CHANGE_BYTES: usize = 256 << 10;

/// What a change says of itself.
pub(super) struct Scanned {
    pub(super) hash: ChangeHash,
    pub(super) actor: ActorId,
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

/// Reads a change's own claims.
pub(super) fn scan(bytes: &[u8]) -> Result<Scanned, Refused> {
    let unsafe_change = |hash: ChangeHash, detail: &str| Refused {
        hash,
        code: RefusalCode::Unsafe,
        detail: detail.to_owned(),
    };
    let of_bytes = ChangeHash(Sha256::digest(bytes).into());
    if bytes.len() > MOST_CHANGE_BYTES {
        return Err(unsafe_change(of_bytes, "the change is larger than 256 KiB"));
    }
    let parsed = catch_unwind(AssertUnwindSafe(|| Change::from_bytes(bytes.to_vec())));
    let Ok(Ok(change)) = parsed else {
        return Err(unsafe_change(of_bytes, "this is no Automerge change"));
    };
    match ActorId::from_automerge(change.actor_id()) {
        Some(actor) => Ok(Scanned { hash: change.hash().into(), actor }),
        None => Err(unsafe_change(change.hash().into(), "the actor has not 16 bytes")),
    }
}

/// Tries the changes on the document's newest state.
pub(super) fn admit(
    kind: DocumentKind,
    base: Option<&[u8]>,
    changes: Vec<Vec<u8>>,
) -> Result<Admission, String> {
    let tried = catch_unwind(AssertUnwindSafe(|| try_all(kind, base, changes)));
    tried.unwrap_or_else(|_| Err("the trial failed".to_owned()))
}

fn try_all(
    kind: DocumentKind,
    base: Option<&[u8]>,
    changes: Vec<Vec<u8>>,
) -> Result<Admission, String> {
    let mut document = match base {
        Some(bytes) => Automerge::load(bytes).map_err(|error| error.to_string())?,
        None => Automerge::new(),
    };
    let mut admission = Admission {
        accepted: Vec::new(),
        already: Vec::new(),
        waiting: Vec::new(),
        refused: Vec::new(),
        snapshot: Vec::new(),
        heads: Vec::new(),
    };
    let known: BTreeSet<_> = document.get_changes(&[]).iter().map(Change::hash).collect();
    let mut waiting: BTreeMap<usize, (Change, Vec<u8>)> = BTreeMap::new();
    for (place, bytes) in changes.into_iter().enumerate() {
        let change = Change::from_bytes(bytes.clone()).map_err(|error| error.to_string())?;
        if known.contains(&change.hash()) {
            admission.already.push(change.hash().into());
        } else {
            waiting.insert(place, (change, bytes));
        }
    }
    loop {
        let ready = waiting.iter().find(|(_, (change, _))| {
            change.deps().iter().all(|hash| document.get_change_by_hash(hash).is_some())
        });
        let Some(place) = ready.map(|(place, _)| *place) else { break };
        let Some((change, bytes)) = waiting.remove(&place) else { break };
        let mut trial = document.clone();
        let hash: ChangeHash = change.hash().into();
        let actor = ActorId::from_automerge(change.actor_id());
        match (trial.apply_changes([change]), read_check(kind, &trial), actor) {
            (Ok(()), Ok(()), Some(actor)) => {
                document = trial;
                admission.accepted.push(NewChange { hash, actor, bytes });
            }
            (Err(_), _, _) => admission.refused.push(Refused {
                hash,
                code: RefusalCode::BadSequence,
                detail: "the actor's sequence number was used for another change".to_owned(),
            }),
            (_, Err(detail), _) => {
                admission.refused.push(Refused { hash, code: RefusalCode::BadContent, detail });
            }
            (_, _, None) => {}
        }
    }
    admission.waiting = waiting.into_values().map(|(change, _)| change.hash().into()).collect();
    admission.snapshot = document.save_nocompress();
    admission.heads = document.get_heads().into_iter().map(ChangeHash::from).collect();
    Ok(admission)
}

/// A document is one flat map of scalars.
fn read_check(_kind: DocumentKind, document: &Automerge) -> Result<(), String> {
    for key in document.keys(automerge::ROOT) {
        let values = document.get_all(automerge::ROOT, &key).map_err(|error| error.to_string())?;
        for (value, _) in values {
            match value {
                Value::Scalar(scalar)
                    if !matches!(scalar.as_ref(), ScalarValue::Unknown { .. }) => {}
                _ => return Err("a value is not a scalar".to_owned()),
            }
        }
    }
    Ok(())
}
