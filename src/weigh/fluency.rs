//! How English a run of words is: a trigram model over function words and parts of speech.
//!
//! Content words are replaced by their part of speech and form, so the model knows what kinds of words follow each other, not what is
//! being said. `tools/train` counts it; the table is a hash table of n-gram fingerprints with counts in steps of a quarter octave.

use std::sync::LazyLock;

use crate::analyse::{Analysis, Shape, Token, TokenKind};
use crate::knowledge::tagger::{Tag, VerbForm};
use crate::knowledge::word::Word;
use crate::text::hash;

use super::stamp::{Misfit, Stamp, body};

static FILE: &[u8] = truecopy_data::models::FLUENCY;
static TABLE: &[u8] = body(FILE);

/// The count that each step of a quarter octave stands for.
static COUNTS: LazyLock<[f32; 256]> = LazyLock::new(|| std::array::from_fn(|step| (step as f32 / 4.0).exp2()));

/// Bytes per slot: a fingerprint of four bytes and a quantised count.
pub const SLOT: usize = 5;

/// The symbol of a boundary, before the first and after the last token of a sentence.
pub const BOUNDARY: u64 = 1;

/// The symbol that a token counts as.
pub fn symbol(t: &Token, form: &Word) -> u64 {
    let fold = form.text();
    match t.kind {
        TokenKind::Number => 2,
        TokenKind::Punct | TokenKind::Symbol => match fold {
            "\u{201c}" | "\u{201d}" | "\"" | "\u{201e}" | "\u{ab}" | "\u{bb}" => 3,
            "\u{2018}" | "\u{2019}" | "'" => 4,
            "\u{2013}" | "\u{2014}" | "-" => 5,
            _ => t.hash,
        },
        TokenKind::Word if !t.is_content() => t.hash,
        TokenKind::Word => {
            let form = match t.tag {
                Tag::Propn => return 6,
                Tag::Verb | Tag::Aux => match form.verb_form(t.tag) {
                    Some(VerbForm::Base) => 1,
                    Some(VerbForm::S) => 2,
                    Some(VerbForm::Past) => 3,
                    Some(VerbForm::Participle) => 4,
                    Some(VerbForm::Ing) => 5,
                    None => 6,
                },
                Tag::Noun => u64::from(fold.ends_with('s') && t.lemma != t.hash) + 1,
                Tag::Adj if fold.ends_with("er") || fold.ends_with("est") => 2,
                _ => 1,
            };
            if t.shape != Shape::Lower && t.tag == Tag::Noun { 7 } else { 64 + (t.tag as u64) * 8 + form }
        }
    }
}

/// The fingerprint of an n-gram of symbols.
pub fn fingerprint(symbols: &[u64]) -> u64 {
    let mut h = 0x517c_c1b7_2722_0a95u64;
    for s in symbols {
        h = (h.rotate_left(5) ^ s).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
    h ^ (h >> 29)
}

/// The count of an n-gram, 0 when it was never seen.
fn count(symbols: &[u64]) -> f32 {
    Place::of(symbols).count()
}

/// Where the count of an n-gram begins to be looked for. Places are found first and read later: the table is larger than the nearest cache,
/// and reads that do not wait for each other are under way together.
#[derive(Clone, Copy)]
struct Place {
    /// The fingerprint looked for.
    want: u32,
    /// The first slot.
    at: u32,
    /// The fingerprint that the first slot holds, 0 if it is free.
    have: u32,
}

const SLOTS: usize = TABLE.len() / SLOT;

/// The fingerprint in a slot, 0 if it is free, and the step of its count.
fn slot(at: u32) -> (u32, u8) {
    let from = at as usize * SLOT;
    let Some(&[a, b, c, d, step]) = TABLE.get(from..).and_then(|rest| rest.first_chunk()) else { return (0, 0) };
    (u32::from_le_bytes([a, b, c, d]), step)
}

impl Place {
    fn of(symbols: &[u64]) -> Self {
        let h = fingerprint(symbols);
        let at = (h as usize).checked_rem(SLOTS).unwrap_or(0) as u32;
        Self { want: ((h >> 32) as u32).max(1), at, have: slot(at).0 }
    }

    fn count(self) -> f32 {
        let Self { want, mut at, mut have } = self;
        while have != 0 {
            if have == want {
                return COUNTS[usize::from(slot(at).1)];
            }
            at = if at as usize + 1 == SLOTS { 0 } else { at + 1 };
            have = slot(at).0;
        }
        0.0
    }
}

/// How often the n-grams of a sentence were seen, and how much its tokens surprise.
#[derive(Debug, Default)]
pub struct Grams {
    /// Index of the first token.
    start: usize,
    /// For each token and the end of the sentence: the counts of its symbol, of the pair and of the triple that end with it.
    counts: Vec<[f32; 3]>,
    /// For each token and the end of the sentence, how much it surprises given the two before it, in natural-log units.
    pub surprise: Vec<f32>,
    /// The last symbol of the sentence.
    last: u64,
}

/// The stamp of what the table is counted with: tags are part of a symbol, and so is how words and n-grams are hashed.
pub fn stamp() -> Stamp {
    let probe = fingerprint(&[hash("the"), BOUNDARY]).to_string();
    Stamp::of(&[("Tag", Tag::NAMES), ("hashes", &[&probe])])
}

/// Whether the table was counted with the symbols as they are.
fn fits() -> Result<(), Misfit> {
    stamp().open("fluency.bin", FILE).map(|_| ())
}

/// Counts that every sentence needs: of all symbols, and of boundaries one, two and three in a row. The first of all to be looked up, so
/// that a table which does not fit is found out here; that is a fault of the build, which no input can bring about or cure.
static BOUNDARIES: LazyLock<[f32; 4]> = LazyLock::new(|| {
    fits().unwrap_or_else(|misfit| panic!("{misfit}"));
    let all = [BOUNDARY; 3];
    std::array::from_fn(|n| count(&all[..n]))
});

/// How much a symbol surprises, in natural-log units, from the counts of the symbol, of the pair and of the triple that end with it, and from
/// those of the one and the two symbols before it: interpolation with weights that trust a context the more, the oftener it was seen (Witten
/// and Bell).
fn interpolated([c_c, c_bc, c_abc]: [f32; 3], [c_b, c_ab]: [f32; 2], total: f32) -> f32 {
    let p1 = (c_c + 0.5) / total;
    let p2 = (c_bc + 6.0 * p1) / (c_b + 6.0);
    let p3 = (c_abc + 4.0 * p2) / (c_ab + 4.0);
    -p3.clamp(1e-9, 1.0).ln()
}

impl Grams {
    /// Looks up the n-grams of a sentence.
    pub fn of(analysis: &Analysis, tokens: std::ops::Range<usize>) -> Self {
        let length = tokens.len() + 1;
        let mut symbols = Vec::with_capacity(length + 2);
        symbols.extend([BOUNDARY; 2]);
        symbols.extend(tokens.clone().map(|i| symbol(&analysis.tokens[i], analysis.form(i))));
        symbols.push(BOUNDARY);
        let places: Vec<[Place; 3]> =
            symbols.windows(3).map(|w| [Place::of(&w[2..]), Place::of(&w[1..]), Place::of(w)]).collect();
        let total = BOUNDARIES[0].max(1.0);
        let (mut c_ab, mut c_b) = (BOUNDARIES[2], BOUNDARIES[1]);
        let (mut counts, mut surprise) = (Vec::with_capacity(length), Vec::with_capacity(length));
        for [c, bc, abc] in places {
            let (c_c, c_bc) = (c.count(), bc.count());
            let c_abc = if c_bc > 0.0 && c_ab > 0.0 { abc.count() } else { 0.0 };
            surprise.push(interpolated([c_c, c_bc, c_abc], [c_b, c_ab], total));
            counts.push([c_c, c_bc, c_abc]);
            (c_ab, c_b) = (c_bc, c_c);
        }
        let last = symbols.get(length).copied().unwrap_or(BOUNDARY);
        Grams { start: tokens.start, counts, surprise, last }
    }

    /// The count of the `n` symbols that end with a token. What stands before the sentence or behind it is a boundary.
    fn ending(&self, token: isize, n: usize) -> f32 {
        let at = token - self.start as isize;
        match usize::try_from(at) {
            Ok(at) if at < self.counts.len() => self.counts[at][n - 1],
            // The last token, the end, and the boundary behind that.
            Ok(at) if at == self.counts.len() && n == 3 => count(&[self.last, BOUNDARY, BOUNDARY]),
            _ => BOUNDARIES[n],
        }
    }

    /// How well the words on both sides of a place go together, as pointwise mutual information in natural-log units: the pair right at
    /// the place (the weaker of the two pairs where words stand in it), the three words that end after it, the three that begin before it.
    pub fn joint(&self, place: std::ops::Range<usize>) -> [f32; 3] {
        let total = BOUNDARIES[0].max(1.0);
        // The pair or triple that ends with a token.
        let pair = |i: isize| {
            let expected = self.ending(i - 1, 1).max(0.5) * self.ending(i, 1).max(0.5) / total;
            ((self.ending(i, 2) + 0.1) / (expected + 0.1)).ln()
        };
        let triple = |i: isize| {
            let expected = self.ending(i - 1, 2) * self.ending(i, 2) / self.ending(i - 1, 1).max(0.5);
            ((self.ending(i, 3) + 0.1) / (expected + 0.1)).ln()
        };
        let (from, to) = (place.start as isize, place.end as isize);
        let first = pair(from);
        let joint = if place.is_empty() { first } else { first.min(pair(to)) };
        [joint, triple(to), triple(to + 1)]
    }
}

/// Surprise, in natural-log units, of all symbols but the first two, each given the two before it.
pub fn cost(symbols: &[u64]) -> f32 {
    let total = BOUNDARIES[0].max(1.0);
    let Some(&[a, b]) = symbols.first_chunk() else { return 0.0 };
    let (mut c_ab, mut c_b) = (count(&[a, b]), count(&[b]));
    let surprise = symbols.windows(3).map(|w| {
        let (c_c, c_bc) = (count(&w[2..]), count(&w[1..]));
        let c_abc = if c_bc > 0.0 && c_ab > 0.0 { count(w) } else { 0.0 };
        let p = interpolated([c_c, c_bc, c_abc], [c_b, c_ab], total);
        (c_ab, c_b) = (c_bc, c_c);
        p
    });
    surprise.sum()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_embedded_table_is_counted_with_the_tags_as_they_are() {
        assert_eq!(super::fits(), Ok(()));
    }
}
