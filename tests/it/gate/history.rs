//! The history of runs, and the trend that the index draws from it.

use truecopy::format::index;
use truecopy::gate::history::{self, Counts, FromSource, Run};
use truecopy::gate::summary::Summary;
use truecopy::gate::{Baseline, Digest};

use super::formats::digest;
use super::{REWRITE, WIRE, pair, run_in};
use crate::cli::{Folder, code, text, truecopy};
use crate::{sample, snap};

pub fn snapshots() -> Vec<String> {
    vec!["index-trend".to_owned()]
}

fn lines(folder: &Folder) -> Vec<String> {
    let text = std::fs::read_to_string(folder.0.join("runs.jsonl")).expect("the history");
    text.lines().map(str::to_owned).collect()
}

const CHECK: [&str; 5] = ["check", "--history", "runs.jsonl", "wire.txt", "rewrite.txt"];

#[test]
fn every_run_leaves_a_line() {
    let folder = pair();
    run_in(&folder.0, &CHECK);
    folder.file("truecopy.toml", "[files]\nhistory = \"runs.jsonl\"\n");
    folder.file("pairs.jsonl", crate::cli::pair("desk/1", WIRE, REWRITE) + &crate::cli::pair("desk/2", WIRE, WIRE));
    let output = run_in(&folder.0, &["batch", "pairs.jsonl"]);
    assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    run_in(&folder.0, &["check", "--diff", "wire.txt", "rewrite.txt"]);
    let (runs, damaged) = history::read(&(lines(&folder).join("\n") + "\n"));
    assert_eq!((runs.len(), damaged.len()), (2, 0), "a diff is no run");
    assert_eq!((runs[0].rewrites, runs[0].failing, runs[1].rewrites, runs[1].failing), (1, 1, 2, 0));
    assert_eq!(runs[0].counts, runs[1].counts, "one of the two has the same faults, the other none");
    assert!(runs[1].words > 2 * 80 && runs[1].sources["desk"].words == runs[1].words, "{:?}", runs[1]);
    assert_eq!(runs[0].rules["number-changed"].sum(), 1);
    assert!(runs[0].time.ends_with('Z') && runs[0].time.len() == 20 && runs[0].version == env!("CARGO_PKG_VERSION"));
    let shown = text(&run_in(&folder.0, &["config"]).stdout);
    assert!(shown.lines().any(|l| l.starts_with("history = ") && l.ends_with("# line 2")), "{shown}");
}

#[test]
fn a_damaged_line_is_passed_over_and_told_of() {
    let folder = pair();
    run_in(&folder.0, &CHECK);
    let whole = lines(&folder).remove(0);
    folder.file("runs.jsonl", format!("{whole}\nnonsense\n{}", &whole[..whole.len() / 2]));
    let output = run_in(&folder.0, &[&CHECK[..], &["-o", "index=run.html"]].concat());
    let said = text(&output.stderr);
    assert!(said.contains("runs.jsonl: 2 lines cannot be read") && said.contains("line 2"), "{said}");
    assert_eq!(lines(&folder).len(), 4, "half a line stays a line of its own");
    let (runs, damaged) = history::read(&(lines(&folder).join("\n") + "\n"));
    assert_eq!((runs.len(), damaged), (2, vec![2, 3]));
    let page = std::fs::read_to_string(folder.0.join("run.html")).expect("the index");
    assert!(page.contains("The last 2 runs"));
    // What is no history at all is left as it is.
    for (name, other) in [("notes.txt", "A note.\n"), ("story.json", "{\"headline\":\"x\"}\n")] {
        folder.file(name, other);
        let output = run_in(&folder.0, &["check", "--history", name, "wire.txt", "rewrite.txt"]);
        assert!(code(&output) == 2 && text(&output.stderr).contains("this is no history of runs"), "{name}");
        assert_eq!(std::fs::read_to_string(folder.0.join(name)).expect("the file"), other);
    }
    assert_eq!(code(&run_in(&folder.0, &["check", "--history", ".", "wire.txt", "rewrite.txt"])), 2);
}

#[test]
fn runs_that_end_at_a_time_leave_whole_lines() {
    let folder = pair();
    let start = || truecopy().current_dir(&folder.0).args(CHECK).stdout(std::process::Stdio::null()).spawn();
    let children: Vec<_> = (0..6).map(|_| start().expect("the program starts")).collect();
    for mut child in children {
        child.wait().expect("it ends");
    }
    let (runs, damaged) = history::read(&(lines(&folder).join("\n") + "\n"));
    assert_eq!((runs.len(), damaged.len()), (6, 0));
}

/// Runs in which one rule gets worse, one better, and one source comes in later.
fn past() -> Vec<Run> {
    let run = |i: u64| {
        let (rising, falling) =
            (Counts { major: i * i, ..Counts::default() }, Counts { minor: 30 - 5 * i, ..Counts::default() });
        let all = Counts { critical: 1, major: rising.major, minor: falling.minor };
        let from = |rewrites, words, counts| {
            let mut from = FromSource::default();
            (from.rewrites, from.words, from.counts) = (rewrites, words, counts);
            from
        };
        let mut sources = vec![("ferry".to_owned(), from(4, 2000, all))];
        if i > 2 {
            sources.push(("<b>late</b>\u{202e}".to_owned(), from(1, 400, Counts::default())));
        }
        let mut run = Run::default();
        run.time = format!("2026-03-0{}T15:00:00Z", i + 1);
        run.version = "0.1.0".into();
        (run.rewrites, run.failing, run.words) = (5, i, 2400);
        run.counts = all;
        run.rules = [("number-changed".to_owned(), rising), ("misspelling".to_owned(), falling)].into();
        run.sources = sources.into_iter().collect();
        run
    };
    (0..5).map(run).collect()
}

#[test]
fn the_index_draws_the_last_runs() {
    let run: Vec<Digest> = vec![digest(sample::drifted(), None::<&Baseline>), digest(sample::faithful(), None)];
    let summary = Summary::of(&run);
    let mut runs = past();
    let mut last = Run::of(&run, &summary, "2026-03-06T15:00:00Z");
    last.version = "VERSION".into();
    runs.push(last);
    let page = index::render(&run, &summary, &[], &runs);
    let at = page.find("<h2 id=\"runs\">").expect("the section");
    let section = page[at..].split("</main>").next().expect("its end").replace("><", ">\n<");
    snap::check("gate", "index-trend", &section);
    assert!(!page.contains("<b>late") && !page.contains('\u{202e}'), "a name in the history is text");
    // One run is no trend; more than twenty are not drawn.
    assert!(!index::render(&run, &summary, &[], &runs[5..]).contains("id=\"runs\""));
    let many: Vec<Run> = runs.iter().cycle().take(60).cloned().collect();
    assert!(index::render(&run, &summary, &[], &many).contains("The last 20 runs"));
    // Figures that no run has break nothing.
    let huge = Counts { critical: u64::MAX, major: u64::MAX, minor: u64::MAX };
    let mut mad = Run::default();
    mad.time = "\u{202e}<b>".into();
    (mad.words, mad.counts) = (u64::MAX, huge);
    mad.rules = [("x".to_owned(), huge)].into();
    let page = index::render(&run, &summary, &[], &[mad.clone(), mad, Run::default()]);
    assert!(!page.contains("NaN") && !page.contains("inf") && !page.contains('\u{202e}') && !page.contains("<b>"));
}
