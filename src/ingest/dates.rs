//! Dates and time stamps of a page: when the story was sent, not the dates it tells of.

/// Year, month, day.
pub(super) type Ymd = (i32, u8, u8);

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Words that make up a time stamp besides figures and months.
const STAMP_WORDS: [&str; 64] = [
    "a",
    "ago",
    "am",
    "and",
    "ast",
    "at",
    "bst",
    "by",
    "cest",
    "cet",
    "day",
    "days",
    "eat",
    "edt",
    "eest",
    "eet",
    "est",
    "et",
    "few",
    "first",
    "fri",
    "friday",
    "gmt",
    "hour",
    "hours",
    "hrs",
    "issued",
    "ist",
    "jst",
    "last",
    "min",
    "minute",
    "minutes",
    "mins",
    "modified",
    "mon",
    "monday",
    "msk",
    "nd",
    "of",
    "on",
    "pdt",
    "pm",
    "posted",
    "pst",
    "pt",
    "published",
    "rd",
    "sat",
    "saturday",
    "st",
    "sun",
    "sunday",
    "th",
    "thu",
    "thursday",
    "time",
    "tue",
    "tuesday",
    "updated",
    "utc",
    "wed",
    "wednesday",
    "z",
];

/// Words that say that a date is a time stamp.
const STAMP_LABELS: [&str; 6] = ["issued", "modified", "posted", "published", "updated", "ago"];

#[derive(Clone, Copy, Debug, PartialEq)]
enum Token<'a> {
    Number(u32, usize),
    Word(&'a str),
    Mark(char),
}

/// Splits into runs of digits, runs of letters and single marks; white space is dropped.
fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        // "June 8 (2025)": brackets around a year alone.
        if let Some(year) = rest.strip_prefix('(').and_then(|r| r.split_once(')')).map(|(year, _)| year)
            && year.len() == 4
            && year.bytes().all(|b| b.is_ascii_digit())
        {
            rest = rest.get(year.len() + 2..).unwrap_or("");
            return Some(Token::Number(year.parse().unwrap_or(u32::MAX), year.len()));
        }
        let first = rest.chars().next()?;
        let (head, tail) = if first.is_ascii_digit() {
            rest.split_at(rest.bytes().position(|b| !b.is_ascii_digit()).unwrap_or(rest.len()))
        } else if first.is_alphabetic() {
            rest.split_at(rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len()))
        } else {
            rest.split_at(first.len_utf8())
        };
        rest = tail;
        Some(match first {
            '0'..='9' => Token::Number(head.parse().unwrap_or(u32::MAX), head.len()),
            c if c.is_alphabetic() => Token::Word(head),
            c => Token::Mark(c),
        })
    })
}

/// The month that a word names: in full, or shortened to three letters or "Sept".
pub(super) fn month(word: &str) -> Option<u8> {
    if word.len() < 3 || !word.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let found = MONTHS.iter().position(|m| {
        word.eq_ignore_ascii_case(m)
            || (word.len() == 3 || *m == "september" && word.len() == 4) && {
                m.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
            }
    })?;
    u8::try_from(found + 1).ok()
}

/// Whether a line is a time stamp and nothing else, and whether it could also be a heading ("March 3", no clock and no label).
pub(super) fn stamp(line: &str) -> Option<Stamp> {
    if line.len() > 120 || !line.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let (mut day, mut clock, mut label, mut year, mut count) = (false, false, false, false, 0);
    let mut before = Token::Mark(' ');
    for token in tokens(line) {
        count += 1;
        match token {
            Token::Number(n, digits) => {
                year |= digits == 4 && (1900..2100).contains(&n);
                clock |= before == Token::Mark(':') && digits == 2 && n < 60;
            }
            Token::Word(word) => {
                let known = |list: &[&str]| list.iter().any(|w| word.eq_ignore_ascii_case(w));
                if known(&STAMP_LABELS) {
                    label = true;
                } else if month(word).is_some() {
                    day = true;
                } else if !(known(&STAMP_WORDS) || matches!(word, "T" | "h")) {
                    return None;
                }
                clock |= ["am", "pm"].iter().any(|w| word.eq_ignore_ascii_case(w));
            }
            Token::Mark(c) if ",.:/-–—|•·()[]+@".contains(c) => {}
            Token::Mark(_) => return None,
        }
        before = token;
    }
    let dated = day || date(line).is_some();
    // A lone "5:51" is a running time, not a time of day.
    let telling = dated || label || (clock && count > 3);
    telling.then_some(Stamp { certain: label || clock || (dated && year) })
}

/// A line that is a time stamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    /// Whether it has a clock time, a year or a label; "March 3" alone may be a heading in a chronicle.
    pub certain: bool,
}

/// The first full date in a text: "2022-01-12T…", "12 January, 2022", "January 12, 2022", "12-Jan-2022", "12.01.2022".
/// "03/04/2022" says nothing, since half the world reads it the other way round.
pub(super) fn date(text: &str) -> Option<Ymd> {
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut last = [Token::Mark(' '); 5];
    for token in tokens(text) {
        last.rotate_left(1);
        last[4] = token;
        if let Some(found) = date_at_end(&last) {
            return Some(found);
        }
    }
    None
}

fn date_at_end(last: &[Token<'_>; 5]) -> Option<Ymd> {
    use Token::{Mark, Number, Word};
    match *last {
        [Number(y, 4), Mark(a @ ('-' | '/' | '.')), Number(m, 1 | 2), Mark(b), Number(d, 1 | 2)] if a == b => {
            valid(y, m, d)
        }
        [Number(d, 1 | 2), Mark('.'), Number(m, 1 | 2), Mark('.'), Number(y, 4)] => valid(y, m, d),
        [Number(a, 1 | 2), Mark('/' | '-'), Number(b, 1 | 2), Mark('/' | '-'), Number(y, 4)] => {
            if a > 12 {
                valid(y, b, a)
            } else if b > 12 {
                valid(y, a, b)
            } else {
                None
            }
        }
        [.., Number(d, 1 | 2), Word(m), Number(y, 4)] => named(y, m, d),
        [.., Number(d, 1 | 2), Word("st" | "nd" | "rd" | "th"), Word(m), Number(y, 4)] => named(y, m, d),
        [Number(d, 1 | 2), Word("st" | "nd" | "rd" | "th"), Word(m), Mark(','), Number(y, 4)] => named(y, m, d),
        [Number(d, 1 | 2), Mark('-' | '/'), Word(m), Mark('-' | '/'), Number(y, 4)] => named(y, m, d),
        [_, Number(d, 1 | 2), Word(m), Mark(',' | '.'), Number(y, 4)] if month(m).is_some() => named(y, m, d),
        [_, Word(m), Number(d, 1 | 2), Mark(','), Number(y, 4)] => named(y, m, d),
        [Word(m), Mark('.'), Number(d, 1 | 2), Mark(','), Number(y, 4)] => named(y, m, d),
        [Word(m), Number(d, 1 | 2), Word("st" | "nd" | "rd" | "th"), Mark(','), Number(y, 4)] => named(y, m, d),
        [.., Word(m), Number(d, 1 | 2), Number(y, 4)] => named(y, m, d),
        _ => None,
    }
}

fn named(y: u32, m: &str, d: u32) -> Option<Ymd> {
    valid(y, u32::from(month(m)?), d)
}

fn valid(y: u32, m: u32, d: u32) -> Option<Ymd> {
    // Ours, because it only has to refuse a 30 February; a crate for it would be one more to build.
    let leap = y.is_multiple_of(4) && (!y.is_multiple_of(100) || y.is_multiple_of(400));
    let days = match m {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    ((1900..2100).contains(&y) && (1..=days).contains(&d)).then_some(())?;
    Some((i32::try_from(y).ok()?, u8::try_from(m).ok()?, u8::try_from(d).ok()?))
}

/// Month and day of a dateline without a year: "Jan. 12", "12 January".
pub(super) fn month_day(text: &str) -> Option<(u8, u8)> {
    let mut found = (None, None);
    for token in tokens(text) {
        match token {
            Token::Word(w) => found.0 = month(w).or(found.0),
            Token::Number(d, 1 | 2) => found.1 = u8::try_from(d).ok().filter(|d| (1..=31).contains(d)),
            _ => {}
        }
    }
    found.0.zip(found.1)
}

/// The day of this month and day that is nearest to another.
pub(super) fn nearest((month, day): (u8, u8), near: Ymd) -> Option<Ymd> {
    // Months of 31 days are exact enough to tell years apart.
    let number = |(y, m, d): Ymd| (i64::from(y) * 12 + i64::from(m)) * 31 + i64::from(d);
    let in_year = |year: i32| valid(u32::try_from(year).ok()?, month.into(), day.into());
    (near.0.saturating_sub(1)..=near.0.saturating_add(1))
        .filter_map(in_year)
        .min_by_key(|found| (number(*found) - number(near)).abs())
}

/// Whether a token is a running time: "5:51", "1:02:33".
pub(super) fn running_time(token: &str) -> bool {
    let mut groups = token.split(':');
    let digits = |s: &str, most: usize| !s.is_empty() && s.len() <= most && s.bytes().all(|b| b.is_ascii_digit());
    groups.next().is_some_and(|g| digits(g, 2))
        && (1..=2).contains(&token.bytes().filter(|b| *b == b':').count())
        && groups.all(|g| g.len() == 2 && digits(g, 2) && g < "60")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_every_common_form() {
        let day = Some((2023, 9, 4));
        for text in [
            "2023-09-04T08:15:00Z",
            "4 September, 2023, 09:50 pm",
            "Mon 4 Sep 2023 | 09:26 PM",
            "September 4, 2023",
            "Sept. 4, 2023",
            "Published on 4th September 2023",
            "04.09.2023",
            "4-Sep-2023",
            "Updated Sep 4 2023",
        ] {
            assert_eq!(date(text), day, "{text}");
        }
        assert_eq!(date("03/04/2022"), None);
        assert_eq!(date("31 February 2022"), None);
        assert_eq!(date("13/02/2022"), Some((2022, 2, 13)));
        assert_eq!(date("in May 14 people 2022"), None);
    }

    #[test]
    fn a_day_without_a_year_is_the_nearest() {
        assert_eq!(nearest((3, 3), (2026, 3, 5)), Some((2026, 3, 3)));
        assert_eq!(nearest((12, 30), (2026, 1, 2)), Some((2025, 12, 30)));
        assert_eq!(nearest((1, 2), (2025, 12, 30)), Some((2026, 1, 2)));
        assert_eq!(nearest((2, 29), (2025, 3, 1)), Some((2024, 2, 29)));
        assert_eq!(nearest((2, 31), (2025, 3, 1)), None);
    }

    #[test]
    fn a_time_stamp_is_a_line_of_times_only() {
        assert_eq!(stamp("Last modified: 4 September, 2023, 09:57 pm"), Some(Stamp { certain: true }));
        assert_eq!(stamp("Mon 4 Sep 2023 | 09:26 PM"), Some(Stamp { certain: true }));
        assert_eq!(stamp("Published 3 hours ago"), Some(Stamp { certain: true }));
        assert_eq!(stamp("March 3"), Some(Stamp { certain: false }));
        assert_eq!(stamp("The bridge opened on 4 September 2023"), None);
        assert_eq!(stamp("14 dead"), None);
        assert_eq!(stamp("2023"), None);
    }

    #[test]
    fn running_times_are_told_from_other_figures() {
        assert!(running_time("5:51") && running_time("1:02:33"));
        assert!(!running_time("5:5") && !running_time("2:1") && !running_time("10:75") && !running_time("2023"));
    }
}
