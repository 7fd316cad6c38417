//! What kind of error a fault is and what it would cost, in the words of the Multidimensional Quality Metrics (MQM).

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An error type of the Multidimensional Quality Metrics (MQM) typology.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Category {
    /// Accuracy: the rewrite says something else than the wire.
    Mistranslation,
    /// Accuracy: something that the wire has is missing.
    Omission,
    /// Accuracy: something that no wire has was put in.
    Addition,
    /// Accuracy: words left in another language.
    Untranslated,
    /// Terminology: not the term that the field uses.
    WrongTerm,
    /// Linguistic conventions: grammar.
    Grammar,
    /// Linguistic conventions: punctuation.
    Punctuation,
    /// Linguistic conventions: spelling and casing.
    Spelling,
    /// Linguistic conventions: characters lost or garbled.
    CharacterEncoding,
    /// Linguistic conventions: words said twice.
    Duplication,
    /// Style: not how the language says it.
    Unidiomatic,
    /// Style: the text disagrees with itself.
    Inconsistency,
    /// Design and markup: page furniture and other matter that is no part of the story.
    NonContent,
}

impl Category {
    /// All of them, in the order above.
    pub const ALL: [Category; 13] = [
        Category::Mistranslation,
        Category::Omission,
        Category::Addition,
        Category::Untranslated,
        Category::WrongTerm,
        Category::Grammar,
        Category::Punctuation,
        Category::Spelling,
        Category::CharacterEncoding,
        Category::Duplication,
        Category::Unidiomatic,
        Category::Inconsistency,
        Category::NonContent,
    ];

    /// The MQM name, dimension first.
    pub fn name(self) -> &'static str {
        match self {
            Category::Mistranslation => "Accuracy/Mistranslation",
            Category::Omission => "Accuracy/Omission",
            Category::Addition => "Accuracy/Addition",
            Category::Untranslated => "Accuracy/Untranslated",
            Category::WrongTerm => "Terminology/Wrong term",
            Category::Grammar => "Linguistic conventions/Grammar",
            Category::Punctuation => "Linguistic conventions/Punctuation",
            Category::Spelling => "Linguistic conventions/Spelling",
            Category::CharacterEncoding => "Linguistic conventions/Character encoding",
            Category::Duplication => "Linguistic conventions/Duplication",
            Category::Unidiomatic => "Style/Unidiomatic",
            Category::Inconsistency => "Style/Inconsistency",
            Category::NonContent => "Design and markup/Non-content",
        }
    }
}

impl Serialize for Category {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Category {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Cow::<str>::deserialize(d)?.parse().map_err(D::Error::custom)
    }
}

impl FromStr for Category {
    type Err = UnknownName;
    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let found = Category::ALL.into_iter().find(|c| c.name() == s);
        found.ok_or_else(|| UnknownName {
            what: "category",
            name: s.to_owned(),
            known: Category::ALL.map(Category::name).to_vec(),
        })
    }
}

/// What a fault would cost if it were published, in the four MQM levels.
/// They are all there are: whoever matches on them need not provide for others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing, no error by itself.
    Neutral,
    /// A reader stumbles, but is not misled.
    Minor,
    /// A reader is misled.
    Major,
    /// A reader is misled in a way that calls for a correction notice.
    Critical,
}

impl Severity {
    /// The lower-case name.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Neutral => "neutral",
            Severity::Minor => "minor",
            Severity::Major => "major",
            Severity::Critical => "critical",
        }
    }

    /// All four, mildest first.
    pub const ALL: [Severity; 4] = [Severity::Neutral, Severity::Minor, Severity::Major, Severity::Critical];
}

impl FromStr for Severity {
    type Err = UnknownName;
    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let found = Severity::ALL.into_iter().find(|v| v.name() == s);
        found.ok_or_else(|| UnknownName {
            what: "severity",
            name: s.to_owned(),
            known: Severity::ALL.map(Severity::name).to_vec(),
        })
    }
}

/// A word that names none of the things that it should name one of.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownName {
    /// What it should name: "severity".
    pub what: &'static str,
    /// The word.
    pub name: String,
    /// The names that there are.
    pub known: Vec<&'static str>,
}

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown {} `{}`: expected {}", self.what, self.name, listed(&self.known))
    }
}

impl std::error::Error for UnknownName {}

/// "a, b or c".
fn listed(names: &[&str]) -> String {
    match names.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} or {last}", before.join(", ")),
        _ => names.concat(),
    }
}
