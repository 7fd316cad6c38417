//! Folding: one written form for letters that differ only in case, accent or typography.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Folds one word: lower case, no diacritics, straight apostrophes and hyphens, soft hyphens and zero-width characters dropped.
pub fn fold_word(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    fold_into(word, &mut out);
    out
}

/// Appends the folded form of `word` to `out`. See [`fold_word`].
pub fn fold_into(word: &str, out: &mut String) {
    if word.is_ascii() {
        out.extend(word.chars().map(|c| c.to_ascii_lowercase()));
        return;
    }
    let start = out.len();
    for c in word.nfd() {
        match c {
            'º' | 'ª' if out[start..].ends_with(|c: char| c.is_ascii_digit()) => {
                let suffix = ordinal(&out[start..]);
                out.push_str(suffix);
            }
            '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{02BC}' | '\u{2032}' | '\u{00B4}' | '\u{FF07}' | '`' => {
                out.push('\'')
            }
            '\u{2010}' | '\u{2011}' | '\u{2212}' => out.push('-'),
            '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' => {}
            'ł' | 'Ł' => out.push('l'),
            'ø' | 'Ø' => out.push('o'),
            'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
            'ı' => out.push('i'),
            'ß' => out.push_str("ss"),
            'æ' | 'Æ' => out.push_str("ae"),
            'œ' | 'Œ' => out.push_str("oe"),
            'þ' | 'Þ' => out.push_str("th"),
            '\u{FB00}'..='\u{FB06}' => out.push_str(ligature(c)),
            c if is_combining_mark(c) => {}
            c => out.extend(c.to_lowercase()),
        }
    }
}

/// What English writes for the signs of "1º" and "1ª", behind these digits.
fn ordinal(digits: &str) -> &'static str {
    match (digits.ends_with("11") || digits.ends_with("12") || digits.ends_with("13"), digits.as_bytes().last()) {
        (false, Some(b'1')) => "st",
        (false, Some(b'2')) => "nd",
        (false, Some(b'3')) => "rd",
        _ => "th",
    }
}

/// The letters that one sign of print stands for.
fn ligature(c: char) -> &'static str {
    match c {
        '\u{FB00}' => "ff",
        '\u{FB01}' => "fi",
        '\u{FB02}' => "fl",
        '\u{FB03}' => "ffi",
        '\u{FB04}' => "ffl",
        _ => "st",
    }
}

/// A word as it is meant to be read: ligatures in letters, without characters that show nothing and without the hyphen at the end of a line.
pub fn as_read(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|b| b.is_ascii() && b != b'\n') {
        return Cow::Borrowed(word);
    }
    let mut out = String::with_capacity(word.len());
    let mut chars = word.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\u{FB00}'..='\u{FB06}' => out.push_str(ligature(c)),
            '\u{00AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' => {}
            // Only a line that ends inside the word brings white space into it.
            c if c.is_whitespace() => {}
            '-' | '\u{2010}' if chars.peek().is_some_and(|n| matches!(n, '\n' | '\r')) => {}
            _ => out.push(c),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::{as_read, fold_word};

    #[test]
    fn spelling_variants_of_one_name_fold_together() {
        assert_eq!(fold_word("Élysée"), "elysee");
        assert_eq!(fold_word("Łódź"), "lodz");
        assert_eq!(fold_word("O’Brien"), "o'brien");
        assert_eq!(fold_word("co\u{AD}operate"), "cooperate");
        assert_eq!(fold_word("O\u{B4}Brien’s oﬃce"), "o'brien's office");
    }

    #[test]
    fn what_print_and_line_ends_do_to_a_word_is_undone() {
        assert_eq!(as_read("conﬂict"), "conflict");
        assert_eq!(as_read("Har\u{200B}bour"), "Harbour");
        assert_eq!(as_read("manu-\nfacture"), "manufacture");
    }
}
