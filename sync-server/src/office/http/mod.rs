//! The pages: addresses, headers, who may see them. What a page says is made in `view`.

mod assets;
mod board;
mod events;
mod page;
mod photos;
mod session;
mod sign_in;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Redirect;
use axum::routing::{get, post};
use tokio::sync::{Semaphore, watch};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use xunlou_core::ids::{DeviceId, EstateId, PersonId};

use super::Replicas;
use crate::access::accounts::SignInBrakes;
use crate::api::Api;
use crate::http::Workers;
use crate::server::Server;

/// Everything a page may load comes from here, nothing is inline, nobody frames it.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// Most bytes of a form.
const MOST_FORM: usize = 16 << 10;
/// Pages that may listen at once.
const MOST_LISTENERS: usize = 512;
/// Passwords hashed at once: each takes a core and 19 MiB for a moment.
const MOST_HASHING: usize = 2;

/// What the pages work with.
pub(super) struct Console {
    api: Api,
    replicas: Arc<Replicas>,
    workers: Workers,
    brakes: SignInBrakes,
    hashing: Semaphore,
    listeners: Arc<Semaphore>,
    stopping: watch::Receiver<bool>,
    /// Grows when a session is ended, so that pages that listen look whether it was theirs.
    ended: watch::Sender<u64>,
    /// The devices through which people work here.
    devices: Mutex<HashMap<(EstateId, PersonId), DeviceId>>,
    boards: board::Boards,
    behind_proxy: bool,
    /// Whether browsers come by TLS, as far as the settings say.
    secure: bool,
    session_seconds: i64,
}

impl Console {
    pub(super) fn new(server: &Server, replicas: Arc<Replicas>) -> Self {
        let config = server.config();
        let public = config.public_url.as_deref().unwrap_or_default();
        Self {
            api: server.api().clone(),
            replicas,
            workers: Workers::new(config.workers, Arc::clone(&server.api().metrics)),
            brakes: SignInBrakes::new(config.limits.tries_per_minute),
            hashing: Semaphore::new(MOST_HASHING),
            listeners: Arc::new(Semaphore::new(MOST_LISTENERS)),
            stopping: server.stopping(),
            ended: watch::Sender::new(0),
            devices: Mutex::default(),
            boards: board::Boards::default(),
            behind_proxy: config.behind_proxy,
            secure: config.tls.is_some() || public.starts_with("https:"),
            session_seconds: i64::from(config.lifetimes.session_hours) * 3_600,
        }
    }
}

/// The addresses under `/office/`, and `/` which leads there.
pub(super) fn router(console: Arc<Console>) -> Router {
    let set = |name: &'static str, value: &'static str| {
        let (name, value) = (HeaderName::from_static(name), HeaderValue::from_static(value));
        SetResponseHeaderLayer::if_not_present(name, value)
    };
    Router::new()
        .route("/", get(|| async { Redirect::to("/office/") }))
        .route("/office", get(|| async { Redirect::to("/office/") }))
        .route("/office/", get(board::page))
        .route("/office/board", get(board::fragment))
        .route("/office/events", get(events::events))
        .route("/office/photos/{document}/{hash}", get(photos::photo))
        .route("/office/sign-in", get(sign_in::form).post(sign_in::sign_in))
        .route("/office/sign-out", post(sign_in::sign_out))
        .route("/office/static/{file}", get(assets::file))
        .route("/office/{*rest}", get(board::not_found))
        .layer(DefaultBodyLimit::max(MOST_FORM))
        .layer(CatchPanicLayer::new())
        .layer(set("content-security-policy", POLICY))
        .layer(set("x-frame-options", "DENY"))
        .layer(set("x-content-type-options", "nosniff"))
        // Not `no-referrer`: browsers would then hide from us that a form is our own.
        .layer(set("referrer-policy", "same-origin"))
        .layer(set("cross-origin-opener-policy", "same-origin"))
        .layer(set("cross-origin-resource-policy", "same-origin"))
        .layer(set("permissions-policy", "camera=(), geolocation=(), microphone=()"))
        .layer(SetResponseHeaderLayer::if_not_present(
            header::CACHE_CONTROL,
            HeaderValue::from_static("no-store"),
        ))
        .with_state(console)
}
