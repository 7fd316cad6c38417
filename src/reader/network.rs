//! The networks: a BERT encoder over `[CLS] wire [SEP] rewrite [SEP]`, with one head for the sentence and one for its words, and one over
//! `[CLS] sentence [SEP]`, with a head for the gaps between its words.
//!
//! A forward pass of our own on the kernels of `ndarray`: with 54 pieces it reads one and a half times as many pairs a second on a core as
//! `rten` 0.27 reads of the same encoder at eight bits, is built in 15 processor seconds instead of 179, and takes the weights as they are
//! packed. One pair is read at a time: every value is the same whatever else is read, on however many threads.

use std::ops::Range;

use ndarray::{Array1, Array2, ArrayView2, Axis, Slice, concatenate};

use super::weights::{Tensor, Unfit, Weights};

const WIDTH: usize = 384;
const HEADS: usize = 12;
const HEAD: usize = WIDTH / HEADS;
const INNER: usize = 1536;
/// Added to the variance by which a row is divided, as in the encoder that the weights began as.
const EPSILON: f32 = 1e-12;

/// The most pieces of a pair, its three marks among them; the weights are learnt with so many places.
pub const LONGEST: usize = 128;

/// A matrix, turned, and what is added.
#[derive(Debug)]
struct Linear(Array2<f32>, Array1<f32>);

impl Linear {
    fn of(weights: &Weights, name: &str, rows: usize, columns: usize) -> Result<Self, Unfit> {
        let matrix = weights.get(&format!("{name}.weight"), Some(rows), columns)?.turned();
        let bias = weights.get(&format!("{name}.bias"), Some(1), rows)?.vector();
        Ok(Linear(matrix, bias))
    }

    fn of_rows(&self, x: &ArrayView2<f32>) -> Array2<f32> {
        let mut y = x.dot(&self.0);
        y += &self.1;
        y
    }
}

/// What brings each row to mean 0 and variance 1, and then scales and moves it.
#[derive(Debug)]
struct Norm(Array1<f32>, Array1<f32>);

impl Norm {
    fn of(weights: &Weights, name: &str) -> Result<Self, Unfit> {
        let vector = |kind| Ok(weights.get(&format!("{name}.{kind}"), Some(1), WIDTH)?.vector());
        Ok(Norm(vector("weight")?, vector("bias")?))
    }

    fn apply(&self, x: &mut Array2<f32>) {
        for mut row in x.rows_mut() {
            let mean = row.sum() / WIDTH as f32;
            row -= mean;
            let variance = row.fold(0.0, |sum, v| sum + v * v) / WIDTH as f32;
            row *= 1.0 / (variance + EPSILON).sqrt();
            row *= &self.0;
            row += &self.1;
        }
    }
}

#[derive(Debug)]
struct Layer {
    qkv: Linear,
    out: Linear,
    norm1: Norm,
    up: Linear,
    down: Linear,
    norm2: Norm,
}

/// What turns pieces into values that know of each other.
#[derive(Debug)]
struct Encoder<'a> {
    words: Tensor<'a>,
    place: Tensor<'a>,
    side: Tensor<'a>,
    norm: Norm,
    layers: Vec<Layer>,
    gelu: Gelu,
}

/// The network that reads a pair, with its weights.
#[derive(Debug)]
pub struct Network<'a> {
    encoder: Encoder<'a>,
    same: Tensor<'a>,
    pool: Linear,
    verdict: Linear,
    tag: Linear,
}

/// The network that reads one sentence for its gaps, with its weights.
#[derive(Debug)]
pub struct GapNetwork<'a> {
    encoder: Encoder<'a>,
    tag: Linear,
}

/// What the network says of one pair.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Probabilities that the rewrite is borne out, contradicted, or says more than the wire.
    pub verdict: [f32; 3],
    /// For each piece a logit: above 0 the word carries a fault.
    pub tags: Vec<f32>,
}

impl<'a> Encoder<'a> {
    /// Unpacks the weights, but for the vectors of words, which stay as they are.
    fn new(weights: &Weights<'a>, pieces: usize) -> Result<Self, Unfit> {
        let mut layers = Vec::new();
        while weights.get(&format!("layers.{}.qkv.weight", layers.len()), None, WIDTH).is_ok() {
            let name = |part: &str| format!("layers.{}.{part}", layers.len());
            layers.push(Layer {
                qkv: Linear::of(weights, &name("qkv"), 3 * WIDTH, WIDTH)?,
                out: Linear::of(weights, &name("out"), WIDTH, WIDTH)?,
                norm1: Norm::of(weights, &name("norm1"))?,
                up: Linear::of(weights, &name("up"), INNER, WIDTH)?,
                down: Linear::of(weights, &name("down"), WIDTH, INNER)?,
                norm2: Norm::of(weights, &name("norm2"))?,
            });
        }
        Ok(Encoder {
            words: weights.get("word.weight", Some(pieces), WIDTH)?,
            place: weights.get("place.weight", Some(LONGEST), WIDTH)?,
            side: weights.get("side.weight", Some(2), WIDTH)?,
            norm: Norm::of(weights, "norm")?,
            layers,
            gelu: Gelu::new(),
        })
    }

    /// The values of each piece, of which the first `left` stand on the first side; `more` adds what else a piece begins with. Pieces beyond
    /// the vocabulary count as nothing. Time goes with the number of pieces, and with its square for a small part.
    fn read(&self, ids: &[u32], left: usize, more: impl Fn(usize, &mut [f32])) -> Array2<f32> {
        let mut x = Array2::zeros((ids.len(), WIDTH));
        for (i, (id, mut row)) in ids.iter().zip(x.rows_mut()).enumerate() {
            let Some(row) = row.as_slice_mut() else { continue };
            self.words.add_row(*id as usize, row);
            self.place.add_row(i, row);
            self.side.add_row(usize::from(i >= left), row);
            more(i, row);
        }
        self.norm.apply(&mut x);
        for layer in &self.layers {
            let seen = attend(&layer.qkv.of_rows(&x.view()));
            x += &layer.out.of_rows(&seen.view());
            layer.norm1.apply(&mut x);
            let mut inner = layer.up.of_rows(&x.view());
            inner.mapv_inplace(|v| self.gelu.of(v));
            x += &layer.down.of_rows(&inner.view());
            layer.norm2.apply(&mut x);
        }
        x
    }
}

impl<'a> GapNetwork<'a> {
    /// Unpacks the weights, as [`Network::new`] does.
    ///
    /// # Errors
    /// Where a tensor is missing or has another size.
    pub fn new(weights: &Weights<'a>, pieces: usize) -> Result<Self, Unfit> {
        let encoder = Encoder::new(weights, pieces)?;
        Ok(GapNetwork { encoder, tag: Linear::of(weights, "tag", 2, WIDTH)? })
    }

    /// For each of at most [`LONGEST`] pieces, the marks among them, two logits: that a word which tells something is missing before it, and that
    /// a small one is.
    pub fn read(&self, ids: &[u32]) -> Vec<[f32; 2]> {
        let x = self.encoder.read(ids, ids.len(), |_, _| {});
        self.tag.of_rows(&x.view()).rows().into_iter().map(|row| [row[0], row[1]]).collect()
    }
}

impl<'a> Network<'a> {
    /// Unpacks the weights, but for the vectors of words, which stay as they are.
    ///
    /// # Errors
    /// Where a tensor is missing or has another size.
    pub fn new(weights: &Weights<'a>, pieces: usize) -> Result<Self, Unfit> {
        Ok(Network {
            encoder: Encoder::new(weights, pieces)?,
            same: weights.get("same.weight", Some(2), WIDTH)?,
            pool: Linear::of(weights, "pool", WIDTH, 3 * WIDTH)?,
            verdict: Linear::of(weights, "verdict", 3, WIDTH)?,
            tag: Linear::of(weights, "tag", 1, WIDTH)?,
        })
    }

    /// Reads a pair of at most [`LONGEST`] pieces, the marks among them, of which the first `left` are of the wire and its marks.
    pub fn read(&self, ids: &[u32], left: usize) -> Answer {
        let n = ids.len();
        let (wire, rewrite) = ids.split_at(left.min(n));
        let x = self.encoder.read(ids, left, |i, row| {
            // Whether the other side has the same piece: what it lacks need not first be found by attention.
            let same = if i >= left { wire.contains(&ids[i]) } else { rewrite.contains(&ids[i]) };
            self.same.add_row(usize::from(same), row);
        });
        let mean = |range: Range<usize>| match x.slice_axis(Axis(0), Slice::from(range)).mean_axis(Axis(0)) {
            Some(mean) => mean,
            None => Array1::zeros(WIDTH),
        };
        let (first, wire, rewrite) = (mean(0..n.min(1)), mean(0..left.min(n)), mean(left.min(n)..n));
        let all = concatenate![Axis(0), first, wire, rewrite].insert_axis(Axis(0));
        let pooled = self.pool.of_rows(&all.view()).mapv(f32::tanh);
        let mut verdict = self.verdict.of_rows(&pooled.view());
        let row = verdict.row_mut(0);
        softmax(row.into_slice().unwrap_or_default());
        let tags = self.tag.of_rows(&x.view()).column(0).to_vec();
        Answer { verdict: [verdict[[0, 0]], verdict[[0, 1]], verdict[[0, 2]]], tags }
    }
}

/// What each piece sees of the others, head by head.
fn attend(qkv: &Array2<f32>) -> Array2<f32> {
    let n = qkv.nrows();
    let mut seen = Array2::zeros((n, WIDTH));
    for h in 0..HEADS {
        let part = |which: usize| {
            let at = which * WIDTH + h * HEAD;
            qkv.slice_axis(Axis(1), Slice::from(at..at + HEAD))
        };
        let mut weight = part(0).dot(&part(1).t());
        weight *= 1.0 / (HEAD as f32).sqrt();
        for mut row in weight.rows_mut() {
            if let Some(row) = row.as_slice_mut() {
                softmax(row);
            }
        }
        seen.slice_axis_mut(Axis(1), Slice::from(h * HEAD..(h + 1) * HEAD)).assign(&weight.dot(&part(2)));
    }
    seen
}

/// Turns logits into probabilities.
fn softmax(row: &mut [f32]) {
    let most = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for v in row.iter_mut() {
        *v = (*v - most).exp();
        sum += *v;
    }
    for v in row.iter_mut() {
        *v /= sum;
    }
}

/// The Gaussian error linear unit, `x · Φ(x)`, from a table: steps of 1/256 from −8 to 8 and straight lines between them miss it by under
/// two millionths, in a tenth of the time.
#[derive(Debug)]
struct Gelu(Vec<f32>);

impl Gelu {
    const END: f32 = 8.0;
    const STEPS: f32 = 256.0;

    fn new() -> Self {
        let steps = (2.0 * Self::END * Self::STEPS) as usize;
        let value = |i: usize| {
            let x = i as f64 / f64::from(Self::STEPS) - f64::from(Self::END);
            (x * normal(x)) as f32
        };
        Gelu((0..=steps + 1).map(value).collect())
    }

    fn of(&self, x: f32) -> f32 {
        if x >= Self::END {
            return x;
        }
        let at = ((x + Self::END) * Self::STEPS).max(0.0);
        let i = at as usize;
        let part = at - i as f32;
        match self.0.get(i..i + 2) {
            Some(v) => v[0] + (v[1] - v[0]) * part,
            None => 0.0,
        }
    }
}

/// The distribution function of the normal distribution: Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.26; off by at most
/// 8e-8.
fn normal(x: f64) -> f64 {
    let z = x.abs() / std::f64::consts::SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * z);
    let terms = [0.254_829_592, -0.284_496_736, 1.421_413_741, -1.453_152_027, 1.061_405_429];
    let sum = terms.iter().rev().fold(0.0, |sum, a| (sum + a) * t);
    let above = sum * (-z * z).exp() / 2.0;
    if x >= 0.0 { 1.0 - above } else { above }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unit_is_what_its_name_says() {
        let gelu = Gelu::new();
        // From tables of the normal distribution.
        for (x, want) in [
            (0.0, 0.0),
            (1.0, 0.841_345),
            (-1.0, -0.158_655),
            (2.5, 2.484_475),
            (-3.0, -0.004_05),
            (9.0, 9.0),
            (-9.0, 0.0),
        ] {
            assert!((gelu.of(x) - want).abs() < 4e-6, "{x}: {}", gelu.of(x));
        }
        assert!(gelu.of(f32::NAN).is_finite() || gelu.of(f32::NAN).is_nan());
    }
}
