//! Whether two dates can be the same day, month or year.

use super::calendar::{Day, day_number, day_of, weekday_of};
use super::mark::{DateMark, Period};

/// The part of a date that two dates disagree on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Component {
    /// The year, decade or century.
    Year,
    /// The month.
    Month,
    /// The day of the month, or a day relative to the story's.
    Day,
    /// The weekday.
    Weekday,
    /// "last week" against "next week".
    Period,
}

/// How two dates relate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateRelation {
    /// They name the same time.
    Same,
    /// One is more exact than the other, and they agree.
    Finer,
    /// They cannot both hold.
    Differs(Component),
    /// Nothing in them can be compared.
    Unlike,
}

#[derive(Clone, Copy, Default)]
struct Full {
    year: Option<i32>,
    month: Option<u8>,
    day: Option<u8>,
    /// The day number, where year, month and day are known or follow from the story's date.
    number: Option<i64>,
}

fn full(m: &DateMark, story: Option<Day>) -> Full {
    let mut f = Full { year: m.year, month: m.month, day: m.day, number: None };
    if let Some(s) = story {
        if let Some(n) = m.offset {
            let number = day_number(s) + i64::from(n);
            if let Some((y, mo, d)) = day_of(number) {
                return Full { year: Some(y), month: Some(mo), day: Some(d), number: Some(number) };
            }
        }
        match m.step {
            Some((by, Period::Year)) => f.year = Some(s.0 + i32::from(by)),
            Some((by, Period::Month)) => {
                let months = s.0 * 12 + i32::from(s.1) - 1 + i32::from(by);
                f.year = Some(months.div_euclid(12));
                f.month = u8::try_from(months.rem_euclid(12) + 1).ok();
            }
            _ => {}
        }
        if let (None, Some(mo), Some(d)) = (f.year, f.month, f.day) {
            let near = (s.0 - 1..=s.0 + 1).map(|y| day_number((y, mo, d))).min_by_key(|n| (n - day_number(s)).abs());
            f.number = near;
        }
    }
    if let (Some(y), Some(mo), Some(d)) = (f.year, f.month, f.day) {
        f.number = Some(day_number((y, mo, d)));
    }
    f
}

/// Compares a date of one story with a date of another; the days of the stories resolve weekdays and relative words.
pub fn compare(a: &DateMark, story_a: Option<Day>, b: &DateMark, story_b: Option<Day>) -> DateRelation {
    use DateRelation::{Differs, Finer, Same, Unlike};
    if let Some(r) = eras(a, b, story_a, story_b) {
        return r;
    }
    if let (Some((x, p)), Some((y, q)), None, None) = (a.step, b.step, a.weekday, b.weekday)
        && p == q
        && story_a.is_none() == story_b.is_none()
        && story_a == story_b
    {
        return if x == y { Same } else { Differs(Component::Period) };
    }
    let (fa, fb) = (full(a, story_a), full(b, story_b));
    if let (Some(x), Some(y)) = (a.offset, b.offset) {
        if (a.night || b.night) && (x - y).abs() == 1 {
            return Unlike;
        }
        if fa.number.is_none() || fb.number.is_none() {
            return if x == y { Same } else { Differs(Component::Day) };
        }
    }
    if fa.number.is_some() && fa.number == fb.number {
        return Same;
    }
    let mut agreed = 0;
    let mut one_sided = 0;
    let mut check = |x: Option<i64>, y: Option<i64>| match (x, y) {
        (Some(x), Some(y)) if x == y => {
            agreed += 1;
            false
        }
        (Some(_), Some(_)) => true,
        (None, None) => false,
        _ => {
            one_sided += 1;
            false
        }
    };
    if check(fa.year.map(i64::from), fb.year.map(i64::from)) {
        return Differs(Component::Year);
    }
    let swapped = (a.ambiguous || b.ambiguous)
        && fa.day.is_some()
        && fa.day.map(Some) == Some(fb.month)
        && fa.month.map(Some) == Some(fb.day);
    if !swapped {
        if check(fa.month.map(i64::from), fb.month.map(i64::from)) {
            return Differs(Component::Month);
        }
        if check(fa.day.map(i64::from), fb.day.map(i64::from)) {
            return Differs(Component::Day);
        }
    } else {
        return Same;
    }
    match (a.weekday, b.weekday) {
        (Some(x), Some(y)) if x == y => {
            if a.step.map(|s| s.0) != b.step.map(|s| s.0) {
                one_sided += 1
            }
            agreed += 1;
        }
        (Some(_), Some(_)) if agreed > 0 && fa.day.is_some() && fb.day.is_some() => {}
        // "Saturday night" is the night before Sunday.
        (Some(x), Some(y)) if (a.night || b.night) && matches!((x + 7 - y) % 7, 1 | 6) => return Unlike,
        (Some(_), Some(_)) => {
            return if story_a == story_b { Differs(Component::Weekday) } else { Unlike };
        }
        (Some(w), None) if agreed == 0 => return weekday_against(w, a, story_a, fb),
        (None, Some(w)) if agreed == 0 => return weekday_against(w, b, story_b, fa),
        _ => {}
    }
    match (agreed, one_sided) {
        (0, _) => Unlike,
        (_, 0) => Same,
        _ => Finer,
    }
}

/// Decades and centuries against each other and against years.
fn eras(a: &DateMark, b: &DateMark, sa: Option<Day>, sb: Option<Day>) -> Option<DateRelation> {
    use DateRelation::{Differs, Finer, Same, Unlike};
    let era = |m: &DateMark, s: Option<Day>| {
        if let Some(d) = m.decade {
            Some((d, d + if d % 100 == 0 { 99 } else { 9 }, true))
        } else if let Some(c) = m.century {
            Some(((c - 1) * 100 + 1, c * 100, true))
        } else {
            full(m, s).year.map(|y| (y, y, false))
        }
    };
    let any = a.decade.is_some() || b.decade.is_some() || a.century.is_some() || b.century.is_some();
    if !any {
        return None;
    }
    let (Some(x), Some(y)) = (era(a, sa), era(b, sb)) else { return Some(Unlike) };
    Some(if (x.0, x.1) == (y.0, y.1) {
        Same
    } else if x.0 <= y.1 && y.0 <= x.1 {
        Finer
    } else if x.2 == y.2 {
        Differs(Component::Year)
    } else {
        // A year against a decade: the two may well tell of different things.
        Unlike
    })
}

/// A weekday against a date, by the day of the story that has the weekday.
fn weekday_against(weekday: u8, mark: &DateMark, story: Option<Day>, date: Full) -> DateRelation {
    use DateRelation::{Differs, Finer, Same, Unlike};
    let Some(number) = date.number else { return Unlike };
    let Some(story) = story.map(day_number) else {
        let fits = date.year.is_some() && weekday_of(number) == weekday;
        return if fits { Finer } else { Unlike };
    };
    let reach = if mark.step.is_some() { 13 } else { 7 };
    if (number - story).abs() > reach {
        Unlike
    } else if weekday_of(number) == weekday {
        Same
    } else {
        Differs(Component::Weekday)
    }
}
