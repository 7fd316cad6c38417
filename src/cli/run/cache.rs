//! Results that are kept between runs, by what they depend on: the program, its settings and both stories.
//!
//! A file for each pair, written beside its place and renamed: a run that is killed leaves whole results or none. What cannot be read
//! is checked anew, what cannot be written is not kept; neither is a fault of the run.

use std::fmt::{self, Write as _};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::SystemTime;

use sha2::{Digest as _, Sha256};
use truecopy::check::{Checker, Options, Report, Stopped, Wire};
use truecopy::gate::kept;
use truecopy::ingest::Story;
use truecopy::text::Source;

use crate::cli::output::writer::{is_half_written, replace_soon};
use crate::cli::run::facts_files::Text;
use crate::cli::run::tidy::{DAY, Limits, tidy};

/// The version of what is kept. It grows with the form of the kept report.
const VERSION: u32 = 1;

/// By this file backup programs know a cache, and this program its own.
const TAG: &str = "CACHEDIR.TAG";
const TAG_TEXT: &str = "Signature: 8a477f597d28d172789f06886806bc55\n# Results that truecopy keeps; may be deleted.\n";
const IGNORE: &str = ".gitignore";
const IGNORE_TEXT: &[u8] = b"*\n";

/// Why a folder cannot be a cache.
#[derive(Debug)]
pub enum NoCache {
    /// It cannot be made or read.
    Unmade(io::Error),
    /// There are other files in it.
    Occupied,
}

/// A folder of results.
#[derive(Debug)]
pub struct Cache {
    folder: PathBuf,
    limits: Limits,
    /// Whether a result was written since the folder was last looked through.
    wrote: AtomicBool,
    /// What tells this build of the program, and the newsroom's facts and rules, from every other.
    build: String,
}

impl Cache {
    /// Opens a folder of results; makes it where it is not there.
    ///
    /// # Errors
    /// Where the folder cannot be made, or holds something else: a project must not be told to git as nothing but results.
    pub fn open<'t>(folder: &Path, files: impl IntoIterator<Item = &'t Text>, limits: Limits) -> Result<Self, NoCache> {
        fs::create_dir_all(folder).map_err(NoCache::Unmade)?;
        if !is_tagged(folder) {
            if is_free(folder).map_err(NoCache::Unmade)? {
                mark(folder);
            } else if !is_tagged(folder) {
                // Looked at twice, since another run may just have begun to use an empty folder.
                return Err(NoCache::Occupied);
            }
        }
        let mut build = build();
        for (name, text) in files {
            // A finding names the file that it rests on, and an earlier file goes before a later one.
            let _ = write!(build, " {name:?} {:?}", Sha256::digest(text));
        }
        Ok(Cache { folder: folder.to_owned(), limits, wrote: AtomicBool::new(false), build })
    }

    /// The report on a pair: kept, or made by `checker` and kept.
    ///
    /// # Errors
    /// Where `go_on` said no while it was made.
    pub fn check(
        &self,
        checker: &Checker,
        options: &Options,
        wire: &Wire,
        rewrite: Story,
        go_on: &dyn Fn() -> bool,
    ) -> Result<Report, Stopped> {
        let path = self.path(options, wire.stories(), &rewrite);
        let rewrite = Arc::new(rewrite);
        let kept = fs::read_to_string(&path)
            .ok()
            .and_then(|text| kept::restore(&text, wire.stories(), &rewrite, &options.house));
        if let Some(report) = kept {
            used(&path);
            return Ok(report);
        }
        let report = checker.check_while(wire, rewrite, go_on)?;
        if let Some(folder) = path.parent()
            && fs::create_dir_all(folder).is_ok()
        {
            let _ = replace_soon(&path, kept::keep(&report).as_bytes());
            self.wrote.store(true, Ordering::Relaxed);
        }
        Ok(report)
    }

    /// Lets go of what is beyond the limits, where something was written; for the end of a run.
    pub fn tidy(&self) {
        if self.wrote.swap(false, Ordering::Relaxed) {
            tidy(&self.folder, self.limits, SystemTime::now());
        }
    }

    fn path(&self, options: &Options, wires: &[Story], rewrite: &Story) -> PathBuf {
        let mut hash = Hash(Sha256::new());
        let model = options.reader_model.as_ref().map(|m| m.identity());
        // Hashing cannot fail.
        let _ = write!(
            hash,
            "{VERSION}\0{}\0{:?}\0",
            self.build,
            (options.kind, options.language, options.reader, model, &options.disabled)
        );
        for story in wires.iter().chain([rewrite]) {
            // Where the text stood in the bytes does not change what is found in it: spans are those of the text.
            let source = Source::plain(story.source.name.as_str(), &*story.source.text);
            let mut bare = story.clone();
            bare.source = source;
            let _ = write!(hash, "{bare:?}\0");
        }
        let digits: String = hash.0.finalize().iter().take(20).map(|b| format!("{b:02x}")).collect();
        let (head, tail) = digits.split_at(2);
        self.folder.join(head).join(format!("{tail}.json"))
    }
}

/// Whether a folder is a cache of this program.
fn is_tagged(folder: &Path) -> bool {
    fs::read_to_string(folder.join(TAG)).is_ok_and(|text| text == TAG_TEXT)
}

/// Makes an empty folder a cache. Backup programs and git leave it alone. The tag comes last, and results after it.
fn mark(folder: &Path) {
    let _ = replace_soon(&folder.join(IGNORE), IGNORE_TEXT);
    let _ = replace_soon(&folder.join(TAG), TAG_TEXT.as_bytes());
}

/// Whether nothing is in a folder but what a run can have left that was killed before the tag was there. A project can have folders
/// that are named like those of a cache.
fn is_free(folder: &Path) -> io::Result<bool> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let ignores = || fs::read(entry.path()).is_ok_and(|text| text == IGNORE_TEXT);
        if !(is_half_written(&name) || name == IGNORE && ignores()) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Notes that a result was of use, to the day: most runs write nothing.
fn used(path: &Path) {
    let now = SystemTime::now();
    let last = fs::metadata(path).and_then(|m| m.modified());
    if last.is_ok_and(|at| now.duration_since(at).is_ok_and(|age| age > DAY)) {
        // A folder that cannot be written to is used all the same.
        let _ = fs::File::options().write(true).open(path).and_then(|file| file.set_modified(now));
    }
}

/// The version, and the size and the age of the program itself: another build may judge in another way.
fn build() -> String {
    let meta = std::env::current_exe().and_then(fs::metadata).ok();
    let age = meta.as_ref().and_then(|m| m.modified().ok());
    format!("{} {:?} {age:?}", env!("CARGO_PKG_VERSION"), meta.map(|m| m.len()))
}

struct Hash(Sha256);

impl fmt::Write for Hash {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.update(text.as_bytes());
        Ok(())
    }
}
