//! Which sentences of a rewrite are read, and beside which of the wire's words.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::ScopedJoinHandle;

use crate::align::{Alignment, Bind, Pair, WireSentence};
use crate::analyse::Analysis;
use crate::ingest::BlockKind;
use crate::text::Span;

use super::brought::Brought;
use super::builtin::Reader;
use super::reading::{Gap, Reading};

/// So many sentences of a wire are read beside one of the rewrite, at most.
const PASSAGES: usize = 3;

/// So many sentences of one rewrite are read at most in the mode "auto": more than a story has, and a limit to what a whole archive in one file
/// costs.
pub const MOST: usize = 100;

/// A shorter sentence is not read for its gaps.
const LEAST_WORDS: usize = 5;

/// A passage that bears a sentence out so surely is the last that is read beside it.
const ENOUGH: f32 = 0.8;

/// A sentence of the rewrite as the reader read it, beside the passage that bears it out best.
#[derive(Clone, Debug)]
pub struct Read {
    /// What the reader says; spans are those of the texts of both analyses.
    pub reading: Reading,
    /// The sentences of the wire that were read beside it, in their order.
    pub passage: Vec<WireSentence>,
    /// Whether a model that was brought judged it.
    pub brought: bool,
}

/// For each pair of the alignment what was read; none where the sentence is the wire's own, or no wire tells it.
pub type Readings = Vec<Option<Read>>;

/// For each sentence of the rewrite what is said of the places before its words; none where it was not read by itself.
pub type Gaps = Vec<Option<Box<[Gap]>>>;

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

/// Whether a sentence has its full stop, or another mark that ends one.
fn ends_with_mark(sentence: &str) -> bool {
    let closers = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']');
    sentence.trim_end_matches(closers).ends_with(['.', '!', '?', '…'])
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

/// The words among these tokens, each with the probability of its surest piece that it carries the fault.
pub fn word_tags(a: &Analysis, tokens: Range<usize>, pieces: &[(Span, f32)]) -> Vec<(usize, f32)> {
    // Pieces and tokens stand in the order of the text.
    let Some(first) = a.tokens.get(tokens.start) else { return Vec::new() };
    let mut next = pieces.iter().skip_while(|(s, _)| s.end <= first.span.start).peekable();
    let words = tokens.filter(|t| a.tokens[*t].is_word());
    words
        .map(|t| {
            let span = a.tokens[t].span;
            let mut most = 0.0f32;
            while let Some((s, p)) = next.peek().filter(|(s, _)| s.start < span.end) {
                if s.overlaps(span) {
                    most = most.max(*p);
                }
                next.next();
            }
            (t, most)
        })
        .collect()
}

/// By what sentences are read.
#[derive(Clone, Copy, Debug)]
pub struct With<'a> {
    /// A model that judges in the place of the built-in one.
    pub model: Option<&'a Brought>,
    /// With how many threads. What is read is the same on any number.
    pub threads: usize,
}

impl With<'_> {
    fn read(self, wire: &str, rewrite: &str) -> Option<Reading> {
        match self.model {
            Some(model) => model.read(wire, rewrite),
            None => Reader::at_hand().map(|reader| reader.read(wire, rewrite)),
        }
    }
}

/// Reads the sentences of the pairs that are `wanted` and not the wire's own, as long as `go_on` says so, which is asked for each sentence that
/// the calling thread reads; none where it said no.
pub fn read_while(
    rewrite: &Analysis,
    wires: &[Analysis],
    alignment: &Alignment,
    wanted: &[bool],
    with: With,
    go_on: &dyn Fn() -> bool,
) -> Option<Readings> {
    let worth = |(pair, wanted): (&Pair, &bool)| {
        pair.wire.first().is_some_and(|best| *wanted && !verbatim(rewrite, wires, pair, *best))
    };
    let places: Vec<usize> =
        (0..).zip(alignment.pairs.iter().zip(wanted)).filter(|(_, p)| worth(*p)).map(|(i, _)| i).collect();
    on_threads(alignment.pairs.len(), &places, with.threads, go_on, |place| {
        read(with, rewrite, wires, &alignment.pairs[place])
    })
}

/// Reads the sentences of running text that are not the wire's own by themselves, for the gaps in them, in the same way; at most `most` of
/// them, the first ones.
pub fn gaps_while(
    rewrite: &Analysis,
    wires: &[Analysis],
    alignment: &Alignment,
    most: usize,
    threads: usize,
    go_on: &dyn Fn() -> bool,
) -> Option<Gaps> {
    let worth = |pair: &&Pair| {
        let s = &rewrite.sentences[pair.sentence];
        let words = || s.tokens.clone().filter(|i| rewrite.tokens[*i].is_word()).count();
        // Headings, captions and lists leave words out; so do exclamations.
        s.kind == BlockKind::Paragraph
            && ends_with_mark(s.span.of(&rewrite.text))
            && words() >= LEAST_WORDS
            && pair.wire.first().is_none_or(|best| !verbatim(rewrite, wires, pair, *best))
    };
    let wanted: Vec<usize> = alignment.pairs.iter().filter(worth).map(|p| p.sentence).take(most).collect();
    on_threads(rewrite.sentences.len(), &wanted, threads, go_on, |place| {
        let span = rewrite.sentences[place].span;
        let mut gaps = Reader::at_hand()?.gaps(span.of(&rewrite.text));
        for gap in &mut gaps {
            let range = gap.before.range();
            gap.before = Span::new(range.start + span.range().start, range.end + span.range().start);
        }
        Some(gaps)
    })
}

/// Reads what lies at these places, whoever of the threads is free; as many answers as there are places in all. None where `go_on` said no,
/// which the calling thread asks for each that it reads itself.
fn on_threads<T: Clone + Send>(
    all: usize,
    places: &[usize],
    threads: usize,
    go_on: &dyn Fn() -> bool,
    read: impl Fn(usize) -> Option<T> + Sync,
) -> Option<Vec<Option<T>>> {
    let (next, stopped) = (AtomicUsize::new(0), AtomicBool::new(false));
    let one = || {
        let place = *places.get(next.fetch_add(1, Ordering::Relaxed))?;
        Some((place, read(place)))
    };
    let mut out = vec![None; all];
    // A thread costs less than a sentence, and one sentence is for the caller.
    let others = threads.min(places.len()).saturating_sub(1);
    std::thread::scope(|scope| {
        let help = || std::iter::from_fn(|| if stopped.load(Ordering::Relaxed) { None } else { one() }).collect();
        let helpers: Vec<ScopedJoinHandle<Vec<_>>> = (0..others).map(|_| scope.spawn(help)).collect();
        loop {
            if !go_on() {
                stopped.store(true, Ordering::Relaxed);
                break;
            }
            let Some((place, read)) = one() else { break };
            out[place] = read;
        }
        for helper in helpers {
            // What goes wrong in a thread goes wrong in the check.
            let read = helper.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            read.into_iter().for_each(|(place, read)| out[place] = read);
        }
    });
    (!stopped.into_inner()).then_some(out)
}

fn read(with: With, rewrite: &Analysis, wires: &[Analysis], pair: &Pair) -> Option<Read> {
    let span = rewrite.sentences[pair.sentence].span;
    let sentence = span.of(&rewrite.text);
    let mut best: Option<Read> = None;
    for passage in passages(pair) {
        let (text, starts) = words_of(&wires[passage[0].take], &passage);
        let mut reading = with.read(&text, sentence)?;
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
            best = Some(Read { reading, passage, brought: with.model.is_some() });
        }
        if best.as_ref().is_some_and(|b| b.reading.borne_out >= ENOUGH) {
            break;
        }
    }
    best
}
