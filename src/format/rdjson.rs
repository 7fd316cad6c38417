//! Reviewdog's diagnostic format: one document, with replacements as suggestions.
//!
//! Columns count bytes of the line as UTF-8, as the format wants them.

use serde_json::{Value, json};

use crate::finding::Severity;
use crate::format::uri::bare;
use crate::format::visible::{self, visible};
use crate::format::{capital, message};
use crate::gate::digest::{Digest, Item, Outcome};

/// The document of a run, indented, with a line end. Findings that were set aside are left out.
pub fn render(run: &[Digest]) -> String {
    let mut all: Vec<Value> = Vec::new();
    for digest in run {
        if let Outcome::Failed(why) = &digest.outcome {
            all.push(json!({
                "message": visible(why),
                "severity": "ERROR",
                "location": {"path": visible(bare(&digest.rewrite))},
                "code": {"value": "not-checked"}
            }));
        }
        if let Some(why) = digest.other_story() {
            all.push(json!({
                "message": capital(&visible(why)),
                "severity": if digest.fails { "ERROR" } else { "WARNING" },
                "location": {"path": visible(bare(&digest.rewrite))},
                "code": {"value": "different-story"}
            }));
        }
        all.extend(digest.open().map(|i| diagnostic(digest, i)));
    }
    let document = json!({"source": {"name": "truecopy"}, "diagnostics": all});
    visible::json(serde_json::to_string_pretty(&document).unwrap_or_default() + "\n")
}

fn diagnostic(digest: &Digest, item: &Item) -> Value {
    let mut location = json!({"path": visible(bare(&digest.rewrite))});
    let range = item.at.as_ref().map(|w| {
        let p = w.place;
        json!({
            "start": {"line": p.line, "column": p.byte_column},
            "end": {"line": p.end_line, "column": p.end_byte_column}
        })
    });
    if let (Some(range), Some(map)) = (&range, location.as_object_mut()) {
        map.insert("range".into(), range.clone());
    }
    let mut out = json!({
        "message": message(digest, item),
        "severity": match item.severity {
            Severity::Critical | Severity::Major => "ERROR",
            Severity::Minor => "WARNING",
            Severity::Neutral => "INFO",
        },
        "location": location,
        "code": {"value": item.rule.id}
    });
    if let (Some(range), Some(words), Some(map)) = (range, &item.replacement, out.as_object_mut()) {
        map.insert("suggestions".into(), json!([{"range": range, "text": words}]));
    }
    out
}
