//! From the text of `truecopy.toml` to a [`Config`], collecting every mistake.

use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::choices::{Choices, Level, Override, category_names};
use super::keys::{self, Config, Key};
use super::mistake::{Mistake, nearest};
use super::pattern::{Pattern, glob};
use super::selector::Selector;
use super::setting::Origin;
use super::shape::{Given, LEVELS, Shape};
use crate::finding::HOUSE;
use crate::rules;

/// Reads the text of the configuration file at `file`. Paths in it are taken relative to the file's folder.
///
/// # Errors
/// Every mistake in the text, in the order of their lines.
pub fn read(file: &Path, text: &str) -> Result<Config, Vec<Mistake>> {
    let (document, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader { text, folder: file.parent().unwrap_or(Path::new("")).to_owned(), mistakes: Vec::new() };
    if !errors.is_empty() && !has_table(text) {
        // Whoever named the file may not be one who may read it, so none of it is shown.
        return Err(vec![Mistake::unlike(text, errors.first().and_then(|e| e.span()), NO_SETTINGS)]);
    }
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

const NO_SETTINGS: &str = "this is no file of settings: it has none of their tables, such as [gate]";

/// Whether a line of a text begins a table that settings have.
fn has_table(text: &str) -> bool {
    let names = text.lines().filter_map(|line| line.trim_start().strip_prefix('['));
    let names = names.map(|line| line.trim_start_matches(['[', ' ']));
    let known = keys::tables();
    names.into_iter().any(|line| known.iter().any(|name| line.starts_with(name)))
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
        if let Some(given) = self.given(key, value) {
            key.set(config, given, origin);
        }
    }

    /// A value of the shape that its key takes.
    fn given(&mut self, key: &Key, value: &Value) -> Option<Given> {
        Some(match key.shape {
            Shape::Words(words) => Given::Word(self.word(key.name, words, value)?),
            Shape::Path => {
                let path = self.string(&format!("`{}`", key.name), value)?;
                Given::Path(self.folder.join(path))
            }
            Shape::Paths => Given::Paths(self.paths(key.name, value)?),
            Shape::Count => match number(value).filter(|n| n.fract() == 0.0 && (0.0..1e9).contains(n)) {
                Some(n) => Given::Count(n as usize),
                None => {
                    self.say(value.span(), format!("`{}` is a whole number", key.name), "such as 20");
                    return None;
                }
            },
            Shape::UpTo(most) => match number(value).filter(|n| (0.0..=f64::from(most)).contains(n)) {
                Some(n) => Given::Number(n),
                None => {
                    let advice = if number(value).is_some() { "it lies outside" } else { "without quotes" };
                    self.say(value.span(), format!("`{}` is a number from 0 to {most}", key.name), advice);
                    return None;
                }
            },
            Shape::Patterns => Given::Patterns(self.patterns(key.name, value)?),
            Shape::Selectors => Given::Selectors(self.selectors(key, value)?),
        })
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

    fn word(&mut self, name: &str, words: &'static [&'static str], value: &Value) -> Option<&'static str> {
        let text = value.get_ref().as_str();
        if let Some(word) = words.iter().copied().find(|w| Some(*w) == text) {
            return Some(word);
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

    fn selectors(&mut self, key: &Key, value: &Value) -> Option<Vec<Selector>> {
        let Some(list) = value.get_ref().as_array() else {
            let what = format!("`{}` is a list of rules and groups", key.name);
            self.say(value.span(), what, "such as [\"figures\", \"Style\"]");
            return None;
        };
        if list.is_empty() && key.default().is_some_and(|d| d != "[]") {
            self.say(value.span(), format!("`{}` is empty, so nothing would be checked", key.name), "leave it out");
            return None;
        }
        let mut out = Vec::new();
        for item in list.iter() {
            let Some(text) = self.string(&format!("an entry of `{}`", key.name), item) else { continue };
            match Selector::read(text) {
                Ok(selector) => out.push(selector),
                Err(unknown) => self.say(item.span(), unknown.fault(), unknown.advice()),
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
                match (is_rule(given), level) {
                    (true, Some(level)) => {
                        out.rules.insert(given.to_owned(), (level, origin));
                    }
                    (true, None) => {}
                    (false, _) => {
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

/// Whether a rule can have this id.
fn is_rule(id: &str) -> bool {
    rules::rule(id).is_some() || id.starts_with(HOUSE)
}

fn number(value: &Value) -> Option<f64> {
    match value.get_ref() {
        DeValue::Integer(n) => i64::from_str_radix(n.as_str(), n.radix()).ok().map(|n| n as f64),
        DeValue::Float(n) => n.as_str().parse().ok(),
        _ => None,
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
