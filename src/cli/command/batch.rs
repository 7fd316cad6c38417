//! `truecopy batch`: JSON lines in, JSON lines out, in order.

use std::io::{self, IsTerminal as _, Read, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use clap::ValueEnum;
use indicatif::ProgressBar;
use truecopy::check::Kind;
use truecopy::config::Origin;
use truecopy::config::shape::Threshold;
use truecopy::gate::Digest;

use crate::cli::failure::Failure;
use crate::cli::input::bounds;
use crate::cli::input::files::is_stdin;
use crate::cli::input::lines::{Line, Lines};
use crate::cli::output::history::History;
use crate::cli::output::messages::complain;
use crate::cli::output::progress;
use crate::cli::output::sinks::{Output, Sinks, output};
use crate::cli::output::statistics::{EndArgs, statistics};
use crate::cli::output::writer::no_stdout;
use crate::cli::run::answers::{self, Answer};
use crate::cli::run::loaded::Loaded;
use crate::cli::run::pool::{self, Panicked, Queue, Room};
use crate::cli::run::settings::{Day, RunArgs, SettingsArgs, date};
use crate::cli::run::setup::Setup;
use crate::cli::run::wires::Recent;
use crate::exit::Exit;

const EXAMPLES: &str = r#"Each input line is a JSON object:
  {"id": "a17", "original": "The wire's text.", "rewrite": "The version's text."}
`original` may also be a list of takes; a `date` says the day of texts that do not say it. Each gives one output line, in the same order:
  {"id": "a17", "verdict": …, "fidelity": …, "findings": […]}
A line that cannot be checked gives {"id" or "line", "error"}, the run goes on, and the exit status is 2.
docs/report-format.md describes every field.

Settings are those of the truecopy.toml nearest to the working folder; the id of a pair is its path.

Examples:
  truecopy batch pairs.jsonl > findings.jsonl
  truecopy batch --cache .cache -o csv=run.csv -o index=run.html pairs.jsonl > out.jsonl
  zcat archive.jsonl.gz | truecopy batch --jobs 4 -"#;

/// Arguments of `batch`.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// JSON lines; `-` for standard input.
    #[arg(value_name = "FILE", default_value = "-")]
    file: PathBuf,

    /// How many pairs to check at once [default: one per core].
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,

    /// How to report.
    #[arg(long, value_enum, default_value_t = Format::Jsonl)]
    format: Format,

    /// Besides, write a report on the whole run; may be given several times.
    #[arg(short, long, value_name = "FORMAT=FILE", value_parser = output)]
    output: Vec<Output>,

    /// The rewrites are summaries: sentences left out are no fault.
    #[arg(long)]
    summary: bool,

    /// The day of stories that carry no date, where the line has no `date`: what "yesterday" and "on Friday" mean, and which facts hold.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    date: Option<Day>,

    #[command(flatten)]
    end: EndArgs,

    #[command(flatten)]
    setup: SettingsArgs,

    #[command(flatten)]
    history: RunArgs,
}

/// `--format`; there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One JSON object per line.
    Jsonl,
}

/// Runs `batch`.
pub fn run(args: &Args) -> Result<Exit, Failure> {
    go(args, prepare(args)?).map(|exit| args.end.exit(exit))
}

/// What a run needs besides the pairs.
struct Ready {
    loaded: Arc<Loaded>,
    sinks: Sinks,
    history: Option<History>,
}

fn prepare(args: &Args) -> Result<Ready, Failure> {
    let sinks = Sinks::covering(&args.output)?;
    if let Some(input) = sinks.overwrites(std::iter::once(args.file.as_path())) {
        return Err(Failure::new("the report would overwrite the pairs").at(input).advise("give -o another name"));
    }
    let setup = Setup::new(&args.history.with(&args.setup), args.summary.then_some(Kind::Summary), false).on(args.date);
    let mut loaded = setup.here()?;
    drop(setup);
    // Whoever reads the answers decides, unless a threshold was set.
    if let Some(loaded) = Arc::get_mut(&mut loaded)
        && loaded.config.fail_on.origin == Origin::Default
    {
        loaded.config.fail_on.value = Threshold(None);
    }
    let history = loaded.config.history.value.as_deref().map(History::open).transpose()?;
    Ok(Ready { loaded, sinks, history })
}

fn go(args: &Args, ready: Ready) -> Result<Exit, Failure> {
    let Ready { loaded, mut sinks, history } = ready;
    let Format::Jsonl = args.format;
    let (input, size) = open(args)?;
    let threads = pool::threads(args.jobs);
    let queue = Arc::new(Queue::new(Room::of(threads)));
    // Not waited for: after a broken pipe the reader may still sit in a read that never returns.
    let inlet = Arc::clone(&queue);
    thread::spawn(move || {
        inlet.fill(Lines::of(input).map(|line| {
            let read = line.as_ref().map_or(0, |l| l.read);
            (line, read)
        }));
    });
    let mut written = Written::new(bar(size), !args.output.is_empty() || history.is_some() || args.end.statistics);
    let wires = Recent::new(threads);
    let work = |line: &io::Result<Line>| line.as_ref().ok().map(|line| answers::answer(&loaded, &wires, line));
    let done = pool::drain(&queue, threads, work, |line, answer| match line {
        Ok(line) => written.take(&line, answer),
        Err(e) => {
            written.bar.suspend(|| complain(Failure::new("reading stopped").at(&args.file).cause(e)));
            written.exit = Exit::Failed;
            Ok(())
        }
    });
    written.bar.finish_and_clear();
    match done {
        Ok(()) => {}
        Err(e) if e.kind() == io::ErrorKind::BrokenPipe => {
            // Whoever asked for a report on the run, or goes by the exit status, must not take a part of it for the whole.
            complain(Failure::new("standard output was closed before the last answer").advise(if written.keep {
                "no report on the run was written"
            } else {
                "the run stopped there"
            }));
            return Ok(Exit::Failed);
        }
        Err(e) => return Err(no_stdout(e)),
    }
    if let Some(cache) = &loaded.cache {
        cache.tidy();
    }
    if written.pairs == 0 && written.exit == Exit::Clean {
        let name = if is_stdin(&args.file) { Path::new("standard input") } else { &args.file };
        complain(Failure::new("is empty").at(name).advise("give at least one line with a pair"));
        written.exit = Exit::Failed;
    }
    let mut exit = written.exit.max(Exit::of_count(written.findings, loaded.config.max_findings.value));
    if args.end.statistics {
        // Where standard error is closed there is nobody to tell.
        let _ = io::stderr().write_all(statistics(&written.digests).as_bytes());
    }
    if let Err(failure) = sinks.close(&written.digests, history.as_ref()) {
        complain(failure);
        exit = Exit::Failed;
    }
    Ok(exit)
}

/// The input, with its size where that is known.
fn open(args: &Args) -> Result<(Box<dyn Read + Send>, Option<u64>), Failure> {
    const EXPECTED: &str = "give a file of JSON lines";
    if is_stdin(&args.file) {
        return Ok((Box::new(io::stdin()), None));
    }
    let opened = bounds::open(&args.file).and_then(|f| Ok((f.metadata()?, f)));
    let (meta, file) = opened.map_err(|e| Failure::because(e).at(&args.file).advise(format!("{EXPECTED}, or `-`")))?;
    if meta.is_dir() {
        return Err(Failure::new("this is a folder").at(&args.file).advise(EXPECTED));
    }
    Ok((Box::new(file), meta.is_file().then_some(meta.len())))
}

/// What was written so far, and what the end of the run needs of it.
struct Written {
    bar: ProgressBar,
    pairs: u64,
    exit: Exit,
    /// Open findings.
    findings: usize,
    /// For the reports on the whole run; none where there are none.
    digests: Vec<Digest>,
    keep: bool,
}

impl Written {
    fn new(bar: ProgressBar, keep: bool) -> Self {
        Written { bar, pairs: 0, exit: Exit::Clean, findings: 0, digests: Vec::new(), keep }
    }

    /// Writes the answer to the next line.
    fn take(&mut self, line: &Line, answer: Result<Option<Answer>, Panicked>) -> io::Result<()> {
        let answer = match answer {
            Ok(Some(answer)) => answer,
            Ok(None) | Err(Panicked) => answers::internal(line),
        };
        let mut out = io::stdout().lock();
        out.write_all(&answer.output)?;
        out.flush()?;
        self.exit = self.exit.max(Exit::of(&answer.digest));
        self.findings += answer.digest.open().count();
        if self.keep {
            self.digests.push(answer.digest);
        }
        self.pairs += 1;
        self.bar.inc(line.read as u64);
        self.bar.set_message(format!("{} pairs", self.pairs));
        Ok(())
    }
}

/// A bar, where the results go elsewhere.
fn bar(size: Option<u64>) -> ProgressBar {
    if io::stdout().is_terminal() {
        return ProgressBar::hidden();
    }
    let template = match size {
        Some(_) => "{wide_bar} {msg}  {bytes}/{total_bytes}  {eta} left",
        None => "{spinner} {msg}  {bytes} read  {elapsed}",
    };
    progress::bar(size, template)
}
