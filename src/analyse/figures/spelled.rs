//! Numbers in words: "two hundred and five", "hundred-and-first", "several thousand".

use super::form::{Form, Number};
use super::words;
use crate::analyse::analysis::Analysis;

/// The next token index if it is the word `w`.
pub(super) fn is(a: &Analysis, i: usize, end: usize, w: &str) -> bool {
    i < end && a.fold(i) == w
}

pub(super) fn vaguely(end: usize, lo: f64, hi: f64) -> Number<'static> {
    Number { end, lo, hi, alt: None, form: Form::Vague, digits: false, step: 0.0, suffix: "" }
}

/// "several hundred", "a few thousand", "a couple of dozen".
pub(super) fn several(a: &Analysis, i: usize, end: usize) -> Option<Number<'_>> {
    let article = usize::from(is(a, i, end, "a"));
    let at = i + article;
    match if at < end { a.fold(at) } else { "" } {
        // "Several" and "a few": between two and nine of them.
        "few" | "several" if at + 1 < end => {
            let m = words::magnitude(a.fold(at + 1)).filter(|_| a.fold(at + 1).len() > 3)?;
            let n = magnitudes(a, Number::cardinal(at + 2, m, m, false), end);
            Some(vaguely(n.end, n.lo * 2.0, n.lo * 10.0))
        }
        "couple" | "pair" if article == 1 => {
            let after = at + 1 + usize::from(is(a, at + 1, end, "of"));
            let m = words::magnitude(if after < end { a.fold(after) } else { "" }).filter(|m| *m >= 12.0)?;
            let n = magnitudes(a, Number::cardinal(after + 1, m, m, false), end);
            // Two, or a few more: as rough as the words are.
            Some(Number::cardinal(n.end, n.lo * 2.0, n.lo, false))
        }
        _ => None,
    }
}

/// Multiplies by the magnitude words that follow: "million", "hundred thousand", "-million".
pub(super) fn magnitudes<'a>(a: &'a Analysis, mut n: Number<'a>, end: usize) -> Number<'a> {
    loop {
        let mut at = n.end;
        if at + 1 < end && a.word(at) == "-" && a.tokens[at + 1].glued {
            at += 1;
        }
        let word = if at < end { a.fold(at) } else { "" };
        let glued = at < end && a.tokens[at].glued && at == n.end;
        match words::magnitude(word) {
            Some(m) if word.len() > 1 || glued => n = n.scaled(m, at + 1),
            _ => return n,
        }
    }
}

/// "hundred-and-first", "two hundred and fiftieth", "two-thousandth", "three-thousand-five-hundredth": a rank of several words.
pub(super) fn spelled_ordinal(a: &Analysis, i: usize, end: usize) -> Option<Number<'_>> {
    let one = matches!(a.fold(i), "a" | "an");
    let (mut at, mut total, mut part) = match words::small(a.fold(i)) {
        Some(v) => (i + 1, 0.0, v),
        None => (if one { i + 1 } else { i }, 0.0, 1.0),
    };
    // "The hundred and first" opens with its magnitude.
    let mut scaled = false;
    loop {
        let mut j = at;
        for joint in ["-", "and", "-"] {
            let parts = if joint == "-" {
                j > i && j < end && a.word(j) == "-" && a.tokens[j].glued
            } else {
                scaled && is(a, j, end, joint)
            };
            j += usize::from(parts);
        }
        let w = (j < end).then(|| a.fold(j))?;
        let below = if scaled && part % 100.0 == 0.0 {
            100.0
        } else if part >= 20.0 && part % 10.0 == 0.0 && !one {
            10.0
        } else {
            0.0
        };
        if let Some(v) = words::ordinal(w) {
            let value = match v {
                v if v < below => total + part + v,
                // "A hundredth" may be a part, "two hundredth" is none.
                100.0 if part < 100.0 && j > i && !one => total + part * 100.0,
                v if v >= 1000.0 && j > i && !one => total + part * v,
                _ => return None,
            };
            // "Two hundred and first-time voters".
            let compound = j + 2 < end && a.word(j + 1) == "-" && a.tokens[j + 1].glued && a.tokens[j + 2].glued;
            return (j > i && !compound)
                .then(|| Number { form: Form::Ordinal, ..Number::cardinal(j + 1, value, 1.0, false) });
        }
        if let Some(v) = words::small(w).filter(|v| *v > 0.0 && *v < below) {
            part += v;
        } else if let Some(m) = words::magnitude(w).filter(|_| w.len() > 3 && w != "dozen") {
            if m == 100.0 && part < 100.0 {
                part *= 100.0;
            } else if m > 100.0 {
                (total, part) = (total + part * m, 0.0);
            } else {
                return None;
            }
            scaled = true;
        } else {
            return None;
        }
        at = j + 1;
    }
}

/// "twenty-one", "one hundred and five", "two and a half million", "three hundred thousand".
pub(super) fn spelled(a: &Analysis, i: usize, end: usize) -> Option<Number<'_>> {
    let mut at = i;
    let one = matches!(a.fold(i), "a" | "an").then_some(1.0);
    let (mut total, mut part, mut last_scale) = (0.0, one.or_else(|| words::small(a.fold(i)))?, 1.0);
    let mut step = if part >= 10.0 && part % 10.0 == 0.0 { 10.0 } else { 1.0 };
    at += 1;
    loop {
        let mut j = at;
        let hyphen = j + 1 < end && a.word(j) == "-" && a.tokens[j + 1].glued;
        let and = is(a, j, end, "and") && last_scale >= 100.0 && !is(a, j + 1, end, "a");
        if hyphen || and {
            j += 1;
        }
        let Some(w) = (j < end).then(|| a.fold(j)) else { break };
        if let Some(v) = words::small(w) {
            let fits = part % 100.0 == 0.0 && v < 100.0 && last_scale >= 100.0
                || part % 10.0 == 0.0
                    && part % 100.0 >= 20.0
                    && (1.0..10.0).contains(&v)
                    && (hyphen || last_scale < 100.0);
            if !fits || v == 0.0 {
                break;
            }
            part += v;
            step = 1.0;
        } else if let Some(o) = words::ordinal(w).filter(|o| *o < 100.0 && hyphen && part % 10.0 == 0.0) {
            let n = Number::cardinal(j + 1, total + part + o, 1.0, false);
            return Some(Number { form: Form::Ordinal, ..n });
        } else if let Some(m) = words::magnitude(w).filter(|_| w.len() > 3) {
            if m == 100.0 && part < 100.0 {
                part *= 100.0;
            } else if m > 100.0 || m == 12.0 {
                total += part * m;
                part = 0.0;
            } else {
                break;
            }
            step = m;
            last_scale = m;
        } else {
            break;
        }
        at = j + 1;
    }
    if is(a, at, end, "and") && is(a, at + 1, end, "a") && is(a, at + 2, end, "half") && total == 0.0 {
        let n = Number::cardinal(at + 3, part + 0.5, 0.5, false);
        return Some(magnitudes(a, n, end));
    }
    Some(Number::cardinal(at, total + part, step, false))
}
