use crate::align::figures_and_dates::Standing;
use crate::align::wire_span;
use crate::analyse::{Analysis, Class, Figure, TokenKind};
use crate::compare::Case;
use crate::finding::Finding;
use crate::knowledge::tagger::Tag;
use crate::text::RewriteSpan;

rule! {
    /// # What it reports
    /// Two items of a list run into one, so that a figure applies to something else: "100 troops, river crossings"
    /// becomes "100 troops practising river crossings", "12 cows, 40 sheep" becomes "12 cows and sheep".
    ///
    /// # Why it matters
    /// The figure is copied correctly, and is wrong all the same, because it now belongs to something else.
    ///
    /// # Evidence it asks for
    /// A figure that both sides have. In the wire, a comma or "and" comes right after the thing that it counts, and
    /// then the next item. In the rewrite that item follows without a separator, attached by a verb, or with "and" and
    /// without its own figure.
    ///
    /// # Example
    /// ```text
    /// wire: The border guard reported 600 soldiers, river crossings and new trenches near the dam.
    /// rewrite: The border guard reported 600 soldiers practising river crossings and new trenches near the dam.
    /// fires: 600 soldiers practising river crossings
    /// wire: Thieves took 12 violins, 40 rare flutes and a harp from the hall.
    /// rewrite: Thieves took 12 violins and rare flutes and a harp from the hall.
    /// fires: 12 violins and rare flutes
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: Thieves took 12 violins, 40 rare flutes and a harp from the hall.
    /// rewrite: Thieves took 40 rare flutes, 12 violins and a harp from the hall.
    /// silent
    /// wire: The border guard reported 600 soldiers, river crossings and new trenches near the dam.
    /// rewrite: The border guard reported 600 soldiers, river crossings and new trenches near the dam.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Items in two different sentences of the wire.
    id: "list-merged",
    group: Figures,
    category: Mistranslation,
    severity: Major,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// How far the next item may stand from the figure in the rewrite.
const REACH: usize = 8;

/// Compares what follows each counted thing with the wire and reports items that were run together.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    let standings = &case.figures;
    for (f, standing) in case.rewrite.figures.iter().zip(standings) {
        let Standing::Matched(at) = *standing else { continue };
        let Some(wire) = case.wires.get(at.take) else { continue };
        let Some(w) = wire.figures.get(at.index) else { continue };
        let (Some(head), Some(first)) = (w.head, f.head) else { continue };
        if f.weak || w.weak {
            continue;
        }
        let Some((item, counted)) = next_item(wire, head) else { continue };
        let Some(end) = case.rewrite.sentences.get(sentence_of(case.rewrite, first)).map(|s| s.tokens.end) else {
            continue;
        };
        // The counted thing must be the same on both sides, so that the list itself is the only change.
        if !stands_for(case, first, at.take, head) {
            continue;
        }
        let Some(to) = (first + 1..end.min(first + REACH)).find(|t| stands_for(case, *t, at.take, item)) else {
            continue;
        };
        let between = first + 1..to;
        let apart = |t: usize| {
            matches!(case.rewrite.fold(t), "," | ";" | "and" | "or" | "as" | "plus" | "while" | "-" | "–" | "—" | "(")
        };
        let figure_between = {
            let figures = &case.rewrite.figures;
            let first = figures.get(figures.partition_point(|g| g.tokens.start < between.start));
            first.is_some_and(|g| g.tokens.start < between.end)
        };
        let merged = if between.clone().any(apart) {
            // "12 violins and rare flutes": the second item has lost its own figure.
            let only_and = between.clone().filter(|t| apart(*t)).all(|t| matches!(case.rewrite.fold(t), "and" | "or"));
            counted.is_some_and(|c| only_and && !figure_between && !matched(standings, at.take, c))
        } else {
            // "600 soldiers practising river crossings": a verb that binds the two.
            !figure_between && between.clone().any(|t| binds(case.rewrite, t))
        };
        if merged {
            let tokens = f.tokens.start..to + 1;
            let wire_tokens = w.tokens.start..item + 1;
            let message = format!(
                "the wire lists “{}”, the rewrite merges this into “{}”",
                wire.words(wire_tokens.clone()),
                case.rewrite.words(tokens.clone())
            );
            out.push(
                Finding::at(&RULE, RewriteSpan(case.rewrite.span(tokens)), message).confidence(0.7).against(wire_span(
                    case.wires,
                    at.take,
                    wire_tokens,
                )),
            );
        }
    }
}

fn sentence_of(a: &Analysis, token: usize) -> usize {
    a.tokens.get(token).map_or(usize::MAX, |t| t.sentence as usize)
}

/// The head of the list item that follows the one that ends with `head`, and the figure that counts it.
fn next_item(wire: &Analysis, head: usize) -> Option<(usize, Option<usize>)> {
    let end = wire.sentences.get(sentence_of(wire, head))?.tokens.end;
    let separator = head + 1;
    if separator >= end || !matches!(wire.fold(separator), "," | "and") {
        return None;
    }
    let start = separator + 1 + usize::from(matches!(wire.fold(separator + 1), "and" | "or"));
    let first = wire.figures.partition_point(|g| g.tokens.start < start);
    let here = wire.figures[first..].iter().take_while(|g| g.tokens.start == start);
    let counted = here.into_iter().position(|g: &Figure| g.head.is_some()).map(|k| first + k);
    if let Some(c) = counted {
        return Some((wire.figures[c].head?, Some(c)));
    }
    // Without a figure an item is a run of nouns that the list's next separator ends.
    let mut last = None;
    for t in start..end.min(start + 5) {
        let token = wire.tokens.get(t)?;
        let noun = matches!(token.tag, Tag::Noun | Tag::Propn);
        match token.kind {
            TokenKind::Word if noun || token.tag == Tag::Adj => last = if noun { Some(t) } else { last },
            TokenKind::Punct if wire.word(t) == "-" => {}
            TokenKind::Punct if wire.word(t) == "," => return last.map(|l| (l, None)),
            TokenKind::Word if matches!(wire.fold(t), "and" | "or") => return last.map(|l| (l, None)),
            TokenKind::Word if token.class == Class::Article && t == start => {}
            _ => return None,
        }
    }
    None
}

fn stands_for(case: &Case, token: usize, take: usize, wire: usize) -> bool {
    let bound = case.alignment.link(case.rewrite, token);
    bound.is_some_and(|l| l.to.take as usize == take && l.to.token as usize == wire)
        || match (case.rewrite.tokens.get(token), case.wires.get(take).and_then(|w| w.tokens.get(wire))) {
            (Some(a), Some(b)) => a.lemma == b.lemma,
            _ => false,
        }
}

fn matched<D>(standings: &[Standing<D>], take: usize, index: usize) -> bool {
    standings.iter().any(|s| match s {
        Standing::Matched(w) | Standing::Rounded(w) => w.take == take && w.index == index,
        _ => false,
    })
}

/// A verb that makes the thing before it do something to the thing after it.
fn binds(a: &Analysis, token: usize) -> bool {
    a.tokens.get(token).is_some_and(|t| t.tag == Tag::Verb)
}
