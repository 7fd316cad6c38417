//! Whose work is in the program: THIRD-PARTY.md names every crate with its licence, NOTICE every table that was made from data of others.
//!
//! `INSTA_UPDATE=always cargo test --test it licences` writes THIRD-PARTY.md anew. It needs the sources of the crates of all platforms,
//! which cargo fetches; the check itself needs no more than what the tests were built with.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::snap;

const FILE: &str = "THIRD-PARTY.md";

/// The command that writes the file, as a failing test names it.
const UPDATE: &str = "INSTA_UPDATE=always cargo test --test it licences";

/// The licences that a crate may be taken under, the first that it offers, and words by which the text of each is known.
const ACCEPTED: [(&str, &str); 7] = [
    ("MIT", "permission is hereby granted free of charge to any person obtaining a copy of this software"),
    ("Apache-2.0", "apache license version 2 0 january 2004"),
    ("BSD-2-Clause", "redistributions in binary form must reproduce"),
    ("BSD-3-Clause", "redistributions in binary form must reproduce"),
    ("ISC", "permission to use copy modify and or distribute this software for any purpose"),
    ("Zlib", "this software is provided as is without any express or implied warranty in no event"),
    ("Unicode-3.0", "unicode license v3"),
];

const HEAD: &str = "\
# Crates in the program

The program and the Python package are made with these crates, as Cargo.lock has them, on one platform or another. Each row says what the crate offers and which
licences it is taken under; their texts follow, each once, with the copyright lines of the crates. The standard library of Rust is in the
program too: copyright The Rust Project Contributors, MIT OR Apache-2.0, <https://github.com/rust-lang/rust/blob/main/COPYRIGHT>.
[NOTICE](NOTICE) names the data in the program.

";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What cargo prints for some arguments, or why it does not.
fn cargo(arguments: &[&str]) -> Result<String, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let out = Command::new(cargo).args(arguments).current_dir(root()).output().map_err(|e| e.to_string())?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if out.status.success() { Ok(text(&out.stdout)) } else { Err(text(&out.stderr)) }
}

/// Name and version.
type Id = (String, String);

/// The crates that the program and the Python module are linked with, or that write code for it, and what each offers; `more` narrows or widens the platforms.
fn linked(more: &[&str]) -> BTreeMap<Id, String> {
    let tree = [
        "tree",
        "--package=truecopy",
        "--package=truecopy-py",
        "--edges=normal",
        "--locked",
        "--prefix=none",
        "--format={p} | {l}",
    ];
    let arguments: Vec<&str> = tree.iter().chain(more).copied().collect();
    let text = cargo(&arguments).unwrap_or_else(|e| panic!("cargo {}: {e}", arguments.join(" ")));
    let mut out = BTreeMap::new();
    // A blank line parts the trees.
    for line in text.lines().filter(|line| !line.is_empty()) {
        let (package, offered) = line.split_once(" | ").unwrap_or_else(|| panic!("cargo tree: {line}"));
        let mut words = package.split(' ');
        let (Some(name), Some(version)) = (words.next(), words.next()) else { panic!("cargo tree: {line}") };
        // A crate of this repository stands with its folder.
        if words.next().is_none_or(|w| w == "(proc-macro)" || w.starts_with("(http")) {
            let id = (name.to_owned(), version.trim_start_matches('v').to_owned());
            out.insert(id, offered.trim_end_matches(" (*)").to_owned());
        }
    }
    assert!(out.len() > 20, "cargo tree names {} crates", out.len());
    out
}

/// The crates from elsewhere in Cargo.lock.
fn locked() -> BTreeSet<Id> {
    let text = std::fs::read_to_string(root().join("Cargo.lock")).expect("Cargo.lock");
    let lock: toml::Table = text.parse().expect("TOML");
    let packages = lock["package"].as_array().expect("a list of packages");
    let field = |p: &toml::Value, key: &str| p.get(key).and_then(|v| v.as_str()).map(str::to_owned);
    packages
        .iter()
        .filter(|p| p.get("source").is_some())
        .filter_map(|p| Some((field(p, "name")?, field(p, "version")?)))
        .collect()
}

/// The licences that a crate is taken under.
fn taken(offered: &str) -> Result<Vec<String>, String> {
    let accepted: Vec<_> =
        ACCEPTED.iter().map(|(id, _)| spdx::Licensee::parse(id).expect("the id of a licence")).collect();
    let expression = spdx::Expression::parse_mode(offered, spdx::ParseMode::LAX).map_err(|e| e.to_string())?;
    let least = expression.minimized_requirements(&accepted).map_err(|e| e.to_string())?;
    Ok(least.iter().map(ToString::to_string).collect())
}

fn row(id: &Id, offered: &str) -> String {
    let taken = taken(offered).unwrap_or_else(|e| panic!("{} {}: {offered}: {e}", id.0, id.1));
    format!("| {} | {} | {offered} | {} |\n", id.0, id.1, taken.join(", "))
}

#[test]
fn every_crate_in_the_program_is_named_with_its_licence() {
    let path = root().join(FILE);
    if snap::updating() {
        std::fs::write(&path, written()).expect("the file is written");
    }
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{FILE}: {e}; {UPDATE} writes it"));
    let mut faults = Vec::new();
    // What cargo has at hand: the crates of the platform that the tests were built for.
    for (id, offered) in linked(&["--offline"]) {
        if !text.contains(&row(&id, &offered)) {
            faults.push(format!("{} {} is in the program under {offered}", id.0, id.1));
        }
        for licence in taken(&offered).expect("seen in the row") {
            if !text.contains(&format!("\n## {licence}\n")) {
                faults.push(format!("the text of {licence} is missing"));
            }
        }
    }
    // The other platforms: whatever Cargo.lock has was sorted into one of the two lists when the file was written.
    let sorted: BTreeSet<Id> = text.lines().filter_map(named).collect();
    let locked = locked();
    faults.extend(locked.difference(&sorted).map(|id| format!("{} {} stands in no list", id.0, id.1)));
    faults.extend(sorted.difference(&locked).map(|id| format!("{} {} is no longer in Cargo.lock", id.0, id.1)));
    assert!(faults.is_empty(), "{FILE} is not up to date; {UPDATE} writes it\n{}", faults.join("\n"));
}

/// The crate that a row of either list names.
fn named(line: &str) -> Option<Id> {
    let cells: Vec<&str> = line.strip_prefix("| ")?.trim_end_matches(" |").split(" | ").collect();
    let [name, version, ..] = cells[..] else { return None };
    version.starts_with(|c: char| c.is_ascii_digit()).then(|| (name.to_owned(), version.to_owned()))
}

/// The text of a licence as crates share it, and who claims copyright under it.
#[derive(Default)]
struct Licence {
    /// Texts that differ in more than their copyright lines, by their words.
    bodies: BTreeMap<String, (String, Vec<Claim>)>,
}

/// A crate and its copyright lines.
type Claim = (Id, Vec<String>);

/// The whole file.
fn written() -> String {
    let linked = linked(&["--target=all"]);
    let folders = folders();
    let mut licences: BTreeMap<String, Licence> = BTreeMap::new();
    let mut out = format!("{HEAD}| crate | version | offers | taken under |\n|---|---|---|---|\n");
    let mut notices = String::new();
    for (id, offered) in &linked {
        out += &row(id, offered);
        let (folder, authors) = &folders[id];
        for name in taken(offered).expect("seen in the row") {
            if name == "Apache-2.0"
                && let Ok(text) = std::fs::read_to_string(folder.join("NOTICE"))
            {
                let _ = write!(notices, "\n### NOTICE of {} {}\n\n```text\n{}\n```\n", id.0, id.1, text.trim());
            }
            let (body, copyright) = text_of(&name, folder, authors);
            let bodies = &mut licences.entry(name).or_default().bodies;
            bodies.entry(words(&body)).or_insert_with(|| (body, Vec::new())).1.push((id.clone(), copyright));
        }
    }
    for (name, licence) in licences {
        let _ = write!(out, "\n## {name}\n");
        // A crate without a file of its own stands with the text that most crates have.
        let mut bodies: Vec<(String, Vec<Claim>)> = licence.bodies.into_values().collect();
        bodies.sort_by_key(|(_, claims)| std::cmp::Reverse(claims.len()));
        if let Some(bare) = bodies.iter().position(|(body, _)| body.is_empty()) {
            let (_, claims) = bodies.remove(bare);
            bodies.first_mut().unwrap_or_else(|| panic!("{name}: no crate has its text")).1.extend(claims);
        }
        for (body, mut claims) in bodies {
            claims.sort();
            out.push('\n');
            for ((crate_name, version), lines) in claims {
                let lines = if lines.is_empty() { "no copyright line".to_owned() } else { lines.join("; ") };
                let _ = writeln!(out, "- {crate_name} {version}: {lines}");
            }
            let _ = write!(out, "\n```text\n{body}\n```\n");
        }
    }
    out += &notices;
    out += "\n## Only for building and testing\n\nCargo.lock has these crates too. Nothing of them is in the program.\n\n| crate | version |\n|---|---|\n";
    for (name, version) in locked().into_iter().filter(|id| !linked.contains_key(id)) {
        let _ = writeln!(out, "| {name} | {version} |");
    }
    out
}

/// Where the sources of each crate are, and its authors.
fn folders() -> BTreeMap<Id, (PathBuf, Vec<String>)> {
    let text = cargo(&["metadata", "--format-version=1", "--locked"]).unwrap_or_else(|e| panic!("cargo metadata: {e}"));
    let metadata: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let packages = metadata["packages"].as_array().expect("a list of packages");
    let string = |v: &serde_json::Value| v.as_str().unwrap_or_default().to_owned();
    packages
        .iter()
        .map(|p| {
            let folder = PathBuf::from(string(&p["manifest_path"])).parent().map(Path::to_path_buf);
            let authors = p["authors"].as_array().into_iter().flatten().map(string).collect();
            ((string(&p["name"]), string(&p["version"])), (folder.expect("a folder"), authors))
        })
        .collect()
}

/// The text of a crate's licence without its title and copyright lines, and these lines; no text where the crate brings none.
fn text_of(licence: &str, folder: &Path, authors: &[String]) -> (String, Vec<String>) {
    let (_, known_by) = ACCEPTED.iter().find(|(id, _)| *id == licence).expect("an accepted licence");
    let named = |p: &PathBuf| {
        let name = p.file_name().and_then(|n| n.to_str()).unwrap_or_default().to_lowercase();
        name.starts_with("licen") || name.starts_with("copying")
    };
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).into_iter().flatten().filter_map(|e| Some(e.ok()?.path())).filter(named).collect();
    files.sort();
    let texts = files.iter().filter_map(|f| std::fs::read_to_string(f).ok());
    let Some(text) = texts.into_iter().find(|t| words(t).contains(known_by)) else {
        return (String::new(), vec![format!("no licence file in the package; by {}", authors.join(", "))]);
    };
    // In capitals the word begins a line of the terms; in the Apache licence a form to fill in comes last.
    let text = text.split("END OF TERMS AND CONDITIONS").next().unwrap_or_default();
    let copyright = |l: &str| l.trim().starts_with("Copyright ");
    let lines: Vec<String> = text.lines().filter(|l| copyright(l)).map(|l| l.trim().to_owned()).collect();
    let title = |l: &str| {
        let l = words(l);
        ["mit license", "the mit license", "the mit license mit", "mit license mit", "zlib license"]
            .contains(&l.as_str())
    };
    let indent = text.lines().filter(|l| !l.trim().is_empty()).map(|l| l.len() - l.trim_start().len()).min();
    let kept = text.lines().filter(|l| !copyright(l) && !title(l)).map(|l| l.get(indent.unwrap_or(0)..).unwrap_or(""));
    let mut body: Vec<&str> = kept.collect();
    body.dedup_by(|a, b| a.is_empty() && b.is_empty());
    (body.join("\n").trim_matches('\n').trim_end().to_owned(), lines)
}

/// The words of a text in lower case, without marks.
fn words(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A table in the program says at its head that it was written for the project, or NOTICE names it with its source.
#[test]
fn every_table_in_the_program_has_a_source() {
    let notice = std::fs::read_to_string(root().join("NOTICE")).expect("NOTICE");
    let (mut open, mut tables, mut faults) = (vec![root().join("src"), root().join("crates")], 0, Vec::new());
    while let Some(folder) = open.pop() {
        for path in std::fs::read_dir(&folder).into_iter().flatten().filter_map(|e| Some(e.ok()?.path())) {
            if path.is_dir() {
                open.push(path);
            } else if folder.ends_with("data") || path.extension().is_some_and(|e| e == "tsv" || e == "bin") {
                tables += 1;
                let name = path.file_name().and_then(|n| n.to_str()).expect("a UTF-8 name");
                let head = std::fs::read(&path).expect("a file");
                let head = String::from_utf8_lossy(&head[..head.len().min(600)]).into_owned();
                let own = ["ritten for this project", "ritten by hand"].iter().any(|w| head.contains(w));
                if !own && !notice.split([' ', '/', '(', ')', ',', ';', ':', '\n']).any(|w| w == name) {
                    faults.push(format!("{}: neither its head nor NOTICE says whence it is", path.display()));
                }
            }
        }
    }
    assert!(tables > 20, "{tables} tables found");
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}
