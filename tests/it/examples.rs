//! The stories of `examples/` in every format, as a user sees them.

use std::path::Path;

use truecopy::check::{Checker, Options, Report};
use truecopy::finding::Severity;
use truecopy::format::terminal::Look;
use truecopy::format::{html, json, jsonl, markdown, terminal};
use truecopy::ingest::{self, Story};

use crate::schema::Schema;
use crate::snap;

/// Name of the snapshots, takes of the wire, rewrite.
const CASES: [(&str, &[&str], &str); 4] = [
    ("retranslated", &["wire.txt"], "rewrite-retranslated.txt"),
    ("outlet", &["wire.txt"], "rewrite-outlet.txt"),
    ("outlet-two-takes", &["wire.txt", "wire-update.txt"], "rewrite-outlet.txt"),
    ("faithful", &["wire.txt"], "rewrite-faithful.txt"),
];

const FORMATS: [&str; 5] = ["terminal", "html", "markdown", "json", "jsonl"];

fn read(file: &str) -> Story {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(file);
    let bytes = std::fs::read(path).expect("the example is there");
    // By its name alone, so that reports do not depend on where the project lies.
    ingest::from_bytes(file, &bytes).expect("the example is a story")
}

/// Every example checked, with the name of its snapshots.
pub fn reports() -> Vec<(&'static str, Report)> {
    let checker = Checker::new(Options::default());
    let check = |(name, wires, rewrite): &(&'static str, &[&str], &str)| {
        (*name, checker.check(wires.iter().map(|w| read(w)).collect::<Vec<_>>(), read(rewrite)))
    };
    CASES.iter().map(check).collect()
}

/// Every snapshot of this module.
pub fn snapshots() -> Vec<String> {
    CASES.iter().flat_map(|(name, ..)| FORMATS.map(|f| format!("{name}.{f}"))).collect()
}

/// An update repeats most of what it updates; a reader who leaves a sentence out is told so once.
#[test]
fn nothing_is_said_twice() {
    for (name, report) in reports() {
        let mut said: Vec<_> = report.findings.iter().map(|f| (f.rule.id, f.message.as_str(), f.at)).collect();
        let all = said.len();
        said.sort();
        said.dedup();
        assert_eq!(said.len(), all, "{name}");
    }
}

/// "The talks … move to Bergen on Friday" stands in both takes and is told after the first.
#[test]
fn what_one_take_bears_out_is_not_missed_in_another() {
    let all = reports();
    let (_, report) = all.iter().find(|(name, _)| *name == "outlet-two-takes").expect("the example with two takes");
    let dropped = report.findings.iter().filter(|f| f.rule.id == "sentence-dropped");
    let words: Vec<&str> =
        dropped.flat_map(|f| &f.evidence.wire).map(|w| report.wires[w.take].source.slice(w.span)).collect();
    assert!(
        !words.iter().any(|w| w.contains("The talks, the third round") || w.contains("A deal is possible")),
        "{words:#?}"
    );
    assert!(
        words.iter().any(|w| w.contains("In Dublin, Irish Marine Minister")),
        "what only the update has is still missed"
    );
}

/// The words that a finding shows are the ones that contradict each other, no more and no less.
#[test]
fn findings_show_what_contradicts_them() {
    let all = reports();
    let report = |name| all.iter().find(|(n, _)| *n == name).map(|(_, r)| r).expect("an example");
    let first = |name, rule| {
        let report: &Report = report(name);
        let f = report.findings.iter().find(|f| f.rule.id == rule).expect(rule);
        let w = f.evidence.wire.first().expect("words of the wire");
        (f.message.clone(), report.wires[w.take].source.slice(w.span).to_owned())
    };
    assert_eq!(first("outlet", "quote-speaker-changed").1, "Kirsten Lund");
    let (message, words) = first("outlet", "negation-flipped");
    assert_eq!(words, "did not travel");
    assert!(message.contains("“did not travel”"), "{message}");
    assert_eq!(first("retranslated", "negation-flipped").1, "would not rule");

    let retranslated = report("retranslated");
    let text = &retranslated.rewrite.source.text;
    let at = text.find("forty years of catch logs").expect("the merged list");
    let list = at..at + "forty years of catch logs".len();
    let about: Vec<&str> = retranslated
        .findings
        .iter()
        .filter(|f| f.at.is_some_and(|s| s.0.range().start < list.end && s.0.range().end > list.start))
        .map(|f| f.rule.id)
        .collect();
    assert_eq!(about, ["quote-altered"], "words that come back further on were not left out: one fault, one finding");
    let sure = retranslated.findings.iter().find(|f| f.message.contains("“may”, the rewrite “will”"));
    assert_eq!(
        sure.map(|f| f.severity),
        Some(Severity::Major),
        "a possibility told as a certainty, in somebody's mouth"
    );
    let stop = retranslated.findings.iter().find(|f| f.at.is_some_and(|s| s.0.of(text) == "August. ."));
    assert_eq!(stop.and_then(|f| f.replacement.as_deref()), Some("August."));
}

/// A passage is cut as a reader would cut it: not behind "the" or "and", and not in the middle of a name; the wire's words, which are quoted
/// by themselves, not behind "of" either.
#[test]
fn passages_end_with_words_that_say_something() {
    let dangles = |words: &str, leads: &[&str]| {
        let last = words.split_whitespace().next_back().expect("words").to_lowercase();
        leads.contains(&last.as_str()) || words.ends_with("said Marguerite")
    };
    for (name, report) in reports() {
        for f in report.findings.iter().filter(|f| f.rule.id == "passage-drifted") {
            let own = f.at.expect("a passage has a place").0.of(&report.rewrite.source.text);
            assert!(!dangles(own, &["a", "an", "the", "that", "and"]), "{name}: {own}");
            for w in &f.evidence.wire {
                let theirs = report.wires[w.take].source.slice(w.span);
                assert!(!dangles(theirs, &["a", "an", "the", "that", "and", "of", "from"]), "{name}: {theirs}");
            }
        }
    }
}

#[test]
fn every_format() {
    let (whole, lines) = (Schema::open_whole("report.schema.json"), Schema::open_whole("batch.schema.json"));
    for (name, report) in reports() {
        let version = |text: String| text.replace(&format!("\"{}\"", env!("CARGO_PKG_VERSION")), "\"VERSION\"");
        let (document, line) = (json::render(&report), jsonl::render(&report, name));
        for (schema, text) in [(&whole, &document), (&lines, &line)] {
            let faults = schema.faults(&serde_json::from_str(text).expect("JSON"));
            assert!(faults.is_empty(), "{name}: {faults:#?}");
        }
        let page = html::render(&report);
        let body = page.split_once("<body>").and_then(|(_, b)| b.split_once("<script>")).expect("a page").0;
        snap::check("examples", &format!("{name}.terminal"), &terminal::render(&report, Look::new(100)));
        snap::check("examples", &format!("{name}.html"), &body.replace("><", ">\n<"));
        snap::check("examples", &format!("{name}.markdown"), &markdown::render(&report));
        snap::check("examples", &format!("{name}.json"), &version(document));
        snap::check("examples", &format!("{name}.jsonl"), &line);
    }
}
