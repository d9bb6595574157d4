//! A way to the server on which everything happens that happens on the way.

use std::collections::VecDeque;
use std::sync::Mutex;

use super::FakeServer;
use crate::ids::DeviceId;
use crate::sync::SyncError;
use crate::sync::transport::Transport;
use crate::sync::wire::Endpoint;

/// What becomes of one exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::sync) enum Fault {
    /// Nothing unusual.
    None,
    /// The request is lost.
    Request,
    /// The answer is lost.
    Answer,
    /// The server gets the request twice.
    Twice,
    /// The request reaches the server only after the next one.
    Late,
    /// The answer is one of an earlier request.
    Stale,
    /// A captive portal answers, with 200.
    Portal,
    /// The answer is damaged.
    Damaged,
}

impl Fault {
    pub(in crate::sync) const ALL: [Self; 8] = [
        Self::None,
        Self::Request,
        Self::Answer,
        Self::Twice,
        Self::Late,
        Self::Stale,
        Self::Portal,
        Self::Damaged,
    ];
}

/// One device's way to the server.
pub(in crate::sync) struct Faulty<'a> {
    server: &'a FakeServer,
    device: DeviceId,
    way: Mutex<Way>,
}

#[derive(Default)]
struct Way {
    faults: VecDeque<Fault>,
    late: Vec<(Endpoint, Vec<u8>)>,
    last: Option<Vec<u8>>,
}

impl<'a> Faulty<'a> {
    pub(in crate::sync) fn new(server: &'a FakeServer, device: DeviceId, faults: &[Fault]) -> Self {
        let faults = faults.iter().copied().collect();
        Self { server, device, way: Mutex::new(Way { faults, ..Way::default() }) }
    }
}

impl Transport for Faulty<'_> {
    fn exchange(&self, endpoint: Endpoint, body: Vec<u8>) -> Result<Vec<u8>, SyncError> {
        let mut way = self.way.lock().unwrap();
        let fault = way.faults.pop_front().unwrap_or(Fault::None);
        let offline = || Err(SyncError::Offline("lost".into()));
        match fault {
            Fault::Request => return offline(),
            Fault::Late => {
                way.late.push((endpoint, body));
                return offline();
            }
            Fault::Portal => return Ok(b"<html>Sign in</html>".to_vec()),
            Fault::Twice => {
                let _ = self.server.handle(self.device, endpoint, &body);
            }
            Fault::None | Fault::Answer | Fault::Stale | Fault::Damaged => {}
        }
        let answer = self.server.handle(self.device, endpoint, &body);
        for (endpoint, body) in way.late.drain(..) {
            let _ = self.server.handle(self.device, endpoint, &body);
        }
        let stale = way.last.clone();
        way.last = answer.clone().ok();
        match fault {
            Fault::Answer => offline(),
            Fault::Stale => stale.map_or(answer, Ok),
            Fault::Damaged => answer.map(|mut body| {
                body.truncate(body.len() / 2);
                body
            }),
            _ => answer,
        }
    }
}
