use super::*;
use crate::knowledge::key::fold;
use crate::knowledge::table::assert_normal;

#[test]
fn tables_are_in_normal_form() {
    assert_normal("first_names", truecopy_data::tables::FIRST_NAMES, 2);
    assert_normal("name_variants", truecopy_data::tables::NAME_VARIANTS, 2);
    assert_normal("nicknames", truecopy_data::tables::NICKNAMES, 2);
    for row in VARIANTS.rows() {
        assert_eq!(VARIANTS.find(row.col(0)).count(), 1, "in two groups: {row:?}");
        assert_eq!(spelling_group(row.col(1)), row.col(1), "{row:?}");
    }
}

#[test]
fn first_names_fix_a_gender_or_not() {
    for name in ["john", "volodymyr", "recep", "jean-claude", "emmanuel", "mohammed"] {
        assert_eq!(gender(name), Some(Gender::Male), "{name}");
    }
    for name in ["mary", "kaja", "ursula", "anne-marie", "yulia", "giorgia"] {
        assert_eq!(gender(name), Some(Gender::Female), "{name}");
    }
    for name in ["andrea", "sasha", "wednesday", "brandenburg", ""] {
        assert_eq!(gender(name), None, "{name}");
    }
}

#[test]
fn spellings_of_one_name() {
    for (a, b) in [
        ("Dmitry", "Dmitriy"),
        ("Yuri", "Yury"),
        ("Mohammed", "Muhammad"),
        ("Zelensky", "Zelenskyy"),
        ("Zelenskiy", "Zelenskyi"),
        ("Aleksandr", "Alexander"),
        ("Gaddafi", "Qaddafi"),
        ("Youssef", "Yusuf"),
        ("Yanukovych", "Yanukovich"),
        ("Haniyeh", "Haniya"),
        ("Milosevic", "Miloshevich"),
        ("Ryabkov", "Riabkov"),
        ("Sergei", "Sergey"),
        ("Smirnov", "Smirnoff"),
        ("Abdelaziz", "Abdulaziz"),
    ] {
        assert_eq!(
            compare(&fold(a), &fold(b)),
            NameRelation::Spelling,
            "{a} {b} {} {}",
            transliteration_key(&fold(a)),
            transliteration_key(&fold(b))
        );
    }
}

#[test]
fn nicknames_and_strangers() {
    assert_eq!(compare("joe", "joseph"), NameRelation::Nickname);
    assert_eq!(compare("william", "bill"), NameRelation::Nickname);
    assert_eq!(compare("volodya", "volodymyr"), NameRelation::Nickname);
    for (a, b) in [
        ("hansen", "hanson"),
        ("hassan", "hussein"),
        ("ivan", "igor"),
        ("putin", "biden"),
        ("ban", "ben"),
        ("kim", "kem"),
        ("johnson", "jansen"),
        ("rasmussen", "rasmusson"),
        ("kallas", "kaljulaid"),
        ("macron", "merkel"),
    ] {
        assert_eq!(compare(a, b), NameRelation::Different, "{a} {b}");
    }
}
