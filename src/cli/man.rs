//! `truecopy man [COMMAND]`.

use clap::CommandFactory as _;

use super::output::to_stdout;
use super::{Cli, complain};
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

/// Runs `man`.
pub fn run(args: &Args) -> Exit {
    let mut all = Cli::command();
    all.build();
    let page = match &args.command {
        None => all,
        Some(name) => {
            let Some(found) = all.find_subcommand(name) else {
                complain(format_args!("unknown command `{name}`: `truecopy --help` lists all"));
                return Exit::Failed;
            };
            found.clone()
        }
    };
    let mut out = Vec::new();
    let written = clap_mangen::Man::new(page).render(&mut out).and_then(|()| to_stdout(&out));
    match written {
        Ok(()) => Exit::Clean,
        Err(e) => {
            complain(format_args!("cannot write to standard output: {e}"));
            Exit::Failed
        }
    }
}
