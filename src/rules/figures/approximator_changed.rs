use crate::align::figures_and_dates::Standing;
use crate::align::wire_span;
use crate::analyse::figures::{Approximator, FigureRelation, compare};
use crate::analyse::{Analysis, Class, Figure, FigureKind, TokenKind};
use crate::compare::Case;
use crate::compare::faced_marks::{is_idle, wire_phrase};
use crate::finding::{Finding, Severity};
use crate::text::RewriteSpan;

rule! {
    /// # What it reports
    /// The wire's figure with a different bound: "more than 900" for "almost 900", "at most" for "at least", or a bound
    /// on one side only.
    ///
    /// # Why it matters
    /// "At least 40 dead" says that more may follow, "up to 40" that it may be fewer: the figure is the same, the news
    /// is not.
    ///
    /// # Evidence it asks for
    /// Equal figures that match, one with a bound and the other with a different one or none. "About", "some" and the
    /// like may come and go, and "at least" may become "more than".
    ///
    /// Severity: minor; major where the bound lies on the other side of the figure: "at most" for "at least"; neutral where the
    /// rewrite only leaves the bound out.
    ///
    /// # Example
    /// ```text
    /// wire: At least 40 miners were trapped in the shaft, the company said.
    /// rewrite: At most 40 miners were trapped in the shaft, the company said.
    /// fires: At most 40
    /// wire: The tanker spilled nearly 900 litres of diesel on the road.
    /// rewrite: The tanker spilled more than 900 litres of diesel on the road.
    /// fires: more than 900
    /// ```
    ///
    /// # Faithful look-alikes
    /// ```text
    /// wire: Some 900 people were on board, the coastguard said.
    /// rewrite: About 900 people were on board, the coastguard said.
    /// silent
    /// wire: More than 900 people were on board, the coastguard said.
    /// rewrite: Over 900 people were on board, the coastguard said.
    /// silent
    /// wire: The union, which has 22% of the seats, would not accept any plan that left it with less than 31%.
    /// rewrite: The union has 22% of the seats and wants at least 31%.
    /// silent
    /// ```
    ///
    /// # Known misses
    /// Bounds expressed by a verb: "the toll passed 40", "did not reach 40".
    id: "approximator-changed",
    group: Figures,
    category: Mistranslation,
    severity: Minor,
    speaks: Sharp,
    ground: Wire,
    fix: Advice,
    names: Judged,
}

/// Compares the bounds of figures that are equal on both sides.
pub fn check(case: &Case, out: &mut Vec<Finding>) {
    for (f, standing) in case.rewrite.figures.iter().zip(case.figures.iter().copied()) {
        let Standing::Matched(at) = standing else { continue };
        let Some(w) = case.wires.get(at.take).and_then(|a| a.figures.get(at.index)) else { continue };
        let bounded = matches!(f.kind, FigureKind::Count | FigureKind::Money | FigureKind::Share | FigureKind::Measure);
        if is_idle(f) || !bounded || f.vague || w.vague || f.lo != f.hi {
            continue;
        }
        let Some(severity) = differ(f.approximator, w.approximator) else { continue };
        // "Would not sign for less than 31%" and "wants at least 31%".
        let negated = |a: &Analysis, f: &Figure| negated(a, f.approximator_tokens.start.min(f.tokens.start));
        if severity == Severity::Major && negated(case.rewrite, f) != negated(&case.wires[at.take], w) {
            continue;
        }
        // Another sentence of the wires may have the bound.
        let borne_out = case.wires.iter().flat_map(|a| &a.figures).any(|g| {
            compare(f, g) == FigureRelation::Equal && g.approximator.direction() == f.approximator.direction()
        });
        if borne_out {
            continue;
        }
        let from = f.approximator_tokens.start.min(f.tokens.start);
        let to = f.approximator_tokens.end.max(f.tokens.end);
        let wire = &case.wires[at.take];
        let wire_tokens = w.approximator_tokens.start.min(w.tokens.start)..w.approximator_tokens.end.max(w.tokens.end);
        let words = wire.words(wire_tokens.clone());
        let words = if words.is_empty() { wire_phrase(case, at, w) } else { words };
        let here = case.rewrite.words(from..to);
        out.push(
            Finding::at(
                &RULE,
                RewriteSpan(case.rewrite.span(from..to)),
                match severity {
                    Severity::Major => {
                        format!(
                            "the wire says “{words}”, the rewrite “{here}”: a bound on the other side of the figure"
                        )
                    }
                    _ => format!("the wire says “{words}”, the rewrite “{here}”"),
                },
            )
            .severity(severity)
            .confidence(if severity == Severity::Major { 0.8 } else { 0.5 })
            .against(wire_span(case.wires, at.take, wire_tokens)),
        );
    }
}

/// Whether a negation stands shortly before a token, with no break between.
fn negated(a: &Analysis, token: usize) -> bool {
    let sentence = a.tokens.get(token).map(|t| t.sentence);
    let before = (token.saturating_sub(NEAR)..token).rev();
    let mut clause =
        before.take_while(|i| Some(a.tokens[*i].sentence) == sentence && a.tokens[*i].kind != TokenKind::Punct);
    clause.any(|i| a.tokens[i].class == Class::Negator)
}

/// How many tokens before a bound a negation may stand.
const NEAR: usize = 10;

/// How much two bounds of one figure differ; `None` where they say about the same.
fn differ(rewrite: Approximator, wire: Approximator) -> Option<Severity> {
    use Approximator::{About, AtMost, Exact, Nearly};
    let (r, w) = (rewrite.direction(), wire.direction());
    if r * w < 0 {
        return Some(Severity::Major);
    }
    // "Nearly 900" is about 900, and "as many as 900" often becomes 900.
    let loose = |a: Approximator| matches!(a, About | Exact | Nearly | AtMost);
    if r == w || loose(rewrite) && loose(wire) {
        return None;
    }
    // A bound that falls away says less; one that is put in says what nobody said.
    Some(if w != 0 && r == 0 { Severity::Neutral } else { Severity::Minor })
}
