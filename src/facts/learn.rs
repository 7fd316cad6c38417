//! Learning from trusted stories who was called what, when and how often.
//!
//! Counting is bounded: a [`Learner`] holds a fixed number of pairs of person and office, and when it is full forgets those seen least.
//! Memory does not grow with the archive; what is forgotten was rare, and what is rare is dropped in the end anyhow.

use std::collections::HashMap;

use super::file::{Fact, Row};
use super::term::{Of, may_be};
use crate::analyse::{Analysis, RoleMark};
use crate::knowledge::dates::Date;
use crate::knowledge::names::transliteration_key;
use crate::knowledge::people::PartialDate;
use crate::knowledge::places::{Kind, StateId};
use crate::knowledge::titles::{self, Modifier};
use crate::knowledge::{key, orgs};

/// How many pairs of person and office are kept in mind.
pub const CAPACITY: usize = 60_000;

/// In how many stories a pair has to be seen to be learnt, unless the user says otherwise.
pub const LEAST: u32 = 3;

/// One reading in this many may contradict the others and is then dropped; more of them, and nothing is learnt.
const SLIPS: u32 = 5;

/// Days that two holders of one office may share: the stories of a handover name both.
const HANDOVER: i32 = 31;

/// Longest name or title that is learnt, in bytes.
const LONGEST: usize = 80;

/// Somebody called something in a story.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Sighting {
    /// The full name as written.
    pub name: String,
    /// The office with what is said of its rank and time: "former prime minister".
    pub office: String,
    /// The state or body.
    pub of: String,
}

/// What a story calls whom: every person with a full name and a title that says of what, once.
pub fn sightings(a: &Analysis) -> Vec<Sighting> {
    let mut out: Vec<Sighting> = a.roles.iter().filter_map(|r| sighting(a, r)).collect();
    out.sort_unstable();
    out.dedup();
    out
}

fn sighting(a: &Analysis, role: &RoleMark) -> Option<Sighting> {
    let title = &role.title;
    let weighty = [
        "state",
        "parliament",
        "economy",
        "org",
        "business",
        "regional",
        "royal",
        "church",
        "law",
        "diplomacy",
        "military",
    ];
    if title.plural || !weighty.contains(&title.domain()) {
        return None;
    }
    let mark = a.names.get(a.names.get(role.name?)?.entity)?;
    let words = a.words(mark.tokens.clone());
    let capitals = !words.chars().any(char::is_lowercase);
    if mark.tokens.len() < 2 || words.len() > LONGEST || capitals || words.contains('\n') {
        return None;
    }
    let body = role.body.and_then(|b| a.names.get(b));
    let of = match body {
        Some(b) => match b.org {
            Some(id) => orgs::by_id(id)?.to_owned(),
            None => a.words(b.tokens.clone()).to_owned(),
        },
        None => {
            let place = &a.places.get(role.place?)?.place;
            let whole = matches!(place.kind, Kind::State);
            if whole { place.state?.info()?.name().to_owned() } else { place.name.to_owned() }
        }
    };
    if of.len() > LONGEST || of.contains('\n') {
        return None;
    }
    Some(Sighting { name: words.to_owned(), office: office(a, role)?, of })
}

/// The office in its usual words, so that "premier" and "prime minister" count together.
fn office(a: &Analysis, role: &RoleMark) -> Option<String> {
    let title = &role.title;
    let usual = title.office.replace('-', " ");
    let known = titles::lookup(&usual).any(|t| t.office == title.office && t.modifiers.is_empty());
    let mut words = if known { usual } else { key::fold(a.words(role.tokens.clone())) };
    if known {
        for (modifier, word) in [
            (Modifier::Deputy, "deputy"),
            (Modifier::Assistant, "assistant"),
            (Modifier::Honorary, "honorary"),
            (Modifier::Acting, "acting"),
            (Modifier::Outgoing, "outgoing"),
            (Modifier::SelfProclaimed, "self-proclaimed"),
            (Modifier::Former, "former"),
        ] {
            if title.modifiers.has(modifier) {
                words = format!("{word} {words}");
            }
        }
        if title.modifiers.has(Modifier::Designate) {
            words.push_str("-elect");
        }
    }
    (words.len() <= LONGEST && titles::lookup(&words).next().is_some()).then_some(words)
}

#[derive(Debug)]
struct Seen {
    sighting: Sighting,
    stories: u32,
    first: Option<Date>,
    last: Option<Date>,
}

impl Seen {
    /// Whether two were seen in the same time, save for a handover; without dates, at any time.
    fn together(&self, other: &Seen) -> bool {
        match (self.first, self.last, other.first, other.last) {
            (Some(a), Some(b), Some(c), Some(d)) => {
                b.day_number().min(d.day_number()) - a.day_number().max(c.day_number()) > HANDOVER
            }
            _ => true,
        }
    }
}

/// What was learnt.
#[derive(Debug, Default)]
pub struct Learnt {
    /// The rows, by name.
    pub rows: Vec<Fact>,
    /// How many were seen too rarely.
    pub rare: usize,
    /// How many were contradicted by others.
    pub contradicted: usize,
    /// Whether some were forgotten on the way, for want of room.
    pub forgot: bool,
    /// How many stories were read.
    pub stories: u64,
}

/// Counts sightings in bounded memory.
#[derive(Debug)]
pub struct Learner {
    seen: HashMap<(String, String, String), Seen>,
    capacity: usize,
    stories: u64,
    forgot: bool,
}

impl Default for Learner {
    fn default() -> Self {
        Learner::new(CAPACITY)
    }
}

impl Learner {
    /// Keeps at most `capacity` pairs of person and office in mind.
    pub fn new(capacity: usize) -> Self {
        Learner { seen: HashMap::new(), capacity: capacity.max(2), stories: 0, forgot: false }
    }

    /// Counts what one story says, on the day that it was sent, where that is known.
    pub fn add(&mut self, sightings: Vec<Sighting>, date: Option<Date>) {
        self.stories += 1;
        for s in sightings {
            let person = key::fold(&s.name).split([' ', '-']).map(transliteration_key).collect::<Vec<_>>().join(" ");
            let key = (person, s.office.clone(), key::fold(&s.of));
            match self.seen.get_mut(&key) {
                Some(seen) => {
                    seen.stories += 1;
                    seen.first = seen.first.into_iter().chain(date).min();
                    seen.last = seen.last.into_iter().chain(date).max();
                    // Of several spellings one that does not depend on the order of the stories.
                    if s.name > seen.sighting.name {
                        seen.sighting.name = s.name;
                    }
                }
                None => {
                    self.seen.insert(key, Seen { sighting: s, stories: 1, first: date, last: date });
                }
            }
        }
        if self.seen.len() > self.capacity {
            self.forget();
        }
    }

    /// Forgets the rarest half.
    fn forget(&mut self) {
        self.forgot = true;
        let mut counts: Vec<u32> = self.seen.values().map(|s| s.stories).collect();
        let middle = counts.len() / 2;
        let (_, rarest, _) = counts.select_nth_unstable(middle);
        let rarest = *rarest;
        self.seen.retain(|_, s| s.stories > rarest);
    }

    /// How many pairs of person and office are in mind.
    pub fn len(&self) -> usize {
        self.seen.len()
    }

    /// Whether nothing was seen yet.
    pub fn is_empty(&self) -> bool {
        self.seen.is_empty()
    }

    /// What was seen in at least so many stories and is not contradicted by other stories.
    pub fn finish(self, least: u32) -> Learnt {
        let all = self.seen.len();
        let mut seen: Vec<Seen> = self.seen.into_values().filter(|s| s.stories >= least).collect();
        seen.sort_unstable_by(|a, b| a.sighting.cmp(&b.sighting));
        let rare = all - seen.len();
        let dropped = contradicted(&seen);
        let rows: Vec<Fact> = seen.iter().zip(&dropped).filter(|(_, drop)| !**drop).map(|(s, _)| row(s)).collect();
        let contradicted = dropped.iter().filter(|d| **d).count();
        Learnt { rows, rare, contradicted, forgot: self.forgot, stories: self.stories }
    }
}

fn row(s: &Seen) -> Fact {
    Fact::Term(Row {
        name: s.sighting.name.clone(),
        office: s.sighting.office.clone(),
        of: s.sighting.of.clone(),
        from: s.first.map(PartialDate::of),
        to: s.last.map(PartialDate::of),
        until: None,
        stories: Some(s.stories),
        source: String::new(),
    })
}

/// For each, whether others contradict it: one office of one place by two persons at a time, or one person with it in two states.
fn contradicted(seen: &[Seen]) -> Vec<bool> {
    let mut drop = vec![false; seen.len()];
    let mut offices: HashMap<(&str, String), Vec<usize>> = HashMap::new();
    let mut persons: HashMap<(&str, String), Vec<usize>> = HashMap::new();
    for (i, s) in seen.iter().enumerate().filter(|(_, s)| one_holder(&s.sighting.office)) {
        offices.entry((&s.sighting.office, key::fold(&s.sighting.of))).or_default().push(i);
        persons.entry((&s.sighting.office, key::fold(&s.sighting.name))).or_default().push(i);
    }
    let mut against = |i: usize, j: usize| {
        let (Some(a), Some(b)) = (seen.get(i), seen.get(j)) else { return };
        if !a.together(b) {
            return;
        }
        for (k, few, many) in [(i, a.stories, b.stories), (j, b.stories, a.stories)] {
            // The one that most stories have stands; where they are of one mind, none does.
            if few < many.saturating_mul(SLIPS)
                && let Some(d) = drop.get_mut(k)
            {
                *d = true;
            }
        }
    };
    let pairs = |group: &[usize], out: &mut dyn FnMut(usize, usize)| {
        // An office with a hundred holders is none of one holder.
        for (n, i) in group.iter().enumerate().take(100) {
            group.iter().skip(n + 1).take(100).for_each(|j| out(*i, *j));
        }
    };
    for group in offices.values() {
        pairs(group, &mut |i, j| {
            if !may_be(&seen[i].sighting.name, &seen[j].sighting.name) {
                against(i, j);
            }
        });
    }
    for group in persons.values() {
        pairs(group, &mut |i, j| {
            let state = |i: usize| match Of::read(&seen[i].sighting.of) {
                Some(Of::State(s)) => Some(s),
                _ => None,
            };
            let apart = |x: StateId, y: StateId| !x.may_be_shared(y);
            if matches!((state(i), state(j)), (Some(x), Some(y)) if apart(x, y)) {
                against(i, j);
            }
        });
    }
    drop
}

/// Whether there is one holder at a time: heads and ministers, not ambassadors, deputies, former holders and members.
fn one_holder(office: &str) -> bool {
    titles::lookup(office).next().is_some_and(|t| {
        let m = t.modifiers;
        let plain = ![Modifier::Deputy, Modifier::Assistant, Modifier::Former, Modifier::Designate, Modifier::Honorary]
            .into_iter()
            .any(|x| m.has(x));
        let general = [
            "minister",
            "official",
            "adviser",
            "leader",
            "politician",
            "spokesperson",
            "director",
            "executive",
            "commissioner",
            "secretary",
            "head",
        ];
        plain
            && matches!(t.domain(), "state" | "royal" | "org" | "business" | "economy" | "regional")
            && !general.contains(&t.office)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::from_text;

    fn of(text: &str) -> Vec<(String, String, String)> {
        let found = sightings(&Analysis::of(&from_text("-", text)));
        found.into_iter().map(|s| (s.name, s.office, s.of)).collect()
    }

    fn seen(name: &str, office: &str, of: &str) -> Vec<Sighting> {
        vec![Sighting { name: name.into(), office: office.into(), of: of.into() }]
    }

    #[test]
    fn a_story_says_who_is_what_of_what() {
        let found = of(
            "Estonian Prime Minister Ilse Brandt met Tarmo Lepp, a former foreign minister of Latvia, on Monday. Brandt said the premier of \
            Norway would come. Teacher Anna Ozola was there.",
        );
        let want = [
            ("Ilse Brandt".to_owned(), "prime minister".to_owned(), "Estonia".to_owned()),
            ("Tarmo Lepp".to_owned(), "former foreign minister".to_owned(), "Latvia".to_owned()),
        ];
        assert_eq!(found, want);
    }

    #[test]
    fn what_is_rare_or_contradicted_is_dropped() {
        let mut l = Learner::default();
        let day = |n: i32| Date::new(2021, 1, 1).and_then(|d| d.plus_days(n));
        for n in 0..40 {
            l.add(seen("Ilse Brandt", "prime minister", "Estonia"), day(n * 5));
        }
        for n in 0..3 {
            l.add(seen("Ilse Brandt", "prime minister", "Latvia"), day(n * 50));
        }
        for n in 0..30 {
            l.add(seen("Anna Ozola", "foreign minister", "Latvia"), day(n * 5));
            l.add(seen("Juris Kalns", "foreign minister", "Latvia"), day(n * 5));
        }
        l.add(seen("Tarmo Lepp", "mayor", "Narva"), day(0));
        let learnt = l.finish(LEAST);
        let names: Vec<String> = learnt
            .rows
            .iter()
            .map(|f| match f {
                Fact::Term(r) => {
                    format!("{} {} {} {:?} {:?}", r.name, r.office, r.of, r.stories, r.to.map(|d| d.to_string()))
                }
                other => format!("{other:?}"),
            })
            .collect();
        assert_eq!(names, ["Ilse Brandt prime minister Estonia Some(40) Some(\"2021-07-15\")"]);
        assert_eq!((learnt.rare, learnt.contradicted), (1, 3));
    }

    #[test]
    fn memory_is_bounded_and_the_frequent_survive() {
        let mut l = Learner::new(100);
        for n in 0..5000 {
            l.add(seen(&format!("Person {}", spell(n)), "mayor", "Narva"), None);
            l.add(seen("Ilse Brandt", "prime minister", "Estonia"), None);
            assert!(l.len() <= 101);
        }
        let learnt = l.finish(LEAST);
        assert!(learnt.forgot);
        assert_eq!(learnt.rows.len(), 1);
    }

    /// A surname of its own for every number.
    fn spell(mut n: u32) -> String {
        let mut out = String::from("K");
        for _ in 0..8 {
            // Syllables that no transliteration folds together.
            out.push_str(["ba", "di", "fu", "gal", "lim", "mur"][(n % 6) as usize]);
            n /= 6;
        }
        out
    }
}
