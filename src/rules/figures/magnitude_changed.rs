use crate::analyse::figures::FigureDifference;
use crate::compare::Case;
use crate::compare::faced_marks::figures_differ;
use crate::finding::Finding;

rule! {
    /// # What it reports
    /// A figure with the wire's digits and another power of ten: "1.2 billion" for "1.2 million", "3,000" for "300".
    ///
    /// # Why it matters
    /// A slipped magnitude makes a sum or a toll a thousand times what it was, and the digits look right to a hurried
    /// eye.
    ///
    /// # Evidence it asks for
    /// As for a changed number; the two values differ by a power of ten.
    ///
    /// # Example
    /// ```text
    /// wire: The port handled 3.4 million containers in the first half.
    /// rewrite: The port handled 3.4 billion containers in the first half.
    /// fires: 3.4 billion
    /// wire: Hundreds of homes lost power in the storm.
    /// rewrite: Thousands of homes lost power in the storm.
    /// fires: Thousands
    /// wire: A couple of hundred dockers met at the gate.
    /// rewrite: About 2,000 dockers met at the gate.
    /// fires: 2,000
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The bank set aside 1,500 million crowns for bad loans.
    /// rewrite: The bank set aside 1.5 billion crowns for bad loans.
    /// silent
    /// wire: The bank set aside $30m for bad loans.
    /// rewrite: The bank set aside 30 million dollars for bad loans.
    /// silent
    /// wire: The tunnel cost 640 million pounds.
    /// rewrite: The tunnel cost £640million.
    /// silent
    /// wire: The tunnel cost $2 trillion and drew a couple of hundred protesters.
    /// rewrite: The tunnel cost $2 tln and drew about 200 protesters.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// A magnitude that changes together with a currency.
    id: "magnitude-changed",
    group: Figures,
    category: Mistranslation,
    severity: Critical,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// Reports the figures that differ from the wire's only in their magnitude.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    figures_differ(&RULE, case, FigureDifference::Magnitude, ": same digits, different magnitude", out);
}
