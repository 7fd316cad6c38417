//! The word on the whole rewrite, and its reason.

use crate::analyse::Analysis;
use crate::compare::Case;
use crate::finding::{Finding, Severity};
use crate::ingest::Story;
use crate::report::Verdict;

/// A rewrite with less than this share of the wire's words is taken for a summary.
const SUMMARY_SHARE: f64 = 1.0 / 3.0;

/// Whether the lengths say that the rewrite is a summary.
pub fn is_summary(wires: &[Analysis], rewrite: &Analysis) -> bool {
    let longest = wires.iter().map(Analysis::word_count).max().unwrap_or(0);
    let sentences = wires.iter().map(|w| w.sentences.len()).max().unwrap_or(0);
    sentences >= 5 && (rewrite.word_count() as f64) < SUMMARY_SHARE * longest as f64
}

/// Whether the rewrite hardly says anything that a wire says.
pub fn is_other_story(case: &Case) -> bool {
    let words = case.rewrite.word_count();
    let least = if words >= 60 { 0.25 } else { 0.12 };
    words >= 6 && case.alignment.same_story < least
}

/// Below this fidelity a text without a finding is not vouched for: too much of it is told in other words.
const VOUCHED: f64 = 65.0;

/// Why a rewrite without a fault is called faithful.
fn vouched(fidelity: f64) -> &'static str {
    if fidelity >= VOUCHED {
        "nothing contradicts the wire"
    } else {
        "no fault was found, but much is told in other words: read it beside the wire"
    }
}

/// The verdict by the findings, with its reason.
pub fn after(findings: &[Finding], other_story: bool, fidelity: f64) -> (Verdict, String) {
    if other_story {
        return (Verdict::DifferentStory, "the two texts do not tell the same story".into());
    }
    let count = |s: Severity| findings.iter().filter(|f| f.severity == s).count();
    match findings.iter().map(|f| f.severity).max() {
        None | Some(Severity::Neutral) => (Verdict::Faithful, vouched(fidelity).into()),
        Some(Severity::Minor) => (Verdict::MinorFaults, counted(&count)),
        Some(_) => (Verdict::Drifted, counted(&count)),
    }
}

/// "2 critical, 1 major and 3 minor findings": what is more than a hint, gravest first.
fn counted(count: &impl Fn(Severity) -> usize) -> String {
    let found: Vec<(usize, &str)> = [Severity::Critical, Severity::Major, Severity::Minor]
        .into_iter()
        .map(|s| (count(s), s.name()))
        .filter(|(n, _)| *n > 0)
        .collect();
    let noun = if found.last().is_some_and(|(n, _)| *n == 1) { "finding" } else { "findings" };
    let said: Vec<String> = found.iter().map(|(n, name)| format!("{n} {name}")).collect();
    match said.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and {last} {noun}", before.join(", ")),
        _ => format!("{} {noun}", said.concat()),
    }
}

/// What a user should know about how the texts were read.
pub fn notes(wires: &[Story], rewrite: &Story) -> Vec<String> {
    let of = |s: &Story| s.notes.iter().map(|n| format!("{}: {n}", s.source.name)).collect::<Vec<_>>();
    wires.iter().chain([rewrite]).flat_map(of).collect()
}

/// A note when the sides look swapped: the rewrite is much longer and says nearly all that the wire says.
pub fn swapped(case: &Case) -> Option<String> {
    let wire: usize = case.wires.iter().map(Analysis::word_count).max()?;
    let much_longer = case.rewrite.word_count() > 2 * wire + wire / 2;
    let complete = wire >= 40 && case.alignment.dropped.is_empty();
    (much_longer && complete).then(|| {
        "the rewrite is much longer than the wire and contains all of it: are the two in the right order?".into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_vouched_for_that_hardly_has_the_words_of_the_wire() {
        let reason = |fidelity| after(&[], false, fidelity).1;
        assert_eq!(reason(91.0), "nothing contradicts the wire");
        assert!(!reason(48.0).contains("nothing contradicts"));
    }

    #[test]
    fn counts_read_as_one_phrase() {
        let said = |critical: usize, major: usize, minor: usize| {
            counted(&|s| match s {
                Severity::Critical => critical,
                Severity::Major => major,
                Severity::Minor => minor,
                Severity::Neutral => 7,
            })
        };
        assert_eq!(said(0, 0, 1), "1 minor finding");
        assert_eq!(said(0, 3, 0), "3 major findings");
        assert_eq!(said(2, 0, 1), "2 critical and 1 minor finding");
        assert_eq!(said(1, 2, 3), "1 critical, 2 major and 3 minor findings");
    }
}
