//! The rules of the house, each with the reason it has: what a reader of `src/lib.rs` is told there holds.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use truecopy::rules;

use crate::paths::{code, paths, strings};
use crate::{cli, corpus, examples, feeds, gate, report, snap};

/// The rooms of the library, each of which knows only those before it.
const ROOMS: [&str; 20] = [
    "text",
    "knowledge",
    "ingest",
    "archive",
    "analyse",
    "facts",
    "align",
    "reader",
    "weigh",
    "finding",
    "compare",
    "rules",
    "report",
    "score",
    "config",
    "house",
    "gate",
    "format",
    "check",
    "eval",
];

/// Rooms that could be looked into by their order, but are not to be: who must not know of what.
const CLOSED: [(&str, &[&str]); 2] = [
    // Formats turn an outcome into bytes; what they print was decided before.
    ("format", &["knowledge", "analyse", "align", "reader", "weigh", "compare", "rules", "score"]),
    // Reading says what a text is, whatever the tables know of its words.
    ("ingest", &["knowledge"]),
];

const HEADINGS: [&str; 6] =
    ["What it reports", "Why it matters", "Evidence it asks for", "Example", "Faithful look-alikes", "Known misses"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// The files below a folder with this ending, in order, from the root of the project with `/`.
fn files(folder: &str, ending: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().filter_map(Result::ok) {
            let path: PathBuf = entry.path();
            if path.is_dir() && path.file_name().is_some_and(|name| name == "target") {
                // What was built there is not of the project.
            } else if path.is_dir() {
                open.push(path);
            } else if path.to_str().is_some_and(|p| p.ends_with(ending)) {
                let path = path.strip_prefix(root()).expect("below the root");
                out.push(path.to_str().expect("a UTF-8 name").replace('\\', "/"));
            }
        }
    }
    out.sort();
    out
}

/// The files of the library with their place in the crate; files that hold only tests are left out.
fn library() -> Vec<(String, Vec<String>)> {
    let binary = |f: &str| f.starts_with("src/cli/") || ["src/main.rs", "src/exit.rs"].contains(&f);
    let tests = |f: &str| f.ends_with("/tests.rs") || f.ends_with("/testing.rs");
    let files = files("src", ".rs").into_iter().filter(|f| !binary(f) && !tests(f) && f != "src/lib.rs");
    files
        .map(|f| {
            let path = f.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
            let module = path.split('/').map(str::to_owned).collect();
            (f, module)
        })
        .collect()
}

fn none(faults: Vec<String>) {
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn rooms_know_only_those_before_them() {
    let place = |room: &str| ROOMS.iter().position(|r| *r == room);
    let mut faults = Vec::new();
    for (file, module) in library() {
        let Some(own) = place(&module[0]) else {
            faults.push(format!("{file}: `{}` is no room of the house: name it in ROOMS and in src/lib.rs", module[0]));
            continue;
        };
        let closed = CLOSED.iter().find(|(room, _)| *room == module[0]).map_or(&[][..], |(_, rooms)| rooms);
        for path in paths(&read(&file), &module) {
            let Some(room) = path.first() else { continue };
            match place(room) {
                Some(p) if p <= own && !closed.contains(&room.as_str()) => {}
                Some(_) => faults.push(format!("{file}: imports {}", path.join("::"))),
                None => faults.push(format!("{file}: {} leads to no room", path.join("::"))),
            }
        }
    }
    none(faults);
}

#[test]
fn no_rule_knows_another() {
    let rules: BTreeSet<String> = rules::rules().iter().map(|r| r.id.replace('-', "_")).collect();
    let mut faults = Vec::new();
    for (file, module) in library().into_iter().filter(|(_, m)| m[0] == "rules" && m.len() > 1) {
        for path in paths(&read(&file), &module) {
            if path[0] == "rules" && path.get(2).is_some_and(|m| Some(m) != module.get(2) && rules.contains(m)) {
                faults.push(format!("{file}: imports the rule {}", path[2]));
            }
        }
    }
    none(faults);
}

#[test]
fn the_library_is_silent_and_the_same_every_time() {
    let mut faults = Vec::new();
    let never = ["println!", "print!(", "eprint!(", "dbg!", "todo!", "unimplemented!", "std::env", "env::var"];
    let more = ["process::exit", "SystemTime", "Instant::now", "stdout()", "stderr()", "clap", "thread_rng"];
    for (file, module) in library() {
        let code = code(&read(&file));
        faults.extend(never.iter().chain(&more).filter(|w| code.contains(**w)).map(|w| format!("{file}: {w}")));
        if module[0] != "ingest" && ["std::fs", "File::open"].iter().any(|w| code.contains(w)) {
            // An index reads at the places of a file that it is handed.
            let opens = !file.ends_with("src/archive/bytes.rs") || code.contains("File::open");
            if opens {
                faults.push(format!("{file}: only ingest reads files"));
            }
        }
    }
    for file in ["src/main.rs", "src/exit.rs"] {
        if code(&read(file)).contains("clap") {
            faults.push(format!("{file}: only src/cli names clap"));
        }
    }
    none(faults);
}

#[test]
fn a_user_of_the_library_compiles_no_crate_of_the_command_line() {
    let tree = |features: &[&str]| -> BTreeSet<String> {
        let output = std::process::Command::new(env!("CARGO"))
            .current_dir(root())
            .args(["tree", "--offline", "--package", "truecopy", "--edges", "normal", "--prefix", "none"])
            .args(["--format", "{p}"])
            .args(features)
            .output()
            .expect("cargo starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let names = String::from_utf8_lossy(&output.stdout).into_owned();
        names.lines().filter_map(|l| l.split(' ').next()).map(str::to_owned).collect()
    };
    let (library, program) = (tree(&["--no-default-features"]), tree(&[]));
    let manifest = read("Cargo.toml");
    let list = manifest.split_once("\ncli = [").and_then(|(_, rest)| rest.split_once(']')).expect("the feature").0;
    let own: Vec<&str> = list.split('"').filter_map(|w| w.strip_prefix("dep:")).collect();
    assert!(own.contains(&"clap") && own.contains(&"tempfile"), "{own:?}");
    let faults = own.iter().filter(|c| library.contains(**c)).map(|c| format!("{c}: the library compiles it"));
    let unused = own.iter().filter(|c| !program.contains(**c)).map(|c| format!("{c}: the program does not"));
    none(faults.chain(unused).collect());
}

#[test]
fn files_stay_short() {
    let mut faults = Vec::new();
    for file in ["src", "tests", "benches", "crates", "tools"].iter().flat_map(|f| files(f, ".rs")) {
        let lines = read(&file).lines().count();
        let most = if file == "src/main.rs" { 60 } else { 500 };
        if lines > most {
            faults.push(format!("{file}: {lines} lines, {most} at most"));
        }
    }
    none(faults);
}

#[test]
fn rules_are_named_for_their_files() {
    let ids: BTreeSet<&str> = rules::rules().iter().map(|r| r.id).collect();
    assert_eq!(ids.len(), rules::rules().len(), "an id stands twice");
    let mut faults = Vec::new();
    for rule in rules::rules() {
        let id = rule.id;
        let kebab = id.split('-').all(|w| !w.is_empty() && w.bytes().all(|b| b.is_ascii_lowercase()));
        if !kebab || !root().join(format!("src/rules/{}/{}.rs", rule.group.name(), id.replace('-', "_"))).is_file() {
            faults.push(format!("{id}: needs a kebab-case id and a file of that name in the folder of its group"));
        }
    }
    for file in files("src/rules", ".rs").iter().filter(|f| f.matches('/').count() > 2) {
        let id = file.rsplit('/').next().unwrap_or_default().trim_end_matches(".rs").replace('_', "-");
        if !ids.contains(id.as_str()) {
            faults.push(format!("{file}: no rule of the list in src/rules/mod.rs; what rules share is in src/compare"));
        }
    }
    none(faults);
}

/// A rule's id is a string in the rule's own file only: whatever else treats rules differently reads the fields of `Rule`, which the compiler
/// sees. Tests, documentation and the text of `--help` may name rules.
#[test]
fn no_rule_is_named_outside_its_file() {
    let mut faults = Vec::new();
    for file in files("src", ".rs").into_iter().filter(|f| !f.ends_with("/tests.rs") && !f.ends_with("/testing.rs")) {
        let strings = strings(&read(&file));
        for rule in rules::rules() {
            let own = format!("src/rules/{}/{}.rs", rule.group.name(), rule.id.replace('-', "_"));
            // "agreement" and "misspelling" are words as well, which lists of words may hold.
            let word = file.starts_with("src/rules/") && !rule.id.contains('-');
            if file != own && !word && strings.iter().any(|s| s == rule.id) {
                faults.push(format!("{file}: names the rule {}: read a field of Rule instead", rule.id));
            }
        }
    }
    none(faults);
}

#[test]
fn one_file_holds_one_rule() {
    let mut faults = Vec::new();
    for file in files("src", ".rs") {
        let rules = code(&read(&file)).lines().filter(|l| l.trim_start().starts_with("rule!")).count();
        let of_a_group = file.strip_prefix("src/rules/").is_some_and(|f| f.contains('/'));
        if rules != usize::from(of_a_group) {
            faults.push(format!("{file}: {rules} rules; a rule is src/rules/GROUP/RULE.rs, alone in its file"));
        }
    }
    none(faults);
}

#[test]
fn one_file_holds_one_command() {
    // `match` is a word of Rust and can name no module.
    let module = |command: &str| if command == "match" { "find".to_owned() } else { command.replace('-', "_") };
    let mut wanted = BTreeSet::new();
    for command in cli::commands(&[]) {
        let subcommands = cli::commands(&[&command]);
        // A subcommand may have a file of its own or stand in that of its command.
        wanted.extend(subcommands.iter().map(|s| (false, format!("{}/{}", module(&command), module(s)))));
        wanted.insert((true, module(&command)));
    }
    let found = files("src/cli/command", ".rs");
    let found: BTreeSet<&str> =
        found.iter().filter_map(|f| f.strip_prefix("src/cli/command/")?.strip_suffix(".rs")).collect();
    let mut faults = Vec::new();
    assert!(wanted.iter().any(|(_, w)| w == "facts/learn"), "the help lists the commands: {wanted:?}");
    for (_, module) in wanted.iter().filter(|(must, module)| *must && !found.contains(module.as_str())) {
        faults.push(format!("src/cli/command/{module}.rs: a command without a file of its name"));
    }
    for module in found.into_iter().filter(|f| *f != "mod" && !wanted.iter().any(|(_, w)| w == f)) {
        faults.push(format!("src/cli/command/{module}.rs: no command; what commands share is elsewhere in src/cli"));
    }
    none(faults);
}

#[test]
fn rules_are_documented_under_the_fixed_headings() {
    let mut faults = Vec::new();
    for rule in rules::rules() {
        let found: Vec<&str> = rule.docs.lines().filter_map(|l| l.trim().strip_prefix("# ")).collect();
        if found != HEADINGS {
            faults.push(format!("{}: headings are {found:?}", rule.id));
        }
        for heading in HEADINGS {
            if rule.section(heading).is_empty() {
                faults.push(format!("{}: nothing under “{heading}”", rule.id));
            }
        }
    }
    none(faults);
}

#[test]
fn messages_are_lower_case_without_a_full_stop() {
    let mut faults = Vec::new();
    let pairs = corpus::pairs();
    let examples = examples::reports();
    let reports = pairs.iter().map(|p| &p.report).chain(examples.iter().map(|(_, r)| r));
    for report in reports {
        for f in &report.findings {
            let m = &f.message;
            // A name or an acronym may begin a message; a common word in the dress of a sentence may not.
            let article = ["The ", "A ", "An ", "This ", "In ", "No ", "It ", "There ", "Words "];
            let dressed = article.iter().any(|w| m.starts_with(w));
            if m.trim().is_empty() || m.trim() != m || m.ends_with('.') || m.contains('\n') || dressed {
                faults.push(format!("{}: {m:?}", f.rule.id));
            }
        }
    }
    faults.sort();
    faults.dedup();
    none(faults);
}

/// Turns of phrase that a copy editor had to read twice; messages have plainer ones now (see `src/lib.rs`, "Glossary").
const DROPPED: [&str; 11] = [
    " told",
    "anew",
    "mend",
    "parted by",
    " wants ",
    "stands",
    "stand in",
    "put instead",
    "turned round",
    "a mark too many",
    "no wire",
];

#[test]
fn messages_and_documentation_of_rules_are_plain_english() {
    let mut faults = Vec::new();
    for file in files("src/rules", ".rs").into_iter().chain(files("src/compare", ".rs")) {
        let source = read(&file);
        // Lists of words hold whatever stories say; a message quotes one side or names it.
        for message in strings(&source).iter().filter(|s| s.contains('“') || s.contains("the wire")) {
            // What was told to somebody is English; a story that is told is not.
            let said = message.replace("who was told", "");
            faults
                .extend(DROPPED.iter().filter(|d| said.contains(**d)).map(|d| format!("{file}: “{d}” in {message:?}")));
        }
        if source.contains("/// Looks for it.") {
            faults.push(format!("{file}: the comment on `check` says nothing"));
        }
    }
    none(faults);
}

#[test]
fn no_snapshot_is_an_orphan() {
    let of = |folder: &str, names: Vec<String>| -> Vec<String> {
        names.into_iter().map(|n| format!("snapshots/{folder}/{n}.snap")).collect()
    };
    let mut wanted = of("report", report::snapshots());
    wanted.extend(of("cli", cli::snapshots()));
    wanted.extend(of("examples", examples::snapshots()));
    wanted.extend(of("gate", gate::snapshots()));
    wanted.extend(of("feeds", feeds::snapshots()));
    let mut found = files("snapshots", ".snap");
    if corpus::names().is_empty() {
        found.retain(|f| !f.starts_with("snapshots/corpus/"));
    } else {
        wanted.extend(of("corpus", corpus::snapshots()));
    }
    if found.is_empty() || snap::updating() {
        // The package leaves the snapshots out; a run that writes them has not written them all yet.
        return;
    }
    let (wanted, found): (BTreeSet<_>, BTreeSet<_>) = (wanted.into_iter().collect(), found.into_iter().collect());
    let faults = found.difference(&wanted).map(|f| format!("{f}: no test asks for it"));
    none(faults.chain(wanted.difference(&found).map(|f| format!("{f}: missing"))).collect());
}
