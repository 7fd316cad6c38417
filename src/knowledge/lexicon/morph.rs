//! From an inflected word to its lemmas: WordNet's exception lists and its rules of detachment (morphy), with
//! doubled consonants undone.

use std::sync::Arc;

use super::bytes::{equal_range, u32_at};
use super::pack::{IRREGULAR, IRREGULAR_BASE, Pos, PosSet, WORDS, WordId, american, id, text};
use crate::knowledge::memo::Memo;
use crate::text::hash;

/// One way to read a word: a lemma and a part of speech.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The lemma.
    pub id: WordId,
    /// The lemma in American spelling; `id` where there is no difference.
    pub spelling: WordId,
    /// The lemma as it is written.
    pub text: &'static str,
    /// Hash of the lemma in American spelling, as [`crate::text::hash`] has it.
    pub key: u64,
    /// The part of speech.
    pub pos: Pos,
    /// How likely the reading is, 255 = the natural one.
    pub weight: u8,
}

/// Readings that a word has at most.
const CAPACITY: usize = 12;
/// Longest word, in bytes, that is taken apart.
const LONGEST: usize = 40;

/// All readings of one word, by part of speech, in the order of [`Pos`].
#[derive(Debug)]
pub(in crate::knowledge) struct Readings {
    all: Vec<Reading>,
    /// The word in American spelling, where that differs.
    american: Option<WordId>,
}

/// Readings of one word. A copy shares them.
#[derive(Clone, Debug)]
pub struct Entry {
    readings: Arc<Readings>,
    from: u8,
    to: u8,
}

/// Suffix and what stands in its place in the lemma, in the order to try.
const NOUN: &[(&str, &str)] = &[
    ("s", ""),
    ("ses", "s"),
    ("xes", "x"),
    ("zes", "z"),
    ("ches", "ch"),
    ("shes", "sh"),
    ("men", "man"),
    ("ies", "y"),
    ("ves", "f"),
];
const VERB: &[(&str, &str)] = &[
    ("s", ""),
    ("ies", "y"),
    ("es", "e"),
    ("es", ""),
    ("ied", "y"),
    ("ed", "e"),
    ("ed", ""),
    ("ing", "e"),
    ("ing", ""),
];
const ADJ: &[(&str, &str)] = &[("er", ""), ("est", ""), ("er", "e"), ("est", "e"), ("ier", "y"), ("iest", "y")];

impl Entry {
    /// Readings of a lowercase word (or multiword lemma) among the parts of speech in `allowed`.
    pub fn new(word: &str, allowed: PosSet) -> Self {
        let readings = Readings::of(word);
        let to = readings.all.len() as u8;
        let all = Self { readings, from: 0, to };
        if allowed == PosSet::ALL { all } else { all.only(allowed) }
    }

    /// The readings in some parts of speech.
    fn only(mut self, allowed: PosSet) -> Self {
        let readings = &self.readings.all;
        let fits = |r: &Reading| allowed.has(r.pos);
        // One part of speech stands in one run, and so do most sets of them.
        let from = readings.iter().position(fits).unwrap_or(readings.len());
        let to = readings.iter().rposition(fits).map_or(from, |last| last + 1);
        let run = readings.get(from..to).unwrap_or_default();
        if !run.iter().all(fits) {
            let all: Vec<Reading> = run.iter().copied().filter(fits).collect();
            let to = all.len() as u8;
            return Self { readings: Arc::new(Readings { all, american: self.readings.american }), from: 0, to };
        }
        (self.from, self.to) = (from as u8, to as u8);
        self
    }

    /// The entry of a known lemma, for example one that [`super::mwe`] found.
    pub fn of(id: WordId) -> Self {
        Self::new(text(id), PosSet::ALL)
    }

    /// The readings, most likely first within a part of speech.
    pub fn readings(&self) -> &[Reading] {
        self.readings.all.get(usize::from(self.from)..usize::from(self.to)).unwrap_or_default()
    }

    /// The word itself in American spelling, where that differs; base forms only.
    pub(super) fn american(&self) -> Option<WordId> {
        self.readings.american
    }
}

impl Readings {
    /// All of them.
    pub(in crate::knowledge) fn all(&self) -> &[Reading] {
        &self.all
    }

    /// The readings of a lowercase word, as this thread remembers them or looked up anew.
    pub(in crate::knowledge) fn of(word: &str) -> Arc<Self> {
        thread_local! {
            static READINGS: Memo<Arc<Readings>> = const { Memo::new(1024) };
        }
        READINGS.with(|memo| memo.get_by(hash(word), || Arc::new(Self::look_up(word))))
    }

    fn look_up(word: &str) -> Self {
        let mut found = Self { all: Vec::new(), american: None };
        let own = id(word);
        let flags = own.map_or(0, WordId::flags);
        for pos in Pos::OPEN {
            found.read_as(word, own, flags, pos);
        }
        if let Some(id) = own
            && flags & 32 != 0
        {
            found.push(id, Pos::Other, 255);
        }
        let british = found.all.iter().find(|r| r.spelling != r.id && Some(r.id) == own);
        found.american = british.map(|r| r.spelling);
        found
    }

    fn push(&mut self, id: WordId, pos: Pos, weight: u8) {
        if self.all.len() < CAPACITY && !self.all.iter().any(|r| r.id == id && r.pos == pos) {
            let spelling = american(id);
            let key = hash(text(spelling));
            self.all.push(Reading { id, spelling, text: text(id), key, pos, weight });
        }
    }

    fn read_as(&mut self, word: &str, own: Option<WordId>, flags: u8, pos: Pos) {
        let before = self.all.len();
        if let Some(id) = own
            && flags & 16 != 0
        {
            for at in equal_range(IRREGULAR, id.0 << 2 | pos as u32) {
                self.push(WordId(u32_at(IRREGULAR_BASE, at)), pos, 255);
            }
        }
        let irregular = self.all.len() > before;
        let is_lemma = flags & (1 << pos as u8) != 0;
        if let Some(id) = own
            && is_lemma
        {
            self.push(id, pos, if irregular { 120 } else { 255 });
        }
        if irregular {
            return;
        }
        let (rules, weight) = match pos {
            Pos::Noun => (NOUN, if is_lemma { 160 } else { 255 }),
            Pos::Verb => (VERB, if is_lemma { 160 } else { 255 }),
            // "number" is hardly ever the comparative of "numb".
            Pos::Adj => (ADJ, if flags & 15 != 0 { 60 } else { 255 }),
            Pos::Adv | Pos::Other => return,
        };
        if word.len() > LONGEST || (pos == Pos::Noun && word.ends_with("ss")) {
            return;
        }
        for (suffix, new) in rules {
            let Some(stem) = word.strip_suffix(suffix) else {
                continue;
            };
            if stem.len() < 2 {
                continue;
            }
            self.try_lemma(stem, new, pos, weight);
            let mut end = stem.bytes().rev();
            if new.is_empty() && *suffix != "s" && end.next() == end.next() {
                self.try_lemma(stem.get(..stem.len() - 1).unwrap_or_default(), "", pos, weight);
            }
        }
    }

    fn try_lemma(&mut self, stem: &str, ending: &str, pos: Pos, weight: u8) {
        if let Some(index) = WORDS.find(stem.bytes().chain(ending.bytes())) {
            let id = WordId(index as u32);
            if id.flags() & (1 << pos as u8) != 0 {
                self.push(id, pos, weight);
            }
        }
    }
}
