//! For a comment in a pull request or a chat: GitHub-flavoured Markdown.
//!
//! Story text is escaped so that it shows as it is: no markup, no HTML, no links, no mentions of people or issues.

use std::fmt::Write as _;

use crate::finding::Finding;
use crate::format::positions::Index;
use crate::format::suggestion::changes;
use crate::format::visible::visible;
use crate::format::{
    confidence, context, counts, name, numbered, plural, pointed_at, rewrite_sentences, round, shape, wire_sentences,
};
use crate::ingest::Story;
use crate::report::{Report, Verdict};
use crate::text::Span;

/// Letters of an excerpt on either side of the marked words, at most.
const REACH: usize = 140;

/// The report as Markdown with a line end.
pub fn render(report: &Report) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "### {}", heading(report));
    out.push('\n');
    let wires: Vec<String> = report.wires.iter().map(|w| escape(name(w, "wire"))).collect();
    let _ = writeln!(out, "Rewrite: {} · wire: {}", escape(name(&report.rewrite, "rewrite")), wires.join(", "));
    // The reason of these two verdicts is the number of findings, which stands in the heading.
    let counted = matches!(report.verdict, Verdict::Drifted | Verdict::MinorFaults);
    if !report.reason.is_empty() && !counted {
        let _ = writeln!(out, "\n{}", sentence(&report.reason));
    }
    let places = Index::of(report);
    let sentences = Sentences {
        rewrite: rewrite_sentences(report),
        wires: (0..report.wires.len()).map(|take| wire_sentences(report, take)).collect(),
    };
    for (number, finding) in numbered(report) {
        out.push('\n');
        item(&mut out, report, (&sentences, &places), number, finding);
    }
    if !report.notes.is_empty() {
        out.push('\n');
        for note in &report.notes {
            let _ = writeln!(out, "- note: {}", escape(note));
        }
    }
    out
}

fn heading(report: &Report) -> String {
    let name = report.verdict.name().replace('-', " ");
    if matches!(report.verdict, Verdict::DifferentStory | Verdict::NotComparable) {
        return name;
    }
    let mut line = format!("{name} · fidelity {:.1} of 100", round(report.fidelity, 1));
    match report.findings.len() {
        0 => line.push_str(" · no findings"),
        n => {
            let _ = write!(line, " · {} ({})", plural(n, "finding"), counts(report));
        }
    }
    line
}

/// Where sentences begin and end, for excerpts.
struct Sentences {
    rewrite: Vec<Span>,
    wires: Vec<Vec<Span>>,
}

fn item(out: &mut String, report: &Report, (sentences, places): (&Sentences, &Index), number: usize, f: &Finding) {
    let _ = writeln!(
        out,
        "**{number}. {} {}: {}** `{}` (confidence {:.2})",
        shape(f.severity),
        f.severity.name(),
        escape(&f.message),
        f.rule.id,
        confidence(f.confidence)
    );
    out.push('\n');
    if let Some(at) = f.at {
        quote(out, ("rewrite", places.get(None, at.0).line), &report.rewrite, &sentences.rewrite, at.0);
    }
    for place in &f.also {
        quote(out, ("and", places.get(None, place.0).line), &report.rewrite, &sentences.rewrite, place.0);
    }
    for other in &f.evidence.rewrite {
        quote(out, ("but also", places.get(None, other.0).line), &report.rewrite, &sentences.rewrite, other.0);
    }
    for wire in &f.evidence.wire {
        let (Some(story), Some(around)) = (report.wires.get(wire.take), sentences.wires.get(wire.take)) else {
            continue;
        };
        let who = if report.wires.len() > 1 { format!("wire {}", wire.take + 1) } else { "wire".into() };
        quote(out, (&who, places.get(Some(wire.take), wire.span).line), story, around, wire.span);
    }
    if let Some(fact) = &f.evidence.knowledge {
        let _ = writeln!(out, "> facts: {}  ", escape(fact));
    }
    match f.replacement.as_deref() {
        Some(words) if words.trim().is_empty() => out.push_str("> suggestion: delete these words  \n"),
        Some(words) => {
            let few = f.at.and_then(|at| changes(report.rewrite.source.slice(at.0), words));
            let _ = writeln!(out, "> suggestion: **{}**  ", escape(few.as_deref().unwrap_or(words)));
        }
        None => {}
    }
}

fn quote(out: &mut String, (who, line): (&str, usize), story: &Story, sentences: &[Span], span: Span) {
    let around = context(story, sentences, span).span;
    let text = &story.source.text;
    let before = text.get(around.start as usize..span.start as usize).unwrap_or("");
    let after = text.get(span.end as usize..around.end as usize).unwrap_or("");
    let words = pointed_at(story, span);
    // Emphasis signs only count as such when no white space follows or precedes them.
    let (lead, trail) = (words.len() - words.trim_start().len(), words.trim_end().len());
    let (space_before, words, space_after) = (
        if lead > 0 { " " } else { "" },
        words.get(lead..trail).unwrap_or(""),
        if trail < words.len() { " " } else { "" },
    );
    // A place between two words shows as a caret, as on a proof.
    let marked = if words.is_empty() {
        "<ins><b>‸</b></ins>".to_owned()
    } else {
        format!("<ins><b>{}</b></ins>", escape(words))
    };
    let _ = writeln!(
        out,
        "> {who}, line {line}: {}{space_before}{marked}{space_after}{}  ",
        escape_kept(&shorten(before, true)),
        escape_kept(&shorten(after, false))
    );
}

/// At most [`REACH`] letters of `text`, from its end or its beginning, cut at a space.
fn shorten(text: &str, from_end: bool) -> String {
    if text.chars().count() <= REACH {
        return text.to_owned();
    }
    if from_end {
        let tail: String = text.chars().skip(text.chars().count() - REACH).collect();
        let cut = tail.find(char::is_whitespace).unwrap_or(0);
        format!("…{}", &tail[cut..])
    } else {
        let head: String = text.chars().take(REACH).collect();
        let cut = head.rfind(char::is_whitespace).unwrap_or(head.len());
        format!("{} …", &head[..cut])
    }
}

fn sentence(reason: &str) -> String {
    let mut chars = reason.chars();
    let first: String = chars.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    escape(&format!("{first}{}.", chars.as_str()))
}

/// Text as Markdown that shows it unchanged, on one line, without white space at the ends.
fn escape(text: &str) -> String {
    escape_kept(text.trim())
}

fn escape_kept(text: &str) -> String {
    let shown = visible(text);
    let mut out = String::with_capacity(shown.len() + 16);
    let mut space = false;
    let mut chars = shown.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_whitespace() {
            if !space {
                out.push(' ');
            }
            space = true;
            continue;
        }
        space = false;
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' | '!' => {
                out.push('\\');
                out.push(c);
            }
            // A character of no width keeps names, issue numbers and addresses from turning into links.
            '@' | '#' => {
                out.push(c);
                out.push_str("&#8203;");
            }
            ':' if chars.peek() == Some(&'/') => out.push_str(":&#8203;"),
            '.' if ends_with_www(&out) => out.push_str("&#8203;."),
            c => out.push(c),
        }
    }
    out
}

fn ends_with_www(out: &str) -> bool {
    out.len() >= 3 && out.as_bytes()[out.len() - 3..].eq_ignore_ascii_case(b"www")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn story_text_cannot_become_markup() {
        assert_eq!(
            escape("<img src=x> [a](http://b) @desk #12 `x` **y** www.z.org"),
            "&lt;img src=x&gt; \\[a\\](http:&#8203;//b) @&#8203;desk #&#8203;12 \\`x\\` \\*\\*y\\*\\* www&#8203;.z.org"
        );
        assert_eq!(escape("a\n\n# b"), "a #&#8203; b");
    }
}
