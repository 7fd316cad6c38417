//! Names of months and weekdays, by folded form.

use crate::knowledge::dates::{self, TimeWord};
use crate::knowledge::numbers;
use crate::text::Filter;
use std::sync::LazyLock;

/// Words that dates open with and the table of the calendar has no row for.
const OPENINGS: [&str; 18] = [
    "coming",
    "current",
    "eighties",
    "fifties",
    "forties",
    "last",
    "next",
    "nineties",
    "previous",
    "seventies",
    "sixties",
    "thirties",
    "this",
    "today",
    "tomorrow",
    "tonight",
    "twenties",
    "yesterday",
];

static FILTER: LazyLock<Filter> = LazyLock::new(|| {
    let ordinals = numbers::words().filter(|w| numbers::ordinal(w).is_some());
    Filter::of(dates::words().chain(OPENINGS).chain(ordinals))
});

/// Whether a date may open with the word with this hash; a "no" is sure.
pub(super) fn may_open(hash: u64) -> bool {
    FILTER.may_have(hash)
}

/// The month of a full or abbreviated name, 1 to 12.
pub(super) fn month(word: &str) -> Option<u8> {
    dates::lookup(word).find_map(|t| match t {
        TimeWord::Month { month, .. } => Some(month),
        _ => None,
    })
}

/// The weekday of a full name or an abbreviation that is no other word; 0 for Monday.
pub(super) fn weekday(word: &str) -> Option<u8> {
    if matches!(word, "sat" | "sun" | "wed") {
        return None;
    }
    dates::lookup(word).find_map(|t| match t {
        TimeWord::Weekday { day, .. } => Some(day.saturating_sub(1)),
        _ => None,
    })
}

/// First year within a century of a decade word: 90 for "nineties".
pub(super) fn decade(word: &str) -> Option<i32> {
    Some(match word {
        "twenties" => 20,
        "thirties" => 30,
        "forties" => 40,
        "fifties" => 50,
        "sixties" => 60,
        "seventies" => 70,
        "eighties" => 80,
        "nineties" => 90,
        _ => return None,
    })
}

/// The number of an ordinal word up to twenty-first, for centuries.
pub(super) fn ordinal(word: &str) -> Option<i32> {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        let digits = word.trim_end_matches(|c: char| c.is_alphabetic());
        let suffix = &word[digits.len()..];
        return digits.parse().ok().filter(|_| matches!(suffix, "st" | "nd" | "rd" | "th"));
    }
    numbers::ordinal(word).filter(|n| *n <= 30.0).map(|n| n as i32)
}
