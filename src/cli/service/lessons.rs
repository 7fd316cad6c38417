//! What the decisions of a desk say of the rules.

use std::fmt::Write as _;
use std::path::Path;

use truecopy::eval::stats::wilson;
use truecopy::finding::Severity;
use truecopy::gate::learnt::Lesson;
use truecopy::rules;
use truecopy_serve::desk::Desk;

use crate::cli::failure::Failure;
use crate::cli::output::messages::many;

/// What decisions on one rule and severity come to, with those that say neither that a finding was right nor that it was wrong.
pub struct Counted {
    pub lesson: Lesson,
    /// Let through for a good reason.
    pub let_through: usize,
}

/// The lessons of the desk in this file, most decisions first.
///
/// # Errors
/// Where there is no desk in it, or it cannot be read.
pub fn of_desk(file: &Path) -> Result<Vec<Counted>, Failure> {
    let fault = |e| Failure::because(e).at(file);
    if !file.is_file() {
        return Err(Failure::new("there is no such desk")
            .at(file)
            .advise("give the file that `truecopy desk --db` names"));
    }
    let lessons = Desk::open(file).and_then(|desk| desk.lessons()).map_err(fault)?;
    let counted = lessons.into_iter().filter_map(|l| {
        let severity: Severity = l.severity.parse().ok()?;
        let lesson = Lesson::of(&l.rule, rules::rule(&l.rule), severity, l.right, l.wrong);
        Some(Counted { lesson, let_through: l.let_through })
    });
    Ok(counted.collect())
}

/// The lessons as a table: how often each rule was right at the desk, and how sure its findings are before and after.
pub fn table(lessons: &[Counted]) -> String {
    if lessons.is_empty() {
        return "no decisions on findings yet\n".into();
    }
    let width = lessons.iter().map(|l| l.lesson.rule.len()).max().unwrap_or(0);
    let mut out =
        format!("{:<width$}  severity  right  wrong  let through  right at the desk    table    now\n", "rule");
    let mut all = 0;
    for Counted { lesson: l, let_through } in lessons {
        let decided = l.right + l.wrong;
        all += decided + let_through;
        let (low, high) = wilson(l.right, decided);
        let share = match decided {
            0 => "–".to_owned(),
            n => format!("{:.2} ({low:.2} to {high:.2})", l.right as f64 / n as f64),
        };
        let held = if l.held { "  held: a critical figure" } else { "" };
        let _ = writeln!(
            out,
            "{:<width$}  {:<8}  {:>5}  {:>5}  {let_through:>11}  {share:<19}  {:>5.2}  {:>5.2}{held}",
            l.rule,
            l.severity.name(),
            l.right,
            l.wrong,
            l.before,
            l.now
        );
    }
    let _ = writeln!(out, "{}; in brackets, where the share lies with 95 % certainty", many(all, "decision"));
    out
}
