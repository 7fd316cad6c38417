//! What has to hold whatever arrives: one body for each reader, and one for a whole check. Shared by the tests that run everywhere
//! (`tests/it/fuzz.rs`) and by the targets of cargo-fuzz. A body that finds a fault panics.

use std::sync::{Arc, OnceLock};

use serde_json::Value;
use truecopy::archive::{Builder, Index, Memory, Prepared, Record, Scope};
use truecopy::check::{Checker, Options, Report, Wire};
use truecopy::config::{self, Config};
use truecopy::eval;
use truecopy::facts::{self, Facts};
use truecopy::format::terminal::Look;
use truecopy::format::visible::visible;
use truecopy::format::{
    checkstyle, csv, github, gitlab, html, index, json, jsonl, junit, markdown, rdjson, sarif, terminal,
};
use truecopy::gate::summary::Summary;
use truecopy::gate::{Accepted, Baseline, Digest, Lexicon, Policy, fix, history, judge, kept};
use truecopy::house::House;
use truecopy::ingest::{self, Format, Story};
use truecopy::score::calibrate;
use truecopy::text::Span;

/// A body: takes bytes, panics where something does not hold.
pub type Body = fn(&[u8]);

/// Every body by its name, which is also that of its target.
pub const BODIES: [(&str, Body); 20] = [
    ("text", |b| story(b, Some(Format::Plain))),
    ("html", |b| story(b, Some(Format::Html))),
    ("markdown", |b| story(b, Some(Format::Markdown))),
    ("ninjs", |b| story(b, Some(Format::Ninjs))),
    ("nitf", |b| story(b, Some(Format::Nitf))),
    ("newsml", |b| story(b, Some(Format::NewsMl))),
    ("rss", |b| story(b, Some(Format::Rss))),
    ("atom", |b| story(b, Some(Format::Atom))),
    ("any_format", |b| story(b, None)),
    ("schema_org", schema_org),
    ("settings", settings),
    ("accepted", accepted),
    ("house", house_rules),
    ("facts", own_facts),
    ("facts_list", facts_list),
    ("baseline", baseline),
    ("history", runs),
    ("index", archive),
    ("cache", cache),
    ("check", check),
];

/// Longer input only takes longer.
const MOST: usize = 32 * 1024;

/// Parts the wire from the rewrite in the input of [`check`]; no text has it.
pub const PARTING: u8 = 0xFF;

/// Runs the body of this name.
///
/// # Panics
/// Where something does not hold, or there is no such body.
pub fn run(name: &str, bytes: &[u8]) {
    let (_, body) = BODIES.iter().find(|(known, _)| *known == name).expect("a body of this name");
    if bytes.len() <= MOST {
        body(bytes);
    }
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The readers of stories: what is read has its spans in the text and in the file, and is the same on the second run.
fn story(bytes: &[u8], format: Option<Format>) {
    let read = || ingest::stories_from_bytes("story", bytes, format);
    match (read(), read()) {
        (Ok(first), Ok(second)) => {
            assert_eq!(format!("{first:?}"), format!("{second:?}"), "read otherwise on the second run");
            first.iter().for_each(|story| shape(story, bytes.len()));
        }
        (Err(first), Err(second)) => {
            assert_eq!(first.to_string(), second.to_string());
        }
        _ => panic!("read once, refused once"),
    }
}

/// Blocks stand in order on letter boundaries, and no text between them is lost.
fn shape(story: &Story, bytes: usize) {
    let text = &story.source.text;
    let mut at = 0;
    for block in &story.blocks {
        let range = block.span.range();
        assert!(range.start >= at && !block.span.is_empty(), "blocks overlap or are empty: {block:?}");
        assert!(text.get(at..range.start).is_some_and(|gap| gap.trim().is_empty()), "text lost before {block:?}");
        assert!(text.get(range.clone()).is_some(), "not on letter boundaries: {block:?}");
        within(story, block.span, bytes);
        at = range.end;
    }
    assert!(text.get(at..).is_some_and(|rest| rest.trim().is_empty()), "text lost at the end");
    if let Some(dateline) = story.dateline {
        assert!(text.get(dateline.span.range()).is_some(), "the dateline lies outside");
    }
}

fn within(story: &Story, span: Span, bytes: usize) {
    let original = story.source.original(span).range();
    assert!(original.start <= original.end && original.end <= bytes, "{original:?} of {bytes} bytes");
    let (line, column) = story.source.line_column(span.start);
    assert!(line > 0 && column > 0);
}

/// A page with metadata for search engines: the bytes are what stands in its script element.
fn schema_org(bytes: &[u8]) {
    let script = lossy(bytes);
    let page = format!(
        "<html><head><title>Ferry</title><script type=\"application/ld+json\">{script}</script></head><body><p>The ferry to \
         Norland sails again on Monday, the harbour board said.</p></body></html>"
    );
    story(page.as_bytes(), Some(Format::Html));
}

/// Settings: what is read is printed and read again as the same; mistakes have a line of the file.
fn settings(bytes: &[u8]) {
    let text = lossy(bytes);
    let file = std::path::Path::new("/desk/truecopy.toml");
    match config::read(file, &text) {
        Ok(read) => {
            let printed = config::print(&read, Some("sport/ferry.txt"));
            let again =
                config::read(file, &printed).unwrap_or_else(|e| panic!("{e:?} in what was printed:\n{printed}"));
            let set = |config: &Config| config::keys::KEYS.iter().map(|key| key.shown(config).0).collect::<Vec<_>>();
            assert_eq!(set(&read), set(&again), "{printed}");
            read.excludes("sport/ferry.txt");
        }
        Err(mistakes) => {
            assert!(!mistakes.is_empty());
            for mistake in mistakes {
                assert!(mistake.line >= 1 && mistake.line <= text.matches('\n').count() + 1, "{mistake:?}");
                mistake.render("truecopy.toml");
            }
        }
    }
    config::place(&text, "check", "facts", 0);
}

fn accepted(bytes: &[u8]) {
    let text = lossy(bytes);
    match Accepted::read(&text) {
        Ok(read) => {
            for entry in read.entries() {
                read.find(&entry.rule, &entry.words, "sport/ferry.txt");
                let written =
                    truecopy::gate::accepted::written(&entry.rule, &entry.words, &entry.reason, Some("a.txt"));
                let again =
                    Accepted::read(&written).unwrap_or_else(|e| panic!("{e:?} in what was written:\n{written}"));
                assert!(again.has(&entry.rule, &entry.words, Some("a.txt")), "{written}");
            }
        }
        Err(mistakes) => assert!(!mistakes.is_empty()),
    }
}

/// House rules: what they find lies in the texts, and mistakes have a line of the file.
fn house_rules(bytes: &[u8]) {
    let text = lossy(bytes);
    match House::read(&[("house.toml".to_owned(), text.clone())]) {
        Ok(house) => {
            house.trials();
            for (wire, rewrite) in
                [("“A ferry”  sank – off İzmir.", text.as_str()), (text.as_str(), "It drowned, Dr. É said.")]
            {
                let (wire, rewrite) = (ingest::from_text("wire", wire), ingest::from_text("rewrite", rewrite));
                let found = house.find(&rewrite, &[], std::slice::from_ref(&wire), |_| true);
                for finding in &found.findings {
                    let here = finding.places().map(|at| (at.0, &rewrite));
                    let there = finding.evidence.wire.iter().map(|at| (at.span, &wire));
                    for (span, story) in here.chain(there) {
                        assert!(!span.is_empty() && story.source.text.get(span.range()).is_some(), "{finding:?}");
                    }
                }
            }
        }
        Err(faults) => {
            for mistake in faults.iter().flat_map(|(_, mistakes)| mistakes) {
                assert!(mistake.line >= 1 && mistake.line <= text.matches('\n').count() + 1, "{mistake:?}");
                mistake.render("house.toml");
            }
        }
    }
}

fn own_facts(bytes: &[u8]) {
    let text = lossy(bytes);
    let (rows, errors) = facts::parse(&text);
    errors.iter().for_each(|e| drop(e.to_string()));
    let rows: Vec<_> = rows.into_iter().map(|(_, row)| row).collect();
    let written = facts::write(&rows);
    let (again, bad) = facts::parse(&written);
    assert!(bad.is_empty(), "{bad:?} in what was written:\n{written}");
    assert_eq!(again.len(), rows.len(), "{written}");
    if let Ok(facts) = Facts::of_files([("house.tsv", text.as_str())]) {
        facts.person("Liv Aasen");
    }
}

fn facts_list(bytes: &[u8]) {
    let text = lossy(bytes);
    match facts::import::import(&text, "list.csv", None) {
        Ok(got) => {
            let written = facts::write(&got.rows);
            let (_, bad) = facts::parse(&written);
            assert!(bad.is_empty(), "{bad:?} in what was written:\n{written}");
            got.skipped.iter().for_each(|e| drop(e.to_string()));
        }
        Err(bad) => drop(bad.to_string()),
    }
}

fn baseline(bytes: &[u8]) {
    let text = lossy(bytes);
    match Baseline::read(&text) {
        Ok(read) => {
            let again = Baseline::read(&read.write()).expect("what was written");
            assert_eq!(read.len(), again.len());
        }
        Err(bad) => drop(bad.to_string()),
    }
    Lexicon::read(&text);
    calibrate::Table::parse(&text);
    for line in text.lines().take(50) {
        drop(eval::Record::parse(line));
    }
}

fn runs(bytes: &[u8]) {
    let text = lossy(bytes);
    let (runs, damaged) = history::read(&text);
    assert!(runs.len() + damaged.len() <= text.lines().count());
    for run in runs.iter().take(20) {
        let (again, bad) = history::read(&run.line());
        assert_eq!((again.len(), bad.len()), (1, 0), "{}", run.line());
    }
    let page = index::render(&[], &Summary::of(&[]), &[], &runs);
    clean("index", &page);
}

/// A history of two runs, for those who damage it.
pub fn sound_runs() -> String {
    let run = |n: u64| {
        let mut run = history::Run::default();
        run.time = format!("2026-03-0{n}T15:00:00Z");
        (run.rewrites, run.failing, run.words) = (5, n, 2400);
        run.counts.major = n;
        run.rules = [("number-changed".to_owned(), run.counts)].into();
        run.sources = [("ferry".to_owned(), history::FromSource::default())].into_iter().collect();
        run.line()
    };
    run(1) + &run(2)
}

/// The bytes of an index of two stories, for those who damage it.
pub fn sound_index() -> Vec<u8> {
    let mut builder = Builder::create(Memory::default()).expect("memory");
    for (n, text) in [WIRE, REWRITE].into_iter().enumerate() {
        let story = ingest::from_text("wire", text);
        let mut record = Record::default();
        (record.file, record.title, record.id) = (format!("{n}.txt"), format!("Story {n}"), format!("tag:{n}"));
        builder.add(Prepared::of(&story, record));
    }
    builder.finish().expect("memory");
    builder.into_store().into_bytes()
}

fn archive(bytes: &[u8]) {
    let Ok(index) = Index::open(Memory::of(bytes.to_vec())) else { return };
    drop(index.with_id("tag:1"));
    let rewrite = ingest::from_text("rewrite", REWRITE);
    for scope in [Scope::default(), Scope::default().of_section(Some("sport"))] {
        for m in index.search(&rewrite, &scope, 3).into_iter().flatten() {
            assert!((0.0..=1.0 + 1e-6).contains(&m.score) || m.score.is_nan(), "a score of {}", m.score);
        }
    }
    if let Ok(mut builder) = Builder::open(Memory::of(bytes.to_vec())) {
        drop(builder.files().collect::<Vec<_>>());
        drop(builder.compact(Memory::default()));
        drop(builder.forget(|name| name == "1.txt"));
        drop(builder.finish());
    }
}

const WIRE: &str = "\
Harbour board of Ardhaven approves new breakwater
ARDHAVEN, March 3 (Coastal News) – The harbour board of Ardhaven on Tuesday approved a breakwater that will cost 14 million crowns.
\"We have waited for this wall since the storm of 2009,\" board chair Liv Aasen told reporters after the vote.
The board rejected a second plan for a marina, which opponents said would have closed the old fish market.
";

const REWRITE: &str = "\
Harbour board of Ardhaven approves new breakwater
The harbour board of Ardhaven on Tuesday approved a breakwater that will cost 41 million crowns.
\"We have waited for this wall since the storm of 2009,\" board chair Liv Aasen told reporters after the the vote.
The board accepted a second plan for a marina, which opponents said would have closed the old fish market.
";

fn checker() -> &'static Checker {
    static CHECKER: OnceLock<Checker> = OnceLock::new();
    CHECKER.get_or_init(|| Checker::new(Options::default()))
}

/// A kept result, for those who damage it.
pub fn sound_result() -> String {
    let wire = Wire::from(vec![ingest::from_text("wire", WIRE)]);
    kept::keep(&checker().check(&wire, ingest::from_text("rewrite", REWRITE)))
}

/// An entry of the cache: what is taken for a report can be shown like any other.
fn cache(bytes: &[u8]) {
    let wire = Wire::from(vec![ingest::from_text("wire", WIRE)]);
    let rewrite = Arc::new(ingest::from_text("rewrite", REWRITE));
    if let Some(report) = kept::restore(&lossy(bytes), wire.stories(), &rewrite, &House::default()) {
        sound(&report, REWRITE.as_bytes());
    }
}

/// A wire and a rewrite, parted by [`PARTING`] or in halves: the report has its spans in the texts, every format of it is valid and clean,
/// and it is the same on the second run.
fn check(bytes: &[u8]) {
    let at = bytes.iter().position(|b| *b == PARTING).unwrap_or(bytes.len() / 2);
    let (wire, rewrite) = bytes.split_at(at);
    let rewrite = rewrite.strip_prefix(&[PARTING]).unwrap_or(rewrite);
    let (Ok(wire), Ok(story)) = (ingest::from_bytes("wire", wire), ingest::from_bytes("rewrite", rewrite)) else {
        return;
    };
    let report = checker().check(vec![wire.clone()], story.clone());
    let again = checker().check(vec![wire], story);
    assert_eq!(format!("{report:?}"), format!("{again:?}"), "judged otherwise on the second run");
    sound(&report, rewrite);
}

/// Everything that is made of a report.
fn sound(report: &Report, original: &[u8]) {
    spans(report);
    let (config, lexicon, accepted) = (Config::default(), Lexicon::default(), Accepted::default());
    let judged = judge(report.clone(), &Policy::new(&config, &lexicon, &accepted), "rewrite");
    let run = [Digest::of(&judged, "rewrite", &["wire".to_owned()])];
    let report = &judged.report;
    let document = as_json("json", &json::render(report));
    places(&document, original);
    as_json("jsonl", &jsonl::render(report, "id"));
    as_json("gitlab", &gitlab::render(&run));
    as_json("rdjson", &rdjson::render(&run));
    messages(&as_json("sarif", &sarif::render(&run)));
    as_xml("junit", &junit::render(&run));
    as_xml("checkstyle", &checkstyle::render(&run));
    as_table(&csv::render(&run));
    clean("terminal", &terminal::render(report, Look::new(60)));
    terminal::render(report, Look::new(110).color(true));
    clean("markdown", &markdown::render(report));
    clean("html", &html::render(report));
    clean("github", &github::render(&run));
    clean("index", &index::render(&run, &Summary::of(&run), &[], &[]));
    fix::fix(report, original);
    let result = kept::keep(report);
    assert!(
        kept::restore(&result, &report.wires, &report.rewrite, &House::default()).is_some(),
        "a result that cannot be kept: {result}"
    );
}

fn spans(report: &Report) {
    let text = &report.rewrite.source.text;
    for finding in &report.findings {
        let rule = finding.rule.id;
        assert!(finding.at.is_some() || !finding.evidence.wire.is_empty(), "{rule} points nowhere");
        for at in finding.at.iter().chain(&finding.evidence.rewrite).chain(&finding.also) {
            assert!(text.get(at.0.range()).is_some(), "{rule} at {at:?}");
        }
        for wire in &finding.evidence.wire {
            let story = report.wires.get(wire.take);
            assert!(story.is_some_and(|s| s.source.text.get(wire.span.range()).is_some()), "{rule} against {wire:?}");
        }
        assert!((0.0..=1.0).contains(&finding.confidence), "{rule} is {} sure", finding.confidence);
        assert!(!finding.message.is_empty(), "{rule} says nothing");
    }
    assert!((0.0..=100.0).contains(&report.fidelity), "fidelity {}", report.fidelity);
}

/// Nothing that a terminal obeys or that changes the order of words.
fn clean(format: &str, out: &str) {
    if visible(out) != out {
        let hidden = out.chars().find(|c| visible(&c.to_string()) != c.to_string());
        panic!("{format} has the sign {hidden:?}");
    }
}

fn as_json(format: &str, out: &str) -> Value {
    clean(format, out);
    serde_json::from_str(out).unwrap_or_else(|e| panic!("{format}: {e}"))
}

/// Offsets lie in the text that was read; where that is the file, they select the words that stand beside them.
fn places(document: &Value, original: &[u8]) {
    // In another encoding than UTF-8, they are those of the file decoded. A byte order mark does not count, and null characters are left out
    // before anything is counted.
    let Some(file) = std::str::from_utf8(original).ok().filter(|file| !file.contains('\0')) else { return };
    let file = file.strip_prefix('\u{feff}').unwrap_or(file);
    let is_plain = document["rewrite"]["metadata"]["format"] == "plain";
    if document["rewrite"]["encoding"] != "UTF-8" {
        return;
    }
    for finding in document["findings"].as_array().expect("findings") {
        let at = &finding["at"];
        let number = |value: &Value| value.as_u64().and_then(|n| usize::try_from(n).ok());
        let (Some(start), Some(end)) = (number(&at["bytes"]["start"]), number(&at["bytes"]["end"])) else { continue };
        assert!(start <= end && end <= file.len(), "{finding}");
        assert!(at["start"].as_u64() <= at["end"].as_u64(), "{finding}");
        let words = at["text"].as_str().expect("words");
        if is_plain {
            let named = file.get(start..end).unwrap_or_else(|| panic!("not on letter boundaries: {finding}"));
            if words.is_ascii() && named.is_ascii() && !named.contains(['\r', '&']) {
                assert_eq!(named, words, "{finding}");
            }
        }
    }
}

/// No message has a link, and every place is a place.
fn messages(log: &Value) {
    for result in log["runs"][0]["results"].as_array().expect("results") {
        let text = result["message"]["text"].as_str().expect("a message");
        let mut escaped = false;
        for c in text.chars() {
            assert!(escaped || !matches!(c, '[' | ']'), "{text}");
            escaped = c == '\\' && !escaped;
        }
        for location in result["locations"].as_array().expect("locations") {
            let region = &location["physicalLocation"]["region"];
            assert!(region.is_null() || region["startLine"].as_u64().is_some_and(|line| line > 0), "{location}");
        }
    }
}

fn as_xml(format: &str, out: &str) {
    clean(format, out);
    let mut reader = quick_xml::Reader::from_str(out);
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => break,
            Ok(_) => {}
            Err(e) => panic!("{format}: {e}"),
        }
    }
}

fn as_table(out: &str) {
    clean("csv", out);
    let mut reader = ::csv::ReaderBuilder::new().from_reader(out.as_bytes());
    for row in reader.records() {
        row.unwrap_or_else(|e| panic!("csv: {e}"));
    }
}
