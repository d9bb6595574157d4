//! What every page has, and the plain ones: a title and a line.

use askama::Template;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use serde::Deserialize;
use xunlou_core::report::texts::Language;

use super::assets::{Assets, assets};
use super::session::cookie;
use crate::office::words::{Words, accepted};

/// Keeps the language that was chosen, in the browser, for a year.
const LANGUAGE_COOKIE: &str = "xunlou_lang";
const LANGUAGE_SECONDS: i64 = 365 * 24 * 3_600;

/// What an address may ask for.
#[derive(Default, Deserialize)]
pub(super) struct Asked {
    pub(super) day: Option<String>,
    pub(super) lang: Option<String>,
}

/// What every template needs.
pub(in crate::office) struct Page {
    pub(in crate::office) words: Words,
    pub(in crate::office) assets: &'static Assets,
    /// The language was asked for by the address: it is kept.
    chosen: bool,
}

#[derive(Template)]
#[template(path = "message.html")]
struct Message {
    page: Page,
    title: String,
    text: String,
    again: Option<u32>,
}

impl Page {
    /// In the language of the address, else the one kept, else the browser's.
    pub(super) fn new(headers: &HeaderMap, asked: &Asked) -> Self {
        let asked = asked.lang.as_deref().and_then(Language::parse);
        let kept = || cookie(headers, LANGUAGE_COOKIE).and_then(Language::parse);
        let header = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let language = asked.or_else(kept).unwrap_or_else(|| accepted(header.unwrap_or("")));
        Self { words: Words(language), assets: assets(), chosen: asked.is_some() }
    }

    /// Keeps the language, where it was chosen.
    pub(super) fn cookie(&self) -> Option<String> {
        let language = self.words.tag();
        self.chosen.then(|| {
            format!(
                "{LANGUAGE_COOKIE}={language}; Path=/office; Max-Age={LANGUAGE_SECONDS}; HttpOnly; \
                 SameSite=Lax"
            )
        })
    }

    /// The estate is being loaded.
    pub(super) fn preparing(self) -> Response {
        let (title, text) = (self.words.say("preparing-title"), self.words.say("preparing-text"));
        let status = StatusCode::SERVICE_UNAVAILABLE;
        let message = Message { page: self, title, text, again: Some(3) };
        (status, [(header::RETRY_AFTER, "3")], html(&message)).into_response()
    }

    /// The address names no day.
    pub(super) fn bad_day(self) -> Response {
        let (title, text) = (self.words.say("bad-day-title"), self.words.say("bad-day-text"));
        let message = Message { page: self, title, text, again: None };
        (StatusCode::BAD_REQUEST, html(&message)).into_response()
    }

    /// Nothing is there, or not for this person.
    pub(super) fn not_found(self) -> Response {
        let (title, text) = (self.words.say("not-found-title"), self.words.say("not-found-text"));
        let message = Message { page: self, title, text, again: None };
        (StatusCode::NOT_FOUND, html(&message)).into_response()
    }

    /// The server cannot answer now.
    pub(super) fn busy(self) -> Response {
        let (title, text) = (self.words.say("busy-title"), self.words.say("busy-text"));
        let message = Message { page: self, title, text, again: None };
        let status = StatusCode::SERVICE_UNAVAILABLE;
        (status, [(header::RETRY_AFTER, "5")], html(&message)).into_response()
    }
}

/// A rendered template.
pub(super) fn html(template: &impl Template) -> Response {
    match template.render() {
        Ok(text) => Html(text).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page was not rendered");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
