//! Where words are as an editor counts, and which file a URI names.

use std::path::{Path, PathBuf};

use lsp_types::{Position, PositionEncodingKind, Range};
use percent_encoding::percent_decode_str;
use serde_json::Value;
use truecopy::format;
use truecopy::text::{self, Source, Span, positions};

/// What an editor counts in a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Units {
    /// Bytes.
    Utf8,
    /// Code units of UTF-16, where nothing else was agreed on.
    #[default]
    Utf16,
    /// Code points.
    Utf32,
}

impl Units {
    /// What the client likes best of what it knows.
    pub fn agreed(offered: &Value) -> Self {
        let offered = offered.as_array().into_iter().flatten().filter_map(Value::as_str);
        let known = |name| match name {
            "utf-8" => Some(Units::Utf8),
            "utf-16" => Some(Units::Utf16),
            "utf-32" => Some(Units::Utf32),
            _ => None,
        };
        offered.filter_map(known).next().unwrap_or_default()
    }

    /// The protocol's word for it.
    pub fn kind(self) -> PositionEncodingKind {
        match self {
            Units::Utf8 => PositionEncodingKind::UTF8,
            Units::Utf16 => PositionEncodingKind::UTF16,
            Units::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    fn count(self, text: &str) -> u32 {
        let n = match self {
            Units::Utf8 => text.len(),
            Units::Utf16 => text.chars().map(char::len_utf16).sum(),
            Units::Utf32 => text.chars().count(),
        };
        u32::try_from(n).unwrap_or(u32::MAX)
    }

    /// A place in the text that was read.
    pub fn range(self, text: &str, place: &text::Position) -> Range {
        let at = |line: usize, column: usize, byte: u32| {
            let byte = byte as usize;
            let before = text.get((byte + 1).saturating_sub(column)..byte).unwrap_or_default();
            Position { line: u32::try_from(line.saturating_sub(1)).unwrap_or(u32::MAX), character: self.count(before) }
        };
        Range {
            start: at(place.line, place.byte_column, place.bytes.start),
            end: at(place.end_line, place.end_byte_column, place.bytes.end),
        }
    }

    /// The places of bytes of a text.
    pub fn ranges(self, text: &str, bytes: &[Span]) -> Vec<Range> {
        positions(&Source::plain("", text), bytes).iter().map(|place| self.range(text, place)).collect()
    }

    /// The first line with a letter in it, for what has no place of its own.
    pub fn first_line(self, text: &str) -> Range {
        let from = text.find(char::is_alphanumeric).unwrap_or(0);
        let start = text.get(..from).unwrap_or_default().rfind('\n').map_or(0, |at| at + 1);
        let line = text.get(start..).unwrap_or_default().lines().next().unwrap_or_default().trim_end();
        self.ranges(text, &[Span::new(start, start + line.len())]).pop().unwrap_or_default()
    }
}

/// The file that a URI names; none where it names none, such as a text that was never saved.
pub fn path_of(uri: &str) -> Option<PathBuf> {
    let rest = uri.strip_prefix("file://")?;
    // `file://localhost/…` is the same as `file:///…`.
    let rest = rest.strip_prefix("localhost").unwrap_or(rest);
    let path = percent_decode_str(rest).decode_utf8().ok()?;
    let drive = path.as_bytes();
    let on_windows = drive.len() > 2 && drive[0] == b'/' && drive[1].is_ascii_alphabetic() && drive[2] == b':';
    path.starts_with('/').then(|| PathBuf::from(if on_windows { &path[1..] } else { &path[..] }))
}

/// The URI of a file.
pub fn uri_of(path: &Path) -> String {
    format::uri(&std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).to_string_lossy())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_line_is_counted_as_the_client_counts() {
        let text = "one\n“🚢” Söder 47\n";
        let at = text.find("47").expect("the words");
        let columns = |units: Units| {
            let range = units.ranges(text, &[Span::new(at, at + 2)])[0];
            (range.start.line, range.start.character, range.end.character)
        };
        assert_eq!(columns(Units::Utf8), (1, 18, 20));
        assert_eq!(columns(Units::Utf16), (1, 11, 13));
        assert_eq!(columns(Units::Utf32), (1, 10, 12));
        assert_eq!(Units::agreed(&json!(["utf-7", "utf-32", "utf-8"])), Units::Utf32);
        assert_eq!(Units::agreed(&Value::Null), Units::Utf16);
        let first = Units::Utf16.first_line("\n  \n— Storm —  \r\nText.\n");
        assert_eq!((first.start.line, first.start.character, first.end.character), (2, 0, 9));
        assert_eq!(Units::Utf8.first_line(""), Range::default());
    }

    #[test]
    fn uris_name_files() {
        let path = |uri| path_of(uri).map(|p| p.to_string_lossy().into_owned());
        assert_eq!(path("file:///srv/%C3%A9%20%231.txt").as_deref(), Some("/srv/é #1.txt"));
        assert_eq!(path("file:///c%3A/news/a.txt").as_deref(), Some("c:/news/a.txt"));
        assert_eq!(path("file://localhost/srv/a.txt").as_deref(), Some("/srv/a.txt"));
        for uri in ["untitled:Untitled-1", "http://desk.example/a.txt", "file://server/share/a.txt", "file:///%FF", "a"]
        {
            assert_eq!(path(uri), None, "{uri}");
        }
    }
}
