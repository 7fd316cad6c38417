//! Which words of the wires are spoken for.

use crate::align::alignment::WireToken;
use crate::analyse::Analysis;

/// The wire tokens that any sentence of the rewrite is bound to: for each take, one entry a token.
pub(super) struct Bound(Vec<Vec<bool>>);

impl Bound {
    pub(super) fn new(wires: &[Analysis]) -> Self {
        Self(wires.iter().map(|w| vec![false; w.tokens.len()]).collect())
    }

    pub(super) fn insert(&mut self, at: WireToken) {
        if let Some(slot) = self.0.get_mut(at.take as usize).and_then(|take| take.get_mut(at.token as usize)) {
            *slot = true;
        }
    }

    pub(super) fn contains(&self, at: WireToken) -> bool {
        self.0.get(at.take as usize).and_then(|take| take.get(at.token as usize)).is_some_and(|bound| *bound)
    }
}
