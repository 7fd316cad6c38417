//! How a passage in which several small differences meet is cut and worded.

use std::ops::Range;

use super::Case;
use super::changes::trim;
use super::quote_changes::quoted;
use crate::analyse::{Analysis, Class};
use crate::finding::{Finding, Speaks};
use crate::knowledge::tagger::Tag;
use crate::text::{RewriteSpan, Span};

/// What a finding says that shows the wire's whole sentence.
pub const SEVERAL: &str = "this passage differs from the wire in several small ways";

/// What a finding says that shows the wire's words for the passage.
pub fn instead_of(wire: &Analysis, words: Span) -> String {
    format!("this passage may not say what the wire says: “{}”", quoted(words.of(&wire.text)))
}

/// Cuts the passages of findings, and the wire's words for them, as a reader would cut them. Comes after findings on the same words were made
/// one, so that a passage swallows none because it was made longer for the sake of its looks.
pub fn round_off(case: &Case, findings: &mut [Finding]) {
    let cut = |a: &Analysis, span: Span, alone: bool| {
        let from = a.tokens.partition_point(|t| t.span.end <= span.start);
        let to = a.tokens.partition_point(|t| t.span.start < span.end);
        if from < to { trim(a, rounded(a, from..to, alone)) } else { span }
    };
    for f in findings.iter_mut().filter(|f| f.rule.speaks == Speaks::Passage) {
        f.at = f.at.map(|s| RewriteSpan(cut(case.rewrite, s.0, false)));
        if f.message == SEVERAL {
            continue;
        }
        for w in &mut f.evidence.wire {
            let Some(wire) = case.wires.get(w.take) else { continue };
            w.span = cut(wire, w.span, true);
            f.message = instead_of(wire, w.span);
        }
    }
}

/// Some tokens as a reader would cut them: with the whole of a name at either end, up to the noun that an article or a preposition at the end
/// leads to, and without a word at the end that only leads to another clause. `alone`: they are quoted without what follows; words that are
/// marked in their place are best no longer than they must be.
fn rounded(a: &Analysis, tokens: Range<usize>, alone: bool) -> Range<usize> {
    let name = |i: usize| a.name_at(i).map(|n| a.names[n].tokens.clone());
    let from = name(tokens.start).map_or(tokens.start, |n| n.start.min(tokens.start));
    let mut to = tokens.end;
    if let Some(n) = tokens.end.checked_sub(1).and_then(name) {
        to = to.max(n.end);
    }
    let class = |i: usize| a.tokens[i].class;
    if alone && to > from && matches!(class(to - 1), Class::Article | Class::Preposition) {
        to = noun_behind(a, to).unwrap_or(to);
    }
    let opens = |i: usize| {
        matches!(class(i), Class::Article | Class::Conjunction | Class::Subordinator)
            && !matches!(a.fold(i), "than" | "as")
            || a.fold(i) == "that"
    };
    while to > from + 1 && opens(to - 1) {
        to -= 1;
    }
    from..to
}

/// Where the nouns end that begin at a token or a few words behind it, before any mark, verb or other preposition.
fn noun_behind(a: &Analysis, at: usize) -> Option<usize> {
    let sentence = a.tokens.get(at)?.sentence;
    let here = |i: usize| a.tokens.get(i).filter(|t| t.sentence == sentence);
    let noun = |i: usize| here(i).is_some_and(|t| t.is_word() && matches!(t.tag, Tag::Noun | Tag::Propn));
    let leads = |i: usize| {
        here(i).is_some_and(|t| {
            a.word(i) == "%"
                || t.is_word() && (t.class == Class::Article || matches!(t.tag, Tag::Adj | Tag::Num | Tag::Det))
        })
    };
    let first = (at..at + 4).take_while(|i| noun(*i) || leads(*i)).find(|i| noun(*i))?;
    let end = (first..).take_while(|i| noun(*i)).last()? + 1;
    Some(a.name_at(end - 1).map_or(end, |n| a.names[n].tokens.end.max(end)))
}
