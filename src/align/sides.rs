//! The two sides of a sentence pair, as words are bound between them.

use super::alignment::{Bind, WireSentence, WireToken};
use crate::analyse::{Analysis, Token, TokenKind};

/// One side of a sentence pair: word tokens only, marks left out.
pub struct Side<'a> {
    /// The analysis that the tokens are from.
    pub analysis: &'a Analysis,
    /// Indices of word tokens in reading order.
    pub words: Vec<u32>,
}

/// All wire words that may stand behind one sentence, from one or more sentences of one or more takes.
pub struct Target<'a> {
    /// The wires.
    pub wires: &'a [Analysis],
    /// Word tokens in reading order, sentence after sentence.
    pub words: Vec<WireToken>,
    /// For each word, which of the target's sentences it is from; a run of equal words may not cross.
    pub part: Vec<u8>,
}

impl<'a> Side<'a> {
    /// The words of a sentence.
    pub fn of(analysis: &'a Analysis, sentence: usize) -> Self {
        let tokens = analysis.sentences[sentence].tokens.clone();
        let mut words = Vec::with_capacity(tokens.len());
        words.extend(word_indices(analysis, tokens).map(|i| i as u32));
        Side { analysis, words }
    }
}

impl<'a> Target<'a> {
    /// The words of some sentences of the wires.
    pub fn of(wires: &'a [Analysis], sentences: &[WireSentence]) -> Self {
        let room = sentences.iter().map(|s| wires[s.take].sentences[s.sentence].tokens.len()).sum();
        let mut target = Target { wires, words: Vec::with_capacity(room), part: Vec::with_capacity(room) };
        for (part, s) in sentences.iter().enumerate() {
            let wire = &wires[s.take];
            for i in word_indices(wire, wire.sentences[s.sentence].tokens.clone()) {
                target.words.push(WireToken { take: s.take as u32, token: i as u32 });
                target.part.push(part as u8);
            }
        }
        target
    }

    /// The token behind a word.
    pub fn token(&self, j: usize) -> &Token {
        let w = self.words[j];
        &self.wires[w.take as usize].tokens[w.token as usize]
    }

    /// The folded form of a word.
    pub fn fold(&self, j: usize) -> &str {
        let w = self.words[j];
        self.wires[w.take as usize].fold(w.token as usize)
    }
}

/// For each word of the side, the word of the target that it stands for.
pub type Links = Vec<Option<(usize, Bind)>>;

/// The word tokens of a range.
fn word_indices(analysis: &Analysis, range: std::ops::Range<usize>) -> impl Iterator<Item = usize> + '_ {
    range.filter(|i| matches!(analysis.tokens[*i].kind, TokenKind::Word | TokenKind::Number))
}

/// Whether a word of a rewrite and one of a wire are one in whatever form.
pub(super) fn same_word(rewrite: &Analysis, i: usize, wire: &Analysis, j: usize) -> bool {
    match (rewrite.tokens.get(i), wire.tokens.get(j)) {
        (Some(a), Some(b)) => {
            a.hash == b.hash || a.lemma == b.lemma || {
                // Singular and plural, where no lexicon tells.
                let (x, y) = (rewrite.fold(i), wire.fold(j));
                x.len() > 3 && y.len() > 3 && (x.strip_suffix('s') == Some(y) || y.strip_suffix('s') == Some(x))
            }
        }
        _ => false,
    }
}
