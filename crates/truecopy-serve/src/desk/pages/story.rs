//! The page of a story: its findings with what can be done about them, and both texts side by side.

use maud::{Markup, html};

use super::{card, frame, many, moment, shown, texts};
use crate::desk::decide::Kind;
use crate::desk::{State, Story, User};
use crate::engine::Severity;

/// The number of the finding to look at next, as the page numbers them.
pub fn next_open(story: &Story, state: &State) -> Option<usize> {
    let order = order(story);
    let open = order
        .iter()
        .position(|i| state.findings[*i].is_open() && story.review.findings[*i].severity > Severity::Neutral);
    open.map(|at| at + 1)
}

/// The findings in the order of the page: the gravest first, each severity in the order of the text.
fn order(story: &Story) -> Vec<usize> {
    let mut order: Vec<usize> = (0..story.review.findings.len()).collect();
    order.sort_by_key(|i| std::cmp::Reverse(story.review.findings[*i].severity));
    order
}

/// The page of a story; `said` is what came of the last thing that somebody tried.
pub fn story(user: &User, story: &Story, state: &State, said: Option<&str>) -> Markup {
    let review = &story.review;
    let order = order(story);
    let grave: Vec<usize> =
        order.iter().copied().filter(|i| review.findings[*i].severity > Severity::Neutral).collect();
    let hints = order.len() - grave.len();
    let settled = grave.iter().filter(|i| !state.findings[**i].is_open()).count();
    let number = |i: usize| order.iter().position(|o| *o == i).map_or(0, |at| at + 1);
    let spots = |of_wire: Option<usize>| -> Vec<texts::Spot> {
        let all = review.findings.iter().enumerate().filter(|(_, m)| m.severity > Severity::Neutral);
        let all = all.flat_map(|(i, m)| {
            let words = if of_wire.is_some() { &m.wire } else { &m.at };
            let spot = move |at: &crate::review::Words| texts::Spot {
                at: *at,
                number: number(i),
                severity: m.severity.name(),
                is_open: state.findings[i].is_open(),
            };
            words.iter().filter(move |w| of_wire.is_none_or(|take| w.take == take)).map(spot)
        });
        all.collect()
    };
    let cards = |which: &mut dyn Iterator<Item = (usize, usize)>| {
        html! { @for (at, i) in which { (card::card(user, story, at + 1, &review.findings[i], &state.findings[i])) } }
    };
    let body = html! {
        @if let Some(said) = said { p.said role="alert" { (shown(said)) ". The page shows how things are now." } }
        (head(user, story, state, settled, grave.len()))
        div.desk {
            section.findings aria-label="Findings" {
                h2 { "Findings" }
                @if order.is_empty() { p.empty { "Nothing was found." } }
                (cards(&mut order.iter().copied().enumerate().take(grave.len())))
                @if hints > 0 {
                    details.hints {
                        summary { (many(hints, "hint")) ": worth a look, no errors in themselves" }
                        (cards(&mut order.iter().copied().enumerate().skip(grave.len())))
                    }
                }
            }
            section.text aria-label="Rewrite" {
                h2 { "Rewrite" }
                (texts::text(&review.rewrite, &spots(None), false))
                p { a href={ "/desk/story/" (story.id) "/edit" } data-key="e" { "Change the text" } }
            }
            section.text aria-label="Wire" {
                @for (take, wire) in review.wires.iter().enumerate() {
                    h2 { "Wire" @if review.wires.len() > 1 { ", take " (take + 1) } }
                    (texts::text(wire, &spots(Some(take)), true))
                }
            }
        }
        (release(user, story, state))
        (history(state))
        (keys())
        p #news .news role="status" {}
    };
    frame(&story.title, Some(user), Some((story.id, story.version)), &body)
}

fn head(user: &User, story: &Story, state: &State, settled: usize, all: usize) -> Markup {
    let review = &story.review;
    html! {
        div.head {
            h1 { (shown(&story.title)) }
            p.quiet { (shown(&story.source)) " · " (review.verdict.replace('-', " ")) ": " (shown(&review.reason)) " · fidelity " (format!("{:.1}", review.fidelity)) }
            @if !review.compared { p.said { "The text was not compared with the wire: " (shown(&review.reason)) } }
            @if all > 0 {
                p.progress { label { (settled) " of " (many(all, "finding")) " decided " progress value=(settled) max=(all) { } } }
            }
            @if let Some(last) = state.undoable() {
                form.row method="post" action={ "/desk/story/" (story.id) "/undo" } {
                    input type="hidden" name="form" value=(user.form);
                    input type="hidden" name="decision" value=(last.id);
                    button.plain #undo type="submit" data-key="u" { "Undo: " (shown(&last.by)) " " (last.kind.done()) " “" (shown(&short(last))) "”" }
                }
            }
        }
    }
}

fn short(decision: &crate::desk::Decision) -> String {
    if decision.finding.is_empty() { "the text".into() } else { decision.words.chars().take(40).collect() }
}

fn release(user: &User, story: &Story, state: &State) -> Markup {
    html! {
        section.release aria-label="Release" {
            h2 { "Release" }
            @if story.is_released {
                p { "This text is released. " a href={ "/desk/story/" (story.id) "/record" } { "The record" } ". Whatever changes it opens the story again." }
            } @else if let Some(missing) = state.missing(&story.review) {
                p { "Not yet: " (missing) "." }
            } @else {
                form method="post" action={ "/desk/story/" (story.id) "/release" } {
                    input type="hidden" name="form" value=(user.form);
                    input type="hidden" name="version" value=(story.version);
                    label { "Note for the record" input name="note" autocomplete="off" required[!story.review.compared]; }
                    button.first type="submit" data-key="r" { "Release: I answer for this text" }
                }
            }
        }
    }
}

fn history(state: &State) -> Markup {
    html! {
        @if !state.history.is_empty() {
            details.history {
                summary { "History (" (state.history.len()) ")" }
                ol {
                    @for d in &state.history {
                        li {
                            (moment(&d.at)) " " strong { (shown(&d.by)) } " " (d.kind.done()) " “" (shown(&short(d))) "”"
                            @if let Some(put) = d.put.as_ref().filter(|p| !p.is_empty()) { " → “" (shown(put)) "”" }
                            @if d.kind == Kind::Comment || !d.note.is_empty() { ": " (shown(&d.note)) }
                        }
                    }
                }
            }
        }
    }
}

fn keys() -> Markup {
    let all = [
        ("j", "next finding"),
        ("k", "previous finding"),
        ("n", "next open finding"),
        ("a", "accept: an error"),
        ("p", "put the suggestion"),
        ("c", "correct"),
        ("d", "dismiss, then 1 to 6 for the reason and Enter"),
        ("m", "comment"),
        ("u", "undo the decision on this finding, or else the last one"),
        ("e", "change the text"),
        ("r", "release"),
    ];
    html! {
        details.keys {
            summary { "Keys" }
            dl { @for (key, what) in all { dt { kbd { (key) } } dd { (what) } } }
        }
    }
}

/// The page on which the whole text is changed.
pub fn edit(user: &User, story: &Story, text: &str, said: Option<&str>) -> Markup {
    let body = html! {
        @if let Some(said) = said { p.said role="alert" { (shown(said)) ". What you typed is below." } }
        h1 { "Change the text" }
        p.quiet { (shown(&story.title)) }
        form.edit method="post" action={ "/desk/story/" (story.id) "/edit" } {
            input type="hidden" name="form" value=(user.form);
            input type="hidden" name="text" value=(story.text);
            label { "Text" textarea name="new" rows="24" spellcheck="true" { "\n" (text) } }
            label { "Why" input name="note" autocomplete="off"; }
            button.first type="submit" { "Save and check again" }
            " " a href={ "/desk/story/" (story.id) } { "Back without a change" }
        }
    };
    frame("Change the text", Some(user), None, &body)
}
