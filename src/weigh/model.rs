//! Boosted trees, from an embedded table. `tools/train` makes the table.
//!
//! Format: the stamp of what it was learnt with, then u32 number of trees, then per tree a u32 byte offset; each node is eight bytes: u16 feature (0xFFFF for a leaf), u16 index of
//! the right child within the tree (the left one follows its parent), f32 threshold or leaf value. A sample goes left when its feature
//! is at most the threshold. The sum of leaves is a log-odds.

use std::sync::LazyLock;

use super::change::ChangeKind;
use super::names::{FEATURES, NAMES};
use super::stamp::{Misfit, Stamp};
use crate::align::Bind;
use crate::analyse::Class;
use crate::knowledge::tagger::VerbForm;

/// One test of a feature.
#[derive(Clone, Copy)]
struct Test {
    /// The threshold.
    value: f32,
    /// Which feature.
    feature: u8,
    /// Leaves that a sample can still come to when it goes right: all but those under the left child.
    right: u32,
}

const LEAF: u16 = u16::MAX;

/// Leaves that a tree may have: one bit each.
const LEAVES: usize = 32;

/// One tree. No sample walks it: every test strikes out the leaves that cannot be reached any more, and the leftmost of what is left is
/// the leaf (Lucchese et al., QuickScorer, SIGIR 2015). That does more comparisons than a walk, but none waits for another, and the
/// compiler does several samples in one step.
struct Tree {
    tests: Vec<Test>,
    /// Values of the leaves, from left to right.
    leaves: [f32; LEAVES],
}

/// Samples that are tested together.
const LANES: usize = 16;

/// Features of [`LANES`] samples side by side; rows of a power of two.
type Block = [[f32; LANES]; 128];
const _: () = assert!(FEATURES <= 128);

/// Blocks that one tree is walked for before the next, so that it and they stay in the nearest cache.
const BLOCKS: usize = 2;

/// What the trees are learnt with: the features, and the enums that are values of one.
const LISTS: [(&str, &[&str]); 5] = [
    ("features", NAMES),
    ("ChangeKind", ChangeKind::NAMES),
    ("Bind", Bind::NAMES),
    ("Class", Class::NAMES),
    ("VerbForm", VerbForm::NAMES),
];

/// The stamp of what the trees are learnt with.
pub fn stamp() -> Stamp {
    Stamp::of(&LISTS)
}

/// A model with its trees.
pub struct Model(Vec<Tree>);

/// Probability that an editor would call the change a major fault.
pub static MAJOR: LazyLock<Model> = LazyLock::new(|| Model::embedded("major.bin", truecopy_data::models::MAJOR));
/// Probability that a careful annotator of translations would mark the words.
pub static MARKED: LazyLock<Model> = LazyLock::new(|| Model::embedded("marked.bin", truecopy_data::models::MARKED));
/// Probability that the change is a fault of any kind.
pub static FAULT: LazyLock<Model> = LazyLock::new(|| Model::embedded("fault.bin", truecopy_data::models::FAULT));

/// Probability that the change is a fault of any kind, in a sentence that keeps the wire's words in the wire's order.
pub static EDITED: LazyLock<Model> = LazyLock::new(|| Model::embedded("edited.bin", truecopy_data::models::EDITED));

impl Model {
    /// Reads a table that is built in. One that does not fit is a fault of the build, which no input can bring about or cure.
    fn embedded(file: &'static str, table: &[u8]) -> Self {
        Self::read(file, table).unwrap_or_else(|misfit| panic!("{misfit}"))
    }

    /// Reads a table: some 10,000 nodes, a fraction of a millisecond, so that each evaluation walks small aligned structs.
    fn read(file: &'static str, table: &[u8]) -> Result<Self, Misfit> {
        let table = stamp().open(file, table)?;
        let u32_at = |at: usize| table.get(at..at + 4).map_or(0, |s| u32::from_le_bytes([s[0], s[1], s[2], s[3]]));
        let trees = u32_at(0) as usize;
        let start = |t: usize| if t < trees { u32_at(4 + 4 * t) as usize } else { table.len() };
        Ok(Self((0..trees).map(|t| Tree::read(table.get(start(t)..start(t + 1)).unwrap_or_default())).collect()))
    }

    /// The probability of each sample, in their order.
    pub fn probabilities(&self, samples: &[&[f32; FEATURES]]) -> Vec<f32> {
        let mut out = Vec::with_capacity(samples.len());
        let mut blocks: Vec<Block> = vec![[[0.0; LANES]; 128]; BLOCKS];
        for samples in samples.chunks(LANES * BLOCKS) {
            for (block, lanes) in blocks.iter_mut().zip(samples.chunks(LANES)) {
                for (lane, sample) in lanes.iter().enumerate() {
                    for (row, value) in block.iter_mut().zip(*sample) {
                        row[lane] = *value;
                    }
                }
            }
            let mut sums = [[0.0_f32; LANES]; BLOCKS];
            for tree in &self.0 {
                for (block, sums) in blocks.iter().zip(&mut sums).take(samples.len().div_ceil(LANES)) {
                    for (sum, leaf) in sums.iter_mut().zip(tree.leaves_of(block)) {
                        *sum += leaf;
                    }
                }
            }
            out.extend(sums.as_flattened().iter().take(samples.len()).map(|sum| 1.0 / (1.0 + (-sum).exp())));
        }
        out
    }
}

impl Tree {
    fn read(table: &[u8]) -> Self {
        let mut tree = Self { tests: Vec::with_capacity(LEAVES - 1), leaves: [0.0; LEAVES] };
        let nodes: Vec<&[u8]> = table.chunks_exact(8).collect();
        let mut next = 0;
        tree.add(&nodes, 0, &mut next);
        tree
    }

    /// Adds the node at index `at` and those under it, with the first free leaf in `next`. A child comes after its parent, so that no
    /// table leads in a circle.
    fn add(&mut self, nodes: &[&[u8]], at: usize, next: &mut usize) {
        let Some(node) = nodes.get(at) else { return };
        let feature = u16::from_le_bytes([node[0], node[1]]);
        let right = usize::from(u16::from_le_bytes([node[2], node[3]]));
        let value = f32::from_le_bytes([node[4], node[5], node[6], node[7]]);
        if feature == LEAF {
            if let Some(leaf) = self.leaves.get_mut(*next) {
                *leaf = value;
            }
            *next += 1;
            return;
        }
        let from = *next;
        self.add(nodes, at + 1, next);
        let left = bits(*next) & !bits(from);
        self.tests.push(Test { value, feature: feature as u8, right: !left });
        if right > at {
            self.add(nodes, right, next);
        }
    }

    /// The values of the leaves that the samples of a block come to.
    fn leaves_of(&self, block: &Block) -> [f32; LANES] {
        let mut open = [u32::MAX; LANES];
        for test in &self.tests {
            let row = &block[usize::from(test.feature) % 128];
            for (open, value) in open.iter_mut().zip(row) {
                // All ones where the sample goes left, without a branch.
                *open &= u32::from(*value <= test.value).wrapping_neg() | test.right;
            }
        }
        open.map(|open| self.leaves[open.trailing_zeros() as usize % LEAVES])
    }
}

/// The first `count` bits.
fn bits(count: usize) -> u32 {
    if count >= LEAVES { u32::MAX } else { (1 << count) - 1 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::weigh::stamp::body;

    #[test]
    fn the_embedded_models_are_learnt_with_the_features_as_they_are() {
        for (file, table) in [
            ("major.bin", truecopy_data::models::MAJOR),
            ("marked.bin", truecopy_data::models::MARKED),
            ("fault.bin", truecopy_data::models::FAULT),
            ("edited.bin", truecopy_data::models::EDITED),
        ] {
            if let Err(misfit) = Model::read(file, table) {
                panic!("{misfit}");
            }
        }
    }

    #[test]
    fn a_model_learnt_with_two_names_swapped_in_any_list_is_refused() {
        let none = "\0\0\0\0";
        assert!(Model::read("a", format!("{}\n{none}", stamp()).as_bytes()).is_ok());
        for (at, (list, names)) in LISTS.iter().enumerate() {
            let mut names = names.to_vec();
            names.swap(1, 2);
            let mut lists = LISTS;
            lists[at] = (list, &names);
            let refused = Model::read("a", format!("{}\n{none}", Stamp::of(&lists)).as_bytes()).err();
            assert_eq!(refused, Some(Misfit::Changed { file: "a", lists: vec![(*list).to_owned()] }));
        }
    }

    /// A walk written without any care for speed, straight from the format.
    fn plainly(table: &[u8], x: &[f32; FEATURES]) -> f32 {
        let u32_at = |at: usize| u32::from_le_bytes([table[at], table[at + 1], table[at + 2], table[at + 3]]);
        let mut sum = 0.0;
        for tree in 0..u32_at(0) as usize {
            let (root, mut at) = (u32_at(4 + 4 * tree) as usize, 0);
            loop {
                let word = u32_at(root + at * 8);
                let value = f32::from_bits(u32_at(root + at * 8 + 4));
                if word as u16 == LEAF {
                    sum += value;
                    break;
                }
                at = if x[word as u16 as usize] <= value { at + 1 } else { (word >> 16) as usize };
            }
        }
        1.0 / (1.0 + (-sum).exp())
    }

    #[test]
    fn samples_together_come_to_the_leaves_that_each_comes_to_alone() {
        let table = body(truecopy_data::models::FAULT);
        let samples: Vec<[f32; FEATURES]> =
            (0..75_u32).map(|n| std::array::from_fn(|f| (n * 37 + f as u32 * 11) as f32 % 29.0 / 7.0 - 1.0)).collect();
        let together = FAULT.probabilities(&samples.iter().collect::<Vec<_>>());
        assert_eq!(together.len(), samples.len());
        for (x, p) in samples.iter().zip(together) {
            assert_eq!(p, plainly(table, x));
        }
        assert!(FAULT.probabilities(&[]).is_empty());
    }
}
