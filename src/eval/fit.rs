//! From judged findings to the confidence table that [`crate::score::calibrate`] reads.
//!
//! For each rule and severity the findings are cut by the rule's own signal into up to three bins, as far as counts allow. The
//! precision of a bin is drawn towards the mean of the rule's group, as if `PRIOR` more findings had been seen there (the mean of a
//! beta distribution with that prior). Bins in which precision falls while the signal rises are joined (pool adjacent violators, Ayer
//! and others, 1955, "An empirical distribution function for sampling with incomplete information").
//!
//! A set with more findings than the median one counts for as many as that one, so that no single kind of text rules the table.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::finding::Severity;
use crate::score::calibrate::{ANY, GROUP};

use super::set::{Judged, Set};

/// Findings that the prior counts for.
const PRIOR: f64 = 10.0;
/// Findings that a bin holds at least.
const LEAST: usize = 40;
/// Bins of a rule's row, and of a group's.
const BINS: (usize, usize) = (3, 5);

/// One judged finding.
#[derive(Clone, Copy, Debug)]
struct Finding {
    own: f32,
    right: bool,
    /// How much it counts, above 0 to 1.
    weight: f64,
}

/// Findings with about the same signal.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Bin {
    right: usize,
    total: usize,
    /// Sums of weights: right ones, all, and weight times signal.
    weights: (f64, f64, f64),
    precision: f64,
}

impl Bin {
    fn of(findings: &[Finding], prior: &dyn Fn(f64) -> f64) -> Bin {
        let mut bin = Bin { right: 0, total: findings.len(), weights: (0.0, 0.0, 0.0), precision: 0.0 };
        for f in findings {
            bin.right += usize::from(f.right);
            bin.weights.0 += if f.right { f.weight } else { 0.0 };
            bin.weights.1 += f.weight;
            bin.weights.2 += f.weight * f64::from(f.own);
        }
        bin.shrunk(prior)
    }

    fn signal(&self) -> f64 {
        self.weights.2 / self.weights.1.max(f64::MIN_POSITIVE)
    }

    fn shrunk(mut self, prior: &dyn Fn(f64) -> f64) -> Bin {
        self.precision = (self.weights.0 + PRIOR * prior(self.signal())) / (self.weights.1 + PRIOR);
        self
    }

    fn join(self, other: Bin, prior: &dyn Fn(f64) -> f64) -> Bin {
        let ((a, b, c), (x, y, z)) = (self.weights, other.weights);
        let (right, total) = (self.right + other.right, self.total + other.total);
        Bin { right, total, weights: (a + x, b + y, c + z), precision: 0.0 }.shrunk(prior)
    }
}

/// The precision of some findings, drawn towards `prior`.
fn mean(findings: &[Finding], prior: f64) -> f64 {
    Bin::of(findings, &|_| prior).precision
}

/// The bins of some findings, rising in signal, never falling in precision. Equal signals stay together.
fn bins(mut findings: Vec<Finding>, most: usize, prior: &dyn Fn(f64) -> f64) -> Vec<Bin> {
    findings.sort_by(|a, b| a.own.total_cmp(&b.own));
    let size = findings.len().div_ceil(most).max(LEAST);
    let mut out: Vec<Bin> = Vec::new();
    let mut from = 0;
    let mut push = |bin: Bin| {
        let mut bin = bin;
        while let Some(last) = out.pop_if(|last| last.precision >= bin.precision) {
            bin = last.join(bin, prior);
        }
        out.push(bin);
    };
    let mut to = 0;
    for equal in findings.chunk_by(|a, b| a.own == b.own) {
        to += equal.len();
        let enough_left = findings.len() - to >= LEAST || to == findings.len();
        if to - from >= size && enough_left {
            push(Bin::of(&findings[from..to], prior));
            from = to;
        }
    }
    if from < findings.len() {
        push(Bin::of(&findings[from..], prior));
    }
    out
}

/// The precision that bins give for a signal, on the line between two bins and flat outside.
fn at(bins: &[Bin], signal: f64) -> f64 {
    let after = bins.partition_point(|b| b.signal() <= signal);
    match (after.checked_sub(1).and_then(|i| bins.get(i)), bins.get(after)) {
        (Some(a), Some(b)) => {
            a.precision + (b.precision - a.precision) * (signal - a.signal()) / (b.signal() - a.signal())
        }
        (Some(b), None) | (None, Some(b)) => b.precision,
        (None, None) => 0.5,
    }
}

fn row(out: &mut String, name: &str, severity: &str, findings: &[Finding], bins: &[Bin], prior: f64) {
    let right = findings.iter().filter(|f| f.right).count();
    let precision = mean(findings, prior);
    let point = |b: &Bin| format!("{:.3}:{:.3}:{}/{}", b.signal(), b.precision, b.right, b.total);
    let points: Vec<String> = bins.iter().map(point).collect();
    // Writing into memory cannot fail.
    let _ = writeln!(out, "{name}\t{severity}\t{right}\t{}\t{precision:.3}\t{}", findings.len(), points.join(";"));
}

/// The confidence table of these sets, as text. Without a judged finding it has no rows.
pub fn table(sets: &[Set]) -> String {
    let mut out = String::from(
        "# How often findings are right, by rule and severity. Made by `truecopy eval --calibrate`; docs/eval.md tells how.\n\
         # rule (@group, or @ for all); severity; right; judged; precision drawn towards the group's mean; points\n\
         # signal:precision:right/judged, between which confidence is on the line. Counts are of findings; for a precision, a\n\
         # set with more findings than the median one counts for as many as that one. Counted on:\n",
    );
    for set in sets {
        let _ = writeln!(out, "# {}: {} records, {} findings", set.name, set.records, set.judged.len());
    }
    let mut groups: BTreeMap<&str, Vec<Finding>> = BTreeMap::new();
    let mut rules: BTreeMap<(&str, Severity), (&str, Vec<Finding>)> = BTreeMap::new();
    let mut sizes: Vec<usize> = sets.iter().map(|s| s.judged.len()).collect();
    sizes.sort_unstable();
    let median = sizes.get(sizes.len() / 2).copied().unwrap_or(0).max(1);
    for set in sets {
        let weight = (median as f64 / set.judged.len().max(1) as f64).min(1.0);
        for Judged { rule, severity, own, right, .. } in &set.judged {
            let finding = Finding { own: *own, right: *right, weight };
            groups.entry(rule.group.name()).or_default().push(finding);
            rules.entry((rule.id, *severity)).or_insert((rule.group.name(), Vec::new())).1.push(finding);
        }
    }
    let all: Vec<Finding> = groups.values().flatten().copied().collect();
    if all.is_empty() {
        return out;
    }
    let overall = mean(&all, 0.5);
    let all_bins = bins(all.clone(), BINS.1, &|_| overall);
    row(&mut out, &GROUP.to_string(), ANY, &all, &all_bins, overall);
    let mut means = BTreeMap::new();
    for (group, findings) in &groups {
        let group_bins = bins(findings.clone(), BINS.1, &|signal| at(&all_bins, signal));
        row(&mut out, &format!("{GROUP}{group}"), ANY, findings, &group_bins, overall);
        means.insert(*group, (group_bins, mean(findings, overall)));
    }
    for ((id, severity), (group, findings)) in &rules {
        let Some((group_bins, group_mean)) = means.get(group) else { continue };
        let rule_bins = bins(findings.clone(), BINS.0, &|signal| at(group_bins, signal));
        row(&mut out, id, severity.name(), findings, &rule_bins, *group_mean);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::stats;
    use crate::rules;
    use crate::score::calibrate::Table;

    /// Findings of one rule: so many of each (signal, right).
    fn set(rule: &str, parts: &[(f32, bool, usize)]) -> Set {
        let rule = rules::rule(rule).expect("a rule");
        let one = |&(own, right, n): &(f32, bool, usize)| {
            vec![Judged { rule, severity: Severity::Major, own, confidence: own, right }; n]
        };
        let mut set = Set::new("made up");
        set.judged = parts.iter().flat_map(one).collect();
        set
    }

    #[test]
    fn a_fitted_table_brings_stated_and_measured_together() {
        let set = set("number-changed", &[(0.9, true, 90), (0.9, false, 110), (0.6, true, 20), (0.6, false, 180)]);
        let table = Table::parse(&table(std::slice::from_ref(&set)));
        let error = |calibrated: bool| {
            let stated = set.judged.iter().map(|j| {
                let c = if calibrated { table.confidence(j.rule, j.severity, j.own) } else { j.own };
                (c, j.right)
            });
            stats::calibration_error(&stats::reliability(stated, 10)).expect("findings")
        };
        assert!(error(false) > 0.4 && error(true) < 0.02, "{} {}", error(false), error(true));
    }

    #[test]
    fn few_findings_lean_on_their_group() {
        let mut many = set("number-changed", &[(0.9, true, 300), (0.9, false, 100)]);
        many.judged.extend(set("magnitude-changed", &[(0.9, false, 2)]).judged);
        let table = Table::parse(&table(&[many]));
        let rule = rules::rule("magnitude-changed").expect("a rule");
        let confidence = table.confidence(rule, Severity::Major, 0.9);
        assert!((0.55..0.7).contains(&confidence), "{confidence}");
    }

    fn of(own: f32, right: bool, n: usize) -> Vec<Finding> {
        vec![Finding { own, right, weight: 1.0 }; n]
    }

    #[test]
    fn a_set_that_is_much_larger_does_not_rule_the_table() {
        let sets = [
            set("number-changed", &[(0.9, true, 10_000)]),
            set("number-changed", &[(0.9, false, 500)]),
            set("number-changed", &[(0.9, true, 250), (0.9, false, 250)]),
        ];
        let table = Table::parse(&table(&sets));
        let confidence = table.confidence(sets[0].judged[0].rule, Severity::Major, 0.9);
        assert!((confidence - 0.5).abs() < 0.02, "{confidence}");
    }

    #[test]
    fn a_signal_that_points_the_wrong_way_is_flattened() {
        let found =
            bins([of(0.2, true, 80), of(0.5, false, 80), of(0.8, true, 80), of(0.8, false, 20)].concat(), 3, &|_| 0.5);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].precision < found[1].precision && found[0].total == 160);
    }

    #[test]
    fn equal_signals_stay_in_one_bin_and_small_rests_join() {
        let found = bins(of(0.7, true, 500), 3, &|_| 0.5);
        assert_eq!((found.len(), found[0].total), (1, 500));
        assert!(bins(Vec::new(), 3, &|_| 0.5).is_empty());
        let table = table(&[Set::new("empty")]);
        assert!(table.lines().all(|l| l.starts_with('#')), "{table}");
    }
}
