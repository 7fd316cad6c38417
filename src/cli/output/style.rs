//! Colour and width: what the terminal and the environment allow.

use std::io::IsTerminal as _;

use anstyle::Style;
use clap::ValueEnum;
use truecopy::format::terminal::Look;

/// `--color`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// On a terminal, unless NO_COLOR is set; anywhere when CLICOLOR_FORCE is.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Columns used where standard output is no terminal.
const PLAIN_WIDTH: usize = 80;
/// Lines of prose longer than this are tiring to read, however wide the terminal is.
const MAX_WIDTH: usize = 110;

/// How to draw on standard output, or into a file when `to_file`.
pub fn look(when: When, width: Option<usize>, to_file: bool) -> Look {
    let color = match when {
        When::Always => true,
        When::Never => false,
        When::Auto => !to_file && anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never,
    };
    let terminal = (!to_file && std::io::stdout().is_terminal()).then(terminal_size::terminal_size).flatten();
    let measured = terminal.map_or(PLAIN_WIDTH, |(w, _)| usize::from(w.0).min(MAX_WIDTH));
    Look::new(width.unwrap_or(measured)).color(color)
}

/// `text` in `style`, where colour is on.
pub fn paint(look: Look, style: Style, text: &str) -> String {
    if look.color { format!("{style}{text}{style:#}") } else { text.to_owned() }
}
