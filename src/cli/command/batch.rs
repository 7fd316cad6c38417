//! `truecopy batch`: a reader, workers and an in-order writer, with a bound on what is between them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, IsTerminal as _, Read, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use clap::ValueEnum;
use indicatif::ProgressBar;
use serde::Deserialize;
use truecopy::check::Kind;
use truecopy::config::Origin;
use truecopy::format::jsonl;
use truecopy::gate::Digest;
use truecopy::ingest;

use crate::cli::input::files::is_stdin;
use crate::cli::input::lines::{Chunk, Chunks, Gate, Line, MAX_LINE};
use crate::cli::output::history::History;
use crate::cli::output::messages::complain;
use crate::cli::output::progress;
use crate::cli::output::sinks::{Output, Sinks, output};
use crate::cli::output::writer::no_stdout;
use crate::cli::run::jobs::check_on as check_pair;
use crate::cli::run::pool;
use crate::cli::run::setup::{self, Loaded, Setup};
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
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = setup::date)]
    date: Option<setup::Day>,

    #[command(flatten)]
    setup: setup::SettingsArgs,

    #[command(flatten)]
    history: setup::HistoryArgs,
}

/// `--format`; there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One JSON object per line.
    Jsonl,
}

/// Bytes of input that may be between reader and writer.
const MAX_UNDER_WAY: usize = 96 * 1024 * 1024;

/// What comes back for a chunk.
struct Done {
    number: u64,
    lines: usize,
    bytes: usize,
    output: Vec<u8>,
    /// What the reports on the whole run need; none where there are none.
    digests: Vec<Digest>,
    /// Open findings.
    findings: usize,
    exit: Exit,
}

/// What the reader sends last.
enum End {
    Input,
    Error(io::Error),
}

/// Runs `batch`.
pub fn run(args: &Args) -> Result<Exit, String> {
    go(args, prepare(args)?)
}

/// What a run needs besides the pairs.
struct Ready {
    loaded: Arc<Loaded>,
    sinks: Sinks,
    history: Option<History>,
}

fn prepare(args: &Args) -> Result<Ready, String> {
    let sinks = Sinks::covering(&args.output)?;
    if let Some(input) = sinks.overwrites(std::iter::once(args.file.as_path())) {
        return Err(format!("{}: the report would overwrite the pairs: give -o another name", input.display()));
    }
    let setup = Setup::new(&args.history.with(&args.setup), args.summary.then_some(Kind::Summary), false).on(args.date);
    let mut loaded = setup.here()?;
    drop(setup);
    // Whoever reads the answers decides, unless a threshold was set.
    if let Some(loaded) = Arc::get_mut(&mut loaded)
        && loaded.config.fail_on.origin == Origin::Default
    {
        loaded.config.fail_on.value = None;
    }
    let history = loaded.config.history.value.as_deref().map(History::open).transpose()?;
    Ok(Ready { loaded, sinks, history })
}

fn go(args: &Args, ready: Ready) -> Result<Exit, String> {
    let Ready { loaded, mut sinks, history } = ready;
    let Format::Jsonl = args.format;
    let (input, size): (Box<dyn Read + Send>, Option<u64>) = if is_stdin(&args.file) {
        (Box::new(io::stdin()), None)
    } else {
        let shown = args.file.display();
        let opened = File::open(&args.file).and_then(|f| Ok((f.metadata()?, f)));
        let (meta, file) = opened.map_err(|e| format!("{shown}: {e}: give a file of JSON lines, or `-`"))?;
        if meta.is_dir() {
            return Err(format!("{shown}: this is a folder: give a file of JSON lines"));
        }
        (Box::new(file), meta.is_file().then_some(meta.len()))
    };
    let jobs = pool::threads(args.jobs);
    let keep = !args.output.is_empty() || history.is_some();
    let gate = Arc::new(Gate::default());
    let (to_workers, from_reader) = channel::<(u64, Chunk)>();
    let from_reader = Arc::new(Mutex::new(from_reader));
    let (to_writer, done) = channel::<Done>();
    let (to_end, end) = channel::<End>();

    // None of these threads is waited for: after a broken pipe the reader may still sit in a read that never returns.
    let reader_gate = Arc::clone(&gate);
    let max_chunks = jobs * 4 + 4;
    thread::spawn(move || {
        let end = read_all(input, &reader_gate, max_chunks, &to_workers);
        let _ = to_end.send(end);
    });
    for _ in 0..jobs {
        let (loaded, chunks, out) = (Arc::clone(&loaded), Arc::clone(&from_reader), to_writer.clone());
        thread::spawn(move || work(&loaded, keep, &chunks, &out));
    }
    drop((to_writer, from_reader));

    let mut digests = Vec::new();
    let mut exit = match write_all(&done, &gate, size, &mut digests) {
        Ok((exit, findings)) => exit.max(Exit::of_count(findings, loaded.config.max_findings.value)),
        Err(e) if e.kind() == io::ErrorKind::BrokenPipe => return Ok(Exit::Clean),
        Err(e) => return Err(no_stdout(e)),
    };
    if let Ok(End::Error(e)) = end.recv() {
        complain(format_args!("{}: reading stopped: {e}", args.file.display()));
        exit = Exit::Failed;
    }
    if let Some(cache) = &loaded.cache {
        cache.tidy();
    }
    if let Err(faults) = sinks.close(&digests, history.as_ref()) {
        complain(faults.join("\n"));
        exit = Exit::Failed;
    }
    Ok(exit)
}

fn read_all(input: Box<dyn Read + Send>, gate: &Gate, max_chunks: usize, out: &Sender<(u64, Chunk)>) -> End {
    let mut chunks = Chunks::new(BufReader::with_capacity(128 * 1024, input));
    for number in 0.. {
        match chunks.next() {
            Ok(Some(chunk)) => {
                if !gate.enter(chunk.bytes, MAX_UNDER_WAY, max_chunks) || out.send((number, chunk)).is_err() {
                    return End::Input;
                }
            }
            Ok(None) => return End::Input,
            Err(e) => return End::Error(e),
        }
    }
    End::Input
}

fn work(loaded: &Loaded, keep: bool, chunks: &Mutex<Receiver<(u64, Chunk)>>, out: &Sender<Done>) {
    loop {
        let next = chunks.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((number, chunk)) = next else { return };
        let (lines, bytes) = (chunk.lines.len(), chunk.bytes);
        let (output, digests) = (Vec::new(), Vec::new());
        let mut done = Done { number, lines, bytes, output, digests, findings: 0, exit: Exit::Clean };
        for line in chunk.lines {
            let start = done.output.len();
            // A fault of the checker on one pair must not cost the rest of the run.
            let checked = catch_unwind(AssertUnwindSafe(|| check(loaded, &line, &mut done.output)));
            let digest = checked.unwrap_or_else(|_| {
                done.output.truncate(start);
                let id = line.bytes.as_deref().and_then(id_of);
                failure(&line, id.as_deref(), "internal error: please report this pair", &mut done.output)
            });
            done.exit = done.exit.max(Exit::of(&digest));
            done.findings += digest.open().count();
            if keep {
                done.digests.push(digest);
            }
            done.output.push(b'\n');
        }
        if out.send(done).is_err() {
            return;
        }
    }
}

fn write_all(
    done: &Receiver<Done>,
    gate: &Gate,
    size: Option<u64>,
    digests: &mut Vec<Digest>,
) -> io::Result<(Exit, usize)> {
    let mut out = io::stdout().lock();
    let bar = bar(size);
    let (mut exit, mut findings) = (Exit::Clean, 0);
    let mut waiting: BTreeMap<u64, Done> = BTreeMap::new();
    let mut next = 0;
    let mut pairs = 0u64;
    for chunk in done {
        waiting.insert(chunk.number, chunk);
        while let Some(ready) = waiting.remove(&next) {
            next += 1;
            exit = exit.max(ready.exit);
            findings += ready.findings;
            digests.extend(ready.digests);
            if let Err(e) = out.write_all(&ready.output).and_then(|()| out.flush()) {
                gate.close();
                bar.finish_and_clear();
                return Err(e);
            }
            gate.leave(ready.bytes);
            pairs += ready.lines as u64;
            bar.inc(ready.bytes as u64);
            bar.set_message(format!("{pairs} pairs"));
        }
    }
    bar.finish_and_clear();
    Ok((exit, findings))
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

/// Checks one line and appends its answer, without a line end.
fn check(loaded: &Loaded, line: &Line, out: &mut Vec<u8>) -> Digest {
    let Some(bytes) = line.bytes.as_deref() else {
        return failure(line, None, &format!("the line is longer than {} MB", MAX_LINE / 1024 / 1024), out);
    };
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(e) => {
            let id = id_of(String::from_utf8_lossy(bytes).as_bytes()).filter(|id| !id.contains('\u{FFFD}'));
            let error = format!("invalid UTF-8 at byte {}: JSON lines are UTF-8", e.valid_up_to());
            return failure(line, id.as_deref(), &error, out);
        }
    };
    if !text.trim_start().starts_with('{') {
        // A list of three strings would else be read as a record.
        return failure(line, None, "not a JSON object: each line must be one", out);
    }
    let record: Record = match serde_json::from_str(text) {
        Ok(record) => record,
        Err(e) => return failure(line, id_of(bytes).as_deref(), &explain(&e), out),
    };
    let wires: Vec<_> = match &record.original {
        Original::One(text) => vec![ingest::from_text("original", text)],
        Original::Takes(takes) if takes.is_empty() => {
            return failure(line, Some(&record.id), "`original` is an empty list: give at least one text", out);
        }
        Original::Takes(takes) => {
            takes.iter().enumerate().map(|(i, t)| ingest::from_text(&format!("original {}", i + 1), t)).collect()
        }
    };
    let date = match record.date.as_deref().filter(|d| !d.is_empty()).map(|d| ingest::day(d).ok_or(d)) {
        Some(Err(text)) => {
            let error = format!("`date` is “{text}”: expected a day as YYYY-MM-DD, or a time stamp");
            return failure(line, Some(&record.id), &error, out);
        }
        Some(Ok(day)) => Some(day),
        None => loaded.date,
    };
    let judged = check_pair(loaded, &record.id, wires, ingest::from_text("rewrite", &record.rewrite), date);
    jsonl::write(&judged.report, &record.id, out);
    Digest::of(&judged, &record.id, &[])
}

#[derive(Deserialize)]
struct Record<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow)]
    original: Original<'a>,
    #[serde(borrow)]
    rewrite: Cow<'a, str>,
    /// The day of the story, where the texts do not say it.
    #[serde(borrow, default)]
    date: Option<Cow<'a, str>>,
}

enum Original<'a> {
    One(Cow<'a, str>),
    Takes(Vec<String>),
}

impl<'de: 'a, 'a> Deserialize<'de> for Original<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Original<'de>;
            fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                f.write_str("a string or a list of strings")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Original::One(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Original::One(Cow::Owned(text.to_owned())))
            }
            fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                let mut takes = Vec::new();
                while let Some(take) = list.next_element()? {
                    takes.push(take);
                }
                Ok(Original::Takes(takes))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

#[derive(serde::Serialize)]
struct Failure<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    error: &'a str,
}

fn failure(line: &Line, id: Option<&str>, error: &str, out: &mut Vec<u8>) -> Digest {
    let number = id.is_none().then_some(line.number);
    // Writing into memory cannot fail.
    let _ = serde_json::to_writer(out, &Failure { id, line: number, error });
    let name = id.map_or_else(|| format!("line {}", line.number), str::to_owned);
    Digest::failed(&name, &[], error)
}

/// The id of a line whose other fields are at fault.
fn id_of(bytes: &[u8]) -> Option<String> {
    #[derive(Deserialize)]
    struct Id {
        id: String,
    }
    serde_json::from_slice::<Id>(bytes).ok().map(|i| i.id)
}

/// What is wrong with a line, with the column but without the line number, which serde counts from the start of the line itself.
fn explain(e: &serde_json::Error) -> String {
    let message = e.to_string();
    let what = message.split(" at line ").next().unwrap_or(&message);
    let advice = match e.classify() {
        serde_json::error::Category::Data => {
            r#"expected {"id": string, "original": string or [string, …], "rewrite": string, "date": string (may be left out)}"#
        }
        _ => "each line must be one JSON object",
    };
    format!("{what} (column {}): {advice}", e.column())
}
