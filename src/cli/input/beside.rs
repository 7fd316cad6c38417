//! Pairs that lie side by side: `ferry.wire.txt` and `ferry.rewrite.txt`.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use truecopy::ingest::Format;

use crate::cli::failure::Failure;
use crate::cli::input::files;
use crate::cli::input::job::{Job, Jobs, Text};

/// Which side of a pair a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The wire story, or a take of it.
    Wire,
    /// The rewrite.
    Rewrite,
}

/// What editors, downloads and `--fix` leave beside a file.
const LEFTOVERS: [&str; 6] = ["~", ".tmp", ".part", ".orig", ".bak", ".swp"];

/// "ferry.wire.txt" is the wire of "ferry". Hidden files and what programs leave beside a file belong to no pair.
pub fn side(name: &str) -> Option<(&str, Side)> {
    if name.starts_with('.') || LEFTOVERS.iter().any(|end| name.ends_with(end)) {
        return None;
    }
    let (head, _) = name.rsplit_once('.')?;
    let wire = head.strip_suffix(".wire").map(|stem| (stem, Side::Wire));
    let found = wire.or_else(|| head.strip_suffix(".rewrite").map(|stem| (stem, Side::Rewrite)));
    found.filter(|(stem, _)| !stem.is_empty())
}

/// The files of a pair: wires and rewrites, in the order of their names.
type Sides = (Vec<PathBuf>, Vec<PathBuf>);

/// The pairs of these files, of whichever side, and of all files in these folders; each pair once, in the order of its first file.
/// One that belongs to no pair does not keep the others from being checked.
pub fn jobs<'a>(paths: impl Iterator<Item = &'a Path>, from: Option<Format>) -> Jobs {
    let read = |path: PathBuf| Text::Path(path, from);
    let (mut out, mut seen) = (Jobs::default(), BTreeSet::new());
    // Each folder is read once, however many of its files are given.
    let mut folders: BTreeMap<PathBuf, BTreeMap<String, Sides>> = BTreeMap::new();
    for path in files(paths, &mut out.failures) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Some((stem, _)) = side(&name) else {
            out.failures.push(Failure::new("expected a name such as ferry.wire.txt or ferry.rewrite.txt").at(path));
            continue;
        };
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        let pairs = folders.entry(folder.clone()).or_insert_with(|| listed(&folder));
        if !seen.insert((folder, stem.to_owned())) {
            continue;
        }
        let Some((wires, rewrites)) = pairs.remove(stem) else {
            out.failures.push(Failure::new("there is no such file").at(path));
            continue;
        };
        if wires.is_empty() {
            out.failures.push(Failure::new(format!("there is no {stem}.wire.… beside it")).at(path));
            continue;
        }
        for rewrite in rewrites {
            let name = rewrite.to_string_lossy().into_owned();
            out.jobs.push(Job::new(name, wires.iter().cloned().map(read).collect(), read(rewrite)));
        }
    }
    out
}

/// The wires that lie beside a rewrite, by its name; none where it is named otherwise, or has none.
#[cfg(feature = "lsp")]
pub fn wires_of(rewrite: &Path) -> Vec<PathBuf> {
    let name = rewrite.file_name().unwrap_or_default().to_string_lossy();
    let Some((stem, Side::Rewrite)) = side(&name) else { return Vec::new() };
    let mut pairs = listed(rewrite.parent().unwrap_or(Path::new("")));
    pairs.remove(stem).map(|(wires, _)| wires).unwrap_or_default()
}

/// Files as they are, folders as those of their files that belong to pairs.
fn files<'a>(paths: impl Iterator<Item = &'a Path>, failures: &mut Vec<Failure>) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for path in paths {
        if !path.is_dir() {
            out.push(path.to_owned());
            continue;
        }
        match files::files(path) {
            Ok(mut all) => {
                all.retain(|f| side(&f.file_name().unwrap_or_default().to_string_lossy()).is_some());
                if all.is_empty() {
                    // A gate that looks into the wrong folder must not pass.
                    failures.push(Failure::new("holds no story named as in ferry.rewrite.txt").at(path));
                }
                out.extend(all);
            }
            Err(why) => failures.push(why),
        }
    }
    out
}

/// The files of a folder that belong to pairs, by the name of the pair.
fn listed(folder: &Path) -> BTreeMap<String, Sides> {
    let open = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let entries = std::fs::read_dir(open).into_iter().flatten().filter_map(Result::ok);
    let files = entries.filter(|e| !e.path().is_dir());
    let mut names: Vec<OsString> = files.map(|e| e.file_name()).collect();
    names.sort();
    let mut out: BTreeMap<String, Sides> = BTreeMap::new();
    for name in &names {
        let shown = name.to_string_lossy();
        let Some((stem, side)) = side(&shown) else { continue };
        let (wires, rewrites) = out.entry(stem.to_owned()).or_default();
        match side {
            Side::Wire => wires.push(folder.join(name)),
            Side::Rewrite => rewrites.push(folder.join(name)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sides_are_told_by_the_name() {
        assert_eq!(side("ferry.wire.txt"), Some(("ferry", Side::Wire)));
        assert_eq!(side("ferry.2.rewrite.html"), Some(("ferry.2", Side::Rewrite)));
        assert_eq!(side("crash.report.rewrite.txt"), Some(("crash.report", Side::Rewrite)));
        for name in [
            "ferry.txt",
            "wire.txt",
            ".wire.txt",
            "ferry.rewrite.txt.report.html",
            "ferry.rewrite.txt.orig",
            "x",
            "ferry.rewrite.txt.orig.1",
            "ferry.wire.txt~",
            "ferry.wire.bak",
            ".ferry.wire.txt",
        ] {
            assert_eq!(side(name), None, "{name}");
        }
    }
}
