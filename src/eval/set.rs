//! Counting what the checker said against what is labelled.

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, HashSet};
use std::hash::{Hash, Hasher};
use std::time::Duration;

use crate::finding::{Rule, Severity};

use super::answer::{Answer, Mark};
use super::record::{Label, Marked, Record, Stretch};

/// A finding of which the labels tell whether it is right.
#[derive(Clone, Copy, Debug)]
pub struct Judged {
    /// The rule that made it.
    pub rule: &'static Rule,
    /// Its severity.
    pub severity: Severity,
    /// The rule's own signal.
    pub own: f32,
    /// The confidence that is stated.
    pub confidence: f32,
    /// Whether it sits on a labelled error.
    pub right: bool,
}

/// How many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// How many did.
    pub yes: usize,
    /// Of how many.
    pub of: usize,
}

impl Share {
    fn count(&mut self, yes: bool) {
        self.yes += usize::from(yes);
        self.of += 1;
    }
}

/// What one rule did.
#[derive(Clone, Copy, Debug, Default)]
pub struct RuleCount {
    /// Findings.
    pub fired: usize,
    /// Labelled errors that it touched.
    pub touched: usize,
    /// Findings in faithful text.
    pub alarms: usize,
    /// Major and critical findings in faithful text.
    pub serious_alarms: usize,
}

/// Texts with one kind of fault or change.
#[derive(Clone, Copy, Debug, Default)]
pub struct Kind {
    /// Scored below the faithful text; planted faults only.
    pub ranked: Share,
    /// A major finding is on the spot, or anywhere where no spot is labelled.
    pub flagged: Share,
}

/// Counts over one set of labelled pairs.
#[derive(Debug, Default)]
pub struct Set {
    /// What the set is called in the report.
    pub name: String,
    /// Labelled lines.
    pub records: usize,
    /// Pairs that were checked, and how long that took.
    pub checked: (usize, Duration),
    /// Findings that could be judged.
    pub judged: Vec<Judged>,
    /// By rule id.
    pub rules: BTreeMap<&'static str, RuleCount>,
    /// Labelled errors that have a place or are a text's only one.
    pub errors: usize,
    /// Planted faults that score below the faithful text: all, and by severity, mildest first.
    pub ranked: (Share, [Share; 4]),
    /// Planted critical and major faults with a major finding on the spot.
    pub caught: Share,
    /// Fidelity of faithful texts and of texts with a fault, where the set has both.
    pub scores: (Vec<f64>, Vec<f64>),
    /// Faithful texts with a major finding.
    pub alarmed: Share,
    /// Words of faithful texts.
    pub faithful_words: usize,
    /// Findings in faithful texts: major and critical, all.
    pub alarms: (usize, usize),
    /// By kind of fault or change.
    pub kinds: BTreeMap<String, Kind>,
    /// Marked errors touched by any finding, by severity, mildest first.
    pub touched: [Share; 4],
    /// Major and critical findings on a marked error, in texts whose errors are all marked.
    pub on_mark: Share,
    /// Words of texts whose errors are all marked.
    pub marked_words: usize,
    /// Code points under findings and marks, under findings, under marks.
    pub characters: (usize, usize, usize),
    /// Texts labelled as a whole that have a major finding: without an error, with one.
    pub whole: [Share; 2],
    /// Faithful wordings listed as traps that have a major finding.
    pub trapped: Share,
    seen: HashSet<u64>,
}

/// Whether a finding at `mark` touches `at`, within `reach` code points, and is not so wide that touching says nothing.
fn touches(mark: Stretch, at: Stretch, reach: usize) -> bool {
    let reach = if mark.0 == mark.1 { reach.max(1) } else { reach };
    mark.0 < at.1 + reach && mark.1 + reach > at.0 && mark.1 - mark.0 <= 3 * (at.1 - at.0) + 60
}

/// Whether a finding is about the fault planted at `at`. Where words were taken out, the spot is a point: near it will do, and so
/// will a finding about words that only the original has.
fn on_spot(mark: &Mark, at: Stretch) -> bool {
    let gap = at.0 == at.1;
    mark.at.map_or(gap, |m| touches(m, at, if gap { 12 } else { 1 }))
}

/// Whether a finding is about a marked error.
fn on_error(mark: &Mark, error: &Marked) -> bool {
    mark.at.map_or(error.omission || error.at.0 == error.at.1, |m| touches(m, error.at, 0))
}

fn level(severity: Severity) -> usize {
    severity as usize
}

impl Set {
    /// An empty set of this name.
    pub fn new(name: impl Into<String>) -> Self {
        Set { name: name.into(), ..Set::default() }
    }

    /// Adds a record with the answers for its [`Record::texts`], in that order. Answers that are missing leave the record out.
    pub fn add(&mut self, record: &Record, answers: &[&Answer]) {
        match (&record.label, answers) {
            (Label::Planted { faithful, severity, at }, [good, bad]) => {
                self.records += 1;
                let mut hash = DefaultHasher::new();
                (&record.original, faithful).hash(&mut hash);
                if self.seen.insert(hash.finish()) {
                    self.faithful(good);
                    self.scores.0.push(good.fidelity);
                }
                self.planted(record, good, bad, *severity, *at);
            }
            (Label::Marked { errors, faithful }, [answer]) => {
                self.records += 1;
                self.marked(answer, errors, faithful);
            }
            (Label::Whole { error }, [answer]) => {
                self.records += 1;
                self.labelled(record, answer, *error);
            }
            _ => {}
        }
    }

    /// The figures need pairs checked and time spent; only the caller has a clock.
    pub fn spent(&mut self, pairs: usize, time: Duration) {
        self.checked.0 += pairs;
        self.checked.1 += time;
    }

    fn fired(&mut self, answer: &Answer) {
        for m in &answer.marks {
            self.rules.entry(m.rule.id).or_default().fired += 1;
        }
    }

    /// Judges a finding that has a place in the rewrite. Labels are places in the rewrite, so they cannot tell whether words that only
    /// the original has were left out by mistake.
    fn judge(&mut self, mark: &Mark, right: bool) {
        let Mark { rule, severity, own, confidence, at } = *mark;
        if at.is_none() {
            return;
        }
        self.judged.push(Judged { rule, severity, own, confidence, right });
    }

    /// One labelled error: which rules touched it.
    fn error<'a>(&mut self, by: impl Iterator<Item = &'a Mark>) {
        self.errors += 1;
        let rules: HashSet<&str> = by.map(|m| m.rule.id).collect();
        for id in rules {
            self.rules.entry(id).or_default().touched += 1;
        }
    }

    /// A text without an error: every finding is a false alarm.
    fn faithful(&mut self, answer: &Answer) {
        self.fired(answer);
        self.faithful_words += answer.words;
        self.alarmed.count(answer.marks.iter().any(Mark::serious));
        for m in &answer.marks {
            self.judge(m, false);
            self.alarms.0 += usize::from(m.serious());
            self.alarms.1 += 1;
            let rule = self.rules.entry(m.rule.id).or_default();
            rule.alarms += 1;
            rule.serious_alarms += usize::from(m.serious());
        }
    }

    fn planted(
        &mut self,
        record: &Record,
        good: &Answer,
        bad: &Answer,
        severity: Option<Severity>,
        at: Option<Stretch>,
    ) {
        self.fired(bad);
        self.scores.1.push(bad.fidelity);
        let ranked = good.fidelity > bad.fidelity;
        let caught = at.is_some_and(|at| bad.marks.iter().any(|m| m.serious() && on_spot(m, at)));
        self.ranked.0.count(ranked);
        if let Some(severity) = severity {
            self.ranked.1[level(severity)].count(ranked);
            if severity >= Severity::Major {
                self.caught.count(caught);
            }
        }
        let kind = self.kinds.entry(record.category.clone().unwrap_or_else(|| "-".into())).or_default();
        kind.ranked.count(ranked);
        kind.flagged.count(caught);
        // A control tells nothing of single findings.
        if severity.is_none() {
            return;
        }
        // A fault without a place is everywhere: what a rule finds that was silent on the faithful text is about it.
        let everywhere = |m: &Mark| good.marks.iter().all(|g| g.rule.id != m.rule.id);
        let right = |m: &Mark| at.map_or_else(|| everywhere(m), |at| on_spot(m, at));
        self.error(bad.marks.iter().filter(|m| right(m)));
        for m in &bad.marks {
            self.judge(m, right(m));
        }
    }

    fn marked(&mut self, answer: &Answer, errors: &[Marked], traps: &[Stretch]) {
        self.marked_words += answer.words;
        if errors.is_empty() {
            self.faithful(answer);
        } else {
            self.fired(answer);
            for m in &answer.marks {
                self.judge(m, errors.iter().any(|e| on_error(m, e)));
            }
        }
        let right = |m: &Mark| errors.iter().any(|e| on_error(m, e));
        for m in answer.marks.iter().filter(|m| m.serious() && m.at.is_some()) {
            self.on_mark.count(right(m));
        }
        for e in errors {
            let by = || answer.marks.iter().filter(|m| on_error(m, e));
            self.touched[level(e.severity)].count(by().next().is_some());
            self.error(by());
        }
        let under = |stretches: &mut dyn Iterator<Item = Stretch>| stretches.flat_map(|s| s.0..s.1).collect();
        let said: HashSet<usize> = under(&mut answer.marks.iter().filter_map(|m| m.at));
        let gold: HashSet<usize> = under(&mut errors.iter().map(|e| e.at));
        self.characters.0 += said.intersection(&gold).count();
        self.characters.1 += said.len();
        self.characters.2 += gold.len();
        for &trap in traps {
            let alarm = |m: &Mark| m.serious() && m.at.is_some_and(|at| touches(at, trap, 0)) && !right(m);
            self.trapped.count(answer.marks.iter().any(alarm));
        }
    }

    fn labelled(&mut self, record: &Record, answer: &Answer, error: bool) {
        let flagged = answer.marks.iter().any(Mark::serious);
        self.whole[usize::from(error)].count(flagged);
        let name = record.category.as_deref().unwrap_or("-");
        let name = format!("{}: {name}", if error { "error" } else { "no error" });
        self.kinds.entry(name).or_default().flagged.count(flagged);
        if error {
            self.scores.1.push(answer.fidelity);
            self.fired(answer);
            self.error(answer.marks.iter());
            for m in &answer.marks {
                self.judge(m, true);
            }
        } else {
            self.scores.0.push(answer.fidelity);
            self.faithful(answer);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;

    fn mark(severity: Severity, at: Option<Stretch>) -> Mark {
        Mark { rule: rules::rules()[0], severity, own: 0.5, confidence: 0.6, at }
    }

    fn answer(fidelity: f64, marks: Vec<Mark>) -> Answer {
        Answer { fidelity, marks, words: 10 }
    }

    fn record(line: &str) -> Record {
        Record::parse(line).expect(line)
    }

    #[test]
    fn a_planted_fault_is_caught_on_the_spot_only_and_the_faithful_text_counts_once() {
        let r = record(
            r#"{"original":"x","faithful":"y","corrupted":"a long enough text to point into","severity":"critical","category":"k","span":[2,6]}"#,
        );
        let good = answer(90.0, vec![mark(Severity::Minor, Some((0, 1)))]);
        let mut set = Set::new("s");
        set.add(&r, &[&good, &answer(80.0, vec![mark(Severity::Major, Some((3, 5)))])]);
        set.add(&r, &[&good, &answer(95.0, vec![mark(Severity::Major, Some((20, 25)))])]);
        set.add(&r, &[&good, &answer(80.0, vec![mark(Severity::Minor, Some((3, 5)))])]);
        assert_eq!((set.ranked.0, set.caught), (Share { yes: 2, of: 3 }, Share { yes: 1, of: 3 }));
        assert_eq!((set.alarmed, set.alarms, set.faithful_words), (Share { yes: 0, of: 1 }, (0, 1), 10));
        assert_eq!(set.judged.iter().filter(|j| j.right).count(), 2);
        let rule = set.rules[rules::rules()[0].id];
        assert_eq!((rule.fired, rule.touched, rule.alarms, rule.serious_alarms), (4, 2, 1, 0));
        assert_eq!((set.scores.0.len(), set.scores.1.len(), set.errors), (1, 3, 3));
    }

    #[test]
    fn words_taken_out_are_found_near_the_gap_or_in_the_original() {
        let gap = (10, 10);
        assert!(on_spot(&mark(Severity::Major, Some((0, 2))), gap));
        assert!(!on_spot(&mark(Severity::Major, Some((30, 32))), gap));
        assert!(on_spot(&mark(Severity::Major, None), gap));
        assert!(!on_spot(&mark(Severity::Major, None), (10, 12)));
        assert!(!touches((0, 400), (10, 12), 0), "a finding over everything points at nothing");
    }

    #[test]
    fn a_fault_that_is_everywhere_is_found_by_rules_that_were_silent_before() {
        let line = |severity: &str| {
            record(&format!(
                r#"{{"original":"x","faithful":"y","corrupted":"a b c","severity":"{severity}","category":"k","span":null}}"#
            ))
        };
        let bad = answer(80.0, vec![mark(Severity::Minor, Some((1, 2))), mark(Severity::Minor, None)]);
        let mut set = Set::new("s");
        set.add(&line("minor"), &[&answer(90.0, vec![]), &bad]);
        assert_eq!(set.judged.iter().map(|j| j.right).collect::<Vec<_>>(), [true], "only what has a place is judged");
        let mut set = Set::new("s");
        set.add(&line("minor"), &[&answer(90.0, vec![mark(Severity::Minor, Some((3, 4)))]), &bad]);
        assert!(set.judged.iter().all(|j| !j.right));
        let mut set = Set::new("s");
        set.add(&line("control"), &[&answer(90.0, vec![]), &bad]);
        assert!(set.judged.is_empty() && set.ranked.0.of == 1);
    }

    #[test]
    fn marks_give_characters_and_traps() {
        let r = record(
            r#"{"original":"x","rewrite":"0123456789","errors":[{"start":2,"end":6,"severity":"major"}],"faithful":[{"start":8,"end":10}]}"#,
        );
        let mut set = Set::new("s");
        set.add(
            &r,
            &[&answer(
                1.0,
                vec![
                    mark(Severity::Major, Some((4, 7))),
                    mark(Severity::Critical, Some((8, 9))),
                    mark(Severity::Minor, None),
                ],
            )],
        );
        assert_eq!(set.characters, (2, 4, 4));
        assert_eq!(set.touched[level(Severity::Major)], Share { yes: 1, of: 1 });
        assert_eq!((set.on_mark, set.trapped), (Share { yes: 1, of: 2 }, Share { yes: 1, of: 1 }));
        assert_eq!(set.alarmed.of, 0);
    }

    #[test]
    fn whole_texts_give_both_sides() {
        let mut set = Set::new("s");
        let error = record(r#"{"original":"x","rewrite":"y","error":true,"category":"colours"}"#);
        let none = record(r#"{"original":"x","rewrite":"z","error":false}"#);
        set.add(&error, &[&answer(1.0, vec![mark(Severity::Major, Some((0, 1)))])]);
        set.add(&none, &[&answer(2.0, vec![])]);
        assert_eq!(set.whole, [Share { yes: 0, of: 1 }, Share { yes: 1, of: 1 }]);
        assert_eq!(set.kinds.keys().collect::<Vec<_>>(), ["error: colours", "no error: -"]);
        assert_eq!(set.alarmed.of, 1);
    }
}
