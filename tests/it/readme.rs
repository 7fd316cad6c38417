//! The README and the pages under `docs`: the blocks that a program writes, between `<!-- begin NAME -->` and `<!-- end NAME -->`,
//! the commands that a reader copies, and the links. `INSTA_UPDATE=always cargo test` writes the blocks.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use truecopy::config;

use crate::cli::{self, Folder, code, text, truecopy};
use crate::gate::docs::{blocks, words};
use crate::snap;

/// The README has to fit into a minute.
const README_LINES: usize = 150;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What the program prints for these arguments.
fn printed(args: &[&str]) -> String {
    let output = cli::run(args);
    assert_eq!(output.status.code(), Some(0), "{args:?}");
    text(&output.stdout)
}

/// What the program prints for `check` in this folder, where it has something to find.
fn reported(folder: &Path, args: &[&str]) -> String {
    let output = truecopy().current_dir(folder).arg("check").args(args).output().expect("the program starts");
    assert_eq!(code(&output), 1, "{args:?}: {}", text(&output.stderr));
    text(&output.stdout)
}

/// One test at a time reads and writes a page.
static PAGES: Mutex<()> = Mutex::new(());

/// Compares the block `name` of a page with `want`, or writes it.
#[track_caller]
fn block(page: &str, name: &str, want: &str) {
    let _held = PAGES.lock().unwrap_or_else(|e| e.into_inner());
    let path = root().join(page);
    let old = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{page}: {e}"));
    let (begin, end) = (format!("<!-- begin {name} -->\n"), format!("<!-- end {name} -->"));
    let from = old.find(&begin).unwrap_or_else(|| panic!("{page} has no {begin}")) + begin.len();
    let to = old[from..].find(&end).unwrap_or_else(|| panic!("{page} has no {end}")) + from;
    if snap::updating() {
        std::fs::write(&path, format!("{}{want}{}", &old[..from], &old[to..])).expect("the page is written");
    } else {
        assert!(
            old[from..to] == *want,
            "{page}: the block `{name}` is out of date: INSTA_UPDATE=always cargo test writes it"
        );
    }
}

#[test]
fn the_report_in_the_readme_is_the_programs() {
    let args = ["examples/short/wire.txt", "examples/short/rewrite.txt"];
    let report = reported(root(), &args);
    block("README.md", "report", &format!("```console\n$ truecopy check {}\n{report}```\n", args.join(" ")));
}

/// The example of library use is the one that `cargo test` runs as a test of the documentation.
#[test]
fn the_library_example_is_the_one_in_the_documentation() {
    let lib = std::fs::read_to_string(root().join("src/lib.rs")).expect("src/lib.rs");
    let docs: Vec<&str> =
        lib.lines().filter_map(|l| l.strip_prefix("//!")).map(|l| l.strip_prefix(' ').unwrap_or(l)).collect();
    let example = docs.split(|l| l.starts_with("```")).nth(1).expect("an example");
    block("README.md", "library", &format!("```rust\n{}\n```\n", example.join("\n")));
}

#[test]
fn the_rule_table_is_the_programs() {
    block("docs/rules.md", "rules", &printed(&["rules", "--format", "markdown"]));
}

/// How often a rule was right where annotators could tell, from the counts that the confidence table is made of.
#[test]
fn the_precision_of_every_rule_is_the_measured_one() {
    let path = root().join("crates/truecopy-data/models/confidence.tsv");
    let table = std::fs::read_to_string(path).expect("the confidence table");
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
    block("docs/precision.md", "precision", &want);
}

#[test]
fn the_help_is_the_programs() {
    block("docs/cli.md", "help", &format!("```text\n{}```\n", printed(&["--help"])));
}

/// The pair that docs/report-format.md shows in both JSON formats.
fn ferry() -> Folder {
    let folder = Folder::new();
    folder.file(
        "wire.txt",
        "UPDATE 2-Norland ferries stop at noon\n\
         By Marit Sund\n\
         ARDHAVEN, March 3, 2026 (Harbour Wire) – Ferries across the Norland Sound stopped at noon on Tuesday, cutting off 12 islands.\n",
    );
    folder.file(
        "rewrite.txt",
        "Norland ferries stop at noon\n\
         Ferries across the Norland Sound stopped at noon on Tuesday, cutting off 21 islands.\n",
    );
    folder
}

#[test]
fn the_json_reports_of_the_page_are_the_programs() {
    let folder = ferry();
    let document = reported(&folder.0, &["--format", "json", "wire.txt", "rewrite.txt"]);
    block("docs/report-format.md", "document", &format!("```json\n{document}```\n"));
    let line = reported(&folder.0, &["--format", "jsonl", "wire.txt", "rewrite.txt"]);
    block("docs/report-format.md", "line", &format!("```json\n{line}```\n"));
}

/// What pre-commit shows of a commit that it holds back: its own head, then what the hook prints.
#[test]
fn the_hook_on_the_page_says_what_the_program_says() {
    let folder = Folder::new();
    let wire = "Fish market of Ardhaven to get a new roof\n\
         ARDHAVEN, March 3 (Coastal News) – The fish market of Ardhaven is to get a new roof before winter.\n\
         The repair costs 2.3 million crowns, the operator said.\n";
    folder.file("stories/fish market.wire.txt", wire);
    folder.file("stories/fish market.rewrite.txt", wire.replace("2.3", "3.2"));
    let report = reported(&folder.0, &["--beside", "stories/fish market.rewrite.txt"]);
    let dots = ".".repeat(79 - "truecopy".len() - "Failed".len());
    let head = format!("truecopy{dots}Failed\n- hook id: truecopy\n- exit code: 1\n");
    block("docs/gate.md", "hook", &format!("```text\n{head}\n{report}```\n"));
}

#[test]
fn the_readme_fits_into_a_minute() {
    let lines = std::fs::read_to_string(root().join("README.md")).expect("the README").lines().count();
    assert!(lines < README_LINES, "README.md has {lines} lines; under {README_LINES} are read");
}

/// Every command of the README runs: none ends with status 2, which is that of a wrong command line or a file that cannot be read.
#[test]
fn the_commands_of_the_readme_run() {
    let page = std::fs::read_to_string(root().join("README.md")).expect("the README");
    let folder = Folder::new();
    let example = |name: &str| std::fs::read(root().join("examples/short").join(name)).expect("the example");
    for name in ["wire.txt", "update.txt", "wires/storm.txt", "stories/storm.wire.txt"] {
        folder.file(name, example("wire.txt"));
    }
    for name in ["rewrite.txt", "rewrites/storm.txt", "stories/storm.rewrite.txt"] {
        folder.file(name, example("rewrite.txt"));
    }
    folder.file("pairs.jsonl", cli::pair("a", &text(&example("wire.txt")), &text(&example("rewrite.txt"))));
    let settings = blocks(&page, "toml").concat();
    if let Err(mistakes) = config::read(Path::new("truecopy.toml"), &settings) {
        panic!("{mistakes:#?}");
    }
    folder.file("truecopy.toml", settings);
    let mut ran = 0;
    for line in blocks(&page, "sh").iter().flat_map(|b| b.lines()) {
        let command = line.split(" # ").next().unwrap_or(line).split(" > ").next().unwrap_or(line);
        let Some(arguments) = command.trim().strip_prefix("truecopy ") else { continue };
        let arguments = words(arguments);
        let output = truecopy().current_dir(&folder.0).args(&arguments).output().expect("the program starts");
        assert!(code(&output) < 2, "{line}\n{}", text(&output.stderr));
        ran += 1;
    }
    assert!(ran >= 6, "{ran} commands");
}

/// The pages for people: at the root, under `docs`, and beside examples, stories and tools.
fn pages() -> Vec<PathBuf> {
    let mut out = Vec::new();
    let folders = ["", "docs", "examples", "tests/stories", "tools/knowledge", "tools/packs", "tools/train"];
    for folder in folders.map(|f| root().join(f)) {
        let Ok(entries) = std::fs::read_dir(folder) else { continue };
        out.extend(entries.flatten().map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "md")));
    }
    out.sort();
    assert!(out.len() > 12, "{out:?}");
    out
}

/// The page without what stands in fenced blocks, where `](` is no link and `#` no heading.
fn prose(page: &str) -> String {
    let mut fenced = false;
    let kept = page.lines().filter(|l| {
        let fence = l.trim_start().starts_with("```");
        fenced ^= fence;
        !fenced && !fence
    });
    kept.collect::<Vec<_>>().join("\n")
}

/// The anchors of a page, as GitHub makes them from headings.
fn anchors(page: &str) -> BTreeSet<String> {
    let page = prose(page);
    let headings = page.lines().filter(|l| l.starts_with('#')).map(|l| l.trim_start_matches('#').trim().to_lowercase());
    headings
        .map(|h| {
            let kept = h.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
            kept.map(|c| if c == ' ' { '-' } else { c }).collect()
        })
        .collect()
}

#[test]
fn links_lead_somewhere() {
    for path in pages() {
        let text = std::fs::read_to_string(&path).expect("a page");
        for link in prose(&text).split("](").skip(1).filter_map(|t| t.split(')').next()) {
            if link.contains("://") {
                continue;
            }
            let (target, anchor) = link.split_once('#').map_or((link, None), |(t, a)| (t, Some(a)));
            let file = if target.is_empty() { path.clone() } else { path.parent().expect("a folder").join(target) };
            assert!(file.exists(), "{}: {link} leads nowhere", path.display());
            if let Some(anchor) = anchor {
                let there = anchors(&std::fs::read_to_string(&file).expect("a page"));
                assert!(there.contains(anchor), "{}: {link}: there is no such heading", path.display());
            }
        }
    }
}

#[test]
fn every_page_of_the_documentation_is_listed() {
    let list = std::fs::read_to_string(root().join("docs/README.md")).expect("docs/README.md");
    for path in pages().iter().filter(|p| p.parent() == Some(&root().join("docs"))) {
        let name = path.file_name().expect("a name").to_string_lossy();
        assert!(name == "README.md" || list.contains(&format!("]({name})")), "docs/README.md does not list {name}");
    }
}
