use crate::compare::Case;
use crate::compare::quote_changes::inner;
use crate::finding::{Finding, Severity};
use crate::text::WireSpan;

rule! {
    /// # What it reports
    /// A sentence of the wire that is nowhere in the rewrite.
    ///
    /// # Why it matters
    /// What is left out can be the denial, the condition or the other side's answer.
    ///
    /// # Evidence it asks for
    /// No sentence of the rewrite is aligned with it, and hardly any of its words appear there. A summary is not held
    /// to it. A sentence that denies, answers or retracts is reported as minor, any other as neutral: shortening is not
    /// an error in itself.
    ///
    /// # Example
    /// ```text
    /// wire: The ministry bought 40 vehicles from the firm last year. Prosecutors searched two offices on Monday. The firm denied any wrongdoing and said it would cooperate. A court is to hear the case in June.
    /// rewrite: The ministry bought 40 vehicles from the firm last year. Prosecutors searched two offices on Monday. A court is to hear the case in June.
    /// fires: denied any wrongdoing
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The ministry bought 40 vehicles from the firm last year. Prosecutors searched two offices on Monday.
    /// rewrite: On Monday, prosecutors searched two offices. Last year the ministry bought 40 vehicles from the firm.
    /// silent
    /// wire: Rain fell all night. The river rose by a metre. Villagers were moved to a school.
    /// rewrite: Rain fell all night and the river rose by a metre, so villagers were moved to a school.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// A sentence whose words all recur elsewhere.
    id: "sentence-dropped",
    group: Coverage,
    category: Omission,
    severity: Neutral,
    speaks: Unmatched,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// Words by which a sentence answers, denies or takes back.
const ANSWERS: &[&str] = &[
    "deny",
    "denied",
    "denies",
    "reject",
    "rejected",
    "however",
    "but",
    "not",
    "never",
    "disputed",
    "refuted",
    "dismissed",
    "correction",
];

/// Reports the wire's sentences that no sentence of the rewrite covers.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    if case.summary {
        return;
    }
    for d in &case.alignment.dropped {
        let wire = &case.wires[d.take];
        let sentence = &wire.sentences[d.sentence];
        let answers = sentence.tokens.clone().any(|i| ANSWERS.contains(&wire.fold(i)));
        let text = shorten(sentence.span.of(&wire.text));
        out.push(
            Finding::missing(
                &RULE,
                WireSpan { take: d.take, span: sentence.span },
                format!("the rewrite leaves out the wire's sentence “{text}”"),
            )
            .severity(if answers { Severity::Minor } else { Severity::Neutral })
            .confidence(0.7),
        );
    }
}

/// At most sixteen words of a text.
fn shorten(text: &str) -> String {
    let mut words = text.split_whitespace();
    let head: Vec<&str> = words.by_ref().take(16).collect();
    let head = inner(&head.join(" "));
    if words.next().is_some() { format!("{head} …") } else { head }
}
