//! docs/streams.md: `batch -` between two queues, here plain pipes.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::cli::{self, Folder, truecopy};
#[cfg(unix)]
use crate::gate::docs::blocks;

const WIRE: &str = "Rescuers reached 12 sailors on Tuesday, the coast guard said.";
const REWRITE: &str = "Rescuers reached 47 sailors on Tuesday, the coast guard said.";

fn start(arguments: &[&str]) -> Child {
    let mut command = truecopy();
    command.args(["batch", "--isolated", "--jobs", "2"]).args(arguments).arg("-");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts")
}

fn line(id: usize) -> String {
    cli::pair(&id.to_string(), WIRE, REWRITE)
}

/// Waits until a count has stood still for a while, and gives it.
fn settled(count: &AtomicUsize) -> usize {
    let (mut last, mut since) = (0, Instant::now());
    let began = Instant::now();
    while last == 0 || since.elapsed() < Duration::from_secs(1) {
        let now = count.load(Ordering::Relaxed);
        if now != last {
            (last, since) = (now, Instant::now());
        }
        assert!(began.elapsed() < Duration::from_secs(60), "it never stands still: {last}");
        thread::sleep(Duration::from_millis(20));
    }
    last
}

#[test]
fn who_writes_is_held_back_while_nobody_reads() {
    const LINES: usize = 20_000;
    let mut child = start(&[]);
    let mut stdin = child.stdin.take().expect("a pipe");
    let written = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&written);
    let writer = thread::spawn(move || {
        for id in 0..LINES {
            stdin.write_all(line(id).as_bytes()).expect("a line in");
            count.fetch_add(1, Ordering::Relaxed);
        }
    });
    let held = settled(&written);
    // What is under way, and what both pipes and the buffers hold.
    assert!(held < LINES / 4, "{held} lines were taken, and no answer was");
    let answers = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let mut last = None;
    for (id, answer) in answers.map(|answer| answer.expect("an answer")).enumerate() {
        assert!(answer.starts_with(&format!("{{\"id\":\"{id}\",")), "{answer}");
        last = Some(id);
    }
    assert_eq!(last, Some(LINES - 1), "nothing was lost while it was held back");
    writer.join().expect("all lines are in");
    assert_eq!(child.wait().expect("the end").code(), Some(0), "findings alone are no failure of a stream");
}

#[test]
fn a_bad_line_is_answered_in_its_place_and_the_stream_goes_on() {
    let mut child = start(&[]);
    let mut stdin = child.stdin.take().expect("a pipe");
    let mut answers = BufReader::new(child.stdout.take().expect("a pipe"));
    let mut ask = |line: &str| -> Value {
        stdin.write_all(line.as_bytes()).expect("a line in");
        let mut answer = String::new();
        answers.read_line(&mut answer).expect("an answer");
        serde_json::from_str(&answer).unwrap_or_else(|e| panic!("{answer}: {e}"))
    };
    assert_eq!(ask(&line(1))["verdict"], "drifted");
    let bad = ask("no JSON\n");
    assert!(bad["line"] == 2 && bad["error"].is_string(), "{bad}");
    let bad = ask("{\"id\": \"b\", \"original\": \"text\"}\n");
    assert!(bad["id"] == "b" && bad["error"].is_string(), "{bad}");
    // A blank line is no message.
    assert_eq!(ask(&format!("\n{}", line(5)))["id"], "5");
    drop(stdin);
    assert_eq!(child.wait().expect("the end").code(), Some(2), "a line could not be checked");
}

#[test]
fn the_status_says_how_the_stream_was() {
    let status = |arguments: &[&str], input: &str| {
        let mut child = start(arguments);
        child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("the lines in");
        child.wait_with_output().expect("the end").status.code()
    };
    assert_eq!(status(&[], &line(1)), Some(0));
    assert_eq!(status(&["--fail-on", "major"], &line(1)), Some(1));
    assert_eq!(status(&[], &(line(1) + "{}\n")), Some(2));
    assert_eq!(status(&[], ""), Some(2));
}

/// The recipe of the page, with a process that is killed on the way.
#[cfg(unix)]
#[test]
fn a_stream_goes_on_where_it_was_killed() {
    const LINES: usize = 3_000;
    let page = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/streams.md");
    let recipe = blocks(&std::fs::read_to_string(page).expect("the page"), "sh").concat();
    let folder = Folder::new();
    let all: String = (0..LINES).map(line).collect();
    folder.file("pairs.jsonl", &all);
    // What a crash left: half an answer.
    folder.file("answers.jsonl", "{\"id\":\"0\",\"verd");
    let program = truecopy();
    let folders = std::path::Path::new(program.get_program()).parent().expect("a folder").to_owned();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(std::iter::once(folders).chain(std::env::split_paths(&path))).expect("a path");
    let run = || {
        let mut shell = Command::new("sh");
        shell.args(["-ec", &recipe]).current_dir(&folder.0).env("PATH", &path).stderr(Stdio::piped());
        // A group of its own, so that the pipe dies as a whole.
        std::os::unix::process::CommandExt::process_group(&mut shell, 0).spawn().expect("a shell")
    };
    let answered = || std::fs::read_to_string(folder.0.join("answers.jsonl")).unwrap_or_default();
    let mut first = run();
    let began = Instant::now();
    while answered().lines().count() < 50 {
        assert!(began.elapsed() < Duration::from_secs(60), "no answer");
        thread::sleep(Duration::from_millis(2));
    }
    let group = format!("-{}", first.id());
    assert!(Command::new("kill").args(["-KILL", "--", &group]).status().expect("kill").success());
    first.wait().expect("its end");
    let before = answered().matches('\n').count();
    assert!((1..LINES).contains(&before), "{before} answers when it was killed");
    let mut second = run();
    let status = second.wait().expect("its end");
    let mut said = String::new();
    second.stderr.take().expect("a pipe").read_to_string(&mut said).expect("what it said");
    assert!(status.success(), "{said}");
    let whole = cli::run_with(&["batch", "--isolated", "-"], all.as_bytes());
    assert!(answered().as_bytes() == whole.stdout, "every line has its answer, once and in order");
}
