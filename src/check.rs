//! The pipeline: the one file that sees every stage.

mod wire;

use std::cell::Cell;
use std::sync::Arc;

use crate::align::{self, figures_and_dates};
use crate::analyse::Analysis;
use crate::compare::unmatched_names::likeness::Likenesses;
use crate::compare::{Case, Shared, WireIndex, passages};
use crate::facts::Facts;
use crate::finding::{Finding, Rule};
use crate::gate::Learnt;
use crate::house::House;
use crate::ingest::Story;
use crate::reader::{Brought, Mode, told};
use crate::rules;
use crate::score::fidelity::PART_COUNT;
use crate::score::second::SIGN_COUNT;
use crate::score::{self, comparable, fidelity, verdict};
use crate::text::{RewriteSpan, Span, WireSpan};
use crate::weigh;
use wire::Studied;

pub use crate::report::{Kind, Language, Link, Report, Verdict};
pub use wire::Wire;

/// Settings of a [`Checker`].
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Options {
    /// What kind of text the rewrites are.
    pub kind: Kind,
    /// What is known of the language of the texts.
    pub language: Language,
    /// Ids of rules that are switched off.
    pub disabled: Vec<String>,
    /// Which sentences the reader is given.
    pub reader: Mode,
    /// A model that judges the sentences in the place of the built-in one.
    pub reader_model: Option<Arc<Brought>>,
    /// With how many threads the sentences of one rewrite are read; 0 counts as one. What is read is the same with any number.
    pub reading_threads: usize,
    /// Findings keep each rule's own signal as their confidence, for measuring.
    pub uncalibrated: bool,
    /// What is known besides the two texts: the newsroom's own facts, before the embedded tables.
    pub facts: Arc<Facts>,
    /// The newsroom's own rules.
    pub house: Arc<House>,
    /// What a desk's decisions say of the rules.
    pub learnt: Arc<Learnt>,
}

impl Options {
    /// These settings for rewrites of this kind.
    #[must_use]
    pub fn kind(mut self, kind: Kind) -> Self {
        self.kind = kind;
        self
    }

    /// These settings with so much given to the reader.
    #[must_use]
    pub fn reader(mut self, mode: Mode) -> Self {
        self.reader = mode;
        self
    }

    /// These settings with a model that judges sentences in the place of the built-in one.
    #[must_use]
    pub fn reader_model(mut self, model: Option<Arc<Brought>>) -> Self {
        self.reader_model = model;
        self
    }

    /// These settings with so many threads that read the sentences of one rewrite.
    #[must_use]
    pub fn reading_threads(mut self, threads: usize) -> Self {
        self.reading_threads = threads;
        self
    }

    /// These settings for texts of which this is known.
    #[must_use]
    pub fn language(mut self, language: Language) -> Self {
        self.language = language;
        self
    }

    /// These settings with the rules of these ids switched off as well.
    #[must_use]
    pub fn without(mut self, rules: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.disabled.extend(rules.into_iter().map(Into::into));
        self
    }

    /// These settings with rules of the newsroom's own.
    #[must_use]
    pub fn house(mut self, house: impl Into<Arc<House>>) -> Self {
        self.house = house.into();
        self
    }

    /// These settings with what a desk's decisions say of the rules.
    #[must_use]
    pub fn learnt(mut self, learnt: impl Into<Arc<Learnt>>) -> Self {
        self.learnt = learnt.into();
        self
    }

    /// These settings with facts of the newsroom's own.
    #[must_use]
    pub fn facts(mut self, facts: impl Into<Arc<Facts>>) -> Self {
        self.facts = facts.into();
        self
    }
}

/// What the figures are learnt from that are weighed after the rules.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct LearntFrom {
    /// The parts of the cost behind the fidelity figure.
    pub parts: [f64; PART_COUNT],
    /// For each sentence that was read, what the doubt about it goes by.
    pub signs: Vec<[f64; SIGN_COUNT]>,
}

/// A check was given up because its caller did not want to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped;

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

    /// Checks one rewrite against a wire: a story, a list of takes, or a [`Wire`] that other rewrites are checked against too.
    pub fn check(&self, wire: impl Into<Wire>, rewrite: impl Into<Arc<Story>>) -> Report {
        let (wire, rewrite) = (wire.into(), rewrite.into());
        self.check_by(&wire, &rewrite, &mut None, &|| true)
            .unwrap_or_else(|Stopped| Report::new(Arc::clone(wire.stories()), rewrite))
    }

    /// Checks one rewrite as [`Checker::check`] does, as long as `go_on` says so: it is asked for each
    /// sentence and between the steps of a check.
    ///
    /// # Errors
    /// Where it said no.
    pub fn check_while(
        &self,
        wire: impl Into<Wire>,
        rewrite: impl Into<Arc<Story>>,
        go_on: &dyn Fn() -> bool,
    ) -> Result<Report, Stopped> {
        self.check_by(&wire.into(), &rewrite.into(), &mut None, go_on)
    }

    /// What the two figures are learnt from that are weighed after the rules.
    pub fn learnt_from(&self, wire: impl Into<Wire>, rewrite: impl Into<Arc<Story>>) -> LearntFrom {
        let mut seen = Some(LearntFrom::default());
        let _ = self.check_by(&wire.into(), &rewrite.into(), &mut seen, &|| true);
        seen.unwrap_or_default()
    }

    /// Checks a rewrite, and fills in what is learnt from it where that is asked for.
    fn check_by(
        &self,
        wire: &Wire,
        rewrite: &Arc<Story>,
        seen: &mut Option<LearntFrom>,
        go_on: &dyn Fn() -> bool,
    ) -> Result<Report, Stopped> {
        let go_on: &dyn Fn() -> bool = &until_a_no(go_on);
        let ask = || if go_on() { Ok(()) } else { Err(Stopped) };
        let rewrite = Arc::clone(rewrite);
        let Studied { takes, readable, lookup, grams, tables } = wire.studied(go_on).ok_or(Stopped)?;
        let wires = Arc::clone(wire.stories());
        ask()?;
        let rewrite_analysis = Analysis::of_while(&rewrite, go_on).ok_or(Stopped)?;
        ask()?;
        let readable = if self.options.language == Language::En { readable.in_english() } else { *readable };
        if let Some((verdict, reason)) = comparable::before(&wires, readable, &rewrite, &rewrite_analysis) {
            return Ok(self.uncompared(wires, rewrite, &rewrite_analysis, (verdict, reason)));
        }
        let alignment = align::align_while(&rewrite_analysis, takes, lookup, go_on).ok_or(Stopped)?;
        ask()?;
        let weighed = weigh::weigh_while(&rewrite_analysis, takes, grams, &alignment, go_on).ok_or(Stopped)?;
        let readings = self.read(&rewrite_analysis, takes, &alignment, &weighed, go_on).ok_or(Stopped)?;
        let gaps = self.gaps(&rewrite_analysis, takes, &alignment, go_on).ok_or(Stopped)?;
        let summary = self.options.kind == Kind::Summary
            || (self.options.kind == Kind::Auto && verdict::is_summary(takes, &rewrite_analysis));
        ask()?;
        let case = Shared::new(Case {
            rewrite_story: &rewrite,
            wire_stories: &wires,
            rewrite: &rewrite_analysis,
            wires: takes,
            figures: figures_and_dates::figures(takes, &rewrite_analysis, &alignment, go_on),
            dates: figures_and_dates::dates(takes, &wires, &rewrite_analysis, &rewrite, &alignment, go_on),
            alignment: &alignment,
            weighed: &weighed,
            readings: &readings,
            gaps: &gaps,
            summary,
            facts: &self.options.facts,
            wire_index: WireIndex::new(takes, tables),
            likenesses: Likenesses::default(),
            go_on,
        });
        ask()?;
        if let Some(reason) = comparable::untold(&case, readable) {
            drop(case);
            return Ok(self.uncompared(wires, rewrite, &rewrite_analysis, (Verdict::NotComparable, reason)));
        }
        let other_story = verdict::is_other_story(&case);
        let mut findings = if other_story { Vec::new() } else { self.findings(&case, seen, go_on)? };
        // The cost goes by the rules' own signals, so that a new confidence table moves no fidelity.
        let parts = fidelity::parts(&case, &findings);
        if let Some(seen) = seen {
            seen.parts = parts;
        }
        if !self.options.uncalibrated {
            score::calibrate::calibrate(&mut findings);
        }
        // Every place costs; what is told is the fault.
        let mut findings = score::gather(findings, &rewrite_analysis.text);
        if !other_story {
            self.at_home(&mut findings, &rewrite, &rewrite_analysis, &wires);
        }
        ask()?;
        let fidelity = fidelity::fidelity(&parts, rewrite_analysis.word_count());
        let fidelity = if other_story { fidelity / 10.0 } else { fidelity };
        let (verdict, reason) = verdict::after(&findings, other_story, fidelity);
        let links = links(&rewrite_analysis, takes, &alignment);
        let mut notes = verdict::notes(&wires, &rewrite);
        notes.extend(verdict::swapped(&case));
        let alone = |pair: &align::Pair| gaps.get(pair.sentence).is_some_and(Option::is_some);
        let read = alignment.pairs.iter().zip(&readings).filter(|(p, r)| r.is_some() || alone(p)).count();
        Ok(Report {
            rewrite,
            wires,
            verdict,
            reason,
            fidelity,
            findings,
            links,
            reader: self.options.reader,
            reader_model: self.options.reader_model.as_ref().map(|m| m.name().to_owned()),
            read,
            notes,
        })
    }
}

/// Who said no once is not asked again.
fn until_a_no(go_on: &dyn Fn() -> bool) -> impl Fn() -> bool {
    let stopped = Cell::new(false);
    move || {
        stopped.set(stopped.get() || !go_on());
        !stopped.get()
    }
}

impl Checker {
    /// What the rules find, one finding for one fault, by their own signals.
    fn findings(
        &self,
        case: &Shared,
        seen: &mut Option<LearntFrom>,
        go_on: &dyn Fn() -> bool,
    ) -> Result<Vec<Finding>, Stopped> {
        let mut found = rules::run(case, |rule| go_on() && !self.options.disabled.iter().any(|d| d == rule.id));
        if !go_on() {
            return Err(Stopped);
        }
        // Each takes its time where there are a hundred thousand findings.
        let ask = || if go_on() { Ok(()) } else { Err(Stopped) };
        rules::spare(case, &mut found);
        ask()?;
        let mut found = score::merge(found);
        ask()?;
        passages::round_off(case, &mut found);
        ask()?;
        match seen {
            // What is learnt from does not rest on what is learnt.
            Some(seen) => seen.signs = score::second::all_signs(case, &found),
            None => score::second::look(case, &mut found),
        }
        ask().map(|()| found)
    }

    /// Adds what breaks the newsroom's own rules, takes out what questions words that they ask for, and says how sure all of it is there.
    fn at_home(&self, found: &mut Vec<Finding>, rewrite: &Story, analysis: &Analysis, wires: &[Story]) {
        let quoted: Vec<Span> = analysis.quotes.iter().map(|q| q.inner).collect();
        let on = |rule: &Rule| !self.options.disabled.iter().any(|d| d == rule.id);
        let house = self.options.house.find(rewrite, &quoted, wires, on);
        found.retain(|f| !house.excuses(f));
        if !house.findings.is_empty() {
            found.extend(house.findings);
            score::in_order(found);
        }
        self.options.learnt.apply(found);
    }

    /// The report on a rewrite that was not compared: one that cannot be, or that is the wire.
    fn uncompared(
        &self,
        wires: Arc<[Story]>,
        rewrite: Arc<Story>,
        analysis: &Analysis,
        (verdict, reason): (Verdict, String),
    ) -> Report {
        let notes = verdict::notes(&wires, &rewrite);
        if verdict != Verdict::Identical {
            return Report { verdict, reason, fidelity: 0.0, notes, ..Report::new(wires, rewrite) };
        }
        let mut findings = Vec::new();
        self.at_home(&mut findings, &rewrite, analysis, &wires);
        let (verdict, reason) = match verdict::after(&findings, false, 100.0) {
            (Verdict::Faithful, _) => (verdict, reason),
            (graver, found) => (graver, format!("{found}, though {reason}")),
        };
        Report { verdict, reason, findings, notes, ..Report::new(wires, rewrite) }
    }

    /// What the reader says of the sentences that it is given; none where `go_on` said no.
    fn read(
        &self,
        rewrite: &Analysis,
        takes: &[Analysis],
        alignment: &align::Alignment,
        weighed: &weigh::Weighed,
        go_on: &dyn Fn() -> bool,
    ) -> Option<told::Readings> {
        let pairs = alignment.pairs.len();
        let wanted = match self.options.reader {
            Mode::All => vec![true; pairs],
            Mode::Auto => weighed.doubtful(pairs, told::MOST),
            Mode::Off => vec![false; pairs],
        };
        let with = told::With { model: self.options.reader_model.as_deref(), threads: self.options.reading_threads };
        told::read_while(rewrite, takes, alignment, &wanted, with, go_on)
    }

    /// What the reader says of the gaps in the sentences that it is given; none where `go_on` said no.
    fn gaps(
        &self,
        rewrite: &Analysis,
        takes: &[Analysis],
        alignment: &align::Alignment,
        go_on: &dyn Fn() -> bool,
    ) -> Option<told::Gaps> {
        let most = match self.options.reader {
            Mode::All => usize::MAX,
            Mode::Auto => told::MOST,
            Mode::Off => 0,
        };
        told::gaps_while(rewrite, takes, alignment, most, self.options.reading_threads, go_on)
    }
}

fn links(rewrite: &Analysis, wires: &[Analysis], alignment: &align::Alignment) -> Vec<Link> {
    let aligned = alignment.pairs.iter().filter(|p| !p.wire.is_empty());
    aligned
        .map(|p| Link {
            rewrite: RewriteSpan(rewrite.sentences.get(p.sentence).map_or(Span::default(), |s| s.span)),
            wire: p
                .wire
                .iter()
                .map(|w| WireSpan { take: w.take, span: wires[w.take].sentences[w.sentence].span })
                .collect(),
        })
        .collect()
}
