//! How many wires were found, and what was found instead.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{self, BufRead};

use serde::Deserialize;

/// A line of `truecopy match --format json`.
#[derive(Deserialize)]
struct Line {
    rewrite: String,
    matched: bool,
    matches: Vec<Found>,
}

#[derive(Deserialize)]
struct Found {
    id: String,
    score: f64,
}

/// What a rewrite was made from.
struct Truth {
    right: Vec<String>,
    kinds: [String; 2],
}

/// Figures of one kind of rewrite.
#[derive(Default)]
struct Count {
    all: usize,
    first: usize,
    five: usize,
    matched: usize,
    right_and_matched: usize,
    /// Wrong first answers: another day of the event, an event like it, any other; the same above the threshold.
    wrong: [usize; 3],
    wrong_and_matched: [usize; 3],
    scores: f64,
}

/// The group and the event in an id such as "wire:like3:77:0:1".
fn place(id: &str) -> (&str, &str) {
    let mut parts = id.split(':').skip(1);
    (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
}

/// How far a wrong answer is off: 0 another day, 1 an event like it, 2 any other.
fn off(right: &str, found: &str) -> usize {
    let ((group, event), (other_group, other_event)) = (place(right), place(found));
    match () {
        () if event == other_event => 0,
        () if group == other_group && group != "own" => 1,
        () => 2,
    }
}

impl Count {
    fn add(&mut self, right: &[String], of: &str, line: &Line) {
        self.all += 1;
        self.matched += usize::from(line.matched);
        let is_right = |found: &Found| right.contains(&found.id);
        let Some(best) = line.matches.first() else { return };
        self.scores += best.score;
        self.five += usize::from(line.matches.iter().take(5).any(is_right));
        if is_right(best) {
            self.first += 1;
            self.right_and_matched += usize::from(line.matched);
        } else {
            let off = off(of, &best.id);
            self.wrong[off] += 1;
            self.wrong_and_matched[off] += usize::from(line.matched);
        }
    }

    fn row(&self, name: &str) -> String {
        let of = |n: usize| format!("{:5.1} %", 100.0 * n as f64 / self.all.max(1) as f64);
        let [day, alike, other] = self.wrong;
        let [day_above, alike_above, other_above] = self.wrong_and_matched;
        format!(
            "{name:<12} {:>6}  {}  {}  {}  {}  {day:>4} {alike:>5} {other:>5}   {day_above:>4} {alike_above:>5} {other_above:>5}  {:>6.3}\n",
            self.all,
            of(self.first),
            of(self.five),
            of(self.matched),
            of(self.right_and_matched),
            self.scores / self.all.max(1) as f64,
        )
    }
}

fn truths(input: impl BufRead) -> io::Result<HashMap<String, Truth>> {
    let mut out = HashMap::new();
    for line in input.lines() {
        let line = line?;
        let cells: Vec<&str> = line.split('\t').collect();
        let [rewrite, wire, also, kind, far] = cells[..] else { continue };
        let right = std::iter::once(wire).chain(also.split(' ')).filter(|u| !u.is_empty()).map(str::to_owned).collect();
        out.insert(rewrite.to_owned(), Truth { right, kinds: [kind.to_owned(), far.to_owned()] });
    }
    Ok(out)
}

/// A table of what was found.
///
/// # Errors
/// Where one of the two cannot be read, or is something else.
pub fn score(truth: impl BufRead, matches: impl BufRead) -> io::Result<String> {
    let truths = truths(truth)?;
    let mut told: HashMap<String, Count> = HashMap::new();
    let mut strange: HashMap<String, Count> = HashMap::new();
    for line in matches.lines() {
        let line: Line = serde_json::from_str(&line?)?;
        // Of a file of several, the name of a story ends with its id.
        let id = line.rewrite.rsplit('#').next().unwrap_or_default();
        if let Some(truth) = truths.get(id) {
            let of = truth.right.first().map_or("", String::as_str);
            for kind in ["all", &truth.kinds[0], &truth.kinds[1]] {
                told.entry(kind.to_owned()).or_default().add(&truth.right, of, &line);
            }
        } else if let Some(of) = id.strip_prefix("stranger:") {
            let (kind, of) = of.split_once(':').unwrap_or((of, ""));
            for kind in ["all", kind] {
                strange.entry(kind.to_owned()).or_default().add(&[], &format!("wire:{of}"), &line);
            }
        }
    }
    let head = "                        right among          right        first answer wrong: another   the same, above\n\
                rewrites      many    first  first 5  matched  and matched   day, alike, other      the threshold     mean score\n";
    let mut out = String::new();
    for (title, counts) in [("", told), ("\nof stories that the archive does not have\n", strange)] {
        if counts.is_empty() {
            continue;
        }
        let _ = write!(out, "{title}{head}");
        let mut names: Vec<&String> = counts.keys().collect();
        names.sort_by_key(|n| (*n != "all", n.as_str()));
        for name in names {
            out.push_str(&counts[name].row(name));
        }
    }
    Ok(out)
}
