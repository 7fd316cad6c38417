//! What two words are to each other.

use std::sync::Arc;

use super::super::word::Word;
use super::by_sense::{Kin, Senses, by_hierarchy, by_kin, by_sense, opposed_senses};
use super::by_word::{LinkMask, Side, all_sides, by_family, by_link, origin};
use super::{Entry, Pos, PosSet};

/// Strengths of every relation between two words, 0 to 255 (see the module for the scale).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Relations {
    /// Both words are forms of one lemma, British and American spelling counted as one.
    pub same_lemma: bool,
    /// They share a sense.
    pub synonym: u8,
    /// They are opposites: by WordNet, by the hand-kept table, or through a near-synonym or derivation.
    pub antonym: u8,
    /// How the strongest antonymy was found.
    pub antonym_by: AntonymBy,
    /// The second word is more general than the first, at most four steps up.
    pub hypernym: u8,
    /// The second word is more specific than the first.
    pub hyponym: u8,
    /// Steps between them when `hypernym` or `hyponym` is not 0.
    pub steps: u8,
    /// They are different kinds of one thing that is not too general (red and blue, China and Japan).
    pub sibling: u8,
    /// One is derived from the other, or both from a third (invade, invasion; Estonia, Estonian).
    pub derivation: u8,
    /// Near in meaning without sharing a sense: WordNet's similar adjectives and verb groups, one side of a family of opposites.
    pub similar: u8,
    /// One entails or causes the other (kill, die).
    pub entails: u8,
}

/// Where an antonymy comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AntonymBy {
    /// There is none.
    #[default]
    Nothing,
    /// WordNet or the hand-kept table has the pair itself.
    Direct,
    /// A synonym of one is the antonym of the other.
    Synonym,
    /// Through a similar adjective, a more general verb or a derived word.
    Kin,
}

/// The strongest single relation between two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Relation {
    /// What it is.
    pub kind: RelationKind,
    /// How strong it is, 0 to 255.
    pub strength: u8,
}

/// The kinds of [`Relation`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RelationKind {
    /// Forms of one lemma.
    SameLemma,
    /// They share a sense.
    Synonym,
    /// Opposites.
    Antonym(AntonymBy),
    /// Derived from one another.
    Derivation,
    /// Near in meaning.
    Similar,
    /// The second is more general, by this many steps.
    MoreGeneral(u8),
    /// The second is more specific, by this many steps.
    MoreSpecific(u8),
    /// Kinds of one thing.
    Sibling,
    /// One entails or causes the other.
    Entails,
    /// Nothing known.
    None,
}

/// Strengths of all relations between two lowercase words, in any part of speech or the one of the hint.
pub fn relations(a: &str, b: &str, hint: Option<Pos>) -> Relations {
    match hint {
        None => relations_between(&Known::of(a), &Known::of(b)),
        Some(pos) => relations_of(&Entry::new(a, PosSet::of(pos)), &Entry::new(b, PosSet::of(pos))),
    }
}

/// The strongest relation between two lowercase words.
pub fn relation(a: &str, b: &str, hint: Option<Pos>) -> Relation {
    relations(a, b, hint).strongest()
}

impl Relations {
    /// The relation that says most about the pair: one lemma first, then by strength, an earlier kind of
    /// [`RelationKind`] winning over a later one that is not clearly stronger.
    pub fn strongest(&self) -> Relation {
        if self.same_lemma {
            return Relation { kind: RelationKind::SameLemma, strength: 255 };
        }
        let kinds = [
            (RelationKind::Synonym, self.synonym, 24),
            (RelationKind::Antonym(self.antonym_by), self.antonym, 20),
            (RelationKind::Derivation, self.derivation, 16),
            (RelationKind::Similar, self.similar, 12),
            (RelationKind::MoreGeneral(self.steps), self.hypernym, 10),
            (RelationKind::MoreSpecific(self.steps), self.hyponym, 10),
            (RelationKind::Sibling, self.sibling, 0),
            (RelationKind::Entails, self.entails, 0),
        ];
        let mut best = (RelationKind::None, 0, 0);
        for (kind, strength, bonus) in kinds {
            if strength > 0 && u16::from(strength) + bonus > u16::from(best.1) + best.2 {
                best = (kind, strength, bonus);
            }
        }
        Relation { kind: best.0, strength: best.1 }
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
        Arc::clone(Word::of(word).known())
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

pub(super) fn times(a: u8, b: u8) -> u8 {
    (u16::from(a) * u16::from(b) / 255) as u8
}

/// `strength` in parts of a hundred.
pub(super) fn part(strength: u8, percent: u16) -> u8 {
    (u16::from(strength) * percent / 100) as u8
}

pub(super) fn raise(slot: &mut u8, strength: u8) {
    *slot = (*slot).max(strength);
}

pub(super) fn oppose(found: &mut Relations, strength: u8, by: AntonymBy) {
    if strength > found.antonym {
        found.antonym = strength;
        found.antonym_by = by;
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
