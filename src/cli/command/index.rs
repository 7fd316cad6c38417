//! `truecopy index`: builds an index, or brings it up to date.

use std::fs::{File, Metadata};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use indicatif::ProgressBar;
use rustc_hash::{FxHashMap, FxHashSet};
use truecopy::archive::{BadIndex, Builder, Bytes as _, ReadFile};
use truecopy::ingest::Format;

use crate::cli::failure::Failure;
use crate::cli::input::archive::bad_index;
use crate::cli::input::bounds;
use crate::cli::input::files;
use crate::cli::input::gather::{Place, gather, is_lines, line_stamp};
use crate::cli::output::lock::Lock;
use crate::cli::output::messages::complain;
use crate::cli::output::progress;
use crate::cli::output::writer::{folder_of, replace, say, sweep};
use crate::cli::run::pool;
use crate::exit::Exit;

const EXAMPLES: &str = "\
An index that exists is brought up to date: new and changed files are read, stories of files that are gone are dropped, all others are kept. A file of a story a line (.jsonl, .ndjson: ninjs) is read on from where it ended. What is new is added behind what is there and counts once it is whole, so a killed run leaves a good index, and the next one goes on from there.

Examples:
  truecopy index archive/ -o wire.index
  truecopy index 2026/ feeds/coast.xml -o wire.index
  truecopy match wire.index rewrite.txt
  truecopy check --archive wire.index rewrite.txt";

/// Arguments of `index`.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Wire stories, feeds, or folders of them.
    #[arg(value_name = "ARCHIVE", required = true)]
    archives: Vec<PathBuf>,

    /// The index.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,

    /// Read all files as this format instead of looking at the content: plain, markdown, html, ninjs, nitf, newsml, rss, atom, mail, iptc7901 or anpa.
    #[arg(long, value_name = "FORMAT", value_parser = files::format)]
    from: Option<Format>,

    /// How many threads read; one for each core if not given.
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,
}

/// What was done.
#[derive(Default)]
struct Count {
    stories: u32,
    read: usize,
    kept: usize,
    gone: usize,
    failed: usize,
}

/// Runs `index`.
pub fn run(args: &Args) -> Result<Exit, Failure> {
    let count = update(args)?;
    let said = format!(
        "{}: {} stories; {} files read, {} unchanged, {} gone, {} could not be read\n",
        args.output.display(),
        count.stories,
        count.read,
        count.kept,
        count.gone,
        count.failed
    );
    say(&said)?;
    Ok(if count.failed > 0 { Exit::Failed } else { Exit::Clean })
}

fn update(args: &Args) -> Result<Count, Failure> {
    let out = &args.output;
    let base =
        folder_of(out).canonicalize().map_err(|e| Failure::because(e).at(out).advise("make the folder first"))?;
    let lock = Lock::now(out).map_err(|e| Failure::new("cannot write the index").at(out).cause(e))?;
    let Some(_lock) = lock else {
        return Err(Failure::new("another run is writing this index").at(out).advise("wait for its end"));
    };
    sweep(&base, SystemTime::now());
    let mut known = open(out)?;
    let mut count = Count::default();
    let places = changes(args, &base, known.as_mut(), &mut count)?;
    // Only now: what holds no story leaves no index.
    let mut builder = known.map_or_else(|| create(out), Ok)?;
    let bar = match places.iter().map(|place| place.length - place.from).sum() {
        0..1_000_000 => ProgressBar::hidden(),
        bytes => progress::bar(Some(bytes), "{wide_bar} {bytes}/{total_bytes}  {eta} left"),
    };
    let unwritten = |e| Failure::new("cannot write the index").at(out).cause(e);
    let files = places.len();
    let mut lost = 0;
    gather(places, args.from, pool::threads(args.jobs), &mut builder, |done| {
        bar.inc(done.bytes);
        let Some(why) = done.failed else { return };
        if done.unfinished {
            bar.suspend(|| {
                complain(format_args!("the last line is not whole yet and is left for the next run: {why}"))
            });
            return;
        }
        lost += usize::from(done.is_file);
        count.failed += 1;
        match count.failed {
            ..=TOLD => bar.suspend(|| complain(why)),
            _ if count.failed == TOLD + 1 => {
                bar.suspend(|| complain("more that cannot be read is counted and not named"))
            }
            _ => {}
        }
    })
    .map_err(unwritten)?;
    count.read = files - lost;
    count.stories = finished(out, builder).map_err(unwritten)?;
    bar.finish_and_clear();
    Ok(count)
}

/// So many of the things that cannot be read are named: an archive of a million broken lines says so once.
const TOLD: usize = 20;

/// Writes what waits; where it is worth the time, the whole index anew, in the place of the old one in one step.
fn finished(out: &Path, mut builder: Builder<File>) -> io::Result<u32> {
    let built = builder.finish()?;
    if !builder.is_loose() {
        return Ok(built.stories);
    }
    // The old file is closed before the new one takes its name.
    replace(out, move |file| Ok(builder.compact(file.try_clone()?)?.built().stories))
}

/// A file name as the index is asked for it: a million names would take more room than the index.
fn key(name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    hasher.finish()
}

/// What is to be read, and from where on; the stories of what has changed or is gone are let go.
fn changes(
    args: &Args,
    base: &Path,
    mut builder: Option<&mut Builder<File>>,
    count: &mut Count,
) -> Result<Vec<Place>, Failure> {
    let out = &args.output;
    let mut known = FxHashMap::default();
    for file in builder.iter().flat_map(|b| b.files()) {
        let file = file.map_err(|e| damaged(out, e))?;
        known.insert(key(&file.name), ReadFile { name: String::new(), ..file });
    }
    let mut names = Names::new(base);
    let (mut places, mut here, mut changed) = (Vec::new(), FxHashSet::default(), FxHashSet::default());
    let index = out.canonicalize().ok();
    for path in listed(args, |path| known.contains_key(&key(&names.of(path))))? {
        if path.file_name() == out.file_name() && path.canonicalize().ok() == index {
            continue;
        }
        let meta = std::fs::metadata(&path).map_err(|e| Failure::because(e).at(&path))?;
        let name = names.of(&path);
        let key = key(&name);
        // What is given twice is read once.
        if !here.insert(key) {
            continue;
        }
        let known = known.get(&key);
        let mut place = Place { path, name, stamp: stamp(&meta), length: meta.len(), from: 0 };
        let lines = is_lines(&place.path, args.from);
        if known.is_some_and(|k| k.stamp == place.stamp && if lines { k.until == place.length } else { k.until == 0 }) {
            count.kept += 1;
            continue;
        }
        if let Some(known) = known {
            place.from = if lines { read_until(&place, known) } else { 0 };
            if place.from == 0 {
                changed.insert(key);
            }
        }
        places.push(place);
    }
    for file in builder.iter().flat_map(|b| b.files()) {
        let file = file.map_err(|e| damaged(out, e))?;
        let key = key(&file.name);
        if !here.contains(&key) && !base.join(&file.name).exists() {
            count.gone += usize::from(changed.insert(key));
        }
    }
    if here.is_empty() && known.is_empty() {
        return Err(Failure::new("holds no story").at(args.archives.first().cloned().unwrap_or_default()));
    }
    if let Some(builder) = builder.as_mut().filter(|_| !changed.is_empty()) {
        builder.forget(|name| changed.contains(&key(name))).map_err(|e| damaged(out, e))?;
    }
    Ok(places)
}

/// The files that were given, and those in folders that were. A file that is gone is passed over where the index knew it, and a folder that is
/// empty always: one emptied folder must not keep what is new in others from being found.
fn listed(args: &Args, mut is_known: impl FnMut(&Path) -> bool) -> Result<Vec<PathBuf>, Failure> {
    let mut out = Vec::new();
    for path in &args.archives {
        if path.is_dir() {
            out.extend(files::files(path)?);
        } else if path.exists() || !is_known(path) {
            out.push(path.clone());
        }
    }
    Ok(out)
}

/// How far a file of lines was read before, where it has only grown since: what was read last still stands there. What cannot be read now is
/// taken to be as it was.
fn read_until(place: &Place, known: &ReadFile) -> u64 {
    if known.until == 0 || place.length <= known.until {
        return 0;
    }
    let Ok(file) = bounds::open(&place.path) else { return known.until };
    let mut bytes = vec![0; usize::try_from(known.until.saturating_sub(known.last)).unwrap_or(0)];
    if file.read_at(known.last, &mut bytes).is_err() {
        return 0;
    }
    let line = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
    if line_stamp(line) == known.last_stamp { known.until } else { 0 }
}

/// The index as it is; none where there is none, or one of another form.
fn open(path: &Path) -> Result<Option<Builder<File>>, Failure> {
    let fault = |e: io::Error| Failure::because(e).at(path);
    bounds::stay_inside(path).map_err(fault)?;
    let file = match File::options().read(true).write(true).open(path) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
        other => other.map_err(fault)?,
    };
    match Builder::open(file) {
        Ok(builder) => Ok(Some(builder)),
        Err(e @ (BadIndex::Version(_) | BadIndex::Damaged)) => {
            complain(format_args!("{} {e}: building it anew", path.display()));
            Ok(None)
        }
        Err(BadIndex::NoIndex) => {
            Err(Failure::new("this file is no index and would be overwritten").at(path).advise("give -o another name"))
        }
        Err(e) => Err(bad_index(path, &e)),
    }
}

/// A new index, in the place of what was there.
fn create(path: &Path) -> Result<Builder<File>, Failure> {
    replace(path, |file| Builder::create(file.try_clone()?)).map_err(|e| Failure::because(e).at(path))
}

/// An index that cannot be read to its end.
fn damaged(path: &Path, e: io::Error) -> Failure {
    Failure::because(e).at(path).advise("delete it and build it again")
}

/// The names of files in the index: relative to the index's folder where they lie below it, so that both can move together.
struct Names<'a> {
    base: &'a Path,
    /// The folder that was asked for last, and where it is.
    folder: Option<(PathBuf, PathBuf)>,
}

impl<'a> Names<'a> {
    fn new(base: &'a Path) -> Self {
        Names { base, folder: None }
    }

    fn of(&mut self, path: &Path) -> String {
        let folder = folder_of(path);
        let full = match &self.folder {
            Some((asked, full)) if *asked == folder => full,
            _ => {
                let full = folder.canonicalize().unwrap_or_else(|_| folder.clone());
                &self.folder.insert((folder, full)).1
            }
        };
        let full = full.join(path.file_name().unwrap_or_default());
        full.strip_prefix(self.base).unwrap_or(&full).to_string_lossy().into_owned()
    }
}

/// What a changed file is told by: its length and the time of its last change.
fn stamp(meta: &Metadata) -> u64 {
    let changed =
        meta.modified().ok().and_then(|t| t.duration_since(UNIX_EPOCH).ok()).map_or(0, |d| d.as_nanos() as u64);
    changed.rotate_left(20) ^ meta.len()
}
