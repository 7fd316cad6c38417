//! Figures that stand with what belongs to another one in the wire: "3 percent in Zurich and 9 percent in Toronto" for "9 percent in Zurich and
//! 3 percent in Toronto", however the rest is told.

use std::ops::Range;

use crate::align::figures_and_dates::{Standing, WireMark};
use crate::align::{Bind, WireToken};
use crate::analyse::{Analysis, Class, Figure, FigureKind, TokenKind};
use crate::compare::Case;
use crate::compare::directions::way;
use crate::compare::swaps::{Sort, Swapped};

/// So many figures of one sentence are held against each other, at most: lists of results say what belongs to what by their order.
const MOST: usize = 6;

/// All such exchanges, two entries for each, in text order.
pub fn crossed(case: &Case) -> Vec<Swapped> {
    let a = case.rewrite;
    let mut out = Vec::new();
    let mut next = 0;
    for s in case.going(&a.sentences) {
        let from = next + a.figures[next..].partition_point(|f| f.tokens.start < s.tokens.start);
        next = from + a.figures[from..].partition_point(|f| f.tokens.start < s.tokens.end);
        let told: Vec<Told> = (from..next).filter_map(|f| told(case, f)).collect();
        if told.len() > MOST {
            continue;
        }
        for (n, x) in told.iter().enumerate() {
            for y in &told[n + 1..] {
                if exchanged(case, s.tokens.clone(), x, y) {
                    for (mine, theirs) in [(x, y), (y, x)] {
                        let rewrite = a.figures[mine.rewrite].tokens.clone();
                        let wire = theirs.figure(case).tokens.clone();
                        out.push(Swapped { sort: Sort::Figure, rewrite, take: theirs.wire.take, wire });
                    }
                }
            }
        }
    }
    out
}

/// A figure of the rewrite that a wire has as well.
struct Told {
    rewrite: usize,
    wire: WireMark,
}

impl Told {
    fn figure<'a>(&self, case: &Case<'a>) -> &'a Figure {
        &case.wires[self.wire.take].figures[self.wire.index]
    }
}

fn told(case: &Case, rewrite: usize) -> Option<Told> {
    let f = &case.rewrite.figures[rewrite];
    let counts = matches!(f.kind, FigureKind::Count | FigureKind::Money | FigureKind::Share | FigureKind::Measure);
    let (Standing::Matched(wire) | Standing::Elsewhere(wire)) = *case.figures.get(rewrite)? else { return None };
    (counts && !f.weak && !f.vague && case.rewrite.quote_at(f.tokens.start).is_none()).then_some(Told { rewrite, wire })
}

/// Whether each of two figures stands with words that in the wire belong to the other one, and with none that belong to itself.
fn exchanged(case: &Case, sentence: Range<usize>, x: &Told, y: &Told) -> bool {
    let a = case.rewrite;
    let (f, g, v, w) = (&a.figures[x.rewrite], &a.figures[y.rewrite], x.figure(case), y.figure(case));
    let wire = &case.wires[x.wire.take];
    let alike = f.same_kind(g) && f.unit.map(|u| u.name) == g.unit.map(|u| u.name) && f.currency == g.currency;
    if !alike || x.wire.take != y.wire.take || x.wire.index == y.wire.index || f.lo == g.lo {
        return false;
    }
    // The wire may tell of the two in two sentences.
    let around = |m: &Figure| wire.sentences[wire.tokens[m.tokens.start].sentence as usize].tokens.clone();
    let (mine, other) = (clause(a, sentence.clone(), f, g), clause(a, sentence, g, f));
    let (his, theirs) = (clause(wire, around(v), v, w), clause(wire, around(w), w, v));
    if mine == other || his == theirs {
        return false;
    }
    let take = x.wire.take;
    let crosses = |own: &Range<usize>, beside: &Range<usize>, at_home: &Range<usize>, away: &Range<usize>| {
        let mut moved = 0;
        for k in own.clone().filter(|k| belongs(a, *k)) {
            // What stands with both tells nothing.
            if beside.clone().any(|o| a.tokens[o].canon == a.tokens[k].canon) {
                continue;
            }
            let to = case.alignment.link(a, k).filter(|l| l.how <= Bind::Synonym).map(|l| l.to);
            let Some(WireToken { token, .. }) = to.filter(|t| t.take as usize == take) else { continue };
            let (j, word) = (token as usize, wire.tokens[token as usize].canon);
            let has = |r: &Range<usize>| r.contains(&j) || r.clone().any(|i| wire.tokens[i].canon == word);
            match (has(at_home), has(away)) {
                (true, _) => return 0,
                (false, true) => moved += 1,
                (false, false) => {}
            }
        }
        moved
    };
    crosses(&mine, &other, &his, &theirs) > 0 && crosses(&other, &mine, &theirs, &his) > 0
}

/// The words around a figure that belong to it: up to what parts clauses, and to the other figure.
fn clause(a: &Analysis, sentence: Range<usize>, figure: &Figure, other: &Figure) -> Range<usize> {
    let parts = |i: usize| {
        let t = &a.tokens[i];
        other.tokens.contains(&i)
            || t.kind == TokenKind::Punct && matches!(a.fold(i), "," | ";" | ":" | "(" | ")" | "-" | "–" | "—")
            || matches!(t.class, Class::Conjunction | Class::Subordinator)
            || matches!(a.fold(i), "from" | "after" | "against" | "than" | "compared" | "versus" | "while" | "whereas")
    };
    let start = (sentence.start..figure.tokens.start).rev().find(|i| parts(*i)).map_or(sentence.start, |i| i + 1);
    let end = (figure.tokens.end..sentence.end).find(|i| parts(*i)).unwrap_or(sentence.end);
    start..end
}

/// Whether a word can be what a figure belongs to: one that tells something, and is neither a number nor which way it moves.
fn belongs(a: &Analysis, i: usize) -> bool {
    let t = &a.tokens[i];
    t.is_content()
        && t.kind == TokenKind::Word
        && way(a.form(i), t.tag).is_none()
        && a.figures.partition_point(|f| f.tokens.end <= i) == a.figures.partition_point(|f| f.tokens.start <= i)
}
