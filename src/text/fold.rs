//! Folding: one written form for letters that differ only in case, accent or typography.

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
    for c in word.nfd() {
        match c {
            '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{02BC}' | '\u{2032}' | '`' => out.push('\''),
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
            c if is_combining_mark(c) => {}
            c => out.extend(c.to_lowercase()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::fold_word;

    #[test]
    fn spelling_variants_of_one_name_fold_together() {
        assert_eq!(fold_word("Élysée"), "elysee");
        assert_eq!(fold_word("Łódź"), "lodz");
        assert_eq!(fold_word("O’Brien"), "o'brien");
        assert_eq!(fold_word("co\u{AD}operate"), "cooperate");
    }
}
