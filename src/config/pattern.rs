//! Path patterns.

use std::fmt;

use globset::{GlobBuilder, GlobMatcher};

/// A path pattern as it was written, ready to be asked.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// As it was written.
    pub text: String,
    matcher: GlobMatcher,
}

impl Pattern {
    /// Whether it fits a path with `/` between its parts.
    pub fn fits(&self, path: &str) -> bool {
        self.matcher.is_match(path)
    }
}

/// Why a text is no path pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadPattern(globset::Error);

impl fmt::Display for BadPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Without the pattern itself, which whoever says this points at.
        self.0.kind().fmt(f)
    }
}

impl std::error::Error for BadPattern {}

/// A path pattern; one without a slash fits a name in any folder, as in `.gitignore`, and one that begins with a slash does not.
///
/// # Errors
/// What is wrong with it.
pub fn glob(text: &str) -> Result<Pattern, BadPattern> {
    let inner = text.trim_start_matches("./").trim_start_matches('/');
    let anchored = text.starts_with('/') || text.starts_with("./");
    let whole = match inner.strip_suffix('/') {
        // A folder stands for all that is in it.
        Some(folder) if anchored || folder.contains('/') => format!("{folder}/**"),
        Some(folder) => format!("**/{folder}/**"),
        None if anchored || inner.contains('/') => inner.to_owned(),
        None => format!("**/{inner}"),
    };
    let built = GlobBuilder::new(&whole).literal_separator(true).build();
    built.map(|g| Pattern { text: text.to_owned(), matcher: g.compile_matcher() }).map_err(BadPattern)
}
