use crate::analyse::figures::FigureDifference;
use crate::compare::Case;
use crate::compare::faced_marks::figures_differ;
use crate::finding::Finding;

rule! {
    /// # What it reports
    /// A rank that differs from the wire's: "third" for "second", "15th" for "18th".
    ///
    /// # Why it matters
    /// Who came first, which day of a strike, how often someone was elected: a rank is a fact.
    ///
    /// # Evidence it asks for
    /// As for a changed number; both are ranks.
    ///
    /// # Example
    /// ```text
    /// wire: It was the eighth night of protests in the capital.
    /// rewrite: It was the sixth night of protests in the capital.
    /// fires: sixth
    /// wire: The Kenyan finished 3rd in the marathon.
    /// rewrite: The Kenyan finished fifth in the marathon.
    /// fires: fifth
    /// wire: It was the 3,000th landing at the new airfield.
    /// rewrite: It was the two-thousandth landing at the new airfield.
    /// fires: two-thousandth
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The Kenyan finished 3rd in the marathon.
    /// rewrite: The Kenyan finished third in the marathon.
    /// silent
    /// wire: The club from Porto is in its 21st season.
    /// rewrite: The club from Porto is in its twenty-first season.
    /// silent
    /// wire: It was the 3,000th landing at the airfield and the 104th in fog.
    /// rewrite: It was the three-thousandth landing at the airfield and the hundred-and-fourth in fog.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Ranks in other words: "runner-up", "bronze".
    id: "ordinal-changed",
    group: Figures,
    category: Mistranslation,
    severity: Major,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// Reports the ranks that differ from the wire's.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    figures_differ(&RULE, case, FigureDifference::Rank, "", out);
}
