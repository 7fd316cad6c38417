//! Which sentences of a rewrite are read, and beside which of the wire's words.

use crate::align::{Alignment, Bind, Pair, WireSentence};
use crate::analyse::Analysis;
use crate::text::Span;

use super::{Reader, Reading};

/// So many sentences of a wire are read beside one of the rewrite, at most.
const PASSAGES: usize = 3;

/// So many sentences of one rewrite are read at most in the mode "auto": more than a story has, and a limit to what a whole archive in one file
/// costs.
pub const MOST: usize = 100;

/// A passage that bears a sentence out so surely is the last that is read beside it.
const ENOUGH: f32 = 0.8;

/// A sentence of the rewrite as the reader read it, beside the passage that bears it out best.
#[derive(Clone, Debug)]
pub struct Read {
    /// What the reader says; spans are those of the texts of both analyses.
    pub reading: Reading,
    /// The sentences of the wire that were read beside it, in their order.
    pub passage: Vec<WireSentence>,
}

/// For each pair of the alignment what was read; none where the sentence is the wire's own, or no wire tells it.
pub type Readings = Vec<Option<Read>>;

/// Whether a sentence has the words of the wire's best sentence for it, all and in their order: nothing is left to read.
fn verbatim(rewrite: &Analysis, wires: &[Analysis], pair: &Pair, best: WireSentence) -> bool {
    let wire = &wires[best.take];
    let words =
        |a: &Analysis, sentence: usize| a.sentences[sentence].tokens.clone().filter(|i| a.tokens[*i].is_word()).count();
    let mut at = 0;
    let in_order = pair.words.iter().flatten().all(|l| {
        let same = l.how == Bind::Same && l.to.take as usize == best.take && l.to.token >= at;
        at = l.to.token;
        same
    });
    in_order && pair.spots.is_empty() && words(rewrite, pair.sentence) == words(wire, best.sentence)
}

/// The passages that a sentence is read beside: the wire's best sentence for it, and that with the next best of the same take.
fn passages(pair: &Pair) -> Vec<Vec<WireSentence>> {
    let Some(best) = pair.wire.first() else { return Vec::new() };
    let mut all: Vec<WireSentence> = pair.wire.iter().filter(|w| w.take == best.take).take(PASSAGES).copied().collect();
    all.sort_unstable();
    all.dedup();
    let mut out = vec![vec![*best]];
    if all.len() > 1 {
        out.push(all);
    }
    out.extend(pair.wire.iter().find(|w| w.take != best.take).map(|w| vec![*w]));
    out
}

/// The words of some sentences, one after the other, and where each begins: in what is read, and in the text.
fn words_of(a: &Analysis, sentences: &[WireSentence]) -> (String, Vec<(usize, usize)>) {
    let (mut text, mut starts) = (String::new(), Vec::new());
    for s in sentences {
        if !text.is_empty() {
            text.push(' ');
        }
        let span = a.sentences[s.sentence].span;
        starts.push((text.len(), span.range().start));
        text.push_str(span.of(&a.text));
    }
    (text, starts)
}

/// Reads the sentences of the pairs that are `wanted` and not the wire's own, as long as `go_on` says so, which is asked for
/// each sentence; none where it said no.
pub fn read_while(
    rewrite: &Analysis,
    wires: &[Analysis],
    alignment: &Alignment,
    wanted: &[bool],
    go_on: &dyn Fn() -> bool,
) -> Option<Readings> {
    let mut out = Vec::with_capacity(alignment.pairs.len());
    for (pair, wanted) in alignment.pairs.iter().zip(wanted) {
        if !go_on() {
            return None;
        }
        let worth = pair.wire.first().is_some_and(|best| *wanted && !verbatim(rewrite, wires, pair, *best));
        out.push(if worth { read(Reader::embedded(), rewrite, wires, pair) } else { None });
    }
    Some(out)
}

fn read(reader: &Reader, rewrite: &Analysis, wires: &[Analysis], pair: &Pair) -> Option<Read> {
    let span = rewrite.sentences[pair.sentence].span;
    let sentence = span.of(&rewrite.text);
    let mut best: Option<Read> = None;
    for passage in passages(pair) {
        let (text, starts) = words_of(&wires[passage[0].take], &passage);
        let mut reading = reader.read(&text, sentence);
        for (s, _) in &mut reading.wire {
            let range = s.range();
            let (read, real) = starts[starts.partition_point(|(read, _)| *read <= range.start).saturating_sub(1)];
            *s = Span::new(range.start - read + real, range.end - read + real);
        }
        for (s, _) in &mut reading.rewrite {
            let range = s.range();
            *s = Span::new(range.start + span.range().start, range.end + span.range().start);
        }
        if best.as_ref().is_none_or(|b| reading.borne_out > b.reading.borne_out) {
            best = Some(Read { reading, passage });
        }
        if best.as_ref().is_some_and(|b| b.reading.borne_out >= ENOUGH) {
            break;
        }
    }
    best
}
