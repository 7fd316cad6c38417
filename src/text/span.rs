//! Half-open byte ranges, plain and typed by side.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A half-open range of bytes in the decoded text of one story.
///
/// It cuts the text itself: `&text[span.range()]`, or [`Span::of`], which never panics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from two byte offsets. An end before the start gives an empty span at `start`.
    /// Offsets above `u32::MAX` are clamped; no story that is accepted is that long.
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Span { start: clamp(start), end: clamp(end.max(start)) }
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether both spans share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies within this span.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that holds both.
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The span as a `Range<usize>`.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The words of `text` under this span; empty when the span does not fit `text`: past its end, or inside a character.
    /// The spans of a report fit the text of its stories.
    ///
    /// ```
    /// use truecopy::text::Span;
    /// let span = Span::new(5, 9);
    /// assert_eq!(span.of("Zoë Šik"), "Šik");
    /// assert_eq!(span.of("Zoë"), "");
    /// ```
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }
}

/// A span in the rewrite, serialised as the plain span. The type keeps the two sides apart: a finding cannot point into the wrong text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RewriteSpan(pub Span);

impl From<Span> for Range<usize> {
    fn from(span: Span) -> Self {
        span.range()
    }
}

impl From<RewriteSpan> for Range<usize> {
    fn from(at: RewriteSpan) -> Self {
        at.0.range()
    }
}

/// A span in one of the wire stories.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct WireSpan {
    /// Which take of the wire, counted from 0 in the order given.
    pub take: usize,
    /// Where in it.
    pub span: Span,
}

/// Some spans, of which it is asked whether one of them holds another span whole.
#[derive(Debug, Default)]
pub struct Covered {
    /// Their starts, in order, each with the furthest end of those up to it.
    ends: Vec<(u32, u32)>,
}

impl Covered {
    /// Of these spans, in any order.
    pub fn of(spans: impl Iterator<Item = Span>) -> Self {
        let mut ends: Vec<(u32, u32)> = spans.map(|s| (s.start, s.end)).collect();
        ends.sort_unstable();
        let mut furthest = 0;
        for (_, end) in &mut ends {
            furthest = furthest.max(*end);
            *end = furthest;
        }
        Covered { ends }
    }

    /// Whether one of them holds `span` whole.
    pub fn contains(&self, span: Span) -> bool {
        let up_to = self.ends.partition_point(|(start, _)| *start <= span.start);
        up_to.checked_sub(1).and_then(|i| self.ends.get(i)).is_some_and(|(_, end)| *end >= span.end)
    }
}
