//! Reading lines of bounded length in chunks, and the gate that bounds how many of them are under way.

use std::io::{self, BufRead};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// The longest line that is accepted, in bytes.
pub const MAX_LINE: usize = 64 * 1024 * 1024;
/// A chunk is handed on when it holds this many bytes or lines, or when no more input is waiting.
const CHUNK_BYTES: usize = 256 * 1024;
const CHUNK_LINES: usize = 64;

/// One line of input.
pub struct Line {
    /// Counted from 1.
    pub number: u64,
    /// Its bytes without the line end; none where it was longer than [`MAX_LINE`] and was skipped.
    pub bytes: Option<Vec<u8>>,
}

/// Lines that go to one worker together.
#[derive(Default)]
pub struct Chunk {
    /// The lines, in order.
    pub lines: Vec<Line>,
    /// Bytes read for them.
    pub bytes: usize,
}

/// Cuts input into chunks.
pub struct Chunks<R> {
    input: R,
    next: u64,
    limit: usize,
}

impl<R: BufRead> Chunks<R> {
    /// Chunks of `input`.
    pub fn new(input: R) -> Self {
        Chunks { input, next: 1, limit: MAX_LINE }
    }

    /// The next chunk, or none at the end of the input. White-space-only lines are counted and left out.
    ///
    /// Waits for input only while the chunk is empty, so that a program that writes one line and waits for the answer gets it.
    pub fn next(&mut self) -> io::Result<Option<Chunk>> {
        let mut chunk = Chunk::default();
        let mut line = Vec::new();
        let mut over = false;
        let mut started = false;
        loop {
            let waiting = match self.input.fill_buf() {
                Ok(waiting) => waiting,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(e) => return Err(e),
            };
            if waiting.is_empty() {
                if started {
                    self.finish(&mut chunk, &mut line, over);
                }
                return Ok((chunk.bytes > 0).then_some(chunk));
            }
            let end = waiting.iter().position(|b| *b == b'\n');
            let part = waiting.get(..end.unwrap_or(waiting.len())).unwrap_or(waiting);
            if line.len() + part.len() > self.limit {
                over = true;
                line = Vec::new();
            } else if !over {
                line.extend_from_slice(part);
            }
            let used = part.len() + usize::from(end.is_some());
            let drained = used == waiting.len();
            self.input.consume(used);
            chunk.bytes += used;
            started = end.is_none();
            if end.is_some() {
                self.finish(&mut chunk, &mut line, std::mem::take(&mut over));
                let full = chunk.bytes >= CHUNK_BYTES || chunk.lines.len() >= CHUNK_LINES;
                if full || (drained && !chunk.lines.is_empty()) {
                    return Ok(Some(chunk));
                }
            }
        }
    }

    fn finish(&mut self, chunk: &mut Chunk, line: &mut Vec<u8>, over: bool) {
        let number = self.next;
        self.next += 1;
        let mut bytes = std::mem::take(line);
        if number == 1 && bytes.starts_with(b"\xEF\xBB\xBF") {
            bytes.drain(..3);
        }
        if over {
            chunk.lines.push(Line { number, bytes: None });
        } else if !bytes.iter().all(u8::is_ascii_whitespace) {
            chunk.lines.push(Line { number, bytes: Some(bytes) });
        }
    }
}

/// Bounds what is under way between reading and writing, in bytes and in chunks.
#[derive(Default)]
pub struct Gate {
    state: Mutex<State>,
    change: Condvar,
}

#[derive(Default)]
struct State {
    bytes: usize,
    chunks: usize,
    closed: bool,
}

impl Gate {
    /// Waits until a chunk of so many bytes may enter; false when the gate was closed. One chunk may always be under way.
    pub fn enter(&self, bytes: usize, max_bytes: usize, max_chunks: usize) -> bool {
        let mut state = self.lock();
        while !state.closed && state.chunks > 0 && (state.bytes + bytes > max_bytes || state.chunks >= max_chunks) {
            state = self.change.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.bytes += bytes;
        state.chunks += 1;
        !state.closed
    }

    /// A chunk of so many bytes is done with.
    pub fn leave(&self, bytes: usize) {
        let mut state = self.lock();
        state.bytes = state.bytes.saturating_sub(bytes);
        state.chunks = state.chunks.saturating_sub(1);
        self.change.notify_all();
    }

    /// Lets nothing more in.
    pub fn close(&self) {
        self.lock().closed = true;
        self.change.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(input: &[u8], buffer: usize, limit: usize) -> Vec<(u64, Option<String>)> {
        let mut chunks = Chunks { input: io::BufReader::with_capacity(buffer, input), next: 1, limit };
        let mut out = Vec::new();
        while let Some(chunk) = chunks.next().expect("memory can be read") {
            out.extend(
                chunk.lines.into_iter().map(|l| (l.number, l.bytes.map(|b| String::from_utf8_lossy(&b).into_owned()))),
            );
        }
        out
    }

    #[test]
    fn lines_keep_their_numbers_whatever_the_buffer() {
        for buffer in [1, 2, 3, 7, 64] {
            let found = read(b"\xEF\xBB\xBFone\n\n  \r\nfour\nlast", buffer, 100);
            let want = [(1, "one"), (4, "four"), (5, "last")].map(|(n, s)| (n, Some(s.to_owned())));
            assert_eq!(found, want, "buffer of {buffer}");
        }
    }

    #[test]
    fn a_line_that_is_too_long_is_skipped_and_the_next_one_read() {
        for buffer in [1, 4, 64] {
            let found = read(b"ok\nmuch too long\nfine\n", buffer, 5);
            assert_eq!(found, [(1, Some("ok".into())), (2, None), (3, Some("fine".into()))], "buffer of {buffer}");
        }
    }
}
