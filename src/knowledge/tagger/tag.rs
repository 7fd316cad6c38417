//! Parts of speech, and the forms of verbs.

use crate::knowledge::lexicon::Pos;
use crate::text::numbered;

numbered! {
    /// Universal part-of-speech tag.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    #[repr(u8)]
    pub enum Tag {
        /// Adjective.
        Adj,
        /// Preposition or postposition.
        Adp,
        /// Adverb.
        Adv,
        /// Auxiliary verb.
        Aux,
        /// Coordinating conjunction.
        Cconj,
        /// Determiner.
        Det,
        /// Interjection.
        Intj,
        /// Common noun.
        Noun,
        /// Numeral.
        Num,
        /// Particle: "to" before a verb, "not", "'s".
        Part,
        /// Pronoun.
        Pron,
        /// Proper noun.
        Propn,
        /// Punctuation.
        Punct,
        /// Subordinating conjunction.
        Sconj,
        /// Symbol.
        Sym,
        /// Verb that is not an auxiliary.
        Verb,
        /// Anything else.
        X,
    }
}

impl Tag {
    pub(in crate::knowledge) fn from_number(number: u8) -> Self {
        Self::ALL.get(usize::from(number)).copied().unwrap_or(Self::X)
    }

    /// Noun, verb, adjective or adverb: words that carry the meaning. Auxiliaries and proper nouns are not among them.
    pub fn pos(self) -> Option<Pos> {
        match self {
            Self::Noun => Some(Pos::Noun),
            Self::Verb => Some(Pos::Verb),
            Self::Adj => Some(Pos::Adj),
            Self::Adv => Some(Pos::Adv),
            _ => None,
        }
    }
}

numbered! {
    /// The form a verb stands in.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum VerbForm {
        /// Infinitive, imperative or present other than the third person: "rise".
        Base,
        /// Third person singular: "rises".
        S,
        /// Past tense, or a form that past tense and participle share: "rose", "climbed".
        Past,
        /// Past participle that differs from the past tense: "risen".
        Participle,
        /// Present participle or gerund: "rising".
        Ing,
    }
}

/// The form of a word as a verb; `base` is the verb.
pub(in crate::knowledge) fn form_of(word: &str, base: &str) -> VerbForm {
    match word {
        "is" | "has" | "does" => VerbForm::S,
        "are" | "am" => VerbForm::Base,
        "was" | "were" | "had" | "did" => VerbForm::Past,
        "been" | "done" => VerbForm::Participle,
        _ if word == base => VerbForm::Base,
        _ if word.ends_with("ing") => VerbForm::Ing,
        _ if word.ends_with('s') && !word.ends_with("ss") => VerbForm::S,
        _ if word.ends_with('n')
            || ["gone", "begun", "sung", "sunk", "drunk", "swum", "rung", "torn", "worn", "sworn", "borne"]
                .contains(&word) =>
        {
            VerbForm::Participle
        }
        _ => VerbForm::Past,
    }
}
