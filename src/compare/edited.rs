//! How grave a change is in a sentence that keeps the wire's words in the wire's order: there, one word more, less or other is somebody's
//! doing, and even a small one counts.

use std::ops::Range;

use crate::align::figures_and_dates::Standing;
use crate::analyse::{Analysis, Class};
use crate::compare::Case;
use crate::compare::denials::denies;
use crate::compare::opposites::candidacy;
use crate::compare::sides::overlapping;
use crate::finding::Severity;
use crate::knowledge::lexicon::phrases;
use crate::knowledge::tagger::Tag;
use crate::weigh::{Change, ChangeKind};

/// From this probability on a change is shown: of the sentences that two translators worded differently without a fault, one in twenty has
/// such a change.
const LIKELY: f32 = 0.65;

/// From this probability on a change is called grave: one in a hundred of those sentences has one. A sentence with one change was made by
/// somebody who meant it, for better or worse; where several words differ, a harmless one is told from a false one more easily. A word less is
/// mostly a shortening.
fn sure(c: &Change) -> f32 {
    match (c.kind, c.only_edit()) {
        (ChangeKind::Substituted, _) => 0.87,
        (ChangeKind::Added, _) | (ChangeKind::Related | ChangeKind::Inflected, true) => 0.87,
        (ChangeKind::Related, false) => 0.8,
        (ChangeKind::Inflected, false) => 0.7,
        (ChangeKind::Dropped, _) => 0.93,
        (ChangeKind::Moved, _) => 0.96,
    }
}

/// Severity and confidence of a change by what was learnt from such sentences; none where it is too faint to report, or is the business of
/// another rule.
pub(super) fn graded(case: &Case, c: &Change) -> Option<(Severity, f32)> {
    if c.edited < LIKELY || excused(case, c) {
        return None;
    }
    let substituted = matches!(c.kind, ChangeKind::Substituted | ChangeKind::Related);
    let alike = !substituted || like(case, c);
    if c.edited >= sure(c) && c.kept() >= 0.7 && alike && !adverb(case, c) && listed(case, c) {
        return Some((Severity::Major, c.edited * 0.9));
    }
    // Words of another sort, or more or fewer of them, come of rewording.
    let bare = !substituted || c.rewrite.len() == c.wire.len() || c.edited >= 0.8;
    (alike && bare).then_some((Severity::Minor, c.edited * 0.8))
}

/// Whether words of one sort carry the meaning on both sides: a noun for a noun, a verb for a verb. "Having seen" for "after" is syntax.
pub(super) fn like(case: &Case, c: &Change) -> bool {
    let (Some(i), Some(j)) = (c.head, c.wire_head) else { return false };
    let (Some(a), Some(b)) = (case.rewrite.tokens.get(i), case.wires.get(c.take).and_then(|w| w.tokens.get(j))) else {
        return false;
    };
    let noun = |t: Tag| matches!(t, Tag::Noun | Tag::Propn | Tag::Num);
    a.is_content() && b.is_content() && (a.tag == b.tag || noun(a.tag) && noun(b.tag))
}

/// Whether the change says nothing by itself, or other rules look at it more closely.
fn excused(case: &Case, c: &Change) -> bool {
    let wire = &case.wires[c.take];
    let (x, y) = (&c.rewrite, &c.wire);
    // Numbers and dates, names, and what is between quotation marks have rules of their own.
    let figure = |a: &Analysis, r: &Range<usize>| {
        overlapping(&a.figures, |f| &f.tokens, r).any(|f| !a.figures[f].weak)
            || overlapping(&a.dates, |d| &d.tokens, r).next().is_some()
    };
    let named = |a: &Analysis, r: &Range<usize>| r.clone().any(|i| a.name_at(i).is_some());
    let quoted = |a: &Analysis, i: usize| a.quote_at(i).is_some();
    match c.kind {
        // The order of words proves little.
        ChangeKind::Moved => c.edited < 0.9,
        ChangeKind::Added => {
            !content(case.rewrite, x)
                || named(case.rewrite, x)
                || figure(case.rewrite, x)
                || matched(case, x)
                || pointed_at(case.rewrite, x)
        }
        ChangeKind::Dropped => {
            !content(wire, y)
                || figure(wire, y)
                || quoted(case.rewrite, word_before(case.rewrite, x.start))
                || quoted(case.rewrite, x.start)
        }
        _ => {
            // A small word has rules of its own; for a turn of several words it is a rewording.
            !content(case.rewrite, x)
                || !content(wire, y)
                || figure(case.rewrite, x)
                || figure(wire, y)
                || named(case.rewrite, x) != named(wire, y)
                || named(wire, y) && respelled(case, c)
                || deny(case.rewrite, x) && deny(wire, y)
                || same_meaning(case, c)
                || same_stem(case, c)
        }
    }
}

/// Whether the words only say what "this" is: "on this matter" for "on this".
fn pointed_at(a: &Analysis, tokens: &Range<usize>) -> bool {
    let noun = |i: usize| a.tokens[i].tag == Tag::Noun;
    tokens.len() == 1
        && noun(tokens.start)
        && tokens.start.checked_sub(1).is_some_and(|i| a.tokens[i].class == Class::Demonstrative)
        && !a.tokens.get(tokens.end).is_some_and(|t| t.tag == Tag::Noun)
}

fn content(a: &Analysis, tokens: &Range<usize>) -> bool {
    tokens.clone().any(|i| a.tokens[i].is_content())
}

/// Whether a denial moved into another word of the sentence: "unless it rains", "if it does not rain". Then the words that it takes with it, and
/// the form of the verb, say nothing.
pub(crate) fn denied_otherwise(case: &Case, pair: usize) -> bool {
    let (mut here, mut there) = (false, false);
    for e in case.alignment.edits_of(pair) {
        let wire = &case.wires[e.take];
        let denying = |a: &Analysis, r: &Range<usize>| {
            let says_no = |i: usize| a.tokens[i].class == Class::Negator || denies(a.fold(i));
            r.clone().any(|i| says_no(i) || matches!(a.fold(i), "only" | "just" | "alone" | "sole" | "few" | "little"))
        };
        here |= denying(case.rewrite, &e.rewrite);
        there |= denying(wire, &e.wire);
    }
    here && there
}

/// Whether what looks grave by what was learnt is told in another way: a denial in another word, a "not" in a sentence that is worded anew, a
/// passive, a question.
pub(super) fn told_otherwise(case: &Case, c: &Change) -> bool {
    let (r, wire) = (case.rewrite, &case.wires[c.take]);
    let negated = c.kind == ChangeKind::Added && deny(r, &c.rewrite) && c.kept() < 0.5;
    let passive = |a: &Analysis, at: usize| {
        let near = at.saturating_sub(3)..at;
        near.clone().any(|i| matches!(a.fold(i), "is" | "are" | "was" | "were" | "be" | "been" | "being"))
    };
    let voice = c.kind == ChangeKind::Inflected && passive(r, c.rewrite.start) != passive(wire, c.wire.start);
    let asks = |a: &Analysis, sentence: usize| {
        a.sentences.get(sentence).is_some_and(|s| s.tokens.clone().rev().take(2).any(|i| a.fold(i) == "?"))
    };
    let pair = &case.alignment.pairs[c.pair];
    let asked = pair.wire.first().is_some_and(|w| asks(r, pair.sentence) != asks(&case.wires[w.take], w.sentence));
    negated || voice || asked || denied_otherwise(case, c.pair)
}

fn deny(a: &Analysis, tokens: &Range<usize>) -> bool {
    tokens.clone().any(|i| a.tokens[i].class == Class::Negator)
}

/// The word before a token; the first token where there is none.
fn word_before(a: &Analysis, token: usize) -> usize {
    (0..token).rev().find(|i| a.tokens[*i].is_word()).unwrap_or(0)
}

/// Whether the words stand beside a figure that is the wire's: "US" in "US$10 million".
fn matched(case: &Case, tokens: &Range<usize>) -> bool {
    let near = tokens.start.saturating_sub(1)..tokens.end + 1;
    overlapping(&case.rewrite.figures, |f| &f.tokens, &near)
        .any(|f| matches!(case.figures.get(f), Some(Standing::Matched(_))))
}

/// Whether the table of paraphrases has the one for the other: "unit" for "division".
pub(crate) fn paraphrased(case: &Case, c: &Change) -> bool {
    paraphrase(case.rewrite, &c.rewrite, &case.wires[c.take], &c.wire)
}

/// Whether the table of paraphrases has some words of one text for some words of another.
pub(crate) fn paraphrase(a: &Analysis, x: &Range<usize>, b: &Analysis, y: &Range<usize>) -> bool {
    fn words<'a>(a: &'a Analysis, tokens: &Range<usize>) -> Vec<&'a str> {
        tokens.clone().filter(|i| a.tokens[*i].is_word()).map(|i| a.fold(i)).collect()
    }
    phrases::paraphrase(&words(a, x), &words(b, y)).is_some()
}

/// Whether a word or turn stands for one that means the same.
fn same_meaning(case: &Case, c: &Change) -> bool {
    if let (Some(i), Some(j)) = (c.head, c.wire_head)
        && candidacy(case.rewrite, i)
        && candidacy(&case.wires[c.take], j)
    {
        return true;
    }
    let r = &c.relations;
    r.synonym.max(r.similar).max(r.derivation) >= 40 && r.antonym < 60 || paraphrased(case, c)
}

/// Whether a name is spelt a little otherwise: a rule of its own knows of spellings.
fn respelled(case: &Case, c: &Change) -> bool {
    let (Some(i), Some(j)) = (c.head, c.wire_head) else { return false };
    strsim::jaro_winkler(case.rewrite.fold(i), case.wires[c.take].fold(j)) >= 0.85
}

/// Whether one word is the other with a prefix: a rule of its own knows which prefixes turn the meaning.
fn same_stem(case: &Case, c: &Change) -> bool {
    let (Some(i), Some(j)) = (c.head, c.wire_head) else { return true };
    let (a, b) = (case.rewrite.fold(i), case.wires[c.take].fold(j));
    let common = a.bytes().rev().zip(b.bytes().rev()).take_while(|(a, b)| a == b).count();
    common >= 6 && common + 5 >= a.len().max(b.len())
}

/// Whether the dictionary has the words: others are slips of spelling or names.
fn listed(case: &Case, c: &Change) -> bool {
    c.head.is_none_or(|i| case.rewrite.form(i).is_listed())
}

/// One adverb for another seldom changes what is told.
fn adverb(case: &Case, c: &Change) -> bool {
    c.kind == ChangeKind::Substituted && c.head.is_some_and(|i| case.rewrite.tokens[i].tag == Tag::Adv)
}
