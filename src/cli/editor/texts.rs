//! The texts that are open, and which wire belongs to each.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use truecopy::archive::THRESHOLD;
use truecopy::ingest::{self, Story};

use crate::cli::editor::marks::Mark;
use crate::cli::editor::place::path_of;
use crate::cli::failure::Failure;
use crate::cli::input::archive::{Archive, Narrow};
use crate::cli::input::beside::{self, Side, side};
use crate::cli::input::files;

/// A text is checked when nobody has typed for so long.
const PAUSE: Duration = Duration::from_millis(150);

/// Somebody who types without a pause sees what was found at least so often.
const LONGEST: Duration = Duration::from_secs(1);

/// A text that is open in the editor.
pub struct Text {
    /// Its name for the client.
    pub uri: String,
    /// Its file; none where it was never saved.
    pub path: Option<PathBuf>,
    pub text: String,
    pub version: i32,
    /// When it is to be checked, and since when it waits for that.
    due: Option<(Instant, Instant)>,
    /// What was said about it last, so that nothing is said twice.
    pub said: Option<String>,
    /// What is shown of it.
    pub marks: Vec<Mark>,
    /// The files of its wires.
    pub wires: Vec<PathBuf>,
    /// Its wire, where that was found in the archive.
    pub found: Option<Story>,
}

impl Text {
    /// A text as the client opens it; it is checked at once.
    pub fn new(uri: String, text: String, version: i32) -> Self {
        let (path, now) = (path_of(&uri), Instant::now());
        let due = Some((now, now));
        Text { uri, path, text, version, due, said: None, marks: Vec::new(), wires: Vec::new(), found: None }
    }

    /// What messages call it.
    pub fn name(&self) -> &str {
        self.path.as_deref().and_then(Path::to_str).unwrap_or(&self.uri)
    }

    /// It is to be checked, at once or when nobody types any more.
    pub fn wants_check(&mut self, at_once: bool) {
        let now = Instant::now();
        let since = self.due.map_or(now, |(_, since)| since);
        let when = if at_once { now } else { (now + PAUSE).min(since + LONGEST) };
        self.due = Some((when, since));
    }

    /// When it is to be checked.
    pub fn due(&self) -> Option<Instant> {
        self.due.map(|(when, _)| when)
    }

    /// It is checked now.
    pub fn is_checked(&mut self) {
        self.due = None;
    }

    /// Whether its name says that it is on this side of a pair.
    pub fn is_named(&self, wanted: Side) -> bool {
        let name = self.path.as_deref().and_then(Path::file_name).map(|n| n.to_string_lossy());
        name.is_some_and(|name| side(&name).is_some_and(|(_, side)| side == wanted))
    }

    /// The story that the text holds as it is in the editor.
    pub fn story(&self) -> Result<Story, Failure> {
        Ok(ingest::from_bytes(self.name(), self.text.as_bytes())?)
    }
}

/// The texts that are open, by their URIs.
pub type Texts = BTreeMap<String, Text>;

/// Where wires come from.
#[derive(Default)]
pub struct Wires {
    /// Takes of the wire of every text that is opened.
    pub named: Vec<PathBuf>,
    pub archive: Option<Archive>,
}

impl Wires {
    /// Whether somebody said where the wires are.
    pub fn is_told(&self) -> bool {
        !self.named.is_empty() || self.archive.is_some()
    }

    /// Whether a file is one of the wires that were named.
    pub fn names(&self, path: &Path) -> bool {
        self.named.iter().any(|wire| wire == path)
    }

    /// The wire of a text, as it is in the editor where it is open there, else in its file: what was named, what lies beside it, what the archive
    /// has. No takes where there is none of these.
    ///
    /// # Errors
    /// Where a wire cannot be read, or the archive has none.
    pub fn of(&self, text: &mut Text, story: &Story, open: &Texts) -> Result<Vec<Story>, Failure> {
        let beside = || text.path.as_deref().map(beside::wires_of).unwrap_or_default();
        text.wires = if self.named.is_empty() { beside() } else { self.named.clone() };
        if !text.wires.is_empty() {
            return text.wires.iter().map(|wire| read(wire, open)).collect();
        }
        let Some(archive) = &self.archive else { return Ok(Vec::new()) };
        // It stays the same while somebody types.
        if text.found.is_none() {
            text.found = Some(archive.wire_of(story, &Narrow::default(), THRESHOLD)?);
        }
        Ok(text.found.iter().cloned().collect())
    }
}

fn read(path: &Path, open: &Texts) -> Result<Story, Failure> {
    match open.values().find(|text| text.path.as_deref() == Some(path)) {
        Some(text) => text.story(),
        // A pipe would keep the server waiting for ever.
        None if path.metadata().is_ok_and(|m| !m.is_file() && !m.is_dir()) => Err(Failure::new("is no file").at(path)),
        None => Ok(files::read_as(path, None)?),
    }
}
