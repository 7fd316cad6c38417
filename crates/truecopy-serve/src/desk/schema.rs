//! The tables of the desk, and the way from every earlier version of them to this one.

use rusqlite::{Connection, TransactionBehavior};

use super::Fault;

/// Each step makes one version out of the one before; the first makes version 1 out of an empty file. A step that was shipped is never
/// changed: files that went through it are out there.
pub const STEPS: [&str; 2] = [
    "
    CREATE TABLE users (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE COLLATE NOCASE,
        token TEXT NOT NULL,
        at TEXT NOT NULL
    );
    CREATE TABLE sessions (
        key TEXT PRIMARY KEY,
        user INTEGER NOT NULL REFERENCES users,
        form TEXT NOT NULL,
        until INTEGER NOT NULL
    );
    CREATE TABLE stories (
        id INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,
        source TEXT NOT NULL,
        title TEXT NOT NULL,
        date TEXT,
        wires TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('open', 'released')),
        version INTEGER NOT NULL,
        critical INTEGER NOT NULL,
        major INTEGER NOT NULL,
        minor INTEGER NOT NULL,
        at TEXT NOT NULL
    );
    CREATE TABLE texts (
        story INTEGER NOT NULL REFERENCES stories,
        number INTEGER NOT NULL,
        text TEXT NOT NULL,
        hash TEXT NOT NULL,
        review TEXT NOT NULL,
        by TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (story, number)
    );
    CREATE TABLE decisions (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        story INTEGER NOT NULL REFERENCES stories,
        text INTEGER NOT NULL,
        finding TEXT NOT NULL,
        rule TEXT NOT NULL,
        severity TEXT NOT NULL,
        words TEXT NOT NULL,
        message TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('true', 'dismiss', 'correct', 'comment', 'undo')),
        reason TEXT NOT NULL,
        note TEXT NOT NULL,
        put TEXT,
        undoes INTEGER REFERENCES decisions,
        by TEXT NOT NULL,
        at TEXT NOT NULL
    );
    CREATE INDEX decisions_of_story ON decisions (story);
    CREATE TABLE releases (
        number INTEGER PRIMARY KEY,
        story INTEGER NOT NULL REFERENCES stories,
        line TEXT NOT NULL,
        hash TEXT NOT NULL
    );
    CREATE TRIGGER decisions_stay BEFORE UPDATE ON decisions BEGIN SELECT RAISE(ABORT, 'a decision is never changed'); END;
    CREATE TRIGGER decisions_remain BEFORE DELETE ON decisions BEGIN SELECT RAISE(ABORT, 'a decision is never removed'); END;
    CREATE TRIGGER releases_stay BEFORE UPDATE ON releases BEGIN SELECT RAISE(ABORT, 'a release is never changed'); END;
    CREATE TRIGGER releases_remain BEFORE DELETE ON releases BEGIN SELECT RAISE(ABORT, 'a release is never removed'); END;
    ",
    // Dismissals that hold beyond the place where they were made.
    "
    ALTER TABLE decisions ADD COLUMN scope TEXT NOT NULL DEFAULT 'here';
    ALTER TABLE decisions ADD COLUMN wire_words TEXT NOT NULL DEFAULT '';
    CREATE INDEX decisions_by_words ON decisions (rule, words) WHERE scope <> 'here';
    ",
];

/// Brings the tables of a file to this version.
///
/// # Errors
/// Where the file is of a later version, is no database, or cannot be written.
pub fn bring_up(db: &mut Connection) -> Result<(), Fault> {
    let work = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version: i64 = work.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let done = usize::try_from(version).map_err(|_| Fault::Version(version))?;
    if done > STEPS.len() {
        return Err(Fault::Version(version));
    }
    for step in &STEPS[done..] {
        work.execute_batch(step)?;
    }
    work.pragma_update(None, "user_version", i64::try_from(STEPS.len()).unwrap_or(i64::MAX))?;
    work.commit()?;
    Ok(())
}
