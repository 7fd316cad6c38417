//! Finding the wire of a rewrite, and pairing, over generated stories.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use truecopy::archive::{BadIndex, Builder, Index, Memory, Prepared, ReadFile, Record, Scope, THRESHOLD};
use truecopy::ingest::from_text;

use crate::cli::{run, run_with};

/// A figure that looks like chance and is the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    fn name(&mut self) -> String {
        const HEAD: [&str; 16] = [
            "Ar", "Bel", "Cor", "Dan", "Els", "Fal", "Gor", "Hal", "Ist", "Jor", "Kel", "Lun", "Mar", "Nor", "Ost",
            "Per",
        ];
        const TAIL: [&str; 16] = [
            "anto", "berg", "dahl", "eska", "ford", "grad", "holm", "inska", "kova", "lund", "mond", "nes", "orth",
            "stad", "vik", "wen",
        ];
        format!("{}{}", HEAD[self.roll(16)], TAIL[self.roll(16)])
    }
}

/// A story told twice: as the wire tells it, and in other words.
fn story(n: u64) -> (String, String) {
    let mut d = Dice(n.wrapping_mul(0x9E37_79B9_7F4A_7C15) + 7);
    d.roll(2);
    let (place, other) = (d.name(), d.name());
    let (first, last, second) = (d.name(), d.name(), d.name());
    let (figure, sum, day) = (11 + d.roll(900), 2 + d.roll(97), ["Monday", "Tuesday", "Friday", "Sunday"][d.roll(4)]);
    const EVENTS: [(&str, &str); 8] = [
        (
            "A fire destroyed a warehouse near the harbour of PLACE on DAY",
            "Flames gutted a storehouse by PLACE's port on DAY",
        ),
        (
            "The council of PLACE voted on DAY to close its only hospital",
            "Councillors in PLACE decided on DAY to shut the town's sole clinic",
        ),
        (
            "Workers at the PLACE steel mill walked out on DAY over pay",
            "Staff of the steelworks in PLACE went on strike on DAY, asking for more money",
        ),
        (
            "A train left the rails outside PLACE on DAY after heavy rain",
            "Following downpours, a railway carriage derailed close to PLACE on DAY",
        ),
        (
            "Scientists in PLACE said on DAY they had found a new kind of frog",
            "A previously unknown frog has been discovered, researchers from PLACE announced on DAY",
        ),
        (
            "A court in PLACE on DAY jailed a banker for fraud",
            "On DAY judges in PLACE sent a financier to prison for cheating",
        ),
        (
            "The river rose over its banks in PLACE on DAY and drove families from their homes",
            "In PLACE, floodwater forced households out of their houses on DAY",
        ),
        (
            "PLACE won the cup final on DAY for the first time since the war",
            "For the first time in the post-war era the trophy went to PLACE on DAY",
        ),
    ];
    const MORE: [(&str, &str); 6] = [
        (
            "FIGURE people were counted by nightfall, said FIRST LAST, who leads the local office.",
            "By evening the tally stood at FIGURE, according to FIRST LAST, the head of the office there.",
        ),
        (
            "The damage was put at SUM million crowns by the insurer SECOND.",
            "SECOND, an insurance company, estimates the cost at SUM million crowns.",
        ),
        (
            "\"We have never seen anything like this,\" LAST told reporters.",
            "LAST said to journalists that nothing of the kind had been seen before.",
        ),
        (
            "Help was on its way from OTHER, some 40 kilometres to the north.",
            "Assistance is coming from OTHER, about 40 km northwards.",
        ),
        (
            "An inquiry will begin next week under a judge from OTHER.",
            "A magistrate of OTHER is to open an investigation in the coming week.",
        ),
        ("Schools stayed shut and buses did not run.", "There were no bus services and lessons were cancelled."),
    ];
    let (a, b) = EVENTS[d.roll(EVENTS.len())];
    let (mut wire, mut rewrite) = (vec![format!("{a}.")], vec![format!("{b}.")]);
    let start = d.roll(MORE.len());
    for k in 0..5 {
        let (a, b) = MORE[(start + k) % MORE.len()];
        wire.push(a.to_owned());
        // A rewrite leaves things out and changes their order.
        if k != 3 {
            rewrite.insert(1 + d.roll(rewrite.len()), b.to_owned());
        }
    }
    let fill = |lines: Vec<String>| {
        let text = lines.join("\n\n");
        let text =
            text.replace("PLACE", &place).replace("OTHER", &other).replace("FIRST", &first).replace("LAST", &last);
        let text = text.replace("SECOND", &second).replace("FIGURE", &figure.to_string());
        text.replace("SUM", &sum.to_string()).replace("DAY", day)
    };
    (fill(wire), fill(rewrite))
}

fn wire(n: u64) -> Prepared {
    let story = from_text("wire", &story(n).0);
    Prepared::of(&story, Record::of(&story, &format!("{n}.txt"), ""))
}

/// Adds stories, each as a file, and says what is kept after each hundred.
fn add(builder: &mut Builder<Memory>, stories: impl Iterator<Item = u64>) {
    for n in stories {
        builder.add(wire(n)).expect("memory");
        builder.read(ReadFile { name: format!("{n}.txt"), stamp: n, ..ReadFile::default() });
        if builder.is_full() {
            builder.commit().expect("memory");
        }
    }
}

/// An index that holds so many terms in memory while it is built.
fn index(stories: impl Iterator<Item = u64>, held: usize) -> Index<Memory> {
    let mut builder = Builder::create(Memory::default()).expect("memory").holding(held);
    add(&mut builder, stories);
    builder.finish().expect("memory");
    Index::open(builder.into_store()).expect("an index")
}

fn search(index: &Index<Memory>, text: &str, most: usize) -> Vec<truecopy::archive::Match> {
    index.search(&from_text("rewrite", text), &Scope::default(), most).expect("memory")
}

#[test]
fn each_of_four_hundred_rewrites_finds_its_wire_and_strangers_find_none() {
    let index = index(0..400, usize::MAX);
    let (mut right, mut matched, mut strangers) = (0, 0, 0);
    for n in 0..400 {
        let found = search(&index, &story(n).1, 2);
        right += usize::from(found[0].record.file == format!("{n}.txt"));
        matched += usize::from(found[0].score >= THRESHOLD);
        assert!(found[0].score >= found[1].score && found[0].score <= 1.0);
    }
    for n in 1000..1400 {
        let found = search(&index, &story(n).1, 1);
        strangers += usize::from(found.first().is_some_and(|m| m.score >= THRESHOLD));
    }
    assert!(right >= 396 && matched >= 390, "{right} right, {matched} matched of 400");
    assert!(strangers <= 8, "{strangers} strangers of 400 matched");
}

#[test]
fn the_words_that_tell_are_named() {
    let index = index(0..50, usize::MAX);
    let (wire, rewrite) = story(17);
    let best = search(&index, &rewrite, 1).swap_remove(0);
    assert!(!best.shared.is_empty() && best.shared.iter().all(|w| rewrite.contains(w.as_str())), "{:?}", best.shared);
    assert!(wire.starts_with(best.record.title.split_whitespace().next().expect("a word")));
}

#[test]
fn little_memory_many_parts_and_updates_find_the_same() {
    let fresh = index(20..70, usize::MAX);
    // A part for every story or two; then they are made fewer.
    let parts = index(20..70, 100);
    // Twenty stories go, ten come.
    let mut builder = Builder::create(Memory::default()).expect("memory");
    add(&mut builder, 0..60);
    builder.finish().expect("memory");
    let mut builder = Builder::open(builder.into_store()).expect("an index");
    builder.forget(|name| name.trim_end_matches(".txt").parse::<u64>().expect("a number") < 20).expect("memory");
    add(&mut builder, 60..70);
    assert_eq!(builder.finish().expect("memory").stories, 50);
    assert!(builder.is_loose(), "a third of it no longer counts");
    let written_anew = builder.compact(Memory::default()).expect("memory");
    assert!(!written_anew.is_loose());
    let names: Vec<String> = written_anew.files().map(|f| f.expect("memory").name).collect();
    assert_eq!((names.len(), names.contains(&"5.txt".to_owned())), (50, false));
    let updated = Index::open(builder.into_store()).expect("an index");
    let written_anew = Index::open(written_anew.into_store()).expect("an index");
    for other in [&parts, &updated, &written_anew] {
        assert_eq!(other.len(), 50);
        for n in 15..75 {
            let found: Vec<_> = search(other, &story(n).1, 3).into_iter().map(|m| m.record).collect();
            let same: Vec<_> = search(&fresh, &story(n).1, 3).into_iter().map(|m| m.record).collect();
            assert_eq!(found[0], same[0], "{n}");
            assert_eq!(found.len(), same.len());
        }
    }
    for n in 15..75 {
        assert_eq!(search(&parts, &story(n).1, 3), search(&fresh, &story(n).1, 3), "{n}");
        assert_eq!(search(&written_anew, &story(n).1, 3), search(&fresh, &story(n).1, 3), "{n}");
    }
}

#[test]
fn what_waits_is_kept_from_the_moment_that_it_is_said() {
    let mut builder = Builder::create(Memory::default()).expect("memory");
    add(&mut builder, 0..10);
    builder.commit().expect("memory");
    let kept = builder.into_store().into_bytes();
    let mut builder = Builder::open(Memory::of(kept.clone())).expect("an index");
    add(&mut builder, 10..20);
    builder.commit().expect("memory");
    let later = builder.into_store().into_bytes();
    // A run that was killed has written some of what is new, and not yet that it counts: the head is as it was.
    for more in [1, 1000, later.len() - kept.len()] {
        let mut killed = later[..kept.len() + more].to_vec();
        killed[..8192].copy_from_slice(&kept[..8192]);
        let mut builder = Builder::open(Memory::of(killed)).expect("an index");
        assert_eq!(builder.len(), 10);
        add(&mut builder, 10..20);
        builder.commit().expect("memory");
        assert!(builder.into_store().into_bytes() == later, "the next run goes on from there");
    }
    // A power cut can spoil the place that was being written: the other one still says what was kept before.
    for at in [512, 4608] {
        let mut spoilt = later.clone();
        spoilt[at] ^= 1;
        assert!(Index::open(Memory::of(spoilt)).is_ok_and(|index| [10, 20].contains(&index.len())));
    }
}

#[test]
fn a_window_of_days_and_a_section_narrow_the_search() {
    let mut builder = Builder::create(Memory::default()).expect("memory").holding(500);
    let dated = |n: u64, day: i32, section: &str| {
        let story = from_text("wire", &story(n).0);
        let mut record = Record::of(&story, &format!("{n}-{day}.txt"), "");
        record.day = (day >= 0).then_some(day);
        record.section = section.to_owned();
        Prepared::of(&story, record)
    };
    // The same story on three days, and stories of other events between them.
    for (n, day) in [(7, 100), (7, 110), (7, 120)].into_iter().chain((20..60).map(|n| (n, 80 + n as i32))) {
        builder.add(dated(n, day, if day == 110 { "Coast" } else { "Harbour" })).expect("memory");
        if builder.is_full() {
            builder.commit().expect("memory");
        }
    }
    builder.finish().expect("memory");
    let index = Index::open(builder.into_store()).expect("an index");
    let mut text = from_text("rewrite", &story(7).1);
    let found = |text: &truecopy::ingest::Story, before, section| -> Vec<String> {
        let scope = Scope::around(text, before).of_section(section);
        let found = index.search(text, &scope, 9).expect("memory");
        found.into_iter().filter(|m| m.score >= THRESHOLD).map(|m| m.record.file).collect()
    };
    // Without a day of its own, all are looked at.
    assert_eq!(found(&text, 3, None), ["7-100.txt", "7-110.txt", "7-120.txt"]);
    // 23 April 1970 is day 112.
    text.date = Some((1970, 4, 23));
    assert_eq!(found(&text, 3, None), ["7-110.txt"]);
    assert_eq!(found(&text, 12, None), ["7-100.txt", "7-110.txt"]);
    assert_eq!(found(&text, 1, None), [""; 0]);
    assert_eq!(found(&text, 12, Some("harbour")), ["7-100.txt"]);
    assert_eq!(found(&text, 12, Some("chess")), [""; 0]);
}

#[test]
fn a_story_is_found_by_its_id() {
    let mut builder = Builder::create(Memory::default()).expect("memory");
    for (n, id) in [(1, "tag:a"), (2, "tag:b"), (3, "tag:b"), (4, "")] {
        let mut record = Record::of(&from_text("wire", &story(n).0), &format!("{n}.txt"), "");
        record.id = id.to_owned();
        builder.add(Prepared::of(&from_text("wire", &story(n).0), record)).expect("memory");
    }
    builder.finish().expect("memory");
    let index = Index::open(builder.into_store()).expect("an index");
    let files = |id: &str| -> Vec<String> { index.with_id(id).expect("memory").into_iter().map(|r| r.file).collect() };
    assert_eq!(files("tag:a"), ["1.txt"]);
    assert_eq!(files("tag:b"), ["2.txt", "3.txt"]);
    assert_eq!([files("tag:c").len(), files("").len()], [0, 0]);
}

#[test]
fn what_is_no_whole_index_is_refused() {
    let open = |bytes: Vec<u8>| Index::open(Memory::of(bytes)).err();
    assert!(matches!(open(Vec::new()), Some(BadIndex::NoIndex)));
    assert!(matches!(open(vec![b'x'; 500]), Some(BadIndex::NoIndex)));
    assert!(matches!(open(vec![b'x'; 50_000]), Some(BadIndex::NoIndex)));
    let mut builder = Builder::create(Memory::default()).expect("memory");
    add(&mut builder, 1..2);
    builder.finish().expect("memory");
    let whole = builder.into_store().into_bytes();
    assert!(open(whole.clone()).is_none());
    for cut in [1, 50, whole.len() / 2, whole.len() - 64] {
        // What was there before the cut may still be a whole index: an empty one.
        let left = Index::open(Memory::of(whole[..whole.len() - cut].to_vec()));
        assert!(left.is_err() || left.is_ok_and(|index| index.is_empty()), "cut by {cut}");
    }
    let mut other = whole.clone();
    other[8] = 99;
    assert!(matches!(open(other), Some(BadIndex::Version(99))));
    // Whatever single byte is damaged, the index is refused, or searched and written anew without a panic.
    let text = from_text("rewrite", &story(1).1);
    let rest = (0..32).chain(512..600).chain(4608..4700).chain(8192..whole.len());
    for at in rest {
        let mut bytes = whole.clone();
        bytes[at] ^= 0xFF;
        if let Ok(index) = Index::open(Memory::of(bytes.clone())) {
            let _ = index.search(&text, &Scope::default(), 3);
            let _ = index.with_id("tag:a");
        }
        if let Ok(builder) = Builder::open(Memory::of(bytes)) {
            let _ = builder.compact(Memory::default());
        }
    }
}

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
