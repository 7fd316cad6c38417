use crate::compare::Case;
use crate::compare::sides::said;
use crate::compare::swaps::{self, Sort};
use crate::finding::Finding;
use crate::text::{RewriteSpan, WireSpan};

rule! {
    /// # What it reports
    /// Two figures or dates of the wire that have changed places.
    ///
    /// # Why it matters
    /// Both figures are in the wire, so every look-up finds them; the dead are now the wounded.
    ///
    /// # Evidence it asks for
    /// In words that are otherwise the wire's, each of the two stands where the wire has the other. Figures that moved
    /// together with what they count are left alone.
    ///
    /// # Example
    /// ```text
    /// wire: Seven sailors drowned and 23 were rescued when the ferry sank off Saaremaa.
    /// rewrite: Twenty-three sailors drowned and seven were rescued when the ferry sank off Saaremaa.
    /// fires: Twenty-three
    /// wire: The lock will open on Tuesday. Work on the weir begins on May 9, the canal trust said.
    /// rewrite: The lock will open on May 9. Work on the weir begins on Tuesday, the canal trust said.
    /// fires: May 9
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The east had 14 days of frost and the west 9.
    /// rewrite: The west had 9 days of frost and the east 14.
    /// silent
    /// wire: Sales rose from 18 million crowns to 21 million crowns in May.
    /// rewrite: Sales rose to 21 million crowns from 18 million crowns in May.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Sentences in which little else is as the wire has it.
    id: "figures-swapped",
    group: Figures,
    category: Mistranslation,
    severity: Critical,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// Reports each of two figures or dates that changed places.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    for s in swaps::find(case).into_iter().filter(|s| s.sort != Sort::Name) {
        let wire = &case.wires[s.take];
        let (here, there) = (said(case.rewrite, s.rewrite.clone()), said(wire, s.wire.clone()));
        out.push(
            Finding::at(
                &RULE,
                RewriteSpan(case.rewrite.span(s.rewrite)),
                format!("“{here}” and “{there}” have changed places: the wire has “{there}” here"),
            )
            .confidence(0.85)
            .against(WireSpan { take: s.take, span: wire.span(s.wire) }),
        );
    }
}
