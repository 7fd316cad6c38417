//! What is remembered of a word. Stories repeat their words, and so do the stories of one desk: each is looked up in a table when that
//! is first asked of it, and stays with all that was found as long as newer words leave it a place.

use std::sync::{Arc, OnceLock};

use super::lexicon::phrases::Part;
use super::lexicon::{self, Known, Pos, PosSet, Reading, Readings};
use super::memo::Memo;
use super::tagger::{Tag, VerbForm, form_of};
use super::vectors::{self, VectorRef};
use super::{names, numbers, orgs, places, titles, wordlist};
use crate::text::hash;

/// One lowercase word and what the tables have of it, as far as it was asked for.
#[derive(Default)]
pub struct Word {
    text: Box<str>,
    readings: OnceLock<Arc<Readings>>,
    known: OnceLock<Arc<Known>>,
    part: OnceLock<Arc<Part>>,
    longest: OnceLock<u8>,
    rank: OnceLock<Option<u32>>,
    listed: OnceLock<bool>,
    number: OnceLock<Option<f64>>,
    verb_form: OnceLock<VerbForm>,
    opens: OnceLock<u8>,
    sounds: OnceLock<Arc<str>>,
    /// Its most frequent tag, and its number among the words that the tagger's rules name.
    pub(in crate::knowledge) tagged: OnceLock<Option<(Tag, u8)>>,
}

/// Tables with entries of several words, for [`Word::opens`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opens {
    /// Titles with their modifiers.
    Title,
    /// Organisations.
    Body,
    /// Places.
    Place,
    /// First names.
    FirstName,
    /// Lemmas of two words or more, by the word itself or one of its bases.
    Term,
}

impl std::fmt::Debug for Word {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Word").field(&self.text).finish()
    }
}

impl Word {
    /// A word, as this thread remembers it or anew.
    pub fn of(word: &str) -> Arc<Self> {
        Self::hashed(hash(word), word)
    }

    /// The word with this hash, as [`hash`] has it.
    pub fn hashed(hash: u64, word: &str) -> Arc<Self> {
        thread_local! {
            static WORDS: Memo<Arc<Word>> = const { Memo::new(1024) };
        }
        WORDS.with(|memo| memo.get_by(hash, || Arc::new(Self { text: word.into(), ..Self::default() })))
    }

    /// The word itself.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its lemmas and parts of speech, most likely first within a part of speech.
    pub fn readings(&self) -> &[Reading] {
        self.readings.get_or_init(|| Readings::of(&self.text)).all()
    }

    /// Whether the lexicon has it in any reading.
    pub fn is_word(&self) -> bool {
        !self.readings().is_empty()
    }

    /// The parts of speech that it can have.
    pub fn possible_pos(&self) -> PosSet {
        self.readings().iter().fold(PosSet::default(), |set, r| set.with(r.pos))
    }

    /// Its most likely lemma in a part of speech; the word itself when none is known.
    pub fn base(&self, pos: Pos) -> &str {
        self.readings().iter().find(|r| r.pos == pos).map_or(&self.text, |r| r.text)
    }

    /// Its senses and what stands around them, shared.
    pub fn known(&self) -> &Arc<Known> {
        self.known.get_or_init(|| Known::of(&self.text))
    }

    /// What it is to the phrases of the table, shared.
    pub fn part(&self) -> &Arc<Part> {
        self.part.get_or_init(|| Part::of(&self.text))
    }

    /// Length in words of the longest phrase of the table that may start with it; 0 when none does.
    pub fn longest_phrase(&self) -> usize {
        usize::from(*self.longest.get_or_init(|| self.part().longest.min(255) as u8))
    }

    /// Its rank by frequency, 0 = most frequent.
    pub fn rank(&self) -> Option<u32> {
        *self.rank.get_or_init(|| vectors::rank(&self.text))
    }

    /// Its vector.
    pub fn vector(&self) -> Option<VectorRef> {
        vectors::by_rank(self.rank()?)
    }

    /// Whether the list of words has it; see [`wordlist::is_known`].
    pub fn is_listed(&self) -> bool {
        *self.listed.get_or_init(|| wordlist::is_known(&self.text))
    }

    /// Whether it may be the first word of an entry of a table.
    pub fn opens(&self, what: Opens) -> bool {
        let all = || {
            let (word, bit) = (&*self.text, |what: Opens, is: bool| u8::from(is) << what as u8);
            bit(Opens::Title, titles::begins(word) || titles::modifier(word).is_some())
                | bit(Opens::Body, orgs::begins(word))
                | bit(Opens::Place, places::begins(word))
                | bit(Opens::FirstName, names::is_first_name(word))
                | bit(Opens::Term, lexicon::mwe_starts(word) > 0)
        };
        self.opens.get_or_init(all) >> what as u8 & 1 == 1
    }

    /// What spellings of one foreign name share; see [`names::transliteration_key`].
    pub fn sounds(&self) -> &str {
        self.sounds.get_or_init(|| names::sounds(&self.text))
    }

    /// Its value as a number in digits or in words; see [`numbers::reading`].
    pub fn number(&self) -> Option<f64> {
        *self.number.get_or_init(|| numbers::reading(&self.text))
    }

    /// The form that it stands in where it is tagged as verb or auxiliary; none for other tags.
    pub fn verb_form(&self, tag: Tag) -> Option<VerbForm> {
        matches!(tag, Tag::Verb | Tag::Aux)
            .then(|| *self.verb_form.get_or_init(|| form_of(&self.text, self.base(Pos::Verb))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_answers_as_the_tables_do() {
        let word = Word::of("ministers");
        assert_eq!((word.text(), word.base(Pos::Noun), word.is_listed()), ("ministers", "minister", true));
        assert_eq!(word.rank(), vectors::rank("ministers"));
        assert_eq!(word.readings().len(), lexicon::Entry::new("ministers", PosSet::ALL).readings().len());
        assert!(Word::of("xyzzyq").readings().is_empty() && !Word::of("xyzzyq").is_word());
        assert_eq!(
            (Word::of("twelve").number(), Word::of("3rd").number(), Word::of("2:03").number()),
            (Some(12.0), Some(3.0), None)
        );
        assert_eq!(Word::of("rising").verb_form(Tag::Verb), Some(VerbForm::Ing));
    }

    #[test]
    fn a_word_knows_what_it_opens() {
        for (word, what) in [
            ("deputy", Opens::Title),
            ("prime", Opens::Title),
            ("european", Opens::Body),
            ("united", Opens::Place),
            ("maria", Opens::FirstName),
            ("living", Opens::Term),
        ] {
            assert!(Word::of(word).opens(what), "{word} {what:?}");
        }
        assert!(!Word::of("mackerel").opens(Opens::Title) && !Word::of("mackerel").opens(Opens::FirstName));
    }
}
