//! Which files git says have changed since a commit.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cli::failure::Failure;
use crate::cli::input::bounds;
use crate::cli::input::files::is_stdin;
use crate::cli::input::job::Job;

/// What changed since a commit, repository by repository.
pub struct Changed<'a> {
    since: &'a str,
    /// By the root of a repository.
    known: BTreeMap<PathBuf, BTreeSet<PathBuf>>,
}

impl<'a> Changed<'a> {
    /// What changed since this commit, branch or tag, or since the working branch left it.
    pub fn since(since: &'a str) -> Self {
        Changed { since, known: BTreeMap::new() }
    }

    /// Whether the rewrite of a pair or one of its wires changed, or is new.
    ///
    /// # Errors
    /// Where git cannot say so.
    pub fn touches(&mut self, job: &Job) -> Result<bool, Failure> {
        for text in job.wires.iter().chain([&job.rewrite]) {
            if self.has(text.path())? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The first of these files, those that the settings for a rewrite come from, that has changed, is new or is gone. One outside of the rewrite's
    /// repository counts as it is: nothing there says what it was.
    ///
    /// # Errors
    /// Where git cannot say so.
    pub fn first<'f>(&mut self, rewrite: &Path, files: &'f [PathBuf]) -> Result<Option<&'f Path>, Failure> {
        let root_of = |path: &Path| {
            let folder = std::path::absolute(path).ok()?.parent()?.canonicalize().ok()?;
            bounds::repository(&folder)
        };
        let root = root_of(rewrite);
        for file in files {
            if root.is_some() && root_of(file) == root && self.has(file)? {
                return Ok(Some(file));
            }
        }
        Ok(None)
    }

    fn has(&mut self, path: &Path) -> Result<bool, Failure> {
        // Of standard input nobody knows what it was before.
        if is_stdin(path) {
            return Ok(true);
        }
        // An item of a feed changes with its file.
        let shown = path.to_string_lossy();
        let path = match shown.rsplit_once('#') {
            Some((file, _)) if !path.exists() => Path::new(file),
            _ => path,
        };
        let unknown = || Failure::new("lies in no git repository, so nothing says whether it changed").at(path);
        let absolute = std::path::absolute(path).map_err(|e| unknown().cause(e))?;
        let folder = absolute.parent().and_then(|f| f.canonicalize().ok()).ok_or_else(unknown)?;
        let root = bounds::repository(&folder).ok_or_else(unknown)?;
        let file = folder.join(absolute.file_name().unwrap_or_default());
        if !self.known.contains_key(&root) {
            let changed = changed(&root, self.since)?;
            self.known.insert(root.clone(), changed);
        }
        Ok(self.known.get(&root).is_some_and(|changed| changed.contains(&file)))
    }
}

/// The files of a repository that differ from a commit, and those that git does not know yet.
fn changed(root: &Path, since: &str) -> Result<BTreeSet<PathBuf>, Failure> {
    let commit = format!("{since}^{{commit}}");
    let named = git(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit]);
    let named = named?.ok_or_else(|| {
        Failure::new(format!("git knows no commit “{since}” here"))
            .at(root)
            .advise("name a branch, a tag or a commit; in a build, fetch the history too (fetch-depth: 0)")
    })?;
    let apart = || {
        Failure::new(format!("the working branch has no commit in common with “{since}”"))
            .at(root)
            .advise("fetch the whole history (fetch-depth: 0)")
    };
    let base = git(root, &["merge-base", line(&named), "HEAD"])?.ok_or_else(apart)?;
    let asked = |what: Option<Vec<u8>>| what.ok_or_else(|| Failure::new("git cannot say what changed").at(root));
    let differ = ["diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", line(&base), "--"];
    let differ = asked(git(root, &differ)?)?;
    let new = asked(git(root, &["ls-files", "-z", "--others", "--exclude-standard"])?)?;
    let names = differ.split(|b| *b == 0).chain(new.split(|b| *b == 0)).filter(|name| !name.is_empty());
    Ok(names.map(|name| root.join(path(name))).collect())
}

/// What git prints; nothing where it says that it cannot.
fn git(root: &Path, args: &[&str]) -> Result<Option<Vec<u8>>, Failure> {
    let run = Command::new("git").arg("-C").arg(root).args(["-c", "core.fsmonitor=false"]).args(args).output();
    let output = run.map_err(|e| match e.kind() {
        io::ErrorKind::NotFound => Failure::new("git is not installed, and only it knows what changed")
            .advise("install it, or leave --changed-since out"),
        _ => Failure::new("git cannot be run").cause(e),
    })?;
    Ok(output.status.success().then_some(output.stdout))
}

fn line(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_default().trim()
}

#[cfg(unix)]
fn path(name: &[u8]) -> &Path {
    use std::os::unix::ffi::OsStrExt as _;
    Path::new(OsStr::from_bytes(name))
}

#[cfg(not(unix))]
fn path(name: &[u8]) -> PathBuf {
    PathBuf::from(OsStr::new(&*String::from_utf8_lossy(name)))
}
