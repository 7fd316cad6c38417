//! States, cities, regions and waters: their names, former names, inhabitants, capitals and seats of government.
//!
//! Keys are folded as by [`crate::knowledge::key::fold`], with single spaces, without a leading "the" (save "the hague" and
//! "the gambia"). Abbreviations are found with and without their full stops.

use super::table::{Row, Rows, Table};
use std::fmt;
use std::sync::LazyLock;

static PLACES: LazyLock<Table> = LazyLock::new(|| Table::new(truecopy_data::tables::PLACES));
static STATES: LazyLock<Table> = LazyLock::new(|| Table::new(truecopy_data::tables::STATES));
static REGIONS: LazyLock<Table> = LazyLock::new(|| Table::new(truecopy_data::tables::REGIONS));

/// The longest key, in words.
pub const MAX_WORDS: usize = 8;

/// A state, a territory, or a nation within a state: its ISO 3166-1 two-letter code, or one of the codes that ISO leaves to
/// users for those it does not list (XK Kosovo, XE England, XS Scotland, XC Crimea …).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StateId([u8; 2]);

impl StateId {
    /// The id for a code of two capital letters; `None` for anything else. It need not be in the table.
    #[must_use]
    pub fn new(code: &str) -> Option<Self> {
        match code.as_bytes() {
            &[a, b] if a.is_ascii_uppercase() && b.is_ascii_uppercase() => Some(Self([a, b])),
            _ => None,
        }
    }

    /// The code.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("")
    }

    /// What the table says of it.
    #[must_use]
    pub fn info(self) -> Option<StateInfo> {
        STATES.first(self.code()).map(StateInfo)
    }

    /// Whether two states may both be said of one person: a nation within a state, or a state of the past.
    #[must_use]
    pub fn may_be_shared(self, other: Self) -> bool {
        let part = |x: Self, y: Self| x.info().and_then(|i| i.part_of()) == Some(y);
        let past = |x: Self| x.info().is_some_and(|i| i.currency().is_empty());
        self == other || part(self, other) || part(other, self) || past(self) || past(other)
    }
}

impl fmt::Debug for StateId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A row of the table of states.
#[derive(Debug, Clone, Copy)]
pub struct StateInfo(Row);

impl StateInfo {
    /// Its id.
    #[must_use]
    pub fn id(self) -> Option<StateId> {
        StateId::new(self.0.col(0))
    }

    /// The usual English name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.col(2)
    }

    /// Official, short and former names.
    pub fn other_names(self) -> impl Iterator<Item = &'static str> {
        self.0.list(3)
    }

    /// Adjectives, the usual one first.
    pub fn adjectives(self) -> impl Iterator<Item = &'static str> {
        self.0.list(4)
    }

    /// Words for its people, singular and plural, the usual ones first.
    pub fn people(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.0.list(5).filter_map(|pair| pair.split_once('/'))
    }

    /// Capitals, the usual one (or the seat of government) first.
    pub fn capitals(self) -> impl Iterator<Item = &'static str> {
        self.0.list(6)
    }

    /// The id of its region in the table of regions, such as `baltics`.
    #[must_use]
    pub fn region(self) -> &'static str {
        self.0.col(7)
    }

    /// ISO 4217 code of its currency; empty for states of the past.
    #[must_use]
    pub fn currency(self) -> &'static str {
        self.0.col(8)
    }

    /// The state it is a part of, by that state's claim or in fact; `None` for states of their own.
    #[must_use]
    pub fn part_of(self) -> Option<StateId> {
        StateId::new(self.0.col(9))
    }
}

/// What kind of place a word names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A state, a territory or a nation within a state.
    State,
    /// The capital of one.
    Capital,
    /// Another city.
    City,
    /// A building or street that stands for a government: the Kremlin, Downing Street.
    Seat,
    /// One of the United States.
    UsState,
    /// A continent, a group of states or a part of one.
    Region,
    /// A sea, strait, lake or river.
    Water,
}

/// In which form the word names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// Its name: Estonia.
    Name,
    /// The adjective: Estonian, Danish.
    Adjective,
    /// One of its people: an Estonian, a Dane.
    Person,
    /// Its people: Estonians, the Danes.
    People,
}

/// One thing that a key can stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlaceRef {
    /// What kind of place.
    pub kind: Kind,
    /// In which form the key names it.
    pub form: Form,
    /// The state it is, stands for or lies in; `None` for what belongs to several states or none.
    pub state: Option<StateId>,
    /// The code of what it lies in: a state, or one of the United States as `US-CA`; empty for what lies in none.
    pub within: &'static str,
    /// What identifies the place whatever it is called: `EE`, `US-CA`, `kyiv/UA`, `baltic-sea`.
    pub entity: &'static str,
    /// Its usual English name.
    pub name: &'static str,
    /// Inhabitants of a city as GeoNames has them; 0 where unknown.
    pub population: u32,
    /// How far the key alone can be trusted.
    pub care: Care,
}

/// What has to be seen besides the folded key before it is taken for a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Care {
    /// Only when the text has it in capitals: "US", never "us".
    pub all_capitals: bool,
    /// The key is also an everyday word or name of something else: "Nice", "Turkey", "Reading".
    pub word: bool,
    /// The key is also a first name or a surname: "Florence", "Houston". Of states only "Jordan", "Chad", "Israel", "Georgia".
    pub person: bool,
    /// A two-letter postal code, which stands for the state only after the name of a city.
    pub postal: bool,
    /// A loose use: "Korea" for South Korea, "the West".
    pub loose: bool,
}

impl PlaceRef {
    fn from_row(row: Row) -> Option<Self> {
        let mut cols = row.cols().skip(1);
        let kind = match cols.next()? {
            "state" => Kind::State,
            "capital" => Kind::Capital,
            "city" => Kind::City,
            "seat" => Kind::Seat,
            "us-state" => Kind::UsState,
            "region" => Kind::Region,
            "water" => Kind::Water,
            _ => return None,
        };
        let form = match cols.next()? {
            "name" => Form::Name,
            "adjective" => Form::Adjective,
            "person" => Form::Person,
            "people" => Form::People,
            _ => return None,
        };
        let state = StateId::new(cols.next()?);
        let (within, entity, name) = (cols.next()?, cols.next()?, cols.next()?);
        let population = cols.next()?.parse().ok()?;
        let marks = cols.next()?;
        let care = Care {
            all_capitals: marks.contains('c'),
            word: marks.contains('w'),
            person: marks.contains('p'),
            postal: marks.contains('k'),
            loose: marks.contains('e'),
        };
        Some(Self { kind, form, state, within, entity, name, population, care })
    }

    /// The code of the state that it is or that it stands for: Russia, Russian, Moscow and the Kremlin all give `RU`.
    #[must_use]
    pub fn stands_for(&self) -> Option<StateId> {
        match self.kind {
            Kind::State | Kind::Capital | Kind::Seat => self.state,
            _ => None,
        }
    }

    /// The codes of what it lies in, from the inside outwards.
    fn chain(&self) -> impl Iterator<Item = &'static str> {
        let first = if self.within.is_empty() { None } else { Some(self.within) };
        std::iter::successors(first, |code| parent(code)).take(8)
    }
}

fn parent(code: &'static str) -> Option<&'static str> {
    if code.starts_with("US-") {
        return Some("US");
    }
    STATES.first(code).map(|row| row.col(9)).filter(|parent| !parent.is_empty())
}

/// The readings of one key: states first, then capitals, then others, larger cities before smaller.
#[derive(Debug, Clone)]
pub struct Readings<'k>(Rows<'k>);

impl Iterator for Readings<'_> {
    type Item = PlaceRef;

    fn next(&mut self) -> Option<PlaceRef> {
        self.0.by_ref().find_map(PlaceRef::from_row)
    }
}

/// What the folded words can stand for. Empty when they name no place.
#[must_use]
pub fn lookup(words: &str) -> Readings<'_> {
    Readings(PLACES.find(words))
}

/// Whether some place's name begins with this folded word (or these words).
#[must_use]
pub fn begins(words: &str) -> bool {
    PLACES.begins(words)
}

/// How two places stand to each other. The order is from the nearest to the farthest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// One place under one or two names: Kiev and Kyiv, Burma and Myanmar, Estonians and Estonian.
    Same,
    /// One state by its name, its people, its capital or its government's seat: Russia, Russian, Moscow, the Kremlin.
    SameState,
    /// One lies in the other: Narva in Estonia, Scotland in Britain, Latvia among the Baltic states.
    Contains,
    /// Two places.
    Different,
}

/// How two readings stand to each other.
#[must_use]
pub fn same_place(a: &PlaceRef, b: &PlaceRef) -> Relation {
    if a.entity == b.entity {
        return if (a.form == Form::Name) == (b.form == Form::Name) { Relation::Same } else { Relation::SameState };
    }
    if a.stands_for().is_some() && a.stands_for() == b.stands_for() {
        return Relation::SameState;
    }
    if contains(a, b) || contains(b, a) { Relation::Contains } else { Relation::Different }
}

/// The nearest relation between any reading of one key and any reading of the other; `None` when one of them is no place.
#[must_use]
pub fn compare(a: &str, b: &str) -> Option<Relation> {
    lookup(a).flat_map(|left| lookup(b).map(move |right| same_place(&left, &right))).min()
}

fn contains(outer: &PlaceRef, inner: &PlaceRef) -> bool {
    if inner.chain().any(|code| code == outer.entity) {
        return true;
    }
    if !matches!(outer.kind, Kind::Region) {
        return false;
    }
    member(outer.entity, inner.entity, 4) || inner.chain().any(|code| member(outer.entity, code, 4))
}

/// Whether the region lists the code, itself or through the regions it is made of.
fn member(region: &str, code: &str, depth: u8) -> bool {
    let Some(row) = REGIONS.first(region) else {
        return false;
    };
    row.col(5).split(' ').any(|entry| match entry.strip_prefix('@') {
        Some(inner) => inner == code || (depth > 0 && member(inner, code, depth - 1)),
        None => entry == code,
    })
}

/// Whether the state belongs to the region with this id in the table of regions, such as `europe` or `baltics`.
#[must_use]
pub fn in_region(state: StateId, region: &str) -> bool {
    member(region, state.code(), 4)
}

/// All states, territories and nations in the table.
pub fn states() -> impl Iterator<Item = StateInfo> {
    STATES.rows().map(StateInfo)
}

#[cfg(test)]
mod tests;
