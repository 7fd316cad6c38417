use crate::analyse::figures::FigureDifference;
use crate::compare::Case;
use crate::compare::faced_marks::figures_differ;
use crate::finding::Finding;

rule! {
    /// # What it reports
    /// The wire's sum in another currency: "40 million dollars" for "40 million euros".
    ///
    /// # Why it matters
    /// The same number in another currency is another sum.
    ///
    /// # Evidence it asks for
    /// As for a changed number; the numbers are equal, the currencies are not. A sum with another number may have been
    /// converted and is left alone.
    ///
    /// # Example
    /// ```text
    /// wire: The club paid 40 million euros for the striker.
    /// rewrite: The club paid 40 million dollars for the striker.
    /// fires: 40 million dollars
    /// wire: Farmers will get £25 a hectare.
    /// rewrite: Farmers will get €25 a hectare.
    /// fires: €25
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The club paid €40 million for the striker.
    /// rewrite: The club paid 40 million euros for the striker.
    /// silent
    /// wire: The loan is worth $10 million.
    /// rewrite: The loan is worth US$10 million.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Dollars of several countries, where the text names the country only once.
    id: "currency-changed",
    group: Figures,
    category: Mistranslation,
    severity: Critical,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// Reports the figures that differ from the wire's only in their currency.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    figures_differ(&RULE, case, FigureDifference::Currency, ": different currency", out);
}
