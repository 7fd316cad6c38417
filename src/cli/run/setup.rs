//! Settings for the commands that check: the configuration file nearest to a rewrite, the files it names, the command line on top.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use truecopy::check::Kind;
use truecopy::config::{self, Config, FILE_NAME, HIDDEN_NAME, Mistake, Origin, keys};
use truecopy::gate::{Accepted, Baseline, Learnt, Lexicon};
use truecopy::house::FILE_NAME as HOUSE_NAME;
use truecopy::reader::{Brought, Mode};

use crate::cli::failure::Failure;
use crate::cli::input::bounds;
use crate::cli::output::messages::note;
use crate::cli::run::cache::{Cache, NoCache};
use crate::cli::run::loaded::{Loaded, lock};
use crate::cli::run::model;
use crate::cli::run::settings::{Day, SettingsArgs};
use crate::cli::run::tidy::{DAY, Limits};
use crate::cli::run::{facts_files, house_files, weights};

/// The file of accepted findings that is read where no other is named: beside the configuration file, or in the working folder.
pub const ACCEPTED_NAME: &str = "truecopy-accepted.toml";

/// The configuration file for a folder, where there is one.
type Found = Result<Option<PathBuf>, Failure>;
type Readings = Result<Arc<Loaded>, Failure>;

/// The settings of a run, read when a rewrite first needs them.
pub struct Setup {
    args: SettingsArgs,
    kind: Option<Kind>,
    /// Whether a missing baseline is no mistake, because it is about to be written.
    writes_baseline: bool,
    /// The day of stories that carry none.
    date: Option<Day>,
    /// With how many threads one rewrite is read.
    reading_threads: usize,
    found: Mutex<HashMap<PathBuf, Found>>,
    /// By configuration file: its settings, or what is wrong with it.
    read: Mutex<HashMap<Option<PathBuf>, Readings>>,
}

impl Setup {
    /// Settings by these arguments. `kind` is what the command line says of the rewrites.
    pub fn new(args: &SettingsArgs, kind: Option<Kind>, writes_baseline: bool) -> Self {
        Setup {
            args: args.clone(),
            kind,
            writes_baseline,
            date: None,
            reading_threads: 1,
            found: Mutex::default(),
            read: Mutex::default(),
        }
    }

    /// Takes stories that carry no date for ones of this day.
    pub fn on(mut self, date: Option<Day>) -> Self {
        self.date = date;
        self
    }

    /// Gives the reader so many threads for one rewrite.
    pub fn reading(mut self, threads: usize) -> Self {
        self.reading_threads = threads;
        self
    }

    /// The settings for the rewrite at `path`; `-` and names that are no paths go by the working folder.
    ///
    /// # Errors
    /// Everything that is wrong with the configuration file or one that it names.
    pub fn of(&self, path: &Path) -> Result<Arc<Loaded>, Failure> {
        let file = self.file(path)?;
        let mut read = lock(&self.read);
        let loaded = read.entry(file.clone()).or_insert_with(|| self.load(file.as_deref()).map(Arc::new));
        loaded.clone()
    }

    /// The settings for the rewrite at `path`, without the files that they name.
    ///
    /// # Errors
    /// Everything that is wrong with the configuration file.
    pub fn settings(&self, path: &Path) -> Result<Config, Failure> {
        self.configured(self.file(path)?.as_deref())
    }

    /// The newsroom's own facts for what has no path of its own.
    ///
    /// # Errors
    /// What is wrong with the configuration file, and the first file of facts that cannot be opened.
    pub fn facts(&self) -> Result<Vec<facts_files::Text>, Failure> {
        facts_of(&self.settings(Path::new("-"))?)
    }

    /// The configuration file for the rewrite at `path`.
    fn file(&self, path: &Path) -> Found {
        match &self.args.config {
            _ if self.args.isolated => Ok(None),
            Some(file) => Ok(Some(std::path::absolute(file).unwrap_or_else(|_| file.clone()))),
            None => self.nearest(path),
        }
    }

    /// The files that the settings for the rewrite at `path` come from, and those that they would come from if they were there.
    pub fn sources(&self, path: &Path, config: &Config) -> Vec<PathBuf> {
        let mut out: Vec<PathBuf> = config.file.iter().cloned().collect();
        out.extend(config.facts.value.iter().chain(&config.house.value).cloned());
        out.extend(
            [&config.lexicon, &config.learnt, &config.accepted, &config.baseline]
                .iter()
                .filter_map(|s| s.value.clone()),
        );
        let beside = config.file.as_deref().and_then(Path::parent);
        out.extend(beside.map(|folder| folder.join(HOUSE_NAME)));
        if !self.args.isolated && self.args.config.is_none() {
            let start = std::path::absolute(path).ok();
            let folders = start.as_deref().and_then(Path::parent).into_iter().flat_map(Path::ancestors);
            // Above the file that counts there is nothing that does.
            let below = folders.take_while(|folder| Some(*folder) != beside);
            out.extend(below.flat_map(|folder| [FILE_NAME, HIDDEN_NAME].map(|name| folder.join(name))));
        }
        out
    }

    /// The settings for what has no path of its own.
    ///
    /// # Errors
    /// See [`Setup::of`].
    pub fn here(&self) -> Result<Arc<Loaded>, Failure> {
        self.of(Path::new("-"))
    }

    /// The configuration file in the folder of `path` or the nearest one above it.
    fn nearest(&self, path: &Path) -> Found {
        let start = std::path::absolute(path).ok();
        let Some(folder) = start.as_deref().and_then(Path::parent) else { return Ok(None) };
        let mut found = lock(&self.found);
        let search = || folder.ancestors().find_map(|f| in_folder(f).transpose()).transpose();
        found.entry(folder.to_owned()).or_insert_with(search).clone()
    }

    /// The configuration file with the command line on top.
    fn configured(&self, file: Option<&Path>) -> Result<Config, Failure> {
        let mut config = match file {
            Some(file) => {
                let text = read_text(file)?;
                let config = config::read(file, &text).map_err(|mistakes| Failure::mistakes(file, mistakes))?;
                bounds_kept(file, &text, &config)?;
                config
            }
            None => Config::default(),
        };
        config.kind.overrule(self.kind);
        self.args.overrule(&mut config);
        if config.accepted.value.is_none() && !self.args.isolated {
            let accepted = file.and_then(Path::parent).unwrap_or(Path::new("")).join(ACCEPTED_NAME);
            config.accepted.value = Some(accepted);
        }
        if config.house.value.is_empty() && config.house.origin == Origin::Default {
            let beside = file.and_then(Path::parent).map(|folder| folder.join(HOUSE_NAME));
            config.house.value.extend(beside.filter(|path| path.is_file()));
        }
        Ok(config)
    }

    fn load(&self, file: Option<&Path>) -> Result<Loaded, Failure> {
        let mut config = self.configured(file)?;
        let reader_model = reader_model(&mut config)?;
        let lexicon = match &config.lexicon.value {
            Some(path) => Lexicon::read(&named(&config, "check", "lexicon", 0, read_text(path))?),
            None => Lexicon::default(),
        };
        let (accepted, baseline) = (accepted(&config)?, self.baseline(&config)?);
        let texts = facts_of(&config)?;
        let facts = facts_files::read(&texts)?.into();
        let files = house_of(&config)?;
        let house = house_files::read(&config.house.value, &files)?;
        house_files::named(&config, &house, || file.and_then(|file| read_text(file).ok()).unwrap_or_default())?;
        let learnt = learnt_of(&config)?;
        let cache = cache(&config, texts.iter().chain(&files).chain(&learnt))?;
        let learnt = match (&learnt, &config.learnt.value) {
            (Some((_, text)), Some(path)) => Learnt::read(text).map_err(|m| Failure::mistakes(path, m))?,
            _ => Learnt::default(),
        };
        let (house, learnt, checkers, seen) = (house.into(), learnt.into(), Mutex::default(), Mutex::default());
        let (date, reading_threads) = (self.date, self.reading_threads);
        Ok(Loaded {
            config,
            accepted,
            baseline,
            cache,
            date,
            reading_threads,
            reader_model,
            facts,
            house,
            learnt,
            lexicon,
            checkers,
            seen,
        })
    }

    fn baseline(&self, config: &Config) -> Result<Option<Baseline>, Failure> {
        let Some(path) = config.baseline.value.as_deref().filter(|p| !self.writes_baseline || p.exists()) else {
            return Ok(None);
        };
        let text = read_text(path).map_err(|e| e.advise("write it with --write-baseline"));
        let text = named(config, "files", "baseline", 0, text)?;
        Baseline::read(&text).map(Some).map_err(|e| Failure::because(e).at(path))
    }

    /// Lets go of kept results that were not used for long; for the end of a run.
    pub fn tidy(&self) {
        lock(&self.read).values().flatten().filter_map(|loaded| loaded.cache.as_ref()).for_each(Cache::tidy);
    }

    /// The entries of all files of accepted findings that could have accepted something and did not, each with its place.
    pub fn unused(&self) -> Vec<String> {
        let mut out: Vec<String> = lock(&self.read).values().flatten().flat_map(|loaded| loaded.unused()).collect();
        out.sort();
        out
    }
}

/// The model that judges sentences, where one is named and anything is read. Who names a model and nothing else wants it to be asked.
fn reader_model(config: &mut Config) -> Result<Option<Arc<Brought>>, Failure> {
    let Some(path) = config.reader_model.value.clone() else {
        if config.reader.value != Mode::Off {
            weights::bring()?;
        }
        return Ok(None);
    };
    if config.reader.origin == Origin::Default {
        config.reader.value = Mode::Auto;
    }
    if config.reader.value == Mode::Off {
        return Ok(None);
    }
    // It points at the words, if it is there.
    let _ = weights::bring();
    named(config, "check", "reader-model", 0, model::open(&path)).map(|model| Some(Arc::new(model)))
}

/// The configuration file in this folder, under either of its names.
fn in_folder(folder: &Path) -> Found {
    let mut files = [FILE_NAME, HIDDEN_NAME].map(|name| folder.join(name)).into_iter().filter(|f| f.is_file());
    match (files.next(), files.next()) {
        (Some(_), Some(_)) => Err(Failure::new(format!("there are both {FILE_NAME} and {HIDDEN_NAME}"))
            .at(folder)
            .advise("keep one of them")),
        (file, _) => Ok(file),
    }
}

/// The accepted findings. The default file and one that is named but was never written need not be there.
fn accepted(config: &Config) -> Result<Accepted, Failure> {
    match &config.accepted.value {
        Some(path) if config.accepted.origin == Origin::CommandLine || path.exists() => {
            Accepted::read(&read_text(path)?).map_err(|mistakes| Failure::mistakes(path, mistakes))
        }
        _ => Ok(Accepted::default()),
    }
}

fn cache<'t>(config: &Config, files: impl Iterator<Item = &'t facts_files::Text>) -> Result<Option<Cache>, Failure> {
    let Some(folder) = &config.cache.value else { return Ok(None) };
    let opened = bounds::stay_inside(folder).map_err(NoCache::Unmade);
    match opened.and_then(|()| Cache::open(folder, files, limits(config))) {
        Ok(cache) => Ok(Some(cache)),
        Err(NoCache::Occupied) => Err(Failure::new("this folder holds other files, so it cannot be the cache")
            .at(folder)
            .advise("give the cache a folder of its own, such as .truecopy-cache")),
        Err(NoCache::Unmade(e)) => {
            let failure = Failure::new("the cache cannot be made").at(folder);
            match e.kind() {
                // Stories that are mounted read-only are checked like others.
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                    note(failure.cause(e).advise("results are not kept"));
                    Ok(None)
                }
                _ => Err(failure.cause(e)),
            }
        }
    }
}

/// On a server, settings name nothing outside of their repository: they may be a stranger's.
///
/// # Errors
/// Every name that leads elsewhere, at its line; nothing of what it leads to is read.
fn bounds_kept(file: &Path, text: &str, config: &Config) -> Result<(), Failure> {
    if !bounds::is_ci() {
        return Ok(());
    }
    let root = bounds::around(file).unwrap_or_default();
    let mut mistakes = Vec::new();
    for key in keys::KEYS {
        for (i, path) in key.paths(config).into_iter().enumerate() {
            if bounds::leads_out(path, &root) {
                let at = config::place(text, key.table, key.name, i).unwrap_or_default();
                let what = format!("`{}` leads out of the repository, which is not allowed where CI is set", key.name);
                mistakes.push(
                    Mistake::at(text, at, what)
                        .advise("keep the file in the repository, or give it on the command line"),
                );
            }
        }
    }
    if mistakes.is_empty() { Ok(()) } else { Err(Failure::mistakes(file, mistakes)) }
}

fn limits(config: &Config) -> Limits {
    let days = u32::try_from(config.cache_days.value).unwrap_or(u32::MAX);
    Limits { unused: DAY.saturating_mul(days), bytes: (config.cache_size.value as u64).saturating_mul(1_000_000) }
}

fn facts_of(config: &Config) -> Result<Vec<facts_files::Text>, Failure> {
    let files = config.facts.value.iter().enumerate();
    files.map(|(i, path)| named(config, "check", "facts", i, facts_files::open(path))).collect()
}

/// The files of house rules: the path of each and its text.
fn house_of(config: &Config) -> Result<Vec<facts_files::Text>, Failure> {
    let read = |path: &PathBuf| read_text(path).map_err(|e| e.advise("give a file of house rules as in docs/house.md"));
    let files = config.house.value.iter().enumerate();
    let texts = files.map(|(i, path)| {
        let text = named(config, "check", "house", i, read(path))?;
        Ok((path.display().to_string(), text))
    });
    texts.collect()
}

/// What `truecopy learn` wrote, where settings name it.
fn learnt_of(config: &Config) -> Result<Option<facts_files::Text>, Failure> {
    let Some(path) = &config.learnt.value else { return Ok(None) };
    let text = read_text(path).map_err(|e| e.advise("write it with `truecopy learn --write`"));
    Ok(Some((path.display().to_string(), named(config, "check", "learnt", 0, text)?)))
}

/// What was read of a file that a setting names. Where that failed and the configuration file named it, the error points at its line: the
/// key is given by its table, its name and, in a list, the number of the value.
fn named<T>(config: &Config, table: &str, name: &str, item: usize, read: Result<T, Failure>) -> Result<T, Failure> {
    read.map_err(|failure| {
        let origin = keys::key(table, name).map(|key| key.shown(config).1);
        let (Some(Origin::Line(_)), Some(file)) = (origin, &config.file) else { return failure };
        let text = read_text(file).unwrap_or_default();
        let Some(at) = config::place(&text, table, name, item) else { return failure };
        Failure::mistakes(file, vec![Mistake::at(&text, at, failure.to_string())])
    })
}

/// The text of a small file.
pub fn read_text(path: &Path) -> Result<String, Failure> {
    let read = bounds::stay_inside(path).and_then(|()| std::fs::read_to_string(path));
    read.map_err(|e| Failure::new("cannot be read").at(path).cause(e))
}
