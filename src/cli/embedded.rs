//! The checker as a program sees it that has this one inside: the Python module. Settings, texts and answers are those of `batch`, through the
//! same code, so that both say the same.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use truecopy::check::Wire;
use truecopy::config::keys::{KEYS, Key};
use truecopy::config::shape::{LEVELS, Shape, Threshold};
use truecopy::config::{Level, Origin, category_names, nearest};
use truecopy::gate::Judged;
use truecopy::ingest::Story;
use truecopy::rules;

use crate::cli::input::files;
use crate::cli::run::answers;
use crate::cli::run::loaded::Loaded;
use crate::cli::run::pool;
use crate::cli::run::settings::{Day, SettingsArgs};
use crate::cli::run::setup::Setup;
use crate::cli::run::wires::Recent;

pub use crate::cli::failure::Failure;
pub use crate::cli::input::archive::{Archive, Narrow};
pub use crate::cli::run::weights::found_by as weights_found_by;

/// The tables whose settings make sense for whoever reads the findings and decides what fails: all but the gate's.
const TABLES: [&str; 2] = ["check", "report"];

/// Settings of other tables that do.
const OTHERS: [&str; 3] = ["accepted", "baseline", "cache"];

/// Settings by their names.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    config: Option<PathBuf>,
    keys: Vec<(&'static Key, Vec<OsString>)>,
    rules: Vec<(&'static str, Level)>,
    categories: Vec<(String, Level)>,
}

impl Settings {
    /// The settings that can be given by name.
    pub fn names() -> impl Iterator<Item = &'static str> {
        KEYS.iter().filter(|k| TABLES.contains(&k.table) || OTHERS.contains(&k.name)).map(|k| k.name)
    }

    /// Whether a setting takes a list.
    pub fn takes_list(name: &str) -> bool {
        find(name).is_some_and(|key| matches!(key.shape, Shape::Paths | Shape::Patterns | Shape::Selectors))
    }

    /// Reads this configuration file first.
    pub fn config(&mut self, file: PathBuf) {
        self.config = Some(file);
    }

    /// Sets what has this name, with `_` or `-` between its words.
    ///
    /// # Errors
    /// Where there is no such setting, or it takes other values.
    pub fn set(&mut self, name: &str, values: Vec<OsString>) -> Result<(), Failure> {
        let Some(key) = find(name) else {
            return Err(unknown("setting", name, Settings::names().chain(["config", "rules", "categories"])));
        };
        key.shape.parse(&values).map_err(|e| Failure::because(e).at(name))?;
        self.keys.push((key, values));
        Ok(())
    }

    /// Says what becomes of a rule: `off`, `on`, or a severity.
    ///
    /// # Errors
    /// Where there is no such rule or word.
    pub fn rule(&mut self, id: &str, word: &str) -> Result<(), Failure> {
        let rule = rules::rule(id).ok_or_else(|| unknown("rule", id, rules::rules().iter().map(|r| r.id)))?;
        self.rules.push((rule.id, level(id, word)?));
        Ok(())
    }

    /// Says what becomes of an MQM category or of a dimension.
    ///
    /// # Errors
    /// Where there is no such category or word.
    pub fn category(&mut self, name: &str, word: &str) -> Result<(), Failure> {
        let names = category_names();
        if !names.iter().any(|n| n == name) {
            return Err(unknown("category", name, names.iter().map(String::as_str)));
        }
        self.categories.push((name.to_owned(), level(name, word)?));
        Ok(())
    }
}

fn find(name: &str) -> Option<&'static Key> {
    let name = name.replace('_', "-");
    let known = Settings::names().any(|n| n == name);
    // Two tables have a key of this name; the gate's is not among those that can be given.
    KEYS.iter().filter(|k| k.table != "gate").find(|k| known && k.name == name)
}

fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> Failure {
    let failure = Failure::new(format!("unknown {what} `{name}`"));
    match nearest(name, known) {
        Some(meant) if what == "setting" => failure.advise(format!("did you mean `{}`?", meant.replace('-', "_"))),
        Some(meant) => failure.advise(format!("did you mean `{meant}`?")),
        None => failure,
    }
}

fn level(of: &str, word: &str) -> Result<Level, Failure> {
    match word {
        "off" => Ok(Level::Off),
        "on" => Ok(Level::On),
        word => word
            .parse()
            .map(Level::As)
            .map_err(|_| Failure::new(format!("expected one of {}, not `{word}`", LEVELS.join(", "))).at(of)),
    }
}

/// The checker with settings, for any number of pairs and threads.
pub struct Checks {
    loaded: Arc<Loaded>,
    wires: Recent,
}

impl Checks {
    /// The checker with these settings. As in a batch, nothing fails unless the configuration file has a threshold: whoever reads the findings
    /// decides.
    ///
    /// # Errors
    /// Everything that is wrong with the configuration file or one that is named.
    pub fn new(settings: Settings) -> Result<Self, Failure> {
        let args = SettingsArgs::given(settings.config, settings.keys);
        let setup = Setup::new(&args, None, false);
        let mut loaded = setup.here()?;
        drop(setup);
        if let Some(loaded) = Arc::get_mut(&mut loaded) {
            let config = &mut loaded.config;
            if config.fail_on.origin == Origin::Default {
                config.fail_on.value = Threshold(None);
            }
            let said = |level| (level, Origin::CommandLine);
            config.choices.rules.extend(settings.rules.into_iter().map(|(id, level)| (id.to_owned(), said(level))));
            config.choices.categories.extend(settings.categories.into_iter().map(|(name, level)| (name, said(level))));
        }
        Ok(Checks { loaded, wires: Recent::new(pool::threads(None)) })
    }

    /// The wire of these takes; one that was asked for lately is not analysed again.
    pub fn wire(&self, takes: Vec<Story>) -> Wire {
        self.wires.wire(takes)
    }

    /// `path` as the patterns of the settings know it.
    pub fn relative(&self, path: &Path) -> String {
        self.loaded.relative(path)
    }

    /// The report on a pair, by the settings, as long as `wanted` says so. `path` is what the settings know the rewrite by.
    ///
    /// # Errors
    /// Where the pair cannot be checked.
    pub fn check(
        &self,
        path: &str,
        wire: Wire,
        rewrite: Story,
        date: Option<Day>,
        wanted: &dyn Fn() -> bool,
    ) -> Result<Judged, Failure> {
        self.loaded.check_while(path, wire, rewrite, date, wanted)
    }
}

/// Reads the story at a path, or the item of a feed for `FEED#ID`.
///
/// # Errors
/// Where it cannot be read, or holds not just one story.
pub fn read(path: &Path) -> Result<Story, Failure> {
    // Standard input is for a command line.
    let path = if files::is_stdin(path) { Path::new("./-") } else { path };
    Ok(files::read_as(path, None)?)
}

/// What `batch` answers for a pair that could not be checked.
pub fn refusal(id: &str, error: &str) -> String {
    answers::refusal(Some(id), 0, error)
}
