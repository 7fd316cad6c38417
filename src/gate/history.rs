//! What runs came to, one line of JSON each, so that a report can show where things are going.
//!
//! Only what can be compared from run to run is kept. Neutral findings are not: they are hints where to read on.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::digest::Digest;
use super::summary::{self, Summary};
use crate::finding::Severity;

/// Sources that one line names, those with most findings; a line stays short however many folders a run has.
const MAX_SOURCES: usize = 200;

/// Open findings by severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Critical ones.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub critical: u64,
    /// Major ones.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub major: u64,
    /// Minor ones.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub minor: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_zero(n: &u64) -> bool {
    *n == 0
}

impl Counts {
    fn of(counts: &summary::Counts) -> Self {
        let count = |s: Severity| counts.get(s as usize).map_or(0, |n| *n as u64);
        Counts { critical: count(Severity::Critical), major: count(Severity::Major), minor: count(Severity::Minor) }
    }

    /// All of them.
    pub fn sum(&self) -> u64 {
        self.critical.saturating_add(self.major).saturating_add(self.minor)
    }
}

/// What the rewrites of one source came to in a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FromSource {
    /// How many rewrites.
    #[serde(default)]
    pub rewrites: u64,
    /// Their words.
    #[serde(default)]
    pub words: u64,
    /// Their findings.
    #[serde(flatten)]
    pub counts: Counts,
}

/// One run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Run {
    /// When it ended, as RFC 3339 in UTC.
    pub time: String,
    /// Version of the program.
    #[serde(default)]
    pub version: String,
    /// How many rewrites.
    #[serde(default)]
    pub rewrites: u64,
    /// How many of them did not pass.
    #[serde(default)]
    pub failing: u64,
    /// How many could not be checked.
    #[serde(default)]
    pub failed: u64,
    /// Words of the rewrites that were checked.
    #[serde(default)]
    pub words: u64,
    /// Open findings.
    #[serde(flatten)]
    pub counts: Counts,
    /// By the id of the rule; a rule that is not named found nothing.
    #[serde(default)]
    pub rules: BTreeMap<String, Counts>,
    /// By source; one that is not named was not in the run, or found less than 200 others.
    #[serde(default)]
    pub sources: BTreeMap<String, FromSource>,
}

impl Run {
    /// A run that ended at `time`, RFC 3339 in UTC.
    pub fn of(run: &[Digest], summary: &Summary, time: &str) -> Self {
        let rules = summary.rules.iter().map(|r| (r.id.clone(), Counts::of(&r.counts)));
        let mut words: BTreeMap<&str, u64> = BTreeMap::new();
        for digest in run {
            *words.entry(digest.source()).or_default() += digest.words as u64;
        }
        let mut sources: Vec<(String, FromSource)> = summary
            .sources
            .iter()
            .map(|s| {
                let words = words.get(s.source.as_str()).copied().unwrap_or(0);
                (s.source.clone(), FromSource { rewrites: s.rewrites as u64, words, counts: Counts::of(&s.counts) })
            })
            .collect();
        sources.sort_by_key(|(_, s)| std::cmp::Reverse((s.counts.sum(), s.rewrites)));
        Run {
            time: time.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            rewrites: summary.pairs as u64,
            failing: summary.failing as u64,
            failed: summary.failed as u64,
            words: words.values().sum(),
            counts: Counts::of(&summary.counts),
            rules: rules.filter(|(_, counts)| counts.sum() > 0).collect(),
            sources: sources.into_iter().take(MAX_SOURCES).collect(),
        }
    }

    /// The line of a history, with its end.
    pub fn line(&self) -> String {
        // Keys are strings and numbers whole: nothing can fail.
        serde_json::to_string(self).unwrap_or_default() + "\n"
    }
}

/// The runs of a history, in the order of its lines, and the numbers, counted from 1, of lines that are none. Blank lines are passed over.
pub fn read(text: &str) -> (Vec<Run>, Vec<usize>) {
    let (mut runs, mut damaged) = (Vec::new(), Vec::new());
    for (i, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        match serde_json::from_str(line) {
            Ok(run) => runs.push(run),
            Err(_) => damaged.push(i + 1),
        }
    }
    (runs, damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_as_it_was_written_and_a_damaged_one_is_named() {
        let counts = Counts { critical: 0, major: 2, minor: 1 };
        let run = Run {
            time: "2026-03-03T15:00:00Z".into(),
            version: "0.1.0".into(),
            rewrites: 3,
            failing: 1,
            words: 812,
            counts,
            rules: [("number-changed".to_owned(), counts)].into(),
            sources: [("desk/\"sport\"\n".to_owned(), FromSource { rewrites: 3, words: 812, counts })].into(),
            ..Run::default()
        };
        let line = run.line();
        assert_eq!(line.lines().count(), 1);
        assert!(line.starts_with("{\"time\":\"2026-03-03T15:00:00Z\",") && !line.contains("critical"), "{line}");
        let text = format!("{line}{}\n\n[1]\n{{\"time\":\"x\",\"later\":[1]}}\n\u{0}\n", &line[..line.len() / 2]);
        let (runs, damaged) = read(&text);
        assert_eq!((runs.len(), damaged), (2, vec![2, 4, 6]));
        assert_eq!(runs[0], run);
        assert_eq!(runs[1].words, 0, "what a line does not say is nothing");
    }
}
