//! `truecopy eval` as a user runs it: the example file, faulty lines, and the table that it writes.

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn truecopy(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_truecopy"));
    command.arg("eval").args(args).stdin(Stdio::null()).output().expect("the program starts")
}

fn example() -> String {
    concat!(env!("CARGO_MANIFEST_DIR"), "/examples/labelled.jsonl").to_owned()
}

/// A path for one test, in a folder that tests may write to.
fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("eval-{}-{name}", std::process::id()))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8 out")
}

#[test]
fn the_example_gives_every_figure() {
    let output = truecopy(&["--format", "json", &example()]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let figures: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let set = &figures["sets"][0];
    assert_eq!((&set["set"], &set["records"]), (&Value::from("labelled.jsonl"), &Value::from(12)));
    // Twelve texts and the one faithful text that four planted faults share.
    assert_eq!(set["pairs"], 13);
    for key in [
        "ranked",
        "ranked_critical",
        "auc",
        "caught",
        "alarmed",
        "balanced_accuracy",
        "errors_flagged",
        "character_f1",
        "major_marks_touched",
        "traps_alarmed",
        "false_major_per_1000",
        "false_per_1000",
        "calibration_error",
    ] {
        assert!(set["figures"][key].is_f64(), "{key} is missing: {}", set["figures"]);
    }
    assert_eq!(set["figures"]["ranked"], 1.0, "a planted number, negation, repetition and gap all cost fidelity");
    let rules = figures["rules"].as_array().expect("rules");
    let number = rules.iter().find(|r| r["rule"] == "number-changed").expect("41 boats for 14 are found");
    assert!(number["right"].as_u64() >= Some(1) && number["precision"].is_f64());
    for rule in rules {
        let interval = &rule["precision_interval"];
        if let (Some(p), Some(low), Some(high)) =
            (rule["precision"].as_f64(), interval[0].as_f64(), interval[1].as_f64())
        {
            assert!(low <= p + 1e-9 && p <= high + 1e-9, "{rule}");
        }
    }
}

#[test]
fn the_table_for_a_person_names_sets_rules_and_confidence() {
    let output = truecopy(&[&example()]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let said = text(&output.stdout);
    for words in ["labelled.jsonl: 12 records", "pairs/s", "number-changed", "character F1", "confidence stated"] {
        assert!(said.contains(words), "`{words}` is missing:\n{said}");
    }
}

#[test]
fn a_table_that_was_written_can_be_used() {
    let table = file("confidence.tsv");
    let path = table.to_str().expect("a plain path");
    let output = truecopy(&["--calibrate", path, &example()]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let written = std::fs::read_to_string(&table).expect("the table");
    assert!(written.starts_with('#') && written.contains("labelled.jsonl: 12 records"), "{written}");
    assert!(written.lines().any(|l| l.starts_with("number-changed\t")), "{written}");
    let again = file("again.tsv");
    let output =
        truecopy(&["--jobs", "1", "--confidence", path, "--calibrate", again.to_str().expect("a path"), &example()]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let same = std::fs::read_to_string(&again).expect("the table");
    assert_eq!(
        written, same,
        "a table follows from the rules' own signals, not from the table in force or the number of jobs"
    );
    let output = truecopy(&["--calibrate", path, "--confidence", path, &example()]);
    assert_eq!(output.status.code(), Some(2), "the table in use is not overwritten");
    for path in [table, again] {
        let _ = std::fs::remove_file(path);
    }
}

#[test]
fn faulty_lines_are_named_and_nothing_is_calibrated_on_them() {
    let input = file("faulty.jsonl");
    let good = r#"{"original":"Prices rose.","rewrite":"Prices went up."}"#;
    std::fs::write(&input, format!("{good}\n\n{{\"original\":1}}\n{good}\n")).expect("a file");
    let table = file("none.tsv");
    let output = truecopy(&["--calibrate", table.to_str().expect("a path"), input.to_str().expect("a path")]);
    assert_eq!(output.status.code(), Some(2));
    let said = text(&output.stderr);
    assert!(said.contains("line 3") && said.contains("not written"), "{said}");
    assert!(text(&output.stdout).contains("2 records") && !table.exists());
    std::fs::write(&input, "\n").expect("a file");
    let output = truecopy(&[input.to_str().expect("a path")]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("no labelled pair"), "{}", text(&output.stderr));
    let _ = std::fs::remove_file(input);
}

#[test]
fn every_shape_in_the_documentation_is_read() {
    let page = include_str!("../../docs/eval.md");
    let shapes: Vec<&str> = page.split("```json\n").skip(1).filter_map(|s| s.split("```").next()).collect();
    assert_eq!(shapes.len(), 5);
    for shape in shapes {
        truecopy::eval::Record::parse(shape).unwrap_or_else(|e| panic!("{e}: {shape}"));
    }
}
