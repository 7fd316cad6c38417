//! Names of the wire that a sentence leaves out although it tells all the rest.

use super::likeness::has;
use super::{Likeness, answered};
use crate::align::Pair;
use crate::analyse::names::Written;
use crate::analyse::{Analysis, NameKind};
use crate::compare::Case;
use crate::knowledge::places::{Relation, same_place};

/// A name of a wire that the rewrite has nowhere.
#[derive(Clone, Copy, Debug)]
pub struct DroppedName {
    /// Which wire.
    pub take: usize,
    /// An index into that wire's names.
    pub name: usize,
}

/// How much of the wire's sentence, the name left out, the rewrite's has to tell.
const TOLD: f32 = 0.85;

/// Persons and places that the rewrite leaves out of sentences that it tells closely, in the order of the rewrite.
pub fn find(case: &Case) -> Vec<DroppedName> {
    let mut out = Vec::new();
    if case.alignment.same_story < 0.3 {
        return out;
    }
    for pair in case.alignment.pairs.iter().filter(|p| p.score >= 0.75) {
        let [s] = pair.wire.as_slice() else { continue };
        let wire = &case.wires[s.take];
        let tokens = wire.sentences[s.sentence].tokens.clone();
        let mut bound = vec![false; tokens.len()];
        for l in pair.words.iter().flatten().filter(|l| l.to.take as usize == s.take) {
            if let Some(slot) = (l.to.token as usize).checked_sub(tokens.start).and_then(|k| bound.get_mut(k)) {
                *slot = true;
            }
        }
        for m in wire.names_in(tokens.clone()) {
            let mark = &wire.names[m];
            let held = tokens.clone().filter(|j| wire.tokens[*j].is_content() && !mark.tokens.contains(j));
            let (mut all, mut told) = (0, 0);
            for j in held {
                all += 1;
                told += usize::from(bound[j - tokens.start]);
            }
            // "The minister" for "Minister Tarmo Lepp": the title stands for the person.
            let title = mark.role.map_or(mark.tokens.clone(), |r| wire.roles[r].tokens.clone());
            let untold = mark.tokens.clone().chain(title).all(|j| !bound[j - tokens.start]);
            if untold && all >= 4 && told as f32 >= TOLD * all as f32 && matters(wire, m) && gone(case, pair, s.take, m)
            {
                out.push(DroppedName { take: s.take, name: m });
            }
        }
    }
    out
}

/// A person by name, or a place that is none of what another word says already.
fn matters(wire: &Analysis, m: usize) -> bool {
    let mark = &wire.names[m];
    let place = mark.place.map(|p| &wire.places[p]);
    // "Hungarian", "Britain's prime minister": the title that is left says as much.
    let of_title = wire.roles.iter().any(|r| r.place.is_some() && r.place == mark.place);
    match mark.kind {
        NameKind::Person => (mark.sure || mark.tokens.len() > 1) && mark.written == Written::Plain,
        NameKind::Place => mark.sure && !of_title && place.is_some_and(|p| !p.is_demonym() && !within_another(wire, m)),
        _ => false,
    }
}

/// "Austin, Texas": the town says in which state it is.
fn within_another(wire: &Analysis, m: usize) -> bool {
    let sentence = wire.tokens[wire.names[m].tokens.start].sentence;
    let Some(p) = wire.names[m].place else { return false };
    wire.places.iter().enumerate().any(|(k, q)| {
        k != p
            && wire.tokens[q.tokens.start].sentence == sentence
            && same_place(&wire.places[p].place, &q.place) <= Relation::Contains
    })
}

/// Whether the rewrite has the name nowhere, and nothing in its place.
fn gone(case: &Case, pair: &Pair, take: usize, m: usize) -> bool {
    let (a, wire) = (case.rewrite, &case.wires[take]);
    let mark = &wire.names[m];
    if answered(case, pair, take, m) || has(wire, mark, a, 0..a.tokens.len(), &|_| false) {
        return false;
    }
    if (0..a.names.len()).any(|n| case.likeness(n, wire, m) < Likeness::Different) {
        return false;
    }
    // "Corona" and "coronavirus".
    let word = wire.fold(mark.tokens.end - 1);
    if a.tokens.iter().any(|t| a.fold_of(t).contains(word)) {
        return false;
    }
    let words = wire.words(mark.tokens.clone()).to_uppercase();
    if case.rewrite_story.dateline.is_some_and(|d| d.span.of(&a.text).to_uppercase().contains(&words)) {
        return false;
    }
    // Something else stands there: a pronoun, "the city", another name.
    let faced =
        pair.spots.iter().find(|s| s.take == take && s.wire.start < mark.tokens.end && s.wire.end > mark.tokens.start);
    let stands = |s: &crate::align::Spot| s.rewrite.clone().any(|i| a.tokens[i].is_word() && !link_word(a.fold(i)));
    faced.is_none_or(|s| !stands(s))
}

/// What is put in or taken out when a list gets shorter.
fn link_word(word: &str) -> bool {
    matches!(word, "and" | "or" | "with" | "the" | "in" | "of" | "both" | "at")
}
