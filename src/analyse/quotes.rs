//! Quotations: what stands in quotation marks, what kind of quotation it is, and who is said to have said it.

mod attribution;
mod marks;
mod person;
mod quote;

pub use person::person_name;
pub use quote::{Attribution, Quote, QuoteKind};

use super::analysis::Analysis;
use super::{Class, Shape};

/// What is quoted in a story, and who said it.
pub(super) struct Found {
    pub quotes: Vec<Quote>,
    /// For each token one more than the index of the outermost quote that it stands in, or 0; empty where there is no quote.
    pub quoted: Vec<u32>,
    pub attributions: Vec<Attribution>,
}

/// Finds the quotes and attributions of a story whose tokens and sentences are known.
pub(super) fn find(a: &Analysis) -> Found {
    let mut quotes = Vec::new();
    let mut first = 0;
    while let Some(s) = a.sentences.get(first) {
        let next =
            a.sentences[first..].iter().position(|o| o.block != s.block).map_or(a.sentences.len(), |n| first + n);
        let tokens = s.tokens.start..a.sentences[next - 1].tokens.end;
        for m in marks::pair(a, tokens) {
            quotes.push(Quote {
                span: a.span(m.open..m.after),
                inner: a.span(m.first..m.end),
                tokens: m.first..m.end,
                kind: QuoteKind::Fragment,
                speaker: None,
                attribution: None,
                verb: None,
                continues: None,
                block: s.block,
                closed: m.closed,
                misplaced: m.misplaced,
                nested: m.nested,
            });
        }
        first = next;
    }
    // Quotes that are in no other do not overlap.
    let mut quoted = vec![0; if quotes.is_empty() { 0 } else { a.tokens.len() }];
    for (i, q) in quotes.iter().enumerate().filter(|(_, q)| !q.nested) {
        quoted[q.tokens.clone()].fill(i as u32 + 1);
    }
    let attributions = attribution::find(a, &quoted);
    let mut outer = None;
    for i in 0..quotes.len() {
        continued_paragraph(a, &mut quotes, i);
        if !quotes[i].nested {
            outer = Some(i);
        }
        let found = attribute(a, &quotes, i, outer, &attributions);
        if let Some((n, continues)) = found {
            let by = &attributions[n];
            let q = &mut quotes[i];
            q.continues = q.continues.or(continues);
            q.attribution = Some(n);
            q.speaker = (!by.named.is_empty()).then(|| by.named.clone());
            q.verb = by.verb.map(|_| by.at);
        }
        quotes[i].kind = kind(a, &quotes[i]);
    }
    Found { quotes, quoted, attributions }
}

/// A paragraph of speech that goes on in the next one has no closing mark, and the next one opens anew.
fn continued_paragraph(a: &Analysis, quotes: &mut [Quote], i: usize) {
    let Some(before) = i.checked_sub(1) else { return };
    let (earlier, here) = (&quotes[before], &quotes[i]);
    let starts_paragraph = |q: &Quote| {
        a.tokens[q.tokens.start].sentence as usize == 0
            || a.sentences.get(a.tokens[q.tokens.start].sentence as usize).is_some_and(|s| {
                let first =
                    a.sentences.get(a.tokens[q.tokens.start].sentence as usize - 1).is_none_or(|p| p.block != s.block);
                first && q.tokens.start <= s.tokens.start + 2
            })
    };
    let runs_out = a
        .tokens
        .get(earlier.tokens.end)
        .is_none_or(|t| a.sentences.get(t.sentence as usize).is_some_and(|s| s.block != earlier.block));
    if !earlier.closed && !earlier.nested && runs_out && here.block > earlier.block && starts_paragraph(here) {
        quotes[before].closed = true;
        quotes[i].continues = Some(before);
    }
}

/// The attribution of a quote, and the quote that it goes on from if it takes its attribution from there. `outer` is the last quote up to it
/// that is in no other.
fn attribute(
    a: &Analysis,
    quotes: &[Quote],
    i: usize,
    outer: Option<usize>,
    all: &[Attribution],
) -> Option<(usize, Option<usize>)> {
    let q = &quotes[i];
    if q.nested {
        let outer = outer.map(|o| &quotes[o]).filter(|o| o.tokens.contains(&q.tokens.start))?;
        return outer.attribution.map(|n| (n, None));
    }
    let (open, close) = (q.tokens.start, q.tokens.end);
    let block_of = |t: usize| a.tokens.get(t).and_then(|t| a.sentences.get(t.sentence as usize)).map(|s| s.block);
    let sentence_of = |t: usize| a.tokens.get(t).map(|t| t.sentence);
    // Attributions are in text order, and none is looked for beyond the sentence.
    let (first, behind) = (all.partition_point(|x| x.at < close), all.partition_point(|x| x.at < open));
    // Straight after the closing mark.
    let comma_inside = close > open && matches!(a.word(close - 1), "," | "?" | "!" | "…" | "—" | "-" | "–" | ".");
    let last = sentence_of((close + 12).min(a.tokens.len().saturating_sub(1)));
    let near = all[first..].iter().take_while(|x| sentence_of(x.at) <= last);
    let after = near.enumerate().find_map(|(n, x)| {
        let start = x.extent().start;
        let soon = start >= close && start <= close + 2;
        let lead = x.at >= close && start < close + 12 && comma_inside && sentence_of(close) == sentence_of(x.at);
        let follows = block_of(start) == Some(q.block)
            && (soon || lead)
            && (comma_inside || a.word(close + 1) == "," || soon && x.trailing)
            && !stop_between(a, close, start);
        follows.then_some(first + n)
    });
    if after.is_some() {
        return after.map(|n| (n, None));
    }
    // Before the opening mark in the same sentence, the nearest.
    let here = all[..behind].iter().enumerate().rev().take_while(|(_, x)| sentence_of(x.at) == sentence_of(open));
    let before = here.into_iter().find_map(|(n, x)| (!x.trailing && block_of(x.at) == Some(q.block)).then_some(n));
    // "…," he said. "…": the words between two quotes are the attribution of both.
    let previous = i.checked_sub(1).filter(|p| {
        let p = &quotes[*p];
        p.block == q.block
            && !p.nested
            && p.attribution.is_some_and(|n| {
                let e = all[n].extent();
                e.start >= p.tokens.end
                    && e.end <= open
                    && open - p.tokens.end < 30
                    && only_attribution_between(a, p.tokens.end, open)
            })
    });
    if let Some(p) = previous {
        return quotes[p].attribution.map(|n| (n, Some(p)));
    }
    if before.is_some() {
        return before.map(|n| (n, None));
    }
    // "…", the envoy said, at the end of the sentence.
    let rest = all[first..].iter().take_while(|x| sentence_of(x.at) <= sentence_of(close - 1)).enumerate();
    let trailing = rest.into_iter().find_map(|(n, x)| {
        (x.trailing && x.at > close && sentence_of(x.at) == sentence_of(close - 1)).then_some(first + n)
    });
    if trailing.is_some() {
        return trailing.map(|n| (n, None));
    }
    // A paragraph of speech with nothing but speech goes on from the paragraph or sentence before it.
    let p = q.continues.or_else(|| i.checked_sub(1))?;
    let whole = sentence_of(open).and_then(|s| a.sentences.get(s as usize)).is_some_and(|s| s.tokens.start + 1 >= open);
    let near = q.block.saturating_sub(quotes[p].block) <= 2;
    if whole && near && (q.continues.is_some() || quotes[p].kind == QuoteKind::Speech) && close - open > 4 {
        return quotes[p].attribution.map(|n| (n, q.continues));
    }
    None
}

fn stop_between(a: &Analysis, from: usize, to: usize) -> bool {
    (from + 1..to).any(|i| matches!(a.word(i), "." | ";" | "“" | "„"))
}

/// Whether what stands between two quotes is one sentence that ends with a stop or a comma right before the second.
fn only_attribution_between(a: &Analysis, from: usize, open: usize) -> bool {
    let ends = open >= 2 && matches!(a.word(open - 2), "." | "," | ":" | ";");
    let stops = (from + 1..open.saturating_sub(2)).filter(|i| matches!(a.word(*i), "." | "!" | "?")).count();
    ends && stops == 0
}

fn kind(a: &Analysis, q: &Quote) -> QuoteKind {
    let words = || a.tokens[q.tokens.clone()].iter().filter(|t| t.is_word());
    let count = words().count();
    let last = q.tokens.end.checked_sub(1).map_or("", |i| a.word(i));
    let first_upper = words().next().is_some_and(|t| t.shape != Shape::Lower);
    let sentence_like = matches!(last, "." | "!" | "?" | "," | "…");
    let clause = words().any(|t| {
        matches!(t.class, Class::Auxiliary | Class::Modal) || (t.class == Class::Pronoun && t.shape == Shape::Lower)
    });
    let capitals = words().filter(|t| t.class == Class::Content).all(|t| t.shape != Shape::Lower)
        && words().any(|t| t.class == Class::Content && t.shape != Shape::Lower);
    if capitals
        && count <= 10
        && !(sentence_like && q.verb.is_some())
        && !(clause && first_upper && count > 3 && sentence_like)
    {
        return QuoteKind::Title;
    }
    if q.continues.is_some() || (first_upper && (sentence_like || clause) && count >= 3) || (clause && count >= 7) {
        return QuoteKind::Speech;
    }
    if q.attribution.is_none() && count <= 3 {
        return QuoteKind::Scare;
    }
    if sentence_like && first_upper && q.attribution.is_some() {
        return QuoteKind::Speech;
    }
    QuoteKind::Fragment
}

#[cfg(test)]
mod tests;
