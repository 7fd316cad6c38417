//! The batch line: one JSON object per pair, without line ends inside. `docs/schema/batch.schema.json` describes it.

use serde::Serialize;

use crate::finding::{Category, Severity};
use crate::format::positions::{self, Evidence, Located};
use crate::format::{confidence, round};
use crate::report::Report;

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
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also: Vec<Words<'a>>,
    message: &'a str,
    evidence: Evidence<'a, Words<'a>>,
    replacement: Option<&'a str>,
}

#[derive(Serialize)]
struct Words<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    take: Option<usize>,
    start: usize,
    end: usize,
    text: &'a str,
}

impl<'a> From<positions::Words<'a>> for Words<'a> {
    fn from(words: positions::Words<'a>) -> Self {
        Words { take: words.take, start: words.place.start, end: words.place.end, text: words.text }
    }
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
    let findings = positions::findings(report).map(|Located { finding: f, at, also, evidence }: Located<Words>| Item {
        rule: f.rule.id,
        category: f.category,
        severity: f.severity,
        confidence: confidence(f.confidence),
        start: at.as_ref().map(|w| w.start),
        end: at.as_ref().map(|w| w.end),
        text: at.map(|w| w.text),
        also,
        message: &f.message,
        evidence,
        replacement: f.replacement.as_deref(),
    });
    let findings = findings.collect();
    let line = Line { id, verdict: report.verdict.name(), fidelity: round(report.fidelity, 4), findings };
    // Writing into memory cannot fail, and no map with keys other than strings is written.
    let _ = serde_json::to_writer(out, &line);
}
