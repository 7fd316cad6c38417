use crate::compare::Case;
use crate::compare::changes::{graded, place, wire_place, words};
use crate::finding::Finding;
use crate::weigh::ChangeKind;

rule! {
    /// # What it reports
    /// A word or phrase put into a sentence that otherwise tells what the wire tells.
    ///
    /// # Why it matters
    /// A single added word ("mount", "alleged", "latest") can make a true sentence false.
    ///
    /// # Evidence it asks for
    /// The words around are bound to neighbours in the wire, no wire says the added words anywhere, and a learnt weight over their part of
    /// speech and how at home they are in the sentence.
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
    /// Added words that suit the sentence.
    id: "words-added",
    group: Drift,
    category: Addition,
    severity: Minor,
    speaks: Hint,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// Looks for it.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    for c in &case.weighed.changes {
        if c.kind != ChangeKind::Added {
            continue;
        }
        let Some((severity, confidence)) = graded(case, c) else { continue };
        out.push(
            Finding::at(&RULE, place(case, c), format!("the wire has nothing for “{}” here", words(case, c)))
                .severity(severity)
                .confidence(confidence)
                .against(wire_place(case, c)),
        );
    }
}
