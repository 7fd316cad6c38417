//! What one side says otherwise than the other, word for word: the places where a sentence that keeps the wire's words in the wire's order
//! leaves them.
//!
//! The alignment binds words by meaning, wherever they stand; an edit is found by place alone. In a sentence that is kept word for word,
//! every edit was made by somebody, and even a small word in it counts.

use std::ops::Range;

use crate::align::alignment::{Edit, Pair, WireSentence};
use crate::analyse::{Analysis, Token, TokenKind};

/// Sentences longer than this, in words, are compared only by what they begin and end with: no newsroom writes them.
const LONGEST: usize = 120;

/// What the edges of two sentences count for beside an edit.
const EDGE: usize = 2;

/// The edits of all sentences, in text order. A sentence of which the wire tells little has none.
pub(super) fn find(rewrite: &Analysis, wires: &[Analysis], pairs: &[Pair]) -> Vec<Edit> {
    let mut out = Vec::new();
    let mut before = None;
    for pair in pairs.iter().filter(|p| p.score >= 0.4) {
        if let Some(held) = closest(rewrite, wires, pair, before) {
            before = Some(held.at);
            held.add_edits(&mut out);
        }
    }
    out
}

/// A sentence of the rewrite beside the wire's sentence that it keeps most words of.
struct Held<'a> {
    rewrite: &'a Analysis,
    wire: &'a Analysis,
    sentence: usize,
    at: WireSentence,
    /// The words of both, as tokens.
    mine: Vec<usize>,
    theirs: Vec<usize>,
    /// Which of them both have, as indices into the two.
    kept: Vec<(usize, usize)>,
}

/// The wire's sentence that a sentence of the rewrite is told by: the best of the alignment, or, where that keeps few of the words, the one
/// after that of the sentence before. The alignment goes by what is rare, and so by names and figures; where these changed places it takes
/// the wrong sentence.
fn closest<'a>(
    rewrite: &'a Analysis,
    wires: &'a [Analysis],
    pair: &Pair,
    before: Option<WireSentence>,
) -> Option<Held<'a>> {
    let mine = words(rewrite, rewrite.sentences.get(pair.sentence)?.tokens.clone());
    let held = |at: WireSentence| {
        let wire = wires.get(at.take)?;
        let theirs = words(wire, wire.sentences.get(at.sentence)?.tokens.clone());
        let kept = common(rewrite, &mine, wire, &theirs);
        Some(Held { rewrite, wire, sentence: pair.sentence, at, mine: mine.clone(), theirs, kept })
    };
    let first = *pair.wire.first()?;
    let best = held(first)?;
    // A short sentence has little beside its names, and costs little to look at again.
    let enough = if mine.len() <= 12 { 9 } else { 7 };
    if best.kept.len() * 10 >= best.mine.len().max(best.theirs.len()) * enough {
        return Some(best);
    }
    let after = match before {
        Some(at) => WireSentence { sentence: at.sentence + 1, ..at },
        None => WireSentence { take: first.take, sentence: 0 },
    };
    let others = [Some(after), pair.wire.get(1).copied()].into_iter().flatten().filter(|at| *at != first);
    Some(others.filter_map(held).fold(best, |best, other| if other.weight() > best.weight() { other } else { best }))
}

/// The words, numbers and signs of a sentence, without its marks.
fn words(a: &Analysis, tokens: Range<usize>) -> Vec<usize> {
    tokens.filter(|i| a.tokens[*i].is_word() || a.tokens[*i].kind == TokenKind::Symbol).collect()
}

/// How much a word that stays holds a sentence in its place. Names and figures change places more easily than the words around them.
fn weight(a: &Analysis, token: usize) -> u16 {
    match a.tokens[token] {
        Token { kind: TokenKind::Number, .. } => 1,
        _ if a.name_at(token).is_some() => 1,
        t if t.is_content() => 4,
        _ => 2,
    }
}

impl Held<'_> {
    fn weight(&self) -> usize {
        self.kept.iter().map(|(i, _)| usize::from(weight(self.rewrite, self.mine[*i]))).sum()
    }

    fn add_edits(&self, out: &mut Vec<Edit>) {
        let (mine, theirs) = (&self.mine, &self.theirs);
        let longer = mine.len().max(theirs.len()).max(1) as f32;
        let (share, covered) = (self.kept.len() as f32 / longer, self.kept.len() as f32 / mine.len().max(1) as f32);
        let from = out.len();
        // Words in a row that both have, up to here.
        let mut run = EDGE;
        let (mut i, mut j) = (0, 0);
        for &(k, l) in self.kept.iter().chain(&[(mine.len(), theirs.len())]) {
            if (i, j) != (k, l) {
                if let Some(last) = out.get_mut(from..).and_then(<[Edit]>::last_mut) {
                    last.right = run;
                }
                out.push(Edit {
                    pair: self.sentence,
                    take: self.at.take,
                    rewrite: between(mine, i..k, self.rewrite.sentences[self.sentence].tokens.end),
                    wire: between(theirs, j..l, self.wire.sentences[self.at.sentence].tokens.end),
                    left: run,
                    right: 0,
                    kept: share,
                    covered,
                    count: 0,
                });
                run = 0;
            }
            run += 1;
            (i, j) = (k + 1, l + 1);
        }
        let count = out.len() - from;
        for edit in &mut out[from..] {
            edit.count = count;
        }
        if let Some(last) = out.get_mut(from..).and_then(<[Edit]>::last_mut) {
            // The run counted one for the end itself.
            last.right = run - 1 + EDGE;
        }
    }
}

/// The tokens from the first to the last of these words; where there are none, the place before the next one.
fn between(words: &[usize], these: Range<usize>, end: usize) -> Range<usize> {
    match words.get(these.clone()) {
        Some([first, .., last]) => *first..*last + 1,
        Some([only]) => *only..*only + 1,
        _ => words.get(these.start).map_or(end..end, |at| *at..*at),
    }
}

/// Which words both sentences have in the same order, as indices into the two lists: the longest such sequence, by weight.
fn common(r: &Analysis, mine: &[usize], w: &Analysis, theirs: &[usize]) -> Vec<(usize, usize)> {
    let same = |i: usize, j: usize| r.tokens[mine[i]].hash == w.tokens[theirs[j]].hash;
    let shorter = mine.len().min(theirs.len());
    let head = (0..shorter).take_while(|k| same(*k, *k)).count();
    let tail = (1..=shorter - head).take_while(|k| same(mine.len() - k, theirs.len() - k)).count();
    let mut out: Vec<(usize, usize)> = (0..head).map(|k| (k, k)).collect();
    let (n, m) = (mine.len() - head - tail, theirs.len() - head - tail);
    if n > 0 && m > 0 && n.max(m) <= LONGEST {
        let weight = |i: usize| weight(r, mine[i]);
        let width = m + 1;
        let mut best = vec![0_u16; (n + 1) * width];
        for i in (0..n).rev() {
            for j in (0..m).rev() {
                let skip = best[(i + 1) * width + j].max(best[i * width + j + 1]);
                let take = if same(head + i, head + j) { best[(i + 1) * width + j + 1] + weight(head + i) } else { 0 };
                best[i * width + j] = skip.max(take);
            }
        }
        let (mut i, mut j) = (0, 0);
        while i < n && j < m {
            let here = best[i * width + j];
            if same(head + i, head + j) && here == best[(i + 1) * width + j + 1] + weight(head + i) {
                out.push((head + i, head + j));
                (i, j) = (i + 1, j + 1);
            } else if here == best[(i + 1) * width + j] {
                i += 1;
            } else {
                j += 1;
            }
        }
    }
    out.extend((1..=tail).rev().map(|k| (mine.len() - k, theirs.len() - k)));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::from_text;

    fn kept(wire: &str, rewrite: &str) -> String {
        let (w, r) = (Analysis::of(&from_text("w", wire)), Analysis::of(&from_text("r", rewrite)));
        let (mine, theirs) = (words(&r, 0..r.tokens.len()), words(&w, 0..w.tokens.len()));
        common(&r, &mine, &w, &theirs).iter().map(|(i, _)| r.word(mine[*i])).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_both_have_in_order_is_kept() {
        assert_eq!(kept("The lock shut on Monday.", "The lock shut on Monday."), "The lock shut on Monday");
        assert_eq!(kept("The lock shut on Monday.", "The old lock on Monday shut."), "The lock on Monday");
        assert_eq!(kept("A dog barked.", "Two cats slept."), "");
    }

    #[test]
    fn what_stands_between_two_names_is_kept_and_not_the_names() {
        assert_eq!(kept("Kenya beat Ghana on Sunday.", "Ghana beat Kenya on Sunday."), "beat on Sunday");
    }
}
