//! Function words by class: the closed part of the English vocabulary.

use std::sync::LazyLock;

use crate::text::{KeyMap, hash, numbered};

numbered! {
    /// What a function word does in a sentence.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Class {
        /// Not a function word.
        Content,
        /// a, an, the.
        Article,
        /// this, that, these, those, such.
        Demonstrative,
        /// Personal, possessive, reflexive and indefinite pronouns.
        Pronoun,
        /// Prepositions, and particles of the same form.
        Preposition,
        /// and, or, but, nor, yet.
        Conjunction,
        /// because, although, while, if, than, as …
        Subordinator,
        /// Forms of be, have, do as auxiliaries.
        Auxiliary,
        /// can, could, may, might, must, shall, should, will, would.
        Modal,
        /// not, never, no, none, neither …
        Negator,
        /// all, some, many, few, most, each …
        Quantifier,
        /// who, which, what, when, where, how …
        Interrogative,
        /// Adverbs that bind or colour a sentence and can come and go without changing a fact: also, however, then, there, so.
        Connective,
        /// The possessive 's, the infinitive's "to" has the class of its preposition.
        Particle,
    }
}

/// The function words by their class.
const WORDS: &[(Class, &[&str])] = &[
    (Class::Article, &["a", "an", "the"]),
    (Class::Demonstrative, &["this", "that", "these", "those", "such"]),
    (
        Class::Pronoun,
        &[
            "i",
            "me",
            "my",
            "mine",
            "myself",
            "we",
            "us'",
            "our",
            "ours",
            "ourselves",
            "you",
            "your",
            "yours",
            "yourself",
            "yourselves",
            "he",
            "him",
            "his",
            "himself",
            "she",
            "her",
            "hers",
            "herself",
            "it",
            "its",
            "itself",
            "they",
            "them",
            "their",
            "theirs",
            "themselves",
            "one's",
            "oneself",
            "someone",
            "somebody",
            "something",
            "anyone",
            "anybody",
            "anything",
            "everyone",
            "everybody",
            "everything",
        ],
    ),
    (
        Class::Preposition,
        &[
            "of",
            "in",
            "on",
            "at",
            "by",
            "for",
            "with",
            "from",
            "to",
            "into",
            "onto",
            "about",
            "between",
            "among",
            "amongst",
            "through",
            "via",
            "per",
            "upon",
            "within",
            "towards",
            "toward",
            "amid",
            "amidst",
            "regarding",
            "concerning",
            "along",
            "across",
            "around",
            "beside",
            "besides",
            "throughout",
            "off",
            "out",
            "up",
            "down",
            "over",
            "under",
            "above",
            "below",
            "behind",
            "beyond",
            "near",
            "against",
            "without",
            "before",
            "after",
            "during",
            "since",
            "until",
            "till",
            "inside",
            "outside",
            "despite",
            "except",
            "like",
            "unlike",
        ],
    ),
    (Class::Conjunction, &["and", "or", "but", "nor", "yet"]),
    (
        Class::Subordinator,
        &[
            "because", "although", "though", "while", "whilst", "whereas", "if", "unless", "whether", "than", "as",
            "once", "lest",
        ],
    ),
    (
        Class::Auxiliary,
        &[
            "be", "am", "is", "are", "was", "were", "been", "being", "have", "has", "had", "having", "do", "does",
            "did", "doing", "'d",
        ],
    ),
    (Class::Modal, &["can", "could", "may", "might", "must", "shall", "should", "will", "would", "ought"]),
    (Class::Negator, &["not", "never", "no", "none", "nobody", "nothing", "nowhere", "neither", "n't"]),
    (
        Class::Quantifier,
        &[
            "all", "some", "any", "many", "much", "few", "fewer", "less", "least", "more", "most", "each", "every",
            "both", "either", "several", "enough", "another", "other", "others", "own", "same",
        ],
    ),
    (
        Class::Interrogative,
        &["who", "whom", "whose", "which", "what", "when", "where", "why", "how", "whatever", "whoever", "whichever"],
    ),
    (
        Class::Connective,
        &[
            "also",
            "however",
            "then",
            "there",
            "so",
            "thus",
            "too",
            "very",
            "just",
            "even",
            "only",
            "still",
            "here",
            "now",
            "therefore",
            "moreover",
            "furthermore",
            "meanwhile",
            "indeed",
            "rather",
            "quite",
            "again",
            "well",
        ],
    ),
    (Class::Particle, &["'s", "'"]),
];

/// The class of a folded word.
pub fn class(word: &str) -> Class {
    class_of(hash(word))
}

/// The class of the folded word with this hash.
pub fn class_of(hash: u64) -> Class {
    static CLASSES: LazyLock<KeyMap<Class>> = LazyLock::new(|| {
        WORDS.iter().flat_map(|(class, words)| words.iter().map(|word| (crate::text::hash(word), *class))).collect()
    });
    CLASSES.get(&hash).copied().unwrap_or(Class::Content)
}
