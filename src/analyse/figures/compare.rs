//! Whether two figures can stand for the same quantity.

use super::figure::{Figure, FigureKind};
use super::money::CENT;

/// What sets two figures of one kind apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FigureDifference {
    /// The values.
    Value,
    /// The same digits, another power of ten.
    Magnitude,
    /// The same number with a unit that it cannot be converted to.
    Unit,
    /// The same number of another currency.
    Currency,
    /// Per cent against percentage points.
    Points,
    /// Another rank.
    Rank,
}

/// How two figures relate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FigureRelation {
    /// The same value.
    Equal,
    /// The first is a rounder telling of the second, or the two overlap.
    Rounded,
    /// They cannot both hold of one thing.
    Differs(FigureDifference),
    /// They count different kinds of things.
    Unlike,
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-6 * a.abs().max(b.abs())
}

/// Compares a figure of the rewrite with one of the wire.
pub fn compare(rewrite: &Figure, wire: &Figure) -> FigureRelation {
    use FigureKind::{Clock, Count, Money, Name, Ordinal, Points, Ratio, Score, Share};
    use FigureRelation::{Differs, Equal, Rounded, Unlike};
    let (r, w) = (rewrite, wire);
    let same_value = same_value(r, w);
    if r.kind == Name || w.kind == Name {
        // "Article 5" against "Article 6": one name with two numbers.
        let one_name = r.name.is_some() && r.name == w.name;
        return match same_value {
            true => Equal,
            false if one_name => Differs(FigureDifference::Value),
            false => Unlike,
        };
    }
    if matches!((r.kind, w.kind), (Share, Points) | (Points, Share)) {
        return if same_value { Differs(FigureDifference::Points) } else { Unlike };
    }
    let cents = r.currency == Some(CENT) || w.currency == Some(CENT);
    if r.kind == Money && w.kind == Money && r.currency != w.currency && !cents {
        // A sum told in another currency may be converted; the same number cannot be.
        return if same_value && r.lo != 0.0 { Differs(FigureDifference::Currency) } else { Unlike };
    }
    if let (Some(r), Some(w)) = (degrees(r), degrees(w)) {
        return temperature(r, w);
    }
    if let (Some(u), Some(v)) = (r.unit, w.unit) {
        if u.dimension != v.dimension {
            return if same_value { Differs(FigureDifference::Unit) } else { Unlike };
        }
        if u.name != v.name {
            return converted(r, w);
        }
    }
    if !r.same_kind(w) {
        // "5 million" for "$5 million", "three metres" for "3".
        let bare = r.kind == Count || w.kind == Count;
        return if same_value && bare || hour(r, w) || hour(w, r) { Equal } else { Unlike };
    }
    if same_value {
        return Equal;
    }
    if by_score(r, w) || by_score(w, r) {
        return Rounded;
    }
    match r.kind {
        Ordinal => return Differs(FigureDifference::Rank),
        _ if matches!(w.kind, Score | Ratio) && close(r.lo, w.hi) && close(r.hi, w.lo) => return Equal,
        Score | Ratio if close(r.lo, w.hi) && close(r.hi, w.lo) => return Equal,
        Clock if close((r.lo - w.lo).abs() % 720.0, 0.0) => return Equal,
        Score | Ratio | Clock => return Differs(FigureDifference::Value),
        _ => {}
    }
    if rounded(r, w) {
        return Rounded;
    }
    let (a, b) = (r.lo.max(1e-12), w.lo.max(1e-12));
    let tens = (a / b).log10();
    let tenfold = r.lo > 0.0 && w.lo > 0.0 && tens.abs() > 0.5 && (tens - tens.round()).abs() < 1e-6;
    let plain = r.lo == r.hi && w.lo == w.hi;
    Differs(if tenfold && (plain || r.vague && w.vague) {
        FigureDifference::Magnitude
    } else {
        FigureDifference::Value
    })
}

/// "Two goals down", "a two-goal win", "all four goals" for "3-1": the difference, the sum or one side of a score.
fn by_score(score: &Figure, count: &Figure) -> bool {
    score.kind == FigureKind::Score
        && count.kind == FigureKind::Count
        && [score.lo, score.hi, (score.lo - score.hi).abs(), score.lo + score.hi].iter().any(|v| close(*v, count.lo))
}

/// "6 am" against "6".
fn hour(clock: &Figure, count: &Figure) -> bool {
    clock.kind == FigureKind::Clock
        && count.kind == FigureKind::Count
        && close(clock.lo % 720.0, count.lo * 60.0 % 720.0)
}

fn degrees(f: &Figure) -> Option<(&'static str, f64)> {
    f.unit.filter(|u| u.dimension == super::Dimension::Temperature).map(|u| (u.name, f.lo))
}

/// Temperatures differ by more than a factor, and often stand without their scale.
fn temperature((scale, r): (&str, f64), (other, w): (&str, f64)) -> FigureRelation {
    let to_fahrenheit = |c: f64| c * 1.8 + 32.0;
    if scale == other && close(r, w) || scale != other && close(r, w) && (scale == "degrees" || other == "degrees") {
        FigureRelation::Equal
    } else if (to_fahrenheit(r) - w).abs() <= 2.0 || (to_fahrenheit(w) - r).abs() <= 2.0 {
        FigureRelation::Rounded
    } else if scale != other && close(r, w) {
        FigureRelation::Differs(FigureDifference::Unit)
    } else {
        FigureRelation::Differs(FigureDifference::Value)
    }
}

fn same_value(r: &Figure, w: &Figure) -> bool {
    let plain = close(r.lo, w.lo) && close(r.hi, w.hi);
    let alt = |x: Option<f64>, y: f64| x.is_some_and(|x| close(x, y));
    plain || alt(r.alt, w.lo) || alt(w.alt, r.lo) || alt(w.alt, r.alt.unwrap_or(f64::NAN))
}

/// Two units of one dimension: equal within what rounding does to the rewrite's last digit.
fn converted(r: &Figure, w: &Figure) -> FigureRelation {
    let (a, b) = (r.in_base(), w.in_base());
    if r.vague || w.vague {
        // "A few hundred miles" are several hundred kilometres.
        let overlap = a.0 <= b.1 * 1.25 && b.0 <= a.1 * 1.25;
        return if overlap { FigureRelation::Rounded } else { FigureRelation::Differs(FigureDifference::Value) };
    }
    let off = (a.0 - b.0).abs() / b.0.abs().max(1e-9);
    // "More than three months" is less than a month off 100 days.
    let unit = r.unit.map_or(1.0, |u| u.factor) * r.step.max(0.5);
    let bounded = match r.approximator.direction() {
        1 => a.0 < b.0 && b.0 - a.0 < unit,
        -1 => a.0 > b.0 && a.0 - b.0 < unit,
        _ => r.approximator != super::Approximator::Exact && off <= 0.1,
    };
    if bounded && off <= 0.2 {
        return FigureRelation::Rounded;
    }
    // A month is told as four weeks.
    let name = |f: &Figure| f.unit.map_or("", |u| u.name);
    let months = matches!((name(r), name(w)), ("weeks", "months") | ("months", "weeks"));
    if off <= 1e-3 {
        FigureRelation::Equal
    } else if off <= if months { 0.09 } else { 0.07 } {
        FigureRelation::Rounded
    } else if close(r.lo, w.lo) {
        FigureRelation::Differs(FigureDifference::Unit)
    } else {
        FigureRelation::Differs(FigureDifference::Value)
    }
}

/// Whether the rewrite tells the wire's figure more roughly: fewer digits, an approximator, a fraction, "hundreds", a range.
fn rounded(r: &Figure, w: &Figure) -> bool {
    if r.vague || w.vague {
        // "hundreds" may be told of 187 and of 1,020.
        return r.lo <= w.hi * 1.25 && w.lo <= r.hi * 1.25;
    }
    let range = r.lo != r.hi || w.lo != w.hi;
    // One end of a range, or a value within a narrow one.
    let inside = |a: &Figure, b: &Figure| {
        a.lo == a.hi
            && b.lo < b.hi
            && (close(a.lo, b.lo) || close(a.lo, b.hi) || b.lo <= a.lo && a.lo <= b.hi && b.hi <= 1.6 * b.lo)
    };
    if range {
        return inside(r, w) || inside(w, r);
    }
    let (a, b) = (r.lo, w.lo);
    let off = (a - b).abs() / b.abs().max(1e-9);
    if r.kind == FigureKind::Share && (r.step == 0.0 || w.step == 0.0) {
        return (a - b).abs() <= 2.0;
    }
    let coarser = r.step > w.step;
    let direction = r.approximator.direction();
    let told_as_bound = direction > 0 && a < b || direction < 0 && a > b;
    coarser
        && ((a - b).abs() <= r.step / 2.0 * 1.001 && off <= 0.05
            || told_as_bound && (a - b).abs() < r.step && off <= 0.2
            || r.approximator != super::Approximator::Exact && off <= 0.1 && (a - b).abs() <= r.step / 2.0 * 1.001)
}
