//! The sync engine: a state machine that is told what happened and says what to do next. It knows
//! no clock, no thread, no socket and no database: whoever runs it performs the effects, in order,
//! and reports their events.
//!
//! At most one request is in flight. The request for the next page is sent before the page at hand
//! is applied, so both go on at once; pages are applied one after the other.

mod check;
mod compare;
mod photos;
mod push;
mod records;
mod step;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::time::Duration;

use serde::Serialize;
use uuid::Uuid;

pub(super) use self::check::read;
use self::compare::Comparison;
use self::photos::Photos;
use self::push::Pushing;
pub use self::step::{Effect, Event};
use super::SyncError;
use super::outcome::{Phase, Progress, SyncOptions, SyncOutcome};
use super::replica::{LogPosition, Page, ReplicaState};
use super::wire::{self, Endpoint};
use crate::domain::StreamId;
use crate::ids::{ActorId, DocumentId, RequestId};

/// One sync of one device.
#[derive(Debug)]
pub struct Engine {
    options: SyncOptions,
    actor: ActorId,
    next_id: u128,
    sent: Option<Sent>,
    /// How far the pages go that were received, applied or not.
    log: Option<LogPosition>,
    grants: Vec<StreamId>,
    push: Pushing,
    /// Documents to get whole, whatever the log says.
    fetch: BTreeSet<DocumentId>,
    compare: Comparison,
    photos: Photos,
    /// Received, and to be applied as soon as the next request is on its way.
    page: Option<Page>,
    applying: bool,
    /// An answer that came while a page was being applied.
    held: Option<(Vec<u8>, Duration)>,
    /// Documents still to come, as the last page said.
    remaining: u64,
    unsent: u64,
    sync_requests: u64,
    ended: bool,
    outcome: SyncOutcome,
}

/// What the request in flight is.
#[derive(Debug)]
enum Sent {
    Sync { request: RequestId, at_ms: i64, fetch: Vec<DocumentId> },
    Compare,
    Photo,
}

type Effects = Result<Vec<Effect>, SyncError>;

impl Engine {
    /// A sync of the device in this state, which has so many unsent changes. `seed` is random: the
    /// ids of the requests follow from it.
    pub fn new(state: ReplicaState, unsent: u64, options: SyncOptions, seed: RequestId) -> Self {
        Self {
            fetch: options.fetch.iter().copied().collect(),
            options,
            actor: state.actor,
            next_id: seed.0.as_u128(),
            sent: None,
            log: state.log,
            grants: Vec::new(),
            push: Pushing::default(),
            compare: Comparison::default(),
            photos: Photos::default(),
            page: None,
            applying: false,
            held: None,
            remaining: 0,
            unsent,
            sync_requests: 0,
            ended: false,
            outcome: SyncOutcome::default(),
        }
    }

    /// The first effects.
    pub fn start(&mut self) -> Vec<Effect> {
        // A device that has read nothing yet has nothing to compare.
        if self.options.verify && self.log.is_some() {
            return self.start_compare();
        }
        self.push.restart();
        let progress = if self.unsent > 0 {
            Progress { phase: Phase::Pushing, done: 0, total: Some(self.unsent) }
        } else {
            Progress { phase: Phase::Pulling, done: 0, total: None }
        };
        vec![Effect::Progress(progress), self.read_outbox()]
    }

    /// What follows from an event. `now_ms` is the device's clock, in milliseconds since 1970 UTC.
    pub fn handle(&mut self, event: Event, now_ms: i64) -> Vec<Effect> {
        if self.ended {
            return Vec::new();
        }
        self.step(event, now_ms).unwrap_or_else(|error| self.done(Err(error)))
    }

    fn step(&mut self, event: Event, now_ms: i64) -> Effects {
        match event {
            Event::Answer { body, elapsed } if self.applying => {
                self.held = Some((body, elapsed));
                Ok(Vec::new())
            }
            Event::Answer { body, elapsed } => self.answer(&body, elapsed, now_ms),
            Event::Failed(error) if matches!(self.sent, Some(Sent::Photo)) => {
                self.photo_failed(error)
            }
            Event::Failed(error) => Err(error),
            Event::Outbox(batch) => self.send_sync(batch, now_ms),
            Event::Heads(documents) => self.send_compare(documents),
            Event::Resent(changes) => {
                self.outcome.resent += changes;
                self.unsent += changes;
                Ok(Vec::new())
            }
            Event::Applied(applied) => self.applied(applied, now_ms),
            Event::Dropped(documents) => {
                self.outcome.purged_documents += documents;
                Ok(Vec::new())
            }
            Event::Photos(blobs) => {
                self.photos = Photos::new(blobs);
                self.next_photo()
            }
            Event::Piece(piece) => match piece.and_then(|bytes| self.photos.piece(bytes)) {
                Ok(step) => self.photo(step),
                Err(error) => self.photo_failed(error),
            },
        }
    }

    fn answer(&mut self, body: &[u8], elapsed: Duration, now_ms: i64) -> Effects {
        self.outcome.bytes_down += body.len() as u64;
        match self.sent.take() {
            Some(Sent::Sync { request, at_ms, fetch }) => {
                let answer: wire::SyncResponse = read(body)?;
                check::matches(request, answer.protocol, answer.request)?;
                let clock = self.clock(answer.server_time, at_ms, elapsed);
                let effects = self.sync_answer(answer, &fetch, now_ms)?;
                Ok(clock.into_iter().chain(effects).collect())
            }
            Some(Sent::Compare) => self.compared(read(body)?),
            Some(Sent::Photo) => match read(body).and_then(|status| self.photos.status(status)) {
                Ok(step) => self.photo(step),
                Err(error) => self.photo_failed(error),
            },
            None => check::bad("nothing was asked"),
        }
    }

    fn post<T: Serialize>(&mut self, endpoint: Endpoint, body: &T) -> Result<Effect, SyncError> {
        let body = wire::encode(body).map_err(|error| SyncError::Storage(error.to_string()))?;
        self.outcome.requests += 1;
        self.outcome.bytes_up += body.len() as u64;
        Ok(Effect::Send { endpoint, body })
    }

    fn request_id(&mut self) -> RequestId {
        self.next_id = self.next_id.wrapping_add(1);
        RequestId(Uuid::from_u128(self.next_id))
    }

    fn done(&mut self, result: Result<SyncOutcome, SyncError>) -> Vec<Effect> {
        self.ended = true;
        vec![Effect::Done(result)]
    }
}
