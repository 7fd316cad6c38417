//! Long runs: what is kept between them, and what a killed one leaves.

use std::process::Stdio;
use std::time::{Duration, Instant};

use super::{REWRITE, WIRE, pair, run_in};
use crate::cli::{Folder, code, text, truecopy};

/// Pairs of one story each, all different: a figure, a name and a place change with the number.
fn pairs(n: usize) -> String {
    let towns = ["Ardhaven", "Brenwick", "Colmar Bay", "Dunmere", "Estwold"];
    (0..n)
        .map(|i| {
            let town = towns[i % towns.len()];
            let wire = WIRE.replace("14 million", &format!("{} million", 100 + i)).replace("Ardhaven", town);
            let rewrite = if i % 3 == 0 {
                wire.replace("rejected", "accepted")
            } else {
                wire.replace("after the vote", "after the the vote")
            };
            crate::cli::pair(&format!("{}/{i}", town.to_lowercase().replace(' ', "-")), &wire, &rewrite)
        })
        .collect()
}

fn kept(folder: &Folder) -> usize {
    let Ok(entries) = std::fs::read_dir(folder.0.join("cache")) else { return 0 };
    let folders = entries.filter_map(Result::ok).filter(|e| e.path().is_dir());
    // What a killed run was writing has a point before its name until it is whole.
    let whole = |e: &std::fs::DirEntry| !e.file_name().to_string_lossy().starts_with('.');
    let results = folders.filter_map(|e| std::fs::read_dir(e.path()).ok());
    results.map(|files| files.filter_map(Result::ok).filter(whole).count()).sum()
}

/// Starts a run over so many pairs, kills it half-way, runs it again and compares with a run that nothing disturbed.
fn killed_and_resumed(n: usize) {
    let folder = Folder::new();
    folder.file("pairs.jsonl", pairs(n));
    let args = ["batch", "--cache", "cache", "-o", "csv=run.csv", "-o", "sarif=run.sarif", "pairs.jsonl"];
    let mut child = truecopy()
        .current_dir(&folder.0)
        .args(args)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let begun = Instant::now();
    while kept(&folder) < n / 2
        && begun.elapsed() < Duration::from_secs(600)
        && child.try_wait().expect("its state").is_none()
    {
        std::thread::sleep(Duration::from_millis(5));
    }
    let _ = child.kill();
    let _ = child.wait();
    let half = kept(&folder);
    assert!(half > 0 && half < n, "killed after {half} of {n}");
    assert!(!folder.0.join("run.csv").exists(), "a report is there whole or not at all");
    let resumed = run_in(&folder.0, &args);
    let table = std::fs::read_to_string(folder.0.join("run.csv")).expect("the table");
    let log = std::fs::read_to_string(folder.0.join("run.sarif")).expect("the log");
    assert_eq!(table.lines().count(), n + 1);
    assert_eq!(kept(&folder), n);
    let fresh =
        run_in(&folder.0, &["batch", "--no-cache", "-o", "csv=fresh.csv", "-o", "sarif=fresh.sarif", "pairs.jsonl"]);
    assert_eq!((code(&resumed), code(&fresh)), (0, 0));
    assert!(resumed.stdout == fresh.stdout, "a resumed run gives the same answers");
    assert_eq!(table, std::fs::read_to_string(folder.0.join("fresh.csv")).expect("the table"));
    assert_eq!(log, std::fs::read_to_string(folder.0.join("fresh.sarif")).expect("the log"));
}

#[test]
fn a_killed_run_goes_on_where_it_was() {
    killed_and_resumed(60);
}

/// `cargo test --release -- --ignored two_thousand`; docs/gate.md gives the figures.
#[test]
#[ignore = "takes minutes in a debug build"]
fn two_thousand_pairs_killed_and_resumed() {
    killed_and_resumed(2000);
}

#[test]
fn a_kept_result_is_the_result() {
    let folder = pair();
    let formats = ["terminal", "html", "markdown", "json", "jsonl", "sarif", "csv"];
    let report = |format: &str, more: &[&str]| {
        run_in(&folder.0, &[&["check", "--format", format], more, &["wire.txt", "rewrite.txt"]].concat()).stdout
    };
    for format in formats {
        let (first, second, plain) =
            (report(format, &["--cache", "c"]), report(format, &["--cache", "c"]), report(format, &[]));
        assert!(first == second && second == plain, "{format}");
    }
}

/// The results in a folder, with how many days ago each was used.
fn ages(folder: &Folder) -> Vec<(std::path::PathBuf, u64)> {
    let inner = std::fs::read_dir(folder.0.join("c")).expect("the cache").filter_map(Result::ok);
    let files = inner.filter_map(|e| std::fs::read_dir(e.path()).ok()).flatten().filter_map(Result::ok);
    let age = |e: std::fs::DirEntry| {
        let used = e.metadata().and_then(|m| m.modified()).expect("its age");
        (e.path(), used.elapsed().map_or(0, |age| age.as_secs() / 86_400))
    };
    files.map(age).collect()
}

#[test]
fn results_that_nobody_used_for_long_are_let_go() {
    let folder = pair();
    folder.file("truecopy.toml", "[files]\ncache = \"c\"\ncache-days = 10\n");
    let check = |rewrite: &str| run_in(&folder.0, &["check", "wire.txt", rewrite]);
    let set = |path: &std::path::Path, days: u32| {
        let at = std::time::SystemTime::now() - Duration::from_secs(86_400) * days;
        let file = std::fs::File::options().write(true).open(path).expect("the file");
        file.set_modified(at).expect("its age");
    };
    check("rewrite.txt");
    let (first, _) = ages(&folder).remove(0);
    set(&first, 9);
    check("rewrite.txt");
    assert_eq!(ages(&folder), [(first.clone(), 0)], "it was of use");
    set(&first, 11);
    folder.file("other.txt", REWRITE.replace("Tuesday", "Wednesday"));
    check("other.txt");
    assert_eq!(ages(&folder).len(), 2, "looked through today");
    set(&folder.0.join("c/.tidied"), 2);
    check("other.txt");
    assert_eq!(ages(&folder).len(), 2, "a run that keeps nothing lets nothing go");
    folder.file("third.txt", REWRITE.replace("Tuesday", "Friday"));
    check("third.txt");
    assert!(ages(&folder).len() == 2 && !first.exists());
}

#[test]
fn a_damaged_or_foreign_result_is_made_anew() {
    let folder = pair();
    let check = |more: &[&str]| {
        run_in(
            &folder.0,
            &[&["check", "--cache", "c", "--format", "json"], more, &["wire.txt", "rewrite.txt"]].concat(),
        )
    };
    let first = check(&[]);
    let mut files = Vec::new();
    for entry in
        std::fs::read_dir(folder.0.join("c")).expect("the cache").filter_map(Result::ok).filter(|e| e.path().is_dir())
    {
        files.extend(std::fs::read_dir(entry.path()).expect("a folder").map(|e| e.expect("a file").path()));
    }
    assert_eq!(files.len(), 1);
    for damage in ["", "{}", "{\"verdict\":\"faithful\"", "\u{0}"] {
        std::fs::write(&files[0], damage).expect("the file");
        assert_eq!(check(&[]).stdout, first.stdout, "{damage:?}");
    }
    // Other settings of the checker are another result; those that only judge are not.
    check(&["--fail-on", "never"]);
    let many = || {
        std::fs::read_dir(folder.0.join("c"))
            .expect("the cache")
            .filter_map(Result::ok)
            .filter(|e| e.path().is_dir())
            .count()
    };
    let before = many();
    folder.file("rewrite.txt", REWRITE.replace("Tuesday", "Wednesday"));
    assert_ne!(check(&[]).stdout, first.stdout);
    assert!(many() >= before);
    folder.file("not-a-folder", "x");
    let output = run_in(&folder.0, &["check", "--cache", "not-a-folder", "wire.txt", "rewrite.txt"]);
    assert_eq!(code(&output), 2);
    assert!(text(&output.stderr).contains("the cache cannot be made"));
    let output = run_in(&folder.0, &["check", "--cache", "", "wire.txt", "rewrite.txt"]);
    assert_eq!(code(&output), 2);
    assert!(
        text(&output.stderr).contains("--cache") && text(&output.stderr).contains("a path"),
        "{}",
        text(&output.stderr)
    );
}
