//! The batch line: one JSON object per pair, without line ends inside. `docs/schema/batch.schema.json` describes it.

use serde::Serialize;

use super::places::Located;
use super::{confidence, round};
use crate::finding::{Category, Severity};
use crate::outcome::Report;

#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    verdict: &'static str,
    fidelity: f64,
    findings: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Item<'a> {
    rule: &'static str,
    category: Category,
    severity: Severity,
    confidence: f64,
    start: Option<usize>,
    end: Option<usize>,
    text: Option<&'a str>,
    message: &'a str,
    evidence: Evidence<'a>,
    replacement: Option<&'a str>,
}

#[derive(Serialize)]
struct Evidence<'a> {
    wire: Vec<Words<'a>>,
    rewrite: Vec<Words<'a>>,
    knowledge: Option<&'a str>,
}

#[derive(Serialize)]
struct Words<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    take: Option<usize>,
    start: usize,
    end: usize,
    text: &'a str,
}

/// The line for one report, without a line end. `id` is the caller's name for the pair.
///
/// `start` and `end` are Unicode code points in the string that was read; null where the rewrite has no words to point at.
pub fn render(report: &Report, id: &str) -> String {
    let mut out = Vec::new();
    write(report, id, &mut out);
    String::from_utf8(out).unwrap_or_default()
}

/// Appends the line for one report to `out`, without a line end. See [`render`].
pub fn write(report: &Report, id: &str, out: &mut Vec<u8>) {
    let located = Located::of(report);
    let mut rewrite = located.rewrite.iter();
    let mut wires: Vec<_> = located.wires.iter().map(|w| w.iter()).collect();
    let findings = report
        .findings
        .iter()
        .map(|f| {
            let at = f.at.and_then(|_| rewrite.next());
            Item {
                rule: f.rule.id,
                category: f.category,
                severity: f.severity,
                confidence: confidence(f.confidence),
                start: at.map(|p| p.start),
                end: at.map(|p| p.end),
                text: f.at.map(|s| report.rewrite.source.slice(s.0)),
                message: &f.message,
                evidence: Evidence {
                    wire: f
                        .evidence
                        .wire
                        .iter()
                        .filter_map(|w| {
                            let place = wires.get_mut(w.take)?.next()?;
                            let text = report.wires.get(w.take)?.source.slice(w.span);
                            Some(Words { take: Some(w.take), start: place.start, end: place.end, text })
                        })
                        .collect(),
                    rewrite: f
                        .evidence
                        .rewrite
                        .iter()
                        .filter_map(|s| {
                            let place = rewrite.next()?;
                            let text = report.rewrite.source.slice(s.0);
                            Some(Words { take: None, start: place.start, end: place.end, text })
                        })
                        .collect(),
                    knowledge: f.evidence.knowledge.as_deref(),
                },
                replacement: f.replacement.as_deref(),
            }
        })
        .collect();
    let line = Line { id, verdict: report.verdict.name(), fidelity: round(report.fidelity, 4), findings };
    // Writing into memory cannot fail, and no map with keys other than strings is written.
    let _ = serde_json::to_writer(out, &line);
}
