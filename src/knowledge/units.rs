//! Units of measure with their size in SI, and currencies.

use super::table::{Row, Table};
use std::sync::LazyLock;

static UNITS: LazyLock<Table> = LazyLock::new(|| Table::new(truecopy_data::tables::UNITS));
static CURRENCIES: LazyLock<Table> = LazyLock::new(|| Table::new(truecopy_data::tables::CURRENCIES));

/// What a unit measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dimension {
    /// Metres.
    Length,
    /// Kilograms.
    Mass,
    /// Square metres.
    Area,
    /// Cubic metres.
    Volume,
    /// Metres per second.
    Speed,
    /// Kelvin.
    Temperature,
    /// Seconds.
    Time,
    /// Joules.
    Energy,
    /// Watts.
    Power,
    /// Bytes.
    Data,
    /// Hertz.
    Frequency,
    /// Volts.
    Voltage,
    /// Pascals.
    Pressure,
    /// Radians.
    Angle,
    /// A share of a whole: per cent.
    Ratio,
    /// A difference between two shares: percentage points and basis points, never to be compared with per cent.
    RatioChange,
}

impl Dimension {
    fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "length" => Self::Length,
            "mass" => Self::Mass,
            "area" => Self::Area,
            "volume" => Self::Volume,
            "speed" => Self::Speed,
            "temperature" => Self::Temperature,
            "time" => Self::Time,
            "energy" => Self::Energy,
            "power" => Self::Power,
            "data" => Self::Data,
            "frequency" => Self::Frequency,
            "voltage" => Self::Voltage,
            "pressure" => Self::Pressure,
            "angle" => Self::Angle,
            "ratio" => Self::Ratio,
            "ratio-change" => Self::RatioChange,
            _ => return None,
        })
    }
}

/// One unit that a word can stand for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UnitRef {
    /// What identifies it however it is written: `kilometre`, `percentage point`.
    pub unit: &'static str,
    /// What it measures.
    pub dimension: Dimension,
    /// One of it in the SI unit of the dimension.
    pub factor: f64,
    /// What is added after the factor: not 0 for degrees Celsius and Fahrenheit only.
    pub offset: f64,
}

impl UnitRef {
    fn from_row(row: Row) -> Option<Self> {
        Some(Self {
            unit: row.col(1),
            dimension: Dimension::from_name(row.col(2))?,
            factor: row.col(3).parse().ok()?,
            offset: row.col(4).parse().ok()?,
        })
    }

    /// A figure of this unit in the SI unit of the dimension.
    #[must_use]
    pub fn to_si(&self, figure: f64) -> f64 {
        figure * self.factor + self.offset
    }
}

/// The units that the folded words can stand for ("ton" has three); none when they are no unit.
pub fn lookup(words: &str) -> impl Iterator<Item = UnitRef> + Clone {
    UNITS.find(words).filter_map(UnitRef::from_row)
}

/// Whether some unit's name begins with these folded words.
#[must_use]
pub fn begins(words: &str) -> bool {
    UNITS.begins(words)
}

/// The number of `words`, from the first, that name a unit; the name is left in `buffer` for [`lookup`].
#[must_use]
pub fn longest<S: AsRef<str>>(words: &[S], buffer: &mut String) -> Option<usize> {
    UNITS.longest(words, buffer).map(|(taken, _)| taken)
}

/// One currency that words or a symbol can stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CurrencyRef {
    /// ISO 4217 code (BTC and ETH as traders write them).
    pub code: &'static str,
    /// The words also name other currencies ("dollars", "crowns"); the best known comes first.
    pub loose: bool,
    /// A symbol, which stands at the figure.
    pub symbol: bool,
    /// Only when the text has it in capitals: "CHF", "ALL".
    pub all_capitals: bool,
}

/// The currencies that the folded words or symbol can stand for, the best known first: "dollars" gives USD before AUD.
pub fn currency(words: &str) -> impl Iterator<Item = CurrencyRef> + Clone {
    CURRENCIES.find(words).map(|row| {
        let marks = row.col(2);
        CurrencyRef {
            code: row.col(1),
            loose: marks.contains('e'),
            symbol: marks.contains('s'),
            all_capitals: marks.contains('c'),
        }
    })
}

/// The number of `words`, from the first, that name a currency; the name is left in `buffer` for [`currency`].
#[must_use]
pub fn longest_currency<S: AsRef<str>>(words: &[S], buffer: &mut String) -> Option<usize> {
    CURRENCIES.longest(words, buffer).map(|(taken, _)| taken)
}

#[cfg(test)]
mod tests;
