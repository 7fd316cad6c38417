//! One story, understood: tokens, sentences and their marks. Never looks at the other side.

pub mod dates;
pub mod figures;
pub mod function;
mod lemmas;
pub mod names;
mod places;
mod quotes;
pub mod reporting;
mod sentences;
mod tokens;

pub use crate::text::hash;
pub use dates::DateMark;
pub use figures::{Figure, FigureKind};
pub use function::Class;
pub use names::{NameKind, NameMark, RoleMark};
pub use places::PlaceMark;
pub use quotes::{Attribution, Quote, QuoteKind, person_name};
pub use sentences::Sentence;
pub use tokens::{Shape, Token, TokenKind};

use std::ops::Range;
use std::sync::Arc;

use crate::ingest::{BlockKind, Story};
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
    /// What the folded forms of all tokens are cut from; see [`Analysis::fold`].
    folded: String,
    /// For each token, what the tables know of its folded form; see [`Analysis::form`].
    forms: Vec<Arc<Word>>,
    /// The decoded text of the story, shared with it.
    pub text: Arc<str>,
}

impl Analysis {
    /// Analyses a story.
    pub fn of(story: &Story) -> Self {
        let mut a = Analysis { text: Arc::clone(&story.source.text), ..Analysis::default() };
        for (i, block) in story.blocks.iter().enumerate() {
            if !block.kind.is_story() {
                continue;
            }
            let mut span = block.span;
            if let Some(d) = story.dateline
                && span.contains(d.span)
            {
                span.start = d.span.end;
            }
            a.add_block(i, block.kind, span);
        }
        names::mark(&mut a);
        let (quotes, attributions) = quotes::find(&a);
        a.quotes = quotes;
        a.attributions = attributions;
        a.dates = dates::find(&a);
        a.figures = figures::find(&a, &a.dates);
        a
    }

    fn add_block(&mut self, block: usize, kind: BlockKind, span: Span) {
        let first = self.tokens.len();
        tokens::tokenise(&self.text, span, &mut self.folded, &mut self.tokens);
        let first_sentence = self.sentences.len();
        sentences::split(&self.text, &mut self.tokens, first, block, kind, &mut self.sentences);
        let fold = |t: &Token| self.folded.get(t.fold.0 as usize..t.fold.1 as usize).unwrap_or("");
        self.forms.extend(self.tokens[first..].iter().map(|t| Word::hashed(t.hash, fold(t))));
        for sentence in &self.sentences[first_sentence..] {
            let (first, tokens) = (sentence.tokens.start, &mut self.tokens[sentence.tokens.clone()]);
            let forms = &self.forms[sentence.tokens.clone()];
            lemmas::tag(&self.text, &self.folded, tokens, forms);
            places::mark(&self.text, &self.folded, forms, tokens, first, &mut self.places);
        }
    }

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

    fn shared_form(&self, token: usize) -> Arc<Word> {
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
        let end = self.quotes.partition_point(|q| q.tokens.start <= token);
        self.quotes[..end].iter().rev().find(|q| !q.nested && q.tokens.contains(&token))
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
