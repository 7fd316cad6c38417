//! The one writer: standard output, or a file that is there whole or not at all, whatever it holds: a report, a baseline, an index, facts.

use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tempfile::{Builder, NamedTempFile};
use truecopy::format::visible::visible;

use crate::cli::failure::Failure;
use crate::cli::input::bounds;

/// Writes `bytes` to standard output. A reader that has gone away is a clean end.
pub fn to_stdout(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(e) if e.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other.map_err(no_stdout),
    }
}

/// Writes text for people to standard output. Names of files may hold anything, so invisible characters are shown as signs.
pub fn say(text: &str) -> Result<(), Failure> {
    to_stdout(visible(text).as_bytes())
}

/// Says why standard output cannot be written to.
pub fn no_stdout(e: io::Error) -> Failure {
    Failure::new("cannot write to standard output").cause(e)
}

/// Writes `bytes` to the file that was named, or to standard output where none was.
pub fn put(path: Option<&Path>, bytes: &[u8]) -> Result<(), Failure> {
    path.map_or_else(|| to_stdout(bytes), |path| to_file(path, bytes))
}

/// Writes `bytes` to `path`; see [`replace`].
pub fn to_file(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let bounded = bounds::stay_inside(path);
    bounded.map_err(|e| Failure::new("cannot be written").at(path).cause(e))?;
    let special = fs::metadata(path).is_ok_and(|m| !m.is_file());
    // A device or a pipe is written to; there is nothing to replace.
    let written = if special { fs::write(path, bytes) } else { replace(path, |file| file.write_all(bytes)) };
    written.map_err(|e| Failure::new("cannot be written").at(path).cause(e))
}

/// Puts a file in the place of `path` in one step, when it is written whole and on the disk: whoever looks there, also after a run that was
/// killed or a power cut, finds the old file or the new one. A link stays, and what it leads to is replaced; the permissions of a file that
/// was there stay as well.
pub fn replace<T>(path: &Path, write: impl FnOnce(&mut File) -> io::Result<T>) -> io::Result<T> {
    bounds::stay_inside(path)?;
    let target = followed(path)?;
    let mut new = beside(&target)?;
    // Before anything stands in it: what only some may read is never there for all.
    if let Ok(old) = fs::metadata(&target) {
        new.as_file().set_permissions(old.permissions())?;
    }
    let done = write(new.as_file_mut())?;
    new.as_file().sync_all()?;
    new.persist(&target).map_err(|e| e.error)?;
    settle(&target);
    Ok(done)
}

/// Puts `bytes` in the place of `path` in one step, without waiting for the disk: for what is made anew where a power cut leaves half of it.
pub fn replace_soon(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut new = beside(path)?;
    new.write_all(bytes)?;
    new.persist(path).map_err(|e| e.error)?;
    Ok(())
}

/// Writes a file that must not be there yet, down to the disk, with these permissions. It is there whole or not at all.
///
/// # Errors
/// [`io::ErrorKind::AlreadyExists`] where there is one; other errors where it cannot be written.
pub fn create(path: &Path, bytes: &[u8], rights: Permissions) -> io::Result<()> {
    let mut new = beside(path)?;
    new.as_file().set_permissions(rights)?;
    new.write_all(bytes)?;
    new.as_file().sync_all()?;
    new.persist_noclobber(path).map_err(|e| e.error)?;
    settle(path);
    Ok(())
}

/// The names that files have while they are being written. Nobody can guess one and put a link there.
const HEAD: &str = ".truecopy-";
const RANDOM: usize = 12;
const TAIL: &str = ".tmp";

/// Whether a file has the name of one that is being written, or that a killed run left.
pub fn is_half_written(name: &str) -> bool {
    let inner = name.strip_prefix(HEAD).and_then(|n| n.strip_suffix(TAIL));
    inner.is_some_and(|n| n.len() == RANDOM && n.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// How long a file may take to be written. What nobody has written to for longer was left by a run that was killed.
pub const HALF_WRITTEN: Duration = Duration::from_secs(3600);

/// Removes what killed runs left in a folder. What cannot be removed stays.
pub fn sweep(folder: &Path, now: SystemTime) {
    for entry in fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
        let changed = entry.metadata().and_then(|m| m.modified());
        let old = changed.is_ok_and(|at| now.duration_since(at).is_ok_and(|age| age > HALF_WRITTEN));
        if old && is_half_written(&entry.file_name().to_string_lossy()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// A new file in the folder of `path`, gone again unless it is put in its place. It has the permissions of every new file, where the crate
/// alone would keep it from all other users.
fn beside(path: &Path) -> io::Result<NamedTempFile> {
    let mut system = None;
    let open = |path: &Path| {
        let file = File::options().read(true).write(true).create_new(true).open(path);
        file.inspect_err(|e| system = e.raw_os_error())
    };
    let made = Builder::new().prefix(HEAD).suffix(TAIL).rand_bytes(RANDOM).make_in(folder_of(path), open);
    // Without the name of the file in between, which tells nobody anything.
    made.map_err(|e| system.map_or(e, io::Error::from_raw_os_error))
}

/// What a path leads to through links, also where nothing is there yet.
pub fn followed(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    // As many as systems themselves follow.
    for _ in 0..40 {
        match fs::read_link(&path) {
            Ok(next) => path = folder_of(&path).join(next),
            Err(_) if path.file_name().is_some() => return Ok(path),
            Err(_) => return Err(io::ErrorKind::IsADirectory.into()),
        }
    }
    Err(io::Error::other("the link leads in a circle"))
}

/// Makes the new name as sure as the bytes, where the system can do that for a folder.
fn settle(path: &Path) {
    if cfg!(unix) {
        // The file is in its place; some network drives do not know what this asks.
        let _ = File::open(folder_of(path)).and_then(|folder| folder.sync_all());
    }
}

/// The folder of a file; never empty.
pub fn folder_of(path: &Path) -> PathBuf {
    path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned()
}

/// Whether two paths name one existing file.
pub fn same_file(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder").filter_map(Result::ok);
        let mut names: Vec<String> = entries.map(|e| e.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_failure_leaves_the_old_file_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("report.json");
        to_file(&path, b"old").expect("written");
        let failed: io::Result<()> = replace(&path, |file| {
            file.write_all(b"half of the n")?;
            Err(io::Error::other("the disk is full"))
        });
        assert!(failed.is_err());
        assert_eq!(fs::read(&path).expect("the file"), b"old");
        assert_eq!(names(folder.path()), ["report.json"]);
        to_file(&path, b"new").expect("written");
        assert_eq!(fs::read(&path).expect("the file"), b"new");
        assert_eq!(names(folder.path()), ["report.json"]);
    }

    #[test]
    fn a_folder_that_is_not_there_is_named_and_the_name_in_between_is_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let message = to_file(&folder.path().join("no/report.json"), b"x").expect_err("no folder").to_string();
        assert!(message.contains("report.json: cannot be written (") && !message.contains(".truecopy-"), "{message}");
    }

    #[test]
    fn names_of_half_written_files_are_known_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let new = beside(&folder.path().join("a.json")).expect("a file");
        let name = new.path().file_name().expect("a name").to_string_lossy().into_owned();
        assert!(is_half_written(&name), "{name}");
        assert!(!is_half_written(".truecopy-notes.tmp") && !is_half_written("a.json"));
    }

    #[test]
    fn a_file_that_must_not_be_there_is_never_overwritten() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("story.orig");
        fs::write(&path, "kept").expect("a file");
        let rights = fs::metadata(&path).expect("a file").permissions();
        let done = create(&path, b"x", rights);
        assert_eq!(done.expect_err("it is there").kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&path).expect("the file"), b"kept");
    }

    #[cfg(unix)]
    mod unix {
        use std::os::unix::fs::{PermissionsExt as _, symlink};

        use super::*;

        fn mode(path: &Path) -> u32 {
            fs::metadata(path).expect("a file").permissions().mode() & 0o777
        }

        #[test]
        fn permissions_are_those_of_the_old_file_or_of_any_new_one() {
            let folder = tempfile::tempdir().expect("a folder");
            let (old, new) = (folder.path().join("old"), folder.path().join("new"));
            fs::write(&old, "x").expect("a file");
            fs::set_permissions(&old, Permissions::from_mode(0o640)).expect("permissions");
            to_file(&old, b"y").expect("written");
            assert_eq!(mode(&old), 0o640);
            let other = folder.path().join("other");
            fs::write(&other, "x").expect("a file");
            to_file(&new, b"y").expect("written");
            assert_eq!(mode(&new), mode(&other), "what the umask leaves");
        }

        #[test]
        fn a_link_stays_and_what_it_leads_to_is_replaced() {
            let folder = tempfile::tempdir().expect("a folder");
            let (link, real) = (folder.path().join("link"), folder.path().join("elsewhere/real"));
            fs::create_dir(folder.path().join("elsewhere")).expect("a folder");
            symlink("elsewhere/real", &link).expect("a link");
            for bytes in [b"first", b"again"] {
                to_file(&link, bytes).expect("written");
                assert_eq!(fs::read(&real).expect("the file"), bytes);
                assert!(fs::symlink_metadata(&link).expect("the link").is_symlink());
            }
            let ring = folder.path().join("ring");
            symlink("ring", &ring).expect("a link");
            assert!(to_file(&ring, b"x").is_err());
        }
    }
}
