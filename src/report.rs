//! What a check comes to: the verdict, the findings and what they stand on. Built by the pipeline, read by the formats.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::finding::{Finding, Severity};
use crate::ingest::Story;
use crate::reader::Mode;
use crate::text::{RewriteSpan, WireSpan};

/// What kind of text the rewrite is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Kind {
    /// Told by the lengths: a rewrite under a third of the wire is taken for a summary.
    #[default]
    Auto,
    /// A retelling of the whole story: dropped sentences are reported.
    Story,
    /// A summary: dropped sentences are no fault.
    Summary,
}

/// What is known of the language of the texts before they are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Language {
    /// Nothing: a text that does not show that it is English is refused.
    #[default]
    Auto,
    /// Both sides are English, whatever their words look like.
    En,
}

/// The checker's word on the whole rewrite.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Verdict {
    /// Nothing to report, or nothing above neutral.
    Faithful,
    /// Minor findings only.
    MinorFaults,
    /// At least one major or critical finding.
    Drifted,
    /// The two texts do not tell the same story; no sentence-level findings are given.
    DifferentStory,
    /// The rewrite is the wire, letter for letter.
    Identical,
    /// One side is not in English or has no story text; nothing was compared.
    NotComparable,
}

impl Verdict {
    /// All of them, in the order above.
    pub const ALL: [Verdict; 6] = [
        Verdict::Faithful,
        Verdict::MinorFaults,
        Verdict::Drifted,
        Verdict::DifferentStory,
        Verdict::Identical,
        Verdict::NotComparable,
    ];

    /// The kebab-case name used in machine formats.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Faithful => "faithful",
            Verdict::MinorFaults => "minor-faults",
            Verdict::Drifted => "drifted",
            Verdict::DifferentStory => "different-story",
            Verdict::Identical => "identical",
            Verdict::NotComparable => "not-comparable",
        }
    }
}

/// Sentences that tell the same thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Link {
    /// Sentence of the rewrite.
    pub rewrite: RewriteSpan,
    /// Sentences of the wires that say it, best first.
    pub wire: Vec<WireSpan>,
}

impl Link {
    /// A sentence of the rewrite and the sentences of the wires that say it, best first.
    pub fn new(rewrite: RewriteSpan, wire: Vec<WireSpan>) -> Self {
        Link { rewrite, wire }
    }
}

/// All that a report format needs. Built by the pipeline, read by the formats.
///
/// Serialised as it is here, spans in bytes of the decoded text; [`json`](crate::format::json) gives a document with lines, columns and
/// code points of what was read, in a form that keeps its version.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// The rewrite.
    pub rewrite: Arc<Story>,
    /// The takes of the wire, in the order given; shared by all reports on it.
    pub wires: Arc<[Story]>,
    /// The word on the whole.
    pub verdict: Verdict,
    /// One sentence that gives the reason for the verdict, lower case, without a full stop.
    pub reason: String,
    /// 0 to 100; falls with every fault, also with faults too faint for a finding.
    pub fidelity: f64,
    /// In the order of the rewrite; findings without words in the rewrite come last.
    pub findings: Vec<Finding>,
    /// Which sentences tell the same thing.
    pub links: Vec<Link>,
    /// Which sentences the reader was given.
    pub reader: Mode,
    /// The model that judged in the place of the built-in one.
    pub reader_model: Option<String>,
    /// How many sentences it read.
    pub read: usize,
    /// What a user should know besides: encodings, tables' date, options in force.
    pub notes: Vec<String>,
}

impl Report {
    /// A report on a rewrite without a fault; its fields are public, and whoever builds one by hand sets them.
    pub fn new(wires: impl Into<Arc<[Story]>>, rewrite: impl Into<Arc<Story>>) -> Self {
        Report {
            rewrite: rewrite.into(),
            wires: wires.into(),
            verdict: Verdict::Faithful,
            reason: "nothing contradicts the wire".into(),
            fidelity: 100.0,
            findings: Vec::new(),
            links: Vec::new(),
            reader: Mode::Off,
            reader_model: None,
            read: 0,
            notes: Vec::new(),
        }
    }

    /// The words of the rewrite that a finding is about; none where it is about words that only the wire has.
    ///
    /// ```
    /// # use truecopy::{check::{Checker, Options}, ingest::from_text};
    /// # let (wire, rewrite) = (from_text("w", "Zoë met 12 mayors."), from_text("r", "Zoë met 21 mayors."));
    /// let report = Checker::new(Options::default()).check(wire, rewrite);
    /// assert_eq!(report.words(&report.findings[0]), Some("21"));
    /// assert_eq!(report.wire_words(report.findings[0].evidence.wire[0]), "12");
    /// ```
    pub fn words(&self, finding: &Finding) -> Option<&str> {
        finding.at.map(|at| self.rewrite.source.slice(at.0))
    }

    /// The words of a wire under a span; empty where there is no such take.
    pub fn wire_words(&self, at: WireSpan) -> &str {
        self.wires.get(at.take).map_or("", |w| w.source.slice(at.span))
    }

    /// How many findings have this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|f| f.severity == severity).count()
    }
}
