//! The residue: where words stay unbound, on one side or on both, facing each other.

use std::ops::Range;

use crate::align::alignment::Spot;
use crate::align::bound::Bound;
use crate::align::sides::{Links, Side, Target};

/// Finds the spots of one sentence pair. `bound` holds every wire token that any sentence of the rewrite is bound to, so that words
/// told elsewhere are not called dropped. `home` is how many of the target's sentences the pair answers for: words of further ones
/// are not expected here.
pub fn find(side: &Side, target: &Target, links: &Links, bound: &Bound, home: u8) -> Vec<Spot> {
    let n = links.len();
    let mut back = vec![None; target.words.len()];
    for (i, link) in links.iter().enumerate() {
        if let Some((j, _)) = link {
            back[*j] = Some(i);
        }
    }
    let free = |j: usize| back[j].is_none() && !bound.contains(target.words[j]);
    let mut faced = vec![false; target.words.len()];
    let mut spots = Vec::new();
    let mut i = 0;
    while i < n {
        if links[i].is_some() {
            i += 1;
            continue;
        }
        let start = i;
        while i < n && links[i].is_none() {
            i += 1;
        }
        let region = facing(target, links, start..i, &free);
        for j in region.wire.clone() {
            faced[j] = true;
        }
        spots.push(Spot {
            rewrite: tokens_of(side, start..i),
            take: region.take,
            wire: wire_tokens(target, region.wire),
            left_bound: region.left,
            right_bound: region.right,
        });
    }
    dropped(side, target, links, &back, &free, &faced, home, &mut spots);
    spots.sort_by_key(|s| (s.rewrite.start, s.rewrite.end));
    spots
}

struct Region {
    take: usize,
    wire: Range<usize>,
    left: bool,
    right: bool,
}

/// The run of free target words that faces a run of unbound words.
fn facing(target: &Target, links: &Links, run: Range<usize>, free: &dyn Fn(usize) -> bool) -> Region {
    let m = target.words.len();
    let image = |i: usize| links.get(i).copied().flatten().map(|(j, _)| j);
    let left = run.start.checked_sub(1).and_then(image);
    let right = image(run.end);
    let take = |j: usize| target.words.get(j).map_or(0, |w| w.take as usize);
    let part = |j: usize| target.part[j];
    // Free words that follow the image of the left neighbour, and those that lead up to the image of the right one.
    let after = left.map(|l| {
        let mut e = l + 1;
        while e < m && part(e) == part(l) && free(e) {
            e += 1;
        }
        l + 1..e
    });
    let before = right.map(|r| {
        let mut s = r;
        while s > 0 && part(s - 1) == part(r) && free(s - 1) {
            s -= 1;
        }
        s..r
    });
    let empty = |j: usize| Region { take: take(j), wire: j..j, left: false, right: false };
    match (after, before) {
        (Some(a), Some(b)) => {
            if a.start <= b.end && a.end >= b.end && (a.start..b.end).all(free) {
                return Region { take: take(a.start), wire: a.start..b.end, left: true, right: true };
            }
            let content = |r: &Range<usize>| r.clone().filter(|j| target.token(*j).is_content()).count();
            let want = run.len();
            let misfit = |r: &Range<usize>| (content(r).min(6) as isize - want as isize).abs();
            if content(&a) > 0 && (content(&b) == 0 || misfit(&a) <= misfit(&b)) {
                Region { take: take(a.start), wire: a, left: true, right: false }
            } else if content(&b) > 0 {
                Region { take: take(b.start), wire: b, left: false, right: true }
            } else {
                empty(a.start.min(m.saturating_sub(1)))
            }
        }
        (Some(a), None) => {
            Region { take: take(a.start.min(m.saturating_sub(1))), right: a.end == m, left: true, wire: a }
        }
        (None, Some(b)) => Region { take: take(b.start), left: b.start == 0, right: true, wire: b },
        (None, None) if m > 0 && (0..m).all(free) => Region { take: take(0), wire: 0..m, left: true, right: true },
        (None, None) => empty(0),
    }
}

#[allow(clippy::too_many_arguments)]
fn dropped(
    side: &Side,
    target: &Target,
    links: &Links,
    back: &[Option<usize>],
    free: &dyn Fn(usize) -> bool,
    faced: &[bool],
    home: u8,
    spots: &mut Vec<Spot>,
) {
    let m = target.words.len();
    let mut j = 0;
    while j < m {
        if !free(j) || faced[j] || target.part[j] >= home {
            j += 1;
            continue;
        }
        let start = j;
        while j < m && free(j) && !faced[j] && target.part[j] == target.part[start] {
            j += 1;
        }
        let left = start.checked_sub(1).and_then(|k| back[k]);
        let right = back.get(j).copied().flatten();
        let at = match (left, right) {
            (Some(l), _) => l + 1,
            (None, Some(r)) => r,
            (None, None) => links.len(),
        };
        let at_token =
            side.words.get(at).map_or_else(|| side.words.last().map_or(0, |w| *w as usize + 1), |w| *w as usize);
        let joined = matches!((left, right), (Some(l), Some(r)) if r == l + 1);
        spots.push(Spot {
            rewrite: at_token..at_token,
            take: target.words[start].take as usize,
            wire: wire_tokens(target, start..j),
            left_bound: left.is_some() || start == 0,
            right_bound: joined
                || (right.is_some() && start == 0 && right == Some(0))
                || (j == m && left.is_some_and(|l| l + 1 == links.len())),
        });
    }
}

fn tokens_of(side: &Side, run: Range<usize>) -> Range<usize> {
    match (side.words.get(run.start), side.words.get(run.end.wrapping_sub(1))) {
        (Some(a), Some(b)) if !run.is_empty() => *a as usize..*b as usize + 1,
        (Some(a), _) => *a as usize..*a as usize,
        _ => 0..0,
    }
}

fn wire_tokens(target: &Target, run: Range<usize>) -> Range<usize> {
    match (target.words.get(run.start), target.words.get(run.end.wrapping_sub(1))) {
        (Some(a), Some(b)) if !run.is_empty() => a.token as usize..b.token as usize + 1,
        (Some(a), _) => a.token as usize..a.token as usize,
        _ => 0..0,
    }
}
