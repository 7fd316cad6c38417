//! `truecopy index`: builds an index, or brings it up to date.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use indicatif::ProgressBar;
use truecopy::archive::{BadIndex, Builder, Index, Record};
use truecopy::ingest::Format;

use crate::cli::failure::Failure;
use crate::cli::input::archive::{add, bad_index};
use crate::cli::input::bounds;
use crate::cli::input::files::{self, texts};
use crate::cli::output::lock::Lock;
use crate::cli::output::messages::complain;
use crate::cli::output::progress;
use crate::cli::output::writer::{folder_of, replace, say, sweep};
use crate::exit::Exit;

const EXAMPLES: &str = "\
An index that exists is brought up to date: new and changed files are read, stories of files that are gone are dropped, all others are kept. The file is replaced in one step, so a killed run leaves the last good index; what it had saved is not read again.

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
}

/// The index is saved after so many files.
const SAVED_EVERY: usize = 20_000;

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
    let mut files = Vec::new();
    for path in texts(&args.archives.iter().collect::<Vec<_>>())? {
        if path.canonicalize().ok() == out.canonicalize().ok() && out.exists() {
            continue;
        }
        let stamp = stamp(&path).map_err(|e| Failure::because(e).at(&path))?;
        files.push((named(&path, &base), path, stamp));
    }
    let mut count = Count::default();
    let (mut old, known) = open(out)?;
    let here: HashMap<&str, u64> = files.iter().map(|(name, _, stamp)| (name.as_str(), *stamp)).collect();
    let gone: HashSet<String> =
        known.keys().filter(|name| !here.contains_key(name.as_str()) && !base.join(name).exists()).cloned().collect();
    count.gone = gone.len();
    let changed: Vec<&(String, PathBuf, u64)> =
        files.iter().filter(|(name, _, stamp)| known.get(name) != Some(stamp)).collect();
    count.kept = files.len() - changed.len();
    let bar = match changed.len() as u64 {
        0..50 => ProgressBar::hidden(),
        files => progress::bar(Some(files), "{wide_bar} {pos}/{len} files  {eta} left"),
    };
    let mut chunks = changed.chunks(SAVED_EVERY);
    loop {
        let chunk = chunks.next().unwrap_or_default();
        let replaced: HashSet<&str> = chunk.iter().map(|(name, ..)| name.as_str()).collect();
        let mut builder = Builder::new(|| tempfile::tempfile_in(&base));
        if let Some(index) = old.take() {
            let stays = |r: &Record| !replaced.contains(r.file.as_str()) && !gone.contains(&r.file);
            builder.take_over(index, stays).map_err(|e| damaged(out, e))?;
        }
        for (name, path, stamp) in chunk {
            bar.inc(1);
            match files::read_all(path, args.from) {
                Ok(all) => {
                    count.read += 1;
                    add(&mut builder, &all, name, *stamp).map_err(|e| Failure::because(e).at(out))?;
                }
                Err(e) => {
                    count.failed += 1;
                    bar.suspend(|| complain(e));
                }
            }
        }
        let built = replace(out, |file| builder.finish(file));
        count.stories = built.map_err(|e| Failure::new("cannot write the index").at(out).cause(e))?.stories;
        if chunks.len() == 0 {
            break;
        }
        (old, _) = open(out)?;
    }
    bar.finish_and_clear();
    Ok(count)
}

type Known = HashMap<String, u64>;

/// An index that is read from its file.
type OnDisk = Index<BufReader<File>>;

/// The index as it is, with the files in it and what they are told by; one of an older form is built anew.
fn open(path: &Path) -> Result<(Option<OnDisk>, Known), Failure> {
    let file = match bounds::open(path) {
        Ok(file) => file,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok((None, Known::new())),
        Err(e) => return Err(Failure::because(e).at(path)),
    };
    let mut index = match Index::open(BufReader::with_capacity(64 * 1024, file)) {
        Ok(index) => index,
        Err(e @ (BadIndex::Version(_) | BadIndex::Damaged)) => {
            complain(format_args!("{} {e}: building it anew", path.display()));
            return Ok((None, Known::new()));
        }
        Err(BadIndex::NoIndex) => {
            return Err(Failure::new("this file is no index and would be overwritten")
                .at(path)
                .advise("give -o another name"));
        }
        Err(e) => return Err(bad_index(path, &e)),
    };
    let mut known = Known::new();
    for n in 0..index.len() {
        let record = index.record(n).map_err(|e| damaged(path, e))?;
        known.insert(record.file, record.stamp);
    }
    Ok((Some(index), known))
}

/// An index that cannot be read to its end.
fn damaged(path: &Path, e: io::Error) -> Failure {
    Failure::because(e).at(path).advise("delete it and build it again")
}

/// The name of a file in the index: relative to the index's folder where it lies below it, so that both can move together.
fn named(path: &Path, base: &Path) -> String {
    let full = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    full.strip_prefix(base).unwrap_or(&full).to_string_lossy().into_owned()
}

/// What a changed file is told by: its length and the time of its last change.
fn stamp(path: &Path) -> io::Result<u64> {
    let meta = std::fs::metadata(path)?;
    let changed =
        meta.modified().ok().and_then(|t| t.duration_since(UNIX_EPOCH).ok()).map_or(0, |d| d.as_nanos() as u64);
    Ok(changed.rotate_left(20) ^ meta.len())
}
