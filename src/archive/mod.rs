//! Which story of an archive a text was made from: an index of names, figures and rare words, built once and searched many times.
//!
//! A rewrite keeps few of the wire's phrases, but it keeps names and figures and much of the rarer wording. Each story is known by
//! its distinct terms; a term weighs by how rare it is in the archive and in English. The score of
//! a story for a text is a weighted geometric mean of two shares: how much of the text's weight the story has, which counts three
//! times, and how much of the story's weight the text has, which is little for a summary.
//!
//! This room reads and writes through what it is handed and opens no files.

mod build;
mod index;
mod terms;

pub use build::{Builder, Built};
pub use index::{BadIndex, Index, Match};

use crate::ingest::Story;

/// The least score that says, on its own, that a text was made from a story. Texts made from another story stay well below it.
pub const THRESHOLD: f64 = 0.25;

/// What an index knows of a story besides its terms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Record {
    /// The file it was read from.
    pub file: String,
    /// Its id or number in a file of several stories; empty in a file of one.
    pub item: String,
    /// Its id in its metadata; empty where it has none.
    pub id: String,
    /// Its headline, or its first words.
    pub title: String,
    /// What the caller tells a changed file by; the index only keeps it.
    pub stamp: u64,
}

impl Record {
    /// The record of a story. `file` and `item` say where it is found again.
    pub fn of(story: &Story, file: &str, item: &str, stamp: u64) -> Record {
        let opening = || {
            let text = story.blocks.iter().find(|b| b.kind.is_story()).map_or("", |b| story.source.slice(b.span));
            text.split_whitespace().take(12).collect::<Vec<_>>().join(" ")
        };
        Record {
            file: file.to_owned(),
            item: item.to_owned(),
            id: story.meta.id.clone().unwrap_or_default(),
            title: story.meta.headline.clone().unwrap_or_else(opening),
            stamp,
        }
    }

    /// The name to give on the command line: the file, and the item where there are several.
    pub fn name(&self) -> String {
        if self.item.is_empty() { self.file.clone() } else { format!("{}#{}", self.file, self.item) }
    }
}

/// How many stories of English at large are added to those of the archive in thought, so that a small archive, or one with ten
/// takes of one story, does not take the names in it for common words.
const AT_LARGE: f64 = 200.0;

/// How much a term weighs that so many of all stories have.
fn weight(term: u32, having: u32, all: u32) -> f64 {
    let having = f64::from(having) + AT_LARGE * f64::from(terms::share(term));
    let idf = ((f64::from(all) + AT_LARGE + 1.0) / having.max(1.0)).ln();
    idf * idf
}
