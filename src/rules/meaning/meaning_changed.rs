use crate::compare::Case;
use crate::compare::faults;
use crate::finding::Finding;

rule! {
    /// # What it reports
    /// A sentence that, read as a whole, tells something else than the wire: "the court left the ban in place" where the wire says that the
    /// appeal against it succeeded.
    ///
    /// # Why it matters
    /// Who did it to whom, whether it came about, on what condition: a retelling can turn all that round in words of its own, and no word of
    /// it is wrong by itself.
    ///
    /// # Evidence it asks for
    /// The reader, a model that compares what two sentences mean, takes the sentence to be contradicted by what the wire tells in its place,
    /// and points at the words that carry it. How much that counts goes by what else speaks against the sentence, and by how far it is
    /// reworded. Asked for only where the reader is switched on.
    ///
    /// Severity: neutral where only the reader doubts; minor where other signs agree; major where nearly all such sentences mislead.
    ///
    /// # Example
    /// ```text
    /// wire: The ferry company won its appeal and the court lifted the ban on night crossings.
    /// rewrite: The court threw out the ferry company's appeal and left the ban on night crossings in place.
    /// fires: threw out
    /// wire: Police released the driver on Sunday.
    /// rewrite: The driver remained in custody on Sunday, police said.
    /// fires: remained in custody
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: Nobody was hurt in the fire on the ferry, the coast guard said.
    /// rewrite: The coast guard said that all on board the ferry came through the fire unharmed.
    /// silent
    /// wire: The mayor of Ulsvik resigned on Tuesday, the council said.
    /// rewrite: The mayor of Ulsvik stepped down on Tuesday, according to the council.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// The order of events, and bounds and shares told in other words; sentences of more than some hundred words, which are read up to there.
    id: "meaning-changed",
    group: Meaning,
    category: Mistranslation,
    severity: Minor,
    speaks: General,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// Reports the sentences that the reader takes to be contradicted.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    for u in faults::unborne(case) {
        let reading = &u.read.reading;
        if reading.contradicted < reading.added {
            continue;
        }
        let words = u.words.0.of(&case.rewrite.text);
        let message = match u.against.first() {
            Some(w) => format!("“{words}” is not what the wire says: “{}”", w.span.of(&case.wires[w.take].text)),
            None => format!("“{words}”: the sentence does not agree with what the wire says here"),
        };
        out.push(u.finding(&RULE, message));
    }
}
