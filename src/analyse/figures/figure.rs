//! A figure where it stands in a story.

use std::ops::Range;

use super::words::{Dimension, Unit};

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

/// How a figure relates to the true value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Approximator {
    /// As it stands.
    Exact,
    /// "about", "some", "roughly", "an estimated", "or so".
    About,
    /// "nearly", "almost", "close to": a little less.
    Nearly,
    /// "more than", "over".
    Over,
    /// "at least", "no less than", "or more".
    AtLeast,
    /// "less than", "under", "below".
    Under,
    /// "up to", "at most", "as many as", "no more than".
    AtMost,
}

impl Approximator {
    /// 1 where the true value is larger, -1 where it is smaller, 0 where it is about the same.
    pub fn direction(self) -> i8 {
        match self {
            Approximator::Exact | Approximator::About => 0,
            Approximator::Over | Approximator::AtLeast => 1,
            Approximator::Nearly | Approximator::Under | Approximator::AtMost => -1,
        }
    }
}
