//! `truecopy completions SHELL`.

use clap_complete::Shell;

use crate::cli::failure::Failure;
use crate::cli::output::writer::to_stdout;
use crate::exit::Exit;

const EXAMPLES: &str = "\
Examples:
  truecopy completions bash > ~/.local/share/bash-completion/completions/truecopy
  truecopy completions zsh > ~/.zfunc/_truecopy
  truecopy completions fish > ~/.config/fish/completions/truecopy.fish";

/// Arguments of `completions`.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Which shell.
    #[arg(value_enum)]
    shell: Shell,
}

/// Runs `completions` for the whole command line.
pub fn run(args: &Args, mut all: clap::Command) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut all, "truecopy", &mut script);
    to_stdout(&script)?;
    Ok(Exit::Clean)
}
