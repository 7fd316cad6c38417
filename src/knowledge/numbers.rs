//! Number words.

use super::memo::Memo;
use super::table::Table;
use crate::text::{Filter, hash};
use std::sync::LazyLock;

static NUMBERS: LazyLock<Table> = LazyLock::new(|| Table::new(truecopy_data::tables::NUMBERS));

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::table::assert_normal;

    #[test]
    fn tables_are_in_normal_form() {
        assert_normal("numbers", truecopy_data::tables::NUMBERS, 3);
        assert!(NUMBERS.rows().all(|row| lookup(row.col(0)).next().is_some()));
    }

    #[test]
    fn number_words() {
        assert_eq!(ordinal("twenty-first"), Some(21.0));
        assert_eq!(ordinal("third"), Some(3.0));
        assert_eq!([value("ninth"), value("twentieth"), value("thousand")], [Some(9.0), Some(20.0), Some(1000.0)]);
        assert_eq!([value("dozens"), value("half"), value("tripled")], [None; 3]);
        assert!(lookup("third").any(|(class, value)| class == Class::Fraction && (value - 1.0 / 3.0).abs() < 1e-12));
        assert!(lookup("bn").any(|(class, value)| class == Class::Scale && value == 1e9));
        assert!(lookup("wednesday").next().is_none());
    }
}
