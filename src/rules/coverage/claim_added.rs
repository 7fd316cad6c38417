use crate::compare::Case;
use crate::compare::changes::trim;
use crate::finding::Finding;
use crate::text::RewriteSpan;

rule! {
    /// # What it reports
    /// A sentence of the rewrite that is not in the wire.
    ///
    /// # Why it matters
    /// An editor wants to know which sentences rest on reporting other than the wire. It is not an error in itself.
    ///
    /// # Evidence it asks for
    /// No wire sentence is aligned with it, and most of its names, figures and content words are nowhere in the wire.
    ///
    /// # Example
    /// ```text
    /// wire: The ministry bought 40 vehicles from the firm last year. Prosecutors searched two offices on Monday.
    /// rewrite: The ministry bought 40 vehicles from the firm last year. Prosecutors searched two offices on Monday. Shares of competitors jumped after reports about bribes in neighbouring provinces.
    /// fires: competitors jumped
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The ministry bought 40 vehicles from the firm last year. Prosecutors searched two offices on Monday.
    /// rewrite: Two offices were searched by prosecutors on Monday. The firm had sold 40 vehicles to the ministry last year.
    /// silent
    /// wire: Rain fell all night, the river rose by a metre and villagers were moved to a school.
    /// rewrite: Rain fell all night. The river rose by a metre. Villagers were moved to a school.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// A claim inside a sentence that otherwise comes from the wire.
    id: "claim-added",
    group: Coverage,
    category: Addition,
    severity: Neutral,
    speaks: Unmatched,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// Reports the sentences that no wire sentence is aligned with.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    if case.rewrite.sentences.len() < 2 {
        return;
    }
    for pair in case.going(&case.alignment.pairs).filter(|p| p.wire.is_empty()) {
        let tokens = case.rewrite.sentences[pair.sentence].tokens.clone();
        let words = tokens.clone().filter(|i| case.rewrite.tokens[*i].is_content()).count();
        if words < 5 {
            continue;
        }
        out.push(
            Finding::at(&RULE, RewriteSpan(trim(case.rewrite, tokens)), "this sentence is not in the wire")
                .confidence(0.6),
        );
    }
}
