//! What a story is known by: its words, names and figures, each as a number.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::ingest::Story;
use crate::knowledge::vectors;
use crate::text::{self, fold_into};

/// A word of a story that may tell it from others.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Term {
    /// The hash of its folded stem.
    pub hash: u32,
    /// The word as it stands in the story.
    pub word: String,
    /// Whether it is a name or a figure: those survive a translation.
    pub firm: bool,
}

/// Words that every story has. Sorted.
const COMMON: [&str; 132] = [
    "about",
    "according",
    "after",
    "again",
    "against",
    "all",
    "also",
    "although",
    "among",
    "and",
    "another",
    "any",
    "are",
    "around",
    "as",
    "at",
    "back",
    "be",
    "because",
    "been",
    "before",
    "being",
    "between",
    "both",
    "but",
    "by",
    "can",
    "come",
    "could",
    "day",
    "did",
    "do",
    "does",
    "down",
    "during",
    "each",
    "even",
    "every",
    "first",
    "for",
    "from",
    "get",
    "go",
    "had",
    "has",
    "have",
    "he",
    "her",
    "here",
    "him",
    "his",
    "how",
    "if",
    "in",
    "including",
    "into",
    "is",
    "it",
    "its",
    "just",
    "last",
    "like",
    "made",
    "make",
    "many",
    "may",
    "more",
    "most",
    "much",
    "must",
    "new",
    "no",
    "not",
    "now",
    "of",
    "off",
    "on",
    "one",
    "only",
    "or",
    "other",
    "our",
    "out",
    "over",
    "part",
    "people",
    "percent",
    "said",
    "same",
    "say",
    "says",
    "she",
    "should",
    "since",
    "so",
    "some",
    "still",
    "such",
    "take",
    "than",
    "that",
    "the",
    "their",
    "them",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "three",
    "through",
    "time",
    "to",
    "told",
    "two",
    "under",
    "until",
    "up",
    "was",
    "we",
    "well",
    "were",
    "what",
    "when",
    "where",
    "which",
    "while",
    "who",
    "will",
    "with",
    "would",
];

/// What a story is known by: its distinct words, names and figures but for those that every story has, in the order of their hashes.
pub fn terms(story: &Story) -> Vec<Term> {
    let mut found: BTreeMap<u32, Term> = BTreeMap::new();
    each(story, |hash, word, firm| {
        let term = found.entry(hash).or_insert_with(|| Term { hash, word: word.to_owned(), firm });
        term.firm |= firm;
    });
    found.into_values().collect()
}

/// The hashes of [`terms`].
pub(super) fn hashes(story: &Story) -> Vec<u32> {
    let mut found = Vec::new();
    each(story, |hash, _, _| found.push(hash));
    found.sort_unstable();
    found.dedup();
    found
}

/// Calls `see` for every word that is a term: its hash, the word, and whether it is a name or a figure here.
fn each<'s>(story: &'s Story, mut see: impl FnMut(u32, &'s str, bool)) {
    let mut folded = String::new();
    let dateline = story.dateline.map(|d| d.span);
    for block in story.blocks.iter().filter(|b| b.kind.is_story()) {
        let mut span = block.span;
        if let Some(d) = dateline.filter(|d| span.contains(*d)) {
            span.start = d.end;
        }
        let mut opens = true;
        for (word, ends) in words(story.source.slice(span)) {
            let firm = word.starts_with(|c: char| c.is_numeric()) || (!opens && word.starts_with(char::is_uppercase));
            opens = ends;
            if let Some(hash) = hash(word, &mut folded) {
                see(hash, word, firm);
            }
        }
    }
}

/// Words and figures, each with whether a sentence ends behind it.
fn words(text: &str) -> impl Iterator<Item = (&str, bool)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = rest.find(char::is_alphanumeric)?;
        let body = &rest[start..];
        let mut end = body.len();
        let mut chars = body.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let next = chars.peek().map(|(_, n)| *n);
            // "1,200", "3.5", "U.S.", "sailors'", "al-Amin": marks inside a word belong to it; hyphens part it.
            let inner = matches!(c, '.' | ',' | '\'' | '’') && next.is_some_and(char::is_alphanumeric);
            let figure = body.starts_with(|c: char| c.is_numeric());
            if !(c.is_alphanumeric() || inner && (figure || c != ',')) {
                end = at;
                break;
            }
        }
        let (word, after) = body.split_at(end);
        rest = after;
        let closes = after.trim_start_matches(['"', '”', '’', ')']).starts_with(['.', '?', '!', ':', '“']);
        Some((word, closes))
    })
}

/// The hash of a word's stem; none for a word that every story has.
fn hash(word: &str, folded: &mut String) -> Option<u32> {
    folded.clear();
    fold_into(word, folded);
    let mut stem = folded.as_str();
    if stem.starts_with(|c: char| c.is_ascii_digit()) {
        let digits: String = stem.chars().filter(|c| *c != ',').collect();
        let tail = digits.trim_end_matches(|c: char| c.is_alphabetic());
        // A lone digit is in every story.
        return (tail.len() >= 2).then(|| short_hash(tail));
    }
    stem = stem.strip_suffix("'s").or_else(|| stem.strip_suffix('\'')).unwrap_or(stem);
    if stem.chars().count() < 3 || COMMON.binary_search(&stem).is_ok() {
        return None;
    }
    // Words of one family: strikes, striking, strike.
    for ending in ["ing", "ies", "ed", "es", "s", "e", "y"] {
        if let Some(short) = stem.strip_suffix(ending).filter(|s| s.chars().count() >= 4) {
            stem = short;
            break;
        }
    }
    Some(short_hash(stem))
}

/// Words that are frequent in English at large have a share of stories that have them; others none.
const RANKED: u32 = 20_000;

static SHARES: LazyLock<FxHashMap<u32, f32>> = LazyLock::new(|| {
    let mut shares = FxHashMap::with_capacity_and_hasher(RANKED as usize, Default::default());
    let mut folded = String::new();
    for rank in 0..RANKED {
        let Some(hash) = vectors::word(rank).and_then(|w| hash(w, &mut folded)) else { continue };
        // By Zipf's law, in stories of some 300 words.
        let share = 1.0 - (-30.0 / (rank as f32 + 1.0)).exp();
        let all = shares.entry(hash).or_insert(0.0);
        *all = f32::min(*all + share, 1.0);
    }
    shares
});

/// The share of all English stories, those outside the archive included, that may have a term.
pub(super) fn share(term: u32) -> f32 {
    SHARES.get(&term).copied().unwrap_or(0.0)
}

/// What a term weighs by how rare it is in English, whatever an archive holds: so a story weighs the same in every index.
pub fn rarity(term: u32) -> f64 {
    /// So many stories of English are thought of.
    const STORIES: f64 = 1_000.0;
    let idf = ((STORIES + 1.0) / (STORIES * f64::from(share(term))).max(1.0)).ln();
    idf * idf
}

/// The hash of a word, folded to 32 bits.
fn short_hash(word: &str) -> u32 {
    let h = text::hash(word);
    (h >> 32) as u32 ^ h as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::from_text;

    #[test]
    fn the_list_is_sorted_for_the_search() {
        assert!(COMMON.is_sorted(), "{:?}", COMMON.windows(2).find(|w| w[0] > w[1]));
    }

    #[test]
    fn wording_may_differ_where_names_and_figures_stay() {
        let words =
            |t: &str| -> Vec<String> { terms(&from_text("t", t)).into_iter().map(|t| t.word.to_lowercase()).collect() };
        let told = words("The striking sailors of Ardhaven's line asked for 2,300 crowns, Tora Lindahl said.");
        for word in ["2,300", "lindahl", "tora", "ardhaven's", "striking"] {
            assert!(told.contains(&word.to_owned()), "{told:?}");
        }
        let hashes = |t: &str| -> Vec<u32> { terms(&from_text("t", t)).into_iter().map(|t| t.hash).collect() };
        assert_eq!(hashes("strikes 2300 Élysée Ardhaven"), hashes("striking 2,300 elysee Ardhaven’s"));
    }

    #[test]
    fn names_and_figures_are_firm() {
        let all = terms(&from_text("t", "Boats left. Later Lindahl counted 14 boats."));
        let firm: Vec<&str> = all.iter().filter(|t| t.firm).map(|t| t.word.as_str()).collect();
        assert!(firm.contains(&"Lindahl") && firm.contains(&"14") && !firm.contains(&"Boats"), "{firm:?}");
    }
}
