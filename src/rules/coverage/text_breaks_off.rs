use crate::compare::Case;
use crate::compare::broken_off::{BrokenOff, broken_off};
use crate::finding::{Finding, Severity};
use crate::text::{RewriteSpan, WireSpan};

rule! {
    /// # What it reports
    /// A rewrite that ends in the middle of a sentence, with the words of the wire that should follow.
    ///
    /// # Why it matters
    /// The rest of the story is missing, and nobody has meant to leave it out.
    ///
    /// # Evidence it asks for
    /// The last sentence has no closing mark, or an ellipsis, and the wire's sentence goes on right behind its last word; or it ends in a word
    /// that cannot end a sentence. No text that its confidence could be counted on breaks off: it lies between the rule's own signal and what
    /// other rules on dropped text reach.
    ///
    /// # Example
    /// ```text
    /// wire: The bridge will stay shut until the autumn, the county said. The repairs will last nine months and cost two million crowns.
    /// rewrite: The bridge will stay shut until the autumn, the county said. The repairs will last
    /// fires: last
    /// wire: The bridge will stay shut until the autumn, the county said. Its cables have lost a third of their strength since 1987.
    /// rewrite: The bridge will stay shut until the autumn, the county said. Its cables have lost a third of their…
    /// fires: their
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The bridge will stay shut until the autumn, the county said. The repairs will last nine months and cost two million crowns.
    /// rewrite: The bridge will stay shut until the autumn, the county said. The repairs will last nine months.
    /// silent
    /// wire: Bridge to stay shut until autumn
    /// rewrite: Bridge to stay shut until the autumn
    /// silent
    /// wire: The bridge will stay shut until the autumn, the county said. “Nobody knows how long…” its mayor added.
    /// rewrite: The bridge will stay shut until the autumn, the county said. The mayor added: “Nobody knows how long…”
    /// silent
    /// ```
    ///
    /// # Known misses
    /// A text that ends behind a full stop, however early.
    id: "text-breaks-off",
    group: Coverage,
    category: Omission,
    severity: Major,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// At most so many words of the wire are shown.
const SHOWN: usize = 8;

/// Reports where the rewrite breaks off.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    let Some(BrokenOff { last, goes_on }) = broken_off(case) else { return };
    let a = case.rewrite;
    let word = a.word(last);
    let at = RewriteSpan(a.span(last..last + 1));
    let Some((sentence, tail)) = goes_on else {
        let message = format!("the text breaks off behind “{word}”");
        out.push(Finding::at(&RULE, at, message).confidence(0.7).severity(Severity::Major));
        return;
    };
    let wire = &case.wires[sentence.take];
    let rest = wire.words(tail.clone());
    let head: Vec<&str> = rest.split_whitespace().take(SHOWN).collect();
    let more = if rest.split_whitespace().nth(SHOWN).is_some() { " …" } else { "" };
    let message = format!("the text breaks off behind “{word}”; the wire goes on “{}{more}”", head.join(" "));
    let against = WireSpan { take: sentence.take, span: wire.span(tail) };
    out.push(Finding::at(&RULE, at, message).against(against).confidence(0.8));
}
