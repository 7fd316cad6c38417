//! Findings by the words that they point at, so that those on the same words are found without looking at all others.

use rustc_hash::FxHashMap;

use crate::finding::Finding;
use crate::text::Span;

/// So many bytes of the text share a cell. A finding stands in every cell that its words touch.
const CELL: u32 = 64;

/// What findings without words in the rewrite have in common: the rule, and the take and place of the first words of the wire.
type Missing = (&'static str, Option<(usize, Span)>);

/// Numbered findings, by their words.
#[derive(Default)]
pub(super) struct Places {
    cells: FxHashMap<u32, Vec<usize>>,
    /// Those without words in the rewrite.
    missing: FxHashMap<Missing, Vec<usize>>,
}

impl Places {
    /// All of these findings, by their index.
    pub(super) fn of<'a>(findings: impl IntoIterator<Item = (usize, &'a Finding)>) -> Self {
        let mut places = Places::default();
        for (n, f) in findings {
            places.insert(n, f);
        }
        places
    }

    pub(super) fn insert(&mut self, n: usize, f: &Finding) {
        match f.at {
            Some(at) => {
                for cell in cells(at.0) {
                    self.cells.entry(cell).or_default().push(n);
                }
            }
            None => self.missing.entry(missing(f)).or_default().push(n),
        }
    }

    /// The findings that may be about the same words as this one, in order of their numbers.
    pub(super) fn near(&self, f: &Finding) -> Vec<usize> {
        let Some(at) = f.at else { return self.missing.get(&missing(f)).cloned().unwrap_or_default() };
        let mut found: Vec<usize> = cells(at.0).filter_map(|c| self.cells.get(&c)).flatten().copied().collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Whether any finding that may be about the same words as this one is as asked; sooner known than [`Places::near`].
    pub(super) fn any(&self, f: &Finding, mut fits: impl FnMut(usize) -> bool) -> bool {
        match f.at {
            Some(at) => cells(at.0).filter_map(|c| self.cells.get(&c)).flatten().any(|n| fits(*n)),
            None => self.missing.get(&missing(f)).is_some_and(|found| found.iter().any(|n| fits(*n))),
        }
    }
}

fn cells(span: Span) -> impl Iterator<Item = u32> {
    span.start / CELL..=span.end.saturating_sub(1).max(span.start) / CELL
}

fn missing(f: &Finding) -> Missing {
    (f.rule.id, f.evidence.wire.first().map(|w| (w.take, w.span)))
}
