//! Known English words, British and American, with inflections and contractions, for telling a slip of the
//! keyboard from a name nobody listed.
//!
//! Sources: SCOWL (size 70), WordNet with its exceptions, and the most frequent words of the vectors; names that
//! are frequent in news are in it too. `tools/packs/build_wordlist.py` makes `wordlist.bin`, a minimal acyclic
//! automaton over UTF-8 bytes whose layout the builder documents. It is our own because the crate `fst` makes 707,417 bytes of these
//! words where this makes 687,608, and takes twice as long to find one.

use super::lexicon::bytes::{section, u32_at};
use super::memo::Memo;
use super::vectors;
use crate::text::hash;

static PACK: &[u8] = truecopy_data::packs::WORDLIST;
static EDGES: &[u8] = section(PACK, 0);
static ROOT: &[u8] = section(PACK, 1);

/// Longest word, in bytes, for which a correction is looked for.
const LONGEST: usize = 32;

#[derive(Clone, Copy)]
struct Edge {
    byte: u8,
    last: bool,
    word: bool,
    next: usize,
}

fn edges(node: usize) -> impl Iterator<Item = Edge> {
    let mut at = node;
    std::iter::from_fn(move || {
        if at == 0 || at * 4 >= EDGES.len() {
            return None;
        }
        let packed = u32_at(EDGES, at);
        let edge = Edge {
            byte: packed as u8,
            last: packed & 0x100 != 0,
            word: packed & 0x200 != 0,
            next: (packed >> 10) as usize,
        };
        at = if edge.last { 0 } else { at + 1 };
        Some(edge)
    })
}

fn root() -> usize {
    u32_at(ROOT, 0) as usize
}

fn follow(node: usize, byte: u8) -> Option<Edge> {
    edges(node).find(|e| e.byte == byte)
}

/// Whether a lowercase word is in the list; a possessive counts with its owner and a hyphenated word with its parts.
pub fn is_known(word: &str) -> bool {
    thread_local! {
        static KNOWN: Memo<bool> = const { Memo::new(1024) };
    }
    KNOWN.with(|memo| memo.get_by(hash(word), || look_up(word)))
}

fn look_up(word: &str) -> bool {
    let word =
        word.strip_suffix("'s").or_else(|| word.strip_suffix("s'").map(|_| &word[..word.len() - 1])).unwrap_or(word);
    listed(word.bytes()) || (word.contains('-') && word.split('-').all(|part| part.is_empty() || listed(part.bytes())))
}

fn listed(mut bytes: impl Iterator<Item = u8>) -> bool {
    let mut node = root();
    let mut end = false;
    bytes.all(|byte| match follow(node, byte) {
        Some(edge) => {
            (node, end) = (edge.next, edge.word);
            true
        }
        None => false,
    }) && end
}

/// The most frequent known word that is one letter dropped, added, changed or swapped with its neighbour away from
/// this lowercase word; none when no such word is frequent enough to have a rank.
pub fn suggest_one_edit(word: &str) -> Option<&'static str> {
    if word.len() > LONGEST || word.len() < 3 {
        return None;
    }
    let mut best: Option<u32> = None;
    let mut buffer = [0_u8; LONGEST + 1];
    let mut search = Search { word: word.as_bytes(), best: &mut best };
    search.walk(root(), 0, 0, &mut buffer);
    best.and_then(vectors::word)
}

struct Search<'a> {
    word: &'a [u8],
    best: &'a mut Option<u32>,
}

impl Search<'_> {
    /// Follows the word without an edit from `at`, spending the one edit wherever the automaton allows it.
    fn walk(&mut self, node: usize, at: usize, len: usize, buffer: &mut [u8; LONGEST + 1]) {
        let rest = self.word.get(at..).unwrap_or_default();
        for edge in edges(node).filter(|e| e.byte.is_ascii()) {
            let Some(slot) = buffer.get_mut(len) else {
                return;
            };
            *slot = edge.byte;
            // A letter is missing from the word, or another stands in its place, or the next two are swapped.
            self.finish(edge, rest, len + 1, buffer);
            if let [first, tail @ ..] = rest
                && *first != edge.byte
            {
                self.finish(edge, tail, len + 1, buffer);
            }
            if let [first, second, tail @ ..] = rest
                && *second == edge.byte
                && first != second
                && let Some(next) = follow(edge.next, *first)
                && let Some(slot) = buffer.get_mut(len + 1)
            {
                *slot = *first;
                self.finish(next, tail, len + 2, buffer);
            }
        }
        let [first, tail @ ..] = rest else { return };
        // The word has a letter too many: continue at this node, which ends a word if what was read so far does.
        if let Some((next, rest)) = tail.split_first()
            && let Some(edge) = follow(node, *next)
            && let Some(slot) = buffer.get_mut(len)
        {
            *slot = *next;
            self.finish(edge, rest, len + 1, buffer);
        }
        if tail.is_empty() {
            self.offer(len, buffer);
        }
        if let Some(edge) = follow(node, *first)
            && let Some(slot) = buffer.get_mut(len)
        {
            *slot = *first;
            self.walk(edge.next, at + 1, len + 1, buffer);
        }
    }

    fn finish(&mut self, edge: Edge, rest: &[u8], len: usize, buffer: &mut [u8; LONGEST + 1]) {
        let (mut edge, mut len) = (edge, len);
        for &byte in rest {
            let (Some(next), Some(slot)) = (follow(edge.next, byte), buffer.get_mut(len)) else {
                return;
            };
            *slot = byte;
            (edge, len) = (next, len + 1);
        }
        if edge.word {
            self.offer(len, buffer);
        }
    }

    fn offer(&mut self, len: usize, buffer: &[u8; LONGEST + 1]) {
        let found = buffer.get(..len).unwrap_or_default();
        if found == self.word || !listed(found.iter().copied()) {
            return;
        }
        if let Some(rank) = std::str::from_utf8(found).ok().and_then(vectors::rank)
            && self.best.is_none_or(|best| rank < best)
        {
            *self.best = Some(rank);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflections_and_both_spellings_are_known() {
        for word in [
            "ministers",
            "organising",
            "organizing",
            "colour",
            "color",
            "ceasefire",
            "don't",
            "government's",
            "workers'",
            "peace-keeping",
            "went",
        ] {
            assert!(is_known(word), "{word}");
        }
        for word in ["governmnet", "sanctoins", "asdf", "teh", "recieve", "", "-'s"] {
            assert!(!is_known(word) || word == "-'s", "{word}");
        }
    }

    #[test]
    fn a_slip_leads_to_the_word_that_was_meant() {
        for (slip, meant) in [
            ("governmnet", "government"),
            ("sanctoins", "sanctions"),
            ("recieve", "receive"),
            ("minster", "minister"),
            ("presidentt", "president"),
            ("presiden", "president"),
            ("teh", "the"),
        ] {
            assert_eq!(suggest_one_edit(slip), Some(meant), "{slip}");
        }
        assert_eq!(suggest_one_edit("xqzvbnm"), None);
        assert_eq!(suggest_one_edit(&"a".repeat(500)), None);
    }
}
