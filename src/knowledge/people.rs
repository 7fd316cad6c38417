//! Who held which office when: heads of state and government, foreign ministers and others since 2015, heads of the large
//! international bodies since 2010.
//!
//! The table is certain up to [`AS_OF`]. Later terms are listed where a source has them, often with the year alone; a term without an
//! end was open on that day and says nothing of the days after it, so every answer about a later day is [`Held::Maybe`] at best.
//! See `tools/knowledge/README.md` for what is covered and how the table was checked.

use super::dates::{Date, days_in_month};
use super::names::spelling_group;
use super::places::StateId;
use super::table::{Row, Table};
use super::titles::Gender;
use std::sync::LazyLock;

static TERMS: LazyLock<Table> = LazyLock::new(|| Table::new(truecopy_data::tables::TERMS));
static PEOPLE: LazyLock<Table> = LazyLock::new(|| Table::new(truecopy_data::tables::PEOPLE));

/// The last day for which the table claims to be right: 30 June 2025.
pub const AS_OF: Date = Date { year: 2025, month: 6, day: 30 };

/// The first day from which heads of state and government are claimed to be complete: 1 January 2015.
pub const SINCE: Date = Date { year: 2015, month: 1, day: 1 };

/// A date of which the day, or the day and the month, may be unknown. Shown as [`PartialDate::parse`] reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    /// Year.
    pub year: i32,
    /// Month from 1, if known.
    pub month: Option<u8>,
    /// Day of the month from 1, if known.
    pub day: Option<u8>,
}

impl PartialDate {
    /// Reads `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year = parts.next().filter(|part| part.len() == 4)?.parse().ok()?;
        let month = parts.next().map(str::parse).transpose().ok()?;
        let day = parts.next().map(str::parse).transpose().ok()?;
        Date::new(year, month.unwrap_or(1), day.unwrap_or(1))?;
        parts.next().is_none().then_some(Self { year, month, day })
    }

    /// A date of which all is known.
    #[must_use]
    pub fn of(date: Date) -> Self {
        Self { year: date.year, month: Some(date.month), day: Some(date.day) }
    }

    /// The first day that it can be.
    #[must_use]
    pub fn earliest(self) -> Date {
        Date { year: self.year, month: self.month.unwrap_or(1), day: self.day.unwrap_or(1) }
    }

    /// The last day that it can be.
    #[must_use]
    pub fn latest(self) -> Date {
        let month = self.month.unwrap_or(12);
        Date { year: self.year, month, day: self.day.unwrap_or(days_in_month(self.year, month)) }
    }
}

impl std::fmt::Display for PartialDate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}", self.year)?;
        self.month.map_or(Ok(()), |m| write!(f, "-{m:02}"))?;
        self.day.map_or(Ok(()), |d| write!(f, "-{d:02}"))
    }
}

/// Of what the office is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// A state, a territory or a nation within a state.
    State(StateId),
    /// An organisation, by its id in [`crate::knowledge::orgs`].
    Org(&'static str),
}

/// What is special about a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Nothing.
    Full,
    /// Acting, interim, or at the head of a junta or transition.
    Acting,
    /// Claimed against another holder whom other states recognise.
    Rival,
    /// Held together with others: a presidency of several members.
    Joint,
}

/// Whether a term covers a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Held {
    /// It does not.
    No,
    /// The table cannot tell: dates are known to the month or year only, or the day is after [`AS_OF`].
    Maybe,
    /// It does; the day on which an office changes hands counts for both.
    Yes,
}

/// One person's term in one office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// The full name as news in English writes it.
    pub name: &'static str,
    /// The name of later mentions; empty for monarchs.
    pub surname: &'static str,
    /// Man or woman.
    pub gender: Gender,
    /// Of what.
    pub place: Place,
    /// The office, as in [`crate::knowledge::titles::TitleRef::office`].
    pub office: &'static str,
    /// The office is that of the deputy: a vice president.
    pub deputy: bool,
    /// First day.
    pub start: PartialDate,
    /// Last day; `None` where none is known.
    pub end: Option<PartialDate>,
    /// Acting, rival or joint.
    pub standing: Standing,
    /// How the row was checked: `list`, `near`, `settled` or `own`; see `tools/knowledge/README.md`.
    pub source: &'static str,
}

impl Term {
    fn from_row(row: Row) -> Option<Self> {
        let mut cols = row.cols();
        let (place, office) = cols.next()?.split_once(' ')?;
        let start = PartialDate::parse(cols.next()?)?;
        let end = cols.next().filter(|end| !end.is_empty()).map(PartialDate::parse);
        let (name, gender) = (cols.next()?, Gender::from_mark(cols.next()?)?);
        let standing = match cols.next()? {
            "" => Standing::Full,
            "acting" => Standing::Acting,
            "rival" => Standing::Rival,
            "joint" => Standing::Joint,
            _ => return None,
        };
        let surname = cols.next()?;
        let source = cols.nth(1)?;
        let (office, deputy) = match office.strip_prefix("deputy-") {
            Some(office) => (office, true),
            None => (office, false),
        };
        let place = StateId::new(place).map_or(Place::Org(place), Place::State);
        let end = match end {
            Some(end) => Some(end?),
            None => None,
        };
        Some(Self { name, surname, gender, place, office, deputy, start, end, standing, source })
    }
}

/// The terms of every person whom the folded name can mean: a full name ("kaja kallas"), a surname ("kallas", "von der leyen"),
/// or another name that the news uses ("lula"). Other transliterations of a surname are found where the table of spellings has them.
pub fn terms(name: &str) -> impl Iterator<Item = Term> + Clone {
    // Looked up again under the group's first spelling only when the name itself is unknown.
    let key = if PEOPLE.first(name).is_some() { name } else { spelling_group(name) };
    PEOPLE.find(key).filter_map(|row| {
        TERMS
            .find(row.col(1))
            .find(|term| term.col(1) == row.col(2) && term.col(3) == row.col(3))
            .and_then(Term::from_row)
    })
}

/// All terms in one office, by start: `office` as in [`Term::office`], of a state's code or an organisation's id ("EE", "nato").
/// Deputies are found under `deputy-` and the office.
pub fn office_terms(office: &str, place: &str) -> impl Iterator<Item = Term> {
    let key = format!("{place} {office}");
    TERMS.find(&key).filter_map(Term::from_row).collect::<Vec<_>>().into_iter()
}

#[cfg(test)]
mod tests;
