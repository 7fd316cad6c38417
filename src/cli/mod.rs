//! The command line. The only folder that names clap, reads the environment and writes to standard output.
//!
//! | room | holds |
//! |---|---|
//! | `input` | which texts are checked against which, and how they are read |
//! | `output` | where reports and messages go, and how a file is written |
//! | `run` | settings, the files that they name, and the run over many pairs |
//! | `service` | the checker as the server and the review desk see it |
//! | `editor` | the checker as an editor sees it |
//! | `embedded` | the checker as a program sees it that has this one inside: the Python module |
//! | `command` | one file per subcommand: its arguments, and what it does with the rooms above |

mod command;
#[cfg(feature = "lsp")]
mod editor;
pub mod embedded;
mod failure;
mod input;
mod output;
mod run;
#[cfg(feature = "serve")]
mod service;

use std::ffi::OsString;

use clap::{CommandFactory as _, Parser, Subcommand};
use truecopy::format::visible::visible;

pub use crate::exit::Exit;
#[cfg(feature = "lsp")]
use command::lsp;
use command::{
    accept, batch, check, completions, config, eval, explain, facts, find, index, init, inspect, man, mcp, rules, watch,
};
#[cfg(feature = "serve")]
use command::{desk, learn, serve};
use output::messages::{complain, hush};
use output::style::When;

const EXAMPLES: &str = "\
Examples:
  truecopy check wire.txt rewrite.txt
  truecopy check --format html -o report.html wire.txt rewrite.txt
  truecopy batch pairs.jsonl > findings.jsonl
  truecopy explain number-changed

Exit status:
  0  everything was checked, nothing at or above --fail-on
  1  findings at or above --fail-on
  2  something could not be checked";

/// Checks a rewritten news story against the wire text it was made from.
#[derive(Parser)]
#[command(name = "truecopy", version, about, after_help = EXAMPLES, propagate_version = true, max_term_width = 100)]
struct Cli {
    /// When to use colour.
    #[arg(long, global = true, value_enum, default_value_t = When::Auto, value_name = "WHEN")]
    color: When,

    /// Say only what was found and what went wrong: no notes, no progress, no report on a rewrite without findings.
    #[arg(short, long, global = true)]
    quiet: bool,

    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Compare one wire story with one or more versions of it.
    Check(check::Args),
    /// Check many pairs: JSON lines in, JSON lines out, in order.
    Batch(batch::Args),
    /// Accept findings, with a reason, so that later runs do not hold them against a rewrite.
    Accept(accept::Args),
    /// Write a first file of settings, with a comment on each.
    Init(init::Args),
    /// Print the settings in force, each with where it comes from.
    Config(config::Args),
    /// Check what is put into a folder, as it comes.
    Watch(watch::Args),
    /// Answer requests over HTTP, from programs and from editors that know LanguageTool.
    #[cfg(feature = "serve")]
    Serve(serve::Args),
    /// Open the review desk: a queue of stories, decisions by people, a log of releases.
    #[cfg(feature = "serve")]
    Desk(desk::Args),
    /// Learn from the decisions of the review desk how sure findings are.
    #[cfg(feature = "serve")]
    Learn(learn::Args),
    /// Offer checks as tools of a language model: the Model Context Protocol on standard input and output.
    Mcp(mcp::Args),
    /// Show findings in an editor: the Language Server Protocol on standard input and output.
    #[cfg(feature = "lsp")]
    Lsp(lsp::Args),
    /// Find the wire story that a text was made from.
    Match(find::Args),
    /// Build an index of wire stories for `match` and `check --archive`, or bring it up to date.
    Index(index::Args),
    /// Show how a file is read: its format, fields, and what is story and what is not.
    Inspect(inspect::Args),
    /// List what truecopy looks for.
    Rules(rules::Args),
    /// Explain a rule, with examples.
    Explain(explain::Args),
    /// Learn, import and show what is known of persons and their offices.
    Facts(facts::Args),
    /// Measure the checker on labelled pairs, and calibrate its confidence.
    Eval(eval::Args),
    /// Print a completion script for a shell.
    Completions(completions::Args),
    /// Print the manual page.
    Man(man::Args),
}

/// Parses the command line, of which the first word is the name of the program, and runs the command. A wrong command line ends the process
/// with status 2; what keeps a command from its end is said here, once for all of them.
pub fn run(args: impl IntoIterator<Item = OsString>) -> Exit {
    let cli = Cli::try_parse_from(args).unwrap_or_else(|said| quit(&said));
    if cli.quiet {
        hush();
    }
    let done = match cli.command {
        Command::Check(args) => check::run(&args, cli.color),
        Command::Batch(args) => batch::run(&args),
        Command::Accept(args) => accept::run(&args),
        Command::Init(args) => init::run(&args),
        Command::Config(args) => config::run(&args),
        Command::Watch(args) => watch::run(&args),
        #[cfg(feature = "serve")]
        Command::Serve(args) => serve::run(&args),
        #[cfg(feature = "serve")]
        Command::Desk(args) => desk::run(&args),
        #[cfg(feature = "serve")]
        Command::Learn(args) => learn::run(&args),
        Command::Mcp(args) => mcp::run(&args),
        #[cfg(feature = "lsp")]
        Command::Lsp(args) => lsp::run(&args),
        Command::Match(args) => find::run(&args),
        Command::Index(args) => index::run(&args),
        Command::Inspect(args) => inspect::run(&args),
        Command::Rules(args) => rules::run(&args, cli.color),
        Command::Explain(args) => explain::run(&args, cli.color),
        Command::Facts(args) => facts::run(&args),
        Command::Eval(args) => eval::run(&args),
        Command::Completions(args) => completions::run(&args, Cli::command()),
        Command::Man(args) => man::run(&args, Cli::command()),
    };
    done.unwrap_or_else(|message| {
        complain(message);
        Exit::Failed
    })
}

/// Help, the version, or what is wrong with the command line: its words may hold anything, so invisible characters are shown as signs.
fn quit(said: &clap::Error) -> ! {
    let text = said.to_string();
    let shown = visible(&text);
    if shown == text {
        said.exit();
    }
    eprint!("{shown}");
    std::process::exit(said.exit_code());
}
