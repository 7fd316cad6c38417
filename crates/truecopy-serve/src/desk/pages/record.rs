//! The log of releases, and the record of one story for the archive.

use maud::{Markup, html};
use serde_json::Value;

use super::{frame, moment, shown};
use crate::desk::decide::Kind;
use crate::desk::release::Line;
use crate::desk::{Story, User};

/// All releases, the last first, and whether the log is whole.
pub fn log(user: &User, lines: &[Line], broken: Option<usize>) -> Markup {
    let body = html! {
        h1 { "Releases" }
        @match broken {
            Some(line) => p.said role="alert" { "The log was changed: line " (line) " does not follow from those before it." },
            None => p.quiet {
                (super::many(lines.len(), "line")) "; each follows from the one before."
                @if let Some(last) = lines.last() { " The last has the hash " code { (last.hash) } ": keep it elsewhere, and nobody can cut the log short unseen." }
            },
        }
        p { a href="/desk/log.jsonl" { "All lines as JSON" } }
        ol.queue reversed {
            @for line in lines.iter().rev() {
                @let said = read(line);
                li {
                    span.title { (words(&said, "title")) }
                    span.where { (words(&said, "source")) " · " (moment(&words(&said, "at"))) " · released by " strong { (words(&said, "by")) } }
                    code.where { (line.hash.get(..16).unwrap_or_default()) "…" }
                }
            }
        }
    };
    frame("Releases", Some(user), None, &body)
}

/// Who released a story, when, and on which decisions; to print or to keep.
pub fn record(user: &User, story: &Story, lines: &[Line]) -> Markup {
    let body = html! {
        h1 { (shown(&story.title)) }
        p.quiet { (shown(&story.source)) " · " (shown(&story.key)) }
        p { a href={ "/desk/story/" (story.id) } { "To the story" } }
        @if lines.is_empty() { p.empty { "The story was not released yet." } }
        @for line in lines.iter().rev() {
            @let said = read(line);
            section.record {
                h2 { "Released by " (words(&said, "by")) ", " (moment(&words(&said, "at"))) }
                @if said["text"] != story.hash.as_str() || !story.is_released { p.said { "The story was changed or opened again since." } }
                dl {
                    dt { "Verdict" } dd { (words(&said, "verdict")) ", fidelity " (format!("{:.1}", said["fidelity"].as_f64().unwrap_or_default())) }
                    dt { "Checked with" } dd { (words(&said, "program")) }
                    dt { "Text (SHA-256)" } dd { code { (words(&said, "text")) } }
                    dt { "Line of the log" } dd { (said["number"].to_string()) ", " code { (line.hash) } }
                    @if !words(&said, "note").is_empty() { dt { "Note" } dd { (words(&said, "note")) } }
                }
                h3 { "Decisions" }
                @let decisions = said["decisions"].as_array().map_or(&[][..], Vec::as_slice);
                @if decisions.is_empty() { p.quiet { "None were needed." } }
                ol { @for d in decisions { li {
                    strong { (words(d, "by")) } ", " (moment(&words(d, "at"))) ": " (done(d))
                    @if !words(d, "words").is_empty() { " “" (words(d, "words")) "”" }
                    @if !words(d, "put").is_empty() { " → “" (words(d, "put")) "”" }
                    @if !words(d, "message").is_empty() { ". " (words(d, "message")) }
                    @if !words(d, "reason").is_empty() { ". Reason: " (super::reason(&words(d, "reason"))) }
                    @if !words(d, "note").is_empty() { ". " (words(d, "note")) }
                } } }
            }
        }
        h2 { "The text as it is now" }
        @for paragraph in story.review.rewrite.text.split('\n').filter(|p| !p.trim().is_empty()) { p { (shown(paragraph)) } }
    };
    frame(&story.title, Some(user), None, &body)
}

fn read(line: &Line) -> Value {
    serde_json::from_str(&line.line).unwrap_or_default()
}

fn words(value: &Value, name: &str) -> String {
    shown(value[name].as_str().unwrap_or_default())
}

/// What somebody did.
fn done(decision: &Value) -> &'static str {
    decision["what"].as_str().and_then(Kind::from_name).map_or("", Kind::done)
}
