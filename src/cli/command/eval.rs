//! `truecopy eval`: how good the checker is on labelled pairs. The only place that looks at the clock.

use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Instant;

use clap::ValueEnum;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use truecopy::check::{Kind, Options};
use truecopy::eval::{Answer, BadRecord, Examiner, Record, Set, figures, fit, render};
use truecopy::reader::Mode;
use truecopy::score::calibrate::Table;

use crate::cli::failure::Failure;
use crate::cli::input::bounds;
use crate::cli::input::files::{is_stdin, one_stdin};
use crate::cli::input::lines::{Line, Lines, TooLong};
use crate::cli::output::messages::complain;
use crate::cli::output::writer::{same_file, say, to_file};
use crate::cli::run::model;
use crate::cli::run::pool::{self, Panicked};
#[cfg(feature = "serve")]
use crate::cli::service::lessons;
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
  truecopy eval --confidence confidence.tsv others.jsonl
  truecopy eval --desk truecopy-desk.db"#;

/// Arguments of `eval`.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Files of labelled JSON lines, each a set of its own; `-` for standard input.
    #[cfg_attr(feature = "serve", arg(value_name = "FILE", required_unless_present = "desk"))]
    #[cfg_attr(not(feature = "serve"), arg(value_name = "FILE", required = true))]
    files: Vec<PathBuf>,

    /// Print what the decisions of a review desk say of every rule: the file that `truecopy desk --db` names.
    #[cfg(feature = "serve")]
    #[arg(long, value_name = "DESK", conflicts_with_all = ["files", "calibrate", "confidence"])]
    desk: Option<PathBuf>,

    /// How to report.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    /// Write a confidence table made from these sets.
    #[arg(long, value_name = "TABLE")]
    calibrate: Option<PathBuf>,

    /// Take confidence from this table instead of the built-in one.
    #[arg(long, value_name = "TABLE")]
    confidence: Option<PathBuf>,

    /// How many pairs to check at once [default: one per core].
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,

    /// The rewrites are summaries: sentences left out are no fault.
    #[arg(long)]
    summary: bool,

    /// Which sentences the reader is given, as in `check`.
    #[arg(long, value_name = "WHICH", default_value = "off", value_parser = modes())]
    reader: Mode,

    /// An inference model of one's own that judges in the place of the built-in reader.
    #[arg(long, value_name = "PATH")]
    reader_model: Option<PathBuf>,
}

fn modes() -> impl TypedValueParser<Value = Mode> {
    PossibleValuesParser::new(Mode::NAMES).map(|name| Mode::named(&name).unwrap_or_default())
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
pub fn run(args: &Args) -> Result<Exit, Failure> {
    #[cfg(feature = "serve")]
    if let Some(desk) = &args.desk {
        say(&lessons::table(&lessons::of_desk(desk)?))?;
        return Ok(Exit::Clean);
    }
    one_stdin(args.files.iter().map(PathBuf::as_path))?;
    if let Some(out) = &args.calibrate
        && let Some(input) = args.files.iter().chain(&args.confidence).find(|p| same_file(p, out))
    {
        return Err(Failure::new("the table would overwrite this file").at(input).advise("name another one"));
    }
    let kind = if args.summary { Kind::Summary } else { Kind::Auto };
    let model = args.reader_model.as_deref().map(model::open).transpose()?;
    let options = Options::default().kind(kind).reader(args.reader).reader_model(model.map(Arc::new));
    let examiner = Examiner::new(options, read_table(args.confidence.as_deref())?);
    let jobs = pool::threads(args.jobs);
    let mut exit = Exit::Clean;
    let mut sets = Vec::with_capacity(args.files.len());
    for path in &args.files {
        let (set, sound) = read_set(path, &examiner, jobs)?;
        if set.records == 0 {
            return Err(Failure::new("no labelled pair in it").at(path).advise("give JSON lines as in docs/eval.md"));
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
    say(&text)?;
    if let Some(path) = &args.calibrate {
        if exit == Exit::Failed {
            return Err(Failure::new("not written").at(path).advise("some lines could not be read"));
        }
        to_file(path, fit::table(&sets).as_bytes())?;
    }
    Ok(exit)
}

fn read_table(path: Option<&Path>) -> Result<Option<Table>, Failure> {
    let Some(path) = path else { return Ok(None) };
    let text = bounds::open(path).and_then(io::read_to_string).map_err(|e| Failure::because(e).at(path))?;
    let table = Table::parse(&text);
    if table.is_empty() {
        return Err(Failure::new("no row in it").at(path).advise("give a table that --calibrate wrote"));
    }
    Ok(Some(table))
}

/// A line that gives nothing to count.
enum Bad {
    TooLong(TooLong),
    /// The byte from which on it is no UTF-8.
    Utf8(usize),
    Record(BadRecord),
}

impl std::fmt::Display for Bad {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Bad::TooLong(e) => e.fmt(f),
            Bad::Utf8(at) => write!(f, "invalid UTF-8 at byte {at}: JSON lines are UTF-8"),
            Bad::Record(e) => e.fmt(f),
        }
    }
}

/// Checks all pairs of one file; the flag tells whether every line could be read and checked.
fn read_set(path: &Path, examiner: &Examiner, jobs: usize) -> Result<(Set, bool), Failure> {
    let name = if is_stdin(path) {
        "standard input".to_owned()
    } else {
        path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned())
    };
    let failed = |e: io::Error| Failure::because(e).at(path).advise("give a file of JSON lines, or `-`");
    let input: Box<dyn Read + Send> =
        if is_stdin(path) { Box::new(io::stdin()) } else { Box::new(bounds::open(path).map_err(failed)?) };
    let lines = Lines::of(input).map(|line| {
        let read = line.as_ref().map_or(0, |l| l.read);
        (line, read)
    });
    let (mut set, mut sound) = (Set::new(name), true);
    let memory = Memory::default();
    let began = Instant::now();
    let work = |line: &io::Result<Line>| line.as_ref().ok().map(|line| answers(line, examiner, &memory));
    let done = pool::each(lines, jobs, work, |line, outcome| {
        let line = line?;
        let at = |what: &dyn std::fmt::Display| {
            complain(format_args!("{}: line {}: {what}", path.display(), line.number));
        };
        match outcome {
            Ok(None) => {}
            Ok(Some(Ok((record, answers)))) => {
                let answers: Vec<&Answer> = answers.iter().filter_map(|a| a.get()).collect();
                set.add(&record, &answers);
                return Ok(());
            }
            Ok(Some(Err(bad))) => at(&bad),
            // A fault of the checker on one pair does not cost the rest of the run.
            Err(Panicked) => at(&"internal error: please report this pair; it is left out"),
        }
        sound = false;
        Ok(())
    });
    done.map_err(failed)?;
    set.spent(memory.checked.into_inner(), began.elapsed());
    Ok((set, sound))
}

/// The record of a line, with the answers for its texts.
fn answers(line: &Line, examiner: &Examiner, memory: &Memory) -> Result<(Record, Vec<Slot>), Bad> {
    let bytes = line.bytes.as_deref().map_err(|e| Bad::TooLong(*e))?;
    let text = std::str::from_utf8(bytes).map_err(|e| Bad::Utf8(e.valid_up_to()))?;
    let record = Record::parse(text).map_err(Bad::Record)?;
    let answers = record.texts().map(|rewrite| memory.answer(examiner, &record.original, rewrite)).collect();
    Ok((record, answers))
}

/// A pair by the hashes of its texts.
type Key = (u64, u64);

/// The answer on a pair, checked once; who needs it meanwhile waits.
type Slot = Arc<OnceLock<Answer>>;

/// Answers that may be asked for again: the faithful side of planted faults comes back many times and is checked once. The last few ten
/// thousand are kept, whatever the length of the file.
#[derive(Default)]
struct Memory {
    /// The newer answers, and those from before the newer ones were as many as may be.
    known: Mutex<(HashMap<Key, Slot>, HashMap<Key, Slot>)>,
    checked: AtomicUsize,
}

impl Memory {
    const MOST: usize = 32 * 1024;

    fn answer(&self, examiner: &Examiner, original: &[String], rewrite: &str) -> Slot {
        let slot = self.slot(key(original, rewrite));
        slot.get_or_init(|| {
            self.checked.fetch_add(1, Ordering::Relaxed);
            examiner.answer(original, rewrite)
        });
        slot
    }

    fn slot(&self, key: Key) -> Slot {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let (new, old) = &mut *known;
        if let Some(slot) = new.get(&key) {
            return Arc::clone(slot);
        }
        let slot = old.remove(&key).unwrap_or_default();
        if new.len() >= Self::MOST {
            *old = std::mem::take(new);
        }
        new.insert(key, Arc::clone(&slot));
        slot
    }
}

fn key(original: &[String], rewrite: &str) -> Key {
    let hash = |what: &dyn Fn(&mut DefaultHasher)| {
        let mut hasher = DefaultHasher::new();
        what(&mut hasher);
        hasher.finish()
    };
    (hash(&|h| original.hash(h)), hash(&|h| rewrite.hash(h)))
}
