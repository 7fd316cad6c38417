//! How many threads a command takes.

use std::thread;

/// As many threads as were asked for, or one for each core.
pub fn threads(given: Option<u16>) -> usize {
    given.map_or_else(|| thread::available_parallelism().map_or(1, usize::from), usize::from)
}
