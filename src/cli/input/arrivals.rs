//! The pairs in a folder that stories are put into, by name, and what tells one state of them from the next.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::cli::failure::Failure;
use crate::cli::input::beside::{Side, side};

/// What tells one state of a file from the next.
pub type Stamp = (PathBuf, u64, Option<SystemTime>);

/// The files of one pair.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pair {
    /// Takes of the wire.
    pub wires: Vec<Stamp>,
    /// The rewrite, once it is there.
    pub rewrite: Option<Stamp>,
}

impl Pair {
    /// Every file of it.
    pub fn stamps(&self) -> impl Iterator<Item = &Stamp> {
        self.wires.iter().chain(&self.rewrite)
    }
}

/// What tells this state of a file from the next; none where it is no file.
pub fn stamp(path: &Path) -> Option<Stamp> {
    let meta = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
    Some((path.to_owned(), meta.len(), meta.modified().ok()))
}

/// The pairs in a folder and the folders in it, by name, whole or not.
///
/// # Errors
/// Where the folder cannot be read.
pub fn pairs(folder: &Path) -> Result<BTreeMap<String, Pair>, Failure> {
    let mut out: BTreeMap<String, Pair> = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(inner) = open.pop() {
        let entries = match fs::read_dir(&inner) {
            Ok(entries) => entries,
            // A folder that went away between two looks is no fault; the one that is watched is.
            Err(_) if inner != folder => continue,
            Err(e) => return Err(Failure::new("cannot be read").at(folder).cause(e)),
        };
        for entry in entries.filter_map(Result::ok) {
            let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
            if name.starts_with('.') || [".tmp", ".part", "~"].iter().any(|end| name.ends_with(end)) {
                continue;
            }
            if entry.file_type().is_ok_and(|t| t.is_dir()) {
                open.push(path);
                continue;
            }
            let Some((stem, side)) = side(&name) else { continue };
            let Some(stamp) = stamp(&path) else { continue };
            let pair = out.entry(inner.join(stem).to_string_lossy().into_owned()).or_default();
            match side {
                Side::Wire => pair.wires.push(stamp),
                Side::Rewrite if pair.rewrite.is_none() => pair.rewrite = Some(stamp),
                // Two rewrites of one name: the first by name counts, whatever the order of the folder.
                Side::Rewrite => {
                    pair.rewrite = pair.rewrite.take().into_iter().chain([stamp]).min_by(|a, b| a.0.cmp(&b.0))
                }
            }
        }
    }
    for pair in out.values_mut() {
        pair.wires.sort();
    }
    Ok(out)
}
