//! How far files may lead that somebody else has written. In a build on a server the settings, the lists of pairs and the stories can come
//! from a stranger's proposal; what they name, and what their links lead to, must lie in the repository, or a report would show a stranger
//! what stands elsewhere on that machine.

use std::env;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// Whether this is a build on a server: `CI` is set, as GitHub, GitLab and most others do.
pub fn is_ci() -> bool {
    env::var_os("CI").is_some_and(|value| !["", "0", "false"].iter().any(|no| value.eq_ignore_ascii_case(no)))
}

/// The repository that a folder lies in: the nearest folder of it or above that holds `.git`.
pub fn repository(folder: &Path) -> Option<PathBuf> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let folder = folder.canonicalize().ok()?;
    folder.ancestors().find(|f| f.join(".git").exists()).map(Path::to_owned)
}

/// The folder that a file's own names must not lead out of: its repository; where there is none, the working folder if the file lies in it,
/// or else its own folder.
pub fn around(file: &Path) -> Option<PathBuf> {
    let absolute = std::path::absolute(file).ok()?;
    let folder = absolute.parent()?.canonicalize().ok()?;
    let here = || env::current_dir().and_then(|here| here.canonicalize()).ok().filter(|here| folder.starts_with(here));
    repository(&folder).or_else(here).or(Some(folder))
}

/// Whether a path leads out of a folder, through links and `..` too. What is not there yet goes by the folder that it would be made in.
pub fn leads_out(path: &Path, of: &Path) -> bool {
    let Ok(absolute) = std::path::absolute(path) else { return true };
    for known in absolute.ancestors() {
        match known.canonicalize() {
            // A part that is not there cannot be a link; `..` behind it is no name.
            Ok(real) => {
                let rest = absolute.strip_prefix(known).unwrap_or(Path::new(""));
                let plain = rest.components().all(|part| matches!(part, std::path::Component::Normal(_)));
                return !plain || !real.starts_with(of);
            }
            // A link to what is not there yet would be followed when it is written.
            Err(_) if known.is_symlink() => return true,
            Err(_) => {}
        }
    }
    true
}

/// Whether a file, or a folder on the way to it, is a link that lies in a repository and leads out of it.
fn is_foreign_link(file: &Path) -> bool {
    let Ok(absolute) = std::path::absolute(file) else { return true };
    let mut links = absolute.ancestors().filter(|part| part.is_symlink());
    links.any(|link| link.parent().and_then(repository).is_some_and(|root| leads_out(link, &root)))
}

/// Refuses to follow a link that a stranger may have put into a repository, to read what it leads to or to write there.
///
/// # Errors
/// Where this is a build on a server and the file is such a link.
pub fn stay_inside(file: &Path) -> io::Result<()> {
    if is_ci() && is_foreign_link(file) {
        let why = "this link leads out of the repository and is not followed where CI is set";
        return Err(io::Error::other(why));
    }
    Ok(())
}

/// Opens a file for reading, as far as [`stay_inside`] lets it.
///
/// # Errors
/// Where it cannot be opened, or is a link that is not followed.
pub fn open(file: &Path) -> io::Result<File> {
    stay_inside(file)?;
    File::open(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn links_and_dots_are_seen_through() {
        let outer = tempfile::tempdir().expect("a folder");
        let root = outer.path().canonicalize().expect("a folder").join("repository");
        std::fs::create_dir_all(root.join("sport")).expect("a folder");
        std::fs::create_dir(root.join(".git")).expect("a folder");
        std::fs::write(outer.path().join("secret.txt"), "secret").expect("a file");
        std::fs::write(root.join("house.tsv"), "").expect("a file");
        std::os::unix::fs::symlink(outer.path().join("secret.txt"), root.join("link.txt")).expect("a link");
        std::os::unix::fs::symlink(outer.path().join("not-yet.txt"), root.join("later.txt")).expect("a link");
        std::os::unix::fs::symlink(root.join("house.tsv"), root.join("sport/house.tsv")).expect("a link");
        assert_eq!(around(&root.join("sport/truecopy.toml")), Some(root.clone()));
        for inside in ["house.tsv", "sport/../house.tsv", "sport/house.tsv", "new/cache", "sport/new.json"] {
            assert!(!leads_out(&root.join(inside), &root), "{inside}");
        }
        for outside in ["../secret.txt", "link.txt", "later.txt", "/etc/passwd", "new/../../secret.txt"] {
            assert!(leads_out(&root.join(outside), &root), "{outside}");
        }
        // A folder that is linked to is no way out, not even one that is a repository itself.
        std::fs::create_dir_all(outer.path().join("other/.git")).expect("a folder");
        std::fs::write(outer.path().join("other/a.txt"), "").expect("a file");
        std::os::unix::fs::symlink(outer.path().join("other"), root.join("linked")).expect("a link");
        assert!(is_foreign_link(&root.join("linked/a.txt")) && !is_foreign_link(&outer.path().join("other/a.txt")));
        assert!(is_foreign_link(&root.join("link.txt")) && !is_foreign_link(&root.join("sport/house.tsv")));
        assert!(!is_foreign_link(&root.join("house.tsv")) && !is_foreign_link(&outer.path().join("secret.txt")));
    }
}
