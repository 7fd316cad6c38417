use crate::compare::Case;
use crate::compare::hedges::{Doubt, Missing, missing, stretch};
use crate::compare::sides::{Facing, pairs, said};
use crate::finding::{Finding, Severity};
use crate::ingest::BlockKind;

rule! {
    /// # What it reports
    /// A word of doubt ("allegedly", "reportedly", "appears to", "is believed to") that was dropped while the claim is told, or put in.
    ///
    /// # Why it matters
    /// Without "allegedly" a suspect is called a thief, and the paper with him.
    ///
    /// # Evidence it asks for
    /// The hedge is on one side only, the words that it is about are told on the other side, and no word of that sentence expresses
    /// doubt, hearsay or possibility in another way.
    ///
    /// # Example
    /// ```text
    /// wire: The driver allegedly stole four bicycles from the school yard in May.
    /// rewrite: The driver stole four bicycles from the school yard in May.
    /// fires: stole
    /// wire: The bridge collapsed because of rust, and 14 cars fell into the river.
    /// rewrite: The bridge probably collapsed because of rust, and 14 cars fell into the river.
    /// fires: probably collapsed
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: A short circuit probably caused the fire in the theatre.
    /// rewrite: A short circuit is thought to have caused the fire in the theatre.
    /// silent
    /// wire: The company has reportedly sold two of its ships.
    /// rewrite: According to media reports, the company has sold two of its ships.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Sentences with several hedges of which one is gone.
    id: "hedge-changed",
    group: Stance,
    category: Omission,
    severity: Major,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// Looks for it.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    for f in pairs(case) {
        if f.pair.score < 0.5 || case.rewrite.sentences[f.pair.sentence].kind == BlockKind::Headline {
            continue;
        }
        if let Some(m) = missing(&f.back()) {
            out.push(dropped(&f, &m));
        }
        if let Some(m) = missing(&f.forth()) {
            out.push(added(&f, &m));
        }
    }
}

fn dropped(f: &Facing, m: &Missing) -> Finding {
    let severity = match m.doubt {
        Doubt::Alleged => Severity::Critical,
        Doubt::Reported | Doubt::Probable => Severity::Major,
        Doubt::Apparent | Doubt::Preliminary => Severity::Minor,
    };
    let words = stretch(m.at, m.head);
    Finding::at(
        &RULE,
        f.at(m.told..m.told + 1),
        format!("the wire has “{}”, the rewrite drops the “{}”", said(f.wire(), words.clone()), f.wire().word(m.at)),
    )
    .severity(severity)
    .confidence(0.5 + 0.3 * f.pair.score)
    .against(f.wire_at(words))
}

fn added(f: &Facing, m: &Missing) -> Finding {
    let words = stretch(m.at, m.head);
    let severity = if f.pair.score > 0.75 { Severity::Major } else { Severity::Minor };
    Finding::at(&RULE, f.at(words), format!("the wire asserts this without “{}”", f.case.rewrite.word(m.at)))
        .category(crate::finding::Category::Addition)
        .severity(severity)
        .confidence(0.4 + 0.3 * f.pair.score)
        .against(f.wire_at(m.told..m.told + 1))
}
