use crate::analyse::figures::FigureDifference;
use crate::compare::Case;
use crate::compare::faced_marks::figures_differ;
use crate::finding::Finding;

rule! {
    /// # What it reports
    /// The wire's number with a unit that it cannot be converted to: "15 months" for "15 years".
    ///
    /// # Why it matters
    /// The number looks right, the quantity is not.
    ///
    /// # Evidence it asks for
    /// As for a changed number; the numbers are equal, and the units measure different things or differ by more than
    /// rounding.
    ///
    /// # Example
    /// ```text
    /// wire: The judge sent her to prison for 15 months.
    /// rewrite: The judge sent her to prison for 15 years.
    /// fires: 15 years
    /// wire: Divers searched to a depth of 40 metres.
    /// rewrite: Divers searched to a depth of 40 kilometres.
    /// fires: 40 kilometres
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The trail is 10 miles long.
    /// rewrite: The trail is 16 km long.
    /// silent
    /// wire: The tremor lasted two minutes.
    /// rewrite: The tremor lasted 120 seconds.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Units that the tables do not list.
    id: "unit-changed",
    group: Figures,
    category: Mistranslation,
    severity: Critical,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// Reports the figures that differ from the wire's only in their unit.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    figures_differ(&RULE, case, FigureDifference::Unit, ": different unit", out);
}
