//! Keeps a folder of results from growing without end: what was not used for long goes, and the longest unused where there is too much.
//!
//! Looked at once a day at most, at the end of a run that wrote to the folder. Only files are touched that have a name
//! which the cache itself gives, and begin as a result does, so that a folder with other files in it loses none. Nothing is locked: a file is removed in one step, and a run that finds it gone checks that pair
//! anew. A run that is killed on the way leaves the rest to the next day.

use std::fs::{self, DirEntry};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use truecopy::gate::kept;

use crate::cli::output::writer::{HALF_WRITTEN, is_half_written, replace_soon};

/// The file whose age tells when the folder was last looked through.
const MARK: &str = ".tidied";

/// A day.
pub const DAY: Duration = Duration::from_secs(24 * 3600);

/// What may be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How long a result may lie unused.
    pub unused: Duration,
    /// How many bytes all results may have.
    pub bytes: u64,
}

/// Removes from the cache in `folder` what is beyond the limits at `now`, unless that was done within the last day.
/// What cannot be read or removed stays: the next run tries again.
pub fn tidy(folder: &Path, limits: Limits, now: SystemTime) {
    let mark = folder.join(MARK);
    let done = fs::metadata(&mark).and_then(|m| m.modified());
    // A mark from the future was set by a wrong clock.
    if done.is_ok_and(|at| now.duration_since(at).is_ok_and(|age| age < DAY)) {
        return;
    }
    // Marked first: of two runs that end at a time, one looks. Without a mark every run would.
    if replace_soon(&mark, b"When results were last let go.\n").is_err() {
        return;
    }
    let mut kept: Vec<(SystemTime, u64, PathBuf)> = Vec::new();
    for inner in entries(folder).filter(|e| is_hex(&e.file_name().to_string_lossy(), 2)) {
        if !inner.file_type().is_ok_and(|t| t.is_dir()) {
            continue;
        }
        for file in entries(&inner.path()).filter(|e| e.file_type().is_ok_and(|t| t.is_file())) {
            let name = file.file_name().to_string_lossy().into_owned();
            let Some((used, size)) = file.metadata().ok().and_then(|m| Some((m.modified().ok()?, m.len()))) else {
                continue;
            };
            let age = now.duration_since(used).unwrap_or_default();
            if is_result(&name) {
                if age > limits.unused {
                    remove(&file.path());
                } else {
                    kept.push((used, size, file.path()));
                }
            } else if is_half_written(&name) && age > HALF_WRITTEN {
                let _ = fs::remove_file(file.path());
            }
        }
    }
    let mut bytes: u64 = kept.iter().map(|(_, size, _)| size).sum();
    if bytes <= limits.bytes {
        return;
    }
    kept.sort();
    // A little more than must be, so that the next day does not begin at the limit.
    let wanted = limits.bytes / 10 * 9;
    for (_, size, path) in kept {
        if bytes <= wanted {
            break;
        }
        if remove(&path) {
            bytes -= size;
        }
    }
}

fn entries(folder: &Path) -> impl Iterator<Item = DirEntry> {
    fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok)
}

/// Removes a result; a file that is none stays, whatever its name. The flag tells whether it is gone.
fn remove(path: &Path) -> bool {
    let mut head = [0; kept::HEAD.len()];
    let read = fs::File::open(path).and_then(|mut file| file.read_exact(&mut head));
    read.is_ok() && head == *kept::HEAD.as_bytes() && fs::remove_file(path).is_ok()
}

/// The name that the cache gives a result.
fn is_result(name: &str) -> bool {
    name.strip_suffix(".json").is_some_and(|stem| is_hex(stem, 38))
}

fn is_hex(text: &str, len: usize) -> bool {
    text.len() == len && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::File;

    const LIMITS: Limits = Limits { unused: Duration::from_secs(30 * 24 * 3600), bytes: 1000 };

    /// A cache in which each result has a name of this letter, so many bytes, and was used so many days ago.
    fn cache(test: &str, results: &[(char, usize, u32)], now: SystemTime) -> Folder {
        let folder = std::env::temp_dir().join(format!("truecopy-tidy-{test}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("0a")).expect("a folder");
        for (letter, size, days) in results {
            put(&folder.join("0a").join(name(*letter)), *size, now - *days * DAY);
        }
        Folder(folder)
    }

    /// Gone when the test ends.
    struct Folder(PathBuf);

    impl std::ops::Deref for Folder {
        type Target = Path;
        fn deref(&self) -> &Path {
            &self.0
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn name(letter: char) -> String {
        format!("{}.json", letter.to_string().repeat(38))
    }

    fn put(path: &Path, size: usize, used: SystemTime) {
        fs::write(path, format!("{:x<size$}", kept::HEAD)).expect("a file");
        File::options().write(true).open(path).and_then(|f| f.set_modified(used)).expect("its age");
    }

    /// The letters of the results that are left.
    fn left(folder: &Path) -> String {
        let mut names: Vec<String> =
            entries(&folder.join("0a")).map(|e| e.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names.iter().filter(|n| is_result(n)).filter_map(|n| n.chars().next()).collect()
    }

    #[test]
    fn what_was_not_used_for_long_goes_and_then_the_longest_unused() {
        let now = SystemTime::now();
        let folder = cache("age", &[('a', 20, 31), ('b', 20, 29), ('c', 10, 0), ('d', 10, 400)], now);
        tidy(&folder, LIMITS, now);
        assert_eq!(left(&folder), "bc");
        let folder = cache("size", &[('a', 400, 1), ('b', 400, 9), ('c', 400, 5), ('d', 90, 20)], now);
        tidy(&folder, LIMITS, now);
        assert_eq!(left(&folder), "ac", "the oldest until nine tenths are left");
        let folder = cache("fits", &[('a', 400, 1), ('b', 400, 9)], now);
        tidy(&folder, LIMITS, now);
        assert_eq!(left(&folder), "ab");
    }

    #[test]
    fn once_a_day_whatever_the_clock_said_before() {
        let now = SystemTime::now();
        let folder = cache("day", &[('a', 10, 31)], now);
        put(&folder.join(MARK), 0, now - DAY / 2);
        tidy(&folder, LIMITS, now);
        assert_eq!(left(&folder), "a", "half a day ago");
        tidy(&folder, LIMITS, now + DAY);
        assert_eq!(left(&folder), "");
        let folder = cache("future", &[('a', 10, 31)], now);
        put(&folder.join(MARK), 0, now + 400 * DAY);
        tidy(&folder, LIMITS, now);
        assert_eq!(left(&folder), "", "a mark from the future holds nothing up");
    }

    #[test]
    fn other_files_are_left_alone() {
        let now = SystemTime::now();
        let folder = cache("other", &[('a', 10, 31)], now);
        let old = now - 400 * DAY;
        let foreign = ["0a/notes.json", "0a/story.txt", "0a/ABC.json", "rewrite.txt", "0a/.story.txt.12.tmp"];
        for path in foreign {
            put(&folder.join(path), 2000, old);
        }
        let notes = folder.join("0a").join(name('f'));
        put(&notes, 10, old);
        fs::write(&notes, "{\"notes\": \"mine\"}")
            .and_then(|()| File::options().write(true).open(&notes)?.set_modified(old))
            .expect("a file");
        fs::create_dir(folder.join("drop")).expect("a folder");
        put(&folder.join("drop").join(name('a')), 10, old);
        let (half, young) = ("0a/.truecopy-0123456789ab.tmp", "0a/.truecopy-ba9876543210.tmp");
        put(&folder.join(half), 10, now - 2 * HALF_WRITTEN);
        put(&folder.join(young), 10, now);
        tidy(&folder, LIMITS, now);
        for path in foreign {
            assert!(folder.join(path).exists(), "{path}");
        }
        assert!(folder.join("drop").join(name('a')).exists(), "a folder that the cache did not make");
        assert!(!folder.join(half).exists(), "what a killed run left");
        assert!(folder.join(young).exists(), "what another run is writing");
        assert_eq!(left(&folder), "f", "named like a result, but none");
        // A folder that is not there, or that nothing can be written to, is no fault.
        tidy(&folder.join("gone"), LIMITS, now);
    }
}
