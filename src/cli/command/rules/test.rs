//! `truecopy rules test`: whether house rules do what their examples say.

use std::fmt::Write as _;
use std::path::PathBuf;

use truecopy::house::{FILE_NAME, HouseRule, Outcome, Trial};

use crate::cli::failure::Failure;
use crate::cli::output::messages::many;
use crate::cli::output::writer::say;
use crate::cli::run::house_files;
use crate::cli::run::setup::read_text;
use crate::exit::Exit;

const EXAMPLES: &str = "\
Each rule is tried on its own examples: it has to find something in every bad one and nothing in any good one, and what it suggests must
be right by the rule itself. Exit status 1 if one of them is not as it says. docs/house.md describes the file.

Examples:
  truecopy rules test
  truecopy rules test desk/house.toml sport/house.toml";

/// Arguments of `rules test`.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Files of house rules [default: house.toml].
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
}

/// Runs `rules test`.
pub fn run(args: &Args) -> Result<Exit, Failure> {
    let files = if args.files.is_empty() { vec![PathBuf::from(FILE_NAME)] } else { args.files.clone() };
    let read = |path: &PathBuf| Ok((path.display().to_string(), read_text(path)?));
    let texts = files.iter().map(read).collect::<Result<Vec<_>, Failure>>()?;
    let house = house_files::read(&files, &texts)?;
    let trials = house.trials();
    let place = |rule: &HouseRule, line: usize| {
        format!("{}:{line}: {}", texts.get(rule.file).map_or("", |(name, _)| name), rule.rule.id)
    };
    let (mut out, mut wrong) = (String::new(), 0);
    for trial in trials.iter().filter(|t| t.outcome != Outcome::Right) {
        wrong += 1;
        let _ = writeln!(out, "{}: {}", place(trial.rule, trial.example.line), fault(trial));
    }
    let untried =
        house.rules().iter().filter(|r| !r.examples.iter().any(|e| e.bad) || r.examples.iter().all(|e| e.bad));
    for rule in untried {
        let lacks = if rule.examples.iter().any(|e| e.bad) { "good" } else { "bad" };
        let _ = writeln!(out, "{}: has no {lacks} example", place(rule, rule.line));
    }
    for rule in house.slow() {
        let why = "its pattern begins and ends with nothing certain, so it is tried on every text";
        let _ = writeln!(out, "{}: slow: {why}", place(rule, rule.line));
    }
    let (rules, tried) = (many(house.rules().len(), "rule"), many(trials.len(), "example"));
    let _ = writeln!(out, "{rules}, {tried}: {} as they say, {wrong} not", trials.len() - wrong);
    say(&out)?;
    Ok(if wrong > 0 { Exit::Findings } else { Exit::Clean })
}

fn fault(trial: &Trial) -> String {
    match &trial.outcome {
        Outcome::Right => String::new(),
        Outcome::Missed => format!("finds nothing in the bad example “{}”", trial.example.rewrite.trim()),
        Outcome::Alarm(words) if words.is_empty() => {
            format!("finds something missing in the good example “{}”", trial.example.rewrite.trim())
        }
        Outcome::Alarm(words) => format!("finds “{words}” in the good example “{}”", trial.example.rewrite.trim()),
        Outcome::Again(words) => format!("finds “{words}” again in what it suggests itself"),
    }
}
