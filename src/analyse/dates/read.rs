//! Reads the date that starts at one token.

use std::ops::Range;

use super::mark::{DateMark, Period};
use super::words;
use crate::analyse::analysis::Analysis;
use crate::analyse::{Class, Shape, TokenKind};
use crate::knowledge::dates::is_short_month;

struct Reader<'a> {
    a: &'a Analysis,
    sentence: Range<usize>,
}

/// Appends the date, or the dates of a list such as "July 17 and 22", that start at token `i`.
pub(super) fn read(a: &Analysis, i: usize, sentence: Range<usize>, out: &mut Vec<DateMark>) {
    let r = Reader { a, sentence };
    let t = &a.tokens[i];
    match t.kind {
        TokenKind::Number => r.starting_with_number(i, out),
        TokenKind::Word => r.starting_with_word(i, out),
        TokenKind::Punct => {
            // "'90s".
            if matches!(a.word(i), "'" | "’" | "‘")
                && r.has(i + 1)
                && a.tokens[i + 1].glued
                && let Some(tens) = short_decade(a.fold(i + 1))
            {
                out.push(DateMark { tokens: i..i + 2, decade: Some(1900 + tens), ..DateMark::default() });
            }
        }
        TokenKind::Symbol => {}
    }
}

fn short_decade(word: &str) -> Option<i32> {
    let tens: i32 = word.strip_suffix('s')?.parse().ok()?;
    (word.len() == 3 && tens % 10 == 0).then_some(tens)
}

impl Reader<'_> {
    fn has(&self, i: usize) -> bool {
        self.sentence.contains(&i)
    }

    fn fold(&self, i: usize) -> &str {
        if self.has(i) { self.a.fold(i) } else { "" }
    }

    fn word(&self, i: usize) -> &str {
        if self.has(i) { self.a.word(i) } else { "" }
    }

    fn before(&self, i: usize) -> &str {
        match i.checked_sub(1) {
            Some(j) => self.fold(j),
            None => "",
        }
    }

    /// A day of the month at `i`: "12", "12th".
    fn day(&self, i: usize) -> Option<u8> {
        let w = self.fold(i);
        let digits = w.trim_end_matches(|c: char| c.is_alphabetic());
        let suffix = &w[digits.len()..];
        let d: u8 = digits.parse().ok()?;
        ((1..=31).contains(&d) && digits.len() <= 2 && matches!(suffix, "" | "st" | "nd" | "rd" | "th")).then_some(d)
    }

    /// A year in four digits at `i`.
    fn year(&self, i: usize) -> Option<i32> {
        let w = self.word(i);
        if w.len() != 4 {
            return None;
        }
        w.parse().ok().filter(|y| (1000..=2199).contains(y))
    }

    /// A month name at `i`; "may", "march" and short forms only where the words around say so.
    fn month(&self, i: usize) -> Option<u8> {
        let w = self.fold(i);
        let m = words::month(w)?;
        let shape = self.a.tokens[i].shape;
        let near_number = self.day(i + 1).is_some()
            || self.year(i + 1).is_some()
            || self.word(i + 1) == "." && (self.day(i + 2).is_some() || self.year(i + 2).is_some())
            || i > self.sentence.start
                && (self.day(i - 1).is_some()
                    || self.before(i) == "of" && i > self.sentence.start + 1 && self.day(i - 2).is_some());
        match w {
            "may" | "march" | "mar" | "jan" | "dec" | "sep" | "august" => {
                let by_preposition = matches!(
                    self.before(i),
                    "in" | "of"
                        | "since"
                        | "until"
                        | "till"
                        | "by"
                        | "early"
                        | "late"
                        | "mid"
                        | "last"
                        | "next"
                        | "this"
                        | "from"
                        | "during"
                        | "through"
                        | "and"
                        | "to"
                        | "between"
                        | "before"
                        | "after"
                );
                (shape == Shape::Title && (near_number || by_preposition || matches!(w, "august"))
                    || near_number && shape == Shape::Upper)
                    .then_some(m)
            }
            _ => (shape != Shape::Lower || near_number).then_some(m),
        }
    }

    /// The token after a month name and the full stop of its short form.
    fn after_month(&self, i: usize) -> usize {
        if is_short_month(self.fold(i)) && self.word(i + 1) == "." && self.a.tokens[i + 1].glued {
            i + 2
        } else {
            i + 1
        }
    }

    /// A year after a day and month: "2022", ", 2022".
    fn trailing_year(&self, mark: &mut DateMark) {
        let at = mark.tokens.end;
        let comma = usize::from(self.word(at) == ",");
        if let Some(y) = self.year(at + comma) {
            mark.year = Some(y);
            mark.tokens.end = at + comma + 1;
        }
    }

    fn starting_with_number(&self, i: usize, out: &mut Vec<DateMark>) {
        if let Some(mark) = self.numeric(i) {
            out.push(mark);
            return;
        }
        if let Some(d) = self.day(i) {
            // "12 January", "12th of January", "12-14 January".
            let mut at = i + 1;
            let mut days = vec![(i, d)];
            while matches!(self.word(at), "-" | "–" | "and" | "to" | "or" | ",") && days.len() < 4 {
                let Some(next) = self.day(at + 1) else { break };
                days.push((at + 1, next));
                at += 2;
            }
            let of = usize::from(self.fold(at) == "of");
            if let Some(m) = self.month(at + of).filter(|_| self.has(at + of)) {
                let end = self.after_month(at + of);
                let mut last = DateMark { tokens: i..end, month: Some(m), ..DateMark::default() };
                self.trailing_year(&mut last);
                let n = days.len();
                for (k, (at, d)) in days.into_iter().enumerate() {
                    let tokens = if k + 1 == n { at..last.tokens.end } else { at..at + 1 };
                    out.push(DateMark { tokens, day: Some(d), ..last.clone() });
                }
                return;
            }
            if self.fold(i).ends_with(['t', 'd', 'h']) && self.lone_day(i) {
                out.push(DateMark { tokens: i..i + 1, day: Some(d), ..DateMark::default() });
                return;
            }
        }
        if let Some(c) = self.century(i) {
            out.push(c);
            return;
        }
        let w = self.fold(i);
        // "1850's", "the late 70's".
        let possessive = matches!(self.word(i + 1), "'" | "’") && self.fold(i + 2) == "s" && self.a.tokens[i + 2].glued;
        if let Some(y) = self.year(i).filter(|y| {
            possessive && y % 10 == 0 && matches!(self.before(i), "in" | "the" | "late" | "early" | "mid" | "of" | "-")
        }) {
            out.push(DateMark { tokens: i..i + 3, decade: Some(y), ..DateMark::default() });
        } else if let Some(t) = w.parse::<i32>().ok().filter(|t| {
            possessive
                && w.len() == 2
                && t % 10 == 0
                && matches!(self.before(i), "the" | "late" | "early" | "mid" | "-")
        }) {
            out.push(DateMark { tokens: i..i + 3, decade: Some(1900 + t), ..DateMark::default() });
        } else if let Some(y) =
            w.strip_suffix('s').and_then(|y| y.parse::<i32>().ok()).filter(|y| (1000..=2190).contains(y))
        {
            out.push(DateMark { tokens: i..i + 1, decade: Some(y), ..DateMark::default() });
        } else if let Some(y) = self.year(i).filter(|_| self.is_year(i)) {
            out.push(DateMark { tokens: i..i + 1, year: Some(y), ..DateMark::default() });
            // "2021-22".
            let two = self.word(i + 2);
            if matches!(self.word(i + 1), "-" | "–" | "/")
                && self.a.tokens[i + 1].glued
                && two.len() == 2
                && let Some(mark) = two.parse::<i32>().ok().filter(|t| y / 100 * 100 + t > y).map(|t| y / 100 * 100 + t)
            {
                out.push(DateMark { tokens: i + 1..i + 3, year: Some(mark), ..DateMark::default() });
            }
        } else if let Some(tens) = short_decade(w).filter(|_| self.decade_follows(i, out)) {
            out.push(DateMark { tokens: i..i + 1, decade: Some(1900 + tens), ..DateMark::default() });
        }
    }

    /// Whether words before "80s" make it a decade: "the", "late", "the 1970s and".
    fn decade_follows(&self, i: usize, out: &[DateMark]) -> bool {
        let joined = matches!(self.before(i), "and" | "or" | "to" | "-" | "–");
        matches!(self.before(i), "the" | "late" | "early" | "mid")
            || joined && out.last().is_some_and(|d| d.decade.is_some() && d.tokens.end + 1 == i)
            || self.before(i) == "-" && i >= 2 && matches!(self.fold(i - 2), "mid" | "late" | "early")
    }

    /// "on the 25th" with nothing counted after it.
    fn lone_day(&self, i: usize) -> bool {
        let next = self.a.tokens.get(i + 1).filter(|_| self.has(i + 1));
        let nothing_ranked = next
            .is_none_or(|t| !t.is_word() || t.class != Class::Content && self.fold(i + 1) != "and")
            || matches!(self.fold(i + 1), "local");
        self.before(i) == "the" && nothing_ranked && self.word(i + 1) != "-"
    }

    /// "2022-01-12", "12/1/2022", "12.1.2022".
    fn numeric(&self, i: usize) -> Option<DateMark> {
        let mut mark = DateMark { tokens: i..i + 1, ..DateMark::default() };
        let dots: Vec<&str> = self.word(i).split('.').collect();
        let parts: [i32; 3] = if let [d, m, y] = dots.as_slice() {
            if y.len() != 4 && y.len() != 2 || d.len() > 2 || m.len() > 2 {
                return None;
            }
            [d.parse().ok()?, m.parse().ok()?, y.parse().ok()?]
        } else {
            let sign = self.word(i + 1);
            if !matches!(sign, "-" | "/")
                || self.word(i + 3) != sign
                || !(i + 1..i + 5).all(|j| self.has(j) && self.a.tokens[j].glued)
            {
                return None;
            }
            mark.tokens.end = i + 5;
            let n = |k: usize| self.word(k).parse::<i32>().ok();
            let (x, y, z) = (n(i)?, n(i + 2)?, n(i + 4)?);
            if self.word(i).len() == 4 {
                [z, y, x]
            } else if sign == "/" && y > 12 {
                [y, x, z]
            } else {
                mark.ambiguous = x <= 12 && y <= 12 && x != y;
                [x, y, z]
            }
        };
        let [d, m, y] = parts;
        let y = if y < 100 { 2000 + y } else { y };
        if !(1..=31).contains(&d) || !(1..=12).contains(&m) || !(1000..2200).contains(&y) {
            return None;
        }
        (mark.day, mark.month, mark.year) = (Some(d as u8), Some(m as u8), Some(y));
        Some(mark)
    }

    /// "15th century", "fifteenth-century".
    fn century(&self, i: usize) -> Option<DateMark> {
        let n = words::ordinal(self.fold(i))?;
        let at = i + 1 + usize::from(self.word(i + 1) == "-");
        matches!(self.fold(at), "century" | "centuries").then(|| DateMark {
            tokens: i..at + 1,
            century: Some(n),
            ..DateMark::default()
        })
    }

    /// Whether four digits are a year and count nothing.
    fn is_year(&self, i: usize) -> bool {
        let next = self.a.tokens.get(i + 1).filter(|_| self.has(i + 1));
        let after = self.fold(i + 1);
        let before = self.before(i);
        if matches!(after, "%" | "percent" | "°" | "million" | "billion" | "thousand")
            || matches!(before, "$" | "€" | "£" | "¥" | "no" | "about" | "some" | "nearly" | "over" | "than" | "least")
        {
            return false;
        }
        if i > self.sentence.start
            && self.a.tokens[i].glued
            && !matches!(before, "(" | "\"" | "'" | "“" | "‘" | "[" | "/" | "-" | "–")
        {
            return false;
        }
        let y = self.year(i).unwrap_or(0);
        let recent = (1900..=2060).contains(&y);
        let Some(next) = next else { return recent || self.timely(before) };
        if next.kind == TokenKind::Symbol || next.kind == TokenKind::Number {
            return self.timely(before);
        }
        let word = next.is_word() && next.class == Class::Content;
        if !word {
            // "from 1977 to 1981", but "rose to 1981".
            let after_year = i >= self.sentence.start + 2 && self.year(i - 2).is_some();
            return recent && (before != "to" || after_year) || self.timely(before);
        }
        if next.shape != Shape::Lower {
            return recent;
        }
        if self.counts_units(after) {
            return false;
        }
        let plural = after.len() > 3 && after.ends_with('s') && !after.ends_with("ss")
            || matches!(after, "people" | "men" | "women" | "children" | "troops");
        if plural {
            matches!(before, "the" | "'s" | "his" | "their" | "its") && recent
        } else {
            recent || self.timely(before)
        }
    }

    fn counts_units(&self, word: &str) -> bool {
        matches!(
            word,
            "km" | "m"
                | "metres"
                | "meters"
                | "metre"
                | "meter"
                | "kg"
                | "feet"
                | "ft"
                | "yen"
                | "yuan"
                | "euros"
                | "dollars"
                | "pounds"
                | "rubles"
                | "roubles"
                | "cc"
                | "mw"
                | "tons"
                | "tonnes"
                | "square"
        )
    }

    fn timely(&self, before: &str) -> bool {
        matches!(
            before,
            "in" | "since"
                | "by"
                | "until"
                | "till"
                | "from"
                | "during"
                | "early"
                | "late"
                | "mid"
                | "before"
                | "after"
                | "spring"
                | "summer"
                | "autumn"
                | "fall"
                | "winter"
                | "("
                | "year"
                | "and"
                | "between"
                | "for"
                | "through"
                | "-"
                | "–"
        )
    }

    fn starting_with_word(&self, i: usize, out: &mut Vec<DateMark>) {
        if !words::may_open(self.a.tokens[i].hash) {
            return;
        }
        let w = self.fold(i);
        if let Some(mark) = self.relative(i) {
            out.push(mark);
        } else if let Some(d) = words::weekday(w).filter(|_| self.a.tokens[i].shape != Shape::Lower || w.len() > 5) {
            let mut mark = DateMark { tokens: i..i + 1, weekday: Some(d), ..DateMark::default() };
            if self.word(i + 1) == "." && w.len() <= 5 && self.a.tokens[i + 1].glued {
                mark.tokens.end += 1;
            }
            // "Wednesday, January 12", "Wednesday (12 January)".
            let at = mark.tokens.end + usize::from(matches!(self.word(mark.tokens.end), "," | "("));
            let mut dates = Vec::new();
            if self.has(at) && (words::month(self.fold(at)).is_some() || self.day(at).is_some()) {
                let at = at + usize::from(self.fold(at) == "the");
                read(self.a, at, self.sentence.clone(), &mut dates);
            }
            if let Some(first) = dates.first_mut().filter(|d| d.day.is_some()) {
                first.weekday = Some(d);
                first.tokens.start = i;
                out.append(&mut dates);
            } else {
                out.push(mark);
            }
        } else if let Some(m) = self.month(i) {
            self.starting_with_month(i, m, out);
        } else if let Some(mark) = self.century(i) {
            out.push(mark);
        } else if let Some(tens) = words::decade(w).filter(|_| self.before(i) == "the" || self.before(i) == "-") {
            out.push(DateMark { tokens: i..i + 1, decade: Some(1900 + tens), ..DateMark::default() });
        }
    }

    fn starting_with_month(&self, i: usize, m: u8, out: &mut Vec<DateMark>) {
        let mut at = self.after_month(i);
        let mut mark = DateMark { tokens: i..at, month: Some(m), ..DateMark::default() };
        let the = usize::from(self.fold(at) == "the");
        let Some(d) = self.day(at + the) else {
            self.trailing_year(&mut mark);
            if self.fold(at) == "of" && self.year(at + 1).is_some() {
                mark.year = self.year(at + 1);
                mark.tokens.end = at + 2;
            }
            out.push(mark);
            return;
        };
        at += the + 1;
        mark.day = Some(d);
        mark.tokens.end = at;
        let first = out.len();
        self.trailing_year(&mut mark);
        at = mark.tokens.end;
        out.push(mark.clone());
        // "July 17 and 22", "Jan. 12-14, 2022": further days of the month, where they count nothing else.
        while mark.year.is_none()
            && matches!(self.word(at), "-" | "–" | "and" | "to" | "or" | ",")
            && out.len() < first + 4
        {
            let Some(d) = self.day(at + 1) else { break };
            let next = self.a.tokens.get(at + 2).filter(|_| self.has(at + 2));
            if next.is_some_and(|t| t.kind == TokenKind::Symbol || t.is_word() && t.class == Class::Content) {
                break;
            }
            let mut more = DateMark { tokens: at + 1..at + 2, month: Some(m), day: Some(d), ..DateMark::default() };
            self.trailing_year(&mut more);
            at = more.tokens.end;
            if let Some(y) = more.year {
                for earlier in &mut out[first..] {
                    earlier.year = earlier.year.or(Some(y));
                }
            }
            out.push(more);
        }
    }

    /// "today", "yesterday", "last week", "next Friday".
    fn relative(&self, i: usize) -> Option<DateMark> {
        let w = self.fold(i);
        let offset = match w {
            "today" | "tonight" => Some(0),
            "yesterday" => Some(-1),
            "tomorrow" => Some(1),
            _ => None,
        };
        if offset.is_some() {
            return Some(DateMark { tokens: i..i + 1, offset, ..DateMark::default() });
        }
        let direction = match w {
            "last" | "previous" => -1,
            "this" | "current" => 0,
            "next" | "coming" => 1,
            _ => return None,
        };
        let next = self.fold(i + 1);
        let mut mark = DateMark { tokens: i..i + 2, ..DateMark::default() };
        let period = match next {
            "week" => Period::Week,
            "month" => Period::Month,
            "year" => Period::Year,
            "night" | "morning" | "afternoon" | "evening" => Period::PartOfDay,
            "weekend" | "decade" | "century" | "summer" | "winter" | "spring" | "autumn" | "season" => Period::Other,
            _ => {
                let d = words::weekday(next)?;
                mark.weekday = Some(d);
                mark.step = Some((direction, Period::Week));
                return Some(mark);
            }
        };
        if period == Period::PartOfDay {
            mark.offset = Some(i32::from(direction.min(0)));
            if direction > 0 {
                return None;
            }
        }
        mark.step = Some((direction, period));
        Some(mark)
    }
}
