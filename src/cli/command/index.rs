//! `truecopy index`: builds an index, or brings it up to date.

use std::collections::{HashMap, HashSet};
use std::fs::{File, OpenOptions};
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use indicatif::ProgressBar;
use truecopy::archive::{BadIndex, Builder, Index, Record};
use truecopy::ingest::Format;

use crate::cli::input::archive::{add, folder_of};
use crate::cli::input::files::{self, texts};
use crate::cli::output::messages::complain;
use crate::cli::output::progress;
use crate::cli::output::writer::to_stdout;
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

    /// Read all files as this format instead of looking at the content: plain, markdown, html, ninjs, nitf, newsml, rss or atom.
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
pub fn run(args: &Args) -> Result<Exit, String> {
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
    to_stdout(said.as_bytes())?;
    Ok(if count.failed > 0 { Exit::Failed } else { Exit::Clean })
}

fn update(args: &Args) -> Result<Count, String> {
    let out = &args.output;
    let base = folder_of(out).canonicalize().map_err(|e| format!("{}: {e}; make the folder first", out.display()))?;
    let new = NewFile::beside(out)?;
    let mut files = Vec::new();
    for path in texts(&args.archives.iter().collect::<Vec<_>>())? {
        if path.canonicalize().ok() == out.canonicalize().ok() && out.exists() {
            continue;
        }
        let stamp = stamp(&path).map_err(|e| format!("{}: {e}", path.display()))?;
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
        let mut builder = Builder::new(|| scratch(&base));
        if let Some(index) = old.take() {
            let stays = |r: &Record| !replaced.contains(r.file.as_str()) && !gone.contains(&r.file);
            builder
                .take_over(index, stays)
                .map_err(|e| format!("{}: {e}; delete it and build it again", out.display()))?;
        }
        for (name, path, stamp) in chunk {
            bar.inc(1);
            match files::read_all(path, args.from) {
                Ok(all) => {
                    count.read += 1;
                    add(&mut builder, &all, name, *stamp).map_err(|e| format!("{}: {e}", out.display()))?;
                }
                Err(e) => {
                    count.failed += 1;
                    bar.suspend(|| complain(e));
                }
            }
        }
        let built = new.fill(|file| builder.finish(file)).and_then(|built| new.replace(out).map(|()| built));
        count.stories = built.map_err(|e| format!("{}: cannot write the index: {e}", out.display()))?.stories;
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
fn open(path: &Path) -> Result<(Option<OnDisk>, Known), String> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok((None, Known::new())),
        Err(e) => return Err(format!("{}: {e}", path.display())),
    };
    let mut index = match Index::open(BufReader::with_capacity(64 * 1024, file)) {
        Ok(index) => index,
        Err(e @ (BadIndex::Version(_) | BadIndex::Damaged)) => {
            complain(format_args!("{} {e}: building it anew", path.display()));
            return Ok((None, Known::new()));
        }
        Err(BadIndex::NoIndex) => {
            return Err(format!(
                "{}: this file is no index and would be overwritten: give -o another name",
                path.display()
            ));
        }
        Err(e) => return Err(format!("{} {e}", path.display())),
    };
    let mut known = Known::new();
    for n in 0..index.len() {
        let record = index.record(n).map_err(|e| format!("{}: {e}; delete it and build it again", path.display()))?;
        known.insert(record.file, record.stamp);
    }
    Ok((Some(index), known))
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

/// The file that will replace the index. It is locked, so that two runs cannot fill it at once, and a killed run leaves no lock.
struct NewFile {
    path: PathBuf,
    file: File,
}

impl NewFile {
    fn beside(out: &Path) -> Result<NewFile, String> {
        let mut name = std::ffi::OsString::from(".");
        name.push(out.file_name().ok_or_else(|| format!("{}: give the index a name", out.display()))?);
        name.push(".new");
        let path = out.with_file_name(name);
        let open = || OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
        let file = open().map_err(|e| format!("{}: cannot write the index: {e}", path.display()))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(std::fs::TryLockError::WouldBlock) => {
                return Err(format!("{}: another run is writing this index: wait for its end", out.display()));
            }
            // Some network drives know no locks.
            Err(std::fs::TryLockError::Error(_)) => {}
        }
        Ok(NewFile { path, file })
    }

    /// Empties the file and writes the index into it, down to the disk.
    fn fill<T>(&self, write: impl FnOnce(&File) -> io::Result<T>) -> io::Result<T> {
        self.file.set_len(0)?;
        let done = write(&self.file)?;
        self.file.sync_all()?;
        Ok(done)
    }

    /// Puts a copy in the place of the index in one step. The file itself stays, and with it the lock, for the next save.
    fn replace(&self, out: &Path) -> io::Result<()> {
        let mut name = self.path.clone().into_os_string();
        name.push(".tmp");
        let copy = PathBuf::from(name);
        let _ = std::fs::remove_file(&copy);
        // A second name for the same bytes would be cut short by the next save.
        std::fs::copy(&self.path, &copy)
            .and_then(|_| File::open(&copy)?.sync_all())
            .and_then(|()| std::fs::rename(&copy, out))
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

/// An empty file that is gone when it is closed, also by a killed run where the system allows it.
fn scratch(folder: &Path) -> io::Result<File> {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let path = folder.join(format!(".truecopy-run-{}-{number}.tmp", std::process::id()));
    let file = OpenOptions::new().read(true).write(true).create_new(true).open(&path)?;
    let _ = std::fs::remove_file(&path);
    Ok(file)
}
