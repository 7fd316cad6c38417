//! Currencies.

use super::table::Table;
use std::sync::LazyLock;

static CURRENCIES: LazyLock<Table> = LazyLock::new(|| Table::new(truecopy_data::tables::CURRENCIES));

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

#[cfg(test)]
mod tests;
