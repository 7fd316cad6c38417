//! The transformation rules of the tagger.
//!
//! They run in their order over the whole sentence, each from the first word to the last, so that what one gives the next may take. Most of
//! them change a tag that the sentence has seldom or never, near one that it has not either: for that, the places where each tag stands are
//! kept as bits, and a rule is settled by shifting and joining a few of those sets.

use std::sync::LazyLock;

use super::pack::PACK;
use super::tag::Tag;
use crate::knowledge::lexicon::bytes::section;

static PATCHES: &[u8] = section(PACK, 5);
const PATCH_SIZE: usize = 17;

/// How far from a word a rule may look, in words.
const REACH: i8 = 4;
/// Words of a sentence whose places are kept as bits; longer ones are walked word by word.
const MOST_PLACES: usize = 64 - REACH as usize;
/// The set of all places, behind those of the tags and of the named words.
const ALL: u8 = 63;

/// A rule of the model: a tag that becomes another where all criteria hold.
struct Rule {
    from: Tag,
    to: Tag,
    criteria: [Criterion; 3],
    /// Of each criterion, the sets of places that it asks for.
    asked: [Asked; 4],
}

/// What has to stand near a tag for a rule to change it. Distances are in words, negative before the tag.
#[derive(Clone, Copy)]
enum Criterion {
    /// Nothing.
    Any,
    /// A word of those that the rules name, at a distance.
    Word(i8, u8),
    /// A tag at a distance.
    Tag(i8, u8),
    /// A tag at any place from the nearer to the farther end of a distance, the last one left out, as the model was trained.
    Within(i8, u8),
    /// A tag right before and another right after.
    Between(u8, u8),
}

/// A set of places, seen from the places that are some words before or behind.
#[derive(Clone, Copy)]
struct Asked {
    set: u8,
    /// First and last distance, [`REACH`] added.
    from: u8,
    to: u8,
}

const NOTHING: Asked = Asked { set: ALL, from: 0, to: 0 };

static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| PATCHES.chunks_exact(PATCH_SIZE).filter_map(Rule::read).collect());

impl Rule {
    fn read(patch: &[u8]) -> Option<Self> {
        let (&[from, to], criteria) = patch.split_first_chunk()?;
        let (from, to) = (Tag::from_number(from), Tag::from_number(to));
        let read = |criterion: &[u8]| match *criterion {
            [1, distance, word, ..] => Criterion::Word(distance as i8, word),
            [2, distance, tag, ..] => Criterion::Tag(distance as i8, tag),
            [3, distance, tag, ..] => Criterion::Within(distance as i8, tag),
            [4, _, before, after, _] => Criterion::Between(before, after),
            _ => Criterion::Any,
        };
        let mut all = [Criterion::Any; 3];
        for (place, criterion) in all.iter_mut().zip(criteria.chunks_exact(5)) {
            *place = read(criterion);
        }
        let mut asked = [NOTHING; 4];
        for (place, more) in asked.iter_mut().zip(all.iter().flat_map(|c| c.asks(to))) {
            *place = more;
        }
        Some(Self { from, to, criteria: all, asked })
    }

    /// Whether all that the rule asks for stands around a place.
    fn holds(&self, at: usize, tags: &[Tag], patch_words: &[u8]) -> bool {
        self.criteria.iter().all(|c| c.holds(at, tags, patch_words))
    }
}

impl Criterion {
    /// The sets of places without which the criterion does not hold in a rule that gives the tag `to`. A condition on a tag behind may come
    /// to hold while the rule runs, if it is the tag that the rule gives: then nothing is asked.
    fn asks(self, to: Tag) -> impl Iterator<Item = Asked> {
        let near = |distance: i8| distance.abs() <= REACH;
        let place = |distance: i8| (distance + REACH) as u8;
        let tag = |number: u8, from: i8, last: i8| {
            let kept = near(from) && near(last) && !(from < 0 && number == to as u8);
            kept.then(|| Asked { set: number & 31, from: place(from), to: place(last) })
        };
        let [first, second] = match self {
            Self::Any => [None, None],
            Self::Word(distance, word) => {
                let set = 32 + (word & 31);
                [near(distance).then(|| Asked { set, from: place(distance), to: place(distance) }), None]
            }
            Self::Tag(distance, number) => [tag(number, distance, distance), None],
            Self::Within(0, _) => [None, None],
            Self::Within(distance, number) if distance < 0 => [tag(number, distance, -1), None],
            Self::Within(distance, number) => [tag(number, 0, distance - 1), None],
            Self::Between(before, after) => [tag(before, -1, -1), tag(after, 1, 1)],
        };
        first.into_iter().chain(second)
    }

    fn holds(self, at: usize, tags: &[Tag], patch_words: &[u8]) -> bool {
        let place = |distance: i8| at.checked_add_signed(isize::from(distance));
        let is = |place: Option<usize>, number: u8| place.and_then(|p| tags.get(p)).is_some_and(|&t| t as u8 == number);
        match self {
            Self::Any => true,
            Self::Word(distance, word) => {
                place(distance).is_some_and(|p| p < tags.len() && patch_words.get(p) == Some(&word))
            }
            Self::Tag(distance, number) => is(place(distance), number),
            Self::Within(distance, number) => {
                place(distance).is_some_and(|p| (p.min(at)..p.max(at)).any(|p| is(Some(p), number)))
            }
            Self::Between(before, after) => is(at.checked_sub(1), before) && is(Some(at + 1), after),
        }
    }
}

/// Applies the rules to the tags of a sentence. `patch_words` has, for each word, its number among those that the rules name.
pub(super) fn apply(tags: &mut [Tag], patch_words: &[u8]) {
    if tags.len() > MOST_PLACES {
        for rule in RULES.iter() {
            for at in 0..tags.len() {
                if tags.get(at) == Some(&rule.from) && rule.holds(at, tags, patch_words) {
                    tags[at] = rule.to;
                }
            }
        }
        return;
    }
    // The first word has bit REACH, so that every shift is to the right.
    let mut sets = [0_u64; 64];
    for (at, (tag, word)) in tags.iter().zip(patch_words).enumerate() {
        let bit = 1 << (at + REACH as usize);
        sets[*tag as usize] |= bit;
        sets[32 + usize::from(*word & 31)] |= bit;
    }
    // Named words have numbers below 31.
    sets[usize::from(ALL)] = u64::MAX;
    for rule in RULES.iter() {
        let mut open = sets[rule.from as usize] >> REACH;
        for asked in &rule.asked {
            let set = sets[usize::from(asked.set & 63)];
            let mut there = set >> asked.from;
            for distance in asked.from..asked.to {
                there |= set >> (distance + 1);
            }
            open &= there;
        }
        while open != 0 {
            let at = open.trailing_zeros() as usize;
            open &= open - 1;
            if rule.holds(at, tags, patch_words) {
                let bit = 1 << (at + REACH as usize);
                tags[at] = rule.to;
                sets[rule.from as usize] &= !bit;
                sets[rule.to as usize] |= bit;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_of_places_settle_rules_as_a_walk_does() {
        // Sentences of random tags and named words, from a fixed start.
        let mut state = 7_u64;
        let mut random = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        for length in 0..200 {
            let length = length % 70;
            let tags: Vec<Tag> = (0..length).map(|_| Tag::from_number(random(17) as u8)).collect();
            let words: Vec<u8> = (0..length).map(|_| random(24) as u8).collect();
            let mut walked = tags.clone();
            for rule in RULES.iter() {
                for at in 0..walked.len() {
                    if walked[at] == rule.from && rule.holds(at, &walked, &words) {
                        walked[at] = rule.to;
                    }
                }
            }
            let mut settled = tags.clone();
            apply(&mut settled, &words);
            assert_eq!(settled, walked, "{tags:?} {words:?}");
        }
        assert!(RULES.iter().all(|r| r.criteria.iter().flat_map(|c| c.asks(r.to)).count() <= 4));
    }
}
