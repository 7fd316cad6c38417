//! Settings for the commands that check: the configuration file nearest to a rewrite, the files it names, the command line on top.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use truecopy::check::{Checker, Kind, Options};
use truecopy::config::{self, Config, FILE_NAME, Level, Mistake, Origin};
use truecopy::facts::Facts;
use truecopy::finding::Severity;
use truecopy::gate::{Accepted, Baseline, Lexicon, Policy};
use truecopy::rules;

use crate::cli::output::messages::note;
use crate::cli::run::cache::{Cache, Closed};
use crate::cli::run::facts_files;
use crate::cli::run::tidy::{DAY, Limits};

/// The file of accepted findings that is read where no other is named: beside the configuration file, or in the working folder.
pub const ACCEPTED_NAME: &str = "truecopy-accepted.toml";

/// Arguments about settings, for every command that checks.
#[derive(clap::Args, Clone, Debug, Default)]
#[command(next_help_heading = "Settings")]
pub struct SettingsArgs {
    /// Read this configuration file instead of the truecopy.toml nearest to each rewrite.
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    pub config: Option<PathBuf>,

    /// Read no configuration file.
    #[arg(long)]
    pub isolated: bool,

    /// Accepted findings, as `truecopy accept` writes them.
    #[arg(long, value_name = "FILE")]
    pub accepted: Option<PathBuf>,

    /// Known findings, as --write-baseline writes them: they are not shown and do not fail.
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,

    /// The newsroom's own facts and spellings (docs/facts.md), before the built-in tables, instead of those that truecopy.toml names;
    /// may be given several times.
    #[arg(long, value_name = "FILE")]
    pub facts: Vec<PathBuf>,

    /// Keep results in this folder, so that an unchanged pair is not checked again.
    #[arg(long, value_name = "FOLDER", conflicts_with = "no_cache")]
    pub cache: Option<PathBuf>,

    /// Check everything anew.
    #[arg(long)]
    pub no_cache: bool,

    #[command(flatten)]
    pub gate: GateArgs,

    /// What [`HistoryArgs`] say, for the commands that have them.
    #[arg(skip)]
    pub history: Option<PathBuf>,
}

/// The history, for the commands that make runs.
#[derive(clap::Args, Clone, Debug, Default)]
#[command(next_help_heading = "Settings")]
pub struct HistoryArgs {
    /// Add a line on the run to this file, from which the HTML index draws where things are going.
    #[arg(long, value_name = "FILE")]
    history: Option<PathBuf>,
}

impl HistoryArgs {
    /// The settings with the history of a run.
    pub fn with(&self, settings: &SettingsArgs) -> SettingsArgs {
        SettingsArgs { history: self.history.clone(), ..settings.clone() }
    }
}

/// What makes a run fail and what is shown.
#[derive(clap::Args, Clone, Debug, Default)]
#[command(next_help_heading = "Gate")]
pub struct GateArgs {
    /// Exit with status 1 from this severity on: neutral, minor, major, critical or never [default: major; never for batch].
    #[arg(long, value_name = "SEVERITY", value_parser = threshold)]
    pub fail_on: Option<Threshold>,

    /// The same for findings that are not in the baseline.
    #[arg(long, value_name = "SEVERITY", value_parser = threshold)]
    pub fail_on_new: Option<Threshold>,

    /// Exit with status 1 if the run shows more findings than this.
    #[arg(long, value_name = "N")]
    pub max_findings: Option<usize>,

    /// Exit with status 1 if a rewrite has less fidelity than this, 0 to 100.
    #[arg(long, value_name = "FIDELITY", value_parser = up_to_100)]
    pub min_fidelity: Option<f64>,

    /// Show findings from this severity on; what makes the run fail is always shown.
    #[arg(long, value_name = "SEVERITY", value_parser = severity)]
    pub min_severity: Option<Severity>,
}

/// A severity, or never.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Threshold(pub Option<Severity>);

fn threshold(value: &str) -> Result<Threshold, String> {
    match value {
        "never" => Ok(Threshold(None)),
        other => other
            .parse()
            .map(|s| Threshold(Some(s)))
            .map_err(|_: String| "expected neutral, minor, major, critical or never".to_owned()),
    }
}

fn severity(value: &str) -> Result<Severity, String> {
    value.parse().map_err(|_: String| "expected neutral, minor, major or critical".to_owned())
}

fn up_to_100(value: &str) -> Result<f64, String> {
    let number = value.parse().ok().filter(|n| (0.0..=100.0).contains(n));
    number.ok_or_else(|| "expected a number from 0 to 100".to_owned())
}

/// Year, month and day.
pub type Day = (i32, u8, u8);

/// Reads `--date`.
pub fn date(value: &str) -> Result<Day, String> {
    let day = truecopy::knowledge::dates::Date::parse(value.trim()).ok_or("expected a day as YYYY-MM-DD")?;
    Ok((day.year, day.month, day.day))
}

type Readings = Result<Arc<Loaded>, String>;

/// The settings of a run, read when a rewrite first needs them.
pub struct Setup {
    args: SettingsArgs,
    kind: Option<Kind>,
    /// Whether a missing baseline is no mistake, because it is about to be written.
    writes_baseline: bool,
    /// The day of stories that carry none.
    date: Option<Day>,
    found: Mutex<HashMap<PathBuf, Option<PathBuf>>>,
    /// By configuration file: its settings, or what is wrong with it.
    read: Mutex<HashMap<Option<PathBuf>, Readings>>,
}

/// The settings for the rewrites under one configuration file, with the files that it names.
pub struct Loaded {
    pub config: Config,
    pub accepted: Accepted,
    pub baseline: Option<Baseline>,
    pub cache: Option<Cache>,
    /// The day of stories that carry none.
    pub date: Option<Day>,
    facts: Arc<Facts>,
    lexicon: Lexicon,
    checkers: Mutex<HashMap<Vec<String>, Arc<Checker>>>,
    seen: Mutex<Seen>,
}

/// What a run saw of the file of accepted findings.
#[derive(Default)]
struct Seen {
    /// Entries that accepted something.
    used: BTreeSet<usize>,
    /// Entries whose path fits a rewrite that was checked.
    touched: BTreeSet<usize>,
    /// How many rewrites were checked.
    rewrites: usize,
}

impl Setup {
    /// Settings by these arguments. `kind` is what the command line says of the rewrites.
    pub fn new(args: &SettingsArgs, kind: Option<Kind>, writes_baseline: bool) -> Self {
        Setup { args: args.clone(), kind, writes_baseline, date: None, found: Mutex::default(), read: Mutex::default() }
    }

    /// Takes stories that carry no date for ones of this day.
    pub fn on(mut self, date: Option<Day>) -> Self {
        self.date = date;
        self
    }

    /// The settings for the rewrite at `path`; `-` and names that are no paths go by the working folder.
    ///
    /// # Errors
    /// Everything that is wrong with the configuration file or one that it names.
    pub fn of(&self, path: &Path) -> Result<Arc<Loaded>, String> {
        let file = self.file(path);
        let mut read = lock(&self.read);
        let loaded = read.entry(file.clone()).or_insert_with(|| self.load(file.as_deref()).map(Arc::new));
        loaded.clone()
    }

    /// The settings for the rewrite at `path`, without the files that they name.
    ///
    /// # Errors
    /// Everything that is wrong with the configuration file.
    pub fn settings(&self, path: &Path) -> Result<Config, String> {
        self.configured(self.file(path).as_deref())
    }

    /// The newsroom's own facts for what has no path of its own.
    ///
    /// # Errors
    /// What is wrong with the configuration file, and the first file of facts that cannot be opened.
    pub fn facts(&self) -> Result<Vec<facts_files::Text>, String> {
        facts_of(&self.settings(Path::new("-"))?)
    }

    /// The configuration file for the rewrite at `path`.
    fn file(&self, path: &Path) -> Option<PathBuf> {
        match &self.args.config {
            _ if self.args.isolated => None,
            Some(file) => Some(std::path::absolute(file).unwrap_or_else(|_| file.clone())),
            None => self.nearest(path),
        }
    }

    /// The settings for what has no path of its own.
    ///
    /// # Errors
    /// See [`Setup::of`].
    pub fn here(&self) -> Result<Arc<Loaded>, String> {
        self.of(Path::new("-"))
    }

    /// The configuration file in the folder of `path` or the nearest one above it.
    fn nearest(&self, path: &Path) -> Option<PathBuf> {
        let start = std::path::absolute(path).ok()?;
        let folder = start.parent()?.to_owned();
        let mut found = lock(&self.found);
        let search = || folder.ancestors().map(|f| f.join(FILE_NAME)).find(|f| f.is_file());
        found.entry(folder.clone()).or_insert_with(search).clone()
    }

    /// The configuration file with the command line on top.
    fn configured(&self, file: Option<&Path>) -> Result<Config, String> {
        let mut config = match file {
            Some(file) => {
                let text = read_text(file)?;
                config::read(file, &text).map_err(|mistakes| listed(file, &mistakes))?
            }
            None => Config::default(),
        };
        let gate = &self.args.gate;
        config.kind.overrule(self.kind);
        config.fail_on.overrule(gate.fail_on.map(|t| t.0));
        config.fail_on_new.overrule(gate.fail_on_new.map(|t| Some(t.0)));
        config.max_findings.overrule(gate.max_findings.map(Some));
        config.min_fidelity.overrule(gate.min_fidelity);
        config.min_severity.overrule(gate.min_severity);
        config.facts.overrule(Some(self.args.facts.clone()).filter(|files| !files.is_empty()));
        config.accepted.overrule(self.args.accepted.clone().map(Some));
        config.baseline.overrule(self.args.baseline.clone().map(Some));
        config.cache.overrule(self.args.cache.clone().map(Some));
        config.history.overrule(self.args.history.clone().map(Some));
        if self.args.no_cache {
            config.cache.overrule(Some(None));
        }
        if config.accepted.value.is_none() && !self.args.isolated {
            config.accepted.value = Some(file.and_then(Path::parent).unwrap_or(Path::new("")).join(ACCEPTED_NAME));
        }
        Ok(config)
    }

    fn load(&self, file: Option<&Path>) -> Result<Loaded, String> {
        let config = self.configured(file)?;
        let lexicon = match &config.lexicon.value {
            Some(path) => Lexicon::read(&named(&config, ("check", "lexicon", 0), read_text(path))?),
            None => Lexicon::default(),
        };
        let accepted = match &config.accepted.value {
            // The default file and one that is named but was never written need not be there.
            Some(path) if config.accepted.origin == Origin::CommandLine || path.exists() => {
                Accepted::read(&read_text(path)?).map_err(|mistakes| listed(path, &mistakes))?
            }
            _ => Accepted::default(),
        };
        let baseline = match &config.baseline.value {
            Some(path) if self.writes_baseline && !path.exists() => None,
            Some(path) => {
                let text = read_text(path).map_err(|e| format!("{e}: write it with --write-baseline"));
                let text = named(&config, ("files", "baseline", 0), text)?;
                Some(Baseline::read(&text).map_err(|e| format!("{}: {e}", path.display()))?)
            }
            None => None,
        };
        let texts = facts_of(&config)?;
        let facts = facts_files::read(&texts)?.into();
        let cache = match &config.cache.value {
            Some(folder) => match Cache::open(folder, &texts, limits(&config)) {
                Ok(cache) => Some(cache),
                // Stories that are mounted read-only are checked like others.
                Err(Closed::Here(why)) => {
                    note(format_args!("{why}; results are not kept"));
                    None
                }
                Err(Closed::Wrong(why)) => return Err(why),
            },
            None => None,
        };
        let (checkers, seen) = (Mutex::default(), Mutex::default());
        Ok(Loaded { config, accepted, baseline, cache, date: self.date, facts, lexicon, checkers, seen })
    }

    /// Lets go of kept results that were not used for long; for the end of a run.
    pub fn tidy(&self) {
        lock(&self.read).values().flatten().filter_map(|loaded| loaded.cache.as_ref()).for_each(Cache::tidy);
    }

    /// The entries of all files of accepted findings that could have accepted something and did not, each with its place. An entry for
    /// all rewrites is only told of where more than one was checked.
    pub fn unused(&self) -> Vec<String> {
        let mut out = Vec::new();
        for loaded in lock(&self.read).values().flatten() {
            let Some(file) = &loaded.config.accepted.value else { continue };
            let seen = lock(&loaded.seen);
            for (i, entry) in loaded.accepted.entries.iter().enumerate() {
                let met = if entry.path.is_some() { seen.touched.contains(&i) } else { seen.rewrites > 1 };
                if met && !seen.used.contains(&i) {
                    let place = truecopy::gate::accepted::place(file, entry.line);
                    out.push(format!("{place}: accepts nothing any more: `{}` on “{}”", entry.rule, entry.words));
                }
            }
        }
        out.sort();
        out
    }
}

fn limits(config: &Config) -> Limits {
    let days = u32::try_from(config.cache_days.value).unwrap_or(u32::MAX);
    Limits { unused: DAY.saturating_mul(days), bytes: (config.cache_size.value as u64).saturating_mul(1_000_000) }
}

impl Loaded {
    /// `path` as patterns, accepted findings and baselines know it.
    pub fn relative(&self, path: &Path) -> String {
        relative(&self.config, path)
    }

    /// What to judge findings by.
    pub fn policy(&self) -> Policy<'_> {
        Policy {
            config: &self.config,
            lexicon: &self.lexicon,
            accepted: &self.accepted,
            baseline: self.baseline.as_ref(),
        }
    }

    /// The settings of the checker for the rewrite at `path`, as [`Loaded::relative`] gives it.
    pub fn options(&self, path: &str) -> Options {
        let off = rules::rules().iter().filter(|r| self.config.level(r, path).0 == Level::Off);
        let disabled = off.map(|r| r.id.to_owned()).collect();
        Options { kind: self.config.kind.value, disabled, facts: Arc::clone(&self.facts), ..Options::default() }
    }

    /// A checker with these settings; those with the same settings share one.
    pub fn checker(&self, options: &Options) -> Arc<Checker> {
        let mut known = lock(&self.checkers);
        let made = known.entry(options.disabled.clone()).or_insert_with(|| Arc::new(Checker::new(options.clone())));
        Arc::clone(made)
    }

    /// Remembers that the rewrite at `path` was checked, and which entries of the file of accepted findings were of use.
    pub fn note(&self, path: &str, used: BTreeSet<usize>) {
        let mut seen = lock(&self.seen);
        seen.rewrites += 1;
        seen.used.extend(used);
        let entries = self.accepted.entries.iter().enumerate();
        seen.touched.extend(entries.filter(|(_, e)| e.path.as_ref().is_some_and(|p| p.fits(path))).map(|(i, _)| i));
    }
}

/// `path` from the folder of the configuration file, or from the working folder where there is none, with `/` between its parts.
pub fn relative(config: &Config, path: &Path) -> String {
    if path.as_os_str() == "-" {
        return "-".into();
    }
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    if config.file.is_some() {
        return config.relative(&absolute);
    }
    let here = std::env::current_dir().ok();
    let inner = here.and_then(|h| absolute.strip_prefix(h).ok().map(Path::to_owned)).unwrap_or(absolute);
    inner.to_string_lossy().replace('\\', "/")
}

fn facts_of(config: &Config) -> Result<Vec<facts_files::Text>, String> {
    let files = config.facts.value.iter().enumerate();
    files.map(|(i, path)| named(config, ("check", "facts", i), facts_files::open(path))).collect()
}

/// What was read of a file that a setting names. Where that failed and the configuration file named it, the error points at its line: the
/// key is given by its table, its name and, in a list, the number of the value.
fn named<T>(config: &Config, (table, name, item): (&str, &str, usize), read: Result<T, String>) -> Result<T, String> {
    read.map_err(|message| {
        let origin = match name {
            "lexicon" => &config.lexicon.origin,
            "facts" => &config.facts.origin,
            _ => &config.baseline.origin,
        };
        let (Origin::Line(_), Some(file)) = (origin, &config.file) else { return message };
        let text = read_text(file).unwrap_or_default();
        let Some(at) = config::place(&text, table, name, item) else { return message };
        listed(file, &[Mistake::at(&text, at, message)])
    })
}

/// Every mistake in a file, one under the other.
pub fn listed(file: &Path, mistakes: &[Mistake]) -> String {
    let name = file.display().to_string();
    let all: Vec<String> = mistakes.iter().map(|m| m.render(&name)).collect();
    all.join("\n")
}

/// The text of a small file.
pub fn read_text(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|e| format!("{}: cannot be read ({e})", path.display()))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
