//! What is in the pack of the lexicon: words, their senses, and the tables of relations between them.

use super::bytes::{StringTable, equal_range, row, section, u32_at};

static PACK: &[u8] = truecopy_data::packs::LEXICON;
pub(super) static STARTS: &[u8] = section(PACK, 0);
pub(super) static WORDS: StringTable =
    StringTable { blob: section(PACK, 1), offsets: section(PACK, 2), slots: section(PACK, 3), width: 3 };
pub(super) static FLAGS: &[u8] = section(PACK, 4);
pub(super) static MWE_LENGTH: &[u8] = section(PACK, 5);
pub(super) static SENSE_AT: &[u8] = section(PACK, 6);
pub(super) static SENSES: &[u8] = section(PACK, 7);
pub(super) static CLASSES: &[u8] = section(PACK, 8);
pub(super) static INFORMATION: &[u8] = section(PACK, 9);
pub(super) static REL_AT: &[u8] = section(PACK, 10);
pub(super) static RELS: &[u8] = section(PACK, 11);
pub(super) static LINK_AT: &[u8] = section(PACK, 12);
pub(super) static LINKS: &[u8] = section(PACK, 13);
pub(super) static IRREGULAR: &[u8] = section(PACK, 14);
pub(super) static IRREGULAR_BASE: &[u8] = section(PACK, 15);
pub(super) static OPPOSITE: &[u8] = section(PACK, 16);
pub(super) static OPPOSITE_SIDE: &[u8] = section(PACK, 17);
pub(super) static BRITISH: &[u8] = section(PACK, 18);
pub(super) static AMERICAN: &[u8] = section(PACK, 19);

/// A lowercase lemma or irregular form of the lexicon; ids follow the byte order of the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordId(pub u32);

impl WordId {
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }

    pub(super) fn flags(self) -> u8 {
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

/// Id of a lowercase lemma or irregular form; regular inflections have none (see [`lemmas`](super::lemmas)).
pub fn id(word: &str) -> Option<WordId> {
    WORDS.find(word.bytes()).map(|i| WordId(i as u32))
}

/// The word with this id; empty for an id that [`id`] never gave.
pub fn text(id: WordId) -> &'static str {
    WORDS.get(id.index())
}

/// Senses of a lemma in one part of speech, in WordNet's order: synset and weight.
pub(super) fn senses(id: WordId, pos: Pos) -> impl Iterator<Item = (u32, u8)> {
    let from = u32_at(STARTS, pos as usize);
    let to = if pos == Pos::Other { 0 } else { u32_at(STARTS, pos as usize + 1) };
    row(SENSE_AT, SENSES, id.index())
        .map(|packed| (packed & 0x00FF_FFFF, (packed >> 24) as u8))
        .filter(move |&(synset, _)| synset >= from && synset < to)
}

/// The American spelling of a word of the British spelling, or the word itself.
pub(super) fn american(id: WordId) -> WordId {
    if id.flags() & 64 == 0 {
        return id;
    }
    equal_range(BRITISH, id.0).next().map_or(id, |at| WordId(u32_at(AMERICAN, at)))
}
