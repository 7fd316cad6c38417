//! What a setting can be: the shapes of values, from the text of a file or the command line to a value and back.

use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};

use super::pattern::{Pattern, glob};
use super::selector::Selector;
use crate::finding::Severity;
use crate::reader::Mode;
use crate::report::{Kind, Language};

/// What kind of value a key takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One of these words.
    Words(&'static [&'static str]),
    /// A path, relative to the folder of the configuration file.
    Path,
    /// A list of such paths.
    Paths,
    /// A whole number, not negative.
    Count,
    /// A number between 0 and this one.
    UpTo(u32),
    /// A list of path patterns.
    Patterns,
    /// A list of names of rules and groups; on the command line parted by commas.
    Selectors,
}

/// The words for a threshold.
pub const THRESHOLDS: [&str; 5] = ["neutral", "minor", "major", "critical", "never"];
/// The words for a severity.
pub const SEVERITIES: [&str; 4] = ["neutral", "minor", "major", "critical"];
/// The words for what becomes of a rule or a category.
pub const LEVELS: [&str; 6] = ["off", "on", "neutral", "minor", "major", "critical"];
/// What may be known of the language of the texts.
pub const LANGUAGES: [&str; 2] = ["auto", "en"];
/// What a text can be.
pub const KINDS: [&str; 3] = ["auto", "story", "summary"];

/// A value of one of the shapes, read and found to be in order.
#[derive(Clone, Debug)]
pub enum Given {
    /// For [`Shape::Words`].
    Word(&'static str),
    /// For [`Shape::Path`].
    Path(PathBuf),
    /// For [`Shape::Paths`].
    Paths(Vec<PathBuf>),
    /// For [`Shape::Count`].
    Count(usize),
    /// For [`Shape::UpTo`].
    Number(f64),
    /// For [`Shape::Patterns`].
    Patterns(Vec<Pattern>),
    /// For [`Shape::Selectors`].
    Selectors(Vec<Selector>),
}

/// What is wrong with what the command line gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadValue(String);

impl fmt::Display for BadValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BadValue {}

impl Shape {
    /// Reads what the command line gives for a setting; where it gives several values, the last counts unless the shape is a list. A program may
    /// give a list of none.
    ///
    /// # Errors
    /// Where it has another shape.
    pub fn parse(self, texts: &[OsString]) -> Result<Given, BadValue> {
        let bad = || BadValue(self.expected());
        match (self, texts) {
            (Shape::Paths, []) => return Ok(Given::Paths(Vec::new())),
            (Shape::Patterns, []) => return Ok(Given::Patterns(Vec::new())),
            _ => {}
        }
        let last = texts.last().ok_or_else(bad)?;
        let text = || last.to_str().ok_or_else(bad);
        Ok(match self {
            Shape::Words(words) => {
                let text = text()?;
                Given::Word(words.iter().copied().find(|w| *w == text).ok_or_else(bad)?)
            }
            Shape::Path | Shape::Paths if texts.iter().any(|t| t.is_empty()) => return Err(bad()),
            Shape::Path => Given::Path(last.into()),
            Shape::Paths => Given::Paths(texts.iter().map(PathBuf::from).collect()),
            Shape::Count => Given::Count(text()?.parse().map_err(|_| bad())?),
            Shape::UpTo(most) => {
                let number = text()?.parse().ok().filter(|n| (0.0..=f64::from(most)).contains(n));
                Given::Number(number.ok_or_else(bad)?)
            }
            Shape::Patterns => {
                let patterns = texts.iter().map(|t| glob(t.to_str()?).ok()).collect::<Option<_>>();
                Given::Patterns(patterns.ok_or_else(bad)?)
            }
            Shape::Selectors => {
                let texts = texts.iter().map(|t| t.to_str().ok_or_else(bad)).collect::<Result<Vec<&str>, _>>()?;
                let names = texts.iter().flat_map(|t| t.split(','));
                let read = names.map(|name| Selector::read(name).map_err(|e| BadValue(e.to_string())));
                Given::Selectors(read.collect::<Result<_, _>>()?)
            }
        })
    }

    /// What the command line should have given.
    fn expected(self) -> String {
        match self {
            Shape::Words(words) => format!("expected one of {}", words.join(", ")),
            Shape::Path | Shape::Paths => "expected a path".into(),
            Shape::Count => "expected a whole number".into(),
            Shape::UpTo(most) => format!("expected a number from 0 to {most}"),
            Shape::Patterns => "expected a path pattern".into(),
            Shape::Selectors => "expected rules or groups of rules".into(),
        }
    }
}

/// A type of settings.
pub trait Value: Sized {
    /// What it is made from.
    const SHAPE: Shape;
    /// Makes it; none where what is given has another shape.
    fn of(given: Given) -> Option<Self>;
    /// As TOML; none where nothing is set.
    fn written(&self) -> Option<String>;
    /// The files and folders that it names.
    fn paths(&self) -> Vec<&Path> {
        Vec::new()
    }
}

/// A severity from which on something happens, or never.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Threshold(pub Option<Severity>);

/// A number from 0 to `MOST`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct UpTo<const MOST: u32>(pub f64);

impl<T: Value> Value for Option<T> {
    const SHAPE: Shape = T::SHAPE;
    fn of(given: Given) -> Option<Self> {
        T::of(given).map(Some)
    }
    fn written(&self) -> Option<String> {
        self.as_ref().and_then(T::written)
    }
    fn paths(&self) -> Vec<&Path> {
        self.as_ref().map_or_else(Vec::new, T::paths)
    }
}

impl Value for Kind {
    const SHAPE: Shape = Shape::Words(&KINDS);
    fn of(given: Given) -> Option<Self> {
        match given {
            Given::Word("auto") => Some(Kind::Auto),
            Given::Word("story") => Some(Kind::Story),
            Given::Word("summary") => Some(Kind::Summary),
            _ => None,
        }
    }
    fn written(&self) -> Option<String> {
        Some(string(match self {
            Kind::Auto => "auto",
            Kind::Story => "story",
            Kind::Summary => "summary",
        }))
    }
}

impl Value for Mode {
    const SHAPE: Shape = Shape::Words(&Mode::NAMES);
    fn of(given: Given) -> Option<Self> {
        let Given::Word(word) = given else { return None };
        Mode::named(word)
    }
    fn written(&self) -> Option<String> {
        Some(string(self.name()))
    }
}

impl Value for Language {
    const SHAPE: Shape = Shape::Words(&LANGUAGES);
    fn of(given: Given) -> Option<Self> {
        match given {
            Given::Word("auto") => Some(Language::Auto),
            Given::Word("en") => Some(Language::En),
            _ => None,
        }
    }
    fn written(&self) -> Option<String> {
        Some(string(match self {
            Language::Auto => "auto",
            Language::En => "en",
        }))
    }
}

impl Value for Severity {
    const SHAPE: Shape = Shape::Words(&SEVERITIES);
    fn of(given: Given) -> Option<Self> {
        if let Given::Word(word) = given { word.parse().ok() } else { None }
    }
    fn written(&self) -> Option<String> {
        Some(string(self.name()))
    }
}

impl Value for Threshold {
    const SHAPE: Shape = Shape::Words(&THRESHOLDS);
    fn of(given: Given) -> Option<Self> {
        match given {
            Given::Word("never") => Some(Threshold(None)),
            other => Severity::of(other).map(|s| Threshold(Some(s))),
        }
    }
    fn written(&self) -> Option<String> {
        Some(string(self.0.map_or("never", Severity::name)))
    }
}

impl<const MOST: u32> Value for UpTo<MOST> {
    const SHAPE: Shape = Shape::UpTo(MOST);
    fn of(given: Given) -> Option<Self> {
        if let Given::Number(n) = given { Some(UpTo(n)) } else { None }
    }
    fn written(&self) -> Option<String> {
        Some(self.0.to_string())
    }
}

impl Value for usize {
    const SHAPE: Shape = Shape::Count;
    fn of(given: Given) -> Option<Self> {
        if let Given::Count(n) = given { Some(n) } else { None }
    }
    fn written(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl Value for PathBuf {
    const SHAPE: Shape = Shape::Path;
    fn of(given: Given) -> Option<Self> {
        if let Given::Path(path) = given { Some(path) } else { None }
    }
    fn written(&self) -> Option<String> {
        Some(string(&self.display().to_string()))
    }
    fn paths(&self) -> Vec<&Path> {
        vec![self]
    }
}

impl Value for Vec<PathBuf> {
    const SHAPE: Shape = Shape::Paths;
    fn of(given: Given) -> Option<Self> {
        if let Given::Paths(paths) = given { Some(paths) } else { None }
    }
    fn written(&self) -> Option<String> {
        Some(list(self.iter().filter_map(PathBuf::written)))
    }
    fn paths(&self) -> Vec<&Path> {
        self.iter().map(PathBuf::as_path).collect()
    }
}

impl Value for Vec<Pattern> {
    const SHAPE: Shape = Shape::Patterns;
    fn of(given: Given) -> Option<Self> {
        if let Given::Patterns(patterns) = given { Some(patterns) } else { None }
    }
    fn written(&self) -> Option<String> {
        Some(list(self.iter().map(|p| string(&p.text))))
    }
}

impl Value for Vec<Selector> {
    const SHAPE: Shape = Shape::Selectors;
    fn of(given: Given) -> Option<Self> {
        if let Given::Selectors(selectors) = given { Some(selectors) } else { None }
    }
    fn written(&self) -> Option<String> {
        Some(list(self.iter().map(|s| string(s.name()))))
    }
}

/// A TOML string with what needs escaping escaped.
pub(super) fn string(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}
