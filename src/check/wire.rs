//! A wire, read and analysed once for any number of rewrites.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::align;
use crate::analyse::Analysis;
use crate::compare::WireTables;
use crate::ingest::{self, Story};
use crate::score::comparable::Readable;
use crate::weigh::WireGrams;

/// The wire that rewrites are checked against: one take or several, and what any of them says is said.
///
/// It is analysed when the first rewrite is checked, and what was worked out stays with it. A clone is the same wire and costs nothing;
/// it may be shared between threads and between checkers.
#[derive(Clone, Debug)]
pub struct Wire {
    stories: Arc<[Story]>,
    studied: Arc<Study>,
}

/// What is worked out once.
#[derive(Debug, Default)]
struct Study {
    done: OnceLock<Studied>,
    /// Held by whoever works it out, so that of several threads one does.
    doing: Mutex<()>,
}

/// Everything about a wire that is the same for all rewrites.
#[derive(Debug)]
pub(super) struct Studied {
    /// One for each take.
    pub takes: Vec<Analysis>,
    pub readable: Readable,
    pub lookup: align::WireLookup,
    pub grams: WireGrams,
    pub tables: WireTables,
}

impl Wire {
    /// A wire of these takes, in this order.
    pub fn new(takes: impl Into<Arc<[Story]>>) -> Self {
        Wire { stories: takes.into(), studied: Arc::default() }
    }

    /// Its takes, in the order given.
    pub fn stories(&self) -> &Arc<[Story]> {
        &self.stories
    }

    /// This wire with the day that somebody knows who checks `rewrite` against it, where none of the texts says it;
    /// see [`ingest::assume_day`].
    #[must_use]
    pub fn assume_day(&self, rewrite: &mut Story, day: (i32, u8, u8)) -> Self {
        if self.stories.iter().chain([&*rewrite]).any(|s| s.date.is_some()) {
            return self.clone();
        }
        let mut stories = self.stories.to_vec();
        ingest::assume_day(&mut stories, rewrite, day);
        // An analysis does not go by the day.
        Wire { stories: stories.into(), studied: Arc::clone(&self.studied) }
    }

    /// What is worked out, as long as `go_on` says so; none where it said no, and the next check begins anew.
    pub(super) fn studied(&self, go_on: &dyn Fn() -> bool) -> Option<&Studied> {
        if let Some(done) = self.studied.done.get() {
            return Some(done);
        }
        let _doing = self.studied.doing.lock().unwrap_or_else(PoisonError::into_inner);
        if self.studied.done.get().is_none() {
            let takes: Vec<Analysis> =
                self.stories.iter().map(|take| Analysis::of_while(take, go_on)).collect::<Option<_>>()?;
            let studied = Studied {
                readable: Readable::of(&takes),
                lookup: align::WireLookup::new(&takes),
                grams: WireGrams::new(&takes),
                tables: WireTables::default(),
                takes,
            };
            return Some(self.studied.done.get_or_init(|| studied));
        }
        self.studied.done.get()
    }
}

impl From<Story> for Wire {
    fn from(take: Story) -> Self {
        Wire::new([take])
    }
}

impl From<Vec<Story>> for Wire {
    fn from(takes: Vec<Story>) -> Self {
        Wire::new(takes)
    }
}

impl From<&Wire> for Wire {
    fn from(wire: &Wire) -> Self {
        wire.clone()
    }
}
