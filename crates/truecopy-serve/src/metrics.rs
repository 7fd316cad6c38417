//! Counts for Prometheus. Labels are paths that there are and statuses: nothing that a request decides can make their number grow.

use std::time::Duration;

use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use crate::room::Room;

type Labels = Vec<(&'static str, String)>;

/// What is counted.
pub struct Metrics {
    registry: Registry,
    requests: Family<Labels, Counter>,
    seconds: Family<Labels, Histogram>,
    findings: Family<Labels, Counter>,
    connections: Gauge,
    running: Gauge,
    waiting: Gauge,
    held: Gauge,
}

/// Limits of the histogram in seconds, about the time that a check takes.
const SECONDS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];

impl Metrics {
    /// Nothing counted yet.
    pub fn new() -> Self {
        let mut registry = Registry::with_prefix("truecopy");
        let made = || Histogram::new(SECONDS);
        let metrics = Metrics {
            requests: Family::default(),
            seconds: Family::new_with_constructor(made as fn() -> Histogram),
            findings: Family::default(),
            connections: Gauge::default(),
            running: Gauge::default(),
            waiting: Gauge::default(),
            held: Gauge::default(),
            registry: Registry::default(),
        };
        registry.register("requests", "Requests answered", metrics.requests.clone());
        registry.register("request_seconds", "Time from the head of a request to its answer", metrics.seconds.clone());
        registry.register("findings", "Findings sent, by severity", metrics.findings.clone());
        registry.register("connections", "Open connections", metrics.connections.clone());
        registry.register("checks_running", "Checks under way", metrics.running.clone());
        registry.register("checks_waiting", "Checks that wait for their turn", metrics.waiting.clone());
        registry.register("held_bytes", "Bytes of requests under way", metrics.held.clone());
        Metrics { registry, ..metrics }
    }

    /// A request was answered.
    pub fn answered(&self, path: &'static str, status: u16, took: Duration) {
        self.requests.get_or_create(&vec![("path", path.to_owned()), ("status", status.to_string())]).inc();
        self.seconds.get_or_create(&vec![("path", path.to_owned())]).observe(took.as_secs_f64());
    }

    /// Findings of this severity were sent.
    pub fn found(&self, severity: &'static str) {
        self.findings.get_or_create(&vec![("severity", severity.to_owned())]).inc();
    }

    /// As Prometheus reads it.
    pub fn text(&self, connections: usize, room: &Room) -> String {
        let (running, waiting) = room.taken();
        let count = |gauge: &Gauge, n: usize| gauge.set(i64::try_from(n).unwrap_or(i64::MAX));
        count(&self.connections, connections);
        count(&self.running, running);
        count(&self.waiting, waiting);
        count(&self.held, room.held());
        let mut out = String::new();
        // Writing into memory cannot fail.
        let _ = encode(&mut out, &self.registry);
        out
    }
}
