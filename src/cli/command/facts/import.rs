//! `truecopy facts import`.

use std::io::Read as _;
use std::path::PathBuf;

use truecopy::facts::import::import;
use truecopy::facts::{self, PartialDate};

use crate::cli::failure::Failure;
use crate::cli::input::bounds;
use crate::cli::input::files::is_stdin;
use crate::cli::output::messages::{complain, many, note};
use crate::cli::output::writer::{put, same_file};
use crate::exit::Exit;

const EXAMPLES: &str = "\
The list is CSV or TSV with a heading line, or JSON, as query.wikidata.org gives it. Columns go by their names:
  person     personLabel, itemLabel, name …
  office     positionLabel, officeLabel, office …   \"Prime Minister of Estonia\" or \"prime minister\"
  of what    countryLabel, ofLabel, organization …  may be missing where the office says it
  dates      start, end                             2021-01-26 or 2021-01-26T00:00:00Z
docs/facts.md has a query that gives such a list.

Examples:
  truecopy facts import query.csv -o office-holders.tsv
  truecopy facts import --as-of 2026-11-01 query.json > office-holders.tsv";

/// Arguments of `facts import`.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The list; `-` for standard input.
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Write the facts to a file instead of standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// The day up to which terms without an end are known to last [default: the newest date of the list].
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    as_of: Option<PartialDate>,
}

fn day(text: &str) -> Result<PartialDate, Failure> {
    let day = PartialDate::parse(text).filter(|d| d.day.is_some());
    day.ok_or_else(|| Failure::new("expected a day such as 2026-11-01"))
}

/// How many bad rows are named one by one.
const NAMED: usize = 50;

/// Runs `facts import`.
pub fn run(args: &Args) -> Result<Exit, Failure> {
    if let Some(out) = args.output.as_deref().filter(|o| same_file(&args.file, o)) {
        return Err(Failure::new("the facts would overwrite the list").at(out).advise("give -o another name"));
    }
    let shown = args.file.display();
    let at = || Failure::new("").at(&args.file);
    let failed = |e: std::io::Error| at().cause(e).advise("give a CSV or JSON list of office-holders");
    let mut bytes = Vec::new();
    if is_stdin(&args.file) {
        std::io::stdin().read_to_end(&mut bytes).map_err(failed)?;
    } else {
        bounds::open(&args.file).and_then(|mut file| file.read_to_end(&mut bytes)).map_err(failed)?;
    }
    let text = String::from_utf8(bytes)
        .map_err(|e| Failure::new(format!("invalid UTF-8 at byte {}", e.utf8_error().valid_up_to())).at(&args.file))?;
    let name = args.file.file_name().map_or_else(|| "list".to_owned(), |n| n.to_string_lossy().into_owned());
    let got = import(&text, &name, args.as_of.map(PartialDate::earliest)).map_err(|e| at().cause(e))?;
    for e in got.skipped.iter().take(NAMED) {
        complain(format_args!("{shown}: {e}: left out"));
    }
    if got.skipped.len() > NAMED {
        complain(format_args!("{shown}: {} more left out", many(got.skipped.len() - NAMED, "row")));
    }
    if got.rows.is_empty() {
        return Err(Failure::new("no row of it can be used").at(&args.file));
    }
    let text = facts::write(&got.rows);
    put(args.output.as_deref(), text.as_bytes())?;
    note(format_args!("{} imported, {} left out", many(got.rows.len(), "term"), many(got.skipped.len(), "row")));
    Ok(Exit::Clean)
}
