use std::ops::Range;

use crate::analyse::{Analysis, Class};
use crate::compare::Case;
use crate::compare::changes::{CLOSE, trim};
use crate::compare::quote_changes::quoted;
use crate::finding::Finding;
use crate::ingest::BlockKind;
use crate::knowledge::tagger::Tag;
use crate::text::{RewriteSpan, Span, WireSpan};
use crate::weigh::{Change, ChangeKind};

rule! {
    /// # What it reports
    /// A stretch of a sentence in which several differences from the wire come together, none of them sure by itself, so that the whole
    /// may no longer say what the wire says.
    ///
    /// # Why it matters
    /// Text that went through a translation twice drifts in small steps. It may also be a bold paraphrase: the finding is neutral, a hint
    /// where to read against the wire, and changes no verdict.
    ///
    /// # Evidence it asks for
    /// Learnt weights of neighbouring changes, taken together, in a story of more than one sentence; the wire's words for the same stretch
    /// are shown.
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
    "passage-drifted", "drift", Mistranslation, Neutral
}

/// From which joint probability of a mark on a passage is reported.
const ENOUGH: f32 = 0.78;
/// How many tokens may stand between two changes of one passage.
const REACH: usize = 3;
/// With fewer of the wire's words than this, its whole sentence is shown.
const ENOUGH_WORDS: usize = 2;
/// Longest passage, in bytes.
const LONGEST: usize = 90;

/// Looks for it.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    let changes = &case.weighed.changes;
    let mut from = 0;
    while from < changes.len() {
        let pair = changes[from].pair;
        let to = from + changes[from..].iter().take_while(|c| c.pair == pair).count();
        // Headlines are written anew on every desk.
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

/// The paragraph that a token stands in.
fn block(a: &Analysis, token: usize) -> Option<usize> {
    a.sentences.get(a.tokens.get(token)?.sentence as usize).map(|s| s.block)
}

/// What a finding says that shows the wire's whole sentence.
const SEVERAL: &str = "several small differences from the wire come together here";

/// What a finding says that shows the wire's words for the passage.
fn instead_of(wire: &Analysis, words: Span) -> String {
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
    for f in findings.iter_mut().filter(|f| f.rule.id == RULE.id) {
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

fn report(case: &Case, pair: usize, tokens: Range<usize>, wire: &[Told], confidence: f32, out: &mut Vec<Finding>) {
    let span = trim(case.rewrite, tokens);
    let mut f = Finding::at(&RULE, RewriteSpan(span), SEVERAL).confidence(confidence * 0.6);
    let words = |t: &&Told| t.words.clone().filter(|i| case.wires[t.take].tokens[*i].is_word()).count();
    let body = |t: &Told| {
        let wire = &case.wires[t.take];
        wire.sentences[wire.tokens[t.words.start].sentence as usize].kind == BlockKind::Paragraph
    };
    match wire.iter().max_by_key(|t| (body(t), t.faced, words(t))).filter(|t| words(t) >= ENOUGH_WORDS) {
        Some(t) => {
            let wire = &case.wires[t.take];
            let span = trim(wire, t.words.clone());
            f.message = instead_of(wire, span);
            f = f.against(WireSpan { take: t.take, span });
        }
        // One word tells nothing: the reader needs the sentence.
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
