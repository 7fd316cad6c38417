//! One story, understood: tokens, sentences and their marks. Never looks at the other side.

mod analysis;
pub mod dates;
pub mod figures;
pub mod function;
mod language;
mod lemmas;
mod mended;
pub mod names;
mod places;
mod quotes;
pub mod reporting;
mod sentences;
mod tokens;

pub use crate::text::hash;
pub use analysis::Analysis;
pub use dates::DateMark;
pub use figures::{Figure, FigureKind};
pub use function::Class;
pub use language::Language;
pub use names::{NameKind, NameMark, RoleMark};
pub use places::PlaceMark;
pub use quotes::{Attribution, Quote, QuoteKind, person_name};
pub use sentences::Sentence;
pub use tokens::{Shape, Token, TokenKind};

use std::sync::Arc;

use crate::ingest::{BlockKind, Story};
use crate::knowledge::word::Word;
use crate::text::Span;

impl Analysis {
    /// Analyses a story.
    pub fn of(story: &Story) -> Self {
        Analysis::of_while(story, &|| true).unwrap_or_default()
    }

    /// The same as long as `go_on` says so, which is asked before each sentence and each step; none where it said no.
    pub fn of_while(story: &Story, go_on: &dyn Fn() -> bool) -> Option<Self> {
        let ask = || go_on().then_some(());
        let mut a = Analysis { text: Arc::clone(&story.source.text), ..Analysis::default() };
        for (i, block) in story.blocks.iter().enumerate() {
            if !block.kind.is_story() {
                continue;
            }
            ask()?;
            let mut span = block.span;
            if let Some(d) = story.dateline
                && span.contains(d.span)
            {
                span.start = d.span.end;
            }
            a.add_block((i, block.kind), span, &story.inline, go_on)?;
        }
        ask()?;
        names::mark(&mut a);
        ask()?;
        let found = quotes::find(&a);
        (a.quotes, a.quoted, a.attributions) = (found.quotes, found.quoted, found.attributions);
        ask()?;
        a.dates = dates::find(&a);
        ask()?;
        a.figures = figures::find(&a, &a.dates);
        Some(a)
    }

    /// Adds the words of a block but those in `furniture`. A story may be one block, and that one sentence, so that `go_on` is asked
    /// between the steps as well.
    fn add_block(
        &mut self,
        (block, kind): (usize, BlockKind),
        span: Span,
        furniture: &[Span],
        go_on: &dyn Fn() -> bool,
    ) -> Option<()> {
        let ask = || go_on().then_some(());
        let first = self.tokens.len();
        tokens::tokenise(&self.text, span, &mut self.folded, &mut self.tokens);
        let mut furniture = furniture[furniture.partition_point(|f| f.start < span.start)..].iter().peekable();
        if furniture.peek().is_some_and(|f| f.start < span.end) {
            let mut kept = self.tokens.split_off(first);
            kept.retain(|t| {
                while furniture.next_if(|f| f.end <= t.span.start).is_some() {}
                !furniture.peek().is_some_and(|f| f.contains(t.span))
            });
            self.tokens.append(&mut kept);
        }
        ask()?;
        let first_sentence = self.sentences.len();
        sentences::split(&self.text, &mut self.tokens, first, block, kind, &mut self.sentences);
        ask()?;
        let fold = |t: &Token| self.folded.get(t.fold.0 as usize..t.fold.1 as usize).unwrap_or("");
        self.forms.extend(self.tokens[first..].iter().map(|t| Word::hashed(t.hash, fold(t))));
        for sentence in &self.sentences[first_sentence..] {
            ask()?;
            let (first, tokens) = (sentence.tokens.start, &mut self.tokens[sentence.tokens.clone()]);
            let forms = &self.forms[sentence.tokens.clone()];
            lemmas::tag(&self.text, &self.folded, tokens, forms);
            ask()?;
            places::mark(&self.text, &self.folded, forms, tokens, first, &mut self.places);
        }
        Some(())
    }
}
