//! Boosted trees, from an embedded table. `tools/train` makes the table.
//!
//! Format: u32 number of trees, then per tree a u32 byte offset; each node is eight bytes: u16 feature (0xFFFF for a leaf), u16 index of
//! the right child within the tree (the left one follows its parent), f32 threshold or leaf value. A sample goes left when its feature
//! is at most the threshold. The sum of leaves is a log-odds.

use std::sync::LazyLock;

use super::FEATURES;

/// One node: a test of a feature, or a leaf.
#[derive(Clone, Copy)]
struct Node {
    /// Which feature; [`LEAF`] for a leaf.
    feature: u16,
    /// Where the right child is, counted from the root; the left one follows its parent.
    right: u16,
    /// The threshold, or the value of the leaf.
    value: f32,
}

const LEAF: u16 = u16::MAX;

/// A model with its trees one after another.
struct Model {
    roots: Vec<u32>,
    nodes: Vec<Node>,
}

static MAJOR: LazyLock<Model> = LazyLock::new(|| Model::read(include_bytes!("data/major.bin")));
static MARKED: LazyLock<Model> = LazyLock::new(|| Model::read(include_bytes!("data/marked.bin")));
static FAULT: LazyLock<Model> = LazyLock::new(|| Model::read(include_bytes!("data/fault.bin")));

impl Model {
    /// Reads the embedded table: some 10,000 nodes, a fraction of a millisecond, so that each evaluation walks aligned structs.
    fn read(table: &[u8]) -> Self {
        let u32_at = |at: usize| table.get(at..at + 4).map_or(0, |s| u32::from_le_bytes([s[0], s[1], s[2], s[3]]));
        let trees = u32_at(0) as usize;
        let first = 4 + 4 * trees;
        let roots = (0..trees).map(|t| (u32_at(4 + 4 * t) - first as u32) / 8).collect();
        let nodes = (first..table.len())
            .step_by(8)
            .map(|at| {
                let word = u32_at(at);
                Node { feature: word as u16, right: (word >> 16) as u16, value: f32::from_bits(u32_at(at + 4)) }
            })
            .collect();
        Self { roots, nodes }
    }

    fn probability(&self, x: &[f32; FEATURES]) -> f32 {
        let mut sum = 0.0;
        for &root in &self.roots {
            let Some(tree) = self.nodes.get(root as usize..) else { break };
            let mut at = 0usize;
            while let Some(node) = tree.get(at) {
                if node.feature == LEAF {
                    sum += node.value;
                    break;
                }
                let left = x.get(usize::from(node.feature)).is_none_or(|v| *v <= node.value);
                at = if left { at + 1 } else { usize::from(node.right) };
            }
        }
        1.0 / (1.0 + (-sum).exp())
    }
}

/// Probability that an editor would call the change a major fault.
pub fn major(x: &[f32; FEATURES]) -> f32 {
    MAJOR.probability(x)
}

/// Probability that a careful annotator of translations would mark the words.
pub fn marked(x: &[f32; FEATURES]) -> f32 {
    MARKED.probability(x)
}

/// Probability that the change is a fault of any kind.
pub fn fault(x: &[f32; FEATURES]) -> f32 {
    FAULT.probability(x)
}
