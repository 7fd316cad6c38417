//! `truecopy check`.

use std::path::PathBuf;

use clap::ValueEnum;
use truecopy::check::{Checker, Kind, Options, Report};
use truecopy::report;

use super::output::{same_file, to_file, to_stdout};
use super::pairs::{Inputs, Text};
use super::style::{When, look};
use super::{complain, fail_on, input};
use crate::exit::{Exit, FailOn};

const EXAMPLES: &str = "\
Examples:
  Check a rewrite; exit status 1 if it has a major or critical finding:
    truecopy check wire.txt rewrite.txt

  A page with both stories side by side:
    truecopy check --format html -o report.html wire.txt rewrite.txt

  Two takes of the wire: what either of them says is said:
    truecopy check --wire update.txt wire.txt rewrite.txt

  Pairs out of two folders, or the wire out of an archive:
    truecopy check wires/ rewrites/
    truecopy check --archive wire.index rewrite.txt

  A summary from standard input, where left-out sentences are no fault:
    summarise wire.txt | truecopy check --summary wire.txt -";

/// Arguments of `check`.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    #[command(flatten)]
    inputs: Inputs,

    /// How to report.
    #[arg(long, value_enum, default_value_t = Format::Terminal)]
    format: Format,

    /// Write the report to a file instead of standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Exit with status 1 from this severity on: neutral, minor, major, critical or never.
    #[arg(long, value_name = "SEVERITY", default_value = "major", value_parser = fail_on)]
    fail_on: FailOnArg,

    /// The rewrite is a summary: sentences left out are no fault.
    #[arg(long)]
    summary: bool,

    /// The newsroom's own facts and spellings (docs/facts.md), before the built-in tables; may be given several times.
    #[arg(long, value_name = "FILE")]
    facts: Vec<PathBuf>,

    /// Columns of the terminal report [default: the terminal's, at most 110; 80 elsewhere].
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..))]
    width: Option<u16>,
}

// clap takes a plain `Option` for an argument that may be left out; this name keeps it from looking.
type FailOnArg = FailOn;

/// `--format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Annotated excerpts for reading at a prompt.
    Terminal,
    /// One self-contained page with both stories side by side.
    Html,
    /// For a comment in a pull request or a chat.
    Markdown,
    /// Everything, for programs (docs/report-format.md).
    Json,
    /// One line per rewrite, as `batch` writes it.
    Jsonl,
}

/// Runs `check`.
pub fn run(args: &Args, color: When) -> Exit {
    let jobs = match sensible(args).and_then(|()| args.inputs.jobs()) {
        Ok(jobs) => jobs,
        Err(message) => {
            complain(message);
            return Exit::Failed;
        }
    };
    let mut exit = if jobs.failures.is_empty() { Exit::Clean } else { Exit::Failed };
    jobs.failures.iter().for_each(complain);
    if args.format == Format::Html && jobs.jobs.len() > 1 {
        complain("an HTML page holds one report: check one REWRITE at a time with --format html");
        return Exit::Failed;
    }
    let facts = match super::facts::read(&args.facts) {
        Ok(facts) => facts.into(),
        Err(message) => {
            complain(message);
            return Exit::Failed;
        }
    };
    let kind = if args.summary { Kind::Summary } else { Kind::Auto };
    let checker = Checker::new(Options { kind, facts, ..Options::default() });
    let mut collected = Vec::new();
    for (i, job) in jobs.jobs.iter().enumerate() {
        let wires: Result<Vec<_>, String> = job.wires.iter().map(Text::read).collect();
        let (wires, story) = match wires.and_then(|wires| Ok((wires, job.rewrite.read()?))) {
            Ok(read) => read,
            Err(message) => {
                complain(message);
                exit = Exit::Failed;
                continue;
            }
        };
        let report = checker.check(wires, story);
        exit = exit.max(Exit::of(&report, args.fail_on));
        let mut text = render(&report, &job.name, args, color);
        if i + 1 < jobs.jobs.len() && matches!(args.format, Format::Terminal | Format::Markdown) {
            text.push('\n');
        }
        if args.output.is_some() {
            collected.extend_from_slice(text.as_bytes());
        } else if let Err(e) = to_stdout(text.as_bytes()) {
            complain(format_args!("cannot write to standard output: {e}"));
            return Exit::Failed;
        }
    }
    if let Some(path) = &args.output
        && !collected.is_empty()
        && let Err(message) = to_file(path, &collected)
    {
        complain(message);
        return Exit::Failed;
    }
    exit
}

/// What can be said against the arguments before anything is read.
fn sensible(args: &Args) -> Result<(), String> {
    let inputs = || args.inputs.paths();
    if inputs().filter(|p| input::is_stdin(p)).count() > 1 {
        return Err("`-` stands for standard input and can be given once: save one of the texts to a file".into());
    }
    if args.format == Format::Html && args.inputs.several() {
        return Err("an HTML page holds one report: check one REWRITE at a time with --format html".into());
    }
    if let Some(out) = &args.output
        && let Some(input) = inputs().find(|p| same_file(p, out))
    {
        return Err(format!("{}: the report would overwrite this story: give -o another name", input.display()));
    }
    Ok(())
}

fn render(report: &Report, name: &str, args: &Args, color: When) -> String {
    match args.format {
        Format::Terminal => {
            report::terminal::render(report, look(color, args.width.map(usize::from), args.output.is_some()))
        }
        Format::Html => report::html::render(report),
        Format::Markdown => report::markdown::render(report),
        Format::Json => report::json::render(report),
        Format::Jsonl => report::jsonl::render(report, name) + "\n",
    }
}
