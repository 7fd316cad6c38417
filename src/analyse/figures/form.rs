//! A number as it was read: its value, how it is formed, where it ends.

/// How a number is formed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// "100,000", "two and a half million".
    Cardinal,
    /// "12th", "third".
    Ordinal,
    /// "1990s", "20s".
    Plural,
    /// "2:03", "2:03:59", "3:2".
    Colon,
    /// "a third", "3/4", "half".
    Fraction,
    /// "hundreds", "dozens".
    Vague,
    /// "twice", "double".
    Multiple,
}

/// A number and where it ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Number<'a> {
    pub end: usize,
    pub lo: f64,
    pub hi: f64,
    /// The value that the same digits have where a full stop parts thousands: "272.000".
    pub alt: Option<f64>,
    pub form: Form,
    pub digits: bool,
    /// How much the last written digit stands for.
    pub step: f64,
    /// Letters that follow the digits in one token: "km", "m", "pm".
    pub suffix: &'a str,
}

impl Number<'_> {
    pub fn cardinal(end: usize, value: f64, step: f64, digits: bool) -> Self {
        Number { end, lo: value, hi: value, alt: None, form: Form::Cardinal, digits, step, suffix: "" }
    }

    pub fn scaled(mut self, by: f64, end: usize) -> Self {
        self.lo *= by;
        self.hi *= by;
        self.alt = self.alt.map(|a| a * by);
        self.step *= by;
        self.end = end;
        self
    }
}
