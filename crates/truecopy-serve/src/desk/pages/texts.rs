//! The two texts with the findings in them.

use maud::{Markup, html};
use similar::{ChangeTag, TextDiff};

use super::{many, shown};
use crate::review::{Block, Mark, Review, Text, Words};

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
                Some(spot) if is_wire => mark.wire data-finding=(spot.number) { (words) },
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

/// The sentence of the rewrite and those of the wire, with the words that differ marked in both, and the finding's own words most of all.
pub fn compared(review: &Review, mark: &Mark) -> Markup {
    let rewrite = mark.sentence.map_or_else(Piece::default, |s| Piece::of(&review.rewrite, &[s], &mark.at));
    let mut wire = Piece::default();
    for (take, text) in review.wires.iter().enumerate() {
        let of_take = |words: &[Words]| words.iter().filter(|w| w.take == take).copied().collect::<Vec<_>>();
        wire.add(Piece::of(text, &of_take(&mark.wire_sentences), &of_take(&mark.wire)));
    }
    let (ours, theirs) = differing(&rewrite, &wire);
    html! {
        dl.compared {
            @if !rewrite.words.is_empty() {
                dt { "Rewrite" }
                dd { (ours) }
            }
            dt { "Wire" }
            dd { @if wire.words.is_empty() { span.quiet { "says nothing of it" } } @else { (theirs) } }
        }
    }
}

/// The most words of a sentence, and what is between them: what is longer is none, and takes long to compare.
const LONGEST: usize = 1500;

/// Sentences cut into words and what is between them, and which of these the finding is about.
#[derive(Default)]
struct Piece<'a> {
    words: Vec<&'a str>,
    own: Vec<bool>,
}

impl<'a> Piece<'a> {
    fn of(text: &'a Text, sentences: &[Words], own: &[Words]) -> Piece<'a> {
        let mut piece = Piece::default();
        for sentence in sentences {
            let mut at = sentence.start;
            let mut one = Piece::default();
            for word in words(sentence.of(&text.text)).into_iter().take(LONGEST) {
                one.words.push(word);
                one.own.push(own.iter().any(|o| o.start < at + word.len() && at < o.end));
                at += word.len();
            }
            piece.add(one);
        }
        piece
    }

    /// Puts another one behind it.
    fn add(&mut self, other: Piece<'a>) {
        if !self.words.is_empty() && !other.words.is_empty() {
            self.words.push(" ");
            self.own.push(false);
        }
        self.words.extend(other.words);
        self.own.extend(other.own);
    }
}

/// A text cut into words, figures with their points, and single other characters.
fn words(text: &str) -> Vec<&str> {
    let mut out: Vec<&str> = Vec::new();
    let (mut start, mut before) = (0, false);
    for (at, c) in text.char_indices() {
        let next = || text[at + c.len_utf8()..].chars().next().is_some_and(char::is_alphanumeric);
        let inner = c.is_alphanumeric() || (before && matches!(c, '.' | ',' | '\'' | '’' | '-') && next());
        if at > start && !(inner && before) {
            out.push(&text[start..at]);
            start = at;
        }
        before = inner;
    }
    if start < text.len() {
        out.push(&text[start..]);
    }
    out
}

/// How words of a sentence look.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    /// Those of the finding.
    Own,
    /// The other side does not have them.
    Differs,
    Plain,
}

/// Both sides, each with the words that the other does not have marked.
fn differing(rewrite: &Piece, wire: &Piece) -> (Markup, Markup) {
    let alone = rewrite.words.is_empty() || wire.words.is_empty();
    let diff = TextDiff::from_slices(&wire.words, &rewrite.words);
    let side = |piece: &Piece, tag: ChangeTag| {
        // Words that are marked alike stand in one element: a screen reader says once that they are.
        let mut runs: Vec<(Look, String)> = Vec::new();
        for change in diff.iter_all_changes().filter(|c| c.tag() == tag || c.tag() == ChangeTag::Equal) {
            let index = if tag == ChangeTag::Insert { change.new_index() } else { change.old_index() };
            let own = index.is_some_and(|i| piece.own.get(i) == Some(&true));
            let differs = change.tag() == tag && !alone && !change.value().trim().is_empty();
            let look = if own {
                Look::Own
            } else if differs {
                Look::Differs
            } else {
                Look::Plain
            };
            match runs.last_mut() {
                Some((last, run)) if *last == look => run.push_str(change.value()),
                _ => runs.push((look, change.value().to_owned())),
            }
        }
        html! {
            @for (look, words) in &runs {
                @match look {
                    Look::Own if tag == ChangeTag::Insert => ins { (shown(words)) },
                    Look::Own => del { (shown(words)) },
                    Look::Differs => span.differs { (shown(words)) },
                    Look::Plain => (shown(words)),
                }
            }
        }
    };
    (side(rewrite, ChangeTag::Insert), side(wire, ChangeTag::Delete))
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

    fn text(text: &str) -> Text {
        Text { name: "t".into(), text: text.into(), blocks: Vec::new() }
    }

    fn all(text: &str) -> Words {
        Words { take: 0, start: 0, end: text.len() }
    }

    #[test]
    fn words_that_differ_are_marked_on_both_sides_and_those_of_the_finding_most() {
        let (ours, theirs) = ("Then it costs 4.1 crowns.", "It costs 1.4 crowns, he said.");
        let (rewrite, wire) = (text(ours), text(theirs));
        let at = |text: &str, word: &str| {
            let start = text.find(word).expect("a word of it");
            Words { take: 0, start, end: start + word.len() }
        };
        let rewrite = Piece::of(&rewrite, &[all(ours)], &[at(ours, "4.1")]);
        let wire = Piece::of(&wire, &[all(theirs)], &[at(theirs, "1.4")]);
        let (ours, theirs) = differing(&rewrite, &wire);
        let plain = |m: Markup| m.into_string().replace("<span class=\"differs\">", "[").replace("</span>", "]");
        assert_eq!(plain(ours), "[Then] [it] costs <ins>4.1</ins> crowns.");
        assert_eq!(plain(theirs), "[It] costs <del>1.4</del> crowns[,] [he] [said].");
    }

    #[test]
    fn words_are_cut_so_that_all_of_them_together_are_the_text() {
        for text in ["", "a", "“It’s 1,400.50 – e.g. Zoë’s,” he said. 👩‍🚒", "--", "x-ray.", "1."] {
            assert_eq!(words(text).concat(), text);
        }
        assert_eq!(words("It's 1,400.50, x."), ["It's", " ", "1,400.50", ",", " ", "x", "."]);
    }
}
