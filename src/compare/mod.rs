//! What several rules need to compare the two sides. Nothing here reports anything.

pub(crate) mod belongings;
pub(crate) mod broken_off;
mod case;
pub(crate) mod changes;
pub(crate) mod denials;
pub(crate) mod directions;
pub(crate) mod edited;
pub(crate) mod faced_marks;
pub(crate) mod faults;
pub(crate) mod hedges;
pub(crate) mod kinship;
pub(crate) mod leftovers;
pub(crate) mod modality;
pub(crate) mod office_claims;
pub(crate) mod opposites;
pub(crate) mod passages;
pub(crate) mod quote_changes;
pub(crate) mod replaced;
mod shared;
pub(crate) mod sides;
pub(crate) mod standing;
pub(crate) mod states;
pub(crate) mod swaps;
pub(crate) mod tenses;
pub(crate) mod unlisted_words;
pub mod unmatched_names;
pub mod wire_index;

pub use case::Case;
pub use shared::Shared;
pub use wire_index::{WireIndex, WireTables};
