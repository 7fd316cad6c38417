//! What a check costs grows with the length of its texts and not with its square, whatever they repeat.
//!
//! `cargo bench --bench growth` measures the same patterns in every format, up to a megabyte each. Here each is measured at two lengths that
//! are small enough for a debug build, and what counts is how many times longer the longer one takes. That is told in processor time of the
//! measuring thread: other programs and tests do not lengthen it, as they do the time on the clock, and unlike a count of instructions
//! every machine has it. What noise is left is far smaller than the step from one power to the next: eight times the length take eight times as
//! long, or sixty-four times.

#[path = "../../benches/growth/measure.rs"]
mod measure;
#[path = "../../benches/growth/patterns.rs"]
mod patterns;

use std::fmt::Write as _;
use std::time::Duration;

use measure::{cost, exponent, processor_time};
use patterns::{Case, Form, Side};
use truecopy::check::{Checker, Options};
use truecopy::facts::Facts;
use truecopy::gate::Accepted;
use truecopy::ingest;

/// The two lengths.
const SHORT: usize = 4_000;
const LONG: usize = 8 * SHORT;

/// Half-way between in proportion to the length and with its square.
const MOST: f64 = 1.5;

/// How often a growth is measured before it is believed.
const TRIES: usize = 4;

/// The exponent by which a cost grows, from the fastest of as many runs as are needed to be sure.
fn growth(mut time: impl FnMut(usize) -> Duration) -> f64 {
    let (mut short, mut long) = (Duration::MAX, Duration::MAX);
    let mut found = 0.0;
    for _ in 0..TRIES {
        short = short.min(time(SHORT));
        long = long.min(time(LONG));
        found = exponent((SHORT, short), (LONG, long));
        if found <= MOST {
            break;
        }
    }
    found
}

/// Each pattern on both sides and on the rewrite's, and in one more format, another for each.
fn cases() -> Vec<Case> {
    let mut out = Vec::new();
    for (i, pattern) in patterns::PATTERNS.iter().enumerate() {
        let all = patterns::all();
        let of_pattern = || all.iter().filter(|c| c.pattern.name == pattern.name);
        out.extend(of_pattern().filter(|c| c.form == Form::Line && c.side != Side::Wire).copied());
        let others: Vec<&Case> = of_pattern().filter(|c| c.form != Form::Line).collect();
        out.extend(others.get(i % others.len()).map(|c| **c));
    }
    out
}

/// A share of the cases; the shares are measured side by side.
fn share(which: usize) {
    // What is made once for a process is no part of a text's cost.
    let all = cases();
    cost(&all[0], SHORT);
    let mut faults = String::new();
    for case in all.iter().skip(which).step_by(4) {
        let found = growth(|bytes| cost(case, bytes).time);
        if found > MOST {
            let said = cost(case, SHORT).verdict;
            let _ = writeln!(faults, "{case} ({said}): grows with the power of {found:.2}");
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn patterns_of_the_first_share() {
    share(0);
}

#[test]
fn patterns_of_the_second_share() {
    share(1);
}

#[test]
fn patterns_of_the_third_share() {
    share(2);
}

#[test]
fn patterns_of_the_fourth_share() {
    share(3);
}

/// Whoever may give up a check is asked again and again, not once before a step that takes most of the time.
#[test]
fn no_step_goes_on_long_without_a_question() {
    let quotes = patterns::all().into_iter().find(|c| c.pattern.name == "quotes with speakers" && c.form == Form::Line);
    let quotes = quotes.expect("a pattern");
    cost(&quotes, SHORT);
    let found = cost(&quotes, LONG);
    assert!(found.stretch < found.time / 2, "{:?} of {:?}", found.stretch, found.time);
}

/// The time that something takes on this thread.
fn timed<T>(what: impl FnOnce() -> T) -> Duration {
    let began = processor_time();
    std::hint::black_box(what());
    processor_time().saturating_sub(began)
}

#[track_caller]
fn in_proportion(time: impl FnMut(usize) -> Duration) {
    let found = growth(time);
    assert!(found <= MOST, "grows with the power of {found:.2}");
}

#[test]
fn accepted_findings() {
    in_proportion(|n| {
        let entry =
            |i: usize| format!("[[accepted]]\nrule = \"misspelling\"\nwords = \"word{i}\"\nreason = \"seen\"\n\n");
        let file: String = (0..n / 4).map(entry).collect();
        timed(|| {
            let accepted = Accepted::read(&file).expect("no mistake");
            let found = |i: &usize| accepted.find("misspelling", &format!("word{i}"), "a.txt").is_some();
            assert_eq!((0..n / 4).filter(found).count(), n / 4);
        })
    });
}

#[test]
fn mistakes_in_accepted_findings() {
    in_proportion(|n| {
        let file = "[[accepted]]\nrule = \"mispelling\"\nwords = \"x\"\nreason = \"seen\"\n\n".repeat(n / 16);
        timed(|| assert_eq!(Accepted::read(&file).expect_err("mistakes").len(), n / 16))
    });
}

#[test]
fn items_of_a_feed() {
    in_proportion(|n| {
        let item = |i: usize| {
            format!(
                "<item><guid>{i}</guid><title>Ferry {i} sails</title><description>The ferry {i} sailed on Monday. It carried {i} people.</description></item>"
            )
        };
        let items: String = (0..n / 20).map(item).collect();
        let feed =
            format!("<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Wire</title>{items}</channel></rss>");
        timed(|| {
            let stories = ingest::stories_from_bytes("feed.xml", feed.as_bytes(), None).expect("a feed");
            let blocks = stories.iter().flat_map(|s| s.blocks.iter().map(|b| s.source.line_column(b.span.start).1));
            assert!(blocks.sum::<usize>() > feed.len());
        })
    });
}

#[test]
fn rows_of_facts() {
    in_proportion(|n| {
        let row = |i: usize| {
            format!(
                "held\tIlse Brandt{i}\tmayor\tNarva\t2021-10\t\t2024-05-01\tlist\nkeep\tTarmo{i}\nwrite\tKelm{i}\tKelmburg{i}\n"
            )
        };
        let file: String = (0..n / 8).map(row).collect();
        timed(|| {
            let facts = Facts::of_files([("house.tsv", file.as_str())]).expect("no mistake");
            assert_eq!((0..n / 8).filter(|i| !facts.person(&format!("ilse brandt{i}")).is_empty()).count(), n / 8);
        })
    });
}

/// Every sentence names somebody else, most of them with one of a few first names; the rewrite takes some for others, and gives some a title
/// that is not theirs.
#[test]
fn persons() {
    let first = ["Anna", "Peter", "Ilse", "Tarmo", "Karl", "Nora", "Marek", "Elin"];
    let heads = ["Brad", "Kol", "Stef", "Marn", "Lind", "Harr", "Velt", "Torv", "Berg", "Gust", "Dalk", "Fenn", "Holm"];
    let tails =
        ["den", "mann", "quist", "dorf", "lund", "ker", "vich", "ford", "gaard", "anen", "worth", "stad", "tini"];
    let surname = |i: usize| {
        let middle = ["", "a", "er", "i", "el"][i / (heads.len() * tails.len()) % 5];
        format!("{}{middle}{}", heads[i % heads.len()], tails[i / heads.len() % tails.len()])
    };
    let tell = |n: usize, changed: bool| -> String {
        let sentence = |i: usize| {
            let other = changed && i.is_multiple_of(5);
            let title = if changed && i.is_multiple_of(7) { "Mayor" } else { "Minister" };
            let name = surname(if other { i + 1 } else { i });
            format!("{title} {} {name} opened hall {i} on Monday.\n\n", first[i * 5 % first.len()])
        };
        (0..n).map(sentence).collect()
    };
    in_proportion(|n| {
        let (wire, rewrite) = (tell(n / 50, false), tell(n / 50, true));
        timed(|| {
            let (wire, rewrite) = (ingest::from_text("wire", &wire), ingest::from_text("rewrite", &rewrite));
            assert!(!Checker::new(Options::default()).check(wire, rewrite).findings.is_empty());
        })
    });
}
