//! Which words of the wires a quotation of the rewrite gives, word by word, in order.
//!
//! A quotation is looked for in the whole of every wire, inside and outside quotation marks, because a retelling moves quotes
//! about. The best places by shared words are aligned word by word; the best alignment is kept.

mod stretches;
mod word;

use std::cmp::Reverse;
use std::ops::Range;
use std::sync::OnceLock;

use crate::analyse::{Analysis, Quote, QuoteKind, TokenKind};
use stretches::{Indexed, Shared, Stretches};
use word::Word;

/// A place where the words of a quotation differ from the wire's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuoteEdit {
    /// Tokens of the rewrite; empty where the wire's words were left out, then at the place where they are missing.
    pub rewrite: Range<usize>,
    /// Tokens of the wire; empty where words were put in.
    pub wire: Range<usize>,
    /// Whether brackets or an ellipsis own up to the change.
    pub marked: bool,
}

/// A quotation of the rewrite and the wire's words for it.
#[derive(Clone, Debug)]
pub struct QuoteMatch {
    /// Index of the rewrite's quote.
    pub quote: usize,
    /// Which take.
    pub take: usize,
    /// Tokens of the take from the first to the last word that the quotation gives.
    pub wire: Range<usize>,
    /// The wire's quote that holds most of those words; none where the wire has them outside quotation marks.
    pub wire_quote: Option<usize>,
    /// How many words the quotation has.
    pub words: usize,
    /// How many of them the wire has in that order.
    pub same: usize,
    /// The share of the quotation's words by weight (content words count double) that the wire has in that order, 0 to 1.
    pub score: f32,
    /// How many of the shared words the wire has outside quotation marks.
    pub outside: usize,
    /// Where the two differ, in order.
    pub edits: Vec<QuoteEdit>,
    /// Tokens of the rewrite and the wire that stand for each other, in order.
    pub pairs: Vec<(usize, usize)>,
}

/// Below this share of its words a quotation is not taken to be in the wire.
const LEAST: f32 = 0.45;
/// Longest quotation that is aligned word by word, in words; no speaker is quoted at such length in one stretch of news.
const LONGEST: usize = 400;

/// The words of all wires, to find quotations in; made for the first rewrite that quotes.
#[derive(Debug, Default)]
pub(super) struct WireWords(OnceLock<Vec<Indexed>>);

impl WireWords {
    fn of(&self, wires: &[Analysis]) -> &[Indexed] {
        self.0.get_or_init(|| wires.iter().map(|w| Indexed::new(words(w, 0..w.tokens.len()))).collect())
    }
}

/// Finds every quote of the rewrite in the wires; quotes that no wire has are left out. None where `go_on`, which
/// is asked for each, said no.
pub(super) fn find(
    rewrite: &Analysis,
    wires: &[Analysis],
    wire_words: &WireWords,
    go_on: &dyn Fn() -> bool,
) -> Option<Vec<QuoteMatch>> {
    if rewrite.quotes.iter().all(|q| q.nested) {
        return Some(Vec::new());
    }
    let wire_words = wire_words.of(wires);
    let mut shared: Vec<Shared> = wires.iter().map(|_| Shared::default()).collect();
    let mut out = Vec::new();
    for (i, q) in rewrite.quotes.iter().enumerate().filter(|(_, q)| !q.nested) {
        if !go_on() {
            return None;
        }
        let ours = words(rewrite, q.tokens.clone());
        if ours.is_empty() || ours.len() > LONGEST {
            continue;
        }
        let mut best: Option<QuoteMatch> = None;
        // Function words are not counted where stretches are looked for; and a content word may be written otherwise.
        let total: f32 = ours.iter().filter(|w| !w.bracketed).map(|w| w.weight).sum();
        let slack = ours.iter().map(|w| if w.weight > 1.5 { 0.0 } else { w.weight }).sum::<f32>() + 2.0;
        for (take, theirs) in wire_words.iter().enumerate() {
            for (place, shared) in Stretches::new(&ours, theirs, &mut shared[take]) {
                // What its words share is all that the rest of the wire could give, but for a word in another spelling.
                let most = (shared + slack) / total;
                if best.as_ref().is_some_and(|b| most <= rank(b)) {
                    continue;
                }
                let Some(m) = align(rewrite, &wires[take], &ours, &theirs.words[place], i, take) else { continue };
                if m.score >= least(q, ours.len()) && best.as_ref().is_none_or(|b| better(&m, b)) {
                    best = Some(m);
                }
                // Word for word, and quoted there: no other place can be better.
                if best.as_ref().is_some_and(|b| b.score >= 1.0 && b.edits.is_empty() && b.wire_quote.is_some()) {
                    break;
                }
            }
        }
        out.extend(best);
    }
    Some(out)
}

/// A word or two must be there as they are; longer quotes may differ.
fn least(q: &Quote, count: usize) -> f32 {
    match (count, q.kind) {
        (0..=2, _) => 0.99,
        (3..=4, _) => 0.6,
        (_, QuoteKind::Title | QuoteKind::Scare) => 0.6,
        _ => LEAST,
    }
}

fn better(a: &QuoteMatch, b: &QuoteMatch) -> bool {
    rank(a) > rank(b) + 1e-6
}

fn rank(m: &QuoteMatch) -> f32 {
    let open = m.edits.iter().filter(|e| !e.marked).count() as f32;
    let outside = if m.wire_quote.is_some() { 0.0 } else { 0.05 };
    m.score - 0.02 * open - outside
}

fn words(a: &Analysis, tokens: Range<usize>) -> Vec<Word> {
    let mut out = Vec::with_capacity(tokens.len());
    let (mut bracketed, mut elided) = (false, false);
    for i in tokens {
        let t = &a.tokens[i];
        match t.kind {
            TokenKind::Word | TokenKind::Number => {
                let weight = if t.is_content() || t.class == crate::analyse::Class::Negator { 2.0 } else { 1.0 };
                let hash = canonical(a.fold(i), t.hash);
                out.push(Word { bracketed, elided, ..Word::new(i, a.fold(i), (hash, t.lemma), weight) });
                elided = false;
            }
            _ => match a.word(i) {
                "[" | "(" => bracketed = true,
                "]" | ")" => bracketed = false,
                "…" => elided = true,
                "." if t.glued && i > 0 && a.word(i - 1) == "." => elided = true,
                "%" => {
                    let hash = crate::analyse::hash("percent");
                    out.push(Word { percent: true, bracketed, elided, ..Word::new(i, "percent", (hash, hash), 1.0) });
                }
                _ => {}
            },
        }
    }
    out
}

/// Words that are told apart in writing only: small numbers in letters, shortened auxiliaries.
fn canonical(fold: &str, hash: u64) -> u64 {
    const NUMBERS: [&str; 13] =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    if fold.len() <= 2
        && fold.starts_with(|c: char| c.is_ascii_digit())
        && let Some(word) = fold.parse::<usize>().ok().and_then(|n| NUMBERS.get(n))
    {
        return crate::analyse::hash(word);
    }
    hash
}

/// What counts in an alignment, in twentieths of the weight of a function word: whole numbers, so that one step waits little for the one
/// before it, and no rounding decides between two ways.
const UNIT: f32 = 20.0;
/// A word of the quote that the wire lacks.
const ALONE: i32 = 4;
/// A word of the wire left out inside the quote.
const SKIPPED: i32 = 5;
/// A pair of words right behind another pair.
const RUN: i32 = 6;

/// What it is worth to pair two words: all of the first one's weight where they are the same word, also in another spelling, and less where
/// they are two forms of one.
#[inline]
fn same((r, a): (&Analysis, &Word), (w, b): (&Analysis, &Word)) -> i32 {
    let whole = (a.weight * UNIT) as i32;
    if a.hash == b.hash {
        return whole;
    }
    if a.letters == b.letters || a.clitic && b.clitic {
        let (ours, theirs) = (a.fold(r), b.fold(w));
        if a.letters == b.letters && spelled_alike(ours, theirs)
            || a.clitic && b.clitic && (shortened(ours, theirs) || shortened(theirs, ours))
        {
            return whole;
        }
    }
    if a.lemma == b.lemma { whole * 3 / 5 } else { 0 }
}

fn shortened(short: &str, long: &str) -> bool {
    match short {
        "'s" => matches!(long, "is" | "has" | "us"),
        "'d" => matches!(long, "would" | "had"),
        _ => false,
    }
}

/// British and American spellings of one word.
pub fn spelled_alike(a: &str, b: &str) -> bool {
    let (x, y) = (a.as_bytes(), b.as_bytes());
    // No rule below changes the first two letters alone.
    if x.len() < 4 || y.len() < 4 || x.len().abs_diff(y.len()) > 3 || x[..2] != y[..2] {
        return false;
    }
    if a == b {
        return true;
    }
    // The two ways of writing differ in one short stretch.
    let front = x.iter().zip(y).take_while(|(p, q)| p == q).count();
    let back = x.iter().rev().zip(y.iter().rev()).take_while(|(p, q)| p == q).count();
    if x.len().max(y.len()) > front + back + 6 {
        return false;
    }
    // Hardly any letter comes or goes but those that the rules below change.
    let letters = |w: &[u8]| w.iter().fold(0_u64, |set, b| set | 1 << (b & 63));
    if (letters(x) ^ letters(y)) & !letters(b"acegkmlopqrsuz") != 0 {
        return false;
    }
    let plain = |w: &str| {
        let mut s = w.to_string();
        for (from, to) in [
            ("ys", "yz"),
            ("is", "iz"),
            ("our", "or"),
            ("ae", "e"),
            ("oe", "e"),
            ("ogue", "og"),
            ("ll", "l"),
            ("pp", "p"),
            ("mme", "m"),
            ("tre", "ter"),
            ("bre", "ber"),
            ("ence", "ense"),
            ("grey", "gray"),
            ("viser", "visor"),
            ("que", "ck"),
        ] {
            if s.len() >= 4 && s.contains(from) {
                s = s.replace(from, to);
            }
        }
        s
    };
    plain(a) == plain(b)
}

/// Aligns a quote with a stretch of a wire: all of the quote, any part of the stretch.
fn align(r: &Analysis, w: &Analysis, ours: &[Word], theirs: &[Word], quote: usize, take: usize) -> Option<QuoteMatch> {
    let (n, m) = (ours.len(), theirs.len());
    let width = m + 1;
    // Only the row above is needed for values; the way back needs all.
    let (mut above, mut row) = (vec![0_i32; width], vec![0_i32; width]);
    // 0: start, 1: both, 2: a word of the quote alone, 3: a word of the wire alone.
    let mut from = vec![0u8; (n + 1) * width];
    for (i, word) in ours.iter().enumerate().map(|(i, word)| (i + 1, word)) {
        row[0] = -ALONE * i as i32;
        let (ways_above, ways) = from[(i - 1) * width..].split_at_mut(width);
        ways[0] = 2;
        let skip = if i == n { 0 } else { SKIPPED };
        let mut left = row[0];
        for (j, other) in theirs.iter().enumerate() {
            let s = same((r, word), (w, other));
            let alone = above[j + 1] - ALONE;
            let skipped = left - skip;
            // Without a branch: which of the two it is cannot be foreseen.
            let (mut value, mut how) = (alone.max(skipped), 2 + u8::from(alone < skipped));
            if s > 0 {
                // A run of words in a row is worth more than words picked from here and there.
                let run = if i > 1 && j > 0 && ways_above[j] == 1 { RUN } else { 0 };
                let both = above[j] + s + run;
                if both >= value {
                    (value, how) = (both, 1);
                }
            }
            row[j + 1] = value;
            ways[j + 1] = how;
            left = value;
        }
        std::mem::swap(&mut above, &mut row);
    }
    let mut pairs = Vec::new();
    let (mut i, mut j) = (n, m);
    while i > 0 {
        match from[i * width + j] {
            1 => {
                pairs.push((i - 1, j - 1));
                i -= 1;
                j -= 1;
            }
            2 => i -= 1,
            3 => j -= 1,
            _ => break,
        }
    }
    pairs.reverse();
    let (first, last) = (*pairs.first()?, *pairs.last()?);
    let total: f32 = ours.iter().filter(|x| !x.bracketed).map(|x| x.weight).sum();
    let shared: f32 = pairs.iter().map(|(i, _)| ours[*i].weight).sum();
    let outside = pairs.iter().filter(|(_, j)| w.quote_at(theirs[*j].token).is_none()).count();
    let wire = theirs[first.1].token..theirs[last.1].token + 1;
    let wire_quote = most_in(w, &pairs, theirs);
    let edits = edits(r, w, ours, theirs, &pairs);
    Some(QuoteMatch {
        quote,
        take,
        wire,
        wire_quote,
        words: n,
        same: pairs.len(),
        score: if total > 0.0 { (shared / total).min(1.0) } else { 0.0 },
        outside,
        edits,
        pairs: pairs.iter().map(|(i, j)| (ours[*i].token, theirs[*j].token)).collect(),
    })
}

fn most_in(w: &Analysis, pairs: &[(usize, usize)], theirs: &[Word]) -> Option<usize> {
    // The pairs are in order and these quotes do not overlap: what is of one stands together.
    let quotes: Vec<usize> = pairs.iter().filter_map(|(_, j)| w.quote_number_at(theirs[*j].token)).collect();
    let counts = quotes.chunk_by(|a, b| a == b).filter_map(|of_one| Some((of_one.len(), Reverse(*of_one.first()?))));
    counts.max().map(|(_, quote)| quote.0)
}

/// The stretches between the pairs, and before the first and after the last.
fn edits(r: &Analysis, w: &Analysis, ours: &[Word], theirs: &[Word], pairs: &[(usize, usize)]) -> Vec<QuoteEdit> {
    let mut out = Vec::new();
    let mut add = |ours_gap: Range<usize>, theirs_gap: Range<usize>| {
        if ours_gap.is_empty() && theirs_gap.is_empty() {
            return;
        }
        let next = ours.get(ours_gap.end);
        let elided = next.is_some_and(|x| x.elided) || ours[ours_gap.clone()].iter().any(|x| x.elided);
        let bracketed = ours[ours_gap.clone()].iter().any(|x| x.bracketed)
            && ours[ours_gap.clone()].iter().all(|x| x.bracketed || x.weight < 1.5);
        let marked = bracketed || (elided && ours_gap.is_empty());
        if joined(r, ours, &ours_gap) == joined(w, theirs, &theirs_gap) {
            return;
        }
        let at = |words: &[Word], gap: &Range<usize>| match (words.get(gap.start), words.get(gap.end.wrapping_sub(1))) {
            (Some(a), Some(b)) if !gap.is_empty() => a.token..b.token + 1,
            (Some(a), _) => a.token..a.token,
            _ => words.last().map_or(0..0, |x| x.token + 1..x.token + 1),
        };
        out.push(QuoteEdit { rewrite: at(ours, &ours_gap), wire: at(theirs, &theirs_gap), marked });
    };
    let (Some(first), Some(last)) = (pairs.first(), pairs.last()) else { return out };
    // Before the first shared word, as many of the wire's words face the quote's own, as far as they are in the same quote.
    let same_place = |x: &Word, y: &Word| {
        let quote = |t: usize| w.quote_at(t).map(|q| q.tokens.start);
        w.tokens[x.token].sentence == w.tokens[y.token].sentence && quote(x.token) == quote(y.token)
    };
    let lead = (0..first.1).rev().take(first.0).take_while(|j| same_place(&theirs[*j], &theirs[first.1])).count();
    add(0..first.0, first.1 - lead..first.1);
    for pair in pairs.windows(2) {
        add(pair[0].0 + 1..pair[1].0, pair[0].1 + 1..pair[1].1);
    }
    let rest = ours.len() - last.0 - 1;
    let tail = (last.1 + 1..theirs.len()).take(rest).take_while(|j| same_place(&theirs[*j], &theirs[last.1])).count();
    add(last.0 + 1..ours.len(), last.1 + 1..last.1 + 1 + tail);
    out
}

/// The letters of some words run together: "cease-fire" is "ceasefire", "per cent" is "percent".
fn joined(a: &Analysis, words: &[Word], gap: &Range<usize>) -> String {
    words[gap.clone()].iter().map(|x| if a.word(x.token) == "%" { "percent" } else { a.fold(x.token) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::from_text;

    /// The rewrite's words, the wire's words, and whether the gap is marked.
    type Edit = (String, String, bool);

    fn first(wire: &str, rewrite: &str) -> Option<(QuoteMatch, Vec<Edit>)> {
        let (w, r) = (Analysis::of(&from_text("w", wire)), Analysis::of(&from_text("r", rewrite)));
        let wires = [w];
        let m = find(&r, &wires, &WireWords::default(), &|| true)?.into_iter().next()?;
        let edits = m
            .edits
            .iter()
            .map(|e| (r.words(e.rewrite.clone()).to_string(), wires[0].words(e.wire.clone()).to_string(), e.marked));
        let edits = edits.collect();
        Some((m, edits))
    }

    #[test]
    fn changed_words_are_found_in_order() {
        let wire = "“The harbour will stay closed until the ice has gone,” Reyes said. The ice was thick.";
        let (m, edits) =
            first(wire, "Reyes said: “The harbour will remain closed until ice has gone.”").expect("matched");
        assert_eq!(
            edits,
            [("remain".to_string(), "stay".to_string(), false), (String::new(), "the".to_string(), false)]
        );
        assert_eq!((m.words, m.same, m.wire_quote), (9, 8, Some(0)));
    }

    #[test]
    fn spelling_contractions_and_joined_words_are_no_change() {
        let wire = "\"We don't favour a cease-fire of 5 per cent of the lines, it's over,\" Reyes said.";
        let rewrite = "“We do not favor a ceasefire of five percent of the lines, it is over,” Reyes said.";
        assert_eq!(first(wire, rewrite).expect("matched").1, []);
    }

    #[test]
    fn brackets_and_ellipses_own_up() {
        let wire = "\"He told them the port was, as we all know, shut for good,\" Reyes said.";
        let rewrite = "“[Hale] told them the port was … shut for good,” Reyes said.";
        assert!(first(wire, rewrite).expect("matched").1.iter().all(|e| e.2));
    }

    #[test]
    fn words_of_another_quote_are_not_taken_for_it() {
        let wire = "\"The port is shut,\" Reyes said. \"Nobody asked the dockers what they need.\"";
        assert!(first(wire, "“A bridge for the valley would cost us dear in the end,” Hale said.").is_none());
    }
}
