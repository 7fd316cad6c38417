//! The pipeline: the one file that sees every stage.

use std::sync::Arc;

use crate::align;
use crate::analyse::Analysis;
use crate::compare::Case;
use crate::facts::Facts;
use crate::ingest::Story;
use crate::rules;
use crate::score::fidelity::PART_COUNT;
use crate::score::{self, fidelity, verdict};
use crate::text::{RewriteSpan, Span, WireSpan};
use crate::weigh;

pub use crate::report::{Kind, Link, Report, Verdict};

/// Settings of a [`Checker`].
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What kind of text the rewrites are.
    pub kind: Kind,
    /// Ids of rules that are switched off.
    pub disabled: Vec<String>,
    /// Findings keep each rule's own signal as their confidence, for measuring.
    pub uncalibrated: bool,
    /// What is known besides the two texts: the newsroom's own facts, before the embedded tables.
    pub facts: Arc<Facts>,
}

/// Checks rewrites against wires. Built once per run; shared between threads.
#[derive(Debug, Default)]
pub struct Checker {
    options: Options,
}

impl Checker {
    /// A checker with these settings.
    pub fn new(options: Options) -> Self {
        Checker { options }
    }

    /// Checks one rewrite against one or more takes of the wire: what any of them says is said.
    pub fn check(&self, wires: Vec<Story>, rewrite: Story) -> Report {
        self.check_with_parts(wires, rewrite).0
    }

    /// As [`Checker::check`], with the parts of the cost behind the fidelity figure, for training.
    pub fn check_with_parts(&self, wires: Vec<Story>, rewrite: Story) -> (Report, [f64; PART_COUNT]) {
        let told: Vec<Analysis> = wires.iter().map(Analysis::of).collect();
        let retold = Analysis::of(&rewrite);
        if let Some((verdict, reason)) = verdict::before(&wires, &told, &rewrite, &retold) {
            let fidelity = if verdict == Verdict::Identical { 100.0 } else { 0.0 };
            let notes = verdict::notes(&wires, &rewrite);
            let report =
                Report { rewrite, wires, verdict, reason, fidelity, findings: Vec::new(), links: Vec::new(), notes };
            return (report, [0.0; PART_COUNT]);
        }
        let alignment = align::align(&retold, &told);
        let weighed = weigh::weigh(&retold, &told, &alignment);
        let summary = self.options.kind == Kind::Summary
            || (self.options.kind == Kind::Auto && verdict::is_summary(&told, &retold));
        let case =
            Case::new((&rewrite, &retold), (&wires, &told), &alignment, &weighed, summary).knowing(&self.options.facts);
        let other_story = verdict::is_other_story(&case);
        let mut findings = if other_story {
            Vec::new()
        } else {
            let mut found = rules::run(&case, |rule| !self.options.disabled.iter().any(|d| d == rule.id));
            rules::spare(&case, &mut found);
            let mut found = score::merge(found);
            rules::round_off(&case, &mut found);
            found
        };
        // The cost goes by the rules' own signals, so that a new confidence table moves no fidelity.
        let parts = fidelity::parts(&case, &findings);
        if !self.options.uncalibrated {
            score::calibrate::calibrate(&mut findings);
        }
        let fidelity = fidelity::fidelity(&parts, retold.word_count());
        let (verdict, reason) = verdict::after(&findings, other_story);
        let links = links(&retold, &told, &alignment);
        let mut notes = verdict::notes(&wires, &rewrite);
        notes.extend(verdict::swapped(&case));
        let fidelity = if other_story { fidelity / 10.0 } else { fidelity };
        (Report { rewrite, wires, verdict, reason, fidelity, findings, links, notes }, parts)
    }
}

fn links(rewrite: &Analysis, wires: &[Analysis], alignment: &align::Alignment) -> Vec<Link> {
    let told = alignment.pairs.iter().filter(|p| !p.wire.is_empty());
    told.map(|p| Link {
        rewrite: RewriteSpan(rewrite.sentences.get(p.sentence).map_or(Span::default(), |s| s.span)),
        wire: p
            .wire
            .iter()
            .map(|w| WireSpan { take: w.take, span: wires[w.take].sentences[w.sentence].span })
            .collect(),
    })
    .collect()
}
