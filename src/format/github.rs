//! GitHub workflow commands: a finding becomes an annotation on the line of the rewrite.

use std::fmt::Write as _;

use crate::finding::Severity;
use crate::format::uri::bare;
use crate::format::visible::visible;
use crate::format::{capital, message};
use crate::gate::digest::{Digest, Item, Outcome};

/// The annotations of a run, one a line. Findings that were set aside have none.
pub fn render(run: &[Digest]) -> String {
    let mut out = String::new();
    for digest in run {
        match &digest.outcome {
            Outcome::Failed(why) => {
                let file = property(bare(&digest.rewrite));
                let _ = writeln!(out, "::error file={file},title=truecopy::{}", data(why));
            }
            Outcome::Checked { .. } => {
                if let Some(why) = digest.other_story() {
                    let kind = if digest.fails { "error" } else { "warning" };
                    let file = property(bare(&digest.rewrite));
                    let _ = writeln!(out, "::{kind} file={file},title=different-story::{}", data(&capital(why)));
                }
                for item in digest.open() {
                    line(&mut out, digest, item);
                }
            }
        }
    }
    out
}

fn line(out: &mut String, digest: &Digest, item: &Item) {
    let kind = match item.severity {
        Severity::Critical | Severity::Major => "error",
        Severity::Minor => "warning",
        Severity::Neutral => "notice",
    };
    let _ = write!(out, "::{kind} file={}", property(bare(&digest.rewrite)));
    if let Some(words) = &item.at {
        let p = words.place;
        let _ = write!(out, ",line={},endLine={}", p.line, p.end_line);
        // Columns are heeded within one line only.
        if p.line == p.end_line {
            let _ = write!(out, ",col={},endColumn={}", p.column, p.end_column.max(p.column));
        }
    }
    let title = format!("{} ({})", item.rule.id, item.severity.name());
    let _ = writeln!(out, ",title={}::{}", property(&title), data(&message(digest, item)));
}

/// The message of a command.
fn data(text: &str) -> String {
    visible(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
