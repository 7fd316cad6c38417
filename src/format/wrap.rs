//! Breaking prose into lines of a given width, by what a terminal shows: wide characters take two columns.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// One user-perceived character of an excerpt.
#[derive(Clone, Debug)]
pub(crate) struct Cell<'a> {
    /// What is shown; a single space for white space.
    pub text: Cow<'a, str>,
    /// Columns it takes.
    pub width: usize,
    /// Whether it is one of the words pointed at.
    pub marked: bool,
}

impl<'a> Cell<'a> {
    /// A cell for `text`, which holds no white space other than a single space.
    pub(crate) fn new(text: impl Into<Cow<'a, str>>, marked: bool) -> Self {
        let text = text.into();
        // Most are a letter of English, and a report has as many cells as its excerpts have letters.
        let width = if matches!(text.as_bytes(), [b' '..=b'~']) { 1 } else { text.width() };
        Cell { width, text, marked }
    }

    fn is_space(&self) -> bool {
        self.text == " "
    }
}

/// The user-perceived characters of a text.
pub(crate) fn graphemes(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        // Between two characters of ASCII there is always a boundary, but for the line end of two.
        let len = match rest.as_bytes() {
            [] => return None,
            [b'\r', b'\n', ..] => 2,
            [a] if a.is_ascii() => 1,
            [a, b, ..] if a.is_ascii() && b.is_ascii() => 1,
            _ => rest.graphemes(true).next()?.len(),
        };
        let (first, behind) = rest.split_at(len);
        rest = behind;
        Some(first)
    })
}

/// Cells broken into lines of at most `width` columns, at spaces where there are any.
pub(crate) fn wrap_cells(cells: Vec<Cell<'_>>, width: usize) -> Vec<Vec<Cell<'_>>> {
    let width = width.max(8);
    let mut lines: Vec<Vec<Cell>> = Vec::new();
    let mut line: Vec<Cell> = Vec::new();
    let (mut used, mut last_space) = (0, None);
    for cell in cells {
        if line.is_empty() && cell.is_space() {
            continue;
        }
        if used + cell.width > width && !line.is_empty() {
            if cell.is_space() {
                lines.push(std::mem::take(&mut line));
                (used, last_space) = (0, None);
                continue;
            }
            let rest = match last_space {
                Some(at) => {
                    let mut rest = line.split_off(at);
                    rest.remove(0);
                    rest
                }
                None => Vec::new(),
            };
            lines.push(std::mem::replace(&mut line, rest));
            used = line.iter().map(|c| c.width).sum();
            last_space = None;
        }
        if cell.is_space() {
            last_space = Some(line.len());
        }
        used += cell.width;
        line.push(cell);
    }
    while line.last().is_some_and(Cell::is_space) {
        line.pop();
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// Plain text broken into lines of at most `width` columns; white space inside is not kept.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut cells = Vec::new();
    for word in text.split_whitespace() {
        if !cells.is_empty() {
            cells.push(Cell::new(" ", false));
        }
        cells.extend(graphemes(word).map(|g| Cell::new(g, false)));
    }
    wrap_cells(cells, width).into_iter().map(|line| line.into_iter().map(|c| c.text).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_those_of_unicode() {
        for text in [
            "",
            "a",
            "ab\r\nc\r",
            "e\u{301}a",
            "a\u{301}\u{301} b",
            "\u{1f469}\u{200d}\u{1f467}x",
            "日本 a",
            "\u{600}1",
        ] {
            assert!(graphemes(text).eq(text.graphemes(true)), "{text:?}");
        }
    }

    #[test]
    fn lines_break_at_spaces_and_count_wide_characters_twice() {
        assert_eq!(wrap("the vote was put off", 10), ["the vote", "was put", "off"]);
        assert_eq!(wrap("株式会社東京", 8), ["株式会社", "東京"]);
        assert_eq!(wrap("abcdefghijkl", 8), ["abcdefgh", "ijkl"]);
    }
}
