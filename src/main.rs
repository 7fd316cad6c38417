//! The command line: parse, run, exit status.

mod cli;
mod exit;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run().into()
}
