//! The whole report as one JSON document, version 1. `docs/schema/report.schema.json` describes it.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::finding::{Category, Severity};
use crate::format::positions::{self, Evidence, Located};
use crate::format::visible;
use crate::format::{confidence, round};
use crate::ingest::Story;
use crate::report::Report;
use crate::text::{self, Position, Span};

/// The version of the format. It grows when a field is removed or changes its meaning, not when one is added.
pub const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    tool: Tool,
    verdict: &'static str,
    reason: &'a str,
    fidelity: f64,
    counts: Counts,
    rewrite: Text<'a>,
    wires: Vec<Text<'a>>,
    findings: Vec<Item<'a>>,
    links: Vec<Linked<'a>>,
    reader: Asked<'a>,
    notes: &'a [String],
}

#[derive(Serialize)]
struct Asked<'a> {
    mode: &'static str,
    sentences: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<&'a str>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Counts {
    critical: usize,
    major: usize,
    minor: usize,
    neutral: usize,
}

#[derive(Serialize)]
struct Text<'a> {
    name: &'a str,
    encoding: &'static str,
    metadata: Map<String, Value>,
    notes: &'a [String],
}

#[derive(Serialize)]
struct Item<'a> {
    #[serde(skip_serializing_if = "is_zero")]
    number: usize,
    rule: &'static str,
    group: &'static str,
    category: Category,
    severity: Severity,
    confidence: f64,
    message: &'a str,
    at: Option<Words<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also: Vec<Words<'a>>,
    evidence: Evidence<'a, Words<'a>>,
    replacement: Option<&'a str>,
}

#[derive(Serialize)]
struct Words<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    take: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    wire: Option<&'a str>,
    start: usize,
    end: usize,
    bytes: Bytes,
    line: usize,
    column: usize,
    text: &'a str,
}

#[derive(Serialize)]
struct Bytes {
    start: u32,
    end: u32,
}

#[derive(Serialize)]
struct Linked<'a> {
    rewrite: Words<'a>,
    wire: Vec<Words<'a>>,
}

fn is_zero(number: &usize) -> bool {
    *number == 0
}

/// The document for one report, indented, with a line end.
pub fn render(report: &Report) -> String {
    let findings = positions::findings(report).map(|Located { finding: f, at, also, evidence }| Item {
        number: f.number,
        rule: f.rule.id,
        group: f.rule.group.name(),
        category: f.category,
        severity: f.severity,
        confidence: confidence(f.confidence),
        message: &f.message,
        at,
        also,
        evidence,
        replacement: f.replacement.as_deref(),
    });
    let findings = findings.collect();
    let document = Document {
        version: VERSION,
        tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        verdict: report.verdict.name(),
        reason: &report.reason,
        fidelity: round(report.fidelity, 4),
        counts: Counts {
            critical: report.count(Severity::Critical),
            major: report.count(Severity::Major),
            minor: report.count(Severity::Minor),
            neutral: report.count(Severity::Neutral),
        },
        rewrite: text(&report.rewrite),
        wires: report.wires.iter().map(text).collect(),
        findings,
        links: links(report),
        reader: Asked { mode: report.reader.name(), sentences: report.read, model: report.reader_model.as_deref() },
        notes: &report.notes,
    };
    // Nothing in the document can fail to serialise: keys are strings and every number is finite.
    let mut out = serde_json::to_string_pretty(&document).unwrap_or_default();
    out.push('\n');
    visible::json(out)
}

fn text(story: &Story) -> Text<'_> {
    Text {
        name: &story.source.name,
        encoding: story.source.encoding.name(),
        metadata: metadata(story),
        notes: &story.notes,
    }
}

/// What a story or its feed says about itself: the format, the fields that are filled in, the dateline as it is written, the day as
/// `YYYY-MM-DD`, links to other items and notes to editors.
pub fn metadata(story: &Story) -> Map<String, Value> {
    let meta = &story.meta;
    let mut out = Map::new();
    out.insert("format".into(), json!(meta.format.name()));
    out.extend(meta.fields().map(|(name, value)| (name.to_owned(), json!(value))));
    if let Some(dateline) = story.dateline {
        let words =
            story.source.slice(dateline.span).trim_end_matches(|c: char| c.is_whitespace() || "-–—:".contains(c));
        out.insert("dateline".into(), json!(words));
    }
    if let Some((year, month, day)) = story.date {
        out.insert("date".into(), json!(format!("{year:04}-{month:02}-{day:02}")));
    }
    let links = meta.links.iter().map(|l| json!({"relation": l.kind.name(), "id": l.id}));
    out.insert("links".into(), links.collect());
    let advisories = meta.advisories.iter().map(|a| json!({"kind": a.kind.name(), "text": a.text}));
    out.insert("advisories".into(), advisories.collect());
    out
}

impl<'a> From<positions::Words<'a>> for Words<'a> {
    fn from(words: positions::Words<'a>) -> Self {
        let place = words.place;
        Words {
            take: words.take,
            wire: words.take.map(|_| words.name),
            start: place.start,
            end: place.end,
            bytes: Bytes { start: place.bytes.start, end: place.bytes.end },
            line: place.line,
            column: place.column,
            text: words.text,
        }
    }
}

fn links(report: &Report) -> Vec<Linked<'_>> {
    let aligned: Vec<Span> = report.links.iter().map(|l| l.rewrite.0).collect();
    let aligned = text::positions(&report.rewrite.source, &aligned);
    let per_wire: Vec<Vec<Position>> = report
        .wires
        .iter()
        .enumerate()
        .map(|(take, story)| {
            let all = report.links.iter().flat_map(|l| &l.wire);
            let spans: Vec<Span> = all.filter(|w| w.take == take).map(|w| w.span).collect();
            text::positions(&story.source, &spans)
        })
        .collect();
    let mut per_wire: Vec<_> = per_wire.into_iter().map(Vec::into_iter).collect();
    let linked = report.links.iter().zip(aligned).map(|(link, place)| Linked {
        rewrite: positions::Words::of_rewrite(report, link.rewrite, place).into(),
        wire: link
            .wire
            .iter()
            .filter_map(|w| Some(positions::Words::of_wire(report, w, per_wire.get_mut(w.take)?.next()?)?.into()))
            .collect(),
    });
    linked.collect()
}
