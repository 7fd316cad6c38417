//! What is reached on the stories of `tests/newsroom`, which were written by somebody who knew nothing of the rules.

use std::process::Command;

use serde_json::Value;

/// The figures of one file, as `truecopy eval` gives them.
fn figures(file: &str) -> Value {
    let path = format!("{}/tests/newsroom/{file}", env!("CARGO_MANIFEST_DIR"));
    let output = Command::new(env!("CARGO_BIN_EXE_truecopy"))
        .args(["eval", "--format", "json", &path])
        .output()
        .expect("the program starts");
    let figures: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    figures["sets"][0]["figures"].clone()
}

#[track_caller]
fn holds(figures: &Value, name: &str, fits: impl Fn(f64) -> bool) {
    let value = figures[name].as_f64().unwrap_or_else(|| panic!("no figure `{name}` in {figures:#}"));
    assert!(fits(value), "{name} is {value}");
}

#[test]
fn an_edit_that_changes_what_is_told_is_grave_and_a_harmless_one_is_not() {
    let edits = figures("edits.jsonl");
    holds(&edits, "errors_flagged", |share| share >= 0.81);
    holds(&edits, "no_error_flagged", |share| share < 0.01);
}

#[test]
fn grave_findings_in_whole_stories_are_right_and_faithful_stories_seldom_have_one() {
    let stories = figures("stories.jsonl");
    holds(&stories, "major_on_mark", |share| share >= 0.85);
    // Two of 24.
    holds(&stories, "alarmed", |share| share < 0.09);
}
