use super::*;
use crate::knowledge::table::assert_normal;

#[test]
fn table_is_in_normal_form() {
    assert_normal("calendar", truecopy_data::tables::CALENDAR, 4);
    for row in CALENDAR.rows() {
        assert!(lookup(row.col(0)).count() == CALENDAR.find(row.col(0)).count(), "{row:?}");
    }
}

#[test]
fn words_of_time() {
    assert_eq!(lookup("sept.").next(), Some(TimeWord::Month { month: 9, short: true, word: false }));
    assert_eq!(lookup("may").next(), Some(TimeWord::Month { month: 5, short: false, word: true }));
    assert_eq!(lookup("tuesday").next(), Some(TimeWord::Weekday { day: 2, short: false, plural: false }));
    assert_eq!(lookup("day before yesterday").next(), Some(TimeWord::Day(-2)));
    assert_eq!(lookup("last month").next(), Some(TimeWord::Period { unit: PeriodUnit::Month, by: -1 }));
    assert!(lookup("minister").next().is_none());
}

#[test]
fn weekdays_of_known_days() {
    for (text, weekday) in [
        ("1970-01-01", 4),
        ("2001-09-11", 2),
        ("2020-02-29", 6),
        ("2022-02-24", 4),
        ("1900-03-01", 4),
        ("2024-12-31", 2),
    ] {
        assert_eq!(Date::parse(text).map(Date::weekday), Some(weekday), "{text}");
    }
    for text in ["2023-02-29", "2020-13-01", "2020-00-10", "2020-1", "x", "2020-01-01-01", ""] {
        assert_eq!(Date::parse(text), None, "{text}");
    }
}

#[test]
fn day_numbers_go_there_and_back() {
    let mut last = None;
    for number in (-700_000..2_900_000).step_by(997) {
        let date = Date::from_day_number(number).expect("a day");
        assert_eq!(date.day_number(), number);
        assert!(last < Some(date));
        last = Some(date);
    }
    assert_eq!(Date::parse("2024-02-28").and_then(|d| d.plus_days(2)), Date::parse("2024-03-01"));
    assert_eq!(Date::from_day_number(i32::MAX), None);
}
