//! What changed places: the rewrite has one thing of the wire where the wire has another, and the other where the wire has the one.
//!
//! Each of the two is in the wire, so that no look-up finds anything; only what belongs to them shows it.

use std::ops::Range;

use crate::align::Edit;
use crate::analyse::dates::DateMark;
use crate::analyse::{Analysis, Class, Figure, FigureKind, NameKind, TokenKind};
use crate::compare::Case;
use crate::compare::sides::{overlapping, said};
use crate::finding::{Finding, Rule};
use crate::knowledge::lexicon::{Pos, base};
use crate::knowledge::tagger::Tag;
use crate::text::{RewriteSpan, WireSpan};

/// What can change places with its like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A person, body or place.
    Name,
    /// A number with what it counts or measures.
    Figure,
    /// A day, month or year.
    Date,
}

/// One of the two places of an exchange.
#[derive(Clone, Debug)]
pub struct Swapped {
    /// Of what.
    pub sort: Sort,
    /// Tokens of the rewrite: what stands there.
    pub rewrite: Range<usize>,
    /// The take of the wire's words.
    pub take: usize,
    /// Tokens of the wire: what stands in that place there.
    pub wire: Range<usize>,
}

/// A finding about one of the two places, with the wire's words for it.
pub fn finding(rule: &'static Rule, case: &Case, s: &Swapped, message: impl Fn(&str, &str) -> String) -> Finding {
    let wire = &case.wires[s.take];
    let message = message(said(case.rewrite, s.rewrite.clone()), said(wire, s.wire.clone()));
    Finding::at(rule, RewriteSpan(case.rewrite.span(s.rewrite.clone())), message)
        .confidence(0.85)
        .against(WireSpan { take: s.take, span: wire.span(s.wire.clone()) })
}

/// What is said of two that changed places.
pub fn changed_places(here: &str, there: &str) -> String {
    format!("“{here}” and “{there}” have changed places: the wire has “{there}” here")
}

/// A mark that faces another of its sort, in words that are otherwise the same.
struct Facing {
    edit: usize,
    sort: Sort,
    rewrite: usize,
    wire: usize,
}

/// How many facing marks on each a counterpart is looked for: what changed places stands near, and the cost stays in proportion to the text.
const WINDOW: usize = 40;

/// All exchanges, two entries for each, in text order.
pub fn find(case: &Case) -> Vec<Swapped> {
    let edits = &case.alignment.edits;
    let mut facing: Vec<Facing> = Vec::new();
    for (e, edit) in edits.iter().enumerate().filter(|(_, e)| e.replaces() && holds(e)) {
        let wire = &case.wires[edit.take];
        for sort in [Sort::Name, Sort::Figure, Sort::Date] {
            let (mine, theirs) = (marks(case.rewrite, sort, &edit.rewrite), marks(wire, sort, &edit.wire));
            if let (Some(rewrite), Some(wire)) = (mine, theirs) {
                facing.push(Facing { edit: e, sort, rewrite, wire });
            }
        }
    }
    let mut out = Vec::new();
    for (n, f) in facing.iter().enumerate() {
        let near = n.saturating_sub(WINDOW)..(n + WINDOW).min(facing.len());
        let counterpart = facing[near.clone()].iter().zip(near).find(|(g, m)| {
            *m != n
                && g.sort == f.sort
                && edits[g.edit].take == edits[f.edit].take
                && equal(case, f.sort, f.rewrite, g.wire, edits[g.edit].take)
                && equal(case, f.sort, g.rewrite, f.wire, edits[f.edit].take)
        });
        let Some((g, _)) = counterpart else { continue };
        let (a, b) = (&edits[f.edit], &edits[g.edit]);
        if equal(case, f.sort, f.rewrite, f.wire, a.take)
            || f.sort == Sort::Name && unlike(case.rewrite.names[f.rewrite].kind, case.rewrite.names[g.rewrite].kind)
            || turned(case, a, b)
            || listed(case, a, b)
            || carried(case, a, b, f.sort)
        {
            continue;
        }
        let wire = &case.wires[a.take];
        out.push(Swapped {
            sort: f.sort,
            rewrite: tokens(case.rewrite, f.sort, f.rewrite),
            take: a.take,
            wire: tokens(wire, f.sort, f.wire),
        });
    }
    out
}

/// Names that stand where the wire has another, in a sentence that is otherwise the wire's, though the wire has both: what the one said, did or is
/// was given to the other. Those that changed places are not among them.
pub fn misplaced(case: &Case, swapped: &[Swapped]) -> Vec<Swapped> {
    let mut out = Vec::new();
    for e in case.alignment.edits.iter().filter(|e| e.replaces() && e.is_close() && e.kept >= 0.7 && e.count <= 2) {
        let (r, wire) = (case.rewrite, &case.wires[e.take]);
        let (Some(n), Some(m)) = (marks(r, Sort::Name, &e.rewrite), marks(wire, Sort::Name, &e.wire)) else { continue };
        let (a, b) = (&r.names[n], &wire.names[m]);
        // A place for its state, initials for a name, a part for the whole: other rules know what may stand for what.
        let plain = |k: NameKind| matches!(k, NameKind::Person | NameKind::Other);
        if !plain(a.kind) || !plain(b.kind) || unlike(a.kind, b.kind) || equal(case, Sort::Name, n, m, e.take) {
            continue;
        }
        let has = |s: &Analysis, tokens: &Range<usize>, other: &Analysis, range: Range<usize>| {
            tokens
                .clone()
                .filter(|i| s.tokens[*i].is_content())
                .any(|i| other.tokens[range.clone()].iter().any(|t| t.hash == s.tokens[i].hash && t.is_content()))
        };
        let known = wire.names.iter().any(|w| {
            let last = |s: &Analysis, t: &Range<usize>| t.clone().next_back().map(|i| s.tokens[i].canon);
            last(wire, &w.tokens) == last(r, &a.tokens)
        });
        // The wire's name elsewhere in the sentence, or a name in common: then it is only named otherwise.
        let here = r.sentences[e.pair].tokens.clone();
        if !known || has(wire, &b.tokens, r, here) || has(r, &a.tokens, wire, b.tokens.clone()) {
            continue;
        }
        if swapped.iter().all(|s| s.rewrite != a.tokens) {
            out.push(Swapped { sort: Sort::Name, rewrite: a.tokens.clone(), take: e.take, wire: b.tokens.clone() });
        }
    }
    out
}

/// Whether two names are of different sorts: a state and its governor change places in an apposition.
fn unlike(a: NameKind, b: NameKind) -> bool {
    a != b && a != NameKind::Other && b != NameKind::Other
}

/// Whether the words around an edit hold it in its place.
fn holds(e: &Edit) -> bool {
    e.left + e.right >= 2 && e.left.min(e.right) >= 1 && e.covered >= 0.5
}

/// The one mark of a sort that lies in the range; none where there are several.
fn marks(a: &Analysis, sort: Sort, range: &Range<usize>) -> Option<usize> {
    let within = |t: &Range<usize>| t.start >= range.start && t.end <= range.end;
    let mut found: Box<dyn Iterator<Item = usize>> = match sort {
        Sort::Name => Box::new(overlapping(&a.names, |n| &n.tokens, range)),
        Sort::Figure => Box::new(overlapping(&a.figures, |f| &f.tokens, range).filter(|f| counts(&a.figures[*f]))),
        Sort::Date => Box::new(overlapping(&a.dates, |d| &d.tokens, range)),
    };
    let one = found.next()?;
    let number = |f: &Figure| f.number.start..f.number.start + 1;
    // Of a figure only the number: its unit may stay where it is.
    let whole = if sort == Sort::Figure { number(&a.figures[one]) } else { tokens(a, sort, one) };
    (found.next().is_none() && within(&whole)).then_some(one)
}

/// Whether a figure says how many: "one" and "first" mostly do not.
fn counts(f: &Figure) -> bool {
    !f.weak && !f.vague && f.kind != FigureKind::Ordinal
}

fn tokens(a: &Analysis, sort: Sort, mark: usize) -> Range<usize> {
    match sort {
        Sort::Name => a.names[mark].tokens.clone(),
        Sort::Figure => a.figures[mark].tokens.clone(),
        Sort::Date => a.dates[mark].tokens.clone(),
    }
}

/// Whether a mark of the rewrite and one of a wire are the same.
fn equal(case: &Case, sort: Sort, rewrite: usize, wire: usize, take: usize) -> bool {
    let (r, w) = (case.rewrite, &case.wires[take]);
    match sort {
        Sort::Name => {
            let key = |a: &Analysis, n: usize| a.names[n].tokens.clone().rev().find(|i| a.tokens[*i].is_content());
            let last = |a: &Analysis, n: usize| key(a, n).map(|i| a.tokens[i].canon);
            last(r, rewrite) == last(w, wire)
        }
        Sort::Figure => {
            let (a, b) = (&r.figures[rewrite], &w.figures[wire]);
            (a.lo - b.lo).abs() <= 1e-9 * b.lo.abs() && (a.hi - b.hi).abs() <= 1e-9 * b.hi.abs()
        }
        Sort::Date => {
            let of = |d: &DateMark| (d.year, d.month, d.day, d.weekday, d.offset, d.step, d.decade);
            of(&r.dates[rewrite]) == of(&w.dates[wire])
        }
    }
}

/// Verbs and nouns for what two do alike: whoever stands first.
fn is_mutual(a: &Analysis, i: usize) -> bool {
    matches!(
        base(a.fold(i), Pos::Verb),
        "meet"
            | "marry"
            | "play"
            | "face"
            | "fight"
            | "resemble"
            | "equal"
            | "border"
            | "match"
            | "clash"
            | "divorce"
            | "talk"
            | "negotiate"
            | "draw"
            | "share"
            | "differ"
            | "agree"
            | "trade"
    ) || matches!(a.fold(i), "between" | "both" | "versus" | "v" | "vs" | "with" | "alongside")
}

/// Whether the two stand in a list, or on both sides of what they do alike: their order says nothing.
fn listed(case: &Case, a: &Edit, b: &Edit) -> bool {
    let between = |s: &Analysis, x: &Range<usize>, y: &Range<usize>| {
        let gap = x.end.min(y.end)..x.start.max(y.start);
        let words = || gap.clone().filter(|i| s.tokens[*i].is_word());
        let joined =
            |i: usize| matches!(s.tokens[i].class, Class::Conjunction | Class::Article) || s.name_at(i).is_some();
        if s.tokens[x.start].sentence != s.tokens[y.start].sentence {
            return false;
        }
        let opened = x.start.min(y.start).checked_sub(1).is_some_and(|i| matches!(s.fold(i), "between" | "both"));
        gap.is_empty() || opened || words().all(joined) || words().any(|i| is_mutual(s, i)) && words().count() <= 3
    };
    between(case.rewrite, &a.rewrite, &b.rewrite) || between(&case.wires[a.take], &a.wire, &b.wire)
}

/// Whether the words between the two changed as well, so that the sentence may say the same from the other end: "was bought by", "lost to",
/// "whose owner is".
fn turned(case: &Case, a: &Edit, b: &Edit) -> bool {
    let within =
        |r: &Range<usize>| a.rewrite.start.min(b.rewrite.start) <= r.start && r.end <= a.rewrite.end.max(b.rewrite.end);
    let plain = |s: &Analysis, r: &Range<usize>| {
        r.clone().all(|i| !s.tokens[i].is_word() || s.tokens[i].class == Class::Article)
    };
    let passive =
        |s: &Analysis, r: &Range<usize>| r.clone().any(|i| s.fold(i) == "by" || s.tokens[i].class == Class::Auxiliary);
    let wire = &case.wires[a.take];
    // A verb that is another: "lost at" and "won against".
    let verbs = |s: &Analysis, r: &Range<usize>| -> Vec<u64> {
        r.clone()
            .filter(|i| s.tokens[*i].tag == Tag::Verb && s.name_at(*i).is_none())
            .map(|i| s.tokens[i].canon)
            .collect()
    };
    let told_anew = |e: &Edit| {
        passive(case.rewrite, &e.rewrite) != passive(wire, &e.wire)
            || verbs(case.rewrite, &e.rewrite) != verbs(wire, &e.wire)
    };
    let number = |e: &Edit| case.rewrite.tokens[e.rewrite.start].kind == TokenKind::Number;
    let between = |e: &&Edit| within(&e.rewrite) && e.rewrite != a.rewrite && e.rewrite != b.rewrite;
    let other = |e: &Edit| {
        let slight = plain(case.rewrite, &e.rewrite) && plain(&case.wires[e.take], &e.wire);
        // Another mark that faces another: one more of the same exchange.
        !slight && !(e.rewrite.len() == 1 && e.wire.len() == 1 && number(e))
    };
    a.pair == b.pair
        && (told_anew(a) || told_anew(b) || case.alignment.edits_of(a.pair).iter().filter(between).any(other))
}

/// Whether what belongs to the two changed places with them: "the south got 80 and the north 30" for "the north got 30 and the south 80".
fn carried(case: &Case, a: &Edit, b: &Edit, sort: Sort) -> bool {
    let wire = &case.wires[a.take];
    let content = |s: &Analysis, range: &Range<usize>| -> Vec<u64> {
        range.clone().filter(|i| s.tokens[*i].is_content()).map(|i| s.tokens[i].canon).collect()
    };
    // Inside the two edits: what else is in one and faces what else is in the other.
    let rest = |s: &Analysis, range: &Range<usize>| -> Vec<u64> {
        let own = marks(s, sort, range).map_or(0..0, |m| tokens(s, sort, m));
        // "From 18 to 21" is "to 21 from 18".
        let tells = |i: &usize| s.tokens[*i].is_content() || s.tokens[*i].class == Class::Preposition;
        range.clone().filter(|i| tells(i) && !own.contains(i)).map(|i| s.tokens[i].canon).collect()
    };
    let (ra, rb) = (rest(case.rewrite, &a.rewrite), rest(case.rewrite, &b.rewrite));
    let (wa, wb) = (rest(wire, &a.wire), rest(wire, &b.wire));
    let any = |x: &[u64], y: &[u64]| x.iter().any(|k| y.contains(k));
    if any(&ra, &wb) && any(&rb, &wa) {
        return true;
    }
    // Beside them: other words of the same two sentences that changed places as well.
    let other = if b.pair == a.pair { &[] } else { case.alignment.edits_of(b.pair) };
    let near = case.alignment.edits_of(a.pair).iter().chain(other);
    let faces: Vec<(Vec<u64>, Vec<u64>)> = near
        .filter(|e| e.replaces())
        .map(|e| match e.rewrite == a.rewrite || e.rewrite == b.rewrite {
            true => (rest(case.rewrite, &e.rewrite), rest(wire, &e.wire)),
            false => (content(case.rewrite, &e.rewrite), content(wire, &e.wire)),
        })
        .collect();
    faces.iter().any(|(x, y)| !x.is_empty() && !any(x, y) && faces.iter().any(|(v, w)| any(x, w) && any(v, y)))
}
