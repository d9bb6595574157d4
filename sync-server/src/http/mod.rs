//! HTTP: a thin layer over [`Api`]. Bodies, addresses, tokens and time limits are handled here;
//! what a call means is not known here.

mod serve;
mod tls;
mod workers;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{Extensions, HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;
use xunlou_core::sync::wire::{CONTENT_TYPE, Endpoint, ErrorCode};

use crate::access::throttle::Throttle;
use crate::api::{Api, ApiError};
use crate::database::Database;
use crate::server::Server;

pub use serve::ServeError;
pub use tls::{TlsError, certificate_pin};
pub(crate) use workers::Workers;

/// Most bytes of a request's body as it travels; the calls have their own limits on what is in it.
const MOST_BODY: usize = 12 << 20;
/// Most bytes of an enrolment's body: the only call that a stranger can make.
const MOST_ENROLMENT: usize = 16 << 10;
/// How long an answer of `/healthz` is good for, so that asking costs nothing.
const HEALTH_KEPT: Duration = Duration::from_secs(1);

struct Http {
    api: Api,
    database: Arc<Database>,
    workers: Workers,
    enrolments: Throttle,
    behind_proxy: bool,
    open_metrics: bool,
    health: Mutex<Option<(Instant, bool)>>,
}

impl Server {
    /// The HTTP calls: `/v1/…`, `/healthz`, `/metrics`.
    pub fn router(&self) -> Router {
        let config = &self.config;
        let http = Arc::new(Http {
            api: self.api.clone(),
            database: Arc::clone(&self.database),
            workers: Workers::new(config.workers, Arc::clone(&self.api.metrics)),
            enrolments: Throttle::new(config.limits.tries_per_minute, 60_000),
            behind_proxy: config.behind_proxy,
            open_metrics: config.open_metrics,
            health: Mutex::new(None),
        });
        let calls = Endpoint::ALL.into_iter().fold(Router::new(), |router, endpoint| {
            router.route(
                endpoint.path(),
                post(move |state: State<Arc<Http>>, request: Request| {
                    call(state, endpoint, request)
                }),
            )
        });
        let time = Duration::from_secs(config.limits.call_seconds);
        calls
            .route("/healthz", get(healthz))
            .route("/metrics", get(metrics))
            .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, time))
            .layer(CatchPanicLayer::new())
            .layer(SetResponseHeaderLayer::if_not_present(
                header::CACHE_CONTROL,
                HeaderValue::from_static("no-store"),
            ))
            .layer(SetResponseHeaderLayer::if_not_present(
                header::X_CONTENT_TYPE_OPTIONS,
                HeaderValue::from_static("nosniff"),
            ))
            .with_state(http)
    }
}

async fn call(State(http): State<Arc<Http>>, endpoint: Endpoint, request: Request) -> Response {
    let (code, answer) = match answer(&http, endpoint, request).await {
        Ok(body) => (StatusCode::OK, body),
        Err(error) => {
            let status = StatusCode::from_u16(error.code.http_status());
            tracing::debug!(path = endpoint.path(), code = ?error.code, "a call was refused");
            (status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), error.body())
        }
    };
    (code, [(header::CONTENT_TYPE, CONTENT_TYPE)], answer).into_response()
}

async fn answer(
    http: &Arc<Http>,
    endpoint: Endpoint,
    request: Request,
) -> Result<Vec<u8>, ApiError> {
    let enrolment = endpoint == Endpoint::Enrol;
    if enrolment {
        let address =
            caller(http.behind_proxy, request.headers(), request.extensions()).to_string();
        if !http.enrolments.allow(&address, http.api.now()) {
            return Err(ApiError::new(
                ErrorCode::Busy,
                "too many enrolments from this address: try again in a minute",
            ));
        }
    }
    let (parts, body) = request.into_parts();
    if parts.headers.get(header::CONTENT_TYPE).is_none_or(|kind| kind != CONTENT_TYPE) {
        return Err(ApiError::new(
            ErrorCode::BadRequest,
            format!("the content type is not {CONTENT_TYPE}"),
        ));
    }
    let token = bearer(&parts.headers).map(str::to_owned);
    if token.is_none() && !enrolment {
        return Err(ApiError::new(ErrorCode::TokenUnknown, "the call needs a device's token"));
    }
    // Whoever has no place sends no body: what waits in memory is bounded by the places.
    let place = http.workers.enter()?;
    let body = read_body(body, if enrolment { MOST_ENROLMENT } else { MOST_BODY }).await?;
    let api = http.api.clone();
    http.workers.run_in(place, move || api.handle(token.as_deref(), endpoint, &body)).await?
}

async fn read_body(body: Body, most: usize) -> Result<axum::body::Bytes, ApiError> {
    // A body that says how long it is need not be read to be refused.
    let announced = http_body_size(&body);
    let too_large =
        || ApiError::new(ErrorCode::TooLarge, format!("the body is larger than {most} bytes"));
    if announced > most as u64 {
        return Err(too_large());
    }
    to_bytes(body, most).await.map_err(|error| {
        let mut cause: Option<&dyn std::error::Error> = Some(&error);
        while let Some(error) = cause {
            if error.to_string().contains("length limit exceeded") {
                return too_large();
            }
            cause = error.source();
        }
        ApiError::new(ErrorCode::BadRequest, "the body was cut short")
    })
}

fn http_body_size(body: &Body) -> u64 {
    axum::body::HttpBody::size_hint(body).lower()
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

/// Who calls: the peer, or whom the proxy in front names. A caller may write anything before the
/// last address of the header; the proxy writes the last.
pub(crate) fn caller(behind_proxy: bool, headers: &HeaderMap, extensions: &Extensions) -> IpAddr {
    let peer = extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |ConnectInfo(address)| address.ip());
    if !behind_proxy {
        return peer;
    }
    let forwarded = headers.get_all("x-forwarded-for").iter().next_back();
    forwarded
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.rsplit(',').next())
        .and_then(|address| address.trim().parse().ok())
        .unwrap_or(peer)
}

async fn healthz(State(http): State<Arc<Http>>) -> Response {
    let known = *http.health.lock().unwrap_or_else(PoisonError::into_inner);
    let healthy = match known {
        Some((when, healthy)) if when.elapsed() < HEALTH_KEPT => healthy,
        _ => {
            let (database, now) = (Arc::clone(&http.database), http.api.now());
            let written = http.workers.run(move || database.check_writable(now)).await;
            let healthy = match written {
                Ok(Ok(())) => true,
                Ok(Err(error)) => {
                    tracing::error!(%error, "the database cannot be written");
                    false
                }
                Err(_) => false,
            };
            let mut health = http.health.lock().unwrap_or_else(PoisonError::into_inner);
            *health = Some((Instant::now(), healthy));
            healthy
        }
    };
    match healthy {
        true => (StatusCode::OK, "ok\n").into_response(),
        false => {
            (StatusCode::SERVICE_UNAVAILABLE, "the database cannot be written\n").into_response()
        }
    }
}

async fn metrics(State(http): State<Arc<Http>>, request: Request) -> Response {
    if !http.open_metrics
        && !caller(http.behind_proxy, request.headers(), request.extensions()).is_loopback()
    {
        return StatusCode::NOT_FOUND.into_response();
    }
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], http.api.metrics.text()).into_response()
}
