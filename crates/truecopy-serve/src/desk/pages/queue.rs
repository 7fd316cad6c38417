//! The queue: what is to be looked at, worst first, and how far each source is.

use maud::{Markup, html};

use super::{frame, shown};
use crate::desk::{Day, Row, User};

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
