//! What the checker says: findings, their rules, categories, severities and confidence.

mod mqm;
mod rule;

use serde::{Deserialize, Serialize};

use crate::text::{RewriteSpan, WireSpan};

pub use mqm::{Category, Severity, UnknownName};
pub use rule::{Fix, Ground, Group, HOUSE, Names, Rule, Speaks};

/// Words that bear a finding out: from a wire, from elsewhere in the rewrite, or from the knowledge tables.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Evidence {
    /// The wire's words that contradict the rewrite.
    pub wire: Vec<WireSpan>,
    /// Other words of the rewrite that contradict it.
    pub rewrite: Vec<RewriteSpan>,
    /// The entry of the knowledge tables that contradicts it, as a sentence with its source.
    pub knowledge: Option<String>,
}

/// One likely fault. Serialised as it is here, with the id of its rule, and spans in bytes of the decoded text.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
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
    /// Words to put in place of those under `at`, and under each of `also`, where that is safe.
    pub replacement: Option<String>,
    /// Further places of the same fault, in the order of the rewrite: "NAtO" in three sentences is one slip.
    pub also: Vec<RewriteSpan>,
    /// What the fault is, where one fault can show in several places: findings of one rule with the same key are told as one.
    #[serde(skip)]
    pub fault: Option<u64>,
    /// The number that reports for people give it, from 1; 0 where none was given.
    #[serde(skip)]
    pub number: usize,
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
            also: Vec::new(),
            fault: None,
            number: 0,
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

    /// Says what the fault is: findings of one rule that say the same here are one fault in several places.
    pub fn one_fault(mut self, what: &str) -> Self {
        self.fault = Some(crate::text::hash(what));
        self
    }

    /// Every place of the rewrite where the fault shows; none for words that only a wire has.
    pub fn places(&self) -> impl Iterator<Item = RewriteSpan> + '_ {
        self.at.into_iter().chain(self.also.iter().copied())
    }

    /// Sets the words to put in place.
    pub fn replace_with(mut self, words: impl Into<String>) -> Self {
        self.replacement = Some(words.into());
        self
    }
}
