//! Runs the examples in a rule's documentation.

use std::sync::Arc;

use crate::check::{Checker, Options};
use crate::facts::Facts;
use crate::finding::{Rule, Severity};
use crate::ingest::from_text;
use crate::reader::Mode;

/// Every example under a rule's headings: three lines `wire:`, `rewrite:` and either `fires: words` or `silent`, and before them one
/// `facts:` with rows of a newsroom's own file where the rule needs them. `\n` in an example is a line break, `\t` a tab.
struct Example<'a> {
    facts: String,
    wire: String,
    rewrite: String,
    fires: Option<&'a str>,
}

fn examples(docs: &str) -> Vec<Example<'_>> {
    let (mut wire, mut rewrite, mut out) = (None, None, Vec::new());
    let mut facts = String::new();
    for line in docs.lines().map(str::trim) {
        if let Some(rows) = line.strip_prefix("facts: ") {
            facts = rows.replace("\\n", "\n").replace("\\t", "\t");
        } else if let Some(w) = line.strip_prefix("wire: ") {
            wire = Some(w.replace("\\n", "\n"));
        } else if let Some(r) = line.strip_prefix("rewrite: ") {
            rewrite = Some(r.replace("\\n", "\n"));
        } else if line == "silent" || line.starts_with("fires: ") {
            let fires = line.strip_prefix("fires: ");
            if let (Some(wire), Some(rewrite)) = (wire.take(), rewrite.take()) {
                out.push(Example { facts: std::mem::take(&mut facts), wire, rewrite, fires });
            }
        }
    }
    out
}

/// Checks that every example of `rule` fires on its words or stays silent, and that there are enough of both.
pub fn run(rule: &'static Rule, module: &str) {
    assert_eq!(rule.id.replace('-', "_"), module, "a rule is named for its file");
    let all = examples(rule.docs);
    assert!(all.iter().any(|e| e.fires.is_some()), "{}: needs an example that fires", rule.id);
    assert!(all.iter().filter(|e| e.fires.is_none()).count() >= 2, "{}: needs two faithful look-alikes", rule.id);
    for e in &all {
        let facts = Facts::of_files([("facts.tsv", e.facts.as_str())]).expect("rows that can be read");
        // Some find more with the reader, or nothing without it.
        let reader = if rule.docs.contains("the reader is switched on") { Mode::All } else { Mode::Off };
        let checker = Checker::new(Options { facts: Arc::new(facts), reader, ..Options::default() });
        let report = checker.check(vec![from_text("wire", &e.wire)], from_text("rewrite", &e.rewrite));
        let said: Vec<String> = report
            .findings
            .iter()
            .map(|f| format!("{} {:?} on {:?}: {}", f.rule.id, f.severity, f.at.map(|s| s.0.of(&e.rewrite)), f.message))
            .collect();
        // An editor who meets another severity than the rule table's can look up why.
        for f in report.findings.iter().filter(|f| f.severity != f.rule.severity) {
            let docs = f.rule.docs.to_lowercase();
            assert!(
                docs.contains(f.severity.name()),
                "{}: its page never says when it is {}",
                f.rule.id,
                f.severity.name()
            );
        }
        match e.fires {
            Some(words) => {
                let at = e.rewrite.find(words);
                let hit = report.findings.iter().any(|f| {
                    f.rule.id == rule.id
                        && match (f.at, at) {
                            (Some(s), Some(from)) => s.0.range().start < from + words.len() && s.0.range().end > from,
                            // Words that only the wire has are in the message.
                            (_, None) => f.message.contains(words),
                            (None, Some(_)) => false,
                        }
                });
                assert!(hit, "{} should fire on {words:?} in {:?}; found {said:#?}", rule.id, e.rewrite);
            }
            None => {
                let loud = report.findings.iter().any(|f| f.severity > Severity::Neutral);
                assert!(!loud, "{} should be silent on {:?}; found {said:#?}", rule.id, e.rewrite);
            }
        }
    }
}
