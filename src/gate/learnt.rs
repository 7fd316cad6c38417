//! What a desk's decisions say of the rules: how much more or less sure a finding is there than the program's own table says.
//!
//! For each rule and severity the share of findings that were errors is drawn towards what the program's table says, as if `PRIOR` findings
//! of that table had been seen at this desk (the mean of a beta distribution with that prior). The confidence of every such finding moves by
//! the difference between the two, in log-odds: the order among findings of a rule stays, and none becomes certain.

use std::collections::HashMap;
use std::fmt::Write as _;

use toml::de::{DeTable, DeValue};

use crate::config::{Lines, Mistake};
use crate::finding::{Finding, Group, Rule, Severity};
use crate::rules;
use crate::score::calibrate::{SUREST, Table};

/// Findings of the program's table that the prior counts for.
const PRIOR: f64 = 20.0;
/// What is taken for the share of errors where no table says it: of house rules, whose words are there or are not.
const UNMEASURED: f64 = 0.9;

/// What a new file begins with.
const HEAD: &str = "\
# How often findings were errors, by the decisions of the desk. Written by `truecopy learn`; named by `learnt` under [check].
# Without this file, or with `truecopy learn --forget`, the confidence of every finding is that of the program's own table.
";

/// What the decisions on one rule and severity come to.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Lesson {
    /// The id of the rule.
    pub rule: String,
    /// The severity of the findings.
    pub severity: Severity,
    /// How many were errors.
    pub right: usize,
    /// How many were none.
    pub wrong: usize,
    /// The share of errors by the program's table, 0 to 1.
    pub before: f64,
    /// The same with the decisions.
    pub now: f64,
    /// Whether the decisions would have lowered it, and it stays as it was: a critical finding about a figure or a date is for people to judge,
    /// each by itself.
    pub held: bool,
}

impl Lesson {
    /// What so many decisions come to. `rule` is the rule where the program has it.
    pub fn of(id: &str, rule: Option<&Rule>, severity: Severity, right: usize, wrong: usize) -> Self {
        let stated = rule.and_then(|rule| Table::embedded().stated(rule, severity));
        let before = stated.unwrap_or(UNMEASURED);
        let learnt = (right as f64 + PRIOR * before) / ((right + wrong) as f64 + PRIOR);
        let figure = rule.is_some_and(|rule| matches!(rule.group, Group::Figures | Group::Time));
        let held = severity == Severity::Critical && figure && learnt < before;
        let now = if held { before } else { learnt };
        Lesson { rule: id.to_owned(), severity, right, wrong, before, now, held }
    }

    /// By how much the log-odds move.
    fn shift(&self) -> f64 {
        odds(self.now) - odds(self.before)
    }
}

/// The logarithm of the odds of a share.
fn odds(share: f64) -> f64 {
    let share = share.clamp(0.001, 0.999);
    (share / (1.0 - share)).ln()
}

/// What a desk's decisions say of the rules.
#[derive(Clone, Debug, Default)]
pub struct Learnt {
    /// By rule and severity: by how much the log-odds move.
    shifts: HashMap<(String, Severity), f64>,
}

impl Learnt {
    /// Reads the text of a file that [`written`] made. What it says of critical findings about figures and dates is never less than what the
    /// program's table says, whoever wrote it.
    ///
    /// # Errors
    /// Every mistake in it.
    pub fn read(text: &str) -> Result<Self, Vec<Mistake>> {
        let lines = Lines::of(text);
        let (document, errors) = DeTable::parse_recoverable(text);
        if !errors.is_empty() && !text.contains("[[learnt]]") {
            // None of it is shown: whoever named the file may not be one who may read it.
            let span = errors.first().and_then(toml::de::Error::span);
            return Err(vec![Mistake::unlike(text, span, "this is no file of what was learnt: it has no [[learnt]]")]);
        }
        let mut mistakes: Vec<Mistake> =
            errors.iter().map(|e| lines.mistake(e.span().unwrap_or(0..0), e.message().trim_end_matches('.'))).collect();
        let mut learnt = Learnt::default();
        if mistakes.is_empty() {
            for (name, value) in document.get_ref() {
                let list = value.get_ref().as_array().filter(|_| name.get_ref().as_ref() == "learnt");
                let Some(list) = list else {
                    mistakes.push(lines.mistake(name.span(), "this file has [[learnt]] only"));
                    continue;
                };
                for item in list.iter() {
                    match lesson(item.get_ref()) {
                        Some(lesson) => {
                            let shift = lesson.shift();
                            learnt.shifts.insert((lesson.rule, lesson.severity), shift);
                        }
                        None => {
                            let what =
                                "an entry needs a `rule`, a `severity`, and how many findings were `right` and `wrong`";
                            mistakes
                                .push(lines.mistake(item.span(), what).advise("`truecopy learn --write` writes it"));
                        }
                    }
                }
            }
        }
        if mistakes.is_empty() { Ok(learnt) } else { Err(mistakes) }
    }

    /// Whether nothing was learnt.
    pub fn is_empty(&self) -> bool {
        self.shifts.is_empty()
    }

    /// Moves the confidence of findings. One that was moved already must not be moved again.
    pub fn apply(&self, findings: &mut [Finding]) {
        if self.is_empty() {
            return;
        }
        for f in findings {
            if let Some(shift) = self.shifts.get(&(f.rule.id.to_owned(), f.severity)) {
                let moved = 1.0 / (1.0 + (-(odds(f64::from(f.confidence)) + shift)).exp());
                f.confidence = (moved as f32).clamp(1.0 - SUREST, SUREST);
            }
        }
    }
}

/// An entry of a file, worked out anew from its counts: what else it says is for people.
fn lesson(item: &DeValue) -> Option<Lesson> {
    let table = item.as_table()?;
    let get = |name: &str| table.get(name).map(|value| value.get_ref());
    let count = |name: &str| match get(name) {
        Some(DeValue::Integer(n)) => usize::from_str_radix(n.as_str(), n.radix()).ok().filter(|n| *n <= 100_000_000),
        _ => None,
    };
    let id = get("rule")?.as_str()?;
    let severity = get("severity")?.as_str()?.parse().ok()?;
    Some(Lesson::of(id, rules::rule(id), severity, count("right")?, count("wrong")?))
}

/// The file of these lessons; those that change nothing are left out.
pub fn written(lessons: &[Lesson]) -> String {
    let mut out = HEAD.to_owned();
    for l in lessons.iter().filter(|l| !l.held && l.right + l.wrong > 0) {
        let string = |text: &str| toml::Value::String(text.to_owned()).to_string();
        let _ = write!(
            out,
            "\n[[learnt]]               # {:.2} by the program's table, {:.2} at this desk\nrule = {}\nseverity = \"{}\"\nright = {}\nwrong = {}\n",
            l.before,
            l.now,
            string(&l.rule),
            l.severity.name(),
            l.right,
            l.wrong
        );
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{RewriteSpan, Span};

    fn rule(group: Group) -> &'static Rule {
        let measured =
            |r: &&&Rule| Table::embedded().stated(r, Severity::Critical).is_some_and(|p| (0.2..0.9).contains(&p));
        rules::rules().iter().filter(measured).find(|r| r.group == group).expect("a rule that was measured")
    }

    fn finding(rule: &'static Rule, severity: Severity, confidence: f32) -> Finding {
        Finding::at(rule, RewriteSpan(Span::new(0, 1)), "m").severity(severity).confidence(confidence)
    }

    #[test]
    fn decisions_move_the_confidence_of_their_rule_and_keep_its_order() {
        let rule = rule(Group::Names);
        let lesson = Lesson::of(rule.id, Some(rule), Severity::Critical, 1, 19);
        assert!(lesson.now < lesson.before && lesson.now > 0.05, "drawn towards the table: {lesson:?}");
        let file = written(&[lesson]);
        let learnt = Learnt::read(&file).expect("no mistake");
        let mut moved = [0.3, 0.6, 0.9].map(|c| finding(rule, Severity::Critical, c));
        let mut other = [finding(rule, Severity::Minor, 0.6)];
        learnt.apply(&mut moved);
        learnt.apply(&mut other);
        assert!(moved[0].confidence < moved[1].confidence && moved[1].confidence < moved[2].confidence);
        assert!(moved[1].confidence < 0.6 && moved[0].confidence > 0.0);
        assert_eq!(other[0].confidence, 0.6, "another severity is another matter");
    }

    #[test]
    fn a_critical_figure_is_never_lowered_by_dismissals_alone() {
        let rule = rule(Group::Figures);
        let low = Lesson::of(rule.id, Some(rule), Severity::Critical, 0, 50);
        assert!(low.held && low.now == low.before);
        assert!(Learnt::read(&written(&[low])).expect("no mistake").is_empty());
        // A file that says otherwise was written by hand.
        let by_hand = format!("[[learnt]]\nrule = \"{}\"\nseverity = \"critical\"\nright = 0\nwrong = 50\n", rule.id);
        let mut found = [finding(rule, Severity::Critical, 0.6)];
        Learnt::read(&by_hand).expect("no mistake").apply(&mut found);
        assert!((found[0].confidence - 0.6).abs() < 1e-5);
        let high = Lesson::of(rule.id, Some(rule), Severity::Critical, 50, 0);
        assert!(high.now > high.before);
    }

    #[test]
    fn what_is_no_such_file_is_refused_with_its_lines() {
        let said = |text: &str| Learnt::read(text).expect_err("a mistake").iter().map(|m| m.line).collect::<Vec<_>>();
        assert_eq!(said("[[learnt]]\nrule = \"x\"\n"), [1]);
        assert_eq!(said("a = 1\n\n[[learnt]]\nrule = 7\n"), [1, 3]);
        assert_eq!(said("no toml"), [1]);
        assert!(Learnt::read(HEAD).expect("no mistake").is_empty());
    }
}
