//! What a check costs: a story pair of 5 KB and the share of each stage, growth from 1 KB to 1 MB, the ratio to one word segmentation
//! pass over the same text, and a whole process from start to report. `cargo bench --bench check` prints it.
//!
//! Each figure is the fastest of several runs: on a busy machine that is the one nearest to what the code itself costs.

use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use truecopy::align::{self, Alignment, figures_and_dates};
use truecopy::analyse::Analysis;
use truecopy::check::{Checker, Options, Wire};
use truecopy::compare::unmatched_names::likeness::Likenesses;
use truecopy::compare::{Case, Shared, WireIndex, WireTables};
use truecopy::facts::Facts;
use truecopy::format::json;
use truecopy::format::terminal;
use truecopy::format::terminal::Look;
use truecopy::ingest::{Story, from_text};
use truecopy::rules;
use truecopy::score;
use truecopy::score::{fidelity, verdict};
use truecopy::weigh::{self, Weighed, WireGrams};
use unicode_segmentation::UnicodeSegmentation as _;

/// How long a measurement goes on, at least.
const PATIENCE: Duration = Duration::from_millis(600);

fn fastest(mut run: impl FnMut()) -> Duration {
    let began = Instant::now();
    let mut best = Duration::MAX;
    let mut runs = 0;
    while runs < 3 || (began.elapsed() < PATIENCE && runs < 1000) {
        let one = Instant::now();
        run();
        best = best.min(one.elapsed());
        runs += 1;
    }
    best
}

fn example(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(file);
    std::fs::read_to_string(path).expect("the example is there")
}

/// The first paragraphs of a text, up to `bytes`.
fn first(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..text[..end].rfind('\n').map_or(end, |i| i + 1)]
}

/// A text of about `bytes`, made of an example's paragraphs with other figures and names each time round: repetition to the letter would
/// be no story.
fn grown(text: &str, bytes: usize) -> String {
    let mut out = String::with_capacity(bytes + text.len());
    for round in 0.. {
        for line in text.lines() {
            if out.len() >= bytes {
                return out;
            }
            for word in line.split_inclusive(' ') {
                let capital = word.starts_with(|c: char| c.is_ascii_uppercase()) && word.trim().len() > 3;
                match word.trim().parse::<u32>() {
                    Ok(n) => out.push_str(&format!("{} ", n + round)),
                    Err(_) if capital && round > 0 => {
                        let (head, tail) = word.split_at(1);
                        out.push_str(&format!("{head}{}{tail}", ["a", "e", "i", "o", "u"][round as usize % 5]));
                    }
                    Err(_) => out.push_str(word),
                }
            }
            out.push('\n');
        }
    }
    out
}

fn stories(wire: &str, rewrite: &str) -> (Story, Story) {
    (from_text("wire.txt", wire), from_text("rewrite.txt", rewrite))
}

fn whole(checker: &Checker, wire: &str, rewrite: &str) {
    let (wire, rewrite) = stories(wire, rewrite);
    let report = checker.check(wire, rewrite);
    black_box(json::render(&report));
}

/// The check without reading the texts and without a report.
fn alone(checker: &Checker, wire: &str, rewrite: &str) -> Duration {
    let (wire, rewrite) = stories(wire, rewrite);
    fastest(|| drop(black_box(checker.check(wire.clone(), rewrite.clone()))))
}

fn ms(d: Duration) -> f64 {
    d.as_secs_f64() * 1e3
}

fn kb(bytes: usize) -> f64 {
    bytes as f64 / 1000.0
}

/// A story beside its wire, as the rules see them.
fn case<'a>(
    (rewrite_story, rewrite): (&'a Story, &'a Analysis),
    (wire_stories, wires, tables): (&'a [Story], &'a [Analysis], &'a WireTables),
    alignment: &'a Alignment,
    weighed: &'a Weighed,
) -> Shared<'a> {
    Shared::new(Case {
        rewrite_story,
        wire_stories,
        rewrite,
        wires,
        figures: figures_and_dates::figures(wires, rewrite, alignment, &|| true),
        dates: figures_and_dates::dates(wires, wire_stories, rewrite, rewrite_story, alignment, &|| true),
        alignment,
        weighed,
        readings: const { &Vec::new() },
        gaps: const { &Vec::new() },
        summary: verdict::is_summary(wires, rewrite),
        facts: Facts::tables(),
        wire_index: WireIndex::new(wires, tables),
        likenesses: Likenesses::default(),
        go_on: &|| true,
    })
}

/// The share of each stage in the check of one pair.
fn stages(wire: &str, rewrite: &str) {
    let (w, r) = stories(wire, rewrite);
    let (takes, rewrite_analysis) = ([Analysis::of(&w)], Analysis::of(&r));
    let lookup = align::WireLookup::new(&takes);
    let alignment = align::align(&rewrite_analysis, &takes, &lookup);
    let grams = WireGrams::new(&takes);
    let weighed = weigh::weigh(&rewrite_analysis, &takes, &grams, &alignment);
    let wires = [w.clone()];
    let tables = WireTables::default();
    let settled = case((&r, &rewrite_analysis), (&wires, &takes, &tables), &alignment, &weighed);
    let found = rules::run(&settled, |_| true);
    let merged = score::merge(found.clone());
    let report = Checker::new(Options::default()).check(w.clone(), r.clone());
    let look = Look::new(100);
    let rows = [
        ("ingest", fastest(|| drop(black_box(stories(wire, rewrite))))),
        ("analyse", fastest(|| drop(black_box((Analysis::of(&w), Analysis::of(&r)))))),
        (
            "align",
            fastest(|| drop(black_box(align::align(&rewrite_analysis, &takes, &align::WireLookup::new(&takes))))),
        ),
        (
            "weigh",
            fastest(|| drop(black_box(weigh::weigh(&rewrite_analysis, &takes, &WireGrams::new(&takes), &alignment)))),
        ),
        (
            "rules",
            fastest(|| {
                // What the rules work out for each other is worked out anew for every text.
                let tables = WireTables::default();
                let case = case((&r, &rewrite_analysis), (&wires, &takes, &tables), &alignment, &weighed);
                black_box(rules::run(&case, |_| true));
            }),
        ),
        (
            "score",
            fastest(|| {
                black_box(score::merge(found.clone()));
                black_box(fidelity::fidelity(&fidelity::parts(&settled, &merged), rewrite_analysis.word_count()));
            }),
        ),
        ("report", fastest(|| drop(black_box((json::render(&report), terminal::render(&report, look)))))),
    ];
    let sum: Duration = rows.iter().map(|(_, d)| *d).sum();
    println!("share of each stage, {:.1} KB against {:.1} KB", kb(rewrite.len()), kb(wire.len()));
    for (name, d) in rows {
        println!("  {name:8} {:5.1} %  {:7.3} ms", 100.0 * d.as_secs_f64() / sum.as_secs_f64(), ms(d));
    }
}

/// Several rewrites against one wire, which is read and analysed once for all of them, next to the same pairs one by one.
fn one_wire(checker: &Checker, wire: &str) {
    let files = ["rewrite-retranslated.txt", "rewrite-faithful.txt", "rewrite-outlet.txt"].map(example);
    let rewrites: Vec<&str> = files.iter().map(|text| first(text, 5_000)).collect();
    let apart = fastest(|| rewrites.iter().for_each(|rewrite| whole(checker, wire, rewrite)));
    let together = fastest(|| {
        let wire = Wire::from(from_text("wire.txt", wire));
        for rewrite in &rewrites {
            black_box(json::render(&checker.check(&wire, from_text("rewrite.txt", rewrite))));
        }
    });
    println!(
        "three rewrites against one wire, text to JSON report: {:.2} ms; one by one: {:.2} ms, {:.2} times as long",
        ms(together),
        ms(apart),
        apart.as_secs_f64() / together.as_secs_f64()
    );
}

fn main() {
    let (wire, rewrite) = (example("wire.txt"), example("rewrite-retranslated.txt"));
    let checker = Checker::new(Options::default());
    // The first check touches the tables; what it costs more than later ones belongs to the start of a process.
    let began = Instant::now();
    whole(&checker, first(&wire, 5_000), first(&rewrite, 5_000));
    println!("first check in a process: {:.2} ms", ms(began.elapsed()));

    let (short_wire, short_rewrite) = (first(&wire, 5_000), first(&rewrite, 5_000));
    let check = fastest(|| whole(&checker, short_wire, short_rewrite));
    let words = fastest(|| {
        black_box(short_wire.unicode_words().count() + short_rewrite.unicode_words().count());
    });
    println!("one pair of 5 KB on each side, text to JSON report, one core: {:.2} ms", ms(check));
    println!("  of which the check, both texts read: {:.2} ms", ms(alone(&checker, short_wire, short_rewrite)));
    for (what, file) in [("faithful rewrite", "rewrite-faithful.txt"), ("other outlet's", "rewrite-outlet.txt")] {
        let text = example(file);
        let text = first(&text, 5_000);
        println!(
            "  the check of the {what}, {:.1} KB: {:.2} ms",
            kb(text.len()),
            ms(alone(&checker, short_wire, text))
        );
    }
    println!("  one pass of Unicode word segmentation over both texts: {:.3} ms", ms(words));
    println!("  the check costs {:.1} such passes", check.as_secs_f64() / words.as_secs_f64());
    let half = fastest(|| whole(&checker, first(&wire, 2_500), first(&rewrite, 2_500)));
    println!("a pair of 5 KB in all, 2.5 KB on each side: {:.2} ms", ms(half));
    stages(short_wire, short_rewrite);
    one_wire(&checker, short_wire);

    println!("growth with length (per KB of rewrite; a cost in proportion to length would be the same on every line)");
    let mut base = 0.0;
    for bytes in [1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000] {
        let (w, r) = (grown(&wire, bytes), grown(&rewrite, bytes));
        let per_kb = ms(fastest(|| whole(&checker, &w, &r))) / kb(r.len());
        if base == 0.0 {
            base = per_kb;
        }
        println!(
            "  {:7.1} KB  {:9.2} ms  {per_kb:.3} ms per KB, {:.2} of the first",
            kb(r.len()),
            per_kb * kb(r.len()),
            per_kb / base
        );
    }

    let folder = std::env::temp_dir().join(format!("truecopy-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let (w, r) = (folder.join("wire.txt"), folder.join("rewrite.txt"));
    std::fs::write(&w, short_wire).expect("a file");
    std::fs::write(&r, short_rewrite).expect("a file");
    let process = fastest(|| {
        let output = Command::new(env!("CARGO_BIN_EXE_truecopy")).arg("check").args([&w, &r]).output();
        assert!(!output.expect("the program starts").stdout.is_empty());
    });
    let bare = fastest(|| drop(Command::new(env!("CARGO_BIN_EXE_truecopy")).arg("--version").output()));
    let _ = std::fs::remove_dir_all(&folder);
    println!(
        "process, start to report, the same pair: {:.1} ms (of which an empty run of the program: {:.1} ms)",
        ms(process),
        ms(bare)
    );
}
