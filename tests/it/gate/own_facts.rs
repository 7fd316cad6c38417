//! The newsroom's own facts, named in `truecopy.toml`.

use super::{WIRE, pair, run_in};
use crate::cli::{Folder, code, text};

const JSON: [&str; 5] = ["check", "--format", "json", "wire.txt", "rewrite.txt"];

/// A folder with a rewrite that the desk's own spellings object to, and the settings that name them.
fn desk() -> Folder {
    let folder = pair();
    folder.file("rewrite.txt", WIRE.replace("The harbour board", "The harbor board").replace("12 boats", "12 vessels"));
    folder.file("truecopy.toml", "[check]\nfacts = [\n  \"desk/house.tsv\",\n  \"desk/names.tsv\",\n]\n");
    folder.file("desk/house.tsv", "write\tboats\tvessels\thouse style\n");
    folder.file("desk/names.tsv", "write\tharbour\tharbor\n");
    folder
}

/// The words that house spelling objects to, in the order of the rewrite.
fn spelt(folder: &Folder, args: &[&str]) -> Vec<String> {
    let found = super::found(&run_in(&folder.0, args));
    found.into_iter().filter(|(rule, _)| rule == "house-spelling").map(|(_, words)| words).collect()
}

#[test]
fn files_of_the_settings_are_used_and_the_command_line_replaces_them() {
    let folder = desk();
    assert_eq!(spelt(&folder, &JSON), ["harbor", "vessels"]);
    let other = folder.file("other.tsv", "keep\tHarbor\n");
    let other = other.to_str().expect("UTF-8");
    assert_eq!(spelt(&folder, &[&JSON[..], &["--facts", other]].concat()), [""; 0]);
    assert_eq!(spelt(&folder, &[&JSON[..], &["--isolated"]].concat()), [""; 0]);
    let shown = text(&run_in(&folder.0, &["config"]).stdout);
    let line = shown.lines().find(|l| l.starts_with("facts = ")).expect("the key");
    assert!(line.contains("house.tsv") && line.ends_with("# line 2"), "{line}");
    let shown = text(&run_in(&folder.0, &["config", "--facts", other]).stdout);
    assert!(shown.lines().any(|l| l.starts_with("facts = ") && l.ends_with("# command line")), "{shown}");
    let shown = text(&run_in(&folder.0, &["config", "--isolated"]).stdout);
    assert!(shown.lines().any(|l| l.starts_with("facts = []") && l.ends_with("# default")), "{shown}");
}

#[test]
fn every_command_that_checks_goes_by_them() {
    let folder = desk();
    let rewrite = std::fs::read_to_string(folder.0.join("rewrite.txt")).expect("the rewrite");
    folder.file("pairs.jsonl", crate::cli::pair("a1", WIRE, &rewrite));
    assert!(text(&run_in(&folder.0, &["batch", "pairs.jsonl"]).stdout).contains("house-spelling"));
    folder.file("drop/a.wire.txt", WIRE);
    folder.file("drop/a.rewrite.txt", &rewrite);
    run_in(&folder.0, &["watch", "--once", "--interval", "0.05", "--format", "json", "drop"]);
    let report = std::fs::read_to_string(folder.0.join("drop/a.rewrite.txt.report.json")).expect("the report");
    assert!(report.contains("house-spelling"));
    // `facts show` tells what they know.
    folder.file("desk/names.tsv", "held\tIlse Brandt\tchief executive\tNorra Shipping\t2021-03-01\t\t2024-01-01\n");
    let shown = text(&run_in(&folder.0, &["facts", "show", "Ilse", "Brandt"]).stdout);
    assert!(shown.contains("chief executive of norra shipping"), "{shown}");
}

#[test]
fn what_is_kept_depends_on_what_stands_in_them() {
    let folder = desk();
    let cached = [&JSON[..], &["--cache", "kept"]].concat();
    for _ in 0..2 {
        assert_eq!(spelt(&folder, &cached), ["harbor", "vessels"]);
    }
    folder.file("desk/names.tsv", "keep\tHarbor\n");
    assert_eq!(spelt(&folder, &cached), ["vessels"]);
    folder.file("truecopy.toml", "[check]\nfacts = [\"desk/names.tsv\"]\n");
    assert_eq!(spelt(&folder, &cached), [""; 0]);
}

#[test]
fn a_file_that_is_not_there_is_an_error_at_its_line() {
    let folder = desk();
    std::fs::remove_file(folder.0.join("desk/names.tsv")).expect("the file goes");
    let output = run_in(&folder.0, &JSON);
    let said = text(&output.stderr);
    assert_eq!(code(&output), 2);
    assert!(output.stdout.is_empty());
    assert!(said.contains("truecopy.toml:4:3: ") && said.contains("names.tsv: No such file"), "{said}");
    assert!(said.contains("| ") && said.contains("^^^^^^^^^^^^^^^^"), "the words are marked: {said}");
    // Named on the command line there is no line to point at.
    let output = run_in(&folder.0, &[&JSON[..], &["--facts", "none.tsv"]].concat());
    let said = text(&output.stderr);
    assert!(code(&output) == 2 && said.contains("none.tsv: No such file") && !said.contains("truecopy.toml"), "{said}");
    // A bad row is named with its file and line.
    folder.file("desk/names.tsv", "keep\tHarbor\nheld\tx\n");
    let output = run_in(&folder.0, &JSON);
    let said = text(&output.stderr);
    assert!(code(&output) == 2 && said.contains("names.tsv: line 2") && said.contains("1 row of the facts"), "{said}");
    for (wrong, why) in [("\"a.tsv\"", "`facts` is a list of files"), ("[3]", "`facts` is a string")] {
        folder.file("truecopy.toml", format!("[check]\nfacts = {wrong}\n"));
        let output = run_in(&folder.0, &JSON);
        assert!(code(&output) == 2 && text(&output.stderr).contains(why), "{}", text(&output.stderr));
    }
    // The house lexicon and the baseline are pointed at as well.
    folder.file("truecopy.toml", "[check]\nlexicon = \"none.txt\"\n");
    assert!(text(&run_in(&folder.0, &JSON).stderr).contains("truecopy.toml:2:11: "));
    folder.file("truecopy.toml", "[files]\nbaseline = \"none.json\"\n");
    assert!(text(&run_in(&folder.0, &JSON).stderr).contains("truecopy.toml:2:12: "));
}
