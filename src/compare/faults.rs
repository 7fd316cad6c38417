//! The words of a sentence that carry what the reader finds wrong with it.

use std::ops::Range;

use crate::analyse::Analysis;
use crate::compare::Case;
use crate::compare::changes::trim;
use crate::finding::{Finding, Rule, Severity};
use crate::reader::told::{Read, word_tags};
use crate::text::{RewriteSpan, Span, WireSpan};

/// From this probability a word carries the fault.
const CARRIES: f32 = 0.5;
/// From this probability a word of the wire is what it stands against.
const FACES: f32 = 0.35;
/// A longer run of words is told by its sentence.
const LONGEST: usize = 9;

/// A sentence that the wire does not bear out, by the reader.
pub(crate) struct Unborne<'a> {
    /// What was read.
    pub read: &'a Read,
    /// The words that carry the fault.
    pub words: RewriteSpan,
    /// The wire's words that they stand against; empty where no words of it stand out.
    pub against: Vec<WireSpan>,
}

impl Unborne<'_> {
    /// A finding of a rule about it: neutral, until it is weighed with what the rules say.
    pub fn finding(self, rule: &'static Rule, message: String) -> Finding {
        let finding = Finding::at(rule, self.words, message)
            .severity(Severity::Neutral)
            .confidence(1.0 - self.read.reading.borne_out);
        self.against.into_iter().fold(finding, Finding::against)
    }
}

/// The sentences that the reader takes to be rather not borne out than borne out, in the order of the rewrite.
pub(crate) fn unborne<'c>(case: &Case<'c>) -> impl Iterator<Item = Unborne<'c>> {
    let pairs = case.alignment.pairs.iter().zip(case.readings);
    pairs.filter_map(|(pair, read)| {
        let read = read.as_ref().filter(|r| r.reading.borne_out < 0.5)?;
        let tokens = case.rewrite.sentences[pair.sentence].tokens.clone();
        let words = RewriteSpan(run(case.rewrite, tokens, &read.reading.rewrite, 0.0)?);
        let against = read.passage.iter().filter_map(|w| {
            let wire = &case.wires[w.take];
            let span = run(wire, wire.sentences[w.sentence].tokens.clone(), &read.reading.wire, FACES)?;
            Some(WireSpan { take: w.take, span })
        });
        let against = against.collect();
        Some(Unborne { read, words, against })
    })
}

/// The run of words whose pieces are marked most; none where no piece is marked as surely as `least`.
fn run(a: &Analysis, tokens: Range<usize>, pieces: &[(Span, f32)], least: f32) -> Option<Span> {
    let marks = word_tags(a, tokens, pieces);
    let top = marks.iter().map(|(_, p)| *p).fold(0.0, f32::max);
    if marks.is_empty() || top < least {
        return None;
    }
    let bar = CARRIES.min(top);
    // A word between two that carry it belongs to them.
    let carries =
        |i: usize| marks[i].1 >= bar || i > 0 && i + 1 < marks.len() && marks[i - 1].1 >= bar && marks[i + 1].1 >= bar;
    let mut best: Option<(f32, Range<usize>)> = None;
    let mut from = 0;
    while from < marks.len() {
        let end = (from..marks.len()).find(|i| !carries(*i)).unwrap_or(marks.len());
        let weight = marks[from..end].iter().map(|(_, p)| *p).sum::<f32>();
        if end > from && best.as_ref().is_none_or(|(w, _)| weight > *w) {
            best = Some((weight, from..end));
        }
        from = end.max(from) + 1;
    }
    let (_, range) = best?;
    let range = if range.len() > LONGEST {
        let surest = range.clone().max_by(|x, y| marks[*x].1.total_cmp(&marks[*y].1))?;
        let from = surest.saturating_sub(LONGEST / 2).max(range.start);
        from..(from + LONGEST).min(range.end)
    } else {
        range
    };
    Some(trim(a, marks[range.start].0..marks[range.end - 1].0 + 1))
}
