//! Number words and the words that blur or bound a figure.

use super::memo::Memo;
use super::table::Table;
use crate::text::{Filter, hash};
use std::sync::LazyLock;

static NUMBERS: LazyLock<Table> = LazyLock::new(|| Table::new(truecopy_data::tables::NUMBERS));
static APPROXIMATORS: LazyLock<Table> = LazyLock::new(|| Table::new(truecopy_data::tables::APPROXIMATORS));

/// How a number word is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// zero to nineteen
    Cardinal,
    /// twenty, thirty … ninety, to which a cardinal can be added
    Tens,
    /// hundred, thousand, million, bn, crore: multiplies what stands before it
    Scale,
    /// "dozens", "thousands": no definite figure; the value is that of one
    Vague,
    /// dozen, couple, trio, half-dozen
    Collective,
    /// first, second, twentieth
    Ordinal,
    /// half, third, quarters
    Fraction,
    /// twice, tripled, tenfold, halved: a factor
    Multiple,
}

impl Class {
    fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "cardinal" => Self::Cardinal,
            "tens" => Self::Tens,
            "scale" => Self::Scale,
            "vague" => Self::Vague,
            "collective" => Self::Collective,
            "ordinal" => Self::Ordinal,
            "fraction" => Self::Fraction,
            "multiple" => Self::Multiple,
            _ => return None,
        })
    }
}

static FILTER: LazyLock<Filter> = LazyLock::new(|| Filter::of(words()));

/// Whether the word with this hash may be a number word; a "no" is sure.
pub fn may_be(hash: u64) -> bool {
    FILTER.may_have(hash)
}

/// All number words of the table.
pub fn words() -> impl Iterator<Item = &'static str> {
    NUMBERS.rows().map(|row| row.col(0))
}

/// The readings of a folded number word ("third" is an ordinal and a fraction); none for other words.
pub fn lookup(word: &str) -> impl Iterator<Item = (Class, f64)> + Clone {
    thread_local! {
        static READ: Memo<[Option<(Class, f64)>; MOST_READINGS]> = const { Memo::new(512) };
    }
    let hash = hash(word);
    if !may_be(hash) {
        return [None; MOST_READINGS].into_iter().flatten();
    }
    let readings = READ.with(|memo| {
        memo.get_by(hash, || {
            let mut readings = [None; MOST_READINGS];
            let rows =
                NUMBERS.find(word).filter_map(|row| Some((Class::from_name(row.col(1))?, row.col(2).parse().ok()?)));
            for (place, reading) in readings.iter_mut().zip(rows) {
                *place = Some(reading);
            }
            readings
        })
    });
    readings.into_iter().flatten()
}

/// Readings that a number word has at most.
const MOST_READINGS: usize = 3;

/// The value of one number word: "nine", "ninth", "ninety", "thousand". Vague and collective words, fractions and factors have none.
#[must_use]
pub fn value(word: &str) -> Option<f64> {
    let exact = |class: &Class| matches!(class, Class::Cardinal | Class::Tens | Class::Scale | Class::Ordinal);
    lookup(word).find(|(class, _)| exact(class)).map(|(_, value)| value)
}

/// The value of a number in digits or in words, ordinals included; none for clock times, measures and other mixtures.
#[must_use]
pub fn reading(word: &str) -> Option<f64> {
    if !word.starts_with(|c: char| c.is_ascii_digit()) {
        return value(word);
    }
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let tail = &word[digits.len()..];
    if !matches!(tail, "" | "st" | "nd" | "rd" | "th") || digits.contains(':') {
        return None;
    }
    digits.replace(',', "").parse().ok()
}

/// The value of a cardinal written with a hyphen, "twenty-one", or of a plain cardinal or tens word.
#[must_use]
pub fn cardinal(word: &str) -> Option<f64> {
    let plain = |word: &str| lookup(word).find(|(class, _)| matches!(class, Class::Cardinal | Class::Tens));
    if let Some((_, value)) = plain(word) {
        return Some(value);
    }
    match word.split_once('-').map(|(tens, one)| (plain(tens), plain(one))) {
        Some((Some((Class::Tens, tens)), Some((Class::Cardinal, one)))) if (1.0..10.0).contains(&one) => {
            Some(tens + one)
        }
        _ => None,
    }
}

/// The value of an ordinal: "third", "twenty-first".
#[must_use]
pub fn ordinal(word: &str) -> Option<f64> {
    let plain = |word: &str| lookup(word).find(|(class, _)| *class == Class::Ordinal).map(|(_, value)| value);
    if let Some(value) = plain(word) {
        return Some(value);
    }
    let (tens, one) = word.split_once('-')?;
    let (_, tens) = lookup(tens).find(|(class, _)| *class == Class::Tens)?;
    plain(one).filter(|one| (1.0..10.0).contains(one)).map(|one| tens + one)
}

/// What a word says of the figure beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Approx {
    /// about, some, roughly: near the figure on either side
    About,
    /// nearly, just under
    JustBelow,
    /// just over
    JustAbove,
    /// more than, over
    Above,
    /// fewer than, under
    Below,
    /// at least
    AtLeast,
    /// up to, no more than
    AtMost,
    /// exactly, a total of
    Exactly,
}

/// Which way a bound points: whether the true figure can be higher and whether it can be lower.
impl Approx {
    fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "approx" => Self::About,
            "just-below" => Self::JustBelow,
            "just-above" => Self::JustAbove,
            "above" => Self::Above,
            "below" => Self::Below,
            "at-least" => Self::AtLeast,
            "at-most" => Self::AtMost,
            "exactly" => Self::Exactly,
            _ => return None,
        })
    }

    /// Whether the two cannot both be said of one figure in the same breath: "more than" and "fewer than".
    #[must_use]
    pub fn opposes(self, other: Self) -> bool {
        let side = |a: Self| match a {
            Self::Above | Self::AtLeast | Self::JustAbove => 1i8,
            Self::Below | Self::AtMost | Self::JustBelow => -1,
            Self::About | Self::Exactly => 0,
        };
        side(self) * side(other) < 0
    }
}

/// What the folded words say of a figure, and whether they stand before it (`true`) or after it ("or more").
/// None for other words. Words such as "over" and "about" have other uses: the figure beside them decides.
pub fn approximator(words: &str) -> impl Iterator<Item = (Approx, bool)> + Clone {
    APPROXIMATORS.find(words).filter_map(|row| Some((Approx::from_name(row.col(1))?, row.col(2) == "before")))
}

/// The number of `words`, from the first, that blur or bound a figure; they are left in `buffer` for [`approximator`].
#[must_use]
pub fn longest_approximator<S: AsRef<str>>(words: &[S], buffer: &mut String) -> Option<usize> {
    APPROXIMATORS.longest(words, buffer).map(|(taken, _)| taken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::table::assert_normal;

    #[test]
    fn tables_are_in_normal_form() {
        assert_normal("numbers", truecopy_data::tables::NUMBERS, 3);
        assert_normal("approximators", truecopy_data::tables::APPROXIMATORS, 3);
        assert!(NUMBERS.rows().all(|row| lookup(row.col(0)).next().is_some()));
        assert!(APPROXIMATORS.rows().all(|row| approximator(row.col(0)).next().is_some()));
    }

    #[test]
    fn number_words() {
        assert_eq!(cardinal("seventeen"), Some(17.0));
        assert_eq!(cardinal("forty-two"), Some(42.0));
        assert_eq!(cardinal("two-forty"), None);
        assert_eq!(cardinal("million"), None);
        assert_eq!(ordinal("twenty-first"), Some(21.0));
        assert_eq!(ordinal("third"), Some(3.0));
        assert_eq!([value("ninth"), value("twentieth"), value("thousand")], [Some(9.0), Some(20.0), Some(1000.0)]);
        assert_eq!([value("dozens"), value("half"), value("tripled")], [None; 3]);
        assert!(lookup("third").any(|(class, value)| class == Class::Fraction && (value - 1.0 / 3.0).abs() < 1e-12));
        assert!(lookup("bn").any(|(class, value)| class == Class::Scale && value == 1e9));
        assert!(lookup("wednesday").next().is_none());
    }

    #[test]
    fn bounds_oppose_each_other() {
        let of =
            |words: &str| approximator(words).next().map(|(approx, _)| approx).unwrap_or_else(|| panic!("{words}"));
        assert!(of("more than").opposes(of("fewer than")));
        assert!(of("nearly").opposes(of("just over")));
        assert!(of("up to").opposes(of("at least")));
        assert!(!of("about").opposes(of("more than")));
        let mut buffer = String::new();
        assert_eq!(longest_approximator(&["no", "fewer", "than", "10"], &mut buffer), Some(3));
    }
}
