//! Bytes, spans and folding: everything below the level of news.
//!
//! Offsets in this crate are byte offsets into the decoded UTF-8 text of one [`Source`], unless a name says otherwise.
//! [`Source::original`] maps them back to the bytes that were read, [`Source::code_points`] to Unicode code points of those.

mod fold;
mod keys;
mod lines;
mod numbered;
mod positions;
mod source;
mod span;

pub use fold::{as_read, fold_into, fold_word};
pub use keys::{Filter, Hash, KeyMap, Keys, hash, pair};
pub(crate) use numbered::numbered;
pub use positions::{Position, positions};
pub(crate) use source::SharedLines;
pub use source::{Encoding, OffsetMap, Source};
pub use span::{Covered, RewriteSpan, Span, WireSpan};
