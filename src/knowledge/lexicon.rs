//! WordNet 3.1 in one embedded pack: lemmas, senses, and the relations between any two words.
//!
//! The pack is read in place: nothing is parsed, opened or allocated. Words are given lowercase; multiword
//! lemmas have one space between their words. Strengths run from 0 (no such relation) to 255 (holds between
//! the first senses of both words) and shrink with the rank and rarity of the senses involved.
//!
//! Sources: WordNet 3.1 (Princeton University) and its exception lists; British and American spellings from
//! SCOWL; `opposites.tsv`, kept by hand. `tools/packs/build_lexicon.py` makes `lexicon.bin`.

mod by_sense;
mod by_word;
pub(in crate::knowledge) mod bytes;
mod class;
mod morph;
mod pack;
pub mod phrases;
mod relate;
mod relations;

pub use class::LexClass;
pub(in crate::knowledge) use morph::Readings;
pub use morph::{Entry, Reading};
pub use pack::{Pos, PosSet, WordId, id, text};
pub use relate::{Known, add_siblings, antonymy, relations, relations_between, relations_of, ties_between};
pub use relations::{Relation, RelationKind, Relations};

use pack::{CLASSES, MWE_LENGTH, WORDS, senses};

/// Readings of an inflected lowercase word in the given part of speech, most likely first.
pub fn lemmas(word: &str, pos: Pos) -> Entry {
    Entry::new(word, PosSet::of(pos))
}

/// The most likely lemma of a lowercase word in a part of speech; the word itself when none is known.
pub fn base(word: &str, pos: Pos) -> &str {
    match lemmas(word, pos).readings().first() {
        Some(reading) => reading.text,
        None => word,
    }
}

/// The parts of speech a lowercase word can have, inflections included.
pub fn possible_pos(word: &str) -> PosSet {
    Entry::new(word, PosSet::ALL).readings().iter().fold(PosSet::default(), |set, r| set.with(r.pos))
}

/// Whether WordNet (or the hand-kept opposites) knows the lowercase word, inflections included.
pub fn is_word(word: &str) -> bool {
    !Entry::new(word, PosSet::ALL).readings().is_empty()
}

/// Semantic class (WordNet's lexicographer file) of the first sense of a word in a part of speech.
pub fn class(word: &str, pos: Pos) -> Option<LexClass> {
    let entry = lemmas(word, pos);
    let (sense, _) = entry.readings().iter().find_map(|r| senses(r.id, r.pos).next())?;
    CLASSES.get(sense as usize).and_then(|&n| LexClass::from_number(n))
}

/// Length in words of the longest multiword lemma that starts with this lowercase word or its base form; 0 when none does.
pub fn mwe_starts(first: &str) -> usize {
    Entry::new(first, PosSet::ALL)
        .readings()
        .iter()
        .map(|r| r.id)
        .chain(id(first))
        .filter_map(|id| MWE_LENGTH.get(id.index()).copied())
        .max()
        .map_or(0, usize::from)
}

/// The multiword lemma that these lowercase words are, as they stand or with the first word as a verb
/// ("called off") or the last word as a noun ("prime ministers") brought to its base form.
pub fn mwe(words: &[&str]) -> Option<WordId> {
    let (&first, rest) = words.split_first()?;
    let (&last, head) = words.split_last()?;
    if rest.is_empty() {
        return None;
    }
    joined(words.iter().copied())
        .or_else(|| {
            lemmas(first, Pos::Verb)
                .readings()
                .iter()
                .find_map(|r| joined(std::iter::once(r.text).chain(rest.iter().copied())))
        })
        .or_else(|| {
            lemmas(last, Pos::Noun)
                .readings()
                .iter()
                .find_map(|r| joined(head.iter().copied().chain(std::iter::once(r.text))))
        })
}

fn joined<'a>(words: impl Iterator<Item = &'a str> + Clone) -> Option<WordId> {
    let bytes = words.enumerate().flat_map(|(i, w)| (i > 0).then_some(b' ').into_iter().chain(w.bytes()));
    WORDS.find(bytes).map(|i| WordId(i as u32))
}

/// The American spelling of a lowercase word in British spelling (base forms only); the word itself otherwise.
pub fn american_spelling(word: &str) -> &str {
    match Entry::new(word, PosSet::ALL).american() {
        Some(id) => text(id),
        None => word,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
