use crate::analyse::figures::FigureDifference;
use crate::compare::Case;
use crate::compare::faced_marks::figures_differ;
use crate::finding::Finding;

rule! {
    /// # What it reports
    /// Percentage points reported as per cent, or the reverse.
    ///
    /// # Why it matters
    /// A rise from 4% to 6% is two percentage points and fifty per cent; confusing them misleads.
    ///
    /// # Evidence it asks for
    /// The same number in both, per cent on one side and points on the other, in similar surroundings.
    ///
    /// # Example
    /// ```text
    /// wire: Support for the party rose by 3 percentage points in June.
    /// rewrite: Support for the party rose by 3 percent in June.
    /// fires: 3 percent
    /// wire: Output grew 2% in the quarter.
    /// rewrite: Output grew 2 percentage points in the quarter.
    /// fires: 2 percentage points
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: Support rose by three percentage points in June.
    /// rewrite: Support rose by 3 percentage points in June.
    /// silent
    /// wire: The bank raised its rate by 50 basis points.
    /// rewrite: The bank raised its rate by half a percentage point.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// A share that was recomputed from points.
    id: "percent-points",
    group: Figures,
    category: Mistranslation,
    severity: Major,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// Reports the figures that are per cent on one side and percentage points on the other.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    figures_differ(&RULE, case, FigureDifference::Points, "", out);
}
