//! Whether a rewrite ends before it is at an end: in the middle of a sentence that the wire goes on with.

use std::ops::Range;

use crate::align::WireSentence;
use crate::analyse::{Analysis, Class, Sentence, TokenKind};
use crate::compare::Case;
use crate::ingest::BlockKind;
use crate::knowledge::tagger::Tag;

/// Where a rewrite breaks off.
#[derive(Clone, Debug)]
pub struct BrokenOff {
    /// Its last word.
    pub last: usize,
    /// The sentence of the wire that it was telling, and the words with which that goes on; none where the wire has nothing for it.
    pub goes_on: Option<(WireSentence, Range<usize>)>,
}

/// A paragraph with fewer words may be a line by itself.
const LEAST: usize = 4;
/// A call behind an ellipsis, such as "Read more", has no more words.
const CALL: usize = 3;

/// Words that begin something, and end no sentence.
const BEGINNINGS: &[&str] = &[
    "because", "for", "from", "if", "of", "than", "that", "to", "until", "when", "where", "which", "while", "who",
    "whose", "with",
];

/// Where the last paragraph of a rewrite breaks off, if it does.
pub fn broken_off(case: &Case) -> Option<BrokenOff> {
    let a = case.rewrite;
    let (at, sentence) = last(a)?;
    let words = || sentence.tokens.clone().filter(|i| a.tokens[*i].is_word());
    let text = sentence.span.of(&a.text).trim_end();
    let dots = dotted(text);
    let opens = at.checked_sub(1).and_then(|k| a.sentences.get(k)).is_none_or(|b| b.block != sentence.block);
    if opens && words().count() < LEAST || !dots && closed(a, sentence) {
        return None;
    }
    let last = words().next_back()?;
    let goes_on = goes_on(case, at, last);
    let hanging = || matches!(a.word(sentence.tokens.end - 1), "," | ";") || begins(a, last);
    let broken = match &goes_on {
        Some((sentence, tail)) => dots || hanging() || directly(&case.wires[sentence.take], tail),
        None => !dots && hanging(),
    };
    broken.then_some(BrokenOff { last, goes_on })
}

/// The last sentence of running text with its number, without a call to read on behind an ellipsis.
fn last(a: &Analysis) -> Option<(usize, &Sentence)> {
    let lone = a.sentences.first().map(|s| s.block) == a.sentences.last().map(|s| s.block);
    let told = |s: &Sentence| (s.kind == BlockKind::Paragraph || lone) && !s.tokens.is_empty();
    let at = a.sentences.iter().rposition(told)?;
    let sentence = a.sentences.get(at)?;
    let before = at.checked_sub(1).and_then(|k| a.sentences.get(k)).filter(|b| b.block == sentence.block);
    let call = sentence.tokens.len() <= CALL && !closed(a, sentence);
    match before.filter(|b| call && dotted(b.span.of(&a.text).trim_end())) {
        Some(before) => Some((at - 1, before)),
        None => Some((at, sentence)),
    }
}

/// Whether a sentence ends in an ellipsis, in brackets or out.
fn dotted(text: &str) -> bool {
    let bare = text.trim_end_matches([']', ')']);
    bare.ends_with('…') || bare.ends_with("...")
}

/// Whether a sentence is closed by a mark.
fn closed(a: &Analysis, sentence: &Sentence) -> bool {
    let last = sentence.tokens.end - 1;
    match a.tokens[last].kind {
        TokenKind::Punct => !matches!(a.word(last), "," | ";" | ":" | "-" | "–" | "—"),
        TokenKind::Symbol => true,
        _ => a.word(last).ends_with('.'),
    }
}

/// Whether a word begins something that has to follow.
fn begins(a: &Analysis, i: usize) -> bool {
    let t = &a.tokens[i];
    matches!(t.tag, Tag::Det | Tag::Cconj)
        || t.class == Class::Modal
        || BEGINNINGS.binary_search(&a.fold(i)).is_ok() && t.tag != Tag::Pron
}

/// The words with which the wire's sentence goes on behind what the last word stands for, where the rewrite's sentence has none of them.
fn goes_on(case: &Case, at: usize, last: usize) -> Option<(WireSentence, Range<usize>)> {
    let a = case.rewrite;
    let pair = case.alignment.pairs.get(at).filter(|p| p.sentence == at)?;
    let told = *pair.wire.first()?;
    let wire = case.wires.get(told.take)?;
    let tokens = wire.sentences.get(told.sentence)?.tokens.clone();
    let first = a.sentences.get(at)?.tokens.start;
    let linked = |i: usize| {
        let to = pair.link(first, i)?.to;
        (to.take as usize == told.take && tokens.contains(&(to.token as usize))).then_some(to.token as usize)
    };
    let furthest = (first..=last).filter_map(linked).max()?;
    // The last word, or the one before it where that is cut in the middle: "the county s".
    let end = match linked(last) {
        Some(end) => end,
        None => {
            let end = linked(last.checked_sub(1)?)?;
            let next = (end + 1 < tokens.end).then(|| wire.fold(end + 1))?;
            let cut = next.len() > a.fold(last).len() && next.starts_with(a.fold(last));
            cut.then_some(end)?
        }
    };
    let tail = end + 1..tokens.end;
    let content = tail.clone().any(|i| wire.tokens[i].is_content());
    (furthest == end && content).then_some((told, tail))
}

/// Whether the wire's words go on without a mark or an "and" between: what the rewrite has can be no whole sentence.
fn directly(wire: &Analysis, tail: &Range<usize>) -> bool {
    let next = &wire.tokens[tail.start];
    next.is_word() && !matches!(next.tag, Tag::Cconj | Tag::Sconj)
}
