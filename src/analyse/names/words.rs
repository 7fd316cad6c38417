//! The words of a sentence as the tables of names want them.

use std::sync::Arc;

use crate::analyse::analysis::Analysis;
use crate::analyse::tokens::{Shape, Token, TokenKind};
use crate::knowledge::word::{Opens, Word};

/// The words of one sentence as the tables want them: folded, hyphened prefixes as words of their own, an empty word for every mark.
pub(super) struct Words<'a> {
    /// Folded words.
    pub(super) words: Vec<&'a str>,
    /// For each, its token.
    pub(super) token: Vec<u32>,
    /// For each, what the tables know of it; none for marks.
    pub(super) forms: Vec<Option<Arc<Word>>>,
}

impl Words<'_> {
    pub(super) fn of(a: &Analysis, sentence: usize) -> Words<'_> {
        let range = a.sentences[sentence].tokens.clone();
        let room = range.len() + 2;
        let mut out =
            Words { words: Vec::with_capacity(room), token: Vec::with_capacity(room), forms: Vec::with_capacity(room) };
        for i in range {
            let t = &a.tokens[i];
            match t.kind {
                TokenKind::Word if a.fold(i + 1) == "." && abbreviation(a.fold(i)).is_some() => {
                    let word = abbreviation(a.fold(i)).unwrap_or("");
                    out.push(word, i, Some(Word::of(word)));
                }
                // The full stop of the abbreviation before it.
                TokenKind::Punct if i > 0 && t.glued && a.fold(i) == "." && abbreviation(a.fold(i - 1)).is_some() => {}
                TokenKind::Word | TokenKind::Number => {
                    let (raw, fold) = (t.span.of(&a.text), a.fold(i));
                    // The fold of "ex-president" has lost its hyphen: cut it where the hyphen was.
                    let cut = if fold.len() + 1 == raw.len() { raw.find('-').filter(|_| raw.is_ascii()) } else { None };
                    match cut {
                        Some(cut) => {
                            let (head, tail) = fold.split_at(cut);
                            out.push(head, i, Some(Word::of(head)));
                            out.push(tail, i, Some(Word::of(tail)));
                        }
                        None => out.push(fold, i, Some(a.shared_form(i))),
                    }
                }
                _ if t.glued && a.fold(i) == "-" => {}
                _ => out.push("", i, None),
            }
        }
        out
    }
}

/// Abbreviated titles as the tables have them, with their full stop.
fn abbreviation(word: &str) -> Option<&'static str> {
    Some(match word {
        "adm" => "adm.",
        "brig" => "brig.",
        "capt" => "capt.",
        "cmdr" => "cmdr.",
        "col" => "col.",
        "gen" => "gen.",
        "gov" => "gov.",
        "lt" => "lt.",
        "maj" => "maj.",
        "rep" => "rep.",
        "rev" => "rev.",
        "sen" => "sen.",
        "sgt" => "sgt.",
        _ => return None,
    })
}

impl<'a> Words<'a> {
    fn push(&mut self, word: &'a str, token: usize, form: Option<Arc<Word>>) {
        self.words.push(word);
        self.token.push(token as u32);
        self.forms.push(form);
    }

    /// Whether the `k`-th word may be the first one of an entry of a table.
    pub(super) fn opens(&self, k: usize, what: Opens) -> bool {
        self.forms.get(k).and_then(Option::as_deref).is_some_and(|form| form.opens(what))
    }

    /// The token of the `k`-th word; one past the last token for one past the last word.
    pub(super) fn token(&self, k: usize) -> usize {
        self.token.get(k).map_or_else(|| self.token.last().map_or(0, |t| *t as usize + 1), |t| *t as usize)
    }
}

/// Whether the token begins with a capital letter.
pub(super) fn capital(t: &Token) -> bool {
    t.kind == TokenKind::Word && t.shape != Shape::Lower
}

/// Whether the word may be part of a name: with a capital at its head, not inside as in "mid-May".
pub(super) fn named(a: &Analysis, token: usize) -> bool {
    a.tokens.get(token).is_some_and(|t| capital(t) && t.span.of(&a.text).starts_with(char::is_uppercase))
}
