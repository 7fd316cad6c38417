//! One number, in digits or words, read from the tokens at one place.

use super::form::{Form, Number};
use super::spelled::{is, magnitudes, several, spelled, spelled_ordinal, vaguely};
use super::words;
use crate::analyse::analysis::Analysis;
use crate::analyse::{Class, Shape, Token, TokenKind};

/// Reads a number that starts at token `i` and ends before `end`.
pub(super) fn read(a: &Analysis, i: usize, end: usize) -> Option<Number<'_>> {
    match a.tokens.get(i).filter(|_| i < end)?.kind {
        TokenKind::Number => digits(a, i, end),
        TokenKind::Word => words(a, i, end),
        TokenKind::Symbol => vulgar(a.word(i)).map(|v| fraction(i + 1, v)),
        TokenKind::Punct => None,
    }
}

fn fraction(end: usize, value: f64) -> Number<'static> {
    Number { end, lo: value, hi: value, alt: None, form: Form::Fraction, digits: false, step: 0.0, suffix: "" }
}

/// The value of a one-character fraction.
fn vulgar(sign: &str) -> Option<f64> {
    Some(match sign {
        "½" => 0.5,
        "¼" => 0.25,
        "¾" => 0.75,
        "⅓" => 1.0 / 3.0,
        "⅔" => 2.0 / 3.0,
        "⅕" => 0.2,
        "⅛" => 0.125,
        _ => return None,
    })
}

/// Value, other reading, step of a run of digits with separators; `None` where it is no plain number.
fn value(body: &str) -> Option<(f64, Option<f64>, f64)> {
    let groups = |sep: char| {
        let mut parts = body.split(sep);
        parts.next().is_some_and(|p| !p.is_empty() && p.len() <= 3) && parts.all(|p| p.len() == 3)
    };
    let plain = |drop: &[char], point: char| -> Option<(f64, f64)> {
        let text: String =
            body.chars().filter(|c| !drop.contains(c)).map(|c| if c == point { '.' } else { c }).collect();
        let v: f64 = text.parse().ok()?;
        let step = match text.split_once('.') {
            Some((_, decimals)) => 0.1f64.powi(decimals.len() as i32),
            None => 10f64.powi((text.len() - text.trim_end_matches('0').len()).min(text.len() - 1) as i32),
        };
        Some((v, step))
    };
    let (commas, stops) = (body.matches(',').count(), body.matches('.').count());
    let (v, step, alt) = match (commas, stops) {
        (0, 0) => plain(&[], ' ').map(|(v, s)| (v, s, None))?,
        (0, 1) => {
            let (v, s) = plain(&[], '.')?;
            let alt = if groups('.') { plain(&['.'], ' ').map(|(v, _)| v) } else { None };
            (v, s, alt)
        }
        (0, _) if groups('.') => plain(&['.'], ' ').map(|(v, s)| (v, s, None))?,
        (_, 0) if groups(',') => plain(&[','], ' ').map(|(v, s)| (v, s, None))?,
        (1, 0) => plain(&[], ',').map(|(v, s)| (v, s, None))?,
        (1, 1) if mixed_groups(body) => {
            plain(&[','], '.').map(|(v, s)| (v, s, body.replace([',', '.'], "").parse().ok()))?
        }
        (_, 1) if body.find('.') > body.rfind(',') => plain(&[','], '.').map(|(v, s)| (v, s, None))?,
        (1, _) if body.rfind('.') < body.find(',') => plain(&['.'], ',').map(|(v, s)| (v, s, None))?,
        // "1,20,000" has groups of two, as in South Asia.
        (_, 0) => plain(&[','], ' ').map(|(v, s)| (v, s, None))?,
        _ => return None,
    };
    Some((v, alt, step))
}

/// "4.176,000": every group has three digits, so both signs may part thousands.
fn mixed_groups(body: &str) -> bool {
    let mut parts = body.split([',', '.']);
    parts.next().is_some_and(|p| p.len() <= 3) && parts.all(|p| p.len() == 3)
}

fn digits(a: &Analysis, i: usize, end: usize) -> Option<Number<'_>> {
    let text = a.fold(i);
    let cut = text.find(|c: char| c.is_alphabetic()).unwrap_or(text.len());
    let (body, suffix) = text.split_at(cut);
    let plain;
    let body = if body.contains('\'') {
        plain = body.replace('\'', "");
        plain.as_str()
    } else {
        body
    };
    if body.contains(':') {
        let mut parts = body.split([':', '.']);
        let first: f64 = parts.next()?.parse().ok()?;
        let value = parts.try_fold(first, |v, p| p.parse::<f64>().ok().map(|p| v * 60.0 + p))?;
        let mut n = Number::cardinal(i + 1, value, 1.0, true);
        n.form = Form::Colon;
        n.suffix = suffix;
        return Some(n);
    }
    // "08H00", "8h30": a clock time as many countries write it.
    if let Some((hour, minute)) = text.split_once('h').filter(|(h, m)| h.len() <= 2 && m.len() == 2)
        && let (Ok(h), Ok(m)) = (hour.parse::<u8>(), minute.parse::<u8>())
        && h <= 24
        && m < 60
    {
        let mut n = Number::cardinal(i + 1, f64::from(h) * 60.0 + f64::from(m), 1.0, true);
        n.form = Form::Colon;
        return Some(n);
    }
    if let Some(n) = spaced_colon(a, i, end) {
        return Some(n);
    }
    let (v, alt, step) = value(body)?;
    let mut n = Number::cardinal(i + 1, v, step, true);
    n.alt = alt;
    match suffix {
        "" => {}
        "st" | "nd" | "rd" | "th" => n.form = Form::Ordinal,
        "s" => n.form = Form::Plural,
        _ => match words::magnitude(suffix) {
            Some(m) => n = n.scaled(m, i + 1),
            None => n.suffix = suffix,
        },
    }
    if n.form != Form::Cardinal || !suffix.is_empty() {
        return Some(n);
    }
    n = spaced_groups(a, n, i, end);
    // "2 1/2", "1/2", "2½".
    if let Some(v) = vulgar(a.word(n.end)).filter(|_| n.end < end) {
        n.lo += v;
        n.hi += v;
        n.end += 1;
    } else if let Some(v) = slash(a, n.end, end).filter(|_| v.fract() == 0.0 && n.end == i + 1) {
        n.lo += v;
        n.hi += v;
        n.end += 3;
    } else if n.end == i + 1
        && let Some(v) = slash(a, i, end)
    {
        return Some(fraction(i + 3, v));
    }
    Some(magnitudes(a, n, end))
}

/// "5: 00", "3: 4": a clock time or a ratio with a stray space after its colon.
fn spaced_colon(a: &Analysis, i: usize, end: usize) -> Option<Number<'_>> {
    let short = |j: usize| a.word(j).len() <= 2 && a.word(j).bytes().all(|b| b.is_ascii_digit());
    if i + 2 >= end || a.word(i + 1) != ":" || !a.tokens[i + 1].glued || !short(i) || !short(i + 2) {
        return None;
    }
    let ends = i + 3 >= end || !a.tokens[i + 3].is_content() || matches!(a.fold(i + 3), "am" | "pm" | "local");
    let (x, y): (f64, f64) = (a.word(i).parse().ok()?, a.word(i + 2).parse().ok()?);
    ends.then(|| Number { form: Form::Colon, ..Number::cardinal(i + 3, x * 60.0 + y, 1.0, true) })
}

/// "1/2" at token `i`: a small proper fraction, written without spaces.
fn slash(a: &Analysis, i: usize, end: usize) -> Option<f64> {
    if i + 2 >= end || a.word(i + 1) != "/" || !a.tokens[i + 1].glued || !a.tokens[i + 2].glued {
        return None;
    }
    let (x, y): (f64, f64) = (a.word(i).parse().ok()?, a.word(i + 2).parse().ok()?);
    (x < y && matches!(y as u32, 2 | 3 | 4 | 5 | 8 | 10) && a.word(i + 3) != "/").then_some(x / y)
}

/// "1 200 000": groups of three digits parted by spaces. One group only where it ends in "00" or the space is no plain one.
fn spaced_groups<'a>(a: &'a Analysis, n: Number<'a>, i: usize, end: usize) -> Number<'a> {
    let is_group = |j: usize| {
        j < end
            && a.tokens[j].kind == TokenKind::Number
            && !a.tokens[j].glued
            && a.word(j).len() == 3
            && a.word(j).bytes().all(|b| b.is_ascii_digit())
            && gap_is_one_space(a, j)
    };
    if a.word(i).len() > 3 || !is_group(i + 1) {
        return n;
    }
    let mut j = i + 1;
    let mut v = n.lo;
    while is_group(j) {
        v = v * 1000.0 + a.word(j).parse::<f64>().unwrap_or(0.0);
        j += 1;
    }
    let hard = a.tokens[i + 1].span.start - a.tokens[i].span.end > 1;
    if j - i > 2 || hard || a.word(i + 1).ends_with("00") {
        let (mut step, mut whole) = (1.0, v);
        while whole >= 10.0 && whole % 10.0 == 0.0 {
            step *= 10.0;
            whole /= 10.0;
        }
        return Number::cardinal(j, v, step, true);
    }
    n
}

fn gap_is_one_space(a: &Analysis, j: usize) -> bool {
    let (from, to) = (a.tokens[j - 1].span.end as usize, a.tokens[j].span.start as usize);
    a.text.get(from..to).is_some_and(|gap| gap.chars().count() == 1 && !gap.contains('\n'))
}

fn words(a: &Analysis, i: usize, end: usize) -> Option<Number<'_>> {
    let w = a.fold(i);
    if let Some(v) = roman(a, i) {
        return Some(Number { form: Form::Ordinal, ..Number::cardinal(i + 1, v, 1.0, true) });
    }
    if !words::may_open(a.tokens[i].hash) {
        return None;
    }
    match w {
        "twice" | "double" => return Some(Number { form: Form::Multiple, ..Number::cardinal(i + 1, 2.0, 1.0, false) }),
        "triple" | "thrice" => {
            return Some(Number { form: Form::Multiple, ..Number::cardinal(i + 1, 3.0, 1.0, false) });
        }
        "both" => return Some(Number::cardinal(i + 1, 2.0, 1.0, false)),
        _ => {}
    }
    if let Some(n) =
        vague(a, i, end).or_else(|| several(a, i, end)).or_else(|| with_article(a, i, end)).or_else(|| parts(a, i, end))
    {
        return Some(n);
    }
    if let Some(n) = spelled_ordinal(a, i, end) {
        return Some(n);
    }
    if let Some(v) = words::ordinal(w) {
        return Some(Number { form: Form::Ordinal, ..Number::cardinal(i + 1, v, 1.0, false) });
    }
    if matches!(w, "a" | "an") { None } else { spelled(a, i, end) }
}

/// A Roman numeral of two letters or more after a name: "World War II", "Elizabeth II".
fn roman(a: &Analysis, i: usize) -> Option<f64> {
    let w = a.word(i);
    let after_name = i > 0 && a.tokens[i - 1].shape == Shape::Title && !a.tokens[i].glued;
    if !after_name || w.len() < 2 {
        return None;
    }
    const NUMERALS: [&str; 19] = [
        "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII",
        "XVIII", "XIX", "XX",
    ];
    NUMERALS.iter().position(|n| *n == w).map(|p| p as f64 + 2.0)
}

/// "hundreds", "tens of thousands", "dozens".
fn vague(a: &Analysis, i: usize, end: usize) -> Option<Number<'_>> {
    let (mut lo, mut hi) = words::vague(a.fold(i))?;
    let mut at = i + 1;
    if matches!(a.fold(i), "tens" | "hundreds" | "thousands")
        && is(a, at, end, "of")
        && at + 1 < end
        && let Some((_, _)) = words::vague(a.fold(at + 1))
    {
        let m = words::magnitude(a.fold(at + 1).trim_end_matches('s'))?;
        (lo, hi) = (lo * m, hi * m);
        at += 2;
    }
    (!matches!(a.fold(i), "tens" | "scores") || at > i + 1 || is(a, at, end, "of")).then(|| vaguely(at, lo, hi))
}

/// "a dozen", "a hundred", "a couple", "a third", "half a million", "a million and a half".
fn with_article(a: &Analysis, i: usize, end: usize) -> Option<Number<'_>> {
    if is(a, i, end, "half") && matches!(a.fold(i + 1), "a" | "an") && i + 2 < end {
        let m = words::magnitude(a.fold(i + 2))?;
        return Some(Number::cardinal(i + 3, m / 2.0, m / 10.0, false));
    }
    if !matches!(a.fold(i), "a" | "an") || i + 1 >= end {
        return None;
    }
    let next = a.fold(i + 1);
    if let Some(m) = words::magnitude(next).filter(|_| next.len() > 2) {
        // "a hundred and fifty", "a thousand two hundred".
        if let Some(n) = spelled(a, i, end).filter(|n| n.end > i + 2) {
            return Some(n);
        }
        let n = magnitudes(a, Number::cardinal(i + 2, m, m, false), end);
        if is(a, n.end, end, "and") && is(a, n.end + 1, end, "a") && is(a, n.end + 2, end, "half") {
            let end = n.end + 3;
            return Some(Number::cardinal(end, m * 1.5, m / 10.0, false));
        }
        return Some(n);
    }
    match next {
        "couple" | "pair" => Some(Number::cardinal(i + 2, 2.0, 1.0, false)),
        "half" => Some(fraction(i + 2, 0.5)),
        "quarter" | "third" | "fifth" | "tenth" if is(a, i + 2, end, "of") || measured(a, i, end) => {
            words::denominator(next).map(|d| fraction(i + 2, 1.0 / d))
        }
        _ => None,
    }
}

/// "By a third", "more than a fifth within a year": a share of what the sentence tells of, where no thing follows that could be the third or
/// fifth of its kind.
fn measured(a: &Analysis, i: usize, end: usize) -> bool {
    let before = i.checked_sub(1).is_some_and(|b| {
        matches!(
            a.fold(b),
            "by" | "than" | "about" | "around" | "roughly" | "nearly" | "almost" | "over" | "under" | "least" | "most"
        )
    });
    let ends =
        |t: &Token| !t.is_word() || matches!(t.class, Class::Preposition | Class::Conjunction | Class::Subordinator);
    before && (i + 2 >= end || a.tokens.get(i + 2).is_none_or(ends) && !is(a, i + 2, end, "-"))
}

/// "two-thirds", "three quarters", "one third", "half".
fn parts(a: &Analysis, i: usize, end: usize) -> Option<Number<'_>> {
    if matches!(a.fold(i), "half" | "halves") {
        return Some(fraction(i + 1, 0.5));
    }
    let over = words::small(a.fold(i)).filter(|n| (1.0..20.0).contains(n))?;
    let at = if i + 2 < end && a.word(i + 1) == "-" { i + 2 } else { i + 1 };
    let under = if at < end { a.fold(at) } else { return None };
    let d = words::denominator(under)?;
    // "two second places" counts seconds; a plural or a one makes a fraction, and a fraction is below the whole.
    let grammatical = if over == 1.0 { !under.ends_with('s') } else { under.ends_with('s') };
    // "The one hundredth match" is a rank, "one hundredth of a second" a part.
    let rank = d >= 100.0 && over == 1.0 && !is(a, at + 1, end, "of");
    (grammatical && over < d && under != "half" && !rank).then(|| fraction(at + 1, over / d))
}
