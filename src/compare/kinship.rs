//! Kinship: somebody's mother where the wire has the sister.

use crate::align::Bind;
use crate::analyse::{Analysis, NameKind, TokenKind};
use crate::compare::Case;
use crate::compare::sides::{Sides, View, pairs};
use crate::compare::standing::Changed;

/// Words for relatives: the word, what it is, and the sexes that it may be of (1 a man, 2 a woman, 3 either).
const KIN: &[(&str, Kin, u8)] = &[
    ("aunt", Kin::Aunt, 2),
    ("bride", Kin::Spouse, 2),
    ("brother", Kin::Sibling, 1),
    ("child", Kin::Child, 3),
    ("cousin", Kin::Cousin, 3),
    ("dad", Kin::Parent, 1),
    ("daughter", Kin::Child, 2),
    ("father", Kin::Parent, 1),
    ("fiance", Kin::Betrothed, 1),
    ("fiancee", Kin::Betrothed, 2),
    ("grandchild", Kin::Grandchild, 3),
    ("granddaughter", Kin::Grandchild, 2),
    ("grandfather", Kin::Grandparent, 1),
    ("grandma", Kin::Grandparent, 2),
    ("grandmother", Kin::Grandparent, 2),
    ("grandpa", Kin::Grandparent, 1),
    ("grandparent", Kin::Grandparent, 3),
    ("grandson", Kin::Grandchild, 1),
    ("husband", Kin::Spouse, 1),
    ("mom", Kin::Parent, 2),
    ("mother", Kin::Parent, 2),
    ("mum", Kin::Parent, 2),
    ("nephew", Kin::Nephew, 1),
    ("niece", Kin::Nephew, 2),
    ("parent", Kin::Parent, 3),
    ("sibling", Kin::Sibling, 3),
    ("sister", Kin::Sibling, 2),
    ("son", Kin::Child, 1),
    ("spouse", Kin::Spouse, 3),
    ("stepdaughter", Kin::Stepchild, 2),
    ("stepfather", Kin::Stepparent, 1),
    ("stepmother", Kin::Stepparent, 2),
    ("stepson", Kin::Stepchild, 1),
    ("twin", Kin::Sibling, 3),
    ("uncle", Kin::Aunt, 1),
    ("widow", Kin::Spouse, 2),
    ("widower", Kin::Spouse, 1),
    ("wife", Kin::Spouse, 2),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kin {
    Aunt,
    Betrothed,
    Child,
    Cousin,
    Grandchild,
    Grandparent,
    Nephew,
    Parent,
    Sibling,
    Spouse,
    Stepchild,
    Stepparent,
}

impl Kin {
    /// What the one is to the other, seen from the other.
    fn converse(self) -> Kin {
        match self {
            Kin::Aunt => Kin::Nephew,
            Kin::Nephew => Kin::Aunt,
            Kin::Child => Kin::Parent,
            Kin::Parent => Kin::Child,
            Kin::Grandchild => Kin::Grandparent,
            Kin::Grandparent => Kin::Grandchild,
            Kin::Stepchild => Kin::Stepparent,
            Kin::Stepparent => Kin::Stepchild,
            same => same,
        }
    }
}

fn kin(a: &Analysis, i: usize) -> Option<(Kin, u8)> {
    if a.tokens[i].kind != TokenKind::Word {
        return None;
    }
    let at = KIN.binary_search_by_key(&a.fold(i), |k| k.0).ok()?;
    let (_, kin, sex) = KIN[at];
    // "Brother-in-law" and "father figure" are others; a sister city is none.
    let joined = a.tokens.get(i + 1).is_some_and(|t| t.glued && a.fold(i + 1) == "-");
    (!joined).then_some((kin, sex))
}

/// Whether one person can be both to another.
fn agree(a: (Kin, u8), b: (Kin, u8)) -> bool {
    a.0 == b.0 && a.1 & b.1 != 0
}

/// Looks for the relatives of each sentence that its wire does not have, where the wire has one that the sentence does not have.
pub fn find(case: &Case) -> Vec<Changed> {
    let mut out = Vec::new();
    for sides in pairs(case).filter(|s| s.pair.score >= 0.45) {
        let view = sides.rewrite_view();
        let mine: Vec<(usize, (Kin, u8))> = sides.mine().filter_map(|i| kin(view.from, i).map(|k| (i, k))).collect();
        if mine.is_empty() {
            continue;
        }
        let theirs: Vec<(usize, (Kin, u8))> =
            view.other_tokens().filter_map(|j| kin(view.to, j).map(|k| (j, k))).collect();
        let new = |k: &(usize, (Kin, u8))| !theirs.iter().any(|t| agree(k.1, t.1));
        let lost = |k: &(usize, (Kin, u8))| !mine.iter().any(|t| agree(k.1, t.1));
        let mut over = mine.iter().filter(|k| new(k));
        let (Some(&(i, here)), None) = (over.next(), over.next()) else { continue };
        let mut left = theirs.iter().filter(|k| lost(k));
        let (Some(&(j, there)), None) = (left.next(), left.next()) else { continue };
        if view.from.quote_at(i).is_some() != view.to.quote_at(j).is_some() || elsewhere(case, here) {
            continue;
        }
        let placed = in_place(&sides, &view, i, j);
        // "Ann, the mother of Tom", "Tom, the son of Ann": seen from the other side. So is a brother whose sister is meant.
        if !placed && (here.0 == there.0.converse() || !same_owner(view.from, i, view.to, j)) {
            continue;
        }
        let named = view.from.names_in(sides.mine()).any(|n| view.from.names[n].kind == NameKind::Person);
        out.push(Changed { at: sides.at(i..i + 1), wire: sides.wire_at(j..j + 1), rank: true, named });
    }
    out
}

/// Whether any wire has such a relative in another sentence: then it may be told from there.
fn elsewhere(case: &Case, here: (Kin, u8)) -> bool {
    case.wires.iter().any(|w| (0..w.tokens.len()).any(|k| kin(w, k).is_some_and(|there| agree(here, there))))
}

/// Whether the two words stand in the place of each other.
fn in_place(sides: &Sides, view: &View, i: usize, j: usize) -> bool {
    if view.link(i).is_some_and(|(to, _)| to == j) {
        return true;
    }
    let spot = |s: &&crate::align::Spot| s.rewrite.contains(&i) && s.wire.contains(&j) && s.take == sides.best.take;
    let bound = |x: Option<usize>, y: Option<usize>| {
        x.zip(y).is_some_and(|(x, y)| view.link(x).is_some_and(|(to, how)| to == y && how < Bind::Near))
    };
    sides.pair.spots.iter().find(spot).is_some_and(|s| s.left_bound && s.right_bound)
        || bound(i.checked_sub(1), j.checked_sub(1)) && bound(Some(i + 1), Some(j + 1))
}

/// Whether both words belong to the same person or word before them: "the boy's", "her".
fn same_owner(a: &Analysis, i: usize, w: &Analysis, j: usize) -> bool {
    let owner = |s: &Analysis, k: usize| match k.checked_sub(1).map(|p| (p, s.fold(p))) {
        Some((p, "'s" | "'" | "’")) => p.checked_sub(1).map(|o| s.tokens[o].lemma),
        Some((p, "his" | "her" | "their" | "my")) => Some(s.tokens[p].lemma),
        _ if s.fold(k + 1) == "of" => {
            let at = k + 2 + usize::from(s.fold(k + 2) == "the");
            s.tokens.get(at).map(|t| t.lemma)
        }
        _ => None,
    };
    owner(a, i).zip(owner(w, j)).is_some_and(|(x, y)| x == y)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relatives_are_in_order() {
        assert!(KIN.is_sorted_by_key(|k| k.0));
    }
}
