//! Whether house rules do what their examples say.

use super::find::House;
use super::rule::{Example, HouseRule};
use crate::analyse::Analysis;
use crate::finding::Finding;
use crate::ingest::{self, Block, BlockKind, Story};
use crate::text::Span;

/// What came of an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// What it says.
    Right,
    /// The rule found nothing in a bad example.
    Missed,
    /// The rule found these words in a good example.
    Alarm(String),
    /// The rule finds these words in what it suggests itself.
    Again(String),
}

/// An example that was tried.
#[derive(Debug)]
pub struct Trial<'h> {
    /// The rule.
    pub rule: &'h HouseRule,
    /// The example.
    pub example: &'h Example,
    /// What came of it.
    pub outcome: Outcome,
}

impl House {
    /// Tries every rule on its own examples.
    pub fn trials(&self) -> Vec<Trial<'_>> {
        let each = self.rules().iter().flat_map(|rule| rule.examples.iter().map(move |example| (rule, example)));
        each.map(|(rule, example)| Trial { rule, example, outcome: self.outcome(rule, example) }).collect()
    }

    fn outcome(&self, rule: &HouseRule, example: &Example) -> Outcome {
        let found = self.of_rule(rule, &example.wire, &example.rewrite);
        let words = |f: &Finding| f.at.map_or("", |at| at.0.of(&example.rewrite)).to_owned();
        match (found.first(), example.bad) {
            (None, true) => Outcome::Missed,
            (Some(f), false) => Outcome::Alarm(words(f)),
            (None, false) => Outcome::Right,
            (Some(_), true) => {
                let corrected = corrected(&example.rewrite, &found);
                let again = self.of_rule(rule, &example.wire, &corrected);
                match again.first().filter(|f| f.replacement.is_some()).and_then(|f| f.at) {
                    Some(at) => Outcome::Again(at.0.of(&corrected).to_owned()),
                    None => Outcome::Right,
                }
            }
        }
    }

    fn of_rule(&self, rule: &HouseRule, wire: &str, rewrite: &str) -> Vec<Finding> {
        let rewrite = paragraph(rewrite);
        let wires: Vec<Story> = if wire.is_empty() { Vec::new() } else { vec![paragraph(wire)] };
        let quoted: Vec<Span> = Analysis::of(&rewrite).quotes.iter().map(|q| q.inner).collect();
        self.find(&rewrite, &quoted, &wires, |r| r.id == rule.rule.id).findings
    }
}

/// The words of an example as the text of a story, even where they look like a byline or a menu.
fn paragraph(text: &str) -> Story {
    let mut story = ingest::from_text("example", text);
    let all = Span::new(0, story.source.text.len());
    story.blocks = vec![Block { kind: BlockKind::Paragraph, span: all, apart: false }];
    story.dateline = None;
    story.inline.clear();
    story
}

/// A text with what the findings suggest.
fn corrected(text: &str, found: &[Finding]) -> String {
    let mut places: Vec<(Span, &str)> = Vec::new();
    for f in found {
        let Some(suggestion) = &f.replacement else { continue };
        places.extend(f.places().map(|at| (at.0, suggestion.as_str())));
    }
    places.sort_by_key(|(at, _)| std::cmp::Reverse(at.start));
    let mut out = text.to_owned();
    for (at, suggestion) in places {
        if out.get(at.range()).is_some() {
            out.replace_range(at.range(), suggestion);
        }
    }
    out
}
