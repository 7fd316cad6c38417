//! Files of the newsroom's own facts.

use std::path::Path;

use truecopy::facts::Facts;

use crate::cli::failure::Failure;
use crate::cli::input::bounds;
use crate::cli::output::messages::{complain, many};

/// A file of facts: its name, without the folders, and what stands in it.
pub type Text = (String, String);

/// Reads a file of the newsroom's own facts.
///
/// # Errors
/// Where it cannot be opened or is no text.
pub fn open(path: &Path) -> Result<Text, Failure> {
    let text = bounds::stay_inside(path)
        .and_then(|()| std::fs::read_to_string(path))
        .map_err(|e| Failure::because(e).at(path).advise("give a file of facts as in docs/facts.md"))?;
    Ok((path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned()), text))
}

/// The facts of these files. One bad row and none is used: every bad row is named on standard error.
///
/// # Errors
/// How many rows are bad.
pub fn read(texts: &[Text]) -> Result<Facts, Failure> {
    Facts::of_files(texts.iter().map(|(n, t)| (n.as_str(), t.as_str()))).map_err(|errors| {
        for (file, e) in &errors {
            complain(format_args!("{file}: {e}"));
        }
        let rows = many(errors.len(), "row");
        Failure::new(format!("{rows} of the facts cannot be read, so nothing was checked"))
            .advise("correct them or take them out")
    })
}
