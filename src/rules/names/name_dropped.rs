use crate::analyse::NameKind;
use crate::compare::Shared;
use crate::compare::unmatched_names::{DroppedName, dropped_names};
use crate::finding::{Finding, Severity};
use crate::text::{RewriteSpan, WireSpan};

rule! {
    /// # What it reports
    /// A person or a place of the wire that the rewrite has nowhere, although it tells the rest of the sentence: one of three
    /// towns in a list, the second of two ministers.
    ///
    /// # Why it matters
    /// Readers take a list for complete. Whoever was left out was there.
    ///
    /// # Evidence it asks for
    /// A sentence of the rewrite that tells all other words of the wire's sentence, and neither the name, in any form, nor
    /// anything that stands for it. States after their towns, places before titles and adjectives of places may be left out. A
    /// summary is not held to it. Where the words around the gap cannot stand side by side, the finding is a major one.
    ///
    /// # Example
    /// ```text
    /// wire: The storm cut off power in Latvia, Estonia and Finland on Monday, the operator said.
    /// rewrite: The storm cut off power in Latvia and Estonia on Monday, the operator said.
    /// fires: Finland
    /// wire: The council gave the medal to Tarmo Lepp and Indrek Saar for their work on the old bridge.
    /// rewrite: The council gave the medal to Tarmo Lepp for the work on the old bridge.
    /// fires: Indrek Saar
    /// wire: The ferry left Narva on Monday and came to the island from Tallinn on Friday.
    /// rewrite: The ferry left Narva on Monday and came to the island from on Friday.
    /// fires: from on
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The storm cut off power in Austin, Texas, on Monday, the operator of the lines said.
    /// rewrite: The storm cut off power in Austin on Monday, the operator of the lines said.
    /// silent
    /// wire: The council gave the medal to Tarmo Lepp for his work on the old bridge. Lepp thanked the town on Friday for the honour.
    /// rewrite: The council gave the medal to Tarmo Lepp for his work on the old bridge. He thanked the town on Friday for the honour.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Names in sentences that were told in other words.
    id: "name-dropped",
    group: Names,
    category: Omission,
    severity: Minor,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// Reports the names that are left out of sentences that are told closely.
pub fn check(case: &Shared, out: &mut Vec<Finding>) {
    for DroppedName { take, name, hole } in dropped_names(case) {
        let wire = &case.wires[take];
        let mark = &wire.names[name];
        let words = wire.words(mark.tokens.clone());
        let what = if mark.kind == NameKind::Person { "person" } else { "place" };
        let at = WireSpan { take, span: wire.span(mark.tokens.clone()) };
        if let Some(hole) = hole {
            let said = case.rewrite.words(hole.clone());
            let message = format!("the wire names “{words}” here, the rewrite has a hole: “{said}”");
            let span = RewriteSpan(case.rewrite.span(hole));
            out.push(Finding::at(&RULE, span, message).severity(Severity::Major).confidence(0.75).against(at));
            continue;
        }
        // A summary may leave out whom it likes, but not so that its sentences break.
        if case.summary {
            continue;
        }
        let message = format!("the wire names “{words}”, a {what} that the rewrite leaves out");
        out.push(Finding::missing(&RULE, at, message).confidence(0.6));
    }
}
