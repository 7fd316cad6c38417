//! The checker as the server and the desk see it: settings, archive and wires of a run that does not end.

use std::sync::Arc;

use truecopy::archive::THRESHOLD;
use truecopy::check::Wire;
use truecopy::finding::Finding;
use truecopy::gate::Judged;
use truecopy::gate::digest::Outcome as Came;
use truecopy::ingest::{self, Story};
use truecopy::report::{Report, Verdict};
use truecopy::text::{Span, positions};
use truecopy_serve::review::{Review, Sent};
use truecopy_serve::{Answer, Checked, Engine, Outcome, Pair, Refused, WireFrom};

use crate::cli::failure::Failure;
use crate::cli::input::archive::{Archive, Narrow};
use crate::cli::input::lines::Line;
use crate::cli::run::answers;
use crate::cli::run::loaded::Loaded;
use crate::cli::run::pool::Panicked;
use crate::cli::run::settings::Day;
use crate::cli::run::wires::Recent;
use crate::cli::service::review;

/// The name by which settings know a text that comes without one.
const NAME: &str = "text";

/// The checker behind the server.
pub struct Service {
    loaded: Arc<Loaded>,
    wires: Recent,
    archive: Option<Archive>,
}

impl Service {
    /// Checks by these settings, and keeps the last so many wires analysed.
    pub fn new(loaded: Arc<Loaded>, archive: Option<Archive>, wires: usize) -> Self {
        Service { loaded, wires: Recent::new(wires), archive }
    }

    /// The day of a story, as whoever asks gives it.
    fn day(&self, date: Option<&str>) -> Result<Option<Day>, Refused> {
        let none = || Refused::Request("`date` is none: expected a day as YYYY-MM-DD, or a time stamp".into());
        match date.filter(|d| !d.is_empty()) {
            None => Ok(self.loaded.date),
            Some(text) => Ok(Some(ingest::day(text).ok_or_else(none)?)),
        }
    }

    /// The wire of a text.
    fn wire(&self, from: WireFrom, text: &Story) -> Result<Wire, Refused> {
        let archive = || {
            let none = "the server has no archive: give the wire's text in `wire`, or start the server with --archive";
            self.archive.as_ref().ok_or_else(|| Refused::Request(none.into()))
        };
        let missing = |why: Failure| Refused::NoWire(why.to_string());
        let takes = match from {
            WireFrom::Takes(takes) => {
                let name = |i: usize| if i == 0 { "wire".to_owned() } else { format!("wire {}", i + 1) };
                takes.iter().enumerate().map(|(i, take)| ingest::from_text(&name(i), take)).collect()
            }
            WireFrom::Id(id) => vec![archive()?.by_id(&id).map_err(missing)?],
            WireFrom::Archive => vec![archive()?.wire_of(text, &Narrow::default(), THRESHOLD).map_err(missing)?],
        };
        Ok(self.wires.wire(takes))
    }
}

impl Engine for Service {
    fn line(&self, bytes: Vec<u8>) -> Answer {
        let line = Line { number: 1, read: bytes.len(), bytes: Ok(bytes), ended: true };
        let work = || answers::answer(&self.loaded, &self.wires, &line);
        match std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).map_err(|_| Panicked) {
            Ok(answers::Answer { output, digest }) => {
                let checked = matches!(digest.outcome, Came::Checked { .. });
                Answer { body: output, outcome: if checked { Outcome::Checked } else { Outcome::Unchecked } }
            }
            Err(Panicked) => Answer { body: answers::internal(&line).output, outcome: Outcome::Internal },
        }
    }

    fn check(&self, pair: Pair) -> Result<Checked, Refused> {
        let date = self.day(pair.date.as_deref())?;
        let text = ingest::from_text(NAME, &pair.text);
        let wire = self.wire(pair.wire, &text)?;
        let judged = self.loaded.check_on(NAME, wire, text, date).map_err(|e| Refused::Unchecked(e.to_string()))?;
        Ok(checked(&judged))
    }

    fn review(&self, wires: &[Sent], rewrite: &Sent, date: Option<&str>) -> Result<Review, Refused> {
        let date = self.day(date)?;
        let read = |sent: &Sent| ingest::from_text(&sent.name, &sent.text);
        let wire = self.wires.wire(wires.iter().map(read).collect());
        let judged = self.loaded.check_on(&rewrite.name, wire, read(rewrite), date);
        Ok(review::of(&judged.map_err(|e| Refused::Unchecked(e.to_string()))?))
    }
}

fn checked(judged: &Judged) -> Checked {
    let report = &judged.report;
    let spans: Vec<Span> = report.findings.iter().flat_map(|f| f.places().map(|at| at.0)).collect();
    let mut sent = positions(&report.rewrite.source, &spans).into_iter();
    let findings = report.findings.iter().map(|finding| {
        let own = sent.by_ref().take(finding.places().count());
        let own = own.map(|p| p.bytes.start as usize..p.bytes.end as usize).collect();
        shown(report, finding, own)
    });
    Checked {
        verdict: report.verdict.name(),
        reason: report.reason.clone(),
        compared: !matches!(report.verdict, Verdict::DifferentStory | Verdict::NotComparable),
        fidelity: (report.fidelity * 1e4).round() / 1e4,
        wires: report.wires.iter().map(|w| file_name(&w.source.name)).collect(),
        findings: findings.collect(),
    }
}

/// A name without the folders before it: where the archive lies is nobody else's business.
fn file_name(name: &str) -> String {
    name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned()
}

fn shown(report: &Report, finding: &Finding, places: Vec<std::ops::Range<usize>>) -> truecopy_serve::Finding {
    truecopy_serve::Finding {
        rule: finding.rule.id,
        about: finding.rule.summary(),
        category: finding.category.name(),
        severity: review::severity(finding.severity),
        confidence: (f64::from(finding.confidence) * 100.0).round() / 100.0,
        places,
        message: finding.message.clone(),
        wire: finding.evidence.wire.iter().map(|w| report.wire_words(*w).to_owned()).collect(),
        replacement: finding.replacement.clone(),
    }
}
