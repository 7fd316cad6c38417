use crate::analyse::NameKind;
use crate::compare::Shared;
use crate::compare::unmatched_names::{self, Likeness};
use crate::finding::Finding;

rule! {
    /// # What it reports
    /// A company, ministry, party or other body where the wire names another: "Congress" for "the institute".
    ///
    /// # Why it matters
    /// One organisation is said to have done what another did.
    ///
    /// # Evidence it asks for
    /// A name that the wire's sentence does not have in any form (acronym, full name, a good part of its words), where
    /// the wire has another name, in a sentence that otherwise agrees.
    ///
    /// # Example
    /// ```text
    /// wire: The data were stolen from servers of Nordpool, the police said on Friday.
    /// rewrite: The data were stolen from servers of Interpol, the police said on Friday.
    /// fires: Interpol
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The Baltic Ferry Workers Union called a strike for Friday.
    /// rewrite: The BFWU called a strike for Friday.
    /// silent
    /// wire: The North Atlantic Treaty Organization will meet in Riga.
    /// rewrite: NATO will meet in Riga.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Bodies named by ordinary words, which can be translated in many ways.
    id: "organisation-changed",
    group: Names,
    category: Mistranslation,
    severity: Major,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Spared,
}

/// Reports the unmatched names that are organisations.
pub fn check(case: &Shared, out: &mut Vec<Finding>) {
    for s in case.unmatched_names() {
        if s.kind(case) == Some(NameKind::Organisation) && s.like == Likeness::Different {
            out.extend(unmatched_names::finding(case, &RULE, s));
        }
    }
}
