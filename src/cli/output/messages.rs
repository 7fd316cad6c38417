//! What a command says on standard error, and how it counts things there.

use std::fmt::Display;
use std::io::Write as _;
use std::sync::atomic::{AtomicBool, Ordering};

use truecopy::format::visible::visible;

/// Says on standard error what went wrong. Names of files may hold anything, so invisible characters are shown as signs.
pub fn complain(what: impl Display) {
    // Where standard error is closed there is nobody to tell.
    let _ = writeln!(std::io::stderr(), "truecopy: error: {}", visible(&what.to_string()));
}

static QUIET: AtomicBool = AtomicBool::new(false);

/// From now on only what was found and what went wrong is said: `--quiet`.
pub fn hush() {
    QUIET.store(true, Ordering::Relaxed);
}

/// Whether only what was found and what went wrong is said.
pub fn is_quiet() -> bool {
    QUIET.load(Ordering::Relaxed)
}

/// Says on standard error how a run went, unless nobody wants to know.
pub fn note(what: impl Display) {
    if is_quiet() {
        return;
    }
    let _ = writeln!(std::io::stderr(), "truecopy: {}", visible(&what.to_string()));
}

/// "1 row", "3 rows".
pub fn many(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}
