//! The wires of a run: each is read and analysed once, however many rewrites are checked against it.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use truecopy::check::Wire;

use super::pairs::{Job, Text};

/// Wires that more than one job of a run asks for. Each is let go after the last of them: a run over an archive holds few at a time.
pub struct Wires<'a>(HashMap<Vec<(&'a Path, usize)>, Mutex<Shared>>);

struct Shared {
    /// How many jobs have not asked yet.
    left: usize,
    wire: Option<Result<Wire, String>>,
}

impl<'a> Wires<'a> {
    /// The wires of these jobs; none is read yet.
    pub fn of_jobs(jobs: &'a [Job]) -> Self {
        let mut counts: HashMap<_, usize> = HashMap::new();
        jobs.iter().for_each(|job| *counts.entry(key(job)).or_default() += 1);
        let several = counts.into_iter().filter(|(_, n)| *n > 1);
        Wires(several.map(|(key, left)| (key, Mutex::new(Shared { left, wire: None }))).collect())
    }

    /// The wire of a job; to be asked once for each.
    ///
    /// # Errors
    /// Where one of its takes cannot be read.
    pub fn of(&self, job: &'a Job) -> Result<Wire, String> {
        let Some(shared) = self.0.get(&key(job)) else { return read(job) };
        // Who comes while another reads it waits for that.
        let mut shared = shared.lock().unwrap_or_else(PoisonError::into_inner);
        let wire = shared.wire.get_or_insert_with(|| read(job)).clone();
        shared.left = shared.left.saturating_sub(1);
        if shared.left == 0 {
            shared.wire = None;
        }
        wire
    }
}

fn read(job: &Job) -> Result<Wire, String> {
    job.wires.iter().map(Text::read).collect::<Result<Vec<_>, _>>().map(Wire::from)
}

/// What tells the wires of a job from all others: their paths, and for those that were read already, the text itself.
fn key(job: &Job) -> Vec<(&Path, usize)> {
    let text = |t: &Text| match t {
        Text::Path(..) => 0,
        Text::Read(story) => story.source.text.as_ptr().addr(),
    };
    job.wires.iter().map(|t| (t.path(), text(t))).collect()
}
