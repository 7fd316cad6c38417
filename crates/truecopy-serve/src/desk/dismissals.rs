//! The dismissals that hold, for whoever checks without the desk.

use super::decide::{REASONS, Scope};
use super::{Desk, Fault};

/// A dismissal that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Dismissal {
    /// The id of the rule.
    pub rule: String,
    /// The words of the finding.
    pub words: String,
    /// Why it is no error, in words.
    pub reason: String,
    /// What tells the story from all others; none where it holds in all stories.
    pub story: Option<String>,
    /// Who dismissed it.
    pub by: String,
    /// When.
    pub at: String,
}

impl Desk {
    /// Every dismissal that holds, the first first.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn dismissals(&self) -> Result<Vec<Dismissal>, Fault> {
        let db = self.db();
        let mut all = db.prepare(
            "SELECT d.rule, d.words, d.reason, d.note, s.key, d.scope, d.by, d.at FROM decisions d JOIN stories s ON s.id = d.story
             WHERE d.kind = 'dismiss' AND d.words <> '' AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = d.id)
               AND NOT EXISTS (SELECT 1 FROM decisions l WHERE l.story = d.story AND l.finding = d.finding AND l.id > d.id
                               AND l.kind IN ('true', 'dismiss', 'correct')
                               AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = l.id))
             ORDER BY d.id",
        )?;
        let rows = all.query_map([], |r| {
            let (reason, note, scope): (String, String, String) = (r.get(2)?, r.get(3)?, r.get(5)?);
            let known = REASONS.iter().find(|(name, _)| *name == reason).map_or("", |(_, words)| words);
            let reason = if note.is_empty() { known.to_owned() } else { format!("{known}: {note}") };
            let everywhere = scope == Scope::Desk.name();
            let story: String = r.get(4)?;
            Ok(Dismissal {
                rule: r.get(0)?,
                words: r.get(1)?,
                reason,
                story: (!everywhere).then_some(story),
                by: r.get(6)?,
                at: r.get(7)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
