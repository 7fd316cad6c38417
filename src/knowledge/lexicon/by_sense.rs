//! Relations that hold between the senses of two words: shared, similar, opposed, above and below.

use super::bytes::row;
use super::relate::{AntonymBy, Relations, oppose, part, raise, times};
use super::{Entry, INFORMATION, Pos, REL_AT, RELS, senses};

const HYPERNYM: u32 = 0;
const SIMILAR: u32 = 1;
const OPPOSED: u32 = 2;
const ENTAILS: u32 = 3;
const CAUSES: u32 = 4;
const GROUP: u32 = 5;

/// Senses of one word that are looked at, all parts of speech together, and of one lemma.
pub(super) const MOST_SENSES: usize = 40;
const MOST_OF_LEMMA: usize = 12;
pub(super) const MOST_ANCESTORS: usize = 160;

#[derive(Clone, Copy, Default)]
pub(super) struct Node {
    pub(super) synset: u32,
    pub(super) weight: u8,
    pub(super) steps: u8,
    pub(super) verb: bool,
}

/// A list on the stack that silently drops what does not fit.
pub(super) struct List<const N: usize> {
    nodes: [Node; N],
    pub(super) len: usize,
    /// Bit set of the synsets, by their low six bits, for quick rejection.
    mask: u64,
}

impl<const N: usize> List<N> {
    pub(super) fn new() -> Self {
        Self { nodes: [Node::default(); N], len: 0, mask: 0 }
    }

    pub(super) fn push(&mut self, node: Node) {
        if let Some(free) = self.nodes.get_mut(self.len) {
            *free = node;
            self.len += 1;
            self.mask |= 1 << (node.synset & 63);
        }
    }

    fn all(&self) -> &[Node] {
        self.nodes.get(..self.len).unwrap_or_default()
    }

    fn matches(&self, synset: u32) -> impl Iterator<Item = &Node> {
        let nodes = if self.mask & 1 << (synset & 63) == 0 { &[] } else { self.all() };
        nodes.iter().filter(move |n| n.synset == synset)
    }
}

pub(super) fn collect(entry: &Entry) -> List<MOST_SENSES> {
    let mut list = List::new();
    for reading in entry.readings() {
        for (synset, weight) in senses(reading.id, reading.pos).take(MOST_OF_LEMMA) {
            list.push(Node { synset, weight: times(weight, reading.weight), steps: 0, verb: reading.pos == Pos::Verb });
        }
    }
    list
}

fn related(synset: u32, kind: u32) -> impl Iterator<Item = u32> {
    row(REL_AT, RELS, synset as usize).filter(move |r| r >> 24 == kind).map(|r| r & 0x00FF_FFFF)
}

/// What shows between the senses themselves and one step around them.
pub(super) fn by_sense(left: &List<MOST_SENSES>, right: &List<MOST_SENSES>, found: &mut Relations) {
    for (one, other) in [(left, right), (right, left)] {
        for sense in one.all() {
            for twin in other.matches(sense.synset) {
                raise(&mut found.synonym, times(sense.weight, twin.weight));
            }
            for packed in row(REL_AT, RELS, sense.synset as usize) {
                let (kind, target) = (packed >> 24, packed & 0x00FF_FFFF);
                for near in other.matches(target) {
                    let strength = times(sense.weight, near.weight);
                    match kind {
                        SIMILAR => raise(&mut found.similar, part(strength, 90)),
                        GROUP => raise(&mut found.similar, part(strength, 80)),
                        OPPOSED => oppose(found, part(strength, 85), AntonymBy::Synonym),
                        ENTAILS | CAUSES => raise(&mut found.entails, part(strength, 90)),
                        _ => {}
                    }
                }
                // Satellites of one head adjective, and those of opposed heads.
                if kind == SIMILAR {
                    for cousin in related(target, SIMILAR) {
                        for near in other.matches(cousin).filter(|n| n.synset != sense.synset) {
                            raise(&mut found.similar, part(times(sense.weight, near.weight), 55));
                        }
                    }
                    for opposed in related(target, OPPOSED) {
                        for near in other.matches(opposed) {
                            oppose(found, part(times(sense.weight, near.weight), 65), AntonymBy::Kin);
                        }
                        for cousin in related(opposed, SIMILAR) {
                            for near in other.matches(cousin) {
                                oppose(found, part(times(sense.weight, near.weight), 50), AntonymBy::Kin);
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Synsets above the senses, at most four steps up.
pub(super) fn ancestors(senses: &List<MOST_SENSES>) -> List<MOST_ANCESTORS> {
    let mut list = List::new();
    for sense in senses.all() {
        let mut at = list.len;
        for up in related(sense.synset, HYPERNYM) {
            list.push(Node { synset: up, steps: 1, ..*sense });
        }
        while let Some(&node) = list.all().get(at) {
            at += 1;
            if node.steps < 4 {
                for up in related(node.synset, HYPERNYM) {
                    list.push(Node { synset: up, steps: node.steps + 1, ..node });
                }
            }
        }
    }
    list
}

/// Generalisation, specialisation and siblings, and verbs opposed one step up.
pub(super) fn by_hierarchy(
    (left, above_left): (&List<MOST_SENSES>, &List<MOST_ANCESTORS>),
    (right, above_right): (&List<MOST_SENSES>, &List<MOST_ANCESTORS>),
    found: &mut Relations,
) {
    const FADE: [u16; 5] = [100, 100, 85, 65, 45];
    for node in above_left.all() {
        for sense in right.matches(node.synset) {
            let strength = part(times(node.weight, sense.weight), FADE[usize::from(node.steps.min(4))]);
            if strength > found.hypernym {
                (found.hypernym, found.steps) = (strength, node.steps);
            }
        }
        if node.verb && node.steps == 1 {
            for opposed in related(node.synset, OPPOSED) {
                for sense in right.matches(opposed) {
                    oppose(found, part(times(node.weight, sense.weight), 65), AntonymBy::Kin);
                }
                for twin in above_right.matches(opposed).filter(|t| t.steps == 1) {
                    oppose(found, part(times(node.weight, twin.weight), 50), AntonymBy::Kin);
                }
            }
        }
    }
    raise(&mut found.sibling, kinship(above_left, above_right));
    for node in above_right.all() {
        for sense in left.matches(node.synset) {
            let strength = part(times(node.weight, sense.weight), FADE[usize::from(node.steps.min(4))]);
            if strength > found.hyponym.max(found.hypernym) {
                found.steps = node.steps;
            }
            raise(&mut found.hyponym, strength);
        }
        if node.verb && node.steps == 1 {
            for opposed in related(node.synset, OPPOSED) {
                for sense in left.matches(opposed) {
                    oppose(found, part(times(node.weight, sense.weight), 65), AntonymBy::Kin);
                }
            }
        }
    }
}

/// Strength of the best ancestor two words share within three steps, by how narrow it is and how near.
pub(super) fn kinship(left: &List<MOST_ANCESTORS>, right: &List<MOST_ANCESTORS>) -> u8 {
    let mut best = 0;
    for node in left.all().iter().filter(|n| n.steps <= 3) {
        for twin in right.matches(node.synset).filter(|t| t.steps <= 3) {
            let information = u16::from(INFORMATION.get(node.synset as usize).copied().unwrap_or(0));
            // Under a fifth of the scale stand "entity", "artifact", "person" and the like: no kinship worth the name.
            let narrow = information.saturating_sub(48).saturating_mul(2).min(255) as u8;
            let far = usize::from(node.steps.max(twin.steps));
            let fade = [100, 100, 92, 82].get(far).copied().unwrap_or(0);
            raise(&mut best, part(times(times(node.weight, twin.weight), narrow), fade));
        }
    }
    best
}
