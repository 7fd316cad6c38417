//! Events, and the stories that are written of them day by day.

use crate::frames::{HEADLINES, LEADS, PLAIN, QUOTES, SERIALS};
use crate::piece::{Kind, Piece, Sentence};
use crate::random::{Random, mix};
use crate::world::{ByClass, CLASSES, Class, ORGS, World, person_of};

/// What an event has in common with others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Nothing.
    Own,
    /// Subject, place and some wording.
    Alike(u32),
    /// All but names and figures: an issue of a serial.
    Serial(u32),
}

impl Group {
    /// How ids of stories name it.
    pub fn name(self) -> String {
        match self {
            Group::Own => "own".to_owned(),
            Group::Alike(n) => format!("like{n}"),
            Group::Serial(n) => format!("serial{n}"),
        }
    }
}

/// Which story: the event, how many days into it, and whether it is the longer second take of that day.
#[derive(Clone, Copy, Debug)]
pub struct Item {
    /// Number of the event.
    pub event: u32,
    /// What the event has in common with others.
    pub group: Group,
    /// Days since the first day of the archive.
    pub day: u16,
    /// Which day of the event this is, from 0.
    pub nth: u8,
    /// Whether a paragraph was added to the story of that day.
    pub again: bool,
}

impl Item {
    /// The id of the story.
    pub fn uri(&self) -> String {
        format!("wire:{}:{}:{}:{}", self.group.name(), self.event, self.nth, u8::from(self.again) + 1)
    }
}

/// A story in pieces.
pub struct Told {
    /// Headline.
    pub headline: Sentence,
    /// Where it was written.
    pub city: u16,
    /// Its subject.
    pub topic: usize,
    /// Its sentences, the lead first.
    pub sentences: Vec<Sentence>,
}

/// Who and what an event is about.
struct Facts {
    topic: usize,
    city: u16,
    persons: Vec<u32>,
    orgs: Vec<u32>,
    /// The words that come up again and again.
    words: ByClass,
}

/// Sentences of an event that its stories repeat.
const BACKGROUND: usize = 19;

impl Facts {
    fn of(world: &World, seed: u64, item: &Item) -> Facts {
        let own = mix(&[seed, 10, u64::from(item.event)]);
        // What is shared with others comes from what they share.
        let shared = match item.group {
            Group::Own => own,
            Group::Alike(n) => mix(&[seed, 11, u64::from(n)]),
            Group::Serial(n) => mix(&[seed, 12, u64::from(n)]),
        };
        let mut r = Random::of(&[shared]);
        let topic = r.rank(world.topics.len(), 120.0);
        let city = r.rank(world.cities.len(), 25.0) as u16;
        let circle = mix(&[topic as u64, u64::from(city)]);
        let mut orgs = vec![if r.chance(0.5) { r.rank(ORGS, 60.0) } else { r.below(ORGS) } as u32];
        let mut words = ByClass::default();
        for (class, list) in words.iter_mut().enumerate() {
            let typical = &world.topics[topic][class];
            list.extend((0..9).map(|_| typical[r.rank(typical.len(), 20.0)]));
        }
        let mut r = Random::of(&[own]);
        for _ in 0..=r.below(2) {
            orgs.push(r.rank(ORGS, 300.0) as u32);
        }
        let serial = matches!(item.group, Group::Serial(_));
        let many = if serial { 7 } else { 3 + r.below(3) };
        let persons = (0..many).map(|_| {
            let anybody = r.chance(0.3) && !serial;
            person_of((!anybody).then_some(circle), &mut r)
        });
        let persons = persons.collect();
        Facts { topic, city, persons, orgs, words }
    }
}

/// Fills frames.
struct Filler<'a> {
    world: &'a World,
    facts: &'a Facts,
    /// The day of the week.
    day: u8,
    /// The year.
    year: i32,
    /// How far figures have grown since the first day.
    growth: f64,
    /// Whether words are those of the event.
    own: bool,
}

impl Filler<'_> {
    /// Fills a frame: wording by one chance, names and figures by the other.
    fn fill(&self, frame: &'static str, words: &mut Random, names: &mut Random) -> Sentence {
        let word = |class: Class, r: &mut Random| Piece::Word(self.word(class, r));
        let facts = self.facts;
        let slot = |slot: &'static str| match slot {
            "NN" => word(Class::Noun, words),
            "NNS" => word(Class::Plural, words),
            "VD" => word(Class::Past, words),
            "VG" => word(Class::Ing, words),
            "VB" => word(Class::Verb, words),
            "JJ" => word(Class::Adj, words),
            "RB" => word(Class::Adv, words),
            "PERSON" => Piece::Person(facts.persons[names.rank(facts.persons.len(), 2.0)]),
            "ORG" => Piece::Org(facts.orgs[names.rank(facts.orgs.len(), 1.0)]),
            "CITY" => {
                let here = names.chance(0.75);
                Piece::City(if here { facts.city } else { names.rank(self.world.cities.len(), 25.0) as u16 })
            }
            "COUNTRY" => Piece::Country(facts.city),
            "COUNT" => Piece::Figure(Kind::Count, self.grown((1.0 + 7.5 * names.unit().powf(1.4)).exp().round())),
            "PCT" => Piece::Figure(Kind::Percent, (3.0 * names.unit()).exp() * 1.3 - 1.0),
            "MONEY" => Piece::Figure(Kind::Money, self.grown((0.7 + 8.0 * names.unit()).exp())),
            "LEVEL" => Piece::Figure(Kind::Level, 900.0 + 20_000.0 * names.unit().powi(2)),
            "YEAR" => Piece::Figure(Kind::Year, f64::from(self.year - names.rank(60, 5.0) as i32)),
            "DAY" => Piece::Day(if names.chance(0.8) { self.day } else { names.below(7) as u8 }),
            text => Piece::Text(text),
        };
        frame.split_ascii_whitespace().map(slot).collect()
    }

    fn grown(&self, figure: f64) -> f64 {
        if self.growth > 0.0 { (figure * (1.0 + self.growth)).ceil() } else { figure }
    }

    fn word(&self, class: Class, r: &mut Random) -> u16 {
        let class = class as usize;
        debug_assert!(class < CLASSES);
        let share = r.unit();
        let typical = &self.world.topics[self.facts.topic][class];
        let general = &self.world.general[class];
        if self.own && share < 0.45 {
            r.pick(&self.facts.words[class])
        } else if share < 0.75 {
            typical[r.rank(typical.len(), 12.0)]
        } else {
            general[r.rank(general.len(), 30.0)]
        }
    }
}

/// The story of a day.
pub fn tell(world: &World, seed: u64, item: &Item) -> Told {
    let facts = Facts::of(world, seed, item);
    // The first day was a Tuesday.
    let day = ((item.day + 1) % 7) as u8;
    let year = 2019 + i32::from(item.day) / 365;
    let filler = Filler { world, facts: &facts, day, year, growth: 0.0, own: true };
    let event = u64::from(item.event);
    let mut now = Random::of(&[seed, 20, event, u64::from(item.nth)]);
    let sentences = match item.group {
        Group::Serial(serial) => issue(&filler, mix(&[seed, 21, u64::from(serial)]), serial, &mut now),
        group => report(&filler, seed, event, item.nth, group, &mut now),
    };
    let frame = now.pick(&HEADLINES);
    let mut names = Random::of(&[seed, 22, event]);
    let headline = filler.fill(frame, &mut now, &mut names);
    let mut told = Told { headline, city: facts.city, topic: facts.topic, sentences };
    if item.again {
        let mut more = Random::of(&[seed, 23, event, u64::from(item.nth)]);
        let mut names = Random::of(&[seed, 24, event, u64::from(item.nth)]);
        for list in [&PLAIN[..], &QUOTES] {
            let added = filler.fill(more.pick(list), &mut more, &mut names);
            let at = 2 + more.below(told.sentences.len() - 2);
            told.sentences.insert(at, added);
        }
    }
    told
}

/// A day of an event: a new lead, new sentences, a quote, and much of what the days before had.
fn report(filler: &Filler, seed: u64, event: u64, nth: u8, group: Group, now: &mut Random) -> Vec<Sentence> {
    let mut names = Random::of(&[seed, 30, event, u64::from(nth)]);
    let many = 16 + now.below(8);
    let kept = ((many as f64) * (0.5 + 0.3 * now.unit())) as usize;
    let kept = kept.min(BACKGROUND - 1);
    let mut out = vec![filler.fill(now.pick(&LEADS), now, &mut names)];
    let mut fresh: Vec<Sentence> = Vec::new();
    for n in 0..many - kept - 1 {
        let frames: &[&'static str] = if n % 3 == 0 { &QUOTES } else { &PLAIN };
        fresh.push(filler.fill(now.pick(frames), now, &mut names));
    }
    let mut which: Vec<usize> = (0..BACKGROUND).collect();
    now.shuffle(&mut which);
    which.truncate(kept);
    which.sort_unstable();
    let background = which.into_iter().map(|n| {
        // A few sentences are those of all events like this.
        let from = match group {
            Group::Alike(group) if n % 5 == 4 => mix(&[seed, 31, u64::from(group), n as u64]),
            _ => mix(&[seed, 32, event, n as u64]),
        };
        let mut wording = Random::of(&[from]);
        let mut names = Random::of(&[seed, 33, event, n as u64]);
        let frames: &[&'static str] = if n % 7 == 3 { &QUOTES } else { &PLAIN };
        let frame = wording.pick(frames);
        let live = n % 4 == 1 && nth > 0;
        let growth = if live { f64::from(nth) * (0.04 + 0.2 * names.unit()) } else { 0.0 };
        // What was said on a day stays what was said on that day.
        let day = mix(&[event, n as u64]) as u8 % 7;
        Filler { growth, day, ..*filler }.fill(frame, &mut wording, &mut names)
    });
    let mut background: Vec<Sentence> = background.collect();
    let first = fresh.len().min(2);
    out.extend(fresh.drain(..first));
    for sentence in fresh {
        let at = now.below(background.len() + 1);
        background.insert(at, sentence);
    }
    out.extend(background);
    out
}

/// An issue of a serial: the same sentences with other names and figures, but for one or two.
fn issue(filler: &Filler, wording: u64, serial: u32, now: &mut Random) -> Vec<Sentence> {
    let frames = &SERIALS[serial as usize % SERIALS.len()];
    let mut out = Vec::new();
    for (n, frame) in frames.iter().enumerate() {
        if n > 0 && now.chance(0.12) {
            continue;
        }
        let mut words = Random::of(&[wording, n as u64]);
        out.push(filler.fill(frame, &mut words, now));
        if n % 8 == 2 {
            let seed = now.below(usize::MAX) as u64;
            let mut own = Random::of(&[seed]);
            out.push(filler.fill(own.pick(&PLAIN), &mut own, now));
        }
    }
    out
}

/// A sentence about something else.
pub fn aside(world: &World, seed: u64, item: &Item, r: &mut Random) -> Sentence {
    let facts = Facts::of(world, seed, item);
    let filler = Filler { world, facts: &facts, day: r.below(7) as u8, year: 2022, growth: 0.0, own: false };
    let mut names = Random::of(&[r.below(usize::MAX) as u64]);
    filler.fill(r.pick(&PLAIN), r, &mut names)
}
