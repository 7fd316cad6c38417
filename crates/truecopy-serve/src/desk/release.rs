//! The log of releases: who answers for which text, and every decision that was made about it. Each line holds the hash of the line before
//! it, so that none can be changed, removed or put in between without all later ones showing it.

use rusqlite::{OptionalExtension as _, params};
use serde_json::{Value, json};

use super::decide::{self, Kind};
use super::{Desk, Fault, hash, store};
use crate::engine::Severity;

/// What the first line names as the hash before it.
const NOTHING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// A line of the log, as it was written, with its hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub line: String,
    pub hash: String,
}

impl Desk {
    /// Releases a story: writes down who answers for it.
    ///
    /// # Errors
    /// Where somebody changed it meanwhile, something is still open, or the file cannot be written.
    pub(super) fn release(&self, id: i64, version: i64, note: &str, by: &str) -> Result<(), Fault> {
        self.change(|work| {
            let story = store::story(work, id)?;
            let state = decide::state(work, &story)?;
            if story.version != version {
                return Err(Fault::Meanwhile(
                    "the story has changed since this page was made: look at it again".into(),
                ));
            }
            if story.is_released {
                return Err(Fault::Refused("the story is released already".into()));
            }
            if let Some(missing) = state.missing(&story.review) {
                return Err(Fault::Refused(missing));
            }
            if !story.review.compared && note.trim().is_empty() {
                let why = "the text could not be compared with its wire: say how it was examined";
                return Err(Fault::Refused(why.into()));
            }
            let last = "SELECT number, hash FROM releases ORDER BY number DESC LIMIT 1";
            let last: Option<(i64, String)> = work.query_row(last, [], |r| Ok((r.get(0)?, r.get(1)?))).optional()?;
            let (number, previous) = last.map_or((1, NOTHING.to_owned()), |(n, hash)| (n + 1, hash));
            let at: String = work.query_row(&format!("SELECT {}", store::NOW), [], |r| r.get(0))?;
            let decisions: Vec<Value> = state.history.iter().map(decision).collect();
            let count = |severity| state.open(&story.review, severity);
            let line = json!({
                "number": number, "at": at, "by": by, "story": story.key, "source": story.source, "title": story.title,
                "text": story.hash, "wires": story.wires.iter().map(|w| hash(&w.text)).collect::<Vec<_>>(),
                "program": story.review.program, "verdict": story.review.verdict, "fidelity": story.review.fidelity,
                "left_open": { "minor": count(Severity::Minor), "neutral": count(Severity::Neutral) },
                "note": note.trim(), "decisions": decisions, "previous": previous,
            });
            let line = line.to_string();
            let add = "INSERT INTO releases (number, story, line, hash) VALUES (?1, ?2, ?3, ?4)";
            work.execute(add, params![number, id, line, hash(&line)])?;
            work.execute("UPDATE stories SET state = 'released', version = version + 1 WHERE id = ?1", [id])?;
            Ok(())
        })
    }

    /// All lines of the log, or those of one story, the first first.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub(crate) fn releases(&self, story: Option<i64>) -> Result<Vec<Line>, Fault> {
        let db = self.db();
        let mut all = db.prepare("SELECT line, hash FROM releases WHERE ?1 IS NULL OR story = ?1 ORDER BY number")?;
        let lines = all.query_map([story], |r| Ok(Line { line: r.get(0)?, hash: r.get(1)? }))?;
        Ok(lines.collect::<Result<_, _>>()?)
    }
}

/// The number of the first line of a log that does not follow from those before it; none where all do.
pub(crate) fn broken(lines: &[Line]) -> Option<usize> {
    let mut previous = NOTHING.to_owned();
    for (i, line) in lines.iter().enumerate() {
        let said: Option<Value> = serde_json::from_str(&line.line).ok();
        let follows = said.is_some_and(|v| v["previous"] == previous.as_str() && v["number"] == i + 1);
        if !follows || line.hash != hash(&line.line) {
            return Some(i + 1);
        }
        previous.clone_from(&line.hash);
    }
    None
}

fn decision(d: &super::Decision) -> Value {
    let mut out = json!({
        "what": d.kind.name(), "rule": d.rule, "severity": d.severity, "words": d.words, "message": d.message,
        "reason": d.reason, "note": d.note, "by": d.by, "at": d.at, "text_number": d.text,
    });
    if let Some(put) = &d.put {
        out["put"] = put.as_str().into();
    }
    if d.kind == Kind::Dismiss {
        out["scope"] = d.scope.name().into();
    }
    out
}
