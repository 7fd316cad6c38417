use crate::analyse::QuoteKind;
use crate::compare::Case;
use crate::compare::quote_changes::{quote, short, wire_words};
use crate::finding::Finding;
use crate::text::RewriteSpan;

rule! {
    /// # What it reports
    /// Quotation marks that take in words that are outside them in the wire: the reporter's own words, or an
    /// attribution.
    ///
    /// # Why it matters
    /// The speaker is made to say what the reporter wrote.
    ///
    /// # Evidence it asks for
    /// The quote and the wire's words agree in order, at least one content word is outside the wire's marks, and part
    /// of the quote is inside them.
    ///
    /// # Example
    /// ```text
    /// wire: Reyes called the plan "a gift to the rich" that would cost the valley its ferry.
    /// rewrite: Reyes called the plan “a gift to the rich that would cost the valley its ferry”.
    /// fires: that would cost the valley its ferry
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: Reyes called the plan "a gift to the rich" that would cost the valley its ferry.
    /// rewrite: Reyes called the plan, which would cost the valley its ferry, “a gift to the rich”.
    /// silent
    /// wire: "The dockers," Reyes said on Friday, "will come back to work on Monday."
    /// rewrite: “The dockers will come back to work on Monday,” Reyes said on Friday.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Marks that now take in fewer words: quoting less is the editor's choice.
    id: "quote-marks-moved",
    group: Quotes,
    category: Mistranslation,
    severity: Minor,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// Reports the quotes that reach beyond the wire's quotation marks.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    for m in &case.alignment.quotes {
        let (q, wire) = (quote(case, m), &case.wires[m.take]);
        if m.wire_quote.is_none() || m.outside == 0 || m.outside == m.pairs.len() || q.kind == QuoteKind::Title {
            continue;
        }
        let outside: Vec<&(usize, usize)> = m.pairs.iter().filter(|(_, y)| wire.quote_at(*y).is_none()).collect();
        let content = outside.iter().filter(|(x, _)| case.rewrite.tokens[*x].is_content()).count();
        let inside = m.pairs.len() - outside.len();
        // Words picked from afar are no evidence that the marks were moved: they have to touch the wire's quote.
        let (Some(first), Some(last)) = (outside.first(), outside.last()) else { continue };
        let close = m.score >= 0.8 && q.closed && (last.0 - first.0) < outside.len() * 2 + 2;
        if content == 0 || inside < 2 || !close {
            continue;
        }
        let span = case.rewrite.span(first.0..last.0 + 1);
        out.push(
            Finding::at(
                &RULE,
                RewriteSpan(span),
                format!(
                    "the rewrite has “{}” inside the quotation marks, the wire outside",
                    short(case.rewrite.words(first.0..last.0 + 1))
                ),
            )
            .confidence(0.4 + 0.4 * m.score)
            .against(wire_words(case, m)),
        );
    }
}
