use crate::compare::Case;
use crate::compare::changes::{graded, place, wire_place, wire_words, words};
use crate::finding::Finding;
use crate::weigh::ChangeKind;

rule! {
    /// # What it reports
    /// Words that stand where the wire has others, when everything about them says that the meaning changed too, but no sharper rule can
    /// name how.
    ///
    /// # Why it matters
    /// Most errors of translation have no name: a word too weak, too strong, or beside the point.
    ///
    /// # Evidence it asks for
    /// A learnt weight over the position, the parts of speech, the lexicon's relations, the likeness in use, and how English the words
    /// are where they stand.
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
    /// ```
    ///
    /// # Known misses
    /// Bold paraphrases weigh like errors; the rule prefers silence there.
    id: "words-changed",
    group: Drift,
    category: Mistranslation,
    severity: Minor,
    speaks: Hint,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// Looks for it.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    for c in &case.weighed.changes {
        if matches!(c.kind, ChangeKind::Added | ChangeKind::Dropped) {
            continue;
        }
        let Some((severity, confidence)) = graded(case, c) else { continue };
        let (mine, theirs) = (words(case, c), wire_words(case, c));
        let message = if c.kind == ChangeKind::Moved {
            format!("“{mine}” stands in another order than the wire's “{theirs}”")
        } else {
            format!("“{mine}” stands where the wire has “{theirs}”")
        };
        out.push(
            Finding::at(&RULE, place(case, c), message)
                .severity(severity)
                .confidence(confidence)
                .against(wire_place(case, c)),
        );
    }
}
