use crate::align::figures_and_dates::Standing;
use crate::compare::Case;
use crate::finding::Finding;
use crate::text::RewriteSpan;

rule! {
    /// # What it reports
    /// A year that is not in the wire, in a sentence that is not in the wire either.
    ///
    /// # Why it matters
    /// Background that was added or garbled on the way ("in 1990" for "in the 1990s") carries dates that nobody has
    /// checked against the wire. It is not an error in itself; an editor wants to look it up.
    ///
    /// # Evidence it asks for
    /// A year in digits where the wire has neither the year, its decade nor a date in it, and no other date in its
    /// place.
    ///
    /// # Example
    /// ```text
    /// wire: The two ministers met in Oslo on Monday. They will meet again in June.
    /// rewrite: The two ministers met in Oslo on Monday. They will meet again in June. Their countries signed a fishing treaty back in 1974 after a long dispute.
    /// fires: 1974
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The bridge, opened in May 1974, was closed on Monday.
    /// rewrite: The bridge was closed on Monday. It had been opened in 1974.
    /// silent
    /// wire: The two ministers met in Oslo on Monday.
    /// rewrite: On Monday the two ministers met in Oslo.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Months and days without a year.
    id: "date-unsupported",
    group: Coverage,
    category: Addition,
    severity: Neutral,
    speaks: Unmatched,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// Reports the years that no wire bears out.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    for (date, standing) in case.rewrite.dates.iter().zip(&case.dates) {
        if let (Some(year), Standing::Unmatched | Standing::Alone) = (date.year, standing) {
            let at = RewriteSpan(case.rewrite.span(date.tokens.clone()));
            out.push(Finding::at(&RULE, at, format!("the year {year} is not in the wire")).confidence(0.4));
        }
    }
}
