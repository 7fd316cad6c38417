//! Makes what the checker's learnt tables are made from. See README.md beside Cargo.toml.

use std::collections::HashMap;
use std::error::Error;
use std::io::{BufRead, Write};
use std::path::Path;
use std::process::ExitCode;

use serde_json::Value;
use truecopy::align;
use truecopy::analyse::Analysis;
use truecopy::check::{Checker, Options};
use truecopy::ingest::from_text;
use truecopy::reader::Mode;
use truecopy::score::{fidelity, second};
use truecopy::text::Span;
use truecopy::weigh::stamp::{Stamp, body};
use truecopy::weigh::{self, ChangeKind, NAMES, fluency};

const USAGE: &str = "usage: truecopy-train COMMAND
  fluency OUT     reads JSON lines {\"text\"} and writes the n-gram table
  features        reads JSON lines {\"id\", \"original\", \"rewrite\"} and writes one line of tab-separated values per change: the id, the first
                  and last code point in the rewrite (equal for dropped words), then the features
  parts           reads the same and writes, for each, the id and the parts of the cost behind the fidelity figure
  identity        writes the first line that each kind of learnt file must have: which lists its numbers are places in
  stamp FILE...   puts that line into learnt files as they are, told by their names; right only where the lists are those they were learnt with
Tables of features and parts begin with that line too, so that what is learnt from them says what it was learnt with.";

type Outcome = Result<(), Box<dyn Error>>;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match args.as_slice() {
        ["fluency", out] => count_fluency(out),
        ["features"] => write_features(),
        ["parts"] => write_parts(),
        ["signs"] => write_signs(),
        ["identity"] => write_identity(),
        ["stamp", files @ ..] if !files.is_empty() => files.iter().try_for_each(|file| put_stamp(file)),
        _ => Err(USAGE.into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("{e}");
            ExitCode::FAILURE
        }
    }
}

/// The stamps of all learnt files, each with the names of the files.
fn stamps() -> [(&'static [&'static str], Stamp); 4] {
    [
        (&["major.bin", "marked.bin", "fault.bin", "edited.bin"], weigh::trees_stamp()),
        (&["fluency.bin"], fluency::stamp()),
        (&["fidelity.tsv"], fidelity::stamp()),
        (&["doubt.tsv"], second::stamp()),
    ]
}

fn write_identity() -> Outcome {
    for (files, stamp) in stamps() {
        println!("{}\t{stamp}", files.join(" "));
    }
    Ok(())
}

fn put_stamp(path: &str) -> Outcome {
    let name = Path::new(path).file_name().and_then(|n| n.to_str()).unwrap_or_default();
    let (_, stamp) = stamps()
        .into_iter()
        .find(|(files, _)| files.contains(&name))
        .ok_or_else(|| format!("{path}: no learnt file"))?;
    let content = std::fs::read(path)?;
    let mut stamped = format!("{stamp}\n").into_bytes();
    stamped.extend_from_slice(body(&content));
    std::fs::write(path, stamped)?;
    Ok(())
}

/// The JSON lines of standard input.
fn lines() -> impl Iterator<Item = Result<Value, Box<dyn Error>>> {
    std::io::stdin().lock().lines().map(|line| Ok(serde_json::from_str(&line?)?))
}

fn text<'a>(record: &'a Value, key: &str) -> Result<&'a str, String> {
    record[key].as_str().ok_or_else(|| format!("a line without a text {key:?}: {record}"))
}

fn count_fluency(out: &str) -> Outcome {
    let mut counts: HashMap<u64, u32> = HashMap::new();
    for record in lines() {
        let a = Analysis::of(&from_text("-", text(&record?, "text")?));
        for s in &a.sentences {
            let mut symbols = vec![fluency::BOUNDARY, fluency::BOUNDARY];
            symbols.extend(s.tokens.clone().map(|i| fluency::symbol(&a.tokens[i], a.form(i))));
            symbols.push(fluency::BOUNDARY);
            *counts.entry(fluency::fingerprint(&symbols[..2])).or_default() += 1;
            *counts.entry(fluency::fingerprint(&symbols[..1])).or_default() += 1;
            for i in 2..symbols.len() {
                *counts.entry(fluency::fingerprint(&[])).or_default() += 1;
                for n in 1..=3 {
                    *counts.entry(fluency::fingerprint(&symbols[i + 1 - n..=i])).or_default() += 1;
                }
            }
        }
    }
    let slots = counts.len() * 4 / 3 + 1;
    let mut table = vec![0u8; slots * fluency::SLOT];
    let mut keys: Vec<(u64, u32)> = counts.into_iter().collect();
    keys.sort_unstable();
    let grams = keys.len();
    for (h, n) in keys {
        let mut at = h as usize % slots;
        while table[at * 5..at * 5 + 4] != [0; 4] {
            at = (at + 1) % slots;
        }
        table[at * 5..at * 5 + 4].copy_from_slice(&((h >> 32) as u32).max(1).to_le_bytes());
        table[at * 5 + 4] = ((n as f32).log2() * 4.0).round() as u8;
    }
    let mut file = format!("{}\n", fluency::stamp()).into_bytes();
    file.extend_from_slice(&table);
    std::fs::write(out, &file)?;
    eprintln!("{grams} n-grams, {} bytes", file.len());
    Ok(())
}

fn write_features() -> Outcome {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    writeln!(out, "{}\n# {}", weigh::trees_stamp(), ChangeKind::NAMES.join(" "))?;
    writeln!(out, "id\tstart\tend\t{}", NAMES.join("\t"))?;
    for record in lines() {
        let record = record?;
        let story = from_text("rewrite", text(&record, "rewrite")?);
        let wires = [Analysis::of(&from_text("wire", text(&record, "original")?))];
        let rewrite = Analysis::of(&story);
        let alignment = align::align(&rewrite, &wires, &align::WireLookup::new(&wires));
        let weighed = weigh::differences(&rewrite, &wires, &weigh::WireGrams::new(&wires), &alignment);
        let spans: Vec<Span> = weighed.changes.iter().map(|c| place(&rewrite, &c.rewrite)).collect();
        for (c, (start, end)) in weighed.changes.iter().zip(story.source.code_points(&spans)) {
            write!(out, "{}\t{start}\t{end}", text(&record, "id")?)?;
            for x in c.features {
                write!(out, "\t{x}")?;
            }
            writeln!(out)?;
        }
    }
    Ok(out.flush()?)
}

/// Where a change is in the rewrite; for dropped words the gap between two tokens.
fn place(a: &Analysis, tokens: &std::ops::Range<usize>) -> Span {
    if !tokens.is_empty() {
        return a.span(tokens.clone());
    }
    let at = match (tokens.start.checked_sub(1).and_then(|i| a.tokens.get(i)), a.tokens.get(tokens.start)) {
        (Some(before), _) => before.span.end,
        (None, Some(after)) => after.span.start,
        (None, None) => 0,
    };
    Span { start: at, end: at }
}

fn write_signs() -> Outcome {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    writeln!(out, "{}", second::stamp())?;
    writeln!(out, "id\t{}", second::SIGNS.join("\t"))?;
    let checker = Checker::new(Options::default().reader(Mode::All));
    for record in lines() {
        let record = record?;
        let wire = from_text("wire", text(&record, "original")?);
        for signs in checker.learnt_from(vec![wire], from_text("rewrite", text(&record, "rewrite")?)).signs {
            write!(out, "{}", text(&record, "id")?)?;
            for x in signs {
                write!(out, "\t{x:.4}")?;
            }
            writeln!(out)?;
        }
    }
    Ok(out.flush()?)
}

fn write_parts() -> Outcome {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    writeln!(out, "{}", fidelity::stamp())?;
    writeln!(out, "id\t{}", fidelity::PARTS.join("\t"))?;
    let checker = Checker::new(Options::default());
    for record in lines() {
        let record = record?;
        let wire = from_text("wire", text(&record, "original")?);
        write!(out, "{}", text(&record, "id")?)?;
        for x in checker.learnt_from(vec![wire], from_text("rewrite", text(&record, "rewrite")?)).parts {
            write!(out, "\t{x:.4}")?;
        }
        writeln!(out)?;
    }
    Ok(out.flush()?)
}
