//! A text as it was read, with the way back to the original bytes.

use std::sync::{Arc, OnceLock};

use serde::{Serialize, Serializer};

use super::Span;
use super::lines::Lines;

/// How the original bytes were decoded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    #[default]
    Utf8,
    /// UTF-16, little endian.
    Utf16Le,
    /// UTF-16, big endian.
    Utf16Be,
    /// Windows-1252, because the text names it or the bytes are no valid UTF-8.
    Windows1252,
    /// Another one of the WHATWG Encoding Standard, because the text names it.
    Other(&'static encoding_rs::Encoding),
}

/// An encoding is serialised as its name.
impl Serialize for Encoding {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.name())
    }
}

impl Encoding {
    /// The name that the IANA registry gives it.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf16Le => "UTF-16LE",
            Encoding::Utf16Be => "UTF-16BE",
            Encoding::Windows1252 => "windows-1252",
            Encoding::Other(other) => other.name(),
        }
    }
}

/// Piecewise map from offsets in the decoded text to offsets in what was read.
///
/// Empty means identity. A piece is a run of equal units: `text_unit` bytes of text stand for `original_unit` original bytes, over
/// and over. Copied bytes are units of 1 and 1, ASCII out of UTF-16 of 1 and 2; an entity, a dropped tag or an accented letter is
/// one unit, mapped as a lump.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OffsetMap {
    pieces: Vec<Piece>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    text: u32,
    original: u32,
    text_len: u32,
    text_unit: u16,
    original_unit: u16,
}

impl Piece {
    fn text_end(&self) -> u32 {
        self.text + self.text_len
    }

    fn units(&self) -> u32 {
        self.text_len / u32::from(self.text_unit).max(1)
    }

    fn original_end(&self) -> u32 {
        self.original + self.units() * u32::from(self.original_unit)
    }
}

impl OffsetMap {
    /// Adds the next stretch: `text_len` bytes of decoded text that stand for `original_len` bytes at `original`.
    /// Equal lengths are a copy, byte for byte; unequal lengths are one lump. Pieces must come in text order; a stretch that
    /// continues the last one in the same units is merged with it.
    pub fn push(&mut self, text: usize, text_len: usize, original: usize, original_len: usize) {
        if text_len == original_len {
            self.push_units(text, text_len, original, 1, 1);
        } else {
            self.push_units(text, text_len, original, text_len, original_len);
        }
    }

    /// Adds a stretch of `text_len` bytes of text in which every `text_unit` bytes stand for `original_unit` original bytes.
    /// Units longer than 65,535 bytes are clamped; nothing that is decoded to text is that long.
    pub fn push_units(
        &mut self,
        text: usize,
        text_len: usize,
        original: usize,
        text_unit: usize,
        original_unit: usize,
    ) {
        if text_len == 0 || text_unit == 0 {
            return;
        }
        let offset = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let unit = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        let piece = Piece {
            text: offset(text),
            original: offset(original),
            text_len: offset(text_len),
            text_unit: unit(text_unit),
            original_unit: unit(original_unit),
        };
        if let Some(last) = self.pieces.last_mut()
            && (last.text_unit, last.original_unit) == (piece.text_unit, piece.original_unit)
            && last.text_end() == piece.text
            && last.original_end() == piece.original
        {
            last.text_len += piece.text_len;
            return;
        }
        self.pieces.push(piece);
    }

    /// Whether every offset maps to itself.
    pub fn is_identity(&self) -> bool {
        self.pieces.is_empty()
    }

    /// This map followed by another: `self` leads from a text to a middle form, `inner` from the middle form to the original.
    pub fn then(&self, inner: &OffsetMap) -> OffsetMap {
        if inner.is_identity() {
            return self.clone();
        }
        if self.is_identity() {
            return inner.clone();
        }
        let mut out = OffsetMap::default();
        for p in &self.pieces {
            if (p.text_unit, p.original_unit) == (1, 1) {
                inner.copy_range(p.original, p.original_end(), p.text, &mut out);
                continue;
            }
            for k in 0..p.units() {
                let start = p.original + k * u32::from(p.original_unit);
                let middle = Span { start, end: start + u32::from(p.original_unit) };
                let from = inner.original(middle);
                let text = p.text + k * u32::from(p.text_unit);
                let unit = p.text_unit as usize;
                out.push_units(text as usize, unit, from.start as usize, unit, from.len());
            }
        }
        out
    }

    /// Appends another map, whose text of `len` bytes begins at `text` in the text of this one.
    pub fn append(&mut self, text: usize, len: usize, other: &OffsetMap) {
        if other.is_identity() {
            self.push(text, len, 0, len);
            return;
        }
        let offset = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        other.copy_range(0, offset(len), offset(text), self);
    }

    /// Appends to `out` the pieces between two text offsets of this map, moved so that `start` lands on `text`.
    fn copy_range(&self, start: u32, end: u32, text: u32, out: &mut OffsetMap) {
        let first = self.pieces.partition_point(|p| p.text_end() <= start);
        for p in &self.pieces[first..] {
            if p.text >= end {
                break;
            }
            let unit = u32::from(p.text_unit).max(1);
            let from = start.max(p.text);
            let to = end.min(p.text_end());
            let skipped = (from - p.text) / unit;
            let original = p.original + skipped * u32::from(p.original_unit);
            out.push_units(
                (text + (from - start)) as usize,
                (to - from) as usize,
                original as usize,
                p.text_unit as usize,
                p.original_unit as usize,
            );
        }
    }

    /// The original bytes behind a span of the text.
    pub fn original(&self, span: Span) -> Span {
        if self.pieces.is_empty() {
            return span;
        }
        let start = self.at(span.start, false);
        let end = if span.is_empty() { start } else { self.at(span.end, true) };
        Span { start, end: end.max(start) }
    }

    fn at(&self, offset: u32, as_end: bool) -> u32 {
        // An end offset belongs to the piece that ends there, a start offset to the piece that begins there.
        let probe = if as_end { offset.saturating_sub(1) } else { offset };
        let i = self.pieces.partition_point(|p| p.text <= probe).saturating_sub(1);
        let Some(p) = self.pieces.get(i) else {
            return offset;
        };
        let into = offset.saturating_sub(p.text).min(p.text_len);
        let unit = u32::from(p.text_unit).max(1);
        let units = if as_end { into.div_ceil(unit) } else { into / unit };
        p.original + units * u32::from(p.original_unit)
    }
}

/// A text with its name, its decoded form and the way back to what was read, which is not serialised.
#[derive(Clone, Debug, Default, Serialize)]
#[non_exhaustive]
pub struct Source {
    /// File name, feed id or `-`; for messages only.
    pub name: String,
    /// The decoded text that everything else points into.
    pub text: Arc<str>,
    /// How it was encoded.
    pub encoding: Encoding,
    /// From text offsets to original byte offsets.
    #[serde(skip)]
    pub map: OffsetMap,
    /// What was read, as a string, when it differs from `text` (entities, markup). Lines and code points are counted in it.
    #[serde(skip)]
    pub raw: Option<Arc<str>>,
    /// From text offsets to byte offsets in `raw`, where `map` leads on to bytes in another encoding.
    #[serde(skip)]
    pub raw_map: Option<OffsetMap>,
    /// The lines of what was read, made when first asked for. Stories out of one file share them.
    #[serde(skip)]
    pub(crate) lines: SharedLines,
}

/// The lines of what was read, for all stories that it holds.
#[derive(Clone, Debug, Default)]
pub(crate) struct SharedLines(Arc<OnceLock<Lines>>);

impl Source {
    /// A source whose text is exactly what was read.
    pub fn plain(name: impl Into<String>, text: impl Into<Arc<str>>) -> Self {
        Source { name: name.into(), text: text.into(), ..Source::default() }
    }

    /// The words under a span.
    pub fn slice(&self, span: Span) -> &str {
        span.of(&self.text)
    }

    /// The original bytes behind a span of the text.
    pub fn original(&self, span: Span) -> Span {
        self.map.original(span)
    }

    /// Line and column in what was read, both counted from 1, columns in code points, of a byte offset in the text.
    /// A line ends at a line feed, a carriage return, or both together.
    pub fn line_column(&self, offset: u32) -> (usize, usize) {
        let (raw, lines) = self.raw_lines();
        let at = (self.in_raw(Span { start: offset, end: offset }).start as usize).min(raw.len());
        let (line, start) = lines.line_of_any_end(at);
        (line, lines.points(raw, at) - lines.points(raw, start) + 1)
    }

    /// What was read, with its lines.
    pub(super) fn raw_lines(&self) -> (&str, &Lines) {
        let raw = self.raw.as_deref().unwrap_or(&self.text);
        (raw, self.lines.0.get_or_init(|| Lines::of(raw)))
    }

    /// What stands in the string that was read for a span of the text: the same words, with their character references and tags.
    pub fn as_written(&self, span: Span) -> &str {
        let raw = self.raw.as_deref().unwrap_or(&self.text);
        raw.get(self.in_raw(span).range()).unwrap_or_else(|| self.slice(span))
    }

    /// The bytes of `raw` behind a span of the text.
    pub(crate) fn in_raw(&self, span: Span) -> Span {
        match &self.raw_map {
            Some(map) => map.original(span),
            None => self.map.original(span),
        }
    }

    /// Code point offsets, in the string that was read, of many text spans at once: one pass over the text however many spans.
    pub fn code_points(&self, spans: &[Span]) -> Vec<(usize, usize)> {
        let (raw, lines) = self.raw_lines();
        let points = |at: u32| lines.points(raw, at as usize);
        spans.iter().map(|s| self.in_raw(*s)).map(|s| (points(s.start), points(s.end))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lumps_map_whole_and_linear_stretches_byte_by_byte() {
        // "a&amp;b" read, "a&b" decoded
        let mut map = OffsetMap::default();
        map.push(0, 1, 0, 1);
        map.push(1, 1, 1, 5);
        map.push(2, 1, 6, 1);
        let source = Source { text: "a&b".into(), raw: Some("a&amp;b".into()), map, ..Source::default() };
        assert_eq!(source.original(Span::new(1, 2)), Span::new(1, 6));
        assert_eq!(source.original(Span::new(2, 3)), Span::new(6, 7));
        assert_eq!(source.code_points(&[Span::new(0, 3)]), [(0, 7)]);
    }

    #[test]
    fn runs_of_units_keep_every_byte_apart() {
        // "ab" out of UTF-16 behind a byte order mark
        let mut map = OffsetMap::default();
        map.push_units(0, 1, 2, 1, 2);
        map.push_units(1, 1, 4, 1, 2);
        assert_eq!(map.original(Span::new(1, 2)), Span::new(4, 6));
        assert_eq!(map.original(Span::new(0, 2)), Span::new(2, 6));
    }

    #[test]
    fn two_maps_in_a_row_lead_to_the_first_form() {
        // bytes in UTF-16 -> "a&amp;b" -> "a&b"
        let mut utf16 = OffsetMap::default();
        utf16.push_units(0, 7, 2, 1, 2);
        let mut entity = OffsetMap::default();
        entity.push(0, 1, 0, 1);
        entity.push(1, 1, 1, 5);
        entity.push(2, 1, 6, 1);
        let both = entity.then(&utf16);
        assert_eq!(both.original(Span::new(0, 1)), Span::new(2, 4));
        assert_eq!(both.original(Span::new(1, 2)), Span::new(4, 14));
        assert_eq!(both.original(Span::new(2, 3)), Span::new(14, 16));
    }

    #[test]
    fn a_lone_carriage_return_ends_a_line() {
        let source = Source::plain("-", "one\rtwo\r\nthree");
        assert_eq!(source.line_column(4), (2, 1));
        assert_eq!(source.line_column(10), (3, 2));
    }

    #[test]
    fn code_points_count_letters_not_bytes() {
        let source = Source::plain("-", "é–x");
        assert_eq!(source.code_points(&[Span::new(5, 6), Span::new(0, 2)]), [(2, 3), (0, 1)]);
    }
}
