//! `truecopy facts`: what is known of persons and their offices, and where it is from.

mod import;
mod learn;

use std::path::PathBuf;

use truecopy::facts::show;

use crate::cli::failure::Failure;
use crate::cli::output::writer::say;
use crate::cli::run::facts_files::read;
use crate::cli::run::settings::SettingsArgs;
use crate::cli::run::setup::Setup;
use crate::exit::Exit;

const EXAMPLES: &str = "\
Examples:
  Learn from trusted stories who is called what, and use it:
    truecopy facts learn archive/ -o facts.tsv
    truecopy check --facts facts.tsv wire.txt rewrite.txt

  Import a Wikidata query result:
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
    /// Show what is known under a name, and who says so.
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
pub fn run(args: &Args) -> Result<Exit, Failure> {
    match &args.command {
        Command::Learn(args) => learn::run(args),
        Command::Import(args) => import::run(args),
        Command::Show(args) => show_name(args),
    }
}

fn show_name(args: &ShowArgs) -> Result<Exit, Failure> {
    let name = args.name.join(" ");
    let given = SettingsArgs::of_facts(&args.facts);
    let facts = read(&Setup::new(&given, None, true).facts()?)?;
    let text = show(&facts, &name);
    if text.is_empty() {
        return Err(Failure::new(format!("nothing is known of `{name}`"))
            .advise("give a full name or a surname as news writes it, or --facts FILE"));
    }
    say(&text)?;
    Ok(Exit::Clean)
}
