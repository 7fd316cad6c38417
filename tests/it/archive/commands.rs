//! The commands that build and search an archive, and those that pair by one.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use super::story;
use crate::cli::{run, run_with};

/// A folder of its own for one test, gone when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("archive-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::create_dir_all(&path).expect("a folder for the test");
        Folder(path)
    }

    fn file(&self, name: &str, text: impl AsRef<[u8]>) -> String {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder for the test");
        std::fs::write(&path, text).expect("a file for the test");
        self.path(name)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().expect("a UTF-8 path").to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[track_caller]
fn said(args: &[&str], status: i32) -> String {
    let output = run(args);
    let text = |b: &[u8]| String::from_utf8_lossy(b).into_owned();
    assert_eq!(output.status.code(), Some(status), "{args:?}\n{}{}", text(&output.stdout), text(&output.stderr));
    text(&output.stdout) + &text(&output.stderr)
}

#[test]
fn an_index_is_built_updated_and_used() {
    let folder = Folder::new();
    for n in 0..30 {
        folder.file(&format!("wires/{n:02}.txt"), story(n).0);
    }
    let (wires, index) = (folder.path("wires"), folder.path("wire.index"));
    let rewrite = folder.file("rewrite.txt", story(12).1);
    assert!(said(&["index", &wires, "-o", &index], 0).contains("30 stories; 30 files read, 0 unchanged"));
    assert!(said(&["index", &wires, "-o", &index], 0).contains("30 stories; 0 files read, 30 unchanged"));
    let before = std::fs::read(&index).expect("the index");
    let found = said(&["match", &index, &rewrite], 0);
    assert!(found.contains("12.txt") && found.contains("both have"), "{found}");
    let json = said(&["match", "--format", "json", "--top", "2", &index, &rewrite], 0);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["matched"], true);
    assert_eq!(json["matches"].as_array().map(Vec::len), Some(2));
    // A changed, a new and a vanished file.
    folder.file("wires/12.txt", story(112).0);
    folder.file("wires/30.txt", story(30).0);
    std::fs::remove_file(folder.path("wires/05.txt")).expect("the file");
    assert!(said(&["index", &wires, "-o", &index], 0).contains("30 stories; 2 files read, 28 unchanged, 1 gone"));
    assert!(said(&["match", &index, &rewrite], 1).contains("no match"));
    assert!(said(&["check", "--archive", &index, &rewrite], 2).contains("no wire found"));
    let other = folder.file("other.txt", story(30).1);
    let report = said(&["check", "--fail-on", "never", "--format", "json", "--archive", &index, &other], 0);
    assert!(report.contains("30.txt"), "{report}");
    // The index and its folder can move together.
    let moved = Folder::new();
    std::fs::create_dir(moved.0.join("wires")).expect("a folder");
    for entry in std::fs::read_dir(&wires).expect("the folder").flatten() {
        std::fs::copy(entry.path(), moved.0.join("wires").join(entry.file_name())).expect("a copy");
    }
    std::fs::copy(&index, moved.0.join("wire.index")).expect("a copy");
    std::fs::remove_dir_all(&wires).expect("the folder goes");
    said(&["check", "--fail-on", "never", "--archive", &moved.path("wire.index"), &other], 0);
    // What is no index is not overwritten, and a leftover of a killed run does no harm.
    let text = folder.file("notes.txt", "Not an index.");
    assert!(said(&["index", &moved.path("wires"), "-o", &text], 2).contains("would be overwritten"));
    let half = moved.0.join(".truecopy-0123456789ab.tmp");
    std::fs::write(&half, &before[..before.len() / 2]).expect("half an index");
    let yesterday = std::time::SystemTime::now() - std::time::Duration::from_secs(86_400);
    std::fs::File::options().write(true).open(&half).and_then(|f| f.set_modified(yesterday)).expect("its age");
    std::fs::write(moved.0.join(".wire.index.lock"), "").expect("a lock that nobody holds");
    said(&["index", &moved.path("wires"), "-o", &moved.path("wire.index")], 0);
    let left: Vec<_> = std::fs::read_dir(&moved.0).expect("the folder").flatten().map(|e| e.file_name()).collect();
    assert_eq!(left.len(), 2, "{left:?}");
    // A folder is searched without an index as well.
    assert!(said(&["match", &moved.path("wires"), &other], 0).contains("30.txt"));
}

/// A story as a line of an archive.
fn ninjs_line(n: u64, date: &str) -> String {
    let (wire, _) = story(n);
    serde_json::json!({"uri": format!("tag:wire:{n}"), "type": "text", "versioncreated": date, "body_text": wire})
        .to_string()
}

#[test]
fn an_archive_of_a_story_a_line_is_read_on_where_it_has_grown() {
    let folder = Folder::new();
    let lines = |range: std::ops::Range<u64>| -> String { range.map(|n| ninjs_line(n, "") + "\n").collect() };
    let (archive, index) = (folder.path("2026.jsonl"), folder.path("wire.index"));
    let build = |says: &str, status: i32| {
        let said = said(&["index", &archive, "-o", &index], status);
        assert!(said.contains(says), "{said}");
        said
    };
    folder.file("2026.jsonl", format!("{}\n  \n{}", lines(0..5), lines(5..20)));
    build("20 stories; 1 files read, 0 unchanged", 0);
    build("20 stories; 0 files read, 1 unchanged", 0);
    let grown = std::fs::read_to_string(&archive).expect("the archive") + &lines(20..30);
    // Only what is new is read: what stands before it could no longer be.
    folder.file("2026.jsonl", grown.replacen("tag:wire:3\"", "tag:wire:?\"", 1));
    build("30 stories; 1 files read, 0 unchanged", 0);
    let rewrite = folder.file("rewrite.txt", story(3).1);
    let found = said(&["match", "--format", "json", &index, &rewrite], 0);
    assert!(found.contains("\"id\":\"tag:wire:3\"") && found.contains("2026.jsonl#tag:wire:3"), "{found}");
    // The story is read from its line, wherever in the file that is.
    let late = folder.file("late.txt", story(27).1);
    let report = said(&["check", "--fail-on", "never", "--format", "json", "--archive", &index, &late], 0);
    assert!(report.contains("2026.jsonl#tag:wire:27"), "{report}");
    // What was read last has changed: the file is another, and read from the start.
    folder.file("2026.jsonl", lines(1..12).replace("tag:wire:7\"", "tag:wire:seven\""));
    build("11 stories; 1 files read, 0 unchanged", 0);
    // A line that is no story is named, with the byte it begins at, and costs the others nothing.
    folder.file("2026.jsonl", format!("{}{{\"uri\": 1\n{}", lines(0..1), lines(1..3)));
    let bad = build("3 stories", 2);
    assert!(bad.contains(&format!("2026.jsonl, byte {}", lines(0..1).len())), "{bad}");
    // The index was made from lines that are no longer there.
    folder.file("2026.jsonl", lines(40..42));
    let gone = said(&["check", "--archive", &index, &folder.file("r.txt", story(2).1)], 2);
    assert!(gone.contains("index the archive again"), "{gone}");
}

#[test]
fn a_line_that_is_still_being_written_is_left_for_the_next_run() {
    let folder = Folder::new();
    let whole: String = (0..4).map(|n| ninjs_line(n, "") + "\n").collect();
    let (archive, index) = (folder.file("a.jsonl", &whole[..whole.len() - 200]), folder.path("wire.index"));
    let build = || said(&["index", &archive, "-o", &index], 0);
    let first = build();
    assert!(first.contains("3 stories") && first.contains("left for the next run"), "{first}");
    folder.file("a.jsonl", &whole);
    assert!(build().contains("4 stories; 1 files read"));
    // A last line without an end that is whole counts at once, after a blank line too, and once.
    folder.file("a.jsonl", format!("{whole}\n{}", ninjs_line(4, "")));
    assert!(build().contains("5 stories; 1 files read"));
    assert!(build().contains("5 stories; 0 files read, 1 unchanged"));
    let rewrite = folder.file("r.txt", story(4).1);
    assert!(said(&["check", "--fail-on", "never", "--archive", &index, &rewrite], 0).contains("tag:wire:4"));
    folder.file("a.jsonl", format!("{whole}\n{}\n{}\n", ninjs_line(4, ""), ninjs_line(5, "")));
    assert!(build().contains("6 stories; 1 files read"));
}

#[test]
fn what_changed_in_place_is_read_anew_and_what_did_not_is_not() {
    let folder = Folder::new();
    let lines = |order: [u64; 4], end: &str| -> String { order.map(|n| ninjs_line(n, "") + end).concat() };
    let (archive, index) = (folder.file("a.jsonl", lines([0, 1, 2, 3], "\n")), folder.path("wire.index"));
    let build = |says: &str| {
        let said = said(&["index", &archive, &archive, &folder.0.to_string_lossy(), "-o", &index], 0);
        assert!(said.contains(says), "{said}");
    };
    build("4 stories; 1 files read");
    // The same length and the same last line.
    std::thread::sleep(std::time::Duration::from_millis(20));
    folder.file("a.jsonl", lines([0, 2, 1, 3], "\n"));
    build("4 stories; 1 files read");
    let rewrite = folder.file("text/r.txt", story(1).1);
    assert!(said(&["check", "--fail-on", "never", "--archive", &index, &rewrite], 0).contains("tag:wire:1"));
    std::fs::remove_file(&rewrite).expect("the rewrite");
    // Lines that end as on Windows.
    folder.file("a.jsonl", lines([0, 1, 2, 3], "\r\n"));
    build("4 stories; 1 files read");
    build("4 stories; 0 files read, 1 unchanged");
    let more = lines([0, 1, 2, 3], "\r\n") + &ninjs_line(9, "") + "\r\n";
    folder.file("a.jsonl", more.replacen("tag:wire:0", "tag:wire:?", 1));
    build("5 stories; 1 files read");
    assert!(said(&["match", "--format", "json", &index, &folder.file("r.txt", story(0).1)], 0).contains("tag:wire:0"));
}

#[test]
fn an_emptied_folder_or_a_file_that_is_gone_keeps_nothing_else_from_being_found() {
    let folder = Folder::new();
    folder.file("monday/1.txt", story(1).0);
    folder.file("tuesday/2.txt", story(2).0);
    let late = folder.file("3.txt", story(3).0);
    let (monday, tuesday, index) = (folder.path("monday"), folder.path("tuesday"), folder.path("wire.index"));
    assert!(said(&["index", &monday, &tuesday, &late, "-o", &index], 0).contains("3 stories"));
    std::fs::remove_file(folder.path("tuesday/2.txt")).expect("the file");
    std::fs::remove_file(&late).expect("the file");
    folder.file("monday/4.txt", story(4).0);
    let update = said(&["index", &monday, &tuesday, &late, "-o", &index], 0);
    assert!(update.contains("2 stories; 1 files read, 1 unchanged, 2 gone"), "{update}");
    // What never was is a mistake, and a first run without a story leaves no index.
    let other = folder.path("other.index");
    assert!(said(&["index", &monday, &folder.path("nowhere"), "-o", &index], 2).contains("nowhere"));
    assert!(said(&["index", &tuesday, "-o", &other], 2).contains("holds no story"));
    assert!(!Path::new(&other).exists());
}

#[test]
fn an_index_that_is_cut_or_old_is_not_taken_for_one_without_stories() {
    let folder = Folder::new();
    let wires = folder.file("a.jsonl", (0..30).map(|n| ninjs_line(n, "") + "\n").collect::<String>());
    let (index, rewrite) = (folder.path("wire.index"), folder.file("r.txt", story(3).1));
    said(&["index", &wires, "-o", &index], 0);
    let whole = std::fs::read(&index).expect("the index");
    for cut in [100, whole.len() / 3] {
        folder.file("wire.index", &whole[..whole.len() - cut]);
        assert!(said(&["match", &index, &rewrite], 2).contains("is a damaged index"));
        assert!(said(&["index", &wires, "-o", &index], 0).contains("30 stories; 1 files read"));
        said(&["match", &index, &rewrite], 0);
    }
    let old = [b"tcindex\n".as_slice(), &1u32.to_le_bytes(), &[0; 500]].concat();
    folder.file("wire.index", &old);
    assert!(said(&["match", &index, &rewrite], 2).contains("form 1"));
    assert!(said(&["index", &wires, "-o", &index], 0).contains("building it anew"));
}

#[test]
fn a_rewrite_that_lies_in_the_archive_is_not_its_own_wire() {
    let folder = Folder::new();
    folder.file("texts/wire.txt", story(1).0);
    let rewrite = folder.file("texts/rewrite.txt", story(1).1);
    folder.file("texts/other.txt", story(2).0);
    let texts = folder.path("texts");
    let index = folder.path("wire.index");
    said(&["index", &texts, "-o", &index], 0);
    for archive in [&texts, &index] {
        let report = said(&["check", "--fail-on", "never", "--format", "json", "--archive", archive, &rewrite], 0);
        assert!(report.contains("wire.txt") && !report.contains("\"identical\""), "{report}");
    }
}

#[test]
fn days_and_sections_narrow_what_a_rewrite_is_compared_with() {
    let folder = Folder::new();
    // One story three times, as agencies send it again.
    let lines = [(7, "2026-03-02T09:00:00Z"), (7, "2026-03-09T09:00:00Z"), (8, "2026-03-09T10:00:00Z")];
    let lines: Vec<String> = lines.iter().map(|(n, date)| ninjs_line(*n, date)).collect();
    let sport =
        lines[1].replace("\"type\"", "\"subject\":[{\"name\":\"Sport\"}],\"type\"").replace("wire:7", "wire:again");
    let archive = folder.file("wires.ndjson", [&lines[0], &sport, &lines[2]].map(String::as_str).join("\n"));
    let rewrite =
        serde_json::json!({"uri": "r", "type": "text", "versioncreated": "2026-03-10", "body_text": story(7).1});
    let rewrite = folder.file("rewrite.json", rewrite.to_string());
    let best =
        |more: &[&str], status: i32| said(&[&["match", "--format", "json", &archive, &rewrite], more].concat(), status);
    assert!(best(&[], 0).contains("tag:wire:7"));
    assert!(best(&["--days", "2"], 0).contains("tag:wire:again"));
    assert!(best(&["--days", "2", "--section", "sport"], 0).contains("tag:wire:again"));
    assert!(best(&["--days", "2", "--section", "politics"], 1).contains("\"matched\":false"));
    let check = ["check", "--fail-on", "never", "--format", "json", "--archive", &archive, &rewrite, "--days", "2"];
    assert!(said(&check, 0).contains("tag:wire:again"));
    assert!(said(&["check", "--days", "2", &rewrite, &rewrite], 2).contains("--archive"));
}

#[test]
fn pairs_come_from_folders_manifests_and_metadata() {
    let folder = Folder::new();
    for n in 0..3 {
        folder.file(&format!("w/coast/{n}.wire.txt"), story(n).0);
        folder.file(&format!("r/coast/{n}.rewrite.md"), story(n).1);
    }
    let names = |out: &str| -> Vec<String> {
        out.lines()
            .filter_map(|l| serde_json::from_str::<serde_json::Value>(l).ok())
            .map(|v| v["id"].as_str().unwrap_or("").to_owned())
            .collect()
    };
    let check = ["check", "--format", "jsonl", "--fail-on", "never"];
    let with = |more: &[&str], status: i32| {
        let args: Vec<&str> = check.iter().chain(more).copied().collect();
        said(&args, status)
    };
    let (w, r) = (folder.path("w"), folder.path("r"));
    assert_eq!(names(&with(&[&w, &r], 0)), ["coast/0", "coast/1", "coast/2"]);
    // One without a wire is named, and the others are checked.
    folder.file("r/coast/stray.md", "# Stray\n\nNobody knows where this came from.\n");
    let out = with(&[&w, &r], 2);
    assert!(out.contains("stray.md: no wire has its name") && names(&out).len() == 3, "{out}");
    std::fs::remove_file(folder.path("r/coast/stray.md")).expect("the file");
    let toml = folder.file(
        "pairs.toml",
        "[[pair]]\nid = \"one\"\nwire = [\"w/coast/1.wire.txt\"]\nrewrite = \"r/coast/1.rewrite.md\"\n",
    );
    assert_eq!(names(&with(&["--manifest", &toml], 0)), ["one"]);
    let csv = folder.file(
        "pairs.csv",
        "id,wire,rewrite\na,w/coast/0.wire.txt,r/coast/0.rewrite.md\nb,w/coast/9.wire.txt,r/coast/2.rewrite.md\n",
    );
    let out = with(&["--manifest", &csv], 2);
    assert!(names(&out) == ["a"] && out.contains("9.wire.txt: no such file"), "{out}");
    let line = serde_json::json!({"id": "inline", "original": story(1).0, "rewrite": story(1).1}).to_string();
    let lines = folder.file(
        "pairs.jsonl",
        line + "\n{\"id\": \"paths\", \"wire\": \"w/coast/0.wire.txt\", \"rewrite\": \"r/coast/0.rewrite.md\"}\n",
    );
    assert_eq!(names(&with(&["--manifest", &lines], 0)), ["inline", "paths"]);
    assert!(said(&["check", "--manifest", &folder.file("bad.toml", "[[pair]]\nwire = 3\n")], 2).contains("line"));
    // Metadata: the second ninjs item says what it was translated from.
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/feeds");
    let sample = |name: &str| samples.join(name).to_str().expect("a UTF-8 path").to_owned();
    let feed = folder.file("feed/items.json", {
        let mut items: serde_json::Value =
            serde_json::from_slice(&std::fs::read(sample("ferry.ninjs2.json")).expect("the sample")).expect("JSON");
        let first: serde_json::Value =
            serde_json::from_slice(&std::fs::read(sample("ferry.ninjs1.json")).expect("the sample")).expect("JSON");
        let mut other = first.clone();
        other["uri"] = "urn:other".into();
        other["altids"] = serde_json::json!({});
        items[1] = other;
        items[0] = first;
        items.to_string()
    });
    let out = with(&[&feed, &sample("ferry.ninjs2.json")], 0);
    assert!(out.contains("41"), "{out}");
    let lost = with(&[&feed, &sample("ferry.md"), &sample("ferry.html")], 2);
    assert!(names(&lost).len() == 1 && lost.contains("ferry.html: no wire"), "{lost}");
    // A NewsML-G2 item that links to the NITF document it was derived from.
    folder.file("links/w/a.xml", std::fs::read(sample("ferry.nitf.xml")).expect("the sample"));
    let item = String::from_utf8(std::fs::read(sample("ferry.newsml.xml")).expect("the sample")).expect("UTF-8");
    let item = item.replace("urn:newsml:harbourwire.example:20260303:ferry-6", "harbourwire.ferry.7");
    let item = folder.file("links/r/b.xml", item);
    let out = with(&[&folder.path("links/w"), &folder.path("links/r")], 2);
    assert!(
        names(&out) == [item + "#urn:newsml:harbourwire.example:20260303:ferry-7"]
            && out.contains("ferry-fares: no wire"),
        "{out}"
    );
    // One item of a feed by its id or number, and a feed where one story is wanted.
    let rss = sample("ferry.rss.xml");
    for item in ["1", "hw-ferry-7", "https://harbourwire.example/coast/ferry-7"] {
        with(&[&format!("{rss}#{item}"), &sample("ferry.txt")], 0);
    }
    assert!(with(&[&format!("{rss}#9"), &sample("ferry.txt")], 2).contains("contains no story “9”"));
}

#[test]
fn a_format_can_be_forced_and_standard_input_is_read() {
    let out = run_with(&["inspect", "--from", "plain", "-"], b"# No heading\n\nBoats stayed in the harbour.\n");
    assert!(String::from_utf8_lossy(&out.stdout).contains("(plain)"));
    let out = run_with(&["inspect", "-"], b"# A heading\n\nBoats stayed in the harbour.\n");
    assert!(String::from_utf8_lossy(&out.stdout).contains("(markdown)"));
    let out = run_with(&["inspect", "--from", "nitf", "-"], b"Boats stayed in.\n");
    assert_eq!(out.status.code(), Some(2));
    let out = run_with(&["inspect", "--from", "word", "-"], b"x");
    assert!(String::from_utf8_lossy(&out.stderr).contains("expected plain, markdown, html"));
}

/// Runs every command of docs/formats.md; each line below a command must come in its output, in this order.
#[test]
fn the_commands_of_the_documentation_do_what_it_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let Ok(page) = std::fs::read_to_string(root.join("docs/formats.md")) else { return };
    let folder = Folder::new();
    for entry in std::fs::read_dir(root.join("tests/it/feeds")).expect("the samples").flatten() {
        std::fs::copy(entry.path(), folder.0.join(entry.file_name())).expect("a copy");
    }
    let sample = |name: &str| std::fs::read(folder.0.join(name)).expect("a sample");
    folder.file("wires/coast/ferry.xml", sample("ferry.nitf.xml"));
    folder.file("rewrites/coast/ferry.json", sample("ferry.ninjs2.json"));
    folder.file("bomb.xml", "<!DOCTYPE nitf [<!ENTITY a \"b\">]><nitf/>");
    folder.file("klingon.xml", "<?xml version=\"1.0\" encoding=\"klingon-8\"?><nitf/>");
    folder.file("latin2.xml", crate::feeds::latin2());
    let first = String::from_utf8(sample("ferry.ninjs1.json")).expect("UTF-8");
    let other =
        first.replace("ferry-strike-7", "another").replace("HW-20260303-0117", "x").replace("hw:ferry:117", "y");
    folder.file("feed.json", format!("[{other}, {first}]"));
    for (fence, name) in [("```toml\n", "pairs.toml"), ("```csv\n", "pairs.csv"), ("```json\n", "pairs.jsonl")] {
        let listed = page.split(fence).nth(1).and_then(|p| p.split("```").next()).expect("a manifest in the page");
        folder.file(name, listed);
    }
    let line = |n: u64| ninjs_line(n, "") + "\n";
    folder.file("coast.jsonl", line(1) + &line(2));
    let mut run = 0;
    for block in page.split("```console\n").skip(1).filter_map(|b| b.split("```").next()) {
        for command in block.split("$ truecopy ").skip(1) {
            let mut lines = command.lines();
            let args: Vec<&str> = lines.next().unwrap_or("").split_whitespace().collect();
            let output = std::process::Command::new(env!("CARGO_BIN_EXE_truecopy"))
                .args(&args)
                .current_dir(&folder.0)
                .output()
                .expect("the program starts");
            let shown = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
            let mut rest: &str = &shown;
            for line in lines.filter(|l| !l.trim().is_empty()) {
                let at = rest.find(line).unwrap_or_else(|| panic!("{args:?}: no “{line}” in\n{shown}"));
                rest = &rest[at + line.len()..];
            }
            run += 1;
        }
    }
    assert!(run >= 17, "{run} commands");
}
