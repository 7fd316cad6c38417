//! The places of everything that the findings of a report point at.

use std::collections::HashMap;

use serde::Serialize;

use crate::finding::Finding;
use crate::report::Report;
use crate::text::{Position, RewriteSpan, Span, WireSpan, positions};

/// Words of a text, with their place.
pub(super) struct Words<'a> {
    /// Which take of the wire; none for the rewrite.
    pub(super) take: Option<usize>,
    /// Name of the text.
    pub(super) name: &'a str,
    pub(super) place: Position,
    pub(super) text: &'a str,
}

impl<'a> Words<'a> {
    pub(super) fn of_rewrite(report: &'a Report, span: RewriteSpan, place: Position) -> Self {
        let source = &report.rewrite.source;
        Words { take: None, name: &source.name, place, text: source.slice(span.0) }
    }

    /// None where there is no such take.
    pub(super) fn of_wire(report: &'a Report, words: &WireSpan, place: Position) -> Option<Self> {
        let source = &report.wires.get(words.take)?.source;
        Some(Words { take: Some(words.take), name: &source.name, place, text: source.slice(words.span) })
    }
}

/// What a finding rests on, as the JSON formats write it: `W` is how they write words.
#[derive(Clone, Serialize)]
pub(super) struct Evidence<'a, W> {
    wire: Vec<W>,
    rewrite: Vec<W>,
    knowledge: Option<&'a str>,
}

/// Every finding, with its own words, where it has any, its further places and what it rests on.
pub(super) fn findings<'a, W: From<Words<'a>>>(report: &'a Report) -> impl Iterator<Item = Located<'a, W>> {
    let located = Places::of(report);
    let mut rewrite = located.rewrite.into_iter();
    let mut wires: Vec<_> = located.wires.into_iter().map(Vec::into_iter).collect();
    report.findings.iter().map(move |f| {
        let mut own = |span: &RewriteSpan| Some(Words::of_rewrite(report, *span, rewrite.next()?).into());
        let at = f.at.as_ref().and_then(&mut own);
        let also = f.also.iter().filter_map(&mut own).collect();
        let other = f.evidence.rewrite.iter().filter_map(&mut own).collect();
        let wire = f.evidence.wire.iter().filter_map(|w| {
            let place = wires.get_mut(w.take)?.next()?;
            Some(Words::of_wire(report, w, place)?.into())
        });
        let evidence = Evidence { wire: wire.collect(), rewrite: other, knowledge: f.evidence.knowledge.as_deref() };
        Located { finding: f, at, also, evidence }
    })
}

/// A finding with its places.
pub(super) struct Located<'a, W> {
    pub(super) finding: &'a Finding,
    /// Its own words, where it has any.
    pub(super) at: Option<W>,
    /// Further places of it.
    pub(super) also: Vec<W>,
    /// What it rests on.
    pub(super) evidence: Evidence<'a, W>,
}

/// The places of all spans of all findings: per text one list, in the order in which the findings name them.
struct Places {
    /// For each finding first its own words, where it has any, then its further places, then its other words of the rewrite.
    rewrite: Vec<Position>,
    /// For each take the evidence in it.
    wires: Vec<Vec<Position>>,
}

impl Places {
    fn of(report: &Report) -> Self {
        let rewrite: Vec<Span> = rewrite_spans(report).collect();
        let wires = report.wires.iter().enumerate().map(|(take, story)| {
            let spans: Vec<Span> = wire_spans(report, take).collect();
            positions(&story.source, &spans)
        });
        Places { wires: wires.collect(), rewrite: positions(&report.rewrite.source, &rewrite) }
    }
}

/// The places of all spans of all findings, to be asked for in any order.
pub(crate) struct Index(HashMap<(Option<usize>, Span), Position>);

impl Index {
    pub(crate) fn of(report: &Report) -> Self {
        let located = Places::of(report);
        let mut known = HashMap::new();
        known.extend(rewrite_spans(report).map(|s| (None, s)).zip(located.rewrite));
        for (take, places) in located.wires.into_iter().enumerate() {
            known.extend(wire_spans(report, take).map(|s| (Some(take), s)).zip(places));
        }
        Index(known)
    }

    /// The place of a span of the rewrite, or of one take of the wire.
    pub(crate) fn get(&self, take: Option<usize>, span: Span) -> Position {
        self.0.get(&(take, span)).copied().unwrap_or(Position { line: 1, column: 1, ..Position::default() })
    }
}

/// For each finding its own words, where it has any, then its further places, then its other words of the rewrite.
fn rewrite_spans(report: &Report) -> impl Iterator<Item = Span> {
    report.findings.iter().flat_map(|f| f.places().chain(f.evidence.rewrite.iter().copied()).map(|s| s.0))
}

/// The evidence of all findings in one take of the wire.
fn wire_spans(report: &Report, take: usize) -> impl Iterator<Item = Span> {
    report.findings.iter().flat_map(|f| &f.evidence.wire).filter(move |w| w.take == take).map(|w| w.span)
}
