//! Makes what the checker's learnt tables are made from. See README.md beside Cargo.toml.
//!
//! `fluency OUT` reads JSON lines with a `text` on standard input and writes the n-gram table.
//! `features` reads JSON lines {"id", "original", "rewrite"} and writes one line of tab-separated values per change: the id, the first and
//! last code point in the rewrite (equal for dropped words), then the features.
//! `parts` reads the same and writes, for each, the id and the parts of the cost behind the fidelity figure.

use std::collections::HashMap;
use std::io::BufRead;

use truecopy::analyse::Analysis;
use truecopy::check::{Checker, Options};
use truecopy::ingest::from_text;
use truecopy::score::fidelity::PARTS;
use truecopy::text::Span;
use truecopy::weigh::{self, fluency};
use truecopy::{align, weigh::NAMES};

fn main() {
    let args: Vec<String> = std::env::args().collect();
    match args.get(1).map(String::as_str) {
        Some("fluency") => count_fluency(&args[2]),
        Some("features") => write_features(),
        Some("parts") => write_parts(),
        _ => eprintln!("usage: truecopy-train fluency OUT | features | parts"),
    }
}

fn lines() -> impl Iterator<Item = serde_json::Value> {
    std::io::stdin().lock().lines().map(|l| serde_json::from_str(&l.expect("readable input")).expect("JSON lines"))
}

fn count_fluency(out: &str) {
    let mut counts: HashMap<u64, u32> = HashMap::new();
    for v in lines() {
        let a = Analysis::of(&from_text("-", v["text"].as_str().expect("a text")));
        for s in &a.sentences {
            let mut symbols = vec![fluency::BOUNDARY, fluency::BOUNDARY];
            symbols.extend(s.tokens.clone().map(|i| fluency::symbol(&a.tokens[i], a.fold(i))));
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
    for (h, n) in keys {
        let mut at = h as usize % slots;
        while table[at * 5..at * 5 + 4] != [0; 4] {
            at = (at + 1) % slots;
        }
        table[at * 5..at * 5 + 4].copy_from_slice(&((h >> 32) as u32).max(1).to_le_bytes());
        table[at * 5 + 4] = ((n as f32).log2() * 4.0).round() as u8;
    }
    std::fs::write(out, &table).expect("writable output");
    eprintln!("{} n-grams, {} bytes", slots * 3 / 4, table.len());
}

fn write_features() {
    use std::io::Write;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    writeln!(out, "id\tstart\tend\t{}", NAMES.join("\t")).expect("writable output");
    for v in lines() {
        let text = |k: &str| v[k].as_str().expect("a text");
        let story = from_text("rewrite", text("rewrite"));
        let wires = [Analysis::of(&from_text("wire", text("original")))];
        let rewrite = Analysis::of(&story);
        let alignment = align::align(&rewrite, &wires, &align::WireIndex::new(&wires));
        let weighed = weigh::weigh(&rewrite, &wires, &weigh::WireGrams::new(&wires), &alignment);
        let spans: Vec<Span> = weighed.changes.iter().map(|c| place(&rewrite, &c.rewrite)).collect();
        for (c, (start, end)) in weighed.changes.iter().zip(story.source.code_points(&spans)) {
            write!(out, "{}\t{start}\t{end}", text("id")).expect("writable output");
            for x in c.features {
                write!(out, "\t{x}").expect("writable output");
            }
            writeln!(out).expect("writable output");
        }
    }
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

fn write_parts() {
    use std::io::Write;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    writeln!(out, "id\t{}", PARTS.join("\t")).expect("writable output");
    let checker = Checker::new(Options::default());
    for v in lines() {
        let text = |k: &str| v[k].as_str().expect("a text");
        let (_, parts) =
            checker.check_with_parts(vec![from_text("wire", text("original"))], from_text("rewrite", text("rewrite")));
        write!(out, "{}", text("id")).expect("writable output");
        for x in parts {
            write!(out, "\t{x:.4}").expect("writable output");
        }
        writeln!(out).expect("writable output");
    }
}
