//! An archive to search: an index on disk, or stories that are indexed on the spot.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::SystemTime;

use truecopy::archive::{BadIndex, Builder, Bytes, Index, Match, Memory, Record, Scope};
use truecopy::ingest::{self, Format, ReadError, Story};

use crate::cli::failure::Failure;
use crate::cli::input::bounds;
use crate::cli::input::files::{self, texts};
use crate::cli::input::gather::{self, Place, gather};
use crate::cli::run::pool;

/// What an index is read from.
type Source = Box<dyn Bytes + Send + Sync>;

/// Which stories of an archive are looked at, as options of a command.
#[derive(Clone, Debug, Default, PartialEq, Eq, clap::Args)]
pub struct Narrow {
    /// Look only at stories sent from so many days before the text to the day after it, and at those without a date. A text without a date is compared with all.
    #[arg(long, value_name = "DAYS", requires = "archive")]
    pub days: Option<u32>,

    /// Look only at stories that their metadata file under this section: "sport".
    #[arg(long, value_name = "NAME", requires = "archive")]
    pub section: Option<String>,
}

impl Narrow {
    /// The stories that are looked at for a text.
    pub fn scope(&self, text: &Story) -> Scope {
        let days = self.days.map_or_else(Scope::default, |days| Scope::around(text, days));
        days.of_section(self.section.as_deref())
    }
}

/// An index with the way to its stories.
pub struct Archive {
    /// The index, and which state of its file that is.
    index: RwLock<(Option<State>, Arc<Index<Source>>)>,
    /// Its file; none where it was made in memory.
    path: Option<PathBuf>,
    from: Option<Format>,
}

/// What an index is told by that another run adds to or writes anew: its length, and when it was written to.
type State = (u64, Option<SystemTime>);

fn state(file: &File) -> Option<State> {
    file.metadata().ok().map(|meta| (meta.len(), meta.modified().ok()))
}

impl Archive {
    /// Opens the index at `path`; a folder, a feed or a story there is indexed in memory.
    ///
    /// # Errors
    /// Where it cannot be read; the message names it and says what to do.
    pub fn open(path: &Path, from: Option<Format>) -> Result<Archive, Failure> {
        if path.is_file() {
            let file = bounds::open(path).map_err(|e| Failure::because(e).at(path))?;
            let state = state(&file);
            match Index::open(Box::new(file) as Source) {
                Ok(index) if index.is_empty() => return Err(Failure::new("holds no story").at(path)),
                Ok(index) => {
                    let index = RwLock::new((state, Arc::new(index)));
                    return Ok(Archive { index, path: Some(path.to_owned()), from });
                }
                Err(BadIndex::NoIndex) => {}
                Err(e) => return Err(bad_index(path, &e)),
            }
        }
        let unwritten = |e| Failure::because(e).at(path);
        let mut builder = Builder::create(Memory::default()).map_err(unwritten)?;
        let place = |path: PathBuf| Place {
            name: path.to_string_lossy().into_owned(),
            length: path.metadata().map_or(0, |m| m.len()),
            path,
            stamp: 0,
            from: 0,
        };
        let places = texts(&[&path.to_owned()])?.into_iter().map(place).collect();
        let mut first = None;
        gather(places, from, pool::threads(None), &mut builder, |done| first = first.take().or(done.failed))
            .map_err(unwritten)?;
        if builder.is_empty() {
            return Err(first.unwrap_or_else(|| Failure::new("holds no story").at(path)));
        }
        builder.finish().map_err(unwritten)?;
        let source = Box::new(builder.into_store()) as Source;
        let index = Index::open(source).map_err(|e| bad_index(path, &e))?;
        Ok(Archive { index: RwLock::new((None, Arc::new(index))), path: None, from })
    }

    /// The index as its file is now: a server runs for days while others add to it. Where it cannot be opened, it stays as it was.
    fn index(&self) -> Arc<Index<Source>> {
        let known = |lock: &(Option<State>, Arc<Index<Source>>)| (lock.0, Arc::clone(&lock.1));
        let (before, index) = known(&self.index.read().unwrap_or_else(PoisonError::into_inner));
        let Some(file) = self.path.as_deref().and_then(|path| bounds::open(path).ok()) else { return index };
        let now = state(&file);
        if now == before {
            return index;
        }
        let Ok(index) = Index::open(Box::new(file) as Source).map(Arc::new) else { return index };
        *self.index.write().unwrap_or_else(PoisonError::into_inner) = (now, Arc::clone(&index));
        index
    }

    /// The folder that the names in the index are relative to.
    fn base(&self) -> &Path {
        self.path.as_deref().and_then(Path::parent).unwrap_or(Path::new(""))
    }

    /// The stories that a text was most likely made from, the best first.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn search(&self, story: &Story, narrow: &Narrow, most: usize) -> Result<Vec<Match>, Failure> {
        self.index().search(story, &narrow.scope(story), most).map_err(unreadable)
    }

    /// The story that a text was made from: the best above the threshold.
    ///
    /// # Errors
    /// Where none is, or it cannot be read.
    pub fn wire_of(&self, story: &Story, narrow: &Narrow, threshold: f64) -> Result<Story, Failure> {
        // A text that lies in the archive itself is not what it was made from.
        let found = self.search(story, narrow, 4)?;
        let Some(best) = found.iter().find(|found| !self.is_itself(&found.record, story)) else {
            return Err(Failure::new("no story of the archive has a word in common with it"));
        };
        if best.score < threshold {
            let name = best.record.name();
            return Err(Failure::new(format!(
                "no wire found: the nearest, {name}, has a score of {:.2}, below {threshold:.2}",
                best.score
            )));
        }
        self.read(&best.record)
    }

    /// Whether a story of the archive is the file, and the item in it, that a text was read from.
    fn is_itself(&self, record: &Record, text: &Story) -> bool {
        let (file, item) = match text.source.name.strip_suffix(&format!("#{}", record.item)) {
            Some(file) if !record.item.is_empty() => (file, true),
            _ => (text.source.name.as_str(), record.item.is_empty()),
        };
        let real = |path: &Path| path.canonicalize().ok();
        item && real(Path::new(file)).is_some_and(|file| real(&self.base().join(&record.file)) == Some(file))
    }

    /// The story that has this id in its metadata.
    ///
    /// # Errors
    /// Where none has it, or several have, or it cannot be read.
    #[cfg(feature = "serve")]
    pub fn by_id(&self, id: &str) -> Result<Story, Failure> {
        match self.index().with_id(id).map_err(unreadable)?.as_slice() {
            [] => Err(Failure::new("no story of the archive has this id")),
            [one] => self.read(one),
            several => Err(Failure::new(format!("{} stories of the archive have this id", several.len()))),
        }
    }

    /// Whether an index that a stranger may have put into a repository names a file outside of it, in a build on a server.
    fn is_outside(&self, path: &Path) -> bool {
        let root = || self.path.as_ref().and_then(|_| bounds::repository(self.base()));
        bounds::is_ci() && root().is_some_and(|root| bounds::leads_out(path, &root))
    }

    /// Reads a story of the archive.
    ///
    /// # Errors
    /// Where its file has gone or changed, or must not be read.
    pub fn read(&self, record: &Record) -> Result<Story, Failure> {
        let path = self.base().join(&record.file);
        if self.is_outside(&path) {
            return Err(Failure::new(
                "the index names a file outside of the repository, which is not read where CI is set",
            )
            .at(path));
        }
        let name = path.to_string_lossy();
        if let Some(line) = record.line {
            return line_of(&path, line, &record.item)
                .map_err(|e| Failure::because(e).advise("index the archive again"));
        }
        let all = files::stories(&path, self.from)?;
        let story =
            if record.item.is_empty() { ingest::one(&name, all) } else { ingest::pick(&name, all, &record.item) };
        Ok(story?)
    }
}

/// The story of this name in the line that begins at a byte and is so long.
fn line_of(path: &Path, (at, length): (u64, u32), item: &str) -> Result<Story, ReadError> {
    let read = |file: File| {
        let mut line = vec![0; length.min(LONGEST) as usize];
        file.read_at(at, &mut line).map(|()| line)
    };
    let line = bounds::open(path).and_then(read).map_err(|e| ReadError::io(path, e))?;
    let mut stories = gather::of_line(path, &line)?;
    let is_it = |(i, story): (usize, &Story)| match &story.meta.id {
        Some(id) => id == item,
        None => gather::line_item(at, i) == item,
    };
    let found = stories.iter().enumerate().position(is_it);
    let mut story = ingest::one(&path.to_string_lossy(), found.map(|i| stories.swap_remove(i)).into_iter().collect())?;
    // Its places are those in the line: the item says which.
    story.source.name = format!("{}#{item}", path.display());
    Ok(story)
}

/// No line is longer.
const LONGEST: u32 = crate::cli::input::lines::MAX_LINE as u32;

fn unreadable(e: io::Error) -> Failure {
    Failure::new("the index cannot be searched").cause(e).advise("delete it and build it again")
}

/// Says what is wrong with the index at `path`.
pub fn bad_index(path: &Path, e: &BadIndex) -> Failure {
    Failure::new(format!("{} {e}", path.display()))
}

/// Reads a score.
pub fn score(value: &str) -> Result<f64, Failure> {
    value.parse().ok().filter(|s| (0.0..=1.0).contains(s)).ok_or_else(|| Failure::new("expected a figure from 0 to 1"))
}

#[cfg(test)]
mod tests {
    use truecopy::archive::{Prepared, ReadFile};

    use super::*;

    #[test]
    fn stories_that_come_while_it_is_open_are_found() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("wire.index");
        let wire = |n: u32| format!("The ferry Skua{n} ran aground off Ardhaven on Monday with {n}17 people.");
        let add = |builder: &mut Builder<File>, n: u32| {
            let (story, name) = (ingest::from_text("wire", &wire(n)), format!("{n}.txt"));
            builder.add(Prepared::of(&story, Record::of(&story, &name, "")));
            builder.read(ReadFile { name, ..ReadFile::default() });
            builder.commit().expect("room");
        };
        let open = || File::options().read(true).write(true).create(true).truncate(false).open(&path).expect("a file");
        let mut builder = Builder::create(open()).expect("room");
        add(&mut builder, 2);
        let archive = Archive::open(&path, None).expect("an index");
        let best = || {
            let found = archive.search(&ingest::from_text("text", &wire(3)), &Narrow::default(), 1).expect("an index");
            found.first().map(|found| found.record.file.clone())
        };
        assert_eq!(best().as_deref(), Some("2.txt"));
        add(&mut builder, 3);
        assert_eq!(best().as_deref(), Some("3.txt"));
    }
}
