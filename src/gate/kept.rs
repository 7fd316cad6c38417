//! What is kept of a report, so that an unchanged pair need not be checked again: everything but the stories, which are read anyway.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::finding::{Category, Evidence, Finding, Severity};
use crate::house::House;
use crate::ingest::Story;
use crate::reader::Mode;
use crate::report::{Link, Report, Verdict};
use crate::rules;
use crate::text::{RewriteSpan, Span, WireSpan};

type Range = (u32, u32);
type Take = (usize, u32, u32);

#[derive(Serialize, Deserialize)]
struct Kept {
    verdict: String,
    reason: String,
    fidelity: f64,
    findings: Vec<KeptFinding>,
    links: Vec<(Range, Vec<Take>)>,
    reader: Mode,
    reader_model: Option<String>,
    read: usize,
    notes: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeptFinding {
    rule: String,
    category: String,
    severity: String,
    confidence: f32,
    at: Option<Range>,
    message: String,
    wire: Vec<Take>,
    rewrite: Vec<Range>,
    knowledge: Option<String>,
    replacement: Option<String>,
    also: Vec<Range>,
}

/// How every report that was kept begins.
pub const HEAD: &str = "{\"verdict\":\"";

/// The report without its stories, as one line of JSON that begins with [`HEAD`].
pub fn keep(report: &Report) -> String {
    let findings = report.findings.iter().map(|f| KeptFinding {
        rule: f.rule.id.to_owned(),
        category: f.category.name().to_owned(),
        severity: f.severity.name().to_owned(),
        confidence: f.confidence,
        at: f.at.map(|s| range(s.0)),
        message: f.message.clone(),
        wire: f.evidence.wire.iter().map(take).collect(),
        rewrite: f.evidence.rewrite.iter().map(|s| range(s.0)).collect(),
        knowledge: f.evidence.knowledge.clone(),
        replacement: f.replacement.clone(),
        also: f.also.iter().map(|s| range(s.0)).collect(),
    });
    let kept = Kept {
        verdict: report.verdict.name().to_owned(),
        reason: report.reason.clone(),
        fidelity: if report.fidelity.is_finite() { report.fidelity } else { 0.0 },
        findings: findings.collect(),
        links: report.links.iter().map(|l| (range(l.rewrite.0), l.wire.iter().map(take).collect())).collect(),
        reader: report.reader,
        reader_model: report.reader_model.clone(),
        read: report.read,
        notes: report.notes.clone(),
    };
    serde_json::to_string(&kept).unwrap_or_default()
}

/// The report that was kept, with its stories; none where `text` is no such report or does not fit them,
/// or names a house rule that there is not.
pub fn restore(text: &str, wires: &Arc<[Story]>, rewrite: &Arc<Story>, house: &House) -> Option<Report> {
    let kept: Kept = serde_json::from_str(text).ok()?;
    let own = |r: &Range| span(r.0, r.1, rewrite).map(RewriteSpan);
    let theirs = |t: &Take| Some(WireSpan { take: t.0, span: span(t.1, t.2, wires.get(t.0)?)? });
    let verdict = Verdict::ALL.into_iter().find(|v| v.name() == kept.verdict)?;
    let findings = kept
        .findings
        .into_iter()
        .map(|f| {
            Some(Finding {
                rule: rules::rule(&f.rule).or_else(|| house.rule(&f.rule))?,
                category: Category::ALL.into_iter().find(|c| c.name() == f.category)?,
                severity: f.severity.parse::<Severity>().ok()?,
                confidence: f.confidence,
                at: match &f.at {
                    Some(at) => Some(own(at)?),
                    None => None,
                },
                message: f.message,
                evidence: Evidence {
                    wire: f.wire.iter().map(theirs).collect::<Option<_>>()?,
                    rewrite: f.rewrite.iter().map(own).collect::<Option<_>>()?,
                    knowledge: f.knowledge,
                },
                replacement: f.replacement,
                also: f.also.iter().map(own).collect::<Option<_>>()?,
                fault: None,
                number: 0,
            })
        })
        .collect::<Option<Vec<Finding>>>()?;
    let links = kept
        .links
        .iter()
        .map(|(r, w)| Some(Link { rewrite: own(r)?, wire: w.iter().map(theirs).collect::<Option<_>>()? }))
        .collect::<Option<_>>()?;
    // What no check would find was written by somebody else.
    let sound = |f: &Finding| (f.at.is_some() || !f.evidence.wire.is_empty()) && (0.0..=1.0).contains(&f.confidence);
    if !kept.fidelity.is_finite() || !findings.iter().all(sound) {
        return None;
    }
    let (rewrite, wires) = (Arc::clone(rewrite), Arc::clone(wires));
    let Kept { reason, fidelity, reader, reader_model, read, notes, .. } = kept;
    Some(Report { rewrite, wires, verdict, reason, fidelity, findings, links, reader, reader_model, read, notes })
}

fn range(span: Span) -> Range {
    (span.start, span.end)
}

fn take(wire: &WireSpan) -> Take {
    (wire.take, wire.span.start, wire.span.end)
}

/// A span that fits the text of a story.
fn span(start: u32, end: u32, story: &Story) -> Option<Span> {
    story.source.text.get(start as usize..end as usize)?;
    Some(Span { start, end })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::from_text;

    #[test]
    fn what_is_damaged_or_belongs_to_another_text_is_not_taken() {
        let story = || from_text("r", "The ferry sailed.");
        for text in ["", "{}", "null", "{\"verdict\":\"faithful\"}"] {
            assert!(restore(text, &[story()].into(), &story().into(), &House::default()).is_none(), "{text}");
        }
        let long = r#"{"verdict":"drifted","reason":"","fidelity":1.0,"findings":[{"rule":"misspelling","category":"Linguistic conventions/Spelling","severity":"minor","confidence":0.5,"at":[4,400],"message":"m","wire":[],"rewrite":[],"knowledge":null,"replacement":null,"also":[]}],"links":[],"reader":"auto","read":0,"notes":[]}"#;
        assert!(restore(long, &[story()].into(), &story().into(), &House::default()).is_none());
        let sound = long.replace("400", "9");
        assert!(restore(&sound, &[story()].into(), &story().into(), &House::default()).is_some());
        for (from, to) in [("\"at\"", "\"to\""), ("0.5", "1.5"), ("[4,9]", "null"), ("1.0", "1e999")] {
            let damaged = sound.replace(from, to);
            assert!(restore(&damaged, &[story()].into(), &story().into(), &House::default()).is_none(), "{damaged}");
        }
    }
}
