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
pub mod phrases;
mod relate;

pub use class::LexClass;
pub(in crate::knowledge) use morph::Readings;
pub use morph::{Entry, Reading};
pub use relate::{
    Known, Relation, RelationKind, Relations, add_siblings, antonymy, relation, relations, relations_between,
    relations_of, ties_between,
};

use super::word::Word;
use bytes::{StringTable, equal_range, row, section, u32_at};

static PACK: &[u8] = truecopy_data::packs::LEXICON;
static STARTS: &[u8] = section(PACK, 0);
static WORDS: StringTable =
    StringTable { blob: section(PACK, 1), offsets: section(PACK, 2), slots: section(PACK, 3), width: 3 };
static FLAGS: &[u8] = section(PACK, 4);
static MWE_LENGTH: &[u8] = section(PACK, 5);
static SENSE_AT: &[u8] = section(PACK, 6);
static SENSES: &[u8] = section(PACK, 7);
static CLASSES: &[u8] = section(PACK, 8);
static INFORMATION: &[u8] = section(PACK, 9);
static REL_AT: &[u8] = section(PACK, 10);
static RELS: &[u8] = section(PACK, 11);
static LINK_AT: &[u8] = section(PACK, 12);
static LINKS: &[u8] = section(PACK, 13);
static IRREGULAR: &[u8] = section(PACK, 14);
static IRREGULAR_BASE: &[u8] = section(PACK, 15);
static OPPOSITE: &[u8] = section(PACK, 16);
static OPPOSITE_SIDE: &[u8] = section(PACK, 17);
static BRITISH: &[u8] = section(PACK, 18);
static AMERICAN: &[u8] = section(PACK, 19);

/// A lowercase lemma or irregular form of the lexicon; ids follow the byte order of the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordId(pub u32);

impl WordId {
    fn index(self) -> usize {
        self.0 as usize
    }

    fn flags(self) -> u8 {
        FLAGS.get(self.index()).copied().unwrap_or(0)
    }
}

/// Part of speech as WordNet knows it; `Other` for words that only `opposites.tsv` lists (before, above).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Pos {
    /// Noun.
    Noun = 0,
    /// Verb.
    Verb = 1,
    /// Adjective.
    Adj = 2,
    /// Adverb.
    Adv = 3,
    /// Preposition, conjunction or other function word.
    Other = 4,
}

impl Pos {
    /// The four parts of speech of WordNet.
    pub const OPEN: [Self; 4] = [Self::Noun, Self::Verb, Self::Adj, Self::Adv];
}

/// A set of parts of speech.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct PosSet(u8);

impl PosSet {
    /// All parts of speech.
    pub const ALL: Self = Self(31);

    /// The set of one.
    pub const fn of(pos: Pos) -> Self {
        Self(1 << pos as u8)
    }

    /// This set and `pos`.
    #[must_use]
    pub const fn with(self, pos: Pos) -> Self {
        Self(self.0 | 1 << pos as u8)
    }

    /// Whether `pos` is in the set.
    pub const fn has(self, pos: Pos) -> bool {
        self.0 & (1 << pos as u8) != 0
    }

    /// Whether the set is empty.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl From<Option<Pos>> for PosSet {
    /// One part of speech, or all when the hint is missing.
    fn from(hint: Option<Pos>) -> Self {
        hint.map_or(Self::ALL, Self::of)
    }
}

/// Id of a lowercase lemma or irregular form; regular inflections have none (see [`lemmas`]).
pub fn id(word: &str) -> Option<WordId> {
    WORDS.find(word.bytes()).map(|i| WordId(i as u32))
}

/// The word with this id; empty for an id that [`id`] never gave.
pub fn text(id: WordId) -> &'static str {
    WORDS.get(id.index())
}

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
    Word::of(word).possible_pos()
}

/// Whether WordNet (or the hand-kept opposites) knows the lowercase word, inflections included.
pub fn is_word(word: &str) -> bool {
    Word::of(word).is_word()
}

/// Rank of a lowercase word by frequency in news and encyclopedia text, 0 = most frequent.
pub fn frequency_rank(word: &str) -> Option<u32> {
    super::vectors::rank(word)
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

/// Senses of a lemma in one part of speech, in WordNet's order: synset and weight.
fn senses(id: WordId, pos: Pos) -> impl Iterator<Item = (u32, u8)> {
    let from = u32_at(STARTS, pos as usize);
    let to = if pos == Pos::Other { 0 } else { u32_at(STARTS, pos as usize + 1) };
    row(SENSE_AT, SENSES, id.index())
        .map(|packed| (packed & 0x00FF_FFFF, (packed >> 24) as u8))
        .filter(move |&(synset, _)| synset >= from && synset < to)
}

/// The American spelling of a word of the British spelling, or the word itself.
fn american(id: WordId) -> WordId {
    if id.flags() & 64 == 0 {
        return id;
    }
    equal_range(BRITISH, id.0).next().map_or(id, |at| WordId(u32_at(AMERICAN, at)))
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
