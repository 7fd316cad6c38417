//! What makes two findings the same finding, although lines were put in above it and words changed around it.

use std::collections::HashMap;

use sha2::{Digest as _, Sha256};

use crate::finding::Finding;
use crate::report::Report;
use crate::text::fold_word;

/// The version of the scheme, as machine formats name it. It grows when the same finding would get another fingerprint.
pub const SCHEME: &str = "truecopyWords/v1";

/// Words in the form in which they are compared: folded, without punctuation at their ends, one space between them.
pub fn normal(text: &str) -> String {
    let mut out = String::new();
    for word in text.split_whitespace() {
        let word = fold_word(word);
        let core = word.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '%' | '$' | '€' | '£' | '+' | '-'));
        // Marks that stand alone are what some findings are about.
        let kept = if core.is_empty() { word.as_str() } else { core };
        if kept.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(kept);
    }
    out
}

/// What a finding is about, in normal form: its words in the rewrite, or the wire's where the rewrite has none.
pub fn words(report: &Report, finding: &Finding) -> String {
    match finding.at {
        // A mark that was set or is missing: the finding is about the place, which the words of the line tell.
        Some(at) if at.0.is_empty() => normal(&line_before(&report.rewrite.source.text, at.0.start as usize)),
        Some(at) => normal(report.rewrite.source.slice(at.0)),
        None => wire_words(report, finding),
    }
}

/// The wire's words that contradict it, in normal form; empty where there are none.
pub fn wire_words(report: &Report, finding: &Finding) -> String {
    let first = finding.evidence.wire.first();
    let story = first.and_then(|w| Some((report.wires.get(w.take)?, w.span)));
    story.map_or_else(String::new, |(story, span)| normal(story.source.slice(span)))
}

/// The fingerprint of every finding, in their order: 32 hexadecimal digits that depend on the rule, the words on both sides and, of
/// several that are the same in all this, on which of them it is.
pub fn fingerprints(report: &Report) -> Vec<String> {
    let mut seen: HashMap<[u8; 32], u32> = HashMap::new();
    report
        .findings
        .iter()
        .map(|f| {
            let mut hash = Sha256::new();
            for part in [SCHEME, f.rule.id, &words(report, f), &wire_words(report, f)] {
                hash.update(part.as_bytes());
                hash.update([0]);
            }
            let mut digest: [u8; 32] = hash.finalize().into();
            let nth = seen.entry(digest).or_insert(0);
            *nth += 1;
            if *nth > 1 {
                digest = Sha256::new().chain_update(digest).chain_update(nth.to_le_bytes()).finalize().into();
            }
            digest.iter().take(16).map(|b| format!("{b:02x}")).collect()
        })
        .collect()
}

/// The last words before a place, on its line.
fn line_before(text: &str, at: usize) -> String {
    let head = text.get(..at).unwrap_or("");
    let line = head.rsplit('\n').next().unwrap_or("");
    let words: Vec<&str> = line.split_whitespace().rev().take(6).collect();
    words.into_iter().rev().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::normal;

    #[test]
    fn words_are_compared_without_case_marks_and_line_breaks() {
        assert_eq!(normal("  The “Élysée”,\n said; 12% "), "the elysee said 12%");
        assert_eq!(normal("o’clock"), "o'clock");
    }

    #[test]
    fn marks_alone_are_kept() {
        assert_eq!(normal(". ,"), ". ,");
        assert_eq!(normal(""), "");
    }
}
