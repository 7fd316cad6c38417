//! Everything that a rule may look at.

use crate::align::Alignment;
use crate::align::figures_and_dates::Standing;
use crate::analyse::Analysis;
use crate::analyse::dates::Component;
use crate::analyse::figures::FigureDifference;
use crate::compare::unmatched_names::likeness::{Likeness, Likenesses};
use crate::compare::wire_index::WireIndex;
use crate::facts::Facts;
use crate::ingest::Story;
use crate::reader::told::{Gaps, Readings};
use crate::weigh::Weighed;

/// One rewrite beside its wire, as far as the stages before the rules worked it out.
pub struct Case<'a> {
    /// The rewrite as it was read.
    pub rewrite_story: &'a Story,
    /// The takes of the wire as they were read.
    pub wire_stories: &'a [Story],
    /// The rewrite, analysed.
    pub rewrite: &'a Analysis,
    /// The takes of the wire, analysed, in the order given.
    pub wires: &'a [Analysis],
    /// Which sentences and words stand for which.
    pub alignment: &'a Alignment,
    /// The differences of the two texts, weighed.
    pub weighed: &'a Weighed,
    /// What the reader read, pair by pair.
    pub readings: &'a Readings,
    /// What it read of the gaps in sentences, sentence by sentence.
    pub gaps: &'a Gaps,
    /// What the wires have for each figure of the rewrite, in the order of its figures.
    pub figures: Vec<Standing<FigureDifference>>,
    /// What the wires have for each date of the rewrite, in the order of its dates.
    pub dates: Vec<Standing<Component>>,
    /// Whether the rewrite is a summary, in which dropped sentences are no fault.
    pub summary: bool,
    /// What is known besides the texts.
    pub facts: &'a Facts,
    /// What the wires have, for the rules that look at the rewrite alone.
    pub wire_index: WireIndex<'a>,
    /// How alike names of the rewrite and of the wires are, as far as rules asked.
    pub likenesses: Likenesses,
    /// Whether the check is to go on.
    pub go_on: &'a dyn Fn() -> bool,
}

impl Case<'_> {
    /// Items of which a long text has many, as long as the check is to go on. What was found when it is not is thrown away.
    pub(crate) fn going<T>(&self, items: impl IntoIterator<Item = T>) -> impl Iterator<Item = T> {
        items.into_iter().take_while(|_| (self.go_on)())
    }

    /// How alike name `n` of the rewrite and name `m` of one of its wires are.
    pub(crate) fn likeness(&self, n: usize, wire: &Analysis, m: usize) -> Likeness {
        self.likenesses.of(self.rewrite, n, wire, m)
    }
}
