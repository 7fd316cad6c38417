//! A small memory of look-ups by word: stories repeat their words, and so do the stories of one desk.
//!
//! Each place holds four words; a newcomer takes the place of the oldest. So the memory never grows, and what it holds never changes
//! an answer, only how soon it comes.

use std::cell::RefCell;

/// Some words, by their hashes, and what was found; the newest first.
type Place<T> = [Option<(u64, T)>; 4];

/// What was looked up of some words. One per thread, in a `thread_local!`.
pub(in crate::knowledge) struct Memo<T> {
    places: RefCell<Vec<Place<T>>>,
    size: usize,
}

impl<T: Clone> Memo<T> {
    /// A memory of `size` places, a power of two; they are made when the first word comes.
    pub(in crate::knowledge) const fn new(size: usize) -> Self {
        Self { places: RefCell::new(Vec::new()), size }
    }

    /// What `look_up` says of the word with this hash, asked only when the word is not remembered. `look_up` may use this memory itself.
    pub(in crate::knowledge) fn get_by(&self, key: u64, look_up: impl FnOnce() -> T) -> T {
        // The upper bits of FNV are the better mixed ones.
        let at = (key ^ key >> 32) as usize & (self.size - 1);
        if let Some(place) = self.places.borrow().get(at) {
            for (held, value) in place.iter().flatten() {
                if *held == key {
                    return value.clone();
                }
            }
        }
        let found = look_up();
        let mut places = self.places.borrow_mut();
        if places.is_empty() {
            places.resize_with(self.size, || [const { None }; 4]);
        }
        if let Some(place) = places.get_mut(at) {
            place.rotate_right(1);
            place[0] = Some((key, found.clone()));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::Memo;
    use crate::text::hash;

    #[test]
    fn a_word_is_looked_up_once_while_it_keeps_its_place() {
        let memo: Memo<usize> = Memo::new(2);
        let mut asked = 0;
        for word in ["ceasefire", "ceasefire", "ceasefire"] {
            assert_eq!(
                memo.get_by(hash(word), || {
                    asked += 1;
                    word.len()
                }),
                9
            );
        }
        assert_eq!(asked, 1);
        // More words than places: every answer is still right.
        for word in ["truce", "talks", "envoy", "truce", "talks", "envoy", "ceasefire"] {
            assert_eq!(memo.get_by(hash(word), || word.len()), word.len());
        }
    }
}
