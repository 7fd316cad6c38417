//! Words for days, months and times, and the arithmetic of the Gregorian calendar.

use super::table::Table;
use std::sync::LazyLock;

static CALENDAR: LazyLock<Table> = LazyLock::new(|| Table::new(truecopy_data::tables::CALENDAR));

/// What a calendar word stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimeWord {
    /// A month, 1 to 12. `word`: the key is an everyday word as well ("may", "march").
    Month {
        /// 1 January … 12 December.
        month: u8,
        /// A short form: "Jan.", "Sept".
        short: bool,
        /// Also an everyday word.
        word: bool,
    },
    /// A weekday, 1 Monday to 7 Sunday.
    Weekday {
        /// 1 Monday … 7 Sunday.
        day: u8,
        /// A short form: "Tues".
        short: bool,
        /// "Mondays".
        plural: bool,
    },
    /// Days from the day of the story: -1 yesterday, 0 today and tonight, 2 the day after tomorrow.
    Day(i8),
    /// Weeks, months … from now: "last week" is -1 week.
    Period {
        /// What is counted.
        unit: PeriodUnit,
        /// From now: -1 last, 0 this, 1 next.
        by: i8,
    },
    /// A season, by the month in which it begins in the northern half of the world: 3, 6, 9, 12.
    Season(u8),
    /// An hour of the day, 0 to 23: noon, midnight.
    Hour(u8),
    /// A part of the day, from hour to hour; night ends on the next day.
    PartOfDay {
        /// First hour.
        from: u8,
        /// Hour at which it ends.
        to: u8,
    },
    /// A feast on a fixed day.
    Feast {
        /// Month from 1.
        month: u8,
        /// Day of the month from 1.
        day: u8,
    },
}

/// What a period counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PeriodUnit {
    /// Weeks; weekends too.
    Week,
    /// Months.
    Month,
    /// Quarters of a year.
    Quarter,
    /// Years; named seasons too: "last summer".
    Year,
    /// Ten years.
    Decade,
    /// A hundred years.
    Century,
}

/// All keys of the table, some of several words.
pub fn words() -> impl Iterator<Item = &'static str> {
    CALENDAR.rows().map(|row| row.col(0))
}

/// What the folded words stand for; none when they are no word of time in the table.
pub fn lookup(words: &str) -> impl Iterator<Item = TimeWord> + Clone {
    CALENDAR.find(words).filter_map(|row| {
        let note = row.col(3);
        let small = || row.col(2).parse::<u8>().ok();
        Some(match row.col(1) {
            "month" => TimeWord::Month { month: small()?, short: note.contains('a'), word: note.contains('w') },
            "weekday" => TimeWord::Weekday { day: small()?, short: note.contains('a'), plural: note.contains('p') },
            "day" => TimeWord::Day(row.col(2).parse().ok()?),
            "season" => TimeWord::Season(small()?),
            "hour" => TimeWord::Hour(small()?),
            "part of day" => TimeWord::PartOfDay { from: small()?, to: note.parse().ok()? },
            "feast" => TimeWord::Feast { month: small()?, day: note.parse().ok()? },
            unit => {
                let unit = match unit {
                    "week" => PeriodUnit::Week,
                    "month-period" => PeriodUnit::Month,
                    "quarter" => PeriodUnit::Quarter,
                    "year" => PeriodUnit::Year,
                    "decade" => PeriodUnit::Decade,
                    "century" => PeriodUnit::Century,
                    _ => return None,
                };
                TimeWord::Period { unit, by: row.col(2).parse().ok()? }
            }
        })
    })
}

/// Whether a folded word is the name of a month or a weekday, in full or short; "Mondays" is none.
#[must_use]
pub fn is_month_or_day(word: &str) -> bool {
    lookup(word).any(|t| matches!(t, TimeWord::Month { .. } | TimeWord::Weekday { plural: false, .. }))
}

/// Whether a folded word is the full name of a weekday.
#[must_use]
pub fn is_weekday(word: &str) -> bool {
    lookup(word).any(|t| matches!(t, TimeWord::Weekday { short: false, plural: false, .. }))
}

/// Whether a folded word is short for a month: "jan", "sept".
#[must_use]
pub fn is_short_month(word: &str) -> bool {
    lookup(word).any(|t| matches!(t, TimeWord::Month { short: true, .. }))
}

/// A day of the Gregorian calendar. The arithmetic is our own: `jiff` does the same, on every day of the years 1 to 9999, but takes seven
/// seconds of processor time to build, a fifteenth of the whole program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Year; from 1 upwards in the Common Era.
    pub year: i32,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

impl Date {
    /// The day, if the calendar has it.
    #[must_use]
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        let good =
            (1..=9999).contains(&year) && (1..=12).contains(&month) && day >= 1 && day <= days_in_month(year, month);
        good.then_some(Self { year, month, day })
    }

    /// Days since 1 January 1970 (Howard Hinnant, `days_from_civil`).
    #[must_use]
    pub fn day_number(self) -> i32 {
        let year = if self.month <= 2 { self.year - 1 } else { self.year };
        let era = year.div_euclid(400);
        let of_era = year.rem_euclid(400);
        let month = (i32::from(self.month) + 9) % 12;
        let of_year = (153 * month + 2) / 5 + i32::from(self.day) - 1;
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
    }

    /// The day with this number of days since 1 January 1970 (Howard Hinnant, `civil_from_days`); `None` outside years 1 to 9999.
    #[must_use]
    pub fn from_day_number(days: i32) -> Option<Self> {
        let days = days.checked_add(719_468)?;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = year_of_era + era * 400 + i32::from(month <= 2);
        Self::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }

    /// The day so many days later (or earlier).
    #[must_use]
    pub fn plus_days(self, days: i32) -> Option<Self> {
        Self::from_day_number(self.day_number().checked_add(days)?)
    }

    /// 1 Monday … 7 Sunday.
    #[must_use]
    pub fn weekday(self) -> u8 {
        // 1 January 1970 was a Thursday.
        u8::try_from((self.day_number() + 3).rem_euclid(7) + 1).unwrap_or(1)
    }

    /// Reads `YYYY-MM-DD`; anything else is `None`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let date = Self::new(parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        if parts.next().is_none() { date } else { None }
    }
}

/// Days of a month of that year; 0 for a month that there is not.
#[must_use]
pub fn days_in_month(year: i32, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        1..=12 => 31,
        _ => 0,
    }
}

#[cfg(test)]
mod tests;
