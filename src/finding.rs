//! What the checker says: findings, their rules, categories, severities and confidence.

mod rule;

use serde::Serialize;

use crate::text::{RewriteSpan, WireSpan};

pub use rule::{Fix, Ground, Group, Names, Rule, Speaks};

/// An error type of the Multidimensional Quality Metrics (MQM) typology.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
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
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.name())
    }
}

/// What a fault would cost if it were published, in the four MQM levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
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

impl std::str::FromStr for Severity {
    type Err = String;
    fn from_str(s: &str) -> Result<Self, Self::Err> {
        Severity::ALL
            .into_iter()
            .find(|v| v.name() == s)
            .ok_or_else(|| format!("unknown severity `{s}`: expected neutral, minor, major or critical"))
    }
}

/// Words that bear a finding out: from a wire, from elsewhere in the rewrite, or from the knowledge tables.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// The wire's words that contradict the rewrite.
    pub wire: Vec<WireSpan>,
    /// Other words of the rewrite that contradict it.
    pub rewrite: Vec<RewriteSpan>,
    /// The entry of the knowledge tables that contradicts it, as a sentence with its source.
    pub knowledge: Option<String>,
}

/// One likely fault.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// MQM category.
    pub category: Category,
    /// What it would cost.
    pub severity: Severity,
    /// How sure the checker is, 0 to 1, calibrated on labelled pairs.
    pub confidence: f32,
    /// The words of the rewrite; none where the rewrite has no words to point at (a dropped sentence).
    pub at: Option<RewriteSpan>,
    /// One sentence that names both sides, lower case, without a full stop.
    pub message: String,
    /// What bears it out.
    pub evidence: Evidence,
    /// Words to put in place of those under `at`, where that is safe.
    pub replacement: Option<String>,
}

impl Finding {
    /// A finding of `rule` at words of the rewrite, with the rule's own category and severity.
    pub fn at(rule: &'static Rule, at: RewriteSpan, message: impl Into<String>) -> Self {
        Finding {
            rule,
            category: rule.category,
            severity: rule.severity,
            confidence: 0.5,
            at: Some(at),
            message: message.into(),
            evidence: Evidence::default(),
            replacement: None,
        }
    }

    /// A finding about words that only the wire has. `wire` is its primary place.
    pub fn missing(rule: &'static Rule, wire: WireSpan, message: impl Into<String>) -> Self {
        let mut f = Finding::at(rule, RewriteSpan(crate::text::Span::default()), message);
        f.at = None;
        f.evidence.wire.push(wire);
        f
    }

    /// Sets the severity.
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Sets the category.
    pub fn category(mut self, category: Category) -> Self {
        self.category = category;
        self
    }

    /// Sets how sure the rule is by its own signals, 0 to 1; calibration may move it later.
    pub fn confidence(mut self, confidence: f32) -> Self {
        self.confidence = confidence.clamp(0.0, 1.0);
        self
    }

    /// Adds words of the wire as evidence.
    pub fn against(mut self, wire: WireSpan) -> Self {
        self.evidence.wire.push(wire);
        self
    }

    /// Adds other words of the rewrite as evidence.
    pub fn against_itself(mut self, other: RewriteSpan) -> Self {
        self.evidence.rewrite.push(other);
        self
    }

    /// Adds an entry of the knowledge tables as evidence.
    pub fn known(mut self, fact: impl Into<String>) -> Self {
        self.evidence.knowledge = Some(fact.into());
        self
    }

    /// Sets the words to put in place.
    pub fn replace_with(mut self, words: impl Into<String>) -> Self {
        self.replacement = Some(words.into());
        self
    }
}
