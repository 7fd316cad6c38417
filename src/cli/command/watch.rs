//! `truecopy watch`: checks what is put into a folder, as it comes.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use truecopy::gate::Digest;
use truecopy::ingest::Story;

use crate::cli::failure::Failure;
use crate::cli::input::arrivals::{Pair, pairs, stamp};
use crate::cli::input::files;
use crate::cli::output::messages::{complain, note};
use crate::cli::output::sinks::{Format, render_one};
use crate::cli::output::writer::{say, to_file};
use crate::cli::run::pool;
use crate::cli::run::settings::SettingsArgs;
use crate::cli::run::setup::Setup;
use crate::exit::Exit;

const EXAMPLES: &str = "\
Names make a pair: ferry.wire.txt and ferry.rewrite.txt, whatever comes after the second point. A second rewrite is ferry.2.rewrite.txt beside ferry.2.wire.txt. The report is put beside the rewrite: ferry.rewrite.txt.report.html.

A file is read when it has stopped growing. Hidden files and those that end in .tmp, .part or ~ are left alone. What was checked is checked again when one of its texts changes; after a restart, what has a report younger than its texts is not.

Examples:
  truecopy watch drop/
  truecopy watch --format json --reports reports/ drop/
  truecopy watch --once drop/            for a timer: checks what is there and ends";

/// Arguments of `watch`.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The folder to watch, with all folders in it.
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,

    /// How to report: terminal, html, markdown, json or jsonl.
    #[arg(long, value_enum, default_value_t = Format::Html, hide_possible_values = true)]
    format: Format,

    /// Put the reports in this folder instead of next to the rewrites.
    #[arg(long, value_name = "FOLDER")]
    reports: Option<PathBuf>,

    /// How many seconds to wait between two looks at the folder.
    #[arg(long, value_name = "SECONDS", default_value_t = 1.0, value_parser = seconds)]
    interval: f64,

    /// Check what is there and stop; the exit status is that of `check`.
    #[arg(long)]
    once: bool,

    #[command(flatten)]
    setup: SettingsArgs,
}

fn seconds(value: &str) -> Result<f64, Failure> {
    value
        .parse()
        .ok()
        .filter(|s| (0.01..=86_400.0).contains(s))
        .ok_or_else(|| Failure::new("expected seconds, from 0.01 on"))
}

/// Runs `watch`.
pub fn run(args: &Args) -> Result<Exit, Failure> {
    sensible(args)?;
    let setup = Setup::new(&args.setup, None, false).reading(pool::threads(None));
    let (mut done, mut last) = (HashMap::<String, Pair>::new(), BTreeMap::<String, Pair>::new());
    let mut exit = Exit::Clean;
    loop {
        let now = match pairs(&args.folder) {
            Ok(now) => now,
            Err(failure) if args.once => return Err(failure),
            Err(failure) => {
                complain(failure);
                BTreeMap::new()
            }
        };
        let mut open = false;
        for (name, pair) in &now {
            let Some((rewrite, ..)) = &pair.rewrite else { continue };
            if pair.wires.is_empty() || done.get(name) == Some(pair) {
                continue;
            }
            // What changed since the last look may still be growing.
            if last.get(name) != Some(pair) || pair.stamps().any(|(_, size, _)| *size == 0) {
                open = true;
                continue;
            }
            let report = place(args, rewrite);
            if !done.contains_key(name) && is_younger(&report, pair) {
                done.insert(name.clone(), pair.clone());
                continue;
            }
            match one(args, &setup, pair, rewrite, &report) {
                Ok(Some(outcome)) => {
                    exit = exit.max(outcome);
                    done.insert(name.clone(), pair.clone());
                }
                // It changed while it was checked: it is looked at again.
                Ok(None) => open = true,
                Err(failure) => {
                    complain(failure);
                    exit = Exit::Failed;
                    done.insert(name.clone(), pair.clone());
                }
            }
        }
        setup.tidy();
        let settled = last == now && !open;
        last = now;
        if args.once && settled {
            if !last.values().any(|pair| pair.rewrite.is_some() && !pair.wires.is_empty()) {
                note(format_args!("{}: holds no pair to check", args.folder.display()));
            }
            return Ok(exit);
        }
        thread::sleep(Duration::from_secs_f64(args.interval));
    }
}

fn sensible(args: &Args) -> Result<(), Failure> {
    if !args.folder.is_dir() {
        return Err(Failure::new("this is no folder")
            .at(&args.folder)
            .advise("give the folder that stories are put into"));
    }
    if render_one(args.format).is_none() {
        return Err(Failure::new("--format of watch takes a report on one rewrite")
            .advise("terminal, html, markdown, json or jsonl"));
    }
    if let Some(reports) = &args.reports {
        fs::create_dir_all(reports).map_err(|e| Failure::new("cannot be made").at(reports).cause(e))?;
    }
    Ok(())
}

/// Checks a pair and writes its report; nothing where one of its files changed meanwhile.
fn one(args: &Args, setup: &Setup, pair: &Pair, rewrite: &Path, report: &Path) -> Result<Option<Exit>, Failure> {
    let loaded = setup.of(rewrite)?;
    let path = loaded.relative(rewrite);
    if loaded.config.excludes(&path) {
        return Ok(Some(Exit::Clean));
    }
    let read = |path: &Path| files::read_as(path, None).map_err(Failure::from);
    let wires: Result<Vec<Story>, Failure> = pair.wires.iter().map(|(wire, ..)| read(wire)).collect();
    let stories = wires.and_then(|wires| Ok((wires, read(rewrite)?)));
    let still = || pair.stamps().all(|before| stamp(&before.0).as_ref() == Some(before));
    if !still() {
        return Ok(None);
    }
    let (wires, story) = stories?;
    let judged = loaded.check(&path, wires, story)?;
    let name = rewrite.to_string_lossy().into_owned();
    let digest = Digest::of(&judged, &name, &[]);
    let Some(render) = render_one(args.format) else { return Ok(None) };
    if !still() {
        return Ok(None);
    }
    to_file(report, render(&judged, &name).as_bytes())?;
    let counts: Vec<String> = truecopy::finding::Severity::ALL
        .into_iter()
        .rev()
        .filter(|s| digest.count(*s) > 0)
        .map(|s| format!("{} {}", digest.count(s), s.name()))
        .collect();
    let counts = if counts.is_empty() { "no findings".to_owned() } else { counts.join(", ") };
    let result = if digest.fails { "fail" } else { "pass" };
    let verdict = judged.report.verdict.name();
    let line = format!("{result} {name}: {verdict}, fidelity {:.1}, {counts}\n", judged.report.fidelity);
    say(&line)?;
    Ok(Some(Exit::of(&digest)))
}

/// Where the report on a rewrite goes.
fn place(args: &Args, rewrite: &Path) -> PathBuf {
    let ending = match args.format {
        Format::Html => "html",
        Format::Markdown => "md",
        Format::Json => "json",
        Format::Jsonl => "jsonl",
        _ => "txt",
    };
    let inner = rewrite.strip_prefix(&args.folder).unwrap_or(rewrite).to_string_lossy().replace(['/', '\\'], "-");
    match &args.reports {
        Some(folder) => folder.join(format!("{inner}.report.{ending}")),
        None => {
            let mut name = rewrite.as_os_str().to_owned();
            name.push(format!(".report.{ending}"));
            name.into()
        }
    }
}

fn is_younger(report: &Path, pair: &Pair) -> bool {
    let Ok(made) = fs::metadata(report).and_then(|m| m.modified()) else { return false };
    pair.stamps().all(|(_, _, changed)| changed.is_some_and(|c| c <= made))
}
