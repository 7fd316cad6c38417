use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::align::wire_span;
use crate::analyse::{Analysis, NameKind};
use crate::compare::states::{compatible, state_of};
use crate::compare::unmatched_names::{self, Likeness, UnmatchedName};
use crate::compare::{Case, Shared};
use crate::finding::{Finding, Severity};
use crate::knowledge::places::{Kind, StateId};
use crate::text::RewriteSpan;

rule! {
    /// # What it reports
    /// A nationality that differs from the wire's: "Latvian" for "Estonian".
    ///
    /// # Why it matters
    /// People, governments and armies of one country are taken for those of another.
    ///
    /// # Evidence it asks for
    /// An adjective or a name for the people of a place that the wire's sentence does not mention in any form, where
    /// the wire has another, in a sentence that otherwise agrees.
    ///
    /// Severity: major; critical where it is a named person's.
    ///
    /// # Example
    /// ```text
    /// wire: An Estonian trawler was towed into port on Sunday.
    /// rewrite: A Latvian trawler was towed into port on Sunday.
    /// fires: Latvian
    /// wire: Icelandic Fisheries Minister Katla Brynjarsdóttir spoke from home. "If they sign, we sign," she said on Friday.
    /// rewrite: “If they sign, we sign,” Danish Fisheries Minister Katla Brynjarsdóttir said on Friday.
    /// fires: Danish
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The prime minister of Estonia arrived on Sunday.
    /// rewrite: The Estonian prime minister arrived on Sunday.
    /// silent
    /// wire: A Dutch trawler was towed into port on Sunday.
    /// rewrite: A trawler from the Netherlands was towed into port on Sunday.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// A nationality added where the wire has none.
    id: "nationality-changed",
    group: Names,
    category: Mistranslation,
    severity: Major,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Spared,
}

/// Compares the nationalities of each sentence with those of the wire's.
pub fn check(case: &Shared, out: &mut Vec<Finding>) {
    let of_persons = unmatched_names::places_of_persons(case);
    for s in case.unmatched_names() {
        if s.kind(case) == Some(NameKind::Place) && unmatched_names::of_people(case, s) && s.like == Likeness::Different
        {
            out.extend(finding(case, s, &of_persons));
        }
    }
    holders(case, out);
}

/// A minister, a coach or a spokesman of another state than in the wire, wherever the two texts name them.
fn holders(case: &Case, out: &mut Vec<Finding>) {
    let a = case.rewrite;
    let mut asked = HashMap::new();
    for r in a.roles.iter().filter(|r| r.title.domain() != "diplomacy") {
        let (Some(name), Some(place), Some(state)) = (r.name, r.place, state_of(a, r)) else { continue };
        if a.names[name].tokens.len() < 2 {
            continue;
        }
        let asked = asked.entry((a.names[name].key, state)).or_insert_with(|| other_state(case, name, state));
        let Some((take, there)) = asked.clone() else { continue };
        let wire = &case.wires[take];
        let words = a.places[place].tokens.clone();
        let message = format!(
            "the wire says “{}” of {}, the rewrite “{}”",
            wire.words(there.clone()),
            a.words(a.names[name].tokens.clone()),
            a.words(words.clone())
        );
        let found =
            Finding::at(&RULE, RewriteSpan(a.span(words)), message).severity(Severity::Critical).confidence(0.85);
        out.push(found.against(wire_span(case.wires, take, there)));
    }
}

/// The words of a wire for the state of a person, where every wire that says one has another than the rewrite and none brings the
/// rewrite's near the name.
fn other_state(case: &Case, name: usize, state: StateId) -> Option<(usize, Range<usize>)> {
    let same = |wire: &Analysis, m: usize| case.likeness(name, wire, m) <= Likeness::Misspelt;
    let mut other = None;
    for (take, wire) in case.wires.iter().enumerate() {
        for r in &wire.roles {
            let (Some(m), Some(place), Some(theirs)) = (r.name, r.place, state_of(wire, r)) else { continue };
            if !same(wire, m) {
                continue;
            }
            if compatible(theirs, state) {
                return None;
            }
            other = other.or(Some((take, wire.places[place].tokens.clone())));
        }
    }
    // Only now, because it is rare: a sentence that has both the person and the rewrite's state.
    let both = |wire: &Analysis| {
        wire.places.iter().filter(|p| p.place.kind == Kind::State && p.state.is_some_and(|s| compatible(s, state))).any(
            |p| {
                let sentence = wire.sentences[wire.tokens[p.tokens.start].sentence as usize].tokens.clone();
                wire.names_in(sentence).any(|m| wire.names[m].kind == NameKind::Person && same(wire, m))
            },
        )
    };
    other.filter(|_| !case.wires.iter().any(both))
}

fn finding(case: &Case, s: &UnmatchedName, of_persons: &HashSet<usize>) -> Option<Finding> {
    let of_person = s.mark(case).place.is_some_and(|p| of_persons.contains(&p));
    let severity = if of_person && s.exact { Severity::Critical } else { Severity::Major };
    Some(unmatched_names::finding(case, &RULE, s)?.severity(severity))
}
