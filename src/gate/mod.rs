//! From what the checker found to what is shown and what fails: settings, the house lexicon, accepted findings, the baseline.
//! Reads no files and prints nothing.

pub mod accepted;
pub mod baseline;
pub mod digest;
pub mod fingerprint;
pub mod fix;
pub mod history;
pub mod kept;
pub mod learnt;
pub mod lexicon;
pub mod summary;

pub use accepted::Accepted;
pub use baseline::{BadBaseline, Baseline};
pub use digest::Digest;
pub use learnt::Learnt;
pub use lexicon::Lexicon;

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::config::{Config, Level, Origin};
use crate::finding::{Finding, Group, Severity};
use crate::knowledge::numbers;
use crate::report::{Report, Verdict};
use crate::text::WireSpan;

/// What the findings of one rewrite are judged by.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Policy<'a> {
    /// The settings.
    pub config: &'a Config,
    /// The house lexicon.
    pub lexicon: &'a Lexicon,
    /// Accepted findings.
    pub accepted: &'a Accepted,
    /// Known findings, where there is a baseline.
    pub baseline: Option<&'a Baseline>,
}

impl<'a> Policy<'a> {
    /// Judges by these settings, without a baseline.
    pub fn new(config: &'a Config, lexicon: &'a Lexicon, accepted: &'a Accepted) -> Self {
        Policy { config, lexicon, accepted, baseline: None }
    }

    /// The same, with the findings that are known already, where there is such a list.
    #[must_use]
    pub fn baseline(mut self, known: impl Into<Option<&'a Baseline>>) -> Self {
        self.baseline = known.into();
        self
    }
}

/// Why a finding is not held against a rewrite.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Why {
    /// Somebody accepted it: the number of the entry, and the reason given there.
    Accepted(usize, String),
    /// It is in the baseline.
    Known,
    /// Its words are in the house lexicon.
    Lexicon,
}

/// A finding that is not held against the rewrite.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Aside {
    /// The finding.
    pub finding: Finding,
    /// Its fingerprint.
    pub fingerprint: String,
    /// Why not.
    pub why: Why,
}

/// A report after the settings were applied.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Judged {
    /// The report with the findings that are shown.
    pub report: Report,
    /// The fingerprint of each finding that is shown.
    pub fingerprints: Vec<String>,
    /// Whether each finding that is shown is in the baseline.
    pub known: Vec<bool>,
    /// Whether each finding that is shown is a hint: neutral, no reason to fail, and shown although no setting asks for it.
    pub hints: Vec<bool>,
    /// Findings that are accepted or known.
    pub aside: Vec<Aside>,
    /// Findings below the thresholds of what is shown.
    pub hidden: usize,
    /// Whether there was a baseline to compare with.
    pub compared: bool,
    /// The rules of known findings that are no longer found.
    pub fixed: Vec<String>,
    /// Whether something in it makes the run fail.
    pub fails: bool,
}

/// Applies the settings to what the checker found in the rewrite at `path` (see [`Config::relative`]).
///
/// What makes the run fail is always shown. The verdict is worked out again where findings were set aside.
pub fn judge(mut report: Report, policy: &Policy, path: &str) -> Judged {
    let config = policy.config;
    let prints = fingerprint::fingerprints(&report);
    let found = prints.iter().map(String::as_str).collect();
    let fixed = policy.baseline.map_or_else(Vec::new, |b| b.fixed(path, &found));
    let findings = std::mem::take(&mut report.findings);
    let before = findings.len();
    let (mut fingerprints, mut known, mut hints) = (Vec::new(), Vec::new(), Vec::new());
    let (mut aside, mut below) = (Vec::new(), Vec::new());
    let (mut fails, mut changed) = (false, false);
    let mut kept: Vec<Finding> = Vec::with_capacity(before);
    for (mut finding, print) in findings.into_iter().zip(prints) {
        let level = config.level(finding.rule, path).0;
        match level {
            Level::Off => {
                changed = true;
                continue;
            }
            Level::On => {}
            Level::As(severity) => {
                changed |= finding.severity != severity;
                finding.severity = severity;
            }
        }
        let words = fingerprint::words(&report, &finding);
        let entry = policy.accepted.find(finding.rule.id, &words, path);
        let why = match entry {
            Some((i, entry)) => Some(Why::Accepted(i, entry.reason.clone())),
            None if policy.lexicon.allows(&report, &finding) => Some(Why::Lexicon),
            None => None,
        };
        if let Some(why) = why {
            changed = true;
            aside.push(Aside { finding, fingerprint: print, why });
            continue;
        }
        let is_known = policy.baseline.is_some_and(|b| b.knows(path, &print));
        let severe = threshold(config, is_known).is_some_and(|t| finding.severity >= t);
        let fatal = severe && is_sure(&report, &finding, config.gate_confidence.value.0);
        fails |= fatal;
        if is_known && !fatal {
            changed = true;
            aside.push(Aside { finding, fingerprint: print, why: Why::Known });
            continue;
        }
        let seen =
            finding.severity >= config.min_severity.value && is_sure(&report, &finding, config.show_confidence.value.0);
        if !seen && !fatal {
            below.push(finding);
            continue;
        }
        let asked = config.min_severity.origin != Origin::Default;
        hints.push(finding.severity == Severity::Neutral && !fatal && !asked);
        kept.push(finding);
        fingerprints.push(print);
        known.push(is_known);
    }
    crate::score::order::number(&mut kept, |i| hints[i]);
    let hidden = below.len();
    if changed && before > 0 {
        // What is hidden is still a fault: it counts in the verdict, as it does where nothing was set aside.
        report.findings = [kept.as_slice(), &below].concat();
        (report.verdict, report.reason) = verdict(&report);
        if report.verdict == Verdict::Faithful && !aside.is_empty() {
            report.reason.insert_str(0, "apart from findings set aside, ");
        }
    }
    report.findings = kept;
    notes(&mut report, &aside, hidden);
    let comparable = !matches!(report.verdict, Verdict::NotComparable);
    // The default of a batch lets findings pass, but a story that is not the wire's only where somebody said so.
    let passes = config.fail_on.value.0.is_none() && config.fail_on.origin != Origin::Default;
    let off = report.verdict == Verdict::DifferentStory && !passes;
    let faint = comparable && report.fidelity < config.min_fidelity.value.0;
    if faint {
        let least = config.min_fidelity.value.0;
        report.notes.push(format!("fidelity {:.1} is below the required minimum of {least}", report.fidelity));
    }
    fails |= off || faint;
    let compared = policy.baseline.is_some();
    Judged { report, fingerprints, known, hints, aside, hidden, compared, fixed, fails }
}

impl Judged {
    /// The findings that are shown in the order in which people read them: the gravest first, hints last. The report has them in the order of
    /// the text, and each has its number in this order.
    pub fn gravest_first(mut report: Report) -> Report {
        report.findings.sort_by_key(|f| f.number);
        report
    }

    /// The report for those who read from top to bottom: without hints, and with a note on how many there are.
    pub fn plain(&self) -> Cow<'_, Report> {
        let left_out = self.hints.iter().filter(|hint| **hint).count();
        if left_out == 0 {
            return Cow::Borrowed(&self.report);
        }
        let mut report = self.report.clone();
        let mut hints = self.hints.iter();
        report.findings.retain(|_| hints.next() != Some(&true));
        let (before, now) = (below(self.hidden), below(self.hidden + left_out));
        report.notes.retain(|note| Some(note) != before.as_ref());
        report.notes.extend(now);
        Cow::Owned(report)
    }
}

/// From which severity on a finding fails. A known finding fails only where both thresholds were set and it reaches the general one;
/// without a baseline, every finding is new.
fn threshold(config: &Config, known: bool) -> Option<Severity> {
    let general = config.fail_on.value.0;
    match (config.fail_on_new.value, known) {
        (Some(_), true) if config.fail_on.origin != Origin::Default => general,
        (_, true) => None,
        (new, false) => new.map_or(general, |t| t.0),
    }
}

/// Whether a finding is sure enough for a threshold on the confidence. A critical finding about a figure, a date or a year always is, whatever
/// its rule: how sure the checker is says little about what a wrong figure does in print. Whoever wants less of a rule says so by its name,
/// with another severity or `off`.
fn is_sure(report: &Report, finding: &Finding, least: f64) -> bool {
    let about = || matches!(finding.rule.group, Group::Figures | Group::Time) || has_figure(report, finding);
    finding.severity == Severity::Critical && about() || f64::from(finding.confidence) >= least
}

/// Whether the words of a finding, here and in the wire, have other figures: "4 years" for "40 years" inside quotation marks.
fn has_figure(report: &Report, finding: &Finding) -> bool {
    let wire = |w: &WireSpan| report.wires.get(w.take).map_or("", |story| story.source.slice(w.span));
    let here = figures(finding.places().map(|at| report.rewrite.source.slice(at.0)));
    let there = figures(finding.evidence.wire.iter().map(wire));
    here != there
}

/// The figures in some words, each once, whether in digits or spelled out.
fn figures<'a>(words: impl Iterator<Item = &'a str>) -> BTreeSet<u64> {
    let parts = words.flat_map(|w| w.split(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | ',' | ':')));
    parts
        .filter_map(|part| numbers::reading(part.trim_matches(['.', ',', ':']).to_lowercase().as_str()))
        .map(f64::to_bits)
        .collect()
}

/// The verdict by the findings that are left; the words of the scorer, which does not know of settings.
fn verdict(report: &Report) -> (Verdict, String) {
    match report.verdict {
        Verdict::Faithful | Verdict::MinorFaults | Verdict::Drifted => {
            crate::score::verdict::after(&report.findings, false, report.fidelity)
        }
        other => (other, report.reason.clone()),
    }
}

fn notes(report: &mut Report, aside: &[Aside], hidden: usize) {
    let count = |fits: fn(&Why) -> bool| aside.iter().filter(|a| fits(&a.why)).count();
    let mut say = |n: usize, what: &str| match n {
        0 => {}
        1 => report.notes.push(format!("1 finding {what}")),
        n => report.notes.push(format!("{n} findings {what}")),
    };
    say(count(|w| matches!(w, Why::Accepted(..))), "accepted");
    say(count(|w| matches!(w, Why::Known)), "already in the baseline");
    say(count(|w| matches!(w, Why::Lexicon)), "set aside by the house lexicon");
    report.notes.extend(below(hidden));
}

/// The note on findings that are not shown, where there are any.
fn below(hidden: usize) -> Option<String> {
    let noun = if hidden == 1 { "finding" } else { "findings" };
    (hidden > 0).then(|| format!("{hidden} {noun} below the display threshold (see --min-severity)"))
}
