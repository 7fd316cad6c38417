//! What the checker says about one pair, reduced to what is judged.

use crate::check::{Checker, Options};
use crate::finding::{Rule, Severity};
use crate::ingest;
use crate::score::calibrate::Table;
use crate::text::Span;

use super::record::Stretch;

/// One finding.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    /// The rule that made it.
    pub rule: &'static Rule,
    /// Its severity.
    pub severity: Severity,
    /// The rule's own signal, 0 to 1.
    pub own: f32,
    /// The calibrated confidence that the checker states, 0 to 1.
    pub confidence: f32,
    /// Where in the rewrite, in code points; none where only the original has words.
    pub at: Option<Stretch>,
}

impl Mark {
    /// Whether it is major or critical.
    pub fn serious(&self) -> bool {
        self.severity >= Severity::Major
    }
}

/// All that is needed of one report.
#[derive(Clone, Debug)]
pub struct Answer {
    /// 0 to 100.
    pub fidelity: f64,
    /// The findings.
    pub marks: Vec<Mark>,
    /// Words of the rewrite, parted by white space.
    pub words: usize,
}

/// A checker that keeps each rule's own signal beside the calibrated confidence.
#[derive(Debug)]
pub struct Examiner {
    checker: Checker,
    table: Option<Table>,
}

impl Examiner {
    /// Checks with these settings; `table` stands in for the confidence table that the checker embeds.
    pub fn new(options: Options, table: Option<Table>) -> Self {
        Examiner { checker: Checker::new(Options { uncalibrated: true, ..options }), table }
    }

    /// What the checker says about `rewrite`.
    pub fn answer(&self, original: &[String], rewrite: &str) -> Answer {
        let wires: Vec<_> = original.iter().map(|text| ingest::from_text("original", text)).collect();
        let report = self.checker.check(wires, ingest::from_text("rewrite", rewrite));
        let spans: Vec<Span> = report.findings.iter().flat_map(|f| f.places().map(|s| s.0)).collect();
        let mut places = report.rewrite.source.code_points(&spans).into_iter();
        let table = self.table.as_ref().unwrap_or_else(|| Table::embedded());
        // Every place of a finding is judged by itself.
        let each = report.findings.iter().flat_map(|f| (0..f.places().count().max(1)).map(move |_| f));
        let marks = each.map(|f| Mark {
            rule: f.rule,
            severity: f.severity,
            own: f.confidence,
            confidence: table.confidence(f.rule, f.severity, f.confidence),
            at: f.at.and_then(|_| places.next()),
        });
        Answer { fidelity: report.fidelity, marks: marks.collect(), words: rewrite.split_whitespace().count() }
    }
}
