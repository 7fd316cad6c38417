//! Which story of an archive a text was made from: an index of names, figures and rare words, built once and searched many times.
//!
//! A rewrite keeps few of the wire's phrases, but it keeps names and figures and much of the rarer wording. Each story is known by
//! its distinct terms; a term weighs by how rare it is in the archive and in English. The score of
//! a story for a text is a weighted geometric mean of two shares: how much of the text's weight the story has, which counts three
//! times, and how much of the story's weight the text has, which is little for a summary.
//!
//! A search goes through the lists of the text's rarest terms, takes the stories that share most of them, and counts for those every term. So
//! its cost grows with how many stories share a rare word, hardly with the archive. A window of days makes it smaller still.
//!
//! Our own, because `tantivy`, measured beside it over a million stories (`tools/haystack`), takes thirty times as long to find as many of the
//! wires, and brings 74 crates. This room reads and writes through what it is handed and opens no files.

mod build;
mod bytes;
mod index;
mod record;
mod segment;
mod terms;
mod write;

pub use build::{Builder, Built};
pub use bytes::{Bytes, Memory, Store};
pub use index::{BadIndex, Index, Match, Scope};
pub use record::Record;
pub use segment::ReadFile;
pub use terms::{Term, rarity, terms};
pub use write::Prepared;

/// The least score that says, on its own, that a text was made from a story. Texts made from another story stay well below it.
pub const THRESHOLD: f64 = 0.25;

/// How many stories of English at large are added to those of the archive in thought, so that a small archive, or one with ten
/// takes of one story, does not take the names in it for common words.
const AT_LARGE: f64 = 200.0;

/// How much a term weighs that so many of all stories have.
fn weight(term: u32, having: u64, all: u32) -> f64 {
    let having = having as f64 + AT_LARGE * f64::from(terms::share(term));
    let idf = ((f64::from(all) + AT_LARGE + 1.0) / having.max(1.0)).ln();
    idf * idf
}

/// How much a term of a text weighs for the text, where so many of all stories have it. `firm` is whether it is a name or a figure there.
pub fn weight_for(term: u32, firm: bool, having: u64, all: u32) -> f64 {
    // A word that no story has may be a new wording; a name that none has speaks against all.
    let factor = match (firm, having > 0) {
        (true, _) => 1.5,
        (false, true) => 1.0,
        (false, false) => 0.4,
    };
    weight(term, having.max(1), all) * factor
}

/// How likely a text was made from a story, from 0 to 1: `shared` is what the terms that both have weigh for the text, of `whole` for all of
/// its terms; `told` is what they weigh for the story, of `weight` for all of its own ([`rarity`]).
pub fn likeness(shared: f64, whole: f64, told: f64, weight: f64) -> f64 {
    let share = |part: f64, all: f64| if all > 0.0 { (part / all).min(1.0) } else { 0.0 };
    share(shared, whole).powf(0.75) * share(told, weight).powf(0.25)
}
