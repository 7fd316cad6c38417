//! SARIF 2.1.0, the interchange format of static analysis: one log for a whole run.
//!
//! Lines and columns count Unicode code points. A finding that the rewrite has no words for points at the rewrite as a whole, with the
//! wire's words as a related location. Findings that were set aside are in the log with a suppression.

use std::collections::HashMap;

use serde::Serialize;
use serde_json::{Value, json};

use crate::finding::{Rule, Severity};
use crate::format::uri::uri;
use crate::format::visible::{self, visible};
use crate::format::{capital, confidence, round, rule_page};
use crate::gate::digest::{Digest, Item, Outcome, Words};
use crate::gate::{Why, fingerprint};

/// The schema that the log says it fits.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json";

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Value,
    column_kind: &'static str,
    invocations: [Value; 1],
    artifacts: Each<'a>,
    results: Each<'a>,
}

/// Values that are made one by one while they are written: a run over thousands of rewrites would else stand in memory three times.
struct Each<'a>(Box<dyn Fn() -> Box<dyn Iterator<Item = Value> + 'a> + 'a>);

impl Serialize for Each<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// The log of a run, indented, with a line end.
pub fn render(run: &[Digest]) -> String {
    let mut rules: Vec<&'static Rule> = Vec::new();
    let mut index: HashMap<&str, usize> = HashMap::new();
    for item in run.iter().flat_map(Digest::items) {
        index.entry(item.rule.id).or_insert_with(|| {
            rules.push(item.rule);
            rules.len() - 1
        });
    }
    let failures: Vec<Value> = run
        .iter()
        .filter_map(|d| match &d.outcome {
            Outcome::Failed(why) => Some(json!({
                "level": "error",
                "message": {"text": message(why)},
                "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(&d.rewrite)}}}]
            })),
            Outcome::Checked { .. } => None,
        })
        .collect();
    let mut invocation = json!({"executionSuccessful": failures.is_empty()});
    if !failures.is_empty() {
        put(&mut invocation, "toolExecutionNotifications", Value::Array(failures));
    }
    let index = &index;
    let compared = run.iter().flat_map(Digest::items).any(|i| i.known.is_some());
    let mut descriptors: Vec<Value> = rules.iter().map(|r| descriptor(r)).collect();
    if run.iter().any(|d| d.other_story().is_some()) {
        descriptors.push(other_story_descriptor());
    }
    let others = rules.len();
    let results = move || -> Box<dyn Iterator<Item = Value> + '_> {
        Box::new(run.iter().flat_map(move |d| {
            let found = d.items().iter().map(move |i| result(d, i, index.get(i.rule.id).copied()));
            other_story(d, others, compared).into_iter().chain(found)
        }))
    };
    let tool = json!({"driver": {
        "name": "truecopy",
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": descriptors
    }});
    let log = Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [Run {
            tool,
            column_kind: "unicodeCodePoints",
            invocations: [invocation],
            artifacts: Each(Box::new(move || Box::new(run.iter().map(text)))),
            results: Each(Box::new(results)),
        }],
    };
    visible::json(serde_json::to_string_pretty(&log).unwrap_or_default() + "\n")
}

/// Stands for a rule in the results for rewrites that tell another story.
fn other_story_descriptor() -> Value {
    let what = "The rewrite tells a different story from its wire, so the two were not compared.";
    json!({
        "id": "different-story",
        "name": "DifferentStory",
        "shortDescription": {"text": what},
        "fullDescription": {"text": what},
        "help": {"text": format!("What it reports\n\n{what}"), "markdown": format!("## What it reports\n\n{what}")},
        "defaultConfiguration": {"level": "error"}
    })
}

/// A result for a rewrite that tells another story, of which there is no finding. `index` is that of its descriptor.
fn other_story(digest: &Digest, index: usize, compared: bool) -> Option<Value> {
    let why = digest.other_story()?;
    let mut out = json!({
        "ruleId": "different-story",
        "ruleIndex": index,
        "level": if digest.fails { "error" } else { "warning" },
        "message": {"text": capital(&message(why))},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(&digest.rewrite)}}}],
        "partialFingerprints": {"truecopyWords/v1": digest.fingerprint("different-story")},
        "suppressions": []
    });
    // A baseline knows findings only; where one result has a state, all have.
    if compared {
        put(&mut out, "baselineState", Value::from("new"));
    }
    Some(out)
}

fn put(value: &mut Value, key: &str, what: Value) {
    if let Some(map) = value.as_object_mut() {
        map.insert(key.to_owned(), what);
    }
}

fn text(digest: &Digest) -> Value {
    let mut out = json!({"location": {"uri": uri(&digest.rewrite)}, "roles": ["analysisTarget"]});
    if let Outcome::Checked { verdict, reason, .. } = &digest.outcome {
        let mut properties = json!({
            "verdict": verdict.name(),
            "reason": visible(reason),
            "wires": digest.wires.iter().map(|w| uri(w)).collect::<Vec<_>>()
        });
        if let Some(fidelity) = digest.fidelity() {
            put(&mut properties, "fidelity", json!(round(fidelity, 4)));
        }
        put(&mut out, "properties", properties);
    }
    out
}

fn descriptor(rule: &Rule) -> Value {
    let name: String = rule.id.split(['-', '/']).map(capital).collect();
    json!({
        "id": rule.id,
        "name": name,
        "shortDescription": {"text": rule.summary()},
        "fullDescription": {"text": first_of(&[rule.section("Why it matters"), &rule.summary()])},
        "help": {"text": literal(&plain(rule.docs)), "markdown": rule_page(rule)},
        "defaultConfiguration": {"level": level(rule.severity)},
        "properties": {"tags": [rule.group.name(), rule.category.name()], "severity": rule.severity.name()}
    })
}

fn first_of(texts: &[&str]) -> String {
    let text = texts.iter().find(|t| !t.trim().is_empty()).copied().unwrap_or("none");
    text.split("\n\n").next().unwrap_or(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The same without marks, for viewers that show text only.
fn plain(docs: &str) -> String {
    let kept = docs.lines().map(str::trim).filter(|l| !l.starts_with("```"));
    kept.map(|l| l.strip_prefix("# ").unwrap_or(l).replace('`', "")).collect::<Vec<_>>().join("\n").trim().to_owned()
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::Major => "error",
        Severity::Minor => "warning",
        Severity::Neutral => "note",
    }
}

fn result(digest: &Digest, item: &Item, rule: Option<usize>) -> Value {
    let mut prints = json!({});
    put(&mut prints, fingerprint::SCHEME, Value::String(item.fingerprint.clone()));
    let location = match &item.at {
        Some(words) => json!({"physicalLocation": place(words)}),
        None => {
            json!({"physicalLocation": {"artifactLocation": {"uri": uri(&digest.rewrite)}, "region": {"startLine": 1}}})
        }
    };
    let mut out = json!({
        "ruleId": item.rule.id,
        "ruleIndex": rule,
        "level": level(item.severity),
        "message": {"text": capital(&message(&item.message))},
        "locations": [location],
        "partialFingerprints": prints,
        "rank": round(f64::from(item.confidence) * 100.0, 1),
        "properties": {
            "severity": item.severity.name(),
            "category": item.category.name(),
            "confidence": confidence(item.confidence)
        }
    });
    let related: Vec<Value> = item
        .wire
        .iter()
        .map(|w| (w, "what the wire says"))
        .chain(item.also.iter().map(|w| (w, "the same fault here")))
        .chain(item.other.iter().map(|w| (w, "what the rewrite says elsewhere")))
        .enumerate()
        .map(|(i, (w, what))| json!({"id": i + 1, "physicalLocation": place(w), "message": {"text": what}}))
        .collect();
    if !related.is_empty() {
        put(&mut out, "relatedLocations", Value::Array(related));
    }
    if let (Some(words), Some(replacement)) = (&item.at, &item.replacement) {
        let places = std::iter::once(words).chain(&item.also);
        let replacements: Vec<Value> =
            places.map(|w| json!({"deletedRegion": region(w), "insertedContent": {"text": replacement}})).collect();
        let fix = json!([{
            "description": {"text": if replacement.trim().is_empty() { "Delete these words" } else { "Replace with these words" }},
            "artifactChanges": [{
                "artifactLocation": {"uri": uri(&words.name)},
                "replacements": replacements
            }]
        }]);
        put(&mut out, "fixes", fix);
    }
    if let Some(known) = item.known {
        put(&mut out, "baselineState", Value::from(if known { "unchanged" } else { "new" }));
    }
    // A run in which some results say whether they are suppressed has to say it of all.
    let suppressions = match &item.aside {
        None => json!([]),
        Some(Why::Accepted(_, reason)) => json!([suppression(&visible(reason))]),
        Some(Why::Known) => json!([suppression("already in the baseline")]),
        Some(Why::Lexicon) => json!([suppression("in the house lexicon")]),
    };
    put(&mut out, "suppressions", suppressions);
    out
}

/// A message in which the words of a story are words and no more.
fn message(text: &str) -> String {
    literal(&visible(text))
}

/// Text in which nothing is a link: in the plain text of a message, `[words](2)` is one, and many viewers make one of a bare address. A space
/// in the address keeps it readable, and nothing to press.
fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (i, c) in text.char_indices() {
        if matches!(c, '[' | ']' | '\\') {
            out.push('\\');
        }
        let (before, rest) = text.split_at(i);
        let scheme = before.ends_with(':') && rest.starts_with("//");
        let site =
            rest.starts_with('.') && before.get(i.saturating_sub(3)..).is_some_and(|w| w.eq_ignore_ascii_case("www"));
        if scheme || site {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

fn suppression(reason: &str) -> Value {
    json!({"kind": "external", "status": "accepted", "justification": reason})
}

fn place(words: &Words) -> Value {
    let mut region = region(words);
    // Some viewers show a snippet as Markdown. Escaped it would not be the text any more, and the place is enough to find it.
    if !words.text.is_empty() && literal(&words.text) == words.text {
        put(&mut region, "snippet", json!({"text": visible(&words.text)}));
    }
    json!({"artifactLocation": {"uri": uri(&words.name)}, "region": region})
}

fn region(words: &Words) -> Value {
    let p = words.place;
    json!({"startLine": p.line, "startColumn": p.column, "endLine": p.end_line, "endColumn": p.end_column})
}
