use crate::compare::Case;
use crate::compare::hedges::{Doubt, Missing, missing, stretch};
use crate::compare::sides::{Sides, pairs, said};
use crate::finding::{Finding, Severity};
use crate::ingest::BlockKind;

rule! {
    /// # What it reports
    /// A word of doubt ("allegedly", "reportedly", "appears to", "is believed to") that was dropped from a claim, or
    /// added to it.
    ///
    /// # Why it matters
    /// Without "allegedly" the paper calls a suspect a thief, and may have to answer for it.
    ///
    /// # Evidence it asks for
    /// The hedge is on one side only, the words that it qualifies are on the other side too, and no word of that
    /// sentence expresses doubt, hearsay or possibility in another way.
    ///
    /// Severity: critical where an allegation becomes a fact; major where a report or a likelihood does; minor for an
    /// appearance or a preliminary finding. A doubt that the wire does not have is major in a closely told sentence,
    /// else minor.
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
    /// Sentences with several hedges, one of which is gone.
    id: "hedge-changed",
    group: Stance,
    category: Omission,
    severity: Major,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// Compares the hedges of each sentence with the wire's, in both directions.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    for f in pairs(case) {
        if f.pair.score < 0.5 || case.rewrite.sentences[f.pair.sentence].kind == BlockKind::Headline {
            continue;
        }
        if let Some(m) = missing(&f.wire_view()) {
            out.push(dropped(&f, &m));
        }
        if let Some(m) = missing(&f.rewrite_view()) {
            out.push(added(&f, &m));
        }
    }
}

fn dropped(f: &Sides, m: &Missing) -> Finding {
    let severity = match m.doubt {
        Doubt::Alleged => Severity::Critical,
        Doubt::Reported | Doubt::Probable => Severity::Major,
        Doubt::Apparent | Doubt::Preliminary => Severity::Minor,
    };
    let words = stretch(m.at, m.head);
    Finding::at(
        &RULE,
        f.at(m.matched..m.matched + 1),
        format!("the wire says “{}”, the rewrite drops “{}”", said(f.wire(), words.clone()), f.wire().word(m.at)),
    )
    .severity(severity)
    .confidence(0.5 + 0.3 * f.pair.score)
    .against(f.wire_at(words))
}

fn added(f: &Sides, m: &Missing) -> Finding {
    let words = stretch(m.at, m.head);
    let severity = if f.pair.score > 0.75 { Severity::Major } else { Severity::Minor };
    Finding::at(&RULE, f.at(words), format!("the wire states this without “{}”", f.case.rewrite.word(m.at)))
        .category(crate::finding::Category::Addition)
        .severity(severity)
        .confidence(0.4 + 0.3 * f.pair.score)
        .against(f.wire_at(m.matched..m.matched + 1))
}
