//! Reading stories for the commands.

use std::path::Path;

use truecopy::ingest::{self, ReadError, Story};

/// Reads the story at `path`, or from standard input for `-`. The error names the path and what to do.
pub fn read(path: &Path) -> Result<Story, ReadError> {
    if is_stdin(path) { ingest::from_reader("-", std::io::stdin().lock()) } else { ingest::from_path(path) }
}

/// Whether `path` stands for standard input.
pub fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}
