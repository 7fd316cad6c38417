//! What was looked at and found right is written to the file of accepted findings.

use std::path::PathBuf;

use truecopy::gate::{Accepted, accepted};

use crate::cli::failure::Failure;
use crate::cli::output::lock::Lock;
use crate::cli::output::writer::to_file;
use crate::cli::run::loaded::Loaded;
use crate::cli::run::setup::ACCEPTED_NAME;

/// A finding that is accepted: its rule and its words.
pub type RuleAndWords = (&'static str, String);

/// Appends to the file of accepted findings, which is there whole at any time. Gives the file and what was not in it yet.
///
/// # Errors
/// Where the file cannot be read or written, or is wrong.
pub fn append(
    loaded: &Loaded,
    mut chosen: Vec<RuleAndWords>,
    reason: &str,
    place: Option<&str>,
) -> Result<(PathBuf, Vec<RuleAndWords>), Failure> {
    let file = loaded.config.accepted.value.clone().unwrap_or_else(|| PathBuf::from(ACCEPTED_NAME));
    // Of several that accept at a time each reads what the one before it wrote.
    let _lock = Lock::wait(&file).map_err(|e| Failure::new("cannot be written").at(&file).cause(e))?;
    let mut text = match std::fs::read_to_string(&file) {
        Ok(text) => text,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => accepted::HEAD.to_owned(),
        Err(e) => return Err(Failure::new("cannot be read").at(file).cause(e)),
    };
    let read = |text: &str| Accepted::read(text).map_err(|mistakes| Failure::mistakes(&file, mistakes));
    let there = read(&text)?;
    chosen.retain(|(rule, words)| !there.has(rule, words, place));
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    for (rule, words) in &chosen {
        text.push_str(&accepted::written(rule, words, reason, place));
    }
    read(&text)?;
    to_file(&file, text.as_bytes())?;
    Ok((file, chosen))
}
