//! `truecopy match`: which wire story a text was made from.

use std::fmt::Write as _;
use std::path::PathBuf;

use serde_json::json;
use truecopy::archive::{Match, THRESHOLD};
use truecopy::format::visible::{self, visible};
use truecopy::ingest::Format;

use crate::cli::failure::Failure;
use crate::cli::input::archive::{Archive, Narrow, score};
use crate::cli::input::each::{Shape, for_each, shape};
use crate::cli::input::files::{self, texts};
use crate::exit::Exit;

const EXAMPLES: &str = "\
Exit status: 0 if every text has a match at or above --threshold, 1 if one has none, 2 if something could not be read.

Examples:
  truecopy match wire.index rewrite.txt
  truecopy match archive/ --top 3 rewrites/
  truecopy match --format json wire.index feed.xml";

/// Arguments of `match`.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// An index made by `truecopy index`, or wire stories: a folder or a feed.
    #[arg(value_name = "ARCHIVE")]
    archive: PathBuf,

    /// The texts whose wire is wanted: stories, feeds or folders; `-` for standard input.
    #[arg(value_name = "REWRITE", required = true)]
    rewrites: Vec<PathBuf>,

    /// How many stories to name for each text; those below the threshold are marked.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=100))]
    top: u16,

    /// How similar the two must be, from 0 to 1.
    #[arg(long, value_name = "SCORE", default_value_t = THRESHOLD, value_parser = score)]
    threshold: f64,

    #[command(flatten)]
    narrow: Narrow,

    /// Read all stories as this format instead of looking at the content: plain, markdown, html, ninjs, nitf, newsml, rss, atom, mail, iptc7901 or anpa.
    #[arg(long, value_name = "FORMAT", value_parser = files::format)]
    from: Option<Format>,

    /// How to report.
    #[arg(long, default_value = "text", value_parser = shape("A line for each text, and one for each story", "One JSON object per text"))]
    format: Shape,
}

/// Runs `match`.
pub fn run(args: &Args) -> Result<Exit, Failure> {
    let archive = Archive::open(&args.archive, args.from)?;
    let texts = texts(&args.rewrites.iter().collect::<Vec<_>>())?;
    for_each(&texts, args.from, |story| {
        let found = archive.search(story, &args.narrow, usize::from(args.top))?;
        let said = match args.format {
            Shape::Text => text(&story.source.name, &found, args.threshold),
            Shape::Json => line(&story.source.name, &found, args.threshold),
        };
        let matched = found.first().is_some_and(|m| m.score >= args.threshold);
        Ok((said, if matched { Exit::Clean } else { Exit::Findings }))
    })
}

fn text(name: &str, found: &[Match], threshold: f64) -> String {
    let mut out = format!("{}\n", visible(name));
    // Writing into memory cannot fail.
    if found.first().is_none_or(|m| m.score < threshold) {
        let _ = writeln!(out, "  no match at or above {threshold:.2}");
    }
    for m in found {
        let below = if m.score < threshold { "  below the threshold" } else { "" };
        let _ = writeln!(out, "  {:.2}  {}{below}", m.score, visible(&m.record.name()));
        let _ = writeln!(out, "        {}", visible(&m.record.title));
        if !m.shared.is_empty() {
            let _ = writeln!(out, "        both have: {}", visible(&m.shared.join(", ")));
        }
    }
    out
}

fn line(name: &str, found: &[Match], threshold: f64) -> String {
    let all = found.iter().map(|m| {
        json!({
            "wire": m.record.name(), "title": m.record.title, "id": m.record.id,
            "score": (m.score * 1000.0).round() / 1000.0, "matched": m.score >= threshold, "shared": m.shared,
        })
    });
    let all: Vec<_> = all.collect();
    let matched = found.first().is_some_and(|m| m.score >= threshold);
    visible::json(json!({"rewrite": name, "matched": matched, "matches": all}).to_string() + "\n")
}
