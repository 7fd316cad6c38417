//! Where in a wire the words of a quotation are most likely told.

use std::ops::Range;

use super::word::Word;

/// The words of a wire, and where each form and each lemma stands among them.
#[derive(Debug)]
pub(super) struct Indexed {
    pub(super) words: Vec<Word>,
    /// By the low bits of a form or lemma: one more than the last entry, and for each entry the one before it with the same bits. Word `i`
    /// has entry `2 * i` for its form and `2 * i + 1` for its lemma.
    last: Vec<u32>,
    before: Vec<u32>,
}

impl Indexed {
    /// Indexes the words of a wire.
    pub(super) fn new(words: Vec<Word>) -> Self {
        let mut last = vec![0; (2 * words.len()).next_power_of_two()];
        let mut before = vec![0; 2 * words.len()];
        for (i, w) in words.iter().enumerate() {
            let lemma = (w.lemma != w.hash).then_some((2 * i + 1, w.lemma));
            for (entry, key) in std::iter::once((2 * i, w.hash)).chain(lemma) {
                let at = key as usize & (last.len() - 1);
                before[entry] = std::mem::replace(&mut last[at], entry as u32 + 1);
            }
        }
        Self { words, last, before }
    }

    /// Where the words with this form or lemma stand, in no order.
    fn places(&self, key: u64) -> impl Iterator<Item = usize> {
        let mut entry = self.last.get(key as usize & (self.last.len() - 1)).copied().unwrap_or(0);
        std::iter::from_fn(move || {
            while let Some(at) = (entry as usize).checked_sub(1) {
                entry = self.before.get(at).copied().unwrap_or(0);
                let word = self.words.get(at / 2)?;
                if key == if at % 2 == 0 { word.hash } else { word.lemma } {
                    return Some(at / 2);
                }
            }
            None
        })
    }
}

/// So many places of one word are looked at, the last in the wire: what is more frequent in it tells no place from another.
const FREQUENT: usize = 256;

/// What the words of a wire share with a quote, for one quote after the other.
#[derive(Debug, Default)]
pub(super) struct Shared {
    /// For each word of the wire; 0 where it shares nothing.
    values: Vec<f32>,
    /// The words that share something, in order.
    places: Vec<usize>,
    /// What those up to each share together.
    sums: Vec<f32>,
}

impl Shared {
    /// Fills in what the wire shares with these words.
    fn with(&mut self, ours: &[Word], theirs: &Indexed) {
        for place in self.places.drain(..) {
            self.values[place] = 0.0;
        }
        self.values.resize(theirs.words.len(), 0.0);
        let mut have: Vec<(u64, f32)> = ours.iter().flat_map(|w| [(w.hash, w.weight), (w.lemma, w.weight)]).collect();
        have.sort_unstable_by_key(|(h, _)| *h);
        have.dedup_by_key(|(h, _)| *h);
        for (key, weight) in have {
            // Function words are everywhere; they only break ties.
            let value = if weight > 1.5 { 2.0 } else { 0.25 };
            for place in theirs.places(key).take(FREQUENT) {
                // The form of a word says more than its lemma.
                let w = &theirs.words[place];
                if self.values[place] == 0.0 {
                    self.places.push(place);
                } else if w.hash != key {
                    continue;
                }
                self.values[place] = value;
            }
        }
        self.places.sort_unstable();
        self.sums.clear();
        let mut sum = 0.0;
        self.sums.extend(self.places.iter().map(|place| {
            sum += self.values[*place];
            sum
        }));
    }

    /// What the words up to one of them share.
    fn up_to(&self, end: usize) -> f32 {
        let before = self.places.partition_point(|place| *place < end).checked_sub(1);
        before.map_or(0.0, |last| self.sums[last])
    }
}

/// The stretches of a wire that share most words with a quote, the best one first, each with the weight of the words that are shared.
pub(super) struct Stretches<'a> {
    shared: &'a Shared,
    /// How many words the wire has.
    theirs: usize,
    words: usize,
    /// What a quote of this length may take up.
    length: usize,
    found: Vec<Range<usize>>,
}

impl<'a> Stretches<'a> {
    /// Stretches that are looked at.
    const MOST: usize = 3;

    /// What each place of a wire shares with a quote; `shared` is the place to note it.
    pub(super) fn new(ours: &[Word], theirs: &Indexed, shared: &'a mut Shared) -> Self {
        shared.with(ours, theirs);
        let length = ours.len() + ours.len() / 3 + 2;
        Self { shared, theirs: theirs.words.len(), words: ours.len(), length, found: Vec::new() }
    }
}

impl Iterator for Stretches<'_> {
    type Item = (Range<usize>, f32);

    /// The best stretch that is clear of those found before.
    fn next(&mut self) -> Option<Self::Item> {
        if self.found.len() == Self::MOST {
            return None;
        }
        let shared = self.shared;
        let mut best: Option<(usize, f32)> = None;
        let mut from = 0;
        let mut taken: Vec<Range<usize>> = self.found.iter().map(|r| r.start..r.end + self.length / 2).collect();
        taken.sort_unstable_by_key(|r| r.start);
        taken.push(self.theirs..self.theirs);
        for range in taken {
            let to = range.start.min(self.theirs);
            if from < to {
                // A stretch shares more than the one before it only where a shared word comes in at its end.
                let places = &shared.places[shared.places.partition_point(|place| *place <= from)..];
                let ends = std::iter::once(from).chain(places.iter().copied().take_while(|place| *place < to));
                for end in ends {
                    let sum = shared.up_to(end + 1) - shared.up_to((end + 1).saturating_sub(self.length));
                    if best.is_none_or(|(_, best)| sum > best) {
                        best = Some((end, sum));
                    }
                }
            }
            from = from.max(range.end);
        }
        let (end, _) = best.filter(|(_, sum)| *sum >= 0.5)?;
        let margin = self.words / 2 + 3;
        let start = (end + 1).saturating_sub(self.length).saturating_sub(margin);
        let place = start..(end + 1 + margin).min(self.theirs);
        self.found.push(place.clone());
        Some((place.clone(), shared.up_to(place.end) - shared.up_to(place.start)))
    }
}
