//! The batch line: one JSON object per pair, without line ends inside. `docs/schema/batch.schema.json` describes it.

use serde::Serialize;

use crate::finding::{Category, Severity};
use crate::format::positions::{self, Evidence, Located};
use crate::format::visible;
use crate::format::{confidence, round};
use crate::report::Report;

#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    verdict: &'static str,
    fidelity: f64,
    findings: Vec<Item<'a>>,
}

#[derive(Clone, Serialize)]
struct Item<'a> {
    rule: &'static str,
    category: Category,
    severity: Severity,
    confidence: f64,
    start: Option<usize>,
    end: Option<usize>,
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<usize>,
    message: &'a str,
    evidence: Evidence<'a, Words<'a>>,
    replacement: Option<&'a str>,
}

#[derive(Clone, Serialize)]
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
    let findings = entries(report);
    let line = Line { id, verdict: report.verdict.name(), fidelity: round(report.fidelity, 4), findings };
    // No map with keys other than strings is written, and nothing else can fail.
    out.extend_from_slice(visible::json(serde_json::to_string(&line).unwrap_or_default()).as_bytes());
}

/// One entry for each place of each finding: whoever marks words needs nothing else. Places of one fault have its number.
fn entries(report: &Report) -> Vec<Item<'_>> {
    let mut all: Vec<Item> = Vec::with_capacity(report.findings.len());
    for (k, Located { finding: f, at, also, evidence }) in positions::findings::<Words>(report).enumerate() {
        let item = Item {
            rule: f.rule.id,
            category: f.category,
            severity: f.severity,
            confidence: confidence(f.confidence),
            start: at.as_ref().map(|w| w.start),
            end: at.as_ref().map(|w| w.end),
            text: at.map(|w| w.text),
            fault: (!also.is_empty()).then_some(k),
            message: &f.message,
            evidence,
            replacement: f.replacement.as_deref(),
        };
        let further = also.into_iter().map(|w| Item {
            start: Some(w.start),
            end: Some(w.end),
            text: Some(w.text),
            ..item.clone()
        });
        let further: Vec<Item> = further.collect();
        all.push(item);
        all.extend(further);
    }
    if all.len() > report.findings.len() {
        // Entries without words of the rewrite stay last.
        all.sort_by_key(|item| (item.start.is_none(), item.start));
        number(&mut all);
    }
    all
}

/// Numbers the faults of several places by their first entries.
fn number(all: &mut [Item<'_>]) {
    let mut firsts: Vec<(usize, usize)> = Vec::new();
    for (at, item) in all.iter_mut().enumerate() {
        let Some(k) = item.fault else { continue };
        let first = firsts.iter().find(|(fault, _)| *fault == k).map(|(_, first)| *first);
        item.fault = Some(first.unwrap_or_else(|| {
            firsts.push((k, at));
            at
        }));
    }
}
