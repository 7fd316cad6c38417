//! Words by their hashes: sets and maps of them, and a filter that knows most words not to be in a list.

use rustc_hash::{FxHashMap, FxHashSet};

/// FNV-1a, 64 bits, over the bytes of a word. It is our own because it is part of the file formats of the table of fluency, which is
/// counted by these numbers, and of an index, and because it takes a word byte by byte, folded on the way.
pub fn hash(word: &str) -> u64 {
    word.bytes().fold(Hash::NEW, Hash::and).get()
}

/// One key of two words, given as their hashes, in this order.
pub fn pair(first: u64, second: u64) -> u64 {
    first.rotate_left(23).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ second
}

/// [`hash`], byte by byte.
#[derive(Clone, Copy, Debug)]
pub struct Hash(u64);

impl Hash {
    /// The hash of no bytes.
    pub const NEW: Self = Self(0xcbf2_9ce4_8422_2325);

    /// The hash of what was given before and this byte.
    #[inline]
    #[must_use]
    pub fn and(self, byte: u8) -> Self {
        Self((self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
    }

    /// The number.
    #[inline]
    pub fn get(self) -> u64 {
        self.0
    }
}

/// A map keyed by word hashes.
pub type KeyMap<V> = FxHashMap<u64, V>;

/// A set of word hashes.
pub type Keys = FxHashSet<u64>;

/// A set of some hundreds of word hashes that says "no" for sure and "yes" of a few words too many, from half a kilobyte.
#[derive(Debug)]
pub struct Filter([u64; 64]);

impl Filter {
    /// The filter of some words.
    pub fn of<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let mut bits = [0; 64];
        for word in words {
            let (at, bit) = Self::place(hash(word));
            bits[at] |= bit;
        }
        Self(bits)
    }

    /// Whether the word with this hash may be in the set.
    #[inline]
    pub fn may_have(&self, hash: u64) -> bool {
        let (at, bit) = Self::place(hash);
        self.0[at] & bit != 0
    }

    /// Which number, which bit of it. The upper bits of FNV are the better mixed ones.
    fn place(hash: u64) -> (usize, u64) {
        let bit = (hash >> 32 ^ hash >> 48) & 4095;
        ((bit >> 6) as usize, 1 << (bit & 63))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_filter_never_denies_what_it_holds() {
        let held = ["monday", "tuesday", "seven", "eleventh"];
        let filter = Filter::of(held);
        assert!(held.iter().all(|w| filter.may_have(hash(w))));
        let others = (0..1000).filter(|n| filter.may_have(hash(&format!("word{n}")))).count();
        assert!(others < 20, "{others}");
    }
}
