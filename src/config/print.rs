//! The settings in force, written as a configuration file, each with where it comes from.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::keys::{self, Key};
use super::{Choices, Config, Origin, Pattern};
use crate::finding::Severity;
use crate::report::Kind;

/// The settings as TOML, which can be read again. `path` is the rewrite that they hold for: what becomes of each rule there is
/// listed where anything was said about it.
pub fn print(config: &Config, path: Option<&str>) -> String {
    let mut out = String::new();
    match &config.file {
        Some(file) => {
            let _ = writeln!(out, "# {}", comment(&file.display().to_string()));
        }
        None => out.push_str("# no configuration file\n"),
    }
    let mut table = "";
    for key in keys::KEYS {
        if key.table != table {
            table = key.table;
            let _ = writeln!(out, "\n[{table}]");
        }
        let (value, origin) = shown(config, key);
        let line = match value {
            Some(value) => format!("{} = {value}", key.name),
            None => format!("# {} is not set", key.name),
        };
        let _ = writeln!(out, "{line:<34} # {}", place(origin));
    }
    choices(&mut out, &config.choices, "");
    for item in &config.overrides {
        let _ = writeln!(out, "\n[[override]]\npaths = {}", list(&item.paths));
        choices(&mut out, &item.choices, "override.");
    }
    if let Some(path) = path {
        let _ = writeln!(out, "\n# for {}:", comment(path));
        if config.excludes(path) {
            out.push_str("# excluded: it is not checked\n");
        }
        for rule in crate::rules::rules() {
            let (level, origin) = config.level(rule, path);
            if origin != Origin::Default {
                let _ = writeln!(out, "#   {} is {} ({})", rule.id, level.name(), place(&origin));
            }
        }
    }
    out
}

fn shown<'a>(config: &'a Config, key: &Key) -> (Option<String>, &'a Origin) {
    let threshold = |s: Option<Severity>| string(s.map_or("never", Severity::name));
    match (key.table, key.name) {
        ("check", "kind") => {
            let word = match config.kind.value {
                Kind::Auto => "auto",
                Kind::Story => "story",
                Kind::Summary => "summary",
            };
            (Some(string(word)), &config.kind.origin)
        }
        ("check", "lexicon") => (file(&config.lexicon.value), &config.lexicon.origin),
        ("check", "facts") => (Some(files(&config.facts.value)), &config.facts.origin),
        ("gate", "fail-on") => (Some(threshold(config.fail_on.value)), &config.fail_on.origin),
        ("gate", "fail-on-new") => (config.fail_on_new.value.map(threshold), &config.fail_on_new.origin),
        ("gate", "min-confidence") => (Some(config.gate_confidence.value.to_string()), &config.gate_confidence.origin),
        ("gate", "min-fidelity") => (Some(config.min_fidelity.value.to_string()), &config.min_fidelity.origin),
        ("gate", "max-findings") => (config.max_findings.value.map(|n| n.to_string()), &config.max_findings.origin),
        ("report", "min-severity") => (Some(string(config.min_severity.value.name())), &config.min_severity.origin),
        ("report", "min-confidence") => {
            (Some(config.show_confidence.value.to_string()), &config.show_confidence.origin)
        }
        ("files", "exclude") => (Some(list(&config.exclude.value)), &config.exclude.origin),
        ("files", "accepted") => (file(&config.accepted.value), &config.accepted.origin),
        ("files", "baseline") => (file(&config.baseline.value), &config.baseline.origin),
        ("files", "cache") => (file(&config.cache.value), &config.cache.origin),
        ("files", "history") => (file(&config.history.value), &config.history.origin),
        ("files", "cache-days") => (Some(config.cache_days.value.to_string()), &config.cache_days.origin),
        ("files", "cache-size") => (Some(config.cache_size.value.to_string()), &config.cache_size.origin),
        _ => (None, &Origin::Default),
    }
}

fn choices(out: &mut String, choices: &Choices, lead: &str) {
    let quoted = |name: &str| string(name);
    if !choices.rules.is_empty() {
        let _ = writeln!(out, "\n[{lead}rules]");
        for (id, (level, origin)) in &choices.rules {
            let _ = writeln!(out, "{:<34} # {}", format!("{id} = {}", string(level.name())), place(origin));
        }
    }
    if !choices.categories.is_empty() {
        let _ = writeln!(out, "\n[{lead}categories]");
        for (name, (level, origin)) in &choices.categories {
            let _ = writeln!(out, "{:<34} # {}", format!("{} = {}", quoted(name), string(level.name())), place(origin));
        }
    }
}

fn place(origin: &Origin) -> String {
    match origin {
        Origin::Default => "default".into(),
        Origin::Line(line) => format!("line {line}"),
        Origin::CommandLine => "command line".into(),
    }
}

fn file(path: &Option<PathBuf>) -> Option<String> {
    path.as_deref().map(Path::display).map(|p| string(&p.to_string()))
}

fn files(paths: &[PathBuf]) -> String {
    let items: Vec<String> = paths.iter().map(|p| string(&p.display().to_string())).collect();
    format!("[{}]", items.join(", "))
}

fn list(patterns: &[Pattern]) -> String {
    let items: Vec<String> = patterns.iter().map(|p| string(&p.text)).collect();
    format!("[{}]", items.join(", "))
}

/// A TOML string with what needs escaping escaped.
fn string(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// Text that stays on its comment line.
fn comment(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect()
}
