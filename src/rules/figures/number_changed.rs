use crate::align::Pair;
use crate::align::figures_and_dates::Standing;
use crate::analyse::figures::FigureDifference;
use crate::analyse::{Analysis, Figure, FigureKind, Shape};
use crate::compare::Case;
use crate::compare::faced_marks::{faced_figures, is_idle, on_figures, pair_of, phrase};
use crate::finding::{Category, Finding, Severity};
use crate::text::RewriteSpan;

rule! {
    /// # What it reports
    /// A figure that differs from the wire's: a count, a sum, a share, a measure, an age, a score or a clock time. A
    /// figure that has no counterpart in the wire at all is reported more mildly.
    ///
    /// # Why it matters
    /// A wrong number of dead, of votes or of millions is the error that most often calls for a correction.
    ///
    /// # Evidence it asks for
    /// A wire sentence that says the same and has a figure of the same kind, in similar surroundings, that no other
    /// figure of the rewrite matches. Words and digits, conversions, rounding, ranges and "hundreds" count as matches.
    ///
    /// Severity: critical where the two figures count the same in the same place. Major where the sentences agree less,
    /// or another figure of the story could be meant. Minor or neutral where the wire has no figure there at all and the
    /// rest of the sentence differs too.
    ///
    /// # Example
    /// ```text
    /// wire: The ferry carried 230 passengers and 14 crew when it left Bari on Sunday.
    /// rewrite: The ferry carried 320 passengers and 14 crew when it left Bari on Sunday.
    /// fires: 320
    /// wire: The court fined the builder 4.5 million euros over the collapse.
    /// rewrite: The court fined the builder 5.4 million euros over the collapse.
    /// fires: 5.4 million euros
    /// wire: The council voted 21 to 8 for the plan.
    /// rewrite: The council voted 21 to 80 for the plan.
    /// fires: 21 to 80
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: The ferry carried two hundred and thirty passengers and fourteen crew.
    /// rewrite: The ferry carried 230 passengers and 14 crew.
    /// silent
    /// wire: The dam holds back 1.42 million cubic metres of water.
    /// rewrite: The dam holds back about 1.4 million cubic metres of water.
    /// silent
    /// wire: Dalia Bank and 12 other lenders failed the test.
    /// rewrite: Dalia Bank was among thirteen lenders that failed the test.
    /// silent
    /// wire: The bridge was blown up in the war and rebuilt from old steel. It carries trams and buses.
    /// rewrite: The bridge was blown up in the Second World War and rebuilt from second-hand steel. It carries trams and buses.
    /// silent
    /// wire: The runners covered 50 km in the hills above the town.
    /// rewrite: The runners covered 31 miles in the hills above the town.
    /// silent
    /// wire: Grain ships wait twelve weeks in the roads off Varna.
    /// rewrite: Grain ships wait three months in the roads off Varna.
    /// silent
    /// wire: Varna were two goals down at half-time and lost by one.
    /// rewrite: Varna were 2-0 down at half-time and lost by one.
    /// silent
    /// wire: The port spent 30,000 yuan on paint and 14 million dollars on cranes.
    /// rewrite: The port spent RMB30,000 on paint and USD14 million on cranes.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Two figures of the wire that change places; a figure in a sentence that the rewrite words quite differently.
    id: "number-changed",
    group: Figures,
    category: Mistranslation,
    severity: Critical,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// Reports the figures that differ from the wire's in value, and those that have no counterpart in the wire.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    faced_figures(case, |f| {
        if f.how == FigureDifference::Value && (!f.rewrite.weak || f.sure > 0.6) {
            out.push(on_figures(&RULE, case, f, ""));
        }
    });
    for (f, standing) in case.rewrite.figures.iter().zip(case.figures.iter().copied()) {
        if standing != Standing::Alone || is_idle(f) || names_a_thing(case.rewrite, f) {
            continue;
        }
        let Some(pair) = pair_of(case, f.tokens.start) else { continue };
        // A number word put into a sentence that is otherwise the wire's.
        let put_in = pair.score >= 0.85
            && pair.spots.iter().any(|s| added_at(s, f.tokens.start) && s.rewrite.len() <= f.tokens.len() + 1);
        let severity = if put_in { Severity::Major } else { told_closely(pair) };
        out.push(
            Finding::at(
                &RULE,
                RewriteSpan(case.rewrite.span(f.tokens.clone())),
                format!("the figure “{}” is not in the wire", phrase(case.rewrite, f)),
            )
            .category(Category::Addition)
            .severity(severity)
            .confidence(if put_in { 0.6 } else { 0.3 }),
        );
    }
}

/// An ordinal that is part of a name or of a compound and ranks nothing: "the Second World War", "second-hand".
fn names_a_thing(a: &Analysis, f: &Figure) -> bool {
    let (at, end) = (f.tokens.start, f.tokens.end);
    let title = |i: usize| a.tokens.get(i).is_some_and(|t| t.shape == Shape::Title);
    let first = a.sentences.get(a.tokens[at].sentence as usize).is_some_and(|s| s.tokens.start == at);
    let compound = a.tokens.get(end).is_some_and(|t| t.glued && a.word(end) == "-")
        && a.tokens.get(end + 1).is_some_and(|t| t.glued);
    f.kind == FigureKind::Ordinal && f.tokens.len() == 1 && (compound || !first && title(at) && title(end))
}

fn added_at(s: &crate::align::Spot, token: usize) -> bool {
    s.wire.is_empty() && s.rewrite.contains(&token) && s.left_bound && s.right_bound
}

fn told_closely(pair: &Pair) -> Severity {
    if pair.score >= 0.85 { Severity::Minor } else { Severity::Neutral }
}
