//! Names and roles where they stand in a story.

use std::ops::Range;

use crate::knowledge::places::StateId;
use crate::knowledge::titles::{Gender, TitleRef};

/// What a name is the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NameKind {
    /// A person.
    Person,
    /// A company, ministry, party, team, paper …
    Organisation,
    /// A place, or the people or adjective of one.
    Place,
    /// A name of which the words do not tell what it names.
    Other,
}

/// A name where it stands.
#[derive(Clone, Debug)]
pub struct NameMark {
    /// The words of the name, without titles.
    pub tokens: Range<usize>,
    /// What it names, as far as the words and the tables tell.
    pub kind: NameKind,
    /// Whether the kind rests on a table, a title or a telling word and not on the look of the words alone.
    pub sure: bool,
    /// How it is written.
    pub written: Written,
    /// The place mark that it is, an index into the analysis's `places`.
    pub place: Option<usize>,
    /// The organisation of the tables that it is.
    pub org: Option<&'static str>,
    /// The role that stands with it, an index into the analysis's `roles`.
    pub role: Option<usize>,
    /// The name of the body that it is put with, an index into the analysis's `names`: "Ilse Brandt, a physicist at the University of Padua".
    pub body: Option<usize>,
    /// The gender that its title or first name fixes.
    pub gender: Option<Gender>,
    /// Equal for all marks of one person, body or place in the story: the index of the first and fullest of them.
    pub entity: usize,
    /// Equal for all marks that are written alike and stand for the same kind of thing, in whatever story.
    pub key: u64,
}

/// An office, rank or profession where it stands, with or without the name of the person who has it.
#[derive(Clone, Debug)]
pub struct RoleMark {
    /// The words of the title with its modifiers, without state or organisation.
    pub tokens: Range<usize>,
    /// From the first to the last word that belongs to the role: "former NATO deputy secretary general".
    pub whole: Range<usize>,
    /// The likeliest reading of the words.
    pub title: TitleRef,
    /// The place mark that says of which state or town it is: "Estonian", "of Estonia".
    pub place: Option<usize>,
    /// The state of that place.
    pub state: Option<StateId>,
    /// The name of the body it belongs to, an index into the analysis's `names`: "NATO official", "spokesman for Oxfam".
    pub body: Option<usize>,
    /// The person who has it, an index into the analysis's `names`.
    pub name: Option<usize>,
}

/// How a name is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Written {
    /// As most names are: that tells nothing.
    #[default]
    Plain,
    /// Three capitals at least, a plural's "s" aside: "HKSAR", "RCHEs". Nobody's surname.
    Initials,
    /// The address of a site: "Newsday.com". No person and no place.
    Site,
    /// Ordinary words that hyphens join, "the Red-Whites": what a team is called, in other words elsewhere.
    Nickname,
}
