//! `--fix` leaves a true copy as it is: every sample of the repository against itself, in every format, whatever its lines are wrapped to.

use std::collections::BTreeMap;
use std::path::Path;
use std::thread;

use truecopy::check::{Checker, Options, Wire};
use truecopy::gate::fix;
use truecopy::ingest::{from_bytes, from_text};

/// Every story of the repository: those of the rules, both sides, and the examples.
fn samples() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut out = BTreeMap::new();
    let mut open = vec![root.join("tests/stories"), root.join("examples")];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().filter_map(Result::ok) {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == "txt") && !path.ends_with("known-misses.txt") {
                let text = std::fs::read_to_string(&path).expect("a sample");
                out.insert(path.strip_prefix(root).expect("inside").display().to_string(), text);
            }
        }
    }
    out
}

/// The paragraphs of a sample.
fn paragraphs(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).filter(|l| !l.is_empty()).collect()
}

/// A paragraph in lines of at most `width` characters, with `end` between them.
fn wrap(paragraph: &str, width: usize, end: &str) -> String {
    let (mut out, mut line) = (String::new(), 0);
    for word in paragraph.split(' ') {
        let length = word.chars().count();
        if line > 0 && line + 1 + length > width {
            out.push_str(end);
            line = 0;
        } else if !out.is_empty() {
            out.push(' ');
            line += 1;
        }
        out.push_str(word);
        line += length;
    }
    out
}

/// For markup: each paragraph escaped, wrapped, in this element.
fn marked(paragraphs: &[&str], element: &str, wrapped: Option<(usize, &str)>) -> String {
    let escape = |p: &&str| p.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let inner = |p: String| wrapped.map_or(p.clone(), |(width, end)| wrap(&p, width, end));
    paragraphs.iter().map(|p| format!("<{element}>{}</{element}>\n", inner(escape(p)))).collect()
}

/// The same paragraphs in every format that is read, wrapped and not.
fn forms(text: &str) -> Vec<(String, String)> {
    let all = paragraphs(text);
    let (head, body) = all.split_first().map_or(("", &[][..]), |(h, b)| (*h, b));
    let escaped = marked(&[head], "x", None).trim().trim_start_matches("<x>").trim_end_matches("</x>").to_owned();
    let json = |s: &str| serde_json::to_string(s).expect("JSON");
    let mut out = vec![
        ("blank lines".into(), all.join("\n\n")),
        ("CRLF".into(), all.join("\r\n\r\n")),
        ("shortcodes".into(), with_shortcodes(&all)),
        ("Markdown".into(), format!("# {head}\n\n{}\n", body.join("\n\n"))),
        (
            "ninjs".into(),
            format!("{{\"uri\":\"urn:a\",\"headline\":{},\"body_text\":{}}}", json(head), json(&body.join("\n\n"))),
        ),
    ];
    for (name, wrapped) in [
        ("", None),
        (" in lines of 45", Some((45, "\n"))),
        (" broken at 45", Some((45, "<br/>"))),
        (" broken at 64", Some((64, "<br/>\n"))),
    ] {
        let (inner, whole) = (marked(body, "p", wrapped), marked(&all, "p", wrapped));
        let inner_json = json(&inner);
        out.extend([
            (format!("HTML{name}"), format!("<html><body><article><h1>{escaped}</h1>{inner}</article></body></html>")),
            (format!("HTML without a headline{name}"), format!("<html><body>{whole}</body></html>")),
            (
                format!("NITF{name}"),
                format!("<?xml version=\"1.0\"?>\n<nitf><body><body.head><hedline><hl1>{escaped}</hl1></hedline></body.head><body.content>{inner}</body.content></body></nitf>"),
            ),
            (
                format!("NewsML-G2{name}"),
                format!("<?xml version=\"1.0\"?>\n<newsItem xmlns=\"http://iptc.org/std/nar/2006-10-01/\" guid=\"urn:a\"><contentMeta><headline>{escaped}</headline></contentMeta><contentSet><inlineXML contenttype=\"application/xhtml+xml\"><html xmlns=\"http://www.w3.org/1999/xhtml\"><body>{inner}</body></html></inlineXML></contentSet></newsItem>"),
            ),
            (format!("ninjs HTML{name}"), format!("{{\"uri\":\"urn:a\",\"headline\":{},\"body_xhtml\":{inner_json}}}", json(head))),
            (
                format!("RSS{name}"),
                format!("<?xml version=\"1.0\"?>\n<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>A</title><item><title>{escaped}</title><content:encoded><![CDATA[{inner}]]></content:encoded></item></channel></rss>"),
            ),
            (
                format!("Atom{name}"),
                format!("<?xml version=\"1.0\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>A</title><entry><id>urn:a</id><title>{escaped}</title><content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">{inner}</div></content></entry></feed>"),
            ),
        ]);
    }
    for width in [40, 65, 72, 78] {
        let lines = |end| all.iter().map(|p| wrap(p, width, end)).collect::<Vec<_>>();
        out.push((format!("lines of {width}"), lines("\n").join("\n\n")));
        out.push((format!("mail of {width}"), format!("{}\r\n", lines("\r\n").join("\r\n\r\n"))));
        out.push((
            format!("Markdown in lines of {width}"),
            format!("# {head}\n\n{}\n", lines("\n").get(1..).unwrap_or_default().join("\n\n")),
        ));
    }
    out
}

/// What page systems put among paragraphs and into them.
fn with_shortcodes(all: &[&str]) -> String {
    let mut out = String::new();
    for (i, p) in all.iter().enumerate() {
        match i {
            1 => out.push_str("[gallery ids=\"4,8\" columns=\"2\"]\n\n[dropcap]"),
            2 => out.push_str("[caption id=\"a1\" width=\"300\"]"),
            3 => out.push_str("{{< figure src=\"pier.jpg\" >}}\n\n"),
            _ => {}
        }
        out.push_str(p);
        out.push_str(match i {
            1 => "[/dropcap]",
            2 => "[/caption]",
            _ => "",
        });
        out.push_str("\n\n");
    }
    out
}

/// As a copy stands in an answered mail, in a list, in a table, in the text of a recording.
fn set_in_signs(text: &str) -> Vec<(String, String)> {
    let all = paragraphs(text);
    let mut out = Vec::new();
    for (before, after) in [
        ("> ", ""),
        (">> ", ""),
        (">", ""),
        ("* ", ""),
        ("- ", ""),
        ("+ ", ""),
        ("• ", ""),
        ("“", ""),
        ("1. ", ""),
        ("[00:01] ", ""),
        ("| ", " |"),
        ("", " |"),
    ] {
        // A blank line of a mail has the mark as well.
        let set = |lines: &str| lines.lines().map(|l| format!("{before}{l}{after}\n")).collect::<String>();
        out.push((format!("each line in “{before}…{after}”"), set(&all.join("\n\n"))));
        out.push((format!("each paragraph in “{before}…{after}”"), set(&all.join("\n")).replace('\n', "\n\n")));
        if before.starts_with('[') {
            // A time stands before what was said then.
            continue;
        }
        let wrapped: Vec<String> = all.iter().map(|p| wrap(p, 60, "\n")).collect();
        out.push((format!("lines of 60 in “{before}…{after}”"), set(&wrapped.join("\n\n"))));
    }
    out
}

#[test]
fn a_true_copy_set_in_signs_loses_nothing() {
    let checker = Checker::new(Options::default());
    let own = (
        "own".to_owned(),
        "Pier shut\n\nThe pier was shut on Monday, the harbour said.\n\nIt opens in May.\n".to_owned(),
    );
    // Every fiftieth is enough: it is the signs that differ.
    let samples = samples().into_iter().step_by(50).chain([own]);
    let bare = |bytes: &[u8]| -> String {
        let text = String::from_utf8_lossy(bytes);
        text.chars().filter(|c| c.is_alphanumeric()).collect()
    };
    let is_lost = |copy: &str, fixed: &[u8]| {
        let lines = |bytes: &[u8]| bytes.iter().filter(|b| **b == b'\n').count();
        bare(copy.as_bytes()) != bare(fixed) || lines(copy.as_bytes()) != lines(fixed)
    };
    let changed: Vec<String> = samples.flat_map(|s| changes(&checker, &s, set_in_signs, is_lost)).collect();
    assert!(changed.is_empty(), "{} copies lost something:\n{}", changed.len(), changed.join("\n"));
}

#[test]
fn a_true_copy_is_left_as_it_is() {
    let samples: Vec<(String, String)> = samples().into_iter().collect();
    let checker = Checker::new(Options::default());
    let threads = thread::available_parallelism().map_or(2, usize::from);
    let size = samples.len().div_ceil(threads).max(1);
    let changed: Vec<String> = thread::scope(|scope| {
        let parts: Vec<_> = samples
            .chunks(size)
            .map(|part| {
                scope.spawn(|| {
                    part.iter()
                        .flat_map(|s| changes(&checker, s, forms, |copy, fixed| fixed != copy.as_bytes()))
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        parts.into_iter().flat_map(|part| part.join().expect("no panic")).collect()
    });
    assert!(changed.is_empty(), "{} copies changed:\n{}", changed.len(), changed.join("\n"));
}

/// In which forms a sample is not left as it is, and what is done to it.
fn changes(
    checker: &Checker,
    (name, text): &(String, String),
    forms: fn(&str) -> Vec<(String, String)>,
    is_changed: impl Fn(&str, &[u8]) -> bool,
) -> Vec<String> {
    let wire = Wire::from(from_text("wire", text));
    let mut out = Vec::new();
    for (form, copy) in forms(text) {
        let story = from_bytes("copy", copy.as_bytes()).unwrap_or_else(|e| panic!("{name}, {form}: {e}"));
        let report = checker.check(&wire, story);
        let fixed = fix::fix(&report, copy.as_bytes());
        if is_changed(&copy, &fixed.bytes) {
            let made =
                fixed.fixes.iter().filter(|f| f.refused.is_none()).filter_map(|f| report.findings.get(f.finding));
            let said: Vec<String> =
                made.map(|f| format!("{}: {} [{}]", f.rule.id, f.message, report.words(f).unwrap_or(""))).collect();
            out.push(format!("{name}, {form}: {}", said.join("; ")));
        }
    }
    out
}
