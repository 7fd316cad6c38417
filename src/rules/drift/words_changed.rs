use crate::compare::changes::{graded, rewrite_span, weight, wire_span, wire_words, words};
use crate::compare::{Case, unmatched_names};
use crate::finding::Finding;
use crate::weigh::ChangeKind;

rule! {
    /// # What it reports
    /// Words that differ from the wire's where everything suggests that the meaning changed too, but no sharper rule
    /// can say how.
    ///
    /// # Why it matters
    /// Most errors of translation have no name: a word too weak, too strong, or beside the point.
    ///
    /// # Evidence it asks for
    /// A learned weight over the position, the parts of speech, the relations in the lexicon, how alike the words are
    /// in use, and how well they fit where they stand.
    ///
    /// Severity: minor; major where the learned weight says that nearly all such changes mislead, then the message says
    /// so; neutral where it is only worth a look.
    ///
    /// # Example
    /// ```text
    /// wire: Farmers blocked the motorway with tractors for six hours.
    /// rewrite: Farmers mosque the motorway with tractors for six hours before they home.
    /// fires: mosque
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The parliament approved the budget on Thursday after a long debate.
    /// rewrite: The parliament passed the budget on Thursday following a long debate.
    /// silent
    /// wire: Two people were hurt in the crash.
    /// rewrite: The crash injured two people.
    /// silent
    /// wire: The gates opened at 08H00 on Monday and closed at 17h30, the port said.
    /// rewrite: The gates opened at 8:00 am on Monday and closed at 5:30 pm, the port said.
    /// silent
    /// wire: The brewery was sold to the Danish group Holm in 2016.
    /// rewrite: The brewery was bought by the Danish group Holm in 2016.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Bold paraphrases weigh as much as errors; the rule prefers silence there.
    id: "words-changed",
    group: Drift,
    category: Mistranslation,
    severity: Minor,
    speaks: Hint,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// Reports changed words whose learned weight is high enough.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    for c in &case.weighed.changes {
        if matches!(c.kind, ChangeKind::Added | ChangeKind::Dropped) {
            continue;
        }
        // Tsai and Cai are one name, though hardly a letter says so.
        if unmatched_names::is_romanised(case, &c.rewrite, c.take, &c.wire) {
            continue;
        }
        let Some((severity, confidence)) = graded(case, c) else { continue };
        let (mine, theirs) = (words(case, c), wire_words(case, c));
        let message = if c.kind == ChangeKind::Moved {
            format!("different word order: the wire says “{theirs}”, the rewrite “{mine}”")
        } else {
            format!("the wire says “{theirs}”, the rewrite “{mine}”")
        } + weight(severity);
        out.push(
            Finding::at(&RULE, rewrite_span(case, c), message)
                .severity(severity)
                .confidence(confidence)
                .against(wire_span(case, c)),
        );
    }
}
