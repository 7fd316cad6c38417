//! How much each difference between rewrite and wire weighs: the residue of the alignment, with everything that bears on whether
//! it is a fault, and a probability learnt from labelled pairs. Says nothing to the user; the rules do.

mod change;
mod features;
pub mod fluency;
mod model;
mod names;
pub mod stamp;
mod words;

pub use change::{CLOSE, Change, ChangeKind, KEPT};
pub use model::stamp as trees_stamp;
pub use names::{FEATURES, NAMES};

use std::ops::Range;
use std::sync::OnceLock;

use fluency::Grams;

use crate::align::{Alignment, Bind, Pair, WireSentence};
use crate::analyse::Analysis;
use crate::ingest::BlockKind;
use crate::knowledge::lexicon::Relations;
use crate::text::Keys;

/// Under this probability of a fault of any kind a change is not worth a second look.
const HARMLESS: f32 = 0.02;

/// All differences of one rewrite, and how English its sentences are.
#[derive(Debug, Default)]
pub struct Weighed {
    /// The differences, pair after pair.
    pub changes: Vec<Change>,
    /// For each sentence of the rewrite, how often its n-grams were seen and how much its tokens and its end surprise.
    pub grams: Vec<Grams>,
}

impl Weighed {
    /// The changes of the pair of this index.
    fn of(&self, pair: usize) -> impl Iterator<Item = &Change> {
        // Changes stand pair by pair.
        let from = self.changes.partition_point(|c| c.pair < pair);
        self.changes[from..].iter().take_while(move |c| c.pair == pair)
    }

    /// The highest probability that a change of the pair of this index is a major fault; 0 where nothing changed.
    pub fn gravest(&self, pair: usize) -> f32 {
        self.of(pair).map(|c| c.major).fold(0.0, f32::max)
    }

    /// Of so many pairs those in which something may be wrong, at most `most`, the likeliest: words stand otherwise than in the wire, and not in
    /// a way that is hardly ever a fault.
    pub fn doubtful(&self, pairs: usize, most: usize) -> Vec<bool> {
        let mut likely = vec![0.0f32; pairs];
        for c in &self.changes {
            if let Some(l) = likely.get_mut(c.pair) {
                *l = l.max(c.fault);
            }
        }
        let mut order: Vec<usize> = (0..pairs).filter(|p| likely[*p] >= HARMLESS).collect();
        order.sort_by(|a, b| likely[*b].total_cmp(&likely[*a]));
        let mut out = vec![false; pairs];
        for p in order.into_iter().take(most) {
            out[p] = true;
        }
        out
    }
}

/// What is looked up in the wires: made once, for any number of rewrites.
#[derive(Debug)]
pub struct WireGrams {
    /// The content words of all wires.
    said: Keys,
    /// The n-grams of each sentence of each wire that a rewrite was held against.
    sentences: Vec<Vec<OnceLock<Grams>>>,
}

impl WireGrams {
    /// The words of these wires; n-grams are looked up when a sentence is first asked for.
    pub fn new(wires: &[Analysis]) -> Self {
        let sentences = wires.iter().map(|w| w.sentences.iter().map(|_| OnceLock::new()).collect()).collect();
        WireGrams { said: wires.iter().flat_map(content).collect(), sentences }
    }

    fn of(&self, wires: &[Analysis], at: WireSentence) -> &Grams {
        let wire = &wires[at.take];
        self.sentences[at.take][at.sentence].get_or_init(|| Grams::of(wire, wire.sentences[at.sentence].tokens.clone()))
    }
}

/// The keys of the content words of a text.
fn content(a: &Analysis) -> impl Iterator<Item = u64> {
    a.tokens.iter().filter(|t| t.is_content()).map(|t| t.canon)
}

/// Weighs an alignment; `grams` are those of the wires.
pub fn weigh(rewrite: &Analysis, wires: &[Analysis], grams: &WireGrams, alignment: &Alignment) -> Weighed {
    weigh_while(rewrite, wires, grams, alignment, &|| true).unwrap_or_default()
}

/// The same as long as `go_on` says so, which is asked for each sentence; none where it said no.
pub fn weigh_while(
    rewrite: &Analysis,
    wires: &[Analysis],
    grams: &WireGrams,
    alignment: &Alignment,
    go_on: &dyn Fn() -> bool,
) -> Option<Weighed> {
    let mut out = differences_while(rewrite, wires, grams, alignment, go_on)?;
    judge(rewrite, alignment, &mut out.changes);
    Some(out)
}

/// As [`weigh`], with the probabilities left at 0: what these are learnt from.
pub fn differences(rewrite: &Analysis, wires: &[Analysis], grams: &WireGrams, alignment: &Alignment) -> Weighed {
    differences_while(rewrite, wires, grams, alignment, &|| true).unwrap_or_default()
}

fn differences_while(
    rewrite: &Analysis,
    wires: &[Analysis],
    grams: &WireGrams,
    alignment: &Alignment,
    go_on: &dyn Fn() -> bool,
) -> Option<Weighed> {
    let ask = || go_on().then_some(());
    let mut out = Weighed::default();
    let rewrite_words: Keys = content(rewrite).collect();
    for s in &rewrite.sentences {
        ask()?;
        out.grams.push(Grams::of(rewrite, s.tokens.clone()));
    }
    out.changes.reserve(alignment.pairs.iter().map(|p| p.spots.len() + p.words.len() / 4).sum());
    for (p, pair) in alignment.pairs.iter().enumerate() {
        let Some(best) = pair.wire.first() else { continue };
        ask()?;
        let wire_grams = grams.of(wires, *best);
        let context = features::Context::new(
            rewrite,
            wires,
            (pair, alignment.edits_of(p)),
            &rewrite_words,
            &grams.said,
            &out.grams[p],
            wire_grams,
        );
        let from = out.changes.len();
        collect(p, pair, rewrite, &context, &mut out.changes);
        for change in &mut out.changes[from..] {
            context.fill(change);
        }
    }
    Some(out)
}

/// Fills in the probabilities.
fn judge(rewrite: &Analysis, alignment: &Alignment, changes: &mut [Change]) {
    let samples: Vec<&[f32; FEATURES]> = changes.iter().map(|c| &c.features).collect();
    let (major, fault) = (model::MAJOR.probabilities(&samples), model::FAULT.probabilities(&samples));
    // Annotators marked stories; where little of a sentence is told, single words prove nothing; and headlines are written anew.
    let paragraph = |c: &Change| rewrite.sentences[alignment.pairs[c.pair].sentence].kind == BlockKind::Paragraph;
    let close = |c: &Change| c.score() >= CLOSE && c.kind != ChangeKind::Moved && paragraph(c);
    let asked: Vec<usize> = (0..changes.len()).filter(|i| close(&changes[*i])).collect();
    let samples: Vec<&[f32; FEATURES]> = asked.iter().map(|i| &changes[*i].features).collect();
    let marked = model::MARKED.probabilities(&samples);
    for (change, (major, fault)) in changes.iter_mut().zip(major.into_iter().zip(fault)) {
        (change.major, change.fault) = (major, fault);
    }
    for (i, marked) in asked.into_iter().zip(marked) {
        changes[i].marked = marked;
    }
    let asked: Vec<usize> =
        (0..changes.len()).filter(|i| changes[*i].kept() >= KEPT && paragraph(&changes[*i])).collect();
    let samples: Vec<&[f32; FEATURES]> = asked.iter().map(|i| &changes[*i].features).collect();
    let edited = model::EDITED.probabilities(&samples);
    for (i, edited) in asked.into_iter().zip(edited) {
        changes[i].edited = edited;
    }
}

fn collect(p: usize, pair: &Pair, rewrite: &Analysis, context: &features::Context, out: &mut Vec<Change>) {
    let change = |kind, rewrite: Range<usize>, take: usize, wire: Range<usize>| Change {
        kind,
        pair: p,
        rewrite,
        take,
        wire,
        head: None,
        wire_head: None,
        relations: Relations::default(),
        features: [0.0; FEATURES],
        major: 0.0,
        fault: 0.0,
        marked: 0.0,
        edited: 0.0,
    };
    for spot in &pair.spots {
        let kind = match (spot.rewrite.is_empty(), spot.wire.is_empty()) {
            (false, false) => ChangeKind::Substituted,
            (false, true) => ChangeKind::Added,
            (true, _) => ChangeKind::Dropped,
        };
        let mut c = change(kind, spot.rewrite.clone(), spot.take, spot.wire.clone());
        context.bounds(&mut c, spot.left_bound, spot.right_bound);
        out.push(c);
    }
    let first = rewrite.sentences[pair.sentence].tokens.start;
    let mut last: Option<(usize, crate::align::WireToken)> = None;
    for (k, link) in pair.words.iter().enumerate() {
        let Some(link) = link else { continue };
        let (i, j) = (first + k, link.to.token as usize);
        let kind = match link.how {
            Bind::Same => None,
            Bind::Lemma => Some(ChangeKind::Inflected),
            _ => Some(ChangeKind::Related),
        };
        if let Some(kind) = kind {
            out.push(change(kind, i..i + 1, link.to.take as usize, j..j + 1));
        }
        if let Some((before, to)) = last
            && to.take == link.to.take
            && to.token > link.to.token
            // Words of two sentences stand in no common order.
            && context.sentence_of(to) == context.sentence_of(link.to)
        {
            out.push(change(ChangeKind::Moved, before..i + 1, link.to.take as usize, j..to.token as usize + 1));
        }
        last = Some((i, link.to));
    }
}
