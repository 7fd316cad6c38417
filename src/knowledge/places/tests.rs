use super::*;
use crate::knowledge::key::fold;
use crate::knowledge::table::assert_normal;
use std::collections::HashSet;

#[test]
fn tables_are_in_normal_form() {
    assert_normal("places", truecopy_data::tables::PLACES, 9);
    assert_normal("states", truecopy_data::tables::STATES, 10);
    assert_normal("regions", truecopy_data::tables::REGIONS, 8);
    assert_normal("seats", truecopy_data::tables::SEATS, 2);
    assert_normal("us_states", truecopy_data::tables::US_STATES, 5);
    assert_normal("cities", truecopy_data::tables::CITIES, 3);
    assert_normal("city_names", truecopy_data::tables::CITY_NAMES, 4);
}

#[test]
fn every_row_can_be_read_and_every_key_is_folded() {
    let mut longest = 0;
    for row in PLACES.rows() {
        assert!(PlaceRef::from_row(row).is_some(), "{row:?}");
        assert_eq!(fold(row.col(0)), row.col(0));
        longest = longest.max(row.col(0).split(' ').count());
    }
    assert_eq!(longest, MAX_WORDS);
}

#[test]
fn every_name_in_the_source_tables_is_found() {
    let found = |name: &str, entity: &str| {
        let key = fold(name);
        let key = key
            .strip_prefix("the ")
            .filter(|_| !["the hague", "the gambia", "the lodge"].contains(&key.as_str()))
            .unwrap_or(&key);
        lookup(key).any(|p| p.entity == entity || p.within == entity || p.state.is_some_and(|s| s.code() == entity))
    };
    for state in states() {
        let id = state.0.col(0);
        for name in
            std::iter::once(state.name()).chain(state.other_names()).chain(state.adjectives()).chain(state.capitals())
        {
            assert!(found(name, id), "{id}: {name}");
        }
        for (one, many) in state.people() {
            assert!(found(one, id) && found(many, id), "{id}: {one}/{many}");
        }
        assert!(REGIONS.first(state.region()).is_some(), "{id}: region");
        assert!(state.0.col(9).is_empty() || state.part_of().and_then(StateId::info).is_some(), "{id}: part of");
    }
    for row in REGIONS.rows() {
        assert!(found(row.col(1), row.col(0)), "{row:?}");
        for entry in row.col(5).split(' ').filter(|e| !e.is_empty()) {
            let known = match entry.strip_prefix('@') {
                Some(region) => REGIONS.first(region).is_some(),
                None => entry.starts_with("US-") || STATES.first(entry).is_some(),
            };
            assert!(known, "{row:?}: {entry}");
        }
    }
}

#[test]
fn all_member_states_are_there() {
    let own: HashSet<_> = states()
        .filter(|s| s.part_of().is_none() && !["SU", "YU", "CS", "DD", "XX"].contains(&s.0.col(0)))
        .map(|s| s.0.col(0))
        .collect();
    // 193 members of the United Nations, the Vatican, Palestine, Kosovo and Taiwan.
    assert_eq!(own.len(), 197);
}

#[test]
fn names_of_one_place_are_the_same() {
    for (a, b) in [
        ("kiev", "kyiv"),
        ("us", "united states"),
        ("u.s.", "america"),
        ("britain", "uk"),
        ("turkey", "turkiye"),
        ("cote d'ivoire", "ivory coast"),
        ("czechia", "czech republic"),
        ("burma", "myanmar"),
        ("swaziland", "eswatini"),
        ("bombay", "mumbai"),
        ("rangoon", "yangon"),
        ("odessa", "odesa"),
        ("kharkov", "kharkiv"),
        ("calif.", "california"),
        ("estonian", "estonians"),
        ("danish", "danes"),
        ("british", "britons"),
        ("spaniards", "spanish"),
        ("hague", "the hague"),
    ] {
        assert_eq!(compare(a, b), Some(Relation::Same), "{a} {b}");
    }
}

#[test]
fn a_state_has_many_names() {
    for (a, b) in [
        ("moscow", "russia"),
        ("russian", "kremlin"),
        ("russia", "russian"),
        ("moscow", "kremlin"),
        ("downing street", "british"),
        ("white house", "washington"),
        ("elysee", "french"),
        ("foggy bottom", "u.s."),
        ("beijing", "chinese"),
        ("tallinn", "estonian"),
        ("london", "uk"),
    ] {
        assert_eq!(compare(a, b), Some(Relation::SameState), "{a} {b}");
    }
}

#[test]
fn parts_and_strangers() {
    for (a, b) in [
        ("narva", "estonia"),
        ("scotland", "britain"),
        ("edinburgh", "uk"),
        ("london", "england"),
        ("latvia", "baltics"),
        ("latvian", "europe"),
        ("los angeles", "calif."),
        ("los angeles", "american"),
        ("crimea", "ukraine"),
        ("donbas", "ukraine"),
        ("rafah", "gaza"),
        ("rafah", "palestinian"),
        ("jerusalem", "middle east"),
    ] {
        assert_eq!(compare(a, b), Some(Relation::Contains), "{a} {b}");
    }
    for (a, b) in [
        ("estonian", "latvian"),
        ("moscow", "st. petersburg"),
        ("iran", "iraq"),
        ("slovakia", "slovenia"),
        ("niger", "nigeria"),
        ("austria", "australia"),
    ] {
        assert_eq!(compare(a, b), Some(Relation::Different), "{a} {b}");
    }
    assert_eq!(compare("estonia", "wednesday"), None);
}

#[test]
fn readings_are_ordered_and_warned_of() {
    assert_eq!(lookup("washington").map(|p| p.kind).take(2).collect::<Vec<_>>(), [Kind::Capital, Kind::UsState]);
    assert!(lookup("us").all(|p| p.care.all_capitals));
    assert!(lookup("u.s.").all(|p| !p.care.all_capitals));
    assert!(lookup("reading").all(|p| p.care.word));
    assert!(lookup("tripoli").count() >= 2);
    assert!(lookup("korea").any(|p| p.state == StateId::new("KR") && p.care.loose));
}

#[test]
fn long_names_are_found_from_their_first_word() {
    assert_eq!(lookup("democratic republic of the congo").next().and_then(|p| p.state), StateId::new("CD"));
    assert!(begins("democratic") && !begins("wednesday"));
}
