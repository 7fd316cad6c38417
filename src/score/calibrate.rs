//! From a rule's own signal to a confidence that holds what it says: of a hundred findings stated at 0.7, some seventy are right.
//!
//! `confidence.tsv` gives, for each rule and severity, points (signal, measured precision) that rise; between two points the
//! confidence is on the line, outside them it stays flat. `truecopy eval --calibrate` writes the table (docs/eval.md).

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::finding::{Finding, Rule, Severity};

/// Written in place of a severity in rows that hold for all.
pub const ANY: &str = "any";
/// First character of the name of a group in place of a rule; alone it stands for all rules.
pub const GROUP: char = '@';
/// The surest that a finding is stated to be; the least sure is the rest to 1. Counts are finite.
pub const SUREST: f32 = 0.99;

static EMBEDDED: LazyLock<Table> = LazyLock::new(|| Table::parse(truecopy_data::models::CONFIDENCE));

/// Puts calibrated confidences in place of the rules' own signals.
pub fn calibrate(findings: &mut [Finding]) {
    for f in findings {
        f.confidence = Table::embedded().confidence(f.rule, f.severity, f.confidence);
    }
}

/// Points (signal, precision) that rise in both.
#[derive(Clone, Debug, Default, PartialEq)]
struct Curve(Vec<(f32, f32)>);

impl Curve {
    /// Reads `signal:precision:right/judged` parted by `;`. Points that do not rise are passed over, so that any text gives a
    /// curve that does not fall.
    fn parse(text: &str) -> Self {
        let mut points: Vec<(f32, f32)> = Vec::new();
        for point in text.split(';') {
            let mut parts = point.split(':').map(str::parse::<f32>);
            if let (Some(Ok(x)), Some(Ok(y))) = (parts.next(), parts.next())
                && points.last().is_none_or(|(px, py)| x > *px && y >= *py)
                && (0.0..=1.0).contains(&y)
            {
                points.push((x, y));
            }
        }
        Curve(points)
    }

    fn at(&self, signal: f32) -> Option<f32> {
        let after = self.0.partition_point(|(x, _)| *x <= signal);
        let before = after.checked_sub(1).and_then(|i| self.0.get(i));
        match (before, self.0.get(after)) {
            (Some((x0, y0)), Some((x1, y1))) => Some(y0 + (y1 - y0) * (signal - x0) / (x1 - x0)),
            (Some((_, y)), None) | (None, Some((_, y))) => Some(*y),
            (None, None) => None,
        }
    }
}

/// Measured precisions, by rule and severity.
#[derive(Clone, Debug, Default)]
pub struct Table {
    rows: HashMap<String, Vec<(Option<Severity>, Curve)>>,
    /// The precision of a row as a whole, where it says one.
    means: HashMap<(String, Option<Severity>), f64>,
}

impl Table {
    /// The table that is built in.
    pub fn embedded() -> &'static Table {
        &EMBEDDED
    }

    /// Reads a table as `truecopy eval --calibrate` writes it. Lines that hold no row are passed over.
    pub fn parse(text: &str) -> Self {
        let mut table = Table::default();
        for line in text.lines().filter(|l| !l.starts_with('#')) {
            let mut columns = line.split('\t');
            let (Some(rule), Some(severity), mean, Some(points)) =
                (columns.next(), columns.next(), columns.nth(2), columns.next())
            else {
                continue;
            };
            let severity = match severity {
                ANY => None,
                name => match name.parse() {
                    Ok(severity) => Some(severity),
                    Err(_) => continue,
                },
            };
            if let Some(mean) = mean.and_then(|m| m.parse().ok()).filter(|m| (0.0..=1.0).contains(m)) {
                table.means.insert((rule.to_owned(), severity), mean);
            }
            table.rows.entry(rule.to_owned()).or_default().push((severity, Curve::parse(points)));
        }
        table
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.values().map(Vec::len).sum()
    }

    /// Whether there is no row; then every rule keeps its own signal.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// How often findings of a rule and severity are right as a whole: by their row, or else that of the group, or of all rules together.
    pub fn stated(&self, rule: &Rule, severity: Severity) -> Option<f64> {
        let mean = |name: String, severity| self.means.get(&(name, severity)).copied();
        let group = || mean(format!("{GROUP}{}", rule.group.name()), None);
        mean(rule.id.to_owned(), Some(severity)).or_else(group).or_else(|| mean(GROUP.to_string(), None))
    }

    /// The calibrated confidence, 0 to 1, of a finding with this signal: by the row of the rule and severity. Where there is none,
    /// halfway between the rule's own signal and what its group, or else all rules together, reach at that signal; without any row
    /// the own signal. Never falls when the signal rises.
    pub fn confidence(&self, rule: &Rule, severity: Severity, own: f32) -> f32 {
        // A signal that is no number says nothing.
        let own = if own.is_finite() { own.clamp(0.0, 1.0) } else { 0.5 };
        let row = |name: &str, severity| {
            self.rows.get(name)?.iter().find(|(s, _)| *s == severity).and_then(|(_, curve)| curve.at(own))
        };
        let measured = row(rule.id, Some(severity));
        let by_others = || row(&format!("{GROUP}{}", rule.group.name()), None).or_else(|| row("@", None));
        match measured.or_else(|| by_others().map(|others| (own + others) / 2.0)) {
            Some(confidence) => confidence.clamp(1.0 - SUREST, SUREST),
            None => own,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;

    #[test]
    fn the_embedded_table_names_rules_that_exist_and_never_falls() {
        let table = Table::embedded();
        for name in table.rows.keys() {
            let known = match name.strip_prefix(GROUP) {
                Some(group) => group.is_empty() || rules::rules().iter().any(|r| r.group.name() == group),
                None => rules::rule(name).is_some(),
            };
            assert!(known, "no rule or group `{name}`: make the table anew");
        }
        let rows = truecopy_data::models::CONFIDENCE.lines().filter(|l| !l.starts_with('#')).count();
        assert_eq!(table.len(), rows, "a row of another severity or shape: make the table anew");
        for rule in rules::rules() {
            for severity in Severity::ALL {
                let at = |i: i32| table.confidence(rule, severity, i as f32 / 100.0);
                for i in 0..100 {
                    assert!(at(i) <= at(i + 1), "{} {} falls at {i}", rule.id, severity.name());
                    assert!((0.0..=1.0).contains(&at(i)));
                }
            }
        }
    }

    #[test]
    fn a_row_is_found_by_rule_then_group_then_all() {
        let rule = rules::rules()[0];
        let text = format!(
            "# made up\n{}\tmajor\t6\t10\t0.6\t0.4:0.5:2/4;0.8:0.7:4/6\n@{}\tany\t3\t10\t0.3\t0.5:0.3:3/10\n@\tany\t1\t10\t0.1\t0.5:0.1:1/10\n",
            rule.id,
            rule.group.name()
        );
        let table = Table::parse(&text);
        assert_eq!(table.len(), 3);
        let is = |got: f32, want: f32| assert!((got - want).abs() < 1e-6, "{got} is not {want}");
        is(table.confidence(rule, Severity::Major, 0.6), 0.6);
        is(table.confidence(rule, Severity::Major, 0.1), 0.5);
        is(table.confidence(rule, Severity::Major, 1.0), 0.7);
        is(table.confidence(rule, Severity::Minor, 0.9), 0.6);
        let other = rules::rules().iter().find(|r| r.group != rule.group).expect("there are several groups");
        is(table.confidence(other, Severity::Minor, 0.9), 0.5);
        is(table.confidence(rule, Severity::Major, f32::NAN), 0.55);
        is(Table::default().confidence(rule, Severity::Major, 0.42), 0.42);
    }

    #[test]
    fn a_damaged_table_gives_no_falling_curve() {
        let curve = Curve::parse("0.2:0.9:1/1;0.4:0.3:1/1;0.2:1:1/1;x:y;0.6:0.95:1/1;0.7:7:1/1");
        assert_eq!(curve, Curve(vec![(0.2, 0.9), (0.6, 0.95)]));
        assert!(Table::parse("\n\t\t\nrule\tgrave\t1\t1\t1\t0:0:1/1\nshort\tmajor\n").is_empty());
    }
}
