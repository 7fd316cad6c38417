//! `truecopy facts learn`: who is called what in trusted stories.

use std::convert::Infallible;
use std::fmt;
use std::fs::File;
use std::io::{self, IsTerminal as _, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use indicatif::ProgressBar;
use serde_json::Value;
use truecopy::analyse::Analysis;
use truecopy::facts::learn::{CAPACITY, LEAST, Learner, Learnt, Sighting, sightings};
use truecopy::facts::{self, PartialDate};
use truecopy::ingest::{self, Story};
use truecopy::knowledge::dates::Date;

use crate::cli::failure::Failure;
use crate::cli::input::bounds;
use crate::cli::input::files::{is_stdin, one_stdin};
use crate::cli::input::lines::{Line, Lines, TooLong};
use crate::cli::output::messages::{complain, many, note};
use crate::cli::output::progress;
use crate::cli::output::writer::{put, same_file};
use crate::cli::run::pool::{self, Panicked};
use crate::exit::Exit;

const EXAMPLES: &str = r#"Trusted stories are files (text or HTML), folders of them, or JSON lines (.jsonl, .ndjson):
  {"text": "The story.", "headline": "May be missing.", "date": "2021-01-26"}
`body`, `content`, `original`, `wire` and `story` are read as `text`; `published` and `created` as `date`.
A pair of person and office is kept when enough stories have it and others do not contradict it.

Examples:
  truecopy facts learn archive/ -o facts.tsv
  zcat wires.jsonl.gz | truecopy facts learn --min 5 - > facts.tsv"#;

/// Arguments of `facts learn`.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Stories, folders of stories, or JSON lines; `-` for JSON lines on standard input.
    #[arg(value_name = "ARCHIVE", required = true)]
    archives: Vec<PathBuf>,

    /// Write the facts to a file instead of standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// In how many stories somebody has to be called the same.
    #[arg(long, value_name = "N", default_value_t = LEAST, value_parser = clap::value_parser!(u32).range(1..))]
    min: u32,

    /// How many stories to read at once [default: one per core].
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
}

/// Runs `facts learn`.
pub fn run(args: &Args) -> Result<Exit, Failure> {
    one_stdin(args.archives.iter().map(PathBuf::as_path))?;
    if let Some(out) = &args.output
        && let Some(input) = args.archives.iter().find(|p| same_file(p, out))
    {
        return Err(Failure::new("the facts would overwrite this archive").at(input).advise("give -o another name"));
    }
    for path in args.archives.iter().filter(|p| !is_stdin(p)) {
        std::fs::metadata(path)
            .map_err(|e| Failure::because(e).at(path).advise("give a story, a folder or JSON lines"))?;
    }
    let jobs = pool::threads(args.jobs);
    let bar = bar(&args.archives);
    let (learnt, bad) = learn(&args.archives, args.min, jobs, &bar);
    bar.finish_and_clear();
    if learnt.stories == 0 {
        return Err(Failure::new("no story could be read"));
    }
    let text = facts::write(&learnt.rows);
    put(args.output.as_deref(), text.as_bytes())?;
    note(format_args!(
        "{} {} read: {} learnt, {} too rare, {} contradicted{}",
        learnt.stories,
        if learnt.stories == 1 { "story" } else { "stories" },
        many(learnt.rows.len(), "fact"),
        learnt.rare,
        learnt.contradicted,
        if learnt.forgot { ", the rarest forgotten on the way" } else { "" }
    ));
    Ok(if bad == 0 { Exit::Clean } else { Exit::Failed })
}

/// A story on its way to a worker, or why there is none.
enum Raw {
    File(PathBuf),
    Line(Arc<str>, Line),
    Bad(Failure),
}

impl Raw {
    /// About how many bytes it holds in memory.
    fn size(&self) -> usize {
        if let Raw::Line(_, line) = self { line.read } else { 0 }
    }

    /// What to call it.
    fn name(&self) -> String {
        match self {
            Raw::File(path) => path.display().to_string(),
            Raw::Line(file, line) => format!("{file}: line {}", line.number),
            Raw::Bad(failure) => failure.to_string(),
        }
    }
}

/// What a worker found in a story.
struct Found {
    sightings: Vec<Sighting>,
    date: Option<Date>,
}

/// Reads all archives; how many stories could not be read comes second.
fn learn(archives: &[PathBuf], least: u32, jobs: usize, bar: &ProgressBar) -> (Learnt, u64) {
    let mut learner = Learner::new(CAPACITY);
    let mut bad = 0;
    let stories = archives.iter().flat_map(|path| raw(path)).map(|raw| {
        let size = raw.size();
        (raw, size)
    });
    let done: Result<(), Infallible> = pool::each(stories, jobs, study, |raw, outcome| {
        let (found, bytes) = match outcome {
            Ok((found, bytes)) => (found, bytes),
            Err(Panicked) => {
                let failure = Failure::new("internal error").advise("please report it");
                (Err(failure.within(&raw.name())), raw.size() as u64)
            }
        };
        match found {
            Ok(Found { sightings, date }) => learner.add(sightings, date),
            Err(failure) => {
                bad += 1;
                bar.suspend(|| complain(failure));
            }
        }
        bar.inc(bytes);
        Ok(())
    });
    let Ok(()) = done;
    (learner.finish(least), bad)
}

/// Every story of an archive. Folders are read entry by entry, never as a whole.
fn raw(path: &Path) -> Box<dyn Iterator<Item = Raw> + Send> {
    if is_stdin(path) {
        return Box::new(lines("standard input".into(), io::stdin()));
    }
    if let Err(e) = bounds::stay_inside(path) {
        return Box::new(std::iter::once(Raw::Bad(Failure::because(e).at(path))));
    }
    Box::new(Walk::of(path).flat_map(|entry| -> Box<dyn Iterator<Item = Raw> + Send> {
        match entry {
            Ok(path) if is_lines(&path) => match File::open(&path) {
                Ok(file) => Box::new(lines(path.to_string_lossy().into(), file)),
                Err(e) => Box::new(std::iter::once(Raw::Bad(Failure::because(e).at(path)))),
            },
            Ok(path) => Box::new(std::iter::once(Raw::File(path))),
            Err(failure) => Box::new(std::iter::once(Raw::Bad(failure))),
        }
    }))
}

/// Every file at or below a path. Links are followed at the top only, so that no ring of folders is walked for ever.
struct Walk {
    folders: Vec<PathBuf>,
    entries: Option<std::fs::ReadDir>,
    /// A path that is no folder.
    alone: Option<PathBuf>,
}

impl Walk {
    fn of(path: &Path) -> Self {
        let (folders, alone) =
            if path.is_dir() { (vec![path.to_owned()], None) } else { (Vec::new(), Some(path.to_owned())) };
        Walk { folders, entries: None, alone }
    }
}

impl Iterator for Walk {
    type Item = Result<PathBuf, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(path) = self.alone.take() {
            return Some(Ok(path));
        }
        loop {
            for entry in self.entries.iter_mut().flatten().filter_map(Result::ok) {
                let hidden = entry.file_name().to_string_lossy().starts_with('.');
                match entry.file_type() {
                    Ok(kind) if kind.is_dir() && !hidden => self.folders.push(entry.path()),
                    Ok(kind) if kind.is_file() && !hidden => return Some(Ok(entry.path())),
                    _ => {}
                }
            }
            let folder = self.folders.pop()?;
            match std::fs::read_dir(&folder) {
                Ok(entries) => self.entries = Some(entries),
                Err(e) => {
                    self.entries = None;
                    return Some(Err(Failure::because(e).at(folder)));
                }
            }
        }
    }
}

fn is_lines(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("jsonl") || e.eq_ignore_ascii_case("ndjson"))
}

fn lines(name: Arc<str>, input: impl Read + Send) -> impl Iterator<Item = Raw> + Send {
    Lines::of(input).map(move |line| match line {
        Ok(line) => Raw::Line(Arc::clone(&name), line),
        Err(e) => Raw::Bad(Failure::because(e).at(&*name)),
    })
}

/// What stands in a story, with the bytes that it took.
fn study(raw: &Raw) -> (Result<Found, Failure>, u64) {
    let found = |story: &Story, date: Option<Date>| {
        let own = || story.date.and_then(|(y, m, d)| Date::new(y, m, d));
        Found { sightings: sightings(&Analysis::of(story)), date: date.or_else(own) }
    };
    match raw {
        Raw::File(path) => {
            let bytes = std::fs::metadata(path).map_or(0, |m| m.len());
            (ingest::from_path(path).map(|story| found(&story, None)).map_err(Failure::from), bytes)
        }
        Raw::Line(file, line) => {
            let read = record(line).map(|(text, date)| found(&ingest::from_text(file, &text), date));
            (read.map_err(|bad| Failure::because(bad).within(&raw.name())), line.read as u64)
        }
        Raw::Bad(failure) => (Err(failure.clone()), 0),
    }
}

/// A line that holds no story.
#[derive(Debug)]
enum Bad {
    TooLong(TooLong),
    Json(serde_json::Error),
    NoText,
}

impl fmt::Display for Bad {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Bad::TooLong(e) => e.fmt(f),
            Bad::Json(e) => write!(f, "each line must be one JSON object: {e}"),
            Bad::NoText => f.write_str("expected {\"text\": string, \"date\": \"YYYY-MM-DD\"}"),
        }
    }
}

impl std::error::Error for Bad {}

/// The text and the date of a JSON line.
fn record(line: &Line) -> Result<(String, Option<Date>), Bad> {
    let bytes = line.bytes.as_deref().map_err(|e| Bad::TooLong(*e))?;
    let value: Value = serde_json::from_slice(bytes).map_err(Bad::Json)?;
    let field = |names: &[&str]| names.iter().find_map(|n| value.get(*n).and_then(Value::as_str));
    let Some(body) = field(&["text", "body", "content", "original", "wire", "story"]) else {
        return Err(Bad::NoText);
    };
    let date = field(&["date", "published", "created"]).and_then(|d| PartialDate::parse(d.get(..10)?));
    let date = date.filter(|d| d.day.is_some()).map(PartialDate::earliest);
    Ok(match field(&["headline", "title"]) {
        Some(head) => (format!("{head}\n\n{body}"), date),
        None => (body.to_owned(), date),
    })
}

/// A bar of bytes on a terminal; nothing elsewhere.
fn bar(archives: &[PathBuf]) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    if archives.iter().any(|p| is_stdin(p)) {
        return progress::bar(None, "{spinner} {bytes} read, {bytes_per_sec}");
    }
    let mut size = 0;
    for path in archives {
        let files = Walk::of(path).filter_map(Result::ok);
        size += files.map(|file| std::fs::metadata(file).map_or(0, |m| m.len())).sum::<u64>();
    }
    progress::bar(Some(size), "{bar:30} {percent}% of {total_bytes}, {eta} left")
}
