use super::*;
use crate::knowledge::key::fold;
use crate::knowledge::places;
use crate::knowledge::table::assert_normal;

fn si(figure: f64, unit: &str) -> f64 {
    lookup(unit).next().unwrap_or_else(|| panic!("no unit: {unit}")).to_si(figure)
}

#[test]
fn tables_are_in_normal_form() {
    assert_normal("units", truecopy_data::tables::UNITS, 5);
    assert_normal("currencies", truecopy_data::tables::CURRENCIES, 3);
    for row in UNITS.rows() {
        assert!(UnitRef::from_row(row).is_some() && fold(row.col(0)) == row.col(0), "{row:?}");
    }
}

#[test]
fn figures_in_two_units_compare() {
    assert!((si(5.0, "km") - si(3.1, "miles")).abs() / si(5.0, "km") < 0.01);
    assert!((si(100.0, "mph") - si(161.0, "km/h")).abs() < 0.5);
    assert!((si(0.0, "degrees celsius") - si(32.0, "degrees fahrenheit")).abs() < 1e-6);
    assert!((si(2.0, "hours") - si(120.0, "minutes")).abs() < 1e-9);
    assert_eq!(lookup("ton").count(), 3);
    assert!(lookup("wednesday").next().is_none());
}

#[test]
fn per_cent_is_no_percentage_point() {
    assert_eq!(lookup("percent").next().map(|u| u.unit), lookup("%").next().map(|u| u.unit));
    assert_ne!(lookup("percent").next().map(|u| u.dimension), lookup("percentage points").next().map(|u| u.dimension));
    assert!((si(50.0, "basis points") - si(0.5, "percentage points")).abs() < 1e-12);
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
