//! Which sentences tell the same thing, and which words stand for which. Calls nothing an error.

pub mod figures_and_dates;
mod gaps;
mod lexical;
pub mod quotes;
mod repeated_takes;
mod sentences;
mod words;

pub use quotes::{QuoteEdit, QuoteMatch};

use std::collections::HashSet;
use std::ops::Range;
use std::sync::OnceLock;

use crate::analyse::Analysis;
use crate::ingest::BlockKind;
use crate::text::{Keys, Span, WireSpan, numbered};

/// A token of one of the wires.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WireToken {
    /// Which take.
    pub take: u32,
    /// Index into that take's tokens.
    pub token: u32,
}

/// A sentence of one of the wires.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WireSentence {
    /// Which take.
    pub take: usize,
    /// Index into that take's sentences.
    pub sentence: usize,
}

numbered! {
    /// Why a word of the rewrite is taken to stand for a word of the wire, the surest first.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Bind {
        /// The same folded form.
        Same,
        /// Another form of the same lemma.
        Lemma,
        /// Equal by the tables: numbers in words and digits, aliases and demonyms of a place, spelling variants.
        Equal,
        /// A synonym or a derivation of the same root.
        Synonym,
        /// Part of a phrase that stands for a phrase.
        Phrase,
        /// Near in meaning by the word vectors or the lexicon, and in the same position.
        Near,
    }
}

/// A word of the rewrite bound to a word of the wire.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WordLink {
    /// The wire's word.
    pub to: WireToken,
    /// Why.
    pub how: Bind,
}

/// A place where words stay unbound: on both sides, facing each other, or on one side only.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// Unbound tokens of the rewrite; empty where the wire's words were dropped, then at the place where they are missing.
    pub rewrite: Range<usize>,
    /// The take that the wire's words are from.
    pub take: usize,
    /// Unbound tokens of the wire; empty where words were added.
    pub wire: Range<usize>,
    /// Whether the words just before are bound to each other on both sides.
    pub left_bound: bool,
    /// Whether the words just after are bound to each other on both sides.
    pub right_bound: bool,
}

/// One sentence of the rewrite and what the wires have for it.
#[derive(Clone, Debug, Default)]
pub struct Pair {
    /// The sentence of the rewrite.
    pub sentence: usize,
    /// Sentences of the wires that tell it, best first; empty when none does.
    pub wire: Vec<WireSentence>,
    /// How much of the sentence is told there, 0 to 1, by weight of its words.
    pub score: f32,
    /// For each token of the sentence, counted from its first, the wire's word that it stands for.
    pub words: Vec<Option<WordLink>>,
    /// Where words stay unbound.
    pub spots: Vec<Spot>,
}

impl Pair {
    /// The wire's word that a token of the rewrite stands for; `first` is the first token of the pair's sentence.
    pub fn link(&self, first: usize, token: usize) -> Option<WordLink> {
        self.words.get(token.checked_sub(first)?).copied().flatten()
    }
}

/// The whole alignment of a rewrite with its wires.
#[derive(Debug, Default)]
pub struct Alignment {
    /// One entry per sentence of the rewrite, in order.
    pub pairs: Vec<Pair>,
    /// Sentences of the wires that no sentence of the rewrite tells.
    pub dropped: Vec<WireSentence>,
    /// The quotes of the rewrite that a wire has, in or out of quotation marks.
    pub quotes: Vec<QuoteMatch>,
    /// How much of the rewrite the wires tell, 0 to 1; under 0.15 the two hardly tell the same story.
    pub same_story: f32,
}

/// The wire tokens that any sentence of the rewrite is bound to: for each take, one entry a token.
struct Bound(Vec<Vec<bool>>);

impl Bound {
    fn new(wires: &[Analysis]) -> Self {
        Self(wires.iter().map(|w| vec![false; w.tokens.len()]).collect())
    }

    fn insert(&mut self, at: WireToken) {
        if let Some(slot) = self.0.get_mut(at.take as usize).and_then(|take| take.get_mut(at.token as usize)) {
            *slot = true;
        }
    }

    fn contains(&self, at: WireToken) -> bool {
        self.0.get(at.take as usize).and_then(|take| take.get(at.token as usize)).is_some_and(|bound| *bound)
    }
}

/// What is looked up in the wires: made once, for any number of rewrites.
#[derive(Debug)]
pub struct WireIndex {
    sentences: sentences::Index,
    phrases: Vec<lexical::Prepared>,
    quotes: quotes::WireWords,
    /// Asked only where there are several takes and sentences are missing.
    body: OnceLock<repeated_takes::Body>,
}

impl WireIndex {
    /// The index of these wires.
    pub fn new(wires: &[Analysis]) -> Self {
        WireIndex {
            sentences: sentences::Index::new(wires),
            phrases: wires.iter().map(lexical::Prepared::new).collect(),
            quotes: quotes::WireWords::default(),
            body: OnceLock::new(),
        }
    }
}

/// Aligns a rewrite with its wires; `index` is theirs.
pub fn align(rewrite: &Analysis, wires: &[Analysis], index: &WireIndex) -> Alignment {
    let matches = sentences::match_all(rewrite, &index.sentences);
    let phrases = lexical::Prepared::new(rewrite);
    let lexical = lexical::Lexical::new(&phrases, &index.phrases);
    let mut bound = Bound::new(wires);
    let mut work = Vec::with_capacity(matches.len());
    for (s, m) in matches.iter().enumerate() {
        let side = side(rewrite, s);
        let target = target(wires, &m.wire);
        let links = words::bind(&side, &target, &lexical);
        links.iter().flatten().for_each(|(j, _)| bound.insert(target.words[*j]));
        work.push((side, target, links));
    }
    let mut out = Alignment::default();
    let (mut told, mut total) = (0.0, 0.0);
    for (s, (m, (side, target, links))) in matches.into_iter().zip(work).enumerate() {
        let tokens = rewrite.sentences[s].tokens.clone();
        let mut pair = Pair { sentence: s, wire: m.wire, words: vec![None; tokens.len()], ..Pair::default() };
        let (mut have, mut all) = (0.0, 0.0);
        for (i, link) in links.iter().enumerate() {
            let token = side.words[i] as usize;
            let w = sentences::weight(&rewrite.tokens[token]);
            all += w;
            if link.is_some() {
                have += w;
                pair.words[token - tokens.start] = words::token_link(&target, *link);
            }
        }
        pair.score = if all > 0.0 { have / all } else { 0.0 };
        told += have;
        total += all;
        if !pair.wire.is_empty() {
            pair.spots = gaps::find(&side, &target, &links, &bound, 1);
        }
        out.pairs.push(pair);
    }
    out.same_story = if total > 0.0 { told / total } else { 0.0 };
    out.dropped = dropped(&out.pairs, rewrite, wires, &bound);
    repeated_takes::once(&mut out.dropped, wires, &index.body);
    out.quotes = quotes::find(rewrite, wires, &index.quotes);
    out
}

fn side(rewrite: &Analysis, sentence: usize) -> words::Side<'_> {
    let tokens = rewrite.sentences[sentence].tokens.clone();
    let mut words = Vec::with_capacity(tokens.len());
    words.extend(words::word_indices(rewrite, tokens).map(|i| i as u32));
    words::Side { analysis: rewrite, words }
}

fn target<'a>(wires: &'a [Analysis], sentences: &[WireSentence]) -> words::Target<'a> {
    let room = sentences.iter().map(|s| wires[s.take].sentences[s.sentence].tokens.len()).sum();
    let mut target = words::Target { wires, words: Vec::with_capacity(room), part: Vec::with_capacity(room) };
    for (part, s) in sentences.iter().enumerate() {
        let wire = &wires[s.take];
        for i in words::word_indices(wire, wire.sentences[s.sentence].tokens.clone()) {
            target.words.push(WireToken { take: s.take as u32, token: i as u32 });
            target.part.push(part as u8);
        }
    }
    target
}

/// Wire sentences that no pair names and most of whose content words the rewrite lacks. The headline, subheads and summary lines
/// only repeat what the body says; they are not missed.
fn dropped(pairs: &[Pair], rewrite: &Analysis, wires: &[Analysis], bound: &Bound) -> Vec<WireSentence> {
    let named: HashSet<WireSentence> = pairs.iter().flat_map(|p| p.wire.iter().copied()).collect();
    let has: Keys = rewrite.tokens.iter().filter(|t| t.is_content()).map(|t| t.canon).collect();
    let mut out = Vec::new();
    for (take, wire) in wires.iter().enumerate() {
        for (s, sentence) in wire.sentences.iter().enumerate() {
            let id = WireSentence { take, sentence: s };
            if named.contains(&id) || sentence.kind != BlockKind::Paragraph {
                continue;
            }
            let content = sentence.tokens.clone().filter(|i| wire.tokens[*i].is_content());
            let (all, told) = content.fold((0, 0), |(all, told), i| {
                let here = bound.contains(WireToken { take: take as u32, token: i as u32 });
                (all + 1, told + usize::from(here || has.contains(&wire.tokens[i].canon)))
            });
            if all >= 3 && told * 5 < all * 3 {
                out.push(id);
            }
        }
    }
    out
}

impl Alignment {
    /// The wire's word that a token of the rewrite stands for. `sentence` is the token's sentence.
    pub fn link(&self, rewrite: &Analysis, token: usize) -> Option<WordLink> {
        let sentence = rewrite.tokens.get(token)?.sentence as usize;
        let first = rewrite.sentences.get(sentence)?.tokens.start;
        self.pairs.get(sentence)?.words.get(token - first).copied().flatten()
    }
}

/// The span of some tokens of a wire.
pub fn wire_span(wires: &[Analysis], take: usize, tokens: Range<usize>) -> WireSpan {
    WireSpan { take, span: wires.get(take).map_or(Span::default(), |a| a.span(tokens)) }
}
