//! The file of the desk: stories and their texts.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior, params};

use super::decide::{self, State};
use super::{Fault, hash, schema};
use crate::engine::Severity;
use crate::review::{Review, Sent};

/// The moment, as the file and the log write it.
pub(super) const NOW: &str = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";

/// The review desk.
#[derive(Debug)]
pub struct Desk {
    db: Mutex<Connection>,
    /// Whom the next word from the terminal lets in, and its hash.
    pub(super) once: Mutex<Option<(String, String)>>,
}

/// A story that comes in.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Incoming {
    /// What tells it from all others. A story that is known already gets a new text.
    pub key: String,
    /// Where it comes from: a folder, a feed, an agency.
    pub source: String,
    /// What the queue calls it.
    pub title: String,
    /// The day of the story, where it is known.
    pub date: Option<String>,
    /// The takes of the wire.
    pub wires: Vec<Sent>,
    /// The rewrite.
    pub rewrite: Sent,
    /// What was found in it.
    pub review: Review,
}

/// The number of a story, the hash of the text that came in last, and its wires.
pub(crate) type Known = (i64, String, Vec<Sent>);

/// What became of a story that came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It is new, under this number.
    New(i64),
    /// It was known, and has a new text.
    Changed(i64),
    /// It was known with just this text.
    Same(i64),
}

/// A story as the queue shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub id: i64,
    pub source: String,
    pub title: String,
    pub day: String,
    pub is_released: bool,
    /// Open findings.
    pub critical: usize,
    pub major: usize,
    pub minor: usize,
    /// Whether it was compared with its wire.
    pub verdict: String,
}

/// What people made of the findings of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rate {
    pub rule: String,
    /// Accepted or corrected.
    pub right: usize,
    /// Dismissed because there is no error.
    pub wrong: usize,
    /// Dismissed for another reason: the text stays as it is, and the finding was right to point there.
    pub let_through: usize,
}

/// What a source has sent on one day, and how far it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Day {
    pub source: String,
    pub day: String,
    pub open: usize,
    pub released: usize,
    /// Decisions.
    pub decided: usize,
}

/// A story with its text as it is now.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Story {
    pub id: i64,
    pub key: String,
    pub source: String,
    pub title: String,
    pub date: Option<String>,
    pub wires: Vec<Sent>,
    pub is_released: bool,
    /// Grows with everything that is done to it.
    pub version: i64,
    /// The number of the text, from 1.
    pub text: i64,
    pub hash: String,
    pub review: Review,
}

impl Desk {
    /// Opens the file, or makes it.
    ///
    /// # Errors
    /// Where it cannot be opened, is no file of a desk, or is one of a later version.
    pub fn open(path: &Path) -> Result<Desk, Fault> {
        let mut db = Connection::open(path)?;
        db.busy_timeout(Duration::from_secs(10))?;
        db.pragma_update(None, "journal_mode", "WAL")?;
        // An answer is given when the disk has it, also after a power cut.
        db.pragma_update(None, "synchronous", "FULL")?;
        db.pragma_update(None, "foreign_keys", true)?;
        schema::bring_up(&mut db)?;
        Ok(Desk { db: Mutex::new(db), once: Mutex::new(None) })
    }

    pub(super) fn db(&self) -> MutexGuard<'_, Connection> {
        self.db.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does this as a whole or not at all.
    pub(super) fn change<T>(&self, what: impl FnOnce(&Transaction) -> Result<T, Fault>) -> Result<T, Fault> {
        let mut db = self.db();
        let work = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = what(&work)?;
        work.commit()?;
        Ok(done)
    }

    /// What is known of a key: the number of the story, and the hashes of its text and its wires as they are now.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub(crate) fn knows(&self, key: &str) -> Result<Option<Known>, Fault> {
        known(&self.db(), key)
    }

    /// Takes a story in. One that was released is open again when its text or its wire changes.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub(crate) fn take_in(&self, new: &Incoming) -> Result<Taken, Fault> {
        self.change(|work| {
            let known = known(work, &new.key)?;
            if let Some((id, came, wires)) = &known
                && *came == hash(&new.rewrite.text)
                && *wires == new.wires
            {
                return Ok(Taken::Same(*id));
            }
            let wires = serde_json::to_string(&new.wires).map_err(|_| Fault::Damaged("a wire"))?;
            let id = match known {
                Some((id, ..)) => {
                    work.execute(
                        "UPDATE stories SET wires = ?2, title = ?3, date = ?4, state = 'open', version = version + 1 WHERE id = ?1",
                        params![id, wires, new.title, new.date],
                    )?;
                    id
                }
                None => {
                    let add = format!(
                        "INSERT INTO stories (key, source, title, date, wires, state, version, critical, major, minor, at)
                         VALUES (?1, ?2, ?3, ?4, ?5, 'open', 1, 0, 0, 0, {NOW})"
                    );
                    work.execute(&add, params![new.key, new.source, new.title, new.date, wires])?;
                    work.last_insert_rowid()
                }
            };
            put_text(work, id, &new.rewrite.text, &new.review, "")?;
            decide::count(work, id)?;
            Ok(if known.is_some() { Taken::Changed(id) } else { Taken::New(id) })
        })
    }

    /// The queue: open stories first, the worst of them first; then those that were released.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub(crate) fn queue(&self, source: Option<&str>) -> Result<Vec<Row>, Fault> {
        let db = self.db();
        let mut all = db.prepare(
            "SELECT s.id, s.source, s.title, substr(s.at, 1, 10), s.state = 'released', s.critical, s.major, s.minor,
                    json_extract(t.review, '$.verdict')
             FROM stories s JOIN texts t ON t.story = s.id AND t.number = (SELECT max(number) FROM texts WHERE story = s.id)
             WHERE ?1 IS NULL OR s.source = ?1
             ORDER BY s.state = 'released', s.critical DESC, s.major DESC, s.minor DESC, s.at DESC, s.id DESC LIMIT 1000",
        )?;
        let rows = all.query_map([source], |r| {
            Ok(Row {
                id: r.get(0)?,
                source: r.get(1)?,
                title: r.get(2)?,
                day: r.get(3)?,
                is_released: r.get(4)?,
                critical: count(r.get(5)?),
                major: count(r.get(6)?),
                minor: count(r.get(7)?),
                verdict: r.get(8)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Per source and day: how many stories are open and released, and how many decisions were made on them.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub(crate) fn summary(&self) -> Result<Vec<Day>, Fault> {
        let db = self.db();
        let mut all = db.prepare(
            "SELECT s.source, substr(s.at, 1, 10), sum(s.state = 'open'), sum(s.state = 'released'),
                    sum((SELECT count(*) FROM decisions d WHERE d.story = s.id AND d.kind IN ('true', 'dismiss', 'correct')))
             FROM stories s GROUP BY 1, 2 ORDER BY 2 DESC, 1 LIMIT 200",
        )?;
        let rows = all.query_map([], |r| {
            Ok(Day {
                source: r.get(0)?,
                day: r.get(1)?,
                open: count(r.get(2)?),
                released: count(r.get(3)?),
                decided: count(r.get(4)?),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What people made of the findings of each rule, in the stories of one source or in all: what holds now, each finding once.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub(crate) fn rates(&self, source: Option<&str>) -> Result<Vec<Rate>, Fault> {
        let db = self.db();
        let mut all = db.prepare(
            "WITH held AS (
                SELECT d.* FROM decisions d WHERE d.kind IN ('true', 'dismiss', 'correct') AND d.rule <> ''
                AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = d.id)
             )
             SELECT h.rule, sum(h.kind <> 'dismiss'), sum(h.kind = 'dismiss' AND h.reason IN ('paraphrase', 'no-error')),
                    sum(h.kind = 'dismiss' AND h.reason NOT IN ('paraphrase', 'no-error'))
             FROM held h JOIN stories s ON s.id = h.story
             WHERE h.id = (SELECT max(l.id) FROM held l WHERE l.story = h.story AND l.finding = h.finding)
               AND (?1 IS NULL OR s.source = ?1)
             GROUP BY h.rule ORDER BY count(*) DESC, h.rule",
        )?;
        let rows = all.query_map([source], |r| {
            Ok(Rate {
                rule: r.get(0)?,
                right: count(r.get(1)?),
                wrong: count(r.get(2)?),
                let_through: count(r.get(3)?),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// A story with the state of its findings.
    ///
    /// # Errors
    /// Where there is none, or the file cannot be read.
    pub(crate) fn story(&self, id: i64) -> Result<(Story, State), Fault> {
        let db = self.db();
        let story = story(&db, id)?;
        let state = decide::state(&db, &story)?;
        Ok((story, state))
    }

    /// What grows with everything that is done to a story.
    ///
    /// # Errors
    /// Where there is none, or the file cannot be read.
    pub(crate) fn version(&self, id: i64) -> Result<i64, Fault> {
        let version =
            self.db().query_row("SELECT version FROM stories WHERE id = ?1", [id], |r| r.get(0)).optional()?;
        version.ok_or(Fault::NoStory)
    }
}

fn known(db: &Connection, key: &str) -> Result<Option<Known>, Fault> {
    let id: Option<i64> = db.query_row("SELECT id FROM stories WHERE key = ?1", [key], |r| r.get(0)).optional()?;
    let Some(id) = id else { return Ok(None) };
    let story = story(db, id)?;
    // What came in last, not what people made of it: a folder that still holds the old text must not undo their work.
    let came = "SELECT hash FROM texts WHERE story = ?1 AND by = '' ORDER BY number DESC LIMIT 1";
    let came = db.query_row(came, [id], |r| r.get(0))?;
    Ok(Some((id, came, story.wires)))
}

/// A number of rows.
fn count(n: i64) -> usize {
    usize::try_from(n).unwrap_or(0)
}

/// A story with its text as it is now.
pub(super) fn story(db: &Connection, id: i64) -> Result<Story, Fault> {
    let found = db
        .query_row(
            "SELECT s.id, s.key, s.source, s.title, s.date, s.wires, s.state = 'released', s.version, t.number, t.hash, t.review
             FROM stories s JOIN texts t ON t.story = s.id WHERE s.id = ?1 ORDER BY t.number DESC LIMIT 1",
            [id],
            |r| {
                let (wires, review): (String, String) = (r.get(5)?, r.get(10)?);
                let story = Story {
                    id: r.get(0)?,
                    key: r.get(1)?,
                    source: r.get(2)?,
                    title: r.get(3)?,
                    date: r.get(4)?,
                    wires: Vec::new(),
                    is_released: r.get(6)?,
                    version: r.get(7)?,
                    text: r.get(8)?,
                    hash: r.get(9)?,
                    review: Review::default(),
                };
                Ok((story, wires, review))
            },
        )
        .optional()?;
    let (mut story, wires, review) = found.ok_or(Fault::NoStory)?;
    story.wires = serde_json::from_str(&wires).map_err(|_| Fault::Damaged("the wires of a story"))?;
    story.review = serde_json::from_str(&review).map_err(|_| Fault::Damaged("the findings of a story"))?;
    Ok(story)
}

/// Adds a text to a story; `by` is nobody where it came in from outside.
pub(super) fn put_text(work: &Transaction, id: i64, text: &str, review: &Review, by: &str) -> Result<i64, Fault> {
    let review = serde_json::to_string(review).map_err(|_| Fault::Damaged("the findings of a story"))?;
    let last: i64 =
        work.query_row("SELECT coalesce(max(number), 0) FROM texts WHERE story = ?1", [id], |r| r.get(0))?;
    let add =
        format!("INSERT INTO texts (story, number, text, hash, review, by, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, {NOW})");
    work.execute(&add, params![id, last + 1, text, hash(text), review, by])?;
    Ok(last + 1)
}

/// Notes how many findings are open, and that something was done.
pub(super) fn note_open(work: &Transaction, id: i64, open: impl Fn(Severity) -> usize) -> Result<(), Fault> {
    let number = |severity| i64::try_from(open(severity)).unwrap_or(i64::MAX);
    work.execute(
        "UPDATE stories SET critical = ?2, major = ?3, minor = ?4, version = version + 1 WHERE id = ?1",
        params![id, number(Severity::Critical), number(Severity::Major), number(Severity::Minor)],
    )?;
    Ok(())
}
