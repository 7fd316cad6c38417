//! What the name rules share: which names of the rewrite are not in the wire sentences of their pair, and what the wire has in their place.
//!
//! A name is matched when the wire has it in any form: another short form, an acronym, an accepted spelling, the state for its people,
//! a town for its country. Only what the wire has in its place makes an unmatched name a fault.

mod altered;
mod dropped;
pub mod likeness;
pub(crate) mod romanised;

use std::collections::HashSet;
use std::ops::Range;

use crate::align::{Bind, Pair, Spot};
use crate::analyse::names::{Written, is_compound, is_proper};
use crate::analyse::{Analysis, NameKind, NameMark, Shape};
use crate::compare::Case;
use crate::finding::{Finding, Rule};
use crate::knowledge::lexicon::{self, Pos};
use crate::knowledge::places::{Kind, PlaceRef, Relation, StateId, same_place};
use crate::text::{RewriteSpan, WireSpan};

pub use altered::Altered;
pub use dropped::{DroppedName, find as dropped_names};
pub use likeness::{Likeness, compare, likeness};

/// A name of the rewrite that the wire's sentence does not have, and what it has instead.
#[derive(Clone, Debug)]
pub struct UnmatchedName {
    /// Index into the rewrite's names.
    pub name: usize,
    /// Which wire.
    pub take: usize,
    /// The wire's name in its place, an index into that wire's names.
    pub faces: Option<usize>,
    /// The wire's words in its place.
    pub words: Range<usize>,
    /// Whether the words on both sides of it agree with those on both sides of the wire's.
    pub exact: bool,
    /// Whether it is the only unmatched name of its sentence, and what is in its place the only name that the wire's sentence has over.
    pub only: bool,
    /// How much of the sentence agrees, 0 to 1.
    pub close: f32,
    /// Whether another sentence of a wire has the name.
    pub elsewhere: bool,
    /// How alike the two names are as strings of letters.
    pub like: Likeness,
    /// Where one word of a full name alone is another: what word.
    pub altered: Option<Altered>,
}

impl UnmatchedName {
    /// The rewrite's words.
    pub fn at(&self, case: &Case) -> RewriteSpan {
        RewriteSpan(case.rewrite.span(self.mark(case).tokens.clone()))
    }

    /// The rewrite's mark.
    pub fn mark<'a>(&self, case: &Case<'a>) -> &'a NameMark {
        &case.rewrite.names[self.name]
    }

    /// The wire's mark, where a name stands there.
    pub fn wire_mark<'a>(&self, case: &Case<'a>) -> Option<&'a NameMark> {
        case.wires.get(self.take)?.names.get(self.faces?)
    }

    /// The wire's words.
    pub fn wire(&self, case: &Case) -> WireSpan {
        let tokens = self.wire_mark(case).map_or(self.words.clone(), |m| m.tokens.clone());
        crate::align::wire_span(case.wires, self.take, tokens)
    }

    /// The two wordings, for a message.
    pub fn wordings<'a>(&self, case: &Case<'a>) -> (&'a str, &'a str) {
        let tokens = self.wire_mark(case).map_or(self.words.clone(), |m| m.tokens.clone());
        (case.wires[self.take].words(tokens), case.rewrite.words(self.mark(case).tokens.clone()))
    }

    /// What kind of thing the two names are taken to be; none where that is too doubtful for a finding.
    pub fn kind(&self, case: &Case) -> Option<NameKind> {
        let here = self.mark(case);
        match self.wire_mark(case) {
            Some(there) => Some(match (here.kind, there.kind) {
                (NameKind::Other, NameKind::Other) => {
                    let upper = |a: &Analysis, m: &NameMark| a.tokens[m.tokens.start].shape == Shape::Upper;
                    if upper(case.rewrite, here) || upper(&case.wires[self.take], there) {
                        NameKind::Organisation
                    } else {
                        NameKind::Person
                    }
                }
                (a, b) if a == b => a,
                (a, NameKind::Other) => a,
                (NameKind::Other, b) => b,
                // The wire decides what is meant.
                (_, b) => b,
            }),
            None => here.sure.then_some(here.kind),
        }
    }
}

/// The finding of `rule` that the wire has another name or other words in the place of this one; none where it is not sure enough.
pub fn finding(case: &Case, rule: &'static Rule, s: &UnmatchedName) -> Option<Finding> {
    let confidence = confidence(case, s)?;
    let (wire, rewrite) = s.wordings(case);
    let message = match s.wire_mark(case) {
        Some(_) => format!("the wire says “{wire}”, the rewrite “{rewrite}”"),
        None => format!("the wire says “{wire}”, the rewrite names “{rewrite}”"),
    };
    Some(Finding::at(rule, s.at(case), message).confidence(confidence).against(s.wire(case)))
}

/// The unmatched names of the whole rewrite, in text order.
pub fn find(case: &Case) -> Vec<UnmatchedName> {
    let mut out = Vec::new();
    for pair in case.going(&case.alignment.pairs) {
        if pair.wire.is_empty() {
            continue;
        }
        let tokens = case.rewrite.sentences[pair.sentence].tokens.clone();
        let first = out.len();
        for n in case.rewrite.names_in(tokens.clone()) {
            if let Some((take, m, kind)) = altered::altered(case, pair, n) {
                out.push(one_word(case, pair, n, (take, m, kind)));
                continue;
            }
            if named_here(case, pair, n) {
                continue;
            }
            out.extend(faced(case, pair, n));
        }
        if let [s] = &mut out[first..] {
            s.only = s.faces.is_some() && left_over(case, pair).len() <= 1;
        }
    }
    out
}

fn one_word(case: &Case, pair: &Pair, n: usize, (take, m, kind): (usize, usize, Altered)) -> UnmatchedName {
    UnmatchedName {
        name: n,
        take,
        faces: Some(m),
        words: case.wires[take].names[m].tokens.clone(),
        exact: true,
        only: false,
        close: pair.score,
        elsewhere: false,
        like: Likeness::Different,
        altered: Some(kind),
    }
}

/// Names of the pair's wire sentences.
fn wire_names<'a>(case: &Case<'a>, pair: &'a Pair) -> impl Iterator<Item = (usize, usize)> + 'a {
    let wires = case.wires;
    pair.wire.iter().flat_map(move |s| {
        let wire = &wires[s.take];
        wire.names_in(wire.sentences[s.sentence].tokens.clone()).map(move |n| (s.take, n))
    })
}

/// Whether one of the pair's wire sentences has the name in any form.
fn named_here(case: &Case, pair: &Pair, n: usize) -> bool {
    let a = case.rewrite;
    if a.names[n].place.is_none()
        && wire_names(case, pair).any(|(take, m)| case.likeness(n, &case.wires[take], m) == Likeness::Same)
    {
        return true;
    }
    let mark = &a.names[n];
    // "Brussels" is matched by "Belgium", but not by a "Europe" that the rewrite's sentence has as well.
    let here = a.sentences[pair.sentence].tokens.clone();
    let own = |q: &PlaceRef| {
        let first = a.places.partition_point(|p| p.tokens.start < here.start);
        let places = a.places[first..].iter().take_while(|p| p.tokens.start < here.end);
        places.into_iter().any(|p| same_place(&p.place, q) < Relation::Contains)
    };
    pair.wire.iter().any(|s| {
        let wire = &case.wires[s.take];
        likeness::has(a, mark, wire, wire.sentences[s.sentence].tokens.clone(), &own)
    })
}

/// Whether a wire's dateline has the words.
fn in_dateline(case: &Case, m: &NameMark) -> bool {
    let words = case.rewrite.words(m.tokens.clone());
    case.wire_stories.iter().zip(case.wires).any(|(story, wire)| {
        story.dateline.is_some_and(|d| d.span.of(&wire.text).to_uppercase().contains(&words.to_uppercase()))
    })
}

/// Whether another name of the same rewrite sentence stands for the wire's name.
fn answered(case: &Case, pair: &Pair, take: usize, m: usize) -> bool {
    let a = case.rewrite;
    let tokens = a.sentences[pair.sentence].tokens.clone();
    let wire = &case.wires[take];
    // Where the wire has Chile and South America, "South America" answers for itself only.
    let own = |n: usize| {
        let place = |s: &Analysis, k: usize| s.names[k].place.map(|p| s.places[p].place);
        let (Some(p), Some(q)) = (place(a, n), place(wire, m)) else { return true };
        same_place(&p, &q) != Relation::Contains
            || !wire_names(case, pair)
                .any(|(t, k)| place(&case.wires[t], k).is_some_and(|r| same_place(&p, &r) < Relation::Contains))
    };
    if wire.names[m].place.is_some() {
        return a.names_in(tokens).any(|n| case.likeness(n, wire, m) == Likeness::Same && own(n));
    }
    a.names_in(tokens.clone()).any(|n| case.likeness(n, wire, m) == Likeness::Same)
        || likeness::has(wire, &wire.names[m], a, tokens, &|_| false)
}

/// Names of the best wire sentence that the rewrite's sentence does not have.
fn left_over(case: &Case, pair: &Pair) -> Vec<usize> {
    let Some(s) = pair.wire.first() else { return Vec::new() };
    let wire = &case.wires[s.take];
    wire.names_in(wire.sentences[s.sentence].tokens.clone()).filter(|m| !answered(case, pair, s.take, *m)).collect()
}

fn faced(case: &Case, pair: &Pair, n: usize) -> Option<UnmatchedName> {
    let a = case.rewrite;
    let mark = &a.names[n];
    let first = a.sentences[pair.sentence].tokens.start;
    let unmatched = |take: usize, faces: Option<usize>, words: Range<usize>, exact: bool| {
        let like = faces.map_or(Likeness::Different, |m| case.likeness(n, &case.wires[take], m));
        UnmatchedName {
            name: n,
            take,
            faces,
            words,
            exact,
            only: false,
            close: pair.score,
            elsewhere: case.likenesses.anywhere(a, n, case.wires),
            like,
            altered: None,
        }
    };
    // A word of the name may be bound to a word of another name: "North Korea" to "South Korea", "Wendy Shermann" to "Sherman".
    for i in mark.tokens.clone() {
        let Some(link) = pair.link(first, i) else { continue };
        let (take, token) = (link.to.take as usize, link.to.token as usize);
        let wire = &case.wires[take];
        if let Some(m) = wire.name_at(token).filter(|m| !answered(case, pair, take, *m)) {
            return Some(unmatched(take, Some(m), wire.names[m].tokens.clone(), true));
        }
        // Bound to an ordinary word for its letters or its meaning: it is matched.
        if link.how != Bind::Near && !a.tokens[i].is_content() {
            continue;
        }
        if link.how != Bind::Near {
            return None;
        }
    }
    let spot = pair.spots.iter().find(|s| s.rewrite.start < mark.tokens.end && s.rewrite.end > mark.tokens.start);
    if let Some(spot) = spot
        && let Some((m, exact)) = in_spot(case, pair, spot, n)
    {
        return Some(unmatched(spot.take, Some(m), case.wires[spot.take].names[m].tokens.clone(), exact));
    }
    // No name faces it: the one name that the wire's sentence has left over, of its kind or of any.
    let left: Vec<usize> = left_over(case, pair);
    let of_kind: Vec<usize> =
        left.iter().copied().filter(|m| case.wires[pair.wire[0].take].names[*m].kind == mark.kind).collect();
    let one = if of_kind.is_empty() { left } else { of_kind };
    if let ([m], Some(s)) = (one.as_slice(), pair.wire.first()) {
        return Some(unmatched(s.take, Some(*m), case.wires[s.take].names[*m].tokens.clone(), false));
    }
    let spot = spot.filter(|s| !s.wire.is_empty())?;
    Some(unmatched(spot.take, None, spot.wire.clone(), spot.left_bound && spot.right_bound))
}

/// The wire's name that faces name `n` inside a spot, and whether the place is sure.
fn in_spot(case: &Case, pair: &Pair, spot: &Spot, n: usize) -> Option<(usize, bool)> {
    let wire: &Analysis = &case.wires[spot.take];
    let a = case.rewrite;
    let open: Vec<usize> = (0..wire.names.len())
        .skip(wire.names.partition_point(|m| m.tokens.end <= spot.wire.start))
        .take_while(|m| wire.names[*m].tokens.start < spot.wire.end)
        .filter(|m| !answered(case, pair, spot.take, *m))
        .collect();
    let mine = a.names[n].kind;
    let of_kind = |m: &&usize| wire.names[**m].kind == mine;
    // Several unmatched names in one spot match several names of the wire, kind by kind and in order.
    let order = a
        .names_in(spot.rewrite.clone())
        .filter(|k| *k < n && a.names[*k].kind == mine && !named_here(case, pair, *k))
        .count();
    let found = open.iter().filter(of_kind).nth(order).or_else(|| open.iter().find(of_kind)).or(open.first())?;
    Some((*found, spot.left_bound && spot.right_bound))
}

/// How sure it is that an unmatched name is wrong; none where it is not sure enough to speak.
pub fn confidence(case: &Case, s: &UnmatchedName) -> Option<f32> {
    let here = s.mark(case);
    let a = case.rewrite;
    if let Some(altered) = s.altered.filter(|_| case.alignment.same_story >= 0.15) {
        return Some(if altered == Altered::Word { 0.75 } else { 0.65 });
    }
    if case.alignment.same_story < 0.15 || !telling(a, here) || in_dateline(case, here) || here.written == Written::Site
    {
        return None;
    }
    let Some(there) = s.wire_mark(case) else {
        // Ordinary words stand there in the wire: only a known name in an otherwise equal sentence speaks for itself.
        let few = s.words.len() <= 6;
        let people = here.place.is_some_and(|p| a.places[p].is_demonym());
        return (here.sure && !people && s.exact && few && s.close >= 0.7 && !s.elsewhere).then_some(0.5);
    };
    let wire = &case.wires[s.take];
    // "Translators" at the head of a sentence is many people and no name.
    let many = |s: &Analysis, m: &NameMark| {
        let word = s.fold(m.tokens.start);
        m.tokens.len() == 1
            && !m.sure
            && m.place.is_none()
            && lexicon::is_word(word)
            && lexicon::base(word, Pos::Noun) != word
    };
    if here.kind == NameKind::Person && many(wire, there) || there.kind == NameKind::Person && many(a, here) {
        return None;
    }
    if of_people(case, s) && (here.place.is_none() || there.place.is_none()) {
        return None;
    }
    if unlike(here, there)
        || translated(a, here, wire, there)
        || romanised::romanised(a, here, wire, there)
        || past(a, here)
        || past(wire, there)
    {
        return None;
    }
    if here.tokens.len() > 1 && romanised::both(a, here, wire, there) && !(s.exact && s.close >= 0.6) {
        return None;
    }
    // Brisbane and Queensland: a town and a region of one country may be one in the other.
    let place = |s: &Analysis, m: &NameMark| m.place.map(|p| s.places[p].place);
    if let (Some(p), Some(q)) = (place(a, here), place(wire, there)) {
        let broad = |k: Kind| matches!(k, Kind::Region | Kind::UsState);
        if broad(p.kind) != broad(q.kind) && !p.within.is_empty() && p.within == q.within {
            return None;
        }
    }
    // A capitalised common noun, "the Bureau", refers to a body named elsewhere; what a translator made of it is no other body.
    let common = |s: &Analysis, m: &NameMark| {
        m.place.is_none() && m.kind != NameKind::Person && !strange(s, m) && m.tokens.len() == 1
    };
    if !(s.exact && s.close >= 0.75) && (common(a, here) || common(wire, there)) {
        return None;
    }
    // A place stands for a body or a person only by a slip of the alignment, unless the words around agree.
    if here.place.is_some() != there.place.is_some() && !(s.exact && s.close >= 0.5 || s.only && s.close >= 0.65) {
        return None;
    }
    // A name that another sentence has may have come from there in a free rewrite.
    if s.elsewhere && !(s.exact && s.only && s.close >= 0.7) {
        return None;
    }
    let mut c: f32 = 0.3;
    c += if s.exact { 0.25 } else { 0.0 };
    c += match s.close {
        x if x >= 0.75 => 0.2,
        x if x >= 0.55 => 0.1,
        x if x >= 0.4 => 0.0,
        _ => -0.15,
    };
    c += match (here.kind, there.kind) {
        (x, y) if x == y => 0.1,
        (NameKind::Other, _) | (_, NameKind::Other) => 0.0,
        _ => -0.2,
    };
    c += match (here.sure, there.sure) {
        (true, true) => 0.1,
        (false, false) => -0.05,
        _ => 0.0,
    };
    c += if s.only { 0.15 } else { 0.0 };
    c -= if s.elsewhere { 0.2 } else { 0.0 };
    (c >= 0.5).then_some(c.min(0.95))
}

/// Whether a name is known to the tables or has a word that is in no dictionary: others may be a translator's capitals.
fn telling(a: &Analysis, m: &NameMark) -> bool {
    m.place.is_some() || m.org.is_some() || m.kind == NameKind::Person && m.sure || strange(a, m)
}

fn strange(a: &Analysis, m: &NameMark) -> bool {
    m.tokens.clone().any(|i| a.tokens[i].is_content() && is_proper(a.form(i)) && !is_compound(a.fold(i)))
}

/// Whether the wire's name cannot be of the kind that the rewrite's surely is: the address of a site is no person or place, initials are
/// nobody's surname, a nickname made of ordinary words ("the Red-Whites") may stand for any team.
fn unlike(here: &NameMark, there: &NameMark) -> bool {
    let body = here.org.is_some() || here.kind == NameKind::Organisation;
    match there.written {
        Written::Plain => false,
        Written::Nickname => true,
        Written::Site => !body && here.written != Written::Initials,
        Written::Initials => here.kind == NameKind::Person,
    }
}

/// Whether two bodies may be one whose name was translated or cut to its initials: "BFU" and "Federal Bureau of Accidents".
fn translated(a: &Analysis, x: &NameMark, b: &Analysis, y: &NameMark) -> bool {
    let long = |m: &NameMark| m.tokens.len() > 1;
    let compound = |s: &Analysis, m: &NameMark| long(m) || s.word(m.tokens.start).contains('-');
    let placed = |s: &Analysis, m: &NameMark| {
        let k = s.places.partition_point(|p| p.tokens.start < m.tokens.start);
        s.places.get(k).is_some_and(|p| p.tokens.end <= m.tokens.end)
    };
    let plain = |s: &Analysis, m: &NameMark| m.org.is_none() && compound(s, m) && !strange(s, m) && !placed(s, m);
    x.is_upper(a) && long(y) && y.kind != NameKind::Person
        || y.is_upper(b) && long(x) && x.kind != NameKind::Person
        || plain(a, x) && x.kind != NameKind::Person
        || plain(b, y) && y.kind != NameKind::Person && (x.kind != NameKind::Person || !long(y))
}

/// Whether the name is of a state of the past: "the former Soviet republic" may be any of fifteen.
fn past(a: &Analysis, m: &NameMark) -> bool {
    m.place.and_then(|p| a.places[p].state).and_then(StateId::info).is_some_and(|i| i.currency().is_empty())
}

/// Whether both sides name the people or the adjective of a place, or a state stands for its government.
pub fn of_people(case: &Case, s: &UnmatchedName) -> bool {
    let demonym = |a: &Analysis, m: &NameMark| m.place.is_some_and(|p| a.places[p].is_demonym());
    demonym(case.rewrite, s.mark(case)) || s.wire_mark(case).is_some_and(|m| demonym(&case.wires[s.take], m))
}

/// The places of the rewrite that say of which state a titled person is.
pub fn places_of_persons(case: &Case) -> HashSet<usize> {
    case.rewrite.roles.iter().filter(|r| r.name.is_some()).filter_map(|r| r.place).collect()
}

/// Whether some tokens of a story have name `n` of another in any form.
pub fn named_in(a: &Analysis, n: usize, b: &Analysis, tokens: Range<usize>) -> bool {
    likeness::has(a, &a.names[n], b, tokens.clone(), &|_| false)
        || b.names_in(tokens).any(|m| compare(a, n, b, m) == Likeness::Same)
}

/// Whether some words of the rewrite and of a wire are names that may be one in two systems of spelling Chinese or Korean.
pub fn is_romanised(case: &Case, rewrite: &Range<usize>, take: usize, wire: &Range<usize>) -> bool {
    let (a, b) = (case.rewrite, &case.wires[take]);
    // "Kin-chung" is two words to us, and one mark may have but the first of them: a few more tokens are still the name.
    let name = |s: &Analysis, tokens: &Range<usize>| {
        tokens.clone().find_map(|i| s.name_at(i)).filter(|n| tokens.len() <= s.names[*n].tokens.len() + 2)
    };
    name(a, rewrite).zip(name(b, wire)).is_some_and(|(n, m)| romanised::romanised(a, &a.names[n], b, &b.names[m]))
}

/// Whether two bodies may be one under a translated or shortened name.
pub fn is_translated(a: &Analysis, n: usize, b: &Analysis, m: usize) -> bool {
    // A word that no dictionary has is no translation of anything.
    !strange(a, &a.names[n]) && translated(a, &a.names[n], b, &b.names[m])
}
