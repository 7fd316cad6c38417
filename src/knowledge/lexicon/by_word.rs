//! Relations that hold between words: antonyms, derivations, families of opposites, adjectives of places.

use super::by_sense::{Kin, Node};
use super::bytes::{equal_range, row, u32_at};
use super::morph::{Entry, Reading};
use super::pack::{CLASSES, LINK_AT, LINKS, OPPOSITE, OPPOSITE_SIDE, Pos, WordId, senses};
use super::relations::{AntonymBy, Relations, oppose, part, raise, times};

#[derive(Clone, Copy)]
struct Link {
    to: WordId,
    derived: bool,
    strength: u8,
}

/// Word-to-word relations of a lemma: antonyms and derivations.
fn links(id: WordId) -> impl Iterator<Item = Link> + Clone {
    row(LINK_AT, LINKS, id.index()).map(|packed| Link {
        to: WordId(packed & 0x0003_FFFF),
        derived: packed >> 18 & 63 == 1,
        strength: (packed >> 24) as u8,
    })
}

fn derived(id: WordId) -> impl Iterator<Item = Link> + Clone {
    links(id).filter(|l| l.derived)
}

/// Bits of the words that a word's links lead to, and of those that may be led to: two words are tied by a link only where the one's
/// `to` and the other's `from` share a bit.
#[derive(Clone, Copy)]
pub(super) struct LinkMask {
    to: u128,
    from: u128,
}

impl LinkMask {
    pub(super) fn new(entry: &Entry) -> Self {
        let bit = |id: WordId| 1_u128 << (id.0 & 127);
        let (mut to, mut from) = (0, 0);
        for reading in entry.readings() {
            from |= bit(reading.id);
            for link in links(reading.id) {
                to |= bit(link.to);
                if link.derived {
                    from |= bit(link.to);
                    to |= links(link.to).filter(|l| !l.derived).fold(0, |set, far| set | bit(far.to));
                }
            }
        }
        Self { to, from }
    }

    /// Whether a link may tie a word to another.
    pub(super) fn may_tie(self, other: Self) -> bool {
        self.to & other.from != 0
    }
}

pub(super) fn by_link(a: &Entry, b: &Entry, found: &mut Relations) {
    for x in a.readings() {
        for link in links(x.id) {
            for y in b.readings() {
                let weight = times(x.weight, y.weight);
                if link.to == y.id {
                    if link.derived {
                        raise(&mut found.derivation, times(link.strength.max(150), weight));
                    } else {
                        oppose(found, times(link.strength, weight), AntonymBy::Direct);
                    }
                }
                for back in derived(y.id) {
                    if link.derived && back.to == link.to && x.id != y.id {
                        raise(
                            &mut found.derivation,
                            part(times(link.strength.min(back.strength).max(120), weight), 70),
                        );
                    }
                    if !link.derived && back.to == link.to {
                        oppose(found, part(times(times(link.strength, back.strength), weight), 80), AntonymBy::Kin);
                    }
                }
            }
            if link.derived {
                for far in links(link.to).filter(|l| !l.derived) {
                    let strength = times(link.strength, far.strength);
                    for y in b.readings() {
                        let direct = far.to == y.id;
                        if direct || derived(y.id).any(|back| back.to == far.to) {
                            oppose(found, part(times(strength, times(x.weight, y.weight)), 80), AntonymBy::Kin);
                        }
                    }
                }
            }
        }
    }
}

/// The kin of the nouns that a word's relational adjectives are of: what is above Estonia, for "Estonian".
pub(super) fn origin(entry: &Entry) -> Kin {
    let mut list = Vec::new();
    let adjectives = entry.readings().iter().filter(|r| r.pos == Pos::Adj && relational(r.id));
    for (origin, weight) in adjectives.flat_map(|r| derived(r.id).map(|l| (l.to, times(l.strength, r.weight)))) {
        for (synset, own) in senses(origin, Pos::Noun).take(2) {
            list.push(Node { synset, weight: times(weight, own), steps: 0, verb: false });
        }
    }
    Kin::of(list)
}

/// Whether the first adjective sense of a word is a relational one (of or belonging to something).
fn relational(id: WordId) -> bool {
    const PERTAINYM: u8 = 1;
    senses(id, Pos::Adj).next().is_some_and(|(s, _)| CLASSES.get(s as usize) == Some(&PERTAINYM))
}

/// Flag of a word that stands in the table of opposites.
const LISTED: u8 = 32;

/// Sides of the families of opposites a word stands on: family number doubled, plus one for the right side.
fn sides(id: WordId, pos: Pos) -> impl Iterator<Item = u32> + Clone {
    let known = id.flags() & LISTED != 0;
    let range = if known { equal_range(OPPOSITE, id.0 << 3 | pos as u32) } else { 0..0 };
    range.map(|at| u32_at(OPPOSITE_SIDE, at))
}

/// A side of a family that a reading stands on.
#[derive(Clone, Copy)]
pub(super) struct Side {
    side: u32,
    strength: u8,
    /// The word itself is listed, not one that it is derived from.
    own: bool,
    /// The lemma, in American spelling.
    lemma: u32,
}

/// Sides of one word that are looked at.
const MOST_SIDES: usize = 32;

/// The sides of the readings and, weaker, of the words derived from them; those beyond [`MOST_SIDES`] are dropped.
pub(super) fn all_sides(entry: &Entry) -> Box<[Side]> {
    let mut list: Vec<Side> = Vec::new();
    let mut push = |side, strength, own, reading: &Reading| {
        list.push(Side { side, strength, own, lemma: reading.spelling.0 });
    };
    for reading in entry.readings() {
        for side in sides(reading.id, reading.pos) {
            push(side, reading.weight, true, reading);
        }
    }
    for reading in entry.readings() {
        for link in derived(reading.id).filter(|l| l.to.flags() & LISTED != 0) {
            let strength = part(times(reading.weight, link.strength), 75);
            for side in Pos::OPEN.into_iter().flat_map(|pos| sides(link.to, pos)) {
                push(side, strength, false, reading);
            }
        }
    }
    list.truncate(MOST_SIDES);
    list.into()
}

pub(super) fn by_family(left: &[Side], right: &[Side], found: &mut Relations) {
    for x in left {
        for y in right {
            if x.side >> 1 != y.side >> 1 {
                continue;
            }
            let strength = times(x.strength, y.strength);
            if x.side != y.side {
                let by = if x.own && y.own { AntonymBy::Direct } else { AntonymBy::Kin };
                oppose(found, part(strength, 94), by);
            } else if x.lemma != y.lemma {
                raise(&mut found.similar, part(strength, 60));
            }
        }
    }
}
