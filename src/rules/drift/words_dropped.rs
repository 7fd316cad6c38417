use crate::compare::Case;
use crate::compare::changes::{graded, rewrite_span, weight, wire_span, wire_words};
use crate::finding::Finding;
use crate::weigh::ChangeKind;

rule! {
    /// # What it reports
    /// A word or phrase that the rewrite leaves out in the middle of a sentence that it otherwise keeps.
    ///
    /// # Why it matters
    /// A missing name, object or condition changes the claim, and a missing verb leaves no sentence.
    ///
    /// # Evidence it asks for
    /// The words around the gap match on both sides, the dropped words are nowhere else in the rewrite, and a learned
    /// weight judges their part of speech and the language around the gap.
    ///
    /// Severity: minor; major where the learned weight says that nearly all such gaps mislead, then the message says so;
    /// neutral where it is only worth a look.
    ///
    /// # Example
    /// ```text
    /// wire: The council will sell the old tram depot behind the station to a brewery in the spring.
    /// rewrite: The council will sell the old tram behind the station to a brewery in the spring.
    /// fires: tram behind
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The court sentenced the former mayor to six years in prison on Friday.
    /// rewrite: On Friday the court gave the former mayor six years in prison.
    /// silent
    /// wire: He also said that the talks were going well.
    /// rewrite: He said the talks were going well.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Words dropped where the words around them are reworded too.
    id: "words-dropped",
    group: Drift,
    category: Omission,
    severity: Minor,
    speaks: Hint,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// Reports dropped words whose learned weight is high enough.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    for c in &case.weighed.changes {
        if c.kind != ChangeKind::Dropped || case.summary {
            continue;
        }
        let Some((severity, confidence)) = graded(case, c) else { continue };
        let message = format!("the wire's “{}” is missing here{}", wire_words(case, c), weight(severity));
        out.push(
            Finding::at(&RULE, rewrite_span(case, c), message)
                .severity(severity)
                .confidence(confidence)
                .against(wire_span(case, c)),
        );
    }
}
