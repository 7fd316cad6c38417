use super::*;
use crate::knowledge::key::fold;
use crate::knowledge::orgs;
use crate::knowledge::places;
use crate::knowledge::table::assert_normal;
use crate::knowledge::titles;
use std::collections::HashSet;

fn day(text: &str) -> Date {
    Date::parse(text).unwrap_or_else(|| panic!("{text}"))
}

fn all() -> impl Iterator<Item = (Row, Term)> {
    TERMS.rows().map(|row| (row, Term::from_row(row).unwrap_or_else(|| panic!("{row:?}"))))
}

impl Term {
    /// Whether the person held the office on that day.
    fn held(&self, on: Date) -> Held {
        if on < self.start.earliest() || self.end.is_some_and(|end| on > end.latest()) {
            return Held::No;
        }
        let begun = on >= self.start.latest();
        let lasting = match self.end {
            Some(end) => on <= end.earliest(),
            None => on <= AS_OF,
        };
        if begun && lasting { Held::Yes } else { Held::Maybe }
    }
}

/// Who held the office on that day, surely or maybe. More than one on the day of a handover, while somebody acted for a suspended
/// holder, for joint and rival holders, and where dates are not known to the day; none where the table has a gap.
fn holders(office: &str, place: &str, on: Date) -> impl Iterator<Item = (Term, Held)> {
    office_terms(office, place).filter_map(move |term| match term.held(on) {
        Held::No => None,
        held => Some((term, held)),
    })
}

/// The one holder on that day, if the table is sure of it; rivals and joint holders are left out.
fn holder(office: &str, place: &str, on: Date) -> Option<Term> {
    let mut sure = None;
    for (term, held) in holders(office, place, on) {
        match (held, term.standing) {
            (_, Standing::Rival | Standing::Joint) => {}
            // On the day of a handover the later of the two.
            (Held::Yes, _) => sure = Some(term),
            _ => return None,
        }
    }
    sure
}

#[test]
fn tables_are_in_normal_form() {
    assert_normal("terms", truecopy_data::tables::TERMS, 9);
    assert_normal("people", truecopy_data::tables::PEOPLE, 4);
    for (row, term) in all() {
        assert!(["list", "near", "settled", "own"].contains(&term.source), "{row:?}");
        assert!(term.end.is_none_or(|end| term.start.earliest() <= end.latest()), "ends before it starts: {row:?}");
        match term.place {
            Place::State(state) => assert!(state.info().is_some(), "{row:?}"),
            Place::Org(id) => assert!(orgs::by_id(id).is_some(), "{row:?}"),
        }
        assert!(titles::is_office(term.office), "{row:?}");
        assert!(terms(&fold(term.name)).any(|found| found == term), "not found by name: {row:?}");
    }
}

#[test]
fn no_two_persons_hold_one_office_at_once() {
    // A caretaker may stand in for a holder who is suspended; rivals and joint holders are marked as such.
    let mut before: Option<(Row, Term)> = None;
    for (row, term) in all().filter(|(_, t)| t.standing == Standing::Full) {
        if let Some((last_row, last)) = before
            && last_row.col(0) == row.col(0)
        {
            let end = last.end.unwrap_or_else(|| panic!("no end before the next begins: {last_row:?}"));
            assert!(end.earliest() <= term.start.latest(), "{last_row:?} and {row:?}");
        }
        before = Some((row, term));
    }
}

#[test]
fn every_state_has_a_head() {
    let realms: HashSet<_> =
        ["AG", "AU", "BS", "BZ", "CA", "GD", "JM", "KN", "LC", "NZ", "PG", "SB", "TV", "VC"].into();
    // Not in the table: the captains regent of San Marino change twice a year.
    let left_out = ["SM", "SU", "YU", "CS", "DD", "XX"];
    for state in places::states().filter(|s| s.part_of().is_none()) {
        let Some(id) = state.id() else { continue };
        if left_out.contains(&id.code()) {
            continue;
        }
        let offices = ["president", "monarch", "prime-minister", "chancellor", "supreme-leader", "pope"];
        let heads = offices.iter().filter(|office| office_terms(office, id.code()).next().is_some()).count();
        assert!(heads > 0, "{}", state.name());
        assert!(
            !realms.contains(id.code()) || office_terms("prime-minister", id.code()).next().is_some(),
            "{}",
            state.name()
        );
    }
}

#[test]
fn who_held_what_when() {
    for (office, place, on, name) in [
        ("prime-minister", "EE", "2022-01-12", "Kaja Kallas"),
        ("prime-minister", "LV", "2022-01-12", "Krišjānis Kariņš"),
        ("president", "US", "2016-05-01", "Barack Obama"),
        ("president", "US", "2021-06-01", "Joe Biden"),
        ("foreign-minister", "US", "2022-03-01", "Antony Blinken"),
        ("chancellor", "DE", "2021-06-01", "Angela Merkel"),
        ("chancellor", "DE", "2022-06-01", "Olaf Scholz"),
        ("prime-minister", "GB", "2022-10-01", "Liz Truss"),
        ("monarch", "GB", "2022-09-07", "Elizabeth II"),
        ("secretary-general", "nato", "2022-01-12", "Jens Stoltenberg"),
        ("high-representative", "eu", "2025-01-12", "Kaja Kallas"),
        ("president", "ecb", "2020-01-01", "Christine Lagarde"),
        ("foreign-minister", "RU", "2015-01-01", "Sergei Lavrov"),
        ("deputy-president", "US", "2023-01-01", "Kamala Harris"),
    ] {
        assert_eq!(holder(office, place, day(on)).map(|t| t.name), Some(name), "{office} {place} {on}");
    }
    let handover: Vec<_> = holders("president", "US", day("2021-01-20")).map(|(t, _)| t.surname).collect();
    assert_eq!(handover, ["Trump", "Biden"]);
}

#[test]
fn nothing_is_claimed_after_the_last_certain_day() {
    let later = day("2027-01-01");
    assert!(all().all(|(_, term)| term.held(later) != Held::Yes));
    assert_eq!(holder("president", "EE", later), None);
}

#[test]
fn persons_are_found_by_the_names_of_the_news() {
    for (name, place) in [
        ("zelensky", "UA"),
        ("zelenskyy", "UA"),
        ("volodymyr zelensky", "UA"),
        ("von der leyen", "european-commission"),
        ("lula", "BR"),
        ("xi", "CN"),
        ("xi jinping", "CN"),
        ("el-sisi", "EG"),
        ("erdogan", "TR"),
        ("lukashenka", "BY"),
    ] {
        let of = |term: &Term| match term.place {
            Place::State(state) => state.code() == place,
            Place::Org(id) => id == place,
        };
        assert!(terms(name).any(|term| of(&term)), "{name}");
    }
    assert!(terms("nobody in particular").next().is_none() && terms("").next().is_none());
}

#[test]
fn partial_dates() {
    let year = PartialDate::parse("2024").expect("a year");
    assert_eq!((year.earliest(), year.latest()), (day("2024-01-01"), day("2024-12-31")));
    let month = PartialDate::parse("2024-02").expect("a month");
    assert_eq!(month.latest(), day("2024-02-29"));
    for bad in ["", "24", "2024-13", "2024-02-30", "2024-01-01-01", "2024-"] {
        assert_eq!(PartialDate::parse(bad), None, "{bad}");
    }
}
