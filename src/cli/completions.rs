//! `truecopy completions SHELL`.

use clap::CommandFactory as _;
use clap_complete::Shell;

use super::Cli;
use super::output::to_stdout;
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

/// Runs `completions`.
pub fn run(args: &Args) -> Result<Exit, String> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "truecopy", &mut script);
    to_stdout(&script)?;
    Ok(Exit::Clean)
}
