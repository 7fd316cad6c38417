//! What a checker hands to the review desk: two texts, the findings in one of them, and where the other says otherwise.

use serde::{Deserialize, Serialize};

use crate::engine::Severity;

/// A story as it is sent in for review.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// What it is called in messages.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// What a check found, with all that a page shows of it. Kept as JSON by the desk.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Review {
    /// The program and the day of its tables.
    pub program: String,
    /// The name of the verdict.
    pub verdict: String,
    /// The reason for it.
    pub reason: String,
    /// Whether the two were compared.
    pub compared: bool,
    /// 0 to 100.
    pub fidelity: f64,
    /// The rewrite.
    pub rewrite: Text,
    /// The takes of the wire.
    pub wires: Vec<Text>,
    /// In the order of the rewrite; those about words that only a wire has come last.
    pub findings: Vec<Mark>,
}

/// A text with its parts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// What it is called.
    pub name: String,
    /// All of it.
    pub text: String,
    /// In the order of the text; they leave out only white space.
    pub blocks: Vec<Block>,
}

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What an editor would call it.
    pub kind: String,
    /// Whether it belongs to the story.
    pub is_story: bool,
}

/// Words of a text, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// Which take of the wire; 0 for the rewrite.
    pub take: usize,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Words {
    /// The words themselves; none where they are not in this text.
    pub fn of<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

/// A finding as a page shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    /// What stays the same when other words of the text change.
    pub fingerprint: String,
    /// The id of the rule.
    pub rule: String,
    /// What the rule reports, in a sentence.
    pub about: String,
    /// What it would cost in print.
    pub severity: Severity,
    /// How likely it is to be a fault, 0 to 1.
    pub confidence: f64,
    /// One sentence that names both sides.
    pub message: String,
    /// Where the rewrite has it; nowhere, where only a wire has the words.
    pub at: Vec<Words>,
    /// The sentence of the rewrite around the first place.
    pub sentence: Option<Words>,
    /// The wire's words that contradict it.
    pub wire: Vec<Words>,
    /// The wire's sentences that tell the same.
    pub wire_sentences: Vec<Words>,
    /// What the tables know.
    pub knowledge: Option<String>,
    /// Words to put in place.
    pub replacement: Option<String>,
}

impl Mark {
    /// The words of the rewrite, or of the wire where only that has them.
    pub fn words<'a>(&self, review: &'a Review) -> &'a str {
        match self.at.first() {
            Some(at) => at.of(&review.rewrite.text),
            None => self.wire_words(review),
        }
    }

    /// The first words of the wire that contradict it.
    pub fn wire_words<'a>(&self, review: &'a Review) -> &'a str {
        let text = |w: &Words| review.wires.get(w.take).map_or("", |wire| w.of(&wire.text));
        self.wire.first().map_or("", text)
    }
}
