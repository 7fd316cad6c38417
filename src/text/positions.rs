//! Where spans lie in what was read: code points, bytes, line and column, for many spans in one pass.

use crate::text::{Source, Span};

/// One span of a story as machine formats give it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Position {
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
    /// Line of one past the last code point.
    pub end_line: usize,
    /// Column of one past the last code point.
    pub end_column: usize,
    /// As `column`, in bytes of UTF-8.
    pub byte_column: usize,
    /// As `end_column`, in bytes of UTF-8.
    pub end_byte_column: usize,
}

/// The places of `spans` (bytes of the decoded text) in what was read, in the order given.
///
/// Costs one pass over the text, however many spans there are. Offsets past the end are clamped, those inside a
/// character moved to its end, bytes and code points alike.
pub fn positions(source: &Source, spans: &[Span]) -> Vec<Position> {
    if spans.is_empty() {
        return Vec::new();
    }
    let (raw, lines) = source.raw_lines();
    let bytes = raw.as_bytes();
    let fit = |offset: u32| {
        let from = (offset as usize).min(bytes.len());
        let inside = bytes.iter().skip(from).take_while(|b| **b & 0xC0 == 0x80).count();
        u32::try_from(from + inside).unwrap_or(u32::MAX)
    };
    let originals: Vec<Span> =
        spans.iter().map(|s| source.in_raw(*s)).map(|s| Span { start: fit(s.start), end: fit(s.end) }).collect();
    let look = |offset: u32| {
        let at = offset as usize;
        let points = lines.points(raw, at);
        let (line, start) = lines.line(at);
        (points, line, points - lines.points(raw, start) + 1, at - start + 1)
    };
    originals
        .into_iter()
        .map(|bytes| {
            let (start, line, column, byte_column) = look(bytes.start);
            let (end, end_line, end_column, end_byte_column) = look(bytes.end);
            Position { start, end, bytes, line, column, end_line, end_column, byte_column, end_byte_column }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::OffsetMap;

    #[test]
    fn lines_and_columns_are_those_of_what_was_read() {
        let source = Source::plain("-", "é–x\nsecond line\n");
        let found = positions(&source, &[Span::new(14, 18), Span::new(0, 2)]);
        let bounds = |p: &Position| (p.start, p.end, p.bytes, p.line, p.end_line);
        let columns = |p: &Position| (p.column, p.end_column, p.byte_column, p.end_byte_column);
        assert_eq!(bounds(&found[0]), (11, 15, Span::new(14, 18), 2, 2));
        assert_eq!(columns(&found[0]), (8, 12, 8, 12));
        assert_eq!(bounds(&found[1]), (0, 1, Span::new(0, 2), 1, 1));
        assert_eq!(columns(&found[1]), (1, 2, 1, 3));
    }

    #[test]
    fn a_text_in_two_byte_units_is_counted_in_letters() {
        // UTF-16 behind a byte order mark: the map leads to bytes that are no letters of the string that was read.
        let mut map = OffsetMap::default();
        map.push_units(0, 7, 2, 1, 2);
        let source = Source { map, raw_map: Some(OffsetMap::default()), ..Source::plain("-", "one\ntwo") };
        let found = positions(&source, &[Span::new(4, 7)]);
        assert_eq!((found[0].line, found[0].column, found[0].start, found[0].end), (2, 1, 4, 7));
    }

    #[test]
    fn spans_that_do_not_fit_are_clamped() {
        let found = positions(&Source::plain("-", "ab"), &[Span::new(1, 99)]);
        assert_eq!((found[0].start, found[0].end), (1, 2));
        assert_eq!(found[0].bytes, Span::new(1, 2), "bytes agree with code points");
        let found = positions(&Source::plain("-", "é–x"), &[Span::new(1, 3), Span::new(9_000, 9_100)]);
        assert_eq!((found[0].start, found[0].end, found[0].bytes), (1, 2, Span::new(2, 5)));
        assert_eq!((found[1].start, found[1].end, found[1].bytes), (3, 3, Span::new(6, 6)));
    }
}
