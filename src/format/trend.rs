//! Where things are going over the last runs, for the page on a run: tables with small charts. Needs no script; each chart says its figures to
//! those who do not see it.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::format::page::{Text, bar};
use crate::format::{plural, round};
use crate::gate::history::{Counts, Run};

/// Runs that are drawn, the last ones.
const MAX_RUNS: usize = 20;

/// Rules and sources that are listed.
const MAX_ROWS: usize = 30;

/// Width of a bar with the gap beside it, and height of a chart, in pixels.
const BAR: usize = 9;
const HEIGHT: f64 = 26.0;

/// Findings of one kind in each run, the last being the run of the page: how many and in how many words; none where it was not in the run.
type Series = Vec<Option<(u64, u64)>>;

/// The section on the last runs, of which the last is the run of the page; nothing where there was none before.
pub(super) fn section(history: &[Run]) -> Markup {
    let runs = history.get(history.len().saturating_sub(MAX_RUNS)..).unwrap_or_default();
    let (Some((now, before)), true) = (runs.split_last(), runs.len() > 1) else { return html! {} };
    html! {
        h2 #runs { "The last " (runs.len()) " runs" }
        p.quiet {
            "Critical, major and minor findings, and how many there are per 1,000 words. In the charts the oldest run is on the left and this one "
            "on the right, in full colour; each chart has its own scale. “More” and “fewer” mean that this run differs from the "
            (plural(before.len(), "run")) " before it by more than chance."
        }
        (overall(runs))
        h2 #trend-rules { "By rule over the last runs" }
        (table("trend-rules", "rule", &rules(runs), now))
        h2 #trend-sources { "By source over the last runs" }
        (table("trend-sources", "source", &sources(runs), now))
    }
}

fn overall(runs: &[Run]) -> Markup {
    let most = runs.iter().filter_map(|r| rate(r.counts.sum(), r.words)).fold(0.0, f64::max);
    html! {
        div.scroll tabindex="0" role="region" aria-labelledby="runs" {
            table aria-labelledby="runs" {
                thead {
                    tr {
                        th scope="col" { "run" } th scope="col" { "version" } th.n scope="col" { "rewrites" } th.n scope="col" { "do not pass" } th.n scope="col" { "words" }
                        th.n scope="col" { "critical" } th.n scope="col" { "major" } th.n scope="col" { "minor" } th.n scope="col" { "per 1,000 words" } th scope="col" { span.vh { "chart" } }
                    }
                }
                tbody {
                    @for (i, run) in runs.iter().rev().enumerate() {
                        @let rate = rate(run.counts.sum(), run.words);
                        tr {
                            th.row scope="row" { (moment(&run.time)) @if i == 0 { " (this run)" } }
                            td.quiet { (Text(&short(&run.version))) }
                            td.n { (run.rewrites) }
                            td.n { (run.failing) }
                            td.n { (run.words) }
                            (count(run.counts.critical, "critical"))
                            (count(run.counts.major, "major"))
                            (count(run.counts.minor, "minor"))
                            td.n { (shown(rate)) }
                            td.chart { (bar(rate.unwrap_or(0.0) / if most > 0.0 { most } else { 1.0 })) }
                        }
                    }
                }
            }
        }
    }
}

fn count(n: u64, severity: &str) -> Markup {
    html! { td.n.(severity).zero[n == 0] { (n) } }
}

/// The findings of each rule that any of the runs names.
fn rules(runs: &[Run]) -> BTreeMap<&str, Series> {
    let names = runs.iter().flat_map(|r| r.rules.keys());
    let series = |name: &str| runs.iter().map(|r| Some((r.rules.get(name).map_or(0, Counts::sum), r.words))).collect();
    names.map(|name| (name.as_str(), series(name))).collect()
}

/// The findings from each source that any of the runs names.
fn sources(runs: &[Run]) -> BTreeMap<&str, Series> {
    let names = runs.iter().flat_map(|r| r.sources.keys());
    let series = |name: &str| runs.iter().map(|r| r.sources.get(name).map(|s| (s.counts.sum(), s.words))).collect();
    names.map(|name| (name.as_str(), series(name))).collect()
}

fn table(id: &str, what: &str, all: &BTreeMap<&str, Series>, now: &Run) -> Markup {
    let mut rows: Vec<(&str, &Series)> = all.iter().map(|(name, series)| (*name, series)).collect();
    // What this run has most of comes first, then what earlier runs had.
    let here = |s: &Series| s.last().copied().flatten().map(|(n, _)| n);
    let ever = |s: &Series| s.iter().flatten().fold(0u64, |sum, (n, _)| sum.saturating_add(*n));
    rows.sort_by_key(|(_, s)| std::cmp::Reverse((here(s), ever(s))));
    let more = rows.len().saturating_sub(MAX_ROWS);
    html! {
        @if rows.is_empty() { p.quiet { "Nothing was found in any of them." } }
        @else {
            div.scroll tabindex="0" role="region" aria-labelledby=(id) {
                table aria-labelledby=(id) {
                    thead {
                        tr {
                            th scope="col" { (what) } th scope="col" { "per 1,000 words, run by run" } th.n scope="col" { "before" } th.n scope="col" { "this run" }
                            th.n scope="col" { "findings" } th scope="col" { "compared" }
                        }
                    }
                    tbody {
                        @for (name, series) in rows.into_iter().take(MAX_ROWS) {
                            @let (past, present) = parts(series);
                            tr {
                                th.row scope="row" { @if name.is_empty() { "." } @else { bdi { (Text(&short(name))) } } }
                                td { (chart(series)) }
                                td.n { (shown(past.and_then(|(n, words)| rate(n, words)))) }
                                td.n { (shown(present.and_then(|(n, words)| rate(n, words)))) }
                                td.n { @if let Some((n, _)) = present { (n) } @else { "–" } }
                                @match verdict(past, present) {
                                    Some(true) => { td.worse { "more" } }
                                    Some(false) => { td.better { "fewer" } }
                                    None => { td {} }
                                }
                            }
                        }
                    }
                }
            }
            @if more > 0 { p.quiet { "And " (more) " more in the history of " (moment(&now.time)) "." } }
        }
    }
}

type Sum = Option<(u64, u64)>;

/// Findings and words of all runs but the last, and of the last.
fn parts(series: &Series) -> (Sum, Sum) {
    let Some((now, before)) = series.split_last() else { return (None, None) };
    let add = |a: (u64, u64), b: (u64, u64)| (a.0.saturating_add(b.0), a.1.saturating_add(b.1));
    (before.iter().flatten().copied().reduce(add), *now)
}

/// Whether there is more, or fewer, now than the runs before let expect: two standard deviations of a count that comes by chance.
fn verdict(past: Sum, present: Sum) -> Option<bool> {
    let ((found, words), (n, now)) = (past?, present?);
    if words == 0 || now == 0 {
        return None;
    }
    let share = now as f64 / words as f64;
    let expected = found as f64 * share;
    // What is expected is itself a count that came by chance.
    let spread = 2.0 * (expected * (1.0 + share)).sqrt().max(1.0);
    let off = n as f64 - expected;
    (off.abs() > spread).then_some(off > 0.0)
}

/// Findings per 1,000 words; none for no words.
fn rate(findings: u64, words: u64) -> Option<f64> {
    (words > 0).then(|| findings as f64 * 1000.0 / words as f64)
}

fn shown(rate: Option<f64>) -> String {
    rate.map_or_else(|| "–".to_owned(), |r| format!("{:.1}", round(r, 1)))
}

/// A bar for each run. One without the rule has a line, one without the source nothing.
fn chart(series: &Series) -> Markup {
    let rates: Vec<Option<f64>> = series.iter().map(|s| s.and_then(|(n, words)| rate(n, words))).collect();
    let most = rates.iter().flatten().copied().fold(0.0, f64::max);
    let said: Vec<String> = rates.iter().map(|r| shown(*r).replace('–', "none")).collect();
    let last = rates.len().saturating_sub(1);
    let width = rates.len() * BAR;
    html! {
        svg role="img" aria-label=(format!("oldest run first: {}", said.join(", "))) width=(width) height=(HEIGHT)
            viewBox=(format!("0 0 {width} {HEIGHT}")) {
            @for (i, rate) in rates.iter().enumerate() {
                @if let Some(rate) = rate {
                    @let high = round(if most > 0.0 { rate / most * HEIGHT } else { 0.0 }, 1).max(1.0);
                    rect x=(i * BAR) y=(round(HEIGHT - high, 1)) width=(BAR - 2) height=(high) fill="currentColor"
                        opacity=(if i == last { "1" } else { "0.45" }) {}
                }
            }
        }
    }
}

/// A moment for a reader: day and minute.
fn moment(time: &str) -> Markup {
    let minute: String = time.chars().take(16).collect();
    let plain: String = time.chars().filter(char::is_ascii_graphic).take(30).collect();
    html! { time datetime=(plain) { (Text(&minute.replace('T', " "))) } }
}

/// What a line of a history calls a thing, of which nobody knows who wrote it.
fn short(name: &str) -> String {
    name.chars().take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_chance_does_not_explain_is_called_more_or_fewer() {
        let words = |n: u64| Some((n, 1000));
        assert_eq!(verdict(Some((50, 10_000)), words(5)), None);
        assert_eq!(verdict(Some((50, 10_000)), words(8)), None);
        assert_eq!(verdict(Some((50, 10_000)), words(20)), Some(true));
        assert_eq!(verdict(Some((200, 10_000)), words(2)), Some(false));
        assert_eq!(verdict(Some((0, 10_000)), words(1)), None, "one may come by chance");
        assert_eq!(verdict(Some((0, 10_000)), words(3)), Some(true));
        assert_eq!(verdict(None, words(3)), None);
        assert_eq!(verdict(Some((0, 0)), words(3)), None);
    }
}
