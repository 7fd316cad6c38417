//! The places of everything that the findings of a report point at.

use std::collections::HashMap;

use crate::outcome::Report;
use crate::text::{Place, Span, places};

/// The places of all spans of all findings: per text one list, in the order in which the findings name them.
pub(crate) struct Located {
    /// For each finding first its own words, where it has any, then its other words of the rewrite.
    pub rewrite: Vec<Place>,
    /// For each take the evidence in it.
    pub wires: Vec<Vec<Place>>,
}

impl Located {
    pub(crate) fn of(report: &Report) -> Self {
        let rewrite: Vec<Span> = rewrite_spans(report).collect();
        let wires = report.wires.iter().enumerate().map(|(take, story)| {
            let spans: Vec<Span> = wire_spans(report, take).collect();
            places(&story.source, &spans)
        });
        Located { wires: wires.collect(), rewrite: places(&report.rewrite.source, &rewrite) }
    }
}

/// The places of all spans of all findings, to be asked for in any order.
pub(crate) struct Index(HashMap<(Option<usize>, Span), Place>);

impl Index {
    pub(crate) fn of(report: &Report) -> Self {
        let located = Located::of(report);
        let mut known = HashMap::new();
        known.extend(rewrite_spans(report).map(|s| (None, s)).zip(located.rewrite));
        for (take, places) in located.wires.into_iter().enumerate() {
            known.extend(wire_spans(report, take).map(|s| (Some(take), s)).zip(places));
        }
        Index(known)
    }

    /// The place of a span of the rewrite, or of one take of the wire.
    pub(crate) fn get(&self, take: Option<usize>, span: Span) -> Place {
        self.0.get(&(take, span)).copied().unwrap_or(Place { line: 1, column: 1, ..Place::default() })
    }
}

/// For each finding its own words, where it has any, then its other words of the rewrite.
fn rewrite_spans(report: &Report) -> impl Iterator<Item = Span> {
    report.findings.iter().flat_map(|f| f.at.iter().chain(&f.evidence.rewrite).map(|s| s.0))
}

/// The evidence of all findings in one take of the wire.
fn wire_spans(report: &Report, take: usize) -> impl Iterator<Item = Span> {
    report.findings.iter().flat_map(|f| &f.evidence.wire).filter(move |w| w.take == take).map(|w| w.span)
}
