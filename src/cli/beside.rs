//! Pairs that lie side by side: `ferry.wire.txt` and `ferry.rewrite.txt`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::pairs::{Job, Text};

/// Which side of a pair a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The wire story, or a take of it.
    Wire,
    /// The rewrite.
    Rewrite,
}

/// "ferry.wire.txt" is the wire of "ferry". What has ".report." in its name is ours.
pub fn side(name: &str) -> Option<(&str, Side)> {
    if name.contains(".report.") || name.ends_with(".orig") {
        return None;
    }
    let (head, _) = name.rsplit_once('.')?;
    let wire = head.strip_suffix(".wire").map(|stem| (stem, Side::Wire));
    let found = wire.or_else(|| head.strip_suffix(".rewrite").map(|stem| (stem, Side::Rewrite)));
    found.filter(|(stem, _)| !stem.is_empty())
}

/// The files of a pair: wires and rewrites, in the order of their names.
type Sides = (Vec<PathBuf>, Vec<PathBuf>);

/// The pairs of these files, of whichever side; each pair once, in the order of their first file.
///
/// # Errors
/// What is wrong with each file that belongs to no pair.
pub fn jobs(paths: &[PathBuf]) -> Result<Vec<Job>, Vec<String>> {
    let read = |path: PathBuf| Text::Path(path, None);
    let (mut jobs, mut faults, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    // Each folder is read once, however many of its files are given.
    let mut folders: BTreeMap<PathBuf, BTreeMap<String, Sides>> = BTreeMap::new();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Some((stem, _)) = side(&name) else {
            faults.push(format!("{}: expected a name such as ferry.wire.txt or ferry.rewrite.txt", path.display()));
            continue;
        };
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        let pairs = folders.entry(folder.clone()).or_insert_with(|| listed(&folder));
        if !seen.insert((folder, stem.to_owned())) {
            continue;
        }
        let (wires, rewrites) = pairs.remove(stem).unwrap_or_default();
        if wires.is_empty() {
            faults.push(format!("{}: there is no {stem}.wire.… beside it", path.display()));
        }
        for rewrite in rewrites.into_iter().filter(|_| !wires.is_empty()) {
            let name = rewrite.to_string_lossy().into_owned();
            jobs.push(Job { name, wires: wires.iter().cloned().map(read).collect(), rewrite: read(rewrite) });
        }
    }
    if faults.is_empty() { Ok(jobs) } else { Err(faults) }
}

/// The files of a folder that belong to pairs, by the name of the pair.
fn listed(folder: &Path) -> BTreeMap<String, Sides> {
    let open = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let names = std::fs::read_dir(open).into_iter().flatten().filter_map(Result::ok).map(|e| e.file_name());
    let mut names: Vec<String> = names.map(|n| n.to_string_lossy().into_owned()).collect();
    names.sort();
    let mut out: BTreeMap<String, Sides> = BTreeMap::new();
    for name in &names {
        let Some((stem, side)) = side(name) else { continue };
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
        for name in
            ["ferry.txt", "wire.txt", ".wire.txt", "ferry.rewrite.txt.report.html", "ferry.rewrite.txt.orig", "x"]
        {
            assert_eq!(side(name), None, "{name}");
        }
    }
}
