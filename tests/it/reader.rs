//! What the reader is given, and that its word does not depend on what else is read.

use truecopy::check::{Checker, Options, Report};
use truecopy::finding::Group;
use truecopy::format::json;
use truecopy::ingest::from_text;
use truecopy::reader::Mode;

const WIRE: &str = "Ferry ban lifted\n\nThe ferry company won its appeal on Tuesday and the court lifted the ban on night crossings.\n\nThe ban \
                    had been in force since two boats collided off Ulsvik in March.\n\nCrossings will begin again on Friday, the company said.\n";
const RETOLD: &str = "Ferry ban stays\n\nThe court threw out the ferry company's appeal on Tuesday and left the ban on night crossings in \
                      place.\n\nThe ban had been in force since two boats collided off Ulsvik in March.\n\nThe company says it will sail again \
                      from Friday.\n";

fn check(mode: Mode, wire: &str, rewrite: &str) -> Report {
    Checker::new(Options::default().reader(mode)).check(from_text("wire", wire), from_text("rewrite", rewrite))
}

#[test]
fn the_wires_own_sentences_are_not_read() {
    let lightly = WIRE.replace("on Friday, the company said", "on Friday, said the company");
    assert_eq!(check(Mode::All, WIRE, &format!("{WIRE}\n")).read, 0);
    let (all, auto) = (check(Mode::All, WIRE, &lightly), check(Mode::Auto, WIRE, &lightly));
    assert!(all.read <= 1 && auto.read <= all.read, "{} of {}", auto.read, all.read);
}

#[test]
fn switched_off_it_says_nothing() {
    let report = check(Mode::Off, WIRE, RETOLD);
    assert_eq!((report.reader, report.read), (Mode::Off, 0));
    assert!(report.findings.iter().all(|f| f.rule.group != Group::Meaning));
    assert!(check(Mode::Auto, WIRE, RETOLD).read > 0);
}

#[test]
fn a_report_is_the_same_on_every_thread_and_beside_any_other_text() {
    let report = |rewrite: &str| json::render(&check(Mode::All, WIRE, rewrite));
    let alone = report(RETOLD);
    std::thread::scope(|s| {
        let others: Vec<_> = (0..4).map(|_| s.spawn(|| report(RETOLD))).collect();
        for other in others {
            assert_eq!(other.join().expect("a report"), alone);
        }
    });
}
