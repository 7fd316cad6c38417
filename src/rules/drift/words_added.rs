use crate::compare::Case;
use crate::compare::changes::{graded, rewrite_span, weight, wire_span, words};
use crate::finding::Finding;
use crate::weigh::ChangeKind;

rule! {
    /// # What it reports
    /// A word or phrase added to a sentence that otherwise says what the wire says.
    ///
    /// # Why it matters
    /// A single added word ("mount", "alleged", "latest") can make a true sentence false.
    ///
    /// # Evidence it asks for
    /// The words around it match words of the wire that are neighbours there, the added words are nowhere in the wire,
    /// and a learned weight judges their part of speech and how well they fit the sentence.
    ///
    /// Severity: minor; major where the learned weight says that nearly all such additions mislead, then the message
    /// says so; neutral where it is only worth a look.
    ///
    /// # Example
    /// ```text
    /// wire: The parliament approved the budget on Thursday after a long debate.
    /// rewrite: The parliament has the budget been taken on Thursday after a long debate.
    /// fires: been taken
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The ferry left the port of Rostock with 200 passengers on board.
    /// rewrite: The ferry left the German port of Rostock with some 200 passengers on board.
    /// silent
    /// wire: He said the talks were going well.
    /// rewrite: He also said that the talks were going well.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Added words that fit the sentence.
    id: "words-added",
    group: Drift,
    category: Addition,
    severity: Minor,
    speaks: Hint,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// Reports added words whose learned weight is high enough.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    for c in &case.weighed.changes {
        if c.kind != ChangeKind::Added {
            continue;
        }
        let Some((severity, confidence)) = graded(case, c) else { continue };
        let message = format!("“{}” has no counterpart in the wire{}", words(case, c), weight(severity));
        out.push(
            Finding::at(&RULE, rewrite_span(case, c), message)
                .severity(severity)
                .confidence(confidence)
                .against(wire_span(case, c)),
        );
    }
}
