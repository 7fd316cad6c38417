//! Every format on every sample, and what must hold for hostile text.

use truecopy::report::terminal::Look;
use truecopy::report::{html, json, jsonl, markdown, terminal};

use crate::schema::Schema;
use crate::{sample, snap};

/// Compares with `snapshots/report/NAME.snap`.
fn snapshot(name: &str, text: &str) {
    snap::check("report", name, text);
}

/// Every snapshot of this module.
pub fn snapshots() -> Vec<String> {
    let mut out = Vec::new();
    for (name, _) in sample::all() {
        let terminal = ["40", "60", "100", "100-colour"].map(|look| format!("terminal-{name}-{look}"));
        out.extend(terminal.into_iter().chain(["html", "markdown", "json", "jsonl"].map(|f| format!("{f}-{name}"))));
    }
    out
}

/// Escape sequences as tags, so that a snapshot can be read: `<1;31>word<0>`.
fn tagged(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("\u{1b}[") {
        out.push_str(&rest[..at]);
        let tail = &rest[at + 2..];
        let end = tail.find('m').expect("colour sequences end in m");
        out.push_str(&format!("<{}>", &tail[..end]));
        rest = &tail[end + 1..];
    }
    out.push_str(rest);
    out
}

#[test]
fn terminal_plain_and_coloured_wide_and_narrow() {
    for (name, report) in sample::all() {
        for width in [40, 60, 100] {
            let plain = terminal::render(&report, Look { color: false, width });
            assert!(!plain.contains('\u{1b}'), "{name}: an escape sequence without colour");
            snapshot(&format!("terminal-{name}-{width}"), &plain);
            let coloured = terminal::render(&report, Look { color: true, width });
            if width == 100 {
                snapshot(&format!("terminal-{name}-{width}-colour"), &tagged(&coloured));
            }
        }
    }
}

#[test]
fn terminal_lines_keep_to_the_width() {
    use unicode_width::UnicodeWidthStr as _;
    for (name, report) in sample::all() {
        for width in [40, 60, 100] {
            for line in terminal::render(&report, Look { color: false, width }).lines() {
                assert!(line.width() <= width, "{name} at {width}: {} columns: {line}", line.width());
            }
        }
    }
}

#[test]
fn html_pages() {
    for (name, report) in sample::all() {
        let page = html::render(&report);
        // The style sheet and the script are no matter of the report.
        let body = page.split_once("<body>").map(|(_, b)| b).expect("a page has a body");
        let body = body.split_once("<script>").map(|(b, _)| b).expect("the script ends the page");
        let lines = body.replace("><", ">\n<");
        snapshot(&format!("html-{name}"), &lines);
    }
}

#[test]
fn html_shows_every_word_of_both_stories() {
    let report = sample::drifted();
    let page = html::render(&report);
    let mut text = String::new();
    let mut inside = false;
    for c in page.split_once("id=\"rewrite\"").expect("a rewrite").1.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => text.push(c),
            _ => {}
        }
    }
    let letters = |s: &str| s.chars().filter(|c| c.is_alphabetic()).collect::<String>();
    for story in report.wires.iter().chain([&report.rewrite]) {
        for block in &story.blocks {
            let words: Vec<&str> = story.source.slice(block.span).split_whitespace().collect();
            for word in words {
                assert!(letters(&text.replace("&quot;", "")).contains(&letters(word)), "lost: {word}");
            }
        }
    }
}

#[test]
fn html_anchors_lead_somewhere() {
    for (name, report) in sample::all() {
        let page = html::render(&report);
        let ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|p| p.split('"').next()).collect();
        let unique: std::collections::BTreeSet<&&str> = ids.iter().collect();
        assert_eq!(unique.len(), ids.len(), "{name}: an id stands twice");
        for target in page.split("href=\"#").skip(1).filter_map(|p| p.split('"').next()) {
            // Spans out of bounds have no place in the text to lead to.
            if name != "hostile" {
                assert!(ids.contains(&target), "{name}: #{target} leads nowhere");
            }
        }
    }
}

#[test]
fn hostile_text_stays_text() {
    let report = sample::hostile();
    let page = html::render(&report);
    for attack in
        ["<img", "<svg", "<i>", "<u>", "<b>re", "<script>alert", "</textarea", "<!-- ", "\u{202e}", "\u{1b}", "\u{7}"]
    {
        assert!(!page.contains(attack), "{attack:?} reached the page");
    }
    assert_eq!(page.matches("<script>").count(), 1);
    assert_eq!(page.matches("</script>").count(), 1);
    assert!(page.contains("default-src 'none'"));
    let comment = markdown::render(&report);
    for attack in ["<img", "<svg", "<script", "\u{202e}", "\u{1b}", "**bold**", " [link]", "http://"] {
        assert!(!comment.contains(attack), "{attack:?} reached the comment");
    }
    let screen = terminal::render(&report, Look { color: true, width: 80 });
    for attack in ["\u{1b}[31mred", "\u{202e}", "\u{7}"] {
        assert!(!screen.contains(attack), "{attack:?} reached the terminal");
    }
}

#[test]
fn markdown_comments() {
    for (name, report) in sample::all() {
        snapshot(&format!("markdown-{name}"), &markdown::render(&report));
    }
}

#[test]
fn json_documents_fit_their_schema() {
    let schema = Schema::open("report.schema.json");
    for (name, report) in sample::all() {
        let text = json::render(&report);
        let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let faults = schema.faults(&value);
        assert!(faults.is_empty(), "{name}: {faults:#?}");
        snapshot(&format!("json-{name}"), &text.replace(env!("CARGO_PKG_VERSION"), "VERSION"));
    }
}

#[test]
fn batch_lines_fit_their_schema() {
    let schema = Schema::open("batch.schema.json");
    for (name, report) in sample::all() {
        let text = jsonl::render(&report, "pair-1");
        assert!(!text.contains('\n'), "{name}: a line end inside the line");
        let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let faults = schema.faults(&value);
        assert!(faults.is_empty(), "{name}: {faults:#?}");
        snapshot(&format!("jsonl-{name}"), &text);
    }
    for failure in [r#"{"id": "a", "error": "e"}"#, r#"{"line": 3, "error": "e"}"#] {
        let faults = schema.faults(&serde_json::from_str(failure).expect("JSON"));
        assert!(faults.is_empty(), "{failure}: {faults:#?}");
    }
    assert!(!schema.faults(&serde_json::json!({"id": "a", "verdict": "faithful"})).is_empty());
}

#[test]
fn offsets_are_code_points_of_the_rewrite() {
    let report = sample::hostile();
    let value: serde_json::Value = serde_json::from_str(&jsonl::render(&report, "x")).expect("JSON");
    let letters: Vec<char> = sample::HOSTILE.chars().collect();
    for finding in value["findings"].as_array().expect("findings") {
        let (start, end) = (finding["start"].as_u64().expect("start"), finding["end"].as_u64().expect("end"));
        let text = finding["text"].as_str().expect("text");
        // Spans that fit no text are clamped and have no words.
        if !text.is_empty() {
            let words: String = letters[start as usize..end as usize].iter().collect();
            assert_eq!(words, text);
        }
    }
}
