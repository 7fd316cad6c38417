//! A lock for a file that is read, added to and put in its place anew: of two runs that do that at a time, one waits or is refused.

use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use crate::cli::input::bounds;
use crate::cli::output::writer::followed;

/// Holds off other runs that would write the same file, until it is dropped. A killed run leaves a file of no content, but no lock.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    /// None where nothing is locked.
    file: Option<File>,
}

impl Lock {
    /// The lock for `path`, when no other run has it any more.
    ///
    /// # Errors
    /// Where nothing can be written beside the file.
    pub fn wait(path: &Path) -> io::Result<Lock> {
        Self::take(path, |file| match file.lock() {
            // Some network drives know no locks; then nothing better can be done.
            Ok(()) | Err(_) => Ok(true),
        })
        .map(|lock| lock.unwrap_or(Lock { path: PathBuf::new(), file: None }))
    }

    /// The lock for `path`; none where another run has it.
    ///
    /// # Errors
    /// Where nothing can be written beside the file.
    pub fn now(path: &Path) -> io::Result<Option<Lock>> {
        Self::take(path, |file| match file.try_lock() {
            Err(TryLockError::WouldBlock) => Ok(false),
            Ok(()) | Err(TryLockError::Error(_)) => Ok(true),
        })
    }

    fn take(path: &Path, lock: impl Fn(&File) -> io::Result<bool>) -> io::Result<Option<Lock>> {
        bounds::stay_inside(path)?;
        // Two links to one file are one file.
        let target = followed(path)?;
        if fs::metadata(&target).is_ok_and(|m| !m.is_file()) {
            // A device or a pipe is not put in its place anew.
            return Ok(Some(Lock { path: PathBuf::new(), file: None }));
        }
        let mut name = OsString::from(".");
        name.push(target.file_name().ok_or(io::ErrorKind::IsADirectory)?);
        name.push(".lock");
        let path = target.with_file_name(name);
        loop {
            // The name must be one that every run knows, so nothing is ever written into the file, wherever a link may lead.
            let file = File::options().write(true).create(true).truncate(false).open(&path)?;
            if !lock(&file)? {
                return Ok(None);
            }
            // Who waited may hold the lock of a file that the run before has removed: the next run would make another one.
            if is_still(&file, &path) {
                return Ok(Some(Lock { path, file: Some(file) }));
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Where it cannot be told whether a locked file is still the one of that name, the file stays.
        if cfg!(unix) && self.file.is_some() {
            let _ = fs::remove_file(&self.path);
        }
    }
}

#[cfg(unix)]
fn is_still(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let same = |a: &fs::Metadata, b: &fs::Metadata| (a.dev(), a.ino()) == (b.dev(), b.ino());
    matches!((file.metadata(), fs::metadata(path)), (Ok(open), Ok(named)) if same(&open, &named))
}

#[cfg(not(unix))]
fn is_still(_: &File, _: &Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::thread;

    #[test]
    fn one_at_a_time_however_many_come_and_go() {
        let folder = tempfile::tempdir().expect("a folder");
        let (file, inside) = (folder.path().join("list.toml"), AtomicU32::new(0));
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..50 {
                        let _lock = Lock::wait(&file).expect("a lock");
                        assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0, "two at a time");
                        thread::yield_now();
                        inside.fetch_sub(1, Ordering::SeqCst);
                    }
                });
            }
        });
        let held = Lock::now(&file).expect("a lock").expect("nobody has it");
        assert!(Lock::now(&file).expect("no fault").is_none(), "it is held");
        drop(held);
        assert!(Lock::now(&file).expect("no fault").is_some());
        #[cfg(unix)]
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0, "nothing is left behind");
    }
}
