//! A run on one page: what is worst, which rules fire, and where the rewrites come from. Needs no network and has no script.

use maud::{Markup, html};

use crate::finding::Severity;
use crate::format::page::{Inline, Text, bar, page};
use crate::format::{plural, round, shape, trend};
use crate::gate::digest::{Digest, Outcome};
use crate::gate::history::Run;
use crate::gate::summary::{Counts, Summary, Trend};

const STYLE: Inline =
    Inline { text: include_str!("index.css"), hash: "sha256-jPLEUfRKkgFYSS0nza3qQgAY/+PQxVdJVDzKfDKUw30=" };

/// Rules named in the row of a rewrite, the gravest first; its page has them all.
const MAX_RULES: usize = 5;

/// The page. `pages` holds, for each pair of the run, the address of its own page, where it has one.
/// `history` holds the last runs, this one last, where there is a history.
pub fn render(run: &[Digest], summary: &Summary, pages: &[Option<String>], history: &[Run]) -> String {
    let title = format!("truecopy: {}, {}", plural(summary.pairs, "rewrite"), plural(summary.findings(), "finding"));
    let body = html! {
        (head(summary))
        main {
            (worst(run, summary, pages))
            (rules(summary))
            (sources(summary))
            (trend::section(history))
        }
    };
    page(&title, &STYLE, None, &body)
}

fn head(summary: &Summary) -> Markup {
    html! {
        header {
            h1 { (plural(summary.pairs, "rewrite")) ", " (plural(summary.findings(), "finding")) }
            p {
                @for (i, severity) in Severity::ALL.into_iter().enumerate().rev() {
                    @let n = summary.counts.get(i).copied().unwrap_or(0);
                    span.(severity.name()).zero[n == 0] { (shape(severity)) " " (n) " " (severity.name()) }
                    " "
                }
            }
            p.quiet {
                (summary.with_findings) " of " (plural(summary.pairs, "rewrite")) @if summary.with_findings == 1 { " has" } @else { " have" } " findings, "
                (summary.failing) @if summary.failing == 1 { " does" } @else { " do" } " not pass"
                @if summary.failed > 0 { ", " (summary.failed) " could not be checked" }
                @if summary.aside > 0 { "; " (plural(summary.aside, "finding")) " set aside" }
                "."
            }
            @if let Some(trend) = summary.trend {
                p.quiet {
                    "Since the baseline: " (trend.new) " new, " (trend.known) " known, " (trend.fixed) " fixed."
                }
            }
        }
    }
}

fn worst(run: &[Digest], summary: &Summary, pages: &[Option<String>]) -> Markup {
    html! {
        h2 #worst { "Rewrites, worst first" }
        // A table that is wider than the window scrolls, with the keyboard too.
        div.scroll tabindex="0" role="region" aria-labelledby="worst" {
            table aria-labelledby="worst" {
                thead {
                    tr {
                        th scope="col" { "rewrite" } th scope="col" { "result" } th scope="col" { "verdict" } th.n scope="col" { "fidelity" }
                        @for s in Severity::ALL.into_iter().rev() { th.n scope="col" { (s.name()) } }
                        th scope="col" { "rules" }
                    }
                }
                tbody {
                    @for i in &summary.worst {
                        @if let Some(digest) = run.get(*i) { (row(digest, pages.get(*i).and_then(Option::as_deref))) }
                    }
                }
            }
        }
    }
}

fn row(digest: &Digest, page: Option<&str>) -> Markup {
    html! {
        tr {
            td {
                @if let Some(page) = page { a href=(page) { bdi { (Text(&digest.rewrite)) } } }
                @else { bdi { (Text(&digest.rewrite)) } }
            }
            @match &digest.outcome {
                Outcome::Failed(why) => {
                    td.result.fail { "not checked" }
                    td colspan="7" { (Text(why)) }
                }
                Outcome::Checked { verdict, .. } => {
                    td.result.fail[digest.fails].pass[!digest.fails] { @if digest.fails { "fail" } @else { "pass" } }
                    td { (verdict.name().replace('-', " ")) }
                    td.n { @if let Some(f) = digest.fidelity() { (format!("{:.1}", round(f, 1))) } @else { "–" } }
                    @for s in Severity::ALL.into_iter().rev() { (count(digest.count(s), s)) }
                    @let rules = digest.rules();
                    td {
                        @for (i, rule) in rules.iter().take(MAX_RULES).enumerate() {
                            @if i > 0 { ", " }
                            span.rule { (rule) }
                        }
                        @if rules.len() > MAX_RULES { span.quiet { " and " (rules.len() - MAX_RULES) " more" } }
                    }
                }
            }
        }
    }
}

fn count(n: usize, severity: Severity) -> Markup {
    html! { td.n.(severity.name()).zero[n == 0] { (n) } }
}

fn counts(counts: &Counts) -> Markup {
    html! {
        @for (i, s) in Severity::ALL.into_iter().enumerate().rev() { (count(counts.get(i).copied().unwrap_or(0), s)) }
    }
}

fn rules(summary: &Summary) -> Markup {
    let most = summary.rules.iter().map(|r| r.counts.iter().sum::<usize>()).max().unwrap_or(1).max(1);
    html! {
        h2 #rules { "By rule" }
        @if summary.rules.is_empty() { p.quiet { "No rule reported anything." } }
        @else {
            div.scroll tabindex="0" role="region" aria-labelledby="rules" {
                table aria-labelledby="rules" {
                    thead {
                        tr {
                            th scope="col" { "rule" } th scope="col" { "category" } th.n scope="col" { "findings" } th scope="col" { span.vh { "chart" } }
                            @for s in Severity::ALL.into_iter().rev() { th.n scope="col" { (s.name()) } }
                            th.n scope="col" { "rewrites" }
                            (since_head(summary))
                        }
                    }
                    tbody {
                        @for rule in &summary.rules {
                            @let n = rule.counts.iter().sum::<usize>();
                            tr {
                                td.rule { (Text(&rule.id)) }
                                td.quiet { @if let Some(rule) = rule.rule { (rule.category.name()) } }
                                td.n { (n) }
                                td.chart { (bar(n as f64 / most as f64)) }
                                (counts(&rule.counts))
                                td.n { (rule.rewrites) }
                                (since(summary, &rule.trend))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn sources(summary: &Summary) -> Markup {
    html! {
        h2 #sources { "By source" }
        p.quiet { "The source is the folder of a rewrite; those with the most findings per rewrite come first." }
        div.scroll tabindex="0" role="region" aria-labelledby="sources" {
            table aria-labelledby="sources" {
                thead {
                    tr {
                        th scope="col" { "source" } th.n scope="col" { "rewrites" } th.n scope="col" { "do not pass" } th.n scope="col" { "mean fidelity" }
                        th.n scope="col" { "findings per rewrite" }
                        @for s in Severity::ALL.into_iter().rev() { th.n scope="col" { (s.name()) } }
                        (since_head(summary))
                    }
                }
                tbody {
                    @for source in &summary.sources {
                        @let n = source.counts.iter().sum::<usize>();
                        tr {
                            td { @if source.source.is_empty() { "." } @else { bdi { (Text(&source.source)) } } }
                            td.n { (source.rewrites) }
                            td.n { (source.failing) }
                            td.n { @if let Some(f) = source.fidelity { (format!("{:.1}", round(f, 1))) } @else { "–" } }
                            td.n { (format!("{:.1}", n as f64 / source.rewrites.max(1) as f64)) }
                            (counts(&source.counts))
                            (since(summary, &source.trend))
                        }
                    }
                }
            }
        }
    }
}

/// The heads of the columns on what became of findings since the baseline.
fn since_head(summary: &Summary) -> Markup {
    html! {
        @if summary.trend.is_some() { th.n scope="col" { "new" } th.n scope="col" { "known" } th.n scope="col" { "fixed" } }
    }
}

fn since(summary: &Summary, trend: &Trend) -> Markup {
    html! {
        @if summary.trend.is_some() {
            td.n.worse[trend.new > 0] { (trend.new) }
            td.n { (trend.known) }
            td.n.better[trend.fixed > 0] { (trend.fixed) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_allows_this_style_only() {
        STYLE.assert_let_in();
    }
}
