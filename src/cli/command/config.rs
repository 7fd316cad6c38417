//! `truecopy config`: the settings in force, each with where it comes from.

use std::path::PathBuf;

use truecopy::config;

use crate::cli::failure::Failure;
use crate::cli::output::writer::say;
use crate::cli::run::loaded::relative;
use crate::cli::run::settings::{RunArgs, SettingsArgs};
use crate::cli::run::setup::Setup;
use crate::exit::Exit;

const EXAMPLES: &str = "\
Settings are read from the truecopy.toml in the folder of a rewrite or the nearest one above it; the command line wins.
docs/gate.md describes every key.

Examples:
  truecopy config                       the settings in the working folder
  truecopy config sport/rewrite.txt     those for a rewrite, with what becomes of each rule there
  truecopy config --fail-on minor       with the command line on top
  truecopy config --schema > truecopy.schema.json";

/// Arguments of `config`.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// A rewrite for which the settings are to hold; it need not be there.
    #[arg(value_name = "REWRITE")]
    rewrite: Option<PathBuf>,

    /// Print the JSON Schema of truecopy.toml, for editors.
    #[arg(long)]
    schema: bool,

    #[command(flatten)]
    setup: SettingsArgs,

    #[command(flatten)]
    history: RunArgs,
}

/// Runs `config`.
pub fn run(args: &Args) -> Result<Exit, Failure> {
    let text = if args.schema { config::schema() } else { resolved(args)? };
    say(&text)?;
    Ok(Exit::Clean)
}

fn resolved(args: &Args) -> Result<String, Failure> {
    // Nothing is opened but the configuration file: a printed setting may name a file that is yet to be written.
    let setup = Setup::new(&args.history.with(&args.setup), None, true);
    match &args.rewrite {
        Some(path) => {
            let settings = setup.settings(path)?;
            Ok(config::print(&settings, Some(&relative(&settings, path))))
        }
        None => Ok(config::print(&setup.settings(std::path::Path::new("-"))?, None)),
    }
}
