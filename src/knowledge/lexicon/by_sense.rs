//! Relations that hold between the senses of two words: shared, similar, opposed, above and below.

use super::bytes::row;
use super::morph::Entry;
use super::pack::{INFORMATION, Pos, REL_AT, RELS, senses};
use super::relations::{AntonymBy, Relations, oppose, part, raise, times};

const HYPERNYM: u32 = 0;
const SIMILAR: u32 = 1;
const OPPOSED: u32 = 2;
const ENTAILS: u32 = 3;
const CAUSES: u32 = 4;
const GROUP: u32 = 5;

/// Senses of one word that are looked at, all parts of speech together, and of one lemma.
const MOST_SENSES: usize = 40;
const MOST_OF_LEMMA: usize = 12;
const MOST_ANCESTORS: usize = 160;

#[derive(Clone, Copy, Default)]
pub(super) struct Node {
    pub(super) synset: u32,
    pub(super) weight: u8,
    pub(super) steps: u8,
    pub(super) verb: bool,
}

/// A bit set of synsets by their low nine bits, for quick rejection.
#[derive(Clone, Copy)]
struct Mask([u64; 8]);

impl Mask {
    #[inline]
    fn may_have(&self, synset: u32) -> bool {
        self.0.get(synset as usize >> 6 & 7).is_some_and(|word| word & 1 << (synset & 63) != 0)
    }
}

/// Something that stands at a synset.
trait At {
    fn synset(&self) -> u32;
}

impl At for Node {
    fn synset(&self) -> u32 {
        self.synset
    }
}

/// A list in the order in which it was found, and where in it each synset stands.
struct Listed<T> {
    all: Box<[T]>,
    mask: Mask,
    /// Synset and index, sorted.
    places: Box<[(u32, u32)]>,
}

impl<T: At> Listed<T> {
    fn new(all: Vec<T>) -> Self {
        let mut mask = Mask([0; 8]);
        let mut places: Vec<(u32, u32)> = Vec::with_capacity(all.len());
        for (i, synset) in all.iter().map(At::synset).enumerate() {
            if let Some(word) = mask.0.get_mut(synset as usize >> 6 & 7) {
                *word |= 1 << (synset & 63);
            }
            places.push((synset, i as u32));
        }
        places.sort_unstable();
        Self { all: all.into(), mask, places: places.into() }
    }

    /// Each of the list and each of the senses that stand at one synset, in the order of the list and then of the senses. Two words
    /// seldom have any, and the senses of a word are few: that is settled by looking each of them up in the mask.
    fn meetings<'a>(&'a self, senses: &'a [Node]) -> impl Iterator<Item = (&'a T, &'a Node)> {
        let mut met: Vec<(u32, u32)> = Vec::new();
        let senses = if self.all.is_empty() { &[] } else { senses };
        for (k, sense) in senses.iter().enumerate().filter(|(_, s)| self.mask.may_have(s.synset)) {
            let from = self.places.partition_point(|(synset, _)| *synset < sense.synset);
            let same = self.places.get(from..).unwrap_or_default().iter().take_while(|p| p.0 == sense.synset);
            met.extend(same.map(|(_, i)| (*i, k as u32)));
        }
        met.sort_unstable();
        met.into_iter().filter_map(|(i, k)| Some((self.all.get(i as usize)?, senses.get(k as usize)?)))
    }
}

/// What stands near a sense, and so what it says of a word that has that as a sense.
#[derive(Clone, Copy)]
enum Tie {
    Similar(u8),
    Entails(u8),
}

/// A synset that is opposed to a sense or to what stands near it.
struct Opposed {
    synset: u32,
    weight: u8,
    percent: u8,
    by: AntonymBy,
}

impl At for Opposed {
    fn synset(&self) -> u32 {
        self.synset
    }
}

/// A synset one to three steps from a sense.
struct Near {
    synset: u32,
    weight: u8,
    tie: Tie,
}

impl At for Near {
    fn synset(&self) -> u32 {
        self.synset
    }
}

/// All synsets of a word: its senses, and what stands around, above and against them. Most words of a story have none in common, and
/// that shows here, before any list is gone through.
struct Reach {
    /// What another word has to have among its `all` for the two to meet: the senses, and what is opposed to those one step up.
    own: Box<[u32]>,
    /// A bit set by the low eleven bits.
    mask: [u64; 32],
    /// Sorted.
    all: Box<[u32]>,
}

impl Reach {
    fn new(own: Vec<u32>, others: impl IntoIterator<Item = u32>) -> Self {
        let mut all = own.clone();
        all.extend(others);
        all.sort_unstable();
        all.dedup();
        let mut mask = [0; 32];
        for synset in &all {
            mask[*synset as usize >> 6 & 31] |= 1_u64 << (synset & 63);
        }
        Self { own: own.into(), mask, all: all.into() }
    }

    /// Whether one of some synsets is among all.
    fn holds(&self, own: &[u32]) -> bool {
        let may = |synset: u32| self.mask[synset as usize >> 6 & 31] & 1 << (synset & 63) != 0;
        own.iter().any(|synset| may(*synset) && self.all.binary_search(synset).is_ok())
    }
}

/// Where the senses of one word stand, gathered once for many comparisons.
pub(super) struct Senses {
    reach: Reach,
    own: Listed<Node>,
    /// One to three steps around them, sideways.
    near: Listed<Near>,
    against: Listed<Opposed>,
    /// At most four steps up.
    above: Listed<Node>,
    /// Of verbs: what is opposed to the synsets one step up.
    opposed: Box<[Node]>,
    /// The narrow ones among those at most three steps up.
    kin: Kin,
}

impl Senses {
    pub(super) fn new(entry: &Entry) -> Self {
        let own = collect(entry);
        let above = ancestors(&own);
        let (mut near, mut against) = (Vec::new(), Vec::new());
        for sense in &own {
            around(sense, &mut near, &mut against);
        }
        let opposed: Box<[Node]> = above
            .iter()
            .filter(|n| n.verb && n.steps == 1)
            .flat_map(|n| related(n.synset, OPPOSED).map(|synset| Node { synset, ..*n }))
            .collect();
        let synsets = |nodes: &[Node]| nodes.iter().map(|n| n.synset).collect::<Vec<_>>();
        let others =
            [near.iter().map(|n| n.synset).collect(), against.iter().map(|o| o.synset).collect(), synsets(&above)];
        let mut sought = synsets(&own);
        sought.extend(opposed.iter().map(|n| n.synset));
        Self {
            reach: Reach::new(sought, others.into_iter().flatten()),
            kin: Kin::new(&above),
            own: Listed::new(own),
            near: Listed::new(near),
            against: Listed::new(against),
            above: Listed::new(above),
            opposed,
        }
    }
}

impl Senses {
    /// Whether the senses of two words or what stands around them have a synset in common; where not, the words are nothing to each
    /// other but perhaps kinds of one thing.
    pub(super) fn may_meet(&self, other: &Self) -> bool {
        self.reach.holds(&other.reach.own) || other.reach.holds(&self.reach.own)
    }
}

fn collect(entry: &Entry) -> Vec<Node> {
    let mut list = Vec::new();
    for reading in entry.readings() {
        for (synset, weight) in senses(reading.id, reading.pos).take(MOST_OF_LEMMA) {
            list.push(Node { synset, weight: times(weight, reading.weight), steps: 0, verb: reading.pos == Pos::Verb });
        }
    }
    list.truncate(MOST_SENSES);
    list
}

fn related(synset: u32, kind: u32) -> impl Iterator<Item = u32> {
    row(REL_AT, RELS, synset as usize).filter(move |r| r >> 24 == kind).map(|r| r & 0x00FF_FFFF)
}

fn around(sense: &Node, near: &mut Vec<Near>, against: &mut Vec<Opposed>) {
    let mut push = |synset, tie| near.push(Near { synset, weight: sense.weight, tie });
    let mut oppose = |synset, percent, by| against.push(Opposed { synset, weight: sense.weight, percent, by });
    for packed in row(REL_AT, RELS, sense.synset as usize) {
        let (kind, target) = (packed >> 24, packed & 0x00FF_FFFF);
        match kind {
            SIMILAR => push(target, Tie::Similar(90)),
            GROUP => push(target, Tie::Similar(80)),
            OPPOSED => oppose(target, 85, AntonymBy::Synonym),
            ENTAILS | CAUSES => push(target, Tie::Entails(90)),
            _ => {}
        }
        // Satellites of one head adjective, and those of opposed heads.
        if kind == SIMILAR {
            for cousin in related(target, SIMILAR).filter(|c| *c != sense.synset) {
                push(cousin, Tie::Similar(55));
            }
            for opposed in related(target, OPPOSED) {
                oppose(opposed, 65, AntonymBy::Kin);
                for cousin in related(opposed, SIMILAR) {
                    oppose(cousin, 50, AntonymBy::Kin);
                }
            }
        }
    }
}

/// What shows between the senses themselves and the steps around them.
pub(super) fn by_sense(left: &Senses, right: &Senses, found: &mut Relations) {
    for (sense, twin) in left.own.meetings(&right.own.all) {
        raise(&mut found.synonym, times(sense.weight, twin.weight));
    }
    for (one, other) in [(left, right), (right, left)] {
        for (near, sense) in one.near.meetings(&other.own.all) {
            let strength = times(near.weight, sense.weight);
            match near.tie {
                Tie::Similar(percent) => raise(&mut found.similar, part(strength, percent.into())),
                Tie::Entails(percent) => raise(&mut found.entails, part(strength, percent.into())),
            }
        }
    }
}

/// Synsets above the senses, at most four steps up.
fn ancestors(senses: &[Node]) -> Vec<Node> {
    let mut list: Vec<Node> = Vec::new();
    for sense in senses {
        let mut at = list.len();
        list.extend(related(sense.synset, HYPERNYM).map(|synset| Node { synset, steps: 1, ..*sense }));
        while let Some(&node) = list.get(at) {
            at += 1;
            if node.steps < 4 {
                let up = related(node.synset, HYPERNYM);
                list.extend(up.map(|synset| Node { synset, steps: node.steps + 1, ..node }));
            }
        }
        list.truncate(MOST_ANCESTORS);
    }
    list
}

/// Generalisation and specialisation.
pub(super) fn by_hierarchy(left: &Senses, right: &Senses, found: &mut Relations) {
    const FADE: [u16; 5] = [100, 100, 85, 65, 45];
    let fade = |steps: u8| FADE[usize::from(steps.min(4))];
    for (node, sense) in left.above.meetings(&right.own.all) {
        let strength = part(times(node.weight, sense.weight), fade(node.steps));
        if strength > found.hypernym {
            (found.hypernym, found.steps) = (strength, node.steps);
        }
    }
    for (node, sense) in right.above.meetings(&left.own.all) {
        let strength = part(times(node.weight, sense.weight), fade(node.steps));
        if strength > found.hyponym.max(found.hypernym) {
            found.steps = node.steps;
        }
        raise(&mut found.hyponym, strength);
    }
}

/// Opposites: of the senses and what stands near them, and of verbs one step up.
pub(super) fn opposed_senses(left: &Senses, right: &Senses, found: &mut Relations) {
    for (one, other) in [(left, right), (right, left)] {
        for (opposed, sense) in one.against.meetings(&other.own.all) {
            let strength = part(times(opposed.weight, sense.weight), opposed.percent.into());
            oppose(found, strength, opposed.by);
        }
    }
    for (twin, node) in right.above.meetings(&left.opposed).filter(|(twin, _)| twin.steps == 1) {
        oppose(found, part(times(node.weight, twin.weight), 50), AntonymBy::Kin);
    }
    for (one, other) in [(left, right), (right, left)] {
        for (sense, node) in other.own.meetings(&one.opposed) {
            oppose(found, part(times(node.weight, sense.weight), 65), AntonymBy::Kin);
        }
    }
}

/// Kinds of one thing.
pub(super) fn by_kin(left: &Senses, right: &Senses, found: &mut Relations) {
    raise(&mut found.sibling, left.kin.shared(&right.kin));
}

/// Ancestors narrow and near enough to make siblings of two words, sorted by synset.
#[derive(Default)]
pub(super) struct Kin {
    /// Of each node, close together because two lists are walked side by side.
    synsets: Box<[u32]>,
    /// The ancestors, and how narrow each is.
    nodes: Box<[(Node, u8)]>,
}

impl Kin {
    fn new(above: &[Node]) -> Self {
        let mut list: Vec<(Node, u8)> =
            above.iter().filter(|n| n.steps <= 3).map(|n| (*n, narrow(n.synset))).filter(|n| n.1 > 0).collect();
        list.sort_by_key(|(n, _)| n.synset);
        Self { synsets: list.iter().map(|(n, _)| n.synset).collect(), nodes: list.into() }
    }

    /// The kin of nouns that a word belongs to, given as their senses.
    pub(super) fn of(senses: Vec<Node>) -> Self {
        Self::new(&ancestors(&senses))
    }

    /// Strength of the best ancestor that two words share, by how narrow it is and how near.
    pub(super) fn shared(&self, other: &Self) -> u8 {
        let mut best = 0;
        let (mut i, mut j) = (0, 0);
        while let (Some(mine), Some(theirs)) = (self.synsets.get(i), other.synsets.get(j)) {
            if mine == theirs {
                raise(&mut best, self.shared_at(i, other, j));
                i += 1;
            } else {
                // Which list is behind cannot be foreseen: a step without a branch.
                let behind = usize::from(mine < theirs);
                (i, j) = (i + behind, j + 1 - behind);
            }
        }
        best
    }

    /// The same of one node and all that stand at its synset in the other list, from `j` on.
    fn shared_at(&self, i: usize, other: &Self, j: usize) -> u8 {
        let mut best = 0;
        let Some((node, narrow)) = self.nodes.get(i) else { return 0 };
        for (twin, _) in other.nodes.get(j..).unwrap_or_default().iter().take_while(|(t, _)| t.synset == node.synset) {
            let far = usize::from(node.steps.max(twin.steps));
            let fade = [100, 100, 92, 82].get(far).copied().unwrap_or(0);
            raise(&mut best, part(times(times(node.weight, twin.weight), *narrow), fade));
        }
        best
    }
}

/// How narrow a synset is: under a fifth of the scale stand "entity", "artifact", "person" and the like: no kinship worth the name.
fn narrow(synset: u32) -> u8 {
    let information = u16::from(INFORMATION.get(synset as usize).copied().unwrap_or(0));
    information.saturating_sub(48).saturating_mul(2).min(255) as u8
}
