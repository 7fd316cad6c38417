//! Bars that show how far a command is.

use std::io::{self, IsTerminal as _};

use indicatif::{ProgressBar, ProgressStyle};

use crate::cli::output::messages::is_quiet;

/// A bar on standard error of how much is done of `size`, or a sign of life where that is not known; nothing where standard error is
/// no terminal, or nobody wants to know.
pub fn bar(size: Option<u64>, template: &str) -> ProgressBar {
    if is_quiet() || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = size.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
