//! What the server counts, for Prometheus. Labels are calls and codes, never people or documents.

use std::time::Duration;

use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;
use xunlou_core::sync::wire::{DocumentVerdict, Endpoint, ErrorCode};

type Labels = Vec<(&'static str, String)>;

/// The server's counters.
pub struct Metrics {
    registry: Registry,
    calls: Family<Labels, Counter>,
    seconds: Histogram,
    changes: Family<Labels, Counter>,
    documents: Counter,
    photos: Counter,
    photo_bytes: Counter,
    working: Gauge,
    busy: Counter,
}

impl Default for Metrics {
    fn default() -> Self {
        let metrics = Self {
            registry: Registry::with_prefix("xunlou"),
            calls: Family::default(),
            seconds: Histogram::new(exponential_buckets(0.0005, 2.0, 16)),
            changes: Family::default(),
            documents: Counter::default(),
            photos: Counter::default(),
            photo_bytes: Counter::default(),
            working: Gauge::default(),
            busy: Counter::default(),
        };
        metrics.registered()
    }
}

impl Metrics {
    fn registered(mut self) -> Self {
        let registry = &mut self.registry;
        registry.register("calls", "Calls answered, by path and code", self.calls.clone());
        registry.register("call_seconds", "Time to answer a call", self.seconds.clone());
        registry.register("changes", "Changes pushed, by verdict", self.changes.clone());
        registry.register("documents_sent", "Documents sent in pages", self.documents.clone());
        registry.register("photos", "Photos received whole", self.photos.clone());
        registry.register("photo_bytes", "Bytes of those photos", self.photo_bytes.clone());
        registry.register("working", "Calls being worked on", self.working.clone());
        registry.register("busy", "Calls turned away because too many wait", self.busy.clone());
        self
    }

    /// A call was answered.
    pub(crate) fn called(&self, endpoint: Endpoint, code: Option<ErrorCode>, took: Duration) {
        let code = code.map_or_else(|| "ok".to_owned(), |code| format!("{code:?}"));
        self.calls.get_or_create(&vec![("path", endpoint.path().to_owned()), ("code", code)]).inc();
        self.seconds.observe(took.as_secs_f64());
    }

    /// Changes were judged.
    pub(crate) fn judged(&self, verdict: &DocumentVerdict) {
        for (name, count) in [
            ("accepted", verdict.accepted.len()),
            ("waiting", verdict.waiting.len()),
            ("refused", verdict.refused.len()),
        ] {
            self.changes.get_or_create(&vec![("verdict", name.to_owned())]).inc_by(count as u64);
        }
    }

    /// Documents were sent.
    pub(crate) fn sent(&self, documents: usize) {
        self.documents.inc_by(documents as u64);
    }

    /// A photo arrived whole.
    pub(crate) fn photo(&self, bytes: u64) {
        self.photos.inc();
        self.photo_bytes.inc_by(bytes);
    }

    /// A call is being worked on.
    pub(crate) fn begin(&self) {
        self.working.inc();
    }

    /// A call is no longer being worked on.
    pub(crate) fn end(&self) {
        self.working.dec();
    }

    /// A call was turned away.
    pub(crate) fn turned_away(&self) {
        self.busy.inc();
    }

    /// All counters as Prometheus reads them.
    pub fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string does not fail; should it ever, the counters so far are as good.
        let _ = encode(&mut text, &self.registry);
        text
    }
}
