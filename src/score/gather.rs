//! One fault in several places is one finding with its places.

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use crate::finding::{Finding, Group, Speaks};
use crate::text::{RewriteSpan, Span, hash};

/// So many words that contradict one fault are shown, however many places it has.
const SHOWN: usize = 3;

/// Puts findings together that are one fault: those that their rule calls one, and those on names and facts that say the same of the same
/// words. The first keeps its words and its place in the order, the others become further places of it. It is as grave and as sure as the
/// gravest and surest of them. `text` is the rewrite's.
pub fn gather(findings: Vec<Finding>, text: &str) -> Vec<Finding> {
    let mut out: Vec<Finding> = Vec::with_capacity(findings.len());
    let mut first: FxHashMap<(u64, &str), usize> = FxHashMap::default();
    for mut f in findings {
        // The message names both sides: what it says of the same words elsewhere is the same fault.
        let named = matches!(f.rule.group, Group::Names | Group::Facts) && f.rule.speaks == Speaks::Sharp;
        if let (true, None, Some(at)) = (named, f.fault, f.at) {
            f.fault = Some(hash(&f.message) ^ hash(at.0.of(text)));
        }
        let same = f.fault.filter(|_| f.at.is_some()).map(|fault| first.entry((fault, f.rule.id)));
        let first = match same {
            Some(Entry::Occupied(first)) => &mut out[*first.get()],
            same => {
                if let Some(Entry::Vacant(place)) = same {
                    place.insert(out.len());
                }
                out.push(f);
                continue;
            }
        };
        first.also.extend(f.places());
        first.severity = first.severity.max(f.severity);
        first.confidence = first.confidence.max(f.confidence);
        for wire in f.evidence.wire {
            if first.evidence.wire.len() < SHOWN && !first.evidence.wire.contains(&wire) {
                first.evidence.wire.push(wire);
            }
        }
        for other in f.evidence.rewrite {
            if first.evidence.rewrite.len() < SHOWN && !first.evidence.rewrite.contains(&other) {
                first.evidence.rewrite.push(other);
            }
        }
        first.evidence.knowledge = first.evidence.knowledge.take().or(f.evidence.knowledge);
        // Words that fit one place only are no suggestion for all.
        if first.replacement != f.replacement {
            first.replacement = None;
        }
    }
    for f in &mut out {
        f.message = unbroken(&f.message);
        tighten(f, text);
        // A place that bears the fault is no evidence against it.
        let also = std::mem::take(&mut f.also);
        f.evidence.rewrite.retain(|e| !also.contains(e));
        f.also = also;
        if !f.also.is_empty() {
            let more = f.also.len();
            let noun = if more == 1 { "place" } else { "places" };
            f.message.push_str(&format!(", and in {more} more {noun}"));
        }
    }
    out
}

/// A message in which a space stands where the words it names go over the end of a line.
fn unbroken(message: &str) -> String {
    let mut out = String::with_capacity(message.len());
    for line in message.split(['\n', '\r']) {
        let line = if out.is_empty() { line } else { line.trim_start() };
        if !out.is_empty() && !line.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
        out.push_str(line);
    }
    out
}

/// With fewer words than this, a suggestion is small enough as it is.
const LONG: usize = 4;

/// Cuts the words at both ends off a long suggestion that are there already, and off the words it is for: for three words of a long quote it
/// is three words.
fn tighten(f: &mut Finding, text: &str) {
    let (Some(at), Some(new), true) = (f.at, f.replacement.as_deref(), f.also.is_empty()) else { return };
    let old = at.0.of(text);
    let (mine, theirs): (Vec<&str>, Vec<&str>) = (old.split_whitespace().collect(), new.split_whitespace().collect());
    if theirs.len() < LONG || mine.len() < LONG || mine == theirs {
        return;
    }
    let most = mine.len().min(theirs.len()) - 1;
    // At least one word stays on either side: a place without words is hard to see.
    let head = mine.iter().zip(&theirs).take(most).take_while(|(a, b)| a == b).count();
    let tails = mine.iter().rev().zip(theirs.iter().rev()).take(most - head);
    let tail = tails.take_while(|(a, b)| a == b).count();
    let (Some(first), Some(last)) = (mine.get(head), mine.get(mine.len() - tail - 1)) else { return };
    // The words are slices of the text, so their places are known.
    let offset = |word: &str| word.as_ptr() as usize - old.as_ptr() as usize;
    let (from, to) = (offset(first), offset(last) + last.len());
    let start = at.0.start as usize;
    f.at = Some(RewriteSpan(Span::new(start + from, start + to)));
    f.replacement = Some(theirs[head..theirs.len() - tail].join(" "));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Category, Fix, Ground, Group, Names, Rule, Severity, Speaks};

    static CASING: Rule = Rule {
        id: "casing",
        group: Group::Copy,
        category: Category::Spelling,
        severity: Severity::Minor,
        speaks: Speaks::Sharp,
        ground: Ground::Form,
        fix: Fix::Safe,
        names: Names::Judged,
        docs: "# What it reports\n\nA rule of the test.\n",
    };

    #[test]
    fn a_message_is_one_line() {
        assert_eq!(
            unbroken("the wire has “3,200\r\n  drivers”, the rewrite “320 \ndrivers”"),
            "the wire has “3,200 drivers”, the rewrite “320 drivers”"
        );
        assert_eq!(unbroken("two  spaces stay"), "two  spaces stay");
    }

    #[test]
    fn a_suggestion_is_as_small_as_the_fault() {
        let text = "we will build the bridge over the fjord next year";
        let whole = RewriteSpan(Span::new(0, text.len()));
        let told = |new: &str| {
            let mut f = Finding::at(&CASING, whole, "m").replace_with(new);
            tighten(&mut f, text);
            (f.at.map_or("", |at| at.0.of(text)), f.replacement.unwrap_or_default())
        };
        assert_eq!(
            told("we will build a tunnel under the fjord next year"),
            ("the bridge over", "a tunnel under".into())
        );
        assert_eq!(told("we will build the new bridge over the fjord next year"), ("bridge", "new bridge".into()));
        assert_eq!(told("we will build the bridge"), ("bridge over the fjord next year", "bridge".into()));
        assert_eq!(told("no"), (text, "no".into()));
    }

    #[test]
    fn one_slip_in_three_places_is_one_finding() {
        let at = |from: usize| RewriteSpan(Span::new(from, from + 4));
        let slip = |from: usize| Finding::at(&CASING, at(from), "slip").one_fault("UNeP").replace_with("UNEP");
        let other = Finding::at(&CASING, at(40), "slip").one_fault("OpEC").severity(Severity::Major);
        let lone = Finding::at(&CASING, at(60), "slip");
        let out = gather(vec![slip(0), other, slip(50), lone.clone(), slip(70), lone], "");
        assert_eq!(out.len(), 4);
        assert_eq!(out[0].places().collect::<Vec<_>>(), [at(0), at(50), at(70)]);
        assert_eq!(
            (out[0].message.as_str(), out[0].replacement.as_deref()),
            ("slip, and in 2 more places", Some("UNEP"))
        );
        assert_eq!(out[1].places().count(), 1);
    }
}
