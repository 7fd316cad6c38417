//! `truecopy accept`: writes findings to the file of accepted findings, each with a reason.

use std::path::PathBuf;

use truecopy::finding::Finding;
use truecopy::gate::{Judged, fingerprint};

use crate::cli::failure::Failure;
use crate::cli::input::files;
use crate::cli::output::messages::note;
use crate::cli::output::writer::say;
use crate::cli::run::accepting::{self, RuleAndWords};
use crate::cli::run::settings::{Day, SettingsArgs, date};
use crate::cli::run::setup::Setup;
use crate::exit::Exit;

const EXAMPLES: &str = "\
A wire text carries no comments, so what was looked at and found right is written down beside it: the rule, the words and the reason.
Later runs do not hold the same words against the rewrite, wherever they stand in it, and tell of entries that accept nothing any more.

Examples:
  truecopy accept --finding 2 --reason \"the desk counted\" wire.txt rewrite.txt
  truecopy accept --rule misspelling --everywhere --reason \"house spelling\" wire.txt rewrite.txt
  truecopy accept --all --reason \"checked by hand on 3 March\" wire.txt rewrite.txt";

/// Arguments of `accept`.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The wire story.
    #[arg(value_name = "WIRE")]
    wire: PathBuf,

    /// The rewrite whose findings are accepted.
    #[arg(value_name = "REWRITE")]
    rewrite: PathBuf,

    /// Another take of the wire; may be given several times.
    #[arg(long = "wire", value_name = "UPDATE")]
    updates: Vec<PathBuf>,

    #[command(flatten)]
    which: WhichArgs,

    /// Why the findings are accepted; shown wherever they would have been.
    #[arg(long, value_name = "TEXT")]
    reason: String,

    /// Accept the words in every rewrite, not in this one only.
    #[arg(long)]
    everywhere: bool,

    /// The day of stories that carry no date: what "yesterday" and "on Friday" mean, and which facts hold.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    date: Option<Day>,

    #[command(flatten)]
    setup: SettingsArgs,
}

/// Which findings.
#[derive(clap::Args)]
#[group(required = true, multiple = true)]
struct WhichArgs {
    /// The finding with this number in the report; may be given several times.
    #[arg(long, short = 'n', value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    finding: Vec<u32>,

    /// All findings of this rule; may be given several times.
    #[arg(long, value_name = "RULE")]
    rule: Vec<String>,

    /// All findings.
    #[arg(long)]
    all: bool,
}

/// Runs `accept`.
pub fn run(args: &Args) -> Result<Exit, Failure> {
    if args.reason.trim().is_empty() {
        return Err(Failure::new("the reason is empty").advise("whoever reads the file must know why"));
    }
    for path in [&args.wire, &args.rewrite] {
        if files::is_stdin(path) {
            return Err(Failure::new("accepted findings belong to files").advise("give the paths of both texts"));
        }
    }
    let setup = Setup::new(&args.setup, None, true).on(args.date);
    let loaded = setup.of(&args.rewrite)?;
    let path = loaded.relative(&args.rewrite);
    let wires = std::iter::once(&args.wire).chain(&args.updates);
    let stories = wires.map(|path| files::read_as(path, None)).collect::<Result<Vec<_>, _>>()?;
    let story = files::read_as(&args.rewrite, None)?;
    let judged = loaded.check(&path, stories, story)?;
    let chosen = chosen(args, &judged)?;
    if chosen.is_empty() {
        note("nothing to accept: there are no findings");
        return Ok(Exit::Clean);
    }
    let (file, written) =
        accepting::append(&loaded, chosen, args.reason.trim(), (!args.everywhere).then_some(path.as_str()))?;
    let lines: String = written.iter().map(|(rule, words)| format!("accepted {rule} on “{words}”\n")).collect();
    say(&lines)?;
    note(format_args!("{}: {} more", file.display(), written.len()));
    Ok(Exit::Clean)
}

/// The findings that were asked for.
fn chosen(args: &Args, judged: &Judged) -> Result<Vec<RuleAndWords>, Failure> {
    // Hints have numbers too, after all others, where a page shows them; they are accepted by their rule.
    let findings = &judged.report.findings;
    let shown = judged.hints.iter().filter(|hint| !**hint).count() as u32;
    let number = |(f, hint): (&Finding, &bool)| (!hint).then(|| u32::try_from(f.number).unwrap_or(u32::MAX));
    let numbers: Vec<Option<u32>> = findings.iter().zip(&judged.hints).map(number).collect();
    if let Some(n) = args.which.finding.iter().find(|n| **n > shown) {
        return Err(Failure::new(format!("there is no finding {n}")).advise(format!("`truecopy check` shows {shown}")));
    }
    if let Some(rule) = args.which.rule.iter().find(|r| findings.iter().all(|f| f.rule.id != r.as_str())) {
        return Err(Failure::new(format!("there is no finding of `{rule}` in {}", args.rewrite.display())));
    }
    let mut out: Vec<RuleAndWords> = Vec::new();
    for (finding, number) in findings.iter().zip(numbers) {
        let named = number.is_some_and(|n| args.which.all || args.which.finding.contains(&n))
            || args.which.rule.iter().any(|r| r == finding.rule.id);
        let words = fingerprint::words(&judged.report, finding);
        if named && !out.iter().any(|(rule, w)| *rule == finding.rule.id && *w == words) {
            out.push((finding.rule.id, words));
        }
    }
    Ok(out)
}
