use super::Case;
use super::facing::dates_differ;
use crate::analyse::dates::Component;
use crate::finding::Finding;

rule! {
    /// # What it reports
    /// A year, decade or century that differs from the wire's: "1998" for "1989".
    ///
    /// # Why it matters
    /// A wrong year moves an election, a war or a life.
    ///
    /// # Evidence it asks for
    /// As for a changed date; the years cannot both hold.
    ///
    /// # Example
    /// ```text
    /// wire: The glass works closed in 1989 after a fire.
    /// rewrite: The glass works closed in 1998 after a fire.
    /// fires: 1998
    /// wire: Fishing there began in the 15th century.
    /// rewrite: Fishing there began in the 13th century.
    /// fires: 13th century
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The glass works closed in the 1980s.
    /// rewrite: The glass works closed in the eighties.
    /// silent
    /// wire: The glass works closed in 1989 after a fire.
    /// rewrite: After a fire in 1989 the glass works closed.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// A year that the rewrite works out from a duration.
    "year-changed", "time", Mistranslation, Critical
}

/// Looks for it.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    dates_differ(&RULE, case, |f| f.how == Component::Year, out);
}
