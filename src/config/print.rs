//! The settings in force, written as a configuration file, each with where it comes from.

use std::fmt::Write as _;

use super::choices::Choices;
use super::keys::{self, Config};
use super::setting::Origin;
use super::shape::{Value as _, string};

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
        let (value, origin) = key.shown(config);
        let line = match value {
            Some(value) => format!("{} = {value}", key.name),
            None => format!("# {} is not set", key.name),
        };
        let _ = writeln!(out, "{line:<34} # {}", place(origin));
    }
    choices(&mut out, &config.choices, "");
    for item in &config.overrides {
        let _ = writeln!(out, "\n[[override]]\npaths = {}", item.paths.written().unwrap_or_default());
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

fn choices(out: &mut String, choices: &Choices, lead: &str) {
    let quoted = |name: &str| string(name);
    if !choices.rules.is_empty() {
        let _ = writeln!(out, "\n[{lead}rules]");
        for (id, (level, origin)) in &choices.rules {
            let _ = writeln!(out, "{:<34} # {}", format!("{} = {}", key(id), string(level.name())), place(origin));
        }
    }
    if !choices.categories.is_empty() {
        let _ = writeln!(out, "\n[{lead}categories]");
        for (name, (level, origin)) in &choices.categories {
            let _ = writeln!(out, "{:<34} # {}", format!("{} = {}", quoted(name), string(level.name())), place(origin));
        }
    }
}

/// The id of a rule as a key: that of a house rule needs quotation marks.
fn key(id: &str) -> String {
    if id.contains('/') { string(id) } else { id.to_owned() }
}

fn place(origin: &Origin) -> String {
    match origin {
        Origin::Default => "default".into(),
        Origin::Line(line) => format!("line {line}"),
        Origin::CommandLine => "command line".into(),
    }
}

/// Text that stays on its comment line.
fn comment(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect()
}
