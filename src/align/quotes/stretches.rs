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

/// The stretches of a wire that share most words with a quote, the best one first, each with the weight of the words that are shared.
pub(super) struct Stretches {
    /// For each word of the wire, what it shares.
    values: Vec<f32>,
    /// For each word of the wire, what is shared by the words up to it that a quote of this length may take up.
    sums: Vec<f32>,
    words: usize,
    length: usize,
    found: Vec<Range<usize>>,
}

impl Stretches {
    /// Stretches that are looked at.
    const MOST: usize = 3;

    /// What each place of a wire shares with a quote.
    pub(super) fn new(ours: &[Word], theirs: &Indexed) -> Self {
        let mut have: Vec<(u64, f32)> = ours.iter().flat_map(|w| [(w.hash, w.weight), (w.lemma, w.weight)]).collect();
        have.sort_unstable_by_key(|(h, _)| *h);
        have.dedup_by_key(|(h, _)| *h);
        let mut values = vec![0.0_f32; theirs.words.len()];
        for (key, weight) in have {
            // Function words are everywhere; they only break ties.
            let value = if weight > 1.5 { 2.0 } else { 0.25 };
            for place in theirs.places(key) {
                // The form of a word says more than its lemma.
                let w = &theirs.words[place];
                if w.hash == key || values[place] == 0.0 {
                    values[place] = value;
                }
            }
        }
        let length = ours.len() + ours.len() / 3 + 2;
        let mut sums = Vec::with_capacity(values.len());
        let mut sum = 0.0;
        for (i, v) in values.iter().enumerate() {
            sum += v;
            if i >= length {
                sum -= values[i - length];
            }
            sums.push(sum);
        }
        Self { values, sums, words: ours.len(), length, found: Vec::new() }
    }
}

impl Iterator for Stretches {
    type Item = (Range<usize>, f32);

    /// The best stretch that is clear of those found before.
    fn next(&mut self) -> Option<Self::Item> {
        if self.found.len() == Self::MOST {
            return None;
        }
        let mut best: Option<(usize, f32)> = None;
        let mut from = 0;
        let mut taken: Vec<Range<usize>> = self.found.iter().map(|r| r.start..r.end + self.length / 2).collect();
        taken.sort_unstable_by_key(|r| r.start);
        taken.push(self.sums.len()..self.sums.len());
        for range in taken {
            let free = self.sums.get(from..range.start.min(self.sums.len())).unwrap_or_default();
            for (i, sum) in free.iter().enumerate() {
                if best.is_none_or(|(_, best)| *sum > best) {
                    best = Some((from + i, *sum));
                }
            }
            from = from.max(range.end);
        }
        let (end, _) = best.filter(|(_, sum)| *sum >= 0.5)?;
        let margin = self.words / 2 + 3;
        let start = (end + 1).saturating_sub(self.length).saturating_sub(margin);
        let place = start..(end + 1 + margin).min(self.sums.len());
        self.found.push(place.clone());
        let shared = self.values.get(place.clone()).unwrap_or_default().iter().sum();
        Some((place, shared))
    }
}
