//! Files of the newsroom's own rules.

use std::collections::BTreeSet;
use std::path::PathBuf;

use truecopy::config::{Config, Level, Mistake, Origin, nearest};
use truecopy::finding::HOUSE;
use truecopy::house::House;

use crate::cli::failure::Failure;
use crate::cli::run::facts_files::Text;

/// The rules of these files.
///
/// # Errors
/// Every mistake in every file.
pub fn read(paths: &[PathBuf], texts: &[Text]) -> Result<House, Failure> {
    House::read(texts).map_err(|faults| {
        let failures = faults.into_iter().map(|(i, mistakes)| {
            let path = paths.get(i).cloned().unwrap_or_default();
            Failure::mistakes(&path, mistakes)
        });
        Failure::several(failures.collect()).unwrap_or_else(|| Failure::new("the house rules cannot be read"))
    })
}

/// Nothing, where every house rule that the settings name is one. `text` gives the text of the configuration file.
///
/// # Errors
/// Every name of a rule that there is not, at its line.
pub fn named(config: &Config, house: &House, text: impl Fn() -> String) -> Result<(), Failure> {
    let known: BTreeSet<&str> = house.rules().iter().map(|r| r.rule.id).collect();
    let tables = config.overrides.iter().map(|o| &o.choices).chain([&config.choices]);
    let chosen =
        tables.flat_map(|c| &c.rules).map(|(id, (_, origin)): (&String, &(Level, Origin))| (id.as_str(), origin));
    let selected = [&config.select, &config.ignore]
        .into_iter()
        .flat_map(|setting| setting.value.iter().filter(|s| s.is_rule()).map(|s| (s.name(), &setting.origin)));
    let unknown = chosen.chain(selected).filter(|(id, _)| id.starts_with(HOUSE) && !known.contains(id));
    // The command line may name another file of rules than the settings do.
    let unknown: Vec<(&str, &Origin)> = unknown.filter(|_| config.house.origin != Origin::CommandLine).collect();
    let text = if unknown.is_empty() { String::new() } else { text() };
    let mut mistakes = Vec::new();
    for (id, origin) in unknown {
        let advice = match nearest(id, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "its file has no such rule; `truecopy rules` lists all".to_owned(),
        };
        let what = format!("unknown house rule `{id}`");
        let Origin::Line(line) = origin else { return Err(Failure::new(what).advise(advice)) };
        let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
        let at = text.get(before..).and_then(|rest| rest.find(id)).map_or(before, |i| before + i);
        mistakes.push(Mistake::at(&text, at..at + id.len(), what).advise(advice));
    }
    match &config.file {
        Some(file) if !mistakes.is_empty() => Err(Failure::mistakes(file, mistakes)),
        _ => Ok(()),
    }
}
