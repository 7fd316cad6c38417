use crate::align::{QuoteEdit, QuoteMatch, wire_span};
use crate::analyse::QuoteKind;
use crate::compare::Case;
use crate::compare::quote_changes::{
    Change, Footing, change, edits, footing, moved, quote, quoted, severity, wire_words,
};
use crate::finding::{Finding, Severity};
use crate::text::RewriteSpan;

rule! {
    /// # What it reports
    /// Words inside quotation marks that are not the words the wire quotes: replaced, added, or reworded altogether.
    ///
    /// # Why it matters
    /// Quotation marks promise that somebody spoke these very words. A quote that went through another language and
    /// back, or through a paraphrase, breaks that promise even where the sense is kept.
    ///
    /// # Evidence it asks for
    /// The wire has the quote, found by its words wherever it is, and no version of it in any wire agrees. The message
    /// counts the words that agree; the finding points at the changed words, or at the whole quote when most of it is
    /// new.
    ///
    /// Severity: minor for small words and other forms; major where the meaning or the degree changes, or where most of
    /// the quote is reworded; critical where a negation or a figure changes in a quote that is verbatim otherwise.
    ///
    /// # Example
    /// ```text
    /// wire: "The harbour will stay closed until the last of the ice has gone," Ana Reyes told reporters.
    /// rewrite: “The harbour will stay shut until the last of the ice has gone,” Ana Reyes told reporters.
    /// fires: shut
    /// wire: "We will not sell the ferry before the end of the year," Reyes said.
    /// rewrite: “We will sell the ferry before the end of the year,” Reyes said.
    /// fires: will sell
    /// wire: "We came with maps, with ship logs, with thirty years of data and with patience," Reyes said. "Nobody asked for them."
    /// rewrite: “We came with maps, with thirty years of ship logs, and with patience,” Reyes said. “Nobody asked for them.”
    /// fires: thirty years of ship logs
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: "We don't favour a cease-fire with the dockers," Reyes said. "It's too early."
    /// rewrite: “We do not favor a ceasefire with the dockers,” Reyes said. “It is too early.”
    /// silent
    /// wire: "The harbour will stay closed until the last of the ice has gone," Ana Reyes told reporters.
    /// rewrite: The harbour will stay closed “until the last of the ice has gone”, Ana Reyes told reporters.
    /// silent
    /// wire: "He told the dockers that the port was, as we all know, shut for good," Reyes said.
    /// rewrite: “[Hale] told the dockers that the port was … shut for good,” Reyes said.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// A quote that is not in the wire in any form is left to `quote-unknown`. Where both texts are translations of
    /// words spoken in another language, the exact words are not at stake: then only mild findings are given, and none
    /// where only one quote can be compared.
    id: "quote-altered",
    group: Quotes,
    category: Mistranslation,
    severity: Minor,
    speaks: Sharp,
    ground: Wire,
    fix: Safe,
    names: Judged,
}

/// Compares the words of each quote with the wire's quote that it is aligned with.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    if case.alignment.quotes.is_empty() {
        return;
    }
    let footing = footing(case);
    for m in &case.alignment.quotes {
        let q = quote(case, m);
        if m.wire_quote.is_none() || (m.words < 3 && q.kind != QuoteKind::Speech) {
            continue;
        }
        // Words left out and nothing in their place are another rule's, unless they are only small words or come back further on.
        let changes: Vec<(&QuoteEdit, Change)> = edits(case, m)
            .map(|e| (e, change(case, m, e)))
            .filter(|(e, c)| {
                !e.rewrite.is_empty() || matches!(c, Change::Small | Change::Negation) || moved(case, m, e)
            })
            .collect();
        if changes.is_empty() || (footing != Footing::Verbatim && unsure(case, m, footing)) {
            continue;
        }
        out.push(finding(case, m, &changes, footing));
    }
}

/// On uncertain ground a single quote that differs in more than a third of its words proves nothing.
fn unsure(case: &Case, m: &QuoteMatch, footing: Footing) -> bool {
    footing == Footing::Translated && (m.same * 3 < m.words * 2 || case.alignment.quotes.len() < 2)
}

fn finding(case: &Case, m: &QuoteMatch, changes: &[(&QuoteEdit, Change)], footing: Footing) -> Finding {
    let q = quote(case, m);
    let wire = &case.wires[m.take];
    let least = if footing == Footing::Lone { 2 } else { 3 };
    let recomposed = m.words >= 6 && changes.len() >= least && m.score < 0.75;
    // A negation that goes while other words change too may be expressed by those: "does not mean as much", "means less".
    let weighty = |c: &Change| !matches!(c, Change::Small | Change::Form);
    let alone = changes.iter().filter(|(_, c)| weighty(c)).count() <= 1;
    let cost = |c: Change| match severity(c, footing) {
        s if alone || c != Change::Negation => s,
        Severity::Critical => Severity::Major,
        _ => Severity::Minor,
    };
    let worst = changes.iter().map(|(_, c)| cost(*c)).max().unwrap_or(Severity::Minor);
    let theirs = wire_words(case, m);
    let confidence = match footing {
        Footing::Translated => 0.3,
        Footing::Unclear | Footing::Lone => 0.2 + 0.4 * (m.same as f32 / m.words.max(1) as f32),
        Footing::Verbatim => 0.5 + 0.45 * (m.same as f32 / m.words.max(1) as f32),
    };
    if recomposed {
        let sure = matches!(footing, Footing::Verbatim | Footing::Lone);
        let severity = if sure { Severity::Major } else { Severity::Minor };
        // The whole of the wire's quote where the rewrite gives all of it.
        let whole = m.wire_quote.and_then(|i| wire.quotes.get(i)).filter(|w| w.tokens.len() < q.tokens.len() * 3 / 2);
        let said = wire.words(whole.map_or(m.wire.clone(), |w| w.tokens.clone()));
        let message = format!(
            "the quote is reworded: only {} of its {} words match the wire's “{}”",
            m.same,
            m.words,
            quoted(said)
        );
        return Finding::at(&RULE, RewriteSpan(q.inner), message)
            .severity(severity)
            .confidence(confidence)
            .against(theirs)
            .replace_with(said);
    }
    let (ours, said) = stretch(case, m, changes);
    let (ours_words, said_words) = (case.rewrite.words(ours.clone()), wire.words(said.clone()));
    let mut message = format!("the wire quotes “{}”, the rewrite “{}”", quoted(said_words), quoted(ours_words));
    if changes.len() > 1 {
        message.push_str(&format!("; {} of the quote's {} words match", m.same, m.words));
    }
    if worst >= Severity::Major && changes.iter().any(|(_, c)| *c == Change::Negation) {
        message.push_str("; it now says the opposite");
    }
    // The words that differ, not the whole quote, so that they can be found at a glance.
    let theirs = if said.is_empty() { theirs } else { wire_span(case.wires, m.take, said) };
    Finding::at(&RULE, RewriteSpan(case.rewrite.span(ours)), message)
        .severity(worst)
        .confidence(confidence)
        .against(theirs)
        .replace_with(said_words)
}

/// The smallest stretch of the quote that holds all changes, with the wire's words for it. A place where words are only missing is
/// shown by the words beside it.
fn stretch(
    case: &Case,
    m: &QuoteMatch,
    changes: &[(&QuoteEdit, Change)],
) -> (std::ops::Range<usize>, std::ops::Range<usize>) {
    let q = quote(case, m);
    let mut ours = std::ops::Range { start: usize::MAX, end: 0 };
    let mut theirs = ours.clone();
    for (e, _) in changes {
        let (mut a, mut b) = (e.rewrite.clone(), e.wire.clone());
        if a.is_empty() || b.is_empty() {
            // The pairs on both sides of the place.
            let next = m.pairs.iter().find(|(x, y)| *x >= e.rewrite.end && *y >= e.wire.end);
            let before = m.pairs.iter().rev().find(|(x, y)| *x < e.rewrite.start.max(1) && *y < e.wire.start.max(1));
            for (x, y) in before.into_iter().chain(next) {
                a = if a.is_empty() { *x..x + 1 } else { a.start.min(*x)..a.end.max(x + 1) };
                b = if b.is_empty() { *y..y + 1 } else { b.start.min(*y)..b.end.max(y + 1) };
            }
        }
        ours = ours.start.min(a.start)..ours.end.max(a.end);
        theirs = theirs.start.min(b.start)..theirs.end.max(b.end);
    }
    (ours.start.max(q.tokens.start)..ours.end.min(q.tokens.end), theirs)
}
