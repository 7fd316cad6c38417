//! The settings for the rewrites under one configuration file, with the files that it names; and a pair checked by them.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use truecopy::check::{Checker, Options, Stopped, Wire};
use truecopy::config::{Config, Level};
use truecopy::facts::Facts;
use truecopy::finding::Rule;
use truecopy::gate::{Accepted, Baseline, Judged, Learnt, Lexicon, Policy, accepted, judge};
use truecopy::house::House;
use truecopy::ingest::Story;
use truecopy::reader::Brought;
use truecopy::rules;

use crate::cli::failure::Failure;
use crate::cli::run::cache::Cache;
use crate::cli::run::settings::Day;

/// A checker with its settings.
pub type Equipped = Arc<(Options, Checker)>;

/// The settings for the rewrites under one configuration file, with the files that it names.
pub struct Loaded {
    pub config: Config,
    pub accepted: Accepted,
    pub baseline: Option<Baseline>,
    pub cache: Option<Cache>,
    /// The day of stories that carry none.
    pub date: Option<Day>,
    /// With how many threads one rewrite is read.
    pub reading_threads: usize,
    /// The model that judges sentences in the place of the built-in one.
    pub reader_model: Option<Arc<Brought>>,
    pub facts: Arc<Facts>,
    pub house: Arc<House>,
    pub learnt: Arc<Learnt>,
    pub lexicon: Lexicon,
    /// By the overrides that hold for a rewrite: the checker for it, with its settings.
    pub checkers: Mutex<HashMap<Vec<usize>, Equipped>>,
    pub seen: Mutex<Seen>,
}

/// What a run saw of the file of accepted findings.
#[derive(Default)]
pub struct Seen {
    /// Entries that accepted something.
    used: BTreeSet<usize>,
    /// Entries whose path fits a rewrite that was checked.
    touched: BTreeSet<usize>,
    /// How many rewrites were checked.
    rewrites: usize,
}

impl Loaded {
    /// `path` as patterns, accepted findings and baselines know it.
    pub fn relative(&self, path: &Path) -> String {
        relative(&self.config, path)
    }

    /// Every rule, those of the house last.
    pub fn rules(&self) -> impl Iterator<Item = &'static Rule> {
        rules::rules().iter().copied().chain(self.house.rules().iter().map(|r| r.rule))
    }

    /// Whether the settings leave out the rewrite at `path`.
    pub fn excludes(&self, path: &Path) -> bool {
        self.config.excludes(&self.relative(path))
    }

    /// What to judge findings by.
    pub fn policy(&self) -> Policy<'_> {
        Policy::new(&self.config, &self.lexicon, &self.accepted).baseline(self.baseline.as_ref())
    }

    /// The checker for the rewrite at `path`, as [`Loaded::relative`] gives it, with its settings. What becomes of a rule depends on the path
    /// by the overrides alone, so rewrites under the same ones share a checker.
    fn checker(&self, path: &str) -> Equipped {
        let overrides = self.config.overrides.iter().enumerate();
        let here: Vec<usize> =
            overrides.filter(|(_, o)| o.paths.iter().any(|p| p.fits(path))).map(|(i, _)| i).collect();
        let mut known = lock(&self.checkers);
        let made = known.entry(here).or_insert_with(|| {
            let options = self.options(path);
            Arc::new((options.clone(), Checker::new(options)))
        });
        Arc::clone(made)
    }

    fn options(&self, path: &str) -> Options {
        let off = self.rules().filter(|r| self.config.level(r, path).0 == Level::Off);
        Options::default()
            .kind(self.config.kind.value)
            .reader(self.config.reader.value)
            .reader_model(self.reader_model.clone())
            .reading_threads(self.reading_threads)
            .language(self.config.language.value)
            .without(off.map(|r| r.id))
            .facts(Arc::clone(&self.facts))
            .house(Arc::clone(&self.house))
            .learnt(Arc::clone(&self.learnt))
    }

    /// Remembers that the rewrite at `path` was checked, and which entries of the file of accepted findings were of use.
    pub fn note(&self, path: &str, used: BTreeSet<usize>) {
        let mut seen = lock(&self.seen);
        seen.rewrites += 1;
        seen.used.extend(used);
        let entries = self.accepted.entries().iter().enumerate();
        seen.touched.extend(entries.filter(|(_, e)| e.path.as_ref().is_some_and(|p| p.fits(path))).map(|(i, _)| i));
    }

    /// The report on a pair after the settings were applied.
    ///
    /// # Errors
    /// Where a text is too long, or the check takes too long, by the settings.
    pub fn check(&self, path: &str, wire: impl Into<Wire>, rewrite: Story) -> Result<Judged, Failure> {
        self.check_since(Instant::now(), path, wire, rewrite)
    }

    /// The same for a pair that was begun on then: to read long texts is part of the time that it takes.
    pub fn check_since(
        &self,
        began: Instant,
        path: &str,
        wire: impl Into<Wire>,
        rewrite: Story,
    ) -> Result<Judged, Failure> {
        self.checked(began, path, wire, rewrite, self.date, &|| true)
    }

    /// The same for a pair of which somebody knows the day, where it says none itself.
    pub fn check_on(
        &self,
        path: &str,
        wire: impl Into<Wire>,
        rewrite: Story,
        date: Option<Day>,
    ) -> Result<Judged, Failure> {
        self.checked(Instant::now(), path, wire, rewrite, date, &|| true)
    }

    /// The same, as long as whoever asked for it wants to go on.
    pub fn check_while(
        &self,
        path: &str,
        wire: impl Into<Wire>,
        rewrite: Story,
        date: Option<Day>,
        wanted: &dyn Fn() -> bool,
    ) -> Result<Judged, Failure> {
        self.checked(Instant::now(), path, wire, rewrite, date, wanted)
    }

    fn checked(
        &self,
        began: Instant,
        path: &str,
        wire: impl Into<Wire>,
        mut rewrite: Story,
        date: Option<Day>,
        wanted: &dyn Fn() -> bool,
    ) -> Result<Judged, Failure> {
        let wire = match date {
            Some(day) => wire.into().assume_day(&mut rewrite, day),
            None => wire.into(),
        };
        self.no_longer(wire.stories())?;
        self.no_longer(std::slice::from_ref(&rewrite))?;
        let most = Duration::from_secs(self.config.max_seconds.value as u64);
        let go_on = || began.elapsed() <= most && wanted();
        let name = rewrite.source.name.clone();
        let of_path = self.checker(path);
        let (options, checker) = &*of_path;
        let report = match &self.cache {
            Some(cache) => cache.check(checker, options, &wire, rewrite, &go_on),
            None => checker.check_while(&wire, rewrite, &go_on),
        };
        let report = report.map_err(|Stopped| {
            if began.elapsed() <= most {
                return Failure::new("the check was stopped").at(&name);
            }
            let what = format!("the check took more than {} seconds and was given up", most.as_secs());
            Failure::new(what).at(&name).advise("give shorter texts, or raise `max-seconds`")
        })?;
        Ok(judge(report, &self.policy(), path))
    }

    /// Nothing, where no text is too long by the settings.
    ///
    /// # Errors
    /// Where one is.
    pub fn no_longer(&self, stories: &[Story]) -> Result<(), Failure> {
        let most = self.config.max_words.value;
        // A word and the space behind it take two bytes at least.
        let longer =
            |s: &&Story| s.source.text.len() / 2 >= most && s.source.text.split_whitespace().nth(most).is_some();
        let Some(story) = stories.iter().find(longer) else { return Ok(()) };
        let what = format!("has more than {most} words, which no story has; it was not checked");
        Err(Failure::new(what).at(&story.source.name).advise("give one story, or raise `max-words`"))
    }

    /// The entries of the file of accepted findings that could have accepted something and did not, each with its place. An entry for all
    /// rewrites is only told of where more than one was checked.
    pub fn unused(&self) -> Vec<String> {
        let Some(file) = &self.config.accepted.value else { return Vec::new() };
        let seen = lock(&self.seen);
        let entries = self.accepted.entries().iter().enumerate();
        let idle = entries.filter(|(i, entry)| {
            let met = if entry.path.is_some() { seen.touched.contains(i) } else { seen.rewrites > 1 };
            met && !seen.used.contains(i)
        });
        let notes = idle.map(|(_, entry)| {
            let place = accepted::place(file, entry.line);
            format!("{place}: accepts nothing any more: `{}` on “{}”", entry.rule, entry.words)
        });
        notes.collect()
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

pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
