//! `truecopy man [COMMAND]`.

use crate::cli::failure::Failure;
use crate::cli::output::writer::to_stdout;
use crate::exit::Exit;

const EXAMPLES: &str = "\
Examples:
  truecopy man > truecopy.1
  truecopy man check > truecopy-check.1
  truecopy man | man -l -";

/// Arguments of `man`.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The command whose page to print; without it, the page of truecopy itself.
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

/// Runs `man` for the whole command line.
pub fn run(args: &Args, mut all: clap::Command) -> Result<Exit, Failure> {
    all.build();
    let page = match &args.command {
        None => all,
        Some(name) => {
            let Some(found) = all.find_subcommand(name) else {
                return Err(Failure::new(format!("unknown command `{name}`")).advise("`truecopy --help` lists all"));
            };
            found.clone()
        }
    };
    let mut out = Vec::new();
    clap_mangen::Man::new(page).render(&mut out).map_err(|e| Failure::new("cannot write the page").cause(e))?;
    to_stdout(&out)?;
    Ok(Exit::Clean)
}
