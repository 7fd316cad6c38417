//! Words inside a sentence pair: which stands for which.
//!
//! After Sultan, Bethard and Sumner (2014), "Back to Basics for Monolingual Alignment": equal words first, surest context first,
//! then related words whose neighbours are bound, then function words between bound ones.

use super::alignment::{Bind, WordLink};
use super::sides::{Links, Side, Target};
use crate::align::lexical::Lexical;
use crate::analyse::Token;

struct Candidate {
    score: f32,
    i: u32,
    j: u32,
    how: Bind,
}

/// What makes two words equal.
struct Keys {
    hash: u64,
    lemma: u64,
    canon: u64,
}

impl Keys {
    fn of(t: &Token) -> Self {
        Keys { hash: t.hash, lemma: t.lemma, canon: t.canon }
    }
}

/// Binds the words of a side to those of a target.
pub fn bind(side: &Side, target: &Target, lexical: &Lexical) -> Links {
    let (n, m) = (side.words.len(), target.words.len());
    let links: Links = vec![None; n];
    if n == 0 || m == 0 {
        return links;
    }
    let mine = (0..n).map(|i| Keys::of(&side.analysis.tokens[side.words[i] as usize])).collect();
    let theirs = (0..m).map(|j| Keys::of(target.token(j))).collect();
    let candidates = Vec::with_capacity(2 * (n + m));
    let mut binder = Binder { side, target, mine, theirs, links, taken: vec![false; m], candidates };
    binder.equal_words();
    binder.phrases(lexical);
    binder.related_words(lexical);
    binder.function_words();
    binder.links
}

/// Binds the surest words first; each round leaves fewer free.
struct Binder<'a> {
    side: &'a Side<'a>,
    target: &'a Target<'a>,
    /// Every word is held against every other, so what is compared lies close together.
    mine: Vec<Keys>,
    theirs: Vec<Keys>,
    links: Links,
    /// The words of the target that are bound.
    taken: Vec<bool>,
    candidates: Vec<Candidate>,
}

impl Binder<'_> {
    fn is_content(&self, i: usize) -> bool {
        self.side.analysis.tokens[self.side.words[i] as usize].is_content()
    }

    fn equal(&self, i: usize, j: usize) -> Option<Bind> {
        let (a, b) = (&self.mine[i], &self.theirs[j]);
        // Most words differ in all three, and one branch tells that.
        if (a.hash != b.hash) & (a.lemma != b.lemma) & (a.canon != b.canon) {
            return None;
        }
        if a.hash == b.hash {
            Some(Bind::Same)
        } else if a.lemma == b.lemma {
            Some(Bind::Lemma)
        } else {
            Some(Bind::Equal)
        }
    }

    /// How far the words are from each other's place in the sentence, 0 to 1.
    fn far(&self, i: usize, j: usize) -> f32 {
        (i as f32 / self.mine.len() as f32 - j as f32 / self.theirs.len() as f32).abs()
    }

    fn push(&mut self, score: f32, i: usize, j: usize, how: Bind) {
        self.candidates.push(Candidate { score, i: i as u32, j: j as u32, how });
    }

    fn take_best(&mut self) {
        take_best(&mut self.candidates, &mut self.links, &mut self.taken);
        self.candidates.clear();
    }

    /// Equal words, those in equal surroundings first.
    fn equal_words(&mut self) {
        let (n, m) = (self.mine.len(), self.theirs.len());
        for i in 0..n {
            for j in 0..m {
                let Some(how) = self.equal(i, j) else { continue };
                let context = run_context(i, j, n, m, self.target, |i, j| self.equal(i, j));
                let content = self.is_content(i);
                // A function word needs an equal neighbour to be bound in this round.
                if !content && context < 0.9 {
                    continue;
                }
                let base = match how {
                    Bind::Same => 1.0,
                    Bind::Lemma => 0.9,
                    _ => 0.6,
                };
                let worth = if content { 1.0 } else { 0.0 };
                let part = f32::from(self.target.part[j]) * 0.15;
                self.push(worth + base + 0.6 * context - 0.5 * self.far(i, j) - part, i, j, how);
            }
        }
        self.take_best();
    }

    /// Phrases that stand for phrases, wherever their words are still free.
    fn phrases(&mut self, lexical: &Lexical) {
        let (links, taken) = (&mut self.links, &mut self.taken);
        lexical.phrases(self.side, self.target, &mut |i, len_i, j, len_j| {
            let free = |k: &usize| links[*k].is_none();
            let mut open_i = (i..i + len_i).filter(free).peekable();
            let mut open_j = (j..j + len_j).filter(|k| !taken[*k]).peekable();
            if open_i.peek().is_none() || open_j.peek().is_none() {
                return;
            }
            let (is, js): (Vec<usize>, Vec<usize>) = (open_i.collect(), open_j.collect());
            for (k, &i) in is.iter().enumerate() {
                let j = js[k.min(js.len() - 1)];
                links[i] = Some((j, Bind::Phrase));
            }
            for j in js {
                taken[j] = true;
            }
        });
    }

    /// Related words: synonyms, derivations, aliases, numbers; nearer ones and those with bound neighbours first.
    fn related_words(&mut self, lexical: &Lexical) {
        for i in 0..self.mine.len() {
            if self.links[i].is_some() || !self.is_content(i) {
                continue;
            }
            for j in 0..self.theirs.len() {
                if self.taken[j] || !self.target.token(j).is_content() {
                    continue;
                }
                let Some((strength, how)) = lexical.relate(self.side, i, self.target, j) else { continue };
                let (context, far) = (bound_context(i, j, &self.links), self.far(i, j));
                // A weak relation counts only where the neighbours, or at least the position, speak for it too.
                let weak = how == Bind::Near || (how == Bind::Synonym && strength < 0.55);
                if weak && context < 0.3 && (how == Bind::Near || far > 0.2) {
                    continue;
                }
                self.push(strength + 0.5 * context - 0.4 * far, i, j, how);
            }
        }
        self.candidates.retain(|c| c.score > 0.25);
        self.take_best();
    }

    /// Function words between bound words.
    fn function_words(&mut self) {
        for i in 0..self.mine.len() {
            if self.links[i].is_some() || self.is_content(i) {
                continue;
            }
            for j in 0..self.theirs.len() {
                let Some(how) = self.equal(i, j).filter(|_| !self.taken[j]) else { continue };
                let (context, far) = (bound_context(i, j, &self.links), self.far(i, j));
                if context > 0.2 || far < 0.15 {
                    self.push(context - far, i, j, how);
                }
            }
        }
        self.take_best();
    }
}

fn take_best(candidates: &mut [Candidate], links: &mut Links, taken: &mut [bool]) {
    candidates.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.i.cmp(&b.i)).then(a.j.cmp(&b.j)));
    for c in candidates.iter() {
        let (i, j) = (c.i as usize, c.j as usize);
        if links[i].is_none() && !taken[j] {
            links[i] = Some((j, c.how));
            taken[j] = true;
        }
    }
}

/// How many words around `i` and `j` are equal at the same distance, nearer ones counting more: 0 to about 3.
fn run_context(
    i: usize,
    j: usize,
    n: usize,
    m: usize,
    target: &Target,
    equal: impl Fn(usize, usize) -> Option<Bind>,
) -> f32 {
    let mut sum = 0.0;
    for d in 1..=3usize {
        let worth = 1.0 / d as f32;
        if i >= d && j >= d && target.part[j - d] == target.part[j] && equal(i - d, j - d).is_some() {
            sum += worth;
        }
        if i + d < n && j + d < m && target.part[j + d] == target.part[j] && equal(i + d, j + d).is_some() {
            sum += worth;
        }
    }
    sum
}

/// How well the neighbours of `i` are bound to neighbours of `j`: 0 to 2.
fn bound_context(i: usize, j: usize, links: &Links) -> f32 {
    let mut sum = 0.0;
    for (near, before) in [(nearest(links, i, true), true), (nearest(links, i, false), false)] {
        let Some((k, to)) = near else { continue };
        let (gap_i, gap_j) = if before { (i - k, j as isize - to as isize) } else { (k - i, to as isize - j as isize) };
        if (1..=4).contains(&gap_j) && gap_i <= 4 {
            sum += 1.0 / (gap_i.max(gap_j as usize) as f32);
        }
    }
    sum
}

fn nearest(links: &Links, i: usize, before: bool) -> Option<(usize, usize)> {
    if before {
        (i.saturating_sub(4)..i).rev().find_map(|k| links[k].map(|(j, _)| (k, j)))
    } else {
        (i + 1..links.len().min(i + 5)).find_map(|k| links[k].map(|(j, _)| (k, j)))
    }
}

/// Turns links of word positions into links of tokens.
pub fn token_link(target: &Target, link: Option<(usize, Bind)>) -> Option<WordLink> {
    link.map(|(j, how)| WordLink { to: target.words[j], how })
}
