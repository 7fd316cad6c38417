//! The wires of a run: each is read and analysed once, however many rewrites are checked against it.

use std::collections::{HashMap, VecDeque};
use std::path::Path;
use std::sync::Mutex;

use truecopy::check::Wire;
use truecopy::ingest::Story;

use crate::cli::failure::Failure;
use crate::cli::input::job::{Job, Text};
use crate::cli::run::loaded::lock;

/// Wires that more than one job of a run asks for. Each is let go after the last of them: a run over an archive holds few at a time.
pub struct Wires<'a>(HashMap<Vec<(&'a Path, usize)>, Mutex<Shared>>);

struct Shared {
    /// How many jobs have not asked yet.
    left: usize,
    wire: Option<Result<Wire, Failure>>,
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
    pub fn of(&self, job: &'a Job) -> Result<Wire, Failure> {
        let Some(shared) = self.0.get(&key(job)) else { return read(job) };
        // Who comes while another reads it waits for that.
        let mut shared = lock(shared);
        let wire = shared.wire.get_or_insert_with(|| read(job)).clone();
        shared.left = shared.left.saturating_sub(1);
        if shared.left == 0 {
            shared.wire = None;
        }
        wire
    }
}

fn read(job: &Job) -> Result<Wire, Failure> {
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

/// The last few wires of a long list of pairs: versions of one wire mostly come one after the other.
pub struct Recent {
    wires: Mutex<VecDeque<Wire>>,
    most: usize,
}

impl Recent {
    /// Keeps so many wires.
    pub fn new(most: usize) -> Self {
        Recent { wires: Mutex::default(), most: most.max(1) }
    }

    /// The wire of these takes; one that is known already, where there is one.
    pub fn wire(&self, takes: Vec<Story>) -> Wire {
        let fits = |wire: &Wire| {
            let have = wire.stories();
            have.len() == takes.len() && have.iter().zip(&takes).all(|(a, b)| same(a, b))
        };
        let mut wires = lock(&self.wires);
        let known = wires.iter().position(fits).and_then(|at| wires.remove(at));
        // It is analysed by whoever needs it first, outside this lock.
        let wire = known.unwrap_or_else(|| Wire::from(takes));
        wires.push_back(wire.clone());
        if wires.len() > self.most {
            wires.pop_front();
        }
        wire
    }
}

/// Whether two stories are one. The text alone does not tell a page from the same words without markup: what stands where differs, and what is a
/// headline.
fn same(a: &Story, b: &Story) -> bool {
    a.source.text == b.source.text
        && (&a.source.name, &a.source.map, &a.source.raw) == (&b.source.name, &b.source.map, &b.source.raw)
        && (&a.blocks, a.dateline, a.date, &a.meta) == (&b.blocks, b.dateline, b.date, &b.meta)
        && (&a.inline, &a.codes, &a.notes) == (&b.inline, &b.codes, &b.notes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use truecopy::ingest::from_text;

    #[test]
    fn a_page_is_another_wire_than_its_words() {
        let recent = Recent::new(4);
        let words = "Rescuers reached 12 sailors on Tuesday, the coast guard said.";
        let place = |text: &str| {
            let wire = recent.wire(vec![from_text("wire", text)]);
            wire.stories()[0].source.original(truecopy::text::Span::new(0, 8))
        };
        let page = format!("<html><body><p>{words}</p></body></html>");
        assert_ne!(place(words), place(&page));
        assert_eq!(place(words), place(words));
    }
}
