use super::*;
use crate::knowledge::table::assert_normal;

fn one(words: &str) -> TitleRef {
    lookup(words).next().unwrap_or_else(|| panic!("no title: {words}"))
}

fn nearest(a: &str, b: &str) -> OfficeRelation {
    lookup(a)
        .flat_map(|left| lookup(b).map(move |right| same_office(&left, &right)))
        .min()
        .unwrap_or(OfficeRelation::Different)
}

#[test]
fn tables_are_in_normal_form() {
    assert_normal("titles", truecopy_data::tables::TITLES, 5);
    assert_normal("offices", truecopy_data::tables::OFFICES, 4);
    assert_normal("title_modifiers", truecopy_data::tables::TITLE_MODIFIERS, 3);
    for row in TITLES.rows() {
        assert!(OFFICES.first(row.col(1)).is_some(), "{row:?}");
    }
    for row in OFFICES.rows() {
        assert!(row.col(2).parse::<u8>().is_ok(), "{row:?}");
        assert!(row.col(3).split(' ').filter(|o| !o.is_empty()).all(|o| OFFICES.first(o).is_some()), "{row:?}");
    }
    for row in MODIFIERS.rows() {
        assert!(Modifier::from_name(row.col(1)).is_some(), "{row:?}");
    }
}

#[test]
fn one_office_has_many_names() {
    for (a, b) in [
        ("prime minister", "premier"),
        ("foreign minister", "foreign secretary"),
        ("foreign minister", "secretary of state"),
        ("foreign minister", "minister of foreign affairs"),
        ("defence minister", "defense secretary"),
        ("vice president", "deputy president"),
        ("ceo", "chief executive"),
        ("former president", "ex-president"),
        ("spokesman", "spokeswoman"),
        ("chairwoman", "chair"),
    ] {
        assert_eq!(nearest(a, b), OfficeRelation::Same, "{a} / {b}");
    }
    assert_eq!(nearest("minister", "foreign minister"), OfficeRelation::Broader);
    assert_eq!(nearest("lawmaker", "senator"), OfficeRelation::Broader);
    assert_eq!(nearest("foreign minister", "deputy foreign minister"), OfficeRelation::RankDiffers);
    assert_eq!(nearest("prime minister", "president"), OfficeRelation::Different);
    assert_eq!(nearest("defence minister", "foreign minister"), OfficeRelation::Different);
}

#[test]
fn modifiers_are_read_off() {
    let title = one("former deputy prime minister");
    assert_eq!(title.office, "prime-minister");
    assert!(title.modifiers.has(Modifier::Former) && title.modifiers.has(Modifier::Deputy));
    assert!(one("president-elect").modifiers.has(Modifier::Designate));
    assert!(one("self-proclaimed president").modifiers.has(Modifier::SelfProclaimed));
    assert_eq!(one("vice admiral").office, "vice-admiral");
    assert!(lookup("wednesday").next().is_none() && lookup("former").next().is_none() && lookup("").next().is_none());
}

#[test]
fn genders_and_ranks() {
    assert_eq!(one("chairwoman").gender, Some(Gender::Female));
    assert_eq!(one("king").gender, Some(Gender::Male));
    assert_eq!(one("prime minister").gender, None);
    assert!(one("colonel").level() > one("major").level());
    assert!(one("ministers").plural);
}

#[test]
fn scanning_takes_the_whole_title() {
    let mut buffer = String::new();
    let (taken, mut found) =
        longest(&["former", "deputy", "foreign", "minister", "anna"], &mut buffer).expect("a title");
    let title = found.next().expect("a reading");
    assert_eq!((taken, title.office), (4, "foreign-minister"));
    assert!(title.modifiers.has(Modifier::Deputy));
    assert!(longest(&["former", "home"], &mut buffer).is_none());
}
