//! Stories on their way into an index: files, and files of a story a line, read on all cores and taken in order.

use std::fs::File;
use std::io::{self, Read as _, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use truecopy::archive::{Builder, Prepared, ReadFile, Record, Store};
use truecopy::ingest::{self, Format, ReadError, Story};
use truecopy::text::Hash;

use crate::cli::failure::Failure;
use crate::cli::input::lines::{Line, Lines};
use crate::cli::input::{bounds, files};
use crate::cli::run::pool::{self, Panicked};

/// Where reading begins.
#[derive(Clone, Debug)]
pub struct Place {
    /// The file.
    pub path: PathBuf,
    /// Its name in the index.
    pub name: String,
    /// What it is told by.
    pub stamp: u64,
    /// Its length in bytes.
    pub length: u64,
    /// The byte from which on it is read; 0 for a file that is read whole.
    pub from: u64,
}

/// Whether a file has a story on each line and is read line by line, however long it is.
pub fn is_lines(path: &Path, from: Option<Format>) -> bool {
    let ending = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("jsonl") || e.eq_ignore_ascii_case("ndjson"));
    ending && from.is_none_or(|format| format == Format::Ninjs)
}

/// What a line is told by.
pub fn line_stamp(bytes: &[u8]) -> u64 {
    bytes.iter().copied().fold(Hash::NEW, Hash::and).get()
}

/// Something to read.
enum Task {
    /// A whole file.
    File(Place),
    /// A line: its file, where it begins and ends.
    Line { place: Place, at: u64, end: u64, line: Line },
    /// A file of lines that cannot be read on.
    Broken(Place, io::Error),
}

/// What came of it.
type Read = Result<Vec<Prepared>, Failure>;

/// A file, or a line of one, that was read or could not be.
#[derive(Debug)]
pub struct Done {
    /// How many bytes it had.
    pub bytes: u64,
    /// Whether it is a whole file, and not a line.
    pub is_file: bool,
    /// Why it could not be read.
    pub failed: Option<Failure>,
    /// Whether it is the last line of a file, and no story yet: whoever writes it is not done. It is left for the next run.
    pub unfinished: bool,
}

/// Reads stories into an index, with so many threads, and tells `report` of everything that was read.
///
/// # Errors
/// Where the index cannot be written.
pub fn gather<S: Store>(
    places: Vec<Place>,
    from: Option<Format>,
    threads: usize,
    builder: &mut Builder<S>,
    mut report: impl FnMut(Done),
) -> io::Result<()> {
    let tasks = places.into_iter().flat_map(move |place| tasks(place, from));
    let sized = tasks.map(|task| {
        let bytes = task.bytes() as usize;
        (task, bytes)
    });
    pool::each(
        sized,
        threads,
        |task| task.read(from),
        |task, read| {
            let read = read
                .unwrap_or_else(|Panicked| Err(Failure::new("internal error while reading").at(&task.place().path)));
            let is_file = !matches!(task, Task::Line { .. });
            let unfinished = read.is_err() && matches!(&task, Task::Line { line, .. } if !line.ended);
            // A line that cannot be read is not tried again, a file is.
            if read.is_ok() || !is_file && !unfinished {
                builder.read(task.done());
            }
            let failed = match read {
                Ok(stories) => {
                    stories.into_iter().for_each(|story| builder.add(story));
                    None
                }
                Err(why) => Some(why),
            };
            report(Done { bytes: task.bytes(), is_file, failed, unfinished });
            if builder.is_full() { builder.commit() } else { Ok(()) }
        },
    )
}

fn tasks(place: Place, from: Option<Format>) -> Box<dyn Iterator<Item = Task> + Send> {
    if !is_lines(&place.path, from) {
        return Box::new(std::iter::once(Task::File(place)));
    }
    let opened = bounds::open(&place.path).and_then(|mut file| file.seek(SeekFrom::Start(place.from)).map(|_| file));
    match opened {
        Ok(file) => Box::new(line_tasks(place, file)),
        Err(e) => Box::new(std::iter::once(Task::Broken(place, e))),
    }
}

fn line_tasks(place: Place, file: File) -> impl Iterator<Item = Task> + Send {
    let mut end = place.from;
    // What is written meanwhile is for the next run: the length is what the file is told by.
    let file = file.take(place.length.saturating_sub(place.from));
    Lines::of(file).map(move |line| match line {
        Ok(line) => {
            end += line.read as u64;
            // Blank lines before it, and a byte order mark, were read with it.
            let own = line.bytes.as_ref().map_or(line.read, |b| b.len() + usize::from(line.ended)) as u64;
            Task::Line { place: place.clone(), at: end - own, end, line }
        }
        Err(e) => Task::Broken(place.clone(), e),
    })
}

impl Task {
    fn place(&self) -> &Place {
        match self {
            Task::File(place) | Task::Line { place, .. } | Task::Broken(place, _) => place,
        }
    }

    fn bytes(&self) -> u64 {
        match self {
            Task::File(place) => place.length,
            Task::Line { line, .. } => line.read as u64,
            Task::Broken(..) => 0,
        }
    }

    /// How far its file was read with it.
    fn done(&self) -> ReadFile {
        let mut file = ReadFile::default();
        file.name.clone_from(&self.place().name);
        match self {
            Task::Line { at, line, end, .. } => {
                file.last_stamp = line.bytes.as_ref().map_or(0, |bytes| line_stamp(bytes));
                (file.last, file.until) = (*at, *end);
            }
            Task::File(_) | Task::Broken(..) => {}
        }
        file.stamp = self.place().stamp;
        file
    }

    fn read(&self, from: Option<Format>) -> Read {
        match self {
            Task::File(place) => {
                let stories = files::read_all(&place.path, from)?;
                Ok(of_file(&stories, &place.name))
            }
            Task::Line { place, at, line, .. } => {
                let named = || format!("{}, byte {at}", place.path.display());
                let bytes = line.bytes.as_ref().map_err(|e| Failure::because(*e).at(named()))?;
                let stories = of_line(Path::new(&named()), bytes)?;
                Ok(prepared(&stories, &place.name, |i| line_item(*at, i), Some((*at, bytes.len() as u32))))
            }
            Task::Broken(place, e) => Err(Failure::new(e.to_string()).at(&place.path)),
        }
    }
}

/// The stories of a line.
pub fn of_line(path: &Path, bytes: &[u8]) -> Result<Vec<Story>, ReadError> {
    ingest::stories_from_bytes(&path.to_string_lossy(), bytes, Some(Format::Ninjs))
}

/// What a story of a line is called that has no id: the byte that the line begins at, and which of its stories it is.
pub fn line_item(at: u64, number: usize) -> String {
    if number == 0 { format!("@{at}") } else { format!("@{at}.{}", number + 1) }
}

/// The stories of a file for an index, each under the name of the file and, where it has several, its own id or number.
pub fn of_file(stories: &[Story], file: &str) -> Vec<Prepared> {
    if let [one] = stories {
        return vec![Prepared::of(one, Record::of(one, file, ""))];
    }
    prepared(stories, file, |i| (i + 1).to_string(), None)
}

fn prepared(stories: &[Story], file: &str, item: impl Fn(usize) -> String, line: Option<(u64, u32)>) -> Vec<Prepared> {
    let record = |(i, story): (usize, &Story)| {
        let item = story.meta.id.clone().unwrap_or_else(|| item(i));
        let mut record = Record::of(story, file, &item);
        record.line = line;
        Prepared::of(story, record)
    };
    stories.iter().enumerate().map(record).collect()
}
