//! `truecopy.toml`: from text to settings, each of which knows where it comes from. Reads no files.
//!
//! Every mistake in a file is found, not only the first, and each points at its line. [`keys`] is the one declaration of every setting: the
//! reader, the printed form, the suggestions, the schema for editors and the options of the command line all go by it.
#![deny(clippy::indexing_slicing)]

mod choices;
pub mod keys;
mod mistake;
mod pattern;
mod print;
mod read;
mod schema;
mod selector;
mod setting;
pub mod shape;

pub use choices::{Choices, Level, Override, category_names};
pub use keys::Config;
pub use mistake::{Lines, Mistake, nearest};
pub use pattern::{BadPattern, Pattern, glob};
pub use print::print;
pub use read::{place, read};
pub use schema::schema;
pub use selector::{Selector, UnknownSelector};
pub use setting::{Origin, Setting};

/// The name under which a configuration file is found.
pub const FILE_NAME: &str = "truecopy.toml";
/// The same for those who keep settings out of sight.
pub const HIDDEN_NAME: &str = ".truecopy.toml";
