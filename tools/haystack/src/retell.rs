//! A story told again in other words, as a desk would: some sentences dropped, others moved and merged, words replaced by synonyms,
//! figures rounded, names spelled otherwise, something added.

use std::collections::HashMap;

use truecopy::knowledge::{lexicon, vectors};

use crate::event::{Item, Told, aside};
use crate::piece::{Kind, Piece, Sentence, thousands};
use crate::random::Random;
use crate::world::{Class, World};

/// Two words that are this strongly synonyms can stand for each other; from 0 to 255.
const SYNONYM: u8 = 40;
/// Words are compared with so many of those that are used most like them.
const LIKE: usize = 250;

/// Tells stories again.
pub struct Reteller<'w> {
    world: &'w World,
    seed: u64,
    synonyms: HashMap<u16, Vec<u16>>,
}

/// How far a retelling is from its story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distance {
    /// Sentence by sentence, as a translation is.
    Close,
    /// In other words.
    Free,
    /// Little of the wording is left, and not all names.
    Far,
    /// Three sentences.
    Summary,
    /// One sentence.
    Brief,
}

impl Distance {
    /// How it is called in lists.
    pub fn name(self) -> &'static str {
        match self {
            Distance::Close => "close",
            Distance::Free => "free",
            Distance::Far => "far",
            Distance::Summary => "summary",
            Distance::Brief => "brief",
        }
    }
}

/// How one story is told again: shares of what is changed.
struct Style {
    far: Distance,
    /// Sentences that are left out.
    dropped: f64,
    /// Words with synonyms that are replaced.
    replaced: f64,
    /// Sentences of which most words are replaced, with synonyms or without.
    reworded: f64,
    /// Adjectives and adverbs that are left out.
    left_out: f64,
    /// Figures that are rounded or spelled out.
    rounded: f64,
    /// Names that are not told.
    unnamed: f64,
    /// How names are spelled here, where they are not as in the wire.
    spelling: HashMap<u32, Option<Piece>>,
}

impl Style {
    fn of(r: &mut Random) -> Style {
        let far = match r.unit() {
            0.0..0.25 => Distance::Close,
            0.25..0.65 => Distance::Free,
            0.65..0.85 => Distance::Far,
            0.85..0.95 => Distance::Summary,
            _ => Distance::Brief,
        };
        let some = r.unit();
        let (dropped, replaced, reworded, left_out, rounded, unnamed) = match far {
            Distance::Close => (0.3, 0.3, 0.1, 0.0, 0.1, 0.0),
            Distance::Free | Distance::Summary | Distance::Brief => {
                (0.3 + 0.2 * some, 0.3 + 0.3 * r.unit(), 0.3, 0.4 * r.unit(), 0.15, 0.05)
            }
            Distance::Far => (0.5 + 0.15 * some, 0.6, 0.9, 0.6, 0.4, 0.4),
        };
        Style { far, dropped, replaced, reworded, left_out, rounded, unnamed, spelling: HashMap::new() }
    }
}

impl<'w> Reteller<'w> {
    /// Tells stories of this archive.
    pub fn new(world: &'w World, seed: u64) -> Self {
        Reteller { world, seed, synonyms: HashMap::new() }
    }

    /// The story in other words, and how far they are from its own.
    pub fn retell(&mut self, told: &Told, number: u64, foreign: &Item) -> (Told, Distance) {
        let mut r = Random::of(&[self.seed, 50, number]);
        let mut style = Style::of(&mut r);
        let (lead, rest) = told.sentences.split_at(1.min(told.sentences.len()));
        let mut kept: Vec<&Sentence> = rest.iter().collect();
        let stay = match style.far {
            Distance::Summary => 2,
            Distance::Brief => 0,
            _ => ((kept.len() as f64) * (1.0 - style.dropped)).round() as usize,
        };
        while kept.len() > stay {
            kept.remove(r.below(kept.len()));
        }
        if style.far == Distance::Far {
            // What was news goes with the rest, or is not told.
            kept.extend(lead.iter().filter(|_| r.chance(0.5)));
            r.shuffle(&mut kept);
        }
        for _ in 0..kept.len() / 4 {
            let (from, to) = (r.below(kept.len()), r.below(kept.len()));
            let moved = kept.remove(from);
            kept.insert(to, moved);
        }
        if style.far != Distance::Far {
            kept.splice(..0, lead);
        }
        let mut sentences: Vec<Sentence> = kept.into_iter().map(|s| self.sentence(s, &mut style, &mut r)).collect();
        let added = (sentences.len() as f64 * 0.11 + r.unit()) as usize;
        let added = if stay > 2 { added } else { 0 };
        for _ in 0..added {
            let at = 1 + r.below(sentences.len());
            sentences.insert(at, aside(self.world, self.seed, foreign, &mut r));
        }
        let sentences = merged(sentences, &mut r);
        let headline = self.headline(told, &mut style, &mut r);
        (Told { headline, city: told.city, topic: told.topic, sentences }, style.far)
    }

    /// Half of all headlines are the wire's in other words, the others the beginning of the lead.
    fn headline(&mut self, told: &Told, style: &mut Style, r: &mut Random) -> Sentence {
        let from = match told.sentences.first() {
            Some(lead) if r.chance(0.5) => lead.get(..lead.len().min(9)).unwrap_or(lead),
            _ => &told.headline,
        };
        self.sentence(from, style, r)
    }

    fn sentence(&mut self, sentence: &[Piece], style: &mut Style, r: &mut Random) -> Sentence {
        let reworded = r.chance(style.reworded);
        let mut out = Sentence::new();
        for piece in sentence {
            if self.is_ornament(piece) && r.chance(style.left_out) {
                continue;
            }
            match piece {
                Piece::Word(word) if reworded && r.chance(0.6) => out.push(Piece::Word(self.like(*word, r))),
                piece => out.push(self.piece(piece, style, r)),
            }
        }
        out
    }

    /// Whether a sentence can do without.
    fn is_ornament(&self, piece: &Piece) -> bool {
        let Piece::Word(word) = piece else { return false };
        matches!(self.world.words[*word as usize].class, Class::Adj | Class::Adv)
    }

    /// A synonym, or any word of the kind where there is none.
    fn like(&mut self, word: u16, r: &mut Random) -> u16 {
        let all = &self.world.general[self.world.words[word as usize].class as usize];
        let other = self.synonyms(word);
        if other.is_empty() { all[r.rank(all.len(), 60.0)] } else { r.pick(other) }
    }

    fn piece(&mut self, piece: &Piece, style: &mut Style, r: &mut Random) -> Piece {
        match piece {
            Piece::Word(word) => {
                let other = self.synonyms(*word);
                if !other.is_empty() && r.chance(style.replaced) { Piece::Word(r.pick(other)) } else { piece.clone() }
            }
            Piece::Text("said") if r.chance(0.3) => Piece::Text(r.pick(&["told reporters", "stated", "explained"])),
            Piece::Figure(kind, value) if r.chance(style.rounded) => {
                rounded(*kind, *value).map_or(piece.clone(), Piece::Written)
            }
            Piece::Org(_) if r.chance(style.unnamed) => {
                Piece::Text(r.pick(&["the company", "the organisation", "the authorities"]))
            }
            Piece::Person(person) => {
                let (world, unnamed) = (self.world, style.unnamed);
                let spelling = style.spelling.entry(*person).or_insert_with(|| {
                    if r.chance(unnamed) {
                        return Some(Piece::Text(r.pick(&[
                            "the official",
                            "a spokesman",
                            "the minister",
                            "one of them",
                        ])));
                    }
                    // A respelled person goes by surname alone.
                    r.chance(0.1).then(|| Piece::Written(respelled(&world.person(*person).1)))
                });
                spelling.clone().unwrap_or(piece.clone())
            }
            _ => piece.clone(),
        }
    }

    /// Words of the same kind that can stand for a word.
    fn synonyms(&mut self, word: u16) -> &[u16] {
        let world = self.world;
        self.synonyms.entry(word).or_insert_with(|| {
            let this = &world.words[word as usize];
            let Some(vector) = vectors::by_rank(this.rank) else { return Vec::new() };
            let all = world.general[this.class as usize].iter().copied().filter(|n| *n != word);
            let mut like: Vec<(f32, u16)> = all
                .filter_map(|n| Some((vectors::cosine(vector, vectors::by_rank(world.words[n as usize].rank)?), n)))
                .collect();
            let by = |a: &(f32, u16), b: &(f32, u16)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
            if like.len() > LIKE {
                like.select_nth_unstable_by(LIKE, by);
                like.truncate(LIKE);
            }
            like.sort_by(by);
            let same = |n: u16| {
                let found = lexicon::relations(this.text, world.words[n as usize].text, None);
                found.synonym >= SYNONYM && !found.same_lemma
            };
            like.into_iter().map(|(_, n)| n).filter(|n| same(*n)).take(4).collect()
        })
    }
}

/// Sentences of which one in seven goes on with the next.
fn merged(sentences: Vec<Sentence>, r: &mut Random) -> Vec<Sentence> {
    let mut out: Vec<Sentence> = Vec::new();
    for sentence in sentences {
        let ends = |s: &Sentence| matches!(s.last(), Some(Piece::Text(".")));
        match out.last_mut() {
            Some(last) if ends(last) && r.chance(0.14) => {
                last.pop();
                last.push(Piece::Text(","));
                last.push(Piece::Text(r.pick(&["and", "while", "as"])));
                last.extend(sentence);
            }
            _ => out.push(sentence),
        }
    }
    out
}

/// A figure as a reader of news would round it.
fn rounded(kind: Kind, value: f64) -> Option<String> {
    const SMALL: [&str; 13] =
        ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let two = |v: f64| {
        let step = 10_f64.powf(v.log10().floor() - 1.0);
        (v / step).round() * step
    };
    match kind {
        Kind::Count if value <= 12.0 => SMALL.get(value as usize).map(|w| (*w).to_owned()),
        Kind::Count if value >= 100.0 => Some(format!("about {}", thousands(two(value).round() as u64))),
        Kind::Percent if value >= 1.0 => Some(format!("about {value:.0} percent")),
        Kind::Money if value >= 1000.0 => Some(format!("${:.0} billion", (value / 1000.0).max(1.0))),
        Kind::Money if value >= 10.0 => Some(format!("almost ${value:.0} million")),
        Kind::Level => Some(format!("some {}", thousands(value.round() as u64))),
        _ => None,
    }
}

/// A surname as another transliteration has it.
fn respelled(name: &str) -> String {
    const OTHER: [(&str, &str); 14] = [
        ("kh", "h"),
        ("ou", "u"),
        ("sch", "sh"),
        ("ei", "ai"),
        ("ov", "ow"),
        ("ic", "itch"),
        ("y", "i"),
        ("sh", "ch"),
        ("k", "c"),
        ("ll", "l"),
        ("z", "s"),
        ("v", "w"),
        ("e", "a"),
        ("o", "u"),
    ];
    let found = OTHER.iter().find(|(from, _)| name.get(1..).is_some_and(|rest| rest.contains(from)));
    let (head, rest) = name.split_at(name.chars().next().map_or(0, char::len_utf8));
    found.map_or_else(|| format!("{name}e"), |(from, to)| format!("{head}{}", rest.replacen(from, to, 1)))
}
