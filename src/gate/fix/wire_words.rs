//! Which runs of words a wire has just as they stand: signs, capitals and all, wherever its lines break; and which it has by their letters
//! and digits, whatever signs a rewrite sets around them: the marks of quoted mail, of a list, of a table.

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
    /// The same of letters and digits alone.
    bare_runs: FxHashSet<u64>,
    bare_lines: FxHashSet<u64>,
    /// The runs with their capitals.
    cased_runs: FxHashSet<u64>,
}

impl WireWords {
    /// Of these takes.
    pub(super) fn of(wires: &[Story]) -> Self {
        let mut out = WireWords::default();
        for wire in wires {
            let words: Vec<u64> = words(&wire.source.text);
            out.runs.extend((1..=RUN).flat_map(|n| words.windows(n).map(key)));
            out.lines.extend(wire.blocks.iter().map(|b| key(&self::words(b.span.of(&wire.source.text)))));
            let bare: Vec<u64> = bare_words(&wire.source.text).collect();
            out.bare_runs.extend((1..=RUN).flat_map(|n| bare.windows(n).map(key)));
            let cased: Vec<u64> = cased_words(&wire.source.text).collect();
            out.cased_runs.extend((1..=RUN).flat_map(|n| cased.windows(n).map(key)));
            let lines = wire.blocks.iter().flat_map(|b| b.span.of(&wire.source.text).lines());
            out.bare_lines.extend(lines.map(|line| key(&bare_words(line).collect::<Vec<_>>())));
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

    /// Whether the wire tells what stands at `at` in `text`, of which nothing would be left: any of its lines is the wire's by its letters and
    /// digits, whatever stands before or after them. Signs and times alone go with the lines that they are set at.
    pub(super) fn tell(&self, text: &str, at: Span) -> bool {
        let removed = at.of(text);
        if !removed.contains(char::is_alphabetic) {
            let signs = without_space(removed);
            if signs.is_empty() || text.lines().any(|line| is_set_in(line, &signs)) {
                return !signs.is_empty();
            }
            if !signs.contains(char::is_alphanumeric) {
                return false;
            }
        }
        let (head, tail) = (text.get(..at.start as usize).unwrap_or(""), text.get(at.end as usize..).unwrap_or(""));
        let mut before: Vec<u64> = bare_words_back(head).take(AROUND).collect();
        before.reverse();
        let around: Vec<u64> =
            before.into_iter().chain(bare_words(removed)).chain(bare_words(tail).take(AROUND)).collect();
        self.has_bare(&around) || removed.lines().any(|line| self.tells_line(line))
    }

    /// Whether the wire writes the letters and digits at `at` in `text` so, between the words before and after them, and `new` would write
    /// them in another way.
    pub(super) fn spell(&self, text: &str, at: Span, new: &str) -> bool {
        let old = at.of(text);
        if cased_words(old).eq(cased_words(new)) {
            return false;
        }
        let (head, tail) = (text.get(..at.start as usize).unwrap_or(""), text.get(at.end as usize..).unwrap_or(""));
        // Where a word begins or ends in the middle, only its part is at stake.
        if head.ends_with(char::is_alphanumeric) || tail.starts_with(char::is_alphanumeric) {
            return false;
        }
        let mut before: Vec<u64> = head.rsplit(is_no_letter).filter(|w| !w.is_empty()).map(hash).take(AROUND).collect();
        before.reverse();
        let around: Vec<u64> =
            before.into_iter().chain(cased_words(old)).chain(cased_words(tail).take(AROUND)).collect();
        around.len() >= RUN && around.windows(RUN).all(|run| self.cased_runs.contains(&key(run)))
    }

    /// Whether the wire has most of the words of a line in one run, or the whole of a short line.
    fn tells_line(&self, line: &str) -> bool {
        let bare: Vec<&str> = line.split(is_no_letter).filter(|w| !w.is_empty()).collect();
        let is_word = |w: &&str| w.contains(char::is_alphabetic);
        // A number of a list, or a time of a recording, can stand before the words.
        let Some(first) = bare.iter().position(is_word) else { return false };
        let hashed: Vec<u64> = bare.iter().map(|w| folded(w)).collect();
        let whole = hashed.get(first..).unwrap_or_default();
        if self.bare_lines.contains(&key(whole)) || self.bare_lines.contains(&key(&hashed)) {
            return true;
        }
        let (mut longest, mut from) = (0, 0);
        for i in 0..hashed.len().saturating_sub(RUN - 1) {
            if !hashed.get(i..i + RUN).is_some_and(|run| self.bare_runs.contains(&key(run))) {
                from = i + 1;
                continue;
            }
            let words = bare.get(from..i + RUN).unwrap_or_default().iter().filter(|w| is_word(w)).count();
            longest = longest.max(words);
        }
        2 * longest > bare.iter().filter(|w| is_word(w)).count()
    }

    fn has_bare(&self, words: &[u64]) -> bool {
        words.windows(RUN.min(words.len().max(1))).all(|run| self.bare_runs.contains(&key(run)))
    }

    fn has(&self, words: &[u64]) -> bool {
        !words.is_empty() && words.windows(RUN.min(words.len())).all(|run| self.runs.contains(&key(run)))
    }
}

/// The words of a text as they stand between white space.
fn words(text: &str) -> Vec<u64> {
    text.split_whitespace().map(hash).collect()
}

/// Whether words stand between these signs, or behind or before them.
fn is_set_in(line: &str, signs: &str) -> bool {
    let bare = without_space(line);
    let inner = bare.trim_matches(|c: char| !c.is_alphabetic());
    !inner.is_empty() && (bare.starts_with(signs) || bare.ends_with(signs) || bare.replacen(inner, "", 1) == signs)
}

fn without_space(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The words of a text by their letters and digits.
fn bare_words(text: &str) -> impl Iterator<Item = u64> {
    text.split(is_no_letter).filter(|w| !w.is_empty()).map(folded)
}

/// The same with capitals.
fn cased_words(text: &str) -> impl Iterator<Item = u64> {
    text.split(is_no_letter).filter(|w| !w.is_empty()).map(hash)
}

fn is_no_letter(c: char) -> bool {
    !c.is_alphanumeric()
}

/// The same as [`bare_words`] from the last word to the first.
fn bare_words_back(text: &str) -> impl Iterator<Item = u64> {
    text.rsplit(is_no_letter).filter(|w| !w.is_empty()).map(folded)
}

fn folded(word: &str) -> u64 {
    hash(&word.to_lowercase())
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

    #[test]
    fn what_the_wire_tells_is_known_whatever_signs_are_set_around_it() {
        let wire = from_text("wire", "Pier shut\n\nThe pier was shut on Monday after the storm.\n\nIt opens in May.\n");
        let words = WireWords::of(&[wire]);
        let tell = |text: &str, part: &str| {
            let at = text.find(part).expect("the part");
            words.tell(text, Span::new(at, at + part.len()))
        };
        for line in
            ["> Pier shut", "* PIER SHUT", "[00:01] Pier shut", "Pier shut |", "4. The pier was shut on Monday after"]
        {
            assert!(tell(line, line), "{line}");
        }
        assert!(tell("> Pier\n> shut\n> The pier", "> shut"), "the wire has it between the words around it");
        assert!(tell("> Pier shut\n>\n> It opens in May.", ">\n"), "signs alone, which other lines have as well");
        assert!(tell("The pier was shut on Monday | \nafter |", "after"));
        assert!(tell("| Pier shut |\n|  |\n| It opens in May. |", "|  |"), "an empty row of a table");
        assert!(tell("[0:01] Pier shut\n[0:01]\n[0:01] It opens", "[0:01]\n"));
        assert!(!tell("Pier shut\n>\nIt opens in May.", ">\n"), "signs alone");
        assert!(!tell("Pier shut\n\nShare\n\nIt opens", "Share"));
        assert!(!tell("Pier shut\n\nRead more: the pier was sold\n\nIt opens", "Read more: the pier was sold"));
        let spell = |text: &str, part: &str, new: &str| {
            let at = text.find(part).expect("the part");
            words.spell(text, Span::new(at, at + part.len()), new)
        };
        assert!(spell("> The pier was\n> shut on Monday", "shut", "Shut"));
        assert!(!spell("> The pier was\n> Shut on Monday", "Shut", "shut"), "the wire writes it small");
        assert!(!spell("The pier was | shut on Monday", "was | shut", "was shut"), "the same letters");
        assert!(!tell("Pier shut\n\n4:17\n\nIt opens", "4:17"));
    }
}
