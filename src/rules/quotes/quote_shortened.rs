use crate::align::wire_span;
use crate::compare::Case;
use crate::compare::quote_changes::{Change, Footing, change, edits, footing, moved, quote, quoted, severity};
use crate::finding::{Finding, Severity};
use crate::text::RewriteSpan;

rule! {
    /// # What it reports
    /// Words left out of the middle of a quote without an ellipsis to show it.
    ///
    /// # Why it matters
    /// What is left reads as if said in one breath. A dropped "most of" or "if" turns a careful statement into a bold
    /// one.
    ///
    /// # Evidence it asks for
    /// The words before and after the gap are neighbours in the rewrite's quote; in the wire's quote, other content
    /// words are between them, inside the marks.
    ///
    /// Severity: minor; major where a short cut takes away words that change what the quote says.
    ///
    /// # Example
    /// ```text
    /// wire: "The dockers will, in all likelihood and with some luck, come back to work on Monday," Reyes said.
    /// rewrite: “The dockers will come back to work on Monday,” Reyes said.
    /// fires: will come
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: "The dockers will, in all likelihood and with some luck, come back to work on Monday," Reyes said.
    /// rewrite: “The dockers will … come back to work on Monday,” Reyes said.
    /// silent
    /// wire: "The dockers," Reyes said on Friday, "will come back to work on Monday."
    /// rewrite: “The dockers will come back to work on Monday,” Reyes said.
    /// silent
    /// wire: "The dockers will come back to work on Monday if the port agrees to talk," Reyes said.
    /// rewrite: The dockers “will come back to work on Monday if the port agrees”, Reyes said.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// A quote that stops short of its "if": where to stop is the editor's choice, and only a reader of the wire can
    /// see the loss.
    id: "quote-shortened",
    group: Quotes,
    category: Omission,
    severity: Minor,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// Reports the gaps in quotes that no ellipsis marks.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    if case.alignment.quotes.is_empty() || footing(case) == Footing::Translated {
        return;
    }
    for m in case.alignment.quotes.iter().filter(|m| m.wire_quote.is_some() && m.words >= 3) {
        let (q, wire) = (quote(case, m), &case.wires[m.take]);
        // In a reworded quote nothing can be said to be left out.
        if m.score < 0.75 {
            continue;
        }
        for e in edits(case, m).filter(|e| e.rewrite.is_empty()) {
            let kind = change(case, m, e);
            if matches!(kind, Change::Small | Change::Negation) || moved(case, m, e) {
                continue;
            }
            let before = m.pairs.iter().rev().find(|p| p.1 < e.wire.start).map_or(q.tokens.start, |p| p.0);
            let after = m.pairs.iter().find(|p| p.1 >= e.wire.end).map_or(before, |p| p.0);
            let lost = wire.words(e.wire.clone());
            let sure = footing(case) == Footing::Verbatim;
            let severity = if e.wire.len() > 12 || !sure { Severity::Minor } else { severity(kind, Footing::Verbatim) };
            out.push(
                Finding::at(
                    &RULE,
                    RewriteSpan(case.rewrite.span(before..after + 1)),
                    format!(
                        "the wire's quote continues “{}” here; the rewrite cuts this without an ellipsis",
                        quoted(lost)
                    ),
                )
                .severity(severity.min(Severity::Major))
                .confidence(0.75)
                .against(wire_span(case.wires, m.take, e.wire.clone())),
            );
        }
    }
}
