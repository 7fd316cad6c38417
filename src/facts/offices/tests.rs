use super::*;
use crate::knowledge::dates::Date;
use crate::knowledge::key::fold;

fn judge(person: &str, office: &'static str, of: &str, former: bool, date: &str) -> Option<Misfit> {
    let when = Date::parse(date).map_or(When::Unknown, |d| When::Between(d, d));
    let folded = fold(person);
    let offices = [(office, false)];
    let c = Claim { person: &folded, full: folded.contains(' '), offices: &offices, of: Of::read(of), former, when };
    claim(Facts::tables(), &c)
}

#[test]
fn what_is_right_or_not_known_is_no_misfit() {
    for (person, office, of, former, date) in [
        ("Kaja Kallas", "prime-minister", "Estonia", false, "2022-01-12"),
        ("Kallas", "prime-minister", "Estonia", false, "2022-01-12"),
        ("Kaja Kallas", "prime-minister", "Estonia", false, ""),
        // The week of the handover, in both ways.
        ("Kaja Kallas", "prime-minister", "Estonia", false, "2024-07-28"),
        ("Kaja Kallas", "prime-minister", "Estonia", true, "2024-07-20"),
        ("Kristen Michal", "prime-minister", "Estonia", false, "2024-07-18"),
        // Newer than the tables.
        ("Kaja Kallas", "prime-minister", "Estonia", false, "2027-03-01"),
        ("Angela Merkel", "chancellor", "Germany", true, "2023-01-01"),
        // Two presidents' names in one family.
        ("Duterte", "president", "Philippines", false, "2023-09-10"),
        ("Bush", "president", "United States", false, "2016-09-10"),
        // In office for the second time.
        ("Donald Trump", "president", "United States", true, "2025-03-01"),
        // An office that the tables do not have.
        ("Kaja Kallas", "transport-minister", "Estonia", false, "2022-01-12"),
        ("Ilse Brandt", "prime-minister", "Estonia", false, ""),
    ] {
        let found = judge(person, office, of, former, date);
        assert!(found.is_none(), "{person} {office} {of} {date}: {found:?}");
    }
}

#[test]
fn what_is_wrong_is_told_in_its_kind() {
    let kind = |m: Option<Misfit>| match m {
        None => "none",
        Some(Misfit::State(_)) => "state",
        Some(Misfit::Office(..)) => "office",
        Some(Misfit::Ended(_)) => "ended",
        Some(Misfit::NotBegun(_)) => "not begun",
        Some(Misfit::StillIn(_)) => "still in",
        Some(Misfit::Head(..)) => "head",
        Some(Misfit::OtherHolder(_)) => "stranger",
    };
    for (person, office, of, former, date, want) in [
        ("Kaja Kallas", "prime-minister", "Latvia", false, "2022-01-12", "state"),
        ("Kaja Kallas", "prime-minister", "Latvia", false, "", "state"),
        ("Kaja Kallas", "prime-minister", "Latvia", true, "", "state"),
        ("Kallas", "prime-minister", "Latvia", false, "2022-03-01", "state"),
        ("Kaja Kallas", "president", "Estonia", false, "2022-01-12", "office"),
        ("Kamala Harris", "president", "United States", false, "2023-01-12", "office"),
        ("Angela Merkel", "chancellor", "Germany", false, "2023-01-12", "ended"),
        ("Donald Trump", "president", "United States", false, "2022-06-12", "ended"),
        ("Olaf Scholz", "chancellor", "Germany", false, "2020-01-12", "office"),
        ("Friedrich Merz", "chancellor", "Germany", false, "2023-01-12", "not begun"),
        ("Emmanuel Macron", "president", "France", true, "2022-01-12", "still in"),
        ("Ursula von der Leyen", "secretary-general", "NATO", false, "2022-01-12", "head"),
        ("Ilse Brandt", "secretary-general", "NATO", false, "2022-01-12", "stranger"),
    ] {
        assert_eq!(kind(judge(person, office, of, former, date)), want, "{person} {office} {of} {date}");
    }
}

#[test]
fn a_newsroom_s_own_row_goes_before_the_tables() {
    let text = "held\tIlse Brandt\tprime minister\tEstonia\t2022-01-01\t2022-12-31\n";
    let facts = Facts::of_files([("own.tsv", text)]).expect("a sound file");
    let day = Date::parse("2022-06-01").expect("a day");
    let offices = [("prime-minister", false)];
    let ask = |person: &str| {
        let of = Of::read("Estonia");
        claim(
            &facts,
            &Claim { person, full: true, offices: &offices, of, former: false, when: When::Between(day, day) },
        )
    };
    assert!(ask("ilse brandt").is_none());
    match ask("anna ozola") {
        Some(Misfit::OtherHolder(holder)) => assert_eq!(holder.name, "Ilse Brandt"),
        found => panic!("{found:?}"),
    }
}
