//! Decisions about findings: made, undone, remembered, and what is open after them.

use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, params};

use super::store::{self, NOW, Story};
use super::{Desk, Fault};
use crate::engine::Severity;
use crate::review::{Mark, Review};

/// Why a finding may be dismissed: the name, and what people read.
pub(crate) const REASONS: [(&str, &str); 6] = [
    ("paraphrase", "a fair paraphrase"),
    ("other-reporting", "from other reporting"),
    ("house-style", "house style"),
    ("wrong-wire", "the wire is wrong, or is not the right one"),
    ("no-error", "no error"),
    ("other", "another reason"),
];

/// The longest note, in bytes.
const LONGEST: usize = 4000;

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The finding is right.
    True,
    /// It is not held against the text.
    Dismiss,
    /// The text was changed.
    Correct,
    /// Somebody said something.
    Comment,
    /// An earlier decision does not hold any more.
    Undo,
}

impl Kind {
    const ALL: [(Kind, &str); 5] = [
        (Kind::True, "true"),
        (Kind::Dismiss, "dismiss"),
        (Kind::Correct, "correct"),
        (Kind::Comment, "comment"),
        (Kind::Undo, "undo"),
    ];

    /// As the file, the log and forms write it.
    pub fn name(self) -> &'static str {
        Kind::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }

    /// The kind of this name.
    pub fn from_name(name: &str) -> Option<Kind> {
        Kind::ALL.iter().find(|(_, n)| *n == name).map(|(kind, _)| *kind)
    }

    /// What somebody did.
    pub fn done(self) -> &'static str {
        match self {
            Kind::True => "accepted",
            Kind::Dismiss => "dismissed",
            Kind::Correct => "corrected",
            Kind::Comment => "commented on",
            Kind::Undo => "reopened",
        }
    }
}

/// Where a dismissal holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Scope {
    /// For this finding.
    #[default]
    Here,
    /// For the same words in this story.
    Story,
    /// For the same words in stories of this source.
    Source,
    /// For the same words in all stories.
    Desk,
}

impl Scope {
    /// All of them with their names and what people read.
    pub const ALL: [(Scope, &'static str, &'static str); 4] = [
        (Scope::Here, "here", "here"),
        (Scope::Story, "story", "in this story"),
        (Scope::Source, "source", "in this source"),
        (Scope::Desk, "desk", "everywhere"),
    ];

    /// As the file and forms write it.
    pub fn name(self) -> &'static str {
        Scope::ALL.iter().find(|(scope, ..)| *scope == self).map_or("here", |(_, name, _)| name)
    }

    /// The scope of this name.
    pub fn from_name(name: &str) -> Option<Scope> {
        Scope::ALL.iter().find(|(_, n, _)| *n == name).map(|(scope, ..)| *scope)
    }
}

/// A decision as it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Decision {
    pub id: i64,
    /// The number of the text that it is about.
    pub text: i64,
    /// The fingerprint of the finding; nothing for a comment on the story.
    pub finding: String,
    pub rule: String,
    pub severity: String,
    pub words: String,
    pub message: String,
    pub kind: Kind,
    pub reason: String,
    pub note: String,
    /// What a correction put in place.
    pub put: Option<String>,
    pub undoes: Option<i64>,
    pub scope: Scope,
    pub by: String,
    pub at: String,
}

const COLUMNS: &str = "d.id, d.text, d.finding, d.rule, d.severity, d.words, d.message, d.kind, d.reason, d.note, d.put, d.undoes, d.scope, d.by, d.at";

fn read(r: &Row) -> rusqlite::Result<Decision> {
    let (kind, scope): (String, String) = (r.get(7)?, r.get(12)?);
    Ok(Decision {
        id: r.get(0)?,
        text: r.get(1)?,
        finding: r.get(2)?,
        rule: r.get(3)?,
        severity: r.get(4)?,
        words: r.get(5)?,
        message: r.get(6)?,
        // The file holds these kinds and no others.
        kind: Kind::from_name(&kind).unwrap_or(Kind::Comment),
        reason: r.get(8)?,
        note: r.get(9)?,
        put: r.get(10)?,
        undoes: r.get(11)?,
        scope: Scope::from_name(&scope).unwrap_or_default(),
        by: r.get(13)?,
        at: r.get(14)?,
    })
}

/// How things are with one finding.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Standing {
    /// What was decided and holds.
    pub decision: Option<Decision>,
    /// A dismissal made elsewhere that covers it.
    pub remembered: Option<Decision>,
    /// What people said, the first first.
    pub comments: Vec<Decision>,
    /// The last thing that was done about it; 0 where nothing was. A form says which one its page knew of.
    pub last: i64,
}

impl Standing {
    /// Whether somebody still has to look at it.
    pub fn is_open(&self) -> bool {
        self.decision.is_none() && self.remembered.is_none()
    }
}

/// How things are with all findings of a story, in their order, and all that was done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct State {
    pub findings: Vec<Standing>,
    /// The first first.
    pub history: Vec<Decision>,
}

impl State {
    /// How many findings of a severity are open.
    pub fn open(&self, review: &Review, severity: Severity) -> usize {
        let all = review.findings.iter().zip(&self.findings);
        all.filter(|(mark, standing)| mark.severity == severity && standing.is_open()).count()
    }

    /// Why a story cannot be released yet; nothing where it can.
    pub fn missing(&self, review: &Review) -> Option<String> {
        let grave = review.findings.iter().zip(&self.findings).filter(|(m, _)| m.severity >= Severity::Major);
        let (mut open, mut wrong) = (0, 0);
        for (_, standing) in grave {
            open += usize::from(standing.is_open());
            wrong += usize::from(standing.decision.as_ref().is_some_and(|d| d.kind == Kind::True));
        }
        match (open, wrong) {
            (0, 0) => None,
            (0, 1) => Some("1 finding was accepted, and the text is not corrected".into()),
            (0, n) => Some(format!("{n} findings were accepted, and the text is not corrected")),
            (1, _) => Some("1 critical or major finding is open".into()),
            (n, _) => Some(format!("{n} critical or major findings are open")),
        }
    }

    /// The decision that is undone next: the last one that holds.
    pub fn undoable(&self) -> Option<&Decision> {
        let undone = |id: i64| self.history.iter().any(|d| d.undoes == Some(id));
        self.history.iter().rev().find(|d| !matches!(d.kind, Kind::Comment | Kind::Undo) && !undone(d.id))
    }
}

/// How things are with the findings of a story.
pub(super) fn state(db: &Connection, story: &Story) -> Result<State, Fault> {
    let mut all = db.prepare(&format!("SELECT {COLUMNS} FROM decisions d WHERE d.story = ?1 ORDER BY d.id"))?;
    let history: Vec<Decision> = all.query_map([story.id], read)?.collect::<Result<_, _>>()?;
    let mut findings = Vec::with_capacity(story.review.findings.len());
    for mark in &story.review.findings {
        let own = || history.iter().filter(|d| d.finding == mark.fingerprint);
        let undone = |id: i64| history.iter().any(|d| d.undoes == Some(id));
        let holds = |d: &&Decision| !matches!(d.kind, Kind::Comment | Kind::Undo) && !undone(d.id);
        // A correction that left the finding where it was settles nothing.
        let decision = own().rev().find(holds).filter(|d| d.kind != Kind::Correct).cloned();
        let remembered = if decision.is_none() { remembered(db, story, mark)? } else { None };
        let comments = own().filter(|d| d.kind == Kind::Comment).cloned().collect();
        let last = own().filter(|d| d.kind != Kind::Comment).map(|d| d.id).max().unwrap_or(0);
        findings.push(Standing { decision, remembered, comments, last });
    }
    Ok(State { findings, history })
}

/// A dismissal made elsewhere that covers a finding: of the same rule, about the same words of both sides. What is critical is looked at in
/// every story.
fn remembered(db: &Connection, story: &Story, mark: &Mark) -> Result<Option<Decision>, Fault> {
    let find = format!(
        "SELECT {COLUMNS} FROM decisions d JOIN stories s ON s.id = d.story
         WHERE d.scope <> 'here' AND d.kind = 'dismiss' AND d.rule = ?1 AND d.words = ?2 AND d.wire_words = ?3
           AND (d.story = ?4 OR (?5 AND (d.scope = 'desk' OR (d.scope = 'source' AND s.source = ?6))))
           AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = d.id)
           AND NOT (d.story = ?4 AND d.finding = ?7)
         ORDER BY d.id DESC LIMIT 1"
    );
    let words = (mark.words(&story.review), mark.wire_words(&story.review));
    if words.0.is_empty() {
        // A place between two words is like any other.
        return Ok(None);
    }
    let beyond = mark.severity < Severity::Critical;
    let found = db
        .prepare(&find)?
        .query_row(params![mark.rule, words.0, words.1, story.id, beyond, story.source, mark.fingerprint], read)
        .optional()?;
    Ok(found)
}

/// Counts what is open, and notes that something was done.
pub(super) fn count(work: &Transaction, id: i64) -> Result<(), Fault> {
    let story = store::story(work, id)?;
    let state = state(work, &story)?;
    store::note_open(work, id, |severity| state.open(&story.review, severity))
}

/// What somebody wants to decide, and what the page knew that it was decided on.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Wanted<'a> {
    pub story: i64,
    /// The number of the text that the page showed.
    pub text: i64,
    /// The fingerprint of the finding.
    pub finding: &'a str,
    /// The last thing that the page knew of it.
    pub last: i64,
    pub by: &'a str,
}

/// What is decided.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Verdict {
    True {
        note: String,
    },
    Dismiss {
        reason: String,
        note: String,
        scope: Scope,
    },
    /// The words, and the text with them in place, checked.
    Correct {
        put: String,
        text: String,
        review: Box<Review>,
        note: String,
    },
}

impl Desk {
    /// Makes a decision.
    ///
    /// # Errors
    /// Where somebody else was faster, what is wanted makes no sense, or the file cannot be written.
    pub(super) fn decide(&self, wanted: &Wanted, verdict: &Verdict) -> Result<(), Fault> {
        self.change(|work| {
            let story = store::story(work, wanted.story)?;
            let state = state(work, &story)?;
            if story.text != wanted.text {
                return Err(Fault::Meanwhile(changed(&state)));
            }
            if let (Verdict::Correct { put, text, review, note }, "") = (verdict, wanted.finding) {
                // The text as a whole.
                let add = Adding { story: &story, mark: None, by: wanted.by };
                add.row(work, Kind::Correct, "", note, Some(put), None, Scope::Here)?;
                store::put_text(work, story.id, text, review, wanted.by)?;
                return open_again(work, story.id);
            }
            let at = story.review.findings.iter().position(|m| m.fingerprint == wanted.finding);
            let Some(at) = at else { return Err(Fault::Refused("there is no such finding any more".into())) };
            let (mark, standing) = (&story.review.findings[at], &state.findings[at]);
            if standing.last != wanted.last {
                let faster = state.history.iter().find(|d| d.id == standing.last);
                return Err(Fault::Meanwhile(faster.map_or_else(|| changed(&state), told)));
            }
            let add = Adding { story: &story, mark: Some(mark), by: wanted.by };
            match verdict {
                Verdict::True { note } => add.row(work, Kind::True, "", note, None, None, Scope::Here)?,
                Verdict::Dismiss { reason, note, scope } => {
                    if !REASONS.iter().any(|(name, _)| name == reason) {
                        return Err(Fault::Refused("a dismissal needs a reason".into()));
                    }
                    if reason == "other" && note.trim().is_empty() {
                        return Err(Fault::Refused("say which reason it is".into()));
                    }
                    if mark.severity == Severity::Critical && matches!(scope, Scope::Source | Scope::Desk) {
                        return Err(Fault::Refused("a critical finding can be dismissed for one story at most".into()));
                    }
                    add.row(work, Kind::Dismiss, reason, note, None, None, *scope)?;
                }
                Verdict::Correct { put, text, review, note } => {
                    add.row(work, Kind::Correct, "", note, Some(put), None, Scope::Here)?;
                    store::put_text(work, story.id, text, review, wanted.by)?;
                }
            }
            open_again(work, story.id)
        })
    }

    /// Adds a comment on a finding, or on the story where none is named.
    ///
    /// # Errors
    /// Where it says nothing, or the file cannot be written.
    pub(super) fn comment(&self, id: i64, finding: &str, note: &str, by: &str) -> Result<(), Fault> {
        if note.trim().is_empty() {
            return Err(Fault::Refused("the comment says nothing".into()));
        }
        self.change(|work| {
            let story = store::story(work, id)?;
            let mark = story.review.findings.iter().find(|m| m.fingerprint == finding);
            Adding { story: &story, mark, by }.row(work, Kind::Comment, "", note, None, None, Scope::Here)?;
            count(work, id)
        })
    }

    /// Undoes a decision that holds. A correction can be undone while its text is the last one.
    ///
    /// # Errors
    /// Where it does not hold any more, its text was changed since, or the file cannot be written.
    pub(super) fn undo(&self, id: i64, decision: i64, by: &str) -> Result<(), Fault> {
        self.change(|work| {
            let story = store::story(work, id)?;
            let state = state(work, &story)?;
            if let Some(undone) = state.history.iter().find(|d| d.undoes == Some(decision)) {
                return Err(Fault::Meanwhile(format!("{} has undone this already", undone.by)));
            }
            let wanted = state.history.iter().find(|d| d.id == decision);
            let found = wanted.filter(|d| !matches!(d.kind, Kind::Comment | Kind::Undo));
            let Some(found) = found else { return Err(Fault::Refused("there is no such decision".into())) };
            if found.kind == Kind::Correct {
                if story.text != found.text + 1 {
                    return Err(Fault::Refused("the text was changed since: undo the later changes first".into()));
                }
                let (text, review): (String, String) = work.query_row(
                    "SELECT text, review FROM texts WHERE story = ?1 AND number = ?2",
                    params![id, found.text],
                    |r| Ok((r.get(0)?, r.get(1)?)),
                )?;
                let review = serde_json::from_str(&review).map_err(|_| Fault::Damaged("the findings of a story"))?;
                store::put_text(work, id, &text, &review, by)?;
            }
            let add = format!(
                "INSERT INTO decisions (story, text, finding, rule, severity, words, message, kind, reason, note, undoes, by, at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'undo', '', '', ?8, ?9, {NOW})"
            );
            let d = found;
            work.execute(
                &add,
                params![id, story.text, d.finding, d.rule, d.severity, d.words, d.message, decision, by],
            )?;
            open_again(work, id)
        })
    }
}

/// Dismisses a finding for a reason that the note gives.
pub(super) fn dismiss(
    work: &Transaction,
    (story, mark): (&Story, &Mark),
    by: &str,
    note: &str,
    scope: Scope,
) -> Result<(), Fault> {
    let note: String = note.char_indices().take_while(|(at, c)| at + c.len_utf8() <= LONGEST).map(|(_, c)| c).collect();
    Adding { story, mark: Some(mark), by }.row(work, Kind::Dismiss, "other", &note, None, None, scope)
}

/// After a decision: what was released is open again.
fn open_again(work: &Transaction, id: i64) -> Result<(), Fault> {
    work.execute("UPDATE stories SET state = 'open' WHERE id = ?1", [id])?;
    count(work, id)
}

/// A row that is added.
struct Adding<'a> {
    story: &'a Story,
    mark: Option<&'a Mark>,
    by: &'a str,
}

impl Adding<'_> {
    #[expect(clippy::too_many_arguments, reason = "they are the columns of the row")]
    fn row(
        &self,
        work: &Transaction,
        kind: Kind,
        reason: &str,
        note: &str,
        put: Option<&String>,
        undoes: Option<i64>,
        scope: Scope,
    ) -> Result<(), Fault> {
        if note.len() > LONGEST {
            return Err(Fault::Refused(format!("a note has {LONGEST} letters at most")));
        }
        let (finding, rule, severity, message) = self.mark.map_or(("", "", "", ""), |m| {
            (m.fingerprint.as_str(), m.rule.as_str(), m.severity.name(), m.message.as_str())
        });
        let review = &self.story.review;
        let words = self.mark.map_or(("", ""), |m| (m.words(review), m.wire_words(review)));
        let add = format!(
            "INSERT INTO decisions (story, text, finding, rule, severity, words, wire_words, message, kind, reason, note, put, undoes, scope, by, at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, {NOW})"
        );
        work.execute(
            &add,
            params![
                self.story.id,
                self.story.text,
                finding,
                rule,
                severity,
                words.0,
                words.1,
                message,
                kind.name(),
                reason,
                note.trim(),
                put,
                undoes,
                scope.name(),
                self.by
            ],
        )?;
        Ok(())
    }
}

/// "Ilse has dismissed this meanwhile".
fn told(decision: &Decision) -> String {
    format!("{} has {} this meanwhile", decision.by, decision.kind.done())
}

fn changed(state: &State) -> String {
    let last = state.history.iter().rev().find(|d| matches!(d.kind, Kind::Correct | Kind::Undo));
    last.map_or("a new text has come in meanwhile".into(), |d| format!("{} has changed the text meanwhile", d.by))
}
