use crate::compare::Case;
use crate::compare::faults;
use crate::finding::Finding;

rule! {
    /// # What it reports
    /// A sentence that says more than the wire does: a cause, a motive, a judgement or an event that is nowhere in it.
    ///
    /// # Why it matters
    /// What a model adds reads as if the agency had reported it.
    ///
    /// # Evidence it asks for
    /// The reader, a model that compares what two sentences mean, finds words in the sentence that what the wire tells in its place does not
    /// bear out. How much that counts goes by what else speaks against the sentence, and by how far it is reworded. Asked for only where
    /// the reader is switched on.
    ///
    /// Severity: neutral where only the reader doubts; minor where other signs agree; major where nearly all such sentences mislead.
    ///
    /// # Example
    /// ```text
    /// wire: The mayor of Ulsvik resigned on Tuesday, the council said.
    /// rewrite: The council said Ulsvik's mayor had stepped down on Tuesday, which opens the way for new elections.
    /// fires: opens the way for new elections
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The mayor of Ulsvik resigned on Tuesday after nine years in office, the council said.
    /// rewrite: The mayor of Ulsvik stepped down on Tuesday, according to the council.
    /// silent
    /// wire: The mayor of Ulsvik resigned on Tuesday. She had quarrelled with the council over money.
    /// rewrite: The mayor of Ulsvik, who had quarrelled with the council over money, resigned on Tuesday.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// What a reader of the wire would conclude, and what another sentence of the wire tells that has few words in common with it.
    id: "meaning-added",
    group: Meaning,
    category: Addition,
    severity: Minor,
    speaks: General,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// Reports the sentences that the reader takes to say more than the wire.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    for u in faults::unborne(case) {
        let reading = &u.read.reading;
        if reading.contradicted >= reading.added {
            continue;
        }
        let words = u.words.0.of(&case.rewrite.text);
        let message = format!("the wire does not say “{words}”");
        out.push(u.finding(&RULE, message));
    }
}
