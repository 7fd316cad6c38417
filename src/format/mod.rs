//! Reports: one pure function per format, from a [`Report`] to text. No format sorts or decides.
//!
//! | format | for | module |
//! |---|---|---|
//! | terminal | a person at a prompt | [`terminal`] |
//! | html | an editor with both stories before them; one self-contained page | [`html`] |
//! | markdown | a comment in a pull request or a chat | [`markdown`] |
//! | json | programs that want everything; `docs/schema/report.schema.json` | [`json`] |
//! | jsonl | batches, one line per pair; `docs/schema/batch.schema.json` | [`jsonl`] |
//!
//! These cover a whole run, and are made from its [`Digest`](crate::gate::Digest)s:
//!
//! | format | for | module |
//! |---|---|---|
//! | sarif | code scanning and viewers: SARIF 2.1.0 | [`sarif`] |
//! | github | annotations in a GitHub workflow | [`github`] |
//! | gitlab | the code quality widget of a GitLab merge request | [`gitlab`] |
//! | junit | test reports of a build server | [`junit`] |
//! | checkstyle | review tools | [`checkstyle`] |
//! | rdjson | reviewdog | [`rdjson`] |
//! | csv | a spreadsheet: one row for each pair | [`csv`] |
//! | index | an editor: one page, worst first, by rule and by source | [`index`] |
//!
//! Story text is untrusted and is escaped once, where it enters a format.

pub mod checkstyle;
pub mod csv;
pub mod github;
pub mod gitlab;
pub mod html;
pub mod index;
pub mod json;
pub mod jsonl;
pub mod junit;
pub mod markdown;
mod page;
mod positions;
pub mod rdjson;
pub mod sarif;
mod suggestion;
pub mod terminal;
mod trend;
mod uri;
pub mod visible;
mod wrap;
mod xml;

pub use uri::uri;
pub use wrap::wrap;

use crate::finding::{Finding, Rule, Severity};
use crate::gate::Digest;
use crate::gate::digest::Item;
use crate::ingest::Story;
use crate::report::Report;
use crate::text::Span;

/// The findings with their numbers, in the order of the report: the number that was given, else the place in that order.
pub(crate) fn numbered(report: &Report) -> impl Iterator<Item = (usize, &Finding)> {
    report.findings.iter().enumerate().map(|(i, f)| (if f.number > 0 { f.number } else { i + 1 }, f))
}

/// `n finding` or `n findings`.
pub(crate) fn plural(n: usize, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

/// "1 critical, 2 major": severities that occur, gravest first; empty when there is no finding.
pub(crate) fn counts(report: &Report) -> String {
    let parts: Vec<String> = Severity::ALL
        .into_iter()
        .rev()
        .filter_map(|s| match report.count(s) {
            0 => None,
            n => Some(format!("{n} {}", s.name())),
        })
        .collect();
    parts.join(", ")
}

/// A sign that tells severities apart without colour.
pub(crate) fn shape(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "◆",
        Severity::Major => "▲",
        Severity::Minor => "●",
        Severity::Neutral => "○",
    }
}

/// `value` with so many decimals; what is no number becomes 0.
pub(crate) fn round(value: f64, decimals: i32) -> f64 {
    if !value.is_finite() {
        return 0.0;
    }
    let scale = 10f64.powi(decimals);
    (value * scale).round() / scale
}

/// A message with a capital, where it begins with a letter.
pub fn capital(message: &str) -> String {
    let mut chars = message.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// What a finding says, and below it the line of the wire that says otherwise: for those who see one finding at a time.
pub fn message(digest: &Digest, item: &Item) -> String {
    let mut out = capital(&visible::visible(&item.message));
    if let Some(wire) = item.wire.first() {
        let (take, words) = (visible::visible(digest.take_name(wire)), visible::visible(&wire.text));
        out.push_str(&format!("\n{take}, line {}: {words}", wire.place.line));
    }
    out
}

/// A rule's documentation as a page of Markdown: doc comments carry one space after the slashes.
pub fn rule_page(rule: &Rule) -> String {
    let lines = rule.docs.trim_matches('\n').lines().map(|l| l.strip_prefix(' ').unwrap_or(l));
    lines
        .map(|l| l.strip_prefix("# ").map_or_else(|| l.to_owned(), |t| format!("## {t}")))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Confidence with two decimals.
pub(crate) fn confidence(value: f32) -> f64 {
    round(f64::from(value), 2)
}

/// What to call a story: its name, or a stand-in where it has none.
pub(crate) fn name<'a>(story: &'a Story, otherwise: &'a str) -> &'a str {
    match story.source.name.as_str() {
        "" => otherwise,
        "-" => "standard input",
        name => name,
    }
}

/// The words at a place that a finding points at. Where they are a letter that was left as a code, they are what readers of the file see.
pub(crate) fn pointed_at(story: &Story, span: Span) -> &str {
    let after = story.codes.partition_point(|code| code.span.start <= span.start);
    let code = after.checked_sub(1).and_then(|i| story.codes.get(i));
    match code.filter(|code| !span.is_empty() && code.span.contains(span)) {
        Some(code) => &code.seen,
        None => story.source.slice(span),
    }
}

/// Words around a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Around {
    /// The words, the span's own among them.
    pub span: Span,
    /// Whether the sentence or paragraph begins earlier.
    pub cut_before: bool,
    /// Whether it goes on.
    pub cut_after: bool,
}

/// Bytes of context on either side of a span, at most: a story may stand on one line.
const MAX_CONTEXT: u32 = 600;

/// Those of some things in text order that touch a span, if only at its ends. The things do not overlap: where they begin and where they end
/// is found by halving, and not by going through a whole story for each finding.
pub(crate) fn touching<T>(all: &[T], place: impl Fn(&T) -> Span, span: Span) -> &[T] {
    let from = all.partition_point(|x| place(x).end < span.start);
    let to = all.partition_point(|x| place(x).start <= span.end);
    all.get(from..to).unwrap_or_default()
}

/// The words around a span that a reader needs: the sentences it touches, else its paragraph, else its line.
pub(crate) fn context(story: &Story, sentences: &[Span], span: Span) -> Around {
    let text = &story.source.text;
    let touches = |s: &Span| s.overlaps(span) || (span.is_empty() && s.start <= span.start && span.start <= s.end);
    let around = touching(sentences, |s| *s, span).iter().copied().filter(touches).reduce(Span::to);
    let around = around
        .or_else(|| touching(&story.blocks, |b| b.span, span).iter().map(|b| b.span).filter(touches).reduce(Span::to));
    let fits = |s: &Span| text.get(s.range()).is_some();
    let whole = around.map(|s| s.to(span)).filter(fits).unwrap_or_else(|| {
        let head = text.get(..span.start as usize).unwrap_or("");
        let tail = text.get(span.end as usize..).unwrap_or("");
        let start = head.rfind('\n').map_or(0, |i| i + 1);
        let end = tail.find('\n').map_or(text.len(), |i| span.end as usize + i);
        Span::new(start, end)
    });
    let from = span.start.saturating_sub(MAX_CONTEXT).max(whole.start);
    let to = span.end.saturating_add(MAX_CONTEXT).min(whole.end);
    // A cut goes between words, and where there are none, between characters.
    let start = (from..=span.start).find(|i| *i == whole.start || at_space(text, *i)).unwrap_or(span.start);
    let end = (span.end..=to).rev().find(|i| *i == whole.end || at_space(text, *i)).unwrap_or(span.end);
    let cut = Span { start, end: end.max(start) };
    if !fits(&cut) {
        return Around { span: whole, cut_before: false, cut_after: false };
    }
    Around { span: cut, cut_before: start > whole.start, cut_after: end < whole.end }
}

fn at_space(text: &str, at: u32) -> bool {
    text.as_bytes().get(at as usize).is_some_and(u8::is_ascii_whitespace)
}

/// The sentences of the rewrite that the links name, in text order.
pub(crate) fn rewrite_sentences(report: &Report) -> Vec<Span> {
    in_order(report.links.iter().map(|l| l.rewrite.0))
}

/// The sentences of one take of the wire that the links name, in text order.
pub(crate) fn wire_sentences(report: &Report, take: usize) -> Vec<Span> {
    in_order(report.links.iter().flat_map(|l| &l.wire).filter(|w| w.take == take).map(|w| w.span))
}

fn in_order(spans: impl Iterator<Item = Span>) -> Vec<Span> {
    let mut spans: Vec<Span> = spans.filter(|s| !s.is_empty()).collect();
    spans.sort_unstable();
    spans.dedup();
    spans
}
