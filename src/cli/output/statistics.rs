//! How a run is told in figures, and how it ends, for the commands that make runs.

use std::fmt::Write as _;

use truecopy::finding::Severity;
use truecopy::gate::Digest;
use truecopy::gate::summary::Summary;

use crate::cli::output::messages::many;
use crate::exit::Exit;

/// Arguments about the end of a run.
#[derive(clap::Args, Clone, Copy, Debug, Default)]
#[command(next_help_heading = "Reports")]
pub struct EndArgs {
    /// Count the findings of each rule: in place of the report on standard output, or on standard error in `batch`.
    #[arg(long)]
    pub statistics: bool,

    /// Exit with status 0 whatever is found. What could not be checked still gives 2.
    #[arg(long)]
    exit_zero: bool,
}

impl EndArgs {
    /// The status that a run ends with.
    pub fn exit(self, exit: Exit) -> Exit {
        if self.exit_zero && exit == Exit::Findings { Exit::Clean } else { exit }
    }
}

/// The findings of a run by rule, most first, without hints.
pub fn statistics(run: &[Digest]) -> String {
    let plain: Vec<Digest> = run.iter().map(Digest::plain).collect();
    let summary = Summary::of(&plain);
    let rules: Vec<_> = summary.rules.iter().filter(|r| r.counts.iter().sum::<usize>() > 0).collect();
    let mut out = String::new();
    let width = rules.iter().map(|r| r.id.len()).max().unwrap_or(0);
    if !rules.is_empty() {
        out.push_str("findings  rewrites  rule\n");
    }
    for rule in &rules {
        let each = Severity::ALL.into_iter().rev().zip(rule.counts.iter().rev()).filter(|(_, n)| **n > 0);
        let each: Vec<String> = each.map(|(s, n)| format!("{n} {}", s.name())).collect();
        let total: usize = rule.counts.iter().sum();
        let _ = writeln!(out, "{total:>8}  {:>8}  {:<width$}  {}", rule.rewrites, rule.id, each.join(", "));
    }
    let failed = if summary.failed > 0 { format!(", {} not checked", summary.failed) } else { String::new() };
    let (findings, of) = (many(summary.findings(), "finding"), many(rules.len(), "rule"));
    let _ =
        writeln!(out, "{findings} of {of} in {} of {}{failed}", summary.with_findings, many(summary.pairs, "rewrite"));
    out
}
