//! `truecopy check`.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use truecopy::check::Kind;
use truecopy::config::Config;
use truecopy::gate::{Baseline, Digest};
use truecopy::ingest::Story;

use crate::cli::failure::Failure;
use crate::cli::input::changed::Changed;
use crate::cli::input::files;
use crate::cli::input::job::{Job, Jobs};
use crate::cli::input::pairs::Inputs;
use crate::cli::output::history::History;
use crate::cli::output::lock::Lock;
use crate::cli::output::messages::{complain, many, note};
use crate::cli::output::sinks::{Format, Output, Sinks, Sort, output};
use crate::cli::output::statistics::{EndArgs, statistics};
use crate::cli::output::style::When;
use crate::cli::output::writer::{say, to_file};
use crate::cli::run::fixes::Fixing;
use crate::cli::run::jobs::{Ran, run as run_jobs};
use crate::cli::run::loaded::relative;
use crate::cli::run::pool;
use crate::cli::run::settings::{Day, RunArgs, SettingsArgs, date};
use crate::cli::run::setup::{self, Setup};
use crate::exit::Exit;

const EXAMPLES: &str = "\
Examples:
  Check a rewrite; exit status 1 if it has a major or critical finding:
    truecopy check wire.txt rewrite.txt

  A page with both stories side by side:
    truecopy check --format html -o report.html wire.txt rewrite.txt

  Pairs out of two folders, or the wire out of an archive:
    truecopy check wires/ rewrites/
    truecopy check --archive wire.index rewrite.txt

  Several reports at once:
    truecopy check -o html=report.html -o sarif=out.sarif wire.txt rewrite.txt

  Two takes of the wire: what either of them says is said:
    truecopy check --wire update.txt wire.txt rewrite.txt

  A summary from standard input, where left-out sentences are no fault:
    summarise wire.txt | truecopy check --summary wire.txt -

  See what can be fixed without an editor, and fix it:
    truecopy check --diff wire.txt rewrite.txt
    truecopy check --fix wire.txt rewrite.txt";

/// Arguments of `check`.
#[derive(clap::Args)]
#[command(
    after_help = EXAMPLES,
    override_usage = "truecopy check [OPTIONS] <WIRE> <REWRITE>...\n       truecopy check [OPTIONS] --manifest <FILE>\n       truecopy check [OPTIONS] --archive <INDEX> <REWRITE>...\n       truecopy check [OPTIONS] --beside <FILE|FOLDER>..."
)]
pub struct Args {
    #[command(flatten)]
    inputs: Inputs,

    /// Check the pairs that the files given belong to, as a hook does, or those in a folder: the wire of ferry.rewrite.txt is
    /// ferry.wire.txt beside it.
    #[arg(long, conflicts_with_all = ["updates", "manifest", "archive"], requires = "wire")]
    beside: bool,

    /// Check only the pairs of which a file is new or has changed since this commit, or since the branch left that one.
    #[arg(long, value_name = "COMMIT")]
    changed_since: Option<String>,

    /// The rewrite is a summary: sentences left out are no fault.
    #[arg(long)]
    summary: bool,

    /// The day of stories that carry no date: what "yesterday" and "on Friday" mean, and which facts hold.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    date: Option<Day>,

    /// How many rewrites to check at once [default: one per core].
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,

    #[command(flatten)]
    out: ReportArgs,

    #[command(flatten)]
    end: EndArgs,

    #[command(flatten)]
    setup: SettingsArgs,

    #[command(flatten)]
    history: RunArgs,

    #[command(flatten)]
    fixes: FixArgs,
}

/// Arguments about reports.
#[derive(clap::Args)]
#[command(next_help_heading = "Reports")]
struct ReportArgs {
    /// How to report [default: what the name of the file says, as in report.html; terminal elsewhere].
    #[arg(long, value_enum)]
    format: Option<Format>,

    /// Write the report to a file instead of standard output; FORMAT=FILE for another format; may be given several times.
    #[arg(short, long, value_name = "[FORMAT=]FILE", value_parser = output)]
    output: Vec<Output>,

    /// In which order the terminal, a page and Markdown tell the findings. Their numbers stay the same.
    #[arg(long, value_enum, default_value_t = Sort::Gravity)]
    sort: Sort,

    /// Columns of the terminal report [default: the terminal's, at most 110; 80 elsewhere].
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..))]
    width: Option<u16>,

    /// Write what was found to this file, as a baseline for later runs; the run then passes.
    #[arg(long, value_name = "FILE")]
    write_baseline: Option<PathBuf>,
}

/// Arguments about fixes.
#[derive(clap::Args)]
#[command(next_help_heading = "Fixes")]
struct FixArgs {
    /// Make the safe replacements in REWRITE, keep the text as it was in REWRITE.orig, and report on the new text.
    #[arg(long, conflicts_with = "diff")]
    fix: bool,

    /// Show the safe replacements as a diff; exit status 1 where there are any.
    #[arg(long)]
    diff: bool,
}

/// Runs `check`.
pub fn run(args: &Args, color: When) -> Result<Exit, Failure> {
    let fixing = match (args.fixes.fix, args.fixes.diff) {
        (true, _) => Fixing::Make,
        (_, true) => Fixing::Show,
        _ => Fixing::No,
    };
    let out = &args.out;
    let width = out.width.map(usize::from);
    // The fixed text goes where the report would go.
    let piped = fixing == Fixing::Make && args.inputs.paths().any(files::is_stdin);
    if piped && out.output.is_empty() && args.inputs.several() {
        return Err(Failure::new("the fixed text of standard input goes to standard output")
            .advise("give the reports files with -o"));
    }
    let mut sinks = if (piped || args.end.statistics) && out.output.is_empty() {
        Sinks::none()
    } else {
        Sinks::new(&out.output, out.format, 1 + usize::from(!args.beside && args.inputs.several()), (color, width))?
            .sorted(out.sort)
    };
    if let Some(input) = sinks.overwrites(args.inputs.paths()) {
        return Err(Failure::new("the report would overwrite this story").at(input).advise("give -o another name"));
    }
    sensible(args)?;
    let kind = args.summary.then_some(Kind::Summary);
    // Of several rewrites each is read by one thread, and they are checked beside each other.
    let alone = if args.inputs.several() { 1 } else { pool::threads(args.jobs) };
    let setup =
        Setup::new(&args.history.with(&args.setup), kind, out.write_baseline.is_some()).on(args.date).reading(alone);
    let given = jobs(args, &setup)?;
    given.failures.iter().for_each(complain);
    if given.jobs.is_empty() && given.failures.is_empty() {
        nothing(args)?;
    }
    sinks.expect(given.jobs.len())?;
    let counted = args.end.statistics;
    let exit = go(&given, args.jobs, &setup, &mut sinks, fixing, out.write_baseline.as_deref(), counted)?;
    Ok(args.end.exit(exit))
}

/// What is checked against what.
fn jobs(args: &Args, setup: &Setup) -> Result<Jobs, Failure> {
    let mut given = if args.beside {
        Jobs { hook: true, ..args.inputs.beside() }
    } else {
        args.inputs.jobs(&|rewrite: &Path, story: &Story| match setup.of(rewrite) {
            Ok(loaded) if !loaded.excludes(rewrite) => loaded.no_longer(std::slice::from_ref(story)),
            // What is wrong with the settings is told once all is read.
            _ => Ok(()),
        })?
    };
    if let Some(since) = &args.changed_since {
        let before = given.jobs.len();
        given = Jobs { jobs: changed(since, given.jobs, setup)?, hook: true, ..given };
        let left_out = before - given.jobs.len();
        note(format_args!("{} not changed since {since} and not checked", are(left_out)));
    }
    Ok(given)
}

/// The pairs of which a file has changed since a commit, and those whose settings have.
fn changed(since: &str, jobs: Vec<Job>, setup: &Setup) -> Result<Vec<Job>, Failure> {
    let mut changed = Changed::since(since);
    // By the folder of a rewrite, which is all that settings are found by.
    let mut settings: HashMap<PathBuf, Option<PathBuf>> = HashMap::new();
    let mut kept = Vec::new();
    for job in jobs {
        let rewrite = job.rewrite.path();
        let folder = rewrite.parent().unwrap_or(Path::new(""));
        if !settings.contains_key(folder) {
            // What is wrong with the settings is told once all is read.
            let sources = setup.of(rewrite).map(|loaded| setup.sources(rewrite, &loaded.config)).unwrap_or_default();
            let other = changed.first(rewrite, &sources)?.map(Path::to_owned);
            settings.insert(folder.to_owned(), other);
        }
        if settings.get(folder).is_some_and(Option::is_some) || changed.touches(&job)? {
            kept.push(job);
        }
    }
    let others: BTreeSet<&PathBuf> = settings.values().flatten().collect();
    if let Some(first) = others.first() {
        let name = relative(&Config::default(), first);
        note(format_args!("{name} has changed since {since}: every rewrite under those settings is checked"));
    }
    Ok(kept)
}

fn are(rewrites: usize) -> String {
    format!("{} {}", many(rewrites, "rewrite"), if rewrites == 1 { "is" } else { "are" })
}

/// Says that there is nothing to check. Only a hook may have nothing to do: it passes wires that nobody has rewritten yet.
///
/// # Errors
/// Where rewrites were asked for.
fn nothing(args: &Args) -> Result<(), Failure> {
    if args.changed_since.is_some() {
        // What was left out is told already.
        return Ok(());
    }
    if !args.beside {
        return Err(Failure::new("there is no rewrite to check"));
    }
    note("nothing was checked: none of these wires has a rewrite beside it");
    Ok(())
}

/// Runs over pairs, writes the reports and decides.
///
/// # Errors
/// Where the settings are wrong or a report cannot be written.
pub fn go(
    given: &Jobs,
    threads: Option<u16>,
    setup: &Setup,
    sinks: &mut Sinks,
    fixing: Fixing,
    write_baseline: Option<&Path>,
    counted: bool,
) -> Result<Exit, Failure> {
    // Every mistake in the settings is told before anything is checked. What is about the whole run goes by the first rewrite.
    let (jobs, mut most, mut past) = (&given.jobs, None, None);
    for (i, job) in jobs.iter().enumerate() {
        let loaded = setup.of(job.rewrite.path())?;
        if i == 0 {
            most = loaded.config.max_findings.value;
            let file = loaded.config.history.value.as_deref().filter(|_| fixing != Fixing::Show);
            past = file.map(History::open).transpose()?;
        }
    }
    let mut ran = run_jobs(jobs, pool::threads(threads), setup, sinks, fixing)?;
    let mut exit = ran.exit;
    // What could not even be paired is part of the run, too.
    for why in &given.failures {
        let said = why.to_string();
        let name = why.place().map_or_else(|| said.clone(), |place| place.to_string_lossy().into_owned());
        ran.digests.push(Digest::failed(&name, &[], &said));
        ran.places.push(None);
        exit = Exit::Failed;
    }
    if fixing != Fixing::Show {
        sinks.close(&ran.digests, past.as_ref())?;
        // Hints that nobody asked for do not count, whatever formats the run is reported in.
        let shown = ran.digests.iter().map(|d| d.open().filter(|i| !i.hint).count()).sum();
        if Exit::of_count(shown, most) > Exit::Clean {
            note(format_args!("{shown} findings, {} at most are let through", most.unwrap_or(0)));
            exit = exit.max(Exit::of_count(shown, most));
        }
    }
    if ran.excluded > 0 {
        note(format_args!("{} excluded by the settings and not checked", are(ran.excluded)));
        if ran.digests.is_empty() && !given.hook {
            complain(Failure::new("nothing is left to check").advise("see `files.exclude`"));
            exit = Exit::Failed;
        }
    }
    if counted && fixing != Fixing::Show {
        say(&statistics(&ran.digests))?;
    }
    setup.tidy();
    for line in setup.unused() {
        note(line);
    }
    if let Some(path) = write_baseline {
        let known = write(path, &ran)?;
        note(format_args!("{}: {known} known findings", path.display()));
        if exit == Exit::Findings {
            exit = Exit::Clean;
        }
    }
    Ok(exit)
}

/// Writes a baseline: what it knew of rewrites that were not part of this run stays, and so does what another run writes meanwhile.
fn write(path: &Path, ran: &Ran) -> Result<usize, Failure> {
    let _lock = Lock::wait(path).map_err(|e| Failure::new("cannot be written").at(path).cause(e))?;
    let mut baseline = match setup::read_text(path) {
        Ok(text) => Baseline::read(&text).map_err(|e| Failure::because(e).at(path))?,
        Err(_) if !path.exists() => Baseline::default(),
        Err(failure) => return Err(failure),
    };
    let mut found: BTreeMap<&str, &Digest> = BTreeMap::new();
    for (digest, place) in ran.digests.iter().zip(&ran.places) {
        // What could not be checked keeps what was known of it.
        if let (Some((_, name)), Exit::Clean | Exit::Findings) = (place, Exit::of(digest)) {
            found.insert(name, digest);
        }
    }
    for (name, digest) in found {
        let accepted =
            |i: &&truecopy::gate::digest::Item| i.aside.as_ref().is_none_or(|w| *w == truecopy::gate::Why::Known);
        let items = digest.items().iter().filter(accepted);
        baseline.replace(name, items.map(|i| (i.fingerprint.as_str(), i.rule.id)));
    }
    to_file(path, baseline.write().as_bytes())?;
    Ok(baseline.len())
}

/// What can be said against the arguments before anything is read.
fn sensible(args: &Args) -> Result<(), Failure> {
    let at_prompt =
        args.out.output.iter().any(Output::is_stdout) || args.out.format.is_some() && args.out.output.is_empty();
    if args.end.statistics && at_prompt {
        return Err(Failure::new("--statistics takes the place of the report on standard output")
            .advise("give the report a file with -o"));
    }
    files::one_stdin(args.inputs.paths()).map_err(|e| e.advise("save one of the texts to a file"))
}
