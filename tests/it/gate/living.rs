//! Accepted and known findings, thresholds and excludes.

use super::{REWRITE, found, number_of, pair, rules, run_in};
use crate::cli::{Folder, code, text};

const JSON: [&str; 5] = ["check", "--format", "json", "wire.txt", "rewrite.txt"];

#[test]
fn what_was_accepted_is_not_held_against_the_rewrite() {
    let folder = pair();
    let before = found(&run_in(&folder.0, &JSON));
    let number = number_of(&run_in(&folder.0, &JSON), "word-doubled");
    let output =
        run_in(&folder.0, &["accept", "-n", &number, "--reason", "dialect \"kept\"", "wire.txt", "rewrite.txt"]);
    assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    let file = std::fs::read_to_string(folder.0.join("truecopy-accepted.toml")).expect("the file");
    assert!(file.contains("rule = \"word-doubled\"") && file.contains("words = \"the the\""), "{file}");
    let output = run_in(&folder.0, &JSON);
    let after = found(&output);
    assert_eq!(after.len(), before.len() - 1);
    assert!(text(&output.stdout).contains("1 finding accepted"));
    // Shifted lines and other words around it change nothing.
    folder.file("rewrite.txt", REWRITE.replacen('\n', "\nBy Our Correspondent\n", 1));
    assert!(!rules(&run_in(&folder.0, &JSON)).contains(&"word-doubled".to_owned()));
    // The same words elsewhere were not accepted.
    folder.file("other.txt", REWRITE);
    let other = ["check", "--format", "json", "wire.txt", "other.txt"];
    assert!(rules(&run_in(&folder.0, &other)).contains(&"word-doubled".to_owned()));
    let log = text(&run_in(&folder.0, &["check", "--format", "sarif", "wire.txt", "rewrite.txt"]).stdout);
    assert!(log.contains("dialect \\\"kept\\\""), "the reason is in the suppression");
    // Mended: the entry is of no use any more.
    folder.file("rewrite.txt", REWRITE.replace("the the", "the"));
    let said = text(&run_in(&folder.0, &JSON).stderr);
    assert!(said.contains("truecopy-accepted.toml:4: accepts nothing any more: `word-doubled` on “the the”"), "{said}");
    let accepted = run_in(&folder.0, &["check", "--accepted", "none.toml", "wire.txt", "rewrite.txt"]);
    assert_eq!(code(&accepted), 2, "a file named on the command line must be there");
}

#[test]
fn accept_asks_for_findings_that_are_there_and_for_a_reason() {
    let folder = pair();
    for (args, said) in [
        (vec!["-n", "99", "--reason", "x"], "there is no finding 99"),
        (vec!["--rule", "zzz", "--reason", "x"], "there is no finding of `zzz`"),
        (vec!["--all", "--reason", "  "], "the reason is empty"),
        (vec!["--all"], "--reason"),
        (vec!["--reason", "x"], "--all"),
    ] {
        let output = run_in(&folder.0, &[&["accept"], &args[..], &["wire.txt", "rewrite.txt"]].concat());
        assert_eq!(code(&output), 2, "{args:?}");
        assert!(text(&output.stderr).contains(said), "{args:?}: {}", text(&output.stderr));
    }
    assert!(!folder.0.join("truecopy-accepted.toml").exists());
    assert_eq!(code(&run_in(&folder.0, &["accept", "--all", "--reason", "seen", "wire.txt", "rewrite.txt"])), 0);
    assert_eq!(code(&run_in(&folder.0, &["check", "--fail-on", "neutral", "wire.txt", "rewrite.txt"])), 0);
    folder.file("truecopy-accepted.toml", "[[accepted]]\nrule = \"x\"\n");
    let output = run_in(&folder.0, &["accept", "--all", "--reason", "seen", "wire.txt", "rewrite.txt"]);
    assert_eq!(code(&output), 2, "a file with mistakes is not added to");
}

#[test]
fn a_baseline_survives_shifted_lines_and_lets_only_new_faults_fail() {
    let folder = pair();
    let output = run_in(&folder.0, &["check", "--write-baseline", "known.json", "wire.txt", "rewrite.txt"]);
    assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    let with = ["check", "--baseline", "known.json", "--format", "json", "wire.txt", "rewrite.txt"];
    let output = run_in(&folder.0, &with);
    assert_eq!((code(&output), rules(&output).len()), (0, 0));
    folder.file("rewrite.txt", format!("\n\n{}", REWRITE.replacen('\n', "\n\nBy Our Correspondent\n\n", 1)));
    let output = run_in(&folder.0, &with);
    assert_eq!((code(&output), rules(&output)), (0, Vec::new()), "lines shifted");
    // A new fault is new; the second of two that are alike is new, too.
    let twice = REWRITE.replace("said in a statement", "said in a a statement").replace("May", "June");
    folder.file("rewrite.txt", twice);
    let output = run_in(&folder.0, &with);
    assert_eq!(code(&output), 1);
    assert!(rules(&output).len() == 2, "{:?}", found(&output));
    // Both thresholds: known faults fail from one on, new ones from the other.
    let both = |known: &str, new: &str| {
        let thresholds = ["--fail-on", known, "--fail-on-new", new];
        let args = [&["check", "--baseline", "known.json"], &thresholds[..], &["wire.txt", "rewrite.txt"]].concat();
        run_in(&folder.0, &args)
    };
    let output =
        run_in(&folder.0, &["check", "--baseline", "known.json", "--fail-on-new", "never", "wire.txt", "rewrite.txt"]);
    assert_eq!(code(&output), 0);
    folder.file("rewrite.txt", REWRITE);
    assert_eq!(code(&both("critical", "minor")), 1, "a known critical fault");
    assert_eq!(code(&both("never", "minor")), 0);
    assert_eq!(code(&run_in(&folder.0, &["check", "--baseline", "none.json", "wire.txt", "rewrite.txt"])), 2);
    folder.file("bad.json", "{}");
    assert_eq!(code(&run_in(&folder.0, &["check", "--baseline", "bad.json", "wire.txt", "rewrite.txt"])), 2);
}

#[test]
fn a_baseline_keeps_what_other_rewrites_had() {
    let folder = pair();
    folder.file("other.txt", REWRITE.replace("41 million", "40 million"));
    let write = |rewrite: &str| run_in(&folder.0, &["check", "--write-baseline", "known.json", "wire.txt", rewrite]);
    assert_eq!((code(&write("rewrite.txt")), code(&write("other.txt"))), (0, 0));
    let output = run_in(&folder.0, &["check", "--baseline", "known.json", "wire.txt", "rewrite.txt", "other.txt"]);
    assert_eq!(code(&output), 0, "{}", text(&output.stdout));
}

#[test]
fn thresholds_of_the_run() {
    let folder = pair();
    let check = |args: &[&str]| code(&run_in(&folder.0, &[&["check"], args, &["wire.txt", "rewrite.txt"]].concat()));
    let many = found(&run_in(&folder.0, &JSON)).len();
    let (fewer, exactly) = ((many - 1).to_string(), many.to_string());
    assert_eq!(check(&["--fail-on", "never", "--max-findings", &fewer]), 1);
    assert_eq!(check(&["--fail-on", "never", "--max-findings", &exactly]), 0);
    assert_eq!(check(&["--fail-on-new", "never"]), 0, "without a baseline every finding is new");
    assert_eq!(check(&["--fail-on", "never", "--min-fidelity", "99.9"]), 1);
    assert_eq!(check(&["--fail-on", "never", "--min-fidelity", "1"]), 0);
    for wrong in
        [["--min-fidelity", "140"], ["--min-fidelity", "x"], ["--max-findings", "-1"], ["--fail-on-new", "loud"]]
    {
        assert_eq!(check(&wrong), 2, "{wrong:?}");
    }
}

#[test]
fn what_is_shown_is_another_matter_than_what_fails_but_what_fails_is_shown() {
    let folder = pair();
    let show = |args: &[&str]| {
        run_in(&folder.0, &[&["check", "--format", "json"], args, &["wire.txt", "rewrite.txt"]].concat())
    };
    let all = rules(&show(&[])).len();
    let output = show(&["--min-severity", "critical"]);
    let severe = rules(&output);
    assert!(severe.len() < all && !severe.contains(&"word-doubled".to_owned()), "{severe:?}");
    assert!(text(&output.stdout).contains("below the display threshold"));
    let output = show(&["--min-severity", "critical", "--fail-on", "minor"]);
    assert!(rules(&output).contains(&"word-doubled".to_owned()));
}

#[test]
fn excludes_hold_for_named_files_too() {
    let folder = pair();
    folder.file("truecopy.toml", "[files]\nexclude = [\"drafts/\"]\n");
    folder.file("drafts/rewrite.txt", REWRITE);
    let output = run_in(&folder.0, &["check", "wire.txt", "drafts/rewrite.txt"]);
    assert_eq!(code(&output), 2, "nothing is left to check");
    assert!(text(&output.stderr).contains("1 rewrite is excluded"), "{}", text(&output.stderr));
}

#[test]
fn words_of_the_house_are_no_misspelling() {
    let folder = pair();
    folder.file("rewrite.txt", super::WIRE.replace("approved a breakwater", "aproved a breakwater"));
    let before = rules(&run_in(&folder.0, &JSON));
    assert!(before.contains(&"misspelling".to_owned()), "{before:?}");
    folder.file("truecopy.toml", "[check]\nlexicon = \"words/house.txt\"\n");
    folder.file("words/house.txt", "# how we write\nAproved  # on purpose\n");
    let output = run_in(&folder.0, &JSON);
    assert!(!rules(&output).contains(&"misspelling".to_owned()), "{:?}", rules(&output));
    assert!(text(&output.stdout).contains("house lexicon"));
    std::fs::remove_file(folder.0.join("words/house.txt")).expect("the lexicon goes");
    assert_eq!(code(&run_in(&folder.0, &JSON)), 2, "a lexicon that is named must be there");
}

#[test]
fn a_batch_goes_by_the_same_settings() {
    let folder = pair();
    let line = crate::cli::pair("desk/a1", super::WIRE, REWRITE);
    folder.file("pairs.jsonl", &line);
    assert_eq!(code(&run_in(&folder.0, &["batch", "pairs.jsonl"])), 0, "a batch leaves the decision to its reader");
    folder.file(
        "truecopy.toml",
        "[gate]\nfail-on = \"critical\"\n[[override]]\npaths = [\"desk/*\"]\nrules = { number-changed = \"off\" }\n",
    );
    let output = run_in(&folder.0, &["batch", "-o", "csv=run.csv", "pairs.jsonl"]);
    assert!(!text(&output.stdout).contains("number-changed") && text(&output.stdout).contains("word-doubled"));
    let table = std::fs::read_to_string(folder.0.join("run.csv")).expect("the table");
    assert!(table.contains("\ndesk/a1,desk,"), "{table}");
    assert_eq!(code(&run_in(&folder.0, &["batch", "-o", "html=x.html", "pairs.jsonl"])), 2);
}

#[test]
fn hints_are_left_to_formats_that_can_be_filtered_whatever_else_is_written() {
    let folder = Folder::new();
    for name in ["wire.txt", "rewrite-outlet.txt"] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name);
        folder.file(name, std::fs::read(path).expect("an example"));
    }
    let check = |args: &[&str]| run_in(&folder.0, &[&["check", "wire.txt", "rewrite-outlet.txt"], args].concat());
    let read = |name: &str| std::fs::read_to_string(folder.0.join(name)).expect("a report");
    let alone = text(&check(&["--format", "github"]).stdout);
    let outputs = ["-o", "github=-", "-o", "sarif=a.sarif", "-o", "markdown=a.md", "-o", "junit=a.xml"];
    let mixed = text(&check(&outputs).stdout);
    assert!(alone == mixed && !mixed.contains("::notice"), "{mixed}");
    assert!(read("a.sarif").contains("\"level\": \"note\""), "the example has hints, and the log has them");
    assert!(!read("a.xml").contains(": neutral "), "{}", read("a.xml"));
    let shown = alone.lines().count();
    let markdown = text(&check(&["--format", "markdown"]).stdout);
    assert!(read("a.md") == markdown && markdown.contains("below the display threshold"), "{markdown}");
    // The gate does not depend on the formats, and a finding is accepted by the number it has on the screen.
    let most = shown.to_string();
    assert_eq!(code(&check(&["--fail-on", "never", "--max-findings", &most, "-o", "sarif=a.sarif"])), 0);
    let accept = |n: usize| {
        let n = n.to_string();
        run_in(&folder.0, &["accept", "--finding", &n, "--reason", "read", "wire.txt", "rewrite-outlet.txt"])
    };
    assert_eq!(code(&accept(shown + 1)), 2);
    let output = accept(shown);
    assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    assert_eq!(text(&check(&["--format", "github"]).stdout).lines().count(), shown - 1);
    // Asked for, they are shown and counted everywhere.
    let asked = text(&check(&["--min-severity", "neutral", "-o", "github=-", "-o", "sarif=a.sarif"]).stdout);
    assert!(asked.contains("::notice"), "{asked}");
}
