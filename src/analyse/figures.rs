//! Figures: counts, money, shares, measures, ranks, ages, scores and clock times, in digits and in words.

mod approximate;
mod compare;
mod figure;
mod form;
mod head;
mod money;
mod number;
mod spelled;
mod units;
mod words;

pub use compare::{FigureDifference, FigureRelation, compare};
pub use figure::{Approximator, Figure, FigureKind};
pub use words::{Dimension, Unit};

use super::analysis::Analysis;
use super::dates::DateMark;
use super::{Class, Shape, TokenKind};
use form::{Form, Number};

/// Finds all figures of a story. Tokens that belong to dates are passed over.
pub fn find(a: &Analysis, dates: &[DateMark]) -> Vec<Figure> {
    let mut out = Vec::new();
    let mut dates = dates.iter().peekable();
    for s in &a.sentences {
        let mut i = s.tokens.start;
        while i < s.tokens.end {
            while dates.peek().is_some_and(|d| d.tokens.end <= i) {
                dates.next();
            }
            if let Some(d) = dates.peek().filter(|d| d.tokens.contains(&i)) {
                i = d.tokens.end;
                continue;
            }
            // A number never runs into a date: "on 5 of the 12 March days".
            let end = dates.peek().map_or(s.tokens.end, |d| d.tokens.start.min(s.tokens.end));
            match figure(a, i, s.tokens.start, end.max(i + 1), s.tokens.end) {
                Some(f) => {
                    i = f.tokens.end.max(i + 1);
                    out.push(f);
                }
                None => i += 1,
            }
        }
    }
    share_units(a, &mut out);
    out
}

/// "60 million and 200 million yuan", "two to three or five weeks": a bare number takes the unit of the one that it is joined to.
fn share_units(a: &Analysis, figures: &mut [Figure]) {
    for k in (1..figures.len()).rev() {
        let (left, right) = figures.split_at_mut(k);
        let (Some(f), Some(g)) = (left.last_mut(), right.first()) else { continue };
        let joined = f.kind == FigureKind::Count
            && f.tokens.end + 1 == g.tokens.start
            && matches!(a.fold(f.tokens.end), "and" | "or" | "to")
            && matches!(g.kind, FigureKind::Money | FigureKind::Measure | FigureKind::Share)
            && g.number.start == g.tokens.start;
        if joined {
            (f.kind, f.unit, f.currency, f.head) = (g.kind, g.unit, g.currency, None);
        }
    }
}

fn figure(a: &Analysis, i: usize, first: usize, end: usize, last: usize) -> Option<Figure> {
    let (prefix, at) = money::prefix(a, i, end);
    if let Some(f) = name_in_word(a, i) {
        return Some(f);
    }
    let n = number::read(a, at, end)?;
    if prefix.is_none() && not_counted(a, at, &n, first, end) {
        return None;
    }
    let mut f = Figure {
        tokens: i..n.end,
        number: at..n.end,
        lo: n.lo,
        hi: n.hi,
        alt: n.alt,
        step: n.step,
        kind: FigureKind::Count,
        unit: None,
        currency: prefix,
        approximator: Approximator::Exact,
        approximator_tokens: i..i,
        head: None,
        weak: weak(a, at, &n),
        vague: n.form == Form::Vague,
        name: None,
        digits: n.digits,
    };
    range(a, &mut f, &n, first, end);
    kind(a, &mut f, &n, first, end);
    approximate::read(a, &mut f, first, last);
    if f.head.is_none() && matches!(f.kind, FigureKind::Count | FigureKind::Ordinal | FigureKind::Share) {
        f.head = head::noun(a, f.tokens.end, last, f.kind);
    }
    Some(f)
}

/// "G7", "A4", "iPhone7": letters and a number in one word.
fn name_in_word(a: &Analysis, i: usize) -> Option<Figure> {
    let w = a.fold(i);
    if a.tokens[i].kind != TokenKind::Word || !w.ends_with(|c: char| c.is_ascii_digit()) || words::unit(w).is_some() {
        return None;
    }
    let letters = w.trim_end_matches(|c: char| c.is_ascii_digit());
    let value: f64 = w[letters.len()..].parse().ok()?;
    Some(Figure {
        tokens: i..i + 1,
        number: i..i + 1,
        lo: value,
        hi: value,
        alt: None,
        step: 1.0,
        kind: FigureKind::Name,
        unit: None,
        currency: None,
        approximator: Approximator::Exact,
        approximator_tokens: i..i,
        head: None,
        weak: false,
        vague: false,
        name: Some(crate::text::hash(letters)),
        digits: true,
    })
}

/// Words that are numbers by form only.
fn not_counted(a: &Analysis, i: usize, n: &Number, first: usize, end: usize) -> bool {
    let before = if i > first { a.fold(i - 1) } else { "" };
    let after = if n.end < end { a.fold(n.end) } else { "" };
    let after_is_thing = a.tokens.get(n.end).is_some_and(|t| t.is_word() && t.class == Class::Content) && n.end < end;
    match a.fold(i) {
        "one" if n.lo == 1.0 => {
            !after_is_thing && after != "-"
                || matches!(
                    before,
                    "the" | "this" | "that" | "no" | "any" | "every" | "each" | "another" | "which" | "some" | "only"
                )
        }
        "second" => matches!(before, "a" | "per" | "every" | "each" | "split" | "-") && !after_is_thing,
        "half" => {
            matches!(before, "first" | "second" | "other" | "better" | "opening" | "1st" | "2nd")
                || after == "-" && a.tokens.get(n.end).is_some_and(|t| t.glued)
        }
        "a" | "an" if n.lo == 2.0 => !matches!(after, "of"),
        "double" => after == "-",
        // "the third largest", "a third of" are read elsewhere; a rank without anything ranked is an adverb.
        "first" | "third" => !after_is_thing && after != "most" && !matches!(after, "-" | "and" | "or" | "of" | "in"),
        _ => n.form == Form::Colon && n.digits && n.lo == 0.0 && after.is_empty(),
    }
}

fn weak(a: &Analysis, i: usize, n: &Number) -> bool {
    !n.digits && n.lo == n.hi && (n.lo == 1.0 || n.form == Form::Multiple)
        || matches!(a.fold(i), "both" | "half" | "a" | "an" if n.lo <= 2.0)
}

/// "3-4", "three to four", "between 5 and 7", scores.
fn range(a: &Analysis, f: &mut Figure, n: &Number, first: usize, end: usize) {
    if n.form != Form::Cardinal && n.form != Form::Fraction {
        return;
    }
    let before = if f.tokens.start > first { a.fold(f.tokens.start - 1) } else { "" };
    let joint = if n.end < end { a.word(n.end) } else { return };
    let dash = matches!(joint, "-" | "–" | "—" | "‑" | "\u{2010}" | "−");
    let words = joint.eq_ignore_ascii_case("to") && before != "from"
        || joint.eq_ignore_ascii_case("and") && before == "between"
        || joint.eq_ignore_ascii_case("or") && n.lo < 20.0;
    if !dash && !words {
        return;
    }
    let (_, at) = money::prefix(a, n.end + 1, end);
    let Some(m) = number::read(a, at, end).filter(|m| matches!(m.form, Form::Cardinal | Form::Fraction)) else {
        return;
    };
    let tight = dash && a.tokens[n.end].glued && a.tokens[n.end + 1].glued;
    if dash && !tight && !f.digits {
        return;
    }
    // "5 to 7 million" shares its magnitude.
    let (mut lo, hi) = (n.lo, m.lo);
    let shared = m.step >= 1e3 && lo < 1000.0 && hi / lo.max(1.0) > 1000.0;
    // "Five or six hundred": in words, a hundred is shared as well.
    let hundreds = !m.digits && !n.digits && (200.0..1000.0).contains(&hi) && lo < hi / 100.0 && hi / 100.0 <= 3.0 * lo;
    if hundreds {
        lo *= 100.0;
    } else if shared {
        let by = [1e9, 1e6, 1e3].into_iter().find(|by| hi >= *by).unwrap_or(1.0);
        lo *= by;
    }
    let voted = joint.eq_ignore_ascii_case("to") && is_vote(a, first, f.tokens.start) && is_score(a, m.end, end);
    let spaced_score = voted || dash && f.digits && m.digits && is_score(a, m.end, end);
    let most = if voted { 1000.0 } else { 200.0 };
    if lo < hi || (tight || spaced_score) && lo < most && hi < most {
        f.lo = lo;
        f.hi = hi;
        f.step = m.step;
        f.number.end = m.end;
        f.tokens.end = m.end;
        if (tight || spaced_score) && (lo >= hi || is_score(a, m.end, end)) && f.currency.is_none() {
            f.kind = FigureKind::Score;
        }
    }
}

/// Whether the words before a number tell of a vote: "voted 21 to 8 for" is no range.
fn is_vote(a: &Analysis, first: usize, number: usize) -> bool {
    (first..number).rev().take(4).any(|k| matches!(a.fold(k), "voted" | "votes" | "vote" | "voting" | "ballot"))
}

/// A pair of numbers that counts nothing after it is a score, a vote or a ratio.
fn is_score(a: &Analysis, after: usize, end: usize) -> bool {
    after >= end
        || a.tokens[after].kind == TokenKind::Punct
        || matches!(
            a.fold(after),
            "win"
                | "victory"
                | "defeat"
                | "loss"
                | "draw"
                | "lead"
                | "vote"
                | "for"
                | "in"
                | "against"
                | "over"
                | "to"
                | "at"
                | "on"
        )
}

/// Sets kind, unit and currency from the words around the number.
fn kind(a: &Analysis, f: &mut Figure, n: &Number, first: usize, end: usize) {
    if is_name(a, f, n, first, end) {
        f.kind = FigureKind::Name;
        let back = f.number.start.saturating_sub(1);
        let word = if a.tokens.get(back).is_some_and(|t| t.is_word()) { back } else { back.saturating_sub(1) };
        f.name = a.tokens.get(word).filter(|t| t.is_word() && word >= first).map(|t| t.hash);
        return;
    }
    if f.kind == FigureKind::Score {
        return;
    }
    if f.currency.is_some() || money::suffix(a, f, end) {
        f.kind = FigureKind::Money;
        // "$30m": a letter after a sum is a magnitude.
        if let Some(m) = money::letter(n.suffix) {
            f.lo *= m;
            f.hi *= m;
            f.step *= m;
        }
        return;
    }
    match n.form {
        Form::Ordinal => f.kind = FigureKind::Ordinal,
        Form::Plural => f.kind = FigureKind::Plural,
        Form::Multiple => f.kind = FigureKind::Times,
        Form::Colon => units::colon(a, f, n, end),
        Form::Fraction => units::fraction(a, f, end),
        Form::Cardinal | Form::Vague => units::cardinal(a, f, n, first, end),
    }
    if f.kind == FigureKind::Count && f.tokens.start > first && units::is_number_sign(a, f.tokens.start - 1) {
        f.kind = FigureKind::Ordinal;
    }
}

/// Whether the number is part of a name.
fn is_name(a: &Analysis, f: &Figure, n: &Number, first: usize, end: usize) -> bool {
    let i = f.number.start;
    if !n.digits || i == first || f.currency.is_some() {
        return a.fold(i) == "five" && i > first && a.fold(i - 1) == "hawaii";
    }
    let before = &a.tokens[i - 1];
    let word = a.word(i - 1);
    if before.kind == TokenKind::Word && a.tokens[i].glued {
        return true;
    }
    if matches!(word, "-" | "–" | "/") && a.tokens[i].glued {
        let joined = before.glued && i >= first + 2 && a.tokens[i - 2].kind == TokenKind::Word;
        if joined {
            return a.tokens[i - 2].shape != Shape::Lower || a.fold(i - 2).len() == 1;
        }
        let degrees = n.end < end && matches!(a.fold(n.end), "degrees" | "°" | "c" | "f" | "%" | "percent");
        return word == "-" && !degrees;
    }
    if f.number.len() > 1 || n.form != Form::Cardinal || !n.suffix.is_empty() {
        return false;
    }
    let designator = matches!(
        a.fold(i - 1),
        "article"
            | "section"
            | "chapter"
            | "clause"
            | "rule"
            | "page"
            | "flight"
            | "boeing"
            | "airbus"
            | "iphone"
            | "windows"
            | "channel"
            | "route"
            | "highway"
            | "room"
            | "gate"
            | "platform"
            | "formula"
            | "type"
            | "model"
            | "resolution"
            | "paragraph"
            | "act"
            | "verse"
            | "form"
            | "line"
            | "class"
            | "playstation"
            | "season"
            | "episode"
    ) || a.fold(i - 1) == "/";
    let next = a.tokens.get(n.end).filter(|_| n.end < end);
    let counts =
        next.is_some_and(|t| t.kind != TokenKind::Punct && t.class == Class::Content && t.shape == Shape::Lower);
    let comma = a.word(i).contains(',');
    designator && !comma && !matches!(a.fold(i - 1), "/")
        || matches!(before.shape, Shape::Title | Shape::Mixed | Shape::Upper)
            && before.kind == TokenKind::Word
            && before.class == Class::Content
            && !units::is_number_sign(a, i - 1)
            && !comma
            && !counts
            && !next.is_some_and(|t| matches!(t.span.of(&a.text), "%" | "°" | "-" | "–"))
            && i - 1 > first
}

#[cfg(test)]
mod tests;
