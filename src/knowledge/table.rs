//! Sorted TSV text, searched in place: a table costs nothing to open and nothing to keep.

use super::memo::Memo;
use crate::text::{Hash, hash};

/// A table whose rows are sorted by the bytes of their first column; rows may share a key.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    body: &'static str,
    /// A bit for the first word of every key, so that most words are known to be in no key without a search.
    firsts: &'static [u64],
    /// Where each row begins.
    starts: &'static [u32],
}

/// The place of a key's first word in a bit set of `size` numbers, a power of two: which number, which bit.
fn first_word(key: &[u8], size: usize) -> (usize, u32) {
    let word = key.iter().take_while(|b| !matches!(b, b' ' | b'\t' | b'\n'));
    let bits = word.fold(Hash::NEW, |h, b| h.and(*b)).get() >> 32;
    (bits as usize >> 6 & (size - 1), bits as u32 & 63)
}

/// One row of a [`Table`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row(&'static str);

impl Row {
    /// The text of column `index`, counted from 0; empty where the row has no such column.
    #[must_use]
    pub fn col(self, index: usize) -> &'static str {
        let mut rest = self.0;
        for _ in 0..index {
            let Some(tab) = memchr::memchr(b'\t', rest.as_bytes()) else { return "" };
            rest = rest.get(tab + 1..).unwrap_or("");
        }
        memchr::memchr(b'\t', rest.as_bytes()).map_or(rest, |tab| rest.get(..tab).unwrap_or(""))
    }

    /// All columns in order.
    pub fn cols(self) -> impl Iterator<Item = &'static str> {
        self.0.split('\t')
    }

    /// The parts of column `index`, which are separated by `;`; empty parts are left out.
    pub fn list(self, index: usize) -> impl Iterator<Item = &'static str> {
        self.col(index).split(';').filter(|part| !part.is_empty())
    }
}

/// The rows of a table that share one key, in the table's order.
#[derive(Debug, Clone)]
pub struct Rows<'k> {
    rest: &'static str,
    key: Option<&'k str>,
}

impl Iterator for Rows<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        let other = |key: &str| match self.rest.strip_prefix(key) {
            Some(tail) => !tail.is_empty() && !tail.starts_with(['\t', '\n']),
            None => true,
        };
        let end = memchr::memchr(b'\n', self.rest.as_bytes()).unwrap_or(self.rest.len());
        if end == 0 || self.key.is_some_and(other) {
            self.rest = "";
            return None;
        }
        let (line, rest) = self.rest.split_at(end);
        self.rest = rest.get(1..).unwrap_or("");
        Some(Row(line))
    }
}

impl Table {
    /// Opens embedded text: heading lines that begin with `#` are passed over.
    #[must_use]
    pub fn new(text: &'static str) -> Self {
        let mut body = text;
        while body.starts_with('#') {
            body = body.split_once('\n').map_or("", |(_, rest)| rest);
        }
        // Two passes over the keys; the set lives as long as the text, which is embedded.
        let mut starts = Vec::with_capacity(body.len() / 24);
        let mut start = 0;
        while let Some(line) = body.as_bytes().get(start..).filter(|rest| !rest.is_empty()) {
            starts.push(start as u32);
            start += memchr::memchr(b'\n', line).map_or(line.len(), |end| end + 1);
        }
        // Some sixteen bits for each row: the smaller the set, the nearer it stays.
        let mut firsts = vec![0u64; (starts.len() / 4).next_power_of_two()];
        for start in &starts {
            let (word, bit) = first_word(body.as_bytes().get(*start as usize..).unwrap_or_default(), firsts.len());
            firsts[word] |= 1 << bit;
        }
        Self { body, firsts: firsts.leak(), starts: starts.leak() }
    }

    /// Whether some key may begin with the first word of `key`; a "no" is sure.
    fn may_begin(self, key: &str) -> bool {
        let (word, bit) = first_word(key.as_bytes(), self.firsts.len());
        self.firsts.get(word).is_some_and(|w| w >> bit & 1 == 1)
    }

    /// Every row in order.
    #[must_use]
    pub fn rows(self) -> Rows<'static> {
        Rows { rest: self.body, key: None }
    }

    /// The rows whose first column is `key`.
    #[must_use]
    pub fn find(self, key: &str) -> Rows<'_> {
        let rest = if self.may_begin(key) { self.tail_from(key) } else { "" };
        Rows { rest, key: Some(key) }
    }

    /// The first row whose first column is `key`.
    #[must_use]
    pub fn first(self, key: &str) -> Option<Row> {
        self.find(key).next()
    }

    /// Whether some key is `words` or goes on from it with a further word.
    #[must_use]
    pub fn begins(self, words: &str) -> bool {
        // A space sorts before every other byte of a key, so the first row at or after `words` decides.
        let rest = if self.may_begin(words) { self.tail_from(words) } else { return false };
        rest.strip_prefix(words).is_some_and(|tail| tail.starts_with(['\t', ' ', '\n']))
    }

    /// The longest run of `words`, from the first one, that is a key: how many words it takes, and its rows.
    ///
    /// `buffer` is scratch space, so that a caller who scans a whole story allocates once; it holds the key afterwards.
    #[must_use]
    pub fn longest<'b, S: AsRef<str>>(self, words: &[S], buffer: &'b mut String) -> Option<(usize, Rows<'b>)> {
        buffer.clear();
        if !words.first().is_some_and(|w| self.may_begin(w.as_ref())) {
            return None;
        }
        let mut best = None;
        for (index, word) in words.iter().enumerate() {
            if index > 0 {
                buffer.push(' ');
            }
            buffer.push_str(word.as_ref());
            // One search answers both questions: whether this is a key, and whether a longer one begins so.
            match self.tail_from(buffer).strip_prefix(buffer.as_str()).and_then(|tail| tail.bytes().next()) {
                Some(b'\t' | b'\n') => best = Some((index + 1, buffer.len())),
                Some(b' ') => {}
                _ => break,
            }
        }
        let (taken, length) = best?;
        buffer.truncate(length);
        Some((taken, self.find(buffer)))
    }

    /// The text from the first row whose key is not below `key`.
    fn tail_from(self, key: &str) -> &'static str {
        thread_local! {
            static ROWS: Memo<u32> = const { Memo::new(512) };
        }
        // Tables share the memory; each has a text of its own.
        let mixed = hash(key) ^ (self.body.as_ptr().addr() as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let at = ROWS.with(|memo| memo.get_by(mixed, || self.row_from(key)));
        self.starts.get(at as usize).and_then(|start| self.body.get(*start as usize..)).unwrap_or("")
    }

    /// The first row whose key is not below `key`.
    fn row_from(self, key: &str) -> u32 {
        let bytes = self.body.as_bytes();
        // A row whose key is a beginning of `key` has a tab where `key` goes on, and a tab is below every byte of a key.
        let below = |start: &u32| {
            let row = bytes.get(*start as usize..).unwrap_or_default();
            row.get(..key.len()).unwrap_or(row) < key.as_bytes()
        };
        self.starts.partition_point(below) as u32
    }
}

/// Checks that a table is sorted by key, has `columns` columns in every row, and repeats no row.
#[cfg(test)]
pub(crate) fn assert_normal(name: &str, text: &'static str, columns: usize) {
    assert!(text.starts_with('#'), "{name}: no heading that says where it comes from");
    assert!(
        text.lines().next().is_some_and(|l| l.contains("Source:") || l.contains("Made by")),
        "{name}: the heading names no source"
    );
    assert!(!text.contains('\r') && text.ends_with('\n'), "{name}: line ends");
    let mut last: Option<Row> = None;
    for row in Table::new(text).rows() {
        assert_eq!(row.cols().count(), columns, "{name}: {row:?}");
        assert!(row.cols().all(|c| c.trim() == c), "{name}: stray blanks in {row:?}");
        if let Some(before) = last {
            assert!(before.col(0) <= row.col(0), "{name}: {before:?} before {row:?}");
            assert_ne!(before, row, "{name}: row twice");
        }
        last = Some(row);
    }
    assert_eq!(
        Table::new(text).rows().count(),
        text.lines().filter(|l| !l.starts_with('#')).count(),
        "{name}: blank or late heading lines"
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "# Source: made up\nnew\t1\nnew jersey\t2\nnew york\t3\nnew york\t4\nnew-found\t5\nzz\t6\n";

    #[test]
    fn finds_every_key_and_nothing_else() {
        let table = Table::new(SAMPLE);
        assert_eq!(table.find("new york").map(|r| r.col(1)).collect::<Vec<_>>(), ["3", "4"]);
        for (key, value) in [("new", "1"), ("new-found", "5"), ("zz", "6")] {
            assert_eq!(table.first(key).map(|r| r.col(1)), Some(value));
        }
        for key in ["", "a", "new y", "new yorker", "zzz", "\u{ffff}"] {
            assert!(table.first(key).is_none(), "{key}");
        }
    }

    #[test]
    fn takes_the_longest_run_of_words() {
        let table = Table::new(SAMPLE);
        let mut buffer = String::new();
        let longest = |words: &[&str], buffer: &mut String| {
            table.longest(words, buffer).map(|(n, mut rows)| (n, rows.next().map(|r| r.col(1))))
        };
        assert_eq!(longest(&["new", "york", "police"], &mut buffer), Some((2, Some("3"))));
        assert_eq!(longest(&["new", "rules"], &mut buffer), Some((1, Some("1"))));
        assert_eq!(longest(&["old", "york"], &mut buffer), None);
        assert_eq!(longest(&[], &mut buffer), None);
    }
}
