use crate::analyse::NameKind;
use crate::compare::Shared;
use crate::compare::unmatched_names::{self, Likeness};
use crate::finding::Finding;

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
        {
            out.extend(unmatched_names::finding(case, &RULE, s));
        }
    }
}
