//! Bars that show how far a command is, and how many threads it takes.

use std::io::{self, IsTerminal as _};
use std::thread;

use indicatif::{ProgressBar, ProgressStyle};

/// A bar on standard error of how much is done of `size`, or a sign of life where that is not known; nothing where standard error is
/// no terminal.
pub fn bar(size: Option<u64>, template: &str) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = size.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// As many threads as were asked for, or one for each core.
pub fn threads(given: Option<u16>) -> usize {
    given.map_or_else(|| thread::available_parallelism().map_or(1, usize::from), usize::from)
}
