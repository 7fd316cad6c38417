//! Sentences many to many: which sentences of the wires tell what a sentence of the rewrite tells.
//!
//! Every content word votes for the wire sentences that have it, by a weight that falls with how common the word is in the wires.
//! The work grows with the number of words times the number of sentences that share one, and that is capped, so it stays linear.

use super::alignment::WireSentence;
use crate::analyse::{Analysis, Shape, Token, TokenKind};

/// A word in more wire sentences than this votes for none: it tells nothing, and its votes would cost quadratic time.
const TOO_COMMON: usize = 64;

/// Where each word of the wires stands, by its canonical key.
#[derive(Debug, Default)]
pub struct Index {
    sentences: Vec<WireSentence>,
    weights: Vec<f32>,
    /// The key of every content word and a sentence that has it, sorted; each pair once.
    posts: Vec<(u64, u32)>,
}

/// How much a word says by itself, before it is known how common it is in the story.
pub fn weight(t: &Token) -> f32 {
    match t.kind {
        TokenKind::Number => 1.3,
        TokenKind::Word if !t.is_content() => 0.1,
        TokenKind::Word if t.shape != Shape::Lower => 1.4,
        TokenKind::Word => 1.0,
        _ => 0.0,
    }
}

impl Index {
    /// Indexes all sentences of all wires.
    pub fn new(wires: &[Analysis]) -> Self {
        let mut index = Index::default();
        for (take, wire) in wires.iter().enumerate() {
            for (s, sentence) in wire.sentences.iter().enumerate() {
                let id = index.sentences.len() as u32;
                index.sentences.push(WireSentence { take, sentence: s });
                let mut total = 0.0;
                for t in &wire.tokens[sentence.tokens.clone()] {
                    total += weight(t);
                    if t.is_content() {
                        index.posts.push((t.canon, id));
                    }
                }
                index.weights.push(total);
            }
        }
        index.posts.sort_unstable();
        index.posts.dedup();
        index
    }

    /// The sentences that have a word, in order.
    fn posts(&self, canon: u64) -> &[(u64, u32)] {
        let from = self.posts.partition_point(|(key, _)| *key < canon);
        let rest = self.posts.get(from..).unwrap_or_default();
        let count = rest.iter().take(TOO_COMMON + 1).take_while(|(key, _)| *key == canon).count();
        rest.get(..count).unwrap_or_default()
    }

    /// How many sentences there are.
    pub fn len(&self) -> usize {
        self.sentences.len()
    }

    /// Whether there is no sentence at all.
    pub fn is_empty(&self) -> bool {
        self.sentences.is_empty()
    }
}

/// What the wires have for one sentence.
#[derive(Debug, Default, Clone)]
pub struct Match {
    /// Sentences of the wires, best first.
    pub wire: Vec<WireSentence>,
    /// Share of the sentence's weight that they tell.
    pub score: f32,
}

/// Under this share of common weight two sentences are not taken to tell the same.
const ENOUGH: f32 = 0.18;

/// How many wire sentences may stand behind one sentence of the rewrite.
const MOST: usize = 3;

/// Matches every sentence of the rewrite.
pub fn match_all(rewrite: &Analysis, index: &Index, go_on: &dyn Fn() -> bool) -> Option<Vec<Match>> {
    let mut votes = vec![0.0f32; index.len()];
    let mut touched: Vec<u32> = Vec::new();
    let mut out = Vec::with_capacity(rewrite.sentences.len());
    let mut expected = 0usize;
    for sentence in &rewrite.sentences {
        if !go_on() {
            return None;
        }
        let tokens = &rewrite.tokens[sentence.tokens.clone()];
        let m = match_one(tokens, index, &mut votes, &mut touched, expected);
        if let Some(best) = m.wire.first() {
            expected = index.sentences.partition_point(|s| s < best) + 1;
        }
        out.push(m);
    }
    // A sentence that nothing voted for still stands between two that are matched: what the wire has between those is its likely source.
    if index.len() == 1 && out.len() == 1 && out[0].wire.is_empty() {
        out[0].wire.push(index.sentences[0]);
    }
    fill_gaps(&mut out, index);
    Some(out)
}

fn match_one(tokens: &[Token], index: &Index, votes: &mut [f32], touched: &mut Vec<u32>, expected: usize) -> Match {
    let total: f32 = tokens.iter().map(weight).sum();
    if total <= 0.0 || index.is_empty() {
        return Match::default();
    }
    touched.clear();
    // The content words with where they stand; the search is done once for each.
    let mut left: Vec<(&Token, &[(u64, u32)])> = Vec::with_capacity(tokens.len());
    for t in tokens.iter().filter(|t| t.is_content()) {
        if let Some((_, posts)) = left.iter().find(|(seen, _)| seen.canon == t.canon) {
            left.push((t, posts));
            continue;
        }
        let posts = index.posts(t.canon);
        left.push((t, posts));
        if posts.is_empty() || posts.len() > TOO_COMMON {
            continue;
        }
        let vote = weight(t) / (1.0 + 0.3 * (posts.len() as f32).ln());
        for &(_, p) in posts {
            if votes[p as usize] == 0.0 {
                touched.push(p);
            }
            votes[p as usize] += vote;
        }
    }
    // Dice's coefficient, with a nudge for the sentence that comes next in the wire.
    let score = |p: u32, v: f32| {
        let near = 1.0 / (1.0 + (p as f32 - expected as f32).abs());
        2.0 * v / (total + index.weights[p as usize]) + 0.06 * near
    };
    let mut ranked: Vec<(f32, u32)> = touched.iter().map(|&p| (score(p, votes[p as usize]), p)).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut found = Match::default();
    for &(s, p) in ranked.iter().take(8) {
        if found.wire.len() == MOST {
            break;
        }
        let holds = |(t, posts): &(&Token, &[(u64, u32)])| match posts.len() {
            // Only the beginning of what is too common is here.
            TOO_COMMON.. => index.posts.binary_search(&(t.canon, p)).is_ok(),
            _ => posts.iter().any(|(_, sentence)| *sentence == p),
        };
        let gain: f32 = left.iter().filter(|word| holds(word)).map(|(t, _)| weight(t)).sum();
        let first = found.wire.is_empty();
        // A further sentence has to tell a good part of what the first ones leave open.
        let strong = votes[p as usize] / total > 0.5;
        if (first && (s >= ENOUGH || strong)) || (!first && gain >= 1.9 && gain / total > 0.12) {
            found.wire.push(index.sentences[p as usize]);
            found.score += gain / total;
            left.retain(|word| !holds(word));
        } else if first {
            break;
        }
    }
    for &p in touched.iter() {
        votes[p as usize] = 0.0;
    }
    found
}

/// Gives an unmatched sentence between two matched ones the single wire sentence that stands between theirs, with score 0.
fn fill_gaps(matches: &mut [Match], index: &Index) {
    let taken: std::collections::HashSet<WireSentence> = matches.iter().flat_map(|m| m.wire.iter().copied()).collect();
    for i in 1..matches.len().saturating_sub(1) {
        if !matches[i].wire.is_empty() {
            continue;
        }
        let (Some(&before), Some(&after)) = (matches[i - 1].wire.first(), matches[i + 1].wire.first()) else {
            continue;
        };
        let between = WireSentence { take: before.take, sentence: before.sentence + 1 };
        if before.take == after.take
            && after.sentence == before.sentence + 2
            && index.sentences.binary_search(&between).is_ok()
            && !taken.contains(&between)
        {
            matches[i].wire.push(between);
        }
    }
}
