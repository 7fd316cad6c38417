//! `truecopy learn`: how sure findings are, by the decisions of a desk.

use std::path::PathBuf;

use truecopy::gate::learnt::{Learnt, written};

use crate::cli::failure::Failure;
use crate::cli::output::messages::note;
use crate::cli::output::writer::{say, to_file};
use crate::cli::run::setup::read_text;
use crate::cli::service::lessons;
use crate::exit::Exit;

const EXAMPLES: &str = "\
For each rule and severity, the share of findings that were errors is drawn towards what the program's own table says, so that a few decisions
move little. A critical finding about a figure or a date is never made less sure. Nothing changes unless --write is given and settings name the
file: learnt = \"truecopy-learnt.toml\" under [check].

Examples:
  truecopy learn --desk truecopy-desk.db                                  shows what it would change
  truecopy learn --desk truecopy-desk.db --write truecopy-learnt.toml
  truecopy learn --forget truecopy-learnt.toml                            takes it back";

/// Arguments of `learn`.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The file of the review desk.
    #[arg(long, value_name = "FILE", required_unless_present = "forget")]
    desk: Option<PathBuf>,

    /// Write what was learnt to this file.
    #[arg(long, value_name = "FILE")]
    write: Option<PathBuf>,

    /// Empty a file that was written so: findings are as sure again as the program's own table says.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["desk", "write"])]
    forget: Option<PathBuf>,
}

/// Runs `learn`.
pub fn run(args: &Args) -> Result<Exit, Failure> {
    if let Some(file) = &args.forget {
        ours(file)?;
        to_file(file, written(&[]).as_bytes())?;
        note(format_args!("{}: holds nothing any more", file.display()));
        return Ok(Exit::Clean);
    }
    let Some(desk) = &args.desk else {
        return Err(Failure::new("there is no desk to learn from").advise("give --desk FILE"));
    };
    let lessons = lessons::of_desk(desk)?;
    say(&lessons::table(&lessons))?;
    if let Some(file) = &args.write {
        if file.exists() {
            ours(file)?;
        }
        let learnt: Vec<_> = lessons.into_iter().map(|l| l.lesson).collect();
        to_file(file, written(&learnt).as_bytes())?;
        note(format_args!("{}: written; name it by `learnt` under [check], or --learnt", file.display()));
    }
    Ok(Exit::Clean)
}

/// Nothing, where a file is one that may be written anew.
fn ours(file: &PathBuf) -> Result<(), Failure> {
    let read = Learnt::read(&read_text(file)?);
    read.map(|_| ()).map_err(|_| Failure::new("this is no file of what was learnt, and was left as it is").at(file))
}
