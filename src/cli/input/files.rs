//! Reading stories for the commands.

use std::path::{Path, PathBuf};

use truecopy::ingest::{self, Format, ReadError, Story};

use crate::cli::failure::Failure;
use crate::cli::input::bounds;

/// Reads the story at `path`, from standard input for `-`, or the item of a feed for `FEED#ID`, in the format given or recognised.
/// The error names the path and what to do.
pub fn read_as(path: &Path, from: Option<Format>) -> Result<Story, ReadError> {
    if is_stdin(path) {
        return ingest::one("-", ingest::stories_from_reader("-", std::io::stdin().lock(), from)?);
    }
    if let Some((file, item)) = item_of(path) {
        return ingest::pick(&file.to_string_lossy(), stories(&file, from)?, &item);
    }
    ingest::one(&path.to_string_lossy(), stories(path, from)?)
}

/// Reads every story at `path`; see [`read_as`].
pub fn read_all(path: &Path, from: Option<Format>) -> Result<Vec<Story>, ReadError> {
    if is_stdin(path) {
        return ingest::stories_from_reader("-", std::io::stdin().lock(), from);
    }
    if item_of(path).is_some() {
        return read_as(path, from).map(|story| vec![story]);
    }
    stories(path, from)
}

/// Reads the stories of a file, unless that is a link which a stranger may have put there.
pub fn stories(path: &Path, from: Option<Format>) -> Result<Vec<Story>, ReadError> {
    bounds::stay_inside(path).map_err(|e| ReadError::io(path, e))?;
    ingest::stories_from_path(path, from)
}

/// The file and the item in "feed.xml#ferry-7". A file of the whole name goes first.
fn item_of(path: &Path) -> Option<(PathBuf, String)> {
    let name = path.to_str().filter(|n| n.contains('#') && !path.exists())?;
    let cut = name.match_indices('#').map(|(at, _)| at).find(|at| Path::new(&name[..*at]).is_file())?;
    Some((PathBuf::from(&name[..cut]), name[cut + 1..].to_owned()))
}

/// The files of a folder and of the folders in it, in the order of their names. Hidden files, and those that are being written
/// (`.tmp`, `.part`, `~`), are passed over, and links to folders are not followed.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let fault = |path: &Path, e: std::io::Error| Failure::new("cannot read the folder").at(path).cause(e);
    let (mut out, mut open) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).map_err(|e| fault(&folder, e))? {
            let entry = entry.map_err(|e| fault(&folder, e))?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.starts_with('.') || [".tmp", ".part", "~"].iter().any(|e| name.ends_with(e)) {
                continue;
            }
            let kind = entry.file_type().map_err(|e| fault(&folder, e))?;
            if kind.is_dir() {
                open.push(entry.path());
            } else if kind.is_file() || (kind.is_symlink() && entry.path().is_file()) {
                out.push(entry.path());
            }
        }
    }
    out.sort();
    Ok(out)
}

/// Files as they are, folders as the files in them.
pub fn texts(paths: &[&PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut out = Vec::new();
    for path in paths {
        if !path.is_dir() {
            out.push((*path).clone());
            continue;
        }
        let inside = files(path)?;
        if inside.is_empty() {
            return Err(Failure::new("holds no story").at(*path));
        }
        out.extend(inside);
    }
    Ok(out)
}

/// Reads `--from`.
pub fn format(value: &str) -> Result<Format, Failure> {
    Format::from_name(value).ok_or_else(|| {
        let names: Vec<&str> = Format::ALL.iter().map(|f| f.name()).collect();
        Failure::new(format!("expected {}", names.join(", ")))
    })
}

/// Standard input can be read once.
///
/// # Errors
/// Where more than one of the paths stands for it.
pub fn one_stdin<'a>(paths: impl Iterator<Item = &'a Path>) -> Result<(), Failure> {
    if paths.filter(|p| is_stdin(p)).count() > 1 {
        return Err(Failure::new("`-` stands for standard input and can be given once"));
    }
    Ok(())
}

/// Whether `path` stands for standard input.
pub fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}
