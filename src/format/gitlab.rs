//! GitLab's code quality report: the widget of a merge request.

use serde::Serialize;

use crate::finding::Severity;
use crate::format::capital;
use crate::format::uri::bare;
use crate::format::visible::{self, visible};
use crate::gate::digest::{Digest, Outcome};

#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
}

/// The report of a run, indented, with a line end. Findings that were set aside are left out.
pub fn render(run: &[Digest]) -> String {
    let mut issues = Vec::new();
    for digest in run {
        let location = |line| Location { path: path(&digest.rewrite), lines: Lines { begin: line } };
        if let Outcome::Failed(why) = &digest.outcome {
            issues.push(Issue {
                description: visible(why).into_owned(),
                check_name: "not-checked",
                fingerprint: digest.fingerprint("not-checked"),
                severity: "blocker",
                location: location(1),
            });
        }
        if let Some(why) = digest.other_story() {
            issues.push(Issue {
                description: capital(&visible(why)),
                check_name: "different-story",
                fingerprint: digest.fingerprint("different-story"),
                severity: if digest.fails { "critical" } else { "minor" },
                location: location(1),
            });
        }
        for item in digest.open() {
            issues.push(Issue {
                description: capital(&visible(&item.message)),
                check_name: item.rule.id,
                fingerprint: digest.fingerprint(&item.fingerprint),
                severity: match item.severity {
                    Severity::Critical => "critical",
                    Severity::Major => "major",
                    Severity::Minor => "minor",
                    Severity::Neutral => "info",
                },
                location: location(item.at.as_ref().map_or(1, |w| w.place.line)),
            });
        }
    }
    visible::json(serde_json::to_string_pretty(&issues).unwrap_or_default() + "\n")
}

fn path(name: &str) -> String {
    visible(bare(name)).replace('\\', "/")
}
