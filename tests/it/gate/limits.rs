//! Texts that are too long, and checks that take too long, are refused by name.

use std::cell::Cell;

use truecopy::check::{Checker, Options, Wire};
use truecopy::ingest::from_text;

use super::{pair, run_in};
use crate::cli::{code, text};

#[test]
fn a_text_with_more_words_than_the_settings_allow_is_refused() {
    let folder = pair();
    let said = "rewrite.txt: has more than 5 words, which no story has; it was not checked: give one story, or raise `max-words`";
    folder.file("wire.txt", "Port votes\n\nThe port voted.\n");
    let output = run_in(&folder.0, &["check", "--max-words", "5", "wire.txt", "rewrite.txt"]);
    assert_eq!(code(&output), 2);
    assert!(text(&output.stderr).contains(said), "{}", text(&output.stderr));
    folder.file("truecopy.toml", "[check]\nmax-words = 5\n");
    let output = run_in(&folder.0, &["check", "--format", "json", "wire.txt", "rewrite.txt"]);
    assert_eq!(code(&output), 2);
    assert!(text(&output.stderr).contains(said) && output.stdout.is_empty());
    // As many as allowed are let through.
    let output = run_in(&folder.0, &["check", "--max-words", "5", "wire.txt", "wire.txt"]);
    assert_eq!(code(&output), 0, "{}", text(&output.stderr));
}

#[test]
fn nothing_is_read_beside_a_wire_that_is_too_long() {
    let folder = pair();
    folder.file("long.txt", "Port votes\n\nThe port voted on its new quay on Monday.\n");
    let output = run_in(&folder.0, &["check", "--max-words", "5", "long.txt", "missing.txt", "rewrite.txt"]);
    assert_eq!(code(&output), 2);
    let said = text(&output.stderr);
    assert_eq!(said.matches("long.txt: has more than 5 words").count(), 2, "{said}");
    assert!(!said.contains("no such file") && !said.contains("rewrite.txt"), "{said}");
    // Of several rewrites one that is too long is refused, and the others are checked.
    folder.file("wire.txt", "Port votes\n\nThe port voted.\n");
    let given = ["check", "--max-words", "5", "--format", "json", "wire.txt", "long.txt", "wire.txt"];
    let output = run_in(&folder.0, &given);
    assert_eq!(code(&output), 2);
    assert!(text(&output.stderr).contains("long.txt: has more than 5 words"), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("identical"), "{}", text(&output.stdout));
    // One that the settings leave out may be as long as it likes.
    folder.file("truecopy.toml", "[files]\nexclude = [\"long.txt\"]\n");
    assert_eq!(code(&run_in(&folder.0, &given)), 0);
}

#[test]
fn a_check_that_takes_longer_than_the_settings_allow_is_given_up() {
    let folder = pair();
    let output = run_in(&folder.0, &["check", "--max-seconds", "0", "wire.txt", "rewrite.txt"]);
    assert_eq!(code(&output), 2);
    let said =
        "rewrite.txt: the check took more than 0 seconds and was given up: give shorter texts, or raise `max-seconds`";
    assert!(text(&output.stderr).contains(said), "{}", text(&output.stderr));
}

#[test]
fn a_check_can_be_given_up_between_any_two_sentences() {
    let sentences = 60;
    let story = |day: &str| -> String {
        (0..sentences)
            .map(|i| format!("Ward {i} counted {} ballots on {day}, its clerk said.\n\n", 100 + 7 * i))
            .collect()
    };
    let checker = Checker::new(Options::default());
    let wire = Wire::from(from_text("wire", &story("Monday")));
    let asked = Cell::new(0);
    let check = |most: usize| {
        asked.set(0);
        let go_on = || {
            asked.set(asked.get() + 1);
            asked.get() <= most
        };
        checker.check_while(&wire, from_text("rewrite", &story("Tuesday")), &go_on)
    };
    // The wire is analysed anew where that was given up.
    assert!(check(sentences / 2).is_err() && asked.get() == sentences / 2 + 1);
    let whole = check(usize::MAX).expect("a report");
    let first = asked.get();
    // Steps that look at each sentence and rules that do so ask for each.
    assert!(first > 15 * sentences, "asked {first} times");
    let again = check(usize::MAX).expect("a report");
    assert!(asked.get() < first, "the wire is analysed once");
    assert_eq!(whole.findings.len(), again.findings.len());
    assert!(check(asked.get() - 1).is_err(), "before the last step");
    for most in [0, 1, sentences, 2 * sentences, 3 * sentences] {
        assert!(check(most).is_err(), "{most}");
        assert_eq!(asked.get(), most + 1, "nothing is asked or done after a no");
    }
}

#[test]
fn a_line_of_batch_that_is_too_long_is_answered_and_the_others_are_checked() {
    let folder = pair();
    let pairs = [
        crate::cli::pair("long", "The port voted on Monday.", &"The port voted. ".repeat(9)),
        crate::cli::pair("short", "The port voted on Monday.", "The port voted on Tuesday."),
    ];
    folder.file("pairs.jsonl", pairs.concat());
    let output = run_in(&folder.0, &["batch", "--max-words", "12", "pairs.jsonl"]);
    assert_eq!(code(&output), 2);
    let answers: Vec<serde_json::Value> =
        text(&output.stdout).lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
    assert_eq!(answers.len(), 2);
    let error = answers[0]["error"].as_str().expect("an error");
    assert!(error.starts_with("rewrite: has more than 12 words"), "{error}");
    assert_eq!((&answers[0]["id"], &answers[1]["id"]), (&"long".into(), &"short".into()));
    assert!(answers[1]["error"].is_null() && answers[1]["verdict"].is_string());
}

#[test]
fn a_check_is_given_up_at_any_quote_and_figure() {
    let story = |day: &str| -> String {
        let ward =
            |i: usize| format!("“Ward {i} is closed”, “counted” and “sealed”, said {i} clerks and {} guards.", i + 900);
        (0..40).map(|i| format!("{} It was {day}.\n\n", ward(i + 2))).collect()
    };
    let checker = Checker::new(Options::default());
    let wire = Wire::from(from_text("wire", &story("Monday")));
    let rewrite = from_text("rewrite", &story("Tuesday"));
    let asked = Cell::new(0);
    let go_on = |most: usize| {
        asked.set(asked.get() + 1);
        asked.get() <= most
    };
    // The wire is analysed by the first check alone.
    for _ in 0..2 {
        asked.set(0);
        checker.check_while(&wire, rewrite.clone(), &|| go_on(usize::MAX)).expect("a report");
    }
    let whole = asked.get();
    assert!(whole > 1000, "asked {whole} times");
    for most in (0..whole).step_by(37) {
        asked.set(0);
        assert!(checker.check_while(&wire, rewrite.clone(), &|| go_on(most)).is_err(), "{most}");
        assert!(asked.get() == most + 1, "{} of {most}: whoever said no is not asked again", asked.get());
    }
}
