//! Commands that say something of each story: the shapes in which they say it, and the way through their files.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use truecopy::ingest::{Format, Story};

use crate::cli::failure::Failure;
use crate::cli::input::files::read_all;
use crate::cli::output::messages::complain;
use crate::cli::output::writer;
use crate::exit::Exit;

/// `--format` of the commands that say something of each story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// For reading at a prompt.
    Text,
    /// One JSON object per story.
    Json,
}

/// Reads [`Shape`]. The help of a command says for itself what its text and its JSON hold.
pub fn shape(text: &'static str, json: &'static str) -> impl TypedValueParser<Value = Shape> {
    PossibleValuesParser::new([PossibleValue::new("text").help(text), PossibleValue::new("json").help(json)])
        .map(|value| if value == "json" { Shape::Json } else { Shape::Text })
}

/// Prints what `say` makes of every story in some files, with how the run ended by it. A file that cannot be read is named on standard
/// error, and the others are read.
///
/// # Errors
/// Where `say` cannot go on, or standard output cannot be written to.
pub fn for_each(
    files: &[PathBuf],
    from: Option<Format>,
    mut say: impl FnMut(&Story) -> Result<(String, Exit), Failure>,
) -> Result<Exit, Failure> {
    let mut exit = Exit::Clean;
    for file in files {
        let stories = match read_all(file, from) {
            Ok(stories) => stories,
            Err(message) => {
                complain(message);
                exit = Exit::Failed;
                continue;
            }
        };
        for story in &stories {
            let (said, outcome) = say(story)?;
            exit = exit.max(outcome);
            writer::say(&said)?;
        }
    }
    Ok(exit)
}
