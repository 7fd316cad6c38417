//! The pieces that a text falls into before anyone has said what they are.

use super::{BlockKind, FurnitureKind};
use crate::text::Span;

/// What the markup says about a piece; plain text says nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Hint {
    #[default]
    None,
    /// `<p>`.
    Running,
    /// `<title>`.
    Title,
    /// `<h1>`.
    Headline,
    /// `<h2>` to `<h6>`.
    Heading,
    /// `<li>`, or a bullet in plain text.
    Item,
    /// An element that its class calls a byline, and the like.
    Byline,
    /// An element that its class calls a standfirst.
    Summary,
    /// A paragraph or an item that is one link and nothing else.
    Linked,
    /// An element that is never part of a story.
    Furniture(FurnitureKind),
    /// A field of a feed, which is what it is called.
    Is(BlockKind),
}

/// A line, a paragraph, or the end of one that does not belong to it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub span: Span,
    pub hint: Hint,
    /// Whether nothing but one line break lies before it.
    pub joined: bool,
    /// Whether the markup sets it apart from the story: if it is no story, nobody who sees the page takes it for one.
    pub apart: bool,
}

impl Part {
    /// A part of a text that has no markup.
    pub fn new(span: Span, hint: Hint) -> Part {
        Part { span, hint, joined: false, apart: false }
    }
}
