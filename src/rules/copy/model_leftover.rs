use crate::compare::{Case, leftovers};
use crate::finding::Finding;
use crate::text::{RewriteSpan, Span};

rule! {
    /// # What it reports
    /// What a language model, a translation program or the page system left in the text: remarks to the one who asked ("Here is the
    /// rewritten article", "As an AI language model"), prompts, labels of an answer ("Headline:"), template fields in brackets of any
    /// kind ("[Insert name]", "{{mayor}}"), reference marks, values that were never filled in, error messages, markup ("**bold**") and
    /// codes for letters ("&amp;quot;", "&amp;#231;", "=E2=80=99", "%20").
    ///
    /// # Why it matters
    /// It is not part of the story. Published, it makes the newsroom a laughing stock.
    ///
    /// # Evidence it asks for
    /// The shape of such a mark, or a sentence that speaks to whoever asked for the text, in words that are not in the wire and, for
    /// sentences, not in quotation marks. Sentences around a remark that speak of "I" and "you" belong to it.
    ///
    /// Severity: major; minor for codes in place of letters and for labels such as "Headline:".
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
    /// wire: The hall “Vega” will stay shut until the autumn, the county said.
    /// rewrite: The hall &amp;quot;Vega&amp;quot; will stay shut until the autumn, the county said.
    /// fires: &amp;quot;Vega
    /// wire: The hall Façade won’t open until the autumn, the county said.
    /// rewrite: The hall Façade won=E2=80=99t open until the autumn, the county said.
    /// fires: =E2=80=99
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
    /// wire: The plan is at https://norland.example/the%20plan, the county’s R&D office said. Prices rose 5%.
    /// rewrite: The county’s R&D office said the plan is at https://norland.example/the%20plan. Prices rose 5%.
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

/// Reports each passage that a program left in the text.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    for l in leftovers::find(case) {
        let span = Span::new(l.span.start, l.span.end);
        let codes = &case.rewrite_story.codes;
        let coded =
            codes.get(codes.partition_point(|c| c.span.start < span.start)).is_some_and(|c| span.contains(c.span));
        let words = case.rewrite_story.as_seen(span);
        let message = format!("{} was left in the text: “{}”", l.what, shown(&words));
        let found = Finding::at(&RULE, RewriteSpan(span), message).severity(l.severity).confidence(0.9);
        out.push(if coded { found.one_fault(l.what) } else { found });
    }
}

/// The first words of a passage, for a message.
fn shown(words: &str) -> String {
    let mut parts = words.split_whitespace();
    let head = parts.by_ref().take(16).collect::<Vec<_>>().join(" ");
    if parts.next().is_some() { head + " …" } else { head }
}
