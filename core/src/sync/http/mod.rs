//! The HTTP transport: reqwest over rustls, with our own verifier, and nothing of the environment's.

mod failure;
#[cfg(test)]
mod tests;

use std::fmt;
use std::io::Read;
use std::time::Duration;

use reqwest::blocking::{Client, Response};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use reqwest::redirect::Policy;

use super::SyncError;
use super::link::ServerAddress;
pub use super::tls::Trust;
use super::tls::client_config;
use super::transport::Transport;
use super::wire::{self, Endpoint, MAX_BODY};
use crate::{Error, Result};

/// How long to wait, and what to allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpOptions {
    /// For a connection.
    pub connect_timeout: Duration,
    /// For a request with an empty body, from connecting to the last byte of the answer.
    pub request_timeout: Duration,
    /// The slowest link that still counts, in bytes a second: larger bodies get more time by it.
    pub slowest: u64,
    /// No request gets more than this.
    pub longest_timeout: Duration,
    /// Most bytes of an answer's body, as it travels.
    pub max_answer: u64,
    /// Whether unencrypted `http://` may go to another machine than this one. For tests.
    pub plain: bool,
}

impl Default for HttpOptions {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            request_timeout: Duration::from_secs(60),
            slowest: 4 << 10,
            longest_timeout: Duration::from_secs(240),
            max_answer: MAX_BODY as u64,
            plain: false,
        }
    }
}

/// Calls the server over HTTP. Must not be used or dropped inside an async runtime: it blocks.
pub struct HttpTransport {
    client: Client,
    server: ServerAddress,
    options: HttpOptions,
    bearer: Option<HeaderValue>,
}

impl fmt::Debug for HttpTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpTransport").field("server", &self.server).finish_non_exhaustive()
    }
}

impl HttpTransport {
    /// A transport to this server, without a token: good for enrolment.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] when the address is `http://` and not on this machine.
    pub fn new(server: ServerAddress, trust: Trust, options: HttpOptions) -> Result<Self> {
        if !server.is_encrypted() && !server.is_loopback() && !options.plain {
            let reason = "http:// is for a server on this machine only; use https://";
            return Err(Error::invalid("server", reason));
        }
        let tls = client_config(trust)
            .map_err(|error| SyncError::Certificate(format!("TLS cannot be set up: {error}")))?;
        let client = Client::builder()
            .tls_backend_preconfigured(tls)
            .user_agent(concat!("xunlou/", env!("CARGO_PKG_VERSION")))
            // Neither a proxy of the environment's choice nor a redirect gets to see the documents.
            .no_proxy()
            .redirect(Policy::none())
            .referer(false)
            .connect_timeout(options.connect_timeout)
            // A phone changes its network; a connection of the old one only costs time.
            .pool_idle_timeout(Duration::from_secs(15))
            .build()
            .map_err(|error| failure::classify(&error))?;
        Ok(Self { client, server, options, bearer: None })
    }

    /// The same transport with a device's token.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] when the token is not one of ours.
    pub fn with_token(mut self, token: &str) -> Result<Self> {
        let mut bearer = HeaderValue::try_from(format!("Bearer {token}"))
            .map_err(|_| Error::invalid("token", "it holds characters that no token has"))?;
        bearer.set_sensitive(true);
        self.bearer = Some(bearer);
        Ok(self)
    }

    fn timeout(&self, bytes: usize) -> Duration {
        let more = Duration::from_secs(bytes as u64 / self.options.slowest.max(1));
        (self.options.request_timeout + more).min(self.options.longest_timeout)
    }

    fn read(&self, response: Response) -> Result<Vec<u8>, SyncError> {
        let most = self.options.max_answer;
        let too_large = || SyncError::BadAnswer(format!("it is larger than {most} bytes"));
        let length = response.content_length().unwrap_or(0);
        if length > most {
            return Err(too_large());
        }
        let mut body = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
        response
            .take(most + 1)
            .read_to_end(&mut body)
            .map_err(|error| failure::classify(&error))?;
        if body.len() as u64 > most { Err(too_large()) } else { Ok(body) }
    }
}

impl Transport for HttpTransport {
    fn exchange(&self, endpoint: Endpoint, body: Vec<u8>) -> Result<Vec<u8>, SyncError> {
        let mut request = self
            .client
            .post(self.server.call(endpoint.path()))
            .timeout(self.timeout(body.len()))
            .header(CONTENT_TYPE, wire::CONTENT_TYPE)
            .header(ACCEPT, wire::CONTENT_TYPE);
        if let Some(bearer) = self.bearer.as_ref().filter(|_| endpoint != Endpoint::Enrol) {
            request = request.header(AUTHORIZATION, bearer.clone());
        }
        let response = request.body(body).send().map_err(|error| failure::classify(&error))?;
        let status = response.status().as_u16();
        let media_type = response.headers().get(CONTENT_TYPE).map(HeaderValue::as_bytes);
        if media_type != Some(wire::CONTENT_TYPE.as_bytes()) {
            return Err(failure::foreign(status, media_type));
        }
        let body = self.read(response)?;
        if status == 200 { Ok(body) } else { Err(failure::refusal(status, &body)) }
    }
}
