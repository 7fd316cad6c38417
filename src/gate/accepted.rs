//! Findings that somebody looked at and accepted, each with a reason: kept beside the stories, because wire text carries no comments.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;

use toml::de::{DeTable, DeValue};

use super::fingerprint::normal;
use crate::config::{Lines, Mistake, Pattern, glob, nearest};
use crate::finding::HOUSE;
use crate::rules;

/// What a new file of accepted findings begins with.
pub const HEAD: &str = "\
# Findings that were looked at and accepted. `truecopy accept` adds to this file; it may be edited by hand.
# `words` are those of the rewrite, or of the wire where the rewrite has none; case, accents and punctuation do not count.
";

/// One accepted finding, or several that are about the same words.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Entry {
    /// Id of the rule.
    pub rule: String,
    /// The words, in normal form.
    pub words: String,
    /// Why it is accepted.
    pub reason: String,
    /// In which rewrites; everywhere when there is none.
    pub path: Option<Pattern>,
    /// Who accepted it, where that is written down.
    pub by: Option<String>,
    /// When, where that is written down: a day or a time stamp.
    pub at: Option<String>,
    /// Line of its head in the file, counted from 1.
    pub line: usize,
}

/// The entries of one file.
#[derive(Clone, Debug, Default)]
pub struct Accepted {
    entries: Vec<Entry>,
    /// Which of them are about the same words.
    by_words: HashMap<(String, String), Vec<usize>>,
}

impl Accepted {
    /// Reads the text of a file of accepted findings.
    ///
    /// # Errors
    /// Every mistake in it, with its line.
    pub fn read(text: &str) -> Result<Self, Vec<Mistake>> {
        let lines = Lines::of(text);
        let (document, errors) = DeTable::parse_recoverable(text);
        if !errors.is_empty() && !text.contains("accepted") {
            // None of it is shown: whoever named the file may not be one who may read it.
            let span = errors.first().and_then(|e| e.span());
            return Err(vec![Mistake::unlike(
                text,
                span,
                "this is no file of accepted findings: it has no [[accepted]]",
            )]);
        }
        let mut mistakes: Vec<Mistake> =
            errors.iter().map(|e| lines.mistake(e.span().unwrap_or(0..0), e.message().trim_end_matches('.'))).collect();
        let mut entries = Vec::new();
        if mistakes.is_empty() {
            for (name, value) in document.get_ref() {
                match (name.get_ref().as_ref(), value.get_ref().as_array()) {
                    ("accepted", Some(list)) => {
                        for item in list.iter() {
                            entries.extend(entry(&lines, item.span(), item.get_ref(), &mut mistakes));
                        }
                    }
                    ("accepted", None) => {
                        mistakes.push(lines.mistake(
                            value.span(),
                            "`accepted` is a list of tables: write [[accepted]] with two brackets",
                        ))
                    }
                    (other, _) => mistakes.push(
                        lines
                            .mistake(name.span(), format!("unknown table `{other}`"))
                            .advise("this file holds [[accepted]] only"),
                    ),
                }
            }
        }
        if mistakes.is_empty() {
            let mut by_words: HashMap<(String, String), Vec<usize>> = HashMap::new();
            for (i, e) in entries.iter().enumerate() {
                by_words.entry((e.rule.clone(), e.words.clone())).or_default().push(i);
            }
            return Ok(Accepted { entries, by_words });
        }
        mistakes.sort_by_key(|m| (m.line, m.column));
        Err(mistakes)
    }

    /// The entries, in the order of the file.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entry that accepts a finding of this rule about these words (in normal form) in the rewrite at `path`.
    pub fn find(&self, rule: &str, words: &str, path: &str) -> Option<(usize, &Entry)> {
        let about = self.by_words.get(&(rule.to_owned(), words.to_owned()))?;
        let mut entries = about.iter().filter_map(|i| Some((*i, self.entries.get(*i)?)));
        entries.find(|(_, e)| e.path.as_ref().is_none_or(|p| p.fits(path)))
    }

    /// Whether an entry accepts what [`written`] would write: these words of a rule in the rewrite at `path`, or in every rewrite.
    pub fn has(&self, rule: &str, words: &str, path: Option<&str>) -> bool {
        let fits = |e: &Entry| match (&e.path, path) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(pattern), Some(path)) => pattern.fits(path),
        };
        let about = self.by_words.get(&(rule.to_owned(), normal(words)));
        about.is_some_and(|about| about.iter().filter_map(|i| self.entries.get(*i)).any(fits))
    }
}

fn entry(lines: &Lines, span: std::ops::Range<usize>, item: &DeValue, mistakes: &mut Vec<Mistake>) -> Option<Entry> {
    let before = mistakes.len();
    let line = lines.number(span.start);
    let Some(table) = item.as_table() else {
        mistakes.push(lines.mistake(span, "`accepted` is a list of tables: write [[accepted]] on a line of its own"));
        return None;
    };
    let (mut rule, mut words, mut reason, mut path) = (None, None, None, None);
    let (mut by, mut at) = (None, None);
    for (name, value) in table {
        let Some(given) = value.get_ref().as_str() else {
            let what = format!("`{}` is a string: write it between quotes", name.get_ref());
            mistakes.push(lines.mistake(value.span(), what));
            continue;
        };
        match name.get_ref().as_ref() {
            "rule" => match rules::rule(given) {
                Some(found) => rule = Some(found.id.to_owned()),
                // Its file is not read here; an entry for a rule that is gone is told of as one that accepts nothing.
                None if given.starts_with(HOUSE) => rule = Some(given.to_owned()),
                None => {
                    let near = nearest(given, rules::rules().iter().map(|r| r.id));
                    let advice = near.map_or("`truecopy rules` lists all".into(), |n| format!("did you mean `{n}`?"));
                    let what = format!("unknown rule `{given}`");
                    mistakes.push(lines.mistake(value.span(), what).advise(advice));
                }
            },
            "words" => words = Some(normal(given)),
            "reason" => reason = Some(given.trim().to_owned()),
            "path" => match glob(given) {
                Ok(pattern) => path = Some(pattern),
                Err(why) => mistakes.push(lines.mistake(value.span(), format!("invalid path pattern: {why}"))),
            },
            "by" => by = Some(given.trim().to_owned()),
            "at" => match crate::ingest::day(given) {
                Some(_) => at = Some(given.trim().to_owned()),
                None => mistakes.push(lines.mistake(value.span(), "`at` is a day, as YYYY-MM-DD, or a time stamp")),
            },
            other => {
                let near = nearest(other, ["rule", "words", "reason", "path", "by", "at"]);
                let expected = "expected rule, words, reason, path, by, at";
                let advice = near.map_or(expected.into(), |n| format!("did you mean `{n}`?"));
                mistakes.push(lines.mistake(name.span(), format!("unknown key `{other}`")).advise(advice));
            }
        }
    }
    if mistakes.len() > before {
        return None;
    }
    let (Some(rule), Some(words), Some(reason)) = (rule, words, reason.filter(|r| !r.is_empty())) else {
        let what = "an accepted finding needs `rule`, `words` and a `reason`";
        mistakes.push(lines.mistake(span, what));
        return None;
    };
    Some(Entry { rule, words, reason, path, by, at, line })
}

/// What `truecopy accept` appends for one finding.
pub fn written(rule: &str, words: &str, reason: &str, path: Option<&str>) -> String {
    signed(rule, words, reason, path, None)
}

/// The same with who accepted it and when, where that is known.
pub fn signed(rule: &str, words: &str, reason: &str, path: Option<&str>, who: Option<(&str, &str)>) -> String {
    let string = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let mut out = format!("\n[[accepted]]\nrule = {}\nwords = {}\n", string(rule), string(words));
    if let Some(path) = path {
        let _ = writeln!(out, "path = {}", string(&escaped(path)));
    }
    let _ = writeln!(out, "reason = {}", string(reason));
    if let Some((by, at)) = who {
        let _ = writeln!(out, "by = {}\nat = {}", string(by), string(at));
    }
    out
}

/// A path as a pattern that fits only itself.
fn escaped(path: &str) -> String {
    let mut out = String::from(if path.contains('/') { "" } else { "/" });
    for c in path.chars() {
        match c {
            '*' | '?' | '[' | ']' | '{' | '}' => {
                out.push('[');
                out.push(c);
                out.push(']');
            }
            c => out.push(c),
        }
    }
    out
}

/// A file name for messages.
pub fn place(file: &Path, line: usize) -> String {
    format!("{}:{line}", file.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let text = format!(
            "{HEAD}{}{}",
            written("misspelling", "“Ardhaven's”\n quay", "the town's own \"spelling\"", None),
            written("number-changed", "21", "the desk counted", Some("ferry/re[1]write.txt"))
        );
        let read = Accepted::read(&text).expect("no mistake");
        assert!(read.find("misspelling", "ardhaven's quay", "any.txt").is_some());
        assert!(read.find("number-changed", "21", "ferry/re[1]write.txt").is_some());
        assert!(read.find("number-changed", "21", "ferry/other.txt").is_none());
        let text =
            signed("misspelling", "quay", "dialect", None, Some(("Ilse \"I\" Brandt", "2026-11-29T02:15:00.000Z")));
        let read_back = Accepted::read(&text).expect("no mistake");
        let entry = &read_back.entries()[0];
        assert_eq!(entry.by.as_deref(), Some("Ilse \"I\" Brandt"));
        assert_eq!(entry.at.as_deref(), Some("2026-11-29T02:15:00.000Z"));
        assert!(Accepted::read(&text.replace("2026-11-29T02", "yesterday")).is_err());
        assert!(read.find("year-changed", "21", "ferry/re[1]write.txt").is_none());
    }

    #[test]
    fn every_mistake_has_its_line() {
        let text = "[[accepted]]\nrule = \"mispelling\"\nwords = \"x\"\nreason = \"y\"\n\n[[accepted]]\nrule = \"misspelling\"\nword = \"x\"\n[[accepted]]\nrule=\"misspelling\"\nwords=\"x\"\nreason=\" \"\n";
        let mistakes = Accepted::read(text).expect_err("mistakes");
        let said: Vec<String> = mistakes.iter().map(Mistake::to_string).collect();
        assert_eq!(
            said,
            [
                "line 2: unknown rule `mispelling`: did you mean `misspelling`?",
                "line 8: unknown key `word`: did you mean `words`?",
                "line 9: an accepted finding needs `rule`, `words` and a `reason`",
            ]
        );
    }
}
