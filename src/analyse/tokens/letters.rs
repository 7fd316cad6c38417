//! Which characters make a word, and what stands at its edges.

use crate::knowledge::{units, wordlist};
use crate::text::fold_word;

/// Besides the apostrophes, the accents and primes that stand in for them where a keyboard or a converter has none.
pub(in crate::analyse) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2018}' | '\u{02BC}' | '\u{201B}' | '\u{00B4}' | '`' | '\u{2032}' | '\u{FF07}')
}

/// Characters that show nothing and may stand inside a word: soft hyphens, zero-width spaces and joiners.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{00AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}')
}

pub(super) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

pub(super) fn is_letter(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '\u{0300}'..='\u{036F}')
}

/// Where the word ends that is parted by the hyphen at `hyphen`, the last character of a line; none where the hyphen is the word's own, as in
/// "live-fire": each part is a word, and the whole is none.
pub(super) fn wrapped(s: &str, from: usize, hyphen: usize) -> Option<usize> {
    let after = hyphen + s[hyphen..].chars().next()?.len_utf8();
    let next = after + s[after..].find(|c: char| !c.is_whitespace())?;
    let rest = s[next..].find(|c| !is_letter(c)).unwrap_or(s.len() - next);
    let (head, tail) = (fold_word(&s[from..hyphen]), fold_word(&s[next..next + rest]));
    let one_line = s[after..next].matches('\n').count() <= 1;
    let small = s[next..].starts_with(char::is_lowercase) && head.chars().count() > 1;
    let own =
        || wordlist::is_known(&head) && wordlist::is_known(&tail) && !wordlist::is_known(&format!("{head}{tail}"));
    (one_line && small && !own()).then_some(next + rest)
}

/// Whether letters right before digits are the code of a currency: "RMB20,000", "USD11". Codes that are words too are left alone: "TOP10".
pub(super) fn currency_code(letters: &str) -> bool {
    let listed = || {
        let small = letters.to_ascii_lowercase();
        units::currency(&small).next().is_some() && !wordlist::is_known(&small)
    };
    matches!(letters, "Rs" | "SFr") || letters.len() == 3 && letters.bytes().all(|b| b.is_ascii_uppercase()) && listed()
}

/// A word as it is read, letter by letter: whether it is single letters with full stops between, "U", "U.S", "e.g".
#[derive(Clone, Copy, Default)]
pub(super) struct Initials {
    broken: bool,
    stops: bool,
    /// Whether the last character was a letter.
    letter: bool,
}

impl Initials {
    pub(super) fn see(&mut self, c: char) {
        let letter = c != '.';
        self.broken |= letter == self.letter || letter && !c.is_alphabetic();
        self.stops |= !letter;
        self.letter = letter;
    }

    /// Whether all that was seen is such letters.
    pub(super) fn all(self) -> bool {
        !self.broken && self.letter
    }

    /// Whether full stops were among it.
    pub(super) fn stops(self) -> bool {
        self.stops
    }
}

pub(super) fn initial_follows(s: &str) -> bool {
    let mut c = s.chars();
    c.next().is_some_and(char::is_alphabetic) && c.next().is_none_or(|c| !c.is_alphanumeric())
}

/// Whether a text goes on as "h30" does, two digits and no more.
pub(super) fn is_hours(s: &str) -> bool {
    let b = s.as_bytes();
    matches!(b, [b'h' | b'H', x, y, ..] if x.is_ascii_digit() && y.is_ascii_digit())
        && !b.get(3).is_some_and(u8::is_ascii_alphanumeric)
}

/// Whether a text begins with three digits and no more.
pub(super) fn is_group(s: &str) -> bool {
    let b = s.as_bytes();
    b.len() >= 3 && b[..3].iter().all(u8::is_ascii_digit) && !b.get(3).is_some_and(u8::is_ascii_digit)
}
