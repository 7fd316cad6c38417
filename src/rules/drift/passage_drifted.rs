use std::ops::Range;

use crate::align::Pair;
use crate::analyse::Analysis;
use crate::compare::Case;
use crate::compare::changes::{CLOSE, trim};
use crate::compare::passages::{SEVERAL, instead_of};
use crate::finding::Finding;
use crate::ingest::BlockKind;
use crate::text::{RewriteSpan, WireSpan};
use crate::weigh::{Change, ChangeKind};

rule! {
    /// # What it reports
    /// A passage in which several differences from the wire come together, none of them certain by itself, so that the
    /// whole may no longer say what the wire says.
    ///
    /// # Why it matters
    /// Text that was translated there and back drifts in small steps. It may also be a bold paraphrase: the finding is
    /// neutral, a hint where to read against the wire, and changes no verdict.
    ///
    /// # Evidence it asks for
    /// The learned weights of neighbouring changes, taken together. The wire's words for the same passage are shown.
    ///
    /// # Example
    /// ```text
    /// wire: The committee will examine whether the subsidies were paid in line with the rules of the union, the spokeswoman said. It meets on Thursday.
    /// rewrite: The committee becomes to look the aid came paid on the line and the rulers of union, the spokeswoman said. It meets on Thursday.
    /// fires: came paid on the line
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The committee will examine whether the subsidies were paid in line with the rules of the union, the spokeswoman said.
    /// rewrite: The spokeswoman said the committee will examine whether the subsidies were paid in line with the rules of the union.
    /// silent
    /// wire: Two people were hurt in the crash.
    /// rewrite: The crash injured two people.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// A smooth passage that says something else.
    id: "passage-drifted",
    group: Drift,
    category: Mistranslation,
    severity: Neutral,
    speaks: Passage,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// From which joint probability of a mark on a passage is reported.
const ENOUGH: f32 = 0.78;
/// How many tokens may stand between two changes of one passage.
const REACH: usize = 3;
/// With fewer of the wire's words than this, its whole sentence is shown.
const ENOUGH_WORDS: usize = 2;
/// Longest passage, in bytes.
const LONGEST: usize = 90;

/// Adds up the weights of neighbouring changes and reports passages where they come to much.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    let changes = &case.weighed.changes;
    let mut from = 0;
    while from < changes.len() {
        let pair = changes[from].pair;
        let to = from + changes[from..].iter().take_while(|c| c.pair == pair).count();
        // Every desk rewrites headlines.
        let sentence = case.alignment.pairs.get(pair).and_then(|p| case.rewrite.sentences.get(p.sentence));
        if sentence.is_some_and(|s| s.kind == BlockKind::Paragraph) {
            passages(case, pair, &changes[from..to], out);
        }
        from = to;
    }
}

fn passages(case: &Case, pair: usize, changes: &[Change], out: &mut Vec<Finding>) {
    let mut sorted: Vec<&Change> = changes
        .iter()
        .filter(|c| c.score() >= CLOSE)
        .filter(|c| c.kind != ChangeKind::Moved && !(case.summary && c.kind == ChangeKind::Dropped))
        .collect();
    sorted.sort_by_key(|c| (c.rewrite.start, c.rewrite.end));
    let mut i = 0;
    while i < sorted.len() {
        let mut tokens = sorted[i].rewrite.clone();
        let mut clean = 1.0 - sorted[i].marked;
        let mut k = i + 1;
        while k < sorted.len() && sorted[k].rewrite.start <= tokens.end + REACH {
            let wider = tokens.start..tokens.end.max(sorted[k].rewrite.end);
            if case.rewrite.span(wider.clone()).len() > LONGEST {
                break;
            }
            tokens = wider;
            clean *= 1.0 - sorted[k].marked;
            k += 1;
        }
        if 1.0 - clean >= ENOUGH && !tokens.is_empty() {
            let mut wire: Vec<Told> = Vec::new();
            for c in &sorted[i..k] {
                told_by(case, c, &mut wire);
            }
            report(case, pair, tokens, &wire, 1.0 - clean, out);
        }
        i = k;
    }
}

/// A stretch of the wire for a passage: words of one of its paragraphs.
struct Told {
    take: usize,
    words: Range<usize>,
    /// Whether the rewrite has other words for some of them, and not only leaves them out.
    faced: bool,
}

/// Puts the wire's words of a change to those before it that are close to them in the same paragraph.
fn told_by(case: &Case, c: &Change, wire: &mut Vec<Told>) {
    if c.wire.is_empty() {
        return;
    }
    let near = |t: &&mut Told| {
        t.take == c.take
            && c.wire.start < t.words.end + 12
            && t.words.start < c.wire.end + 12
            && block(&case.wires[c.take], t.words.start) == block(&case.wires[c.take], c.wire.start)
    };
    let faced = !c.rewrite.is_empty();
    match wire.iter_mut().find(near) {
        Some(t) => {
            t.words = t.words.start.min(c.wire.start)..t.words.end.max(c.wire.end);
            t.faced |= faced;
        }
        None => wire.push(Told { take: c.take, words: c.wire.clone(), faced }),
    }
}

/// The paragraph that a token is in.
fn block(a: &Analysis, token: usize) -> Option<usize> {
    a.sentences.get(a.tokens.get(token)?.sentence as usize).map(|s| s.block)
}

/// How far from a passage the words may stand that show where in the wire it belongs.
const BESIDE: usize = 4;
/// A sentence of which fewer words than one in so many stand in the wire's may tell of something else altogether.
const ALIKE: usize = 3;

/// Whether enough of the words of a sentence stand in the wire's sentence for it to be evidence.
fn alike(case: &Case, pair: &Pair) -> bool {
    let Some(best) = pair.wire.first() else { return false };
    let wire = &case.wires[best.take];
    let tokens = case.rewrite.sentences[pair.sentence].tokens.clone();
    let content: Vec<usize> = tokens.filter(|i| case.rewrite.tokens[*i].is_content()).collect();
    let there = |i: &&usize| {
        case.alignment.link(case.rewrite, **i).is_some_and(|l| {
            l.to.take as usize == best.take && wire.tokens[l.to.token as usize].sentence as usize == best.sentence
        })
    };
    content.iter().filter(there).count() * ALIKE >= content.len()
}

/// Whether a stretch of the wire stands where the passage does: with words of the passage in it, or behind or before the same words. Words of
/// another clause are no evidence.
fn in_place(case: &Case, passage: &Range<usize>, told: &Told) -> bool {
    let link = |i: usize| {
        case.rewrite.tokens.get(i).filter(|t| t.is_content())?;
        let to = case.alignment.link(case.rewrite, i).filter(|l| l.to.take as usize == told.take)?.to.token as usize;
        Some(to)
    };
    let shared = passage.clone().filter_map(link).any(|j| told.words.contains(&j));
    let before = (passage.start.saturating_sub(BESIDE)..passage.start).rev().find_map(link);
    let after = (passage.end..passage.end + BESIDE).find_map(link);
    let left = before.is_some_and(|j| j < told.words.start && told.words.start <= j + BESIDE);
    let right = after.is_some_and(|j| told.words.end <= j && j < told.words.end + BESIDE);
    shared || left || right
}

fn report(case: &Case, pair: usize, tokens: Range<usize>, wire: &[Told], confidence: f32, out: &mut Vec<Finding>) {
    // Where the whole sentence tells something else, so does every passage of it.
    if !case.alignment.pairs.get(pair).is_some_and(|p| alike(case, p)) {
        return;
    }
    let span = trim(case.rewrite, tokens.clone());
    let mut f = Finding::at(&RULE, RewriteSpan(span), SEVERAL).confidence(confidence * 0.6);
    let words = |t: &&Told| t.words.clone().filter(|i| case.wires[t.take].tokens[*i].is_word()).count();
    let body = |t: &Told| {
        let wire = &case.wires[t.take];
        wire.sentences[wire.tokens[t.words.start].sentence as usize].kind == BlockKind::Paragraph
    };
    let there = |t: &&Told| words(t) >= ENOUGH_WORDS && in_place(case, &tokens, t);
    match wire.iter().max_by_key(|t| (body(t), t.faced, words(t))).filter(there) {
        Some(t) => {
            let wire = &case.wires[t.take];
            let span = trim(wire, t.words.clone());
            f.message = instead_of(wire, span);
            f = f.against(WireSpan { take: t.take, span });
        }
        // One word shows nothing, nor does another clause: the reader needs the sentence.
        None => {
            let sentence = case.alignment.pairs.get(pair).and_then(|p| p.wire.first());

            let span = sentence.and_then(|w| Some((w.take, case.wires.get(w.take)?.sentences.get(w.sentence)?.span)));
            if let Some((take, span)) = span {
                f = f.against(WireSpan { take, span });
            }
        }
    }
    out.push(f);
}
