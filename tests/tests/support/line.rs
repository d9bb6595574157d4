//! A line to the server in this process: good, or as bad as a seed says.

use std::sync::{Arc, Mutex};

use xunlou_core::sync::wire::Endpoint;
use xunlou_core::sync::{SyncError, Transport};
use xunlou_server::api::Api;

/// The server as it is now; replaced when it is started again.
pub(crate) type Running = Arc<Mutex<Api>>;

/// A device's request that is still on its way.
pub(crate) type Late = Arc<Mutex<Option<(Endpoint, Vec<u8>)>>>;

/// A device's line to the server.
pub(crate) struct Line {
    server: Running,
    token: String,
    trouble: Mutex<Option<Trouble>>,
}

/// What goes wrong on a bad line.
struct Trouble {
    seed: u64,
    /// A request that was delayed; it arrives before a later one, maybe of another sync.
    late: Late,
    /// The last answer; it may come once more, instead of the right one.
    last: Option<Vec<u8>>,
}

impl Line {
    /// A good line.
    pub(crate) fn good(server: &Running, token: &str) -> Self {
        let trouble = Mutex::new(None);
        Self { server: Arc::clone(server), token: token.to_owned(), trouble }
    }

    /// A bad line.
    pub(crate) fn bad(server: &Running, token: &str, seed: u64, late: &Late) -> Self {
        let trouble = Trouble { seed: seed | 1, late: Arc::clone(late), last: None };
        Self { trouble: Mutex::new(Some(trouble)), ..Self::good(server, token) }
    }

    fn call(&self, endpoint: Endpoint, body: &[u8]) -> Result<Vec<u8>, SyncError> {
        let api = self.server.lock().unwrap().clone();
        api.handle(Some(&self.token), endpoint, body)
            .map_err(|error| SyncError::Refused { code: error.code, detail: error.detail.clone() })
    }
}

impl Trouble {
    fn dice(&mut self) -> u64 {
        self.seed ^= self.seed << 13;
        self.seed ^= self.seed >> 7;
        self.seed ^= self.seed << 17;
        self.seed % 12
    }
}

impl Transport for Line {
    fn exchange(&self, endpoint: Endpoint, body: Vec<u8>) -> Result<Vec<u8>, SyncError> {
        let mut trouble = self.trouble.lock().unwrap();
        let Some(trouble) = trouble.as_mut() else { return self.call(endpoint, &body) };
        if let Some((endpoint, body)) = trouble.late.lock().unwrap().take() {
            let _ = self.call(endpoint, &body);
        }
        let lost = || Err(SyncError::Offline("lost".to_owned()));
        match trouble.dice() {
            // The request never arrives.
            0 => lost(),
            // It arrives, but the answer does not.
            1 => {
                let _ = self.call(endpoint, &body);
                lost()
            }
            // It arrives much later.
            2 => {
                *trouble.late.lock().unwrap() = Some((endpoint, body));
                lost()
            }
            // It arrives twice.
            3 => {
                let _ = self.call(endpoint, &body);
                self.call(endpoint, &body)
            }
            // An earlier answer comes instead.
            4 => {
                let answer = self.call(endpoint, &body)?;
                Ok(trouble.last.replace(answer.clone()).unwrap_or(answer))
            }
            // The answer is cut short.
            5 => {
                let mut answer = self.call(endpoint, &body)?;
                answer.truncate(answer.len() / 2);
                Ok(answer)
            }
            _ => {
                let answer = self.call(endpoint, &body)?;
                trouble.last = Some(answer.clone());
                Ok(answer)
            }
        }
    }
}
