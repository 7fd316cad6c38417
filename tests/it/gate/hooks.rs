//! What puts truecopy into other people's tools: the commands in those files run, and a watched folder is checked.

use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use super::{REWRITE, WIRE, run_in};
use crate::cli::{Folder, code, run, text, truecopy};

fn drop_folder() -> Folder {
    let folder = Folder::new();
    folder.file("drop/harbour.wire.txt", WIRE);
    folder.file("drop/harbour.rewrite.txt", REWRITE);
    folder.file("drop/inner/calm.wire.txt", WIRE);
    folder.file(
        "drop/inner/calm.rewrite.txt",
        WIRE.replace("approved a breakwater", "gave its approval to a breakwater"),
    );
    folder
}

#[test]
fn a_hook_checks_the_pairs_of_the_files_it_is_given() {
    let folder = drop_folder();
    let output = run_in(
        &folder.0,
        &[
            "check",
            "--format",
            "csv",
            "--beside",
            "drop/harbour.rewrite.txt",
            "drop/harbour.wire.txt",
            "drop/inner/calm.wire.txt",
        ],
    );
    let table = text(&output.stdout);
    assert_eq!(code(&output), 1, "{}", text(&output.stderr));
    assert_eq!(table.lines().count(), 3, "each pair once: {table}");
    assert!(
        table.contains("drop/harbour.rewrite.txt,drop,drop/harbour.wire.txt,fail")
            && table.contains("calm.rewrite.txt,drop/inner,")
    );
    folder.file("lone.rewrite.txt", REWRITE);
    for (args, said) in [(["lone.rewrite.txt"], "no lone.wire"), (["plain.txt"], "expected a name such as")] {
        let output = run_in(&folder.0, &[&["check", "--beside"], &args[..]].concat());
        assert_eq!(code(&output), 2);
        assert!(text(&output.stderr).contains(said), "{}", text(&output.stderr));
    }
    assert_eq!(code(&run(&["check", "--beside"])), 2);
}

#[test]
fn the_files_for_other_tools_name_options_that_there_are() {
    let help = text(&run(&["check", "--help"]).stdout);
    for file in [".pre-commit-hooks.yaml", "action.yml", "Containerfile"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        // The package leaves them out.
        let Ok(text) = std::fs::read_to_string(path) else { continue };
        let lines = text.lines().filter(|l| !l.trim_start().starts_with('#') && l.contains("check --"));
        for option in lines.flat_map(str::split_whitespace).filter(|w| w.starts_with("--")) {
            assert!(help.contains(option), "{file}: {option}");
        }
        assert!(!text.contains('\t'), "{file}: a tab");
    }
}

#[test]
fn a_drop_folder_is_checked_once_and_again_when_it_changes() {
    let folder = drop_folder();
    folder.file("drop/half.rewrite.txt.tmp", "Harbour bo");
    folder.file("drop/.hidden.wire.txt", WIRE);
    folder.file("drop/empty.wire.txt", WIRE);
    let watch = ["watch", "--once", "--interval", "0.02", "--format", "json", "drop"];
    let output = run_in(&folder.0, &watch);
    assert_eq!(code(&output), 1, "{}", text(&output.stderr));
    let said = text(&output.stdout);
    assert!(
        said.contains("fail drop/harbour.rewrite.txt: drifted") && said.contains("pass drop/inner/calm.rewrite.txt"),
        "{said}"
    );
    assert_eq!(said.lines().count(), 2);
    let report = std::fs::read_to_string(folder.0.join("drop/harbour.rewrite.txt.report.json")).expect("the report");
    assert!(serde_json::from_str::<serde_json::Value>(&report).is_ok());
    let output = run_in(&folder.0, &watch);
    assert_eq!(text(&output.stdout), "", "nothing has changed");
    std::thread::sleep(Duration::from_millis(20));
    folder.file("drop/inner/calm.rewrite.txt", WIRE.replace("14 million", "41 million"));
    assert!(text(&run_in(&folder.0, &watch).stdout).starts_with("fail drop/inner/calm.rewrite.txt"));
    assert_eq!(code(&run(&["watch", "/nowhere/at-all"])), 2);
    assert_eq!(code(&run_in(&folder.0, &["watch", "--once", "--format", "sarif", "drop"])), 2);
}

#[test]
fn a_half_written_file_is_waited_for() {
    use std::io::{BufRead as _, Read as _, Write as _};
    let folder = Folder::new();
    folder.file("drop/harbour.wire.txt", WIRE);
    let mut child = truecopy()
        .current_dir(&folder.0)
        .args(["watch", "--interval", "0.15", "--format", "json", "drop"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    // Written in small pieces, with less time between them than between two looks.
    let path = folder.0.join("drop/harbour.rewrite.txt");
    let mut file = std::fs::File::create(&path).expect("the rewrite");
    for piece in REWRITE.as_bytes().chunks(80) {
        file.write_all(piece).expect("a piece");
        file.flush().expect("a piece");
        std::thread::sleep(Duration::from_millis(40));
    }
    drop(file);
    let report = folder.0.join("drop/harbour.rewrite.txt.report.json");
    let begun = Instant::now();
    while !report.exists() && begun.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(20));
    }
    let found = std::fs::read_to_string(&report).expect("the report");
    // The line is printed after the report is written: it is waited for, and then two more looks, which must print nothing.
    let mut printed = std::io::BufReader::new(child.stdout.take().expect("what it prints"));
    let mut line = String::new();
    printed.read_line(&mut line).expect("a line");
    std::thread::sleep(Duration::from_millis(400));
    let _ = child.kill();
    let mut rest = String::new();
    printed.read_to_string(&mut rest).expect("the rest");
    child.wait().expect("the program ends");
    assert!(found.contains("word-doubled") && found.contains("number-changed"), "{found}");
    assert!(!line.trim().is_empty() && rest.is_empty(), "checked once, when it was whole: {line}{rest}");
}
