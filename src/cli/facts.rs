//! `truecopy facts`: what is known of persons and their offices, and where it is from.

mod import;
mod learn;

use std::path::{Path, PathBuf};

use truecopy::facts::{Facts, show};

use super::output::to_stdout;
use super::setup::{SettingsArgs, Setup};
use super::{complain, many};
use crate::exit::Exit;

const EXAMPLES: &str = "\
Examples:
  Learn from trusted stories who is called what, and use it:
    truecopy facts learn archive/ -o facts.tsv
    truecopy check --facts facts.tsv wire.txt rewrite.txt

  Take over a Wikidata query result:
    truecopy facts import query.csv -o office-holders.tsv

  Ask what is known:
    truecopy facts show --facts facts.tsv \"Kaja Kallas\"";

/// Arguments of `facts`.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Learn from trusted stories who was called what, when and how often.
    Learn(learn::Args),
    /// Turn a list of office-holders, such as a Wikidata query result, into a facts file.
    Import(import::Args),
    /// Say what is known under a name, and who says so.
    Show(ShowArgs),
}

/// Arguments of `facts show`.
#[derive(clap::Args)]
pub struct ShowArgs {
    /// A person, a place, an organisation, a currency or a word of house style.
    #[arg(value_name = "NAME", required = true)]
    name: Vec<String>,

    /// A file of the newsroom's own facts, instead of those that the truecopy.toml of the working folder names; may be given several
    /// times.
    #[arg(long, value_name = "FILE")]
    facts: Vec<PathBuf>,
}

/// Runs `facts`.
pub fn run(args: &Args) -> Result<Exit, String> {
    match &args.command {
        Command::Learn(args) => learn::run(args),
        Command::Import(args) => import::run(args),
        Command::Show(args) => show_name(args),
    }
}

fn show_name(args: &ShowArgs) -> Result<Exit, String> {
    let name = args.name.join(" ");
    let given = SettingsArgs { facts: args.facts.clone(), ..SettingsArgs::default() };
    let facts = read(&Setup::new(&given, None, true).facts()?)?;
    let text = show(&facts, &name);
    if text.is_empty() {
        return Err(format!(
            "nothing is known of `{name}`: give a full name or a surname as news writes it, or --facts FILE"
        ));
    }
    to_stdout(text.as_bytes())?;
    Ok(Exit::Clean)
}

/// A file of facts: its name, without the folders, and what stands in it.
pub type Text = (String, String);

/// Reads a file of the newsroom's own facts.
///
/// # Errors
/// Where it cannot be opened or is no text.
pub fn open(path: &Path) -> Result<Text, String> {
    let text = std::fs::read_to_string(path)
        .map_err(|e| format!("{}: {e}: give a file of facts as in docs/facts.md", path.display()))?;
    Ok((path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned()), text))
}

/// The facts of these files. One bad row and none is used: every bad row is named on standard error.
///
/// # Errors
/// How many rows are bad.
pub fn read(texts: &[Text]) -> Result<Facts, String> {
    Facts::of_files(texts.iter().map(|(n, t)| (n.as_str(), t.as_str()))).map_err(|errors| {
        for (file, e) in &errors {
            complain(format_args!("{file}: {e}"));
        }
        let rows = many(errors.len(), "row");
        format!("{rows} of the facts cannot be read, so nothing was checked: correct them or take them out")
    })
}
