use std::collections::{HashMap, HashSet};

use crate::analyse::{Analysis, NameKind, RoleMark};
use crate::compare::Case;
use crate::compare::states::{compatible, state_of};
use crate::compare::unmatched_names;
use crate::finding::{Finding, Severity};
use crate::knowledge::places::{Form, Kind, StateId};
use crate::knowledge::titles::Modifier;
use crate::text::RewriteSpan;

rule! {
    /// # What it reports
    /// One person with two nationalities, or one office placed in two countries, within the rewrite: "the Estonian
    /// prime minister said … Latvian Prime Minister Ilse Brandt said from Tallinn".
    ///
    /// # Why it matters
    /// One of the two is wrong, whatever the wire says.
    ///
    /// # Evidence it asks for
    /// Two states given to one named person in the rewrite, where the wire does not have both; or an office without a
    /// name in one state and the same office with a name in another, whose holder speaks from a town of the first; or
    /// "the Latvian" for the only person it can refer to, whom the rewrite has called Estonian.
    ///
    /// Severity: major; critical where the text gives the same office to another state elsewhere.
    ///
    /// # Example
    /// ```text
    /// wire: The ferry will run again, the ministry said on Monday.
    /// rewrite: The ferry will run again, the Estonian transport minister said. “We are glad,” Latvian Transport Minister Ilse Brandt said in Tallinn on Monday.
    /// fires: Latvian Transport Minister
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: Estonian player Ilse Brandt beat Latvian player Anna Ozola.
    /// rewrite: Estonian player Ilse Brandt beat Latvian player Anna Ozola.
    /// silent
    /// wire: Estonian Prime Minister Ilse Brandt met Latvian Prime Minister Anna Ozola in Riga.
    /// rewrite: Estonian Prime Minister Ilse Brandt met the Latvian prime minister, Anna Ozola, in Riga.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Two names for one person.
    id: "self-contradiction-person",
    group: Itself,
    category: Inconsistency,
    severity: Major,
    speaks: Sharp,
    ground: Itself,
    fix: Advice,
    names: Judged,
}

/// Compares the states that the rewrite gives to its people and offices with each other.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    two_states(case, out);
    two_offices(case, out);
    the_other(case, out);
}

fn two_states(case: &Case, out: &mut Vec<Finding>) {
    let a = case.rewrite;
    // Of each person, the first role in each state.
    let mut held: HashMap<usize, Vec<(&RoleMark, StateId)>> = HashMap::new();
    for r in &a.roles {
        let (Some(name), Some(state)) = (r.name, state_of(a, r)) else { continue };
        let entity = a.names[name].entity;
        let earlier = held.entry(entity).or_default();
        let before = earlier.iter().find(|(_, s)| !compatible(*s, state)).copied();
        if !earlier.iter().any(|(_, s)| *s == state) {
            earlier.push((r, state));
        }
        let Some((before, other)) = before else { continue };
        // An ambassador or an envoy belongs to two states by trade.
        if [r, before].iter().any(|r| r.title.domain() == "diplomacy") || a.names[entity].tokens.len() < 2 {
            continue;
        }
        let name = a.words(a.names[entity].tokens.clone());
        if wires_have(case, entity, &[state, other]) {
            continue;
        }
        out.push(
            Finding::at(
                &RULE,
                RewriteSpan(a.span(r.whole.clone())),
                format!(
                    "{name} is “{}” here but “{}” elsewhere",
                    a.words(r.whole.clone()),
                    a.words(before.whole.clone())
                ),
            )
            .severity(Severity::Major)
            .confidence(0.75)
            .against_itself(RewriteSpan(a.span(before.whole.clone()))),
        );
    }
}

/// Whether the wires say both states of the person.
fn wires_have(case: &Case, name: usize, states: &[StateId]) -> bool {
    states.iter().all(|s| {
        case.wires.iter().any(|w| {
            w.roles.iter().any(|r| {
                r.name.is_some_and(|m| case.likeness(name, w, m) <= unmatched_names::Likeness::Misspelt)
                    && state_of(w, r) == Some(*s)
            })
        })
    })
}

/// "the Estonian prime minister" without a name, and a Latvian prime minister who speaks from Tallinn.
fn two_offices(case: &Case, out: &mut Vec<Finding>) {
    let a = case.rewrite;
    let former = |r: &RoleMark| r.title.modifiers.has(Modifier::Former);
    // Of each office without a name, the first mention in each state.
    let mut bare: HashMap<_, Vec<(&RoleMark, StateId)>> = HashMap::new();
    for r in a.roles.iter().filter(|r| r.name.is_none() && !r.title.plural) {
        let Some(state) = state_of(a, r) else { continue };
        let mentions = bare.entry((r.title.office, former(r))).or_default();
        if !mentions.iter().any(|(_, s)| *s == state) {
            mentions.push((r, state));
        }
    }
    if bare.is_empty() {
        return;
    }
    let offices = |x: &Analysis, named: bool| -> HashSet<_> {
        let roles = x.roles.iter().filter(|r| !named || r.name.is_some());
        roles.filter_map(|r| Some((r.title.office, state_of(x, r)?))).collect()
    };
    let names = offices(a, true);
    let wires: HashSet<_> = case.wires.iter().flat_map(|w| offices(w, false)).collect();
    for named in a.roles.iter().filter(|r| r.name.is_some()) {
        let Some(state) = state_of(a, named) else { continue };
        let mentions = bare.get(&(named.title.office, former(named))).into_iter().flatten();
        let Some((bare, other)) = mentions.copied().find(|(_, s)| !compatible(*s, state)) else { continue };
        // Somebody else holds the other state's office by name: then there are two of them.
        let other_named = names.contains(&(bare.title.office, other));
        let sentence = &a.sentences[a.tokens[named.whole.start].sentence as usize];
        let first = a.places.partition_point(|p| p.tokens.start < sentence.tokens.start);
        let here = a.places[first..].iter().take_while(|p| p.tokens.start < sentence.tokens.end);
        let from_there = here.into_iter().any(|p| {
            matches!(p.place.kind, Kind::Capital | Kind::City)
                && p.place.form == Form::Name
                && p.place.state == Some(other)
                && matches!(a.fold(p.tokens.start.saturating_sub(1)), "from" | "in")
        });
        if other_named || !from_there || wires.contains(&(named.title.office, state)) {
            continue;
        }
        out.push(
            Finding::at(
                &RULE,
                RewriteSpan(a.span(named.whole.clone())),
                format!(
                    "the rewrite says “{}” here but “{}” elsewhere",
                    a.words(named.whole.clone()),
                    a.words(bare.whole.clone())
                ),
            )
            .severity(Severity::Critical)
            .confidence(0.75)
            .against_itself(RewriteSpan(a.span(bare.whole.clone()))),
        );
    }
}

/// "the Lithuanian" as the subject of what is said, where the one person in reach was called Estonian.
fn the_other(case: &Case, out: &mut Vec<Finding>) {
    let a = case.rewrite;
    // The first person of the story, where the second one comes, and what the wires tell of: asked for where there is such a place.
    let people = || a.names.iter().enumerate().filter(|(_, m)| m.kind == NameKind::Person);
    let mut only: Option<(Option<usize>, usize)> = None;
    let mut first_roles: Option<HashMap<usize, (&RoleMark, StateId)>> = None;
    for p in &a.places {
        let Some(state) = p.state else { continue };
        let at = p.tokens.start;
        let speaks = |k: usize| crate::analyse::names::is_speech(a.fold(k));
        if !matches!(p.place.form, Form::Adjective | Form::Person)
            || at < 2
            || !matches!(a.fold(at - 1), "the")
            || !(speaks(at - 2) || speaks(p.tokens.end))
            || !matches!(a.fold(p.tokens.end), "," | "." | "" | "\"") && !speaks(p.tokens.end)
        {
            continue;
        }
        let (first, second) = *only.get_or_insert_with(|| {
            let first = people().next().map(|(n, _)| n);
            let entity = first.map(|n| a.names[n].entity);
            (first, people().find(|(_, m)| Some(m.entity) != entity).map_or(a.names.len(), |(n, _)| n))
        });
        let before = a.names_in(0..at).end;
        let Some(entity) = first.filter(|n| *n < before && before <= second).map(|n| a.names[n].entity) else {
            continue;
        };
        let roles = first_roles.get_or_insert_with(|| {
            let mut roles = HashMap::new();
            for r in &a.roles {
                if let (Some(n), Some(state)) = (r.name, state_of(a, r)) {
                    roles.entry(a.names[n].entity).or_insert((r, state));
                }
            }
            roles
        });
        let Some((role, other)) = roles.get(&entity).copied().filter(|(_, s)| !compatible(*s, state)) else { continue };
        if case.wires.iter().any(|w| w.places.iter().any(|q| q.state == Some(state))) {
            continue;
        }
        out.push(
            Finding::at(
                &RULE,
                RewriteSpan(a.span(at - 1..p.tokens.end)),
                format!(
                    "“{}” refers to {}, who was called {} before",
                    a.words(at - 1..p.tokens.end),
                    a.words(a.names[entity].tokens.clone()),
                    other.info().and_then(|i| i.adjectives().next()).unwrap_or(other.code())
                ),
            )
            .confidence(0.65)
            .against_itself(RewriteSpan(a.span(role.whole.clone()))),
        );
    }
}
