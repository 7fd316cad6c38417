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
    let mut links: Links = vec![None; n];
    let mut taken = vec![false; m];
    if n == 0 || m == 0 {
        return links;
    }
    let token = |i: usize| &side.analysis.tokens[side.words[i] as usize];
    // Every word is held against every other, so what is compared lies close together.
    let mine: Vec<Keys> = (0..n).map(|i| Keys::of(token(i))).collect();
    let theirs: Vec<Keys> = (0..m).map(|j| Keys::of(target.token(j))).collect();
    let equal = |i: usize, j: usize| -> Option<Bind> {
        let (a, b) = (&mine[i], &theirs[j]);
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
    };
    let mut candidates: Vec<Candidate> = Vec::with_capacity(2 * (n + m));
    for i in 0..n {
        for j in 0..m {
            let Some(how) = equal(i, j) else { continue };
            let context = run_context(i, j, n, m, target, equal);
            let content = token(i).is_content();
            // A function word needs an equal neighbour to be bound in this round.
            if !content && context < 0.9 {
                continue;
            }
            let base = match how {
                Bind::Same => 1.0,
                Bind::Lemma => 0.9,
                _ => 0.6,
            };
            let far = (i as f32 / n as f32 - j as f32 / m as f32).abs();
            let worth = if content { 1.0 } else { 0.0 };
            let part = f32::from(target.part[j]) * 0.15;
            candidates.push(Candidate {
                score: worth + base + 0.6 * context - 0.5 * far - part,
                i: i as u32,
                j: j as u32,
                how,
            });
        }
    }
    take_best(&mut candidates, &mut links, &mut taken);

    // Phrases that stand for phrases, wherever their words are still free.
    lexical.phrases(side, target, &mut |i, len_i, j, len_j| {
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

    // Related words: synonyms, derivations, aliases, numbers; nearer ones and those with bound neighbours first.
    candidates.clear();
    for i in (0..n).filter(|i| links[*i].is_none() && token(*i).is_content()) {
        for j in (0..m).filter(|j| !taken[*j] && target.token(*j).is_content()) {
            let Some((strength, how)) = lexical.relate(side, i, target, j) else { continue };
            let context = bound_context(i, j, &links);
            let far = (i as f32 / n as f32 - j as f32 / m as f32).abs();
            // A weak relation counts only where the neighbours, or at least the position, speak for it too.
            let weak = how == Bind::Near || (how == Bind::Synonym && strength < 0.55);
            if weak && context < 0.3 && (how == Bind::Near || far > 0.2) {
                continue;
            }
            candidates.push(Candidate { score: strength + 0.5 * context - 0.4 * far, i: i as u32, j: j as u32, how });
        }
    }
    candidates.retain(|c| c.score > 0.25);
    take_best(&mut candidates, &mut links, &mut taken);

    // Function words between bound words.
    candidates.clear();
    for i in (0..n).filter(|i| links[*i].is_none() && !token(*i).is_content()) {
        for j in (0..m).filter(|j| !taken[*j]) {
            let Some(how) = equal(i, j) else { continue };
            let context = bound_context(i, j, &links);
            let far = (i as f32 / n as f32 - j as f32 / m as f32).abs();
            if context > 0.2 || far < 0.15 {
                candidates.push(Candidate { score: context - far, i: i as u32, j: j as u32, how });
            }
        }
    }
    take_best(&mut candidates, &mut links, &mut taken);
    links
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
