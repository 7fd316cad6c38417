//! Everything that a rule may look at.

use std::cell::{OnceCell, RefCell};

use crate::align::Alignment;
use crate::align::figures_and_dates::{self, Standing};
use crate::analyse::Analysis;
use crate::analyse::dates::Component;
use crate::analyse::figures::FigureDifference;
use crate::compare::wire_index::Seen;
use crate::compare::{office_claims, unmatched_names};
use crate::facts::Facts;
use crate::ingest::Story;
use crate::text::{KeyMap, pair};
use crate::weigh::Weighed;

/// Everything that a rule may look at.
pub struct Case<'a> {
    /// The rewrite as it was read.
    pub rewrite_story: &'a Story,
    /// The wires as they were read.
    pub wire_stories: &'a [Story],
    /// The rewrite, understood.
    pub rewrite: &'a Analysis,
    /// The wires, understood, in the order given.
    pub wires: &'a [Analysis],
    /// Which sentences and words stand for which.
    pub alignment: &'a Alignment,
    /// The differences of the two texts, weighed.
    pub weighed: &'a Weighed,
    /// What the wires have for each figure of the rewrite, in the order of its figures.
    pub figures: Vec<Standing<FigureDifference>>,
    /// What the wires have for each date of the rewrite, in the order of its dates.
    pub dates: Vec<Standing<Component>>,
    /// Names of the rewrite that the wires do not have where it has them; filled by the first rule that asks.
    strangers: OnceCell<Vec<unmatched_names::Stranger>>,
    /// How alike names of the rewrite and of the wires are, as far as rules asked.
    alike: RefCell<KeyMap<unmatched_names::Likeness>>,
    /// Whether the rewrite is a summary, in which dropped sentences are no fault.
    pub summary: bool,
    /// What is known besides the texts.
    pub facts: &'a Facts,
    /// The days on which the story may have been written, and what its titles have against the facts; filled by the first rule that asks.
    known: OnceCell<office_claims::Known>,
    /// What the wires have, for the rules that look at the rewrite alone.
    seen: Seen<'a>,
}

impl<'a> Case<'a> {
    /// A case without what the rules work out for each other.
    pub fn new(
        (rewrite_story, rewrite): (&'a Story, &'a Analysis),
        (wire_stories, wires): (&'a [Story], &'a [Analysis]),
        alignment: &'a Alignment,
        weighed: &'a Weighed,
        summary: bool,
    ) -> Self {
        Case {
            rewrite_story,
            wire_stories,
            rewrite,
            wires,
            alignment,
            weighed,
            figures: figures_and_dates::figures(wires, rewrite, alignment),
            dates: figures_and_dates::dates(wires, wire_stories, rewrite, rewrite_story, alignment),
            strangers: OnceCell::new(),
            alike: RefCell::default(),
            summary,
            facts: Facts::tables(),
            known: OnceCell::new(),
            seen: Seen::new(wires),
        }
    }

    /// The same case, judged by these facts besides the tables.
    #[must_use]
    pub fn knowing(mut self, facts: &'a Facts) -> Self {
        self.facts = facts;
        self
    }

    /// What the wires have.
    pub(crate) fn seen(&self) -> &Seen<'a> {
        &self.seen
    }

    /// What the titles of the rewrite have against the facts.
    pub(crate) fn known(&self) -> &office_claims::Known {
        self.known.get_or_init(|| office_claims::known(self))
    }

    /// How alike name `n` of the rewrite and name `m` of one of its wires are.
    pub(crate) fn likeness(&self, n: usize, wire: &Analysis, m: usize) -> unmatched_names::Likeness {
        let key = pair(pair(n as u64, std::ptr::from_ref(wire).addr() as u64), m as u64);
        if let Some(known) = self.alike.borrow().get(&key) {
            return *known;
        }
        let found = unmatched_names::compare(self.rewrite, n, wire, m);
        let mut alike = self.alike.borrow_mut();
        // A long text has more pairs of names than are worth keeping.
        if alike.len() < 4096 {
            alike.insert(key, found);
        }
        found
    }

    /// The names of the rewrite that the wires do not have where it has them, in text order.
    pub(crate) fn strangers(&self) -> &[unmatched_names::Stranger] {
        self.strangers.get_or_init(|| unmatched_names::strangers(self))
    }
}
