//! The program as a user runs it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use crate::snap;

pub const COMMANDS: [&str; 20] = [
    "check",
    "batch",
    "match",
    "index",
    "inspect",
    "rules",
    "explain",
    "eval",
    "completions",
    "man",
    "facts",
    "accept",
    "init",
    "learn",
    "config",
    "watch",
    "serve",
    "desk",
    "lsp",
    "mcp",
];

/// Every snapshot of this module.
pub fn snapshots() -> Vec<String> {
    COMMANDS.iter().map(|c| format!("help-{c}")).chain(["batch-bad-lines".to_owned()]).collect()
}

/// A folder of its own for one test, gone when the test ends.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("cli-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        // What a killed run left under the same name.
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).expect("a folder for the test");
        Folder(path)
    }

    pub fn file(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder for the file");
        std::fs::write(&path, text).expect("a file for the test");
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub fn truecopy() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_truecopy"));
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "CI"] {
        command.env_remove(name);
    }
    command.stdin(Stdio::null());
    command
}

/// Runs the program to its end.
pub fn run(args: &[&str]) -> Output {
    truecopy().args(args).output().expect("the program starts")
}

/// The commands that the program has, or the subcommands of one of them, as its help lists them.
pub fn commands(of: &[&str]) -> Vec<String> {
    let output = run(&[of, &["--help"]].concat());
    let help = String::from_utf8(output.stdout).expect("UTF-8");
    let list = help.lines().skip_while(|l| *l != "Commands:").skip(1).take_while(|l| !l.is_empty());
    // The rest of a description stands further in.
    let names = list.filter_map(|l| l.strip_prefix("  ")).filter(|l| !l.starts_with(' '));
    names.filter_map(|l| l.split_whitespace().next()).filter(|n| *n != "help").map(str::to_owned).collect()
}

/// Runs the program with this on standard input.
pub fn run_with(args: &[&str], input: &[u8]) -> Output {
    let mut child = truecopy()
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = input.to_vec();
    let writer = std::thread::spawn(move || {
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().expect("the program ends");
    writer.join().expect("the writer ends");
    output
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8 out")
}

pub fn code(output: &Output) -> i32 {
    output.status.code().expect("an exit status")
}

pub const WIRE: &str = "\
Rescuers reach crew of stranded trawler off Norland coast
ARDHAVEN, March 3 (Coastal News) – Rescuers on Tuesday reached the crew of a trawler that ran aground off the coast of Norland in a storm.
All 12 sailors were taken ashore by helicopter, the coast guard said in a statement. Two of them were treated for exposure.
The ship lost its steering late on Monday, the owner said. The cause is being looked into.
";

/// The same with faults, one of which is sure to be major: what a language model says about its work.
pub const CHANGED: &str = "\
Here is the rewritten article:
Rescuers reach crew of stranded trawler off Norland coast
ARDHAVEN, March 3 (Coastal News) – Rescuers on Tuesday reached the crew of a trawler that ran aground off the coast of Norland in a storm.
All 47 sailors were taken ashore by helicopter, the coast guard said in a statement. Two of them were treated for exposure.
The ship lost its steering late on Monday, the owner said. The cause is being looked into.
";

pub fn pair(id: &str, original: &str, rewrite: &str) -> String {
    serde_json::json!({"id": id, "original": original, "rewrite": rewrite}).to_string() + "\n"
}

#[test]
fn exit_status_tells_clean_findings_and_failure_apart() {
    let folder = Folder::new();
    let (wire, same, changed) =
        (folder.file("wire.txt", WIRE), folder.file("same.txt", WIRE), folder.file("changed.txt", CHANGED));
    let (wire, same, changed) = (
        wire.to_str().expect("a UTF-8 path"),
        same.to_str().expect("a UTF-8 path"),
        changed.to_str().expect("a UTF-8 path"),
    );
    assert_eq!(code(&run(&["check", wire, same])), 0);
    assert_eq!(code(&run(&["check", wire, changed])), 1);
    assert_eq!(code(&run(&["check", "--fail-on", "never", wire, changed])), 0);
    assert_eq!(code(&run(&["check", wire, same, changed])), 1, "one of several");
    assert_eq!(code(&run(&["check", wire, "/nowhere/at-all.txt"])), 2);
    assert_eq!(code(&run(&["check", wire, "/nowhere/at-all.txt", changed])), 2, "a failure outweighs findings");
    assert_eq!(code(&run(&["check", "--fail-on", "loud", wire, same])), 2);
    assert_eq!(code(&run(&["check", wire])), 2);
}

#[test]
fn a_rewrite_that_cannot_be_read_is_named_and_the_others_are_checked() {
    let folder = Folder::new();
    let (wire, changed) = (folder.file("wire.txt", WIRE), folder.file("changed.txt", CHANGED));
    let missing = folder.0.join("missing.txt");
    let output = truecopy().arg("check").args([&wire, &missing, &changed]).output().expect("the program starts");
    assert!(text(&output.stderr).contains("missing.txt"), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("rewritten article"), "{}", text(&output.stdout));
}

#[test]
fn every_format_of_check_names_the_finding() {
    let folder = Folder::new();
    let (wire, changed) = (folder.file("wire.txt", WIRE), folder.file("changed.txt", CHANGED));
    for format in ["terminal", "html", "markdown", "json", "jsonl"] {
        let output = truecopy()
            .args(["check", "--format", format])
            .args([&wire, &changed])
            .output()
            .expect("the program starts");
        let out = text(&output.stdout);
        assert!(out.contains("rewritten") && out.ends_with('\n'), "{format}: {out}");
        if format.starts_with("json") {
            let value: serde_json::Value = serde_json::from_str(&out).expect("JSON");
            assert!(value["findings"].as_array().is_some_and(|f| !f.is_empty()));
        }
    }
}

#[test]
fn a_report_goes_to_the_file_and_never_over_a_story() {
    let folder = Folder::new();
    let (wire, changed) = (folder.file("wire.txt", WIRE), folder.file("changed.txt", CHANGED));
    let report = folder.0.join("report.html");
    let output = truecopy()
        .args(["check", "--format", "html", "-o"])
        .args([&report, &wire, &changed])
        .output()
        .expect("the program starts");
    assert_eq!(code(&output), 1);
    assert!(output.stdout.is_empty());
    assert!(std::fs::read_to_string(&report).expect("the report").starts_with("<!DOCTYPE html>"));
    let output =
        truecopy().args(["check", "-o"]).args([&changed, &wire, &changed]).output().expect("the program starts");
    assert_eq!(code(&output), 2);
    assert_eq!(std::fs::read_to_string(&changed).expect("the story"), CHANGED);
    let output = truecopy()
        .args(["check", "-o"])
        .args([&folder.0.join("no/such/folder.txt"), &wire, &changed])
        .output()
        .expect("the program starts");
    assert_eq!(code(&output), 2);
    assert!(text(&output.stderr).contains("folder.txt"));
    let left: Vec<_> = std::fs::read_dir(&folder.0).expect("the folder").collect();
    assert_eq!(left.len(), 3, "no half-written file is left: {left:?}");
}

#[test]
fn standard_input_is_read_once() {
    let folder = Folder::new();
    let wire = folder.file("wire.txt", WIRE);
    let wire = wire.to_str().expect("a UTF-8 path");
    assert_eq!(code(&run_with(&["check", wire, "-"], CHANGED.as_bytes())), 1);
    let output = run_with(&["check", "-", "-"], CHANGED.as_bytes());
    assert_eq!(code(&output), 2);
    assert!(text(&output.stderr).contains("once"));
}

#[test]
fn several_rewrites_do_not_fit_one_page() {
    let output = run(&["check", "--format", "html", "a.txt", "b.txt", "c.txt"]);
    assert_eq!(code(&output), 2);
    assert!(text(&output.stderr).contains("one REWRITE at a time"));
}

#[test]
fn colour_only_where_it_is_wanted() {
    let folder = Folder::new();
    let (wire, changed) = (folder.file("wire.txt", WIRE), folder.file("changed.txt", CHANGED));
    let coloured = |args: &[&str], env: &[(&str, &str)]| {
        let output = truecopy()
            .arg("check")
            .args([&wire, &changed])
            .args(args)
            .envs(env.iter().copied())
            .output()
            .expect("the program starts");
        text(&output.stdout).contains('\u{1b}')
    };
    assert!(!coloured(&[], &[]), "colour into a pipe");
    assert!(coloured(&["--color", "always"], &[]));
    assert!(coloured(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(!coloured(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]));
}

#[test]
fn batch_answers_in_order_whatever_the_number_of_jobs() {
    let mut input = String::new();
    for i in 0..150 {
        // Pairs of very different cost, so that later ones are ready first.
        let wire = WIRE.repeat(if i % 50 == 0 { 8 } else { 1 });
        input.push_str(&pair(&format!("pair-{i}"), &wire, CHANGED));
    }
    let mut seen: Option<Vec<u8>> = None;
    for jobs in ["1", "2", "16"] {
        let output = run_with(&["batch", "--jobs", jobs, "-"], input.as_bytes());
        assert_eq!(code(&output), 0);
        let ids: Vec<String> = text(&output.stdout)
            .lines()
            .map(|l| serde_json::from_str::<serde_json::Value>(l).expect("JSON")["id"].as_str().expect("id").to_owned())
            .collect();
        let want: Vec<String> = (0..150).map(|i| format!("pair-{i}")).collect();
        assert_eq!(ids, want, "{jobs} jobs");
        if let Some(seen) = &seen {
            assert!(*seen == output.stdout, "the number of jobs changes the answers");
        }
        seen = Some(output.stdout);
    }
}

#[test]
fn bad_lines_get_an_error_and_the_run_goes_on() {
    let mut input: Vec<u8> = Vec::new();
    let good = pair("good", WIRE, CHANGED);
    let bad: [&[u8]; 12] = [
        b"not json\n",
        b"{\"id\": \"a\", \"original\": \"x\"}\n",
        b"{\"id\": \"b\", \"original\": 7, \"rewrite\": \"x\"}\n",
        b"{\"id\": \"c\", \"original\": [], \"rewrite\": \"x\"}\n",
        b"{\"id\": \"d\", \"original\": \"x\", \"rewrite\": \"y\", \"rewrite\": \"z\"}\n",
        b"{\"id\": 12, \"original\": \"x\", \"rewrite\": \"y\"}\n",
        b"{\"original\": \"x\", \"rewrite\": \"y\"}\n",
        b"{\"id\": \"e\", \"original\": \"\xFF\", \"rewrite\": \"y\"}\n",
        b"{\"id\": \"f\", \"original\": \"x\", \"rewrite\": \"y\"} trailing\n",
        b"[\"id\", \"original\", \"rewrite\"]\n",
        b"{\"id\": \"g\", \"original\": \"\\ud800\", \"rewrite\": \"y\"}\n",
        b"{\"id\": \"h\", \"original\": \"cut o\n",
    ];
    for line in bad {
        input.extend_from_slice(line);
        input.extend_from_slice(good.as_bytes());
    }
    input.extend_from_slice(b"\n   \n");
    let output = run_with(&["batch"], &input);
    assert_eq!(code(&output), 2);
    let out = text(&output.stdout);
    let lines: Vec<serde_json::Value> = out.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
    assert_eq!(lines.len(), 24, "blank lines are no pairs");
    for answer in lines.iter().skip(1).step_by(2) {
        assert_eq!(answer["id"], "good");
        assert!(answer["findings"].is_array());
    }
    let errors: Vec<&str> = out.lines().step_by(2).collect();
    snap::check("cli", "batch-bad-lines", &errors.join("\n"));
}

#[test]
fn batch_takes_several_takes_a_byte_order_mark_and_a_last_line_without_end() {
    let line = serde_json::json!({"id": "t", "original": [WIRE, CHANGED], "rewrite": CHANGED, "more": {"kept": [1]}});
    let output = run_with(&["batch", "--format", "jsonl", "-"], format!("\u{feff}{line}").as_bytes());
    assert_eq!(code(&output), 0, "{}", text(&output.stdout));
    let answer: serde_json::Value = serde_json::from_str(text(&output.stdout).trim_end()).expect("JSON");
    assert_eq!(answer["id"], "t");
}

#[test]
fn batch_gates_when_asked() {
    let input = pair("x", WIRE, CHANGED);
    assert_eq!(code(&run_with(&["batch", "--fail-on", "major"], input.as_bytes())), 1);
    assert_eq!(code(&run_with(&["batch", "--fail-on", "never"], input.as_bytes())), 0);
    assert_eq!(code(&run(&["batch", "/nowhere/at-all.jsonl"])), 2);
    assert_eq!(code(&run(&["batch", env!("CARGO_MANIFEST_DIR")])), 2);
    assert_eq!(code(&run_with(&["batch"], b"")), 2, "a run that got no pairs has checked nothing");
}

#[test]
fn batch_fails_on_a_different_story_unless_told_to_let_it_pass() {
    let other = "Ferries to sail every hour from June\n\n\
        The shipping line Norrad will run its ferries to the southern islands every hour from June, it said on Thursday. It bought two \
        vessels from a yard in Gdynia last year. Each of them carries 60 cars and 400 passengers. The mayor of Tarnby welcomed the news \
        and promised a new quay. Tickets went on sale on Thursday afternoon and sold out within two hours. Hotels on the islands \
        reported twice as many bookings as a year ago. The old timetable had four departures a day. Islanders had asked for more since 2019.";
    let input = pair("x", WIRE, other) + &pair("y", WIRE, CHANGED);
    let batch = |args: &[&str]| {
        let output = run_with(&[&["batch"], args].concat(), input.as_bytes());
        assert!(text(&output.stdout).contains("\"verdict\":\"different-story\""), "{}", text(&output.stdout));
        code(&output)
    };
    assert_eq!(batch(&[]), 1);
    assert_eq!(batch(&["--fail-on", "critical"]), 1);
    assert_eq!(batch(&["--fail-on", "never"]), 0);
    assert_eq!(code(&run_with(&["batch"], pair("y", WIRE, CHANGED).as_bytes())), 0, "findings do not");
}

#[test]
fn batch_answers_a_line_before_the_next_one_is_written() {
    let mut child = truecopy()
        .args(["batch", "--jobs", "4"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let mut out = BufReader::new(child.stdout.take().expect("a pipe"));
    for i in 0..3 {
        stdin.write_all(pair(&format!("{i}"), WIRE, CHANGED).as_bytes()).expect("a line in");
        let mut answer = String::new();
        out.read_line(&mut answer).expect("a line out");
        assert!(answer.starts_with(&format!("{{\"id\":\"{i}\"")), "{answer}");
    }
    drop(stdin);
    assert!(child.wait().expect("the program ends").success());
}

#[test]
fn a_reader_that_goes_away_ends_the_run_and_is_no_success() {
    let mut child = truecopy()
        .args(["batch", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    drop(child.stdout.take());
    // The program ends although its input never does: the pipe in stays open until it has ended.
    let line = pair("x", WIRE, CHANGED);
    while stdin.write_all(line.as_bytes()).is_ok() {
        if child.try_wait().expect("its state").is_some() {
            break;
        }
    }
    let status = child.wait().expect("the program ends");
    let mut said = String::new();
    child.stderr.take().expect("a pipe").read_to_string(&mut said).expect("what it said");
    assert_eq!(status.code(), Some(2), "answers are missing");
    assert_eq!(said, "truecopy: error: standard output was closed before the last answer: the run stopped there\n");
}

#[test]
fn every_command_shows_an_example() {
    let output = run(&["--help"]);
    assert_eq!(code(&output), 0);
    assert!(text(&output.stdout).contains("Example"));
    for command in COMMANDS {
        let help = text(&run(&[command, "--help"]).stdout);
        assert!(help.contains("Example") && help.contains(&format!("truecopy {command}")), "{command}: {help}");
        snap::check("cli", &format!("help-{command}"), &help);
        assert!(text(&output.stdout).contains(&format!("\n  {command} ")), "`{command}` is listed");
    }
}

#[test]
fn rules_are_listed_and_explained() {
    let listed = text(&run(&["rules", "--format", "json"]).stdout);
    let rules: serde_json::Value = serde_json::from_str(&listed).expect("JSON");
    let rules = rules.as_array().expect("a list");
    assert!(!rules.is_empty());
    let (table, markdown) = (text(&run(&["rules"]).stdout), text(&run(&["rules", "--format", "markdown"]).stdout));
    for rule in rules {
        let id = rule["id"].as_str().expect("an id");
        assert!(table.contains(id) && markdown.contains(&format!("`{id}`")), "{id}");
        let page = run(&["explain", id]);
        assert_eq!(code(&page), 0);
        assert!(text(&page.stdout).starts_with(id), "{id}");
    }
    let id = rules[0]["id"].as_str().expect("an id");
    let slip = &id[..id.len() - 1];
    let output = run(&["explain", slip]);
    assert_eq!(code(&output), 2);
    assert!(text(&output.stderr).contains(&format!("did you mean `{id}`")), "{}", text(&output.stderr));
}

#[test]
fn completions_and_manual_pages_are_written() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = run(&["completions", shell]);
        assert_eq!(code(&output), 0);
        assert!(text(&output.stdout).contains("fail-on"), "{shell}");
    }
    assert!(text(&run(&["man"]).stdout).contains(".TH truecopy"));
    assert!(text(&run(&["man", "check"]).stdout).contains(".TH truecopy-check"));
    assert_eq!(code(&run(&["man", "nothing"])), 2);
}
