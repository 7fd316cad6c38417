//! `truecopy inspect`: how a file is read.

use std::fmt::Write as _;
use std::path::PathBuf;

use serde_json::{Value, json};
use truecopy::format::json::metadata;
use truecopy::format::visible::{self, visible};
use truecopy::ingest::{Format, Story};

use crate::cli::failure::Failure;
use crate::cli::input::each::{Shape, for_each, shape};
use crate::cli::input::files;
use crate::exit::Exit;

const EXAMPLES: &str = "\
Examples:
  truecopy inspect wire.xml
  truecopy inspect --from nitf story.txt
  truecopy inspect --format json feed.xml";

/// Arguments of `inspect`.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Stories or feeds; `FEED#ID` for one item; `-` for standard input.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,

    /// Read as this format instead of looking at the content: plain, markdown, html, ninjs, nitf, newsml, rss, atom, mail, iptc7901 or anpa.
    #[arg(long, value_name = "FORMAT", value_parser = files::format)]
    from: Option<Format>,

    /// How to report.
    #[arg(long, default_value = "text", value_parser = shape("Fields, then blocks with their place and kind", "One JSON object per story"))]
    format: Shape,
}

/// Runs `inspect`.
pub fn run(args: &Args) -> Result<Exit, Failure> {
    for_each(&args.files, args.from, |story| {
        let said = match args.format {
            Shape::Text => text(story),
            Shape::Json => visible::json(json(story).to_string() + "\n"),
        };
        Ok((said, Exit::Clean))
    })
}

fn text(story: &Story) -> String {
    let mut out = String::new();
    let meta = &story.meta;
    // Writing into memory cannot fail.
    let _ = writeln!(out, "{} ({})", visible(&story.source.name), meta.format.name());
    for (name, value) in meta.fields() {
        let _ = writeln!(out, "  {name:<16}  {}", visible(value));
    }
    if let Some((y, m, d)) = story.date {
        let _ = writeln!(out, "  {:<16}  {y:04}-{m:02}-{d:02}", "day");
    }
    for link in &meta.links {
        let _ = writeln!(out, "  {:<16}  {}", link.kind.name(), visible(&link.id));
    }
    for a in &meta.advisories {
        let _ = writeln!(out, "  {:<16}  {}", a.kind.name(), visible(&a.text));
    }
    for note in &story.notes {
        let _ = writeln!(out, "  {:<16}  {}", "note", visible(note));
    }
    for block in &story.blocks {
        let (line, column) = story.source.line_column(block.span.start);
        let words: Vec<&str> = story.source.slice(block.span).split_whitespace().collect();
        let head = words.iter().take(12).copied().collect::<Vec<_>>().join(" ");
        let more = if words.len() > 12 { " …" } else { "" };
        let _ =
            writeln!(out, "  {:>9}  {:<22}  {}{more}", format!("{line}:{column}"), block.kind.name(), visible(&head));
    }
    out
}

fn json(story: &Story) -> Value {
    let mut out = serde_json::Map::new();
    out.insert("name".into(), json!(story.source.name));
    out.extend(metadata(story));
    let blocks = story.blocks.iter().map(|b| {
        let original = story.source.original(b.span);
        let (line, column) = story.source.line_column(b.span.start);
        json!({
            "kind": b.kind.name(), "line": line, "column": column,
            "bytes": [original.start, original.end], "text": story.source.slice(b.span),
        })
    });
    let blocks: Vec<Value> = blocks.collect();
    out.insert("notes".into(), json!(story.notes));
    out.insert("blocks".into(), json!(blocks));
    Value::Object(out)
}
