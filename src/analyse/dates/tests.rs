use super::{Component, DateMark, DateRelation, Day, compare};
use crate::analyse::Analysis;
use crate::ingest::from_text;

fn dates(text: &str) -> Vec<DateMark> {
    Analysis::of(&from_text("-", text)).dates
}

fn one(text: &str) -> DateMark {
    let all = dates(text);
    assert_eq!(all.len(), 1, "{text:?}: {all:?}");
    all[0].clone()
}

fn relation(a: &str, b: &str, story: Option<Day>) -> DateRelation {
    compare(&one(a), story, &one(b), story)
}

#[test]
fn every_way_to_write_a_day_gives_the_day() {
    for text in [
        "on Jan. 12, 2022",
        "on 12 January 2022",
        "on 2022-01-12",
        "on the 12th of January 2022",
        "on Wednesday, January 12, 2022",
        "on 12.1.2022",
    ] {
        let d = one(text);
        assert_eq!((d.year, d.month, d.day), (Some(2022), Some(1), Some(12)), "{text}");
    }
    let days: Vec<_> = dates("Paid on July 17 and 22.").iter().map(|d| d.day).collect();
    assert_eq!(days, [Some(17), Some(22)]);
}

#[test]
fn years_decades_and_centuries_are_told_from_counts() {
    assert_eq!(dates("From 1977 to 1981, and again in the 1990s.").len(), 3);
    assert_eq!(one("the late 70's").decade, Some(1970));
    assert_eq!(one("a 15th-century church").century, Some(15));
    assert_eq!(one("the 2004 Olympics").year, Some(2004));
    assert!(dates("Some 2500 soldiers may march 1500 metres.").is_empty());
}

#[test]
fn relative_days_fall_on_the_day_of_the_story() {
    let story = Some((2022, 1, 12));
    assert_eq!(relation("on Wednesday", "on January 12", story), DateRelation::Same);
    assert_eq!(relation("yesterday", "on January 11", story), DateRelation::Same);
    assert_eq!(relation("on Thursday", "on January 12", story), DateRelation::Differs(Component::Weekday));
    assert_eq!(relation("on Wednesday", "on January 12", None), DateRelation::Unlike);
    assert_eq!(relation("last year", "in 2021", story), DateRelation::Same);
}

#[test]
fn a_night_belongs_to_two_days() {
    assert_eq!(relation("on Saturday night", "in the night before Sunday", None), DateRelation::Unlike);
    assert_eq!(relation("on Saturday", "on Sunday", None), DateRelation::Differs(Component::Weekday));
}

#[test]
fn parts_that_disagree_are_named() {
    assert_eq!(relation("in 1998", "in 1989", None), DateRelation::Differs(Component::Year));
    assert_eq!(relation("the 7th century", "the 8th century", None), DateRelation::Differs(Component::Year));
    assert_eq!(relation("in May 2021", "on 3 May 2021", None), DateRelation::Finer);
    assert_eq!(relation("on 12/1/2022", "on Jan. 12, 2022", None), DateRelation::Same);
    assert_eq!(relation("next week", "last week", None), DateRelation::Differs(Component::Period));
}
