//! What a reader says.

use crate::text::Span;

/// What a reader says of a sentence beside the wire's words for it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// Probability that the wire bears the sentence out, 0 to 1.
    pub borne_out: f32,
    /// Probability that the wire says otherwise.
    pub contradicted: f32,
    /// Probability that the sentence says what the wire does not.
    pub added: f32,
    /// Pieces of the wire's words, by their bytes in what was read, each with the probability that it carries the fault, 0 to 1.
    pub wire: Vec<(Span, f32)>,
    /// Pieces of the sentence, in the same way.
    pub rewrite: Vec<(Span, f32)>,
}

/// What a reader says of the place before a word.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gap {
    /// The word, by its bytes in what was read: of a word that is cut into pieces, the first.
    pub before: Span,
    /// Probability that a word which tells something is missing before it, a noun, a verb, a pronoun, 0 to 1.
    pub telling: f32,
    /// Probability that a small one is: an article, a preposition, a conjunction.
    pub small: f32,
}
