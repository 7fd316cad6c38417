//! An archive to search: an index on disk, or stories that are indexed on the spot.

#[cfg(feature = "serve")]
use std::collections::HashMap;
use std::io::{self, BufReader, Cursor, Read, Seek, Write};
use std::path::{Path, PathBuf};

use truecopy::archive::{BadIndex, Builder, Index, Match, Record};
use truecopy::ingest::{self, Format, Story};

use crate::cli::failure::Failure;
use crate::cli::input::bounds;
use crate::cli::input::files::{self, texts};

/// What an index is read from.
pub trait Bytes: Read + Seek + Send {}
impl<T: Read + Seek + Send> Bytes for T {}

/// An index with the way to its stories.
pub struct Archive {
    index: Index<Box<dyn Bytes>>,
    /// The folder that the names in it are relative to.
    base: Option<PathBuf>,
    from: Option<Format>,
    /// The numbers of the stories by their ids, once somebody has asked for one.
    #[cfg(feature = "serve")]
    ids: Option<HashMap<String, Vec<u32>>>,
}

impl Archive {
    /// Opens the index at `path`; a folder, a feed or a story there is indexed in memory.
    ///
    /// # Errors
    /// Where it cannot be read; the message names it and says what to do.
    pub fn open(path: &Path, from: Option<Format>) -> Result<Archive, Failure> {
        if path.is_file() {
            let file = bounds::open(path).map_err(|e| Failure::because(e).at(path))?;
            let bytes: Box<dyn Bytes> = Box::new(BufReader::with_capacity(4096, file));
            match Index::open(bytes) {
                Ok(index) => {
                    return Ok(Archive {
                        index,
                        base: path.parent().map(Path::to_owned),
                        from,
                        #[cfg(feature = "serve")]
                        ids: None,
                    });
                }
                Err(BadIndex::NoIndex) => {}
                Err(e) => return Err(bad_index(path, &e)),
            }
        }
        let mut builder = Builder::new(|| Ok(Cursor::new(Vec::new())));
        let mut failed = Vec::new();
        for file in texts(&[&path.to_owned()])? {
            let all = match files::read_all(&file, from) {
                Ok(all) => all,
                Err(e) => {
                    failed.push(e);
                    continue;
                }
            };
            add(&mut builder, &all, &file.to_string_lossy(), 0).map_err(|e| Failure::because(e).at(path))?;
        }
        if builder.is_empty() {
            let first = failed.into_iter().next().map(Failure::from);
            return Err(first.unwrap_or_else(|| Failure::new("holds no story").at(path)));
        }
        let mut bytes = Cursor::new(Vec::new());
        builder.finish(&mut bytes).map_err(|e| Failure::because(e).at(path))?;
        let bytes: Box<dyn Bytes> = Box::new(bytes);
        let index = Index::open(bytes).map_err(|e| bad_index(path, &e))?;
        Ok(Archive {
            index,
            base: None,
            from,
            #[cfg(feature = "serve")]
            ids: None,
        })
    }

    /// The stories that a text was most likely made from, the best first.
    pub fn search(&mut self, story: &Story, most: usize) -> Result<Vec<Match>, Failure> {
        self.index.search(story, most).map_err(unreadable)
    }

    /// The story that a text was made from: the best above the threshold.
    pub fn wire_of(&mut self, story: &Story, threshold: f64) -> Result<Story, Failure> {
        let found = self.search(story, 1)?;
        let Some(best) = found.first() else {
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

    /// The story that has this id in its metadata.
    ///
    /// # Errors
    /// Where none has it, or several have, or it cannot be read.
    #[cfg(feature = "serve")]
    pub fn by_id(&mut self, id: &str) -> Result<Story, Failure> {
        if self.ids.is_none() {
            self.ids = Some(self.ids()?);
        }
        match self.ids.as_ref().and_then(|ids| ids.get(id)).map_or(&[][..], Vec::as_slice) {
            [] => Err(Failure::new("no story of the archive has this id")),
            [one] => {
                let record = self.index.record(*one).map_err(unreadable)?;
                self.read(&record)
            }
            several => Err(Failure::new(format!("{} stories of the archive have this id", several.len()))),
        }
    }

    #[cfg(feature = "serve")]
    fn ids(&mut self) -> Result<HashMap<String, Vec<u32>>, Failure> {
        let mut ids = HashMap::<_, Vec<u32>>::new();
        for story in 0..self.index.len() {
            let record = self.index.record(story).map_err(unreadable)?;
            if !record.id.is_empty() {
                ids.entry(record.id).or_default().push(story);
            }
        }
        Ok(ids)
    }

    /// Whether an index that a stranger may have put into a repository names a file outside of it, in a build on a server.
    fn is_outside(&self, path: &Path) -> bool {
        let root = || self.base.as_deref().and_then(bounds::repository);
        bounds::is_ci() && root().is_some_and(|root| bounds::leads_out(path, &root))
    }

    /// Reads a story of the archive.
    pub fn read(&self, record: &Record) -> Result<Story, Failure> {
        let path = self.base.as_deref().unwrap_or(Path::new("")).join(&record.file);
        if self.is_outside(&path) {
            return Err(Failure::new(
                "the index names a file outside of the repository, which is not read where CI is set",
            )
            .at(path));
        }
        let all = files::stories(&path, self.from)?;
        let name = path.to_string_lossy();
        let story =
            if record.item.is_empty() { ingest::one(&name, all) } else { ingest::pick(&name, all, &record.item) };
        Ok(story?)
    }
}

/// Puts the stories of one file into an index, each under the name of the file and, where it has several, its own id or number.
/// `stamp` is what the file is told by when the index is brought up to date.
///
/// # Errors
/// Where the builder's scratch file cannot be written, or the index is full.
pub fn add<S, F>(builder: &mut Builder<S>, stories: &[Story], file: &str, stamp: u64) -> io::Result<()>
where
    S: FnMut() -> io::Result<F>,
    F: Read + Write + Seek + 'static,
{
    for (i, story) in stories.iter().enumerate() {
        let item = match stories {
            [_] => String::new(),
            _ => story.meta.id.clone().unwrap_or_else(|| (i + 1).to_string()),
        };
        builder.add(story, Record::of(story, file, &item, stamp))?;
    }
    Ok(())
}

fn unreadable(e: io::Error) -> Failure {
    Failure::new("the index cannot be searched").cause(e).advise("build it again")
}

/// Says what is wrong with the index at `path`.
pub fn bad_index(path: &Path, e: &BadIndex) -> Failure {
    Failure::new(format!("{} {e}", path.display()))
}

/// Reads a score.
pub fn score(value: &str) -> Result<f64, Failure> {
    value.parse().ok().filter(|s| (0.0..=1.0).contains(s)).ok_or_else(|| Failure::new("expected a figure from 0 to 1"))
}
