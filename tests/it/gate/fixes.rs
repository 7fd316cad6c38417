//! `--diff` and `--fix`: what is made, in which bytes, and what is refused.

use super::{REWRITE, WIRE, pair, run_in};
use crate::cli::{code, run_with, text};

const DIRTY: &str = "\
Harbour board of Ardhaven approves new breakwater
ARDHAVEN, March 3 (Coastal News) – The harbour board of Ardhaven on Tuesday approved a breakwater that will cost 41 million crowns and take two years to build.
\"We have waited for this wall since the storm of 2009,\" board chair Liv Aasen told reporters after the the vote.
Fishing crews had asked for the wall after 12 boats were lost in the storm. Work is to begin in May, the board said in a statement.
Share this story on social media
The board rejected a second plan for a marina, which opponents said would have closed the old fish market.
";

#[test]
fn only_what_is_safe_is_mended_and_the_text_as_it_was_is_kept() {
    let folder = pair();
    folder.file("rewrite.txt", DIRTY);
    let output = run_in(&folder.0, &["check", "--fix", "wire.txt", "rewrite.txt"]);
    let mended = std::fs::read_to_string(folder.0.join("rewrite.txt")).expect("the rewrite");
    assert!(mended.contains("after the vote.") && !mended.contains("Share this story"), "{mended}");
    assert!(mended.contains("41 million"), "a figure is for a person to decide");
    assert_eq!(std::fs::read_to_string(folder.0.join("rewrite.txt.orig")).expect("the backup"), DIRTY);
    assert!(text(&output.stderr).contains("fixed 2 of "), "{}", text(&output.stderr));
    assert!(!text(&output.stdout).contains("word-doubled"), "the report is on the new text");
    assert_eq!(code(&output), 1, "the figure is left");
    // A second backup does not take the place of the first.
    folder.file("rewrite.txt", REWRITE);
    run_in(&folder.0, &["check", "--fix", "wire.txt", "rewrite.txt"]);
    assert_eq!(std::fs::read_to_string(folder.0.join("rewrite.txt.orig")).expect("the backup"), DIRTY);
    assert_eq!(std::fs::read_to_string(folder.0.join("rewrite.txt.orig.1")).expect("the second backup"), REWRITE);
    // Nothing to mend, nothing written.
    let before = std::fs::read_to_string(folder.0.join("rewrite.txt")).expect("the rewrite");
    run_in(&folder.0, &["check", "--fix", "wire.txt", "rewrite.txt"]);
    assert_eq!(std::fs::read_to_string(folder.0.join("rewrite.txt")).expect("the rewrite"), before);
    assert!(!folder.0.join("rewrite.txt.orig.2").exists());
}

#[test]
fn a_diff_shows_and_changes_nothing() {
    let folder = pair();
    folder.file("rewrite.txt", DIRTY);
    let output = run_in(&folder.0, &["check", "--diff", "wire.txt", "rewrite.txt"]);
    let diff = text(&output.stdout);
    assert_eq!(code(&output), 1);
    assert!(diff.starts_with("--- a/rewrite.txt\n+++ b/rewrite.txt\n@@"), "{diff}");
    assert!(diff.contains("\n-Share this story on social media\n") && diff.contains("after the vote.\n"), "{diff}");
    assert_eq!(std::fs::read_to_string(folder.0.join("rewrite.txt")).expect("the rewrite"), DIRTY);
    folder.file("rewrite.txt", WIRE);
    let output = run_in(&folder.0, &["check", "--diff", "wire.txt", "rewrite.txt"]);
    assert_eq!((code(&output), text(&output.stdout)), (0, String::new()));
}

#[test]
fn a_figure_a_name_and_an_address_are_left_as_they_stand() {
    let folder = pair();
    for (wire, rewrite) in [
        ("Witnesses can ring 22-22-11-11, police said.", "Witnesses can ring 22 22 11 11, police said."),
        ("Ardhaven drew 1-1 with Tofte on Sunday.", "Ardhaven drew 1 1 with Tofte on Sunday."),
        ("Ole Dahl flew to the island on Tuesday.", "On Tuesday Ole Dahl flew to Bora Bora, the island."),
        ("The road closed on Tuesday. Ole van Aken paid.", "The road closed on Tuesday. van Aken paid."),
        (
            "The plan of the bridge is on the page of the town.",
            "The plan of the bridge is at https://example.org/plan-of-the-bridge",
        ),
    ] {
        folder.file("a.txt", format!("Coast news\n\n{wire}\n"));
        folder.file("b.txt", format!("Coast news\n\n{rewrite}\n"));
        let output = run_in(&folder.0, &["check", "--diff", "a.txt", "b.txt"]);
        assert_eq!(text(&output.stdout), "", "{rewrite}");
    }
}

#[test]
fn items_of_a_list_get_no_full_stop() {
    let folder = pair();
    let (lead, end) =
        ("The council agreed on a plan for its ferries on Monday.", "It will look at the plan again in the autumn.");
    let items = [
        "The ferry will sail from the old pier to the island every hour from Monday until the end of June",
        "Buses will run to the pier from the school",
        "Tickets will cost three crowns for children",
    ];
    folder.file("a.txt", format!("Ferry plan\n\n{lead}\n\n{}.\n\n{end}\n", items.join(". ")));
    for mark in ["- ", "• ", "1. ", "(a) ", ""] {
        let list = items.map(|i| format!("{mark}{}\n", i.replace(" every", "\n  every"))).concat();
        folder.file("b.txt", format!("Ferry plan\n\n{}:\n\n{list}\n{end}\n", lead.trim_end_matches('.')));
        let output = run_in(&folder.0, &["check", "--diff", "a.txt", "b.txt"]);
        assert_eq!(text(&output.stdout), "", "{mark}");
    }
}

#[test]
fn standard_input_is_mended_to_standard_output() {
    let folder = pair();
    let wire = folder.0.join("wire.txt");
    let output = run_with(&["check", "--fix", wire.to_str().expect("UTF-8"), "-"], DIRTY.as_bytes());
    assert!(text(&output.stdout).starts_with("Harbour board") && text(&output.stdout).contains("after the vote."));
    assert!(text(&output.stderr).contains("standard input: fixed 2 of"), "{}", text(&output.stderr));
}

#[test]
fn bytes_stay_in_their_encoding() {
    let folder = pair();
    let wide: Vec<u8> = format!("\u{feff}{DIRTY}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let narrow: Vec<u8> = DIRTY.replace('–', "-").replace("Liv Aasen", "Liv Åsen").chars().map(|c| c as u8).collect();
    let crlf = DIRTY.replace('\n', "\r\n").into_bytes();
    for (name, bytes) in [("utf-16", wide), ("windows-1252", narrow), ("crlf", crlf)] {
        folder.file("rewrite.txt", &bytes);
        let output = run_in(&folder.0, &["check", "--fix", "wire.txt", "rewrite.txt"]);
        let mended = std::fs::read(folder.0.join("rewrite.txt")).expect("the rewrite");
        assert!(text(&output.stderr).contains("fixed 2 of "), "{name}: {}", text(&output.stderr));
        // All that is gone is the line and the word; no other byte is touched.
        let unit = if name == "utf-16" { 2 } else { 1 };
        let line = "Share this story on social media\n".len() + usize::from(name == "crlf");
        assert_eq!(mended.len(), bytes.len() - (line + "the ".len()) * unit, "{name}");
        let head = bytes.len() / 3;
        assert_eq!(mended[..head], bytes[..head], "{name}");
        assert_eq!(mended[mended.len() - 40..], bytes[bytes.len() - 40..], "{name}");
    }
}

#[test]
fn words_among_markup_are_left_alone_and_it_is_said() {
    let folder = pair();
    let page = format!(
        "<html><body><p>{}</p></body></html>",
        DIRTY.trim().replace('\n', "</p>\n<p>").replace("the the", "the <b>the</b>")
    );
    folder.file("rewrite.html", &page);
    let output = run_in(&folder.0, &["check", "--fix", "wire.txt", "rewrite.html"]);
    let mended = std::fs::read_to_string(folder.0.join("rewrite.html")).expect("the rewrite");
    assert!(mended.contains("the <b>the</b>"), "{mended}");
    assert!(
        text(&output.stderr).contains("not fixed") && text(&output.stderr).contains("contain markup"),
        "{}",
        text(&output.stderr)
    );
}

#[test]
fn any_text_is_digested_kept_and_mended_without_harm() {
    use truecopy::check::{Checker, Options};
    use truecopy::config::Config;
    use truecopy::format::{checkstyle, csv, github, gitlab, json, junit, rdjson, sarif};
    use truecopy::gate::{Accepted, Digest, Lexicon, Policy, fix, judge, kept};
    use truecopy::ingest::from_bytes;

    let checker = Checker::new(Options::default());
    let (config, lexicon, accepted) = (Config::default(), Lexicon::default(), Accepted::default());
    let policy = Policy::new(&config, &lexicon, &accepted);
    for (name, odd) in crate::robust::odd() {
        let mixed = format!("{DIRTY}{odd}\n");
        for text in [&odd, &mixed] {
            let Ok(story) = from_bytes("odd", text.as_bytes()) else { continue };
            let wire = || from_bytes("wire", WIRE.as_bytes()).expect("the wire");
            let report = checker.check(vec![wire()], story.clone());
            let again =
                kept::restore(&kept::keep(&report), &report.wires, &report.rewrite, &truecopy::house::House::default())
                    .expect("what was kept");
            assert_eq!(json::render(&report), json::render(&again), "{name}");
            let fixed = fix::fix(&report, text.as_bytes());
            assert!(String::from_utf8(fixed.bytes.clone()).is_ok(), "{name}: UTF-8 stays UTF-8");
            assert!(fixed.made() > 0 || fixed.bytes == text.as_bytes(), "{name}: nothing made, nothing changed");
            let run = [Digest::of(&judge(report, &policy, "odd"), "odd", &["wire".to_owned()])];
            for out in [sarif::render(&run), gitlab::render(&run), rdjson::render(&run)] {
                assert!(serde_json::from_str::<serde_json::Value>(&out).is_ok(), "{name}");
            }
            for out in [github::render(&run), junit::render(&run), checkstyle::render(&run), csv::render(&run)] {
                assert!(!out.contains('\u{1b}') && !out.contains('\u{202e}') && !out.contains('\0'), "{name}");
            }
        }
    }
}
