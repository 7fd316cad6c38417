//! One person's time in one office, whoever says so, and how it stands to the days on which a story may have been written.

use std::sync::Arc;

use crate::knowledge::dates::Date;
use crate::knowledge::names::{NameRelation, compare, is_first_name, spelling_group, transliteration_key};
use crate::knowledge::people::{self, AS_OF, Held, PartialDate, Place, SINCE, Standing};
use crate::knowledge::places::StateId;
use crate::knowledge::{key, orgs};

/// Days before and after a change of office in which either holder is right: news of that week was written before or after it.
const HANDOVER: i32 = 10;

/// Of what an office is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Of {
    /// A state, a territory or a nation within a state.
    State(StateId),
    /// An organisation: its id in [`crate::knowledge::orgs`], or its folded name where the table has none.
    Body(String),
}

impl Of {
    /// The place or body that words name: "Estonia", "EE", "Estonian", "NATO", "Norra Shipping".
    pub fn read(words: &str) -> Option<Of> {
        let folded = key::fold(words.trim());
        let folded = folded.strip_prefix("the ").unwrap_or(&folded);
        if folded.is_empty() {
            return None;
        }
        if let Some(state) = StateId::new(words.trim()).filter(|s| s.info().is_some()) {
            return Some(Of::State(state));
        }
        use crate::knowledge::places::{Kind, lookup};
        if let Some(p) = lookup(folded).find(|p| p.kind == Kind::State) {
            return p.state.or_else(|| StateId::new(p.entity)).map(Of::State);
        }
        let body = orgs::lookup(folded).find(|o| !o.loose).map_or_else(|| folded.to_owned(), |o| o.id.to_owned());
        Some(Of::Body(body))
    }

    /// As news names it: "Estonia", "NATO".
    pub fn name(&self) -> &str {
        match self {
            Of::State(state) => state.info().map_or("", |i| i.name()),
            Of::Body(id) => orgs::by_id(id).unwrap_or(id),
        }
    }

    /// The key under which the embedded table has its offices.
    pub(super) fn key(&self) -> &str {
        match self {
            Of::State(state) => state.code(),
            Of::Body(id) => id,
        }
    }
}

/// Where a term is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The embedded tables.
    Tables,
    /// A row of a file that says when the term began and ended.
    File {
        /// The file's name.
        name: Arc<str>,
        /// The line, from 1.
        line: usize,
        /// The day up to which an open term is known to have lasted.
        until: Date,
    },
    /// A row of a file that counts stories: the dates are of the first and the last of them.
    Learnt {
        /// The file's name.
        name: Arc<str>,
        /// The line, from 1.
        line: usize,
        /// How many stories.
        stories: u32,
    },
}

/// One person's time in one office.
#[derive(Clone, Debug)]
pub struct Term {
    /// The name as news writes it.
    pub name: String,
    /// The office, as in [`crate::knowledge::titles::TitleRef::office`].
    pub office: String,
    /// Whether the office is the deputy's.
    pub deputy: bool,
    /// Of what.
    pub of: Of,
    /// First day.
    pub start: Option<PartialDate>,
    /// Last day; none where none is known.
    pub end: Option<PartialDate>,
    /// Acting, rival or joint.
    pub standing: Standing,
    /// Who says so.
    pub source: Source,
}

/// The days on which a story may have been written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// From the first to the last of them.
    Between(Date, Date),
    /// Any day.
    Unknown,
}

impl When {
    /// The last of the days.
    pub fn last(&self) -> Option<Date> {
        match self {
            When::Between(_, last) => Some(*last),
            When::Unknown => None,
        }
    }

    /// The first of the days.
    pub fn first(&self) -> Option<Date> {
        match self {
            When::Between(first, _) => Some(*first),
            When::Unknown => None,
        }
    }
}

impl Term {
    /// A term of the embedded table.
    pub(super) fn of_tables(t: people::Term) -> Self {
        Term {
            name: t.name.to_owned(),
            office: t.office.to_owned(),
            deputy: t.deputy,
            of: match t.place {
                Place::State(state) => Of::State(state),
                Place::Org(id) => Of::Body(id.to_owned()),
            },
            start: Some(t.start),
            end: t.end,
            standing: t.standing,
            source: Source::Tables,
        }
    }

    /// The day up to which the source is sure of what it says.
    pub fn sure_until(&self) -> Date {
        match &self.source {
            Source::Tables => AS_OF,
            Source::File { until, .. } => *until,
            Source::Learnt { .. } => self.end.map_or(AS_OF, PartialDate::latest),
        }
    }

    /// The day from which the source claims to know all holders of such an office.
    pub fn sure_from(&self) -> Date {
        let since = Date { year: if matches!(self.of, Of::Body(_)) { 2010 } else { SINCE.year }, ..SINCE };
        self.start.map_or(since, |s| s.earliest().max(since))
    }

    /// Whether the person held the office on all of these days; [`Held::No`] only where none of them, nor a day close by, was in the term.
    pub fn held(&self, when: When) -> Held {
        let When::Between(first, last) = when else { return Held::Maybe };
        let near = |d: Date, days: i32| d.plus_days(days).unwrap_or(d);
        let (first, last) = (near(first, -HANDOVER), near(last, HANDOVER));
        if let Source::Learnt { .. } = self.source {
            // Seen in office on both sides of the days; before and after, nobody looked.
            let seen = self.start.is_some_and(|s| s.latest() <= near(first, HANDOVER))
                && self.end.is_some_and(|e| e.earliest() >= near(last, -HANDOVER));
            return if seen { Held::Yes } else { Held::Maybe };
        }
        if self.start.is_some_and(|s| last < s.earliest()) || self.end.is_some_and(|e| first > e.latest()) {
            return Held::No;
        }
        let begun = self.start.is_some_and(|s| first >= s.latest());
        let lasting = match self.end {
            Some(end) => last <= end.earliest(),
            None => last <= self.sure_until(),
        };
        if begun && lasting { Held::Yes } else { Held::Maybe }
    }

    /// "prime minister of Estonia".
    pub fn office_of(&self) -> String {
        let office = self.office.replace('-', " ");
        let rank = match (self.deputy, self.office.as_str()) {
            (true, "president") => "vice ",
            (true, _) => "deputy ",
            _ => "",
        };
        let acting = if self.standing == Standing::Acting { "acting " } else { "" };
        let name = self.of.name();
        let article = if the(name) { "the " } else { "" };
        format!("{acting}{rank}{office} of {article}{name}")
    }

    /// "from 26 January 2021 to 23 July 2024"; for what was learnt, "in 214 stories from … to …".
    pub fn dates(&self) -> String {
        let start = self.start.map(day);
        let end = self.end.map(day);
        let span = match (start, end) {
            (Some(s), Some(e)) => format!("from {s} to {e}"),
            (Some(s), None) => format!("from {s}"),
            (None, Some(e)) => format!("until {e}"),
            (None, None) => "on unknown dates".into(),
        };
        match &self.source {
            Source::Learnt { stories, .. } => format!("in {stories} stories {span}"),
            _ => span,
        }
    }

    /// Who says so, with the day up to which it holds: "tables of 30 June 2025".
    pub fn said_by(&self) -> String {
        match &self.source {
            Source::Tables => format!("tables of {}", day(PartialDate::of(AS_OF))),
            Source::File { name, line, until } => {
                format!("{name}, line {line}, as of {}", day(PartialDate::of(*until)))
            }
            Source::Learnt { name, line, .. } => format!("{name}, line {line}"),
        }
    }
}

/// States and bodies that news writes with an article.
fn the(name: &str) -> bool {
    ["United ", "European ", "World ", "International ", "North Atlantic ", "Organi", "Federal Reserve", "Bank of "]
        .iter()
        .any(|p| name.starts_with(p))
        || ["Republic", "Emirates", "Islands", "Union"].iter().any(|s| name.ends_with(s))
        || matches!(
            name,
            "Netherlands" | "Philippines" | "Maldives" | "Bahamas" | "Gambia" | "Comoros" | "Vatican" | "Arab League"
        )
}

/// "26 January 2021", "January 2021", "2021".
pub fn day(d: PartialDate) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let month = d.month.and_then(|m| MONTHS.get(usize::from(m).wrapping_sub(1)));
    match (d.day, month) {
        (Some(day), Some(month)) => format!("{day} {month} {}", d.year),
        (None, Some(month)) => format!("{month} {}", d.year),
        _ => d.year.to_string(),
    }
}

/// Whether two full names are one person's: their first and their last words are, or all words of the one stand in the other.
pub fn same_person(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (a, b) = (key::fold(a), key::fold(b));
    let like = |x: &str, y: &str| compare(x, y) < NameRelation::Different;
    let words = |s: &str| s.split([' ', '-']).map(str::to_owned).collect::<Vec<_>>();
    let (a, b) = (words(&a), words(&b));
    let within = |x: &[String], y: &[String]| x.len() > 1 && x.iter().all(|w| y.iter().any(|v| like(w, v)));
    let ends = |f: fn(&[String]) -> Option<&String>| matches!((f(&a), f(&b)), (Some(x), Some(y)) if like(x, y));
    within(&a, &b) || within(&b, &a) || ends(|w| w.first()) && ends(|w| w.last())
}

/// The words of a name, ready to be compared with many others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words(Vec<(String, String)>);

impl Words {
    /// Splits a name; words of one or two letters tell nobody.
    pub fn of(name: &str) -> Words {
        let folded = key::fold(name);
        let words = folded.split([' ', '-']).filter(|w| w.chars().nth(2).is_some());
        Words(words.map(|w| (w.to_owned(), transliteration_key(spelling_group(w)))).collect())
    }

    /// Whether two names may be one person's: they share a surname or another word, in any accepted spelling.
    pub fn may_be(&self, other: &Words) -> bool {
        let near = |x: &str, y: &str| {
            x.len() > 4
                && y.len() > 4
                && x.as_bytes().first() == y.as_bytes().first()
                && strsim::jaro_winkler(x, y) > 0.9
        };
        // A first name that both have tells nothing, unless it may be a family name that stands first.
        let first = |i: usize, j: usize, x: &str| {
            i == 0 && j == 0 && self.0.len() > 1 && other.0.len() > 1 && x.len() > 4 && is_first_name(x)
        };
        self.0
            .iter()
            .enumerate()
            .any(|(i, (x, k))| other.0.iter().enumerate().any(|(j, (y, l))| (k == l || near(x, y)) && !first(i, j, x)))
    }
}

/// Whether two full names may be one person's; see `Words::may_be`.
pub fn may_be(a: &str, b: &str) -> bool {
    Words::of(a).may_be(&Words::of(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kallas() -> Term {
        people::terms("kaja kallas").find(|t| t.office == "prime-minister").map(Term::of_tables).expect("in the table")
    }

    fn on(text: &str) -> When {
        let d = Date::parse(text).expect("a date");
        When::Between(d, d)
    }

    #[test]
    fn the_week_of_a_handover_counts_for_both() {
        for (date, held) in [
            ("2020-12-01", Held::No),
            ("2021-01-20", Held::Maybe),
            ("2021-02-20", Held::Yes),
            ("2024-07-01", Held::Yes),
            ("2024-07-30", Held::Maybe),
            ("2024-08-20", Held::No),
        ] {
            assert_eq!(kallas().held(on(date)), held, "{date}");
        }
        assert_eq!(kallas().held(When::Unknown), Held::Maybe);
    }

    #[test]
    fn what_was_learnt_says_nothing_of_other_days() {
        let source = Source::Learnt { name: "facts.tsv".into(), line: 1, stories: 9 };
        let term = Term { source, ..kallas() };
        assert_eq!(term.held(on("2022-02-20")), Held::Yes);
        assert_eq!(term.held(on("2019-02-20")), Held::Maybe);
        assert_eq!(term.held(on("2026-02-20")), Held::Maybe);
    }

    #[test]
    fn places_and_bodies_are_read_by_any_name() {
        let estonia = StateId::new("EE").map(Of::State);
        for words in ["Estonia", "EE", "Republic of Estonia", "Estonian", "the Estonian"] {
            assert_eq!(Of::read(words), estonia, "{words}");
        }
        assert_eq!(Of::read("N.A.T.O. "), Some(Of::Body("n.a.t.o.".into())));
        assert_eq!(Of::read("NATO"), Some(Of::Body("nato".into())));
        assert_eq!(Of::read("Norra Shipping"), Some(Of::Body("norra shipping".into())));
        assert_eq!(Of::read("  "), None);
    }

    #[test]
    fn names_that_share_a_word_may_be_one() {
        assert!(may_be("Volodymyr Zelenskiy", "Volodymyr Zelenskyy"));
        assert!(may_be("Krišjānis Kariņš", "Arturs Krisjanis Karins"));
        assert!(!may_be("Kaja Kallas", "Krišjānis Kariņš"));
        assert!(may_be("Sara Duterte", "Rodrigo Duterte") && !same_person("Sara Duterte", "Rodrigo Duterte"));
        assert!(
            same_person("Arturs Krisjanis Karins", "Krišjānis Kariņš") && same_person("Kim Jong Un", "Kim Jong-un")
        );
    }
}
