//! Where spans lie in what was read: code points, bytes, line and column, for many spans in one pass.

use std::collections::HashMap;

use crate::outcome::Report;
use crate::text::{Source, Span};

/// One span of a story as machine formats give it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    /// First code point in the string that was read, counted from 0.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// Bytes of the same, in the string that was read, as UTF-8.
    pub bytes: Span,
    /// Line of the first code point, counted from 1.
    pub line: usize,
    /// Column of the first code point in its line, counted from 1, in code points.
    pub column: usize,
}

/// The places of `spans` (bytes of the decoded text) in what was read, in the order given.
///
/// Costs one pass over the text up to the last offset, however many spans there are. Offsets past the end are clamped.
pub(crate) fn places(source: &Source, spans: &[Span]) -> Vec<Place> {
    if spans.is_empty() {
        return Vec::new();
    }
    let raw = source.raw.as_deref().unwrap_or(&source.text).as_bytes();
    let originals: Vec<Span> = spans.iter().map(|s| source.original(*s)).collect();
    let mut offsets: Vec<u32> = originals.iter().flat_map(|s| [s.start, s.end]).collect();
    offsets.sort_unstable();
    offsets.dedup();
    let mut known = Vec::with_capacity(offsets.len());
    let (mut at, mut points, mut line, mut line_start) = (0, 0, 1, 0);
    for &offset in &offsets {
        let to = (offset as usize).min(raw.len());
        for &byte in raw.get(at..to).unwrap_or(&[]) {
            points += usize::from(byte & 0xC0 != 0x80);
            if byte == b'\n' {
                line += 1;
                line_start = points;
            }
        }
        at = to;
        known.push((points, line, points - line_start + 1));
    }
    let look =
        |offset: u32| offsets.binary_search(&offset).ok().and_then(|i| known.get(i)).copied().unwrap_or((0, 1, 1));
    originals
        .into_iter()
        .map(|bytes| {
            let (start, line, column) = look(bytes.start);
            Place { start, end: look(bytes.end).0, bytes, line, column }
        })
        .collect()
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_are_those_of_what_was_read() {
        let source = Source::plain("-", "é–x\nsecond line\n");
        let found = places(&source, &[Span::new(14, 18), Span::new(0, 2)]);
        assert_eq!(found[0], Place { start: 11, end: 15, bytes: Span::new(14, 18), line: 2, column: 8 });
        assert_eq!(found[1], Place { start: 0, end: 1, bytes: Span::new(0, 2), line: 1, column: 1 });
    }

    #[test]
    fn spans_that_do_not_fit_are_clamped() {
        let found = places(&Source::plain("-", "ab"), &[Span::new(1, 99)]);
        assert_eq!((found[0].start, found[0].end), (1, 2));
    }
}
