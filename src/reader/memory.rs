//! What was read before: rewrites of one wire share sentences, and so do the stories of one day.
//!
//! Two generations of readings: a full young one becomes the old one, and what was old is forgotten. So the memory never grows, and what it
//! holds never changes an answer, only how soon it comes. It has a generation's turn where a least-recently-used list would need a crate.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Readings of a generation; with two of them about 6 MB.
const GENERATION: usize = 2_000;

type Generation<T> = HashMap<(Box<str>, Box<str>), T>;

/// The wire's words and the sentence, with what the reader says of them.
#[derive(Debug, Default)]
pub struct Memory<T> {
    generations: Mutex<[Generation<T>; 2]>,
}

impl<T: Clone> Memory<T> {
    /// What is remembered of a sentence beside these words, or what `read` says. Two threads may read one pair at once; both say the same.
    pub fn get_or(&self, wire: &str, rewrite: &str, read: impl FnOnce() -> T) -> T {
        let key = (Box::from(wire), Box::from(rewrite));
        // A thread that broke off leaves whole readings behind.
        let lock = || self.generations.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(reading) = lock().iter().find_map(|g| g.get(&key)) {
            return reading.clone();
        }
        let reading = read();
        let mut generations = lock();
        if generations[0].len() >= GENERATION {
            generations[1] = std::mem::take(&mut generations[0]);
        }
        generations[0].insert(key, reading.clone());
        reading
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::Reading;

    #[test]
    fn a_pair_is_read_once_and_the_memory_does_not_grow() {
        let memory = Memory::default();
        let read = |n: usize| Reading { borne_out: n as f32, ..Reading::default() };
        let never = || panic!("it was read before");
        assert_eq!(memory.get_or("The bridge opened.", "It opened.", || read(7)).borne_out, 7.0);
        assert_eq!(memory.get_or("The bridge opened.", "It opened.", never).borne_out, 7.0);
        // The same words, parted otherwise, are another pair.
        assert_eq!(memory.get_or("The bridge opened. It", " opened.", || read(8)).borne_out, 8.0);
        for n in 0..3 * GENERATION {
            assert_eq!(memory.get_or(&n.to_string(), "It opened.", || read(n)).borne_out, n as f32);
        }
        assert!(
            memory.generations.lock().expect("no thread broke off").iter().map(HashMap::len).sum::<usize>()
                <= 2 * GENERATION
        );
        assert_eq!(
            memory.get_or("The bridge opened.", "It opened.", || read(9)).borne_out,
            9.0,
            "forgotten, and read again"
        );
    }
}
