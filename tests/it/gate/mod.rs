//! truecopy as a gate: settings, accepted and known findings, reports on whole runs, fixes, and what is kept between runs.

mod config;
mod day;
pub mod docs;
mod fixes;
mod formats;
mod harm;
mod history;
mod hooks;
mod house_rules;
mod limits;
mod living;
mod long;
mod order;
mod own_facts;
mod recipes;
mod selection;
mod true_copies;

use std::path::Path;
use std::process::Output;

use crate::cli::{Folder, truecopy};

/// Every format of a report.
const EVERY_FORMAT: [&str; 13] = [
    "terminal",
    "html",
    "markdown",
    "json",
    "jsonl",
    "sarif",
    "github",
    "gitlab",
    "junit",
    "checkstyle",
    "rdjson",
    "csv",
    "index",
];

/// Every snapshot of these modules.
pub fn snapshots() -> Vec<String> {
    let mut out = formats::snapshots();
    out.extend(config::snapshots());
    out.extend(history::snapshots());
    out
}

/// Runs the program in this folder.
fn run_in(folder: &Path, args: &[&str]) -> Output {
    truecopy().current_dir(folder).args(args).output().expect("the program starts")
}

/// A wire story in which nothing is wrong by itself.
const WIRE: &str = "\
Harbour board of Ardhaven approves new breakwater
ARDHAVEN, March 3 (Coastal News) – The harbour board of Ardhaven on Tuesday approved a breakwater that will cost 14 million crowns and take two years to build.
\"We have waited for this wall since the storm of 2009,\" board chair Liv Aasen told reporters after the vote.
Fishing crews had asked for the wall after 12 boats were lost in the storm. Work is to begin in May, the board said in a statement.
The board rejected a second plan for a marina, which opponents said would have closed the old fish market.
";

/// A rewrite with faults of several kinds: a figure, an opposite, a quote, a word said twice.
const REWRITE: &str = "\
Harbour board of Ardhaven approves new breakwater
ARDHAVEN, March 3 (Coastal News) – The harbour board of Ardhaven on Tuesday approved a breakwater that will cost 41 million crowns and take two years to build.
\"We have waited for this wall since the storm of 2009,\" board chair Liv Aasen told reporters after the the vote.
Fishing crews had asked for the wall after 12 boats were lost in the storm. Work is to begin in May, the board said in a statement.
The board accepted a second plan for a marina, which opponents said would have closed the old fish market.
";

/// A folder with both texts.
fn pair() -> Folder {
    let folder = Folder::new();
    folder.file("wire.txt", WIRE);
    folder.file("rewrite.txt", REWRITE);
    folder
}

/// The findings of a JSON report: rule and words.
fn found(output: &Output) -> Vec<(String, String)> {
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let findings = value["findings"].as_array().expect("findings");
    let string = |v: &serde_json::Value| v.as_str().unwrap_or("").to_owned();
    findings.iter().map(|f| (string(&f["rule"]), string(&f["at"]["text"]))).collect()
}

/// The number that the first finding of a rule has in a JSON report.
fn number_of(output: &Output, rule: &str) -> String {
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let findings = value["findings"].as_array().expect("findings");
    findings.iter().find(|f| f["rule"] == rule).expect("a finding of the rule")["number"].to_string()
}

/// The rules of a JSON report.
fn rules(output: &Output) -> Vec<String> {
    found(output).into_iter().map(|(rule, _)| rule).collect()
}
