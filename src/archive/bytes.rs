//! What an index stands in: bytes that any number of threads read at any place, and one run writes.
//!
//! Reading at a place leaves the cache of pages to the system, as a mapping of the file would, and needs no `unsafe`; nor does it end the
//! program where somebody cuts the file short. What it costs more is in `docs/performance.md`.

use std::fs::File;
use std::io;
use std::sync::{Arc, PoisonError, RwLock};

/// Bytes that can be read at any place.
pub trait Bytes {
    /// Fills `into` with the bytes from `at` on.
    ///
    /// # Errors
    /// [`io::ErrorKind::UnexpectedEof`] where there are fewer; others where they cannot be read.
    fn read_at(&self, at: u64, into: &mut [u8]) -> io::Result<()>;

    /// How many bytes there are.
    ///
    /// # Errors
    /// Where that cannot be told.
    fn length(&self) -> io::Result<u64>;
}

/// Bytes that can be written too.
pub trait Store: Bytes {
    /// Writes `bytes` from `at` on; what lies between the end and `at` is zero.
    ///
    /// # Errors
    /// Where they cannot be written.
    fn write_at(&self, at: u64, bytes: &[u8]) -> io::Result<()>;

    /// Waits until all that was written is kept, also when the power goes.
    ///
    /// # Errors
    /// Where it cannot be kept.
    fn settle(&self) -> io::Result<()>;
}

/// Bytes in memory.
#[derive(Debug, Default)]
pub struct Memory(RwLock<Vec<u8>>);

impl Memory {
    /// These bytes.
    pub fn of(bytes: Vec<u8>) -> Memory {
        Memory(RwLock::new(bytes))
    }

    /// The bytes.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Bytes for Memory {
    fn read_at(&self, at: u64, into: &mut [u8]) -> io::Result<()> {
        let bytes = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let from = usize::try_from(at).unwrap_or(usize::MAX);
        let found = from.checked_add(into.len()).and_then(|to| bytes.get(from..to));
        into.copy_from_slice(found.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }

    fn length(&self) -> io::Result<u64> {
        Ok(self.0.read().unwrap_or_else(PoisonError::into_inner).len() as u64)
    }
}

impl Store for Memory {
    fn write_at(&self, at: u64, new: &[u8]) -> io::Result<()> {
        let mut bytes = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let from = usize::try_from(at).map_err(io::Error::other)?;
        let to = from.checked_add(new.len()).ok_or(io::ErrorKind::OutOfMemory)?;
        let length = bytes.len().max(to);
        bytes.resize(length, 0);
        bytes[from..to].copy_from_slice(new);
        Ok(())
    }

    fn settle(&self) -> io::Result<()> {
        Ok(())
    }
}

impl Bytes for File {
    #[cfg(unix)]
    fn read_at(&self, at: u64, into: &mut [u8]) -> io::Result<()> {
        std::os::unix::fs::FileExt::read_exact_at(self, into, at)
    }

    #[cfg(windows)]
    fn read_at(&self, mut at: u64, mut into: &mut [u8]) -> io::Result<()> {
        while !into.is_empty() {
            match std::os::windows::fs::FileExt::seek_read(self, into, at) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(read) => {
                    at += read as u64;
                    into = &mut into[read..];
                }
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
            }
        }
        Ok(())
    }

    fn length(&self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }
}

impl Store for File {
    #[cfg(unix)]
    fn write_at(&self, at: u64, bytes: &[u8]) -> io::Result<()> {
        std::os::unix::fs::FileExt::write_all_at(self, bytes, at)
    }

    #[cfg(windows)]
    fn write_at(&self, mut at: u64, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            match std::os::windows::fs::FileExt::seek_write(self, bytes, at) {
                Ok(written) => {
                    at += written as u64;
                    bytes = &bytes[written..];
                }
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
            }
        }
        Ok(())
    }

    fn settle(&self) -> io::Result<()> {
        self.sync_data()
    }
}

impl<B: Bytes + ?Sized> Bytes for Box<B> {
    fn read_at(&self, at: u64, into: &mut [u8]) -> io::Result<()> {
        (**self).read_at(at, into)
    }

    fn length(&self) -> io::Result<u64> {
        (**self).length()
    }
}

impl<S: Store + ?Sized> Store for Arc<S> {
    fn write_at(&self, at: u64, bytes: &[u8]) -> io::Result<()> {
        (**self).write_at(at, bytes)
    }

    fn settle(&self) -> io::Result<()> {
        (**self).settle()
    }
}

impl<B: Bytes + ?Sized> Bytes for Arc<B> {
    fn read_at(&self, at: u64, into: &mut [u8]) -> io::Result<()> {
        (**self).read_at(at, into)
    }

    fn length(&self) -> io::Result<u64> {
        (**self).length()
    }
}

/// The bytes from `at` on, so many; none of them lies behind `end`, or a damaged length would take the memory of the machine.
pub(super) fn read(from: &impl Bytes, at: u64, length: u64, end: u64) -> io::Result<Vec<u8>> {
    if at.checked_add(length).is_none_or(|to| to > end) {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let mut bytes = vec![0; length as usize];
    from.read_at(at, &mut bytes)?;
    Ok(bytes)
}

/// Figures are little-endian; what lies outside is zero.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).and_then(|b| b.try_into().ok()).map_or(0, u16::from_le_bytes)
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map_or(0, u32::from_le_bytes)
}

pub(super) fn u64_at(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..at + 8).and_then(|b| b.try_into().ok()).map_or(0, u64::from_le_bytes)
}

/// Writes one thing after the other, in large pieces.
pub(super) struct Out<'a, S: Store> {
    store: &'a S,
    at: u64,
    waiting: Vec<u8>,
}

impl<'a, S: Store> Out<'a, S> {
    const PIECE: usize = 256 * 1024;

    pub fn new(store: &'a S, at: u64) -> Self {
        Out { store, at, waiting: Vec::with_capacity(Self::PIECE) }
    }

    /// Where the next byte goes.
    pub fn at(&self) -> u64 {
        self.at + self.waiting.len() as u64
    }

    pub fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= Self::PIECE { self.flush() } else { Ok(()) }
    }

    pub fn flush(&mut self) -> io::Result<()> {
        self.store.write_at(self.at, &self.waiting)?;
        self.at += self.waiting.len() as u64;
        self.waiting.clear();
        Ok(())
    }
}

/// Reads one thing after the other, in large pieces.
pub(super) struct In<'a, B> {
    from: &'a B,
    at: u64,
    end: u64,
    piece: Vec<u8>,
    used: usize,
}

impl<'a, B: Bytes> In<'a, B> {
    const PIECE: u64 = 64 * 1024;

    pub fn new(from: &'a B, at: u64, end: u64) -> Self {
        In { from, at, end, piece: Vec::new(), used: 0 }
    }

    /// The next bytes, so many; none at the end.
    pub fn next(&mut self, length: usize) -> io::Result<Option<&[u8]>> {
        if self.piece.len() - self.used < length {
            self.piece.drain(..self.used);
            self.used = 0;
            let more = (self.end.saturating_sub(self.at)).min(Self::PIECE.max(length as u64));
            let from = self.piece.len();
            self.piece.resize(from + more as usize, 0);
            self.from.read_at(self.at, &mut self.piece[from..])?;
            self.at += more;
        }
        let found = self.piece.get(self.used..self.used + length);
        self.used += if found.is_some() { length } else { 0 };
        Ok(found)
    }
}
