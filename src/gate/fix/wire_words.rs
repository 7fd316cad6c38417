//! Which runs of words a wire has just as they stand: signs, capitals and all, wherever its lines break.

use rustc_hash::FxHashSet;

use crate::ingest::Story;
use crate::text::{Span, hash};

/// How many words in a row are looked up at once. A longer run counts as the wire's where each of its pieces is, which keeps the work in
/// proportion to the words.
const RUN: usize = 3;
/// How many words on each side of a replacement belong to its place.
const AROUND: usize = 2;

/// The runs of the takes of a wire.
#[derive(Debug, Default)]
pub(super) struct WireWords {
    runs: FxHashSet<u64>,
    lines: FxHashSet<u64>,
}

impl WireWords {
    /// Of these takes.
    pub(super) fn of(wires: &[Story]) -> Self {
        let mut out = WireWords::default();
        for wire in wires {
            let words: Vec<u64> = words(&wire.source.text);
            out.runs.extend((1..=RUN).flat_map(|n| words.windows(n).map(key)));
            out.lines.extend(wire.blocks.iter().map(|b| key(&self::words(b.span.of(&wire.source.text)))));
        }
        out
    }

    /// Whether the wire has the words at `at` in `text`, which a replacement takes out where there are no others, as they stand, with those
    /// before and after them; of a whole line it is enough that the wire has the line.
    pub(super) fn have(&self, text: &str, at: Span, out: bool) -> bool {
        let (start, end) = (at.start as usize, at.end as usize);
        let (head, tail) = (text.get(..start).unwrap_or(""), text.get(end..).unwrap_or(""));
        let blank = |s: &str| s.chars().all(char::is_whitespace);
        let line_before = head.rsplit('\n').next().is_none_or(blank);
        let line_after = tail.split('\n').next().is_none_or(blank);
        if out && line_before && line_after {
            let line = words(at.of(text));
            if self.lines.contains(&key(&line)) || line.len() >= RUN && self.has(&line) {
                return true;
            }
        }
        // From the beginning of a word to the end of one, and on to its neighbours.
        let mut from =
            head.len() - head.chars().rev().take_while(|c| !c.is_whitespace()).map(char::len_utf8).sum::<usize>();
        let mut to = end + tail.chars().take_while(|c| !c.is_whitespace()).map(char::len_utf8).sum::<usize>();
        for _ in 0..AROUND {
            let before = text[..from].trim_end();
            from = before.len()
                - before.chars().rev().take_while(|c| !c.is_whitespace()).map(char::len_utf8).sum::<usize>();
            let after = text[to..].trim_start();
            to = text.len() - after.len() + after.find(char::is_whitespace).unwrap_or(after.len());
        }
        self.has(&words(&text[from..to]))
    }

    fn has(&self, words: &[u64]) -> bool {
        !words.is_empty() && words.windows(RUN.min(words.len())).all(|run| self.runs.contains(&key(run)))
    }
}

/// The words of a text as they stand between white space.
fn words(text: &str) -> Vec<u64> {
    text.split_whitespace().map(hash).collect()
}

/// One number for a run of words.
fn key(run: &[u64]) -> u64 {
    run.iter().fold(run.len() as u64, |sum, word| (sum.rotate_left(5) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::from_text;

    #[test]
    fn words_are_the_wires_only_as_they_stand_and_where_they_stand() {
        let wire = from_text(
            "wire",
            "Ardhaven acts\n\nThe council has voted. “We wait for the next storm,” she said.\n\nShare this story\n",
        );
        let words = WireWords::of(&[wire]);
        let have = |text: &str, part: &str, out: bool| {
            let at = text.find(part).expect("the part");
            words.have(text, Span::new(at, at + part.len()), out)
        };
        assert!(have("“We wait for the\nnext storm,”\nshe said.", "next", false), "wherever the line breaks");
        assert!(!have("“We wait for the Next storm,” she said.", "Next", false));
        assert!(
            !have("Ardhaven acts\n\ncouncil has voted.", "council", false),
            "the wire's sentence does not begin so"
        );
        assert!(!have("The council has voted", "voted", false), "the full stop is missing");
        assert!(have("One.\nShare this story\nTwo.", "Share this story", true));
        assert!(!have("One.\nShare this\nTwo.", "Share this", true), "another line");
        assert!(!have("The council council has voted.", "council council", false));
    }
}
