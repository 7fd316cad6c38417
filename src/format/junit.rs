//! JUnit XML: every pair is a test case, grouped by the folder of the rewrite, and fails where the run fails for it.

use std::fmt::Write as _;

use crate::format::xml::{attributes, text};
use crate::format::{capital, confidence, plural, round};
use crate::gate::digest::{Digest, Outcome};

/// The report of a run.
pub fn render(run: &[Digest]) -> String {
    let mut suites: Vec<(&str, Vec<&Digest>)> = Vec::new();
    for digest in run {
        match suites.iter_mut().find(|(name, _)| *name == digest.source()) {
            Some((_, cases)) => cases.push(digest),
            None => suites.push((digest.source(), vec![digest])),
        }
    }
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let all: Vec<&Digest> = run.iter().collect();
    let _ = writeln!(out, "<testsuites{}>", attributes(&head("truecopy", &all)));
    for (name, cases) in &suites {
        let name = if name.is_empty() { "." } else { name };
        let _ = writeln!(out, "  <testsuite{}>", attributes(&head(name, cases)));
        for digest in cases {
            case(&mut out, name, digest);
        }
        out.push_str("  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    out
}

fn head(name: &str, cases: &[&Digest]) -> Vec<(&'static str, String)> {
    let failed = cases.iter().filter(|d| matches!(d.outcome, Outcome::Failed(_))).count();
    let failing = cases.iter().filter(|d| d.fails).count();
    vec![
        ("name", name.to_owned()),
        ("tests", cases.len().to_string()),
        ("failures", (failing - failed.min(failing)).to_string()),
        ("errors", failed.to_string()),
    ]
}

fn case(out: &mut String, suite: &str, digest: &Digest) {
    let attributes = attributes(&[("name", digest.rewrite.clone()), ("classname", suite.to_owned())]);
    match &digest.outcome {
        Outcome::Failed(why) => {
            let _ = writeln!(out, "    <testcase{attributes}>");
            let _ = writeln!(out, "      <error message=\"{}\" type=\"not-checked\"/>", text(why));
            out.push_str("    </testcase>\n");
        }
        Outcome::Checked { verdict, reason, .. } => {
            let listed = list(digest);
            if listed.is_empty() && !digest.fails {
                let _ = writeln!(out, "    <testcase{attributes}/>");
                return;
            }
            let _ = writeln!(out, "    <testcase{attributes}>");
            let summary = format!("{}: {reason}", verdict.name());
            let fidelity = digest.fidelity().map_or_else(String::new, |f| format!("; fidelity {:.1}", round(f, 1)));
            let body = format!("{summary}{fidelity}\n{listed}");
            if digest.fails {
                let (message, body) = (text(&summary), body_text(&body));
                let _ =
                    writeln!(out, "      <failure message=\"{message}\" type=\"{}\">{body}</failure>", verdict.name());
            } else {
                let noun = plural(digest.open().count(), "finding");
                let _ = writeln!(out, "      <system-out>{}</system-out>", body_text(&format!("{noun}\n{listed}")));
            }
            out.push_str("    </testcase>\n");
        }
    }
}

fn list(digest: &Digest) -> String {
    let mut out = String::new();
    for item in digest.open() {
        let place = item.at.as_ref().map_or_else(
            || digest.rewrite.clone(),
            |w| format!("{}:{}:{}", digest.rewrite, w.place.line, w.place.column),
        );
        let sure = confidence(item.confidence);
        let message = capital(&item.message);
        let _ = writeln!(out, "{place}: {} {} ({sure:.2}): {message}", item.severity.name(), item.rule.id);
    }
    out
}

/// Text of an element, in which line ends may stand as they are.
fn body_text(raw: &str) -> String {
    text(raw).replace("&#10;", "\n").replace("&#9;", "\t")
}
