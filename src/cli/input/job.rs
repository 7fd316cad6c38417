//! A pair to check: a rewrite, with the wires it is checked against.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use truecopy::ingest::{Format, Story};

use crate::cli::failure::Failure;
use crate::cli::input::files;

/// A text that is still to be read, or was read already.
#[derive(Clone, Debug)]
pub enum Text {
    /// A file, `FEED#ID`, or `-`.
    Path(PathBuf, Option<Format>),
    /// A story. It may be long, and several jobs may have it.
    Read(Arc<Story>),
}

impl Text {
    /// The story. The error names the file and what to do.
    pub fn read(&self) -> Result<Story, Failure> {
        match self {
            Text::Path(path, from) => Ok(files::read_as(path, *from)?),
            Text::Read(story) => Ok((**story).clone()),
        }
    }

    /// The story, where it was read already.
    pub fn story(&self) -> Option<&Story> {
        match self {
            Text::Path(..) => None,
            Text::Read(story) => Some(story),
        }
    }

    /// Where it is found: its path, or the name that it was read under.
    pub fn path(&self) -> &Path {
        match self {
            Text::Path(path, _) => path,
            Text::Read(story) => Path::new(&story.source.name),
        }
    }
}

/// A rewrite with the wires it is checked against.
#[derive(Clone, Debug)]
pub struct Job {
    /// What the pair is called in reports of many.
    pub name: String,
    /// Takes of the wire; at least one.
    pub wires: Vec<Text>,
    /// The rewrite.
    pub rewrite: Text,
    /// How long it took to read what was read already, which is part of the time that a check may take.
    pub spent: Duration,
}

impl Job {
    /// A job that took no time so far.
    pub fn new(name: String, wires: Vec<Text>, rewrite: Text) -> Self {
        Job { name, wires, rewrite, spent: Duration::ZERO }
    }
}

/// What is to be checked, and what cannot be.
#[derive(Debug, Default)]
pub struct Jobs {
    /// In the order given.
    pub jobs: Vec<Job>,
    /// Why some of what was given is not among them.
    pub failures: Vec<Failure>,
    /// Whether a run may end with nothing checked: a hook passes what was changed.
    pub hook: bool,
}
