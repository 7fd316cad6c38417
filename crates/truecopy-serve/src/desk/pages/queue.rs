//! The queue: what is to be looked at, worst first, and how far each source is.

use maud::{Markup, html};

use super::{frame, shown};
use crate::desk::{Day, Rate, Row, User};

/// The queue, of one source or of all.
pub fn queue(user: &User, rows: &[Row], summary: &[Day], source: Option<&str>) -> Markup {
    let open = rows.iter().filter(|r| !r.is_released).count();
    let body = html! {
        h1 { "Queue" }
        p.quiet {
            (open) " open, " (rows.len() - open) " released"
            @if let Some(source) = source {
                " in " strong { (shown(source)) } ". " a href="/desk" { "All sources" }
            }
        }
        @if rows.is_empty() {
            p.empty { "Nothing has come in yet. Put pairs into the folder that the desk watches, or send them to " code { "/v1/stories" } "." }
        } @else {
            ol.queue {
                @for row in rows { (entry(row)) }
            }
        }
        @if !summary.is_empty() {
            h2 { "By source and day" }
            div.scroll tabindex="0" role="region" aria-label="By source and day" {
                table {
                    thead { tr { th scope="col" { "Source" } th scope="col" { "Day" } th.n scope="col" { "Open" } th.n scope="col" { "Released" } th.n scope="col" { "Decisions" } } }
                    tbody {
                        @for day in summary {
                            tr {
                                th scope="row" { a href={ "/desk?source=" (escape(&day.source)) } { (shown(&day.source)) } }
                                td { (day.day) } td.n { (day.open) } td.n { (day.released) } td.n { (day.decided) }
                            }
                        }
                    }
                }
            }
        }
    };
    frame("Queue", Some(user), None, &body)
}

/// What people made of the findings of each rule.
pub fn rates(user: &User, rates: &[Rate], source: Option<&str>) -> Markup {
    // Of a few, a share says nothing.
    let share = |r: &Rate| {
        let all = r.right + r.let_through + r.wrong;
        if all < 5 { "–".to_owned() } else { format!("{}%", (r.right + r.let_through) * 100 / all) }
    };
    let body = html! {
        h1 { "Rules" }
        p.quiet {
            "What was decided about the findings of each rule"
            @if let Some(source) = source { " in " strong { (shown(source)) } ". " a href="/desk/rules" { "In all sources" } }
            @else { ", in all sources." }
        }
        @if rates.is_empty() { p.empty { "Nothing was decided yet." } }
        @else {
            div.scroll tabindex="0" role="region" aria-label="Rules" {
                table {
                    thead { tr {
                        th scope="col" { "Rule" } th.n scope="col" { "Errors" } th.n scope="col" { "Let through" }
                        th.n scope="col" { "No errors" } th.n scope="col" { "Right to point there" }
                    } }
                    tbody { @for rate in rates { tr {
                        th scope="row" { (rate.rule) }
                        td.n { (rate.right) } td.n { (rate.let_through) } td.n { (rate.wrong) } td.n { (share(rate)) }
                    } } }
                }
            }
            p.quiet {
                "Errors were accepted or corrected. What was let through rests on other reporting, the house's style, a wrong wire or another reason.                  No errors are fair paraphrases and what was no error at all."
            }
        }
    };
    frame("Rules", Some(user), None, &body)
}

fn entry(row: &Row) -> Markup {
    let counts = [(row.critical, "critical"), (row.major, "major"), (row.minor, "minor")];
    let odd = ["different-story", "not-comparable"].contains(&row.verdict.as_str());
    html! {
        li.released[row.is_released] {
            a.title href={ "/desk/story/" (row.id) } { (shown(&row.title)) }
            span.where { (shown(&row.source)) " · " (row.day) }
            span.counts {
                @if row.is_released { span.tag.done { "released" } }
                @else if odd { span.tag.critical { (row.verdict.replace('-', " ")) } }
                @else if counts.iter().all(|(n, _)| *n == 0) { span.tag.done { "nothing open" } }
                @if !row.is_released {
                    @for (n, severity) in counts.into_iter().filter(|(n, _)| *n > 0) {
                        span class={ "tag " (severity) } { (n) " " (severity) }
                    }
                }
            }
        }
    }
}

fn escape(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
