//! Nothing is lost when several runs write one file, and nothing comes in from files that somebody else has written.

use std::process::Stdio;

use super::{REWRITE, pair, run_in};
use crate::cli::{Folder, code, text, truecopy};

/// Starts the program so many times at once, each with arguments of its own; all must end well.
fn at_once(folder: &Folder, runs: &[Vec<String>]) {
    let start = |args: &Vec<String>| {
        let mut command = truecopy();
        command.current_dir(&folder.0).args(args).stdout(Stdio::null()).stderr(Stdio::piped());
        command.spawn().expect("the program starts")
    };
    let children: Vec<_> = runs.iter().map(start).collect();
    for child in children {
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    }
}

/// Six rewrites of one wire, with the arguments of a run for each.
fn six(args: impl Fn(&str) -> Vec<String>) -> (Folder, Vec<Vec<String>>) {
    let folder = pair();
    let names: Vec<String> = (0..6).map(|n| format!("rewrite{n}.txt")).collect();
    names.iter().for_each(|name| drop(folder.file(name, REWRITE)));
    let runs = names.iter().map(|name| args(name)).collect();
    (folder, runs)
}

fn words(args: &[&str]) -> Vec<String> {
    args.iter().map(|a| (*a).to_owned()).collect()
}

fn left_over(folder: &Folder) -> Vec<String> {
    let entries = std::fs::read_dir(&folder.0).expect("a folder").filter_map(Result::ok);
    entries.map(|e| e.file_name().to_string_lossy().into_owned()).filter(|n| n.starts_with('.')).collect()
}

#[test]
fn what_six_accept_at_once_is_all_kept() {
    let (folder, runs) = six(|name| words(&["accept", "--all", "--reason", "read by the desk", "wire.txt", name]));
    at_once(&folder, &runs);
    let file = std::fs::read_to_string(folder.0.join("truecopy-accepted.toml")).expect("the file");
    let alone = file.matches("path = \"/rewrite0.txt\"").count();
    assert!(alone > 2, "{file}");
    for n in 0..6 {
        assert_eq!(file.matches(&format!("path = \"/rewrite{n}.txt\"")).count(), alone, "{file}");
        let output = run_in(&folder.0, &["check", "wire.txt", &format!("rewrite{n}.txt")]);
        assert_eq!(code(&output), 0, "rewrite{n}.txt is accepted");
    }
    // The same once more, by several at a time, is in the file once.
    folder.file("rewrite6.txt", REWRITE);
    let again = words(&["accept", "--rule", "word-doubled", "--reason", "dialect", "wire.txt", "rewrite6.txt"]);
    at_once(&folder, &[again.clone(), again.clone(), again]);
    let file = std::fs::read_to_string(folder.0.join("truecopy-accepted.toml")).expect("the file");
    assert_eq!(file.matches("path = \"/rewrite6.txt\"").count(), 1, "{file}");
    if cfg!(unix) {
        assert_eq!(left_over(&folder), [""; 0]);
    }
}

#[test]
fn what_six_put_into_a_baseline_at_once_is_all_kept() {
    let (folder, runs) = six(|name| words(&["check", "--write-baseline", "known.json", "wire.txt", name]));
    at_once(&folder, &runs);
    let known = std::fs::read_to_string(folder.0.join("known.json")).expect("the baseline");
    let known: serde_json::Value = serde_json::from_str(&known).expect("JSON");
    assert_eq!(known["rewrites"].as_object().map(serde_json::Map::len), Some(6), "{known}");
    for n in 0..6 {
        let name = format!("rewrite{n}.txt");
        let output = run_in(&folder.0, &["check", "--baseline", "known.json", "wire.txt", &name]);
        assert_eq!(code(&output), 0, "{name} is known");
    }
    if cfg!(unix) {
        assert_eq!(left_over(&folder), [""; 0]);
    }
}
