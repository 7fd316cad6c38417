use std::ops::Range;

use crate::analyse::{Analysis, Quote, QuoteKind, person_name};
use crate::compare::Case;
use crate::compare::quote_changes::quoted;
use crate::finding::{Finding, Severity};
use crate::text::{RewriteSpan, WireSpan};

rule! {
    /// # What it reports
    /// A spoken quote that is not in the wire in any wording.
    ///
    /// # Why it matters
    /// It may come from other reporting and be true. It cannot be checked against the wire, so somebody has to know
    /// where it comes from.
    ///
    /// # Evidence it asks for
    /// A quote of five words or more that reads as speech, of which no passage of the wire has even half. Where the
    /// wire has another quote by the same speaker in its place, and the two have no content word in common, the finding
    /// is major.
    ///
    /// # Example
    /// ```text
    /// wire: The pier fell on Friday. "We only hope that nobody was walking there," said harbour guard Tom Hale.
    /// rewrite: The pier fell on Friday. “The mayor stole every brick of it,” said harbour guard Tom Hale.
    /// fires: The mayor stole
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: "The port will stay closed for a month," Ana Reyes said on Friday.
    /// rewrite: “The port will stay closed for a month,” Ana Reyes said on Friday.
    /// silent
    /// wire: The council likes the “green” ferry.
    /// rewrite: The “green” ferry is liked by the council.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// An invented quote that takes most of its words from the wire.
    id: "quote-unknown",
    group: Quotes,
    category: Addition,
    severity: Neutral,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// Reports the quotes that are aligned with nothing in the wire.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    for (i, q) in case.rewrite.quotes.iter().enumerate() {
        let words = case.rewrite.tokens[q.tokens.clone()].iter().filter(|t| t.is_word()).count();
        if q.nested
            || q.kind != QuoteKind::Speech
            || words < 5
            || case.alignment.quotes.binary_search_by_key(&i, |m| m.quote).is_ok()
        {
            continue;
        }
        let mut found = Finding::at(
            &RULE,
            RewriteSpan(q.span),
            format!("the quote “{}” is not in the wire", quoted(case.rewrite.words(q.tokens.clone()))),
        )
        .confidence(0.5);
        if let Some((take, theirs)) = faces(case, q) {
            // In other words, then; or put in the place of what the same speaker did say.
            let piece = q.continues.is_some() || theirs.continues.is_some();
            if piece || shared(case, q, take, theirs) > 0.0 || !same_speaker(case, q, take, theirs) {
                continue;
            }
            let wire = &case.wires[take];
            found.message = format!(
                "the quote “{}” is not in the wire; the wire quotes “{}” here",
                quoted(case.rewrite.words(q.tokens.clone())),
                quoted(wire.words(theirs.tokens.clone()))
            );
            found = found.severity(Severity::Major).against(WireSpan { take, span: theirs.span });
        }
        out.push(found);
    }
}

/// The quote in the wire sentence that matches this quote's sentence.
fn faces<'a>(case: &'a Case, q: &Quote) -> Option<(usize, &'a Quote)> {
    let token = case.rewrite.tokens.get(q.tokens.start)?;
    let pair = case.alignment.pairs.get(token.sentence as usize)?;
    pair.wire.iter().filter(|_| pair.score >= 0.2).find_map(|s| {
        let wire = case.wires.get(s.take)?;
        let sentence = wire.sentences.get(s.sentence)?;
        let within = |o: &&Quote| o.tokens.start < sentence.tokens.end && sentence.tokens.start < o.tokens.end;
        wire.quotes.iter().find(within).map(|o| (s.take, o))
    })
}

/// The share of the quote's content words that stand for words of the wire's quote.
fn shared(case: &Case, q: &Quote, take: usize, theirs: &Quote) -> f32 {
    let content: Vec<usize> = q.tokens.clone().filter(|t| case.rewrite.tokens[*t].is_content()).collect();
    let bound = |t: &&usize| {
        let link = case.alignment.link(case.rewrite, **t);
        link.is_some_and(|l| l.to.take as usize == take && theirs.tokens.contains(&(l.to.token as usize)))
    };
    // Two words by chance: too short to judge.
    if content.len() < 3 { 1.0 } else { content.iter().filter(bound).count() as f32 / content.len() as f32 }
}

fn same_speaker(case: &Case, q: &Quote, take: usize, theirs: &Quote) -> bool {
    let names = |a: &Analysis, s: &Option<Range<usize>>| -> Vec<u64> {
        let name = s.as_ref().and_then(|s| person_name(a, s));
        name.map_or(Vec::new(), |r| a.tokens[r].iter().map(|t| t.hash).collect())
    };
    let mine = names(case.rewrite, &q.speaker);
    names(&case.wires[take], &theirs.speaker).iter().any(|h| mine.contains(h))
}
