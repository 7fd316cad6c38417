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
    feature: u16,
    /// Where the right and the left child are. They are taken by index: a branch that depends on data costs more than the whole step.
    children: [u32; 2],
}

const LEAF: u16 = u16::MAX;

/// Samples that walk down a tree together, so that one need not wait for the memory of another.
const LANES: usize = 8;

/// A model with its trees one after another.
pub struct Model {
    roots: Vec<u32>,
    nodes: Vec<Node>,
    /// For each node, its value if it is a leaf.
    leaves: Vec<f32>,
}

/// Probability that an editor would call the change a major fault.
pub static MAJOR: LazyLock<Model> = LazyLock::new(|| Model::read(include_bytes!("data/major.bin")));
/// Probability that a careful annotator of translations would mark the words.
pub static MARKED: LazyLock<Model> = LazyLock::new(|| Model::read(include_bytes!("data/marked.bin")));
/// Probability that the change is a fault of any kind.
pub static FAULT: LazyLock<Model> = LazyLock::new(|| Model::read(include_bytes!("data/fault.bin")));

impl Model {
    /// Reads the embedded table: some 10,000 nodes, a fraction of a millisecond, so that each evaluation walks aligned structs.
    fn read(table: &[u8]) -> Self {
        let u32_at = |at: usize| table.get(at..at + 4).map_or(0, |s| u32::from_le_bytes([s[0], s[1], s[2], s[3]]));
        let trees = u32_at(0) as usize;
        let first = 4 + 4 * trees;
        let roots: Vec<u32> = (0..trees).map(|t| (u32_at(4 + 4 * t) - first as u32) / 8).collect();
        let count = table.len().saturating_sub(first) / 8;
        let (mut nodes, mut leaves) = (Vec::with_capacity(count), Vec::with_capacity(count));
        let mut tree = 0;
        for at in 0..count {
            while roots.get(tree + 1).is_some_and(|next| *next as usize <= at) {
                tree += 1;
            }
            let (word, value) = (u32_at(first + at * 8), f32::from_bits(u32_at(first + at * 8 + 4)));
            let (feature, right) = (word as u16, roots.get(tree).map_or(0, |root| root + (word >> 16)));
            let leaf = feature == LEAF;
            leaves.push(if leaf { value } else { 0.0 });
            nodes.push(if leaf {
                Node { value: f32::NAN, feature: 0, children: [at as u32; 2] }
            } else {
                Node { value, feature, children: [right, at as u32 + 1] }
            });
        }
        Self { roots, nodes, leaves }
    }

    /// The probability of each sample, in their order.
    pub fn probabilities(&self, samples: &[&[f32; FEATURES]]) -> Vec<f32> {
        let mut out = Vec::with_capacity(samples.len());
        for lanes in samples.chunks(LANES) {
            let mut x = [lanes[0]; LANES];
            x[..lanes.len()].copy_from_slice(lanes);
            out.extend(self.sums(&x).into_iter().take(lanes.len()).map(|sum| 1.0 / (1.0 + (-sum).exp())));
        }
        out
    }

    fn sums(&self, x: &[&[f32; FEATURES]; LANES]) -> [f32; LANES] {
        let mut sums = [0.0; LANES];
        for &root in &self.roots {
            let mut at = [root; LANES];
            loop {
                let mut moved = 0;
                for (at, x) in at.iter_mut().zip(x) {
                    let Some(node) = self.nodes.get(*at as usize) else { continue };
                    let left = x.get(usize::from(node.feature)).is_some_and(|v| *v <= node.value);
                    let next = node.children[usize::from(left)];
                    moved |= next ^ *at;
                    *at = next;
                }
                if moved == 0 {
                    break;
                }
            }
            for (sum, at) in sums.iter_mut().zip(at) {
                *sum += self.leaves.get(at as usize).copied().unwrap_or(0.0);
            }
        }
        sums
    }
}
