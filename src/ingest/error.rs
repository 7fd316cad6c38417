//! Why a story could not be read.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// The longest input that is read, in bytes. A story has a few thousand; what is longer than this is something else.
pub const MAX_BYTES: u64 = 64_000_000;

/// Why a story could not be read. The message names the file, what was found and what to do, lower case, without a full stop.
#[derive(Debug)]
#[non_exhaustive]
pub struct ReadError {
    /// The path or name that was given.
    pub path: PathBuf,
    /// What was found.
    pub problem: ReadProblem,
}

/// What was found instead of a story.
#[derive(Debug)]
#[non_exhaustive]
pub enum ReadProblem {
    /// There is no such file.
    Missing,
    /// It is a directory.
    Directory,
    /// Permission denied.
    Denied,
    /// Any other failure of the operating system.
    Io(io::Error),
    /// No byte, or nothing but white space.
    Empty,
    /// Not a text; what it seems to be.
    Binary(&'static str),
    /// The text names an encoding that is not known, or not read.
    Encoding(String),
    /// Not well formed: what it should be, and what the parser says.
    Broken(&'static str, String),
    /// Elements or objects stand in each other more than so deep.
    Nested(usize),
    /// More elements than any story has; the limit.
    Crowded(usize),
    /// The document declares entities of its own, which can be made to swell or to fetch files.
    Entities,
    /// Well formed, but not what it should be: what that is, and what is missing.
    Unlike(&'static str, String),
    /// A feed or package with so many stories, where one is wanted.
    Several(usize),
    /// A feed of several stories has none of this name or number.
    NoSuchItem(String),
    /// More than [`MAX_BYTES`]; the size in bytes where it is known.
    TooLarge(Option<u64>),
}

impl ReadError {
    pub(super) fn new(path: impl Into<PathBuf>, problem: ReadProblem) -> Self {
        ReadError { path: path.into(), problem }
    }

    /// Where the system keeps a file from being read, or whoever opens it does.
    pub fn io(path: impl Into<PathBuf>, error: io::Error) -> Self {
        let problem = match error.kind() {
            io::ErrorKind::NotFound => ReadProblem::Missing,
            io::ErrorKind::PermissionDenied => ReadProblem::Denied,
            io::ErrorKind::IsADirectory => ReadProblem::Directory,
            _ => ReadProblem::Io(error),
        };
        ReadError::new(path, problem)
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A file name must not send commands to the terminal.
        let name = self.path.to_string_lossy();
        let name = if name == "-" { "standard input" } else { name.as_ref() };
        for c in name.chars() {
            if c.is_control() { write!(f, "{}", c.escape_default())? } else { write!(f, "{c}")? }
        }
        f.write_str(": ")?;
        match &self.problem {
            ReadProblem::Missing => f.write_str("no such file; check the path, or give `-` to read standard input"),
            ReadProblem::Directory => f.write_str("is a directory; give the file with the story"),
            ReadProblem::Denied => f.write_str("permission denied; make the file readable"),
            ReadProblem::Io(e) => write!(f, "could not be read ({e}); check that the file can be opened"),
            ReadProblem::Empty => f.write_str("is empty; give a file with the text of a story"),
            ReadProblem::Binary(what) => {
                write!(f, "looks like {what}, not text; save the story as plain text or HTML and give that file")
            }
            ReadProblem::Encoding(label) => write!(
                f,
                "declares the encoding “{}”, which is unknown; save it as UTF-8, or correct the declaration",
                label.escape_debug()
            ),
            ReadProblem::Broken(what, why) => write!(f, "is not well-formed {what} ({why}); ask for the file again, or correct it"),
            ReadProblem::Nested(deepest) => {
                write!(f, "is nested more than {deepest} levels deep, which no story is; it was not read")
            }
            ReadProblem::Crowded(most) => write!(f, "has more than {most} elements, which no feed has; it was not read"),
            ReadProblem::Entities => f.write_str(
                "declares its own entities, which can expand or fetch other files; it was not read: remove the declarations",
            ),
            ReadProblem::Unlike(what, why) => write!(f, "is not valid {what}: {why}; give another file, or another --from FORMAT"),
            ReadProblem::Several(n) => {
                write!(f, "contains {n} stories; name one by its number or id, as in {name}#1, or use --archive {name} to find it")
            }
            ReadProblem::NoSuchItem(item) => write!(f, "contains no story “{}”; give its id or its number", item.escape_debug()),
            ReadProblem::TooLarge(size) => {
                match size {
                    Some(n) => write!(f, "is {} MB long", n / 1_000_000)?,
                    None => f.write_str("is too long")?,
                }
                write!(f, "; the limit is {} MB: give one story, not an archive", MAX_BYTES / 1_000_000)
            }
        }
    }
}

impl std::error::Error for ReadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.problem {
            ReadProblem::Io(e) => Some(e),
            _ => None,
        }
    }
}
