//! What a command says on standard error, and how it counts things there.

use std::fmt::Display;
use std::io::Write as _;

use truecopy::format::visible::visible;

/// Says on standard error what went wrong. Names of files may hold anything, so invisible characters are shown as signs.
pub fn complain(what: impl Display) {
    // Where standard error is closed there is nobody to tell.
    let _ = writeln!(std::io::stderr(), "truecopy: error: {}", visible(&what.to_string()));
}

/// Says on standard error how a run went.
pub fn note(what: impl Display) {
    let _ = writeln!(std::io::stderr(), "truecopy: {}", visible(&what.to_string()));
}

/// "1 row", "3 rows".
pub fn many(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}
