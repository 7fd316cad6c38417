//! A quotation where it stands, and who is said to have said what.

use std::ops::Range;

use crate::analyse::reporting::Verb;
use crate::text::Span;

/// What quotation marks are used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QuoteKind {
    /// A sentence or clause that somebody spoke or wrote.
    Speech,
    /// Some words of what somebody said, within the reporter's sentence.
    Fragment,
    /// A word or two that the reporter holds at arm's length, with nobody said to have said them.
    Scare,
    /// The name of a work, a campaign, a law: every word of weight capitalised.
    Title,
}

/// One stretch of words in quotation marks. A quote that an attribution or a new paragraph breaks is several of these, chained by
/// `continues`.
#[derive(Clone, Debug)]
pub struct Quote {
    /// With its marks.
    pub span: Span,
    /// Without its marks.
    pub inner: Span,
    /// Tokens without the marks.
    pub tokens: Range<usize>,
    /// What the marks are for.
    pub kind: QuoteKind,
    /// Tokens of the speaker's name, or of whatever stands for it where no name is clear.
    pub speaker: Option<Range<usize>>,
    /// Index of the attribution among the story's [`Analysis::attributions`](crate::analyse::Analysis::attributions).
    pub attribution: Option<usize>,
    /// Token of the reporting verb.
    pub verb: Option<usize>,
    /// Index of the quote that this one goes on from: across an attribution, or from the paragraph before.
    pub continues: Option<usize>,
    /// The block that it stands in, an index into the story's blocks.
    pub block: usize,
    /// Whether a closing mark came, or, for a paragraph that another paragraph of the same speech follows, none was due.
    pub closed: bool,
    /// Whether a mark faces the wrong way or stands on the wrong side of a space.
    pub misplaced: bool,
    /// Whether it stands inside another quote.
    pub nested: bool,
}

/// A statement and the one it is ascribed to.
#[derive(Clone, Debug)]
pub struct Attribution {
    /// Tokens of the speaker as the sentence names them: a name, a noun phrase, a pronoun.
    pub speaker: Range<usize>,
    /// Tokens of the name that a pronoun stands for, where an earlier attribution makes it clear; otherwise the same as `speaker`.
    pub named: Range<usize>,
    /// Token of the reporting verb, or of "according".
    pub at: usize,
    /// The reporting verb; none for "according to".
    pub verb: Option<&'static Verb>,
    /// Tokens of what is said, without "that"; may hold quoted words.
    pub clause: Range<usize>,
    /// Whether speaker and verb come after what is said.
    pub trailing: bool,
}

impl Attribution {
    /// First and one past the last token of speaker and verb together.
    pub fn extent(&self) -> Range<usize> {
        self.speaker.start.min(self.at)..self.speaker.end.max(self.at + 1)
    }
}
