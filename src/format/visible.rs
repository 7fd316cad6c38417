//! Characters that nobody sees but that change how a line is read: shown as signs such as `⟨U+202E⟩`.
//!
//! Story text is untrusted. A terminal obeys escape sequences in it, and bidirectional controls make a reader see words in
//! another order than they stand in. Every format for people passes story text through [`visible`] or [`pieces`].

use std::borrow::Cow;

/// A stretch of story text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text that shows as it is.
    Text(&'a str),
    /// A character that does not show, to be named.
    Sign(char),
}

/// `text` cut at its invisible characters. Tabs and line ends count as white space and stay in the text.
pub fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    let mut before: Option<char> = None;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        if is_hidden(first, before) {
            rest = &rest[first.len_utf8()..];
            // What follows stands behind the sign, whatever letter that is for.
            before = None;
            return Some(Piece::Sign(first));
        }
        let mut end = rest.len();
        for (i, c) in rest.char_indices() {
            if is_hidden(c, before) {
                end = i;
                break;
            }
            before = Some(c);
        }
        let (head, tail) = rest.split_at(end);
        rest = tail;
        Some(Piece::Text(head))
    })
}

/// `text` with every invisible character replaced by its sign.
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| (b' '..0x7F).contains(&b) || b == b'\n' || b == b'\t' || b == b'\r') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for piece in pieces(text) {
        match piece {
            Piece::Text(t) => out.push_str(t),
            Piece::Sign(c) => out.push_str(&sign(c)),
        }
    }
    Cow::Owned(out)
}

/// JSON in which every invisible character is written as `\\u…`: the same document, and nothing in it that a terminal obeys or that
/// changes the order in which a reader sees the words.
pub fn json(document: String) -> String {
    let is_plain = |b: u8| (b' '..0x7F).contains(&b) || b == b'\n';
    if document.bytes().all(is_plain) || !pieces(&document).any(|piece| matches!(piece, Piece::Sign(_))) {
        return document;
    }
    let mut out = String::with_capacity(document.len() + 64);
    for piece in pieces(&document) {
        match piece {
            Piece::Text(t) => out.push_str(t),
            // Outside of strings JSON has no such characters.
            Piece::Sign(c) => {
                c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}")))
            }
        }
    }
    out
}

/// The sign for an invisible character: `⟨U+202E⟩`.
pub fn sign(c: char) -> String {
    format!("⟨U+{:04X}⟩", u32::from(c))
}

/// `text` on one line: signs for what is invisible, one space for any run of white space, nothing at the ends.
pub(crate) fn one_line(text: &str) -> String {
    let shown = visible(text);
    let mut out = String::with_capacity(shown.len());
    for word in shown.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

fn is_hidden(c: char, before: Option<char>) -> bool {
    match c {
        ' '..='~' | '\n' | '\r' | '\t' => false,
        // Joiners belong in Persian, Hindi and emoji; after a Latin letter they only hide something.
        '\u{200C}' | '\u{200D}' => before.is_none_or(|b| b.is_ascii()),
        '\u{AD}'
        | '\u{61C}'
        | '\u{115F}'
        | '\u{1160}'
        | '\u{180E}'
        | '\u{200B}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{3164}'
        | '\u{FEFF}'
        | '\u{FFF9}'..='\u{FFFB}'
        | '\u{34F}'
        | '\u{E0000}'..='\u{E01EF}' => true,
        c => c.is_control() || is_noncharacter(c),
    }
}

/// Code points that stand for no character, which XML cannot hold and HTML calls an error.
fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{FDD0}'..='\u{FDEF}') || u32::from(c) & 0xFFFE == 0xFFFE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_joiner_behind_a_hidden_character_is_hidden() {
        assert_eq!(visible("a\u{feff}\u{200d}b"), "a⟨U+FEFF⟩⟨U+200D⟩b");
        assert_eq!(visible("👩\u{200d}👧"), "👩\u{200d}👧");
    }

    #[test]
    fn what_is_no_character_becomes_a_sign() {
        assert_eq!(visible("a\u{fffe}b\u{1ffff}c\u{fdd0}"), "a⟨U+FFFE⟩b⟨U+1FFFF⟩c⟨U+FDD0⟩");
        assert_eq!(visible("no\u{e0101}te pay\u{34f}load"), "no⟨U+E0101⟩te pay⟨U+034F⟩load");
    }

    #[test]
    fn escape_sequences_and_direction_marks_become_signs() {
        assert_eq!(visible("a\u{1b}[31mb\u{202e}c"), "a⟨U+001B⟩[31mb⟨U+202E⟩c");
        assert_eq!(visible("\u{9b}2J"), "⟨U+009B⟩2J");
        assert_eq!(visible("pay\u{200d}load"), "pay⟨U+200D⟩load");
    }

    #[test]
    fn json_stays_the_same_document_and_shows_what_is_in_it() {
        let value =
            serde_json::json!({"na\u{9b}me": "a\u{202e}b\u{e0041}c\u{7f}", "plain": "Jean-Stéphane said “no” 👩‍👩‍👧"});
        let shown = json(value.to_string());
        assert_eq!(shown, r#"{"na\u009bme":"a\u202eb\udb40\udc41c\u007f","plain":"Jean-Stéphane said “no” 👩‍👩‍👧"}"#);
        assert_eq!(serde_json::from_str::<serde_json::Value>(&shown).expect("JSON"), value);
    }

    #[test]
    fn ordinary_text_in_any_script_is_left_alone() {
        for text in ["Jean-Stéphane said “no”", "می‌خواهم", "👩‍👩‍👧 family", "株式会社"] {
            assert_eq!(visible(text), text);
        }
    }
}
