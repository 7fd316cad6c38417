//! What the numbers in a learnt file mean. Features and variants of enums are written as numbers; a file learnt with another list of them
//! would be read without complaint and answer nonsense. So each carries a stamp of the lists it was learnt with as its first line, and is
//! refused where one of them has changed since.

use std::fmt;

use sha2::{Digest as _, Sha256};

/// How the line begins that a stamp is written as.
const HEAD: &str = "# learnt with";

/// The lists that the numbers of a file are places in, each with a hash of its names in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp(Vec<(&'static str, String)>);

/// Why a learnt file is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// It does not begin with a stamp.
    Unstamped {
        /// The file.
        file: &'static str,
    },
    /// It was learnt with other lists.
    Changed {
        /// The file.
        file: &'static str,
        /// The lists that are not what they were.
        lists: Vec<String>,
    },
    /// A value that it must have is missing or is no number.
    Lacking {
        /// The file.
        file: &'static str,
        /// What the value is called.
        value: String,
    },
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Misfit::Unstamped { file } => write!(f, "{file} does not say which lists it was learnt with")?,
            Misfit::Changed { file, lists } => {
                write!(f, "{file} was learnt with another list of {}", lists.join(" and of "))?;
            }
            Misfit::Lacking { file, value } => write!(f, "{file} has no value for {value}")?,
        }
        write!(f, "; make it anew (tools/train/README.md)")
    }
}

impl std::error::Error for Misfit {}

/// The number that a learnt table, of a name and a number in each line, has for a name.
///
/// # Errors
///
/// If it has none.
pub fn value<T: std::str::FromStr>(file: &'static str, body: &[u8], name: &str) -> Result<T, Misfit> {
    let rows = std::str::from_utf8(body).unwrap_or_default().lines().filter_map(|l| l.split_once('\t'));
    let found = rows.into_iter().find(|(n, _)| *n == name).and_then(|(_, w)| w.parse().ok());
    found.ok_or_else(|| Misfit::Lacking { file, value: name.to_owned() })
}

impl Stamp {
    /// The stamp of these lists, each a name and what stands in it.
    pub fn of(lists: &[(&'static str, &[&str])]) -> Self {
        let hash = |names: &[&str]| {
            let digest = Sha256::digest(names.join("\n"));
            digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
        };
        Self(lists.iter().map(|(list, names)| (*list, hash(names))).collect())
    }

    /// Takes the stamp off a learnt file.
    ///
    /// # Errors
    ///
    /// If it has none, or that of other lists.
    pub fn open<'a>(&self, file: &'static str, content: &'a [u8]) -> Result<&'a [u8], Misfit> {
        let body = body(content);
        let line = std::str::from_utf8(&content[..content.len() - body.len()]).unwrap_or_default();
        let Some(stamp) = line.trim_end().strip_prefix(HEAD) else { return Err(Misfit::Unstamped { file }) };
        let theirs: Vec<&str> = stamp.split_whitespace().collect();
        let ours: Vec<String> = self.0.iter().map(|(list, hash)| format!("{list}={hash}")).collect();
        let name = |entry: &str| entry.split('=').next().unwrap_or_default().to_owned();
        let mut lists: Vec<String> = ours.iter().filter(|o| !theirs.contains(&o.as_str())).map(|o| name(o)).collect();
        let gone = theirs.iter().filter(|t| !ours.iter().any(|o| o == *t)).map(|t| name(t));
        lists.extend(gone.filter(|t| !self.0.iter().any(|(list, _)| list == t)));
        if lists.is_empty() { Ok(body) } else { Err(Misfit::Changed { file, lists }) }
    }
}

/// The line that a learnt file begins with, without its end.
impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HEAD)?;
        self.0.iter().try_for_each(|(list, hash)| write!(f, " {list}={hash}"))
    }
}

/// What follows the stamp of a learnt file; all of it where there is none.
pub const fn body(content: &[u8]) -> &[u8] {
    let head = HEAD.as_bytes();
    let mut at = 0;
    while at < content.len() && content[at] != b'\n' {
        if at < head.len() && content[at] != head[at] {
            return content;
        }
        at += 1;
    }
    if at < head.len() || at == content.len() {
        return content;
    }
    content.split_at(at + 1).1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamped(lists: &[(&'static str, &[&str])]) -> (Stamp, Vec<u8>) {
        let stamp = Stamp::of(lists);
        let file = format!("{stamp}\n\u{1}\nbody").into_bytes();
        (stamp, file)
    }

    #[test]
    fn another_order_is_refused_by_the_name_of_the_list() {
        let (stamp, file) = stamped(&[("features", &["a", "b"]), ("Bind", &["c", "d"])]);
        assert_eq!(stamp.open("a", &file), Ok(&b"\x01\nbody"[..]));
        let (other, _) = stamped(&[("features", &["a", "b"]), ("Bind", &["d", "c"])]);
        assert_ne!(other, stamp);
        let refused = other.open("a", &file).expect_err("learnt with another order");
        assert_eq!(refused, Misfit::Changed { file: "a", lists: vec!["Bind".to_owned()] });
        assert!(refused.to_string().contains("another list of Bind"), "{refused}");
    }

    #[test]
    fn a_list_more_or_less_is_another_stamp_and_none_is_no_stamp() {
        let (one, one_file) = stamped(&[("features", &["a", "b"])]);
        let (two, two_file) = stamped(&[("features", &["a", "b"]), ("Bind", &["c"])]);
        let changed = || Misfit::Changed { file: "a", lists: vec!["Bind".to_owned()] };
        assert_eq!(one.open("a", &two_file), Err(changed()));
        assert_eq!(two.open("a", &one_file), Err(changed()));
        for bare in [&b"\x01\nbody"[..], b"", b"#", b"# learnt with", b"# Weights\n1"] {
            assert_eq!(one.open("a", bare), Err(Misfit::Unstamped { file: "a" }), "{bare:?}");
            assert_eq!(body(bare), bare);
        }
        // Two names are not one that is made of both.
        assert_ne!(Stamp::of(&[("features", &["a", "b"])]), Stamp::of(&[("features", &["ab"])]));
    }
}
