use super::*;
use crate::knowledge::places;
use crate::knowledge::table::assert_normal;

#[test]
fn tables_are_in_normal_form() {
    assert_normal("currencies", truecopy_data::tables::CURRENCIES, 3);
}

#[test]
fn money_words() {
    let codes = |words: &str| currency(words).map(|c| c.code).collect::<Vec<_>>();
    assert_eq!(codes("dollars").first(), Some(&"USD"));
    assert!(codes("dollars").contains(&"AUD"));
    assert_eq!(codes("australian dollars"), ["AUD"]);
    assert_eq!(codes("a$"), ["AUD"]);
    assert_eq!(codes("€"), ["EUR"]);
    assert_eq!(codes("roubles").first(), codes("rubles").first());
    assert!(places::states().all(|s| s.currency().is_empty() || s.currency().len() == 3));
}
