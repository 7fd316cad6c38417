//! Boosted trees, from an embedded table. `tools/train` makes the table.
//!
//! Format: u32 number of trees, then per tree a u32 byte offset; each node is eight bytes: u16 feature (0xFFFF for a leaf), u16 index of
//! the right child within the tree (the left one follows its parent), f32 threshold or leaf value. A sample goes left when its feature
//! is at most the threshold. The sum of leaves is a log-odds.

use std::sync::LazyLock;

use super::FEATURES;

/// One node: a test of a feature. A leaf tests against NaN, which nothing is at most, and leads to itself.
#[derive(Clone, Copy)]
struct Node {
    /// The threshold.
    value: f32,
    /// Which feature.
    feature: u8,
    /// Where the right and the left child are. They are taken by index: a branch that depends on data costs more than the whole step.
    children: [u8; 2],
}

const LEAF: u16 = u16::MAX;

/// Nodes that a tree may have: as many as 32 leaves need. A power of two, so that no step has to check its bounds.
const NODES: usize = 64;

/// One tree.
struct Tree {
    nodes: [Node; NODES],
    /// For each node, its value if it is a leaf.
    leaves: [f32; NODES],
    /// Steps to the deepest leaf.
    depth: usize,
}

/// Samples that walk down a tree together, so that one need not wait for the memory of another.
const LANES: usize = 8;

/// Features of [`LANES`] samples side by side; rows of a power of two.
type Block = [[f32; LANES]; 128];
const _: () = assert!(FEATURES <= 128);

/// Blocks that one tree is walked for before the next, so that it and they stay in the nearest cache.
const BLOCKS: usize = 4;

/// A model with its trees.
pub struct Model(Vec<Tree>);

/// Probability that an editor would call the change a major fault.
pub static MAJOR: LazyLock<Model> = LazyLock::new(|| Model::read(include_bytes!("data/major.bin")));
/// Probability that a careful annotator of translations would mark the words.
pub static MARKED: LazyLock<Model> = LazyLock::new(|| Model::read(include_bytes!("data/marked.bin")));
/// Probability that the change is a fault of any kind.
pub static FAULT: LazyLock<Model> = LazyLock::new(|| Model::read(include_bytes!("data/fault.bin")));

impl Model {
    /// Reads the embedded table: some 10,000 nodes, a fraction of a millisecond, so that each evaluation walks small aligned structs.
    fn read(table: &[u8]) -> Self {
        let u32_at = |at: usize| table.get(at..at + 4).map_or(0, |s| u32::from_le_bytes([s[0], s[1], s[2], s[3]]));
        let trees = u32_at(0) as usize;
        let start = |t: usize| if t < trees { u32_at(4 + 4 * t) as usize } else { table.len() };
        Self((0..trees).map(|t| Tree::read(table.get(start(t)..start(t + 1)).unwrap_or_default())).collect())
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
        let stay = Node { value: f32::NAN, feature: 0, children: [0; 2] };
        let mut tree = Self { nodes: [stay; NODES], leaves: [0.0; NODES], depth: 0 };
        let mut depths = [0_usize; NODES];
        for (at, node) in table.chunks_exact(8).enumerate().take(NODES) {
            let feature = u16::from_le_bytes([node[0], node[1]]);
            let right = u16::from_le_bytes([node[2], node[3]]);
            let value = f32::from_le_bytes([node[4], node[5], node[6], node[7]]);
            if feature == LEAF {
                tree.leaves[at] = value;
                tree.nodes[at].children = [at as u8; 2];
                continue;
            }
            tree.nodes[at] = Node { value, feature: feature as u8, children: [right as u8, at as u8 + 1] };
            // Children come after their parents.
            for child in tree.nodes[at].children {
                let child = usize::from(child) % NODES;
                depths[child] = depths[at] + 1;
                tree.depth = tree.depth.max(depths[child]);
            }
        }
        tree
    }

    /// The values of the leaves that the samples of a block come to.
    fn leaves_of(&self, block: &Block) -> [f32; LANES] {
        let mut at = [0_u8; LANES];
        for _ in 0..self.depth {
            at = std::array::from_fn(|lane| {
                let node = &self.nodes[usize::from(at[lane]) % NODES];
                let left = block[usize::from(node.feature) % 128][lane] <= node.value;
                node.children[usize::from(left)]
            });
        }
        at.map(|at| self.leaves[usize::from(at) % NODES])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let table = include_bytes!("data/fault.bin");
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
