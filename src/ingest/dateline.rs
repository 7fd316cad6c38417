//! "BRUSSELS (Reuters) –" at the head of the first paragraph.

use super::{Dateline, dates, names};
use crate::text::Span;

/// How far into the paragraph the dash may stand, in bytes.
const REACH: usize = 120;

/// Capitals that open a sentence and name no place.
const NO_PLACES: [&str; 24] = [
    "ANALYSIS",
    "ASEAN",
    "BREAKING",
    "CORRECTED",
    "EXCLUSIVE",
    "EXPLAINED",
    "EXPLAINER",
    "FACTBOX",
    "FOCUS",
    "INSIGHT",
    "LIVE",
    "NASA",
    "NATO",
    "NEWS",
    "OPEC",
    "OPINION",
    "READ",
    "REVIEW",
    "UNESCO",
    "UNICEF",
    "UPDATE",
    "VIDEO",
    "WATCH",
    "WRAPUP",
];

/// Finds the dateline at the start of a paragraph.
pub(super) fn find(text: &str, paragraph: Span) -> Option<Dateline> {
    let line = paragraph.of(text);
    let base = paragraph.start as usize;
    let mut reach = REACH.min(line.len());
    while !line.is_char_boundary(reach) {
        reach -= 1;
    }
    let window = &line[..reach];
    let span = |start: usize, end: usize| Span::new(base + start, base + end);

    // With an agency in brackets: "LONDON, March 3 (AP) —", "(CNN)".
    if let Some(open) = window.find('(')
        && let Some(len) = window[open..].find(')')
    {
        let inside = &window[open + 1..open + len];
        let close = open + len + 1;
        let head = window[..open].trim_end();
        let dash = dash_len(&window[close..]);
        if let Some(line) = house_first(head, inside) {
            let (house, place, date) = line;
            return Some(Dateline {
                span: span(0, close + dash.unwrap_or(0)),
                place: span(place.0, place.1),
                agency: Some(span(0, house)),
                date: Some(span(date.0, date.1)),
            });
        }
        let found = place_and_date(head);
        // A house that is not known is one where a date, capitals, or its own small letters say so.
        let dated = found.is_some_and(|(_, date)| date.is_some()) || is_capitals(head);
        let opens = || {
            let rest = window.get(close + dash.unwrap_or(0)..).unwrap_or("").trim_start();
            rest.starts_with(|c: char| c.is_uppercase() || matches!(c, '"' | '“'))
        };
        let house = dash.is_some()
            && (dated && looks_like_agency(inside) || !head.is_empty() && is_house_sign(inside) && opens());
        if (names::is_agency(inside) || house)
            && (dash.is_some() || head.is_empty() || is_place(head) && is_capitals(head))
            && let Some((place, date)) = found
        {
            return Some(Dateline {
                span: span(0, close + dash.unwrap_or(0)),
                place: span(place.0, place.1),
                agency: Some(span(open + 1, open + len)),
                date: date.map(|(a, b)| span(a, b)),
            });
        }
    }

    // Without: "PARIS — The", "OSLO, May 4 – The", "LIMA: The". The place in capitals, or a date behind it; a sentence after it.
    for (at, c) in window.char_indices().filter(|(_, c)| matches!(c, '–' | '—' | '-' | ':')) {
        let spaced = window[..at].ends_with(' ');
        let dash = if c == ':' {
            1
        } else if spaced || c == '—' {
            match dash_len(&window[at..]) {
                Some(len) => len,
                None => continue,
            }
        } else {
            continue;
        };
        let head = window[..at].trim_end();
        let rest = window[at + dash..].trim_start();
        let opens = rest
            .chars()
            .find(|c| !matches!(c, '"' | '“' | '‘' | '\''))
            .is_some_and(|c| c.is_uppercase() || c.is_numeric());
        let (place, date) = place_and_date(head)?;
        let name = &head[place.0..place.1];
        let capitals = is_capitals(name) && name.chars().filter(|c| c.is_alphabetic()).count() >= 4;
        if opens && place.1 > place.0 && (capitals || (date.is_some() && c != ':')) && !NO_PLACES.contains(&name) {
            // "Xinhua News Agency, Hong Kong, July 26 -": the house before the place.
            let house = name.find(',').filter(|c| names::is_agency(&name[..*c]) || name[..*c].contains("News "));
            let from = house.map_or(place.0, |c| place.1 - name[c + 1..].trim_start().len());
            return Some(Dateline {
                span: span(0, at + dash),
                place: span(from, place.1),
                agency: house.map(|c| span(place.0, place.0 + c)),
                date: date.map(|(a, b)| span(a, b)),
            });
        }
        return None;
    }
    None
}

/// "Xinhua, Harbin, July 26 (Reporter Wang Lei)": the house before the place, who wrote it in brackets. The ends of the house, of the
/// place and of the date.
fn house_first(head: &str, inside: &str) -> Option<(usize, Range, Range)> {
    let who = inside.split_whitespace().next()?;
    if !["reporter", "reporters", "correspondent", "correspondents", "journalist", "editor", "by"]
        .iter()
        .any(|w| who.eq_ignore_ascii_case(w))
    {
        return None;
    }
    let house = head.find(',').filter(|c| names::is_agency(&head[..*c]) || head[..*c].contains("News"))?;
    let rest = head[house + 1..].trim_start();
    let from = head.len() - rest.len();
    let (place, date) = place_and_date(rest)?;
    let date = date?;
    Some((house, (from + place.0, from + place.1), (from + date.0, from + date.1)))
}

/// Length of the white space and the dash or dashes that a text begins with.
fn dash_len(text: &str) -> Option<usize> {
    let rest = text.trim_start();
    // "Varna, Jan 2 (HW).- The port"
    let rest = rest.strip_prefix('.').filter(|r| r.starts_with(['-', '–', '—'])).unwrap_or(rest);
    let blank = text.len() - rest.len();
    let dash: usize = rest.chars().take_while(|c| matches!(c, '-' | '–' | '—' | '―' | ':')).map(char::len_utf8).sum();
    let after = rest[dash..].chars().next();
    let closed = after.is_none_or(|c| c.is_whitespace() || c.is_uppercase() || matches!(c, '"' | '“'));
    (dash > 0 && closed).then_some(blank + dash)
}

/// A short name that begins in upper case, as agencies have.
fn looks_like_agency(inside: &str) -> bool {
    let words = inside.split_whitespace().count();
    (1..=4).contains(&words)
        && inside.len() <= 40
        && inside.split_whitespace().all(|w| w.starts_with(char::is_uppercase))
        && inside.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '/' | '-' | '.' | '&'))
}

/// The sign of a house in small letters: "dpa", "afp/ap".
fn is_house_sign(inside: &str) -> bool {
    // What captions say in brackets is not the sign of a house.
    const SIDES: [&str; 10] =
        ["above", "below", "centre", "center", "file", "front", "left", "pictured", "right", "top"];
    (2..=9).contains(&inside.len())
        && inside.bytes().all(|b| b.is_ascii_lowercase() || b == b'/')
        && !SIDES.contains(&inside)
}

fn is_capitals(text: &str) -> bool {
    let mut letters = text.chars().filter(|c| c.is_alphabetic()).peekable();
    letters.peek().is_some() && letters.all(char::is_uppercase)
        || text.split(',').next().is_some_and(|first| {
            first.len() < text.len()
                && first.chars().any(char::is_alphabetic)
                && first.chars().all(|c| !c.is_lowercase())
        })
}

/// Whether a text can be a place name: at most six words, each beginning in upper case or a particle.
fn is_place(text: &str) -> bool {
    let words = text.split_whitespace().count();
    (1..=7).contains(&words)
        && text.split_whitespace().all(|w| {
            w.starts_with(char::is_uppercase)
                || matches!(w, "and" | "of" | "the" | "de" | "la" | "al" | "near" | "/" | "&" | "on" | "del")
        })
        && !text.contains(['.', '"', '“'])
            | text.contains("St.")
            | text.contains("D.C.")
            | text.contains("N.Y.")
            | text.contains("U.")
}

type Range = (usize, usize);

/// Splits "LONDON, March 3" into the place and the date; either may be missing, not both. `None` where it is neither.
fn place_and_date(head: &str) -> Option<(Range, Option<Range>)> {
    if head.is_empty() {
        return Some(((0, 0), None));
    }
    if is_date(head) {
        return Some(((0, 0), Some((0, head.len()))));
    }
    // The date is the longest run of comma parts at the end that holds nothing but a date.
    for (at, _) in head.char_indices().filter(|(_, c)| *c == ',') {
        let date = head[at + 1..].trim_start();
        let from = head.len() - date.len();
        if is_date(date) && is_place(&head[..at]) {
            return Some(((0, at), Some((from, head.len()))));
        }
    }
    is_place(head).then_some(((0, head.len()), None))
}

/// "Jan 12", "12 January", "March 3, 2021", "Wednesday".
fn is_date(text: &str) -> bool {
    dates::stamp(text).is_some()
        || ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
            .iter()
            .any(|d| text.eq_ignore_ascii_case(d))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Option<(&str, &str, &str, &str)> {
        let d = find(line, Span::new(0, line.len()))?;
        Some((
            d.span.of(line),
            d.place.of(line),
            d.agency.map_or("", |s| s.of(line)),
            d.date.map_or("", |s| s.of(line)),
        ))
    }

    #[test]
    fn datelines_of_every_house_are_read() {
        assert_eq!(read("VARNA (Reuters) – The port"), Some(("VARNA (Reuters) –", "VARNA", "Reuters", "")));
        assert_eq!(read("OSLO, March 3 (AP) — The port"), Some(("OSLO, March 3 (AP) —", "OSLO", "AP", "March 3")));
        assert_eq!(read("LIMA — “We wait,” he said"), Some(("LIMA —", "LIMA", "", "")));
        assert_eq!(read("LVIV, Ukraine (AP) — The port"), Some(("LVIV, Ukraine (AP) —", "LVIV, Ukraine", "AP", "")));
        assert_eq!(read("May 12 (Reuters) - The port"), Some(("May 12 (Reuters) -", "", "Reuters", "May 12")));
        assert_eq!(
            read("Baltic News Service, Narva, May 4 (Reporter Anna Tamm) The port"),
            Some(("Baltic News Service, Narva, May 4 (Reporter Anna Tamm)", "Narva", "Baltic News Service", "May 4"))
        );
        assert_eq!(
            read("Jan 4 (Harbour Wire) - The port"),
            Some(("Jan 4 (Harbour Wire) -", "", "Harbour Wire", "Jan 4"))
        );
        assert_eq!(read("Varna, Jan 2 (HW).- The port"), Some(("Varna, Jan 2 (HW).-", "Varna", "HW", "Jan 2")));
        assert_eq!(read("Varna (hw) - The port"), Some(("Varna (hw) -", "Varna", "hw", "")));
        assert_eq!(read("(CNN)The port"), Some(("(CNN)", "", "CNN", "")));
        assert_eq!(
            read("VARNA, Bulgaria (CNN) The port"),
            Some(("VARNA, Bulgaria (CNN)", "VARNA, Bulgaria", "CNN", ""))
        );
        assert_eq!(read("Varna, 4 May 2021 – The port"), Some(("Varna, 4 May 2021 –", "Varna", "", "4 May 2021")));
    }

    #[test]
    fn sentences_are_no_datelines() {
        for line in [
            "NATO – the alliance of thirty – met on Monday.",
            "The port (Reuters) – said",
            "The bank (BBC) said – The",
            "Mayor Ana Petrova (Greens) - a lawyer - resigned.",
            "Prices – Wages follow",
            "Ana Petrova (left) - A lawyer resigned.",
            "We saw: The end.",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
