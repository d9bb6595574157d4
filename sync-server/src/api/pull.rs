//! The pull: one page of what a device does not have, read from one state of the log.
//!
//! First what was asked for by name, then what changed in the documents it has, then what it has
//! yet to receive, newest first (the estate's own stream, with rule pack and directory, before
//! all others). A cursor never passes a change that was neither sent nor the device's own.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, VecDeque};
use std::ops::ControlFlow;

use xunlou_core::domain::access::{Operation, Principal, authorize};
use xunlou_core::domain::{Header, StreamId};
use xunlou_core::ids::{ActorId, DocumentId};
use xunlou_core::sync::wire::{Identity, PageDocument, StreamCursor};

use super::ApiError;
use super::page::Page;
use crate::access::granted;
use crate::log::LogReader;

/// Most rows of the list of actors in one page.
const MOST_IDENTITIES: usize = 5_000;
/// Documents looked up at once while a stream is read backwards.
const STEP: usize = 64;

/// What a device asks for.
pub(super) struct Wanted<'a> {
    /// The streams it may read.
    pub(super) grants: &'a [StreamId],
    /// How far it has read each.
    pub(super) cursors: &'a [StreamCursor],
    /// Where a stream begins that it has no cursor for.
    pub(super) start: u64,
    /// The actor whose changes it has.
    pub(super) actor: ActorId,
    /// Documents wanted whole.
    pub(super) fetch: &'a [DocumentId],
    /// Whether it wants pages at all.
    pub(super) pages: bool,
    /// How much of the list of actors it has.
    pub(super) identities_after: u64,
    /// Bytes of a page.
    pub(super) page_bytes: usize,
}

/// A page of the answer.
pub(super) struct Pulled {
    pub(super) documents: Vec<PageDocument>,
    pub(super) identities: Vec<Identity>,
    pub(super) cursors: Vec<StreamCursor>,
    pub(super) remaining: u64,
}

/// Reads the next page.
pub(super) fn page(
    log: &LogReader<'_>,
    principal: &Principal,
    wanted: &Wanted<'_>,
) -> Result<Pulled, ApiError> {
    let mut pulled = Pulled {
        documents: Vec::new(),
        identities: log.identities(wanted.identities_after, MOST_IDENTITIES)?,
        cursors: starting_cursors(wanted),
        remaining: 0,
    };
    if !wanted.pages {
        return Ok(pulled);
    }
    let head = log.state()?.head;
    let mut page = Page::new(wanted.page_bytes);
    pulled.remaining += fetch(log, principal, wanted.fetch, &mut page)?;
    for cursor in &mut pulled.cursors {
        pulled.remaining += deltas(log, wanted.actor, cursor, head, &mut page)?;
    }
    if pulled.remaining == 0 {
        pulled.remaining += bootstrap(log, &mut pulled.cursors, &mut page)?;
    } else {
        for cursor in &pulled.cursors {
            pulled.remaining += log.count_below(cursor.stream, cursor.floor)?;
        }
    }
    pulled.documents = page.into_documents();
    Ok(pulled)
}

/// The device's cursors for the streams it may read. A stream without one is read from now on
/// forwards, and from now backwards until everything older has come.
fn starting_cursors(wanted: &Wanted<'_>) -> Vec<StreamCursor> {
    let known: HashMap<StreamId, StreamCursor> =
        wanted.cursors.iter().map(|cursor| (cursor.stream, *cursor)).collect();
    let new = |stream| StreamCursor { stream, position: wanted.start, floor: wanted.start + 1 };
    wanted
        .grants
        .iter()
        .map(|stream| known.get(stream).copied().unwrap_or_else(|| new(*stream)))
        .collect()
}

/// Puts documents wanted by name on the page, as far as they fit; says how many did not. What is
/// unknown or forbidden is passed over.
fn fetch(
    log: &LogReader<'_>,
    principal: &Principal,
    ids: &[DocumentId],
    page: &mut Page,
) -> Result<u64, ApiError> {
    let mut left = 0;
    for id in ids {
        let Some(stored) = log.document(*id)? else { continue };
        let header = stored.header;
        let readable = granted(principal, header.stream)
            && authorize(principal, Operation::Read, &header, Some(stored.author)).is_ok();
        if !readable || page.holds(*id) {
            continue;
        }
        if left > 0 || !put_whole(log, header, page)? {
            left += 1;
        }
    }
    Ok(left)
}

/// Puts a whole document on the page, if it fits.
fn put_whole(log: &LogReader<'_>, header: Header, page: &mut Page) -> Result<bool, ApiError> {
    if !page.fits(log.snapshot_length(header.document)?) {
        return Ok(false);
    }
    if let Some(snapshot) = log.snapshot(header.document)? {
        page.add_whole(header, snapshot);
    }
    Ok(true)
}

/// Puts what changed after the cursor on the page and moves the cursor; says how many documents
/// did not fit.
fn deltas(
    log: &LogReader<'_>,
    own: ActorId,
    cursor: &mut StreamCursor,
    head: u64,
    page: &mut Page,
) -> Result<u64, ApiError> {
    let StreamCursor { stream, position: after, floor } = *cursor;
    let mut reached = after;
    // Whether a document that began after the cursor is the device's own and so on the device.
    let mut on_device: HashMap<DocumentId, bool> = HashMap::new();
    let complete = log.deltas(stream, after, |row| {
        let coming_later = row.first_position < floor;
        if coming_later || row.actor == own || page.holds(row.document) {
            reached = row.position;
            return Ok::<_, ApiError>(ControlFlow::Continue(()));
        }
        let header = Header { document: row.document, kind: row.kind, stream };
        let here = row.first_position <= after
            || match on_device.get(&row.document) {
                Some(here) => *here,
                None => {
                    let here = log.wrote(row.document, own)?;
                    on_device.insert(row.document, here);
                    here
                }
            };
        let put = if !here {
            put_whole(log, header, page)?
        } else if page.fits(row.length) {
            page.add_change(header, row.bytes()?);
            true
        } else {
            false
        };
        if !put {
            return Ok(ControlFlow::Break(()));
        }
        reached = row.position;
        Ok(ControlFlow::Continue(()))
    })?;
    cursor.position = if complete { head.max(after) } else { reached };
    if complete { Ok(0) } else { Ok(log.count_deltas(stream, reached, floor, own)?) }
}

/// Puts documents that the device has yet to receive on the page, newest first, and lowers the
/// floors; says how many did not fit.
fn bootstrap(
    log: &LogReader<'_>,
    cursors: &mut [StreamCursor],
    page: &mut Page,
) -> Result<u64, ApiError> {
    let (first, rest): (Vec<_>, Vec<_>) = (0..cursors.len())
        .filter(|place| cursors[*place].floor > 0)
        .partition(|place| cursors[*place].stream == StreamId::Estate);
    for places in [first, rest] {
        newest_first(log, cursors, &places, page)?;
        let mut left = 0;
        for cursor in cursors.iter_mut().filter(|cursor| cursor.floor > 0) {
            let below = log.count_below(cursor.stream, cursor.floor)?;
            if below == 0 {
                cursor.floor = 0;
            }
            left += below;
        }
        // Nothing of another stream may come before what did not fit here.
        if places.iter().any(|place| cursors[*place].floor > 0) {
            return Ok(left);
        }
    }
    Ok(0)
}

/// Merges the streams at these places by age until the page is full.
fn newest_first(
    log: &LogReader<'_>,
    cursors: &mut [StreamCursor],
    places: &[usize],
    page: &mut Page,
) -> Result<(), ApiError> {
    let mut queues: HashMap<usize, VecDeque<(u64, Header)>> = HashMap::new();
    let mut newest: BinaryHeap<(u64, Reverse<usize>)> = BinaryHeap::new();
    for place in places {
        let cursor = cursors[*place];
        let queue = VecDeque::from(log.below(cursor.stream, cursor.floor, STEP)?);
        newest.extend(queue.front().map(|(position, _)| (*position, Reverse(*place))));
        queues.insert(*place, queue);
    }
    while let Some((_, Reverse(place))) = newest.pop() {
        let Some(queue) = queues.get_mut(&place) else { continue };
        let Some((position, header)) = queue.pop_front() else { continue };
        if !page.holds(header.document) && !put_whole(log, header, page)? {
            return Ok(());
        }
        cursors[place].floor = position;
        if queue.is_empty() {
            queue.extend(log.below(header.stream, position, STEP)?);
        }
        newest.extend(queue.front().map(|(position, _)| (*position, Reverse(place))));
    }
    Ok(())
}
