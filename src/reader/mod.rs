//! The reader: a small contextual model that reads a sentence of the rewrite beside what the wire tells in its place, and says whether it is
//! borne out, contradicted, or says more; and which words carry that. Knows no rule and no severity.
//!
//! `tools/train/reader` learns its weights; they lie in the crates `truecopy-reader-words` and `truecopy-reader-layers` and are unpacked when
//! the first sentence is read.

mod brought;
mod memory;
mod network;
mod pieces;
pub mod told;
mod weights;

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

pub use brought::{Brought, Judge, Judgement};
pub use weights::Unfit;

use crate::text::Span;
use memory::Memory;
use network::{LONGEST, Network};
use pieces::{Piece, Vocabulary};
use weights::Weights;

/// What is given to the reader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Mode {
    /// Sentences in which something stands otherwise than in the wire and may be wrong; of one rewrite at most [`told::MOST`], the likeliest.
    Auto,
    /// Every sentence that is not the wire's own to the letter.
    All,
    /// Nothing: the rules judge alone.
    #[default]
    Off,
}

impl Mode {
    /// The names of all of them, as settings have them.
    pub const NAMES: [&str; 3] = ["auto", "all", "off"];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Mode::Auto => "auto",
            Mode::All => "all",
            Mode::Off => "off",
        }
    }
}

/// A model that reads pairs of sentences.
#[derive(Debug)]
pub struct Reader<'a> {
    vocabulary: Vocabulary<'a>,
    network: Network<'a>,
    memory: Memory,
}

/// What a reader says of a sentence beside the wire's words for it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// Probability that the wire bears the sentence out, 0 to 1.
    pub borne_out: f32,
    /// Probability that the wire says otherwise.
    pub contradicted: f32,
    /// Probability that the sentence says what the wire does not.
    pub added: f32,
    /// Pieces of the wire's words, by their bytes in what was read, each with the probability that it carries the fault, 0 to 1.
    pub wire: Vec<(Span, f32)>,
    /// Pieces of the sentence, in the same way.
    pub rewrite: Vec<(Span, f32)>,
}

impl Reader<'static> {
    /// The reader that is built in; unpacked by the first call, which takes some hundredths of a second and 45 MB.
    pub fn embedded() -> &'static Self {
        static READER: OnceLock<Reader<'static>> = OnceLock::new();
        READER.get_or_init(|| {
            // Weights that do not fit are a fault of the build, which no input can bring about or cure.
            Reader::new(truecopy_reader_words::WORDS, truecopy_reader_layers::LAYERS)
                .unwrap_or_else(|unfit| panic!("{unfit}"))
        })
    }
}

impl<'a> Reader<'a> {
    /// A reader with the weights of these two files.
    ///
    /// # Errors
    /// Where they are no such files, or not of this network.
    pub fn new(words: &'a [u8], layers: &'a [u8]) -> Result<Self, Unfit> {
        let mut weights = Weights::default();
        weights.open(words)?;
        weights.open(layers)?;
        let list = weights.text("pieces")?;
        let vocabulary = Vocabulary::new(list).ok_or_else(|| Unfit::Tensor("pieces".to_owned()))?;
        let network = Network::new(&weights, list.split('\n').count())?;
        Ok(Reader { vocabulary, network, memory: Memory::default() })
    }

    /// Reads a sentence of the rewrite beside the wire's words. What is too long is cut at its end, the longer side first.
    pub fn read(&self, wire: &str, rewrite: &str) -> Reading {
        self.memory.get_or(wire, rewrite, || self.read_anew(wire, rewrite))
    }

    fn read_anew(&self, wire: &str, rewrite: &str) -> Reading {
        let (mut wire, mut rewrite) = (self.vocabulary.cut(wire), self.vocabulary.cut(rewrite));
        let room = LONGEST - 3;
        if wire.len() + rewrite.len() > room {
            rewrite.truncate((room / 2).max(room.saturating_sub(wire.len())));
            wire.truncate(room - rewrite.len());
        }
        let Vocabulary { cls, sep, .. } = self.vocabulary;
        let ids: Vec<u32> = std::iter::once(cls)
            .chain(wire.iter().map(|p| p.id))
            .chain([sep])
            .chain(rewrite.iter().map(|p| p.id))
            .chain([sep])
            .collect();
        let left = wire.len() + 2;
        let answer = self.network.read(&ids, left);
        let side = |pieces: &[Piece], from: usize| {
            pieces.iter().zip(&answer.tags[from..]).map(|(p, tag)| (p.span, 1.0 / (1.0 + (-tag).exp()))).collect()
        };
        let [borne_out, contradicted, added] = answer.verdict;
        Reading { borne_out, contradicted, added, wire: side(&wire, 1), rewrite: side(&rewrite, left) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize)]
    struct Golden {
        wire: String,
        rewrite: String,
        ids: Vec<u32>,
        probabilities: [f32; 3],
        tags: Vec<f32>,
    }

    #[test]
    fn it_answers_as_the_reference_does() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/reader.jsonl");
        let text = std::fs::read_to_string(file).expect("the answers of reference.py");
        let reader = Reader::embedded();
        for line in text.lines() {
            let golden: Golden = serde_json::from_str(line).expect("a pair with its answer");
            let (a, b) = (reader.vocabulary.cut(&golden.wire), reader.vocabulary.cut(&golden.rewrite));
            assert_eq!(golden.ids.len(), a.len() + b.len() + 3, "{line}");
            let r = reader.read(&golden.wire, &golden.rewrite);
            let near = |x: f32, y: f32, off: f32| assert!((x - y).abs() < off, "{x} is not {y}: {line}");
            for (x, y) in [r.borne_out, r.contradicted, r.added].into_iter().zip(golden.probabilities) {
                near(x, y, 2e-3);
            }
            let right = &golden.tags[a.len() + 2..];
            for ((_, p), tag) in r.rewrite.iter().zip(right) {
                near((p / (1.0 - p)).ln(), *tag, 0.02);
            }
        }
    }

    #[test]
    fn any_text_is_read() {
        let reader = Reader::embedded();
        let long = "the harbour was closed and ".repeat(80);
        for (wire, rewrite) in [
            ("", ""),
            ("", "A."),
            (long.as_str(), "It shut."),
            ("It shut.", &long),
            (&long, &long),
            ("𝔘\u{200d}", "Мы ¿"),
        ] {
            let r = reader.read(wire, rewrite);
            assert!((r.borne_out + r.contradicted + r.added - 1.0).abs() < 1e-4, "{r:?}");
            assert!(r.rewrite.len() + r.wire.len() <= LONGEST - 3);
            assert!(r.rewrite.iter().all(|(s, p)| rewrite.get(s.range()).is_some() && p.is_finite()));
        }
    }
}
