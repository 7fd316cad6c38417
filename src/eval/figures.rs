//! The figures that are printed, from the counts.

use std::collections::{BTreeMap, HashMap};

use serde::{Serialize, Serializer};

use crate::finding::Severity;
use crate::rules;

use super::set::{Judged, RuleCount, Set, Share};
use super::stats::{Bin, auc, calibration_error, reliability, share, wilson};

/// Bins of a reliability curve over all rules, and over one rule.
const BINS: (usize, usize) = (10, 5);

/// Everything that is reported.
#[derive(Clone, Debug, Serialize)]
pub struct Figures {
    /// Each set by itself.
    pub sets: Vec<SetFigures>,
    /// Rules that fired, over all sets, in the order of the rule table.
    pub rules: Vec<RuleFigures>,
    /// Stated confidence against measured precision over all sets.
    pub reliability: Vec<ReliabilityBin>,
}

/// One figure of a set.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Its key in machine formats.
    pub key: &'static str,
    /// What it is, for a person.
    pub label: &'static str,
    /// The figure: a share from 0 to 1, or a rate per 1,000 words.
    pub value: f64,
    /// How many of how many, where it is a share of things counted.
    pub of: Option<Share>,
}

/// One set.
#[derive(Clone, Debug, Serialize)]
pub struct SetFigures {
    /// Its name.
    pub set: String,
    /// Labelled lines.
    pub records: usize,
    /// Pairs that were checked.
    pub pairs: usize,
    /// Seconds that the checking took.
    pub seconds: f64,
    /// Pairs per second.
    pub pairs_per_second: f64,
    /// What could be measured on it.
    #[serde(serialize_with = "as_map")]
    pub figures: Vec<Figure>,
    /// By kind of fault or change, where lines name one.
    pub kinds: Vec<KindFigures>,
}

fn as_map<S: Serializer>(figures: &[Figure], s: S) -> Result<S::Ok, S::Error> {
    s.collect_map(figures.iter().map(|f| (f.key, f.value)))
}

/// One kind of fault or change.
#[derive(Clone, Debug, Serialize)]
pub struct KindFigures {
    /// The category that the lines name.
    pub kind: String,
    /// Lines of this kind.
    pub texts: usize,
    /// Share scored below the faithful text; none where there is no such text.
    pub ranked: Option<f64>,
    /// Share with a major or critical finding on the spot, or anywhere where no spot is labelled.
    pub flagged: Option<f64>,
}

/// One rule over all sets.
#[derive(Clone, Debug, Serialize)]
pub struct RuleFigures {
    /// Its id.
    pub rule: &'static str,
    /// Its group.
    pub group: &'static str,
    /// Findings.
    pub fired: usize,
    /// Findings that the labels could judge.
    pub judged: usize,
    /// Findings on a labelled error.
    pub right: usize,
    /// Share of judged findings that are right.
    pub precision: Option<f64>,
    /// Its 95 % interval (Wilson).
    pub precision_interval: Option<(f64, f64)>,
    /// Share of all labelled errors that it touched.
    pub recall: Option<f64>,
    /// Findings per 1,000 words of faithful text.
    pub alarms_per_1000: Option<f64>,
    /// Major and critical findings per 1,000 words of faithful text.
    pub serious_alarms_per_1000: Option<f64>,
    /// Mean confidence that it states on judged findings.
    pub confidence: Option<f64>,
    /// Mean of its own signal on the same.
    pub own_signal: Option<f64>,
    /// Expected calibration error.
    pub calibration_error: Option<f64>,
    /// Stated confidence against measured precision.
    pub reliability: Vec<ReliabilityBin>,
}

/// Findings of about the same stated confidence.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct ReliabilityBin {
    /// Lowest confidence of the bin.
    pub from: f64,
    /// Its end.
    pub to: f64,
    /// Findings.
    pub findings: usize,
    /// Mean confidence stated.
    pub stated: f64,
    /// Share that is right.
    pub measured: f64,
    /// 95 % interval of that share (Wilson).
    pub interval: (f64, f64),
}

/// All figures of some sets.
pub fn figures(sets: &[Set]) -> Figures {
    let judged = || sets.iter().flat_map(|s| &s.judged);
    Figures {
        sets: sets.iter().map(set).collect(),
        rules: rules(sets),
        reliability: curve(&reliability(judged().map(stated), BINS.0)),
    }
}

fn stated(j: &Judged) -> (f32, bool) {
    (j.confidence, j.right)
}

fn own(j: &Judged) -> (f32, bool) {
    (j.own, j.right)
}

fn curve(bins: &[Bin]) -> Vec<ReliabilityBin> {
    let width = 1.0 / bins.len().max(1) as f64;
    let bins = bins.iter().enumerate().filter(|(_, b)| b.findings > 0);
    bins.map(|(i, b)| ReliabilityBin {
        from: i as f64 * width,
        to: (i + 1) as f64 * width,
        findings: b.findings,
        stated: b.stated / b.findings as f64,
        measured: b.right as f64 / b.findings as f64,
        interval: wilson(b.right, b.findings),
    })
    .collect()
}

fn rules(sets: &[Set]) -> Vec<RuleFigures> {
    let mut counts: HashMap<&str, RuleCount> = HashMap::new();
    for (id, c) in sets.iter().flat_map(|s| &s.rules) {
        let sum = counts.entry(id).or_default();
        sum.fired += c.fired;
        sum.touched += c.touched;
        sum.alarms += c.alarms;
        sum.serious_alarms += c.serious_alarms;
    }
    let mut judged: HashMap<&str, Vec<&Judged>> = HashMap::new();
    for j in sets.iter().flat_map(|s| &s.judged) {
        judged.entry(j.rule.id).or_default().push(j);
    }
    let errors: usize = sets.iter().map(|s| s.errors).sum();
    let words: usize = sets.iter().map(|s| s.faithful_words).sum();
    let one = |rule: &'static crate::finding::Rule| {
        let count = counts.get(rule.id)?;
        let list = judged.get(rule.id).map_or(&[][..], Vec::as_slice);
        let right = list.iter().filter(|j| j.right).count();
        let mean = |of: fn(&Judged) -> f32| {
            (!list.is_empty()).then(|| list.iter().map(|j| f64::from(of(j))).sum::<f64>() / list.len() as f64)
        };
        let bins = reliability(list.iter().map(|j| stated(j)), BINS.1);
        Some(RuleFigures {
            rule: rule.id,
            group: rule.group.name(),
            fired: count.fired,
            judged: list.len(),
            right,
            precision: share(right, list.len()),
            precision_interval: (!list.is_empty()).then(|| wilson(right, list.len())),
            recall: share(count.touched, errors),
            alarms_per_1000: rate(count.alarms, words),
            serious_alarms_per_1000: rate(count.serious_alarms, words),
            confidence: mean(|j| j.confidence),
            own_signal: mean(|j| j.own),
            calibration_error: calibration_error(&bins),
            reliability: curve(&bins),
        })
    };
    rules::rules().iter().filter_map(|r| one(r)).collect()
}

fn rate(count: usize, words: usize) -> Option<f64> {
    share(1000 * count, words)
}

/// Collects figures that could be measured.
#[derive(Default)]
struct List(Vec<Figure>);

impl List {
    fn value(&mut self, key: &'static str, label: &'static str, value: Option<f64>) {
        self.0.extend(value.map(|value| Figure { key, label, value, of: None }));
    }

    fn share(&mut self, key: &'static str, label: &'static str, of: Share) {
        self.0.extend(share(of.yes, of.of).map(|value| Figure { key, label, value, of: Some(of) }));
    }
}

fn sum(shares: &[Share]) -> Share {
    shares.iter().fold(Share::default(), |a, b| Share { yes: a.yes + b.yes, of: a.of + b.of })
}

fn set(s: &Set) -> SetFigures {
    let mut out = List::default();
    let by = |shares: &[Share; 4], severity: Severity| shares[severity as usize];
    out.share("ranked", "planted faults scored below the faithful text", s.ranked.0);
    out.share("ranked_critical", "  critical ones", by(&s.ranked.1, Severity::Critical));
    out.share("ranked_major", "  major ones", by(&s.ranked.1, Severity::Major));
    out.share("ranked_minor", "  minor ones", by(&s.ranked.1, Severity::Minor));
    out.value("auc", "chance that a faithful text scores above a faulty one (AUC)", auc(&s.scores.0, &s.scores.1));
    out.share("caught", "planted critical and major faults with a major finding on the spot", s.caught);
    out.share("alarmed", "faithful texts with a major finding", s.alarmed);
    let [clean, faulty] = s.whole;
    if let (Some(alarmed), Some(flagged)) = (share(clean.yes, clean.of), share(faulty.yes, faulty.of)) {
        out.value("balanced_accuracy", "balanced accuracy", Some((flagged + 1.0 - alarmed) / 2.0));
    }
    out.share("errors_flagged", "texts with an error that have a major finding", faulty);
    out.share("no_error_flagged", "texts without an error that have one", clean);
    let (both, said, gold) = s.characters;
    if gold > 0 {
        let (p, r) = (share(both, said).unwrap_or(0.0), share(both, gold).unwrap_or(0.0));
        out.value("character_precision", "characters under findings that are marked", Some(p));
        out.value("character_recall", "marked characters under findings", Some(r));
        let f1 = if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 };
        out.value("character_f1", "character F1 of all findings", Some(f1));
        out.share("major_on_mark", "major findings on a marked error", s.on_mark);
        let serious = sum(&s.touched[Severity::Major as usize..]);
        out.share("major_marks_touched", "major and critical marks touched by any finding", serious);
        out.share("touched_critical", "  critical ones", by(&s.touched, Severity::Critical));
        out.share("touched_minor", "minor marks touched by any finding", by(&s.touched, Severity::Minor));
        out.share("touched_neutral", "neutral marks touched by any finding", by(&s.touched, Severity::Neutral));
        out.value("major_per_1000", "major findings per 1,000 words, marked texts", rate(s.on_mark.of, s.marked_words));
    }
    out.share("traps_alarmed", "faithful wordings with a major finding", s.trapped);
    let (serious, all) = s.alarms;
    out.value("false_major_per_1000", "major findings per 1,000 faithful words", rate(serious, s.faithful_words));
    out.value("false_per_1000", "findings per 1,000 faithful words", rate(all, s.faithful_words));
    let error = |of: fn(&Judged) -> (f32, bool)| calibration_error(&reliability(s.judged.iter().map(of), BINS.0));
    out.value("calibration_error", "calibration error of stated confidence", error(stated));
    out.value("calibration_error_own", "calibration error of the rules' own signals", error(own));
    let (pairs, time) = s.checked;
    let seconds = time.as_secs_f64();
    SetFigures {
        set: s.name.clone(),
        records: s.records,
        pairs,
        seconds,
        pairs_per_second: if seconds > 0.0 { pairs as f64 / seconds } else { 0.0 },
        figures: out.0,
        kinds: kinds(&s.kinds),
    }
}

fn kinds(kinds: &BTreeMap<String, super::set::Kind>) -> Vec<KindFigures> {
    let one = |(kind, k): (&String, &super::set::Kind)| KindFigures {
        kind: kind.clone(),
        texts: k.flagged.of,
        ranked: share(k.ranked.yes, k.ranked.of),
        flagged: share(k.flagged.yes, k.flagged.of),
    };
    kinds.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::answer::{Answer, Mark};
    use crate::eval::record::Record;

    #[test]
    fn figures_follow_from_the_counts() {
        let mut set = Set::new("s");
        let rule = rules::rule("number-changed").expect("a rule");
        let record = |line: &str| Record::parse(line).expect(line);
        let answer = |at, severity| Answer {
            fidelity: 50.0,
            words: 100,
            marks: vec![Mark { rule, severity, own: 0.9, confidence: 0.5, at: Some(at) }],
        };
        let marked = record(
            r#"{"original":"x","rewrite":"0123456789","errors":[{"start":0,"end":4,"severity":"major"},{"start":6,"end":8,"severity":"minor"}]}"#,
        );
        set.add(&marked, &[&answer((2, 6), Severity::Major)]);
        set.add(&record(r#"{"original":"x","rewrite":"y"}"#), &[&answer((0, 1), Severity::Minor)]);
        let all = figures(&[set]);
        let value = |key: &str| all.sets[0].figures.iter().find(|f| f.key == key).map(|f| f.value);
        assert_eq!(value("character_precision"), Some(0.4)); // two of five characters under findings
        assert_eq!(value("major_on_mark"), Some(1.0));
        assert_eq!(value("touched_minor"), Some(0.0));
        assert_eq!(value("false_major_per_1000"), Some(0.0));
        assert_eq!(value("false_per_1000"), Some(10.0));
        assert_eq!(value("ranked"), None);
        let error = value("calibration_error").expect("two findings");
        assert!(error < 1e-6, "half of two findings stated at a half are right: {error}");
        let r = &all.rules[0];
        assert_eq!((r.rule, r.fired, r.judged, r.right), ("number-changed", 2, 2, 1));
        assert_eq!((r.recall, r.alarms_per_1000), (Some(0.5), Some(10.0)));
        assert_eq!(all.reliability.len(), 1);
        assert_eq!((all.reliability[0].findings, all.reliability[0].measured), (2, 0.5));
    }
}
