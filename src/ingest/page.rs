//! What a format is read into: a text in parts.

use super::code::Code;
use super::dates::Ymd;
use super::part::Part;
use crate::text::{OffsetMap, Span};

/// A text in parts, with the way back to what it was made from.
#[derive(Default)]
pub(super) struct Page {
    pub text: String,
    /// From `text` to the string it was made from.
    pub map: OffsetMap,
    pub parts: Vec<Part>,
    /// The date in the metadata.
    pub date: Option<Ymd>,
    /// The stretches of text that microdata calls the body of the article.
    pub body: Vec<Span>,
    /// Where in the markup its linked data stand, as JSON.
    pub linked: Vec<Span>,
    /// What `<html lang>` says.
    pub language: Option<String>,
    /// Letters that readers see as codes.
    pub codes: Vec<Code>,
}
