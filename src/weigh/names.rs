//! The features of a difference by name, in the order in which the models know them.

use crate::text::numbered;

numbered! {
    #[allow(non_camel_case_types)]
    #[derive(Clone, Copy)]
    pub(super) enum F {
        kind, content, wire_content, function, wire_function, left, right, tag, wire_tag,
        synonym, antonym, hypernym, hyponym, steps, sibling, derivation, similar, entails, opposite_any,
        cosine, best_cosine, home, wire_home, home_drop, spelling, rank, wire_rank, known, wire_known,
        elsewhere, wire_elsewhere, score, coverage, spots, length, ratio, same_left, same_right,
        surprise, wire_surprise, surprise_gain, negator, wire_negator, verbal, wire_verbal, preposition, wire_preposition,
        article, pronoun, wire_pronoun, capital, wire_capital, number, wire_number, place, edge, how, sentences, form, wire_form,
        quantifier, wire_quantifier, after_tag, before_tag, known_all, distance,
        before2_tag, after2_tag, joint, joint_left, joint_right, verbs, wire_verbs, unbound_verbs, wire_unbound_verbs, after_surprise,
        single_sentence, take_words,
        kept, covered, edits, edit_words, edit_wire_words, edit_left, edit_right,
    }
}

/// Names of the features, in order.
pub const NAMES: &[&str] = F::NAMES;
/// How many features there are.
pub const FEATURES: usize = F::ALL.len();
