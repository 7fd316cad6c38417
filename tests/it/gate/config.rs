//! `truecopy.toml`: what holds where, and what is said of mistakes.

use std::path::Path;

use truecopy::config::{self, Config, Level, Origin, keys};
use truecopy::finding::Severity;
use truecopy::rules;

use super::{pair, rules, run_in};
use crate::cli::{Folder, code, text};
use crate::{schema, snap};

pub fn snapshots() -> Vec<String> {
    ["config-mistakes", "config-printed", "config-syntax"].map(str::to_owned).to_vec()
}

fn read(text: &str) -> Config {
    config::read(Path::new("truecopy.toml"), text).unwrap_or_else(|m| panic!("{m:#?}"))
}

/// A file that sets every key.
const EVERY: &str = r#"
[check]
select = ["ALL"]
ignore = ["drift"]
kind = "story"
language = "en"
lexicon = "house.txt"
facts = ["house.tsv", "names.tsv"]
house = ["rules.toml"]
learnt = "learnt.toml"
reader = "all"
reader-model = "nli"
max-words = 20000
max-seconds = 30

[gate]
fail-on = "critical"
fail-on-new = "minor"
min-confidence = 0.25
min-fidelity = 60
max-findings = 12

[report]
min-severity = "minor"
min-confidence = 0.1

[files]
exclude = ["archive/**", "*.html"]
accepted = "accepted.toml"
baseline = "baseline.json"
cache = ".cache"
cache-days = 7
cache-size = 200
history = "runs.jsonl"

[rules]
number-changed = "critical"
misspelling = "off"

[categories]
"Style" = "neutral"
"Style/Unidiomatic" = "off"

[[override]]
paths = ["sport/**"]
rules = { number-changed = "minor" }

[[override]]
paths = ["sport/results/*.txt"]
categories = { "Accuracy" = "off" }
"#;

#[test]
fn every_key_is_read_and_printed() {
    let config = read(EVERY);
    let printed = config::print(&config, Some("sport/results/cup.txt"));
    for key in keys::KEYS {
        let from_file = printed.lines().any(|l| l.starts_with(&format!("{} = ", key.name)) && l.contains("# line "));
        assert!(from_file, "`{}` of [{}] is not read: {printed}", key.name, key.table);
        assert!(EVERY.contains(&format!("{} = ", key.name)));
    }
    snap::check("gate", "config-printed", &printed);
    // What is printed says the same when it is read again.
    let again = config::print(&read(&printed), Some("sport/results/cup.txt"));
    let values = |t: &str| {
        t.lines()
            .map(|l| l.split(['(']).next().unwrap_or("").split(" #").next().unwrap_or("").trim().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(values(&printed), values(&again));
}

#[test]
fn the_narrowest_and_the_last_word_wins() {
    let config = read(EVERY);
    let level = |id: &str, path: &str| config.level(rules::rule(id).expect("a rule"), path).0;
    assert_eq!(level("number-changed", "news/a.txt"), Level::As(Severity::Critical));
    assert_eq!(level("number-changed", "sport/a.txt"), Level::As(Severity::Minor));
    assert_eq!(
        level("number-changed", "sport/results/a.txt"),
        Level::As(Severity::Minor),
        "its own line, not its category"
    );
    assert_eq!(level("year-changed", "sport/results/a.txt"), Level::Off);
    let twice = "[[override]]\npaths = [\"*\"]\nrules = { year-changed = \"off\" }\n";
    let config_twice = read(&format!("{twice}{}", twice.replace("off", "minor")));
    let year = rules::rule("year-changed").expect("a rule");
    assert_eq!(config_twice.level(year, "a.txt"), (Level::As(Severity::Minor), Origin::Line(6)), "the last override");
    assert_eq!(level("misspelling", "sport/a.txt"), Level::Off);
    assert_eq!(level("year-changed", "news/a.txt"), Level::On);
    assert!(
        config.excludes("archive/2009/a.txt") && config.excludes("deep/down/page.html") && !config.excludes("a.txt")
    );
    assert_eq!(config.fail_on.origin, Origin::Line(17));
}

#[test]
fn all_mistakes_are_told_at_once_each_at_its_line() {
    let wrong = r#"
[gate]
fail-om = "major"
fail-on = "majr"
max-findings = "ten"
min-fidelity = 140
cache = "x"

[reports]
x = 1

[rules]
number_changed = "off"
misspelling = "of"
year-changed = 3
zzz = "off"

[categories]
"Style/Unidiomatc" = "off"

[files]
exclude = ["[a", 7]
baseline = ""

[[override]]
rules = { year-changd = "minor" }
path = ["x"]
"#;
    let mistakes = config::read(Path::new("truecopy.toml"), wrong).expect_err("mistakes");
    let shown: Vec<String> = mistakes.iter().map(|m| m.render("truecopy.toml")).collect();
    snap::check("gate", "config-mistakes", &shown.join("\n\n"));
    let broken = "[gate\nfail-on = \"major\n\n[rules]\nx = = 1\n";
    let mistakes = config::read(Path::new("truecopy.toml"), broken).expect_err("mistakes");
    let shown: Vec<String> = mistakes.iter().map(|m| m.render("truecopy.toml")).collect();
    snap::check("gate", "config-syntax", &shown.join("\n\n"));
}

#[test]
fn any_text_is_read_or_refused() {
    for text in
        ["", "\u{feff}", "=", "[", "[[override]]", "override = 1", "rules = []", "[rules]\nmisspelling", "\0", "é = 1"]
    {
        if let Err(mistakes) = config::read(Path::new("truecopy.toml"), text) {
            assert!(mistakes.iter().all(|m| !m.render("x").is_empty()), "{text}");
        }
    }
}

#[test]
fn the_schema_for_editors_is_the_programs_and_takes_what_is_taken() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schema/truecopy.schema.json");
    let want = config::schema();
    if snap::updating() {
        std::fs::write(&path, &want).expect("the schema is written");
    }
    let held = std::fs::read_to_string(&path).expect("the schema is there");
    assert!(held == want, "docs/schema/truecopy.schema.json is old: INSTA_UPDATE=always cargo test writes it");
    let schema = schema::Schema::open("truecopy.schema.json");
    let value: serde_json::Value = toml::from_str(EVERY).expect("TOML");
    assert_eq!(schema.faults(&value), [""; 0]);
    for wrong in
        ["[gate]\nfail-om = 1", "[gate]\nfail-on = \"majr\"", "[rules]\nx = \"off\"", "[[override]]\nrules = {}"]
    {
        let value: serde_json::Value = toml::from_str(wrong).expect("TOML");
        assert!(!schema.faults(&value).is_empty(), "{wrong}");
    }
}

#[test]
fn the_file_nearest_to_the_rewrite_counts() {
    let folder = pair();
    let rewrite = std::fs::read_to_string(folder.0.join("rewrite.txt")).expect("the rewrite");
    folder.file("desk/inner/rewrite.txt", rewrite);
    folder.file("truecopy.toml", "[rules]\nnumber-changed = \"off\"\n");
    let inner = ["check", "--format", "json", "wire.txt", "desk/inner/rewrite.txt"];
    let off = rules(&run_in(&folder.0, &inner));
    assert!(!off.is_empty() && !off.contains(&"number-changed".to_owned()), "{off:?}");
    // Found from the rewrite, not from where the program was started.
    let outside = Folder::new();
    let (wire, deep) = (folder.0.join("wire.txt"), folder.0.join("desk/inner/rewrite.txt"));
    let args = ["check", "--format", "json", wire.to_str().expect("UTF-8"), deep.to_str().expect("UTF-8")];
    assert_eq!(rules(&run_in(&outside.0, &args)), off);
    folder.file("desk/truecopy.toml", "[gate]\nfail-on = \"never\"\n");
    let output = run_in(&folder.0, &inner);
    assert!(rules(&output).contains(&"number-changed".to_owned()), "the nearer file replaces the farther one");
    assert_eq!(code(&output), 0);
    let output = run_in(&folder.0, &["check", "--isolated", "--format", "json", "wire.txt", "desk/inner/rewrite.txt"]);
    assert_eq!(code(&output), 1);
    let output = run_in(
        &folder.0,
        &["check", "--config", "truecopy.toml", "--format", "json", "wire.txt", "desk/inner/rewrite.txt"],
    );
    assert_eq!(rules(&output), off);
    assert_eq!(code(&run_in(&folder.0, &["check", "--config", "no.toml", "wire.txt", "rewrite.txt"])), 2);
}

#[test]
fn a_wrong_file_stops_the_run_before_anything_is_checked() {
    let folder = pair();
    folder.file("truecopy.toml", "[rules]\nnumber-changd = \"off\"\nyear-changed = \"loud\"\n");
    let output = run_in(&folder.0, &["check", "wire.txt", "rewrite.txt"]);
    assert_eq!(code(&output), 2);
    assert!(output.stdout.is_empty());
    let said = text(&output.stderr);
    assert!(
        said.contains(":2:1: unknown rule `number-changd`") && said.contains("did you mean `number-changed`?"),
        "{said}"
    );
    assert!(said.contains(":3:16: `year-changed` cannot be \"loud\""), "both mistakes: {said}");
}

#[test]
fn settings_are_printed_with_where_they_come_from() {
    let folder = pair();
    folder.file("truecopy.toml", "[gate]\nmax-findings = 3\n\n[rules]\nmisspelling = \"off\"\n");
    let output = run_in(&folder.0, &["config", "--fail-on", "minor", "rewrite.txt"]);
    let shown = text(&output.stdout);
    let line = |start: &str| {
        shown.lines().find(|l| l.starts_with(start)).unwrap_or_else(|| panic!("{start}: {shown}")).to_owned()
    };
    assert!(line("fail-on = \"minor\"").ends_with("# command line"));
    assert!(line("max-findings = 3").ends_with("# line 2"));
    assert!(line("kind = \"auto\"").ends_with("# default"));
    assert!(shown.contains("misspelling is off (line 5)"), "{shown}");
    assert_eq!(text(&run_in(&folder.0, &["config", "--schema"]).stdout), config::schema());
}
