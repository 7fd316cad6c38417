//! Names of the wire that a sentence leaves out although it tells all the rest.

use std::ops::Range;

use super::likeness::has;
use super::{Likeness, answered};
use crate::align::Pair;
use crate::analyse::names::Written;
use crate::analyse::{Analysis, Class, NameKind, TokenKind};
use crate::compare::Case;
use crate::knowledge::places::{Relation, same_place};
use crate::knowledge::tagger::{Tag, VerbForm};

/// A name of a wire that the rewrite has nowhere.
#[derive(Clone, Debug)]
pub struct DroppedName {
    /// Which wire.
    pub take: usize,
    /// An index into that wire's names.
    pub name: usize,
    /// The words of the rewrite between which it is missing, where the sentence is broken there.
    pub hole: Option<Range<usize>>,
}

/// How much of the wire's sentence, the name left out, the rewrite's has to tell.
const TOLD: f32 = 0.85;

/// Persons and places that the rewrite leaves out of sentences that it tells closely, in the order of the rewrite.
pub fn find(case: &Case) -> Vec<DroppedName> {
    let mut out = Vec::new();
    if case.alignment.same_story < 0.3 {
        return out;
    }
    for pair in case.going(&case.alignment.pairs).filter(|p| p.score >= 0.5) {
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
            let open = |j: usize| !bound[j - tokens.start];
            if !mark.tokens.clone().all(open) || answered(case, pair, s.take, m) {
                continue;
            }
            let hole = hole(case, pair, s.take, m);
            let dropped = DroppedName { take: s.take, name: m, hole };
            // "The minister" for "Minister Tarmo Lepp": the title stands for the person.
            let titled = mark.role.is_some_and(|r| !wire.roles[r].tokens.clone().all(open));
            if dropped.hole.is_some() && !titled {
                out.push(dropped);
                continue;
            }
            let held = tokens.clone().filter(|j| wire.tokens[*j].is_content() && !mark.tokens.contains(j));
            let (mut all, mut told) = (0, 0);
            for j in held {
                all += 1;
                told += usize::from(!open(j));
            }
            let close = pair.score >= 0.75 && all >= 4 && told as f32 >= TOLD * all as f32;
            if close && !titled && matters(wire, m) && gone(case, pair, s.take, m) {
                out.push(dropped);
            }
        }
    }
    out
}

/// The two words of the rewrite between which the name is missing, if they cannot stand side by side: a preposition without its noun, a
/// verb without its subject.
fn hole(case: &Case, pair: &Pair, take: usize, m: usize) -> Option<Range<usize>> {
    let (a, wire) = (case.rewrite, &case.wires[take]);
    let mark = &wire.names[m];
    let sentence = a.sentences[pair.sentence].tokens.clone();
    let spot = pair.spots.iter().find(|s| {
        s.take == take && s.rewrite.is_empty() && s.wire.start <= mark.tokens.start && s.wire.end >= mark.tokens.end
    })?;
    let at = spot.rewrite.start;
    let linked =
        |i: usize| pair.link(sentence.start, i).filter(|l| l.to.take as usize == take).map(|l| l.to.token as usize);
    let next = a.tokens.get(at).filter(|_| at < sentence.end)?;
    let before = at.checked_sub(1).filter(|b| *b >= sentence.start);
    let verb = |i: usize| {
        let t = &a.tokens[i];
        let form = a.form(i).verb_form(Tag::Verb);
        // "Of disallowed goals", "to parents": the wire's word, or the one behind, says that it is none.
        let noun = linked(i).is_some_and(|j| matches!(wire.tokens[j].tag, Tag::Noun | Tag::Adj))
            || form == Some(VerbForm::Past) && a.tokens.get(i + 1).is_some_and(|n| n.tag == Tag::Noun);
        t.tag == Tag::Aux || t.tag == Tag::Verb && !noun && matches!(form, Some(VerbForm::Past | VerbForm::S))
    };
    // "Came to Europe from and Asia", "on the agenda in include".
    let leads = before.is_some_and(|b| {
        a.tokens[b].class == Class::Preposition
            && linked(b).is_some_and(|j| {
                j < mark.tokens.start && (j + 1..mark.tokens.start).all(|k| !wire.tokens[k].is_content())
            })
    });
    let ends = next.kind == TokenKind::Punct && a.fold(at) != "\""
        || matches!(next.class, Class::Preposition | Class::Conjunction) && a.fold(at) != "per"
        || verb(at);
    if leads && ends {
        return Some(at - 1..at + 1);
    }
    // "On July 17, learned that the walls had cracked", "Does not want foreign controls".
    let opens = match before {
        None => true,
        Some(b) => {
            a.tokens[b].class == Class::Subordinator
                || a.fold(b) == "," && !a.tokens[sentence.start..b].iter().any(|t| t.tag == Tag::Verb)
        }
    };
    let subject = verb(at)
        && linked(at)
            .is_some_and(|j| j >= mark.tokens.end && (mark.tokens.end..j).all(|k| !wire.tokens[k].is_content()));
    (opens && subject && a.quote_at(at).is_none()).then(|| before.unwrap_or(at)..at + 1)
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
    if has(wire, mark, a, 0..a.tokens.len(), &|_| false) {
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
