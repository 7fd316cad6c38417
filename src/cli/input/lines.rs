//! Reading lines of bounded length.

use std::fmt;
use std::io::{self, BufRead, BufReader, Read};

/// The longest line that is accepted, in bytes.
pub const MAX_LINE: usize = 64 * 1024 * 1024;

/// One line of input.
#[derive(Debug)]
pub struct Line {
    /// Counted from 1.
    pub number: u64,
    /// Its bytes without the line end, or what is wrong with it.
    pub bytes: Result<Vec<u8>, TooLong>,
    /// Bytes read for it, those of blank lines before it among them.
    pub read: usize,
    /// Whether its end was read, and not only that of the input: whoever writes it may not be done.
    pub ended: bool,
}

/// A line was longer than [`MAX_LINE`] and was passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong;

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the line is longer than {} MB", MAX_LINE / 1024 / 1024)
    }
}

impl std::error::Error for TooLong {}

/// The lines of an input, without those that hold nothing but white space. After an error there are no more.
///
/// A line is given as soon as it is whole, so that a program that writes one and waits for the answer gets it.
pub struct Lines<R> {
    /// None after the end.
    input: Option<R>,
    last: u64,
    limit: usize,
}

impl<R: Read> Lines<BufReader<R>> {
    /// The lines of `input`.
    pub fn of(input: R) -> Self {
        Lines { input: Some(BufReader::with_capacity(128 * 1024, input)), last: 0, limit: MAX_LINE }
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = io::Result<Line>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut read = 0;
        loop {
            let line = self.input.as_mut().map(|input| whole_line(input, self.limit))?;
            let (bytes, used, ended) = match line {
                Ok((_, 0, _)) => {
                    self.input = None;
                    return None;
                }
                Ok(line) => line,
                Err(e) => {
                    self.input = None;
                    return Some(Err(e));
                }
            };
            self.last += 1;
            read += used;
            let bytes = bytes.map(|b| match b.strip_prefix(b"\xEF\xBB\xBF") {
                Some(rest) if self.last == 1 => rest.to_vec(),
                _ => b,
            });
            if !bytes.as_ref().is_ok_and(|b| b.iter().all(u8::is_ascii_whitespace)) {
                return Some(Ok(Line { number: self.last, bytes, read, ended }));
            }
        }
    }
}

/// The bytes up to the next line end, with the number of those that were read and whether there was one; none at the end of the input.
fn whole_line(input: &mut impl BufRead, limit: usize) -> io::Result<(Result<Vec<u8>, TooLong>, usize, bool)> {
    let (mut line, mut read) = (Ok(Vec::new()), 0);
    loop {
        let waiting = match input.fill_buf() {
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            other => other?,
        };
        let end = memchr::memchr(b'\n', waiting);
        let part = waiting.get(..end.unwrap_or(waiting.len())).unwrap_or(waiting);
        line = line.and_then(|mut line| {
            if line.len() + part.len() > limit {
                return Err(TooLong);
            }
            line.extend_from_slice(part);
            Ok(line)
        });
        let used = part.len() + usize::from(end.is_some());
        input.consume(used);
        read += used;
        if end.is_some() || used == 0 {
            return Ok((line, read, end.is_some()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(input: &[u8], buffer: usize, limit: usize) -> Vec<(u64, Option<String>)> {
        let lines = Lines { input: Some(BufReader::with_capacity(buffer, input)), last: 0, limit };
        let lines: Vec<Line> = lines.map(|l| l.expect("memory can be read")).collect();
        assert!(lines.iter().map(|l| l.read).sum::<usize>() <= input.len());
        lines.into_iter().map(|l| (l.number, l.bytes.ok().map(|b| String::from_utf8_lossy(&b).into_owned()))).collect()
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

    #[test]
    fn an_error_ends_the_input() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("unplugged"))
            }
        }
        let lines: Vec<bool> = Lines::of((&b"one\ntwo"[..]).chain(Broken)).map(|l| l.is_ok()).collect();
        assert_eq!(lines, [true, false], "half a line is none");
    }
}
