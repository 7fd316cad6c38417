//! What the reader is given, and that its word does not depend on what else is read.

use truecopy::check::{Checker, Options, Report};
use truecopy::finding::{Group, Severity};
use truecopy::format::json;
use truecopy::ingest::from_text;
use truecopy::reader::{Brought, Judge, Judgement, Mode};

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

#[test]
fn several_threads_read_what_one_reads() {
    let many = (0..12).map(|n| format!("Boat {n} sailed from Ulsvik at dawn.\n\n")).collect::<String>();
    let retold = many.replace("sailed from", "put out of").replace("dawn", "daybreak");
    let report = |threads| {
        let options = Options::default().reader(Mode::All).reading_threads(threads);
        Checker::new(options).check(from_text("wire", many.as_str()), from_text("rewrite", retold.as_str()))
    };
    let alone = report(1);
    assert_eq!(alone.read, 12);
    for threads in [0, 2, 5, 40] {
        assert_eq!(json::render(&report(threads)), json::render(&alone), "{threads} threads");
    }
}

/// A model that takes every sentence of the rewrite to be contradicted that has a word in it.
#[derive(Debug)]
struct Against(&'static str);

impl Judge for Against {
    fn judge(&self, _wire: &str, rewrite: &str) -> Option<Judgement> {
        let borne_out = if rewrite.contains(self.0) { 0.001 } else { 0.999 };
        Some(Judgement { borne_out, contradicted: Some(0.999 - borne_out) })
    }
}

#[test]
fn a_model_that_was_brought_judges_and_the_reader_points() {
    let checker = |word| {
        let model = Brought::new("Against", "", Box::new(Against(word)));
        Checker::new(Options::default().reader(Mode::All).reader_model(Some(model.into())))
    };
    let check = |word| checker(word).check(from_text("wire", WIRE), from_text("rewrite", RETOLD));
    let (sail, none) = (check("sail again"), check("nowhere"));
    assert_eq!(sail.reader_model.as_deref(), Some("Against"));
    let last = |report: &Report| {
        let meaning = report.findings.iter().filter(|f| f.rule.group == Group::Meaning);
        meaning
            .filter(|f| {
                f.at.is_some_and(|at| at.0.of(RETOLD).contains("sail") || RETOLD[at.0.range().start..].len() < 50)
            })
            .count()
    };
    assert_eq!((last(&sail), last(&none)), (1, 0));
    assert!(sail.fidelity < none.fidelity);
    let serious = |report: &Report| report.findings.iter().filter(|f| f.severity >= Severity::Major).count();
    assert!(serious(&sail) > serious(&none), "what it is sure of counts");
    assert!(json::render(&sail).contains("\"model\": \"Against\""));
}
