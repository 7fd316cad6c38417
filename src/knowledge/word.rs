//! What is remembered of a word. Stories repeat their words, and so do the stories of one desk: each is looked up in a table when that
//! is first asked of it, and stays with all that was found as long as newer words leave it a place.

use std::cell::OnceCell;
use std::rc::Rc;

use super::lexicon::phrases::Part;
use super::lexicon::{Known, Readings};
use super::memo::Memo;
use super::tagger::Tag;
use crate::text::hash;

/// One lowercase word and what the tables have of it, as far as it was asked for.
#[derive(Default)]
pub(in crate::knowledge) struct Word {
    /// Its lemmas and parts of speech.
    pub(in crate::knowledge) readings: OnceCell<Rc<Readings>>,
    /// Its senses and what stands around them.
    pub(in crate::knowledge) known: OnceCell<Rc<Known>>,
    /// What it is to the phrases of the table.
    pub(in crate::knowledge) part: OnceCell<Rc<Part>>,
    /// Its rank by frequency.
    pub(in crate::knowledge) rank: OnceCell<Option<u32>>,
    /// Whether the list of words has it.
    pub(in crate::knowledge) listed: OnceCell<bool>,
    /// Its most frequent tag, and its number among the words that the tagger's rules name.
    pub(in crate::knowledge) tagged: OnceCell<Option<(Tag, u8)>>,
}

impl Word {
    /// A word, as this thread remembers it or anew.
    pub(in crate::knowledge) fn of(word: &str) -> Rc<Self> {
        Self::hashed(hash(word))
    }

    /// The word with this hash.
    pub(in crate::knowledge) fn hashed(hash: u64) -> Rc<Self> {
        thread_local! {
            static WORDS: Memo<Rc<Word>> = const { Memo::new(1024) };
        }
        WORDS.with(|memo| memo.get_by(hash, Rc::default))
    }
}
