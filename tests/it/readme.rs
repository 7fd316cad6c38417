//! The blocks of the README that a program writes: between `<!-- begin NAME -->` and `<!-- end NAME -->`.
//! `INSTA_UPDATE=always cargo test` writes them anew.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;

use crate::{cli, snap};

/// What the program prints for these arguments.
fn printed(args: &[&str]) -> String {
    let output = cli::run(args);
    assert_eq!(output.status.code(), Some(0), "{args:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// One test at a time reads and writes the README.
static FILE: Mutex<()> = Mutex::new(());

#[track_caller]
fn block(name: &str, want: &str) {
    let _held = FILE.lock().unwrap_or_else(|e| e.into_inner());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let page = std::fs::read_to_string(&path).expect("the README");
    let (begin, end) = (format!("<!-- begin {name} -->\n"), format!("<!-- end {name} -->"));
    let from = page.find(&begin).unwrap_or_else(|| panic!("README.md has no {begin}")) + begin.len();
    let to = page[from..].find(&end).unwrap_or_else(|| panic!("README.md has no {end}")) + from;
    if snap::updating() {
        std::fs::write(&path, format!("{}{want}{}", &page[..from], &page[to..])).expect("the README is written");
    } else {
        assert!(
            page[from..to] == *want,
            "README.md: the block `{name}` is old: INSTA_UPDATE=always cargo test writes it"
        );
    }
}

#[test]
fn the_rule_table_is_the_programs() {
    block("rules", &printed(&["rules", "--format", "markdown"]));
}

/// How often a rule was right where annotators could tell, from the counts that the confidence table is made of.
#[test]
fn the_precision_of_every_rule_is_the_measured_one() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/truecopy-data/models/confidence.tsv");
    let table = std::fs::read_to_string(&path).expect("the confidence table");
    let mut counts: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for line in table.lines().filter(|l| !l.starts_with(['#', '@'])) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [rule, _, right, judged, ..] = columns[..] else { panic!("{line}") };
        let count = counts.entry(rule).or_default();
        count.0 += right.parse::<u32>().expect("a count");
        count.1 += judged.parse::<u32>().expect("a count");
    }
    let mut want = String::from("| rule | right | judged | precision |\n|---|---:|---:|---:|\n");
    for (rule, (right, judged)) in counts {
        let precision =
            if judged < 20 { "–".to_owned() } else { format!("{} %", (100 * right + judged / 2) / judged) };
        want.push_str(&format!("| `{rule}` | {right} | {judged} | {precision} |\n"));
    }
    block("precision", &want);
}

#[test]
fn the_help_is_the_programs() {
    block("help", &format!("```text\n{}```\n", printed(&["--help"])));
}

#[test]
fn links_lead_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for page in [
        "README.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "docs/performance.md",
        "docs/report-format.md",
        "docs/facts.md",
        "docs/gate.md",
        "docs/formats.md",
    ] {
        let path = root.join(page);
        // The package leaves some pages out.
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        for target in text.split("](").skip(1).filter_map(|t| t.split([')', '#']).next()) {
            if target.is_empty() || target.contains("://") || target.starts_with("tests/") {
                continue;
            }
            let folder = path.parent().expect("a folder");
            assert!(folder.join(target).exists(), "{page}: {target} leads nowhere");
        }
    }
}
