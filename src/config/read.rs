//! From the text of `truecopy.toml` to a [`Config`], collecting every mistake.

use std::ops::Range;
use std::path::{Path, PathBuf};

use globset::GlobBuilder;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::keys::{self, Key, LEVELS, Shape};
use super::{Choices, Config, Level, Mistake, Origin, Override, Pattern, Setting, category_names, nearest};
use crate::finding::Severity;
use crate::report::Kind;
use crate::rules;

/// Reads the text of the configuration file at `file`. Paths in it are taken relative to the file's folder.
///
/// # Errors
/// Every mistake in the text, in the order of their lines.
pub fn read(file: &Path, text: &str) -> Result<Config, Vec<Mistake>> {
    let (document, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader { text, folder: file.parent().unwrap_or(Path::new("")).to_owned(), mistakes: Vec::new() };
    for error in errors {
        // The parser's own words are good; they only lack the capital and the stop that other messages lack too.
        reader.mistakes.push(Mistake::at(text, error.span().unwrap_or(0..0), error.message().trim_end_matches('.')));
    }
    let mut config = Config { file: Some(file.to_owned()), ..Config::default() };
    // After a syntax error whole tables can be missing or misplaced: more would be said about them than is wrong.
    if reader.mistakes.is_empty() {
        reader.document(document.get_ref(), &mut config);
    }
    if reader.mistakes.is_empty() {
        return Ok(config);
    }
    reader.mistakes.sort_by_key(|m| (m.line, m.column));
    reader.mistakes.dedup();
    Err(reader.mistakes)
}

/// A path pattern; one without a slash fits a name in any folder, as in `.gitignore`, and one that begins with a slash does not.
///
/// # Errors
/// What is wrong with it.
pub fn glob(text: &str) -> Result<Pattern, String> {
    let inner = text.trim_start_matches("./").trim_start_matches('/');
    let anchored = text.starts_with('/') || text.starts_with("./");
    let whole = match inner.strip_suffix('/') {
        // A folder stands for all that is in it.
        Some(folder) if anchored || folder.contains('/') => format!("{folder}/**"),
        Some(folder) => format!("**/{folder}/**"),
        None if anchored || inner.contains('/') => inner.to_owned(),
        None => format!("**/{inner}"),
    };
    let built = GlobBuilder::new(&whole).literal_separator(true).build();
    built.map(|g| Pattern { text: text.to_owned(), matcher: g.compile_matcher() }).map_err(|e| e.kind().to_string())
}

/// Where in the text of a configuration file the value of a key stands, or one of the values in its list, counted from 0: for what only
/// shows when the file that it names is opened. None where the text has no such value.
pub fn place(text: &str, table: &str, name: &str, item: usize) -> Option<Range<usize>> {
    let (document, _) = DeTable::parse_recoverable(text);
    let value = document.get_ref().get(table)?.get_ref().as_table()?.get(name)?;
    match value.get_ref().as_array() {
        Some(list) => list.get(item).map(Spanned::span),
        None => Some(value.span()),
    }
}

struct Reader<'a> {
    text: &'a str,
    folder: PathBuf,
    mistakes: Vec<Mistake>,
}

type Value<'i> = Spanned<DeValue<'i>>;

impl Reader<'_> {
    fn say(&mut self, span: Range<usize>, message: impl Into<String>, advice: impl Into<String>) {
        self.mistakes.push(Mistake::at(self.text, span, message).advise(advice));
    }

    fn line(&self, span: Range<usize>) -> Origin {
        Origin::Line(Mistake::at(self.text, span, "").line)
    }

    fn document(&mut self, document: &DeTable, config: &mut Config) {
        for (name, value) in document {
            let (known, span) = (name.get_ref().as_ref(), name.span());
            match known {
                "override" => self.overrides(value, config),
                "rules" | "categories" => {
                    if let Some(table) = self.table(known, value) {
                        self.choices(known, table, &mut config.choices);
                    }
                }
                other if keys::KEYS.iter().any(|k| k.table == other) => {
                    if let Some(table) = self.table(other, value) {
                        self.section(other, table, config);
                    }
                }
                other => {
                    let advice = match keys::KEYS.iter().find(|k| k.name == other) {
                        Some(key) => format!("it belongs under [{}]", key.table),
                        None => suggest(other, keys::tables()),
                    };
                    self.say(span, format!("unknown table `{other}`"), advice);
                }
            }
        }
    }

    fn table<'v, 'i>(&mut self, name: &str, value: &'v Value<'i>) -> Option<&'v DeTable<'i>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.say(value.span(), format!("`{name}` is a table"), format!("write [{name}] on a line of its own"));
        }
        table
    }

    fn section(&mut self, table: &str, values: &DeTable, config: &mut Config) {
        for (name, value) in values {
            let Some(key) = keys::key(table, name.get_ref()) else {
                let elsewhere = keys::KEYS.iter().find(|k| k.name == name.get_ref().as_ref());
                let advice = match elsewhere {
                    Some(key) => format!("it belongs under [{}]", key.table),
                    None => suggest(
                        name.get_ref(),
                        keys::KEYS.iter().filter(|k| k.table == table).map(|k| k.name).collect(),
                    ),
                };
                self.say(name.span(), format!("unknown key `{}` in [{table}]", name.get_ref()), advice);
                continue;
            };
            self.set(key, name.span(), value, config);
        }
    }

    fn set(&mut self, key: &Key, at: Range<usize>, value: &Value, config: &mut Config) {
        let origin = self.line(at);
        macro_rules! put {
            ($field:ident, $value:expr) => {
                config.$field = Setting { value: $value, origin }
            };
        }
        match key.shape {
            Shape::Words(words) => {
                let Some(word) = self.word(key.name, words, value) else { return };
                let severity = || word.parse::<Severity>().ok();
                match (key.table, key.name) {
                    ("check", "kind") => put!(kind, kind(word)),
                    ("gate", "fail-on") => put!(fail_on, severity()),
                    ("gate", "fail-on-new") => put!(fail_on_new, Some(severity())),
                    ("report", "min-severity") => put!(min_severity, severity().unwrap_or(Severity::Neutral)),
                    _ => {}
                }
            }
            Shape::Path => {
                let Some(path) = self.string(&format!("`{}`", key.name), value) else { return };
                let path = Some(self.folder.join(path));
                match (key.table, key.name) {
                    ("check", "lexicon") => put!(lexicon, path),
                    ("files", "accepted") => put!(accepted, path),
                    ("files", "baseline") => put!(baseline, path),
                    ("files", "cache") => put!(cache, path),
                    ("files", "history") => put!(history, path),
                    _ => {}
                }
            }
            Shape::Paths => {
                if let Some(paths) = self.paths(key.name, value) {
                    put!(facts, paths);
                }
            }
            Shape::Count => {
                let number = number(value).filter(|n| n.fract() == 0.0 && (0.0..1e9).contains(n));
                match number {
                    Some(n) => match key.name {
                        "max-findings" => put!(max_findings, Some(n as usize)),
                        "cache-days" => put!(cache_days, n as usize),
                        "cache-size" => put!(cache_size, n as usize),
                        _ => {}
                    },
                    None => self.say(value.span(), format!("`{}` is a whole number", key.name), "such as 20"),
                }
            }
            Shape::UpTo(most) => match number(value).filter(|n| (0.0..=f64::from(most)).contains(n)) {
                Some(n) => match (key.table, key.name) {
                    ("gate", "min-confidence") => put!(gate_confidence, n),
                    ("gate", "min-fidelity") => put!(min_fidelity, n),
                    ("report", "min-confidence") => put!(show_confidence, n),
                    _ => {}
                },
                None => {
                    let advice = if number(value).is_some() { "it lies outside" } else { "without quotes" };
                    self.say(value.span(), format!("`{}` is a number from 0 to {most}", key.name), advice);
                }
            },
            Shape::Patterns => {
                if let Some(patterns) = self.patterns(key.name, value) {
                    put!(exclude, patterns);
                }
            }
        }
    }

    /// The text of a value; `what` is how a mistake names it.
    fn string<'v>(&mut self, what: &str, value: &'v Value) -> Option<&'v str> {
        match value.get_ref().as_str() {
            Some("") => self.say(value.span(), format!("{what} is empty"), "write a name, or leave it out"),
            Some(text) => return Some(text),
            None => self.say(value.span(), format!("{what} is a string"), "write it between quotes"),
        }
        None
    }

    fn word<'v>(&mut self, name: &str, words: &[&str], value: &'v Value) -> Option<&'v str> {
        let text = value.get_ref().as_str();
        if let Some(text) = text.filter(|t| words.contains(t)) {
            return Some(text);
        }
        let listed = format!("expected one of {}", quoted(words));
        let near = text.and_then(|t| nearest(t, words.iter().copied()));
        let advice = near.map_or(listed.clone(), |n| format!("did you mean \"{n}\"? {listed}"));
        let what = self.text.get(value.span()).and_then(|t| t.lines().next()).unwrap_or("this").to_owned();
        self.say(value.span(), format!("`{name}` cannot be {what}"), advice);
        None
    }

    fn paths(&mut self, name: &str, value: &Value) -> Option<Vec<PathBuf>> {
        let Some(list) = value.get_ref().as_array() else {
            self.say(value.span(), format!("`{name}` is a list of files"), "such as [\"house.tsv\"]");
            return None;
        };
        Some(
            list.iter()
                .filter_map(|item| {
                    self.string(&format!("an entry of `{name}`"), item).map(|path| self.folder.join(path))
                })
                .collect(),
        )
    }

    fn patterns(&mut self, name: &str, value: &Value) -> Option<Vec<Pattern>> {
        let Some(list) = value.get_ref().as_array() else {
            self.say(
                value.span(),
                format!("`{name}` is a list of path patterns"),
                "such as [\"archive/**\", \"*.html\"]",
            );
            return None;
        };
        let mut out = Vec::new();
        for item in list.iter() {
            let Some(text) = self.string(&format!("an entry of `{name}`"), item) else { continue };
            match glob(text) {
                Ok(pattern) => out.push(pattern),
                Err(why) => self.say(item.span(), format!("no path pattern: {why}"), "*, **, ? and [a-z] are special"),
            }
        }
        Some(out)
    }

    fn choices(&mut self, table: &str, values: &DeTable, out: &mut Choices) {
        for (name, value) in values {
            let given = name.get_ref().as_ref();
            let origin = self.line(name.span());
            let level = self.word(given, &LEVELS, value).map(level);
            if table == "rules" {
                match (rules::rule(given), level) {
                    (Some(rule), Some(level)) => {
                        out.rules.insert(rule.id, (level, origin));
                    }
                    (Some(_), None) => {}
                    (None, _) => {
                        let ids = rules::rules().iter().map(|r| r.id).collect();
                        let advice = format!("{} `truecopy rules` lists all", suggest(given, ids));
                        self.say(name.span(), format!("unknown rule `{given}`"), advice.trim_start());
                    }
                }
            } else {
                let names = category_names();
                match (names.iter().find(|n| *n == given), level) {
                    (Some(name), Some(level)) => {
                        out.categories.insert(name.clone(), (level, origin));
                    }
                    (Some(_), None) => {}
                    (None, _) => {
                        let advice = suggest(given, names.iter().map(String::as_str).collect());
                        self.say(name.span(), format!("unknown category `{given}`"), advice);
                    }
                }
            }
        }
    }

    fn overrides(&mut self, value: &Value, config: &mut Config) {
        let Some(list) = value.get_ref().as_array() else {
            self.say(value.span(), "`override` is a list of tables", "write [[override]] with two brackets");
            return;
        };
        for item in list.iter() {
            let Some(table) = item.get_ref().as_table() else {
                self.say(item.span(), "`override` is a list of tables", "write [[override]] on a line of its own");
                continue;
            };
            let Origin::Line(line) = self.line(item.span()) else { continue };
            let mut found = Override { paths: Vec::new(), choices: Choices::default(), line };
            for (name, value) in table {
                match name.get_ref().as_ref() {
                    "paths" => found.paths = self.patterns("paths", value).unwrap_or_default(),
                    known @ ("rules" | "categories") => {
                        if let Some(table) = self.table(known, value) {
                            self.choices(known, table, &mut found.choices);
                        }
                    }
                    other => {
                        let advice = suggest(other, vec!["paths", "rules", "categories"]);
                        self.say(name.span(), format!("unknown key `{other}` in [[override]]"), advice);
                    }
                }
            }
            if !table.iter().any(|(name, _)| name.get_ref().as_ref() == "paths") {
                self.say(item.span(), "an override needs `paths`", "such as paths = [\"sport/**\"]");
            }
            config.overrides.push(found);
        }
    }
}

fn number(value: &Value) -> Option<f64> {
    match value.get_ref() {
        DeValue::Integer(n) => i64::from_str_radix(n.as_str(), n.radix()).ok().map(|n| n as f64),
        DeValue::Float(n) => n.as_str().parse().ok(),
        _ => None,
    }
}

fn kind(word: &str) -> Kind {
    match word {
        "story" => Kind::Story,
        "summary" => Kind::Summary,
        _ => Kind::Auto,
    }
}

fn level(word: &str) -> Level {
    match word {
        "off" => Level::Off,
        other => other.parse().map_or(Level::On, Level::As),
    }
}

fn suggest(given: &str, known: Vec<&str>) -> String {
    match nearest(given, known.iter().copied()) {
        Some(name) => format!("did you mean `{name}`?"),
        None if known.len() <= 8 => format!("expected one of {}", known.join(", ")),
        None => String::new(),
    }
}

fn quoted(words: &[&str]) -> String {
    words.iter().map(|w| format!("\"{w}\"")).collect::<Vec<_>>().join(", ")
}
