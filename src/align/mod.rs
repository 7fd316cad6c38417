//! Which sentences tell the same thing, and which words stand for which. Calls nothing an error.

mod alignment;
mod bound;
mod edits;
pub mod figures_and_dates;
mod lexical;
pub mod quotes;
mod repeated_takes;
mod residue;
mod sentences;
mod sides;
mod words;

pub use alignment::{Alignment, Bind, Edit, Pair, Spot, WireSentence, WireToken, WordLink, wire_span};
pub use quotes::{QuoteEdit, QuoteMatch};

use std::collections::HashSet;
use std::sync::OnceLock;

use crate::analyse::Analysis;
use crate::ingest::BlockKind;
use crate::text::Keys;
use bound::Bound;
use sides::{Side, Target};

/// What is looked up in the wires: made once, for any number of rewrites.
#[derive(Debug)]
pub struct WireLookup {
    sentences: sentences::Index,
    phrases: Vec<lexical::Prepared>,
    quotes: quotes::WireWords,
    /// Asked only where there are several takes and sentences are missing.
    body: OnceLock<repeated_takes::Body>,
}

impl WireLookup {
    /// What is looked up in these wires.
    pub fn new(wires: &[Analysis]) -> Self {
        WireLookup {
            sentences: sentences::Index::new(wires),
            phrases: wires.iter().map(lexical::Prepared::new).collect(),
            quotes: quotes::WireWords::default(),
            body: OnceLock::new(),
        }
    }
}

/// Aligns a rewrite with its wires; `lookup` is theirs.
pub fn align(rewrite: &Analysis, wires: &[Analysis], lookup: &WireLookup) -> Alignment {
    align_while(rewrite, wires, lookup, &|| true).unwrap_or_default()
}

/// The same as long as `go_on` says so, which is asked for each sentence and quote and before each step; none where it said no.
pub fn align_while(
    rewrite: &Analysis,
    wires: &[Analysis],
    lookup: &WireLookup,
    go_on: &dyn Fn() -> bool,
) -> Option<Alignment> {
    let ask = || go_on().then_some(());
    let matches = sentences::match_all(rewrite, &lookup.sentences, go_on)?;
    let phrases = lexical::Prepared::new(rewrite);
    let lexical = lexical::Lexical::new(&phrases, &lookup.phrases);
    let mut bound = Bound::new(wires);
    let mut work = Vec::with_capacity(matches.len());
    for (s, m) in matches.iter().enumerate() {
        ask()?;
        let side = Side::of(rewrite, s);
        let target = Target::of(wires, &m.wire);
        let links = words::bind(&side, &target, &lexical);
        links.iter().flatten().for_each(|(j, _)| bound.insert(target.words[*j]));
        work.push((side, target, links));
    }
    let mut out = Alignment::default();
    let (mut matched, mut total) = (0.0, 0.0);
    for (s, (m, (side, target, links))) in matches.into_iter().zip(work).enumerate() {
        ask()?;
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
        matched += have;
        total += all;
        if !pair.wire.is_empty() {
            pair.spots = residue::find(&side, &target, &links, &bound, 1);
        }
        out.pairs.push(pair);
    }
    out.same_story = if total > 0.0 { matched / total } else { 0.0 };
    ask()?;
    out.dropped = dropped(&out.pairs, rewrite, wires, &bound);
    repeated_takes::once(&mut out.dropped, wires, &lookup.body);
    ask()?;
    out.quotes = quotes::find(rewrite, wires, &lookup.quotes, go_on)?;
    ask()?;
    out.edits = edits::find(rewrite, wires, &out.pairs);
    Some(out)
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
            let (all, matched) = content.fold((0, 0), |(all, matched), i| {
                let here = bound.contains(WireToken { take: take as u32, token: i as u32 });
                (all + 1, matched + usize::from(here || has.contains(&wire.tokens[i].canon)))
            });
            if all >= 3 && matched * 5 < all * 3 {
                out.push(id);
            }
        }
    }
    out
}
