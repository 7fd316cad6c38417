//! One story, understood: what the later stages look at.

use std::ops::Range;
use std::sync::Arc;

use super::dates::DateMark;
use super::figures::Figure;
use super::names::{NameMark, RoleMark};
use super::places::PlaceMark;
use super::quotes::{Attribution, Quote};
use super::sentences::Sentence;
use super::tokens::Token;
use crate::knowledge::word::Word;
use crate::text::Span;

/// Everything that the later stages need to know of one story.
#[derive(Debug, Default)]
pub struct Analysis {
    /// The words, numbers and marks of the story in text order; page furniture, bylines and credits are left out.
    pub tokens: Vec<Token>,
    /// The sentences in text order; each is a run of `tokens`.
    pub sentences: Vec<Sentence>,
    /// Places, peoples and seats of government, in text order.
    pub places: Vec<PlaceMark>,
    /// Names of persons, bodies and places, in text order; they do not overlap.
    pub names: Vec<NameMark>,
    /// Offices, ranks and professions, in text order.
    pub roles: Vec<RoleMark>,
    /// What stands in quotation marks, in text order; a quote inside another follows it.
    pub quotes: Vec<Quote>,
    /// Who is said to have said what, in text order.
    pub attributions: Vec<Attribution>,
    /// Counts, sums, shares, measures, ranks and clock times, in text order.
    pub figures: Vec<Figure>,
    /// Days, months, years and words relative to the day of the story, in text order.
    pub dates: Vec<DateMark>,
    /// For each token one more than the index of the outermost quote that it stands in, or 0; empty where there is no quote.
    pub(super) quoted: Vec<u32>,
    /// Indices of the names, each way of writing one once; see [`Analysis::distinct_names`].
    pub(super) distinct: Vec<usize>,
    /// What the folded forms of all tokens are cut from; see [`Analysis::fold`].
    pub(super) folded: String,
    /// For each token, what the tables know of its folded form; see [`Analysis::form`].
    pub(super) forms: Vec<Arc<Word>>,
    /// The decoded text of the story, shared with it.
    pub text: Arc<str>,
}

impl Analysis {
    /// The folded form of a token: lower case, no diacritics, contractions written out.
    pub fn fold(&self, token: usize) -> &str {
        self.tokens.get(token).map_or("", |t| &self.folded[t.fold.0 as usize..t.fold.1 as usize])
    }

    /// The folded form of one of this analysis's tokens.
    pub fn fold_of(&self, token: &Token) -> &str {
        self.folded.get(token.fold.0 as usize..token.fold.1 as usize).unwrap_or("")
    }

    /// The folded form of a token as the tables know it.
    pub fn form(&self, token: usize) -> &Word {
        &self.forms[token]
    }

    pub(super) fn shared_form(&self, token: usize) -> Arc<Word> {
        Arc::clone(&self.forms[token])
    }

    /// How many words and numbers there are.
    pub fn word_count(&self) -> usize {
        self.tokens.iter().filter(|t| t.is_word()).count()
    }

    /// A token as it stands in the text.
    pub fn word(&self, token: usize) -> &str {
        self.tokens.get(token).map_or("", |t| t.span.of(&self.text))
    }

    /// The outermost quote that a token stands in.
    pub fn quote_at(&self, token: usize) -> Option<&Quote> {
        self.quotes.get(self.quote_number_at(token)?)
    }

    /// Which of `quotes` the outermost quote is that a token stands in.
    pub fn quote_number_at(&self, token: usize) -> Option<usize> {
        (*self.quoted.get(token)? as usize).checked_sub(1)
    }

    /// The attributions whose verb stands in some tokens.
    pub fn attributions_in(&self, tokens: &Range<usize>) -> &[Attribution] {
        let from = self.attributions.partition_point(|x| x.at < tokens.start);
        let to = self.attributions.partition_point(|x| x.at < tokens.end);
        self.attributions.get(from..to).unwrap_or_default()
    }

    /// Whether any words in quotation marks stand in some tokens.
    pub fn quotes_over(&self, tokens: &Range<usize>) -> bool {
        tokens.clone().any(|i| self.quoted.get(i).is_some_and(|quote| *quote != 0))
    }

    /// The text from the first to the last of some tokens.
    pub fn words(&self, tokens: Range<usize>) -> &str {
        self.span(tokens).of(&self.text)
    }

    /// The span from the first to the last of some tokens; empty for an empty range.
    pub fn span(&self, tokens: Range<usize>) -> Span {
        match (self.tokens.get(tokens.start), self.tokens.get(tokens.end.wrapping_sub(1))) {
            (Some(a), Some(b)) if tokens.start < tokens.end => a.span.to(b.span),
            _ => Span::default(),
        }
    }
}
