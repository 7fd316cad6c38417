use std::ops::Range;

use crate::analyse::{Analysis, Class, Shape, Token, TokenKind};
use crate::compare::Case;
use crate::compare::wire_index::WireIndex;
use crate::finding::Finding;
use crate::knowledge::tagger::Tag;
use crate::text::RewriteSpan;
use crate::weigh::fluency;

rule! {
    /// # What it reports
    /// Words in an order that English does not allow: "given the by council", "since the cold the war".
    ///
    /// # Why it matters
    /// The reader has to put the sentence together again.
    ///
    /// # Evidence it asks for
    /// Two function words side by side that cannot follow each other, an article between an adjective and its noun, or
    /// two neighbours that English hardly ever has in this order and often has in the other. Less is asked where the
    /// wire has the other order. The wire must not have the words as the rewrite has them.
    ///
    /// # Example
    /// ```text
    /// wire: The figure was given by the council.
    /// rewrite: The figure was given the by council.
    /// fires: the by
    /// wire: It was the hardest winter since the long war.
    /// rewrite: It was the hardest winter since the long the war.
    /// fires: the long the
    /// wire: The harbour opened in the 19th century and has two cranes.
    /// rewrite: The harbour opened in the century 19th and has two cranes.
    /// fires: century 19th
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The by-election, the in-house poll and the up-and-coming party all helped, the then mayor said.
    /// rewrite: The by-election, the in-house poll and the up-and-coming party all helped, the then mayor said.
    /// silent
    /// wire: What the few have the many want, and all the more so the poorer the town.
    /// rewrite: What the few have the many want, and all the more so the poorer the town.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// An order that is possible but means something else.
    id: "word-order",
    group: Copy,
    category: Grammar,
    severity: Minor,
    speaks: Sharp,
    ground: Form,
    fix: Advice,
    names: Judged,
}

/// How much less the order of the text must be expected than the other one, in natural-log units, where the wire has the other.
const WITH_WIRE: f32 = 3.5;
/// The same for two content words, which may make a compound either way.
const COMPOUND: f32 = 6.0;
/// The same where the wire shows neither order.
const ALONE: f32 = 14.5;
/// More places than this in one sentence are no slip of the order but no order at all, which another rule reports.
const MOST: usize = 3;

/// Walks over neighbouring words and reports those in an impossible order.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    let (a, index) = (case.rewrite, &case.wire_index);
    let mut buffers = Buffers::default();
    let mut found = Vec::new();
    for s in 0..a.sentences.len() {
        found.clear();
        sentence(case, index, s, &mut buffers, &mut found);
        if found.len() > MOST {
            continue;
        }
        for (tokens, confidence) in found.drain(..) {
            let message = format!("the words “{}” are in the wrong order", a.words(tokens.clone()));
            out.push(Finding::at(&RULE, RewriteSpan(a.span(tokens)), message).confidence(confidence));
        }
    }
}

#[derive(Default)]
struct Buffers {
    symbols: Vec<u64>,
}

fn sentence(case: &Case, index: &WireIndex, s: usize, buffers: &mut Buffers, found: &mut Vec<(Range<usize>, f32)>) {
    let a = case.rewrite;
    let tokens = a.sentences[s].tokens.clone();
    buffers.symbols.clear();
    let mut next = tokens.start;
    for i in tokens.start..tokens.end.saturating_sub(1) {
        let (x, y) = (&a.tokens[i], &a.tokens[i + 1]);
        if i < next || !x.is_word() || !y.is_word() || y.glued {
            continue;
        }
        let hit = if x.kind == TokenKind::Word && impossible(a, i) && !doubled(a, i) && !index.pair(x.hash, y.hash) {
            Some((i..i + 2, 0.85))
        } else if let Some(from) = second_article(a, i).filter(|f| !index.pair(a.tokens[*f + 1].hash, x.hash)) {
            Some((from..i + 1, 0.6))
        } else {
            swapped(case, index, s, i, buffers).map(|c| (i..i + 2, c))
        };
        if let Some(hit) = hit {
            next = hit.0.end;
            found.push(hit);
        }
    }
}

/// How sure it is that two neighbours stand the wrong way round; none when nothing speaks for it.
fn swapped(case: &Case, index: &WireIndex, s: usize, i: usize, buffers: &mut Buffers) -> Option<f32> {
    let a = case.rewrite;
    let tokens = a.sentences[s].tokens.clone();
    let (x, y) = (&a.tokens[i], &a.tokens[i + 1]);
    let k = i - tokens.start;
    // "him or her", "her or him": lists have no order.
    if x.class == Class::Conjunction || y.class == Class::Conjunction {
        return None;
    }
    let surprise = case.weighed.grams.get(s).map_or(&[][..], |g| &g.surprise);
    let here: f32 = surprise.get(k..surprise.len().min(k + 4)).unwrap_or_default().iter().sum();
    // Two names or figures may stand either way, "said Holm" and "Holm said" too.
    let named = |t: &Token| t.tag == Tag::Propn || t.kind == TokenKind::Number;
    if x.hash == y.hash || here < 2.0 * WITH_WIRE || named(x) && named(y) || x.tag == Tag::Verb && y.tag == Tag::Propn {
        return None;
    }
    if tokens.end > 0 && a.word(tokens.end - 1) == "?" {
        return None;
    }
    let pair = case.alignment.pairs.get(s);
    let link = |i: usize| pair.and_then(|p| p.link(tokens.start, i)).map(|l| l.to);
    let (to_x, to_y) = (link(i), link(i + 1));
    let turned = matches!((to_x, to_y), (Some(p), Some(q)) if p.take == q.take && q.token + 1 == p.token);
    let free = |t: &Token| t.tag == Tag::Adv || t.class == Class::Connective;
    let loose = free(x) || free(y) || named(x) || named(y) || x.tag == Tag::Verb && y.class == Class::Demonstrative;
    // "nor had he", "should they": inversions are grammar, whatever the wire has.
    let inverted = matches!(x.class, Class::Auxiliary | Class::Modal) && y.class == Class::Pronoun;
    if inverted || index.pair(x.hash, y.hash) || !turned && (here < ALONE + 4.0 || loose) {
        return None;
    }
    if buffers.symbols.is_empty() {
        buffers.symbols.extend([fluency::BOUNDARY; 2]);
        buffers.symbols.extend(tokens.clone().map(|i| fluency::symbol(&a.tokens[i], a.form(i))));
        buffers.symbols.push(fluency::BOUNDARY);
    }
    let symbols = &mut buffers.symbols;
    symbols.swap(k + 2, k + 3);
    let there = fluency::cost(&symbols[k..(k + 6).min(symbols.len())]);
    symbols.swap(k + 2, k + 3);
    let gain = here - there;
    match turned {
        true if gain > if x.is_content() && y.is_content() { COMPOUND } else { WITH_WIRE } => Some(0.9),
        false if gain > ALONE => Some(0.6),
        _ => None,
    }
}

/// "of the of the": a phrase that stands twice is another fault.
fn doubled(a: &Analysis, i: usize) -> bool {
    let hash = |k: usize| a.tokens.get(k).map(|t| t.hash);
    i > 0 && hash(i - 1) == hash(i + 1) && hash(i) == hash(i + 2)
}

/// Whether these two words cannot follow each other in English.
fn impossible(a: &Analysis, i: usize) -> bool {
    let (x, y) = (&a.tokens[i], &a.tokens[i + 1]);
    let lower =
        y.shape == Shape::Lower && (x.shape == Shape::Lower || i == 0 || a.tokens[i - 1].sentence != x.sentence);
    // "the in-house", "a by-election"
    let compound = a.tokens.get(i + 2).is_some_and(|n| n.glued && a.word(i + 2).starts_with(['-', '‑', '‐', '/']));
    if !lower || compound {
        return false;
    }
    let (left, right) = (a.fold(i), a.fold(i + 1));
    // A word that stands twice is another fault.
    left != right && exclude(left, right)
}

/// Whether English never has `left` right before `right`.
fn exclude(left: &str, right: &str) -> bool {
    match left {
        "a" | "an" | "the" => {
            matches!(
                right,
                "a" | "an"
                    | "the"
                    | "of"
                    | "by"
                    | "with"
                    | "from"
                    | "for"
                    | "at"
                    | "to"
                    | "into"
                    | "among"
                    | "during"
                    | "is"
                    | "was"
                    | "are"
                    | "were"
                    | "has"
                    | "had"
                    | "be"
                    | "been"
                    | "am"
                    | "and"
                    | "or"
                    | "nor"
                    | "because"
                    | "although"
                    | "he"
                    | "she"
                    | "they"
                    | "we"
                    | "him"
                    | "them"
                    | "us"
                    | "his"
                    | "their"
                    | "our"
                    | "your"
                    | "my"
                    | "its"
            ) && !(left == "a" && matches!(right, "the" | "us"))
                && !(left == "the" && matches!(right, "for" | "at" | "us" | "to"))
        }
        "to" | "at" | "for" | "by" | "with" | "into" | "from" => right == "of",
        "of" => matches!(right, "with" | "to" | "is" | "was" | "are" | "were" | "he" | "she" | "they"),
        "my" | "our" | "your" | "their" => {
            matches!(
                right,
                "the" | "a" | "an" | "of" | "is" | "was" | "are" | "were" | "has" | "have" | "he" | "they" | "their"
            )
        }
        "very" => matches!(right, "the" | "a" | "an" | "of" | "and"),
        "they" | "we" => right == "of",
        _ => false,
    }
}

/// An article whose noun does not come before the next article: "the long the war". Gives where the first one stands.
fn second_article(a: &Analysis, i: usize) -> Option<usize> {
    let is_the = |k: usize| a.fold(k) == "the" && a.tokens[k].shape == Shape::Lower;
    let from = i.checked_sub(2)?;
    let (between, s) = (&a.tokens[i - 1], a.tokens[i].sentence);
    // "the more the better", "the next the council": an adjective must be sure, so only few are.
    (is_the(i)
        && is_the(from)
        && a.tokens[from].sentence == s
        && between.kind == TokenKind::Word
        && between.class == Class::Content
        && crate::knowledge::adjectives::is_only(a.fold(i - 1)))
    .then_some(from)
}
