//! Names and roles: who and what a story speaks of.
//!
//! A name is a run of capitalised words (or words that the tables know) in one sentence, with its kind, the role that stands with it
//! and the gender that its words fix. Short forms are linked to full ones, acronyms to expansions, so that all marks of one person or body
//! share an entity.

mod heads;
mod link;
mod roles;
mod runs;
mod written;

use std::ops::Range;
use std::sync::Arc;

use super::{Analysis, Shape, Token, TokenKind};
use crate::knowledge::places::StateId;
use crate::knowledge::titles::{Gender, TitleRef};
use crate::knowledge::word::{Opens, Word};

pub use heads::{is_compound, is_org_head, is_place_head, is_proper, is_speech, pronoun_gender};
pub use link::stands_for;
pub use written::Written;

/// What a name is the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NameKind {
    /// A person.
    Person,
    /// A company, ministry, party, team, paper …
    Organisation,
    /// A place, or the people or adjective of one.
    Place,
    /// A name of which the words do not tell what it names.
    Other,
}

/// A name where it stands.
#[derive(Clone, Debug)]
pub struct NameMark {
    /// The words of the name, without titles.
    pub tokens: Range<usize>,
    /// What it names, as far as the words and the tables tell.
    pub kind: NameKind,
    /// Whether the kind rests on a table, a title or a telling word and not on the look of the words alone.
    pub sure: bool,
    /// How it is written.
    pub written: Written,
    /// The place mark that it is, an index into the analysis's `places`.
    pub place: Option<usize>,
    /// The organisation of the tables that it is.
    pub org: Option<&'static str>,
    /// The role that stands with it, an index into the analysis's `roles`.
    pub role: Option<usize>,
    /// The name of the body that it is put with, an index into the analysis's `names`: "Ilse Brandt, a physicist at the University of Padua".
    pub body: Option<usize>,
    /// The gender that its title or first name fixes.
    pub gender: Option<Gender>,
    /// Equal for all marks of one person, body or place in the story: the index of the first and fullest of them.
    pub entity: usize,
}

impl NameMark {
    /// Whether it is one word in capitals, as initials are: "EU", "NATO".
    pub fn is_upper(&self, a: &Analysis) -> bool {
        self.tokens.len() == 1 && a.tokens[self.tokens.start].shape == Shape::Upper
    }
}

/// An office, rank or profession where it stands, with or without the name of the person who has it.
#[derive(Clone, Debug)]
pub struct RoleMark {
    /// The words of the title with its modifiers, without state or organisation.
    pub tokens: Range<usize>,
    /// From the first to the last word that belongs to the role: "former NATO deputy secretary general".
    pub whole: Range<usize>,
    /// The likeliest reading of the words.
    pub title: TitleRef,
    /// The place mark that says of which state or town it is: "Estonian", "of Estonia".
    pub place: Option<usize>,
    /// The state of that place.
    pub state: Option<StateId>,
    /// The name of the body it belongs to, an index into the analysis's `names`: "NATO official", "spokesman for Oxfam".
    pub body: Option<usize>,
    /// The person who has it, an index into the analysis's `names`.
    pub name: Option<usize>,
}

/// Finds the names and roles of a whole story. Tokens, sentences and places have to be there.
pub(super) fn mark(a: &mut Analysis) {
    let known = link::surnames(a);
    let mut place = 0;
    for s in 0..a.sentences.len() {
        let words = Words::of(a, s);
        let first_role = a.roles.len();
        let mut found = Vec::new();
        roles::find(a, &words, &mut found);
        let first_name = a.names.len();
        let mut names = Vec::new();
        while a.places.get(place).is_some_and(|p| p.tokens.start < a.sentences[s].tokens.start) {
            place += 1;
        }
        runs::find(a, &words, s, place, &mut found, &known, &mut names);
        a.roles.extend(found);
        a.names.extend(names);
        roles::attach(a, s, first_role, first_name);
    }
    link::entities(a);
    let written: Vec<Written> = a.names.iter().map(|m| Written::of(a, m)).collect();
    for (m, written) in a.names.iter_mut().zip(written) {
        m.written = written;
    }
}

/// The words of one sentence as the tables want them: folded, hyphened prefixes as words of their own, an empty word for every mark.
struct Words<'a> {
    /// Folded words.
    words: Vec<&'a str>,
    /// For each, its token.
    token: Vec<u32>,
    /// For each, what the tables know of it; none for marks.
    forms: Vec<Option<Arc<Word>>>,
}

impl Words<'_> {
    fn of(a: &Analysis, sentence: usize) -> Words<'_> {
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
    fn opens(&self, k: usize, what: Opens) -> bool {
        self.forms.get(k).and_then(Option::as_deref).is_some_and(|form| form.opens(what))
    }

    /// The token of the `k`-th word; one past the last token for one past the last word.
    fn token(&self, k: usize) -> usize {
        self.token.get(k).map_or_else(|| self.token.last().map_or(0, |t| *t as usize + 1), |t| *t as usize)
    }
}

/// Whether the token begins with a capital letter.
fn capital(t: &Token) -> bool {
    t.kind == TokenKind::Word && t.shape != Shape::Lower
}

/// Whether the word may be part of a name: with a capital at its head, not inside as in "mid-May".
fn named(a: &Analysis, token: usize) -> bool {
    a.tokens.get(token).is_some_and(|t| capital(t) && t.span.of(&a.text).starts_with(char::is_uppercase))
}

impl Analysis {
    /// The name that a token belongs to, an index into `names`.
    pub fn name_at(&self, token: usize) -> Option<usize> {
        let k = self.names.partition_point(|n| n.tokens.end <= token);
        self.names.get(k).filter(|n| n.tokens.contains(&token)).map(|_| k)
    }

    /// The names that stand wholly in some tokens, as indices into `names`.
    pub fn names_in(&self, tokens: Range<usize>) -> Range<usize> {
        let first = self.names.partition_point(|n| n.tokens.start < tokens.start);
        let last = self.names.partition_point(|n| n.tokens.start < tokens.end);
        first..last.max(first)
    }

    /// The roles that begin in some tokens, as indices into `roles`.
    pub fn roles_in(&self, tokens: Range<usize>) -> Range<usize> {
        let first = self.roles.partition_point(|r| r.tokens.start < tokens.start);
        let last = self.roles.partition_point(|r| r.tokens.start < tokens.end);
        first..last.max(first)
    }
}

#[cfg(test)]
mod tests;
