//! What stands after a number: per cent, units, ages, clock times, times.

use super::figure::{Figure, FigureKind};
use super::form::Number;
use super::words::{self, Dimension, Unit};
use crate::analyse::analysis::Analysis;
use crate::analyse::{Class, Shape, TokenKind};

/// "No." or "number" before a number.
pub(super) fn is_number_sign(a: &Analysis, i: usize) -> bool {
    match a.fold(i) {
        "number" | "nr" | "#" => true,
        "no" => a.tokens[i].shape == Shape::Title && a.tokens.get(i + 1).is_some_and(|t| t.kind == TokenKind::Number),
        "." => i > 0 && a.fold(i - 1) == "no",
        _ => false,
    }
}

/// "14:40", "2:03:59", "3:2", with "pm" after it.
pub(super) fn colon(a: &Analysis, f: &mut Figure, n: &Number, end: usize) {
    let body = a.fold(f.number.start);
    let parts = body.split(':').count();
    let short = body.split([':', '.']).nth(1).is_some_and(|p| p.len() < 2);
    let pair = parts == 1 && a.word(f.number.end - 1).len() < 2;
    if short && parts == 2 || pair {
        f.kind = FigureKind::Ratio;
        (f.lo, f.hi) = ((f.lo / 60.0).floor(), f.lo % 60.0);
        return;
    }
    f.kind = FigureKind::Clock;
    half_day(a, f, n, end);
}

/// Reads "am" and "pm"; in minutes after midnight.
fn half_day(a: &Analysis, f: &mut Figure, n: &Number, end: usize) -> bool {
    let (word, to) = match n.suffix {
        "am" | "pm" | "a" | "p" => (n.suffix, f.tokens.end),
        _ if f.tokens.end < end => (a.fold(f.tokens.end), f.tokens.end + 1),
        _ => return false,
    };
    let add = match word {
        "am" => {
            if f.lo >= 720.0 && f.lo < 780.0 {
                -720.0
            } else {
                0.0
            }
        }
        "pm" if f.lo < 720.0 => 720.0,
        "pm" => 0.0,
        _ => return false,
    };
    f.lo += add;
    f.hi += add;
    f.tokens.end = to;
    true
}

/// "a third of", "half an hour", "three quarters".
pub(super) fn fraction(a: &Analysis, f: &mut Figure, end: usize) {
    let mut at = f.tokens.end;
    while at < end && matches!(a.fold(at), "a" | "an" | "of" | "-") && at < f.tokens.end + 2 {
        at += 1;
    }
    let direct = at == f.tokens.end || !matches!(a.fold(at - 1), "of");
    if at < end
        && direct
        && let Some(u) = words::unit(a.fold(at)).filter(|_| a.fold(at).len() > 2)
    {
        f.unit = Some(u);
        f.kind = FigureKind::Measure;
        f.tokens.end = at + 1;
        return;
    }
    f.kind = FigureKind::Share;
    f.lo *= 100.0;
    f.hi *= 100.0;
    f.step = 0.0;
}

/// A cardinal: looks for what follows it.
pub(super) fn cardinal(a: &Analysis, f: &mut Figure, n: &Number, first: usize, end: usize) {
    if suffix(a, f, n, end) {
        return;
    }
    let mut at = f.tokens.end;
    let hyphen = at + 1 < end && matches!(a.word(at), "-" | "‑" | "\u{2010}") && a.tokens[at + 1].glued;
    if hyphen {
        at += 1;
    }
    let word = if at < end { a.fold(at) } else { "" };
    let next = if at + 1 < end { a.fold(at + 1) } else { "" };
    match word {
        "%" | "percent" | "pct" => return share(f, at + 1, next, end),
        "per" if next == "cent" => return share(f, at + 2, if at + 2 < end { a.fold(at + 2) } else { "" }, end),
        "percentage" if next.starts_with("point") => return points(f, at + 2, 1.0),
        "basis" if next.starts_with("point") => return points(f, at + 2, 0.01),
        "pp" | "bp" | "bps" => return points(f, at + 1, if word == "pp" { 1.0 } else { 0.01 }),
        "times" | "time" | "fold" if word != "time" || hyphen => {
            f.kind = FigureKind::Times;
            f.tokens.end = at + 1;
            return;
        }
        "am" | "pm" | "oclock" | "o'clock" if f.lo <= 24.0 => {
            f.kind = FigureKind::Clock;
            let (h, m) = (f.lo.trunc(), (f.lo.fract() * 100.0).round());
            f.lo = h * 60.0 + m;
            f.hi = f.lo;
            f.tokens.end = at;
            if !half_day(a, f, n, end) {
                f.tokens.end = at + 1;
            }
            return;
        }
        "°" => {
            let name = if at + 1 < end && next == "f" { "fahrenheit" } else { "celsius" };
            f.unit = words::unit(name);
            f.kind = FigureKind::Measure;
            f.tokens.end = (at + 2).min(end);
            return;
        }
        _ => {}
    }
    if let Some((u, to)) = unit_at(a, at, end, f.digits) {
        f.tokens.end = to;
        age_or_measure(a, f, u, end);
        return;
    }
    if is_age(a, f, first, end) {
        f.kind = FigureKind::Age;
    }
}

fn share(f: &mut Figure, to: usize, next: &str, end: usize) {
    f.kind = FigureKind::Share;
    f.tokens.end = to.min(end);
    if next.starts_with("point") {
        f.kind = FigureKind::Points;
        f.tokens.end = (to + 1).min(end);
    }
}

fn points(f: &mut Figure, to: usize, by: f64) {
    f.kind = FigureKind::Points;
    f.lo *= by;
    f.hi *= by;
    f.step *= by;
    f.tokens.end = to;
}

/// A unit glued to the digits: "5km", "30m", "2.30pm".
fn suffix(a: &Analysis, f: &mut Figure, n: &Number, end: usize) -> bool {
    match n.suffix {
        "" => false,
        "am" | "pm" => {
            f.kind = FigureKind::Clock;
            let (h, m) = (f.lo.trunc(), (f.lo.fract() * 100.0).round());
            f.lo = h * 60.0 + m;
            f.hi = f.lo;
            half_day(a, f, n, end)
        }
        "m" => {
            // "30m people" counts millions, "a 30m wall" metres.
            let plural = f.tokens.end < end
                && a.tokens[f.tokens.end].class == Class::Content
                && a.fold(f.tokens.end).ends_with(['s', 'e'])
                && a.fold(f.tokens.end).len() > 4;
            if plural {
                (f.lo, f.hi, f.step) = (f.lo * 1e6, f.hi * 1e6, f.step * 1e6);
                return false;
            }
            measure(f, words::unit("m"))
        }
        s => match words::unit(s) {
            Some(u) => measure(f, Some(u)),
            None => {
                // "600Mbit", "737s": letters that name no unit.
                f.kind = if f.lo > 0.0 { FigureKind::Count } else { FigureKind::Name };
                true
            }
        },
    }
}

fn measure(f: &mut Figure, u: Option<Unit>) -> bool {
    f.unit = u;
    f.kind = FigureKind::Measure;
    true
}

/// A unit at token `i`, with "square", "per hour" and their like; and where it ends.
fn unit_at(a: &Analysis, i: usize, end: usize, digits: bool) -> Option<(Unit, usize)> {
    let w = if i < end { a.fold(i) } else { return None };
    if matches!(w, "square" | "sq" | "cubic") && i + 1 < end {
        let stop = usize::from(a.word(i + 1) == "." || a.word(i + 1) == "-");
        let u = words::unit(a.fold(i + 1 + stop)).filter(|u| u.dimension == Dimension::Length)?;
        let (power, dimension) = if w == "cubic" { (3, Dimension::Volume) } else { (2, Dimension::Area) };
        return Some((Unit { name: u.name, dimension, factor: u.factor.powi(power) }, i + 2 + stop));
    }
    let mut u = words::unit(w)?;
    if u.dimension == Dimension::Length && i + 1 < end && a.word(i + 1) == "²" {
        u.dimension = Dimension::Area;
        u.factor *= u.factor;
        return Some((u, i + 2));
    }
    // One or two letters are a unit only after digits, and "second" only in the plural or after a hyphen.
    if w.len() <= 2 && !digits || matches!(w, "second" | "mi") && !a.tokens[i].glued {
        return None;
    }
    if w == "m" && digits && a.tokens[i].shape == Shape::Title {
        return None;
    }
    if u.dimension == Dimension::Length {
        let per = if i + 2 < end { (a.word(i + 1), a.fold(i + 2)) } else { ("", "") };
        if let ("/" | "per" | "an", "h" | "hour" | "hr") = per {
            let name = if u.name == "miles" { "miles per hour" } else { "kilometres per hour" };
            return Some((Unit { name, dimension: Dimension::Speed, factor: u.factor / 3600.0 }, i + 3));
        }
        if let ("/" | "per" | "a", "s" | "second") = per {
            return Some((Unit { name: "metres per second", dimension: Dimension::Speed, factor: u.factor }, i + 3));
        }
    }
    if matches!(w, "degree" | "degrees")
        && i + 1 < end
        && let Some(v) = words::unit(a.fold(i + 1)).filter(|v| v.dimension == Dimension::Temperature)
    {
        return Some((v, i + 2));
    }
    Some((u, i + 1))
}

/// "57-year-old", "57 years old", "57 years of age".
fn age_or_measure(a: &Analysis, f: &mut Figure, u: Unit, end: usize) {
    f.unit = Some(u);
    f.kind = FigureKind::Measure;
    let mut at = f.tokens.end;
    if at + 1 < end && a.word(at) == "-" {
        at += 1;
    }
    let w = if at < end { a.fold(at) } else { "" };
    if w == "old" || w == "olds" || w == "of" && at + 1 < end && a.fold(at + 1) == "age" {
        if u.name == "years" {
            f.kind = FigureKind::Age;
            f.unit = None;
        }
        f.tokens.end = if w == "of" { at + 2 } else { at + 1 };
    }
}

/// "aged 57", "Hale, 57,".
fn is_age(a: &Analysis, f: &Figure, first: usize, end: usize) -> bool {
    let (i, after) = (f.tokens.start, f.tokens.end);
    if f.lo != f.hi || !(1.0..120.0).contains(&f.lo) || f.lo.fract() != 0.0 || i <= first {
        return false;
    }
    if matches!(a.fold(i - 1), "aged" | "age") {
        return true;
    }
    a.word(i - 1) == ","
        && i >= first + 2
        && a.tokens[i - 2].kind == TokenKind::Word
        && matches!(a.tokens[i - 2].shape, Shape::Title | Shape::Mixed)
        && f.digits
        && after < end
        && matches!(a.word(after), "," | ")")
}
