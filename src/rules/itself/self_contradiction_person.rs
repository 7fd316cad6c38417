use crate::analyse::{NameKind, RoleMark};
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
    let held: Vec<(&RoleMark, usize, StateId)> =
        a.roles.iter().filter_map(|r| Some((r, a.names[r.name?].entity, state_of(a, r)?))).collect();
    for (k, (r, entity, state)) in held.iter().enumerate() {
        let Some((before, _, other)) = held[..k].iter().find(|(_, e, s)| e == entity && !compatible(*s, *state)) else {
            continue;
        };
        // An ambassador or an envoy belongs to two states by trade.
        if [r, before].iter().any(|r| r.title.domain() == "diplomacy") || a.names[*entity].tokens.len() < 2 {
            continue;
        }
        let name = a.words(a.names[*entity].tokens.clone());
        if wires_have(case, *entity, &[*state, *other]) {
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
    for named in a.roles.iter().filter(|r| r.name.is_some()) {
        let Some(state) = state_of(a, named) else { continue };
        let Some(bare) = a.roles.iter().find(|r| {
            r.name.is_none()
                && !r.title.plural
                && r.title.office == named.title.office
                && r.title.modifiers.has(Modifier::Former) == named.title.modifiers.has(Modifier::Former)
                && state_of(a, r).is_some_and(|s| !compatible(s, state))
        }) else {
            continue;
        };
        let Some(other) = state_of(a, bare) else { continue };
        // Somebody else holds the other state's office by name: then there are two of them.
        let other_named = a
            .roles
            .iter()
            .any(|r| r.name.is_some() && r.title.office == bare.title.office && state_of(a, r) == Some(other));
        let sentence = &a.sentences[a.tokens[named.whole.start].sentence as usize];
        let from_there = a.places.iter().any(|p| {
            sentence.tokens.contains(&p.tokens.start)
                && matches!(p.place.kind, Kind::Capital | Kind::City)
                && p.place.form == Form::Name
                && p.place.state == Some(other)
                && matches!(a.fold(p.tokens.start.saturating_sub(1)), "from" | "in")
        });
        if other_named
            || !from_there
            || case
                .wires
                .iter()
                .any(|w| w.roles.iter().any(|r| state_of(w, r) == Some(state) && r.title.office == named.title.office))
        {
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
        let said = |entity: usize| {
            a.roles.iter().find_map(|r| {
                Some((r, state_of(a, r)?)).filter(|(r, _)| r.name.is_some_and(|n| a.names[n].entity == entity))
            })
        };
        let people: Vec<usize> =
            a.names[..a.names_in(0..at).end].iter().filter(|m| m.kind == NameKind::Person).map(|m| m.entity).collect();
        let Some(entity) = people.last().copied() else { continue };
        let one = people.iter().all(|e| *e == entity);
        let Some((role, other)) = said(entity).filter(|(_, s)| one && !compatible(*s, state)) else { continue };
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
