//! What is in the pack of the tagger.

use crate::knowledge::lexicon::bytes::{StringTable, section};

pub(super) static PACK: &[u8] = truecopy_data::packs::TAGGER;
pub(super) static WORDS: StringTable =
    StringTable { blob: section(PACK, 0), offsets: section(PACK, 1), slots: section(PACK, 2), width: 3 };
pub(super) static TAGS: &[u8] = section(PACK, 3);
pub(super) static PATCH_WORDS: &[u8] = section(PACK, 4);
