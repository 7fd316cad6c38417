//! Chance that is the same every time: a stream of its own for every thing that is invented, seeded by what the thing is.

/// A stream of chance.
pub struct Random(fastrand::Rng);

/// One figure out of several, well mixed.
pub fn mix(parts: &[u64]) -> u64 {
    parts.iter().fold(0x9e37_79b9_7f4a_7c15, |hash, part| {
        let mut x = (hash ^ part).wrapping_add(0x9e37_79b9_7f4a_7c15);
        x = (x ^ x >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ x >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ x >> 31
    })
}

impl Random {
    /// The stream that belongs to these figures.
    pub fn of(parts: &[u64]) -> Self {
        Random(fastrand::Rng::with_seed(mix(parts)))
    }

    /// From 0 up to, and without, `n`; 0 where `n` is.
    pub fn below(&mut self, n: usize) -> usize {
        if n == 0 { 0 } else { self.0.usize(..n) }
    }

    /// From 0 to 1.
    pub fn unit(&mut self) -> f64 {
        self.0.f64()
    }

    /// Whether something happens that does in this share of all cases.
    pub fn chance(&mut self, share: f64) -> bool {
        self.unit() < share
    }

    /// A rank below `n`, by Zipf's law: in proportion to one over the rank and `flat`.
    pub fn rank(&mut self, n: usize, flat: f64) -> usize {
        let most = n as f64;
        let rank = flat * ((1.0 + most / flat).powf(self.unit()) - 1.0);
        (rank as usize).min(n.saturating_sub(1))
    }

    /// One of a list that is not empty.
    pub fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }

    /// A list in another order.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        self.0.shuffle(list);
    }
}
