//! `truecopy.toml`: from text to settings, each of which knows where it comes from. Reads no files.
//!
//! Every mistake in a file is found, not only the first, and each points at its line. [`keys`] is the one list of keys: the reader,
//! the printed form, the suggestions and the schema for editors all go by it.

pub mod keys;
mod mistake;
mod print;
mod read;
mod schema;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use globset::GlobMatcher;

pub use mistake::{Mistake, nearest};
pub use print::print;
pub use read::{glob, place, read};
pub use schema::schema;

use crate::finding::{Category, Rule, Severity};
use crate::report::Kind;

/// The name under which a configuration file is found.
pub const FILE_NAME: &str = "truecopy.toml";

/// Where a value comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// Nobody set it.
    #[default]
    Default,
    /// A line of the configuration file, counted from 1.
    Line(usize),
    /// The command line.
    CommandLine,
}

/// A value with where it comes from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Setting<T> {
    /// The value.
    pub value: T,
    /// Where it comes from.
    pub origin: Origin,
}

impl<T> Setting<T> {
    fn of(value: T) -> Self {
        Setting { value, origin: Origin::Default }
    }

    /// Takes the value of the command line, where there is one.
    pub fn overrule(&mut self, value: Option<T>) {
        if let Some(value) = value {
            *self = Setting { value, origin: Origin::CommandLine };
        }
    }
}

/// What becomes of the findings of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// The rule does not run.
    Off,
    /// It runs, and its findings have the severity that it gives them.
    On,
    /// It runs, and its findings have this severity.
    As(Severity),
}

impl Level {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Level::Off => "off",
            Level::On => "on",
            Level::As(severity) => severity.name(),
        }
    }
}

/// Choices about rules and categories, each with where it comes from.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// By the id of a rule.
    pub rules: BTreeMap<&'static str, (Level, Origin)>,
    /// By an MQM category, or by a dimension, the part before the slash.
    pub categories: BTreeMap<String, (Level, Origin)>,
}

impl Choices {
    /// What is said about the category of a rule, else about the dimension of that.
    fn of_category(&self, rule: &Rule) -> Option<&(Level, Origin)> {
        let category = rule.category.name();
        let dimension = category.split('/').next().unwrap_or(category);
        self.categories.get(category).or_else(|| self.categories.get(dimension))
    }
}

/// A path pattern as it was written, ready to be asked.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// As it was written.
    pub text: String,
    matcher: GlobMatcher,
}

impl Pattern {
    /// Whether it fits a path with `/` between its parts.
    pub fn fits(&self, path: &str) -> bool {
        self.matcher.is_match(path)
    }
}

/// Choices for the rewrites under some paths.
#[derive(Clone, Debug)]
pub struct Override {
    /// Which.
    pub paths: Vec<Pattern>,
    /// What becomes of the rules there.
    pub choices: Choices,
    /// Line of its head, counted from 1.
    pub line: usize,
}

/// Everything that can be set.
#[derive(Clone, Debug)]
pub struct Config {
    /// The file that it was read from.
    pub file: Option<PathBuf>,
    /// What the rewrites are.
    pub kind: Setting<Kind>,
    /// The house lexicon.
    pub lexicon: Setting<Option<PathBuf>>,
    /// The newsroom's own facts, an earlier file before a later one.
    pub facts: Setting<Vec<PathBuf>>,
    /// From which severity on a finding fails; `None` is never.
    pub fail_on: Setting<Option<Severity>>,
    /// The same for findings that are not in the baseline; the outer `None` is unset.
    pub fail_on_new: Setting<Option<Option<Severity>>>,
    /// How sure the checker must be for a finding to fail, 0 to 1.
    pub gate_confidence: Setting<f64>,
    /// The least fidelity, 0 to 100.
    pub min_fidelity: Setting<f64>,
    /// The most findings in a run.
    pub max_findings: Setting<Option<usize>>,
    /// The mildest findings that are shown.
    pub min_severity: Setting<Severity>,
    /// The least sure findings that are shown, 0 to 1.
    pub show_confidence: Setting<f64>,
    /// Rewrites that are not checked.
    pub exclude: Setting<Vec<Pattern>>,
    /// The file of accepted findings.
    pub accepted: Setting<Option<PathBuf>>,
    /// The file of known findings.
    pub baseline: Setting<Option<PathBuf>>,
    /// The folder of the cache.
    pub cache: Setting<Option<PathBuf>>,
    /// How many days a kept result may lie unused.
    pub cache_days: Setting<usize>,
    /// How many megabytes all kept results may have.
    pub cache_size: Setting<usize>,
    /// The file in which every run leaves a line.
    pub history: Setting<Option<PathBuf>>,
    /// What becomes of rules.
    pub choices: Choices,
    /// The same under some paths.
    pub overrides: Vec<Override>,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            file: None,
            kind: Setting::default(),
            lexicon: Setting::default(),
            facts: Setting::default(),
            fail_on: Setting::of(Some(Severity::Major)),
            fail_on_new: Setting::default(),
            gate_confidence: Setting::default(),
            min_fidelity: Setting::default(),
            max_findings: Setting::default(),
            min_severity: Setting::of(Severity::Neutral),
            show_confidence: Setting::default(),
            exclude: Setting::default(),
            accepted: Setting::default(),
            baseline: Setting::default(),
            cache: Setting::default(),
            history: Setting::default(),
            cache_days: Setting::of(30),
            cache_size: Setting::of(1000),
            choices: Choices::default(),
            overrides: Vec::new(),
        }
    }
}

impl Config {
    /// What becomes of a rule in the rewrite at `path` (relative to the configuration file, with `/`), and where that was said.
    ///
    /// A rule's own line goes before one about its category, wherever the two stand; of equals, the last override that fits goes first
    /// and the tables at the top come last.
    pub fn level(&self, rule: &Rule, path: &str) -> (Level, Origin) {
        let here = self.overrides.iter().rev().filter(|o| o.paths.iter().any(|p| p.fits(path)));
        let layers: Vec<&Choices> = here.map(|o| &o.choices).chain([&self.choices]).collect();
        let own = layers.iter().find_map(|c| c.rules.get(rule.id));
        let said = own.or_else(|| layers.iter().find_map(|c| c.of_category(rule)));
        said.cloned().unwrap_or((Level::On, Origin::Default))
    }

    /// Whether the rewrite at `path` is not to be checked.
    pub fn excludes(&self, path: &str) -> bool {
        self.exclude.value.iter().any(|p| p.fits(path))
    }

    /// `path` as patterns see it: relative to the folder of the configuration file where it lies below, with `/` between its parts.
    /// Both paths must be absolute, or relative to the same folder.
    pub fn relative(&self, path: &Path) -> String {
        let root = self.file.as_deref().and_then(Path::parent);
        let inner = root.and_then(|root| path.strip_prefix(root).ok()).unwrap_or(path);
        inner.to_string_lossy().replace('\\', "/").trim_start_matches("./").to_owned()
    }
}

/// All categories and their dimensions, as a file may name them.
pub fn category_names() -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for category in Category::ALL {
        let name = category.name();
        let dimension = name.split('/').next().unwrap_or(name).to_owned();
        if !out.contains(&dimension) {
            out.push(dimension);
        }
        out.push(name.to_owned());
    }
    out
}
