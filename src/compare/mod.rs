//! What several rules need to compare the two sides. Nothing here reports anything.

mod case;
pub(crate) mod changes;
pub(crate) mod directions;
pub(crate) mod faced_marks;
pub(crate) mod hedges;
pub(crate) mod modality;
pub(crate) mod office_claims;
pub(crate) mod opposites;
pub(crate) mod quote_changes;
pub(crate) mod sides;
pub(crate) mod states;
pub(crate) mod unlisted_words;
pub(crate) mod unmatched_names;
pub(crate) mod wire_index;

pub use case::Case;
