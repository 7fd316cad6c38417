//! How a name is written, where that tells what it can be the name of.

use super::heads::is_compound;
use super::mark::{NameMark, Written};
use crate::analyse::Shape;
use crate::analyse::analysis::Analysis;
use crate::knowledge::lexicon;

impl Written {
    /// How the words of a name are written. What the tables know it for has to be marked.
    pub(super) fn of(a: &Analysis, m: &NameMark) -> Written {
        if is_nickname(a, m) {
            Written::Nickname
        } else if is_site(a, m) {
            Written::Site
        } else if is_initials(a, m) {
            Written::Initials
        } else {
            Written::Plain
        }
    }
}

fn is_nickname(a: &Analysis, m: &NameMark) -> bool {
    if m.place.is_some() || m.org.is_some() {
        return false;
    }
    let hyphen = |i: usize| a.tokens[i].glued && a.word(i) == "-";
    let plain = |i: usize| {
        let word = a.fold(i);
        hyphen(i) || matches!(word, "and" | "n") || lexicon::is_word(word) || is_compound(word)
    };
    let joined = m.tokens.clone().any(hyphen) || is_compound(a.fold(m.tokens.start));
    joined && m.tokens.clone().all(plain)
}

fn is_site(a: &Analysis, m: &NameMark) -> bool {
    let dot = a.tokens.get(m.tokens.end).is_some_and(|t| t.glued && t.span.of(&a.text) == ".");
    let after = a.tokens.get(m.tokens.end + 1).is_some_and(|t| t.glued && t.shape == Shape::Lower);
    dot && after || m.tokens.clone().any(|i| a.word(i).ends_with(".com"))
}

fn is_initials(a: &Analysis, m: &NameMark) -> bool {
    let word = a.word(m.tokens.start);
    m.tokens.len() == 1 && word.strip_suffix('s').unwrap_or(word).chars().all(char::is_uppercase) && word.len() > 2
}
