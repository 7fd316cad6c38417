//! Figures: counts, money, shares, measures, ranks, ages, scores and clock times, in digits and in words.

mod approximate;
mod compare;
mod head;
mod money;
mod number;
mod units;
mod words;

pub use approximate::Approximator;
pub use compare::{FigureDifference, FigureRelation, compare};
pub use words::{Dimension, Unit};

use std::ops::Range;

use super::dates::DateMark;
use super::{Analysis, Class, Shape, TokenKind};
use number::{Form, Number};

/// What a figure tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FigureKind {
    /// A number of things, or a bare number.
    Count,
    /// A sum; see [`Figure::currency`].
    Money,
    /// Per cent or a fraction; the value is in per cent.
    Share,
    /// Percentage points; the value is in points, a basis point being a hundredth.
    Points,
    /// With a unit of measure; see [`Figure::unit`].
    Measure,
    /// A rank: "third", "12th", "No. 3".
    Ordinal,
    /// The age of a person in years.
    Age,
    /// "4-0": the two values are the range's ends, the first as written first.
    Score,
    /// "3:2".
    Ratio,
    /// A clock time or a running time with colons: minutes after midnight, or seconds for "2:03:59".
    Clock,
    /// "twice", "three times", "threefold".
    Times,
    /// "20s" after "in his".
    Plural,
    /// Part of a name: "Covid-19", "Article 5". Never compared as a quantity.
    Name,
}

/// One figure.
#[derive(Clone, Debug)]
pub struct Figure {
    /// The whole phrase with currency, magnitude and unit, without its approximator.
    pub tokens: Range<usize>,
    /// The number alone, with its magnitude.
    pub number: Range<usize>,
    /// Lower end of the value; equal to `hi` unless it is a range or vague. For a score, the first value.
    pub lo: f64,
    /// Upper end of the value.
    pub hi: f64,
    /// The value that the same digits have where a full stop parts thousands: "272.000".
    pub alt: Option<f64>,
    /// How much the last written digit stands for: 100,000 for "1.2 million"; 0 where the words name no digit.
    pub step: f64,
    /// What it tells.
    pub kind: FigureKind,
    /// The unit of a measure.
    pub unit: Option<Unit>,
    /// ISO 4217 code of a sum.
    pub currency: Option<&'static str>,
    /// "about", "more than" …
    pub approximator: Approximator,
    /// Tokens of the approximator; empty for none.
    pub approximator_tokens: Range<usize>,
    /// The counted thing, a token after the figure in the same sentence.
    pub head: Option<usize>,
    /// Whether the words often stand without counting anything: "one", "first", "both", "a couple", "double".
    pub weak: bool,
    /// Whether the value is only a size: "hundreds", "dozens".
    pub vague: bool,
    /// Hash of the word that a number in a name belongs to: "article" of "Article 5".
    pub name: Option<u64>,
    /// Whether it is written in digits.
    pub digits: bool,
}

impl Figure {
    /// Whether both figures can stand for the same kind of thing.
    pub fn same_kind(&self, other: &Figure) -> bool {
        use FigureKind::*;
        match (self.kind, other.kind) {
            (a, b) if a == b => a != Measure || self.dimension() == other.dimension(),
            (Share, Points) | (Points, Share) => true,
            (Age, Measure) => other.unit.is_some_and(|u| u.name == "years"),
            (Measure, Age) => self.unit.is_some_and(|u| u.name == "years"),
            (Score, Ratio | Count) | (Ratio | Count, Score) => true,
            (Times, Count) | (Count, Times) => true,
            (Age, Count) | (Count, Age) => true,
            _ => false,
        }
    }

    fn dimension(&self) -> Option<Dimension> {
        self.unit.map(|u| u.dimension)
    }

    /// The value in base units of its dimension; the value itself without a unit.
    pub fn in_base(&self) -> (f64, f64) {
        let f = self.unit.map_or(1.0, |u| u.factor);
        (self.lo * f, self.hi * f)
    }
}

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
    let spaced_score = dash && f.digits && m.digits && is_score(a, m.end, end);
    if lo < hi || (tight || spaced_score) && lo < 200.0 && hi < 200.0 {
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
