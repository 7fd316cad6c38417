//! Whatever arrives is read or refused, and a report on it is sound: the bodies of the fuzz targets, on sound input that was damaged at
//! random. Some seconds here; `TRUECOPY_FUZZ_SECONDS=3600 cargo test --release --test it -- --ignored fuzz::long --nocapture` goes on.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner};

use crate::cli;

#[path = "../../fuzz/src/bodies.rs"]
mod bodies;

/// What a reader may stumble over, and what turns one format into another.
const PIECES: [&str; 60] = [
    "\u{202e}",
    "\u{1b}[31m",
    "\u{9b}31m",
    "\u{0}",
    "\u{feff}",
    "\u{ad}",
    "\u{200d}",
    "\u{301}",
    "\u{1F1F3}",
    "\u{fffe}",
    "\u{2028}",
    "İ",
    "ﬁ",
    "ß",
    "港",
    "é",
    "“",
    "”",
    "\"",
    "'",
    "’",
    "„",
    "<",
    "</p>",
    "<p>",
    "<br/>",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "&amp;",
    "&#0;",
    "&#x10ffff;",
    "&lt;",
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\\",
    "\\u0000",
    "\\ud800",
    "\n",
    "\r",
    "\t",
    "  ",
    "\n\n",
    "0",
    "-1",
    "9999999999999999999999",
    "1e308",
    "2026-02-31",
    "$",
    "%",
    "null",
    "not ",
    "said ",
    "Mr. ",
    "*/",
];

/// One damage to a text.
#[derive(Clone, Debug)]
enum Edit {
    /// Bytes go.
    Cut(usize, usize),
    /// One of the pieces comes in.
    Put(usize, usize),
    /// A stretch comes again, so many times.
    Again(usize, usize, usize),
    /// A byte becomes another.
    Byte(usize, u8),
    /// A stretch of another seed comes in.
    Splice(usize, usize, usize, usize),
    /// All behind this goes.
    End(usize),
}

fn edit() -> impl Strategy<Value = Edit> {
    let at = any::<usize>();
    prop_oneof![
        4 => (at, 1_usize..40).prop_map(|(at, len)| Edit::Cut(at, len)),
        6 => (at, 0..PIECES.len()).prop_map(|(at, n)| Edit::Put(at, n)),
        2 => (at, 1_usize..60, 1_usize..30).prop_map(|(at, len, n)| Edit::Again(at, len, n)),
        4 => (at, any::<u8>()).prop_map(|(at, byte)| Edit::Byte(at, byte)),
        3 => (at, any::<usize>(), any::<usize>(), 1_usize..400).prop_map(|(at, s, from, len)| Edit::Splice(at, s, from, len)),
        1 => at.prop_map(Edit::End),
    ]
}

/// A place in so many bytes; proportional, so that it stays about the same when a case is made smaller.
fn place(at: usize, len: usize) -> usize {
    at % (len + 1)
}

fn damaged(seeds: &[Vec<u8>], seed: usize, edits: &[Edit]) -> Vec<u8> {
    let mut out = seeds[seed % seeds.len()].clone();
    let stretch = |bytes: &[u8], at: usize, len: usize| {
        let from = place(at, bytes.len());
        bytes[from..(from + len).min(bytes.len())].to_vec()
    };
    for edit in edits {
        match *edit {
            Edit::Cut(at, len) => {
                let from = place(at, out.len());
                out.drain(from..(from + len).min(out.len()));
            }
            Edit::Put(at, piece) => {
                let at = place(at, out.len());
                out.splice(at..at, PIECES[piece].bytes());
            }
            Edit::Again(at, len, n) => {
                let (piece, at) = (stretch(&out, at, len).repeat(n), place(at, out.len()));
                out.splice(at..at, piece);
            }
            Edit::Byte(at, byte) => {
                let at = place(at, out.len());
                if let Some(b) = out.get_mut(at) {
                    *b = byte;
                }
            }
            Edit::Splice(at, other, from, len) => {
                let (piece, at) = (stretch(&seeds[other % seeds.len()], from, len), place(at, out.len()));
                out.splice(at..at, piece);
            }
            Edit::End(at) => out.truncate(place(at, out.len())),
        }
    }
    out
}

fn files(folder: &str, names: impl Fn(&str) -> bool) -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut paths: Vec<_> =
        std::fs::read_dir(root).expect("a folder").filter_map(Result::ok).map(|e| e.path()).collect();
    paths.sort();
    paths.retain(|p| p.is_file() && names(&p.file_name().unwrap_or_default().to_string_lossy()));
    paths.iter().map(|p| std::fs::read(p).expect("a file")).collect()
}

/// A wire and a rewrite of each of the stories that rules are tested on.
fn pairs() -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stories");
    let mut folders: Vec<_> =
        std::fs::read_dir(root).expect("a folder").filter_map(Result::ok).map(|e| e.path()).collect();
    folders.sort();
    let read = |p: &Path| {
        let mut out = std::fs::read(p.join("wire.txt")).ok()?;
        out.push(bodies::PARTING);
        out.extend(std::fs::read(p.join("rewrite.txt")).ok()?);
        Some(out)
    };
    folders.iter().filter_map(|p| read(p)).collect()
}

/// Sound input for a body.
fn seeds(body: &str) -> Vec<Vec<u8>> {
    let feeds = |name: &'static str| files("tests/it/feeds", move |n| n.contains(name));
    let texts = |texts: &[&str]| texts.iter().map(|t| t.as_bytes().to_vec()).collect::<Vec<_>>();
    match body {
        "text" => pairs().into_iter().chain(feeds(".txt")).collect(),
        "html" => feeds(".html"),
        "markdown" => feeds(".md"),
        "ninjs" => feeds("ninjs"),
        "nitf" => feeds("nitf"),
        "newsml" => feeds("newsml"),
        "rss" => feeds("rss"),
        "atom" => feeds("atom"),
        "any_format" => files("tests/it/feeds", |_| true),
        "schema_org" => texts(&[
            r#"{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Ferry sails again", "datePublished": "2026-03-03T09:00:00Z",
               "author": [{"@type": "Person", "name": "Liv Aasen"}], "articleBody": "The ferry sails again.\n\nNobody was hurt.", "inLanguage": "en"}"#,
            r#"{"@graph": [{"@type": ["NewsArticle", "Article"], "headline": "Ferry", "dateModified": "2026-03-04"}, {"@type": "WebPage"}]}"#,
        ]),
        "settings" => texts(&[SETTINGS]),
        "house" => texts(&[
            "[[ban]]\nid = \"a\"\ntext = [\"ferry\", \"the ferry\"]\nbad = [\"A ferry\"]\ngood = [\"A ship\"]\n[[prefer]]\nid = \"b\"\npattern = '(sa|su)nk'\nuse = \"$1\"\n",
            "[[must-keep]]\nid = \"c\"\ntext = \"call\"\nabout = \"drowned\"\nbad = [{ wire = \"x\", rewrite = \"drowned\" }]\n",
        ]),
        "accepted" => {
            texts(&["[[accepted]]\nrule = \"misspelling\"\nwords = \"the quay\"\nreason = \"ours\"\npath = \"a/**\"\n"])
        }
        "facts" => texts(&[
            "# truecopy facts 1\nheld\tLiv Aasen\tprime minister\tNorway\t2021-01-26\t\t2026-01\thouse\ncalled\tJan Berg\tdeputy mayor\tOslo\t2020\t2021-02\t7\t\n\
             write\tKyiv\tKiev; Kiew\tour style\nkeep\tArdhaven\n",
        ]),
        "facts_list" => texts(&[
            "personLabel,positionLabel,countryLabel,start,end\nLiv Aasen,prime minister,Norway,2021-01-26T00:00:00Z,\n",
            r#"{"results": {"bindings": [{"personLabel": {"value": "Liv Aasen"}, "positionLabel": {"value": "Prime Minister of Norway"}, "start": {"value": "2021-01-26"}}]}}"#,
            r#"[{"person": "Liv Aasen", "office": "mayor", "of": "Oslo", "start": "2020-01-01", "end": null}]"#,
        ]),
        "baseline" => texts(&[
            "{\"version\":1,\"scheme\":\"truecopyWords/v1\",\"rewrites\":{\"a.txt\":{\"0a\":\"misspelling\"}}}",
            r#"{"original": "The ferry sails.", "rewrite": "The ferry sails.", "errors": [{"start": 0, "end": 3, "severity": "major", "category": "Accuracy"}]}"#,
        ]),
        "history" => vec![bodies::sound_runs().into_bytes()],
        "index" => vec![bodies::sound_index()],
        "cache" => vec![bodies::sound_result().into_bytes()],
        "manifest" => texts(&[
            "[[pair]]\nid = \"ferry\"\nwire = [\"wire.txt\", \"wire.txt\"]\nrewrite = \"rewrite.txt\"\n",
            "id,wire,rewrite\n# first\nferry,wire.txt|wire.txt,rewrite.txt\n,\"wire.txt\",rewrite.txt\n",
            "{\"id\": \"a\", \"wire\": \"wire.txt\", \"rewrite\": [\"rewrite.txt\"]}\n{\"original\": \"The ferry sails.\", \"rewrite\": \"It sails.\"}\n",
        ]),
        "batch" => texts(&[
            "{\"id\": \"a\", \"original\": [\"The ferry sails on Monday.\", \"It sails.\"], \"rewrite\": \"The ferry sails.\", \"date\": \"2026-03-03\"}\n",
        ]),
        "check" => pairs().into_iter().chain(formats()).collect(),
        other => panic!("no seeds for {other}"),
    }
}

const SETTINGS: &str = r#"
[check]
kind = "auto"
lexicon = "words.txt"
facts = ["house.tsv", "own.tsv"]
[gate]
fail-on = "major"
fail-on-new = "minor"
min-confidence = 0.4
min-fidelity = 50
max-findings = 40
[report]
min-severity = "minor"
[files]
exclude = ["archive/", "*.{draft,old}.txt", "[a-c]/**/?.md"]
accepted = "accepted.toml"
cache-days = 30
[rules]
loaded-verb = "major"
[categories]
"Style" = "neutral"
[[override]]
paths = ["sport/**"]
rules = { number-changed = "off" }
"#;

/// Each format against each: a wire in one, a rewrite in another.
fn formats() -> Vec<Vec<u8>> {
    let all = files("tests/it/feeds", |_| true);
    let next = all.iter().cycle().skip(1);
    all.iter().zip(next).map(|(wire, rewrite)| [wire.as_slice(), &[bodies::PARTING], rewrite].concat()).collect()
}

/// Runs the body of this name: one of those that the targets share, or the list of pairs and the lines of a batch, whose readers are in the
/// program only.
fn run(name: &str, bytes: &[u8]) {
    match name {
        "manifest" => program(bytes, &["check", "--isolated", "--format", "jsonl", "--manifest"]),
        "batch" => program(bytes, &["batch", "--isolated"]),
        _ => bodies::run(name, bytes),
    }
}

/// The program ends well, whatever it is given.
fn program(bytes: &[u8], args: &[&str]) {
    let folder = cli::Folder::new();
    let first = bytes.iter().find(|b| !b.is_ascii_whitespace());
    let file = folder.file(if first == Some(&b'[') { "pairs.toml" } else { "pairs" }, bytes);
    folder.file("wire.txt", cli::WIRE);
    folder.file("rewrite.txt", cli::CHANGED);
    let output = cli::truecopy().args(args).arg(&file).output().expect("the program starts");
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(matches!(output.status.code(), Some(0..=2)), "{:?}: {said}", output.status);
    assert!(!said.contains("panicked") && !said.contains("internal error"), "{said}");
    for line in String::from_utf8(output.stdout).expect("UTF-8").lines() {
        serde_json::from_str::<serde_json::Value>(line).unwrap_or_else(|e| panic!("{e}: {line}"));
    }
}

/// Every body there is.
fn names() -> impl Iterator<Item = &'static str> {
    bodies::BODIES.iter().map(|(name, _)| *name).chain(["manifest", "batch"])
}

/// Runs a body on damaged input until the time is up. Gives how many inputs it took; a fault is made small and told with its input.
fn fuzz(name: &str, time: Duration, start: u64) -> u64 {
    let (seeds, began, count) = (seeds(name), Instant::now(), AtomicU64::new(0));
    let mut round = start;
    while began.elapsed() < time {
        let config = Config { cases: 64, failure_persistence: None, max_shrink_iters: 2000, ..Config::default() };
        // The same inputs on every machine; a long run begins elsewhere.
        let mut start = [0; 32];
        start[..8].copy_from_slice(&round.to_le_bytes());
        let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &start));
        let case = (any::<usize>(), vec(edit(), 0..12));
        let done = runner.run(&case, |(seed, edits)| {
            if began.elapsed() < time {
                count.fetch_add(1, Ordering::Relaxed);
                run(name, &damaged(&seeds, seed, &edits));
            }
            Ok(())
        });
        if let Err(TestError::Fail(why, (seed, edits))) = done {
            let input = damaged(&seeds, seed, &edits);
            let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{name}-{round}"));
            std::fs::write(&kept, &input).expect("the input that failed");
            panic!(
                "{name}: {why}\n{edits:?}\nthe input is in {}:\n{}",
                kept.display(),
                String::from_utf8_lossy(&input)
            );
        }
        round += 1;
    }
    count.into_inner()
}

#[test]
fn whatever_arrives_is_read_or_refused_and_reports_are_sound() {
    for name in names() {
        fuzz(name, Duration::from_millis(if name == "check" { 6000 } else { 300 }), 0);
    }
}

/// As long as `TRUECOPY_FUZZ_SECONDS` says, a minute without it; half of it whole checks. `TRUECOPY_FUZZ_START` is where to begin.
#[test]
#[ignore = "runs for as long as it is told to"]
fn long() {
    let read = |name| std::env::var(name).ok().and_then(|s| s.parse().ok());
    let (seconds, start) =
        (read("TRUECOPY_FUZZ_SECONDS").unwrap_or(60), read("TRUECOPY_FUZZ_START").unwrap_or(1 << 32));
    let only = std::env::var("TRUECOPY_FUZZ_ONLY").ok();
    let readers = names().count() - 1;
    let mut faults = 0;
    for name in names().filter(|n| only.as_deref().is_none_or(|o| o == *n)) {
        let share = if only.is_some() {
            1.0
        } else if name == "check" {
            0.5
        } else {
            0.5 / readers as f64
        };
        let time = Duration::from_secs_f64(seconds as f64 * share);
        match std::panic::catch_unwind(|| fuzz(name, time, start)) {
            Ok(count) => println!("{name}: {count} inputs in {} s, no fault", time.as_secs()),
            Err(_) => {
                faults += 1;
                println!("{name}: a fault");
            }
        }
    }
    assert_eq!(faults, 0, "targets with a fault");
}
