//! Stories that come in: over HTTP as a line of `batch` with a source and a title, or from whoever watches a folder.

use serde::Deserialize;

use super::{Desk, Fault, Incoming, Taken};
use crate::engine::{Engine, Refused};
use crate::reply::Trouble;
use crate::review::Sent;

#[derive(Deserialize)]
struct Line {
    id: String,
    original: Takes,
    rewrite: String,
    #[serde(default)]
    date: Option<String>,
    #[serde(default)]
    source: String,
    #[serde(default)]
    title: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Takes {
    One(String),
    Several(Vec<String>),
}

/// Takes in a line.
pub(crate) fn line(desk: &Desk, engine: &dyn Engine, bytes: &[u8]) -> Result<Taken, Trouble> {
    const EXPECTED: &str = r#"expected {"id": string, "original": string or [string, …], "rewrite": string, "date", "source", "title": string (may be left out)}"#;
    // What the parser says may quote the story.
    let line: Line = serde_json::from_slice(bytes).map_err(|e| {
        Trouble::Unchecked(format!("cannot be read at line {} column {}: {EXPECTED}", e.line(), e.column()))
    })?;
    let takes = match line.original {
        Takes::One(text) => vec![text],
        Takes::Several(takes) => takes,
    };
    if takes.is_empty() || line.id.trim().is_empty() {
        return Err(Trouble::Unchecked(format!("`id` or `original` is empty: {EXPECTED}")));
    }
    let name = |i: usize| if i == 0 { "wire".to_owned() } else { format!("wire {}", i + 1) };
    let wires = takes.into_iter().enumerate().map(|(i, text)| Sent { name: name(i), text }).collect();
    let new = New {
        key: line.id,
        source: line.source,
        title: line.title,
        date: line.date,
        wires,
        rewrite: Sent { name: "rewrite".into(), text: line.rewrite },
    };
    take_in(desk, engine, new).map_err(|refused| match refused {
        NotTaken::Refused(refused) => Trouble::Unchecked(refused.message().to_owned()),
        NotTaken::Fault(fault) => {
            tracing::error!(%fault, "a story could not be taken in");
            Trouble::Internal
        }
    })
}

/// A story that was not checked yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct New {
    /// What tells it from all others.
    pub key: String,
    /// Where it comes from.
    pub source: String,
    /// What the queue calls it; its first line, where it is empty.
    pub title: String,
    /// The day of the story, where it is known.
    pub date: Option<String>,
    /// The takes of the wire.
    pub wires: Vec<Sent>,
    /// The rewrite.
    pub rewrite: Sent,
}

/// Why a story was not taken in.
#[derive(Debug)]
pub enum NotTaken {
    /// It cannot be checked.
    Refused(Refused),
    /// The file of the desk cannot be used.
    Fault(Fault),
}

/// The longest title, in letters.
const TITLE: usize = 120;

/// Checks a story and takes it in; one that is known just so is left as it is.
///
/// # Errors
/// Where it cannot be checked or kept.
pub fn take_in(desk: &Desk, engine: &dyn Engine, new: New) -> Result<Taken, NotTaken> {
    if let Some((id, came, wires)) = desk.knows(&new.key).map_err(NotTaken::Fault)?
        && came == super::hash(&new.rewrite.text)
        && wires == new.wires
    {
        return Ok(Taken::Same(id));
    }
    let review = engine.review(&new.wires, &new.rewrite, new.date.as_deref()).map_err(NotTaken::Refused)?;
    let first = || new.rewrite.text.lines().map(str::trim).find(|l| !l.is_empty()).unwrap_or("(no text)");
    let title = if new.title.trim().is_empty() { first() } else { new.title.trim() };
    let title = title.chars().take(TITLE).collect();
    let New { key, source, date, wires, rewrite, .. } = new;
    let source = if source.trim().is_empty() { "desk".to_owned() } else { source };
    desk.take_in(&Incoming { key, source, title, date, wires, rewrite, review }).map_err(NotTaken::Fault)
}
