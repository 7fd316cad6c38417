//! `truecopy facts learn`: a reader, workers that look at stories, and a counter, with a bound on what is between them.

use std::fs::File;
use std::io::{self, BufReader, IsTerminal as _, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use indicatif::ProgressBar;
use serde_json::Value;
use truecopy::analyse::Analysis;
use truecopy::facts::learn::{CAPACITY, LEAST, Learner, Learnt, Sighting, sightings};
use truecopy::facts::{self, PartialDate};
use truecopy::ingest::{self, Story};
use truecopy::knowledge::dates::Date;

use crate::cli::input::files::{is_stdin, one_stdin};
use crate::cli::input::lines::{Chunks, MAX_LINE};
use crate::cli::output::messages::{complain, many, note};
use crate::cli::output::progress;
use crate::cli::output::writer::{put, same_file};
use crate::cli::run::pool;
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

/// A story on its way to a worker.
enum Raw {
    File(PathBuf),
    Line { file: String, number: u64, bytes: Vec<u8> },
}

/// What a worker found, with the bytes that it took.
enum Found {
    Story(Vec<Sighting>, Option<Date>, u64),
    Bad(String, u64),
}

/// Stories between reader and workers, and between workers and counter.
const UNDER_WAY: usize = 64;

/// Runs `facts learn`.
pub fn run(args: &Args) -> Result<Exit, String> {
    one_stdin(args.archives.iter().map(PathBuf::as_path))?;
    if let Some(out) = &args.output
        && let Some(input) = args.archives.iter().find(|p| same_file(p, out))
    {
        return Err(format!("{}: the facts would overwrite this archive: give -o another name", input.display()));
    }
    for path in args.archives.iter().filter(|p| !is_stdin(p)) {
        std::fs::metadata(path)
            .map_err(|e| format!("{}: {e}: give a story, a folder or JSON lines", path.display()))?;
    }
    let jobs = pool::threads(args.jobs);
    let bar = bar(&args.archives);
    let (learnt, bad) = learn(&args.archives, args.min, jobs, &bar);
    bar.finish_and_clear();
    if learnt.stories == 0 {
        return Err("no story could be read".into());
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

/// Reads all archives; how many stories could not be read comes second.
fn learn(archives: &[PathBuf], least: u32, jobs: usize, bar: &ProgressBar) -> (Learnt, u64) {
    let (to_workers, work) = sync_channel::<Raw>(UNDER_WAY);
    let (to_counter, found) = sync_channel::<Found>(UNDER_WAY);
    let work = Mutex::new(work);
    let mut learner = Learner::new(CAPACITY);
    let mut bad = 0;
    thread::scope(|scope| {
        let to_reader = to_counter.clone();
        scope.spawn(move || read(archives, &to_workers, &to_reader));
        for _ in 0..jobs {
            let (work, to_counter) = (&work, to_counter.clone());
            scope.spawn(move || look(work, &to_counter));
        }
        drop(to_counter);
        for found in found {
            match found {
                Found::Story(sightings, date, bytes) => {
                    learner.add(sightings, date);
                    bar.inc(bytes);
                }
                Found::Bad(message, bytes) => {
                    bad += 1;
                    bar.suspend(|| complain(message));
                    bar.inc(bytes);
                }
            }
        }
    });
    (learner.finish(least), bad)
}

/// Sends every story of the archives to the workers. Folders are read entry by entry, never as a whole.
fn read(archives: &[PathBuf], to_workers: &SyncSender<Raw>, to_counter: &SyncSender<Found>) {
    for path in archives {
        let mut open = |path: &Path| story(path, to_workers, to_counter);
        if is_stdin(path) {
            lines("standard input", io::stdin(), to_workers, to_counter);
        } else {
            walk(path, &mut open, &mut |message| {
                let _ = to_counter.send(Found::Bad(message, 0));
            });
        }
    }
}

/// Calls `open` for every file at or below a path. Links are followed at the top only, so that no ring of folders is walked for ever.
fn walk(path: &Path, open: &mut dyn FnMut(&Path), fail: &mut dyn FnMut(String)) {
    if !path.is_dir() {
        open(path);
        return;
    }
    let mut folders = vec![path.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(e) => {
                fail(format!("{}: {e}", folder.display()));
                continue;
            }
        };
        for entry in entries.filter_map(Result::ok) {
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            match entry.file_type() {
                Ok(kind) if kind.is_dir() && !hidden => folders.push(entry.path()),
                Ok(kind) if kind.is_file() && !hidden => open(&entry.path()),
                _ => {}
            }
        }
    }
}

fn is_lines(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("jsonl") || e.eq_ignore_ascii_case("ndjson"))
}

fn story(path: &Path, to_workers: &SyncSender<Raw>, to_counter: &SyncSender<Found>) {
    if !is_lines(path) {
        let _ = to_workers.send(Raw::File(path.to_owned()));
        return;
    }
    match File::open(path) {
        Ok(file) => lines(&path.to_string_lossy(), file, to_workers, to_counter),
        Err(e) => {
            let _ = to_counter.send(Found::Bad(format!("{}: {e}", path.display()), 0));
        }
    }
}

fn lines(name: &str, input: impl Read, to_workers: &SyncSender<Raw>, to_counter: &SyncSender<Found>) {
    let mut chunks = Chunks::new(BufReader::with_capacity(128 * 1024, input));
    loop {
        match chunks.next() {
            Ok(Some(chunk)) => {
                for line in chunk.lines {
                    let raw = match line.bytes {
                        Some(bytes) => {
                            to_workers.send(Raw::Line { file: name.to_owned(), number: line.number, bytes }).is_ok()
                        }
                        None => {
                            let long =
                                format!("{name}: line {}: longer than {} MB", line.number, MAX_LINE / 1024 / 1024);
                            to_counter.send(Found::Bad(long, 0)).is_ok()
                        }
                    };
                    if !raw {
                        return;
                    }
                }
            }
            Ok(None) => return,
            Err(e) => {
                let _ = to_counter.send(Found::Bad(format!("{name}: {e}"), 0));
                return;
            }
        }
    }
}

/// A worker: takes stories until there are no more.
fn look(work: &Mutex<Receiver<Raw>>, to_counter: &SyncSender<Found>) {
    loop {
        let raw = work.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(raw) = raw else { return };
        // A fault of the program on one story must not cost the rest of the archive.
        let found = catch_unwind(AssertUnwindSafe(|| study(&raw))).unwrap_or_else(|_| {
            let name = match &raw {
                Raw::File(path) => path.display().to_string(),
                Raw::Line { file, number, .. } => format!("{file}: line {number}"),
            };
            Found::Bad(format!("{name}: internal error: please report it"), 0)
        });
        if to_counter.send(found).is_err() {
            return;
        }
    }
}

fn study(raw: &Raw) -> Found {
    let day = |story: &Story| story.date.and_then(|(y, m, d)| Date::new(y, m, d));
    match raw {
        Raw::File(path) => {
            let bytes = std::fs::metadata(path).map_or(0, |m| m.len());
            match ingest::from_path(path) {
                Ok(story) => Found::Story(sightings(&Analysis::of(&story)), day(&story), bytes),
                Err(e) => Found::Bad(e.to_string(), bytes),
            }
        }
        Raw::Line { file, number, bytes } => match record(bytes) {
            Ok((text, date)) => {
                let story = ingest::from_text(file, &text);
                Found::Story(sightings(&Analysis::of(&story)), date.or_else(|| day(&story)), bytes.len() as u64 + 1)
            }
            Err(e) => Found::Bad(format!("{file}: line {number}: {e}"), bytes.len() as u64 + 1),
        },
    }
}

/// The text and the date of a JSON line.
fn record(bytes: &[u8]) -> Result<(String, Option<Date>), String> {
    let value: Value = serde_json::from_slice(bytes).map_err(|e| format!("each line must be one JSON object: {e}"))?;
    let field = |names: &[&str]| names.iter().find_map(|n| value.get(*n).and_then(Value::as_str));
    let Some(body) = field(&["text", "body", "content", "original", "wire", "story"]) else {
        return Err("expected {\"text\": string, \"date\": \"YYYY-MM-DD\"}".into());
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
        walk(path, &mut |file| size += std::fs::metadata(file).map_or(0, |m| m.len()), &mut |_| {});
    }
    progress::bar(Some(size), "{bar:30} {percent}% of {total_bytes}, {eta} left")
}
