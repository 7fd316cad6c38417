use std::ops::Range;

use crate::compare::Case;
use crate::finding::{Finding, Severity};
use crate::text::{RewriteSpan, Span};

mod marks;
mod remarks;

rule! {
    /// # What it reports
    /// What a language model, a translation program or the page system left in the text: remarks to the one who asked ("Here is the
    /// rewritten article", "As an AI language model"), prompts, labels of an answer ("Headline:"), template fields in brackets of any
    /// kind ("[Insert name]", "{{mayor}}"), reference marks, values that were never filled in, error messages, and markup ("**bold**",
    /// "&amp;quot;").
    ///
    /// # Why it matters
    /// It is not part of the story. Published, it makes the newsroom a laughing stock.
    ///
    /// # Evidence it asks for
    /// The shape of such a mark, or a sentence that speaks to whoever asked for the text, in words that are not in the wire and, for
    /// sentences, not in quotation marks. Sentences around a remark that speak of "I" and "you" belong to it.
    ///
    /// # Example
    /// ```text
    /// wire: The bridge will stay shut until the autumn.
    /// rewrite: Sure! Here is the rewritten article:\nThe bridge will stay shut until the autumn.
    /// fires: Here is the rewritten article
    /// wire: The bridge will stay shut until the autumn.
    /// rewrite: The bridge will stay shut until the autumn, said [insert name].
    /// fires: [insert name]
    /// wire: The bridge will stay shut until the autumn, the county said.
    /// rewrite: The bridge will stay shut until %SEASON%, the county said.
    /// fires: %SEASON%
    /// wire: The bridge will stay shut until the autumn, the county said.
    /// rewrite: The bridge will stay shut until the autumn, undefined said.
    /// fires: undefined
    /// wire: The bridge will stay shut until the autumn, the county said.
    /// rewrite: The bridge will stay shut until the autumn, the county said. If you like, I can also draft a shorter version.
    /// fires: If you like, I can also draft a shorter version.
    /// wire: The bridge will stay shut until the autumn, the county said.
    /// rewrite: The bridge will stay shut until the autumn 【2†source】, the county said.
    /// fires: 【2†source】
    /// wire: The bridge will stay shut until the autumn, the county said.
    /// rewrite: Headline: Bridge shut\n\nThe bridge will stay shut until the autumn, the county said.
    /// fires: Headline:
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: “As an AI language model, I cannot vote,” the chatbot told the court.
    /// rewrite: “As an AI language model, I cannot vote,” the chatbot told the court.
    /// silent
    /// wire: The chatbot told the court that it was a program and could not vote.
    /// rewrite: The chatbot told the court: “As an AI language model, I cannot vote.”
    /// silent
    /// wire: Certainly, the bridge will stay shut until the autumn.
    /// rewrite: Certainly, the bridge will stay shut until the autumn.
    /// silent
    /// wire: The rule is null and void, and its limits were never defined, the county said. A ticket costs 5% to 7% more.
    /// rewrite: The county said the rule is null and void and its limits undefined. A ticket costs 5%-7% more.
    /// silent
    /// wire: “I told the mayor to go,” said Tarmo Lepp, who owns the TK Bakery.
    /// rewrite: “I told [the mayor] to go,” said Tarmo Lepp, who owns the TK Bakery.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Remarks that a model words in its own way.
    id: "model-leftover",
    group: Copy,
    category: NonContent,
    severity: Major,
    speaks: Sharp,
    ground: Form,
    fix: Advice,
    names: Judged,
}

/// What a program left in the text.
struct Leftover {
    span: Range<usize>,
    what: &'static str,
    severity: Severity,
}

/// Searches the text for remarks and marks that are not in the wire, and reports each passage of them once.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    let text = &*case.rewrite.text;
    let quotes: Vec<Range<usize>> = case.rewrite.quotes.iter().map(|q| q.span.range()).collect();
    let quoted = |at: usize| quotes.iter().any(|q| q.start <= at && at < q.end);
    let in_wire = |words: &str| in_wire(case, words);
    let mut found = Vec::new();
    marks::find(text, &quoted, &in_wire, &mut found);
    marks::values(case.rewrite, &in_wire, &mut found);
    remarks::find(text, &quoted, &in_wire, &mut found);
    for l in passages(text, found) {
        let span = Span::new(l.span.start, l.span.end);
        let message = format!("{} was left in the text: “{}”", l.what, shown(&text[l.span]));
        out.push(Finding::at(&RULE, RewriteSpan(span), message).severity(l.severity).confidence(0.9));
    }
}

/// Joins what overlaps and remarks that follow each other; the graver of two says what the passage is.
fn passages(text: &str, mut found: Vec<Leftover>) -> Vec<Leftover> {
    found.sort_by_key(|l| (l.span.start, std::cmp::Reverse(l.span.end)));
    let mut out: Vec<Leftover> = Vec::with_capacity(found.len());
    for l in found {
        let last = out.last_mut().filter(|k| {
            let follows = || k.what == l.what && text.get(k.span.end..l.span.start).is_some_and(|gap| gap.trim().is_empty());
            l.span.start < k.span.end || follows()
        });
        let Some(k) = last else {
            out.push(l);
            continue;
        };
        if l.severity > k.severity {
            (k.severity, k.what) = (l.severity, l.what);
        }
        k.span.end = k.span.end.max(l.span.end);
    }
    out
}

/// The first words of a passage, for a message.
fn shown(words: &str) -> String {
    let mut parts = words.split_whitespace();
    let head = parts.by_ref().take(16).collect::<Vec<_>>().join(" ");
    if parts.next().is_some() { head + " …" } else { head }
}

fn in_wire(case: &Case, words: &str) -> bool {
    case.wires
        .iter()
        .any(|w| w.text.as_bytes().windows(words.len()).any(|window| window.eq_ignore_ascii_case(words.as_bytes())))
}
