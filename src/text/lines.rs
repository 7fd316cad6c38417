//! Where the lines of a text begin, and how many letters stand before a byte: worked out once for any number of places.

/// So many bytes lie between two places of which the letters before are known.
const STEP: usize = 1024;

/// The lines and letters of one text.
#[derive(Debug)]
pub(super) struct Lines {
    /// Where lines begin behind a line feed.
    feeds: Vec<u32>,
    /// Where lines begin behind a line feed, a carriage return, or both together.
    breaks: Vec<u32>,
    /// Code points before every [`STEP`]th byte.
    points: Vec<u32>,
}

impl Lines {
    pub(super) fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let (mut feeds, mut breaks) = (vec![0], vec![0]);
        let mut points = Vec::with_capacity(bytes.len() / STEP + 1);
        let mut seen = 0;
        for (k, step) in bytes.chunks(STEP).enumerate() {
            points.push(seen);
            seen += count(step) as u32;
            for (i, b) in step.iter().enumerate().filter(|(_, b)| matches!(b, b'\n' | b'\r')) {
                let next = k * STEP + i + 1;
                if *b == b'\n' {
                    feeds.push(next as u32);
                }
                if *b == b'\n' || bytes.get(next) != Some(&b'\n') {
                    breaks.push(next as u32);
                }
            }
        }
        Lines { feeds, breaks, points }
    }

    /// How many code points of the text stand before a byte.
    pub(super) fn points(&self, text: &str, at: usize) -> usize {
        let at = at.min(text.len());
        let step = (at / STEP).min(self.points.len().saturating_sub(1));
        let known = self.points.get(step).map_or(0, |n| *n as usize);
        known + text.as_bytes().get(step * STEP..at).map_or(0, count)
    }

    /// The line of a byte, counted from 1, and the byte that the line begins with; only a line feed ends a line.
    pub(super) fn line(&self, at: usize) -> (usize, usize) {
        place(&self.feeds, at)
    }

    /// The same, where a carriage return ends a line too.
    pub(super) fn line_of_any_end(&self, at: usize) -> (usize, usize) {
        place(&self.breaks, at)
    }
}

fn place(starts: &[u32], at: usize) -> (usize, usize) {
    let line = starts.partition_point(|start| *start as usize <= at);
    (line, line.checked_sub(1).and_then(|i| starts.get(i)).map_or(0, |start| *start as usize))
}

/// Code points in UTF-8: all bytes but those that continue a character.
fn count(utf8: &[u8]) -> usize {
    utf8.iter().filter(|b| (**b & 0xC0) != 0x80).count()
}
