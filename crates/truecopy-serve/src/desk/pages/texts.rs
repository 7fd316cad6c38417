//! The two texts with the findings in them.

use maud::{Markup, html};
use similar::{ChangeTag, TextDiff};

use super::{many, shown};
use crate::review::{Block, Review, Text, Words};

/// Words of a text that are marked, with the number of their finding and its severity.
#[derive(Clone, Copy, Debug)]
pub struct Spot {
    pub at: Words,
    pub number: usize,
    pub severity: &'static str,
    pub is_open: bool,
}

/// A text with its spots. Parts that are no part of the story are folded.
pub fn text(text: &Text, spots: &[Spot], is_wire: bool) -> Markup {
    let mut groups: Vec<(bool, Vec<&Block>)> = Vec::new();
    for block in &text.blocks {
        match groups.last_mut() {
            Some((is_story, blocks)) if *is_story == block.is_story => blocks.push(block),
            _ => groups.push((block.is_story, vec![block])),
        }
    }
    html! {
        @for (is_story, blocks) in &groups {
            @if *is_story {
                @for block in blocks { (paragraph(text, block, spots, is_wire)) }
            } @else {
                details.furniture open[spots.iter().any(|s| blocks.iter().any(|b| s.at.start < b.end && b.start < s.at.end))] {
                    summary { (many(blocks.len(), "part")) " outside the story" }
                    @for block in blocks { (paragraph(text, block, spots, is_wire)) }
                }
            }
        }
    }
}

fn paragraph(text: &Text, block: &Block, spots: &[Spot], is_wire: bool) -> Markup {
    let inside = pieces(block.start, block.end, spots);
    let inner = html! {
        @for (start, end, spot) in inside {
            @let words = shown(text.text.get(start..end).unwrap_or_default());
            @match spot {
                Some(_) if is_wire => mark.wire { (words) },
                Some(spot) => {
                    mark class={ (spot.severity) @if !spot.is_open { " settled" } } {
                        a href={ "#f" (spot.number) } { (words) sup aria-label={ "finding " (spot.number) } { (spot.number) } }
                    }
                },
                None => (words),
            }
        }
    };
    html! {
        @if block.kind == "headline" { p.headline { (inner) } } @else { p { (inner) } }
    }
}

/// A stretch of a text cut where marks begin and end, each part with the spot that is shown there: of several the shortest.
fn pieces(start: usize, end: usize, spots: &[Spot]) -> Vec<(usize, usize, Option<Spot>)> {
    let here: Vec<&Spot> = spots.iter().filter(|s| s.at.start < end && start < s.at.end).collect();
    let mut cuts = vec![start, end];
    cuts.extend(here.iter().flat_map(|s| [s.at.start, s.at.end]).filter(|c| (start..end).contains(c)));
    cuts.sort_unstable();
    cuts.dedup();
    cuts.windows(2)
        .map(|w| {
            let covering = here.iter().filter(|s| s.at.start <= w[0] && w[1] <= s.at.end);
            (w[0], w[1], covering.min_by_key(|s| s.at.end - s.at.start).map(|s| **s))
        })
        .collect()
}

/// The sentence of the rewrite and that of the wire, with the words that differ marked in both.
pub fn compared(review: &Review, sentence: Option<Words>, wire: &[Words]) -> Markup {
    let rewrite = sentence.map_or("", |s| s.of(&review.rewrite.text));
    let told: Vec<&str> =
        wire.iter().filter_map(|w| Some(w.of(&review.wires.get(w.take)?.text))).filter(|w| !w.is_empty()).collect();
    let joined = told.join(" ");
    let (ours, theirs) = differing(rewrite, &joined);
    html! {
        dl.compared {
            @if !rewrite.is_empty() {
                dt { "Rewrite" }
                dd { (ours) }
            }
            dt { "Wire" }
            dd { @if joined.is_empty() { span.quiet { "says nothing of it" } } @else { (theirs) } }
        }
    }
}

/// Both texts, each with the words that the other does not have marked.
fn differing(rewrite: &str, wire: &str) -> (Markup, Markup) {
    if rewrite.is_empty() || wire.is_empty() {
        return (html! { (shown(rewrite)) }, html! { (shown(wire)) });
    }
    let diff = TextDiff::from_words(wire, rewrite);
    let side = |own: ChangeTag, other: ChangeTag| {
        html! {
            @for change in diff.iter_all_changes().filter(|c| c.tag() != other) {
                @if change.tag() == own && !change.value().trim().is_empty() {
                    @if own == ChangeTag::Insert { ins { (shown(change.value())) } } @else { del { (shown(change.value())) } }
                } @else { (shown(change.value())) }
            }
        }
    };
    (side(ChangeTag::Insert, ChangeTag::Delete), side(ChangeTag::Delete, ChangeTag::Insert))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(start: usize, end: usize, number: usize) -> Spot {
        Spot { at: Words { take: 0, start, end }, number, severity: "minor", is_open: true }
    }

    #[test]
    fn marks_that_overlap_are_cut_and_nothing_is_lost() {
        let spots = [spot(2, 8, 1), spot(4, 6, 2), spot(7, 20, 3)];
        let found: Vec<_> = pieces(0, 12, &spots).into_iter().map(|(a, b, s)| (a, b, s.map(|s| s.number))).collect();
        let want = [(0, 2, None), (2, 4, Some(1)), (4, 6, Some(2)), (6, 7, Some(1)), (7, 8, Some(1)), (8, 12, Some(3))];
        assert_eq!(found, want);
    }

    #[test]
    fn words_that_differ_are_marked_on_both_sides() {
        let (ours, theirs) = differing("It costs 41 crowns.", "It costs 14 crowns.");
        assert_eq!(ours.into_string(), "It costs <ins>41</ins> crowns.");
        assert_eq!(theirs.into_string(), "It costs <del>14</del> crowns.");
    }
}
