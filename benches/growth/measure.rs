//! What one check costs.

use std::cell::Cell;
use std::hint::black_box;
use std::time::Duration;

use truecopy::check::{Checker, Options};
use truecopy::format::terminal::Look;
use truecopy::format::{html, json, terminal};
use truecopy::ingest::from_bytes;

use super::patterns::Case;

/// What a check took.
pub struct Cost {
    pub time: Duration,
    /// The longest stretch without a question whether to go on: `max-seconds` is overrun by as much. To read a text is such a stretch.
    pub stretch: Duration,
    /// What it said.
    pub verdict: &'static str,
}

/// Reads both texts, checks them and writes three reports.
pub fn cost(case: &Case, bytes: usize) -> Cost {
    let (wire, rewrite) = case.texts(bytes);
    let began = processor_time();
    let last = Cell::new(began);
    let stretch = Cell::new(Duration::ZERO);
    let ask = || {
        let now = processor_time();
        stretch.set(stretch.get().max(now.saturating_sub(last.replace(now))));
        true
    };
    let read = |text: &str| {
        let story = from_bytes(case.form.file(), text.as_bytes());
        ask();
        story
    };
    let verdict = match (read(&wire), read(&rewrite)) {
        (Ok(wire), Ok(rewrite)) => {
            let report = Checker::new(Options::default()).check_while(wire, rewrite, &ask);
            ask();
            let report = report.expect("nobody stops it");
            black_box((json::render(&report), html::render(&report), terminal::render(&report, Look::new(100))));
            report.verdict.name()
        }
        _ => "refused",
    };
    Cost { time: processor_time().saturating_sub(began), stretch: stretch.get(), verdict }
}

/// By what power of its length a text's cost grows, between two lengths.
pub fn exponent((short, before): (usize, Duration), (long, after): (usize, Duration)) -> f64 {
    let times = after.as_secs_f64().max(1e-6) / before.as_secs_f64().max(1e-6);
    times.ln() / (long as f64 / short as f64).ln()
}

/// What this thread has had of the processor: other programs make it wait, and that does not count here.
#[cfg(unix)]
pub fn processor_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// Elsewhere, the clock.
#[cfg(not(unix))]
pub fn processor_time() -> Duration {
    use std::sync::LazyLock;
    use std::time::Instant;
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed()
}
