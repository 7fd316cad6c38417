//! The review desk: a queue of stories, pages on which people decide about findings, and a log of what was released.
//!
//! | file | holds |
//! |---|---|
//! | `schema` | the tables, and the way from earlier versions of them |
//! | `store` | the file of the desk: stories and their texts |
//! | `intake` | stories that come in |
//! | `people` | users and their sessions |
//! | `decide` | decisions: made, undone, and what is open after them |
//! | `dismissals` | the dismissals that hold, for whoever checks without the desk |
//! | `lessons` | what the decisions say of the rules; decisions that were made elsewhere |
//! | `release` | the log of releases, each line chained to the one before |
//! | `visit` | who asks for a page |
//! | `web` | paths, forms, cookies |
//! | `pages` | the pages |
//!
//! Whatever a page says was done is on disk: each change is one transaction of SQLite, written through before it is answered. Decisions
//! and releases are only ever added; triggers of the file itself refuse to change or remove one.

mod decide;
mod dismissals;
pub mod intake;
mod lessons;
mod pages;
mod people;
mod release;
mod schema;
mod store;
#[cfg(test)]
mod tests;
mod visit;
mod web;

use std::fmt;

pub use dismissals::Dismissal;
pub use lessons::{Elsewhere, Lesson, OpenFinding};
pub use store::{Desk, Taken};

pub(crate) use decide::{Decision, REASONS, Scope, Standing, State};
pub(crate) use people::User;
pub(crate) use store::{Day, Incoming, Rate, Row, Story};
pub(crate) use web::router;

/// Why the desk could not do something.
#[derive(Debug)]
#[non_exhaustive]
pub enum Fault {
    /// The file cannot be read or written.
    Database(rusqlite::Error),
    /// The file is of a later version of the program.
    Version(i64),
    /// What the file holds cannot be understood.
    Damaged(&'static str),
    /// There is no such story.
    NoStory,
    /// Somebody else was faster: who, and what was done.
    Meanwhile(String),
    /// It cannot be done as things are, and why.
    Refused(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Database(e) => write!(f, "the file of the desk cannot be used ({e})"),
            Fault::Version(v) => {
                write!(f, "the file of the desk is of version {v}, which a later truecopy has made: use that one")
            }
            Fault::Damaged(what) => write!(f, "the file of the desk is damaged: {what}"),
            Fault::NoStory => f.write_str("there is no such story"),
            Fault::Meanwhile(what) | Fault::Refused(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for Fault {}

impl From<rusqlite::Error> for Fault {
    fn from(e: rusqlite::Error) -> Self {
        Fault::Database(e)
    }
}

/// The hash of a text, as the log and the pages give it.
fn hash(text: &str) -> String {
    use sha2::Digest as _;
    sha2::Sha256::digest(text).iter().map(|b| format!("{b:02x}")).collect()
}

/// A word that nobody can guess.
fn secret() -> Result<String, Fault> {
    let mut bytes = [0u8; 24];
    getrandom::fill(&mut bytes).map_err(|_| Fault::Refused("the system gives no random numbers".into()))?;
    Ok(bytes.iter().map(|b| format!("{b:02x}")).collect())
}
