use super::{Approximator, Figure, FigureKind, FigureRelation, compare};
use crate::analyse::Analysis;
use crate::ingest::from_text;

fn analysis(text: &str) -> Analysis {
    Analysis::of(&from_text("-", text))
}

fn values(text: &str) -> Vec<(FigureKind, f64, f64)> {
    analysis(text).figures.iter().map(|f| (f.kind, f.lo, f.hi)).collect()
}

fn one(text: &str) -> Figure {
    let a = analysis(text);
    assert_eq!(a.figures.len(), 1, "{text:?}: {:?}", values(text));
    a.figures[0].clone()
}

fn relation(rewrite: &str, wire: &str) -> FigureRelation {
    compare(&one(rewrite), &one(wire))
}

#[test]
fn words_and_digits_give_one_value() {
    for text in [
        "1.2 million people",
        "1.2m residents",
        "1,200,000 people",
        "1 200 000 people",
        "one million two hundred thousand people",
    ] {
        assert_eq!(one(text).lo, 1.2e6, "{text}");
    }
    for (text, value) in [
        ("two and a half million voters", 2.5e6),
        ("a dozen men", 12.0),
        ("twenty-one ships", 21.0),
        ("one hundred and five trees", 105.0),
        ("half a million euros", 5e5),
        ("2 1/2 hours", 2.5),
        ("1.234,5 points", 1234.5),
        ("both men", 2.0),
        ("a hundred and fifty guards", 150.0),
        ("40 zlotys", 40.0),
    ] {
        assert_eq!(one(text).lo, value, "{text}");
    }
}

#[test]
fn kinds_are_told_apart() {
    use FigureKind::{Age, Clock, Count, Measure, Money, Ordinal, Points, Score, Share, Times};
    assert_eq!(
        values("It won 4-0 and sold 25 basis points, 5%, $1.2bn and 40 million euros of 300 km cable."),
        [
            (Score, 4.0, 0.0),
            (Points, 0.25, 0.25),
            (Share, 5.0, 5.0),
            (Money, 1.2e9, 1.2e9),
            (Money, 4e7, 4e7),
            (Measure, 300.0, 300.0)
        ]
    );
    assert_eq!(
        values("Smith, 57, came 3rd at 2 p.m. and again at 14:40, a three-time winner with 12 dogs."),
        [
            (Age, 57.0, 57.0),
            (Ordinal, 3.0, 3.0),
            (Clock, 840.0, 840.0),
            (Clock, 880.0, 880.0),
            (Times, 3.0, 3.0),
            (Count, 12.0, 12.0)
        ]
    );
    assert_eq!(values("It takes 3-4 weeks, or between 5 and 7 days."), [(Measure, 3.0, 4.0), (Measure, 5.0, 7.0)]);
}

#[test]
fn numbers_in_names_are_no_quantities() {
    for text in
        ["the Covid-19 ward", "the F-16 jets", "under Article 5", "the MiG-29 fleet", "a G7 summit", "an A4 page"]
    {
        assert_eq!(one(text).kind, FigureKind::Name, "{text}");
    }
}

#[test]
fn words_that_count_nothing_are_left_out() {
    for text in [
        "One of them left.",
        "This one is older.",
        "He paused for a second.",
        "She led in the second half of it, half-asleep.",
    ] {
        assert!(analysis(text).figures.iter().all(|f| f.kind == FigureKind::Ordinal), "{text}: {:?}", values(text));
    }
}

#[test]
fn a_bare_number_takes_the_unit_of_the_one_it_is_joined_to() {
    assert!(values("They released 60 million and 200 million yuan.").iter().all(|v| v.0 == FigureKind::Money));
}

#[test]
fn bounds_and_counted_things_are_read() {
    let a = analysis("No fewer than 71 small and medium-sized rivers rose.");
    let f = &a.figures[0];
    assert_eq!(f.approximator, Approximator::AtLeast);
    assert_eq!(f.head.map(|h| a.word(h)), Some("rivers"));
    for text in ["more than 30 countries", "more then 30 countries", "over a 100 feet"] {
        assert_eq!(one(text).approximator, Approximator::Over, "{text}");
    }
}

#[test]
fn conversions_fractions_and_rounding_are_no_differences() {
    use FigureRelation::{Equal, Rounded};
    assert_eq!(relation("31 miles", "50 km"), Rounded);
    assert_eq!(relation("about 1.4 million people", "1.42 million people"), Rounded);
    assert_eq!(relation("half of voters", "50 percent of voters"), Equal);
    assert_eq!(relation("a third of voters", "33% of voters"), Rounded);
    assert_eq!(relation("cuts of more than a fifth in May", "cuts of more than 20% in May"), Equal);
    assert_eq!(relation("shares rose by a quarter.", "shares rose 25%"), Equal);
    assert_eq!(relation("hundreds of people", "320 people"), Rounded);
    assert_eq!(relation("86 degrees", "30 degrees"), Rounded);
    assert_eq!(relation("28,000 deaths", "28 000 deaths"), Equal);
    assert_eq!(relation("272,000 cases", "272.000 cases"), Equal);
    assert_eq!(relation("a 2-1 win", "a 2:1 win"), Equal);
    assert_eq!(relation("ranked number two here", "ranked No. 2 here"), Equal);
    assert_eq!(relation("at 6 am", "at 6"), Equal);
    assert_eq!(relation("they lost 0-2", "a 2-0 win"), Equal);
}

#[test]
fn a_rewrite_cannot_be_finer_than_the_wire() {
    assert!(matches!(relation("95 runs", "100 runs"), FigureRelation::Differs(_)));
    assert_eq!(relation("100 runs", "97 runs"), FigureRelation::Rounded);
}

#[test]
fn ranks_of_several_words_have_one_value() {
    for (text, rank) in [
        ("the hundred-and-fourth landing", 104.0),
        ("the one hundred and twentieth minute", 120.0),
        ("the two-thousandth landing", 2000.0),
        ("the three-thousand-five-hundredth car", 3500.0),
        ("the forty-fifth car", 45.0),
    ] {
        let f = one(text);
        assert_eq!((f.kind, f.lo), (FigureKind::Ordinal, rank), "{text}");
    }
    assert_eq!(one("one hundredth of the price").kind, FigureKind::Share);
}

#[test]
fn sizes_in_words_and_glued_sums_are_read() {
    assert_eq!(one("a couple of thousand people").lo, 2e3);
    assert_eq!(one("several hundred people").hi, 1e3);
    for text in ["£64million", "GBP64m", "64 mln pounds", "64million pounds"] {
        let f = one(text);
        assert_eq!((f.currency, f.lo), (Some("GBP"), 64e6), "{text}");
    }
    assert_eq!(one("RMB3,500").lo, 3500.0);
    assert_eq!(one("$3 tln").lo, 3e12);
}
