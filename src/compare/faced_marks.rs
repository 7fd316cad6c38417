//! What the rules on figures and dates share: walking over marks that are in the same place on both sides but differ, and wording.

use crate::align::figures_and_dates::{Standing, WireMark};
use crate::align::{Pair, wire_span};
use crate::analyse::dates::Component;
use crate::analyse::figures::FigureDifference;
use crate::analyse::{Analysis, Class, DateMark, Figure, FigureKind};
use crate::compare::Case;
use crate::finding::{Finding, Rule, Severity};
use crate::text::RewriteSpan;

/// A figure or date of the rewrite with a different one in the same place of the wire.
pub struct FacedMark<'a, M, D> {
    /// The rewrite's.
    pub rewrite: &'a M,
    /// The wire's.
    pub wire: &'a M,
    /// Where the wire's is.
    pub at: WireMark,
    /// What sets the two apart.
    pub how: D,
    /// How alike their surroundings are, 0 to 1.
    pub sure: f32,
    /// Whether some other sentence of the wires has the rewrite's value.
    pub elsewhere: bool,
}

/// Calls `each` for every figure of the rewrite with a different one in its place in the wire.
pub fn faced_figures(case: &Case, mut each: impl FnMut(&FacedMark<Figure, FigureDifference>)) {
    for (rewrite, s) in case.rewrite.figures.iter().zip(&case.figures) {
        if let Standing::Faces { wire: at, how, sure, elsewhere } = *s {
            // Another sentence has it, and what is in its place here is hardly like it.
            if elsewhere && sure < 0.5 {
                continue;
            }
            if let Some(wire) = case.wires.get(at.take).and_then(|w| w.figures.get(at.index)) {
                each(&FacedMark { rewrite, wire, at, how, sure, elsewhere });
            }
        }
    }
}

/// Calls `each` for every date of the rewrite with a different one in its place in the wire.
fn faced_dates(case: &Case, mut each: impl FnMut(&FacedMark<DateMark, Component>)) {
    for (rewrite, s) in case.rewrite.dates.iter().zip(&case.dates) {
        if let Standing::Faces { wire: at, how, sure, elsewhere } = *s {
            // Another sentence has it, and what is in its place here is hardly like it.
            if elsewhere && sure < 0.5 || sure < 0.35 {
                continue;
            }
            if let Some(wire) = case.wires.get(at.take).and_then(|w| w.dates.get(at.index)) {
                each(&FacedMark { rewrite, wire, at, how, sure, elsewhere });
            }
        }
    }
}

/// A finding for every figure that differs in one way from the wire's figure that it faces. Words that often count nothing must stand
/// in the same place for sure. `what` ends the message.
pub fn figures_differ(rule: &'static Rule, case: &Case, how: FigureDifference, what: &str, out: &mut Vec<Finding>) {
    faced_figures(case, |f| {
        let weak = f.rewrite.weak || f.wire.weak;
        if f.how == how && (!weak || f.sure > 0.6) {
            out.push(on_figures(rule, case, f, what));
        }
    });
}

/// A finding for every date that differs in a way that `differs` asks for from the wire's date that it faces.
pub fn dates_differ(
    rule: &'static Rule,
    case: &Case,
    differs: impl Fn(&FacedMark<DateMark, Component>) -> bool,
    out: &mut Vec<Finding>,
) {
    faced_dates(case, |f| {
        if differs(f) {
            out.push(on_dates(rule, case, f));
        }
    });
}

/// A finding on two figures that face each other; `what` ends the message.
pub fn on_figures(rule: &'static Rule, case: &Case, f: &FacedMark<Figure, FigureDifference>, what: &str) -> Finding {
    let wire = &case.wires[f.at.take];
    let (theirs, mine) = (phrase(wire, f.wire), phrase(case.rewrite, f.rewrite));
    let message = format!("the wire says “{theirs}”, the rewrite “{mine}”{what}");
    let mut finding = Finding::at(rule, RewriteSpan(case.rewrite.span(f.rewrite.tokens.clone())), message)
        .severity(severity(f.sure, f.elsewhere, f.rewrite.weak || f.wire.weak).min(rule.severity))
        .confidence(0.35 + 0.6 * f.sure - if f.elsewhere { 0.2 } else { 0.0 })
        .against(wire_span(case.wires, f.at.take, f.wire.tokens.clone()));
    if f.sure > 0.7 && !f.elsewhere && f.rewrite.digits == f.wire.digits && in_one_place(case, f) {
        finding = finding.replace_with(wire.words(f.wire.tokens.clone()));
    }
    finding
}

/// Whether two figures stand between the same words, so that one can be put for the other: a figure of another clause of the sentence can
/// be no correction, however alike what it counts.
fn in_one_place(case: &Case, f: &FacedMark<Figure, FigureDifference>) -> bool {
    let (a, b, take) = (case.rewrite, &case.wires[f.at.take], f.at.take);
    let (r, w) = (&f.rewrite.tokens, &f.wire.tokens);
    // The words beside them; none at the ends of their sentences.
    let beside = |x: &Analysis, at: usize, k: Option<usize>| {
        k.filter(|k| x.tokens.get(*k).is_some_and(|t| t.sentence == x.tokens[at].sentence && t.is_word()))
    };
    let alike = |i: Option<usize>, j: Option<usize>| match (i, j) {
        (Some(i), Some(j)) => {
            a.tokens[i].lemma == b.tokens[j].lemma
                || case.alignment.link(a, i).is_some_and(|l| l.to.take as usize == take && l.to.token as usize == j)
        }
        (i, j) => i == j,
    };
    let before = |x: &Analysis, t: &std::ops::Range<usize>| beside(x, t.start, t.start.checked_sub(1));
    let after = |x: &Analysis, t: &std::ops::Range<usize>| beside(x, t.start, Some(t.end));
    alike(before(a, r), before(b, w)) || alike(after(a, r), after(b, w))
}

/// Critical where the two stand in the same place and nothing else bears the rewrite out; never more than the rule says of itself.
fn severity(sure: f32, elsewhere: bool, weak: bool) -> Severity {
    match (weak || elsewhere, sure) {
        (true, s) if s < 0.7 => Severity::Minor,
        (true, _) => Severity::Major,
        (false, s) if s < 0.4 => Severity::Minor,
        (false, s) if s < 0.55 => Severity::Major,
        _ => Severity::Critical,
    }
}

/// A finding on two dates that face each other.
fn on_dates(rule: &'static Rule, case: &Case, f: &FacedMark<DateMark, Component>) -> Finding {
    let theirs = case.wires[f.at.take].words(f.wire.tokens.clone());
    let mine = case.rewrite.words(f.rewrite.tokens.clone());
    let message = format!("the wire says “{theirs}”, the rewrite “{mine}”");
    Finding::at(rule, RewriteSpan(case.rewrite.span(f.rewrite.tokens.clone())), message)
        .severity(severity(f.sure.max(0.4), f.elsewhere, false).min(rule.severity))
        .confidence(0.35 + 0.6 * f.sure - if f.elsewhere { 0.2 } else { 0.0 })
        .against(wire_span(case.wires, f.at.take, f.wire.tokens.clone()))
}

/// A figure with the thing that it counts: "30 member states"; a share stands by itself: "22.5%", not "22.5% of the total".
pub fn phrase<'a>(a: &'a Analysis, f: &Figure) -> &'a str {
    let beside = |h: usize| !(f.tokens.end..h).any(|i| a.tokens.get(i).is_some_and(|t| t.class == Class::Preposition));
    match f.head {
        Some(h) if h >= f.tokens.end && h < f.tokens.end + 3 && beside(h) => a.words(f.tokens.start..h + 1),
        _ => a.words(f.tokens.clone()),
    }
}

/// The wire's words of a figure, with what it counts.
pub fn wire_phrase<'a>(case: &Case<'a>, at: WireMark, f: &Figure) -> &'a str {
    case.wires.get(at.take).map_or("", |w| phrase(w, f))
}

/// The pair of the sentence that a token of the rewrite is in.
pub fn pair_of<'a>(case: &Case<'a>, token: usize) -> Option<&'a Pair> {
    case.alignment.pairs.get(case.rewrite.tokens.get(token)?.sentence as usize)
}

/// Whether a figure can be held against nothing: part of a name, or words that often count nothing.
pub fn is_idle(f: &Figure) -> bool {
    f.weak || matches!(f.kind, FigureKind::Name | FigureKind::Plural | FigureKind::Times)
}
