//! How a broken contraction is spelt.

use super::analysis::Analysis;
use super::tokens::is_apostrophe;

impl Analysis {
    /// How a contraction is spelt that ends at token `i` and has no apostrophe where it should; none for all other words.
    pub fn mended(&self, i: usize) -> Option<String> {
        let t = self.tokens.get(i).filter(|t| t.glued && i > 0)?;
        let tail = match self.fold(i) {
            "not" => "n't",
            "'s" => "'s",
            "am" => "'m",
            "are" => "'re",
            "have" => "'ve",
            "will" => "'ll",
            _ => return None,
        };
        let raw = t.span.of(&self.text);
        let plain: String = raw.chars().map(|c| if is_apostrophe(c) { '\'' } else { c }).collect();
        // A hyphen before it makes a word of its own: "do-not".
        let head = self.tokens.get(i - 1).filter(|h| h.is_word())?;
        let whole = plain.eq_ignore_ascii_case("not") || plain.eq_ignore_ascii_case(tail);
        (!whole && head.span.end == t.span.start).then(|| format!("{}{tail}", head.span.of(&self.text)))
    }
}
