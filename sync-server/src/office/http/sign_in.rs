//! Signing in and out. Whoever the pages are not for gets the same answer as a wrong password.

use std::sync::Arc;

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use xunlou_core::ids::EstateId;

use super::Console;
use super::page::{Asked, Page, html};
use super::session::{SESSION_COOKIE, SignedIn, cookie};
use crate::access::accounts::SignInRefusal;
use crate::access::secret;
use crate::api::ApiError;
use crate::database::Result;
use crate::http::caller;

/// Ties the form to the browser that asked for it, before there is a session.
const FORM_COOKIE: &str = "xunlou_form";
const FORM_SECONDS: i64 = 3_600;
/// Letters of its secret.
const FORM_LETTERS: usize = 43;

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    page: Page,
    message: Option<String>,
    /// Estates by id and name.
    estates: Vec<(String, String)>,
    chosen: Option<String>,
    login: String,
    csrf: String,
}

/// The form as it is sent.
#[derive(Deserialize)]
pub(super) struct Credentials {
    #[serde(default)]
    estate: String,
    #[serde(default)]
    login: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    csrf: String,
}

/// What a form of a session carries.
#[derive(Deserialize)]
pub(super) struct Leaving {
    #[serde(default)]
    csrf: String,
}

/// Why the form is shown again.
enum Again {
    Wrong,
    TooMany,
    Stale,
}

/// `GET /office/sign-in`.
pub(super) async fn form(
    State(console): State<Arc<Console>>,
    headers: HeaderMap,
    asked: Result<Query<Asked>, axum::extract::rejection::QueryRejection>,
) -> Response {
    let page = Page::new(&headers, &asked.map(|Query(asked)| asked).unwrap_or_default());
    match console.who(&headers).await {
        Ok(Some(_)) => Redirect::to("/office/").into_response(),
        Ok(None) => console.show_form(page, &headers, None, Credentials::nothing()).await,
        Err(_) => page.busy(),
    }
}

/// `POST /office/sign-in`.
pub(super) async fn sign_in(
    State(console): State<Arc<Console>>,
    parts: Parts,
    form: Result<Form<Credentials>, axum::extract::rejection::FormRejection>,
) -> Response {
    let headers = &parts.headers;
    let page = Page::new(headers, &Asked::default());
    let Ok(Form(credentials)) = form else {
        return console.show_form(page, headers, Some(Again::Stale), Credentials::nothing()).await;
    };
    let ours = cookie(headers, FORM_COOKIE)
        .is_some_and(|kept| secret::same(kept.as_bytes(), credentials.csrf.as_bytes()));
    if !ours || !same_site(headers) {
        return console.show_form(page, headers, Some(Again::Stale), credentials).await;
    }
    let address = caller(console.behind_proxy, headers, &parts.extensions).to_string();
    let Ok(_hashing) = console.hashing.acquire().await else { return page.busy() };
    let tried = {
        let (estate, login) = (credentials.estate.clone(), credentials.login.clone());
        let password = credentials.password.clone();
        console
            .run(move |console| console.try_sign_in(&estate, (&login, &password), &address))
            .await
    };
    match tried {
        Err(_) => page.busy(),
        Ok(Err(again)) => console.show_form(page, headers, Some(again), credentials).await,
        Ok(Ok(token)) => {
            let seconds = console.session_seconds;
            let kept = console.set_cookie(headers, SESSION_COOKIE, &token, seconds);
            let form = console.set_cookie(headers, FORM_COOKIE, "", 0);
            with_cookies(Redirect::to("/office/").into_response(), [Some(kept), Some(form)])
        }
    }
}

/// `POST /office/sign-out`.
pub(super) async fn sign_out(
    State(console): State<Arc<Console>>,
    headers: HeaderMap,
    form: Result<Form<Leaving>, axum::extract::rejection::FormRejection>,
) -> Response {
    let page = Page::new(&headers, &Asked::default());
    let signed_in = match console.who(&headers).await {
        Ok(Some(signed_in)) => signed_in,
        Ok(None) => return Redirect::to("/office/sign-in").into_response(),
        Err(_) => return page.busy(),
    };
    let csrf = form.map(|Form(leaving)| leaving.csrf).unwrap_or_default();
    if !secret::same(csrf.as_bytes(), signed_in.session.csrf.as_bytes()) || !same_site(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let token = signed_in.token;
    if console.run(move |console| console.api.access.sign_out(&token)).await.is_err() {
        return page.busy();
    }
    console.ended.send_modify(|ended| *ended += 1);
    let gone = console.set_cookie(&headers, SESSION_COOKIE, "", 0);
    with_cookies(Redirect::to("/office/sign-in").into_response(), [Some(gone)])
}

impl Credentials {
    fn nothing() -> Self {
        let nothing = String::new;
        Self { estate: nothing(), login: nothing(), password: nothing(), csrf: nothing() }
    }
}

impl Console {
    /// Runs what blocks where it may.
    pub(super) async fn run<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Arc<Self>) -> Result<T> + Send + 'static,
    ) -> Result<T, ApiError> {
        let console = Arc::clone(self);
        Ok(self.workers.run(move || work(&console)).await??)
    }

    /// Who asks, by the cookie.
    pub(super) async fn who(
        self: &Arc<Self>,
        headers: &HeaderMap,
    ) -> Result<Option<SignedIn>, ApiError> {
        // Most who have no cookie need no look into the database.
        let Some(token) = cookie(headers, SESSION_COOKIE).map(str::to_owned) else {
            return Ok(None);
        };
        self.run(move |console| console.signed_in(Some(&token))).await
    }

    /// The token of a new session.
    fn try_sign_in(
        &self,
        estate: &str,
        credentials: (&str, &str),
        address: &str,
    ) -> Result<Result<String, Again>> {
        let estate = match estate.parse::<EstateId>() {
            Ok(estate) => estate,
            // With one estate there is nothing to choose.
            Err(_) => match self.api.access.estates()?.as_slice() {
                [only] => only.estate,
                _ => return Ok(Err(Again::Wrong)),
            },
        };
        let (random, now) = (self.api.environment.random.as_ref(), self.api.now());
        let access = &self.api.access;
        let session =
            match access.sign_in(&self.brakes, estate, credentials, address, random, now)? {
                Ok(session) => session,
                Err(SignInRefusal::Wrong) => return Ok(Err(Again::Wrong)),
                Err(SignInRefusal::TooMany) => return Ok(Err(Again::TooMany)),
            };
        if self.signed_in(Some(&session.token))?.is_none() {
            access.sign_out(&session.token)?;
            return Ok(Err(Again::Wrong));
        }
        Ok(Ok(session.token))
    }

    async fn show_form(
        self: &Arc<Self>,
        page: Page,
        headers: &HeaderMap,
        again: Option<Again>,
        before: Credentials,
    ) -> Response {
        let estates = match self.run(|console| console.api.access.estates()).await {
            Ok(estates) => estates,
            Err(_) => return page.busy(),
        };
        let words = page.words;
        let (status, message) = match again {
            None => (StatusCode::OK, None),
            Some(Again::Wrong) => (StatusCode::UNAUTHORIZED, Some(words.say("sign-in-wrong"))),
            Some(Again::TooMany) => {
                (StatusCode::TOO_MANY_REQUESTS, Some(words.say("sign-in-too-many")))
            }
            Some(Again::Stale) => (StatusCode::FORBIDDEN, Some(words.say("sign-in-stale"))),
        };
        // The same secret for every tab of the browser.
        let kept = cookie(headers, FORM_COOKIE).filter(|kept| is_form_secret(kept));
        let csrf = kept
            .map_or_else(|| secret::opaque(self.api.environment.random.as_ref()), str::to_owned);
        let form_cookie = self.set_cookie(headers, FORM_COOKIE, &csrf, FORM_SECONDS);
        let language = page.cookie();
        let sign_in = SignInPage {
            page,
            message,
            estates: estates
                .into_iter()
                .map(|estate| (estate.estate.to_string(), estate.name))
                .collect(),
            chosen: Some(before.estate).filter(|estate| !estate.is_empty()),
            login: before.login,
            csrf,
        };
        with_cookies((status, html(&sign_in)).into_response(), [Some(form_cookie), language])
    }
}

fn is_form_secret(text: &str) -> bool {
    text.len() == FORM_LETTERS
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

/// Whether a browser that says where a form comes from says: from here.
fn same_site(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_none_or(|site| site == "same-origin")
}

/// Adds cookies to an answer.
pub(super) fn with_cookies<const N: usize>(
    mut response: Response,
    cookies: [Option<String>; N],
) -> Response {
    for cookie in cookies.into_iter().flatten() {
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    response
}
