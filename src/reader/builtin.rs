//! The reader that is built in, or brought by whoever has its weights: how a pair is read with them, and a sentence by itself.

use std::sync::OnceLock;

use super::memory::Memory;
use super::network::{GapNetwork, LONGEST, Network};
use super::pieces::{Piece, Vocabulary};
use super::reading::{Gap, Reading};
use super::weights::{Unfit, Weights};

/// A model that reads pairs of sentences, and one that reads a sentence by itself, for the gaps in it.
#[derive(Debug)]
pub struct Reader<'a> {
    vocabulary: Vocabulary<'a>,
    network: Network<'a>,
    gaps: GapNetwork<'a>,
    memory: Memory<Reading>,
    gaps_memory: Memory<Box<[Gap]>>,
}

/// The one of this process, once somebody has asked for it or brought it.
static READER: OnceLock<Reader<'static>> = OnceLock::new();

impl Reader<'static> {
    /// Whether this build holds the weights of a reader (the feature `reader`).
    pub const IS_BUILT_IN: bool = cfg!(feature = "reader");

    /// The reader that is built in, unpacked by the first call, which takes some hundredths of a second and 90 MB.
    #[cfg(feature = "reader")]
    pub fn at_hand() -> Option<&'static Self> {
        let read =
            || Reader::new(truecopy_reader_words::WORDS, truecopy_reader_layers::LAYERS, truecopy_reader_gaps::GAPS);
        // Weights that do not fit are a fault of the build, which no input can bring about or cure.
        Some(READER.get_or_init(|| read().unwrap_or_else(|unfit| panic!("{unfit}"))))
    }

    /// The reader that was brought, as this build holds no weights.
    #[cfg(not(feature = "reader"))]
    pub fn at_hand() -> Option<&'static Self> {
        READER.get()
    }

    /// Unpacks the weights of these three files, those of `truecopy-reader-words`, `truecopy-reader-layers` and `truecopy-reader-gaps`, for all
    /// that is read from now on in this process; nothing where a reader is at hand already.
    ///
    /// # Errors
    /// Where they are no such files, or not of this network.
    pub fn bring(words: Vec<u8>, layers: Vec<u8>, gaps: Vec<u8>) -> Result<(), Unfit> {
        if READER.get().is_none() {
            // They are needed as long as the process lasts.
            let reader = Reader::new(words.leak(), layers.leak(), gaps.leak())?;
            // Whoever came first brought the same.
            let _ = READER.set(reader);
        }
        Ok(())
    }
}

impl<'a> Reader<'a> {
    /// A reader with the weights of these three files.
    ///
    /// # Errors
    /// Where they are no such files, or not of these networks.
    pub fn new(words: &'a [u8], layers: &'a [u8], gaps: &'a [u8]) -> Result<Self, Unfit> {
        let (mut weights, mut of_gaps) = (Weights::default(), Weights::default());
        // Both read the same words.
        weights.open(words)?;
        of_gaps.open(words)?;
        weights.open(layers)?;
        of_gaps.open(gaps)?;
        let list = weights.text("pieces")?;
        let vocabulary = Vocabulary::new(list).ok_or_else(|| Unfit::Tensor("pieces".to_owned()))?;
        let pieces = list.split('\n').count();
        // Unpacking is most of what a short story waits for.
        let (network, gaps) = std::thread::scope(|scope| {
            let gaps = scope.spawn(|| GapNetwork::new(&of_gaps, pieces));
            let network = Network::new(&weights, pieces);
            (network, gaps.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        });
        let (network, gaps) = (network?, gaps?);
        Ok(Reader { vocabulary, network, gaps, memory: Memory::default(), gaps_memory: Memory::default() })
    }

    /// Reads a sentence of the rewrite beside the wire's words. What is too long is cut at its end, the longer side first.
    pub fn read(&self, wire: &str, rewrite: &str) -> Reading {
        self.memory.get_or(wire, rewrite, || self.read_anew(wire, rewrite))
    }

    /// Reads a sentence by itself: what it says of the place before each of its words and marks. What is too long is cut at its end.
    pub fn gaps(&self, sentence: &str) -> Box<[Gap]> {
        self.gaps_memory.get_or("", sentence, || self.gaps_anew(sentence))
    }

    fn gaps_anew(&self, sentence: &str) -> Box<[Gap]> {
        let mut cut = self.vocabulary.cut(sentence);
        cut.truncate(LONGEST - 2);
        let Vocabulary { cls, sep, .. } = self.vocabulary;
        let ids: Vec<u32> = std::iter::once(cls).chain(cut.iter().map(|p| p.id)).chain([sep]).collect();
        let sure = |logit: f32| 1.0 / (1.0 + (-logit).exp());
        let said = cut.iter().zip(self.gaps.read(&ids).into_iter().skip(1));
        let begins = said.filter(|(p, _)| !p.goes_on);
        begins.map(|(p, [telling, small])| Gap { before: p.span, telling: sure(telling), small: sure(small) }).collect()
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
#[cfg(feature = "reader")]
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
        let reader = Reader::at_hand().expect("it is built in");
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

    #[derive(serde::Deserialize)]
    struct GoldenGaps {
        sentence: String,
        ids: Vec<u32>,
        tags: Vec<[f32; 2]>,
    }

    #[test]
    fn gaps_are_what_the_reference_says() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/reader-gaps.jsonl");
        let text = std::fs::read_to_string(file).expect("the answers of reference.py");
        let reader = Reader::at_hand().expect("it is built in");
        for line in text.lines() {
            let golden: GoldenGaps = serde_json::from_str(line).expect("a sentence with its answer");
            assert_eq!(golden.ids.len(), reader.vocabulary.cut(&golden.sentence).len() + 2, "{line}");
            let gaps = reader.gaps(&golden.sentence);
            assert_eq!(gaps.len(), golden.tags.len(), "{line}");
            for (gap, want) in gaps.iter().zip(golden.tags) {
                for (p, tag) in [gap.telling, gap.small].into_iter().zip(want) {
                    assert!((p - 1.0 / (1.0 + (-tag).exp())).abs() < 2e-3, "{p} is not {tag}: {line}");
                }
            }
        }
    }

    #[test]
    fn what_is_brought_has_to_fit() {
        let (words, layers, gaps) =
            (truecopy_reader_words::WORDS, truecopy_reader_layers::LAYERS, truecopy_reader_gaps::GAPS);
        assert_eq!(Reader::new(words, &layers[..layers.len() / 2], gaps).err(), Some(Unfit::Cut));
        assert_eq!(Reader::new(b"a story", layers, gaps).err(), Some(Unfit::Header));
        assert!(matches!(Reader::new(words, words, gaps).err(), Some(Unfit::Tensor(_))));
        assert!(matches!(Reader::new(words, layers, layers).err(), Some(Unfit::Tensor(_))));
        // It is the same by whichever way it came.
        Reader::bring(words.to_vec(), layers.to_vec(), gaps.to_vec()).expect("the weights of this build");
        let own = Reader::new(words, layers, gaps).expect("the weights of this build");
        let pair = ("The court lifted the ban.", "The court left the ban in place.");
        let (brought, own) =
            (Reader::at_hand().expect("it was brought").read(pair.0, pair.1), own.read(pair.0, pair.1));
        assert_eq!(brought.contradicted, own.contradicted);
    }

    #[test]
    fn any_text_is_read() {
        let reader = Reader::at_hand().expect("it is built in");
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
            let gaps = reader.gaps(rewrite);
            assert!(gaps.iter().all(|g| rewrite.get(g.before.range()).is_some() && (0.0..=1.0).contains(&g.telling)));
        }
    }
}
