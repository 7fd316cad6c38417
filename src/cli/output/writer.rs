//! Where reports go: standard output, or a file that is there whole or not at all.

use std::io::{self, Write};
use std::path::Path;

/// Writes `bytes` to standard output. A reader that has gone away is a clean end.
pub fn to_stdout(bytes: &[u8]) -> Result<(), String> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(e) if e.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other.map_err(no_stdout),
    }
}

/// Says why standard output cannot be written to.
pub fn no_stdout(e: io::Error) -> String {
    format!("cannot write to standard output: {e}")
}

/// Writes `bytes` to the file that was named, or to standard output where none was.
pub fn put(path: Option<&Path>, bytes: &[u8]) -> Result<(), String> {
    path.map_or_else(|| to_stdout(bytes), |path| to_file(path, bytes))
}

/// Writes `bytes` to `path`. A regular file is replaced in one step, so that a killed run leaves the old report or the new one.
pub fn to_file(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let advice = |e: io::Error| format!("{}: cannot write the report: {e}", path.display());
    let special = std::fs::metadata(path).is_ok_and(|m| !m.is_file());
    let Some(name) = path.file_name().filter(|_| !special) else {
        return std::fs::write(path, bytes).map_err(advice);
    };
    let mut beside = std::ffi::OsString::from(".");
    beside.push(name);
    beside.push(format!(".{}.tmp", std::process::id()));
    let beside = path.with_file_name(beside);
    let written = std::fs::write(&beside, bytes).and_then(|()| std::fs::rename(&beside, path));
    written.map_err(|e| {
        let _ = std::fs::remove_file(&beside);
        advice(e)
    })
}

/// Whether two paths name one existing file.
pub fn same_file(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}
