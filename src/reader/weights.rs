//! The files of weights that `tools/train/reader/export.py` writes; `reference.py` beside it documents their form.

use ndarray::{Array1, Array2};
use rustc_hash::FxHashMap;

/// Why a file of weights cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unfit {
    /// It does not begin as a file of weights, or is of another version.
    Header,
    /// It ends before its last tensor does, or a tensor is of an unknown kind.
    Cut,
    /// A tensor is missing or has another size than the network.
    Tensor(String),
}

impl std::fmt::Display for Unfit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Unfit::Header => write!(f, "these are no weights of the reader, or weights of another version"),
            Unfit::Cut => write!(f, "the weights of the reader are incomplete"),
            Unfit::Tensor(name) => write!(f, "the weights of the reader lack “{name}”, or it has another size"),
        }
    }
}

impl std::error::Error for Unfit {}

/// Columns that share a scale in a matrix of four bits.
const GROUP: usize = 32;

/// The bytes of one tensor, unpacked row by row when it is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Tensor<'a> {
    kind: u8,
    rows: usize,
    columns: usize,
    data: &'a [u8],
}

impl<'a> Tensor<'a> {
    /// Bytes that the data of a tensor takes; none for an unknown kind or a size beyond all bounds.
    fn size(kind: u8, rows: usize, columns: usize) -> Option<usize> {
        let values = rows.checked_mul(columns)?;
        match kind {
            0 => values.checked_mul(4),
            1 => values.checked_add(rows.checked_mul(4)?),
            2 if columns.is_multiple_of(GROUP) => (values / GROUP * 2).checked_add(values / 2),
            3 => Some(columns),
            _ => None,
        }
    }

    /// Adds a row to `out`, which is as long as a row; nothing where there is no such row.
    pub fn add_row(&self, row: usize, out: &mut [f32]) {
        if row >= self.rows {
            return;
        }
        let columns = self.columns;
        match self.kind {
            0 => {
                let values = self.data[row * columns * 4..].chunks_exact(4);
                for (o, b) in out.iter_mut().zip(values.take(columns)) {
                    *o += f32::from_le_bytes([b[0], b[1], b[2], b[3]]);
                }
            }
            1 => {
                let scale = &self.data[row * 4..];
                let scale = f32::from_le_bytes([scale[0], scale[1], scale[2], scale[3]]);
                let values = &self.data[self.rows * 4 + row * columns..];
                for (o, b) in out.iter_mut().zip(&values[..columns]) {
                    *o += f32::from(b.cast_signed()) * scale;
                }
            }
            2 => {
                let groups = columns / GROUP;
                let scales = &self.data[row * groups * 2..];
                let values = &self.data[self.rows * groups * 2 + row * columns / 2..];
                for (g, out) in out.chunks_exact_mut(GROUP).take(groups).enumerate() {
                    let scale = half(u16::from_le_bytes([scales[g * 2], scales[g * 2 + 1]]));
                    for (pair, byte) in out.chunks_exact_mut(2).zip(&values[g * GROUP / 2..]) {
                        pair[0] += (f32::from(byte & 15) - 8.0) * scale;
                        pair[1] += (f32::from(byte >> 4) - 8.0) * scale;
                    }
                }
            }
            _ => {}
        }
    }

    /// All of it, one row per output, turned so that each column is an output: what rows of values are multiplied by.
    pub fn turned(&self) -> Array2<f32> {
        let mut out = Array2::zeros((self.columns, self.rows));
        let mut row = vec![0.0; self.columns];
        for r in 0..self.rows {
            row.fill(0.0);
            self.add_row(r, &mut row);
            for (o, v) in out.column_mut(r).iter_mut().zip(&row) {
                *o = *v;
            }
        }
        out
    }

    /// The first row.
    pub fn vector(&self) -> Array1<f32> {
        let mut out = vec![0.0; self.columns];
        self.add_row(0, &mut out);
        Array1::from_vec(out)
    }

    /// The text that it holds; empty where it holds numbers.
    pub fn text(&self) -> &'a str {
        if self.kind == 3 { std::str::from_utf8(self.data).unwrap_or_default() } else { "" }
    }
}

/// A number of 16 bits (IEEE 754 binary16) as one of 32.
fn half(bits: u16) -> f32 {
    let sign = if bits & 0x8000 == 0 { 1.0 } else { -1.0 };
    let (exponent, fraction) = (i32::from(bits >> 10 & 31), f32::from(bits & 1023));
    sign * match exponent {
        0 => fraction * 2f32.powi(-24),
        31 => f32::INFINITY,
        e => (1.0 + fraction / 1024.0) * 2f32.powi(e - 15),
    }
}

/// The tensors of one or more files, by name.
#[derive(Debug, Default)]
pub struct Weights<'a>(FxHashMap<&'a str, Tensor<'a>>);

impl<'a> Weights<'a> {
    /// Adds the tensors of a file.
    ///
    /// # Errors
    /// Where the bytes are not such a file, or end early.
    pub fn open(&mut self, bytes: &'a [u8]) -> Result<(), Unfit> {
        let mut rest = bytes;
        let mut take = |n: usize| -> Result<&'a [u8], Unfit> {
            let (taken, after) = rest.split_at_checked(n).ok_or(Unfit::Cut)?;
            rest = after;
            Ok(taken)
        };
        let number = |b: &[u8]| b.iter().rev().fold(0usize, |n, b| n << 8 | usize::from(*b));
        if take(4).map_err(|_| Unfit::Header)? != b"TCRD" || number(take(4)?) != 1 {
            return Err(Unfit::Header);
        }
        for _ in 0..number(take(4)?) {
            let length = number(take(1)?);
            let name = std::str::from_utf8(take(length)?).map_err(|_| Unfit::Cut)?;
            let (kind, rows, columns) = (number(take(1)?) as u8, number(take(4)?), number(take(4)?));
            let data = take(Tensor::size(kind, rows, columns).ok_or(Unfit::Cut)?)?;
            self.0.insert(name, Tensor { kind, rows, columns, data });
        }
        Ok(())
    }

    /// The tensor of this name with so many rows (any where none is given) and columns.
    ///
    /// # Errors
    /// Where there is none such.
    pub fn get(&self, name: &str, rows: Option<usize>, columns: usize) -> Result<Tensor<'a>, Unfit> {
        let fits = |t: &&Tensor| t.columns == columns && rows.is_none_or(|rows| rows == t.rows);
        self.0.get(name).filter(fits).copied().ok_or_else(|| Unfit::Tensor(name.to_owned()))
    }

    /// The text of this name.
    ///
    /// # Errors
    /// Where there is none.
    pub fn text(&self, name: &str) -> Result<&'a str, Unfit> {
        self.0.get(name).map(Tensor::text).filter(|t| !t.is_empty()).ok_or_else(|| Unfit::Tensor(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(tensors: &[(&str, u8, u32, u32, Vec<u8>)]) -> Vec<u8> {
        let mut out = b"TCRD\x01\0\0\0".to_vec();
        out.extend((tensors.len() as u32).to_le_bytes());
        for (name, kind, rows, columns, data) in tensors {
            out.push(name.len() as u8);
            out.extend(name.as_bytes());
            out.push(*kind);
            out.extend(rows.to_le_bytes());
            out.extend(columns.to_le_bytes());
            out.extend(data);
        }
        out
    }

    #[test]
    fn each_kind_is_unpacked_as_documented() {
        let floats = [1.5f32, -2.0, 0.25, 8.0].iter().flat_map(|v| v.to_le_bytes()).collect();
        let bytes = [0.5f32.to_le_bytes(), 2f32.to_le_bytes()].concat().into_iter().chain([1, 255, 3, 128]).collect();
        // A scale of 0.5 (0x3800), then 0, 1, … in the lower halves and 15 in the upper ones.
        let fours = [0x00, 0x38].into_iter().chain((0..16).map(|i| i | 0xf0)).collect();
        let all = file(&[
            ("f", 0, 2, 2, floats),
            ("b", 1, 2, 2, bytes),
            ("q", 2, 1, 32, fours),
            ("t", 3, 1, 3, b"a\nb".to_vec()),
        ]);
        let mut w = Weights::default();
        w.open(&all).expect("a file of weights");
        let row = |name: &str, columns, row| {
            let mut out = vec![0.0; columns];
            w.get(name, None, columns).expect("it is there").add_row(row, &mut out);
            out
        };
        assert_eq!(row("f", 2, 1), [0.25, 8.0]);
        assert_eq!(row("b", 2, 0), [0.5, -0.5]);
        assert_eq!(row("b", 2, 1), [6.0, -256.0]);
        assert_eq!(row("q", 32, 0)[..4], [-4.0, 3.5, -3.5, 3.5]);
        assert_eq!(w.text("t"), Ok("a\nb"));
        assert_eq!(w.get("f", Some(3), 2).err(), Some(Unfit::Tensor("f".to_owned())));
        assert_eq!(w.get("f", None, 2).expect("it is there").turned().row(0).to_vec(), [1.5, 0.25]);
        for end in 0..all.len() {
            assert!(Weights::default().open(&all[..end]).is_err(), "cut at {end}");
        }
    }

    #[test]
    fn halves_are_read() {
        for (bits, value) in [(0x3c00, 1.0), (0xc000, -2.0), (0x0001, 2f32.powi(-24)), (0x7bff, 65504.0), (0, 0.0)] {
            assert_eq!(half(bits), value, "{bits:x}");
        }
    }
}
