//! What the wires have, asked by the rules that look at the rewrite alone: what the wire does too is no fault of the rewrite.
//!
//! Each table is built when it is first asked for, so a clean rewrite costs nothing.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use crate::analyse::{Analysis, TokenKind};
use crate::knowledge::lexicon;
use crate::text::{Hash, Keys, hash, pair};

/// Tables of the wires: made once, for any number of rewrites.
#[derive(Debug, Default)]
pub struct WireTables {
    words: OnceLock<Keys>,
    pairs: OnceLock<Keys>,
    word_pairs: OnceLock<Keys>,
    folded: OnceLock<Keys>,
    letters: OnceLock<Vec<Letters>>,
    by_letter: OnceLock<ByLetter>,
}

/// The folded words, each once, by their first byte and their length.
type ByLetter = HashMap<(Option<u8>, usize), HashSet<String>>;

/// The text of a wire, to look for strings in.
#[derive(Debug)]
struct Letters {
    /// In lower case, beyond ASCII as it is.
    small: String,
    /// A bit for every five bytes in a row that it has, by their hash. A string of which any are missing is not in the text: that is
    /// sooner known than by looking through it.
    grams: Vec<u64>,
}

/// How many bytes in a row are looked at together.
const GRAM: usize = 5;

impl Letters {
    fn of(text: &str) -> Self {
        let small = text.to_ascii_lowercase();
        let mut grams = vec![0; (small.len() / 4).next_power_of_two()];
        for window in small.as_bytes().windows(GRAM) {
            let (at, bit) = place(window, grams.len());
            grams[at] |= bit;
        }
        Letters { small, grams }
    }

    /// Whether the text may have a string, given in lower case.
    fn may_have(&self, small: &str) -> bool {
        small.as_bytes().windows(GRAM).all(|window| {
            let (at, bit) = place(window, self.grams.len());
            self.grams[at] & bit != 0
        })
    }
}

/// Which bit of so many numbers stands for some bytes.
fn place(window: &[u8], numbers: usize) -> (usize, u64) {
    let hash = window.iter().fold(Hash::NEW, |hash, b| hash.and(*b)).get();
    ((hash >> 6) as usize & (numbers - 1), 1 << (hash & 63))
}

/// The words, neighbours and letters of all wires.
#[derive(Clone, Copy)]
pub struct WireIndex<'a> {
    wires: &'a [Analysis],
    tables: &'a WireTables,
}

impl<'a> WireIndex<'a> {
    /// What these wires have; `tables` are theirs.
    pub fn new(wires: &'a [Analysis], tables: &'a WireTables) -> Self {
        WireIndex { wires, tables }
    }

    /// Whether a wire has the word with this hash.
    pub fn word(&self, hash: u64) -> bool {
        let words =
            self.tables.words.get_or_init(|| self.wires.iter().flat_map(|w| &w.tokens).map(|t| t.hash).collect());
        words.contains(&hash)
    }

    /// Whether a wire has the word with this folded form.
    pub fn folded(&self, folded: &str) -> bool {
        let words = self
            .tables
            .folded
            .get_or_init(|| self.wires.iter().flat_map(|w| w.tokens.iter().map(|t| hash(w.fold_of(t)))).collect());
        words.contains(&hash(folded))
    }

    /// Whether a wire has a word one slip away from this folded one, or two slips where no list has that word.
    pub fn near(&self, folded: &str) -> bool {
        let words = self.tables.by_letter.get_or_init(|| {
            let mut all = ByLetter::default();
            for w in self.wires {
                for word in (0..w.tokens.len()).map(|i| w.fold(i)) {
                    let alike = all.entry((word.as_bytes().first().copied(), word.len())).or_default();
                    if !alike.contains(word) {
                        alike.insert(word.to_owned());
                    }
                }
            }
            all
        });
        let first = folded.as_bytes().first().copied();
        let mut close = (folded.len().saturating_sub(2)..=folded.len() + 2).filter_map(|len| words.get(&(first, len)));
        close.any(|alike| {
            alike.iter().any(|w| strsim::osa_distance(w, folded) <= if lexicon::is_word(w) { 1 } else { 2 })
        })
    }

    /// Whether a wire has these two tokens, words or marks, one after the other.
    pub fn pair(&self, first: u64, second: u64) -> bool {
        let pairs = self.tables.pairs.get_or_init(|| {
            let each = self.wires.iter().flat_map(|w| w.tokens.windows(2));
            each.map(|t| pair(t[0].hash, t[1].hash)).collect()
        });
        pairs.contains(&pair(first, second))
    }

    /// Whether a wire has these two words one after the other, marks between them left aside.
    pub fn word_pair(&self, first: u64, second: u64) -> bool {
        let pairs = self.tables.word_pairs.get_or_init(|| {
            let mut all = Keys::default();
            for w in self.wires {
                let mut last = None;
                for t in w.tokens.iter().filter(|t| t.is_word()) {
                    all.extend(last.map(|l| pair(l, t.hash)));
                    last = Some(t.hash);
                }
            }
            all
        });
        pairs.contains(&pair(first, second))
    }

    fn letters(&self) -> &[Letters] {
        self.tables.letters.get_or_init(|| self.wires.iter().map(|w| Letters::of(&w.text)).collect())
    }

    /// Whether the text of a wire has this string.
    pub fn text(&self, needle: &str) -> bool {
        let small = needle.to_ascii_lowercase();
        self.wires.iter().zip(self.letters()).any(|(w, l)| l.may_have(&small) && w.text.contains(needle))
    }

    /// Whether the text of a wire has this string, in capitals or not.
    pub fn text_in_any_case(&self, needle: &str) -> bool {
        let small = needle.to_ascii_lowercase();
        self.letters().iter().any(|l| l.may_have(&small) && l.small.contains(&small))
    }

    /// How often the wires have a mark that `is` picks, with whether a space stands before it.
    pub fn spaced_mark(&self, is: impl Fn(&str) -> bool) -> bool {
        self.wires.iter().any(|w| {
            (1..w.tokens.len()).any(|i| {
                let t = &w.tokens[i];
                t.kind == TokenKind::Punct
                    && !t.glued
                    && t.sentence == w.tokens[i - 1].sentence
                    && is(w.word(i))
                    && !w.tokens.get(i + 1).is_some_and(|n| n.glued && n.is_word())
            })
        })
    }
}
