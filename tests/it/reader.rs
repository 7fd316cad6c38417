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

#[test]
fn a_word_that_fell_out_of_a_retelling_is_missed() {
    let wire = "Ministers of the five Alpine countries agreed on Thursday to close the passes to heavy lorries at night.\n\nThe accord, which was \
                signed in Bolzano, takes effect in March and will be reviewed after two years.\n";
    let whole = "At a meeting in Bolzano on Thursday, ministers from the five Alpine countries decided that heavy lorries must stay off the passes at \
                 night.\n\nThe agreement will apply from March, and the countries will look at it again in two years' time.\n";
    let told = |mode, rewrite: &str| {
        let report = check(mode, wire, rewrite);
        let missed = report.findings.iter().filter(|f| f.rule.id == "word-missing");
        missed.map(|f| (f.severity, f.at.map_or("", |at| at.0.of(rewrite)).to_owned())).collect::<Vec<_>>()
    };
    assert_eq!(told(Mode::Auto, whole), []);
    for (has, lacks, words) in [
        ("that heavy lorries must stay off the passes", "that heavy lorries must the passes", "must the"),
        ("the countries will look", "the will look", "the will"),
        ("agreement will apply", "agreement will", "will from"),
    ] {
        let rewrite = whole.replace(has, lacks);
        assert_eq!(told(Mode::Auto, &rewrite), [(Severity::Major, words.to_owned())], "{rewrite}");
        // A line without its full stop is a heading or a caption, and leaves words out.
        assert_eq!(told(Mode::Auto, &rewrite.replace(".\n", "\n")), [], "{rewrite}");
    }
    // What the wire says as well is no slip of the rewrite.
    let odd = "The accord will from March, the five Alpine countries said on Thursday.\n";
    let retold = "The five Alpine countries said on Thursday that the agreement will from March.\n";
    let report = check(Mode::Auto, odd, retold);
    assert!(report.findings.iter().all(|f| f.rule.id != "word-missing"), "{:?}", report.findings);
    // Nor what somebody says.
    let quoted =
        whole.replace("The agreement will apply from March", "\"The agreement will from March\", a minister said");
    assert_eq!(told(Mode::Auto, &quoted), []);
}
