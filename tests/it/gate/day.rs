//! The day of stories that carry none: `--date`, and `date` in a line of a batch.

use super::{rules, run_in};
use crate::cli::{Folder, code, text};

const WIRE: &str = "\
Locks of the Norland canal to be mended
The locks of the Norland canal will be mended, Angela Merkel said after a visit to Ardhaven.
The canal board met yesterday and asked for more money. Two boats lay at the upper lock.
";

/// An office that ended in 2021, and a weekday that is yesterday on Mondays only.
const REWRITE: &str = "\
Locks of the Norland canal to be mended
The locks of the Norland canal will be mended, German Chancellor Angela Merkel said after a visit to Ardhaven.
The canal board met on Sunday and asked for more money. Two boats lay at the upper lock.
";

fn texts(wire: &str) -> Folder {
    let folder = Folder::new();
    folder.file("wire.txt", wire);
    folder.file("rewrite.txt", REWRITE);
    folder
}

fn on(folder: &Folder, date: &[&str]) -> Vec<String> {
    rules(&run_in(&folder.0, &[&["check", "--format", "json"], date, &["wire.txt", "rewrite.txt"]].concat()))
}

fn has(found: &[String], rule: &str) -> bool {
    found.iter().any(|r| r == rule)
}

#[test]
fn a_day_tells_what_yesterday_means_and_who_is_in_office() {
    let folder = texts(WIRE);
    let without = on(&folder, &[]);
    assert!(!has(&without, "office-out-of-term") && !has(&without, "weekday-changed"), "{without:?}");
    // A Tuesday, long after the term.
    let found = on(&folder, &["--date", "2023-01-24"]);
    assert!(has(&found, "office-out-of-term") && has(&found, "weekday-changed"), "{found:?}");
    // A Monday within it.
    let found = on(&folder, &["--date", "2020-01-20"]);
    assert!(!has(&found, "office-out-of-term") && !has(&found, "weekday-changed"), "{found:?}");
    // What was kept for one day is not given for another.
    assert!(has(&on(&folder, &["--cache", "c", "--date", "2023-01-24"]), "office-out-of-term"));
    assert!(!has(&on(&folder, &["--cache", "c", "--date", "2020-01-20"]), "office-out-of-term"));
    let report = run_in(&folder.0, &["check", "--date", "2020-01-20", "--format", "json", "wire.txt", "rewrite.txt"]);
    assert!(text(&report.stdout).contains("\"date\": \"2020-01-20\""), "the report says the day");
    for wrong in ["yesterday", "2023-02-30", "03/04/2023", ""] {
        assert_eq!(code(&run_in(&folder.0, &["check", "--date", wrong, "wire.txt", "rewrite.txt"])), 2, "{wrong}");
    }
}

#[test]
fn a_day_that_a_text_carries_goes_first() {
    let dated = WIRE.replace("\nThe locks", "\nARDHAVEN, Jan. 20, 2020 (Coastal News) – The locks");
    let found = on(&texts(&dated), &["--date", "2023-01-24"]);
    assert!(!has(&found, "office-out-of-term"), "{found:?}");
    // A dateline without a year is the nearest such day: a Monday.
    let short = WIRE.replace("\nThe locks", "\nARDHAVEN, Jan. 23 (Coastal News) – The locks");
    let found = on(&texts(&short), &["--date", "2023-01-24"]);
    assert!(has(&found, "office-out-of-term") && !has(&found, "weekday-changed"), "{found:?}");
}

#[test]
fn a_line_of_a_batch_says_its_own_day() {
    let folder = Folder::new();
    let line = |id: &str, date: serde_json::Value| {
        serde_json::json!({"id": id, "original": WIRE, "rewrite": REWRITE, "date": date}).to_string() + "\n"
    };
    let lines = [
        line("none", serde_json::Value::Null),
        line("late", "2023-01-24T08:30:00+01:00".into()),
        line("early", "2020-01-20".into()),
        line("wrong", "soon".into()),
        line("number", 7.into()),
    ];
    folder.file("pairs.jsonl", lines.concat());
    let answers = |args: &[&str]| {
        let output = run_in(&folder.0, &[&["batch"], args, &["pairs.jsonl"]].concat());
        assert_eq!(code(&output), 2, "two lines have no day");
        text(&output.stdout).lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let term = |line: &str| line.contains("office-out-of-term");
    let plain = answers(&[]);
    assert_eq!(plain.iter().map(|l| term(l)).collect::<Vec<_>>(), [false, true, false, false, false]);
    assert!(plain[3].contains("\"id\":\"wrong\"") && plain[3].contains("`date` is “soon”"), "{}", plain[3]);
    assert!(plain[4].contains("\"id\":\"number\"") && plain[4].contains("expected"), "{}", plain[4]);
    let with = answers(&["--date", "2023-01-24"]);
    assert_eq!(with.iter().map(|l| term(l)).collect::<Vec<_>>(), [true, true, false, false, false]);
}
