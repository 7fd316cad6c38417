//! Places, peoples and seats of government: which tokens name one, and what they stand for.

use std::ops::Range;
use std::sync::Arc;

use super::{Shape, Token, TokenKind};
use crate::knowledge::places::{self, Form, Kind, PlaceRef, StateId};
use crate::knowledge::word::{Opens, Word};
use crate::text::hash;

/// Tokens that name a place, its people, or the seat of a government.
#[derive(Clone, Debug)]
pub struct PlaceMark {
    /// The tokens.
    pub tokens: Range<usize>,
    /// The likeliest reading.
    pub place: PlaceRef,
    /// The state that it is or stands for: Russia, Russian, Moscow and the Kremlin all give `RU`.
    pub state: Option<StateId>,
}

impl PlaceMark {
    /// Whether the words are the adjective or the people's name, not the place's.
    pub fn is_demonym(&self) -> bool {
        self.place.form != Form::Name
    }
}

/// A key under which all names of one state or of one place are equal.
fn canon(p: &PlaceRef) -> u64 {
    match p.stands_for() {
        Some(state) => hash(state.code()) ^ 0x9e37_79b9_7f4a_7c15,
        None => hash(p.entity) ^ 0x9e37_79b9_7f4a_7c15,
    }
}

/// Finds the places among the tokens of one sentence, sets their `canon`, and appends the marks.
/// `first` is the index of the sentence's first token, `forms` has the folded form of each token.
pub fn mark(
    text: &str,
    folded: &str,
    forms: &[Arc<Word>],
    tokens: &mut [Token],
    first: usize,
    out: &mut Vec<PlaceMark>,
) {
    let mut key = String::new();
    let mut i = 0;
    while i < tokens.len() {
        let t = &tokens[i];
        let may = t.kind == TokenKind::Word && t.shape != Shape::Lower;
        if !(may && forms.get(i).is_some_and(|form| form.opens(Opens::Place))) {
            i += 1;
            continue;
        }
        match longest(text, folded, tokens, i, &mut key) {
            Some((len, place)) => {
                let c = canon(&place);
                // Every word of the name gets a key of its own, so that "the United States" does not bind one word twice.
                for (k, t) in tokens[i..i + len].iter_mut().enumerate() {
                    t.canon = if k == 0 { c } else { c.rotate_left(k as u32) };
                }
                out.push(PlaceMark { tokens: first + i..first + i + len, place, state: place.stands_for() });
                i += len;
            }
            None => i += 1,
        }
    }
}

fn longest(text: &str, folded: &str, tokens: &[Token], at: usize, key: &mut String) -> Option<(usize, PlaceRef)> {
    let fold = |t: &Token| folded.get(t.fold.0 as usize..t.fold.1 as usize).unwrap_or("");
    key.clear();
    key.push_str(fold(&tokens[at]));
    let mut best = None;
    let mut len = 1;
    loop {
        if let Some(place) = reading(text, tokens, at, len, key) {
            best = Some((len, place));
        }
        let Some(next) = tokens.get(at + len) else { break };
        if len >= places::MAX_WORDS {
            break;
        }
        // "People's Republic of China" and "St. Petersburg" are keys with their marks.
        if next.glued && (fold(next) == "'s" || (fold(next) == "." && key == "st")) {
            key.push_str(fold(next));
            len += 1;
            continue;
        }
        if !next.is_word() {
            break;
        }
        key.push(' ');
        key.push_str(fold(next));
        len += 1;
        if !places::begins(key) {
            break;
        }
    }
    best
}

/// The likeliest reading of a key, if it can be trusted where it stands.
fn reading(text: &str, tokens: &[Token], at: usize, len: usize, key: &str) -> Option<PlaceRef> {
    let starts = at == 0;
    let next_capital = tokens.get(at + len).is_some_and(|t| t.is_content() && t.shape == Shape::Title);
    // Since 2020 the news speaks of the virus, not of the towns.
    if key == "corona" {
        return None;
    }
    // "US" may be a word in capitals; "U.S." may not.
    let dotted = len == 1 && tokens[at].span.of(text).contains('.');
    let before_capital = at > 0 && tokens[at - 1].is_content() && tokens[at - 1].shape == Shape::Title;
    places::lookup(key).find(|p| {
        if p.care.all_capitals && tokens[at].span.of(text).chars().any(char::is_lowercase) {
            return false;
        }
        if p.care.postal || (p.care.word && !dotted && (starts || before_capital)) {
            return false;
        }
        // A town inside a longer name ("Paris Hilton", "Jack London") is no town; states and adjectives are.
        let town = matches!(p.kind, Kind::City) || p.care.word;
        !(town && p.form == Form::Name && (next_capital || before_capital) && p.population < 1_000_000)
    })
}
