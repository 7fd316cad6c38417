//! The same words give the same report, in whatever format and however wrapped they arrive.

use std::path::Path;

use truecopy::check::{Checker, Options};
use truecopy::finding::Severity;
use truecopy::ingest::{self, Story};
use truecopy::report::Report;

use crate::corpus;

/// A story as a desk would describe it.
struct Body {
    headline: String,
    paragraphs: Vec<String>,
}

impl Body {
    /// A sample of the repository; none for one that is more than a headline and paragraphs, or that has signs with a meaning in markup.
    fn of(text: &str) -> Option<Body> {
        let mut parts = text.trim().split("\n\n").map(str::to_owned);
        let headline = parts.next()?;
        let paragraphs: Vec<String> = parts.collect();
        let odd =
            |c: char| matches!(c, '<' | '>' | '&' | '*' | '_' | '`' | '[' | ']' | '{' | '=' | '#' | '|' | '\\' | '~');
        let plain = |p: &String| !p.contains('\n') && !p.contains(odd) && p.ends_with(['.', '"', '”', '?', '!']);
        let headed = !headline.contains('\n') && !headline.contains(odd) && !headline.ends_with('.');
        (headed && paragraphs.len() >= 2 && paragraphs.iter().all(plain)).then_some(Body { headline, paragraphs })
    }
}

const FORMATS: [&str; 10] =
    ["text", "html", "page", "markdown", "ninjs-text", "ninjs-xhtml", "nitf", "newsml", "newsml1", "mail"];

/// Breaks a paragraph into lines of no more than 66 letters.
fn wrap(paragraph: &str, line_break: &str) -> String {
    let (mut out, mut width) = (String::new(), 0);
    for word in paragraph.split(' ') {
        if width > 0 && width + 1 + word.chars().count() > 66 {
            out.push_str(line_break);
            width = 0;
        } else if width > 0 {
            out.push(' ');
            width += 1;
        }
        out.push_str(word);
        width += word.chars().count();
    }
    out
}

/// A body in quoted-printable, with lines of no more than 76 bytes.
fn quoted_printable(text: &str) -> String {
    let mut out = String::new();
    for line in text.split('\n') {
        let mut width = 0;
        for b in line.bytes() {
            let code =
                if (b' '..=b'~').contains(&b) && b != b'=' { char::from(b).to_string() } else { format!("={b:02X}") };
            if width + code.len() > 75 {
                out.push_str("=\r\n");
                width = 0;
            }
            width += code.len();
            out.push_str(&code);
        }
        out.push_str("\r\n");
    }
    out
}

/// The body in a format.
fn written(body: &Body, format: &str, wrapped: bool) -> String {
    let lines = |line_break: &str, between: &str| {
        let paragraph = |p: &String| if wrapped { wrap(p, line_break) } else { p.clone() };
        body.paragraphs.iter().map(paragraph).collect::<Vec<_>>().join(between)
    };
    let elements = || format!("<p>{}</p>", lines("<br/>\n", "</p>\n<p>"));
    let json = |text: &str| text.replace('"', "\\\"").replace('\n', "\\n");
    let head = &body.headline;
    match format {
        "text" => format!("{head}\n\n{}\n", lines("\n", "\n\n")),
        "html" => format!("<h1>{head}</h1>\n{}", elements()),
        "page" => format!(
            "<!DOCTYPE html>\n<html lang=\"en\"><head><title>{head} | The Harbour Ledger</title></head><body>\n\
             <nav><ul><li><a href=\"/\">Home</a></li><li><a href=\"/sea\">Sea</a></li></ul></nav>\n<main><article>\n<h1>{head}</h1>\n\
             {}\n<aside><h2>Related</h2><ul><li><a href=\"/1\">Tug sinks off Norland with 14 aboard</a></li></ul></aside>\n\
             <section class=\"author-bio\"><p>Marit Sund has covered the coast since 2009.</p></section></article></main>\n\
             <footer><p>All rights reserved.</p></footer></body></html>\n",
            elements()
        ),
        "markdown" => format!("# {head}\n\n{}\n", lines("\n", "\n\n")),
        "ninjs-text" => format!(
            "{{\"uri\": \"urn:x:1\", \"type\": \"text\", \"headline\": \"{}\", \"body_text\": \"{}\"}}",
            json(head),
            json(&lines("\n", "\n\n"))
        ),
        "ninjs-xhtml" => format!(
            "{{\"uri\": \"urn:x:1\", \"type\": \"text\", \"headline\": \"{}\", \"body_xhtml\": \"{}\"}}",
            json(head),
            json(&elements())
        ),
        "nitf" => format!(
            "<?xml version=\"1.0\"?>\n<nitf><head><title>{head}</title></head><body><body.head><hedline><hl1>{head}</hl1></hedline>\
             </body.head><body.content>{}</body.content></body></nitf>",
            elements()
        ),
        "newsml" => format!(
            "<newsItem xmlns=\"http://iptc.org/std/nar/2006-10-01/\" guid=\"urn:x:1\"><contentMeta><headline>{head}</headline>\
             </contentMeta><contentSet><inlineXML contenttype=\"application/xhtml+xml\"><html xmlns=\"http://www.w3.org/1999/xhtml\">\
             <body>{}</body></html></inlineXML></contentSet></newsItem>",
            elements()
        ),
        "newsml1" => format!(
            "<NewsML Version=\"1.2\"><NewsItem><NewsComponent><NewsLines><HeadLine>{head}</HeadLine></NewsLines><ContentItem>\
             <DataContent><nitf><body><body.content>{}</body.content></body></nitf></DataContent></ContentItem></NewsComponent>\
             </NewsItem></NewsML>",
            elements()
        ),
        "mail" => format!(
            "From: Harbour Wire <desk@wire.example>\r\nTo: desk@ledger.example\r\nDate: Tue, 3 Mar 2026 10:00:00 +0000\r\n\
             Subject: Today's story\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\
             Content-Transfer-Encoding: quoted-printable\r\n\r\n{}",
            quoted_printable(&format!("{head}\n\n{}\n\n-- \nHarbour Wire\n", lines("\n", "\n\n")))
        ),
        other => panic!("no format {other}"),
    }
}

fn read(name: &str, text: &str) -> Story {
    ingest::from_bytes(name, text.as_bytes()).unwrap_or_else(|e| panic!("{e}\n{text}"))
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a report says, but for where.
fn said(report: &Report) -> Vec<String> {
    let found = report.findings.iter().filter(|f| f.severity > Severity::Neutral).map(|f| {
        format!(
            "{} {} “{}” {} {:.2}",
            f.severity.name(),
            f.rule.id,
            squeezed(report.words(f).unwrap_or("")),
            squeezed(&f.message),
            f.confidence
        )
    });
    std::iter::once(report.verdict.name().to_owned()).chain(found).collect()
}

#[test]
fn one_body_gives_one_report_in_every_format() {
    let checker = Checker::new(Options::default());
    let (mut checked, mut failed) = (0, Vec::new());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stories");
    for name in corpus::names().iter().step_by(4) {
        let body = |file: &str| std::fs::read_to_string(folder.join(name).join(file)).ok().and_then(|t| Body::of(&t));
        let (Some(wire), Some(rewrite)) = (body("wire.txt"), body("rewrite.txt")) else { continue };
        let plain = [read("wire", &written(&wire, "text", false)), read("rewrite", &written(&rewrite, "text", false))];
        let [plain_wire, plain_rewrite] = &plain;
        let wanted = said(&checker.check(plain_wire.clone(), plain_rewrite.clone()));
        for (n, format) in FORMATS.iter().enumerate() {
            // Each side and each way of wrapping with every second format, all of them over the samples.
            let (as_wire, wrapped) = ((n + checked) % 2 == 0, (n / 2 + checked / 2) % 2 == 0);
            let body = if as_wire { &wire } else { &rewrite };
            let other = read(format, &written(body, format, wrapped));
            let report = if as_wire {
                checker.check(other, plain_rewrite.clone())
            } else {
                checker.check(plain_wire.clone(), other)
            };
            let got = said(&report);
            if got != wanted {
                let side = if as_wire { "wire" } else { "rewrite" };
                failed.push(format!("{name}: {side} as {format}, wrapped: {wrapped}\n  {wanted:#?}\n  {got:#?}"));
            }
        }
        checked += 1;
    }
    assert!(checked >= 20 || corpus::names().is_empty(), "only {checked} samples are fit for this test");
    assert!(failed.is_empty(), "{} reports differ:\n{}", failed.len(), failed.join("\n"));
}
