//! The Gregorian calendar as day numbers.

use crate::knowledge::dates::Date;

/// A day: year, month 1 to 12, day 1 to 31.
pub type Day = (i32, u8, u8);

/// Days since 1 January 1970. A day that the month has not runs on into the next month.
pub fn day_number((year, month, day): Day) -> i64 {
    i64::from(Date { year, month, day }.day_number())
}

/// The weekday of a day number, 0 for Monday.
pub fn weekday_of(number: i64) -> u8 {
    // 1 January 1970 was a Thursday.
    (number + 3).rem_euclid(7) as u8
}

/// The date of a day number; `None` outside the years 1 to 9999.
pub(super) fn day_of(number: i64) -> Option<Day> {
    Date::from_day_number(i32::try_from(number).ok()?).map(|d| (d.year, d.month, d.day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_days_fall_on_their_weekdays_and_numbers_go_back() {
        assert_eq!(weekday_of(day_number((2022, 1, 12))), 2);
        assert_eq!(weekday_of(day_number((2000, 2, 29))), 1);
        assert_eq!(weekday_of(day_number((1969, 7, 20))), 6);
        for n in [day_number((1999, 12, 31)), day_number((2024, 2, 29)), day_number((2100, 3, 1))] {
            for d in n - 400..n + 400 {
                assert_eq!(day_of(d).map(day_number), Some(d));
            }
        }
    }
}
