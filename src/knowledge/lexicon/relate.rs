//! What two words are to each other.

use std::sync::Arc;

use super::by_sense::{Kin, Senses, by_hierarchy, by_kin, by_sense, opposed_senses};
use super::by_word::{LinkMask, Side, all_sides, by_family, by_link, origin};
use super::morph::Entry;
use super::pack::{Pos, PosSet};
use super::relations::{Relations, part, raise};
use crate::knowledge::memo::Memo;
use crate::text::hash;

/// Strengths of all relations between two lowercase words, in any part of speech or the one of the hint.
pub fn relations(a: &str, b: &str, hint: Option<Pos>) -> Relations {
    match hint {
        None => relations_between(&Known::of(a), &Known::of(b)),
        Some(pos) => relations_of(&Entry::new(a, PosSet::of(pos)), &Entry::new(b, PosSet::of(pos))),
    }
}

/// A word looked up once for many comparisons: its readings, their senses and what stands around and above those.
pub struct Known {
    entry: Entry,
    senses: Senses,
    links: LinkMask,
    sides: Box<[Side]>,
    origin: Kin,
}

impl Known {
    /// Prepares the readings of a word.
    pub fn new(entry: Entry) -> Self {
        Self {
            senses: Senses::new(&entry),
            links: LinkMask::new(&entry),
            sides: all_sides(&entry),
            origin: origin(&entry),
            entry,
        }
    }

    /// A lowercase word in all its readings, as this thread remembers it or looked up anew.
    pub fn of(word: &str) -> Arc<Self> {
        thread_local! {
            static KNOWN: Memo<Arc<Known>> = const { Memo::new(1024) };
        }
        KNOWN.with(|memo| memo.get_by(hash(word), || Arc::new(Self::new(Entry::new(word, PosSet::ALL)))))
    }

    /// Whether the lexicon has the word at all.
    pub fn is_word(&self) -> bool {
        !self.entry.readings().is_empty()
    }
}

/// Strengths of all relations between two words looked up before.
pub fn relations_of(a: &Entry, b: &Entry) -> Relations {
    relations_between(&Known::new(a.clone()), &Known::new(b.clone()))
}

/// As [`relations_of`], for words that are compared many times.
pub fn relations_between(a: &Known, b: &Known) -> Relations {
    let mut found = ties_between(a, b);
    add_siblings(a, b, &mut found);
    found
}

/// As [`relations_between`], but for kinds of one thing, which cost the most to find: `sibling` stays 0 until [`add_siblings`].
pub fn ties_between(a: &Known, b: &Known) -> Relations {
    let mut found = Relations::default();
    for x in a.entry.readings() {
        for y in b.entry.readings() {
            // An unlikely reading (number, comparative of numb) makes no pair.
            found.same_lemma |= x.pos == y.pos && x.spelling == y.spelling && x.weight.min(y.weight) > 100;
        }
    }
    if a.senses.may_meet(&b.senses) {
        by_sense(&a.senses, &b.senses, &mut found);
        opposed_senses(&a.senses, &b.senses, &mut found);
        by_hierarchy(&a.senses, &b.senses, &mut found);
    }
    if a.links.may_tie(b.links) {
        by_link(&a.entry, &b.entry, &mut found);
    }
    by_family(&a.sides, &b.sides, &mut found);
    found
}

/// Only how strongly the two are opposites, as [`ties_between`] has it: most words have none, and that shows soon.
pub fn antonymy(a: &Known, b: &Known) -> u8 {
    let mut found = Relations::default();
    if a.senses.may_meet(&b.senses) {
        opposed_senses(&a.senses, &b.senses, &mut found);
    }
    if a.links.may_tie(b.links) {
        by_link(&a.entry, &b.entry, &mut found);
    }
    by_family(&a.sides, &b.sides, &mut found);
    found.antonym
}

/// Adds to what [`ties_between`] found whether the two are different kinds of one thing.
pub fn add_siblings(a: &Known, b: &Known, found: &mut Relations) {
    by_kin(&a.senses, &b.senses, found);
    // Adjectives that belong to sibling nouns are siblings (Estonian and Latvian, of Estonia and Latvia).
    if !found.same_lemma && found.sibling <= 100 {
        raise(&mut found.sibling, part(a.origin.shared(&b.origin), 90));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_are_passed_over_have_nothing_in_common() {
        let words = "rise fall invade invasion estonian latvian minister chief buy sell long short living dead kill die dog cat poodle \
                     street road whole part harbour port strong weak tighten loosen bank money river stand lie refuse laugh firm refusal \
                     allow forbid open close begin end war peace soldier army vessel boat ship sail wide narrow cheap expensive old new";
        let words: Vec<Arc<Known>> = words.split_whitespace().map(Known::of).collect();
        let mut passed = 0;
        for a in &words {
            for b in &words {
                let mut whole = Relations::default();
                by_sense(&a.senses, &b.senses, &mut whole);
                opposed_senses(&a.senses, &b.senses, &mut whole);
                by_hierarchy(&a.senses, &b.senses, &mut whole);
                if !a.senses.may_meet(&b.senses) {
                    passed += 1;
                    assert_eq!(whole, Relations::default());
                }
            }
        }
        assert!(passed * 2 > words.len() * words.len(), "most words have nothing in common: {passed}");
    }
}
