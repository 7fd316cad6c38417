//! What stories are about: words by kind and subject, places, organisations, names of persons.

use std::collections::HashSet;

use truecopy::knowledge::lexicon::{Pos, lemmas};
use truecopy::knowledge::{names, vectors};
use truecopy_data::tables;

use crate::random::{Random, mix};

/// The kind of word that fits into a place of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// A noun in the singular.
    Noun,
    /// A noun in the plural.
    Plural,
    /// A verb in the past.
    Past,
    /// A verb that ends in "ing".
    Ing,
    /// A verb as the dictionary has it.
    Verb,
    /// An adjective.
    Adj,
    /// An adverb.
    Adv,
}

/// How many kinds there are.
pub const CLASSES: usize = 7;

/// Words by their kind; each list has the most frequent or most typical ones first.
pub type ByClass = [Vec<u16>; CLASSES];

/// A word that carries meaning.
pub struct Word {
    /// As it is written.
    pub text: &'static str,
    /// Its kind.
    pub class: Class,
    /// Its vector's number.
    pub rank: u32,
}

/// A city.
pub struct City {
    /// Its name.
    pub name: &'static str,
    /// The country that it is in.
    pub country: &'static str,
    people: u64,
}

/// All that is known.
pub struct World {
    /// Words that carry meaning, the most frequent first.
    pub words: Vec<Word>,
    /// All of them by kind.
    pub general: ByClass,
    /// Those that are typical of a subject.
    pub topics: Vec<ByClass>,
    /// The largest first.
    pub cities: Vec<City>,
    orgs: Vec<&'static str>,
    first: Vec<String>,
    last: Vec<&'static str>,
}

/// Words of more ranks than this are too rare to be typical of anything.
const RANKS: u32 = 26_000;
const TOPICS: usize = 420;
/// Words that are typical of one subject.
const TYPICAL: usize = 360;

/// Persons that there are in the world.
pub const PERSONS: usize = 600_000;
/// Organisations, those of the tables first.
pub const ORGS: usize = 60_000;

impl World {
    /// The same world every time.
    pub fn new() -> Self {
        let cities = cities();
        let proper: HashSet<String> = cities.iter().flat_map(|c| [c.name, c.country]).map(str::to_lowercase).collect();
        let mut words = Vec::new();
        for rank in 60..RANKS {
            let Some(text) = vectors::word(rank) else { break };
            let plain = text.len() > 3 && text.bytes().all(|b| b.is_ascii_lowercase());
            if plain && !proper.contains(text) && (rank < 2000 || !names::is_first_name(text)) {
                words.extend(class(text).map(|class| Word { text, class, rank }));
            }
        }
        let mut general = ByClass::default();
        for (n, word) in words.iter().enumerate() {
            general[word.class as usize].push(n as u16);
        }
        let topics = topics(&words, &general);
        let rows = |table: &'static str| table.lines().filter(|l| !l.starts_with('#'));
        let orgs = rows(tables::ORGS).filter_map(|l| l.split('\t').nth(3)).collect();
        let mut last: Vec<&str> = rows(tables::TERMS).filter_map(|l| l.split('\t').nth(6)).collect();
        last.sort_unstable();
        last.dedup();
        let mut first: Vec<(u32, String)> = rows(tables::FIRST_NAMES)
            .filter_map(|l| l.split('\t').next())
            .filter(|n| n.len() > 2 && n.bytes().all(|b| b.is_ascii_lowercase()))
            .filter_map(|n| Some((vectors::rank(n)?, capitalised(n))))
            .collect();
        first.sort_unstable();
        let first = first.into_iter().map(|(_, name)| name).collect();
        World { words, general, topics, cities, orgs, first, last }
    }

    /// The first name and the surname of a person.
    pub fn person(&self, person: u32) -> (&str, String) {
        let mut r = Random::of(&[1, u64::from(person)]);
        let first = &self.first[r.rank(self.first.len(), 200.0)];
        let last = if r.chance(0.35) { r.pick(&self.last).to_owned() } else { surname(&mut r) };
        (first, last)
    }

    /// The name of an organisation.
    pub fn org(&self, org: u32) -> String {
        if let Some(known) = self.orgs.get(org as usize) {
            return (*known).to_owned();
        }
        let mut r = Random::of(&[2, u64::from(org)]);
        let kinds = ["Group", "Holdings", "Institute", "Union", "Partners", "Foundation", "Energy", "Council", "Lines"];
        let bodies = ["Port Authority", "Chamber of Commerce", "Teachers' Union", "Transport Authority", "University"];
        if r.chance(0.5) {
            format!("{} {}", surname(&mut r), r.pick(&kinds))
        } else {
            format!("{} {}", self.cities[r.rank(self.cities.len(), 80.0)].name, r.pick(&bodies))
        }
    }
}

fn cities() -> Vec<City> {
    let mut cities: Vec<City> = Vec::new();
    for row in tables::CITIES.lines().filter(|l| !l.starts_with('#')) {
        let mut cells = row.split('\t');
        let (Some(name), Some(code), Some(people)) = (cells.next(), cells.next(), cells.next()) else { continue };
        let state = tables::STATES.lines().find(|l| l.split('\t').next() == Some(code));
        let country = state.and_then(|l| l.split('\t').nth(2)).unwrap_or("the region");
        cities.push(City { name, country, people: people.parse().unwrap_or(0) });
    }
    cities.sort_by(|a, b| b.people.cmp(&a.people).then(a.name.cmp(b.name)));
    cities
}

/// The kind that a word has in its most natural reading.
fn class(word: &str) -> Option<Class> {
    let best = Pos::OPEN
        .iter()
        .filter_map(|pos| lemmas(word, *pos).readings().first().map(|r| (r.weight, *pos, r.text)))
        .max_by_key(|(weight, pos, _)| (*weight, std::cmp::Reverse(*pos)))?;
    let verb = !lemmas(word, Pos::Verb).readings().is_empty();
    Some(match best {
        _ if verb && word.ends_with("ed") => Class::Past,
        _ if verb && word.ends_with("ing") => Class::Ing,
        (_, Pos::Noun, base) if base != word => Class::Plural,
        (_, Pos::Noun, _) => Class::Noun,
        (_, Pos::Verb, base) if base == word => Class::Verb,
        (_, Pos::Adj, _) => Class::Adj,
        (_, Pos::Adv, _) if word.ends_with("ly") => Class::Adv,
        _ => return None,
    })
}

/// For each subject the words that are used like one noun, the likest first.
fn topics(words: &[Word], general: &ByClass) -> Vec<ByClass> {
    let nouns: Vec<u16> =
        general[Class::Noun as usize].iter().copied().filter(|n| words[*n as usize].rank > 400).collect();
    let step = (nouns.len() / 3 / TOPICS).max(1);
    let centres: Vec<u16> = nouns.iter().copied().step_by(step).take(TOPICS).collect();
    let one = |centre: &u16| {
        let mut topic = ByClass::default();
        let Some(centre) = vectors::by_rank(words[*centre as usize].rank) else { return general.clone() };
        let mut like: Vec<(f32, u16)> = words
            .iter()
            .enumerate()
            .filter_map(|(n, w)| Some((vectors::cosine(centre, vectors::by_rank(w.rank)?), n as u16)))
            .collect();
        like.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        for (_, n) in like.into_iter().take(TYPICAL) {
            topic[words[n as usize].class as usize].push(n);
        }
        for (own, all) in topic.iter_mut().zip(general) {
            own.extend(all.iter().take(12_usize.saturating_sub(own.len())));
        }
        topic
    };
    centres.iter().map(one).collect()
}

/// A surname that nobody has, of some hundred thousand.
fn surname(r: &mut Random) -> String {
    const START: [&str; 40] = [
        "B", "Br", "Ch", "D", "Dr", "F", "Fl", "G", "Gr", "H", "J", "K", "Kh", "Kl", "Kr", "L", "M", "N", "P", "Pr",
        "R", "S", "Sch", "Sh", "Sk", "St", "T", "Tr", "V", "W", "Y", "Z", "Al", "An", "Ar", "El", "Ol", "Os", "Ul",
        "Ad",
    ];
    const VOWEL: [&str; 10] = ["a", "e", "i", "o", "u", "a", "e", "o", "ei", "ou"];
    const MIDDLE: [&str; 24] = [
        "b", "br", "d", "dr", "g", "k", "kh", "l", "ll", "lm", "m", "n", "nd", "ng", "nk", "r", "rd", "rk", "rm", "s",
        "st", "t", "v", "z",
    ];
    const END: [&str; 30] = [
        "a", "an", "ari", "as", "berg", "e", "ek", "elli", "en", "ens", "er", "ero", "es", "ez", "i", "ic", "ier",
        "in", "ini", "is", "ko", "lund", "o", "ov", "ova", "sen", "son", "ström", "ura", "y",
    ];
    let mut name = format!("{}{}{}", r.pick(&START), r.pick(&VOWEL), r.pick(&MIDDLE));
    if r.chance(0.3) {
        name.push_str(r.pick(&VOWEL));
        name.push_str(r.pick(&MIDDLE));
    }
    name + r.pick(&END)
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// The person of this rank in a circle of persons: all of them, or those of one subject and country. A few are in very many stories.
pub fn person_of(circle: Option<u64>, r: &mut Random) -> u32 {
    match circle {
        None => r.rank(PERSONS, 40.0) as u32,
        Some(circle) => (mix(&[3, circle, r.rank(2000, 6.0) as u64]) % PERSONS as u64) as u32,
    }
}
