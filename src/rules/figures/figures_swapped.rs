use std::ops::Range;

use crate::align::Edit;
use crate::analyse::Analysis;
use crate::compare::belongings;
use crate::compare::sides::{overlapping, said};
use crate::compare::swaps::{self, Sort};
use crate::compare::{Case, Shared};
use crate::finding::{Finding, Severity};
use crate::text::{RewriteSpan, WireSpan};

rule! {
    /// # What it reports
    /// Two figures or dates of the wire that have changed places.
    ///
    /// # Why it matters
    /// Both figures are in the wire, so every look-up finds them; the dead are now the wounded.
    ///
    /// # Evidence it asks for
    /// In words that are otherwise the wire's, each of the two stands where the wire has the other. In other words, each of the two stands with
    /// what belongs to the other in the wire's sentence, in its part of the sentence, and with nothing that belongs to itself. Figures that moved
    /// together with what they count are left alone.
    ///
    /// Severity: critical; major where the sentence is told in other words.
    ///
    /// # Example
    /// ```text
    /// wire: Seven sailors drowned and 23 were rescued when the ferry sank off Saaremaa.
    /// rewrite: Twenty-three sailors drowned and seven were rescued when the ferry sank off Saaremaa.
    /// fires: Twenty-three
    /// wire: The lock will open on Tuesday. Work on the weir begins on May 9, the canal trust said.
    /// rewrite: The lock will open on May 9. Work on the weir begins on Tuesday, the canal trust said.
    /// fires: May 9
    /// wire: Vejle beat Horsens 3-1 in the cup on Saturday.
    /// rewrite: Vejle beat Horsens 1-3 in the cup on Saturday.
    /// fires: 1-3
    /// wire: Shares of Northgate jumped 9 percent in Zurich, while those of Halden fell 3 percent in Toronto.
    /// rewrite: Northgate was up by 3 percent in Zurich at the close; in Toronto Halden had lost 9 percent.
    /// fires: 3 percent
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: Vejle beat Horsens 3-1 in the cup on Saturday.
    /// rewrite: Horsens lost 1-3 to Vejle in the cup on Saturday.
    /// silent
    /// wire: The east had 14 days of frost and the west 9.
    /// rewrite: The west had 9 days of frost and the east 14.
    /// silent
    /// wire: Sales rose from 18 million crowns to 21 million crowns in May.
    /// rewrite: Sales rose to 21 million crowns from 18 million crowns in May.
    /// silent
    /// ```
    ///
    /// wire: Shares of Northgate jumped 9 percent in Zurich, while those of Halden fell 3 percent in Toronto.
    /// rewrite: Halden was down by 3 percent in Toronto at the close; in Zurich Northgate had gained 9 percent.
    /// silent
    ///
    /// # Known misses
    /// Sentences in which little else is as the wire has it, and figures of several sentences.
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
pub fn check(shared: &Shared, out: &mut Vec<Finding>) {
    let figures = shared.swaps().iter().filter(|s| s.sort != Sort::Name);
    out.extend(figures.map(|s| swaps::finding(&RULE, shared, s, swaps::changed_places)));
    scores(shared, out);
    for s in belongings::crossed(shared) {
        let at = shared.rewrite.span(s.rewrite.clone());
        if out.iter().all(|f| f.at.is_none_or(|f| !f.0.overlaps(at))) {
            out.push(
                swaps::finding(&RULE, shared, &s, swaps::changed_places).severity(Severity::Major).confidence(0.7),
            );
        }
    }
}

/// A score the other way round, in a sentence that is otherwise the wire's: nobody lost who is said to have won.
fn scores(case: &Case, out: &mut Vec<Finding>) {
    let mut last = None;
    for e in case.alignment.edits.iter().filter(|e| e.kept >= 0.7) {
        let wire = &case.wires[e.take];
        let score = |a: &Analysis, tokens: &Range<usize>| {
            // Of "3-1" and "1-3" one number is in both, before or after the edit.
            let near = tokens.start.saturating_sub(2)..tokens.end + 2;
            overlapping(&a.figures, |f| &f.tokens, &near).find(|f| a.figures[*f].tokens.len() <= 3)
        };
        let (Some(f), Some(w)) = (score(case.rewrite, &e.rewrite), score(wire, &e.wire)) else { continue };
        let (f, w) = (&case.rewrite.figures[f], &wire.figures[w]);
        // What else the sentence says otherwise may turn it back: "lost 2-3".
        let inside = |o: &Edit| f.tokens.start <= o.rewrite.start && o.rewrite.end <= f.tokens.end + 1;
        let alone = case.alignment.edits_of(e.pair).iter().all(inside);
        let (here, there) = (said(case.rewrite, f.tokens.clone()), said(wire, w.tokens.clone()));
        let sides = |s: &str| -> Vec<String> {
            s.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty()).map(str::to_owned).collect()
        };
        let (x, mut y) = (sides(here), sides(there));
        let equal = x == y || x.len() != 2;
        y.reverse();
        if equal || x != y || !alone || last == Some(f.tokens.start) {
            continue;
        }
        last = Some(f.tokens.start);
        out.push(
            Finding::at(
                &RULE,
                RewriteSpan(case.rewrite.span(f.tokens.clone())),
                format!("the score is the wrong way round: the wire says “{there}”, the rewrite “{here}”"),
            )
            .confidence(0.8)
            .against(WireSpan { take: e.take, span: wire.span(w.tokens.clone()) }),
        );
    }
}
