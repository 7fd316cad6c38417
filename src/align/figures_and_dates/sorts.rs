//! The marks of a wire, each sort of them once, to look one up in.

use rustc_hash::FxHashMap;

use crate::text::{KeyMap, Keys};

/// So many sorts of marks are looked through for one that is not equal but near. A text with more of them is a table, and any figure is near
/// to some other in it.
pub(super) const SORTS: usize = 500;

/// The marks of a take, each sort of them once.
pub(super) struct Distinct {
    /// The first of each sort, in text order.
    firsts: Vec<usize>,
    /// The first of each sort, by its value.
    by_value: KeyMap<Vec<usize>>,
    /// The marks that count something, by the token of what they count.
    by_head: FxHashMap<usize, Vec<usize>>,
}

impl Distinct {
    /// The marks of one take: those with the same key are of one sort.
    pub(super) fn of<M>(
        marks: &[M],
        key: impl Fn(&M) -> u64,
        value: fn(&M) -> u64,
        head: fn(&M) -> Option<usize>,
    ) -> Self {
        let mut out = Distinct { firsts: Vec::new(), by_value: KeyMap::default(), by_head: FxHashMap::default() };
        let mut seen = Keys::default();
        for (i, m) in marks.iter().enumerate() {
            if seen.insert(key(m)) {
                out.firsts.push(i);
                out.by_value.entry(value(m)).or_default().push(i);
            }
            if let Some(head) = head(m) {
                out.by_head.entry(head).or_default().push(i);
            }
        }
        out
    }

    /// The marks that may be equal or near to one with this value, in text order. `linked`: the token that stands for what it counts.
    pub(super) fn candidates(&self, value: u64, linked: Option<usize>) -> Vec<usize> {
        let near = self.firsts.get(..SORTS.min(self.firsts.len())).unwrap_or_default();
        let beyond = near.last().map_or(0, |last| last + 1);
        let equal = self.by_value.get(&value).into_iter().flatten().filter(|i| **i >= beyond);
        // What counts the very thing that the alignment gives is no other's like.
        let same = linked.and_then(|head| self.by_head.get(&head)).into_iter().flatten();
        let mut out: Vec<usize> = near.iter().chain(equal.take(SORTS)).chain(same).copied().collect();
        out.sort_unstable();
        out
    }
}
