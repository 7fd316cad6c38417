//! Marks of one story that name the same: short forms and full ones, acronyms and expansions.

use std::collections::HashMap;

use super::mark::{NameKind, NameMark};
use super::words::capital;
use crate::analyse::analysis::Analysis;
use crate::analyse::{Class, Shape, hash};
use crate::knowledge::titles::Gender;

/// Hashes, in order, of words that the story writes with a capital inside a sentence: there the capital is the word's own.
pub fn surnames(a: &Analysis) -> Vec<u64> {
    let mut out = Vec::new();
    for s in &a.sentences {
        let tokens = &a.tokens[s.tokens.clone()];
        let upper = tokens.iter().filter(|t| capital(t)).count();
        // In a headline in title case every word has a capital.
        if upper * 2 > tokens.iter().filter(|t| t.is_word()).count() && tokens.len() > 4 {
            continue;
        }
        for pair in tokens.windows(2) {
            let [before, t] = pair else { continue };
            if capital(t) && t.class == Class::Content && before.is_word() {
                out.push(t.hash);
            }
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// Gives every mark its entity, and short forms the kind and gender of their full forms.
pub fn entities(a: &mut Analysis) {
    let mut full: HashMap<(u64, u64), usize> = HashMap::new();
    let mut by_word: HashMap<u64, Vec<usize>> = HashMap::new();
    let mut keyed: HashMap<u64, usize> = HashMap::new();
    for n in 0..a.names.len() {
        let m = &a.names[n];
        let (first, last) = (a.tokens[m.tokens.start].hash, a.tokens[m.tokens.end - 1].hash);
        let words = m.tokens.len();
        if m.kind == NameKind::Person && words > 1 {
            let entity = *full.entry((first, last)).or_insert(n);
            a.names[n].entity = entity;
            if entity == n {
                by_word.entry(last).or_default().push(n);
                if first != last {
                    by_word.entry(first).or_default().push(n);
                }
            }
        } else if m.kind != NameKind::Person && (words > 1 || m.kind != NameKind::Other) {
            let key = match (m.place, m.org) {
                (Some(p), _) => hash(a.places[p].place.entity) ^ 1,
                (_, Some(org)) => hash(org) ^ 2,
                _ => m.tokens.clone().fold(3, |h: u64, i| h.rotate_left(7) ^ a.tokens[i].hash),
            };
            a.names[n].entity = *keyed.entry(key).or_insert(n);
        }
    }
    short_forms(a, &by_word, &mut keyed);
    acronyms(a);
    genders(a);
}

/// Single words that are part of a person's full name.
fn short_forms(a: &mut Analysis, by_word: &HashMap<u64, Vec<usize>>, keyed: &mut HashMap<u64, usize>) {
    for n in 0..a.names.len() {
        let m = &a.names[n];
        if m.entity != usize::MAX && !(m.tokens.len() == 1 && m.org.is_none() && m.place.is_none()) {
            continue;
        }
        let word = a.tokens[m.tokens.end - 1].hash;
        // The nearest full form before it, or else the first after it.
        let found = by_word.get(&word).and_then(|all| all.iter().rev().find(|f| **f < n).or(all.first()).copied());
        match found {
            Some(f) => {
                let m = &mut a.names[n];
                m.entity = f;
                m.kind = NameKind::Person;
                m.sure = true;
            }
            None if m.entity == usize::MAX => a.names[n].entity = *keyed.entry(word ^ 5).or_insert(n),
            None => {}
        }
    }
}

/// "Organization for Security and Cooperation in Europe (OSCE)": a word of capitals goes with the name whose initials it has.
fn acronyms(a: &mut Analysis) {
    let upper = |m: &NameMark| m.tokens.len() == 1 && a.tokens[m.tokens.start].shape == Shape::Upper;
    if !a.names.iter().any(upper) {
        return;
    }
    // The first name with these initials.
    let mut by_initials: HashMap<String, usize> = HashMap::new();
    for n in (0..a.names.len()).filter(|n| a.names[*n].tokens.len() > 2) {
        for initials in initials(a, n) {
            by_initials.entry(initials).or_insert(n);
        }
    }
    for n in 0..a.names.len() {
        let m = &a.names[n];
        if m.tokens.len() != 1 || a.tokens[m.tokens.start].shape != Shape::Upper {
            continue;
        }
        let letters = a.fold(m.tokens.start);
        let found = by_initials.get(letters).filter(|_| letters.chars().count() > 1);
        if let Some(&o) = found {
            a.names[n].entity = a.names[o].entity;
            if a.names[o].org.is_some() || a.names[n].org.is_none() {
                a.names[n].org = a.names[o].org;
            }
        }
    }
}

/// The initials of a name: those of its capitalised words, and those of all its words.
fn initials(a: &Analysis, name: usize) -> [String; 2] {
    let Some(m) = a.names.get(name) else { return Default::default() };
    let initial = |i: usize| a.fold(i).chars().next();
    let strict = m.tokens.clone().filter(|i| capital(&a.tokens[*i])).filter_map(initial);
    let loose = m.tokens.clone().filter(|i| a.tokens[*i].is_word()).filter_map(initial);
    [strict.collect(), loose.collect()]
}

/// Whether folded letters are the initials of a name.
pub fn stands_for(letters: &str, a: &Analysis, name: usize) -> bool {
    letters.chars().count() > 1 && initials(a, name).iter().any(|i| i == letters)
}

fn genders(a: &mut Analysis) {
    let mut known: HashMap<usize, Gender> = HashMap::new();
    for m in a.names.iter().filter(|m| m.kind == NameKind::Person) {
        if let Some(g) = m.gender {
            known.entry(m.entity).or_insert(g);
        }
    }
    for m in a.names.iter_mut().filter(|m| m.kind == NameKind::Person && m.gender.is_none()) {
        m.gender = known.get(&m.entity).copied();
    }
}
