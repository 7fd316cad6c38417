//! A date where it stands in a story.

use std::ops::Range;

/// A span of time that "last", "this" and "next" stand before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Period {
    /// "last week".
    Week,
    /// "last month".
    Month,
    /// "last year".
    Year,
    /// "last night", "this morning".
    PartOfDay,
    /// "next decade", "last century", "this weekend".
    Other,
}

/// One date as it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DateMark {
    /// Its tokens, without the preposition.
    pub tokens: Range<usize>,
    /// The year.
    pub year: Option<i32>,
    /// The month, 1 to 12.
    pub month: Option<u8>,
    /// The day of the month, 1 to 31.
    pub day: Option<u8>,
    /// The weekday, 0 for Monday.
    pub weekday: Option<u8>,
    /// Days from the day of the story: 0 for "today", -1 for "yesterday".
    pub offset: Option<i32>,
    /// "last", "this" or "next" (-1, 0, 1) before a period or a weekday.
    pub step: Option<(i8, Period)>,
    /// First year of a decade: 1990.
    pub decade: Option<i32>,
    /// The century, 21 for 2001 to 2100.
    pub century: Option<i32>,
    /// Whether the words around tell of a night, which belongs to two days.
    pub night: bool,
    /// Day and month may be meant the other way round: "12/1/2022".
    pub ambiguous: bool,
}

impl DateMark {
    /// Whether it names nothing but a year.
    pub fn is_year(&self) -> bool {
        self.year.is_some() && self.month.is_none() && self.day.is_none() && self.weekday.is_none()
    }

    /// Whether it names nothing but a weekday.
    pub fn is_weekday(&self) -> bool {
        self.weekday.is_some() && self.month.is_none() && self.day.is_none() && self.year.is_none()
    }
}
