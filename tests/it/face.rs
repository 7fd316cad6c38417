//! The library as its users see it: one wire for many rewrites, reports to serialise, spans to cut texts with.

use std::error::Error;
use std::sync::Arc;
use std::thread;

use serde_json::Value;
use truecopy::check::{Checker, Kind, Options, Report, Verdict, Wire};
use truecopy::finding::{Category, Evidence, Group, Severity};
use truecopy::format::json;
use truecopy::ingest::{Story, from_bytes, from_text};
use truecopy::text::RewriteSpan;

use crate::corpus;

const WIRE: &str = "TARTU, March 3 – The café “Zoë” on Łódź street will close on Friday, mayor Ülo Põld said.\n\n\
    The city paid €12 million for the site in 2019, and 47 people worked there.\n\n\
    “We are sad to see it go,” said Ms. Põld’s deputy, Jaak Särg.\n";

const REWRITES: [&str; 3] = [
    "The café “Zoë” on Łódź street will close on Sunday, mayor Ülo Põld said.\n\nThe city paid €21 million for the site in 2019, and 74 people worked there.\n",
    "TARTU – The café “Zoë” on Łódź street will not close on Friday, mayor Ülo Põld said 🙂.\n\n“We are glad to see it go,” said Ms. Põld’s deputy, Jaak Särg.\n",
    "Das Café schließt am Freitag, sagte der Bürgermeister am Dienstag im Rathaus der Stadt.\n",
];

fn checker() -> Checker {
    Checker::new(Options::default())
}

fn rewrites() -> impl Iterator<Item = Story> {
    REWRITES.iter().map(|text| from_text("rewrite", text))
}

fn report() -> Report {
    checker().check(from_text("wire", WIRE), from_text("rewrite", REWRITES[0]))
}

#[test]
fn one_wire_says_of_every_rewrite_what_it_says_alone() {
    let wire = Wire::from(from_text("wire", WIRE));
    // In both orders: what one rewrite asked of the wire must not change the answer to another.
    for _ in 0..2 {
        for rewrite in rewrites().chain(rewrites().collect::<Vec<_>>().into_iter().rev()) {
            let alone = checker().check(from_text("wire", WIRE), rewrite.clone());
            assert_eq!(json::render(&checker().check(&wire, rewrite)), json::render(&alone));
        }
    }
    let pairs = corpus::pairs();
    for takes in [1, 3] {
        // The stories have no more in common than different stories have, which asks for other tables than twins do.
        let stories: Vec<Story> = pairs.iter().take(takes).flat_map(|p| p.report.wires.to_vec()).collect();
        let wire = Wire::from(stories.clone());
        for pair in pairs.iter().take(5) {
            let alone = checker().check(stories.clone(), Arc::clone(&pair.report.rewrite));
            let shared = checker().check(&wire, Arc::clone(&pair.report.rewrite));
            assert_eq!(json::render(&shared), json::render(&alone));
        }
    }
}

#[test]
fn a_wire_is_shared_between_threads_and_texts_are_not_copied() {
    let wire = Wire::from(from_text("wire", WIRE));
    let reports: Vec<Report> = thread::scope(|scope| {
        let threads: Vec<_> = rewrites().map(|rewrite| scope.spawn(|| checker().check(&wire, rewrite))).collect();
        threads.into_iter().map(|t| t.join().expect("a report")).collect()
    });
    for (rewrite, report) in rewrites().zip(&reports) {
        assert!(Arc::ptr_eq(&report.wires, wire.stories()), "the report has takes of its own");
        assert_eq!(json::render(report), json::render(&checker().check(from_text("wire", WIRE), rewrite)));
    }
    let text = Arc::clone(&reports[0].rewrite.source.text);
    assert!(Arc::ptr_eq(&text, &reports[0].clone().rewrite.source.text), "a clone has a text of its own");
}

#[test]
fn the_day_of_a_pair_is_not_the_day_of_the_next() {
    let wire = Wire::from(from_text("wire", "The ferry sailed yesterday, the owner said.\n"));
    let mut rewrite = from_text("rewrite", "The ferry sailed on Monday, the owner said.\n");
    let dated = wire.assume_day(&mut rewrite, (2026, 3, 3));
    assert_eq!((rewrite.date, dated.stories()[0].date), (Some((2026, 3, 3)), Some((2026, 3, 3))));
    assert_eq!(wire.stories()[0].date, None);
    // 2 March 2026 is a Monday; a day later, yesterday is a Tuesday.
    let found = |wire: &Wire, rewrite: Story| {
        let report = checker().check(wire, rewrite);
        report.findings.iter().filter(|f| f.rule.group == Group::Time).count()
    };
    assert_eq!(found(&dated, rewrite), 0);
    let mut rewrite = from_text("rewrite", "The ferry sailed on Monday, the owner said.\n");
    let later = wire.assume_day(&mut rewrite, (2026, 3, 4));
    assert_eq!(found(&later, rewrite), 1);
}

#[test]
fn spans_cut_words_out_of_any_text() {
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(REWRITES[0].encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let page = format!("<html><body><article><p>{}</p></article></body></html>", REWRITES[0].replace('é', "&eacute;"));
    let read = |bytes: &[u8]| from_bytes("rewrite", bytes).expect("a story");
    for rewrite in [read(REWRITES[0].as_bytes()), read(&utf16), read(page.as_bytes())] {
        let report = checker().check(from_text("wire", WIRE), rewrite);
        let words: Vec<(&str, &str)> = report
            .findings
            .iter()
            .filter_map(|f| Some((report.words(f)?, report.wire_words(*f.evidence.wire.first()?))))
            .collect();
        for pair in [("Sunday", "Friday"), ("€21 million", "€12 million"), ("74", "47")] {
            assert!(words.contains(&pair), "{pair:?} is not among {words:?}");
        }
        for finding in &report.findings {
            let Some(at) = finding.at else { continue };
            // A plain index panics where a span does not fit.
            assert_eq!(Some(&report.rewrite.source.text[at.0.range()]), report.words(finding));
            assert_eq!(at.0.of(&report.rewrite.source.text), &report.rewrite.source.text[at.0.range()]);
        }
    }
}

#[test]
fn a_report_serialises_as_it_is() {
    let report = report();
    let value = serde_json::to_value(&report).expect("a value");
    let keys: Vec<&str> = value.as_object().expect("an object").keys().map(String::as_str).collect();
    assert_eq!(
        keys,
        [
            "rewrite",
            "wires",
            "verdict",
            "reason",
            "fidelity",
            "findings",
            "links",
            "reader",
            "reader_model",
            "read",
            "notes"
        ]
    );
    assert_eq!(value["verdict"], "drifted");
    assert_eq!(value["wires"][0]["source"]["text"].as_str(), Some(WIRE));
    assert_eq!(value["rewrite"]["meta"]["format"], "plain");
    let found = value["findings"].as_array().expect("a list");
    assert_eq!(found.len(), report.findings.len());
    for (value, finding) in found.iter().zip(&report.findings) {
        assert_eq!(value["rule"], finding.rule.id);
        let at: Option<RewriteSpan> = serde_json::from_value(value["at"].clone()).expect("a span or none");
        assert_eq!(at, finding.at);
        // What has a name of its own is read again as it was.
        let read = |key: &str| value[key].clone();
        assert_eq!(serde_json::from_value::<Severity>(read("severity")).ok(), Some(finding.severity));
        assert_eq!(serde_json::from_value::<Category>(read("category")).ok(), Some(finding.category));
        assert_eq!(serde_json::from_value::<Evidence>(read("evidence")).ok(), Some(finding.evidence.clone()));
    }
    let links: Vec<truecopy::report::Link> = serde_json::from_value(value["links"].clone()).expect("links");
    assert_eq!(links, report.links);
}

#[test]
fn names_are_the_same_everywhere() {
    let word = |v: Value| v.as_str().map(str::to_owned).unwrap_or_default();
    for verdict in Verdict::ALL {
        assert_eq!(word(serde_json::to_value(verdict).expect("a word")), verdict.name());
    }
    for severity in Severity::ALL {
        assert_eq!(word(serde_json::to_value(severity).expect("a word")), severity.name());
        assert_eq!(severity.name().parse(), Ok(severity));
    }
    for category in Category::ALL {
        assert_eq!(word(serde_json::to_value(category).expect("a word")), category.name());
        assert_eq!(category.name().parse(), Ok(category));
    }
    for format in truecopy::ingest::Format::ALL {
        assert_eq!(word(serde_json::to_value(format).expect("a word")), format.name());
    }
    assert_eq!(serde_json::from_str::<Kind>("\"summary\"").ok(), Some(Kind::Summary));
}

#[test]
fn errors_are_types_that_say_what_was_expected() {
    let grave = "grave".parse::<Severity>().expect_err("no severity");
    assert_eq!(grave.to_string(), "unknown severity `grave`: expected neutral, minor, major or critical");
    let missing = truecopy::ingest::from_path("no such file").expect_err("no file");
    let errors: [Box<dyn Error + Send + Sync>; 2] = [Box::new(grave), Box::new(missing)];
    assert!(errors.iter().all(|e| !e.to_string().is_empty()));
}
