//! Which sentences and words stand for which: what comes of aligning a rewrite with its wires.

use std::ops::Range;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::align::quotes::QuoteMatch;
use crate::analyse::Analysis;
use crate::text::{Span, WireSpan, numbered};

/// A token of one of the wires.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WireToken {
    /// Which take.
    pub take: u32,
    /// Index into that take's tokens.
    pub token: u32,
}

/// A sentence of one of the wires.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WireSentence {
    /// Which take.
    pub take: usize,
    /// Index into that take's sentences.
    pub sentence: usize,
}

numbered! {
    /// Why a word of the rewrite is taken to stand for a word of the wire, the surest first.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Bind {
        /// The same folded form.
        Same,
        /// Another form of the same lemma.
        Lemma,
        /// Equal by the tables: numbers in words and digits, aliases and demonyms of a place, spelling variants.
        Equal,
        /// A synonym or a derivation of the same root.
        Synonym,
        /// Part of a phrase that stands for a phrase.
        Phrase,
        /// Near in meaning by the word vectors or the lexicon, and in the same position.
        Near,
    }
}

/// A word of the rewrite bound to a word of the wire.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WordLink {
    /// The wire's word.
    pub to: WireToken,
    /// Why.
    pub how: Bind,
}

/// A place where words stay unbound: on both sides, facing each other, or on one side only.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// Unbound tokens of the rewrite; empty where the wire's words were dropped, then at the place where they are missing.
    pub rewrite: Range<usize>,
    /// The take that the wire's words are from.
    pub take: usize,
    /// Unbound tokens of the wire; empty where words were added.
    pub wire: Range<usize>,
    /// Whether the words just before are bound to each other on both sides.
    pub left_bound: bool,
    /// Whether the words just after are bound to each other on both sides.
    pub right_bound: bool,
}

/// One sentence of the rewrite and what the wires have for it.
#[derive(Clone, Debug, Default)]
pub struct Pair {
    /// The sentence of the rewrite.
    pub sentence: usize,
    /// Sentences of the wires that tell it, best first; empty when none does.
    pub wire: Vec<WireSentence>,
    /// How much of the sentence is told there, 0 to 1, by weight of its words.
    pub score: f32,
    /// For each token of the sentence, counted from its first, the wire's word that it stands for.
    pub words: Vec<Option<WordLink>>,
    /// Where words stay unbound.
    pub spots: Vec<Spot>,
}

impl Pair {
    /// The wire's word that a token of the rewrite stands for; `first` is the first token of the pair's sentence.
    pub fn link(&self, first: usize, token: usize) -> Option<WordLink> {
        self.words.get(token.checked_sub(first)?).copied().flatten()
    }
}

/// A place where a sentence of the rewrite leaves the wire's words.
#[derive(Clone, Debug)]
pub struct Edit {
    /// Index of the sentence pair.
    pub pair: usize,
    /// The take that the wire's words are from.
    pub take: usize,
    /// Tokens of the rewrite, from its first word to its last; empty where words were left out, then where they are missing.
    pub rewrite: Range<usize>,
    /// Tokens of the wire, in the same way.
    pub wire: Range<usize>,
    /// Words in a row before it that both sides have; the start of both sentences counts as two.
    pub left: usize,
    /// Words in a row after it that both sides have; the end of both sentences counts as two.
    pub right: usize,
    /// Share of the words of the longer sentence that both have, in the same order, 0 to 1.
    pub kept: f32,
    /// Share of the words of the rewrite's sentence that the wire's has, in the same order, 0 to 1.
    pub covered: f32,
    /// How many edits the sentence has.
    pub count: usize,
}

impl Edit {
    /// Whether the words on both sides of it are the wire's, and so is most of the sentence: nobody leaves all else as it was and changes
    /// these words unless something is meant by it.
    pub fn is_close(&self) -> bool {
        self.left >= 1 && self.right >= 1 && self.left + self.right >= 3 && self.kept.max(self.covered - 0.15) >= 0.6
    }

    /// Whether words of the rewrite face words of the wire.
    pub fn replaces(&self) -> bool {
        !self.rewrite.is_empty() && !self.wire.is_empty()
    }
}

/// The whole alignment of a rewrite with its wires.
#[derive(Debug, Default)]
pub struct Alignment {
    /// One entry per sentence of the rewrite, in order.
    pub pairs: Vec<Pair>,
    /// Sentences of the wires that no sentence of the rewrite tells.
    pub dropped: Vec<WireSentence>,
    /// The quotes of the rewrite that a wire has, in or out of quotation marks.
    pub quotes: Vec<QuoteMatch>,
    /// The places where sentences leave the wire's words, in text order.
    pub edits: Vec<Edit>,
    /// How much of the rewrite the wires tell, 0 to 1; under 0.15 the two hardly tell the same story.
    pub same_story: f32,
    telling: OnceLock<FxHashMap<WireSentence, Vec<usize>>>,
}

impl Alignment {
    /// The sentences of the rewrite that tell a sentence of the wires, in order.
    pub fn telling(&self, wire: WireSentence) -> &[usize] {
        let telling = self.telling.get_or_init(|| {
            let mut all: FxHashMap<WireSentence, Vec<usize>> = FxHashMap::default();
            for p in &self.pairs {
                for w in &p.wire {
                    all.entry(*w).or_default().push(p.sentence);
                }
            }
            all.values_mut().for_each(Vec::dedup);
            all
        });
        telling.get(&wire).map_or(&[], Vec::as_slice)
    }

    /// The edits of a sentence pair.
    pub fn edits_of(&self, pair: usize) -> &[Edit] {
        let from = self.edits.partition_point(|e| e.pair < pair);
        let count = self.edits.get(from).filter(|e| e.pair == pair).map_or(0, |e| e.count);
        self.edits.get(from..from + count).unwrap_or_default()
    }

    /// Share of the words of a sentence pair that both have in the same order, 0 to 1.
    pub fn kept(&self, pair: usize) -> f32 {
        match self.edits_of(pair).first() {
            Some(edit) => edit.kept,
            // Without an edit the two are equal, or have too little in common to be held against each other.
            None => self.pairs.get(pair).map_or(0.0, |p| if p.score > 0.9 { 1.0 } else { 0.0 }),
        }
    }

    /// The wire's word that a token of the rewrite stands for. `sentence` is the token's sentence.
    pub fn link(&self, rewrite: &Analysis, token: usize) -> Option<WordLink> {
        let sentence = rewrite.tokens.get(token)?.sentence as usize;
        let first = rewrite.sentences.get(sentence)?.tokens.start;
        self.pairs.get(sentence)?.words.get(token - first).copied().flatten()
    }
}

/// The span of some tokens of a wire.
pub fn wire_span(wires: &[Analysis], take: usize, tokens: Range<usize>) -> WireSpan {
    WireSpan { take, span: wires.get(take).map_or(Span::default(), |a| a.span(tokens)) }
}
