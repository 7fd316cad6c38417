//! The reader: a small contextual model that reads a sentence of the rewrite beside what the wire tells in its place, and says whether it is
//! borne out, contradicted, or says more; and which words carry that. A second one reads the sentence by itself, and says where a word is missing
//! in it. Knows no rule and no severity.
//!
//! `tools/train/reader` learns their weights; they lie in the crates `truecopy-reader-words`, `truecopy-reader-layers` and
//! `truecopy-reader-gaps` and are unpacked when the first sentence is read. A build without them may be given their bytes ([`Reader::bring`]).

mod brought;
mod builtin;
mod memory;
mod network;
mod pieces;
mod reading;
pub mod told;
mod weights;

use serde::{Deserialize, Serialize};

pub use brought::{Brought, Judge, Judgement};
pub use builtin::Reader;
pub use reading::{Gap, Reading};
pub use weights::Unfit;

/// What is given to the reader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Mode {
    /// Sentences in which something stands otherwise than in the wire and may be wrong; of one rewrite at most [`told::MOST`], the likeliest.
    Auto,
    /// Every sentence that is not the wire's own to the letter.
    All,
    /// Nothing: the rules judge alone.
    #[default]
    Off,
}

impl Mode {
    /// The names of all of them, as settings have them.
    pub const NAMES: [&str; 3] = ["auto", "all", "off"];

    /// The mode of this name.
    pub fn named(name: &str) -> Option<Self> {
        [Mode::Auto, Mode::All, Mode::Off].into_iter().find(|mode| mode.name() == name)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Mode::Auto => "auto",
            Mode::All => "all",
            Mode::Off => "off",
        }
    }
}
