//! Every format that covers a run, on sound and on hostile pairs.

use std::collections::BTreeSet;

use serde_json::Value;
use truecopy::config::Config;
use truecopy::format::{checkstyle, csv, github, gitlab, index, junit, rdjson, sarif};
use truecopy::gate::summary::Summary;
use truecopy::gate::{Accepted, Baseline, Digest, Lexicon, Policy, judge};

use super::{pair, run_in};
use crate::cli::{code, text};
use crate::schema::Schema;
use crate::{sample, snap};

const FORMATS: [&str; 8] = ["sarif", "github", "gitlab", "junit", "checkstyle", "rdjson", "csv", "index"];

pub fn snapshots() -> Vec<String> {
    FORMATS.iter().flat_map(|f| [format!("{f}-run"), format!("{f}-hostile")]).collect()
}

pub fn digest(report: truecopy::check::Report, baseline: Option<&Baseline>) -> Digest {
    let (config, lexicon, accepted) = (Config::default(), Lexicon::default(), Accepted::default());
    let policy = Policy::new(&config, &lexicon, &accepted).baseline(baseline);
    let (rewrite, wires) = (report.rewrite.source.name.clone(), names(&report));
    Digest::of(&judge(report, &policy, &rewrite), &rewrite, &wires)
}

fn names(report: &truecopy::check::Report) -> Vec<String> {
    report.wires.iter().map(|w| w.source.name.clone()).collect()
}

/// A run with every kind of outcome; one finding of the first pair is known.
fn run() -> Vec<Digest> {
    let first = digest(sample::drifted(), None);
    let known = &first.items()[1];
    let mut baseline = Baseline::default();
    baseline.replace("ferry/rewrite.txt", [(known.fingerprint.as_str(), known.rule.id)]);
    vec![
        digest(sample::drifted(), Some(&baseline)),
        digest(sample::faithful(), None),
        digest(sample::different(), None),
        Digest::failed("lost.txt", &["wire.txt".to_owned()], "lost.txt: no such file"),
    ]
}

/// A run whose texts and names attack their reader.
fn hostile() -> Vec<Digest> {
    vec![
        digest(sample::hostile(), None),
        Digest::failed(
            "a,b:c%\n::error::x</script>.txt",
            &[],
            "<img src=x>\r\n::set-output name=x::y \u{1b}[31m \u{FFFE}",
        ),
    ]
}

fn render(format: &str, run: &[Digest]) -> String {
    match format {
        "sarif" => sarif::render(run).replace(env!("CARGO_PKG_VERSION"), "VERSION"),
        "github" => github::render(run),
        "gitlab" => gitlab::render(run),
        "junit" => junit::render(run),
        "checkstyle" => checkstyle::render(run),
        "rdjson" => rdjson::render(run),
        "csv" => csv::render(run),
        _ => {
            let page = index::render(run, &Summary::of(run), &[Some("0001-rewrite.txt.html".to_owned())], &[]);
            page.split_once("<body>").map(|(_, b)| b.replace("><", ">\n<")).expect("a page has a body")
        }
    }
}

#[test]
fn every_format_of_a_run() {
    for format in FORMATS {
        snap::check("gate", &format!("{format}-run"), &render(format, &run()));
        snap::check("gate", &format!("{format}-hostile"), &render(format, &hostile()));
        assert!(!render(format, &run()).contains("NaN"));
        render(format, &[]);
    }
}

#[test]
fn sarif_fits_the_standard() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/gate/sarif-schema-2.1.0.json");
    let schema = Schema::new(serde_json::from_str(&std::fs::read_to_string(path).expect("the schema")).expect("JSON"));
    for run in [run(), hostile(), Vec::new()] {
        let log: Value = serde_json::from_str(&sarif::render(&run)).expect("JSON");
        assert_eq!(schema.faults(&log), [""; 0]);
    }
    // The validator sees what is wrong.
    let mut log: Value = serde_json::from_str(&sarif::render(&run())).expect("JSON");
    log["runs"][0]["results"][0]["level"] = Value::from("loud");
    log["runs"][0]["results"][1]["message"] = Value::Null;
    assert!(schema.faults(&log).len() >= 2);
}

#[test]
fn sarif_says_what_viewers_need() {
    let log: Value = serde_json::from_str(&sarif::render(&run())).expect("JSON");
    let run = &log["runs"][0];
    let results = run["results"].as_array().expect("results");
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    let mut prints = BTreeSet::new();
    for result in results {
        let index = result["ruleIndex"].as_u64().expect("an index") as usize;
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert!(prints.insert(result["partialFingerprints"]["truecopyWords/v1"].as_str().expect("a print").to_owned()));
        assert!(result["suppressions"].is_array() && result["locations"][0].is_object());
    }
    assert!(results.iter().any(|r| r["suppressions"][0]["kind"] == "external" && r["baselineState"] == "unchanged"));
    assert!(results.iter().any(|r| r["baselineState"] == "new"));
    assert!(rules.iter().all(|r| r["help"]["markdown"].as_str().is_some_and(|h| h.contains("What it reports"))));
    assert_eq!(run["invocations"][0]["executionSuccessful"], false, "one pair could not be checked");
}

#[test]
fn xml_is_well_formed_and_text_stays_text() {
    for run in [run(), hostile()] {
        for format in ["junit", "checkstyle"] {
            let xml = render(format, &run);
            let mut reader = quick_xml::Reader::from_str(&xml);
            reader.config_mut().check_end_names = true;
            loop {
                match reader.read_event() {
                    Ok(quick_xml::events::Event::Eof) => break,
                    Ok(quick_xml::events::Event::Start(e) | quick_xml::events::Event::Empty(e)) => {
                        for attribute in e.attributes() {
                            attribute.expect("an attribute that can be read");
                        }
                    }
                    Ok(_) => {}
                    Err(e) => panic!("{format}: {e}: {xml}"),
                }
            }
            assert!(
                !xml.contains('\u{1b}')
                    && !xml.contains('\u{202e}')
                    && !xml.contains("<img")
                    && !xml.contains('\u{FFFE}')
            );
        }
    }
}

/// A run that fails because a rewrite tells another story says so in every format, and claims no fidelity for it.
#[test]
fn another_story_is_told_in_every_format() {
    let run = run();
    let other: Vec<_> = run.iter().filter(|d| d.other_story().is_some()).collect();
    assert_eq!(other.len(), 1);
    assert!(other[0].fails && other[0].fidelity().is_none());
    for format in FORMATS {
        let text = render(format, &run);
        let named = ["different-story", "different story"].iter().any(|w| text.contains(w));
        assert!(named && text.contains("cup.txt"), "{format}: {text}");
    }
    let row = render("csv", &run).lines().find(|l| l.starts_with("cup.txt")).map(str::to_owned).expect("a row");
    assert!(row.contains(",different-story,,"), "{row}");
    let summary = Summary::of(&run);
    let source = summary.sources.iter().find(|s| s.source.is_empty()).expect("the folder");
    assert_eq!(source.fidelity, Some(100.0), "the mean of the one that was compared");
}

#[test]
fn an_annotation_is_one_line_and_no_command_comes_out_of_a_story() {
    let out = github::render(&hostile());
    for line in out.lines() {
        let kinds = ["::error ", "::warning ", "::notice "];
        assert!(kinds.iter().any(|k| line.starts_with(k)), "{line}");
        assert!(!line.contains('\u{1b}'));
    }
    assert!(out.contains("file=a%2Cb%3Ac%25%0A%3A%3Aerror%3A%3Ax</script>.txt,"), "{out}");
}

#[test]
fn a_spreadsheet_gets_no_formula() {
    let run = [Digest::failed("=cmd|'/c calc'!A0", &["+1".to_owned()], "@SUM(1)\nnext")];
    let out = csv::render(&run);
    let row = out.lines().nth(1).expect("a row");
    assert!(row.starts_with("'=cmd") && row.contains(",'+1,") && row.ends_with("'@SUM(1) next,0"), "{row}");
    assert_eq!(out.lines().count(), 2);
}

#[test]
fn hostile_text_stays_text_on_the_index() {
    let run = hostile();
    let page = index::render(&run, &Summary::of(&run), &[], &[]);
    for attack in ["<img", "<svg onload", "<script", "\u{202e}", "\u{1b}", "</script>"] {
        assert!(!page.contains(attack), "{attack:?} reached the page");
    }
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn the_index_lists_the_worst_first() {
    let run = run();
    let summary = Summary::of(&run);
    assert_eq!(summary.worst, [3, 2, 0, 1], "not checked, another story, drifted, faithful");
    assert_eq!((summary.pairs, summary.failed, summary.failing), (4, 1, 3));
    assert_eq!(summary.aside, 1);
    assert_eq!(summary.rules[0].id, "number-changed");
    let trend = summary.trend.as_ref().map(|t| (t.new, t.known, t.fixed));
    assert_eq!(trend, Some((10, 1, 0)));
    assert_eq!(summary.sources[0].source, "ferry");
}

#[test]
fn several_reports_in_one_run() {
    let folder = pair();
    folder.file("faithful.txt", super::WIRE.replace("approved a breakwater", "gave its approval to a breakwater"));
    let args = ["check", "-o", "html=pages/", "-o", "sarif=out/../run.sarif", "-o", "junit=run.xml", "-o", "csv=-"];
    std::fs::create_dir(folder.0.join("out")).expect("a folder");
    let output = run_in(&folder.0, &[&args[..], &["wire.txt", "rewrite.txt", "faithful.txt"]].concat());
    assert_eq!(code(&output), 1, "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout).lines().count(), 3, "the table and nothing else: {}", text(&output.stdout));
    let mut pages: Vec<String> = std::fs::read_dir(folder.0.join("pages"))
        .expect("pages")
        .map(|e| e.expect("a page").file_name().into_string().expect("UTF-8"))
        .collect();
    pages.sort();
    assert_eq!(pages, ["0001-rewrite.txt.html", "0002-faithful.txt.html", "index.html"]);
    let index = std::fs::read_to_string(folder.0.join("pages/index.html")).expect("the index");
    assert!(index.contains("href=\"0001-rewrite.txt.html\""));
    assert!(folder.0.join("run.sarif").is_file() && folder.0.join("run.xml").is_file());
    for (args, said) in [
        (vec!["-o", "csv=a", "-o", "sarif=a"], "two reports for one file"),
        (vec!["-o", "csv=-", "-o", "sarif=-"], "two reports for standard output"),
        (vec!["-o", "sarif=wire.txt"], "would overwrite this story"),
        (vec!["-o", "html=one.html"], "a folder"),
        (vec!["-o", "csv="], "FORMAT=FILE"),
    ] {
        let output = run_in(&folder.0, &[&["check"], &args[..], &["wire.txt", "rewrite.txt", "faithful.txt"]].concat());
        assert_eq!(code(&output), 2);
        assert!(text(&output.stderr).contains(said), "{args:?}: {}", text(&output.stderr));
    }
    // A name with a sign that is no format is a file.
    let output = run_in(&folder.0, &["check", "-o", "a=b.txt", "wire.txt", "rewrite.txt"]);
    assert_eq!(code(&output), 1);
    assert!(folder.0.join("a=b.txt").is_file());
}

#[test]
fn reports_name_a_file_as_a_repository_does() {
    let folder = pair();
    for format in ["github", "gitlab", "checkstyle", "rdjson", "sarif"] {
        let shown = text(&run_in(&folder.0, &["check", "--format", format, "./wire.txt", "./rewrite.txt"]).stdout);
        assert!(shown.contains("rewrite.txt") && !shown.contains("./rewrite.txt"), "{format}: {shown}");
    }
}
