//! The order in which people read findings, and the numbers by which they speak of them.

use regex::Regex;

use super::{pair, run_in};
use crate::cli::{code, text};

/// What a report shows: number, severity and rule of each finding, in its order.
fn shown(report: &str, pattern: &str) -> Vec<(usize, String, String)> {
    let pattern = Regex::new(pattern).expect("a pattern");
    let number = |s: &str| s.parse().expect("a number");
    pattern.captures_iter(report).map(|c| (number(&c["n"]), c["severity"].to_owned(), c["rule"].to_owned())).collect()
}

const TERMINAL: &str = r"(?m)^ ?(?<n>\d+)  (?<severity>critical|major|minor|neutral)  (?<rule>[a-z-]+)";
const MARKDOWN: &str = r"\*\*(?<n>\d+)\. . (?<severity>[a-z]+): .*\*\* `(?<rule>[a-z-]+)`";
const PAGE: &str =
    r#"<li class="card [a-z]+" id="f(?<n>\d+)"[^>]* data-severity="(?<severity>[a-z]+)" data-rule="(?<rule>[a-z-]+)""#;

#[test]
fn the_gravest_comes_first_and_has_one_number_in_all_reports() {
    let folder = pair();
    let report = |options: &[&str]| {
        let args = [&["check"], options, &["wire.txt", "rewrite.txt"]].concat();
        text(&run_in(&folder.0, &args).stdout)
    };
    let terminal = shown(&report(&[]), TERMINAL);
    assert!(terminal.len() >= 3, "{terminal:?}");
    let grave = |s: &str| ["critical", "major", "minor", "neutral"].iter().position(|n| *n == s);
    assert!(terminal.is_sorted_by_key(|(_, severity, _)| grave(severity)), "{terminal:?}");
    assert!(terminal.iter().map(|(n, ..)| *n).eq(1..=terminal.len()), "{terminal:?}");
    assert_eq!(shown(&report(&["--format", "markdown"]), MARKDOWN), terminal);
    let mut page = shown(&report(&["--format", "html"]), PAGE);
    page.truncate(terminal.len());
    assert_eq!(page, terminal, "hints come after all others");
    // The order of the text, with the same numbers.
    let mut placed = shown(&report(&["--sort", "place"]), TERMINAL);
    assert_ne!(placed, terminal);
    placed.sort();
    assert_eq!(placed, terminal);
}

#[test]
fn a_finding_is_accepted_by_the_number_that_reports_give_it() {
    let folder = pair();
    let terminal = shown(&text(&run_in(&folder.0, &["check", "wire.txt", "rewrite.txt"]).stdout), TERMINAL);
    let (last, _, rule) = terminal.last().expect("a finding");
    let number = last.to_string();
    let accept = run_in(&folder.0, &["accept", "-n", &number, "--reason", "seen", "wire.txt", "rewrite.txt"]);
    assert_eq!(code(&accept), 0);
    let said = text(&accept.stdout);
    assert!(said.starts_with(&format!("accepted {rule} on")), "{said}");
}

const WIRE: &str =
    "The KOBE panel met in Lund on Monday. The panel of KOBE has 12 members.\n\nKOBE will vote in May.\n";
const REWRITE: &str =
    "The KoBE panel met in Lund on Monday. The panel of KoBE has 12 members.\n\nKoBE will vote in May.\n";

#[test]
fn one_slip_in_three_places_is_told_and_mended_once() {
    let folder = pair();
    folder.file("wire.txt", WIRE);
    folder.file("rewrite.txt", REWRITE);
    let run = |args: &[&str]| text(&run_in(&folder.0, &[args, &["wire.txt", "rewrite.txt"]].concat()).stdout);
    let terminal = run(&["check"]);
    assert_eq!(shown(&terminal, TERMINAL).len(), 1, "{terminal}");
    assert!(terminal.contains("and, line 3"), "{terminal}");
    let json: serde_json::Value = serde_json::from_str(&run(&["check", "--format", "json"])).expect("JSON");
    assert_eq!(json["findings"][0]["also"].as_array().map(Vec::len), Some(2), "{json}");
    let line: serde_json::Value = serde_json::from_str(&run(&["check", "--format", "jsonl"])).expect("JSON");
    let faults: Vec<_> = line["findings"].as_array().expect("findings").iter().map(|f| f["fault"].as_u64()).collect();
    assert_eq!(faults, [Some(0); 3]);
    let log: serde_json::Value = serde_json::from_str(&run(&["check", "--format", "sarif"])).expect("JSON");
    let result = &log["runs"][0]["results"][0];
    let same = |r: &&serde_json::Value| r["message"]["text"] == "the same fault here";
    assert_eq!(result["relatedLocations"].as_array().map(|all| all.iter().filter(same).count()), Some(2), "{result}");
    let replaced = &result["fixes"][0]["artifactChanges"][0]["replacements"];
    assert_eq!(replaced.as_array().map(Vec::len), Some(3), "{result}");
    run(&["check", "--fix"]);
    assert_eq!(std::fs::read_to_string(folder.0.join("rewrite.txt")).expect("the text"), WIRE);
}
