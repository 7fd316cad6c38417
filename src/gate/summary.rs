//! A run as a whole: what is worst, and where the findings come from.

use std::collections::BTreeMap;

use super::digest::{Digest, Outcome};
use crate::finding::{Rule, Severity};

/// How many findings of each severity, in the order of [`Severity::ALL`].
pub type Counts = [usize; 4];

/// What became of findings since a baseline was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Trend {
    /// Found and not in the baseline.
    pub new: usize,
    /// Found and in the baseline.
    pub known: usize,
    /// In the baseline and no longer found.
    pub fixed: usize,
}

/// The findings of one rule.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ByRule {
    /// The id of the rule.
    pub id: String,
    /// The rule; none where only a baseline names it.
    pub rule: Option<&'static Rule>,
    /// What became of its findings since the baseline.
    pub trend: Trend,
    /// Its open findings.
    pub counts: Counts,
    /// In how many rewrites.
    pub rewrites: usize,
}

/// The rewrites from one source.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct BySource {
    /// The folder; empty for rewrites without one.
    pub source: String,
    /// How many rewrites.
    pub rewrites: usize,
    /// How many of them make the run fail.
    pub failing: usize,
    /// Their open findings.
    pub counts: Counts,
    /// What became of their findings since the baseline.
    pub trend: Trend,
    /// The mean fidelity of those that tell the wire's story; none where none does.
    pub fidelity: Option<f64>,
}

/// A whole run.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Summary {
    /// How many pairs.
    pub pairs: usize,
    /// How many could not be checked.
    pub failed: usize,
    /// How many make the run fail, those that could not be checked among them.
    pub failing: usize,
    /// How many have an open finding.
    pub with_findings: usize,
    /// Open findings.
    pub counts: Counts,
    /// Findings set aside.
    pub aside: usize,
    /// What became of findings since the baseline; none where there was none.
    pub trend: Option<Trend>,
    /// The pairs, worst first: their numbers in the order in which they were given.
    pub worst: Vec<usize>,
    /// By rule, most first.
    pub rules: Vec<ByRule>,
    /// By source, most findings per rewrite first.
    pub sources: Vec<BySource>,
}

impl ByRule {
    fn of(id: &str) -> Self {
        ByRule { id: id.to_owned(), rule: None, trend: Trend::default(), counts: [0; 4], rewrites: 0 }
    }
}

impl Summary {
    /// The summary of a run.
    pub fn of(run: &[Digest]) -> Self {
        let mut out = Summary { pairs: run.len(), worst: (0..run.len()).collect(), ..Summary::default() };
        let mut rules: BTreeMap<&str, ByRule> = BTreeMap::new();
        let mut trend = Trend::default();
        let mut sources: BTreeMap<&str, (BySource, f64, usize)> = BTreeMap::new();
        for digest in run {
            let (source, fidelity, checked) = sources.entry(digest.source()).or_default();
            source.rewrites += 1;
            source.failing += usize::from(digest.fails);
            out.failing += usize::from(digest.fails);
            out.failed += usize::from(matches!(digest.outcome, Outcome::Failed(_)));
            if let Some(f) = digest.fidelity() {
                *fidelity += f;
                *checked += 1;
            }
            out.aside += digest.items().len() - digest.open().count();
            out.with_findings += usize::from(digest.open().next().is_some());
            for item in digest.items() {
                let entry = rules.entry(item.rule.id).or_insert_with(|| ByRule::of(item.rule.id));
                entry.rule = Some(item.rule);
                for trend in [&mut trend, &mut source.trend, &mut entry.trend] {
                    match item.known {
                        Some(true) => trend.known += 1,
                        Some(false) if item.aside.is_none() => trend.new += 1,
                        _ => {}
                    }
                }
                out.trend = out.trend.or(item.known.map(|_| Trend::default()));
                if item.aside.is_some() {
                    continue;
                }
                for counts in [&mut out.counts, &mut source.counts, &mut entry.counts] {
                    if let Some(n) = counts.get_mut(item.severity as usize) {
                        *n += 1;
                    }
                }
            }
            for rule in digest.rules() {
                rules.entry(rule).or_insert_with(|| ByRule::of(rule)).rewrites += 1;
            }
            for rule in &digest.fixed {
                let entry = rules.entry(rule.as_str()).or_insert_with(|| ByRule::of(rule));
                for trend in [&mut trend, &mut source.trend, &mut entry.trend] {
                    trend.fixed += 1;
                }
                out.trend = Some(Trend::default());
            }
        }
        out.trend = out.trend.map(|_| trend);
        out.worst.sort_by_key(|i| run.get(*i).map(|d| std::cmp::Reverse(grade(d))));
        out.rules = rules.into_values().collect();
        out.rules.sort_by_key(|r| std::cmp::Reverse((r.counts.iter().sum::<usize>(), r.counts[3])));
        out.sources = sources
            .into_iter()
            .map(|(name, (source, sum, checked))| BySource {
                source: name.to_owned(),
                fidelity: (checked > 0).then(|| sum / checked as f64),
                ..source
            })
            .collect();
        let density = |s: &BySource| s.counts.iter().sum::<usize>() as f64 / s.rewrites.max(1) as f64;
        out.sources.sort_by(|a, b| density(b).total_cmp(&density(a)));
        out
    }

    /// Open findings of whatever severity.
    pub fn findings(&self) -> usize {
        self.counts.iter().sum()
    }
}

/// How bad a pair is: what could not be checked first, then by the gravest findings, then by fidelity.
fn grade(digest: &Digest) -> (bool, bool, Counts, i64) {
    let counts = [Severity::Critical, Severity::Major, Severity::Minor, Severity::Neutral].map(|s| digest.count(s));
    match &digest.outcome {
        Outcome::Failed(_) => (true, false, counts, 0),
        Outcome::Checked { verdict, fidelity, .. } => {
            let other =
                matches!(verdict, crate::report::Verdict::DifferentStory | crate::report::Verdict::NotComparable);
            (false, other, counts, -((fidelity * 1000.0) as i64))
        }
    }
}
