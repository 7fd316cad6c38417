//! Names and roles: who and what a story speaks of.
//!
//! A name is a run of capitalised words (or words that the tables know) in one sentence, with its kind, the role that stands with it
//! and the gender that its words fix. Short forms are linked to full ones, acronyms to expansions, so that all marks of one person or body
//! share an entity.

mod heads;
mod link;
mod mark;
mod roles;
mod runs;
mod words;
mod written;

use std::ops::Range;

use super::Shape;
use super::analysis::Analysis;
use super::hash;
use crate::text::{Keys, pair};
use words::Words;

pub use heads::{is_compound, is_org_head, is_particle, is_place_head, is_proper, is_speech, pronoun_gender};
pub use link::stands_for;
pub use mark::{NameKind, NameMark, RoleMark, Written};

/// Finds the names and roles of a whole story. Tokens, sentences and places have to be there.
pub(super) fn mark(a: &mut Analysis) {
    let known = link::surnames(a);
    let mut place = 0;
    for s in 0..a.sentences.len() {
        let words = Words::of(a, s);
        let first_role = a.roles.len();
        let mut found = Vec::new();
        roles::find(a, &words, &mut found);
        let first_name = a.names.len();
        let mut names = Vec::new();
        while a.places.get(place).is_some_and(|p| p.tokens.start < a.sentences[s].tokens.start) {
            place += 1;
        }
        runs::find(a, &words, s, place, &mut found, &known, &mut names);
        a.roles.extend(found);
        a.names.extend(names);
        roles::attach(a, s, first_role, first_name);
    }
    link::entities(a);
    let written: Vec<(Written, u64)> = a.names.iter().map(|m| (Written::of(a, m), key(a, m))).collect();
    let mut seen = Keys::default();
    for (n, (m, (written, key))) in a.names.iter_mut().zip(written).enumerate() {
        (m.written, m.key) = (written, key);
        if seen.insert(key) {
            a.distinct.push(n);
        }
    }
}

/// What a name is compared by.
fn key(a: &Analysis, m: &NameMark) -> u64 {
    let entity = m.place.map_or(0, |p| hash(a.places[p].place.entity) ^ a.places[p].place.form as u64);
    let body = m.org.map_or(0, hash);
    let lemmas = a.tokens[m.tokens.clone()].iter().fold(0, |key, t| pair(key, t.lemma));
    pair(pair(hash(a.words(m.tokens.clone())), body), pair(entity, m.kind as u64) ^ lemmas)
}

impl NameMark {
    /// Whether it is one word in capitals, as initials are: "EU", "NATO".
    pub fn is_upper(&self, a: &Analysis) -> bool {
        self.tokens.len() == 1 && a.tokens[self.tokens.start].shape == Shape::Upper
    }
}

impl Analysis {
    /// Indices of the names, each way of writing one once.
    pub fn distinct_names(&self) -> impl Iterator<Item = usize> + '_ {
        self.distinct.iter().copied()
    }

    /// The name that a token belongs to, an index into `names`.
    pub fn name_at(&self, token: usize) -> Option<usize> {
        let k = self.names.partition_point(|n| n.tokens.end <= token);
        self.names.get(k).filter(|n| n.tokens.contains(&token)).map(|_| k)
    }

    /// The names that stand wholly in some tokens, as indices into `names`.
    pub fn names_in(&self, tokens: Range<usize>) -> Range<usize> {
        let first = self.names.partition_point(|n| n.tokens.start < tokens.start);
        let last = self.names.partition_point(|n| n.tokens.start < tokens.end);
        first..last.max(first)
    }

    /// The roles that begin in some tokens, as indices into `roles`.
    pub fn roles_in(&self, tokens: Range<usize>) -> Range<usize> {
        let first = self.roles.partition_point(|r| r.tokens.start < tokens.start);
        let last = self.roles.partition_point(|r| r.tokens.start < tokens.end);
        first..last.max(first)
    }
}

#[cfg(test)]
mod tests;
