use crate::analyse::{QuoteKind, Shape, TokenKind};
use crate::compare::Case;
use crate::compare::quote_changes::{quote, short, wire_words};
use crate::finding::Finding;
use crate::knowledge::lexicon;
use crate::text::RewriteSpan;

rule! {
    /// # What it reports
    /// Quotation marks around words that the wire has in the reporter's own voice.
    ///
    /// # Why it matters
    /// Around a word or two, the marks tell the reader to doubt it; around a sentence, they say that somebody spoke
    /// those words.
    ///
    /// # Evidence it asks for
    /// The wire has these words, in order, and nowhere in quotation marks.
    ///
    /// # Example
    /// ```text
    /// wire: The council approved the green ferry and its safe crossing to the island.
    /// rewrite: The council approved the green ferry and its “safe” crossing to the island.
    /// fires: safe
    /// wire: The ministry said the port would be closed to all ships from the north until further notice.
    /// rewrite: The ministry said the port “would be closed to all ships from the north until further notice”.
    /// fires: would be closed
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: She wrote The Long Way Home in a year.
    /// rewrite: She wrote “The Long Way Home” in a year.
    /// silent
    /// wire: The "green" ferry will sail. The council likes the green ferry.
    /// rewrite: The “green” ferry will sail. The council likes the “green” ferry.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Marks around words that are not in the wire in any form.
    id: "quote-marks-added",
    group: Quotes,
    category: Mistranslation,
    severity: Minor,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// Reports the quotes whose words the wire has without quotation marks.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    for m in &case.alignment.quotes {
        let q = quote(case, m);
        let content = m.pairs.iter().filter(|(x, _)| case.rewrite.tokens[*x].is_content()).count();
        if m.wire_quote.is_some() || m.score < 0.85 || content == 0 || q.kind == QuoteKind::Title || !q.closed {
            continue;
        }
        // A word or two occur in many places; they count only where the sentences say the same thing.
        let here = |(x, y): &(usize, usize)| {
            let hash = case.wires.get(m.take).and_then(|w| w.tokens.get(*y)).map(|t| t.hash);
            case.alignment.link(case.rewrite, *x).is_some_and(|l| {
                case.wires.get(l.to.take as usize).and_then(|w| w.tokens.get(l.to.token as usize)).map(|t| t.hash)
                    == hash
            })
        };
        if m.words <= 2 && !m.pairs.iter().any(here) {
            continue;
        }
        // Words that English does not know are a name or a title in another language.
        let foreign = |(x, _): &(usize, usize)| {
            let t = &case.rewrite.tokens[*x];
            t.kind == TokenKind::Word
                && t.is_content()
                && t.shape == Shape::Lower
                && !lexicon::is_word(case.rewrite.fold(*x))
        };
        if m.pairs.iter().any(foreign) {
            continue;
        }
        let words = case.rewrite.words(q.tokens.clone());
        out.push(
            Finding::at(&RULE, RewriteSpan(q.span), format!("the wire has “{}” without quotation marks", short(words)))
                .confidence(if m.words <= 2 { 0.5 } else { 0.65 })
                .against(wire_words(case, m))
                .replace_with(words),
        );
    }
}
