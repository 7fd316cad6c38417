//! Dates: days, months, years, decades and centuries, weekdays, and words relative to the day of the story.

mod calendar;
mod compare;
mod mark;
mod read;
mod words;

pub use calendar::{Day, day_number, weekday_of};
pub use compare::{Component, DateRelation, compare};
pub use mark::{DateMark, Period};

use super::analysis::Analysis;

/// Finds all dates of a story, in text order.
pub fn find(a: &Analysis) -> Vec<DateMark> {
    let mut out: Vec<DateMark> = Vec::new();
    for s in &a.sentences {
        let mut i = s.tokens.start;
        while i < s.tokens.end {
            let known = out.len();
            read::read(a, i, s.tokens.clone(), &mut out);
            for d in &mut out[known..] {
                let around = d.tokens.start.saturating_sub(4)..d.tokens.end + 2;
                d.night = around
                    .filter(|j| s.tokens.contains(j))
                    .any(|j| matches!(a.fold(j), "night" | "overnight" | "midnight" | "evening" | "nighttime"));
            }
            i = if out.len() > known { out.last().map_or(i, |d| d.tokens.end).max(i + 1) } else { i + 1 };
        }
    }
    out
}

#[cfg(test)]
mod tests;
