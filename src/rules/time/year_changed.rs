use crate::align::figures_and_dates::Standing;
use crate::align::wire_span;
use crate::analyse::DateMark;
use crate::analyse::dates::Component;
use crate::compare::Case;
use crate::compare::faced_marks::dates_differ;
use crate::finding::{Finding, Severity};
use crate::text::RewriteSpan;

rule! {
    /// # What it reports
    /// A year, decade or century that differs from the wire's: "1998" for "1989".
    ///
    /// # Why it matters
    /// A wrong year moves an election, a war or a life.
    ///
    /// # Evidence it asks for
    /// As for a changed date; the years cannot both be right.
    ///
    /// Severity: critical; major where the sentences agree less, or only the letter of a decade is lost.
    ///
    /// # Example
    /// ```text
    /// wire: The glass works closed in 1989 after a fire.
    /// rewrite: The glass works closed in 1998 after a fire.
    /// fires: 1998
    /// wire: Fishing there began in the 15th century.
    /// rewrite: Fishing there began in the 13th century.
    /// fires: 13th century
    /// wire: The present shares, drawn up in the 1990s, are out of date.
    /// rewrite: The present shares, fixed in 1990, are out of date.
    /// fires: 1990
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
    /// wire: The glass works, which opened in the 1980s, closed in 1998.
    /// rewrite: The glass works opened in the early 1980s and closed in 1998.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// A year that the rewrite works out from a duration.
    id: "year-changed",
    group: Time,
    category: Mistranslation,
    severity: Critical,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// Reports the years that differ from the wire's, and single years for its decades.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    dates_differ(&RULE, case, |f| f.how == Component::Year, out);
    for (mark, standing) in case.rewrite.dates.iter().zip(&case.dates) {
        out.extend(decade_lost(case, mark, standing));
    }
}

/// The first year of the decade that the wire has: "in the 1990s" has lost its letter on the way.
fn decade_lost(case: &Case, mark: &DateMark, standing: &Standing<Component>) -> Option<Finding> {
    let year = mark.year.filter(|_| mark.is_year())?;
    let (Standing::Matched(at) | Standing::Rounded(at)) = *standing else { return None };
    let wire = case.wires.get(at.take)?;
    let there = wire.dates.get(at.index).filter(|d| d.decade == Some(year))?;
    if case.wires.iter().flat_map(|w| &w.dates).any(|d| d.year == Some(year)) {
        return None;
    }
    let (theirs, ours) = (wire.words(there.tokens.clone()), case.rewrite.words(mark.tokens.clone()));
    let message = format!("the wire gives the decade, “{theirs}”, the rewrite a single year, “{ours}”");
    let found = Finding::at(&RULE, RewriteSpan(case.rewrite.span(mark.tokens.clone())), message);
    Some(found.severity(Severity::Major).confidence(0.7).against(wire_span(case.wires, at.take, there.tokens.clone())))
}
