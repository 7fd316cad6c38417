//! The file in which every run leaves a line: read for the trend before a run, added to at its end.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use truecopy::gate::history::{self, Run};
use truecopy::knowledge::dates::Date;

use crate::cli::failure::Failure;
use crate::cli::input::bounds;
use crate::cli::output::messages::{many, note};

/// How much of the end of a history is read: enough for more runs than are ever drawn.
const MAX_READ: u64 = 16 * 1024 * 1024;

/// A history.
#[derive(Debug)]
pub struct History {
    path: PathBuf,
    /// The runs in it, the oldest first.
    runs: Vec<Run>,
}

impl History {
    /// Opens a history; one that is not there yet is empty. Lines that cannot be read are told of and passed over.
    ///
    /// # Errors
    /// Where the file cannot be opened, or is no history: a line would be written into something else.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        let bounded = bounds::stay_inside(path);
        bounded.map_err(|e| Failure::new("the history cannot be read").at(path).cause(e))?;
        let runs = match File::open(path) {
            Ok(file) => read(path, file)?,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Vec::new(),
            Err(e) => return Err(Failure::new("the history cannot be read").at(path).cause(e)),
        };
        Ok(History { path: path.to_owned(), runs })
    }

    /// The runs in it, and this one.
    pub fn with(&self, run: Run) -> Vec<Run> {
        self.runs.iter().cloned().chain([run]).collect()
    }

    /// Adds a run.
    ///
    /// # Errors
    /// Where the file cannot be written to.
    pub fn append(&self, run: &Run) -> Result<(), Failure> {
        let fault = |e: std::io::Error| Failure::new("the history cannot be written").at(&self.path).cause(e);
        let mut file = OpenOptions::new().read(true).append(true).create(true).open(&self.path).map_err(fault)?;
        // Of two runs that end at a time one waits; where a file system knows no locks, the one write below is as much as can be done.
        let _ = file.lock();
        let mut line = run.line();
        if !ends_line(&mut file).map_err(fault)? {
            // What a killed run left of a line stays a line of its own.
            line.insert(0, '\n');
        }
        file.write_all(line.as_bytes()).map_err(fault)
    }
}

fn read(path: &Path, mut file: File) -> Result<Vec<Run>, Failure> {
    let fault = |e: std::io::Error| Failure::new("the history cannot be read").at(path).cause(e);
    let len = file.metadata().map_err(fault)?.len();
    let skipped = len.saturating_sub(MAX_READ);
    file.seek(SeekFrom::Start(skipped)).map_err(fault)?;
    let mut bytes = Vec::new();
    file.take(MAX_READ).read_to_end(&mut bytes).map_err(fault)?;
    let text = String::from_utf8_lossy(&bytes);
    // The first line may be cut.
    let text = if skipped > 0 { text.split_once('\n').map_or("", |(_, rest)| rest) } else { &text };
    let (runs, damaged) = history::read(text);
    if runs.is_empty() && !damaged.is_empty() && !text.trim_start().starts_with("{\"time\":") {
        return Err(Failure::new("this is no history of runs").at(path).advise("give --history another file"));
    }
    if let Some(first) = damaged.first() {
        let lines = many(damaged.len(), "line");
        let place = if skipped > 0 { String::new() } else { format!(", the first of them line {first}") };
        note(format_args!("{}: {lines} cannot be read and stay out of the trend{place}", path.display()));
    }
    Ok(runs)
}

/// Whether the file is empty or ends with a line end.
fn ends_line(file: &mut File) -> std::io::Result<bool> {
    let len = file.metadata()?.len();
    if len == 0 {
        return Ok(true);
    }
    file.seek(SeekFrom::Start(len - 1))?;
    let mut last = [0];
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

/// The time as RFC 3339 in UTC, to the second.
pub fn now() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
    stamp(seconds)
}

fn stamp(seconds: u64) -> String {
    let day = i32::try_from(seconds / 86_400).ok().and_then(Date::from_day_number);
    let day = day.unwrap_or(Date { year: 1970, month: 1, day: 1 });
    let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    format!("{:04}-{:02}-{:02}T{hour:02}:{minute:02}:{second:02}Z", day.year, day.month, day.day)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_time_stamp_is_that_of_the_calendar() {
        assert_eq!(super::stamp(0), "1970-01-01T00:00:00Z");
        assert_eq!(super::stamp(1_709_210_096), "2024-02-29T12:34:56Z");
    }
}
