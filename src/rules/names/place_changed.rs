use std::ops::Range;

use crate::align::figures_and_dates::Standing;
use crate::analyse::{Analysis, Class, NameKind, NameMark};
use crate::compare::unmatched_names::{self, Likeness, UnmatchedName};
use crate::compare::{Case, Shared};
use crate::finding::Finding;
use crate::knowledge::places::Kind;

rule! {
    /// # What it reports
    /// A place where the wire names another: Thailand for Japan, Cebu for Manila.
    ///
    /// # Why it matters
    /// The reader looks for the event in the wrong country or town.
    ///
    /// # Evidence it asks for
    /// A place that the wire's sentence does not have in any form (its people, its state, a town in it, another
    /// spelling), where the wire has another, in a sentence that otherwise agrees.
    ///
    /// # Example
    /// ```text
    /// wire: Two ferries collided off Manila on Sunday.
    /// rewrite: Two ferries collided off Cebu on Sunday.
    /// fires: Cebu
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: Russia rejected the offer on Sunday.
    /// rewrite: Moscow rejected the offer on Sunday.
    /// silent
    /// wire: The talks in Kiev ended on Sunday.
    /// rewrite: The talks in Kyiv ended on Sunday.
    /// silent
    /// wire: The firm will ask for approval in Europe and the United States this year.
    /// rewrite: The firm will ask for approval on both sides of the Atlantic this year.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// A town placed in the wrong part of its own country.
    id: "place-changed",
    group: Names,
    category: Mistranslation,
    severity: Major,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Spared,
}

/// Reports the unmatched names that are places.
pub fn check(case: &Shared, out: &mut Vec<Finding>) {
    for s in case.unmatched_names() {
        if s.kind(case) == Some(NameKind::Place)
            && !unmatched_names::of_people(case, s)
            && s.like == Likeness::Different
            && !is_water_for_land(case, s)
            && (s.exact || !other_day(case, s))
        {
            out.extend(unmatched_names::finding(case, &RULE, s));
        }
    }
}

/// Whether a sea stands for a country, or the other way round: "on both sides of the Atlantic" names no other place than "in Europe and the
/// United States", unless the one stands behind the very word that the other stood behind.
fn is_water_for_land(case: &Case, s: &UnmatchedName) -> bool {
    let Some(there) = s.wire_mark(case) else { return false };
    let (a, wire, here) = (case.rewrite, &case.wires[s.take], s.mark(case));
    let water = |x: &Analysis, m: &NameMark| m.place.map(|p| x.places[p].place.kind == Kind::Water);
    let before = |x: &Analysis, m: &NameMark| {
        let word = |i: &usize| x.tokens[*i].class != Class::Article;
        (0..m.tokens.start).rev().find(word).map(|i| x.tokens[i].hash)
    };
    matches!((water(a, here), water(wire, there)), (Some(x), Some(y)) if x != y)
        && before(a, here) != before(wire, there)
}

/// How many tokens a day may stand away from the place that it belongs to: "on Thursday in Bergen".
const BESIDE: usize = 4;

/// Whether the place stands with a day that the wire's place does not have: "on Thursday in Bergen" tells of another event than "in Oslo", and
/// the one place is not put for the other.
fn other_day(case: &Case, s: &UnmatchedName) -> bool {
    let Some(wire) = case.wires.get(s.take) else { return false };
    let Some(there) = s.wire_mark(case).map(|m| m.tokens.clone()) else { return false };
    let here = s.mark(case).tokens.clone();
    let Some(day) = case.rewrite.dates.iter().position(|d| beside(case.rewrite, &d.tokens, &here)) else {
        return false;
    };
    match case.dates.get(day) {
        Some(Standing::Matched(w) | Standing::Rounded(w) | Standing::Elsewhere(w)) => {
            w.take != s.take || !wire.dates.get(w.index).is_some_and(|d| beside(wire, &d.tokens, &there))
        }
        // Another day in the same place is a change of the day; a day that no wire has is another event.
        Some(Standing::Faces { wire: w, .. }) => {
            w.take != s.take || !wire.dates.get(w.index).is_some_and(|d| beside(wire, &d.tokens, &there))
        }
        _ => true,
    }
}

/// Whether a date and a name stand next to each other, with no more than prepositions and articles and the like between.
fn beside(a: &Analysis, date: &Range<usize>, name: &Range<usize>) -> bool {
    let between = if date.end <= name.start { date.end..name.start } else { name.end..date.start };
    let same = a.tokens.get(date.start).map(|t| t.sentence) == a.tokens.get(name.start).map(|t| t.sentence);
    same && between.len() <= BESIDE && between.clone().all(|i| a.tokens[i].is_word() && !a.tokens[i].is_content())
}
