//! The one declaration of every setting: its key, its type, its default, what it is for, and its option on the command line.
//!
//! The struct of settings, the reader, the printed form, the suggestions, the schema for editors, the table of docs/gate.md and the options
//! of the commands are all made from it.

use std::path::{Path, PathBuf};

use super::choices::{Choices, Level, Override};
use super::pattern::Pattern;
use super::selector::{self, Selector};
use super::setting::{Origin, Setting};
use super::shape::{Given, Shape, Threshold, UpTo, Value};
use crate::finding::{Rule, Severity};
use crate::reader::Mode;
use crate::report::{Kind, Language};

/// One key that `truecopy.toml` may hold.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Key {
    /// The table that it stands in.
    pub table: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What it takes.
    pub shape: Shape,
    /// What it is for, in sentences: for an editor's tooltip and for `--help`.
    pub help: &'static str,
    /// The option `--NAME` that overrules it, where there is one.
    pub flag: Option<Flag>,
    put: fn(&mut Config, Given, Origin),
    get: fn(&Config) -> (Option<String>, &Origin),
    paths: fn(&Config) -> Vec<&Path>,
}

/// An option of the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flag {
    /// What `--help` calls its value.
    pub value: &'static str,
    /// Whether only commands that make whole runs have it.
    pub for_runs: bool,
}

impl Flag {
    const fn everywhere(value: &'static str) -> Option<Flag> {
        Some(Flag { value, for_runs: false })
    }

    const fn for_runs(value: &'static str) -> Option<Flag> {
        Some(Flag { value, for_runs: true })
    }
}

impl Key {
    /// Sets it. What is given must have the shape of the key.
    pub fn set(&self, config: &mut Config, given: Given, origin: Origin) {
        (self.put)(config, given, origin);
    }

    /// Its value as TOML, where it has one, with where that comes from.
    pub fn shown<'c>(&self, config: &'c Config) -> (Option<String>, &'c Origin) {
        (self.get)(config)
    }

    /// The files and folders that its value names, in the order in which they stand there.
    pub fn paths<'c>(&self, config: &'c Config) -> Vec<&'c Path> {
        (self.paths)(config)
    }

    /// Its default as TOML, where it has one.
    pub fn default(&self) -> Option<String> {
        self.shown(&Config::default()).0
    }
}

macro_rules! settings {
    ($([$table:literal] $($(#[doc = $help:literal])+ $name:literal $field:ident: $type:ty = $default:expr, $flag:expr;)+)+) => {
        /// Everything that can be set.
        #[derive(Clone, Debug)]
        pub struct Config {
            /// The file that it was read from.
            pub file: Option<PathBuf>,
            $($($(#[doc = $help])+ pub $field: Setting<$type>,)+)+
            /// What becomes of rules.
            pub choices: Choices,
            /// The same under some paths.
            pub overrides: Vec<Override>,
        }

        impl Default for Config {
            fn default() -> Self {
                Config {
                    file: None,
                    $($($field: Setting::of($default),)+)+
                    choices: Choices::default(),
                    overrides: Vec::new(),
                }
            }
        }

        /// Every key with a value of its own, in the order in which they are printed.
        pub static KEYS: &[Key] = &[$($(Key {
            table: $table,
            name: $name,
            shape: <$type as Value>::SHAPE,
            help: concat!($($help),+).trim_ascii(),
            flag: $flag,
            put: |config, given, origin| {
                if let Some(value) = Value::of(given) {
                    config.$field = Setting { value, origin };
                }
            },
            get: |config| (config.$field.value.written(), &config.$field.origin),
            paths: |config| config.$field.value.paths(),
        },)+)+];
    };
}

settings! {
    ["check"]
    /// The rules that run: their ids, groups as `truecopy rules` shows them, MQM categories or dimensions, or ALL. On the command line it
    /// also goes before `ignore` and before rules that the configuration file switches off.
    "select" select: Vec<Selector> = vec![Selector::all()], Flag::everywhere("RULE");
    /// Rules that do not run, named in the same way. Of two entries that name a rule, the narrower one counts.
    "ignore" ignore: Vec<Selector> = Vec::new(), Flag::everywhere("RULE");
    /// What the rewrites are: in a summary, sentences that are left out are no fault. "auto" goes by the lengths.
    "kind" kind: Kind = Kind::Auto, None;
    /// "en" says that both sides are English, and no pair is refused for its language: for lists of results, headlines full of names, dialect.
    /// "auto" refuses a text that does not show that it is English.
    "language" language: Language = Language::Auto, Flag::everywhere("LANGUAGE");
    /// The house lexicon: a text file of words, one per line, that count neither as misspelt nor as foreign.
    "lexicon" lexicon: Option<PathBuf> = None, None;
    /// The newsroom's own facts and house spellings, in files as docs/facts.md describes them. An earlier file takes precedence over a
    /// later one, and all of them over the built-in tables.
    "facts" facts: Vec<PathBuf> = Vec::new(), Flag::everywhere("FILE");
    /// The newsroom's own rules, in files as docs/house.md describes them. Without it, a house.toml beside the configuration file is read.
    "house" house: Vec<PathBuf> = Vec::new(), Flag::everywhere("FILE");
    /// What `truecopy learn` wrote: how sure findings are, by the decisions of the desk.
    "learnt" learnt: Option<PathBuf> = None, Flag::everywhere("FILE");
    /// Which sentences the reader, a model that compares what two sentences mean, is given: "auto" those that may be wrong, "all" every one
    /// that is not the wire's own, "off" none. It finds more faults, and takes many times as long as all else.
    "reader" reader: Mode = Mode::Off, Flag::everywhere("WHICH");
    /// An inference model of one's own, which judges sentences in the place of the built-in reader: a folder with an ONNX model, its tokenizer and
    /// its labels, as docs/reader.md describes it. Takes a program that was built with the feature "onnx".
    "reader-model" reader_model: Option<PathBuf> = None, Flag::everywhere("PATH");
    /// A text with more words than this is not checked: it is no story, but an archive or a mistake.
    "max-words" max_words: usize = 1_000_000, Flag::everywhere("N");
    /// A check that takes longer than so many seconds is given up.
    "max-seconds" max_seconds: usize = 300, Flag::everywhere("N");

    ["gate"]
    /// A finding of this severity or above makes the run fail. By default, major ones do; in `batch`, none does.
    "fail-on" fail_on: Threshold = Threshold(Some(Severity::Major)), Flag::everywhere("SEVERITY");
    /// A finding of this severity or above makes the run fail if it is not in the baseline.
    "fail-on-new" fail_on_new: Option<Threshold> = None, Flag::everywhere("SEVERITY");
    /// How sure the checker must be of a finding, 0 to 1, for it to make the run fail. Critical findings about figures
    /// and dates count whatever it is.
    "min-confidence" gate_confidence: UpTo<1> = UpTo(0.0), None;
    /// A rewrite with less fidelity than this, 0 to 100, makes the run fail.
    "min-fidelity" min_fidelity: UpTo<100> = UpTo(0.0), Flag::everywhere("FIDELITY");
    /// A run that shows more findings than this, of whatever severity, fails.
    "max-findings" max_findings: Option<usize> = None, Flag::everywhere("N");

    ["report"]
    /// Findings below this severity are not shown, unless they make the run fail. Without it, neutral ones are left out where every report
    /// of the run is read from top to bottom: on a terminal, in a pull request, in a log.
    "min-severity" min_severity: Severity = Severity::Neutral, Flag::everywhere("SEVERITY");
    /// Findings of which the checker is less sure than this, 0 to 1, are not shown, unless they make the run fail or are critical ones about
    /// figures or dates.
    "min-confidence" show_confidence: UpTo<1> = UpTo(0.0), None;

    ["files"]
    /// Rewrites that are not checked, by path, even when they are named on the command line.
    "exclude" exclude: Vec<Pattern> = Vec::new(), None;
    /// The file of accepted findings that `truecopy accept` writes.
    "accepted" accepted: Option<PathBuf> = None, Flag::everywhere("FILE");
    /// The file of known findings that `--write-baseline` writes: they are not shown and do not make a run fail.
    "baseline" baseline: Option<PathBuf> = None, Flag::everywhere("FILE");
    /// The folder in which results are kept, so that an unchanged pair is not checked again.
    "cache" cache: Option<PathBuf> = None, Flag::everywhere("FOLDER");
    /// Kept results that were not used for this many days are removed.
    "cache-days" cache_days: usize = 30, None;
    /// Where kept results take more than this many megabytes, those that were not used for the longest time are removed.
    "cache-size" cache_size: usize = 1000, None;
    /// The file in which every run of `check` and `batch` leaves a line, from which the HTML index draws the trend.
    "history" history: Option<PathBuf> = None, Flag::for_runs("FILE");
}

impl Config {
    /// What becomes of a rule in the rewrite at `path` (relative to the configuration file, with `/`), and where that was said.
    ///
    /// A rule that is not selected is off. For the others, a rule's own line goes before one about its category, wherever the two stand;
    /// of equals, the last override that fits goes first and the tables at the top come last.
    pub fn level(&self, rule: &Rule, path: &str) -> (Level, Origin) {
        let here = self.overrides.iter().rev().filter(|o| o.paths.iter().any(|p| p.fits(path)));
        let layers: Vec<&Choices> = here.map(|o| &o.choices).chain([&self.choices]).collect();
        let own = layers.iter().find_map(|c| c.rules.get(rule.id));
        let said = own.or_else(|| layers.iter().find_map(|c| c.of_category(rule)));
        let (level, origin) = said.cloned().unwrap_or((Level::On, Origin::Default));
        let asked = self.select.origin == Origin::CommandLine;
        // Whoever asks for a rule at the prompt wants it, whatever stands in a file.
        let of_file = asked && self.ignore.origin != Origin::CommandLine;
        let ignore: &[Selector] = if of_file { &[] } else { &self.ignore.value };
        if !selector::selects(&self.select.value, &[], rule) {
            return (Level::Off, self.select.origin.clone());
        }
        if !selector::selects(&self.select.value, ignore, rule) {
            return (Level::Off, self.ignore.origin.clone());
        }
        if asked && level == Level::Off { (Level::On, Origin::CommandLine) } else { (level, origin) }
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

/// The tables whose keys are rules or categories.
pub const OPEN_TABLES: [(&str, &str); 2] = [
    ("rules", "What becomes of a rule, by its id: \"off\", \"on\", or the severity that its findings get."),
    (
        "categories",
        "What becomes of an MQM category (\"Style/Unidiomatic\") or of all categories of a dimension (\"Style\"). A rule's own line wins.",
    ),
];

/// What is said of `[[override]]`.
pub const OVERRIDE: &str = "Other choices for the rewrites under some paths. Of several that fit, the last one that names a rule wins; a rule's own line goes before one about its category.";

/// The key of this name in this table.
pub fn key(table: &str, name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|k| k.table == table && k.name == name)
}

/// The tables, in the order of [`KEYS`], and the others.
pub fn tables() -> Vec<&'static str> {
    let mut out: Vec<&'static str> = Vec::new();
    for key in KEYS {
        if !out.contains(&key.table) {
            out.push(key.table);
        }
    }
    out.extend(OPEN_TABLES.iter().map(|(name, _)| *name));
    out.push("override");
    out
}
