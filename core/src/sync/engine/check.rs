//! What an answer must satisfy before anything of it is believed. Pure; changes nothing.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::DeserializeOwned;

use crate::domain::StreamId;
use crate::ids::{DocumentId, RequestId};
use crate::sync::SyncError;
use crate::sync::replica::LogPosition;
use crate::sync::wire::{
    self, MAX_BODY, PROTOCOL, ReconcileRequest, ReconcileResponse, StreamCursor, SyncResponse,
};

/// The first bytes of every zstd frame.
const ZSTD_MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// Reads an answer's body.
pub(in crate::sync) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, SyncError> {
    if !body.starts_with(&ZSTD_MAGIC) {
        return Err(SyncError::NotOurServer("the answer is not in our format".into()));
    }
    if body.len() > MAX_BODY {
        return Err(SyncError::BadAnswer(format!("it is larger than {MAX_BODY} bytes")));
    }
    wire::decode(body).map_err(|error| SyncError::BadAnswer(error.to_string()))
}

/// Checks that the answer is to this request.
pub(super) fn matches(sent: RequestId, protocol: u16, request: RequestId) -> Result<(), SyncError> {
    if protocol != PROTOCOL {
        return bad(format!("protocol {protocol}, expected {PROTOCOL}"));
    }
    if request != sent {
        return bad("it names another request");
    }
    Ok(())
}

/// Checks a page and tells the position that holds after it.
pub(super) fn page(
    before: Option<&LogPosition>,
    answer: &SyncResponse,
) -> Result<LogPosition, SyncError> {
    if let Some(before) = before
        && before.epoch != answer.epoch
    {
        return bad("the log is another one, but it does not ask to compare");
    }
    let grants: BTreeSet<StreamId> = answer.grants.iter().copied().collect();
    // Everyone reads the estate's stream: a list without it would make the device purge all it has.
    if !grants.contains(&StreamId::Estate) {
        return bad("the estate's own stream is not among the grants");
    }
    for document in &answer.documents {
        if !grants.contains(&document.header.stream) {
            return bad(format!("{} is of a stream not granted", document.header.document));
        }
    }
    let cursors = by_stream(&grants, &answer.cursors)?;
    for old in before.map_or(&[][..], |before| &before.cursors) {
        if !grants.contains(&old.stream) {
            continue;
        }
        let Some(new) = cursors.get(&old.stream) else {
            return bad(format!("no cursor for {}", old.stream));
        };
        let same = new.position == old.position;
        if new.position < old.position || (same && new.floor > old.floor) {
            return bad(format!("the cursor of {} goes backwards", old.stream));
        }
    }
    let mut row = before.map_or(0, |before| before.identities_after);
    for identity in &answer.identities {
        if identity.row <= row {
            return bad("the list of actors does not ascend");
        }
        row = identity.row;
    }
    Ok(LogPosition { epoch: answer.epoch, cursors: answer.cursors.clone(), identities_after: row })
}

/// Checks one round of a comparison.
pub(super) fn round(
    request: &ReconcileRequest,
    answer: &ReconcileResponse,
) -> Result<(), SyncError> {
    let named: BTreeSet<DocumentId> =
        request.documents.iter().map(|heads| heads.document).collect();
    if let Some(heads) = answer.differing.iter().find(|heads| !named.contains(&heads.document)) {
        return bad(format!("{} was not compared", heads.document));
    }
    let outside = |id: &DocumentId| {
        request.after.is_some_and(|after| *id <= after)
            || request.until.is_some_and(|until| *id > until)
            || named.contains(id)
    };
    if let Some(id) = answer.missing.iter().find(|id| outside(id)) {
        return bad(format!("{id} is not missing in the range compared"));
    }
    let streams: BTreeSet<StreamId> = answer.cursors.iter().map(|cursor| cursor.stream).collect();
    if !streams.contains(&StreamId::Estate) {
        return bad("the estate's own stream is not among the cursors");
    }
    by_stream(&streams, &answer.cursors).map(|_| ())
}

fn by_stream(
    grants: &BTreeSet<StreamId>,
    cursors: &[StreamCursor],
) -> Result<BTreeMap<StreamId, StreamCursor>, SyncError> {
    let mut map = BTreeMap::new();
    for cursor in cursors {
        if !grants.contains(&cursor.stream) {
            return bad(format!("a cursor for {}, which is not granted", cursor.stream));
        }
        if map.insert(cursor.stream, *cursor).is_some() {
            return bad(format!("two cursors for {}", cursor.stream));
        }
    }
    Ok(map)
}

pub(super) fn bad<T>(text: impl Into<String>) -> Result<T, SyncError> {
    Err(SyncError::BadAnswer(text.into()))
}
