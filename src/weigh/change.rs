//! One difference between a sentence of the rewrite and what the wires have for it.

use std::ops::Range;

use super::names::{F, FEATURES};
use crate::knowledge::lexicon::Relations;
use crate::text::numbered;

/// Under this share of common words a sentence rests on other reporting, and single words of it prove nothing.
pub const CLOSE: f32 = 0.5;

/// From this share of words kept in their order a sentence counts as the wire's own, edited; `tools/train/train.py` has the same.
pub const KEPT: f32 = 0.6;

numbered! {
    /// What kind of difference a [`Change`] is.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum ChangeKind {
        /// Words of the rewrite stand where the wire has other words.
        Substituted,
        /// Words of the rewrite that face none of the wire.
        Added,
        /// Words of the wire that the rewrite lacks.
        Dropped,
        /// Another form of the same word: tense, number, degree.
        Inflected,
        /// A word bound to another by its meaning.
        Related,
        /// Words in another order.
        Moved,
    }
}

/// One difference between a sentence of the rewrite and what the wires have for it.
#[derive(Clone, Debug)]
pub struct Change {
    /// What kind.
    pub kind: ChangeKind,
    /// Index of the sentence pair.
    pub pair: usize,
    /// Tokens of the rewrite; empty for dropped words, then where they are missing.
    pub rewrite: Range<usize>,
    /// Take of the wire's words.
    pub take: usize,
    /// Tokens of that wire; empty for added words.
    pub wire: Range<usize>,
    /// The word of the rewrite that carries the meaning.
    pub head: Option<usize>,
    /// The word of the wire that carries the meaning.
    pub wire_head: Option<usize>,
    /// How the two heads relate by the lexicon.
    pub relations: Relations,
    /// What bears on whether it is a fault; see [`NAMES`](super::NAMES).
    pub features: [f32; FEATURES],
    /// Probability that an editor would call it a major fault, 0 to 1.
    pub major: f32,
    /// Probability that it is a fault of any kind, 0 to 1.
    pub fault: f32,
    /// Probability that a careful annotator of translations would mark the words, 0 to 1; 0 where a wire is a single sentence, where
    /// [`Change::score`] is under [`CLOSE`], outside paragraphs, and for words that only moved.
    pub marked: f32,
    /// Probability that it is a fault of any kind, 0 to 1, learnt from sentences that keep the wire's words in the wire's order; 0 in others
    /// (see [`KEPT`]) and outside paragraphs.
    pub edited: f32,
}

impl Change {
    /// Whether the words before and after are bound to each other on both sides: the change stands in the same place.
    pub fn features_bound(&self) -> bool {
        self.features[F::left as usize] > 0.5 && self.features[F::right as usize] > 0.5
    }

    /// How much of the sentence the wire tells, 0 to 1.
    pub fn score(&self) -> f32 {
        self.features[F::score as usize]
    }

    /// Share of the words of the longer sentence that both have, in the same order, 0 to 1.
    pub fn kept(&self) -> f32 {
        self.features[F::kept as usize]
    }

    /// Whether it is the only place where its sentence leaves the wire's words.
    pub fn only_edit(&self) -> bool {
        self.features[F::edits as usize] <= 1.0
    }

    /// How many words in a row around the change are bound to the same word, 0 to 8.
    pub fn same_around(&self) -> f32 {
        self.features[F::same_left as usize] + self.features[F::same_right as usize]
    }

    /// Whether it is the only place, or one of two, where the sentence differs from the wire's.
    pub fn alone(&self) -> bool {
        self.features[F::spots as usize] * self.features[F::length as usize] <= 2.0
    }

    /// Whether at most two content words face at most two.
    pub fn short(&self) -> bool {
        self.features[F::content as usize] <= 2.0 && self.features[F::wire_content as usize] <= 2.0
    }
}
