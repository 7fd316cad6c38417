//! Checkstyle XML, which many review tools read.

use std::fmt::Write as _;

use crate::finding::Severity;
use crate::format::capital;
use crate::format::uri::bare;
use crate::format::xml::attributes;
use crate::gate::digest::{Digest, Outcome};

/// The report of a run. Findings that were set aside are left out.
pub fn render(run: &[Digest]) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n");
    for digest in run {
        let _ = writeln!(out, "  <file{}>", attributes(&[("name", bare(&digest.rewrite).to_owned())]));
        if let Outcome::Failed(why) = &digest.outcome {
            error(&mut out, (1, 1), "error", why, "truecopy.not-checked");
        }
        if let Some(why) = digest.other_story() {
            let severity = if digest.fails { "error" } else { "warning" };
            error(&mut out, (1, 1), severity, &capital(why), "truecopy.different-story");
        }
        for item in digest.open() {
            let at = item.at.as_ref().map_or((1, 1), |w| (w.place.line, w.place.column));
            let severity = match item.severity {
                Severity::Critical | Severity::Major => "error",
                Severity::Minor => "warning",
                Severity::Neutral => "info",
            };
            error(&mut out, at, severity, &capital(&item.message), &format!("truecopy.{}", item.rule.id));
        }
        out.push_str("  </file>\n");
    }
    out.push_str("</checkstyle>\n");
    out
}

fn error(out: &mut String, (line, column): (usize, usize), severity: &str, message: &str, source: &str) {
    let attributes = attributes(&[
        ("line", line.to_string()),
        ("column", column.to_string()),
        ("severity", severity.to_owned()),
        ("message", message.to_owned()),
        ("source", source.to_owned()),
    ]);
    let _ = writeln!(out, "    <error{attributes}/>");
}
