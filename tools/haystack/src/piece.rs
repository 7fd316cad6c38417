//! Sentences as pieces, so that a retelling knows which words are names, figures and words with synonyms.

use std::collections::HashSet;

use crate::world::World;

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// Persons or things.
    Count,
    /// A share.
    Percent,
    /// An amount of money.
    Money,
    /// Points of an index, metres, votes: four digits and a fraction.
    Level,
    /// A year.
    Year,
}

/// A part of a sentence.
#[derive(Clone, Debug)]
pub enum Piece {
    /// A word or mark of the frame of a sentence.
    Text(&'static str),
    /// A word with a meaning, by its number in the world.
    Word(u16),
    /// A person: in full where a story names them first, then by surname.
    Person(u32),
    /// An organisation.
    Org(u32),
    /// A city.
    City(u16),
    /// The country of a city.
    Country(u16),
    /// A figure.
    Figure(Kind, f64),
    /// A day of the week.
    Day(u8),
    /// Something in other words than those of the wire.
    Written(String),
}

/// One sentence.
pub type Sentence = Vec<Piece>;

/// The days of the week.
pub const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Writes sentences out.
pub struct Writer<'w> {
    world: &'w World,
    /// Who was named in full.
    named: HashSet<u32>,
    /// What was written.
    pub out: String,
}

impl<'w> Writer<'w> {
    /// Nothing was written yet.
    pub fn new(world: &'w World) -> Self {
        Writer { world, named: HashSet::new(), out: String::with_capacity(2600) }
    }

    /// Adds a sentence.
    pub fn sentence(&mut self, sentence: &[Piece]) {
        let start = self.out.len();
        let mut glued = true;
        for (n, piece) in sentence.iter().enumerate() {
            let before = self.out.len();
            match piece {
                Piece::Text("a") => {
                    let next = self.word(sentence.get(n + 1));
                    let vowel = next.starts_with(['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O', 'U', '8']);
                    self.add(if vowel { "an" } else { "a" }, glued);
                }
                _ => {
                    let word = self.word(Some(piece));
                    self.add(&word, glued);
                    if let Piece::Person(person) = piece {
                        self.named.insert(*person);
                    }
                }
            }
            glued = self.out[before..].ends_with(['“', '(', '$', '-']);
        }
        if let Some(first) = self.out[start..].chars().find(|c| c.is_alphanumeric()).filter(|c| c.is_lowercase()) {
            let at = start + self.out[start..].find(first).unwrap_or(0);
            let upper: String = first.to_uppercase().collect();
            self.out.replace_range(at..at + first.len_utf8(), &upper);
        }
    }

    fn add(&mut self, word: &str, glued: bool) {
        if !glued && !word.starts_with([',', '.', ':', ';', '”', ')', '\'']) {
            self.out.push(' ');
        }
        self.out.push_str(word);
    }

    fn word(&self, piece: Option<&Piece>) -> String {
        let city = |n: u16| &self.world.cities[n as usize];
        match piece {
            None => String::new(),
            Some(Piece::Text(text)) => (*text).to_owned(),
            Some(Piece::Word(n)) => self.world.words[*n as usize].text.to_owned(),
            Some(Piece::Person(person)) => {
                let (first, last) = self.world.person(*person);
                if self.named.contains(person) { last } else { format!("{first} {last}") }
            }
            Some(Piece::Org(org)) => self.world.org(*org),
            Some(Piece::City(n)) => city(*n).name.to_owned(),
            Some(Piece::Country(n)) => city(*n).country.to_owned(),
            Some(Piece::Figure(kind, value)) => figure(*kind, *value),
            Some(Piece::Day(day)) => DAYS[usize::from(*day) % 7].to_owned(),
            Some(Piece::Written(text)) => text.clone(),
        }
    }
}

/// A figure as news writes it.
pub fn figure(kind: Kind, value: f64) -> String {
    match kind {
        Kind::Count | Kind::Year if kind == Kind::Year || value < 1000.0 => format!("{value:.0}"),
        Kind::Count => thousands(value as u64),
        Kind::Percent => format!("{value:.1} percent"),
        Kind::Money if value < 1000.0 => format!("${value:.1} million"),
        Kind::Money => format!("${:.2} billion", value / 1000.0),
        Kind::Level | Kind::Year => format!("{}.{:02}", thousands(value as u64), (value * 100.0) as u64 % 100),
    }
}

/// 12345 as "12,345".
pub fn thousands(value: u64) -> String {
    let digits = value.to_string();
    let mut out = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
