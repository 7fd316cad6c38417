//! `truecopy lsp`: findings in an editor, while somebody writes.

use std::path::PathBuf;

use crate::cli::editor::{Options, Session};
use crate::cli::failure::Failure;
use crate::cli::run::settings::SettingsArgs;
use crate::exit::Exit;

const EXAMPLES: &str = "\
An editor starts it and speaks the Language Server Protocol with it; docs/lsp.md says how to set that up. The wire of a text that is opened is what --wire names, else what lies beside it by name (ferry.wire.txt and ferry.rewrite.txt), else what is found in --archive.

Examples:
  truecopy lsp
  truecopy lsp --archive wire.index";

/// Arguments of `lsp`.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The wire of every text that is opened; several are takes of one wire.
    #[arg(long, value_name = "WIRE")]
    wire: Vec<PathBuf>,

    /// Where to look for the wire of a text that has none beside it: an index made by `truecopy index`, or wire stories.
    #[arg(long, value_name = "ARCHIVE")]
    archive: Option<PathBuf>,

    /// Changes nothing: this is the only way to speak. Some clients pass it.
    #[arg(long, hide = true)]
    stdio: bool,

    #[command(flatten)]
    setup: SettingsArgs,
}

/// Runs `lsp`: answers until the client leaves.
pub fn run(args: &Args) -> Result<Exit, Failure> {
    let Args { wire, archive, setup, stdio: _ } = args;
    Session::new(Options { settings: setup.clone(), wires: wire.clone(), archive: archive.clone() }).run()
}
