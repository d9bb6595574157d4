//! Runs the engine: performs its effects on a replica and a transport, on the calling thread, with
//! one more thread for a request that is under way while a page is applied.

use std::collections::VecDeque;
use std::thread::{Builder, Scope, ScopedJoinHandle};

use crate::env::{Clock, Environment};
use crate::{Error, Result};

use super::engine::{Effect, Engine, Event};
use super::replica::Replica;
use super::transport::Transport;
use super::wire::Endpoint;
use super::{CancelToken, Progress, SyncError, SyncOptions, SyncOutcome};

/// Sends what is unsent on `replica` and gets what is new, then sends photos. Blocks; `progress` is
/// called on this thread, between transactions.
///
/// # Errors
/// [`Error::Sync`] says why the server was not reached or not believed, or that somebody cancelled;
/// other errors are the replica's own. After any of them the replica is whole, what was acknowledged
/// is settled, and the next sync goes on from there.
pub fn sync(
    replica: &dyn Replica,
    transport: &dyn Transport,
    options: SyncOptions,
    environment: &Environment,
    cancel: &CancelToken,
    progress: &dyn Fn(Progress),
) -> Result<SyncOutcome> {
    let clock = environment.clock.as_ref();
    let (state, unsent) = (replica.state()?, replica.unsent_count()?);
    let mut engine = Engine::new(state, unsent, options, environment.new_random_id());
    std::thread::scope(|scope| {
        let mut queue = VecDeque::from(engine.start());
        let mut under_way = None;
        loop {
            if cancel.is_cancelled() {
                return Err(SyncError::Cancelled.into());
            }
            let event = match queue.pop_front() {
                Some(Effect::Done(result)) => return result.map_err(Error::from),
                Some(Effect::Send { endpoint, body }) if queue.is_empty() => {
                    Some(exchange(transport, clock, endpoint, body))
                }
                Some(Effect::Send { endpoint, body }) => {
                    let job = move || exchange(transport, clock, endpoint, body);
                    under_way = Some(spawn(scope, job)?);
                    None
                }
                Some(Effect::Progress(step)) => {
                    progress(step);
                    None
                }
                Some(effect) => perform(replica, effect)?,
                None => Some(answer(under_way.take())?),
            };
            if let Some(event) = event {
                queue.extend(engine.handle(event, clock.now().timestamp_millis()));
            }
        }
    })
}

fn perform(replica: &dyn Replica, effect: Effect) -> Result<Option<Event>> {
    Ok(match effect {
        Effect::ReadOutbox { after, max_bytes } => {
            Some(Event::Outbox(replica.outbox(after, max_bytes)?))
        }
        Effect::Settle { epoch, verdicts } => {
            replica.settle(epoch, &verdicts)?;
            None
        }
        Effect::Apply(page) => Some(Event::Applied(replica.apply(&page)?)),
        Effect::ReadHeads { after, limit } => Some(Event::Heads(replica.heads_page(after, limit)?)),
        Effect::Resend { differing, granted } => {
            Some(Event::Resent(replica.resend(&differing, &granted)?))
        }
        Effect::RecheckPhotos => {
            replica.recheck_blobs()?;
            None
        }
        Effect::NoteClock(offset_ms) => {
            replica.clock_offset(offset_ms)?;
            None
        }
        Effect::DropStreams(granted) => Some(Event::Dropped(replica.drop_streams(&granted)?)),
        Effect::ReadPhotos => Some(Event::Photos(replica.pending_blobs()?)),
        Effect::ReadPiece { hash, offset, len } => {
            let piece = replica.blob_chunk(hash, offset, len);
            Some(Event::Piece(piece.map_err(|error| SyncError::Storage(error.to_string()))))
        }
        Effect::PhotoSent(hash, document) => {
            replica.blob_sent(hash, document)?;
            None
        }
        // Handled by the loop, which has what they need.
        Effect::Send { .. } | Effect::Progress(_) | Effect::Done(_) => None,
    })
}

fn exchange(
    transport: &dyn Transport,
    clock: &dyn Clock,
    endpoint: Endpoint,
    body: Vec<u8>,
) -> Event {
    let began = clock.monotonic();
    match transport.exchange(endpoint, body) {
        Ok(body) => Event::Answer { body, elapsed: clock.monotonic().saturating_sub(began) },
        Err(error) => Event::Failed(error),
    }
}

fn spawn<'scope>(
    scope: &'scope Scope<'scope, '_>,
    job: impl FnOnce() -> Event + Send + 'scope,
) -> Result<ScopedJoinHandle<'scope, Event>> {
    Builder::new()
        .name("xunlou-sync".into())
        .spawn_scoped(scope, job)
        .map_err(|error| Error::Storage(format!("no thread for a request: {error}")))
}

fn answer(under_way: Option<ScopedJoinHandle<'_, Event>>) -> Result<Event> {
    match under_way.map(ScopedJoinHandle::join) {
        Some(Ok(event)) => Ok(event),
        Some(Err(_)) => Ok(Event::Failed(SyncError::Offline("the transport failed".into()))),
        None => Err(Error::Storage("the sync engine has nothing left to do".into())),
    }
}
