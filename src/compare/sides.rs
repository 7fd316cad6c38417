//! The two sides of a sentence pair, looked at from either one.

use std::ops::Range;

use crate::align::{Bind, Pair, WireSentence};
use crate::analyse::{Analysis, Class, Token};
use crate::compare::Case;
use crate::text::{RewriteSpan, Span, WireSpan};

/// A sentence of one side and, for each of its tokens, the token of the other side that it matches.
pub struct View<'a> {
    /// The side looked at.
    pub from: &'a Analysis,
    /// The sentence looked at.
    pub tokens: Range<usize>,
    /// The other side.
    pub to: &'a Analysis,
    /// The sentences of the other side that say the same, the best first.
    pub others: Vec<Range<usize>>,
    links: Vec<Option<(usize, Bind)>>,
}

impl View<'_> {
    /// The other side's token that matches this one.
    pub fn link(&self, token: usize) -> Option<(usize, Bind)> {
        self.links.get(token.checked_sub(self.tokens.start)?).copied().flatten()
    }

    /// The other side's token that matches this one, if the two mean the same beyond doubt.
    pub fn same(&self, token: usize) -> Option<usize> {
        self.link(token).filter(|(_, how)| *how <= Bind::Synonym).map(|(to, _)| to)
    }

    /// The token of this side that matches a token of the other side.
    pub fn back(&self, other: usize) -> Option<(usize, Bind)> {
        let k = self.links.iter().position(|l| l.is_some_and(|(to, _)| to == other))?;
        self.links.get(k).copied().flatten().map(|(_, how)| (self.tokens.start + k, how))
    }

    /// All tokens of the other side's sentences.
    pub fn other_tokens(&self) -> impl Iterator<Item = usize> {
        self.others.iter().cloned().flatten()
    }

    /// How many content words within `reach` words of a token have the same word on the other side, the token itself left out.
    pub fn matched_around(&self, token: usize, reach: usize) -> usize {
        let near = token.saturating_sub(reach).max(self.tokens.start)..(token + reach + 1).min(self.tokens.end);
        near.filter(|k| *k != token && content(self.from, *k) && self.same(*k).is_some()).count()
    }
}

/// So many sentences of the rewrite are looked at that share one of the wire. Nobody tells a sentence as often.
const SHARING: usize = 64;

/// Whether a token carries meaning of its own.
pub fn content(a: &Analysis, token: usize) -> bool {
    a.tokens.get(token).is_some_and(Token::is_content)
}

/// Whether the token is of a class; false past the end.
pub fn is_class(a: &Analysis, token: usize, class: Class) -> bool {
    a.tokens.get(token).is_some_and(|t| t.class == class)
}

/// A sentence pair that has a wire sentence.
pub struct Sides<'a> {
    /// Everything there is.
    pub case: &'a Case<'a>,
    /// The pair.
    pub pair: &'a Pair,
    /// The wire sentence that matches it best.
    pub best: WireSentence,
}

/// All sentence pairs that have a wire sentence.
pub fn pairs<'a>(case: &'a Case<'a>) -> impl Iterator<Item = Sides<'a>> {
    case.going(&case.alignment.pairs).filter_map(move |pair| {
        let best = *pair.wire.first()?;
        (case.wires.get(best.take)?.sentences.len() > best.sentence && case.rewrite.sentences.len() > pair.sentence)
            .then_some(Sides { case, pair, best })
    })
}

impl<'a> Sides<'a> {
    /// The wire.
    pub fn wire(&self) -> &'a Analysis {
        &self.case.wires[self.best.take]
    }

    /// Tokens of the rewrite's sentence.
    pub fn mine(&self) -> Range<usize> {
        self.case.rewrite.sentences[self.pair.sentence].tokens.clone()
    }

    /// Tokens of the wire's sentence.
    pub fn theirs(&self) -> Range<usize> {
        self.wire().sentences[self.best.sentence].tokens.clone()
    }

    /// The pair looked at from the rewrite.
    pub fn rewrite_view(&self) -> View<'a> {
        let take = self.best.take;
        let links = self
            .pair
            .words
            .iter()
            .map(|l| l.filter(|l| l.to.take as usize == take).map(|l| (l.to.token as usize, l.how)))
            .collect();
        let wire = self.wire();
        let others = self
            .pair
            .wire
            .iter()
            .filter(|w| w.take == take)
            .filter_map(|w| wire.sentences.get(w.sentence))
            .map(|s| s.tokens.clone())
            .collect();
        View { from: self.case.rewrite, tokens: self.mine(), to: wire, others, links }
    }

    /// The pair looked at from the wire. Sentences of the rewrite that share the wire's sentence count as one.
    pub fn wire_view(&self) -> View<'a> {
        let (theirs, mine) = (self.theirs(), self.mine());
        let mut links = vec![None; theirs.len()];
        for (k, l) in self.pair.words.iter().enumerate() {
            let Some(l) = l.filter(|l| l.to.take as usize == self.best.take) else { continue };
            if let Some(slot) = (l.to.token as usize).checked_sub(theirs.start).and_then(|at| links.get_mut(at)) {
                *slot = Some((mine.start + k, l.how));
            }
        }
        let mut others = vec![mine];
        let r = self.case.rewrite;
        let telling = self.case.alignment.telling(self.best).iter().copied();
        let sharing = telling.filter(|s| *s != self.pair.sentence).take(SHARING);
        others.extend(sharing.filter_map(|s| r.sentences.get(s)).map(|s| s.tokens.clone()));
        View { from: self.wire(), tokens: theirs, to: r, others, links }
    }

    /// The span of some tokens of the rewrite.
    pub fn at(&self, tokens: Range<usize>) -> RewriteSpan {
        RewriteSpan(self.case.rewrite.span(tokens))
    }

    /// The span of some tokens of the wire.
    pub fn wire_at(&self, tokens: Range<usize>) -> WireSpan {
        WireSpan { take: self.best.take, span: self.wire().span(tokens) }
    }
}

/// The text of a span in an analysis.
pub fn said(a: &Analysis, tokens: Range<usize>) -> &str {
    let span: Span = a.span(tokens);
    span.of(&a.text)
}

/// The marks of a story that overlap some tokens, as indices; the marks lie in text order.
pub fn overlapping<'a, T>(
    all: &'a [T],
    tokens: impl Fn(&T) -> &Range<usize> + Copy + 'a,
    range: &Range<usize>,
) -> impl Iterator<Item = usize> + 'a {
    let (start, end) = (range.start, range.end);
    let from = all.partition_point(|m| tokens(m).end <= start);
    (from..all.len()).take_while(move |m| tokens(&all[*m]).start < end)
}
