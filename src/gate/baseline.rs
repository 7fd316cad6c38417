//! The findings that a collection of rewrites had on the day the checker was switched on: known, and not to be argued about again.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

/// The version of the file.
pub const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    scheme: String,
    /// By rewrite, by fingerprint: the rule, for a person who reads the file.
    rewrites: BTreeMap<String, BTreeMap<String, String>>,
}

/// Known findings, by rewrite.
#[derive(Clone, Debug, Default)]
pub struct Baseline {
    rewrites: BTreeMap<String, BTreeMap<String, String>>,
}

/// Why a text is no baseline that can be used.
#[derive(Debug)]
#[non_exhaustive]
pub enum BadBaseline {
    /// It is something else.
    Form(serde_json::Error),
    /// Another version wrote it.
    Version,
}

impl fmt::Display for BadBaseline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // Without the parser's words: they may be those of a file that is something else.
            BadBaseline::Form(e) if e.is_data() => {
                write!(f, "this is no baseline (line {}, column {})", e.line(), e.column())
            }
            BadBaseline::Form(e) => write!(f, "this is no baseline: {e}"),
            BadBaseline::Version => f.write_str("a baseline of another version: write it anew with --write-baseline"),
        }
    }
}

impl std::error::Error for BadBaseline {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        if let BadBaseline::Form(e) = self { Some(e) } else { None }
    }
}

impl Baseline {
    /// Reads the text of a baseline file.
    ///
    /// # Errors
    /// Why it is none.
    pub fn read(text: &str) -> Result<Self, BadBaseline> {
        let file: File = serde_json::from_str(text).map_err(BadBaseline::Form)?;
        if file.version != VERSION || file.scheme != super::fingerprint::SCHEME {
            return Err(BadBaseline::Version);
        }
        Ok(Baseline { rewrites: file.rewrites })
    }

    /// The file's text: sorted, so that two of them can be compared line by line.
    pub fn write(&self) -> String {
        let file =
            File { version: VERSION, scheme: super::fingerprint::SCHEME.to_owned(), rewrites: self.rewrites.clone() };
        serde_json::to_string_pretty(&file).unwrap_or_default() + "\n"
    }

    /// Whether a finding of the rewrite at `path` is known.
    pub fn knows(&self, path: &str, fingerprint: &str) -> bool {
        self.rewrites.get(path).is_some_and(|known| known.contains_key(fingerprint))
    }

    /// Puts the findings of one rewrite in the place of those that were known of it: pairs of fingerprint and rule.
    pub fn replace<'a>(&mut self, path: &str, findings: impl IntoIterator<Item = (&'a str, &'a str)>) {
        let known: BTreeMap<String, String> =
            findings.into_iter().map(|(print, rule)| (print.to_owned(), rule.to_owned())).collect();
        if known.is_empty() {
            self.rewrites.remove(path);
        } else {
            self.rewrites.insert(path.to_owned(), known);
        }
    }

    /// How many findings are known.
    pub fn len(&self) -> usize {
        self.rewrites.values().map(BTreeMap::len).sum()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.rewrites.is_empty()
    }

    /// The rules of the known findings of `path` that are not among these fingerprints: fixed since.
    pub fn fixed(&self, path: &str, found: &BTreeSet<&str>) -> Vec<String> {
        let known = self.rewrites.get(path).into_iter().flatten();
        known.filter(|(print, _)| !found.contains(print.as_str())).map(|(_, rule)| rule.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_baseline_comes_back_as_it_was_written() {
        let mut baseline = Baseline::default();
        baseline.replace("b.txt", [("0a", "number-changed"), ("0b", "misspelling")]);
        baseline.replace("a.txt", [("0c", "misspelling")]);
        let again = Baseline::read(&baseline.write()).expect("a baseline");
        assert!(again.knows("b.txt", "0b") && !again.knows("a.txt", "0b"));
        assert_eq!(again.len(), 3);
        assert_eq!(again.fixed("b.txt", &BTreeSet::from(["0a"])), ["misspelling"]);
        baseline.replace("a.txt", []);
        assert_eq!(baseline.len(), 2);
    }

    #[test]
    fn what_is_no_baseline_is_refused() {
        for text in ["", "{}", "[]", "{\"version\":9,\"scheme\":\"truecopyWords/v1\",\"rewrites\":{}}"] {
            assert!(Baseline::read(text).is_err(), "{text}");
        }
    }
}
