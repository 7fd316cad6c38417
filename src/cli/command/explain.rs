//! `truecopy explain RULE`.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use truecopy::finding::{HOUSE, Rule};
use truecopy::format::terminal::{Look, severity_style};
use truecopy::format::wrap;
use truecopy::rules;

use crate::cli::failure::Failure;
use crate::cli::output::style::{When, look, paint};
use crate::cli::output::writer::to_stdout;
use crate::cli::run::settings::SettingsArgs;
use crate::cli::run::setup::Setup;
use crate::exit::Exit;

const EXAMPLES: &str = "\
Examples:
  truecopy explain number-changed
  truecopy rules              lists all rules";

/// Arguments of `explain`.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The id of a rule, as reports name it; that of a house rule in the folder of its settings.
    #[arg(value_name = "RULE")]
    rule: String,
}

/// Runs `explain`.
pub fn run(args: &Args, color: When) -> Result<Exit, Failure> {
    to_stdout(page(find(&args.rule)?, look(color, None, false)).as_bytes())?;
    Ok(Exit::Clean)
}

/// The rule that somebody means.
///
/// # Errors
/// Where there is none of this id; the message names the nearest.
pub fn find(given: &str) -> Result<&'static Rule, Failure> {
    let wanted = given.trim().to_lowercase().replace('_', "-");
    let mut rules = rules::rules().to_vec();
    if wanted.starts_with(HOUSE) {
        let loaded = Setup::new(&SettingsArgs::default(), None, true).here()?;
        rules.extend(loaded.house.rules().iter().map(|r| r.rule));
    }
    let rule = rules.iter().find(|r| r.id == wanted);
    rule.copied().ok_or_else(|| unknown(given, &wanted, &rules))
}

fn unknown(given: &str, wanted: &str, rules: &[&'static Rule]) -> Failure {
    let near = rules.iter().map(|r| (strsim::jaro_winkler(wanted, r.id), r.id)).max_by(|a, b| a.0.total_cmp(&b.0));
    let what = Failure::new(format!("unknown rule `{given}`"));
    match near {
        Some((likeness, id)) if likeness > 0.7 => {
            what.advise(format!("did you mean `{id}`? `truecopy rules` lists all"))
        }
        _ => what.advise("`truecopy rules` lists all"),
    }
}

/// The rule's documentation for a terminal.
fn page(rule: &Rule, look: Look) -> String {
    let bold = Style::new().bold();
    let mut out = String::new();
    let _ = writeln!(out, "{}", paint(look, bold, rule.id));
    let severity = paint(look, severity_style(rule.severity), rule.severity.name());
    let _ = writeln!(out, "{severity} · {} · {}", rule.category.name(), rule.group.name());
    let mut paragraph = String::new();
    let mut fenced = false;
    for line in rule.docs.lines() {
        // Doc comments carry one space after the slashes.
        let line = line.strip_prefix(' ').unwrap_or(line).trim_end();
        if line.trim_start().starts_with("```") {
            flush(&mut out, &mut paragraph, look);
            fenced = !fenced;
            if fenced {
                out.push('\n');
            }
        } else if fenced {
            let _ = writeln!(out, "    {line}");
        } else if let Some(title) = line.trim_start_matches('#').strip_prefix(' ').filter(|_| line.starts_with('#')) {
            flush(&mut out, &mut paragraph, look);
            let _ = write!(out, "\n{}\n", paint(look, bold, title));
        } else if line.is_empty() {
            flush(&mut out, &mut paragraph, look);
        } else {
            let item = ["- ", "* ", "> ", "| "].iter().any(|m| line.trim_start().starts_with(m));
            if item {
                flush(&mut out, &mut paragraph, look);
            }
            paragraph.push_str(line.trim());
            paragraph.push('\n');
        }
    }
    flush(&mut out, &mut paragraph, look);
    out
}

/// Writes the collected paragraph, wrapped; a list item hangs under its mark.
fn flush(out: &mut String, paragraph: &mut String, look: Look) {
    let text = std::mem::take(paragraph);
    if text.trim().is_empty() {
        return;
    }
    let (mark, body) = match text.split_at_checked(2) {
        Some(("- " | "* ", body)) => ("- ", body),
        Some(("> ", body)) => ("  ", body),
        _ => ("", text.as_str()),
    };
    let room = look.width.saturating_sub(2 + mark.len());
    for (i, line) in wrap(body, room).iter().enumerate() {
        let lead = if i == 0 { mark } else { "  ".get(..mark.len()).unwrap_or("") };
        let _ = writeln!(out, "  {lead}{}", inline(line, look));
    }
}

/// Code in colour instead of back quotes, where colour is on.
fn inline(line: &str, look: Look) -> String {
    if !look.color {
        return line.to_owned();
    }
    let code = Style::new().fg_color(Some(AnsiColor::Cyan.into()));
    line.split('`').enumerate().fold(String::new(), |mut out, (i, part)| {
        out.push_str(&if i % 2 == 1 { paint(look, code, part) } else { part.to_owned() });
        out
    })
}
