//! `truecopy eval`: how good the checker is on labelled pairs. The only place that looks at the clock.

use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::fs::File;
use std::hash::{Hash, Hasher};
use std::io::{self, BufReader, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

use clap::ValueEnum;
use truecopy::check::{Kind, Options};
use truecopy::eval::{Answer, Examiner, Record, Set, figures, fit, render};
use truecopy::score::calibrate::Table;

use crate::cli::input::files::{is_stdin, one_stdin};
use crate::cli::input::lines::{Chunk, Chunks, MAX_LINE};
use crate::cli::output::messages::complain;
use crate::cli::output::writer::{same_file, to_file, to_stdout};
use crate::cli::run::pool;
use crate::exit::Exit;

const EXAMPLES: &str = r#"Each line is a JSON object with `original` and one of:
  rewrite, errors: [{start, end, severity, category}]   all errors are marked; []: faithful
  rewrite, error: true or false, category               only known whether there is an error
  rewrite                                               a faithful text
  faithful, corrupted, category, severity, span         one planted fault
Offsets count Unicode code points of the rewrite. docs/eval.md has the shapes and figures.

Examples:
  truecopy eval examples/labelled.jsonl
  truecopy eval --format json mine.jsonl > figures.json
  zcat pairs.jsonl.gz | truecopy eval --calibrate confidence.tsv -
  truecopy eval --confidence confidence.tsv others.jsonl"#;

/// Arguments of `eval`.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Labelled JSON lines, a set each; `-` for standard input.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,

    /// How to report.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    /// Write a confidence table made from these sets.
    #[arg(long, value_name = "TABLE")]
    calibrate: Option<PathBuf>,

    /// State confidence by this table instead of the built-in one.
    #[arg(long, value_name = "TABLE")]
    confidence: Option<PathBuf>,

    /// How many pairs to check at once [default: one per core].
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,

    /// The rewrites are summaries: sentences left out are no fault.
    #[arg(long)]
    summary: bool,
}

/// `--format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Aligned tables.
    Text,
    /// One JSON document.
    Json,
}

/// Runs `eval`.
pub fn run(args: &Args) -> Result<Exit, String> {
    one_stdin(args.files.iter().map(PathBuf::as_path))?;
    if let Some(out) = &args.calibrate
        && let Some(input) = args.files.iter().chain(&args.confidence).find(|p| same_file(p, out))
    {
        return Err(format!("{}: the table would overwrite this file: name another one", input.display()));
    }
    let kind = if args.summary { Kind::Summary } else { Kind::Auto };
    let examiner = Examiner::new(Options { kind, ..Options::default() }, read_table(args.confidence.as_deref())?);
    let jobs = pool::threads(args.jobs);
    let mut exit = Exit::Clean;
    let mut sets = Vec::with_capacity(args.files.len());
    for path in &args.files {
        let (set, sound) = read_set(path, &examiner, jobs)?;
        if set.records == 0 {
            return Err(format!("{}: no labelled pair in it: give JSON lines as in docs/eval.md", path.display()));
        }
        if !sound {
            exit = Exit::Failed;
        }
        sets.push(set);
    }
    let figures = figures::figures(&sets);
    let text = match args.format {
        Format::Text => render::text(&figures),
        Format::Json => render::json(&figures),
    };
    to_stdout(text.as_bytes())?;
    if let Some(path) = &args.calibrate {
        if exit == Exit::Failed {
            return Err(format!("{}: not written: some lines could not be read", path.display()));
        }
        to_file(path, fit::table(&sets).as_bytes())?;
    }
    Ok(exit)
}

fn read_table(path: Option<&Path>) -> Result<Option<Table>, String> {
    let Some(path) = path else { return Ok(None) };
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let table = Table::parse(&text);
    if table.is_empty() {
        return Err(format!("{}: no row in it: give a table that --calibrate wrote", path.display()));
    }
    Ok(Some(table))
}

/// Pairs that are checked together, at least.
const BATCH: usize = 4096;

/// A pair by the hashes of its texts: the faithful side of planted faults comes back many times and is checked once.
type Key = (u64, u64);

fn key(original: &[String], rewrite: &str) -> Key {
    let hash = |what: &dyn Fn(&mut DefaultHasher)| {
        let mut hasher = DefaultHasher::new();
        what(&mut hasher);
        hasher.finish()
    };
    (hash(&|h| original.hash(h)), hash(&|h| rewrite.hash(h)))
}

/// Checks all pairs of one file; the flag tells whether every line could be read.
fn read_set(path: &Path, examiner: &Examiner, jobs: usize) -> Result<(Set, bool), String> {
    let name = if is_stdin(path) {
        "standard input".to_owned()
    } else {
        path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned())
    };
    let failed = |e: io::Error| format!("{}: {e}: give a file of JSON lines, or `-`", path.display());
    let input: Box<dyn Read> =
        if is_stdin(path) { Box::new(io::stdin()) } else { Box::new(File::open(path).map_err(failed)?) };
    let mut chunks = Chunks::new(BufReader::with_capacity(128 * 1024, input));
    let mut set = Set::new(name);
    let mut known: HashMap<Key, Answer> = HashMap::new();
    let mut sound = true;
    let mut waiting: Vec<Record> = Vec::new();
    loop {
        let chunk = chunks.next().map_err(failed)?;
        let last = chunk.is_none();
        for record in chunk.into_iter().flat_map(|c| records(path, c)) {
            match record {
                Some(record) => waiting.push(record),
                None => sound = false,
            }
        }
        if last || waiting.len() >= BATCH {
            sound &= check(&waiting, examiner, jobs, &mut known, &mut set);
            waiting.clear();
        }
        if last {
            return Ok((set, sound));
        }
    }
}

/// The records of a chunk; none for a line that is at fault, which is complained about.
fn records<'a>(path: &'a Path, chunk: Chunk) -> impl Iterator<Item = Option<Record>> + use<'a> {
    chunk.lines.into_iter().map(move |line| {
        let record = match &line.bytes {
            None => Err(format!("the line is longer than {} MB", MAX_LINE / 1024 / 1024)),
            Some(bytes) => std::str::from_utf8(bytes)
                .map_err(|e| format!("invalid UTF-8 at byte {}: JSON lines are UTF-8", e.valid_up_to()))
                .and_then(Record::parse),
        };
        record.map_err(|e| complain(format_args!("{}: line {}: {e}", path.display(), line.number))).ok()
    })
}

/// Checks what is not yet known of these records and counts them; false where the checker failed on a pair.
fn check(
    records: &[Record],
    examiner: &Examiner,
    jobs: usize,
    known: &mut HashMap<Key, Answer>,
    set: &mut Set,
) -> bool {
    let mut fresh: HashMap<Key, (&[String], &str)> = HashMap::new();
    for (record, text) in records.iter().flat_map(|r| r.texts().map(move |t| (r, t))) {
        let key = key(&record.original, text);
        if !known.contains_key(&key) {
            fresh.insert(key, (&record.original, text));
        }
    }
    let fresh: Vec<_> = fresh.into_iter().collect();
    let (next, answers) = (AtomicUsize::new(0), Mutex::new(Vec::with_capacity(fresh.len())));
    let began = Instant::now();
    thread::scope(|scope| {
        for _ in 0..jobs.min(fresh.len()) {
            scope.spawn(|| {
                let mut mine = Vec::new();
                while let Some((key, (original, rewrite))) = fresh.get(next.fetch_add(1, Ordering::Relaxed)) {
                    // A fault of the checker on one pair must not cost the rest of the run.
                    let answer = catch_unwind(AssertUnwindSafe(|| examiner.answer(original, rewrite)));
                    mine.extend(answer.ok().map(|a| (*key, a)));
                }
                answers.lock().unwrap_or_else(PoisonError::into_inner).append(&mut mine);
            });
        }
    });
    let answers = answers.into_inner().unwrap_or_else(PoisonError::into_inner);
    set.spent(answers.len(), began.elapsed());
    let sound = answers.len() == fresh.len();
    if !sound {
        complain("internal error on a pair: please report it; it is left out");
    }
    known.extend(answers);
    for record in records {
        let answers: Vec<&Answer> = record.texts().filter_map(|t| known.get(&key(&record.original, t))).collect();
        set.add(record, &answers);
    }
    sound
}
