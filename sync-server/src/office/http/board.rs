//! The board of a day: the whole page, and the fragment that a live page fetches.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use xunlou_core::Error;
use xunlou_core::ids::EstateId;

use super::Console;
use super::page::{Asked, Page, html};
use super::session::SignedIn;
use super::sign_in::with_cookies;
use crate::api::ApiError;
use crate::office::Replica;
use crate::office::facts::DayFacts;
use crate::office::view::BoardView;

/// How long gathered facts are good for while nothing changes, in milliseconds: many pages refresh
/// at once when a phone syncs, and what is late becomes late by the clock alone.
const FACTS_KEPT: i64 = 5_000;
/// Boards kept at once.
const MOST_BOARDS: usize = 16;

type AskedQuery = Result<Query<Asked>, QueryRejection>;

#[derive(Template)]
#[template(path = "board.html")]
struct BoardPage {
    page: Page,
    view: BoardView,
    /// `10:42 更新`
    updated: String,
    person: String,
    csrf: String,
}

#[derive(Template)]
#[template(path = "board_fragment.html")]
struct BoardFragment {
    page: Page,
    view: BoardView,
    updated: String,
}

/// Boards that were gathered a moment ago.
#[derive(Default)]
pub(super) struct Boards {
    kept: Mutex<HashMap<(EstateId, Option<NaiveDate>), Kept>>,
}

struct Kept {
    version: u64,
    at: i64,
    facts: Arc<DayFacts>,
}

/// Why there is no board.
enum NoBoard {
    /// The estate is not here yet.
    Preparing,
    /// The server cannot say.
    Failed,
}

/// `GET /office/`.
pub(super) async fn page(
    State(console): State<Arc<Console>>,
    headers: HeaderMap,
    asked: AskedQuery,
) -> Response {
    let asked = asked.map(|Query(asked)| asked).unwrap_or_default();
    let page = Page::new(&headers, &asked);
    let language = page.cookie();
    let signed_in = match console.who(&headers).await {
        Ok(Some(signed_in)) => signed_in,
        Ok(None) => {
            return with_cookies(Redirect::to("/office/sign-in").into_response(), [language]);
        }
        Err(_) => return page.busy(),
    };
    let Ok(day) = day_of(&asked) else { return page.bad_day() };
    let facts = match console.facts(&signed_in, day).await {
        Ok(facts) => facts,
        Err(NoBoard::Preparing) => return page.preparing(),
        Err(NoBoard::Failed) => return page.busy(),
    };
    let view = BoardView::new(&facts, page.words);
    let updated = page.words.fill("board-updated", &[("time", view.at.as_str().into())]);
    let person = console.name_of(&signed_in);
    let board = BoardPage { page, view, updated, person, csrf: signed_in.session.csrf };
    with_cookies(html(&board), [language])
}

/// `GET /office/board`.
pub(super) async fn fragment(
    State(console): State<Arc<Console>>,
    headers: HeaderMap,
    asked: AskedQuery,
) -> Response {
    let asked = asked.map(|Query(asked)| asked).unwrap_or_default();
    let page = Page::new(&headers, &asked);
    let signed_in = match console.who(&headers).await {
        Ok(Some(signed_in)) => signed_in,
        Ok(None) => return StatusCode::UNAUTHORIZED.into_response(),
        Err(_) => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
    };
    let Ok(day) = day_of(&asked) else { return StatusCode::BAD_REQUEST.into_response() };
    let Ok(facts) = console.facts(&signed_in, day).await else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let view = BoardView::new(&facts, page.words);
    let updated = page.words.fill("board-updated", &[("time", view.at.as_str().into())]);
    html(&BoardFragment { page, view, updated })
}

/// Any other address.
pub(super) async fn not_found(headers: HeaderMap, asked: AskedQuery) -> Response {
    Page::new(&headers, &asked.map(|Query(asked)| asked).unwrap_or_default()).not_found()
}

/// The day that an address names, if it names one.
fn day_of(asked: &Asked) -> Result<Option<NaiveDate>, ()> {
    let Some(text) = asked.day.as_deref() else { return Ok(None) };
    let shape = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let day = shape.then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()).flatten();
    day.map(Some).ok_or(())
}

impl Console {
    async fn facts(
        self: &Arc<Self>,
        signed_in: &SignedIn,
        day: Option<NaiveDate>,
    ) -> Result<Arc<DayFacts>, NoBoard> {
        let replica = self.replicas.get(signed_in.session.estate).ok_or(NoBoard::Preparing)?;
        let gathered = self.run(move |console| Ok(console.gather(&replica, day))).await;
        match gathered {
            Ok(facts) => facts,
            Err(ApiError { .. }) => Err(NoBoard::Failed),
        }
    }

    /// Blocks. One at a time: whoever comes meanwhile finds what this one gathered.
    fn gather(&self, replica: &Replica, day: Option<NaiveDate>) -> Result<Arc<DayFacts>, NoBoard> {
        let mut boards = self.boards.kept.lock().unwrap_or_else(PoisonError::into_inner);
        // Taken first: what changes while the facts are gathered makes them old.
        let (version, now) = (*replica.version().borrow(), self.api.now());
        let key = (replica.estate(), day);
        if let Some(kept) = boards.get(&key)
            && kept.version == version
            && (0..FACTS_KEPT).contains(&(now - kept.at))
        {
            return Ok(Arc::clone(&kept.facts));
        }
        let devices = self.api.access.devices(replica.estate()).map_err(|error| {
            tracing::error!(%error, "the office's board: the devices are not known");
            NoBoard::Failed
        })?;
        let facts = match DayFacts::gather(replica.workspace(), devices, day) {
            Ok(facts) => Arc::new(facts),
            Err(Error::RulePack(_) | Error::NotFound { .. }) => return Err(NoBoard::Preparing),
            Err(error) => {
                tracing::error!(estate = %replica.estate(), %error, "the office's board failed");
                return Err(NoBoard::Failed);
            }
        };
        if boards.len() >= MOST_BOARDS {
            boards.clear();
        }
        boards.insert(key, Kept { version, at: now, facts: Arc::clone(&facts) });
        Ok(facts)
    }

    /// The name of who is signed in, for the page's corner.
    fn name_of(&self, signed_in: &SignedIn) -> String {
        let replica = self.replicas.get(signed_in.session.estate);
        replica
            .and_then(|replica| replica.workspace().person_name(signed_in.session.person))
            .unwrap_or_default()
    }
}
