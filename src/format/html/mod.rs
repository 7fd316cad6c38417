//! For an editor with both stories before them: one self-contained page that needs no network and works without scripts.
//!
//! All story text goes through `maud`'s escaping, once, and never into the script or the style sheet.

mod story;

use maud::{Markup, html};

use crate::finding::{Finding, Severity};
use crate::format::page::{Inline, Text, page};
use crate::format::positions::Index;
use crate::format::suggestion::changes;
use crate::format::{capital, confidence, counts, name, numbered, plural, pointed_at, round, shape};
use crate::ingest::Story;
use crate::report::{Report, Verdict};
use crate::text::Span;
use story::{Side, shown, story, take_name};

const STYLE: Inline =
    Inline { text: include_str!("page.css"), hash: "sha256-Z5qUZ20EblYoxWop3c/mSSGpWmD0kq7m/xSdzedzaes=" };
const SCRIPT: Inline =
    Inline { text: include_str!("page.js"), hash: "sha256-lbvRK14cas+0FA0y1IC7h40PgmF5qTIBKMCb/qVLNqo=" };

/// The report as one HTML page.
pub fn render(report: &Report) -> String {
    let title = format!("{}: {}", name(&report.rewrite, "rewrite"), words(report.verdict));
    let body = html! {
        nav.skip aria-label="Skip" {
            a href="#findings" { "Skip to the findings" }
            a href="#rewrite" { "Skip to the rewrite" }
            a href="#wire" { "Skip to the wire" }
        }
        (head(report))
        main {
            (findings(report))
            (story(report, Side::Rewrite))
            (story(report, Side::Wire))
        }
    };
    page(&title, &STYLE, Some(&SCRIPT), &body)
}

fn words(verdict: Verdict) -> String {
    verdict.name().replace('-', " ")
}

fn compared(verdict: Verdict) -> bool {
    !matches!(verdict, Verdict::DifferentStory | Verdict::NotComparable)
}

fn head(report: &Report) -> Markup {
    let fidelity = round(report.fidelity, 1);
    html! {
        header.top {
            div.verdict data-verdict=(report.verdict.name()) {
                h1 { (words(report.verdict)) }
                @if !report.reason.is_empty() { p { (Text(&capital(&report.reason))) } }
            }
            @if compared(report.verdict) {
                div.fidelity {
                    span.what { "fidelity" }
                    span.figure { (format!("{fidelity:.1}")) }
                    span.of { " of 100" }
                    meter min="0" max="100" low="60" high="90" optimum="100" value=(fidelity) aria-label="fidelity" {}
                }
            }
            dl.names {
                div { dt { "rewrite" } dd { bdi { (Text(name(&report.rewrite, "rewrite"))) } (about(&report.rewrite)) } }
                @for (i, wire) in report.wires.iter().enumerate() {
                    div { dt { (take_name(report, i)) } dd { bdi { (Text(name(wire, "wire"))) } (about(wire)) } }
                }
            }
        }
    }
}

/// Characters of one field that the head of the page shows.
const MAX_FIELD: usize = 80;

/// What a story or its feed says about itself, in one line: enough to know which version of what is on the page. Notes to editors stand in the
/// story and, where they matter, above the findings; here only their kinds are named.
fn about(story: &Story) -> Markup {
    let meta = &story.meta;
    let mut said: Vec<(&str, String)> = Vec::new();
    let mut say = |what, value: Option<String>| said.extend(value.filter(|v| !v.is_empty()).map(|v| (what, v)));
    say("slug", meta.slug.clone());
    say("version", meta.version.as_ref().map(|v| format!("version {v}")));
    say("byline", meta.byline.clone());
    say("place", meta.located.clone());
    say("day", story.date.map(|(year, month, day)| format!("{year:04}-{month:02}-{day:02}")));
    say("language", meta.language.clone());
    let mut kinds: Vec<&str> = meta.advisories.iter().map(|a| a.kind.name()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    say("notes", Some(kinds.join(", ")));
    html! {
        @if !said.is_empty() {
            span.about {
                @for (i, (what, value)) in said.iter().enumerate() {
                    @let cut: String = value.chars().take(MAX_FIELD).collect();
                    @if i > 0 { " · " }
                    bdi title=(what) { (Text(&cut)) @if cut.len() < value.len() { "…" } }
                }
            }
        }
    }
}

fn findings(report: &Report) -> Markup {
    let hints = report.count(Severity::Neutral);
    let found = report.findings.len() - hints;
    let places = Index::of(report);
    html! {
        section #findings.panel tabindex="0" aria-labelledby="findings-title" {
            div.bar {
                div.line {
                    h2 #findings-title {
                        @if found == 0 { "No findings" } @else { (plural(found, "finding")) }
                        @if hints > 0 { ", " (plural(hints, "hint")) }
                    }
                    @if !report.findings.is_empty() {
                        span.quiet.counts { (counts(report)) }
                        output #shown aria-live="polite" {}
                        span.steps hidden {
                            button #previous type="button" { "Previous" }
                            " "
                            button #next type="button" { "Next" }
                        }
                    }
                }
                @if found == 0 {
                    p.quiet {
                        @if matches!(report.verdict, Verdict::Faithful | Verdict::Identical) { (Text(&capital(&report.reason))) "." }
                        @else if compared(report.verdict) { "No finding is shown." }
                        @else { "The two texts were not compared sentence by sentence." }
                        @if hints > 0 { " Hints point to free paraphrases worth checking against it." }
                    }
                }
                @if !report.findings.is_empty() { (tools(report)) }
            }
            ol.cards {
                @for (number, f) in numbered(report) { (card(report, &places, number, f)) }
            }
            @for note in &report.notes { p.quiet.note { (Text(note)) } }
        }
    }
}

/// Filters and keys; hidden until the script shows them, because they do nothing without it. Hints are off at first: a faithful retelling
/// has dozens of them, and a page full of marks tells nothing.
fn tools(report: &Report) -> Markup {
    let mut rules: Vec<&str> = report.findings.iter().map(|f| f.rule.id).collect();
    rules.sort_unstable();
    rules.dedup();
    html! {
        div.tools hidden {
            fieldset {
                legend.vh { "Show findings by severity" }
                @for s in Severity::ALL.into_iter().rev() {
                    @let n = report.count(s);
                    @if n > 0 {
                        button.chip.(s.name()) type="button" data-severity=(s.name()) aria-pressed=(s != Severity::Neutral) {
                            span aria-hidden="true" { (shape(s)) }
                            " " (s.name()) " " b { (n) }
                        }
                    }
                }
            }
            div.line {
                @if rules.len() > 1 {
                    label.rule {
                        span { "Rule" }
                        select #rule {
                            option value="" { "all rules" }
                            @for rule in &rules { option value=(rule) { (rule) } }
                        }
                    }
                }
                details.keys {
                    summary { "Keys" }
                    p {
                        kbd { "j" } " " kbd { "k" } " next and previous finding · " kbd { "Enter" }
                        " its words in the rewrite · " kbd { "w" } " the wire's words · " kbd { "Esc" } " back to the list"
                    }
                    label { input #letters type="checkbox" checked; " Use single-letter keys" }
                }
            }
        }
    }
}

fn card(report: &Report, places: &Index, n: usize, f: &Finding) -> Markup {
    let severity = f.severity.name();
    let label = |what: &str, take: Option<usize>, span: Span| format!("{what}, line {}", places.get(take, span).line);
    html! {
        li.card.(severity) id={ "f" (n) } tabindex="-1" data-severity=(severity) data-rule=(f.rule.id) {
            p.kind {
                span.badge { span aria-hidden="true" { (shape(f.severity)) } (n) span.vh { "." } }
                " " strong { (severity) }
                " " span.rule { (f.rule.id) }
                " " span.sure title="how likely it is that this is a fault" {
                    (format!("{:.0}%", confidence(f.confidence) * 100.0)) span.vh { " likely a fault" }
                }
            }
            p.message { (Text(&capital(&f.message))) }
            dl {
                @if let Some(at) = f.at {
                    (row(&label("rewrite", None, at.0), &format!("#m{n}"), &report.rewrite, at.0, "here"))
                }
                @for (k, place) in f.also.iter().enumerate() {
                    (row(&label("and", None, place.0), &format!("#m{n}p{k}"), &report.rewrite, place.0, "here"))
                }
                @for (k, other) in f.evidence.rewrite.iter().enumerate() {
                    (row(&label("but also", None, other.0), &format!("#e{n}r{k}"), &report.rewrite, other.0, "also"))
                }
                @for (k, wire) in f.evidence.wire.iter().enumerate() {
                    @if let Some(story) = report.wires.get(wire.take) {
                        (row(&label(&take_name(report, wire.take), Some(wire.take), wire.span), &format!("#e{n}w{k}"), story, wire.span, "wire"))
                    }
                }
                @if let Some(fact) = &f.evidence.knowledge {
                    div { dt { "facts" } dd { (Text(fact)) } }
                }
                @if let Some(replacement) = &f.replacement {
                    div.instead {
                        dt { "suggestion" }
                        dd {
                            @if replacement.trim().is_empty() { em { "delete these words" } }
                            @else if let Some(few) = f.at.and_then(|at| changes(report.rewrite.source.slice(at.0), replacement)) {
                                ins { bdi { (Text(&few)) } }
                            }
                            @else { ins { bdi { (Text(replacement)) } } }
                        }
                    }
                }
            }
        }
    }
}

/// Characters of the words under a span that a card shows.
const MAX_WORDS: usize = 160;

/// The words under a span, as a link to them where the page shows them; very long ones are shortened here, between two words, not in the
/// story.
fn row(label: &str, href: &str, story: &Story, span: Span, kind: &str) -> Markup {
    let words = pointed_at(story, span);
    let cut = words.char_indices().nth(MAX_WORDS).map(|(i, _)| words[..i].rfind(char::is_whitespace).unwrap_or(i));
    let linked = shown(story, span);
    let said = html! {
        @if words.trim().is_empty() { em { @if linked { "show it in the text" } @else { "not in the story" } } }
        @else if let Some(cut) = cut { bdi { (Text(words[..cut].trim_end())) } " …" }
        @else { bdi { (Text(words)) } }
    };
    html! {
        div {
            dt { (label) }
            dd { @if linked { a.to.(kind) href=(href) { (said) } } @else { (said) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_allows_this_script_and_this_style_only() {
        SCRIPT.assert_let_in();
        STYLE.assert_let_in();
    }
}
