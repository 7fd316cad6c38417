//! Input that no story should be, through the library and through the program: never a panic, never a hang, nothing lost.

use std::time::{Duration, Instant};

use truecopy::check::{Checker, Options, Report, Verdict};
use truecopy::format::terminal::Look;
use truecopy::format::{html, json, jsonl, markdown, terminal};
use truecopy::ingest::{from_bytes, from_text};

use crate::cli;

const WIRE: &str = "\
Dockers at Port Halden walk out over night shifts
PORT HALDEN, May 4 (North Sea Wire) – About 340 dockers walked out at Port Halden on Monday after talks over night shifts failed.
\"We gave them until Sunday, and they gave us nothing,\" said Ingrid Solheim, who speaks for the dockers' union.
The port handled 12 million tonnes last year. Its owner said two ferries would sail as planned.
";

/// A megabyte of story on one line.
fn long_line() -> String {
    let mut text = String::with_capacity(1_100_000);
    for i in 0.. {
        if text.len() > 1_000_000 {
            break;
        }
        let n = i * 7919 % 10_000;
        text.push_str(&format!(
            "The clerk of ward {i} counted {n} ballots on Tuesday and sent them to the town hall. "
        ));
    }
    text
}

/// Elements in elements, as deep as a page can be made by mistake or malice.
fn nested(depth: usize) -> String {
    let (open, close) = ("<div><blockquote>".repeat(depth), "</blockquote></div>".repeat(depth));
    format!("<html><body>{open}<p>About 340 dockers walked out at Port Halden on Monday.</p>{close}</body></html>")
}

/// Names and texts of everything odd.
pub fn odd() -> Vec<(&'static str, String)> {
    let bidi = "\u{202e}About 340 dockers\u{202c} walked\u{0} out \u{1b}[31mat Port\u{1b}[0m Hal\u{ad}den\u{200b} on \u{7}Monday.\u{2028}";
    vec![
        ("white space", " \n\t\r\n \u{a0}\u{2003}\n".into()),
        ("one letter", "a".into()),
        ("one mark", "\u{301}".into()),
        ("furniture", "Skip to content\nShare this\nRelated articles\nLeave a Reply\nWATCH | The port at night. 4:17\n".into()),
        ("bidi and control characters", format!("{bidi}\n{bidi}\n")),
        ("German", "Rund 340 Hafenarbeiter legten am Montag die Arbeit nieder, nachdem die Gespräche über Nachtschichten gescheitert waren.".into()),
        ("Japanese", "港の労働者約三百四十人が月曜日、夜勤をめぐる交渉の決裂を受けてストライキに入った。".into()),
        ("lone quotes", "\" said “ she ‘ ” ’ „ « » \"\n\"\n“““ Monday ”\n'' said Ingrid Solheim ``\n".into()),
        ("only punctuation", "... !!! ??? ,,, ;;; --- ((( ))) [[[ $$$ %%% … – — . . , ,\n".repeat(40)),
        ("only figures", "12 12.5 1,200 $3 4% 5:17 2021-13-45 99999999999999999999999999 1e999 0x 1/0 -0 ½\n".repeat(20)),
        ("dates that are none", "On February 31, 0000, and on 99/99/9999 the 0th and 400th of Mayuary at 29:61 p.m. it ended.".into()),
        ("emoji and joined letters", "👩‍👩‍👧‍👦 said 🇳🇴🇳🇴 that ﬁve ﬄoods İI ıi ẞß ǅ Ⅷ ½ ㎏ hit Port Halden. 🏴󠁧󠁢󠁳󠁣󠁴󠁿".into()),
        ("marks piled up", format!("A{} walked out.", "\u{301}".repeat(3000))),
        ("one long word", "dockers".repeat(20_000)),
        ("no spaces", "Dockers,walked.Out;at:Port-Halden/on\\Monday(".repeat(500)),
        ("one word a line", "swam\nswam\nswam\nswam.*swam\nswam\nswam\nswam.*\nI swam\ns\nswam".into()),
        ("one word for ever", "the ".repeat(5_000)),
        ("one sentence for ever", "dockers walked out and ".repeat(3_000)),
        ("nested page", nested(5_000)),
        ("cut-off page", "<html><body><p>About 340 dockers <b>walked <a href=\"x".into()),
        ("entities", "&#x110000; &#xD800; &#0; &amp;amp; &nbsp &lt;script&gt; &#8217;s &unknown; &#99999999999;".repeat(30)),
        ("capitals", WIRE.to_uppercase()),
        ("no capitals", WIRE.to_lowercase()),
        ("no full stops", WIRE.replace('.', "")),
        ("backwards", WIRE.chars().rev().collect()),
        ("many short lines", "a\n".repeat(20_000)),
    ]
}

fn check(wire: &str, rewrite: &str) -> Report {
    Checker::new(Options::default()).check(vec![from_text("wire.txt", wire)], from_text("rewrite.txt", rewrite))
}

/// Spans lie in their texts, every format can print the report, and figures are figures.
#[track_caller]
fn sound(name: &str, report: &Report) {
    for f in &report.findings {
        assert!(f.at.is_some() || !f.evidence.wire.is_empty(), "{name}: {} points nowhere", f.rule.id);
        for at in f.at.iter().chain(&f.evidence.rewrite) {
            assert!(report.rewrite.source.text.get(at.0.range()).is_some(), "{name}: {} at {at:?}", f.rule.id);
        }
        for w in &f.evidence.wire {
            let inside = report.wires.get(w.take).is_some_and(|s| s.source.text.get(w.span.range()).is_some());
            assert!(inside, "{name}: {} against {w:?}", f.rule.id);
        }
        assert!((0.0..=1.0).contains(&f.confidence), "{name}: {} is {} sure", f.rule.id, f.confidence);
    }
    assert!((0.0..=100.0).contains(&report.fidelity), "{name}: fidelity {}", report.fidelity);
    terminal::render(report, Look::new(80).color(true));
    html::render(report);
    markdown::render(report);
    let document: serde_json::Value = serde_json::from_str(&json::render(report)).expect("JSON");
    let line: serde_json::Value = serde_json::from_str(&jsonl::render(report, name)).expect("JSON");
    assert_eq!(document["findings"].as_array().map(Vec::len), line["findings"].as_array().map(Vec::len), "{name}");
}

#[test]
fn odd_texts_on_either_side_and_on_both() {
    for (name, text) in odd() {
        for (wire, rewrite) in [(WIRE, text.as_str()), (text.as_str(), WIRE), (text.as_str(), text.as_str())] {
            let began = Instant::now();
            sound(name, &check(wire, rewrite));
            let took = began.elapsed();
            assert!(took < Duration::from_secs(20), "{name} took {took:?}");
        }
    }
}

#[test]
fn odd_texts_against_each_other() {
    let mut all = odd();
    all.retain(|(_, t)| t.len() < 5_000);
    for (name, wire) in &all {
        for (other, rewrite) in &all {
            sound(&format!("{name} and {other}"), &check(wire, rewrite));
        }
    }
}

#[test]
fn every_cut_of_a_story() {
    for (at, _) in WIRE.char_indices().step_by(3) {
        sound("a cut story", &check(WIRE, &WIRE[..at]));
        sound("the rest of a story", &check(WIRE, &WIRE[at..]));
    }
}

#[test]
fn what_cannot_be_compared_is_said() {
    assert_eq!(check(WIRE, WIRE).verdict, Verdict::Identical);
    assert_eq!(check(WIRE, &format!("\n{WIRE}\n\n")).verdict, Verdict::Identical);
    for (name, text) in odd().into_iter().filter(|(n, _)| ["white space", "furniture", "German"].contains(n)) {
        assert_eq!(check(WIRE, &text).verdict, Verdict::NotComparable, "{name} as the rewrite");
        assert_eq!(check(&text, WIRE).verdict, Verdict::NotComparable, "{name} as the wire");
    }
    let other = "The museum in Brenz reopens on Friday with 40 paintings by Clara Vogt, whose work was thought lost. \
        Visitors can see them until autumn, the director said, and entry is free for children under 12. \
        The roof had leaked for years before the town found money to mend it.";
    assert_eq!(check(WIRE, other).verdict, Verdict::DifferentStory);
    assert_eq!(check(WIRE, other).findings.len(), 0, "one verdict, not a hundred findings");
}

#[test]
fn sides_that_look_swapped_are_noted() {
    let short = "About 340 dockers walked out at Port Halden on Monday after talks over night shifts failed. \
        Ingrid Solheim, who speaks for the dockers' union, said they had given them until Sunday. The port handled 12 million tonnes last \
        year, and its owner said that two ferries would sail as planned.";
    let long = format!(
        "{short}\n{}",
        "A clerk counted the lorries that waited before the gate and wrote their numbers down. ".repeat(12)
    );
    let report = check(short, &long);
    assert!(report.notes.iter().any(|n| n.contains("right order")), "{:?}", report.notes);
}

#[test]
fn cost_grows_with_length_and_no_faster() {
    let text = long_line();
    let cut = |n: usize| &text[..text[..n].rfind(". ").map_or(n, |i| i + 2)];
    let time = |text: &str| {
        let rewrite = text.replace("counted 7", "counted 8").replace("sent them", "took them");
        let began = Instant::now();
        sound("a long line", &check(text, &rewrite));
        began.elapsed()
    };
    time(cut(20_000));
    let (short, long) = (time(cut(100_000)), time(cut(1_000_000)));
    // Ten times the text; the bound is wide, because the machine may be busy, and still far from quadratic cost.
    assert!(long < short * 40 + Duration::from_secs(2), "100 KB took {short:?}, 1 MB {long:?}");
}

/// The program's exit status and standard error for a rewrite with these bytes.
fn run(rewrite: &[u8]) -> (Option<i32>, String) {
    let wire = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/wire.txt");
    let output = cli::run_with(&["check", "--format", "jsonl", wire, "-"], rewrite);
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn the_program_ends_well_whatever_it_is_given() {
    let mut inputs: Vec<(&str, Vec<u8>)> = odd().into_iter().map(|(n, t)| (n, t.into_bytes())).collect();
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(WIRE.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    inputs.push(("UTF-16", utf16));
    inputs.push(("half a UTF-16 character", vec![0xFF, 0xFE, 0x41, 0x00, 0x42]));
    inputs.push(("Windows-1252", b"Dockers walked out \x96 caf\xe9 \x93night shifts\x94".to_vec()));
    inputs.push(("a broken sequence", b"Dockers walked out \xe2\x82 \xf0\x9f on Monday".to_vec()));
    for (name, bytes) in inputs {
        let (status, said) = run(&bytes);
        assert!(matches!(status, Some(0..=2)), "{name}: {status:?} {said}");
        assert!(!said.contains("panicked"), "{name}: {said}");
    }
    for (name, bytes) in
        [("nothing", &b""[..]), ("binary", &b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0\0\0\0\x01"[..])]
    {
        let (status, said) = run(bytes);
        assert_eq!(status, Some(2), "{name}");
        assert!(said.starts_with("truecopy: error: ") && said.contains("standard input"), "{name}: {said}");
    }
}

#[test]
fn windows_1252_is_recognised_and_said() {
    let story = from_bytes("a.txt", b"The caf\xe9 owner said \x93no\x94.").expect("a story");
    assert!(story.source.text.contains("café owner said “no”"));
    assert!(story.notes.iter().any(|n| n.contains("indows-1252")), "{:?}", story.notes);
}
