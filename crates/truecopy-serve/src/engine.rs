//! What a checker must be able to do to be served.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::review::{Review, Sent};

/// A checker. It is called from several threads at once, and each call may take as long as a check does.
pub trait Engine: Send + Sync + 'static {
    /// Answers a line of `truecopy batch`.
    fn line(&self, line: Vec<u8>) -> Answer;

    /// Checks a text against its wire.
    ///
    /// # Errors
    /// Why it was not checked.
    fn check(&self, pair: Pair) -> Result<Checked, Refused>;

    /// Checks a rewrite for the review desk. `date` is the day of the story, where the caller knows it.
    ///
    /// # Errors
    /// Why it was not checked.
    fn review(&self, wires: &[Sent], rewrite: &Sent, date: Option<&str>) -> Result<Review, Refused>;
}

/// The answer to a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// One JSON object, with a line end.
    pub body: Vec<u8>,
    /// What it tells.
    pub outcome: Outcome,
}

/// How an answer came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The pair was checked.
    Checked,
    /// Something is wrong with the pair.
    Unchecked,
    /// The checker failed on it.
    Internal,
}

/// A text with the way to its wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// What the text was made from.
    pub wire: WireFrom,
    /// The text.
    pub text: String,
    /// The day of the story, where the caller knows it.
    pub date: Option<String>,
}

/// Where the wire comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WireFrom {
    /// Its takes; at least one.
    Takes(Vec<String>),
    /// The story of the archive that has this id.
    Id(String),
    /// The story of the archive that the text was most likely made from.
    Archive,
}

/// What a check found.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// The name of the verdict.
    pub verdict: &'static str,
    /// The reason for it.
    pub reason: String,
    /// Whether the two were compared: false for another story and for what cannot be compared.
    pub compared: bool,
    /// 0 to 100.
    pub fidelity: f64,
    /// The names of the wires.
    pub wires: Vec<String>,
    /// In the order of the text; those without a place come last.
    pub findings: Vec<Finding>,
}

/// One likely fault.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The id of the rule.
    pub rule: &'static str,
    /// What the rule reports, in a sentence.
    pub about: String,
    /// The MQM category, dimension first: `Accuracy/Omission`.
    pub category: &'static str,
    /// What it would cost in print.
    pub severity: Severity,
    /// How likely it is to be a fault, 0 to 1.
    pub confidence: f64,
    /// Bytes of the text as it was sent; none for what only the wire has.
    pub places: Vec<Range<usize>>,
    /// One sentence that names both sides.
    pub message: String,
    /// The wire's words that contradict it.
    pub wire: Vec<String>,
    /// Words to put in place.
    pub replacement: Option<String>,
}

/// What a fault would cost in print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A hint.
    Neutral,
    /// Readers stumble.
    Minor,
    /// Readers are misled.
    Major,
    /// A correction is due.
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
}

impl Refused {
    /// What it says.
    pub fn message(&self) -> &str {
        match self {
            Refused::Request(why) | Refused::NoWire(why) | Refused::Unchecked(why) => why,
        }
    }
}

/// Why a text was not checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// What was asked for makes no sense: no archive to search, a date that is none.
    Request(String),
    /// There is no such wire.
    NoWire(String),
    /// The texts could be read, and not checked.
    Unchecked(String),
}
