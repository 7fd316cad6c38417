//! The words of a quotation and of a wire, as they are held against each other.

use crate::analyse::Analysis;

/// One word to be aligned.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    pub(super) token: usize,
    /// The sign "%", which counts as the word.
    pub(super) percent: bool,
    pub(super) hash: u64,
    pub(super) lemma: u64,
    pub(super) weight: f32,
    /// In brackets: the rewrite owns up to having put it in.
    pub(super) bracketed: bool,
    /// After an ellipsis: the rewrite owns up to having left something out.
    pub(super) elided: bool,
    /// Its first two bytes: words that begin otherwise are hardly ever one word in two spellings.
    pub(super) letters: [u8; 2],
    /// Whether it is a shortened word or one that may be shortened: "'s", "is".
    pub(super) clitic: bool,
}

impl Word {
    pub(super) fn new(token: usize, fold: &str, keys: (u64, u64), weight: f32) -> Self {
        let letters =
            fold.as_bytes().first_chunk::<2>().copied().unwrap_or([fold.as_bytes().first().copied().unwrap_or(0), 0]);
        let clitic = matches!(fold, "'s" | "'d" | "is" | "has" | "us" | "would" | "had");
        let (hash, lemma) = keys;
        let (percent, bracketed, elided) = (false, false, false);
        Word { token, percent, hash, lemma, weight, bracketed, elided, letters, clitic }
    }

    /// Its folded form; `a` is the analysis that it is from.
    pub(super) fn fold<'a>(&self, a: &'a Analysis) -> &'a str {
        if self.percent { "percent" } else { a.fold(self.token) }
    }
}
