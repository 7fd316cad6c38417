//! Words, numbers and punctuation marks.

mod contractions;
mod letters;

use std::ops::Range;

use super::function::{self, Class};
use crate::knowledge::tagger::Tag;
use crate::text::{Hash, Span, fold_into, hash};
use letters::{
    Initials, currency_code, initial_follows, is_group, is_hours, is_hyphen, is_invisible, is_letter, wrapped,
};

pub(super) use letters::is_apostrophe;

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, with inner apostrophes, and hyphens after a prefix ("de-escalation").
    Word,
    /// Starts with a digit: "100,000", "1.2bn", "12th", "1990s", "2:03".
    Number,
    /// One punctuation mark.
    Punct,
    /// One other character: currency signs, percent signs, emoji.
    Symbol,
}

/// How a word is cased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// All lower case, or no letters with case.
    Lower,
    /// First letter upper, the rest lower.
    Title,
    /// All upper, two letters or more.
    Upper,
    /// Anything else: "NAtO", "McDonald", "iPhone".
    Mixed,
}

/// One word, number or mark.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// Where it is in the text.
    pub span: Span,
    /// Where its folded form is in the analysis.
    pub(super) fold: (u32, u32),
    /// Hash of the folded form: equal words have equal hashes.
    pub hash: u64,
    /// Hash of the lemma: equal for the forms and spellings of one word; equal to `hash` where the lexicon has no lemma.
    pub lemma: u64,
    /// Equal for all names of one place or state (Russia, Russian, Moscow); the lemma for every other word.
    pub canon: u64,
    /// What it is made of.
    pub kind: TokenKind,
    /// Its casing.
    pub shape: Shape,
    /// Which class of function word it is; [`Class::Content`] for everything else.
    pub class: Class,
    /// Its part of speech.
    pub tag: Tag,
    /// The sentence that it belongs to.
    pub sentence: u32,
    /// Whether it follows the token before it without a space: the parts of "live-fire", marks, a possessive.
    pub glued: bool,
}

impl Token {
    /// A token of which the rest of the sentence is not known yet.
    fn new(span: Span, fold: (u32, u32), hash: u64, kind: TokenKind, shape: Shape, class: Class, glued: bool) -> Self {
        let (lemma, canon) = (hash, hash);
        Token { span, fold, hash, lemma, canon, kind, shape, class, tag: Tag::X, sentence: 0, glued }
    }

    /// A word or number that carries meaning of its own.
    pub fn is_content(&self) -> bool {
        match self.kind {
            TokenKind::Word => self.class == Class::Content,
            TokenKind::Number => true,
            _ => false,
        }
    }

    /// A word or a number, not a mark.
    pub fn is_word(&self) -> bool {
        matches!(self.kind, TokenKind::Word | TokenKind::Number)
    }
}

/// Prefixes that stay with their word across a hyphen, because the two make one meaning.
const PREFIXES: &[&str] = &[
    "anti", "co", "counter", "de", "dis", "ex", "extra", "hyper", "in", "inter", "mega", "micro", "mid", "mini", "mis",
    "multi", "neo", "non", "off", "on", "out", "over", "post", "pre", "pro", "pseudo", "re", "self", "semi", "sub",
    "super", "trans", "ultra", "un", "under", "vice", "e",
];

/// Splits `span` of `text` into tokens and appends them; folded forms are appended to `folded`.
pub fn tokenise(text: &str, span: Span, folded: &mut String, out: &mut Vec<Token>) {
    let base = span.start as usize;
    let s = span.of(text);
    // Most words are folded by writing them small: that is done for all of them at once.
    let small = folded.len();
    folded.push_str(s);
    folded[small..].make_ascii_lowercase();
    let (mut i, mut last_end) = (0, usize::MAX);
    while let Some(first) = s.as_bytes().get(i) {
        if let Some(end) = plain_word(s.as_bytes(), i) {
            push_plain(s, base, i..end, last_end == i, (folded, small), out);
            (i, last_end) = (end, end);
            continue;
        }
        if *first == b' ' {
            i += 1;
            continue;
        }
        let Some(c) = s[i..].chars().next() else { break };
        if c.is_whitespace() || c.is_control() || is_invisible(c) {
            i += c.len_utf8();
            continue;
        }
        let (end, kind) = if is_letter(c) {
            (word_end(s, i), TokenKind::Word)
        } else if c.is_ascii_digit() {
            (number_end(s, i), TokenKind::Number)
        } else {
            let kind = if is_punct(c) { TokenKind::Punct } else { TokenKind::Symbol };
            (i + c.len_utf8(), kind)
        };
        let glued = last_end == i;
        if kind == TokenKind::Word && contractions::strayed(s, i, end).is_some() {
            join_stray(s, base, i, end, folded, out);
        } else if kind == TokenKind::Word {
            push_word(s, base, i, end, glued, folded, out);
        } else {
            push(s, base, i..end, kind, glued, None, folded, out);
        }
        (i, last_end) = (end, end);
    }
}

/// End of the word that starts at `from`, where it is one like most: letters of ASCII, and no mark behind them that words may hold. None
/// for all others, which are looked at with more care.
fn plain_word(s: &[u8], from: usize) -> Option<usize> {
    let rest = s.get(from..)?;
    let length = rest.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let plain = match rest.get(length) {
        None => true,
        // A full stop may belong to initials.
        Some(b'.') => length > 1,
        Some(b) => b.is_ascii() && !b.is_ascii_digit() && !matches!(b, b'\'' | b'-' | b'`'),
    };
    let word = rest.get(..length)?;
    // "cannot" and "doesnt" are two words, "t" may be what is left of "doesn t"; a line may end inside a word.
    let whole = (length != 6 || !word.eq_ignore_ascii_case(b"cannot"))
        && contractions::lost_apostrophe(word).is_none()
        && !matches!(word, b"t" | b"T" | b"s" | b"m" | b"d" | b"re" | b"ve" | b"ll");
    (length > 0 && plain && whole).then_some(from + length)
}

/// Appends a word that [`plain_word`] found. `folded` comes with the place from which it has all of `s` in small letters.
fn push_plain(s: &str, base: usize, at: Range<usize>, glued: bool, folded: (&str, usize), out: &mut Vec<Token>) {
    let (folded, small) = folded;
    let (from, to) = (small + at.start, small + at.end);
    let (raw, word) = (&s.as_bytes()[at.clone()], &folded.as_bytes()[from..to]);
    let (mut hash, mut capitals) = (Hash::NEW, 0);
    for (raw, b) in raw.iter().zip(word) {
        hash = hash.and(*b);
        capitals += usize::from(raw != b);
    }
    let first = raw.first() != word.first();
    let shape = match capitals {
        0 => Shape::Lower,
        1 if first => Shape::Title,
        n if n == at.len() => Shape::Upper,
        _ => Shape::Mixed,
    };
    let class = function::class_of(hash.get());
    let fold = (from as u32, to as u32);
    let span = Span::new(base + at.start, base + at.end);
    out.push(Token::new(span, fold, hash.get(), TokenKind::Word, shape, class, glued));
}

fn is_punct(c: char) -> bool {
    c.is_ascii_punctuation()
        && !matches!(c, '$' | '%' | '+' | '<' | '>' | '=' | '^' | '~' | '|' | '`' | '@' | '&' | '#')
        || matches!(c, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205E}' | '\u{00AB}' | '\u{00BB}' | '\u{00BF}' | '\u{00A1}' | '\u{3001}' | '\u{3002}')
}

/// End of the word that starts at `from`: letters, inner apostrophes, inner full stops of "U.S.", hyphens after a prefix, a hyphen at the end
/// of a line that parts a word.
fn word_end(s: &str, from: usize) -> usize {
    let mut end = from;
    let mut chars = s[from..].char_indices().peekable();
    let mut seen = Initials::default();
    while let Some((i, c)) = chars.next() {
        let at = from + i;
        let next = chars.peek().map(|(_, c)| *c);
        let before = seen;
        seen.see(c);
        if c.is_ascii_digit() && currency_code(&s[from..at]) {
            break;
        }
        if is_letter(c) || (c.is_ascii_digit() && at > from) || (is_apostrophe(c) && next.is_some_and(is_letter)) {
            end = at + c.len_utf8();
        } else if (is_hyphen(c) || c == '\u{AD}') && next.is_some_and(|n| n == '\n' || n == '\r') {
            match wrapped(s, from, at) {
                Some(to) => end = to,
                None => break,
            }
            while chars.peek().is_some_and(|(i, _)| from + i < end) {
                chars.next();
            }
        } else if is_invisible(c) {
            // It belongs to the word if letters follow.
        } else if is_hyphen(c) && next.is_some_and(is_letter) {
            let head = s[from..at].to_ascii_lowercase();
            if !PREFIXES.contains(&head.as_str()) {
                break;
            }
            end = at + c.len_utf8();
        } else if c == '.' && before.all() && next.is_some_and(|n| n.is_alphabetic()) && initial_follows(&s[at + 1..]) {
            end = at + 1;
        } else if c == '.' && at - from >= 3 && before.all() && before.stops() {
            return at + 1;
        } else {
            break;
        }
    }
    end
}

/// End of the number that starts at `from`: digits, inner separators, a suffix of letters.
fn number_end(s: &str, from: usize) -> usize {
    let mut end = from;
    let mut letters = 0;
    let mut chars = s[from..].char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let next = chars.peek().map(|(_, c)| *c);
        if c.is_ascii_digit() {
            if letters > 0 {
                break;
            }
        } else if letters == 0 && matches!(c, '.' | ',' | ':') && next.is_some_and(|n| n.is_ascii_digit()) {
        } else if letters == 0 && is_apostrophe(c) && is_group(&s[from + i + c.len_utf8()..]) {
            // "1'200", as in Switzerland.
        } else if i > 0 && i <= 2 && end == from + i && is_hours(&s[from + i..]) {
            // "8h30": the minutes belong to it.
            return from + i + 3;
        } else if is_letter(c) && letters < 4 {
            letters += 1;
        } else if is_letter(c) {
            // "750million": so many letters are a word of their own.
            return from + s[from..end].find(is_letter).unwrap_or(end - from);
        } else {
            break;
        }
        end = from + i + c.len_utf8();
    }
    end
}

/// Puts the negation together that ends in the "t" at `from`, which something parts from the rest of its word; or the "re" of "they?re".
fn join_stray(s: &str, base: usize, from: usize, to: usize, folded: &mut String, out: &mut Vec<Token>) {
    let Some(start) = contractions::strayed(s, from, to) else { return };
    let written_out = match s[from..to].to_ascii_lowercase().as_str() {
        "t" => "not",
        "s" => "'s",
        "m" => "am",
        "re" => "are",
        "ve" => "have",
        "ll" => "will",
        _ => "'d",
    };
    // What was read of it already: the "n" belongs to the word before.
    while out.last().is_some_and(|t| t.span.start as usize >= base + start) {
        out.pop();
    }
    if let Some(last) = out.pop_if(|t| t.span.end as usize > base + start) {
        let word = last.span.start as usize - base;
        let whole = whole_auxiliary(&s[word..start]);
        push(s, base, word..start, TokenKind::Word, last.glued, whole, folded, out);
    }
    push(s, base, start..to, TokenKind::Word, true, Some(written_out), folded, out);
}

/// The auxiliary that a stem stands for which changes before "n't".
fn whole_auxiliary(stem: &str) -> Option<&'static str> {
    match stem.to_ascii_lowercase().as_str() {
        "wo" => Some("will"),
        "ca" => Some("can"),
        "sha" => Some("shall"),
        "ai" => Some("is"),
        _ => None,
    }
}

fn push_word(s: &str, base: usize, start: usize, end: usize, glued: bool, folded: &mut String, out: &mut Vec<Token>) {
    let word = &s[start..end];
    let Some((cut, cut_len)) =
        word.char_indices().rev().find(|(_, c)| is_apostrophe(*c)).map(|(i, c)| (i, c.len_utf8()))
    else {
        if word.eq_ignore_ascii_case("cannot") {
            push(s, base, start..start + 3, TokenKind::Word, glued, None, folded, out);
            push(s, base, start + 3..end, TokenKind::Word, true, None, folded, out);
        } else if let Some(cut) = contractions::lost_apostrophe(word.as_bytes()) {
            let (head, tail) = word.split_at(cut);
            let full = match tail.to_ascii_lowercase().as_str() {
                "nt" => "not",
                "m" => "am",
                "re" => "are",
                "ve" => "have",
                "ll" => "will",
                _ => "'s",
            };
            push(s, base, start..start + cut, TokenKind::Word, glued, whole_auxiliary(head), folded, out);
            push(s, base, start + cut..end, TokenKind::Word, true, Some(full), folded, out);
        } else {
            push(s, base, start..end, TokenKind::Word, glued, None, folded, out);
        }
        return;
    };
    let tail = word[cut + cut_len..].to_ascii_lowercase();
    let head = &word[..cut];
    let split = match tail.as_str() {
        // "n't" on its own, as some tools cut it off.
        "t" if head.ends_with(['n', 'N']) => {
            let stem = &head[..head.len() - 1];
            let parted = stem.is_empty() && out.last().is_some_and(|t| t.kind == TokenKind::Word);
            if !stem.is_empty() {
                push(s, base, start..start + stem.len(), TokenKind::Word, glued, whole_auxiliary(stem), folded, out);
            }
            if !stem.is_empty() || parted {
                push(s, base, start + stem.len()..end, TokenKind::Word, !parted, Some("not"), folded, out);
                return;
            }
            None
        }
        // "does'nt".
        "nt" if head.len() > 1 => {
            push(s, base, start..start + cut, TokenKind::Word, glued, whole_auxiliary(head), folded, out);
            push(s, base, start + cut..end, TokenKind::Word, true, Some("not"), folded, out);
            return;
        }
        "s" => Some("'s"),
        "re" => Some("are"),
        "ve" => Some("have"),
        "ll" => Some("will"),
        "m" => Some("am"),
        "d" => Some("'d"),
        _ => None,
    };
    match split {
        Some(full) if !head.is_empty() => {
            push(s, base, start..start + cut, TokenKind::Word, glued, None, folded, out);
            push(s, base, start + cut..end, TokenKind::Word, true, Some(full), folded, out);
        }
        _ => push(s, base, start..end, TokenKind::Word, glued, None, folded, out),
    }
}

#[allow(clippy::too_many_arguments)]
fn push(
    s: &str,
    base: usize,
    at: Range<usize>,
    kind: TokenKind,
    glued: bool,
    written_out: Option<&str>,
    folded: &mut String,
    out: &mut Vec<Token>,
) {
    let raw = &s[at.clone()];
    let from = folded.len();
    match written_out {
        Some(w) => folded.push_str(w),
        None => {
            fold_into(raw, folded);
            // "U.S." and "US", "de-escalate" and "deescalate" are one word each.
            if kind == TokenKind::Word && folded[from..].contains(['.', '-', '\n', '\r']) {
                let bare: String =
                    folded[from..].chars().filter(|c| !matches!(c, '.' | '-') && !c.is_whitespace()).collect();
                folded.truncate(from);
                folded.push_str(&bare);
            }
        }
    }
    let form = &folded[from..];
    let hash = hash(form);
    let class = if kind == TokenKind::Word { function::class_of(hash) } else { Class::Content };
    let shape = if kind == TokenKind::Word { shape(raw) } else { Shape::Lower };
    let span = Span::new(base + at.start, base + at.end);
    out.push(Token::new(span, (from as u32, folded.len() as u32), hash, kind, shape, class, glued));
}

fn shape(word: &str) -> Shape {
    let (mut upper, mut lower, mut first_upper) = (0, 0, false);
    for (i, c) in word.chars().enumerate() {
        if c.is_uppercase() {
            upper += 1;
            first_upper |= i == 0;
        } else if c.is_lowercase() {
            lower += 1;
        }
    }
    match (upper, lower) {
        (0, _) => Shape::Lower,
        (1, l) if first_upper && (l > 0 || word.chars().count() == 1) => Shape::Title,
        (_, 0) => Shape::Upper,
        _ => Shape::Mixed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folds(text: &str) -> Vec<String> {
        let (mut folded, mut out) = (String::new(), Vec::new());
        tokenise(text, Span::new(0, text.len()), &mut folded, &mut out);
        out.iter().map(|t| folded[t.fold.0 as usize..t.fold.1 as usize].to_string()).collect()
    }

    #[test]
    fn contractions_and_possessives_come_apart_and_prefixes_stay() {
        assert_eq!(
            folds("It won’t de-escalate Kyiv's live-fire drills."),
            ["it", "will", "not", "deescalate", "kyiv", "'s", "live", "-", "fire", "drills", "."]
        );
        assert_eq!(folds("cannot"), ["can", "not"]);
    }

    #[test]
    fn broken_contractions_are_read_as_what_they_stand_for() {
        for text in
            ["doesnt", "does'nt", "doesn´t", "doesn`t", "doesn?t", "doesn t", "doesn 't", "does n't", "doesnâ€™t"]
        {
            assert_eq!(folds(text), ["does", "not"], "{text}");
        }
        assert_eq!(
            folds("Im here, they?re not, I cant"),
            ["i", "am", "here", ",", "they", "are", "not", ",", "i", "can", "not"]
        );
        assert_eq!(folds("Is it so? T shirts, plan t"), ["is", "it", "so", "?", "t", "shirts", ",", "plan", "t"]);
    }

    #[test]
    fn marks_of_print_inside_a_word_do_not_part_it() {
        assert_eq!(
            folds("manu\u{AD}facture, manu\u{200B}facture\u{AD}, oﬃce"),
            ["manufacture", ",", "manufacture", ",", "office"]
        );
        assert_eq!(folds("manu-\nfacture at Kolds-\nund"), ["manufacture", "at", "koldsund"]);
        // A hyphen that is the word's own stays.
        assert_eq!(folds("live-\nfire"), ["live", "-", "fire"]);
        assert_eq!(folds("RMB20,000 TOP10"), ["rmb", "20,000", "top10"]);
    }

    #[test]
    fn initials_numbers_and_marks_are_single_tokens() {
        assert_eq!(
            folds("The U.S. paid $1.2bn, 12% up."),
            ["the", "us", "paid", "$", "1.2bn", ",", "12", "%", "up", "."]
        );
        assert_eq!(folds("100,000 in 1990s. At 2:03"), ["100,000", "in", "1990s", ".", "at", "2:03"]);
    }
}
