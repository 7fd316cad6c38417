//! What the decisions of the desk say of the rules, for whoever learns from them; and decisions that were made elsewhere.

use super::decide::{self, Scope};
use super::{Desk, Fault, store};
use crate::engine::Severity;

/// What people made of the findings of a rule that had one severity: what holds now, each finding once.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Lesson {
    /// The id of the rule.
    pub rule: String,
    /// The name of the severity.
    pub severity: String,
    /// Accepted or corrected.
    pub right: usize,
    /// Dismissed because there is no error.
    pub wrong: usize,
    /// Dismissed for another reason: the finding was right to point there, and the text stays as it is.
    pub let_through: usize,
}

/// An open finding of a story at the desk.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OpenFinding<'a> {
    /// What tells the story from all others.
    pub story: &'a str,
    /// The fingerprint of the finding.
    pub fingerprint: &'a str,
    /// The id of its rule.
    pub rule: &'a str,
    /// Its words in the rewrite, or in the wire where the rewrite has none.
    pub words: &'a str,
}

/// A dismissal that was made elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// Why, and who said so.
    pub note: String,
    /// Whether it holds in all stories. One of a critical finding holds in its own at most.
    pub everywhere: bool,
}

impl Desk {
    /// What the decisions say of each rule, by severity.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn lessons(&self) -> Result<Vec<Lesson>, Fault> {
        let db = self.db();
        let mut all = db.prepare(
            "WITH held AS (
                SELECT d.* FROM decisions d WHERE d.kind IN ('true', 'dismiss', 'correct') AND d.rule <> ''
                AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = d.id)
             )
             SELECT h.rule, h.severity, sum(h.kind <> 'dismiss'),
                    sum(h.kind = 'dismiss' AND h.reason IN ('paraphrase', 'no-error')),
                    sum(h.kind = 'dismiss' AND h.reason NOT IN ('paraphrase', 'no-error'))
             FROM held h
             WHERE h.id = (SELECT max(l.id) FROM held l WHERE l.story = h.story AND l.finding = h.finding)
             GROUP BY h.rule, h.severity ORDER BY count(*) DESC, h.rule, h.severity",
        )?;
        let count = |n: i64| usize::try_from(n).unwrap_or(0);
        let rows = all.query_map([], |r| {
            Ok(Lesson {
                rule: r.get(0)?,
                severity: r.get(1)?,
                right: count(r.get(2)?),
                wrong: count(r.get(3)?),
                let_through: count(r.get(4)?),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Dismisses the open findings that were dismissed elsewhere, as `by`, and gives how many those were. They can be undone like others.
    ///
    /// # Errors
    /// Where the file cannot be read or written; then nothing is dismissed.
    pub fn dismiss_all(&self, by: &str, elsewhere: impl Fn(&OpenFinding) -> Option<Elsewhere>) -> Result<usize, Fault> {
        self.change(|work| {
            let stories: Vec<i64> = work
                .prepare("SELECT id FROM stories ORDER BY id")?
                .query_map([], |r| r.get(0))?
                .collect::<Result<_, _>>()?;
            let mut dismissed = 0;
            for id in stories {
                let story = store::story(work, id)?;
                let state = decide::state(work, &story)?;
                let open = story.review.findings.iter().zip(&state.findings).filter(|(_, standing)| standing.is_open());
                let mut touched = false;
                for (mark, _) in open {
                    let words = match mark.words(&story.review) {
                        "" => mark.wire_words(&story.review),
                        words => words,
                    };
                    let finding =
                        OpenFinding { story: &story.key, fingerprint: &mark.fingerprint, rule: &mark.rule, words };
                    let Some(Elsewhere { note, everywhere }) = elsewhere(&finding) else { continue };
                    let wide = everywhere && mark.severity < Severity::Critical;
                    let scope = if wide { Scope::Desk } else { Scope::Story };
                    decide::dismiss(work, (&story, mark), by, &note, scope)?;
                    touched = true;
                    dismissed += 1;
                }
                if touched {
                    decide::count(work, id)?;
                }
            }
            Ok(dismissed)
        })
    }
}
