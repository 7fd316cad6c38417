//! What the tables and a newsroom's own files say against a rewrite, on constructed cases; and the commands around them.

use truecopy::check::{Checker, Options, Report};
use truecopy::facts::Facts;
use truecopy::finding::Severity;
use truecopy::ingest::from_text;

fn story(name: &str, dateline: &str, text: &str) -> truecopy::ingest::Story {
    let head = if dateline.is_empty() { String::new() } else { format!("{dateline} (Norra News) – ") };
    from_text(name, &format!("{head}{text}"))
}

fn check(checker: &Checker, dateline: &str, wire: &str, rewrite: &str) -> Report {
    checker.check(vec![story("wire", dateline, wire)], story("rewrite", dateline, rewrite))
}

fn said(report: &Report) -> Vec<String> {
    let text = &report.rewrite.source.text;
    let findings = report.findings.iter().filter(|f| f.severity > Severity::Neutral);
    findings.map(|f| format!("{} “{}”: {}", f.rule.id, f.at.map_or("", |s| s.0.of(text)), f.message)).collect()
}

/// What the rules on facts say.
fn facts(report: &Report) -> Vec<String> {
    let known = |f: &&truecopy::finding::Finding| {
        f.rule.group == truecopy::finding::Group::Facts || f.evidence.knowledge.is_some()
    };
    report.findings.iter().filter(known).map(|f| format!("{}: {}", f.rule.id, f.message)).collect()
}

#[test]
fn every_wrong_fact_is_told_and_every_right_one_is_left_alone() {
    let checker = Checker::new(Options::default());
    let (mut faults, mut cases) = (Vec::new(), 0);
    for line in include_str!("facts_cases.tsv").lines().filter(|l| !l.starts_with('#')) {
        let [dateline, wire, right, wrong, rule, words] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("six columns wanted: {line}")
        };
        cases += 2;
        let quiet = facts(&check(&checker, dateline, wire, right));
        if !quiet.is_empty() {
            faults.push(format!("right: {dateline} {right}\n    {quiet:?}"));
        }
        // What the wire says is said.
        let quiet = facts(&check(&checker, dateline, wrong, &format!("{wrong} Nobody else spoke.")));
        if !quiet.is_empty() {
            faults.push(format!("said by the wire: {dateline} {wrong}\n    {quiet:?}"));
        }
        let report = check(&checker, dateline, wire, wrong);
        let at = report.rewrite.source.text.find(words).unwrap_or_else(|| panic!("“{words}” is not in {wrong}"));
        let mut hits = report.findings.iter().filter(|f| {
            f.at.is_some_and(|s| s.0.range().start < at + words.len() && s.0.range().end > at)
                && f.severity > Severity::Neutral
        });
        match (hits.next(), hits.next()) {
            (Some(f), None)
                if f.rule.id == rule
                    && f.severity >= Severity::Major
                    && f.evidence.knowledge.as_deref().is_some_and(|k| k.contains("tables")) => {}
            _ => faults.push(format!("wrong: {dateline} {wrong}\n    wanted {rule}, found {:?}", said(&report))),
        }
    }
    assert!(cases >= 100, "{cases} cases");
    assert!(faults.is_empty(), "{} of {cases}:\n{}", faults.len(), faults.join("\n"));
}

/// Titles that the tables cannot contradict, each with the reason: dateline, wire, rewrite.
const OPEN: [(&str, &str, &str, &str); 16] = [
    (
        "a term that ended that week",
        "BERLIN, Dec 10, 2021",
        "The lock will be mended, Angela Merkel said.",
        "The lock will be mended, Chancellor Angela Merkel said.",
    ),
    (
        "a term that began that week",
        "LONDON, Oct 21, 2022",
        "The strike is over, Rishi Sunak said.",
        "The strike is over, Prime Minister Rishi Sunak said.",
    ),
    (
        "newer than the tables",
        "TALLINN, March 3, 2027",
        "The dam is safe, Kaja Kallas said.",
        "The dam is safe, Estonian President Kaja Kallas said.",
    ),
    ("no date", "", "The dam is safe, Angela Merkel said.", "The dam is safe, German Chancellor Angela Merkel said."),
    (
        "no date, another office",
        "",
        "The dam is safe, Emmanuel Macron said.",
        "The dam is safe, French Prime Minister Emmanuel Macron said.",
    ),
    (
        "acting",
        "QUITO, June 3, 2022",
        "The dam is safe, Ilse Brandt said.",
        "The dam is safe, acting Estonian Prime Minister Ilse Brandt said.",
    ),
    (
        "told of then",
        "BERLIN, Jan 20, 2023",
        "The pipe was laid under Angela Merkel.",
        "The pipe was laid under Chancellor Angela Merkel.",
    ),
    (
        "told of then, with a year",
        "MADRID, Jan 20, 2023",
        "Barack Obama sent them in 2011.",
        "President Barack Obama sent them in 2011.",
    ),
    (
        "a surname that many have",
        "OSLO, Jan 20, 2023",
        "The lock will be mended, Johnson said.",
        "The lock will be mended, Norwegian Transport Minister Johnson said.",
    ),
    (
        "an office that no table has",
        "RIGA, Jan 12, 2022",
        "The lock will be mended, Anna Ozola said.",
        "The lock will be mended, Latvian Transport Minister Anna Ozola said.",
    ),
    (
        "an office before the tables",
        "MOSCOW, March 3, 2010",
        "The lock will be mended, Vladimir Putin said.",
        "The lock will be mended, Russian Prime Minister Vladimir Putin said.",
    ),
    (
        "rival governments",
        "TRIPOLI, May 20, 2022",
        "The port stays open, Fathi Bashagha said.",
        "The port stays open, Libyan Prime Minister Fathi Bashagha said.",
    ),
    (
        "a nation within a state",
        "LEEDS, June 14, 2021",
        "The line will be mended, Boris Johnson said.",
        "The line will be mended, English Prime Minister Boris Johnson said.",
    ),
    (
        "in a quote",
        "RIGA, Jan 12, 2022",
        "“I met Kaja Kallas,” the rower said.",
        "“I met Latvian Prime Minister Kaja Kallas,” the rower said.",
    ),
    (
        "a list",
        "",
        "They came from Riga, Estonia and Poland on Friday.",
        "They came from Riga, Estonia and Poland on Friday, and left late.",
    ),
    (
        "a town of the same name overseas",
        "",
        "The mill in Córdoba will close.",
        "The mill in Córdoba, Mexico, will close.",
    ),
];

#[test]
fn what_the_tables_cannot_know_they_do_not_contradict() {
    let checker = Checker::new(Options::default());
    let mut faults = Vec::new();
    for (why, dateline, wire, rewrite) in OPEN {
        let report = check(&checker, dateline, wire, rewrite);
        let found = facts(&report);
        if !found.is_empty() {
            faults.push(format!("{why}: {rewrite}\n    {found:?}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_newsroom_s_own_rows_go_before_the_tables() {
    let rows = "held\tIlse Brandt\tchief executive\tNorra Shipping\t2021-03-01\t\t2024-01-01\nheld\tTarmo Lepp\tmayor\tNarva\t2021\t2025\n\
        write\tKyiv\tKiev\thouse style\nkeep\tZaandijk Zeezeil\n";
    let facts = Facts::of_files([("own.tsv", rows)]).expect("sound rows");
    let checker = Checker::new(Options::default().facts(facts));
    let wire = "The ferry from Narva to Kyiv will not sail, the owner said on Friday.";
    let report = check(
        &checker,
        "NARVA, May 5, 2023",
        wire,
        "The ferry from Narva to Kiev will not sail, Norra Shipping chief executive Anna Ozola said on Friday.",
    );
    let found = said(&report);
    assert!(found.iter().any(|f| f.starts_with("house-spelling “Kiev”") && f.contains("house style")), "{found:?}");
    assert!(found.iter().any(|f| f.starts_with("organisation-head-wrong") && f.contains("Ilse Brandt")), "{found:?}");
    let known: Vec<_> = report.findings.iter().filter_map(|f| f.evidence.knowledge.as_deref()).collect();
    assert!(known.iter().any(|k| k.contains("own.tsv, line 1")), "{known:?}");
}

#[test]
fn a_contradiction_of_the_wire_is_told_once_and_as_such() {
    let checker = Checker::new(Options::default());
    let wire = "The ferry line will stay open, Estonian Prime Minister Kaja Kallas told reporters.";
    let rewrite = "The ferry line will stay open, Latvian Prime Minister Kaja Kallas told reporters.";
    let report = check(&checker, "TALLINN, Jan 12, 2022", wire, rewrite);
    let found: Vec<_> = report.findings.iter().filter(|f| f.severity > Severity::Neutral).collect();
    assert_eq!(found.len(), 1, "{:?}", said(&report));
    assert!(
        !found[0].evidence.wire.is_empty() && found[0].rule.group != truecopy::finding::Group::Facts,
        "{:?}",
        said(&report)
    );
    assert!(
        found[0].evidence.knowledge.as_deref().is_some_and(|k| k.contains("30 June 2025")),
        "the tables bear it out"
    );
}

/// A folder of its own for one test, gone when the test ends.
struct Folder(std::path::PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path =
            std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("facts-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder for the test");
        Folder(path)
    }

    /// Writes a file and gives its path.
    fn file(&self, name: &str, text: &str) -> String {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(&path, text).expect("a file for the test");
        path.to_str().expect("a UTF-8 path").to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Status, standard output and standard error.
fn run(args: &[&str]) -> (i32, String, String) {
    let out = crate::cli::run(args);
    let text = |b: Vec<u8>| String::from_utf8(b).expect("UTF-8");
    (out.status.code().expect("a status"), text(out.stdout), text(out.stderr))
}

#[test]
fn learning_reads_folders_and_json_lines_and_its_facts_are_used() {
    let folder = Folder::new("learn");
    for n in 1..=4 {
        let text = format!(
            "NARVA, May {n}, 2023 (Norra News) – Estonian Transport Minister Ilse Brandt opened bridge {n}.\nShe left early.\n"
        );
        folder.file(&format!("archive/{n}/story.txt"), &text);
    }
    let lines: String = (1..=4)
        .map(|n| format!("{{\"text\": \"Transport Minister of Estonia Ilse Brandt opened school {n}.\", \"date\": \"2023-06-{:02}\"}}\n", n + 1))
        .collect();
    let lines = folder.file("more.jsonl", &(lines + "not json\n"));
    let (archive, out) = (folder.0.join("archive"), folder.0.join("facts.tsv"));
    let (archive, out) = (archive.to_str().expect("UTF-8"), out.to_str().expect("UTF-8"));
    let (status, _, err) = run(&["facts", "learn", archive, &lines, "-o", out]);
    assert_eq!(status, 2, "{err}");
    assert!(err.contains("more.jsonl: line 5") && err.contains("8 stories read: 1 fact learnt"), "{err}");
    let written = std::fs::read_to_string(out).expect("the facts");
    assert!(
        written.contains("called\tIlse Brandt\ttransport minister\tEstonia\t2023-05-01\t2023-06-05\t8"),
        "{written}"
    );
    let (status, shown, _) = run(&["facts", "show", "--facts", out, "Brandt"]);
    assert_eq!(status, 0);
    assert!(shown.contains("transport minister of Estonia in 8 stories from 1 May 2023 to 5 June 2023"), "{shown}");
    let head = "NARVA, May 20, 2023 (Norra News) – ";
    let wire = folder
        .file("wire.txt", &format!("{head}The bridge will stay open, the transport minister said on Saturday.\n"));
    let rewrite = folder.file(
        "rewrite.txt",
        &format!("{head}The bridge will stay open, Estonian Transport Minister Anna Ozola said on Saturday.\n"),
    );
    let (_, json, _) = run(&["check", "--format", "jsonl", "--facts", out, &wire, &rewrite]);
    assert!(json.contains("office-misattributed") && json.contains("facts.tsv, line"), "{json}");
    let (_, json, _) = run(&["check", "--format", "jsonl", &wire, &rewrite]);
    assert!(!json.contains("office-misattributed"), "{json}");
}

#[test]
fn an_imported_list_is_used_and_what_is_left_out_is_named() {
    let folder = Folder::new("import");
    let list = "personLabel,positionLabel,start,end\nIlse Brandt,Prime Minister of Estonia,2031-02-01T00:00:00Z,\nQ77,President of Latvia,2031-02-01,\n";
    let list = folder.file("query.csv", list);
    let (status, rows, err) = run(&["facts", "import", "--as-of", "2032-01-01", &list]);
    assert_eq!(status, 0, "{err}");
    assert!(err.contains("line 3") && err.contains("1 row left out"), "{err}");
    assert!(
        rows.ends_with("held\tIlse Brandt\tprime minister\tEstonia\t2031-02-01\t\t2032-01-01\tquery.csv\n"),
        "{rows}"
    );
    let (status, _, err) = run(&["facts", "import", &folder.file("list.csv", "a,b\n1,2\n")]);
    assert!(status == 2 && err.contains("no column for the person"), "{err}");
}

#[test]
fn a_bad_row_of_a_facts_file_is_named_and_the_file_refused() {
    let folder = Folder::new("refuse");
    let bad = folder.file("bad.tsv", "held\tIlse Brandt\tmayor\tNarva\t2021\n\nheld\tIlse Brandt\twizard\tNarva\ncalled\tA B\tmayor\tNarva\t\t\tmany\n");
    let story = folder.file("story.txt", "The bridge will stay open, the mayor said on Saturday.\n");
    for command in [vec!["check", "--facts", &bad, &story, &story], vec!["batch", "--facts", &bad, &story]] {
        let (status, out, err) = run(&command);
        assert_eq!((status, out.as_str()), (2, ""), "{err}");
        assert!(err.contains("bad.tsv: line 3") && err.contains("bad.tsv: line 4") && err.contains("wizard"), "{err}");
    }
    let (status, _, err) = run(&["facts", "show", "Nobody Atall"]);
    assert!(status == 2 && err.contains("nothing is known"), "{err}");
    let (status, shown, _) = run(&["facts", "show", "Kaja Kallas"]);
    assert!(status == 0 && shown.contains("from 26 January 2021 to 23 July 2024  (tables of 30 June 2025)"), "{shown}");
}
