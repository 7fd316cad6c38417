//! The newsroom's own rules: words that it does not use, words that it prefers, words that a rewrite has to keep.
//!
//! A file of them (docs/house.md has its format) is read once for a run. Every form of every rule, and a piece of every pattern, goes into
//! one automaton, so that a thousand rules cost one pass over a text; a pattern is tried only where its piece was found. Patterns take
//! time in proportion to the text, whoever wrote them.
#![deny(clippy::indexing_slicing)]

mod find;
mod read;
mod rule;
mod seen;
mod trial;
mod words;

pub use find::{Found, House};
pub use rule::{Example, HouseRule, Kind, When};
pub use trial::{Outcome, Trial};
pub use words::{Pattern, Words};

/// The name under which a file of house rules is found beside the settings.
pub const FILE_NAME: &str = "house.toml";
