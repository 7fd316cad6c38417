use std::ops::Range;

use crate::align::Edit;
use crate::analyse::{Analysis, Class};
use crate::compare::Case;
use crate::compare::changes::trim;
use crate::finding::Finding;
use crate::knowledge::lexicon::{Pos, base};
use crate::text::{RewriteSpan, WireSpan};

rule! {
    /// # What it reports
    /// One side denies in a word other than "not" what the other asserts: "refused to sign" became "signed", "neither"
    /// became "both", "hardly safe" became "safe".
    ///
    /// # Why it matters
    /// The sentence says the contrary, and no "not" was lost.
    ///
    /// # Evidence it asks for
    /// The words on both sides are the wire's, and so is most of the sentence; a denying word stands on one side only,
    /// and all else there is the same.
    ///
    /// # Example
    /// ```text
    /// wire: Neither the owner nor the pilot saw the buoy, the coastguard said.
    /// rewrite: Both the owner and the pilot saw the buoy, the coastguard said.
    /// fires: Both
    /// wire: The envoy refused to sign the paper in Basel on Tuesday.
    /// rewrite: The envoy signed the paper in Basel on Tuesday.
    /// fires: signed
    /// wire: The old dam is hardly safe, an engineer told the council.
    /// rewrite: The old dam is safe, an engineer told the council.
    /// fires: is safe
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The envoy refused to sign the paper in Basel on Tuesday.
    /// rewrite: The envoy did not sign the paper in Basel on Tuesday.
    /// silent
    /// wire: No one was hurt when the crane fell on Tuesday.
    /// rewrite: Nobody was hurt when the crane fell on Tuesday.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Denials that the rewrite turns into another claim.
    id: "denial-changed",
    group: Stance,
    category: Mistranslation,
    severity: Critical,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// Reports edits that put a denial in or take one out.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    let edits = &case.alignment.edits;
    for e in edits.iter().filter(|e| e.is_close()) {
        let wire = &case.wires[e.take];
        let (here, there) = (Side::of(case.rewrite, &e.rewrite), Side::of(wire, &e.wire));
        if here.denials == there.denials || here.denials + there.denials != 1 || here.rest != there.rest {
            continue;
        }
        // A denial that went elsewhere in the sentence ("no deal was reached", "a deal was not reached"), is asked for ("whether"), or is
        // answered there by another word.
        let tells = |a: &Analysis, r: &Range<usize>| {
            r.clone()
                .any(|i| a.tokens[i].is_content() || denying(a, i) || matches!(a.fold(i), "whether" | "if" | "until"))
        };
        let mut beside = edits.iter().filter(|o| o.pair == e.pair && o.rewrite != e.rewrite);
        if beside.any(|o| tells(case.rewrite, &o.rewrite) || tells(wire, &o.wire)) {
            continue;
        }
        out.push(finding(case, wire, e, here.denials > there.denials));
    }
}

fn finding(case: &Case, wire: &Analysis, e: &Edit, added: bool) -> Finding {
    let here = case.rewrite.sentences[e.pair].tokens.clone();
    let theirs = wire_sentence(wire, e, here.start);
    let span = trim(case.rewrite, beside(&e.rewrite, &here));
    let there = trim(wire, beside(&e.wire, &theirs));
    // One small word says little by itself: "no", "a".
    let short = e.rewrite.len() == 1 && e.wire.len() == 1;
    let (a, b) = match short {
        true => (case.rewrite.words(turned(&e.rewrite, &here, 2)), wire.words(turned(&e.wire, &theirs, 2))),
        false => (span.of(&case.rewrite.text), there.of(&wire.text)),
    };
    let message = if added {
        format!("the rewrite denies what the wire asserts: the wire says “{b}”, the rewrite “{a}”")
    } else {
        format!("the rewrite asserts what the wire denies: the wire says “{b}”, the rewrite “{a}”")
    };
    // The words that it turns are marked with it, as a lost "not" marks them.
    let plain = |a: &Analysis, r: &Range<usize>| r.clone().any(|i| matches!(a.fold(i), "no" | "not" | "n't" | "never"));
    let span = match plain(case.rewrite, &e.rewrite) || plain(wire, &e.wire) {
        true => trim(case.rewrite, turned(&e.rewrite, &here, 3)),
        false => span,
    };
    Finding::at(&RULE, RewriteSpan(span), message).confidence(0.8).against(WireSpan { take: e.take, span: there })
}

/// The tokens with up to so many after them, within their sentence.
fn turned(tokens: &Range<usize>, sentence: &Range<usize>, more: usize) -> Range<usize> {
    tokens.start.min(sentence.end - 1)..(tokens.end + more).min(sentence.end)
}

/// The tokens, or, where nothing stands there, the word on either side of the place.
fn beside(tokens: &Range<usize>, sentence: &Range<usize>) -> Range<usize> {
    match tokens.is_empty() {
        true => tokens.start.saturating_sub(1).max(sentence.start)..(tokens.end + 1).min(sentence.end),
        false => tokens.clone(),
    }
}

/// The wire's sentence of an edit. A place at the end of a sentence is that of the next one's first word, unless the edit opens its sentence.
fn wire_sentence(wire: &Analysis, e: &Edit, first: usize) -> Range<usize> {
    let of = |i: usize| wire.tokens.get(i).map(|t| wire.sentences[t.sentence as usize].tokens.clone());
    let after = of(e.wire.start);
    let ends = e.wire.is_empty() && e.rewrite.start != first && after.as_ref().is_none_or(|s| s.start == e.wire.start);
    match ends {
        true => of(e.wire.start.saturating_sub(1)),
        false => after,
    }
    .unwrap_or(e.wire.clone())
}

/// What stands on one side of an edit.
struct Side {
    /// How many denials; "neither … nor" is one.
    denials: usize,
    /// The lemmas of the other words that carry meaning.
    rest: Vec<u64>,
}

impl Side {
    fn of(a: &Analysis, tokens: &Range<usize>) -> Self {
        let denials = usize::from(denies(a, tokens));
        let carries = |i: &usize| a.tokens[*i].is_content() && !denying(a, *i);
        let mut rest: Vec<u64> = tokens.clone().filter(carries).map(|i| a.tokens[i].canon).collect();
        rest.sort_unstable();
        Side { denials, rest }
    }
}

fn denies(a: &Analysis, tokens: &Range<usize>) -> bool {
    tokens.clone().any(|i| denying(a, i))
}

/// Whether a word denies what follows it. "Nor" goes with "neither", "no longer" says that it once was so, and "nobody but" names who does.
fn denying(a: &Analysis, i: usize) -> bool {
    let next = a.fold(i + 1);
    match a.tokens[i].class {
        Class::Negator => {
            a.fold(i) != "nor"
                && !matches!(
                    next,
                    "longer" | "more" | "later" | "only" | "doubt" | "matter" | "less" | "but" | "except" | "other"
                )
        }
        _ => match a.fold(i) {
            "hardly" | "barely" | "scarcely" | "rarely" | "seldom" | "neither" | "nobody" | "unable" => true,
            "yet" => next == "to",
            fold => matches!(base(fold, Pos::Verb), "refuse" | "fail" | "decline" | "lack" | "deny"),
        },
    }
}
