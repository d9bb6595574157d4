//! Server-sent events: a page is told that something changed, and fetches what it shows.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, Stream};
use tokio::sync::{OwnedSemaphorePermit, watch};
use tokio::time::{Instant, Interval, MissedTickBehavior};

use super::Console;

/// How often a listener's session is looked at.
const LOOK_EVERY: Duration = Duration::from_secs(20);
/// A comment at least this often tells proxies and browsers that the line is alive.
const ALIVE_EVERY: Duration = Duration::from_secs(15);

/// What one page listens to.
struct Listener {
    console: Arc<Console>,
    token: String,
    version: watch::Receiver<u64>,
    ended: watch::Receiver<u64>,
    stopping: watch::Receiver<bool>,
    looks: Interval,
    done: bool,
    _place: OwnedSemaphorePermit,
}

/// `GET /office/events`: `changed` with the new version; `ended` when the session has.
pub(super) async fn events(State(console): State<Arc<Console>>, headers: HeaderMap) -> Response {
    let signed_in = match console.who(&headers).await {
        Ok(Some(signed_in)) => signed_in,
        Ok(None) => return StatusCode::UNAUTHORIZED.into_response(),
        Err(_) => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
    };
    let replica = console.replicas.get(signed_in.session.estate);
    let place = Arc::clone(&console.listeners).try_acquire_owned();
    let (Some(replica), Ok(place)) = (replica, place) else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let mut looks = tokio::time::interval_at(Instant::now() + LOOK_EVERY, LOOK_EVERY);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let listener = Listener {
        token: signed_in.token,
        version: replica.version(),
        ended: console.ended.subscribe(),
        stopping: console.stopping.clone(),
        looks,
        done: false,
        _place: place,
        console,
    };
    let alive = KeepAlive::new().interval(ALIVE_EVERY);
    // Proxies that gather an answer before they pass it on are asked not to.
    (
        [(header::HeaderName::from_static("x-accel-buffering"), "no")],
        Sse::new(listen(listener)).keep_alive(alive),
    )
        .into_response()
}

fn listen(listener: Listener) -> impl Stream<Item = Result<Event, Infallible>> {
    stream::unfold(listener, async |mut listener| {
        let event = listener.next().await?;
        Some((Ok(event), listener))
    })
}

impl Listener {
    /// The next event; `None` ends the line.
    async fn next(&mut self) -> Option<Event> {
        while !self.done {
            tokio::select! {
                _ = self.stopping.wait_for(|stopping| *stopping) => return None,
                changed = self.version.changed() => {
                    changed.ok()?;
                    let version = *self.version.borrow_and_update();
                    return Some(Event::default().event("changed").data(version.to_string()));
                }
                _ = self.ended.changed() => {}
                _ = self.looks.tick() => {}
            }
            if !self.is_signed_in().await {
                self.done = true;
                return Some(Event::default().event("ended").data(""));
            }
        }
        None
    }

    async fn is_signed_in(&self) -> bool {
        let token = self.token.clone();
        // A server that is too busy to say has not ended anybody's session.
        let known = self.console.run(move |console| console.signed_in(Some(&token))).await;
        !matches!(known, Ok(None))
    }
}
