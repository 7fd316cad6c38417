//! The command line: parse, run, exit status. All of it is in the library, because the Python module starts it too.

use std::process::ExitCode;

fn main() -> ExitCode {
    truecopy::cli::run(std::env::args_os()).into()
}
