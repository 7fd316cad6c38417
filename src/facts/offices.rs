//! Whether a title can be right for a person on the days of a story.

use super::store::Facts;
use super::term::{Of, Source, Term, When, Words, same_person};
use crate::knowledge::people::{Held, PartialDate, Standing};
use crate::knowledge::places::StateId;

/// What a text says of a person: a title, of what, and whether the time in office is over.
#[derive(Clone, Debug)]
pub struct Claim<'a> {
    /// The person's folded name.
    pub person: &'a str,
    /// Whether the name has more than one word.
    pub full: bool,
    /// The offices that the title can mean, each with whether it is the deputy's. Empty for general words ("leader"), of which only
    /// the state can be wrong.
    pub offices: &'a [(&'static str, bool)],
    /// Of what; none where the text does not say.
    pub of: Option<Of>,
    /// Whether it says that the time in office is over.
    pub former: bool,
    /// The days of the story.
    pub when: When,
}

/// What is wrong with a claim.
#[derive(Clone, Debug)]
pub enum Misfit {
    /// The person belongs to another state.
    State(Term),
    /// The person did not hold this office then: what the person was, and who held it.
    Office(Term, Term),
    /// The time in office was over.
    Ended(Term),
    /// The time in office had not begun.
    NotBegun(Term),
    /// The person was still in office.
    StillIn(Term),
    /// Somebody else was head of the organisation; what the person was, where that is known.
    Head(Option<Term>, Term),
    /// A person of whom nothing is known, in the office of somebody else.
    OtherHolder(Term),
}

/// What is wrong with a claim for every day on which the story may have been written; none where it can be right, or where
/// the sources cannot tell.
pub fn claim(facts: &Facts, c: &Claim) -> Option<Misfit> {
    let terms = facts.person(c.person);
    if terms.is_empty() {
        return other_holder(facts, c);
    }
    // Two people of one name: nobody can tell who is meant.
    if terms.iter().any(|t| !terms.first().is_some_and(|u| same_person(&t.name, &u.name))) {
        return None;
    }
    let states: Vec<StateId> = terms.iter().filter_map(|t| state(&t.of)).collect();
    let of = match &c.of {
        Some(of) => of.clone(),
        None => Of::State(*states.first().filter(|s| states.len() == terms.len() && states.iter().all(|t| t == *s))?),
    };
    let same = |t: &&Term| match (&t.of, &of) {
        (Of::State(a), Of::State(b)) => a.may_be_shared(*b),
        (a, b) => a == b,
    };
    let mine: Vec<&Term> =
        terms.iter().filter(same).filter(|t| c.offices.iter().any(|(o, d)| *o == t.office && *d == t.deputy)).collect();
    if c.former {
        return still_in(&mine, c.when).or_else(|| wrong_state(facts, c, &of, &terms, &states));
    }
    if mine.iter().any(|t| t.held(c.when) != Held::No) {
        return None;
    }
    if let Some(last) = mine.last() {
        return out_of_term(&terms, &mine, last, c.when);
    }
    wrong_state(facts, c, &of, &terms, &states).or_else(|| {
        // Who belongs to the state, or to no state of the tables, may hold another office there: then somebody else has to hold this one.
        let holder = sure_holder(facts, c, &of)?;
        let then = terms.iter().find(|t| t.held(c.when) == Held::Yes).or_else(|| terms.first()).cloned();
        match &of {
            Of::Body(_) => Some(Misfit::Head(then.filter(|t| t.held(c.when) == Held::Yes), holder)),
            Of::State(_) => Some(Misfit::Office(then?, holder)),
        }
    })
}

fn state(of: &Of) -> Option<StateId> {
    match of {
        Of::State(state) => Some(*state),
        Of::Body(_) => None,
    }
}

/// "Former" of somebody who was in office all the time and had not been before.
fn still_in(mine: &[&Term], when: When) -> Option<Misfit> {
    let now = mine.iter().find(|t| t.held(when) == Held::Yes && t.standing == Standing::Full)?;
    let earlier = mine.iter().any(|t| t.start != now.start);
    (!earlier && !matches!(now.source, Source::Learnt { .. })).then(|| Misfit::StillIn((*now).clone()))
}

/// The person held the office, but on none of these days.
fn out_of_term(terms: &[Term], mine: &[&Term], last: &Term, when: When) -> Option<Misfit> {
    let (first_day, last_day) = (when.first()?, when.last()?);
    // After the day of the tables somebody may be back, and before their first nobody was looked for.
    if last_day > last.sure_until()
        || first_day < mine.iter().map(|t| t.sure_from()).min()? && !begins_later(mine, when)
    {
        return None;
    }
    if let Some(now) = terms.iter().find(|t| t.held(when) == Held::Yes && t.of == last.of) {
        return Some(Misfit::Office(now.clone(), last.clone()));
    }
    let over = |t: &&&Term| t.end.is_some_and(|e| e.latest() < first_day);
    match mine.iter().rfind(over) {
        Some(t) => Some(Misfit::Ended((*t).clone())),
        None => mine.first().map(|t| Misfit::NotBegun((*t).clone())),
    }
}

/// Whether the first term that is known began after the story; the tables know all who held the office in the years before.
fn begins_later(mine: &[&Term], when: When) -> bool {
    let since = crate::knowledge::people::SINCE;
    mine.iter().all(|t| t.start.map(PartialDate::earliest).is_some_and(|s| when.last().is_some_and(|d| d < s)))
        && when.first().is_some_and(|d| d >= since)
}

fn wrong_state(facts: &Facts, c: &Claim, of: &Of, terms: &[Term], states: &[StateId]) -> Option<Misfit> {
    let claimed = state(of)?;
    if states.is_empty() || states.iter().any(|s| s.may_be_shared(claimed)) {
        return None;
    }
    let then = terms.iter().filter(|t| state(&t.of).is_some());
    let held = then.clone().find(|t| t.held(c.when) == Held::Yes);
    // A surname alone is many people's: the office that is claimed has to be somebody else's for sure.
    if !c.full && (held.is_none() || sure_holder(facts, c, of).is_none()) {
        return None;
    }
    // Somebody of a like name holds or held the office that is claimed: then he or she is meant.
    let mut known: Vec<&str> = terms.iter().map(|t| t.name.as_str()).collect();
    known.dedup();
    let names: Vec<Words> = known.into_iter().chain([c.person]).map(Words::of).collect();
    if namesake(facts, c, of, &names) {
        return None;
    }
    held.or_else(|| then.clone().next_back()).cloned().map(Misfit::State)
}

/// Whether somebody of a like name ever held the office.
fn namesake(facts: &Facts, c: &Claim, of: &Of, names: &[Words]) -> bool {
    c.offices.iter().any(|(office, deputy)| {
        let mut holders: Vec<String> = facts.office(office, *deputy, of).into_iter().map(|t| t.name).collect();
        holders.dedup();
        holders.iter().map(|h| Words::of(h)).any(|h| names.iter().any(|n| n.may_be(&h)))
    })
}

/// Who surely held the office, where nobody else may have, and the name is unlike the claimed one.
fn sure_holder(facts: &Facts, c: &Claim, of: &Of) -> Option<Term> {
    c.when.first()?;
    let person = Words::of(c.person);
    let mut holder = None;
    for (office, deputy) in c.offices {
        let mut sure = None;
        for t in facts.office_on(office, *deputy, of, c.when) {
            match t.held(c.when) {
                Held::No => continue,
                _ if person.may_be(&Words::of(&t.name)) => return None,
                Held::Yes if t.standing == Standing::Full && sure.is_none() => sure = Some(t),
                // Rivals, acting and joint holders, days that are not known.
                _ => return None,
            }
        }
        // Every office that the words can mean has to be somebody else's.
        holder = holder.or(Some(sure?));
    }
    holder
}

/// A full name of which nothing is known, in an office that somebody else surely held.
fn other_holder(facts: &Facts, c: &Claim) -> Option<Misfit> {
    let of = c.of.as_ref()?;
    if c.former || !c.full {
        return None;
    }
    let holder = sure_holder(facts, c, of)?;
    (!namesake(facts, c, of, &[Words::of(c.person)])).then_some(Misfit::OtherHolder(holder))
}

#[cfg(test)]
mod tests;
