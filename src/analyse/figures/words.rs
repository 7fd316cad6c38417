//! Number words, magnitudes, units, currencies and approximators, by folded form.

use crate::knowledge::numbers::{self, Class};
use crate::knowledge::units;
use crate::text::Filter;
use std::sync::LazyLock;

fn value(word: &str, classes: &[Class]) -> Option<f64> {
    numbers::lookup(word).find(|(c, _)| classes.contains(c)).map(|(_, v)| v)
}

/// Words that numbers open with and the table of number words has no row for.
const OPENINGS: [&str; 17] = [
    "a",
    "an",
    "billions",
    "both",
    "double",
    "dozens",
    "few",
    "halves",
    "hundreds",
    "millions",
    "scores",
    "several",
    "tens",
    "thousands",
    "thrice",
    "trillions",
    "triple",
];

static FILTER: LazyLock<Filter> = LazyLock::new(|| Filter::of(numbers::words().chain(OPENINGS)));

/// Whether a number may open with the word with this hash; a "no" is sure.
pub(super) fn may_open(hash: u64) -> bool {
    FILTER.may_have(hash)
}

/// The value of a cardinal from zero to ninety.
pub(super) fn small(word: &str) -> Option<f64> {
    // "None" and "nil" deny; they count nothing.
    value(word, &[Class::Cardinal, Class::Tens]).filter(|_| !matches!(word, "none" | "nil" | "nought"))
}

/// The value of an ordinal word.
pub(super) fn ordinal(word: &str) -> Option<f64> {
    value(word, &[Class::Ordinal])
}

/// The denominator of a fraction word: "half", "thirds", "quarter".
pub(super) fn denominator(word: &str) -> Option<f64> {
    // The table has "hundredths", and "hundredth" as a rank only.
    let part = || ordinal(word).filter(|v| *v >= 100.0);
    value(word, &[Class::Fraction]).map(|part| (1.0 / part).round()).or_else(part)
}

/// A magnitude that multiplies the number before it, spelled out or as a suffix of digits.
pub(super) fn magnitude(word: &str) -> Option<f64> {
    match word {
        "dozen" => Some(12.0),
        "k" => Some(1e3),
        "mio" => Some(1e6),
        "tln" | "trn" => Some(1e12),
        _ => value(word, &[Class::Scale]),
    }
}

/// A magnitude that stands for an unknown number of them: "hundreds of", "dozens of"; lower and upper bound.
pub(super) fn vague(word: &str) -> Option<(f64, f64)> {
    Some(match word {
        "dozens" | "scores" => (20.0, 100.0),
        "tens" => (20.0, 100.0),
        "hundreds" => (200.0, 1e3),
        "thousands" => (2e3, 1e5),
        "millions" => (2e6, 1e9),
        "billions" => (2e9, 1e12),
        "trillions" => (2e12, 1e15),
        _ => return None,
    })
}

/// What a unit measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimension {
    /// Metres.
    Length,
    /// Square metres.
    Area,
    /// Cubic metres.
    Volume,
    /// Kilograms.
    Mass,
    /// Seconds; years count 365.25 days, months a twelfth of that.
    Time,
    /// Metres per second.
    Speed,
    /// Degrees Celsius, Fahrenheit and kelvin; these differ by more than a factor and are compared by name.
    Temperature,
    /// Watts.
    Power,
    /// Watt hours.
    Energy,
    /// Bytes.
    Data,
}

/// A unit of measure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unit {
    /// The name in messages.
    pub name: &'static str,
    /// What it measures.
    pub dimension: Dimension,
    /// How many base units it holds.
    pub factor: f64,
}

/// A unit by one word; symbols only as `suffix` of digits or after a number.
pub(super) fn unit(word: &str) -> Option<Unit> {
    use Dimension::*;
    let (name, dimension, factor) = match word {
        "km" | "kms" | "kilometre" | "kilometres" | "kilometer" | "kilometers" => ("kilometres", Length, 1e3),
        "m" | "metre" | "metres" | "meter" | "meters" => ("metres", Length, 1.0),
        "cm" | "centimetre" | "centimetres" | "centimeter" | "centimeters" => ("centimetres", Length, 0.01),
        "mm" | "millimetre" | "millimetres" | "millimeter" | "millimeters" => ("millimetres", Length, 0.001),
        "mile" | "miles" | "mi" => ("miles", Length, 1609.344),
        "yard" | "yards" | "yd" | "yds" => ("yards", Length, 0.9144),
        "foot" | "feet" | "ft" => ("feet", Length, 0.3048),
        "inch" | "inches" => ("inches", Length, 0.0254),
        "km2" => ("square kilometres", Area, 1e6),
        "m2" => ("square metres", Area, 1.0),
        "hectare" | "hectares" | "ha" => ("hectares", Area, 1e4),
        "acre" | "acres" => ("acres", Area, 4046.856),
        "litre" | "litres" | "liter" | "liters" => ("litres", Volume, 0.001),
        "gallon" | "gallons" => ("gallons", Volume, 0.003_785),
        "barrel" | "barrels" | "bpd" => ("barrels", Volume, 0.158_987),
        "kg" | "kgs" | "kilogram" | "kilograms" | "kilo" | "kilos" | "kilogramme" | "kilogrammes" => {
            ("kilograms", Mass, 1.0)
        }
        "g" | "gram" | "grams" | "gramme" | "grammes" => ("grams", Mass, 0.001),
        "mg" | "milligram" | "milligrams" => ("milligrams", Mass, 1e-6),
        "tonne" | "tonnes" | "ton" | "tons" => ("tonnes", Mass, 1e3),
        "pound-mass" | "lb" | "lbs" => ("pounds", Mass, 0.453_592),
        "ounce" | "ounces" | "oz" => ("ounces", Mass, 0.028_35),
        "second" | "seconds" | "sec" | "secs" => ("seconds", Time, 1.0),
        "minute" | "minutes" | "min" | "mins" => ("minutes", Time, 60.0),
        "hour" | "hours" | "hr" | "hrs" => ("hours", Time, 3600.0),
        "day" | "days" => ("days", Time, 86_400.0),
        "night" | "nights" => ("nights", Time, 86_400.0),
        "week" | "weeks" => ("weeks", Time, 604_800.0),
        "fortnight" | "fortnights" => ("fortnights", Time, 1_209_600.0),
        "month" | "months" => ("months", Time, 2_629_800.0),
        "year" | "years" | "yr" | "yrs" => ("years", Time, 31_557_600.0),
        "decade" | "decades" => ("decades", Time, 315_576_000.0),
        "century" | "centuries" => ("centuries", Time, 3_155_760_000.0),
        "kph" | "kmh" => ("kilometres per hour", Speed, 1.0 / 3.6),
        "mph" => ("miles per hour", Speed, 0.447_04),
        "knot" | "knots" => ("knots", Speed, 0.514_444),
        "degree" | "degrees" => ("degrees", Temperature, 1.0),
        "celsius" | "centigrade" => ("degrees celsius", Temperature, 1.0),
        "fahrenheit" => ("degrees fahrenheit", Temperature, 1.0),
        "watt" | "watts" => ("watts", Power, 1.0),
        "kw" | "kilowatt" | "kilowatts" => ("kilowatts", Power, 1e3),
        "mw" | "megawatt" | "megawatts" => ("megawatts", Power, 1e6),
        "gw" | "gigawatt" | "gigawatts" => ("gigawatts", Power, 1e9),
        "kwh" => ("kilowatt hours", Energy, 1e3),
        "mwh" => ("megawatt hours", Energy, 1e6),
        "gwh" => ("gigawatt hours", Energy, 1e9),
        "gigabyte" | "gigabytes" | "gb" => ("gigabytes", Data, 1e9),
        "megabyte" | "megabytes" | "mb" => ("megabytes", Data, 1e6),
        "terabyte" | "terabytes" | "tb" => ("terabytes", Data, 1e12),
        _ => return None,
    };
    Some(Unit { name, dimension, factor })
}

/// The ISO 4217 code of a currency by its sign or name, the best known one; `None` for anything else. Codes count only in capitals.
pub(super) fn currency(word: &str, capitals: bool) -> Option<&'static str> {
    units::currency(word).find(|c| capitals || !c.all_capitals).map(|c| c.code)
}

/// Currency names that are common words, and count as money only right after a number.
pub(super) fn currency_is_common_word(word: &str) -> bool {
    matches!(word, "won" | "real" | "rand" | "crown" | "crowns" | "pound" | "pounds" | "buck" | "bucks" | "quid")
}

/// A country before a dollar sign: "US$", "A$", "HK$".
pub(super) fn dollar_of(prefix: &str) -> Option<&'static str> {
    Some(match prefix {
        "us" => "USD",
        "a" | "au" => "AUD",
        "c" | "ca" => "CAD",
        "hk" => "HKD",
        "nz" => "NZD",
        "s" => "SGD",
        "nt" => "TWD",
        "r" => "BRL",
        _ => return None,
    })
}

/// A country's adjective before "dollars" or "pesos".
pub(super) fn national_currency(adjective: &str, code: &'static str) -> &'static str {
    match (adjective, code) {
        ("australian", "USD") => "AUD",
        ("canadian", "USD") => "CAD",
        ("hong" | "kong", "USD") => "HKD",
        ("zealand", "USD") => "NZD",
        ("singapore" | "singaporean", "USD") => "SGD",
        ("taiwan" | "taiwanese", "USD") => "TWD",
        ("egyptian", "GBP") => "EGP",
        ("lebanese", "GBP") => "LBP",
        ("syrian", "GBP") => "SYP",
        ("swedish", _) => "SEK",
        ("norwegian", _) => "NOK",
        ("danish", _) => "DKK",
        ("czech", _) => "CZK",
        ("argentine", "MXN") => "ARS",
        ("chilean", "MXN") => "CLP",
        ("colombian", "MXN") => "COP",
        ("philippine", "MXN") => "PHP",
        ("serbian", "KWD") => "RSD",
        ("iraqi", "KWD") => "IQD",
        ("pakistani", "INR") => "PKR",
        _ => code,
    }
}
