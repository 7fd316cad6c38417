//! Text as word pieces: the way of BERT's uncased vocabularies. Words are lowered and lose their accents, punctuation marks stand alone, and
//! each word is cut into the longest pieces that the vocabulary has.
//!
//! Our own: the crates that do it bring a compiler of regular expressions or C along, for a hundred lines.

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::text::Span;

/// A word longer than this, in code points, is one unknown piece.
const LONGEST_WORD: usize = 100;

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its place in the vocabulary.
    pub id: u32,
    /// Its bytes in the text.
    pub span: Span,
    /// Whether it goes on with the word of the piece before it.
    pub goes_on: bool,
}

/// A vocabulary of word pieces.
#[derive(Debug)]
pub struct Vocabulary<'a> {
    /// Pieces that begin a word.
    first: FxHashMap<&'a str, u32>,
    /// Pieces that go on with one, without their “##”.
    next: FxHashMap<&'a str, u32>,
    unknown: u32,
    /// What begins a pair.
    pub cls: u32,
    /// What ends each side of it.
    pub sep: u32,
}

impl<'a> Vocabulary<'a> {
    /// The pieces of a list, one a line; none where it lacks those that every vocabulary has.
    pub fn new(list: &'a str) -> Option<Self> {
        let (mut first, mut next) = (FxHashMap::default(), FxHashMap::default());
        for (piece, id) in list.split('\n').zip(0..) {
            match piece.strip_prefix("##") {
                Some(piece) if !piece.is_empty() => next.insert(piece, id),
                _ => first.insert(piece, id),
            };
        }
        let special = |name| first.get(name).copied();
        let (unknown, cls, sep) = (special("[UNK]")?, special("[CLS]")?, special("[SEP]")?);
        Some(Vocabulary { first, next, unknown, cls, sep })
    }

    /// Cuts a text. Time and memory go with its length.
    pub fn cut(&self, text: &str) -> Vec<Piece> {
        let mut out = Vec::new();
        let mut word = Word::default();
        for (at, c) in text.char_indices() {
            let end = at + c.len_utf8();
            if c.is_whitespace() {
                word.flush(self, &mut out);
            } else if c.is_control() || c == '\u{fffd}' || is_format(c) {
                // Seen by nobody.
            } else if is_mark(c) {
                word.flush(self, &mut out);
                word.push(c, at, end);
                word.flush(self, &mut out);
            } else {
                word.push(c, at, end);
            }
        }
        word.flush(self, &mut out);
        out
    }
}

/// A word while it is read: its folded letters, and the bytes of the text that each is from.
#[derive(Default)]
struct Word {
    folded: String,
    /// For each letter its place in `folded` and its bytes in the text.
    letters: Vec<(usize, Span)>,
}

impl Word {
    fn push(&mut self, c: char, start: usize, end: usize) {
        // Letters are lowered after their accents fall, so that “İ” leaves no dot behind.
        let bare = std::iter::once(c).nfd().filter(|c| !is_combining_mark(*c));
        for c in bare.flat_map(char::to_lowercase) {
            self.letters.push((self.folded.len(), Span::new(start, end)));
            self.folded.push(c);
        }
    }

    fn flush(&mut self, vocabulary: &Vocabulary, out: &mut Vec<Piece>) {
        if let (Some((_, first)), Some((_, last))) = (self.letters.first(), self.letters.last()) {
            let whole = first.to(*last);
            let before = out.len();
            let mut at = 0;
            while at < self.letters.len() && self.letters.len() <= LONGEST_WORD {
                let pieces = if at == 0 { &vocabulary.first } else { &vocabulary.next };
                let start = self.letters[at].0;
                let end_of = |n: usize| self.letters.get(n).map_or(self.folded.len(), |(p, _)| *p);
                let longest = (at + 1..=self.letters.len())
                    .rev()
                    .find_map(|n| pieces.get(&self.folded[start..end_of(n)]).map(|id| (n, *id)));
                let Some((n, id)) = longest else { break };
                out.push(Piece { id, span: self.letters[at].1.to(self.letters[n - 1].1), goes_on: at > 0 });
                at = n;
            }
            // A word that cannot be cut to its end is unknown as a whole.
            if at < self.letters.len() {
                out.truncate(before);
                out.push(Piece { id: vocabulary.unknown, span: whole, goes_on: false });
            }
        }
        self.folded.clear();
        self.letters.clear();
    }
}

/// Signs of the category Cf that news has: soft hyphen, joiners, marks of direction, byte order mark.
fn is_format(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{feff}')
}

/// Whether a sign stands alone: all ASCII signs that are no letters or digits, and the punctuation (categories P) of Latin text. Marks of other
/// scripts are not in the vocabulary, alone or not.
fn is_mark(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(c, '¡' | '§' | '«' | '¶' | '·' | '»' | '¿' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{2043}' | '\u{2045}'..='\u{2051}' | '\u{2053}'..='\u{205e}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "[PAD]\n[UNK]\n[CLS]\n[SEP]\nthe\nharbour\ndocks\n##ide\ndock\n##s\nzoe\n'\n’\nt\n##t\nwon\n-\n30\n%\n€\n##5\nis";

    fn cut(text: &str) -> Vec<String> {
        let v = Vocabulary::new(LIST).expect("a vocabulary");
        let names: Vec<&str> = LIST.split('\n').collect();
        v.cut(text).iter().map(|p| format!("{}={}", names[p.id as usize], p.span.of(text))).collect()
    }

    #[test]
    fn words_are_lowered_and_cut_into_the_longest_pieces_and_know_their_place() {
        assert_eq!(cut("The  Dockside"), ["the=The", "docks=Docks", "##ide=ide"]);
        assert_eq!(cut("Zoë won’t"), ["zoe=Zoë", "won=won", "’=’", "t=t"]);
        assert_eq!(cut("dock-30%"), ["dock=dock", "-=-", "30=30", "%=%"]);
        assert_eq!(cut("har\u{ad}bour\u{200b}"), ["harbour=har\u{ad}bour"]);
        let v = Vocabulary::new(LIST).expect("a vocabulary");
        let on: Vec<bool> = v.cut("Dockside, the docks").iter().map(|p| p.goes_on).collect();
        assert_eq!(on, [false, true, false, false, false]);
    }

    #[test]
    fn what_has_no_pieces_is_unknown_as_a_whole() {
        assert_eq!(cut("dockx the"), ["[UNK]=dockx", "the=the"]);
        assert_eq!(cut("Мы"), ["[UNK]=Мы"]);
        assert_eq!(cut(&"t".repeat(101)).len(), 1);
        assert!(cut(" \n\u{feff}").is_empty());
    }
}
