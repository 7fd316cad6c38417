//! Every format on every sample, and what must hold for hostile text.

use std::sync::Arc;

use truecopy::check::{Checker, Options, Report};
use truecopy::format::terminal::Look;
use truecopy::format::{html, json, jsonl, markdown, terminal};
use truecopy::ingest::{BlockKind, from_bytes};

use crate::schema::Schema;
use crate::{examples, sample, snap};

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
            let plain = terminal::render(&report, Look::new(width));
            assert!(!plain.contains('\u{1b}'), "{name}: an escape sequence without colour");
            snapshot(&format!("terminal-{name}-{width}"), &plain);
            let coloured = terminal::render(&report, Look::new(width).color(true));
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
            for line in terminal::render(&report, Look::new(width)).lines() {
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
    for story in report.wires.iter().chain([&*report.rewrite]) {
        for block in &story.blocks {
            let words: Vec<&str> = story.source.slice(block.span).split_whitespace().collect();
            for word in words {
                assert!(letters(&text.replace("&quot;", "")).contains(&letters(word)), "lost: {word}");
            }
        }
    }
}

/// The samples and the stories of `examples/`.
fn pages() -> Vec<(&'static str, Report)> {
    sample::all().into_iter().chain(examples::reports()).collect()
}

/// A link of white space alone is a stop for the keyboard that says nothing: a mark over two sentences has one between them.
#[test]
fn html_links_have_words() {
    for (name, report) in pages() {
        let page = html::render(&report);
        for link in page.split("<a ").skip(1).filter_map(|l| l.split("</a>").next()) {
            let (attributes, words) = link.split_once('>').expect("a tag ends");
            let text: String = words.split('<').filter_map(|p| p.rsplit('>').next()).collect();
            assert!(!text.trim().is_empty(), "{name}: a link without words: {attributes}");
        }
    }
}

#[test]
fn html_headings_leave_no_level_out() {
    let mut bare = sample::faithful();
    Arc::make_mut(&mut bare.rewrite).blocks[0].kind = BlockKind::Subhead;
    for (name, report) in pages().into_iter().chain([("without a headline", bare)]) {
        let page = html::render(&report);
        let body = page.split_once("<body>").expect("a body").1;
        let levels = body.split("<h").skip(1).filter_map(|h| h.chars().next()?.to_digit(10));
        levels.fold(0, |before, level| {
            assert!(level <= before + 1, "{name}: a heading {level} under a heading {before}");
            level
        });
    }
}

/// A story of which nothing is a link can be scrolled with the keyboard all the same.
#[test]
fn html_columns_can_be_reached_with_the_keyboard() {
    let page = html::render(&sample::different());
    let columns: Vec<&str> = page.split("<section ").skip(1).filter_map(|s| s.split('>').next()).collect();
    assert_eq!(columns.len(), 3);
    assert!(columns.iter().all(|c| c.contains("tabindex=\"0\"")), "{columns:?}");
}

#[test]
fn html_anchors_lead_somewhere() {
    for (name, report) in pages() {
        let page = html::render(&report);
        let ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|p| p.split('"').next()).collect();
        let unique: std::collections::BTreeSet<&&str> = ids.iter().collect();
        assert_eq!(unique.len(), ids.len(), "{name}: an id stands twice");
        for target in page.split("href=\"#").skip(1).filter_map(|p| p.split('"').next()) {
            assert!(ids.contains(&target), "{name}: #{target} leads nowhere");
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
    let screen = terminal::render(&report, Look::new(80).color(true));
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
    let schema = Schema::open_whole("report.schema.json");
    for (name, report) in sample::all() {
        let text = json::render(&report);
        let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let faults = schema.faults(&value);
        assert!(faults.is_empty(), "{name}: {faults:#?}");
        snapshot(&format!("json-{name}"), &text.replace(env!("CARGO_PKG_VERSION"), "VERSION"));
    }
}

/// A reader that keeps to the published schema goes on working when a field is added.
#[test]
fn a_field_may_be_added_within_a_version() {
    let (_, report) = sample::all().remove(0);
    let mut value: serde_json::Value = serde_json::from_str(&json::render(&report)).expect("JSON");
    value["new"] = serde_json::json!(1);
    value["findings"][0]["new"] = serde_json::json!({"a": 1});
    assert!(Schema::open("report.schema.json").faults(&value).is_empty());
    assert_eq!(Schema::open_whole("report.schema.json").faults(&value).len(), 2);
    let mut line: serde_json::Value = serde_json::from_str(&jsonl::render(&report, "pair-1")).expect("JSON");
    line["findings"][0]["new"] = serde_json::json!(1);
    assert!(Schema::open("batch.schema.json").faults(&line).is_empty());
    assert!(!Schema::open_whole("batch.schema.json").faults(&line).is_empty());
}

#[test]
fn batch_lines_fit_their_schema() {
    let schema = Schema::open_whole("batch.schema.json");
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

#[test]
fn bytes_and_code_points_name_the_same_words() {
    for (name, report) in pages() {
        let value: serde_json::Value = serde_json::from_str(&json::render(&report)).expect("JSON");
        let text = &report.rewrite.source.text;
        let letters: Vec<char> = text.chars().collect();
        let number = |v: &serde_json::Value| v.as_u64().expect("a number") as usize;
        for at in value["findings"].as_array().expect("findings").iter().map(|f| &f["at"]).filter(|at| !at.is_null()) {
            let words: String = letters[number(&at["start"])..number(&at["end"])].iter().collect();
            let bytes = text.get(number(&at["bytes"]["start"])..number(&at["bytes"]["end"]));
            assert_eq!(bytes, Some(words.as_str()), "{name}: {at}");
        }
    }
}

#[test]
fn a_code_is_marked_as_readers_see_it() {
    let story = |words: &str| {
        format!(
            "<html lang=\"en\"><body><article><h1>Road to stay shut</h1><p>The lighthouse road in Tarnby will stay shut until May, the \
             county said on Monday.</p><p>{words}</p></article></body></html>"
        )
    };
    let read = |text: &str| from_bytes("r.html", story(text).as_bytes()).expect("a page");
    let said = "&amp;quot;We cannot wait for another winter,&amp;rdquo; said the engineer, Ida Brandt.";
    let checked = |wire: &str| Checker::new(Options::default()).check(read(wire), read(said));
    let report = checked("“We cannot wait for another winter,” said the engineer, Ida Brandt.");
    let told = terminal::render(&report, Look::new(120));
    let excerpt = "    rewrite, line 1  &quot;We cannot wait for another winter,&rdquo; said the engineer, Ida Brandt.";
    let under = "                     ^^^^^^                                  ^^^^^^^";
    assert!(told.contains(&format!("{excerpt}\n{under}\n")), "{told}");
    let told = markdown::render(&report);
    assert!(told.contains("<b>&amp;quot;</b></ins>We cannot wait for another winter,"), "{told}");
    assert!(told.contains(" winter,<ins><b>&amp;rdquo;</b></ins> said"), "{told}");
    let told = html::render(&report);
    // On the card and in the story.
    for code in [">&amp;quot;</bdi>", ">&amp;quot;</a>", ">&amp;rdquo;</bdi>", ">&amp;rdquo;</a>"] {
        assert!(told.contains(code), "{code}: {told}");
    }
    // Findings on other words show the letters.
    let report = checked("“We cannot wait for another summer,” said the engineer, Ida Brandt.");
    let told = terminal::render(&report, Look::new(120));
    assert!(told.contains("\"We cannot wait for another winter,”"), "{told}");
    assert!(markdown::render(&report).contains("<b>winter</b>"), "{}", markdown::render(&report));
}
