//! Path patterns.

use std::fmt;

use globset::{GlobBuilder, GlobSet};

/// A path pattern as it was written, ready to be asked.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// As it was written.
    pub text: String,
    matcher: GlobSet,
}

impl Pattern {
    /// Whether it fits a path with `/` between its parts.
    pub fn fits(&self, path: &str) -> bool {
        self.matcher.is_match(path)
    }
}

/// Longest pattern, in bytes: as long as a path may be. What is longer costs more to build than all stories of a day to check.
const LONGEST: usize = 4096;

/// How deep braces may stand in braces: the library goes as deep into itself as they do.
const DEEPEST: usize = 8;

/// Why a text is no path pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadPattern {
    /// It is longer than any path.
    Long,
    /// Its braces stand too deep in each other.
    Deep,
    /// It can be read, but is too much to look for.
    Large,
    /// It does not follow the rules for patterns.
    Form(globset::Error),
}

impl fmt::Display for BadPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BadPattern::Long => write!(f, "it is longer than {LONGEST} bytes"),
            BadPattern::Deep => write!(f, "its braces are more than {DEEPEST} deep"),
            BadPattern::Large => f.write_str("it stands for too many names"),
            // Without the pattern itself, which whoever says this points at.
            BadPattern::Form(e) => e.kind().fmt(f),
        }
    }
}

impl std::error::Error for BadPattern {}

/// A path pattern; one without a slash fits a name in any folder, as in `.gitignore`, and one that begins with a slash does not.
///
/// # Errors
/// What is wrong with it.
pub fn glob(text: &str) -> Result<Pattern, BadPattern> {
    if text.len() > LONGEST {
        return Err(BadPattern::Long);
    }
    if depth(text) > DEEPEST {
        return Err(BadPattern::Deep);
    }
    let inner = text.trim_start_matches("./").trim_start_matches('/');
    let anchored = text.starts_with('/') || text.starts_with("./");
    let whole = match inner.strip_suffix('/') {
        // A folder stands for all that is in it.
        Some(folder) if anchored || folder.contains('/') => format!("{folder}/**"),
        Some(folder) => format!("**/{folder}/**"),
        None if anchored || inner.contains('/') => inner.to_owned(),
        None => format!("**/{inner}"),
    };
    let glob = GlobBuilder::new(&whole).literal_separator(true).build().map_err(BadPattern::Form)?;
    // A set of one: a single pattern that the machine below cannot hold would panic.
    let mut set = GlobSet::builder();
    set.add(glob);
    set.build().map(|matcher| Pattern { text: text.to_owned(), matcher }).map_err(|_| BadPattern::Large)
}

/// How deep the braces of a pattern stand in each other, at most.
fn depth(text: &str) -> usize {
    let (mut now, mut most) = (0_usize, 0);
    for byte in text.bytes() {
        match byte {
            b'{' => now += 1,
            b'}' => now = now.saturating_sub(1),
            _ => {}
        }
        most = most.max(now);
    }
    most
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_much_is_refused_and_nothing_panics() {
        let deep = |n: usize| format!("{}a{}", "{".repeat(n), "}".repeat(n));
        assert_eq!(glob(&deep(130)).map(|p| p.text), Err(BadPattern::Deep));
        assert!(glob(&deep(8)).is_ok());
        let wide = |n: usize| format!("{{{}}}", (0..n).map(|i| format!("w{i}")).collect::<Vec<_>>().join(","));
        assert_eq!(glob(&wide(60_000)).map(|p| p.text), Err(BadPattern::Long));
        assert!(glob(&wide(500)).is_ok_and(|p| p.fits("sport/w499") && !p.fits("sport/w500")));
        for part in ["*a", "[a-z]", "[!a]", "?", "{a,b}", "**/", "{**/,x}", "[\u{1f600}-\u{1f64f}]"] {
            let _ = glob(&part.repeat(LONGEST / part.len()));
        }
    }

    #[test]
    fn a_pattern_fits_what_it_says() {
        for (pattern, path, fits) in [
            ("*.txt", "a/b.txt", true),
            ("/*.txt", "a/b.txt", false),
            ("archive/", "x/archive/2026/a.txt", true),
            ("a/{b,c{d,e}}.txt", "a/ce.txt", true),
            ("a/*.txt", "a/b/c.txt", false),
            ("a/**", "a/b/c.txt", true),
        ] {
            assert_eq!(glob(pattern).map(|p| p.fits(path)), Ok(fits), "{pattern} {path}");
        }
    }
}
