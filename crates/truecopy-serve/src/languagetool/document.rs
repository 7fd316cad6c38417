//! A text as a client sends it, with the way from bytes to the client's offsets: UTF-16 code units, of a text that may have markup in it.

use std::ops::Range;

use serde::Deserialize;

use crate::reply::Trouble;

/// A text and how the client counts in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// What is checked.
    pub text: String,
    /// In the order of the text.
    pieces: Vec<Piece>,
    units: Units,
}

/// A stretch of the text that is counted in one way.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Piece {
    /// Its first byte in `text`.
    start: usize,
    /// Code units before it in what the client sent.
    offset: usize,
    /// Code units that stand for the whole of it, where it is what some markup is read as.
    whole: Option<usize>,
}

#[derive(Deserialize)]
struct Data {
    annotation: Vec<Part>,
}

#[derive(Deserialize)]
struct Part {
    text: Option<String>,
    markup: Option<String>,
    #[serde(rename = "interpretAs")]
    read_as: Option<String>,
}

impl Document {
    /// The text of one of the two fields.
    pub fn of(text: Option<&str>, data: Option<&str>) -> Result<Document, Trouble> {
        match (text, data) {
            (Some(_), Some(_)) => Err(Trouble::Bad("give `text` or `data`, not both".into())),
            (Some(text), None) => Ok(Document::plain(text)),
            (None, Some(data)) => Document::annotated(data),
            (None, None) => Err(Trouble::Bad("give the text in `text`, or with its markup in `data`".into())),
        }
    }

    fn plain(text: &str) -> Document {
        let pieces = vec![Piece { start: 0, offset: 0, whole: None }];
        Document { text: text.to_owned(), pieces, units: Units::of(text) }
    }

    fn annotated(data: &str) -> Result<Document, Trouble> {
        let bad = |why: &str| {
            Trouble::Bad(format!("`data` {why}: expected {{\"annotation\": [{{\"text\": …}}, {{\"markup\": …}}]}}"))
        };
        // What the parser says may quote the text.
        let data: Data =
            serde_json::from_str(data).map_err(|e| bad(&format!("cannot be read at column {}", e.column())))?;
        let (mut text, mut pieces, mut offset) = (String::new(), Vec::new(), 0);
        for part in data.annotation {
            let (sent, read, whole) = match (part.text, part.markup) {
                (Some(words), None) => (words.encode_utf16().count(), words, None),
                (None, Some(markup)) => {
                    let length = markup.encode_utf16().count();
                    (length, part.read_as.unwrap_or_default(), Some(length))
                }
                _ => return Err(bad("has a part that is not just one of text and markup")),
            };
            if !read.is_empty() {
                pieces.push(Piece { start: text.len(), offset, whole });
                text.push_str(&read);
            }
            offset += sent;
        }
        let units = Units::of(&text);
        Ok(Document { text, pieces, units })
    }

    /// Where the client has these bytes of the text: an offset and a length.
    pub fn place(&self, bytes: &Range<usize>) -> (usize, usize) {
        let start = self.offset(bytes.start, false);
        let end = self.offset(bytes.end, true);
        (start, end.saturating_sub(start))
    }

    /// The client's offset of a byte. An end belongs to the piece before it: markup that follows is not marked.
    fn offset(&self, byte: usize, is_end: bool) -> usize {
        let fits = |p: &Piece| if is_end { p.start < byte } else { p.start <= byte };
        let at = self.pieces.partition_point(fits).saturating_sub(1);
        let Some(piece) = self.pieces.get(at) else { return 0 };
        match piece.whole {
            Some(length) => piece.offset + if is_end { length } else { 0 },
            None => piece.offset + self.units.before(&self.text, byte) - self.units.before(&self.text, piece.start),
        }
    }

    /// How many code units come before a byte of the text itself.
    pub fn units(&self, byte: usize) -> usize {
        self.units.before(&self.text, byte)
    }
}

/// Code units before every so many bytes, so that the way to one is short.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Units(Vec<usize>);

const STEP: usize = 512;

impl Units {
    fn of(text: &str) -> Units {
        let (mut marks, mut units) = (Vec::with_capacity(text.len() / STEP + 1), 0);
        for (at, c) in text.char_indices() {
            while marks.len() * STEP <= at {
                marks.push(units);
            }
            units += c.len_utf16();
        }
        marks.push(units);
        Units(marks)
    }

    /// Code units before a byte; one inside a character counts as its start.
    fn before(&self, text: &str, byte: usize) -> usize {
        let byte = text.floor_char_boundary(byte);
        // A mark is about the first character at or behind its byte.
        let mut from = byte / STEP * STEP;
        let known = self.0.get(byte / STEP).copied().unwrap_or_default();
        while !text.is_char_boundary(from) {
            from += 1;
        }
        known + text.get(from..byte).map_or(0, |t| t.encode_utf16().count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(text: &str) -> usize {
        text.encode_utf16().count()
    }

    #[test]
    fn offsets_are_code_units_however_long_the_text_is() {
        let text = "Rain ☔ fell on Zoë 👩‍🚒. ".repeat(400);
        let document = Document::plain(&text);
        for (at, c) in text.char_indices() {
            let end = at + c.len_utf8();
            assert_eq!(document.place(&(at..end)), (units(&text[..at]), c.len_utf16()), "byte {at}");
        }
        assert_eq!(document.place(&(0..text.len())), (0, units(&text)));
        assert_eq!(document.place(&(text.len()..text.len() + 9)), (units(&text), 0), "past the end");
    }

    #[test]
    fn markup_is_counted_and_not_checked() {
        let data = r#"{"annotation": [{"markup": "<p>"}, {"text": "👍 A "}, {"markup": "<b>"}, {"text": "dry"},
            {"markup": "</b>"}, {"markup": "<br/>", "interpretAs": "\n"}, {"text": "day"}, {"markup": "</p>"}]}"#;
        let document = Document::of(None, Some(data)).expect("annotated");
        assert_eq!(document.text, "👍 A dry\nday");
        let sent = "<p>👍 A <b>dry</b><br/>day</p>";
        let place = |words: &str| {
            let at = document.text.find(words).expect("in the text");
            let (offset, length) = document.place(&(at..at + words.len()));
            let sent: Vec<u16> = sent.encode_utf16().collect();
            String::from_utf16(&sent[offset..offset + length]).expect("whole letters")
        };
        assert_eq!(place("A"), "A");
        assert_eq!(place("dry"), "dry", "markup beside the words is not marked");
        assert_eq!(place("A dry"), "A <b>dry");
        assert_eq!(place("dry\nday"), "dry</b><br/>day");
        assert_eq!(place("\n"), "<br/>");
    }

    #[test]
    fn what_is_no_annotation_is_told_without_a_word_of_it() {
        for data in ["secret", r#"{"annotation": [{"text": "secret", "markup": "x"}]}"#, r#"{"annotation": "secret"}"#]
        {
            let said = Document::of(None, Some(data)).expect_err("no annotation").message();
            assert!(said.starts_with("`data`") && !said.contains("secret"), "{said}");
        }
    }
}
