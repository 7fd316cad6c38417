//! `truecopy rules`.

mod test;

use std::fmt::Write as _;
use std::sync::Arc;

use anstyle::Style;
use clap::ValueEnum;
use truecopy::finding::Rule;
use truecopy::format::terminal::{Look, severity_style};
use truecopy::format::wrap;
use truecopy::rules;

use crate::cli::failure::Failure;
use crate::cli::output::messages::complain;
use crate::cli::output::style::{When, look, paint};
use crate::cli::output::writer::to_stdout;
use crate::cli::run::settings::SettingsArgs;
use crate::cli::run::setup::Setup;
use crate::exit::Exit;

const EXAMPLES: &str = "\
Examples:
  truecopy rules
  truecopy rules --format json
  truecopy rules test house.toml";

/// Arguments of `rules`.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES, args_conflicts_with_subcommands = true)]
pub struct Args {
    #[command(subcommand)]
    command: Option<Command>,

    /// How to list them.
    #[arg(long, value_enum, default_value_t = Format::Terminal)]
    format: Format,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Try house rules on their own examples.
    Test(test::Args),
}

/// `--format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For reading at a prompt.
    Terminal,
    /// For programs.
    Json,
    /// A table for a page.
    Markdown,
}

/// Runs `rules`.
pub fn run(args: &Args, color: When) -> Result<Exit, Failure> {
    if let Some(Command::Test(args)) = &args.command {
        return test::run(args);
    }
    // What is wrong with settings and house rules is told, and does not hide the program's own.
    let house = Setup::new(&SettingsArgs::default(), None, true).here().map(|loaded| Arc::clone(&loaded.house));
    let house = house.inspect_err(|failure| complain(failure)).unwrap_or_default();
    let rules: Vec<&'static Rule> =
        rules::rules().iter().copied().chain(house.rules().iter().map(|r| r.rule)).collect();
    let rules = rules.as_slice();
    let text = match args.format {
        Format::Terminal => terminal(rules, look(color, None, false)),
        Format::Json => json(rules),
        Format::Markdown => markdown(rules),
    };
    to_stdout(text.as_bytes())?;
    Ok(Exit::Clean)
}

/// The groups, in the order in which the rules name them first, each with its rules.
fn groups(rules: &[&'static Rule]) -> Vec<(&'static str, Vec<&'static Rule>)> {
    let mut groups: Vec<(&'static str, Vec<&'static Rule>)> = Vec::new();
    for rule in rules {
        match groups.iter_mut().find(|(name, _)| *name == rule.group.name()) {
            Some((_, members)) => members.push(rule),
            None => groups.push((rule.group.name(), vec![rule])),
        }
    }
    groups
}

fn terminal(rules: &[&'static Rule], look: Look) -> String {
    let bold = Style::new().bold();
    let id_width = rules.iter().map(|r| r.id.len()).max().unwrap_or(0);
    let column = 2 + id_width + 2 + "critical".len() + 2;
    let mut out = String::new();
    for (group, members) in groups(rules) {
        if !out.is_empty() {
            out.push('\n');
        }
        let _ = writeln!(out, "{}", paint(look, bold, group));
        for rule in members {
            let id = paint(look, bold, rule.id);
            let severity = paint(look, severity_style(rule.severity), rule.severity.name());
            let pad = |n: usize| " ".repeat(n);
            let lead = format!(
                "  {id}{}{severity}{}",
                pad(id_width - rule.id.len() + 2),
                pad("critical".len().saturating_sub(rule.severity.name().len()) + 2)
            );
            let summary = plain(&rule.summary());
            let lines = wrap(&summary, look.width.saturating_sub(column).max(30));
            let first = lines.first().map_or("", String::as_str);
            let _ = writeln!(out, "{}", format!("{lead}{first}").trim_end());
            for line in lines.iter().skip(1) {
                let _ = writeln!(out, "{}{line}", pad(column));
            }
        }
    }
    let noun = if rules.len() == 1 { "rule" } else { "rules" };
    let _ = writeln!(out, "\n{} {noun}. `truecopy explain RULE` tells more about one.", rules.len());
    out
}

/// A summary without its code marks.
fn plain(summary: &str) -> String {
    summary.replace('`', "")
}

fn json(rules: &[&'static Rule]) -> String {
    #[derive(serde::Serialize)]
    struct Row<'a> {
        id: &'a str,
        group: &'a str,
        category: &'a str,
        severity: &'a str,
        summary: String,
        documentation: &'a str,
    }
    let rows: Vec<Row> = rules
        .iter()
        .map(|r| Row {
            id: r.id,
            group: r.group.name(),
            category: r.category.name(),
            severity: r.severity.name(),
            summary: r.summary(),
            documentation: r.docs.trim(),
        })
        .collect();
    // Strings always serialise.
    serde_json::to_string_pretty(&rows).unwrap_or_default() + "\n"
}

fn markdown(rules: &[&'static Rule]) -> String {
    let mut out = String::from("| group | rule | severity | category | what it reports |\n|---|---|---|---|---|\n");
    for (group, members) in groups(rules) {
        for rule in members {
            let summary = rule.summary().replace('|', "\\|");
            let (severity, category) = (rule.severity.name(), rule.category.name());
            let _ = writeln!(out, "| {group} | `{}` | {severity} | {category} | {summary} |", rule.id);
        }
    }
    out
}
